//! What somebody must buy himself to be paid on what others bring, by hand.

use super::plans::*;
use super::*;
use crate::units::Rate;

fn points(units: f64) -> Points {
    Points::from_units(units)
}

fn asks(points_asked: f64) -> Clause {
    Clause { pv: Some(points(points_asked)), ..clause() }
}

fn needs(bonus: Bonus, need: Clause) -> Bonus {
    Bonus { need: Some(need), ..bonus }
}

fn unilevel() -> Bonus {
    level(&[0.1, 0.05], Step::Member, 3)
}

fn active() -> Clause {
    Clause { active: Some(true), ..clause() }
}

fn ranked(rank: u8) -> Clause {
    Clause { rank: Some(rank), ..clause() }
}

/// Two ranks for 150 and 300 points.
fn ladder(bonuses: Vec<Bonus>, keeps_title: bool) -> Plan {
    let rank = |name: &str, pv: f64| Rank { name: name.into(), clause: asks(pv), keeps_title };
    Plan {
        active: Some(asks(100.0)),
        ranks: vec![rank("Silver", 150.0), rank("Gold", 300.0)],
        ..plan(bonuses)
    }
}

/// The least for each bonus of a plan.
fn each(plan: &Plan) -> Vec<Option<Points>> {
    plan.bonuses.iter().map(|bonus| plan.points_to_be_paid(bonus)).collect()
}

#[test]
fn each_bonus_asks_for_its_own() {
    let to_be_paid = |bonuses: Vec<Bonus>| each(&ladder(bonuses, false));
    assert_eq!(to_be_paid(vec![unilevel()]), [Some(Points::ZERO)], "activity is not asked for");
    assert_eq!(to_be_paid(vec![needs(unilevel(), active())]), [Some(points(100.0))]);
    assert_eq!(to_be_paid(vec![needs(unilevel(), ranked(0))]), [Some(points(150.0))]);
    let both = vec![needs(unilevel(), ranked(1)), needs(unilevel(), asks(120.0))];
    assert_eq!(to_be_paid(both), [Some(points(300.0)), Some(points(120.0))]);
    // A retail bonus is not paid on what others bring.
    let margin = retail(&[(0, 0.25)], TierMode::Whole, PaidBy::Company);
    assert_eq!(to_be_paid(vec![margin, needs(unilevel(), active())]), [None, Some(points(100.0))]);
}

#[test]
fn ranks_without_pay_do_not_count_and_titles_are_kept() {
    let mut bonus = unilevel();
    let BonusKind::Level(level) = &mut bonus.kind else { unreachable!() };
    level.rates = vec![vec![rate(0.1), rate(0.05)]; 3];
    level.depth = vec![0, 0, 2];
    assert_eq!(each(&ladder(vec![bonus.clone()], false)), [Some(points(300.0))]);
    assert_eq!(each(&ladder(vec![bonus], true)), [Some(Points::ZERO)]);
}

#[test]
fn purchases_alone_may_qualify_nobody() {
    let customers = Clause { customers: Some(10), ..asks(50.0) };
    let seventy = Clause { retail_share: Some(rate(0.7)), ..asks(50.0) };
    for asked in [customers.clone(), seventy] {
        assert_eq!(each(&plan(vec![needs(unilevel(), asked)])), [None]);
    }
    // One way in is enough.
    let any = Clause { any: vec![customers, asks(80.0)], ..clause() };
    assert_eq!(each(&plan(vec![needs(unilevel(), any)])), [Some(points(80.0))]);
    let nothing = Clause { retail_share: Some(Rate::ZERO), ..clause() };
    assert_eq!(each(&plan(vec![needs(unilevel(), nothing)])), [Some(Points::ZERO)]);
}

#[test]
fn what_a_downline_brings_is_not_bought() {
    let group = Clause { gv: Some(points(1_000.0)), recruits: Some(3), ..asks(60.0) };
    assert_eq!(each(&plan(vec![needs(unilevel(), group)])), [Some(points(60.0))]);
}
