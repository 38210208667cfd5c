//! What decides income, over runs.

use super::Figures;
use crate::observation::{Factor, RANKED};
use crate::results::{Average, Determinant};
use crate::statistics::Support;

/// For each ranked income the factors and, last, luck.
pub(super) fn lines(runs: Figures<'_>) -> Vec<Determinant> {
    let mean = |figure: &dyn Fn(&crate::observation::RunReport) -> f64| {
        Average::Mean.over(&runs.values(figure), Support::Real)
    };
    RANKED
        .iter()
        .enumerate()
        .flat_map(|(place, &concept)| {
            let factors = Factor::ALL.iter().enumerate().map(move |(n, &factor)| Determinant {
                concept,
                factor: Some(factor),
                share: mean(&|report| report.explained[place].shares[n]),
                alone: Some(mean(&|report| report.explained[place].alone[n])),
            });
            let luck = Determinant {
                concept,
                factor: None,
                share: mean(&|report| report.explained[place].luck),
                alone: None,
            };
            factors.chain([luck])
        })
        .collect()
}
