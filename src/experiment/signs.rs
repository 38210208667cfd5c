//! Warning signs, over runs.

use super::Figures;
use crate::observation::SIGNS;
use crate::results::{Average, SignLine};

/// One line a sign.
pub(super) fn lines(runs: Figures<'_>, unit: impl Fn(&str) -> String) -> Vec<SignLine> {
    SIGNS
        .iter()
        .enumerate()
        .map(|(n, sign)| SignLine {
            sign,
            unit: unit(sign.unit),
            estimate: Average::Mean.over(&runs.values(|report| report.signs[n]), sign.support()),
        })
        .collect()
}
