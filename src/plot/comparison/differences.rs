//! By how much the headlines of each scenario differ from those of the first.

use super::{name, rows};
use crate::plot::Chart;
use crate::plot::format::{self, difference, figure, unit_of_difference};
use crate::plot::page::{Grid, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, GREY, WHITE};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::{Comparison, RunColumn, Verdict};

/// Height of the row of a scenario, and of all around the rows of a figure.
const ROW: f64 = 20.0;
const AROUND: f64 = 66.0;
/// Room for title and source.
const FRAME: f64 = 180.0;
/// Room for the names of scenarios beside a panel: as the longest asks for, within these.
const NAMES: [f64; 2] = [132.0, 200.0];
const BEHIND_NAMES: f64 = 12.0;
const GAP: f64 = 24.0;
/// Room right of an axis, for values and, but for half of its last label, for the unit.
const BESIDE: f64 = 76.0;
const UNIT: f64 = 58.0;

/// The difference of a scenario: its name, what is known, and whether it is told from zero.
type Row = (String, Option<Reading>, Verdict);

pub(super) fn draw(comparison: &Comparison) -> Option<Chart> {
    let (shown, more) = rows(comparison);
    let panels: Vec<(&RunColumn, &str, Vec<Row>)> = comparison
        .headlines()
        .map(|(column, words)| (column, words, differences(comparison, column, shown)))
        .filter(|(.., rows)| rows.iter().any(|(_, reading, _)| reading.is_some()))
        .collect();
    if panels.is_empty() {
        return None;
    }
    let from = &comparison.provenance;
    let subtitle = format!(
        "Differences to {}, each run compared with the run of the same number, in which people \
         have the same luck. {}{}{more}",
        name(comparison, 0),
        if from.runs > 1 {
            "Whiskers: 95\u{a0}% interval of the difference; full dots: it does not hold zero."
        } else {
            "One run: no interval can be given."
        },
        if super::worlds_differ(comparison) {
            " A small run weighs as much as a large one; of all runs taken together: differences.csv."
        } else {
            ""
        },
    );
    let height_of_panel = AROUND + ROW * (shown - 1) as f64;
    let n_rows = panels.len().div_ceil(2);
    let height = FRAME + height_of_panel * n_rows as f64;
    let title = title(&panels, &name(comparison, 0));
    let mut page = Page::of(from, title, subtitle, height);
    let width = (page.area.width() - GAP) / 2.0;
    let all = page.area;
    for (place, (column, words, rows)) in panels.iter().enumerate() {
        let left = all.left + (width + GAP) * (place % 2) as f64;
        let top = all.top + height_of_panel * (place / 2) as f64;
        let area = Area { left, top, right: left + width, bottom: top + height_of_panel };
        let first = comparison.figure(0, &column.name).and_then(|e| Reading::of(&e));
        let heading = first.map_or((*words).to_owned(), |first| {
            let unit = unit_of_difference(&column.unit);
            let unit = if matches!(unit, "points" | "people" | "") {
                String::new()
            } else {
                format!("\u{a0}{}", format::clean(unit, 12))
            };
            format!("{words}: {}{unit}", figure(first.value, &column.unit))
        });
        panel(&mut page, area, column, &heading, rows);
    }
    Some(page.finish("differences"))
}

fn differences(comparison: &Comparison, column: &RunColumn, shown: usize) -> Vec<Row> {
    (1..shown)
        .map(|place| {
            let found = comparison.difference(&comparison.studies[place].0, &column.name);
            let reading = found.and_then(|difference| Reading::of(&difference.estimate));
            let verdict = found.map_or(Verdict::Unknown, crate::results::Difference::verdict);
            (name(comparison, place), reading, verdict)
        })
        .collect()
}

/// How many of the differences are told from zero.
fn title(panels: &[(&RunColumn, &str, Vec<Row>)], first: &str) -> String {
    let verdicts = || panels.iter().flat_map(|(.., rows)| rows).map(|(.., verdict)| *verdict);
    let told = verdicts().filter(|verdict| *verdict == Verdict::Told).count();
    let known = verdicts().filter(|verdict| *verdict != Verdict::Unknown).count();
    match (told, known) {
        (_, 0) => format!("How scenarios differ from {first}"),
        (0, known) => format!("None of {known} differences to {first} is told from zero"),
        (told, known) if told == known => {
            format!("All {known} differences to {first} are told from zero")
        }
        (told, known) => format!("{told} of {known} differences to {first} are told from zero"),
    }
}

/// One figure: a row a scenario, on an axis of differences.
fn panel(page: &mut Page, frame: Area, column: &RunColumn, heading: &str, rows: &[Row]) {
    let style = LABEL.bold().colour(BLACK);
    page.scene.text((frame.left, frame.top + 14.0), style.cut(heading, frame.width()), style);
    let names = rows.iter().map(|(name, ..)| LABEL.width(name) + BEHIND_NAMES);
    let names = names.fold(NAMES[0], f64::max).min(NAMES[1]);
    let area = Area {
        left: frame.left + names,
        right: frame.right - BESIDE,
        top: frame.top + 22.0,
        bottom: frame.bottom - 44.0,
    };
    let ends = rows.iter().filter_map(|(_, reading, _)| *reading).flat_map(|reading| {
        let interval = reading.interval.unwrap_or((reading.value, reading.value));
        [reading.value, interval.0, interval.1]
    });
    let scale = Scale::linear(ends.chain([0.0]), 3.0);
    let unit = unit_of_difference(&column.unit);
    let factor = if unit == "points" { 100.0 } else { 1.0 };
    page.horizontal_axis(area, &scale, |tick| format::short(tick * factor), Grid::Lines);
    let zero = area.x(scale.share(0.0));
    page.scene.line(vec![(zero, area.top), (zero, area.bottom)], 1.3, GREY);
    for (place, (name, reading, verdict)) in rows.iter().enumerate() {
        let y = area.top + ROW * (place as f64 + 0.5);
        let name = LABEL.cut(name, names - BEHIND_NAMES);
        page.scene.text((frame.left, y + LABEL.half()), name, LABEL);
        let Some(reading) = reading else { continue };
        let x = |value: f64| area.x(scale.share(value));
        if let Some((low, high)) = reading.interval {
            page.whisker((x(low), y), (x(high), y));
        }
        page.scene.disc((x(reading.value), y), 4.5, BLUE);
        if *verdict != Verdict::Told {
            page.scene.disc((x(reading.value), y), 3.0, WHITE);
        }
        let words = difference(reading.value, &column.unit, reading.value);
        let at = (frame.right, y + LABEL.half());
        let style = LABEL.colour(BLACK).end();
        page.scene.text(at, style.cut(&words, 60.0), style);
    }
    if !unit.is_empty() && unit != "people" {
        let unit = LABEL.cut(&format::clean(unit, 12), UNIT);
        page.scene.text((frame.right, area.bottom + 20.0), unit, LABEL.end());
    }
}
