//! What becomes of people by their sponsor's skill, over runs.

use super::Figures;
use crate::observation::{RunFigure, SPONSOR_FIFTHS, SPONSOR_FIGURES};
use crate::results::{Average, SponsorFifth};
use crate::simulation::Model;
use crate::statistics::{Estimate, Support};

/// For each fifth its figures; none where no skill depends on a sponsor or on training.
pub(super) fn lines(
    model: &Model,
    runs: Figures<'_>,
    unit: impl Fn(&str) -> String,
) -> Vec<SponsorFifth> {
    if !model.training.is_on() {
        return Vec::new();
    }
    let figure = |fifth: usize, n: usize| -> Estimate {
        let quantity = &SPONSOR_FIGURES[n];
        let average =
            if quantity.name.starts_with("median") { Average::Median } else { Average::Mean };
        let support =
            if quantity.name.ends_with("_net") { Support::Real } else { quantity.support() };
        let figures: Vec<RunFigure> =
            runs.reports.iter().map(|report| report.sponsors[fifth][n]).collect();
        average.over_runs(support, &figures)
    };
    (0..SPONSOR_FIFTHS)
        .map(|fifth| SponsorFifth {
            fifth: fifth as u8 + 1,
            figures: (0..SPONSOR_FIGURES.len())
                .map(|n| (unit(SPONSOR_FIGURES[n].unit), figure(fifth, n)))
                .collect(),
        })
        .collect()
}
