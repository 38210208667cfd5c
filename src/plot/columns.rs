//! Groups of people side by side, each in a column: shares of them above, mean net incomes below.

use crate::plot::format::{money, percent, short};
use crate::plot::page;
use crate::plot::page::{LineName, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, GREY, INTERVAL_ALPHA, RGBColor, VERMILLION, WHITE};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};

/// A share of each group: its name, its colour, and its readings.
pub(crate) type ShareLine = (&'static str, RGBColor, Vec<Option<Reading>>);

/// The areas of shares and of incomes on a page, with room for names at the right and for so many units
/// of words below.
pub(crate) fn areas(page: &Page, below: f64) -> [Area; 2] {
    let height = (page.area.height() - below) / 2.0;
    let upper = Area {
        left: MARGIN + 54.0,
        right: page.area.right - 150.0,
        top: page.area.top + 34.0,
        bottom: page.area.top + height - 8.0,
    };
    [upper, Area { top: upper.bottom + 42.0, bottom: page.area.bottom - below, ..upper }]
}

/// The middle of a column.
pub(crate) fn column(area: Area, i: usize, n: usize) -> f64 {
    area.left + area.width() * (i as f64 + 0.5) / n as f64
}

/// Shares, as lines from column to column.
pub(crate) fn shares(page: &mut Page, area: Area, lines: &[ShareLine]) {
    let readings = lines.iter().flat_map(|(.., readings)| readings.iter().flatten());
    let scale = Scale::shares(readings.flat_map(|reading| reading.extent()));
    page.vertical_axis(area, &scale, page::share_label, "Share of people");
    let mut ends = Vec::new();
    for (name, colour, readings) in lines {
        let place = |i: f64, value: f64| {
            (column(area, i as usize, readings.len()), area.y(scale.share(value)))
        };
        page.banded_line(readings, place, *colour);
        for (i, reading) in readings.iter().enumerate() {
            if let Some(reading) = reading {
                page.scene.disc(place(i as f64, reading.value), 4.0, colour);
            }
        }
        if let Some(last) = readings.iter().rev().flatten().next() {
            ends.push(LineName {
                y: area.y(scale.share(last.value)),
                text: (*name).into(),
                note: percent(last.value),
                colour: *colour,
            });
        }
    }
    page.names_of_lines(area.right + 10.0, area, ends);
}

/// Net incomes of each group.
#[derive(Clone, Debug)]
pub(crate) struct Nets {
    /// The means.
    pub(crate) means: Vec<Option<Reading>>,
    /// The medians; empty where only means are shown.
    pub(crate) medians: Vec<Option<f64>>,
}

/// Net incomes, means as bars from zero and medians as dots; the first and the last group are told under
/// these names.
pub(crate) fn nets(page: &mut Page, area: Area, nets: &Nets, currency: &str, ends: [&str; 2]) {
    let Nets { means: readings, medians } = nets;
    let extents = readings.iter().flatten().flat_map(|reading| reading.extent());
    let scale = Scale::symlog(extents.chain(medians.iter().flatten().copied()));
    let what =
        if medians.is_empty() { "Mean net income" } else { "Net income, bars: mean, dots: median" };
    let words = format!("{what}, {currency}, on an axis that is logarithmic away from zero");
    page.vertical_axis(area, &scale, short, &words);
    let zero = area.y(scale.share(0.0));
    let half = area.width() / readings.len() as f64 * 0.3;
    for (i, reading) in readings.iter().enumerate() {
        let Some(reading) = reading else { continue };
        let x = column(area, i, readings.len());
        let end = area.y(scale.share(reading.value));
        let colour = if reading.value < 0.0 { VERMILLION } else { BLUE };
        let bar =
            Area { left: x - half, right: x + half, top: end.min(zero), bottom: end.max(zero) };
        page.scene.rectangle(bar, colour.mix(0.75));
        if let Some((low, high)) = reading.spread {
            let (from, to) = (area.y(scale.share(low)), area.y(scale.share(high)));
            page.whisker((x, from), (x, to));
        }
        if let Some((low, high)) = reading.interval {
            let (from, to) = (area.y(scale.share(low)), area.y(scale.share(high)));
            page.scene.line(vec![(x, from), (x, to)], 5.0, BLACK.mix(INTERVAL_ALPHA * 2.0));
        }
    }
    page.scene.line(vec![(area.left, zero), (area.right, zero)], 1.3, GREY);
    for (i, median) in medians.iter().enumerate() {
        if let Some(median) = median {
            let centre = (column(area, i, medians.len()), area.y(scale.share(*median)));
            page.scene.disc(centre, 6.0, WHITE);
            page.scene.disc(centre, 4.5, BLACK);
        }
    }
    let [first, last] = [readings.first(), readings.last()].map(|end| end.copied().flatten());
    if let (Some(first), Some(last)) = (first, last) {
        let x = area.right + 10.0;
        let mut y = area.top + 10.0;
        let medians = [medians.first(), medians.last()].map(|median| median.copied().flatten());
        for ((words, reading), median) in ends.into_iter().zip([first, last]).zip(medians) {
            page.scene.text((x, y), words, LABEL);
            let style = LABEL.bold().colour(BLACK);
            page.scene.text((x, y + 17.0), money(reading.value, currency), style);
            if let Some(median) = median {
                let words = format!("median {}", money(median, currency));
                page.scene.text((x, y + 34.0), LABEL.cut(&words, 140.0), LABEL);
                y += 17.0;
            }
            y += 46.0;
        }
    }
}
