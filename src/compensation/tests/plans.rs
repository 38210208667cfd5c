//! Short ways to write plans down.

use super::*;
use crate::units::Rate;

/// A plan with nothing in it.
pub(crate) fn plan(bonuses: Vec<Bonus>) -> Plan {
    Plan {
        name: "plan".into(),
        period: Period::Month,
        product: Product {
            price: Money::from_cents(4_000),
            discount: rate(0.25),
            cost: rate(0.2),
            pv: Rate::ONE,
            cv: Rate::ONE,
        },
        join: Join { fee: Money::ZERO, pack: 0, renewal: Money::ZERO },
        active: None,
        refund: None,
        breakaway: None,
        cap: None,
        placement: None,
        pass_up: None,
        boards: None,
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

/// The level bonus that a bonus is.
pub(super) fn level_of(bonus: &mut Bonus) -> &mut Level {
    let BonusKind::Level(level) = &mut bonus.kind else { panic!("a level bonus is wanted") };
    level
}

/// The retail bonus that a bonus is.
pub(super) fn retail_of(bonus: &mut Bonus) -> &mut Retail {
    let BonusKind::Retail(retail) = &mut bonus.kind else { panic!("a retail bonus is wanted") };
    retail
}

/// A differential bonus on CV with a rate for each standing.
pub(super) fn by_rank(values: &[f64]) -> Bonus {
    differential(OwnRate::Rank(rates(values)))
}

/// A differential bonus on CV with brackets of whole points.
pub(super) fn by_volume(volume: QualifyingVolume, brackets: &[(i64, f64)]) -> Bonus {
    let bracket = |&(from, value)| Bracket { from: whole(from), rate: rate(value) };
    differential(OwnRate::Volume(volume, brackets.iter().map(bracket).collect()))
}

fn differential(rates: OwnRate) -> Bonus {
    let differential =
        Differential { rates, has_floor: false, start: 0, stops_at_breakaway: false };
    bonus(BonusKind::Differential(differential), Base::Cv)
}

/// The differential bonus that a bonus is.
pub(super) fn differential_of(bonus: &mut Bonus) -> &mut Differential {
    let BonusKind::Differential(rule) = &mut bonus.kind else { panic!("a differential is wanted") };
    rule
}

/// A pair bonus on CV with one rate for everyone without rank: 1 to 1, and nothing carried.
pub(super) fn pair(value: f64) -> Bonus {
    let pair = Pair {
        rates: vec![rate(value)],
        ratio: [1, 1],
        unit: None,
        min: Points::ZERO,
        max: None,
        flushes: false,
        carry: None,
    };
    Bonus { tree: TreeKind::Placement, ..bonus(BonusKind::Pair(pair), Base::Cv) }
}

/// The pair bonus that a bonus is.
pub(super) fn pair_of(bonus: &mut Bonus) -> &mut Pair {
    let BonusKind::Pair(rule) = &mut bonus.kind else { panic!("a pair bonus is wanted") };
    rule
}

/// A pool of a share of all CV, with whole points for each standing.
pub(super) fn pool(share: f64, points: &[i64]) -> Bonus {
    let points = points.iter().copied().map(whole).collect();
    bonus(BonusKind::Pool(Pool { share: rate(share), points }), Base::Cv)
}

/// An award of so many whole units of money for each standing.
pub(super) fn award(on: Event, units: &[i64]) -> Bonus {
    let amounts = units.iter().map(|units| Money::from_cents(units * 100)).collect();
    bonus(BonusKind::Award(Award { on, amounts }), Base::Cv)
}

pub(super) fn bonus(kind: BonusKind, base: Base) -> Bonus {
    let age = Age::default();
    Bonus {
        name: "bonus".into(),
        kind,
        tree: TreeKind::Sponsor,
        base,
        orders: Orders::All,
        age,
        need: None,
        cap: None,
    }
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
