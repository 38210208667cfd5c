//! The main figures of a comparison as JSON.

use serde::Serialize;

use super::OutputFile;
use super::summary::{
    Determinant, Disclosure, ListedFile, RankShare, WarningSign, determinants, disclosure, listed,
    pretty, ranks, warning_signs,
};
use crate::results::{Comparison, DIFFERENCES, ESTIMATES, NO_VERDICT, Provenance};
use crate::statistics::Estimate;

#[derive(Serialize)]
struct Summary<'a> {
    provenance: &'a Provenance,
    partial: bool,
    /// How to read an estimate.
    estimates: &'static str,
    /// How to read a difference.
    differences: &'static str,
    /// How to read a sign.
    signs: &'static str,
    scenarios: Vec<Compared<'a>>,
    figures: Vec<Figure<'a>>,
    files: Vec<ListedFile<'a>>,
}

/// A scenario, of which the first is the one that the others are compared with.
#[derive(Serialize)]
struct Compared<'a> {
    name: &'a str,
    title: &'a str,
    scenario_hash: &'a str,
    runs_extinct: u32,
    disclosure: Vec<Disclosure<'a>>,
    determinants: Vec<Determinant<'a>>,
    determinants_absent: Option<String>,
    ranks: Vec<RankShare<'a>>,
    warning_signs: Vec<WarningSign<'a>>,
}

/// A figure in all scenarios.
#[derive(Serialize)]
struct Figure<'a> {
    name: &'a str,
    unit: &'a str,
    meaning: &'a str,
    over_runs: &'static str,
    scenarios: Vec<InScenario<'a>>,
}

#[derive(Serialize)]
struct InScenario<'a> {
    scenario: &'a str,
    figure: Option<Estimate>,
    /// To the first scenario; none in the first itself.
    difference: Option<&'a Estimate>,
    /// Whether the interval of the difference leaves zero out; none without one.
    told_from_zero: Option<bool>,
    /// Of the difference over pairs, by what it would be without common luck.
    relative_spread: Option<f64>,
}

/// The summary of a comparison, which lists the other `files` of the result.
pub(super) fn encode(comparison: &Comparison, files: &[OutputFile]) -> String {
    let scenarios = comparison.studies.iter().map(|(name, study)| Compared {
        name,
        title: &study.provenance.title,
        scenario_hash: &study.provenance.scenario_hash,
        runs_extinct: study.provenance.runs_extinct,
        disclosure: disclosure(study),
        determinants: determinants(study),
        determinants_absent: study.undecided(),
        ranks: ranks(study),
        warning_signs: warning_signs(&study.signs),
    });
    let columns = &comparison.studies[0].1.runs.columns;
    let figures = columns.iter().map(|column| Figure {
        name: &column.name,
        unit: &column.unit,
        meaning: &column.meaning,
        over_runs: column.average.label(),
        scenarios: (0..comparison.studies.len())
            .map(|place| in_scenario(comparison, place, &column.name))
            .collect(),
    });
    pretty(&Summary {
        provenance: &comparison.provenance,
        partial: comparison.provenance.is_partial(),
        estimates: ESTIMATES,
        differences: DIFFERENCES,
        signs: NO_VERDICT,
        scenarios: scenarios.collect(),
        figures: figures.collect(),
        files: listed(files),
    })
}

fn in_scenario<'a>(comparison: &'a Comparison, place: usize, figure: &str) -> InScenario<'a> {
    let (scenario, _) = &comparison.studies[place];
    let difference = comparison.difference(scenario, figure);
    InScenario {
        scenario,
        figure: comparison.figure(place, figure),
        difference: difference.map(|difference| &difference.estimate),
        told_from_zero: difference.and_then(|difference| difference.verdict().is_told()),
        relative_spread: difference.and_then(|difference| difference.relative_spread),
    }
}
