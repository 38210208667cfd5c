//! Plans against worked figures, and against a slow walk from order to order.

mod alone;
mod boards;
mod differential;
mod examples;
mod fill;
mod ladder;
mod laws;
mod pair;
mod pass_up;
pub(crate) mod plans;
mod properties;
mod reference;
mod returns;
mod rewards;
mod sales;
mod story;
mod variants;

use std::collections::BTreeMap;

use super::*;
use crate::genealogy::Genealogy;
use crate::units::{Money, Points};

/// Something sold in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Order {
    /// The member credited, by place in the preorder.
    member: usize,
    kind: Kind,
    price: i64,
    points: i64,
    cv: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    Member,
    Retail,
    Fee,
}

impl Order {
    /// What a percentage of this base is taken of, in hundredths; 0 if the order does not count.
    fn base(&self, base: Base, orders: Orders) -> i64 {
        let counts = match orders {
            Orders::All => true,
            Orders::Retail => self.kind == Kind::Retail,
            Orders::Member => self.kind == Kind::Member,
        };
        match base {
            _ if !counts => 0,
            Base::Fee => self.price * i64::from(self.kind == Kind::Fee),
            _ if self.kind == Kind::Fee => 0,
            Base::Cv => self.cv,
            Base::Pv => self.points,
            Base::Price => self.price,
            Base::Pay(_) => unreachable!("pay is no order"),
        }
    }
}

/// The orders of a period and what else a run reads of the members.
#[derive(Clone, Debug, Default)]
struct Book {
    orders: Vec<Order>,
    by_member: BTreeMap<usize, Vec<Order>>,
    tenure: Vec<u32>,
}

impl Book {
    fn new(orders: Vec<Order>, tenure: Vec<u32>) -> Self {
        let mut by_member = BTreeMap::<usize, Vec<Order>>::new();
        for &order in &orders {
            by_member.entry(order.member).or_default().push(order);
        }
        Self { orders, by_member, tenure }
    }

    fn of(&self, member: usize) -> impl Iterator<Item = &Order> {
        self.by_member.get(&member).into_iter().flatten()
    }
}

impl Volumes for Book {
    fn points(&self, member: usize) -> Points {
        Points::from_hundredths(self.of(member).map(|order| order.points).sum())
    }

    fn base(&self, member: usize, base: Base, orders: Orders) -> Money {
        Money::from_cents(self.of(member).map(|order| order.base(base, orders)).sum())
    }

    fn customers(&self, member: usize) -> u32 {
        self.of(member).filter(|order| order.kind == Kind::Retail).count() as u32
    }

    fn tenure(&self, member: usize) -> u32 {
        self.tenure.get(member).copied().unwrap_or_default()
    }
}

/// How many of the first so many rows are active.
fn n_active(run: &CommissionRun, n_rows: usize) -> usize {
    (0..n_rows).filter(|&row| run.active(row)).count()
}

/// Members from 0 in preorder, each under the one given, with the company above the first.
fn forest(sponsors: &[Option<u32>]) -> Genealogy {
    let (genealogy, place) = Genealogy::from_sponsors(sponsors);
    assert!(place.iter().enumerate().all(|(m, &p)| m == p as usize), "numbered in preorder");
    genealogy
}

/// Each member under the one before.
fn chain(members: u32) -> Genealogy {
    forest(&(0..members).map(|m| m.checked_sub(1)).collect::<Vec<_>>())
}

/// Applies a plan to one period of people without a past.
fn settle(plan: &Plan, genealogy: &Genealogy, book: &Book) -> CommissionRun {
    let mut run = CommissionRun::new(plan);
    run.settle(genealogy, book, &mut RankHistory::new(plan, genealogy.len()));
    run
}

/// Amounts in cents.
fn cents(amounts: &[Money]) -> Vec<i64> {
    amounts.iter().map(|amount| amount.cents()).collect()
}
