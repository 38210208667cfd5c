//! Warning signs of worlds that can be reckoned by hand.

use super::agreement::check;
use super::models::{lively, money, rate, settle_down};
use crate::compensation::{BonusKind, Clause, Step};
use crate::observation::SIGNS;
use crate::simulation::Model;
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::{MarketParameters, Population};
use crate::units::{Points, Probability};

/// A founder who signs up three people in the first month of twelve, after which nobody is left;
/// all stay, buy for 20 a month, and have no customers. A tenth of the commissionable volume goes
/// one level up.
fn four_people() -> Model {
    let mut model = lively();
    model.months = 12;
    model.market = MarketParameters::plain(Population::Finite(4), 1);
    settle_down(&mut model);
    model.people.propensity_shape = f64::INFINITY;
    model.people.warm_list = 0.0;
    model.people.hours_sigma = 0.0;
    model.recruiting.contacts = 2000.0;
    model.recruiting.cold_signup = Probability::ONE;
    let unilevel = &mut model.plan.bonuses[1];
    unilevel.need = None;
    if let BonusKind::Level(level) = &mut unilevel.kind {
        (level.rates, level.depth, level.step) = (vec![vec![rate(0.1)]], vec![1], Step::Member);
    }
    model
}

/// The signs of a run, which the reference finds, too.
fn signs(model: &Model) -> Vec<f64> {
    let (report, company) = check(model, 0);
    assert!(company.people.iter().skip(1).all(|person| person.joined == 1), "all join at once");
    report.signs.iter().map(|figure| figure.value).collect()
}

fn assert_signs(found: &[f64], expected: [f64; SIGNS.len()]) {
    for ((sign, found), expected) in SIGNS.iter().zip(found).zip(expected) {
        let is_same = (found - expected).abs() < 1e-9 || found.is_nan() && expected.is_nan();
        assert!(is_same, "{}: {found} instead of {expected}", sign.name);
    }
}

/// Packs of 60 for four people, and 20 a month from the month after joining: 12 and 3 × 11 times.
const BOUGHT: f64 = 4.0 * 60.0 + (12.0 + 33.0) * 20.0;
/// Four joining fees, and the founder's renewal.
const FEES: f64 = 4.0 * 49.95 + 25.0;
const EXPENSES: f64 = (12.0 + 33.0) * 15.5;
/// A tenth of 0.9 of what the three recruits buy.
const PAY: f64 = 0.09 * (3.0 * 60.0 + 33.0 * 20.0);

#[test]
fn among_themselves_members_lose_what_company_and_suppliers_get() {
    let expected = [
        0.0,
        1.0,
        0.0,
        (PAY - BOUGHT - FEES - EXPENSES) / 4.0,
        (BOUGHT - PAY + FEES + EXPENSES) / BOUGHT,
        0.0,
        49.95 + 60.0,
        // The bonus asks for nothing; the renewal fee is left.
        25.0,
        // Twelve months of the founder, eleven of each recruit of the first month.
        12.0 * (BOUGHT + FEES) / 45.0,
        f64::NAN,
    ];
    assert_signs(&signs(&four_people()), expected);
}

#[test]
fn what_the_bonus_asks_for_is_bought_to_stay_qualified() {
    let mut model = four_people();
    let asks = |active, pv: Option<f64>| Clause {
        active,
        pv: pv.map(Points::from_units),
        months: 1,
        ..Clause::default()
    };
    // Of 16 points a month they are active, and paid. Ten points of 0.8 a unit of money are 12.50 a
    // month; a need of its own may ask for more.
    model.plan.active.as_mut().unwrap().pv = Some(Points::from_units(10.0));
    for (need, month) in [
        (asks(Some(true), None), 12.5),
        (asks(Some(true), Some(15.0)), 18.75),
        (asks(None, None), 0.0),
    ] {
        model.plan.bonuses[1].need = Some(need);
        assert_eq!(signs(&model)[7], 12.0 * month + 25.0);
    }
}

#[test]
fn the_bonus_that_pays_most_says_what_is_bought_to_stay_qualified() {
    let mut model = four_people();
    model.plan.bonuses[1].need =
        Some(Clause { active: Some(true), months: 1, ..Clause::default() });
    let mut open = model.plan.bonuses[1].clone();
    (open.name, open.need) = ("open".into(), None);
    model.plan.bonuses.push(open);
    // All buy 16 points a month: they are active of ten, and nobody of forty.
    let with = |model: &mut Model, part: f64, least: f64| {
        let BonusKind::Level(level) = &mut model.plan.bonuses[2].kind else { unreachable!() };
        level.rates = vec![vec![rate(part)]];
        model.plan.active.as_mut().unwrap().pv = Some(Points::from_units(least));
        signs(model)[7]
    };
    // Ten points of 0.8 a unit of money are 12.50 a month.
    assert_eq!(with(&mut model, 0.0001, 10.0), 12.0 * 12.5 + 25.0);
    assert_eq!(with(&mut model, 0.2, 10.0), 25.0, "the bonus without need pays more");
    assert_eq!(with(&mut model, 0.0001, 40.0), 25.0, "the other bonus pays nobody");
}

#[test]
fn a_bonus_on_fees_is_paid_for_recruiting() {
    let mut model = four_people();
    model.plan.bonuses[1].base = crate::compensation::Base::Fee;
    let found = signs(&model);
    let pay = 3.0 * 4.995;
    // 14.985: a fee's tenth is rounded once for all three.
    let paid = (found[3] * 4.0 + BOUGHT + FEES + EXPENSES - pay).abs();
    assert!(paid <= 0.006, "{paid}");
    assert_eq!(found[1..3], [1.0, 1.0]);
}

#[test]
fn what_does_not_apply_has_no_figure() {
    let mut model = four_people();
    (model.plan.join.fee, model.plan.join.pack) = (money(0.0), 0);
    model.plan.join.renewal = money(0.0);
    model.plan.active = None;
    model.plan.bonuses.truncate(1);
    let found = signs(&model);
    let absent: Vec<&str> =
        SIGNS.iter().zip(&found).filter(|(_, f)| f.is_nan()).map(|(sign, _)| sign.name).collect();
    let expected =
        ["recruitment_funded_share", "fee_funded_share", "cost_to_stay_qualified", "unsold_share"];
    assert_eq!(absent, expected);
    assert_eq!(found[6], 0.0, "it costs nothing to join");
    // A renewal fee qualifies nobody for a margin on his own sales.
    model.plan.join.renewal = money(25.0);
    assert!(signs(&model)[7].is_nan());
}

#[test]
fn goods_on_the_shelf_are_unsold() {
    let mut model = four_people();
    model.inventory = InventoryParameters { kept: true, ..InventoryParameters::default() };
    // Packs of 60 are used up after three months; all that is bought is used.
    assert!(signs(&model)[9].abs() < 1e-9);
    // Everybody buys ahead for 75 points of 0.8, 93.75 a month, and uses 20: the packs of 60
    // and all but 20 a month are left.
    model.inventory.loaders = Probability::ONE;
    model.inventory.volume = Points::from_units(75.0);
    let bought = 4.0 * 60.0 + 45.0 * 93.75;
    let unsold = (bought - 45.0 * 20.0) / bought;
    assert!((signs(&model)[9] - unsold).abs() < 1e-9);
}
