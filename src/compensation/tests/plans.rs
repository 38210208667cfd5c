//! Short ways to write plans down.

use super::*;
use crate::units::Rate;

/// A plan with nothing in it.
pub(super) fn plan(bonuses: Vec<Bonus>) -> Plan {
    Plan {
        name: "plan".into(),
        product: Product {
            price: Money::from_cents(4_000),
            discount: rate(0.25),
            cost: rate(0.2),
            pv: Rate::ONE,
            cv: Rate::ONE,
        },
        join: Join { fee: Money::ZERO, pack: 0, renewal: Money::ZERO },
        active: None,
        breakaway: None,
        cap: None,
        ranks: Vec::new(),
        bonuses,
    }
}

pub(super) fn rate(value: f64) -> Rate {
    Rate::from_f64(value)
}

pub(super) fn rates(values: &[f64]) -> Vec<Rate> {
    values.iter().copied().map(rate).collect()
}

/// A level bonus on CV with the same rates for all of so many standings, from level 1.
pub(super) fn level(values: &[f64], step: Step, standings: usize) -> Bonus {
    let level = Level {
        rates: vec![rates(values); standings],
        start: 1,
        step,
        depth: vec![values.len() as u32; standings],
    };
    bonus(BonusKind::Level(level), Base::Cv)
}

/// A retail bonus on price.
pub(super) fn retail(tiers: &[(i64, f64)], mode: TierMode, paid_by: PaidBy) -> Bonus {
    let tiers = tiers
        .iter()
        .map(|&(from, value)| Tier { from: Money::from_cents(from * 100), rate: rate(value) })
        .collect();
    bonus(BonusKind::Retail(Retail { tiers, mode, paid_by }), Base::Price)
}

pub(super) fn bonus(kind: BonusKind, base: Base) -> Bonus {
    let age = Age::default();
    Bonus { name: "bonus".into(), kind, base, orders: Orders::All, age, need: None, cap: None }
}

/// A clause without conditions.
pub(super) fn clause() -> Clause {
    Clause { months: 1, ..Clause::default() }
}

/// At least this many whole points.
pub(super) fn pv(points: i64) -> Clause {
    Clause { pv: Some(whole(points)), ..clause() }
}

pub(super) fn active() -> Clause {
    Clause { active: Some(true), ..clause() }
}

pub(super) fn rank(name: &str, clause: Clause) -> Rank {
    Rank { name: name.into(), clause, keeps_title: false }
}

pub(super) fn whole(points: i64) -> Points {
    Points::from_hundredths(points * 100)
}

/// An own order for this many whole units of money, as many points and as much CV.
pub(super) fn order(member: usize, units: i64) -> Order {
    let amount = units * 100;
    Order { member, kind: Kind::Member, price: amount, points: amount, cv: amount }
}

/// A sale to a customer.
pub(super) fn sale(member: usize, units: i64) -> Order {
    Order { kind: Kind::Retail, ..order(member, units) }
}

/// A joining fee.
pub(super) fn fee(member: usize, units: i64) -> Order {
    Order { member, kind: Kind::Fee, price: units * 100, points: 0, cv: 0 }
}

/// A book of orders of people who joined in this period.
pub(super) fn book(orders: Vec<Order>) -> Book {
    Book::new(orders, Vec::new())
}
