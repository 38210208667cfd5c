//! What decides income where the answer is known: what is alike explains nothing, to the last bit.

use super::models::{lively, settle_down};
use crate::observation::{Explained, Factor};
use crate::simulation::{Model, simulate};
use crate::submodels::market::Population;

/// A company of some thousand people.
fn large() -> Model {
    let mut model = lively();
    model.market.population = Population::Finite(6_000);
    model.market.founders = 400;
    model
}

fn explained(model: &Model) -> [Explained; 2] {
    let found = simulate(model, 3, 0).explained;
    for explained in found {
        // Where all have the same income there is nothing to explain.
        let sum = explained.shares.iter().sum::<f64>() + explained.luck;
        assert!(sum.is_nan() || (sum - 1.0).abs() < 1e-12, "{explained:?}");
    }
    found
}

fn of(explained: &Explained, factor: Factor) -> [f64; 2] {
    [explained.shares[factor as usize], explained.alone[factor as usize]]
}

#[test]
fn identical_members_differ_by_nothing_that_they_bring_along() {
    let mut model = large();
    model.people.skill_sigma = 0.0;
    model.people.hours_sigma = 0.0;
    model.people.propensity_shape = f64::INFINITY;
    for explained in explained(&model) {
        for factor in [Factor::Skill, Factor::Hours, Factor::Propensity] {
            assert_eq!(of(&explained, factor), [0.0; 2], "{factor:?}");
        }
        assert!(explained.alone[Factor::EntryDate as usize] > 0.02, "{explained:?}");
    }
}

/// Of two traits whose product says how many are approached, the one that is alike explains
/// nothing, to the last bit, and the other what there is.
#[test]
fn hours_and_willingness_are_told_apart() {
    use Factor::{Hours, Propensity};
    let mut by_hours = large();
    by_hours.people.hours_sigma = 1.2;
    by_hours.people.propensity_shape = f64::INFINITY;
    let mut by_willingness = large();
    by_willingness.people.hours_sigma = 0.0;
    by_willingness.people.propensity_shape = 0.5;
    for (mut model, decides, alike) in
        [(by_hours, Hours, Propensity), (by_willingness, Propensity, Hours)]
    {
        model.people.skill_sigma = 0.0;
        for explained in explained(&model) {
            assert_eq!(of(&explained, alike), [0.0; 2], "{alike:?}");
            assert_eq!(of(&explained, Factor::Skill), [0.0; 2]);
        }
        let [_, by_pay] = explained(&model);
        let [share, alone] = of(&by_pay, decides);
        assert!(share > 0.03 && alone > 0.03, "{decides:?}: {by_pay:?}");
    }
}

#[test]
fn one_cohort_differs_by_no_entry_date_and_no_position() {
    let mut model = large();
    model.market.founders = 3_000;
    model.recruiting.contacts = 0.0;
    let [by_net, _] = explained(&model);
    assert_eq!(of(&by_net, Factor::EntryDate), [0.0; 2]);
    assert_eq!(of(&by_net, Factor::Position), [0.0; 2]);
    assert!(by_net.luck > 0.3, "{by_net:?}");
}

/// Where members differ, the same figures are not nothing: the tests above have eyes.
#[test]
fn members_who_differ_in_all_are_explained_by_all() {
    let mut model = large();
    model.people.skill_sigma = 1.0;
    model.people.propensity_shape = 0.5;
    let [by_net, by_pay] = explained(&model);
    for factor in Factor::ALL {
        assert_ne!(of(&by_net, factor)[1], 0.0, "{factor:?}");
        assert_ne!(of(&by_pay, factor)[1], 0.0, "{factor:?}");
    }
    assert!(by_pay.shares[Factor::Propensity as usize] > 0.0, "{by_pay:?}");
}

/// People who are alike, join by themselves and stay; nothing but expenses month by month, so that
/// the month of joining decides all. Most join in the first of ten years.
#[test]
fn where_only_the_month_of_joining_decides_it_is_not_called_luck() {
    let mut model = large();
    settle_down(&mut model);
    model.months = 120;
    model.market.founders = 10;
    model.market.spontaneous = 0.3;
    model.recruiting.contacts = 0.0;
    model.purchasing.demand = 0.0;
    model.people.skill_sigma = 0.0;
    model.people.hours_sigma = 0.0;
    model.people.propensity_shape = f64::INFINITY;
    let [by_net, _] = explained(&model);
    let [entry, alone] = of(&by_net, Factor::EntryDate);
    assert!(by_net.luck < 0.05 && alone > 0.95, "{by_net:?}");
    // What both tell apart, how long ago and how deep, they share.
    let [position, _] = of(&by_net, Factor::Position);
    assert!((entry + position + by_net.luck - 1.0).abs() < 1e-9 && entry > position, "{by_net:?}");
}
