//! How many members each scenario has, month by month.

use super::{name, rows};
use crate::plot::Chart;
use crate::plot::format::count;
use crate::plot::growth::{LineData, panel};
use crate::plot::page::{self, HEIGHT, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, GREEN, ORANGE, PURPLE, RGBColor, SKY_BLUE, VERMILLION};
use crate::plot::scene::Area;
use crate::results::Comparison;

/// One for each scenario: more lines could not be told apart.
const COLOURS: [RGBColor; 7] = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY_BLUE, BLACK];

/// More wide bands over each other would hide what they are for.
const SPREADS_MAX: usize = 2;

pub(super) fn draw(comparison: &Comparison) -> Option<Chart> {
    let shown = rows(comparison).0.min(COLOURS.len());
    let all = comparison.studies.len();
    let has_spread = shown <= SPREADS_MAX;
    let lines: Vec<LineData> = comparison.studies[..shown]
        .iter()
        .enumerate()
        .filter_map(|(place, (_, study))| {
            let months = &study.series("members")?.months;
            let readings: Vec<Option<Reading>> = months
                .iter()
                .map(|month| {
                    let reading = Reading::banded(month)?;
                    Some(if has_spread { reading } else { Reading { spread: None, ..reading } })
                })
                .collect();
            let has_any = readings.iter().any(Option::is_some);
            let name = name(comparison, place);
            has_any.then(|| LineData { name, colour: COLOURS[place], readings })
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let more = if shown < all {
        format!(" Only the first {shown} of {all} scenarios are shown.")
    } else {
        String::new()
    };
    let from = &comparison.provenance;
    let bands = if has_spread || from.runs < page::BAND_RUNS_MIN {
        page::bands_of(from, "Dark band", "light band")
    } else {
        "Bands: 95\u{a0}% interval of the estimate.".into()
    };
    let subtitle = format!(
        "Members at each month’s end, those who joined only to buy included; lines: {}. \
         {bands}{more}",
        super::mean_of(comparison)
    );
    let mut page = Page::of(from, title(&lines), subtitle, HEIGHT);
    let area = Area {
        left: MARGIN + 54.0,
        right: page.area.right - 180.0,
        top: page.area.top + 32.0,
        bottom: page.area.bottom - 54.0,
    };
    panel(&mut page, area, "Members", &lines, true);
    Some(page.finish("compared_members"))
}

/// The smallest and the largest peak.
fn title(lines: &[LineData]) -> String {
    let peak = |line: &LineData| {
        line.readings
            .iter()
            .flatten()
            .map(|reading| reading.value)
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let mut peaks: Vec<(f64, &str)> =
        lines.iter().map(|line| (peak(line), line.name.as_str())).collect();
    peaks.sort_by(|a, b| a.0.total_cmp(&b.0));
    match &peaks[..] {
        [(low, first), .., (high, last)] if count(*low) != count(*high) => format!(
            "At the peak there are {} members under {first}, {} under {last}",
            count(*low),
            count(*high)
        ),
        [(peak, _), ..] => match count(*peak).as_str() {
            "1" => "At the peak there is 1 member".into(),
            peak => format!("At the peak there are {peak} members"),
        },
        [] => "How many members there are".into(),
    }
}
