//! The collapse test: what is left when recruiting stops.

use crate::observation::{RunFigure, RunReport, SERIES};
use crate::results::{
    Average, COLLAPSE_MONTHS, Collapse, CollapseRow, Provenance, REMAINING, Remaining,
};
use crate::simulation::Model;
use crate::statistics::Support;
use crate::submodels::shocks::Shock;

/// The two worlds of a test in which month `at` is the last in which people join: where it is, and
/// where they go on to join. Both end when the test does: no month depends on those after it.
pub fn collapse_models(model: &Model, at: u32) -> [Model; 2] {
    let undisturbed = Model { months: at + COLLAPSE_MONTHS, ..model.clone() };
    let mut stopped = undisturbed.clone();
    stopped.shocks.push(Shock::stop_of_recruiting(at + 1));
    [stopped, undisturbed]
}

/// What the runs of these two worlds, in this order, say together.
///
/// # Panics
/// If the runs are not paired, or end before the test does.
pub fn collapse(at: u32, provenance: Provenance, reports: [&[RunReport]; 2]) -> Collapse {
    assert_eq!(reports[0].len(), reports[1].len(), "every run has its pair");
    let rows = REMAINING.iter().flat_map(|quantity| {
        (0..=COLLAPSE_MONTHS).map(move |after| {
            let [stopped, undisturbed] = reports.map(|reports| -> Vec<RunFigure> {
                reports.iter().map(|report| left(report, quantity, at, after)).collect()
            });
            let mean =
                |figures: &[RunFigure]| Average::Mean.over_runs(Support::NonNegative, figures);
            CollapseRow {
                quantity,
                after,
                stopped: mean(&stopped),
                undisturbed: mean(&undisturbed),
                difference: Average::Mean.of_difference(&stopped, &undisturbed),
            }
        })
    });
    Collapse { at, rows: rows.collect(), provenance }
}

/// What is left of a quantity in a run; NaN if there was none of it.
fn left(report: &RunReport, quantity: &Remaining, at: u32, after: u32) -> RunFigure {
    let place = |name: &str| {
        let place = SERIES.iter().position(|series| series.name == name);
        place.expect("the quantities are made of known series")
    };
    let amount = |month: u32| -> f64 {
        let month = &report.series[month as usize];
        let sum: f64 = quantity.series.iter().map(|name| month[place(name)]).sum();
        if quantity.per_member { sum / month[place("members")] } else { sum }
    };
    let before = amount(at);
    // Where nobody is left, nobody is paid anything.
    let nobody =
        quantity.per_member && report.series[(at + after) as usize][place("members")] == 0.0;
    if before.is_nan() || before <= 0.0 {
        return RunFigure::plain(f64::NAN);
    }
    let left = RunFigure::ratio(if nobody { 0.0 } else { amount(at + after) }, before);
    // A ratio of ratios has no sums that all runs together could be divided by.
    if quantity.per_member { RunFigure::plain(left.value) } else { left }
}

#[cfg(test)]
mod tests;
