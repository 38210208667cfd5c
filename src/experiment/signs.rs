//! Warning signs, over runs.

use super::Figures;
use crate::observation::{AFTER_STOP, RunReport, SIGNS};
use crate::results::{Average, SignLine};
use crate::simulation::{Model, terms};

/// One line a sign; that of the collapse test is empty.
pub(super) fn lines(
    model: &Model,
    runs: Figures<'_>,
    unit: impl Fn(&str) -> String,
) -> Vec<SignLine> {
    let terms = terms(model);
    let figure = |n: usize, report: &RunReport| report.signs.get(n).copied().unwrap_or(f64::NAN);
    SIGNS
        .iter()
        .chain([&AFTER_STOP])
        .enumerate()
        .map(|(n, sign)| SignLine {
            sign,
            unit: unit(sign.unit),
            estimate: Average::Mean.over(&runs.values(|report| figure(n, report)), sign.support()),
            why_not: sign.why_not(&terms),
        })
        .collect()
}
