//! What is left when recruiting stops, in worlds that can be reckoned.

use super::*;
use crate::compensation::Base;
use crate::simulation::simulate;
use crate::simulation::tests::models::{lively, probability};
use crate::statistics::Estimate;

const AT: u32 = 6;

/// Some runs of both worlds.
fn test(model: &Model, runs: u64) -> Collapse {
    let [stopped, undisturbed] = collapse_models(model, AT)
        .map(|model| (0..runs).map(|run| simulate(&model, 5, run)).collect::<Vec<_>>());
    let provenance = Provenance::of_publications("mlmsim 0".into());
    collapse(AT, provenance, [&stopped, &undisturbed])
}

fn values(rows: &[CollapseRow], world: fn(&CollapseRow) -> &Estimate) -> Vec<f64> {
    rows.iter().map(|row| world(row).value).collect()
}

#[test]
fn both_worlds_are_one_until_recruiting_stops() {
    let model = Model { months: 24, ..lively() };
    let [stopped, undisturbed] = collapse_models(&model, AT).map(|model| simulate(&model, 5, 0));
    // The end that is cut off changes nothing before it.
    let whole = simulate(&model, 5, 0);
    assert_eq!(format!("{:?}", whole.series[..=18].to_vec()), format!("{:?}", undisturbed.series));
    let joins = SERIES.iter().position(|series| series.name == "joins").unwrap();
    for month in 0..=AT as usize {
        assert_eq!(format!("{:?}", stopped.series[month]), format!("{:?}", whole.series[month]));
    }
    assert!(stopped.series[AT as usize + 1..].iter().all(|month| month[joins] == 0.0));
    assert!(whole.series[AT as usize + 1..=18].iter().any(|month| month[joins] > 0.0));
}

#[test]
fn where_all_pay_comes_from_fees_nothing_is_left_at_once() {
    let mut model = lively();
    model.market.population = crate::submodels::market::Population::Infinite;
    model.recruiting.contacts = 1.0;
    model.plan.bonuses[1].base = Base::Fee;
    model.plan.bonuses[1].need = None;
    let found = test(&model, 20);
    let pay: Vec<CollapseRow> = found.of("company_pay").cloned().collect();
    assert_eq!(pay.len(), 13);
    let stopped = values(&pay, |row| &row.stopped);
    assert_eq!(stopped[0], 1.0);
    assert!(stopped[1..].iter().all(|&left| left == 0.0), "{stopped:?}");
    let end = found.at_end("company_pay").unwrap();
    assert!(end.undisturbed.value > 0.0);
    assert!((end.difference.value + end.undisturbed.value).abs() < 1e-12);
}

#[test]
fn where_nobody_leaves_and_all_buy_alike_all_pay_is_left() {
    let mut model = lively();
    model.people.discount_only = probability(0.0);
    model.selling.conversion = probability(0.0);
    model.purchasing.demand = 60.0;
    model.purchasing.demand_sigma = 0.0;
    model.quitting.survival_12 = probability(1.0);
    model.quitting.loss_tolerance = None;
    model.plan.join.pack = 0;
    let found = test(&model, 4);
    for quantity in ["members", "company_pay"] {
        let rows: Vec<CollapseRow> = found.of(quantity).cloned().collect();
        let stopped = values(&rows, |row| &row.stopped);
        // Who joined in the last month buys from the next one on.
        assert!(stopped[1..].windows(2).all(|pair| pair[0] == pair[1]), "{quantity}: {stopped:?}");
        let going_on = values(&rows, |row| &row.undisturbed);
        assert!(going_on[12] > stopped[12], "{quantity}");
    }
    assert_eq!(found.at_end("members").unwrap().stopped.value, 1.0);
    // There are no customers, so there is no margin of which something could be left.
    assert_eq!(found.at_end("retail_margin").unwrap().stopped.runs, 0);
    let [both, pay] = ["gross", "company_pay"].map(|name| found.at_end(name).unwrap().stopped);
    assert_eq!(both, pay);
}

#[test]
fn the_interval_of_the_difference_is_that_of_pairs_of_runs() {
    let found = test(&lively(), 24);
    let end = found.at_end("company_pay").unwrap();
    let [stopped, undisturbed, difference] =
        [end.stopped, end.undisturbed, end.difference].map(|e| (e.value, e.interval.unwrap()));
    assert!((stopped.0 - undisturbed.0 - difference.0).abs() < 1e-12);
    assert!(difference.1.0 < difference.0 && difference.0 < difference.1.1);
    assert!(difference.1.1 < 0.0, "recruits bring pay: {difference:?}");
}
