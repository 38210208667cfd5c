//! What is expected of growth before a run, against what grows.

use super::Scenario;
use crate::observation::OUTCOMES;
use crate::scenario::limits::memory_estimate;
use crate::simulation::{Model, simulate};

/// A shipped scenario with overrides.
fn shipped(name: &str, overrides: &[&str]) -> Scenario {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| error.to_string());
    let path = format!("scenarios/{name}.toml");
    let overrides: Vec<String> = overrides.iter().map(|&text| text.into()).collect();
    let text = read(&path).unwrap();
    Scenario::parse(&path, &text, &overrides, &mut |plan| read(plan)).unwrap()
}

/// The most members that one of a few runs has.
fn most_members(model: &Model) -> f64 {
    let place = OUTCOMES.iter().position(|outcome| outcome.name == "members_at_peak").unwrap();
    let peak = |run| simulate(model, 1, run).outcomes[place].value;
    (0..12).map(peak).fold(0.0, f64::max)
}

/// How many members a run without seats or stock is said to need memory for.
fn expected(model: &Model) -> f64 {
    memory_estimate(model) as f64 / 270.0
}

/// Small companies in markets without end and in one with an end, and one that learns.
const COMPANIES: [(&str, &[&str]); 7] = [
    ("unilevel", &["study.months=40"]),
    ("unilevel", &["study.months=36", "market.founders=500", "digital.reach=0.2"]),
    ("unilevel", &["study.months=36", "market.founders=500", "people.warm_list=30"]),
    ("unilevel", &["study.months=36", "market.founders=500", "belief.learning=0.05"]),
    ("pyramid-scheme", &["study.months=20", "market.population=inf"]),
    ("verification/infinite-growth", &["market.founders=50"]),
    ("saturation", &["study.months=90", "market.population=4000"]),
];

#[test]
fn a_company_is_expected_to_become_as_large_as_it_does_or_little_larger() {
    for (name, overrides) in COMPANIES {
        let model = shipped(name, overrides).model;
        let (said, most) = (expected(&model), most_members(&model));
        let ratio = said / most;
        assert!((1.0..=3.0).contains(&ratio), "{name} {overrides:?}: {said} for {most}");
    }
}

#[test]
fn builders_who_are_all_the_mean_one_are_expected_to_become_too_many() {
    let mut model = shipped("unilevel", &["study.months=40"]).model;
    let most = most_members(&model);
    model.people.propensity_shape = f64::INFINITY;
    model.people.hours_sigma = 0.0;
    model.people.warm_list_sigma = 0.0;
    assert!(expected(&model) > 3.0 * most, "{} for {most}", expected(&model));
}
