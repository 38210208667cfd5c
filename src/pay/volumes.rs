//! What was ordered in a period, member by member, as a commission run reads it.

use std::ops::Range;

use super::orders::{Order, OrderKind};
use crate::compensation::{Base, Orders, Volumes};
use crate::units::{Money, Points};

/// What qualifies a member in a period: orders of the period less what is taken back in it of any
/// period.
#[derive(Clone, Copy, Debug, Default)]
struct Qualifying {
    points: Points,
    /// The part of it that retail customers bring, and how many orders they placed.
    retail: Points,
    retail_orders: u32,
}

/// A column for what members ordered for themselves, and one for their customers' orders.
type ByKind = [Vec<Money>; 2];

/// The orders of a period by place in the preorder.
#[derive(Clone, Debug, Default)]
pub(super) struct PeriodVolumes {
    period: u32,
    qualifying: Vec<Qualifying>,
    // What is paid on: orders of the period that still stand. A bonus reads one base of all members,
    // so each has columns of its own.
    price: ByKind,
    pv: ByKind,
    cv: ByKind,
    fee: Vec<Money>,
    /// When the member at each place joined.
    joined: Vec<u32>,
}

impl PeriodVolumes {
    /// Nothing ordered yet, in this period by so many members.
    pub(super) fn begin(&mut self, period: u32) {
        self.period = period;
        self.qualifying.fill(Qualifying::default());
        self.columns().for_each(|column| column.fill(Money::ZERO));
    }

    /// Other members, with the periods in which they joined, by place.
    pub(super) fn seat(&mut self, joined: impl Iterator<Item = u32>) {
        self.joined.clear();
        self.joined.extend(joined);
        let n_members = self.joined.len();
        self.qualifying.clear();
        self.qualifying.resize(n_members, Qualifying::default());
        self.columns().for_each(|column| {
            column.clear();
            column.resize(n_members, Money::ZERO);
        });
    }

    /// All columns of money.
    fn columns(&mut self) -> impl Iterator<Item = &mut Vec<Money>> {
        let Self { price, pv, cv, fee, .. } = self;
        [price, pv, cv].into_iter().flatten().chain([fee])
    }

    /// Adds an order of the period.
    pub(super) fn add(&mut self, place: u32, order: &Order) {
        self.count(place, order, |amount| amount);
        let qualifying = &mut self.qualifying[place as usize];
        qualifying.points += order.points;
        if order.kind == OrderKind::Retail {
            qualifying.retail += order.points;
            qualifying.retail_orders += 1;
        }
    }

    /// Takes an order of the period out of what is paid on; who is qualified stays decided.
    pub(super) fn take_out(&mut self, place: u32, order: &Order) {
        self.count(place, order, |amount| -amount);
    }

    /// Takes the points of an order of an earlier period from those of this one.
    pub(super) fn deduct(&mut self, place: u32, order: &Order) {
        let qualifying = &mut self.qualifying[place as usize];
        qualifying.points -= order.points;
        if order.kind == OrderKind::Retail {
            qualifying.retail -= order.points;
        }
    }

    fn count(&mut self, place: u32, order: &Order, signed: impl Fn(Money) -> Money) {
        let place = place as usize;
        let kind = match order.kind {
            OrderKind::Member => 0,
            OrderKind::Retail => 1,
            OrderKind::Fee => {
                self.fee[place] += signed(order.price);
                return;
            }
        };
        self.price[kind][place] += signed(order.price);
        // One point counts as one unit of currency.
        self.pv[kind][place] += signed(Money::from_cents(order.points.hundredths()));
        self.cv[kind][place] += signed(order.cv);
    }

    /// The columns of a base; `None`: it is fees.
    fn by_kind(&self, base: Base) -> Option<&ByKind> {
        match base {
            Base::Cv => Some(&self.cv),
            Base::Pv => Some(&self.pv),
            Base::Price => Some(&self.price),
            Base::Fee => None,
            Base::Pay(_) => unreachable!("a run knows itself what it paid"),
        }
    }
}

impl Volumes for PeriodVolumes {
    fn points(&self, member: usize) -> Points {
        self.qualifying[member].points
    }

    fn retail_points(&self, member: usize) -> Points {
        self.qualifying[member].retail
    }

    fn customers(&self, member: usize) -> u32 {
        self.qualifying[member].retail_orders
    }

    fn base(&self, member: usize, base: Base, orders: Orders) -> Money {
        let Some([own, retail]) = self.by_kind(base) else { return self.fee[member] };
        match orders {
            Orders::All => own[member] + retail[member],
            Orders::Retail => retail[member],
            Orders::Member => own[member],
        }
    }

    fn append(&self, members: Range<usize>, base: Base, orders: Orders, column: &mut Vec<i64>) {
        let before = column.len();
        let of = match (self.by_kind(base), orders) {
            (None, _) => &self.fee,
            (Some([_, retail]), Orders::Retail) => retail,
            (Some([own, _]), Orders::All | Orders::Member) => own,
        };
        column.extend(of[members.clone()].iter().map(|amount| amount.cents()));
        if let (Some([_, retail]), Orders::All) = (self.by_kind(base), orders) {
            for (sum, amount) in column[before..].iter_mut().zip(&retail[members]) {
                *sum += amount.cents();
            }
        }
    }

    fn tenure(&self, member: usize) -> u32 {
        self.period - self.joined[member]
    }
}
