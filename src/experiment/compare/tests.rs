//! Pairs of runs tell differences that single runs do not.

use std::sync::atomic::AtomicBool;

use super::*;
use crate::experiment::{Design, Origin, run_side_by_side, summarise};
use crate::results::{Average, Unpaired, Verdict};
use crate::simulation::Model;
use crate::simulation::tests::models::lively;
use crate::statistics::{Pooled, Support};

const RUNS: u32 = 24;

/// The studies of two models with these seeds.
fn studies(models: [&Model; 2], seeds: [u64; 2]) -> [Study; 2] {
    [0, 1].map(|place| {
        let design = Design { runs: RUNS, seed: seeds[place] };
        let stop = AtomicBool::new(false);
        let reports = run_side_by_side(&models, design, Some(2), &|_| {}, &stop).unwrap();
        let origin = Origin {
            program: "mlmsim 0".into(),
            title: "Compared".into(),
            scenario_hash: "0".into(),
            currency: "USD".into(),
        };
        summarise(models[place], design, origin, &reports[place])
    })
}

/// The same model where members spend a little more, so that some leave earlier.
fn dearer() -> Model {
    let mut model = lively();
    model.costs.expenses += 2.0;
    model
}

/// The differences between two models with these seeds, whose pairs are then turned round in
/// their order if they are to be wrong.
fn differences(seeds: [u64; 2], reversed: bool) -> Vec<Difference> {
    let [first, mut second] = studies([&lively(), &dearer()], seeds);
    if reversed {
        let rows: Vec<_> = second.runs.rows.iter().rev().map(|(_, row)| row.clone()).collect();
        for (place, row) in second.runs.rows.iter_mut().zip(rows) {
            place.1 = row;
        }
    }
    differences_of("dearer", &second.runs, &first.runs).collect()
}

/// Width of the interval of a figure's difference.
fn width(differences: &[Difference], figure: &str) -> f64 {
    let difference = differences.iter().find(|d| d.figure.name == figure).unwrap();
    let (low, high) = difference.estimate.interval.unwrap();
    high - low
}

/// How much narrower the intervals of these differences are than those of independent runs.
fn gain(differences: &[Difference], independent: &[Difference]) -> Vec<f64> {
    let figures = ["ever_joined", "below_zero_builders_scenario", "net_mean_builders"];
    figures.iter().map(|f| width(differences, f) / width(independent, f)).collect()
}

#[test]
fn pairs_have_narrower_intervals_than_independent_runs() {
    let independent = differences([1, 2], false);
    let paired = gain(&differences([1, 1], false), &independent);
    assert!(paired.iter().all(|&gain| gain < 0.7), "{paired:?}");
    // Pairs of runs that do not belong together gain nothing.
    let mixed = gain(&differences([1, 1], true), &independent);
    assert!(mixed.iter().all(|&gain| gain > 0.7), "{mixed:?}");
}

#[test]
fn differences_are_those_of_the_runs() {
    let [first, second] = studies([&lively(), &dearer()], [1, 1]);
    let column = |name| first.runs.columns.iter().position(|column| column.name == name).unwrap();
    let joined = column("ever_joined");
    let by_hand: f64 = first
        .runs
        .rows
        .iter()
        .zip(&second.runs.rows)
        .map(|((_, first), (_, second))| second[joined].value - first[joined].value)
        .sum::<f64>()
        / f64::from(RUNS);
    let names = ["first", "dearer"].map(String::from);
    let comparison = compare(names.into_iter().zip([first, second]).collect());
    let difference = comparison.difference("dearer", "ever_joined").unwrap();
    assert!((difference.estimate.value - by_hand).abs() < 1e-9);
    assert_eq!(comparison.provenance.title, "first, dearer");
    assert_eq!(comparison.provenance.scenario_hash, "0 0");
    let means: Vec<f64> =
        [0, 1].map(|place| comparison.figure(place, "ever_joined").unwrap().value).into();
    assert!((means[1] - means[0] - by_hand).abs() < 1e-9);
    // Shares of all worlds together differ by what they are, with an interval of their own.
    let lost = "below_zero_everyone_scenario";
    let pooled = comparison.difference("dearer", lost).unwrap().estimate.pooled.unwrap();
    let all = [0, 1].map(|place| comparison.figure(place, lost).unwrap().pooled.unwrap());
    assert!((pooled.value - (all[1].value - all[0].value)).abs() < 1e-12);
    let width = |pooled: Pooled| pooled.interval.map(|(low, high)| high - low).unwrap();
    assert!(width(pooled) < 0.7 * width(all[0]).hypot(width(all[1])), "pairs narrow it");
    assert_eq!(difference.estimate.pooled, None, "a count is no ratio");
    // Whether an infinite market was cut off is known run by run, but has no interval.
    let event = comparison.difference("dearer", "market_cut_off").unwrap();
    assert_eq!((event.estimate.interval, event.verdict()), (None, Verdict::Unknown));
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let [first, second] = studies([&lively(), &lively()], [1, 1]);
    let names = ["first", "again"].map(String::from);
    let comparison = compare(names.into_iter().zip([first, second]).collect());
    for difference in &comparison.differences {
        let Difference { figure, estimate, .. } = difference;
        assert!(estimate.value == 0.0 || estimate.runs == 0, "{}", figure.name);
        assert!(difference.is_nothing() || estimate.runs < 2, "{}", figure.name);
        assert_ne!(difference.verdict(), Verdict::Told, "{}", figure.name);
    }
}

