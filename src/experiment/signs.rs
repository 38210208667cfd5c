//! Warning signs, over runs.

use super::Figures;
use crate::observation::{AFTER_STOP, RunFigure, RunReport, SIGNS};
use crate::results::SignLine;
use crate::simulation::{Model, terms};

/// One line a sign; that of the collapse test is empty.
pub(super) fn lines(
    model: &Model,
    runs: Figures<'_>,
    unit: impl Fn(&str) -> String,
) -> Vec<SignLine> {
    let terms = terms(model);
    let none = RunFigure::plain(f64::NAN);
    let figure = |n: usize, report: &RunReport| report.signs.get(n).copied().unwrap_or(none);
    SIGNS
        .iter()
        .chain([&AFTER_STOP])
        .enumerate()
        .map(|(n, sign)| SignLine {
            sign,
            unit: unit(sign.unit),
            estimate: runs.ratio(sign.support(), |report| figure(n, report)),
            why_not: sign.why_not(&terms),
        })
        .collect()
}
