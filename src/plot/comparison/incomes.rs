//! Percentiles of net income, scenario by scenario.

use super::{label, name, rows};
use crate::observation::{Concept, Denominator};
use crate::plot::Chart;
use crate::plot::format::{clean, money};
use crate::plot::page::{self, MARGIN, Page};
use crate::plot::palette::{BLUE, GREEN, RGBColor};
use crate::plot::percentiles::{self, Percentiles, panel, row_middle};
use crate::plot::scene::Area;
use crate::results::Comparison;

/// Whose net income is shown.
const PANELS: [(Denominator, &str, RGBColor); 2] = [
    (Denominator::Builders, "Those who joined to earn", BLUE),
    (Denominator::Everyone, "Everyone who ever joined", GREEN),
];
/// Height of a row, and of all around them.
const ROW: f64 = 58.0;
const FRAME: f64 = 284.0;

pub(super) fn draw(comparison: &Comparison) -> Option<Chart> {
    let (rows, more) = rows(comparison);
    let read = |denominator| -> Vec<Percentiles> {
        let studies = comparison.studies[..rows].iter();
        studies.map(|(_, study)| percentiles::read(study, denominator, Concept::Net)).collect()
    };
    let panels: Vec<_> =
        PANELS.into_iter().map(|(whom, words, colour)| (read(whom), words, colour)).collect();
    let has_median = |row: &Percentiles| row[2].is_some();
    if !panels.iter().any(|(rows, ..)| rows.iter().any(has_median)) {
        return None;
    }
    let from = &comparison.provenance;
    let currency = clean(&from.currency, 8);
    let subtitle = format!(
        "Percentiles of net income over their whole time as members, in {currency} on an axis that \
         is logarithmic away from zero; {}. {}{more}",
        page::median_of(from),
        page::spread_of(from, "Shaded, of the median"),
    );
    let title = title(comparison, &panels[0].0, &currency);
    let height = FRAME + ROW * rows as f64;
    let mut page = Page::of(from, title, subtitle, height);
    let left = MARGIN + 184.0;
    let width = (page.area.right - left - 28.0) / 2.0;
    let top = page.area.top + 34.0;
    let bottom = page.area.bottom - 62.0;
    let mut area = Area { left, right: left + width, top, bottom };
    for place in 0..rows {
        let y = row_middle(area, place, rows);
        label(&mut page, y + 5.0, left - 12.0, &name(comparison, place), "");
    }
    for (readings, words, colour) in &panels {
        panel(&mut page, readings, area, words, *colour);
        (area.left, area.right) = (area.left + width + 28.0, area.right + width + 28.0);
    }
    percentiles::key(&mut page);
    Some(page.finish("compared_incomes"))
}

/// The lowest and the highest median of those who joined to earn.
fn title(comparison: &Comparison, rows: &[Percentiles], currency: &str) -> String {
    let mut medians: Vec<(f64, String)> = rows
        .iter()
        .enumerate()
        .filter_map(|(place, row)| Some((row[2]?.value, name(comparison, place))))
        .collect();
    medians.sort_by(|a, b| a.0.total_cmp(&b.0));
    match &medians[..] {
        [(low, first), .., (high, last)] => {
            let [low, high] = [money(low.round(), currency), money(high.round(), currency)];
            if low == high {
                format!("The median of those who joined to earn is {low} in every scenario")
            } else {
                format!(
                    "The median of those who joined to earn goes from {low} under {first} to {high} \
                     under {last}"
                )
            }
        }
        _ => "Net income, scenario by scenario".into(),
    }
}
