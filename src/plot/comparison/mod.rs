//! Charts of a comparison of scenarios.

mod differences;
mod incomes;
mod members;
mod outcomes;
#[cfg(test)]
mod tests;

use super::Chart;
use super::page::{self, MARGIN, Page};
use super::palette::BLACK;
use super::scene::LABEL;
use crate::plot::format;
use crate::results::Comparison;

/// The most scenarios that one picture shows; the others stand in the tables.
const ROWS_MAX: usize = 12;

/// All charts that the comparison has data for, the most telling first.
pub fn charts(comparison: &Comparison) -> Vec<Chart> {
    type Draw = fn(&Comparison) -> Option<Chart>;
    let of_incomes: [Draw; 2] = [outcomes::draw, incomes::draw];
    let others: [Draw; 2] = [differences::draw, members::draw];
    let has_money = comparison.studies.iter().any(|(_, study)| study.has_money());
    let shown = of_incomes.iter().filter(|_| has_money).chain(&others);
    shown.filter_map(|draw| draw(comparison)).collect()
}

/// Whether the runs of some scenario differ in size.
fn worlds_differ(comparison: &Comparison) -> bool {
    comparison.studies.iter().any(|(_, study)| study.worlds_differ())
}

/// What a line or a bar is, over the runs of a scenario.
fn mean_of(comparison: &Comparison) -> &'static str {
    if worlds_differ(comparison) {
        page::MEAN_OF_UNLIKE
    } else {
        page::mean_of_runs(&comparison.provenance)
    }
}

/// The name of a scenario as charts write it.
fn name(comparison: &Comparison, place: usize) -> String {
    format::clean(&comparison.studies[place].0, 60)
}

/// How many scenarios a picture shows, and what it says of those that it does not; may be empty.
fn rows(comparison: &Comparison) -> (usize, String) {
    let all = comparison.studies.len();
    if all <= ROWS_MAX {
        return (all, String::new());
    }
    (ROWS_MAX, format!(" Only the first {ROWS_MAX} of {all} scenarios are shown."))
}

/// The name of a scenario, bold, from the margin to `right`, with a note below it; may be empty.
fn label(page: &mut Page, y: f64, right: f64, name: &str, note: &str) {
    let style = LABEL.bold().colour(BLACK);
    let room = right - MARGIN;
    let name_y = if note.is_empty() { y + style.half() } else { y - 2.0 };
    page.scene.text((MARGIN, name_y), style.cut(name, room), style);
    if !note.is_empty() {
        page.scene.text((MARGIN, y + 14.0), LABEL.cut(note, room), LABEL);
    }
}
