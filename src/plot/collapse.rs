//! What is left of pay when recruiting stops, beside the same world undisturbed.

use super::Chart;
use super::format::{count, percent, short};
use super::growth::LineData;
use super::page::{self, Grid, HEIGHT, LineName, MARGIN, Page, Reading, bands_of, mean_of_runs};
use super::palette::{BLUE, GREY, VERMILLION};
use super::scale::Scale;
use super::scene::Area;
use crate::results::{COLLAPSE_MONTHS, Collapse, CollapseRow, REMAINING};
use crate::statistics::Estimate;

/// The chart of the test, if there was pay.
pub fn charts(collapse: &Collapse) -> Vec<Chart> {
    draw(collapse).into_iter().collect()
}

fn draw(collapse: &Collapse) -> Option<Chart> {
    let rows: Vec<&CollapseRow> = collapse.of(REMAINING[0].name).collect();
    let line = |name: &str, colour, world: fn(&CollapseRow) -> &Estimate| {
        let readings = rows.iter().map(|row| Reading::banded(world(row))).collect();
        LineData { name: name.into(), colour, readings }
    };
    let lines = [
        line("recruiting goes on", BLUE, |row| &row.undisturbed),
        line("nobody joins", VERMILLION, |row| &row.stopped),
    ];
    let last = |line: &LineData| line.readings.last().copied().flatten();
    let (going_on, stopped) = (last(&lines[0])?, last(&lines[1])?);
    let at = collapse.at;
    let title = format!(
        "A year after the last recruit {} of pay is left; with recruits it would be {}",
        part(stopped.value),
        part(going_on.value)
    );
    let from = &collapse.provenance;
    let subtitle = format!(
        "What the company pays to members in a month, as a part of month {at}, the last in which \
         people join; lines: {}, of the same people with the same luck. {}{}",
        mean_of_runs(from),
        bands_of(from, "Dark band", "light band"),
        page::together(together(collapse)),
    );
    let mut page = Page::of(from, title, subtitle, HEIGHT);
    let area = Area {
        left: MARGIN + 62.0,
        right: page.area.right - 168.0,
        top: page.area.top + 32.0,
        bottom: page.area.bottom - 54.0,
    };
    let x = Scale::months(COLLAPSE_MONTHS as usize);
    let readings = lines.iter().flat_map(|line| line.readings.iter().flatten());
    let y = Scale::linear(readings.flat_map(|reading| reading.extent()).chain([0.0, 1.0]), 7.0);
    page.vertical_axis(area, &y, label, "Company pay");
    page.horizontal_axis(area, &x, count, Grid::Ticks);
    page.words_below(area, 40.0, format!("Months after month {at}"));
    let all = area.y(y.share(1.0));
    page.scene.dashed(vec![(area.left, all), (area.right, all)], 1.3, GREY);
    let mut names = Vec::new();
    for line in lines {
        let place = |month: f64, value: f64| (area.x(x.share(month)), area.y(y.share(value)));
        page.banded_line(&line.readings, place, line.colour);
        if let Some(reading) = last(&line) {
            names.push(LineName {
                y: area.y(y.share(reading.value)),
                text: line.name,
                note: part(reading.value),
                colour: line.colour,
            });
        }
    }
    page.names_of_lines(area.right + 10.0, area, names);
    Some(page.finish("collapse"))
}

/// What is left of pay of all runs together, where runs differ.
fn together(collapse: &Collapse) -> Option<String> {
    let end = collapse.at_end(REMAINING[0].name).filter(|_| collapse.worlds_differ())?;
    let (stopped, going_on) = (end.stopped.pooled?, end.undisturbed.pooled?);
    Some(format!("{} is left, with recruits {}", part(stopped.value), part(going_on.value)))
}

/// A part of what there was, as words write it: what is many times as much, as such.
fn part(value: f64) -> String {
    if value < 100.0 { percent(value) } else { format!("{}\u{a0}times as much", short(value)) }
}

/// The same, as axes write it.
fn label(value: f64) -> String {
    if value.abs() < 100.0 { page::share_label(value) } else { format!("{}\u{a0}×", short(value)) }
}
