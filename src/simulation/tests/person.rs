//! People of the reference and their accounts.

use super::bonuses::Past;
use crate::observation::Totals;
use crate::random::Lineage;
use crate::units::{Money, Rate};

/// What money is booked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Paid by the company.
    Pay,
    /// Kept of what customers paid.
    Margin,
    /// Own goods.
    Purchase,
    JoiningFee,
    RenewalFee,
    Expenses,
    /// Paid by customers, margin included.
    Sales,
    /// The same goods at the member's price.
    Wholesale,
    /// Paid by customers for goods from stock.
    Resale,
    /// What these goods had cost.
    Resold,
    /// Own goods that he used himself.
    Used,
    /// Paid for goods that he gave back on leaving.
    Refund,
    /// What these goods had cost.
    GivenBack,
    /// What he cannot pay of commissions taken back, less what he pays of earlier ones.
    Uncollected,
}

/// An amount in somebody's account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Booking {
    pub month: u32,
    pub item: Item,
    pub amount: Money,
}

/// Somebody who joined at some time.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub lineage: Lineage,
    /// The joining number of whoever enrolled him.
    pub sponsor: Option<usize>,
    pub joined: u32,
    /// The last month as a member.
    pub left: Option<u32>,
    pub is_builder: bool,
    pub hours: f32,
    pub sign_ups: u32,
    pub bookings: Vec<Booking>,
    /// The customers at the end of each month as a member, from joining.
    pub customers_by_month: Vec<u32>,
    pub activity: f32,
    pub skill: f32,
    /// Skill without training.
    pub talent: f32,
    /// From 0 to 1.
    pub trained: f32,
    /// In the opportunity, from 0 to 1.
    pub belief: f32,
    pub acquaintances: f32,
    pub customers: u32,
    pub demand: Money,
    /// What is left of purchases, by their month; the oldest first.
    pub shelf: Vec<(u32, Money)>,
    /// What he gave back on leaving, by the month in which he had bought it.
    pub given_back: Vec<(u32, Money)>,
    /// What he owes the company.
    pub debt: Money,
    /// Whether each bonus could be paid to him last, and at which own rate.
    pub seen: Vec<(bool, Rate)>,
    pub recent: f32,
    pub balance: Money,
    /// The months in which he was active.
    pub active_in: Vec<u32>,
    /// Whether he was active in the last month, by the plan's clause.
    pub is_active: bool,
    /// The rank that counted in it.
    pub rank: Option<usize>,
    /// The highest that ever counted.
    pub title: Option<usize>,
    pub past: Past,
}

impl Person {
    pub(super) fn is_member_in(&self, month: u32) -> bool {
        self.joined <= month && self.left.is_none_or(|left| month <= left)
    }

    /// What was booked in the months from `from` to `to`.
    pub(super) fn totals(&self, from: u32, to: u32) -> Totals {
        let sum = |items: &[Item]| {
            let counted = |b: &&Booking| (from..=to).contains(&b.month) && items.contains(&b.item);
            self.bookings.iter().filter(counted).map(|b| b.amount).sum()
        };
        let (used, resold) = (sum(&[Item::Used]), sum(&[Item::Resold]));
        let others = sum(&[Item::Purchase]) - used - resold;
        Totals {
            pay: sum(&[Item::Pay]),
            margin: sum(&[Item::Margin, Item::Resale]) - resold,
            purchases: used,
            costs: sum(&[Item::JoiningFee, Item::RenewalFee, Item::Expenses]) + others
                - sum(&[Item::Refund]),
        }
    }

    /// Goods on the shelf, at what they cost.
    pub(super) fn on_hand(&self) -> Money {
        self.shelf.iter().map(|&(_, cost)| cost).sum()
    }

    /// Takes goods off the shelf, the oldest first; returns what was there of them.
    pub(super) fn take(&mut self, wanted: Money) -> Money {
        let mut taken = Money::ZERO;
        for (_, cost) in &mut self.shelf {
            let from_here = (wanted - taken).min(*cost);
            *cost -= from_here;
            taken += from_here;
        }
        self.shelf.retain(|&(_, cost)| cost > Money::ZERO);
        taken
    }

    pub(super) fn book(&mut self, month: u32, item: Item, amount: Money) {
        if amount != Money::ZERO {
            self.bookings.push(Booking { month, item, amount });
        }
    }
}
