//! What is told of people by their sponsor's skill, where the answer is known.

use super::models::{lively, probability};
use crate::observation::RunReport;
use crate::portable::exp;
use crate::simulation::{Model, simulate};
use crate::submodels::market::Population;

/// A company of some thousand people, who take after their sponsors so far.
fn company(duplication: f64) -> Model {
    let mut model = lively();
    model.market.population = Population::Finite(6_000);
    model.market.founders = 400;
    model.training.duplication = probability(duplication);
    model
}

/// People, mean skill of their sponsors and mean talent of their own, for each fifth.
fn fifths(report: &RunReport) -> Vec<[f64; 3]> {
    report.sponsors.iter().map(|fifth| [0, 1, 2].map(|n| fifth[n].value)).collect()
}

#[test]
fn where_nobody_is_trained_nobody_is_counted() {
    let report = simulate(&company(0.0), 1, 0);
    assert!(report.sponsors.iter().all(|fifth| fifth[0].value == 0.0));
}

/// Whoever is a copy of his sponsor is as skilled as he; fifths are fifths.
#[test]
fn copies_are_as_skilled_as_their_sponsors() {
    let found = fifths(&simulate(&company(1.0), 1, 0));
    let all: f64 = found.iter().map(|[people, ..]| people).sum();
    for [people, sponsor, own] in &found {
        assert!((people / all - 0.2).abs() < 0.04, "{found:?}");
        assert!((sponsor - own).abs() < 1e-9, "{found:?}");
    }
    assert!(found.is_sorted_by_key(|[_, sponsor, _]| *sponsor), "{found:?}");
    assert!(found[4][1] > 2.0 * found[0][1], "{found:?}");
}

/// By how many standard errors the mean talent of recruits is off the law
/// (1 − weight) + weight × sponsor's skill, at the most of all fifths.
fn off_by(model: &Model, weight: f64) -> f64 {
    let own = (exp(model.people.skill_sigma * model.people.skill_sigma) - 1.0).sqrt();
    let found = fifths(&simulate(model, 1, 0));
    let off = found.iter().map(|&[people, sponsor, talent]| {
        let error = own * (1.0 - weight) / people.sqrt();
        (talent - (1.0 - weight) - weight * sponsor).abs() / error
    });
    off.fold(0.0, f64::max)
}

/// Of five fifths one is off by 4.4 standard errors once in 18,000 times.
#[test]
fn talent_goes_with_the_sponsors_skill_as_far_as_it_is_passed_on() {
    assert!(off_by(&company(0.5), 0.5) < 4.4, "{}", off_by(&company(0.5), 0.5));
    // Without duplication, where sponsors are known because people may learn, not at all.
    let mut alone = company(0.0);
    alone.training.gain = 1e-9;
    assert!(off_by(&alone, 0.0) < 4.4, "{}", off_by(&alone, 0.0));
    for broken in [0.35, 0.65] {
        assert!(off_by(&company(broken), 0.5) > 4.4, "{broken} {}", off_by(&company(broken), 0.5));
    }
}
