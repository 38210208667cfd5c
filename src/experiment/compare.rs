//! Studies of several scenarios with the same seeds, set side by side.

use crate::observation::{RunFigure, SHARE_OF_RUNS};
use crate::results::{Comparison, Difference, Provenance, RunTable, Study};
use crate::statistics::Estimate;

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
        for ((run, _), (pair, _)) in runs.rows.iter().zip(&first.rows) {
            assert_eq!(run, pair, "runs are paired by number");
        }
        let [figures, others] = [runs, first]
            .map(|table| table.rows.iter().map(|(_, row)| row[n]).collect::<Vec<RunFigure>>());
        let estimate = column.average.of_difference(&figures, &others);
        // What happens in a run or does not has differences of one, none or minus one, of which
        // Student's interval knows nothing if they are rare.
        let is_event = column.unit == SHARE_OF_RUNS;
        let interval = if is_event { None } else { estimate.interval };
        let pairs = figures.iter().zip(&others);
        let pairs: Vec<[f64; 2]> = pairs.map(|(one, other)| [one.value, other.value]).collect();
        Difference {
            scenario: scenario.into(),
            figure: column.clone(),
            estimate: Estimate { interval, ..estimate },
            relative_spread: relative_spread(&pairs),
            deviations: deviations(&pairs),
        }
    })
}

/// The pairs that have both figures.
fn present(pairs: &[[f64; 2]]) -> impl Iterator<Item = &[f64; 2]> {
    pairs.iter().filter(|pair| !pair.iter().any(|figure| figure.is_nan()))
}

/// The sum of squares about its mean of something that these pairs have.
fn squares(pairs: &[[f64; 2]], of: impl Fn(&[f64; 2]) -> f64) -> f64 {
    let mean = present(pairs).map(&of).sum::<f64>() / present(pairs).count() as f64;
    present(pairs).map(|pair| (of(pair) - mean) * (of(pair) - mean)).sum()
}

/// The standard deviation of both figures over the pairs that have them.
fn deviations(pairs: &[[f64; 2]]) -> [f64; 2] {
    let count = present(pairs).count() as f64;
    let deviation = |of: usize| (squares(pairs, |pair| pair[of]) / (count - 1.0)).sqrt();
    if count < 2.0 { [0.0; 2] } else { [0, 1].map(deviation) }
}

/// The standard deviation of differences over pairs, by what it would be if the two figures of a
/// pair had no luck in common: `sqrt(var(a - b) / (var(a) + var(b)))`. None where that would be
/// none, or where fewer than two pairs have the figure.
fn relative_spread(pairs: &[[f64; 2]]) -> Option<f64> {
    let apart = squares(pairs, |pair| pair[0]) + squares(pairs, |pair| pair[1]);
    let is_told = present(pairs).count() >= 2 && apart > 0.0;
    is_told.then(|| (squares(pairs, |pair| pair[0] - pair[1]) / apart).sqrt())
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
