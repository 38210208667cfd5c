//! Studies of several scenarios with the same seeds, set side by side.

use crate::observation::SHARE_OF_RUNS;
use crate::results::{Comparison, Difference, Provenance, RunTable, Study};
use crate::statistics::{Estimate, Support};

/// Compares studies, each with the name of its scenario, with the first of them, run by run.
///
/// The runs must be those of one seed: every draw depends on seed, run, purpose, month and person
/// only, so that run 7 of each scenario has the same people with the same luck, as far as the
/// scenarios let them. What luck has in common cancels in the difference of each pair of runs.
///
/// # Panics
/// If there is no study, or if their runs are not paired.
pub fn compare(studies: Vec<(String, Study)>) -> Comparison {
    let provenance = provenance(&studies);
    let (_, first) = &studies[0];
    let mut differences = Vec::new();
    for (scenario, study) in &studies[1..] {
        assert_eq!(study.provenance.seed, first.provenance.seed, "runs are paired by seed");
        differences.extend(differences_of(scenario, &study.runs, &first.runs));
    }
    Comparison { provenance, studies, differences }
}

/// The differences of all figures of the runs of two studies.
fn differences_of<'r>(
    scenario: &'r str,
    runs: &'r RunTable,
    first: &'r RunTable,
) -> impl Iterator<Item = Difference> + 'r {
    assert_eq!(runs.columns, first.columns, "the runs have the same figures");
    assert_eq!(runs.rows.len(), first.rows.len(), "every run has its pair");
    runs.columns.iter().enumerate().map(move |(n, column)| {
        let pairs = runs.rows.iter().zip(&first.rows);
        let of_pairs: Vec<f64> = pairs
            .map(|((run, figures), (pair, first))| {
                assert_eq!(run, pair, "runs are paired by number");
                figures[n] - first[n]
            })
            .collect();
        let estimate = column.average.over(&of_pairs, Support::Real);
        // What happens in a run or does not has differences of one, none or minus one, of which
        // Student's interval knows nothing if they are rare.
        let is_event = column.unit == SHARE_OF_RUNS;
        let interval = if is_event { None } else { estimate.interval };
        Difference {
            scenario: scenario.into(),
            figure: column.clone(),
            estimate: Estimate { interval, ..estimate },
        }
    })
}

/// Where a comparison comes from: what all its studies have in common.
fn provenance(studies: &[(String, Study)]) -> Provenance {
    let joined = |text: &dyn Fn(&(String, Study)) -> String, gap: &str| {
        studies.iter().map(text).collect::<Vec<_>>().join(gap)
    };
    let (_, first) = &studies[0];
    Provenance {
        title: joined(&|(name, _)| name.clone(), ", "),
        scenario_hash: joined(&|(_, study)| study.provenance.scenario_hash.clone(), " "),
        runs_extinct: studies
            .iter()
            .map(|(_, study)| study.provenance.runs_extinct)
            .max()
            .unwrap_or(0),
        ..first.provenance.clone()
    }
}

#[cfg(test)]
mod tests;