#[test]
fn expenses_show_in_the_figures_that_they_change() {
    let found = differences([1, 1], false);
    let verdict = |name: &str| found.iter().find(|d| d.figure.name == name).unwrap().verdict();
    assert_eq!(verdict("net_mean_builders"), Verdict::Told);
    assert_eq!(verdict("market_cut_off"), Verdict::Unknown);
    let all: Vec<_> = found.iter().filter(|d| d.figure.name == "net_mean_builders").collect();
    assert!(all[0].estimate.value < 0.0, "{all:?}");
}

#[test]
#[should_panic(expected = "runs are paired by seed")]
fn runs_of_different_seeds_are_no_pairs() {
    let studies = studies([&lively(), &lively()], [1, 2]);
    compare(["one", "two"].map(String::from).into_iter().zip(studies).collect());
}

/// Of ten pairs the figures vary alike, without relation, or in one world only.
#[test]
fn why_pairs_save_nothing_is_told() {
    let template = differences([1, 1], false).remove(0);
    let why = |pairs: &[[f64; 2]]| {
        let figures: Vec<f64> = pairs.iter().map(|[figure, first]| figure - first).collect();
        let estimate = Average::Mean.over(&figures, Support::Real);
        let (relative_spread, deviations) = (relative_spread(pairs), deviations(pairs));
        Difference { estimate, relative_spread, deviations, ..template.clone() }.why_not_narrowed()
    };
    let pairs = |figure: fn(u32) -> f64, first: fn(u32) -> f64| {
        (0..16).map(|run| [figure(run), first(run)]).collect::<Vec<_>>()
    };
    let [alike, other]: [fn(u32) -> f64; 2] = [|run| f64::from(run % 4), |run| f64::from(run / 4)];
    assert_eq!(why(&pairs(alike, |run| f64::from(run % 4) * 2.0)), None);
    assert_eq!(why(&pairs(alike, other)), Some(Unpaired::Unrelated(0.0)));
    assert_eq!(why(&pairs(alike, |_| 5.0)), Some(Unpaired::SteadyInFirst));
    assert_eq!(why(&pairs(|run| 1e-3 * f64::from(run % 4), alike)), Some(Unpaired::Steady));
    let Some(Unpaired::Unrelated(correlation)) = why(&pairs(alike, |run| -f64::from(run % 4)))
    else {
        panic!("the one falls as the other rises")
    };
    assert!((correlation + 1.0).abs() < 1e-12, "{correlation}");
}

#[test]
fn the_relative_spread_says_what_pairs_save() {
    let nan = f64::NAN;
    for (pairs, expected) in [
        // The same luck, a constant apart: nothing is left.
        (vec![[3.0, 1.0], [5.0, 3.0], [9.0, 7.0]], Some(0.0)),
        // One of the figures is constant: nothing is saved.
        (vec![[3.0, 1.0], [5.0, 1.0], [nan, 1.0], [9.0, 1.0]], Some(1.0)),
        // Without correlation: 2, 0, 0 and -2 have the variance 2 of twice ±1.
        (vec![[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, 1.0]], Some(1.0)),
        // The one falls as the other rises: (2 - -2)² over twice the sum of squares.
        (vec![[1.0, -1.0], [-1.0, 1.0]], Some(f64::sqrt(2.0))),
        (vec![[1.0, 2.0], [1.0, 2.0]], None),
        (vec![[1.0, 2.0], [nan, 3.0]], None),
        (vec![], None),
    ] {
        assert_eq!(relative_spread(&pairs), expected, "{pairs:?}");
    }
}
