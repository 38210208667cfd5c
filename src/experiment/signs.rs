//! Warning signs, over runs.

use super::Figures;
use crate::observation::SIGNS;
use crate::results::{Average, SignLine};
use crate::simulation::{Model, terms};

/// One line a sign.
pub(super) fn lines(
    model: &Model,
    runs: Figures<'_>,
    unit: impl Fn(&str) -> String,
) -> Vec<SignLine> {
    let terms = terms(model);
    SIGNS
        .iter()
        .enumerate()
        .map(|(n, sign)| SignLine {
            sign,
            unit: unit(sign.unit),
            estimate: Average::Mean.over(&runs.values(|report| report.signs[n]), sign.support()),
            why_not: sign.why_not(&terms),
        })
        .collect()
}
