//! Who came first, and what became of them.

use crate::plot::Chart;
use crate::plot::format::{count, money, ordinal, percent, short, with_pooled};
use crate::plot::page::{self, HEIGHT, LineName, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, GREEN, GREY, INTERVAL_ALPHA, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::{EntryTenth, Study};
use crate::statistics::Estimate;

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    if !study.has_late_joiners() {
        return None;
    }
    let tenths = &study.entry[..];
    if tenths.iter().all(|tenth| {
        page::value(&tenth.share_gaining).is_none() && page::value(&tenth.mean_net).is_none()
    }) {
        return None;
    }
    let currency = page::currency(study);
    let subtitle = format!(
        "Everyone who ever joined, in ten groups of equal size by entry date, the late ones with less time; net income over \
         their whole time as members, in {currency}; {}. {}",
        page::mean_of(study),
        page::bands_explained(study, "Thick whiskers and dark bands", "thin whiskers, light bands"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT);
    let height = (page.area.height() - 62.0) / 2.0;
    let upper = Area {
        left: MARGIN + 54.0,
        right: page.area.right - 150.0,
        top: page.area.top + 34.0,
        bottom: page.area.top + height - 8.0,
    };
    let lower = Area { top: upper.bottom + 42.0, bottom: page.area.bottom - 62.0, ..upper };
    shares(&mut page, upper, tenths);
    nets(&mut page, lower, tenths, &currency);
    names(&mut page, lower, tenths);
    Some(page.finish("income_by_entry"))
}

fn title(study: &Study) -> String {
    let gaining = |tenth: Option<&EntryTenth>| {
        let share = &tenth?.share_gaining;
        page::value(share).map(|_| with_pooled(study, share, percent))
    };
    match (gaining(study.entry.first()), gaining(study.entry.last())) {
        (Some(first), Some(last)) => {
            format!("Of the first tenth to join {first} gained money, of the last tenth {last}")
        }
        _ => "Income by date of entry".into(),
    }
}

/// The middle of the column of a tenth.
fn column(area: Area, i: usize, n: usize) -> f64 {
    area.left + area.width() * (i as f64 + 0.5) / n as f64
}

/// Who gained, and whom the company ever paid.
fn shares(page: &mut Page, area: Area, tenths: &[EntryTenth]) {
    let part = |of: fn(&EntryTenth) -> &Estimate| -> Vec<Option<Reading>> {
        tenths.iter().map(|tenth| Reading::banded(of(tenth))).collect()
    };
    let lines = [
        ("ever paid", GREEN, part(|tenth| &tenth.share_paid)),
        ("gained", BLUE, part(|tenth| &tenth.share_gaining)),
    ];
    let readings = lines.iter().flat_map(|(.., readings)| readings.iter().flatten());
    let scale = Scale::shares(readings.flat_map(|reading| reading.extent()));
    page.vertical_axis(area, &scale, page::share_label, "Share of people");
    let mut ends = Vec::new();
    for (name, colour, readings) in &lines {
        let place = |i: f64, value: f64| {
            (column(area, i as usize, tenths.len()), area.y(scale.share(value)))
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

/// Mean net income, as bars from zero.
fn nets(page: &mut Page, area: Area, tenths: &[EntryTenth], currency: &str) {
    let readings: Vec<Option<Reading>> =
        tenths.iter().map(|tenth| Reading::banded(&tenth.mean_net)).collect();
    let extents = readings.iter().flatten().flat_map(|reading| reading.extent());
    let scale = Scale::symlog(extents);
    let words =
        format!("Mean net income, {currency}, on an axis that is logarithmic away from zero");
    page.vertical_axis(area, &scale, short, &words);
    let zero = area.y(scale.share(0.0));
    let half = area.width() / tenths.len() as f64 * 0.3;
    for (i, reading) in readings.iter().enumerate() {
        let Some(reading) = reading else { continue };
        let x = column(area, i, tenths.len());
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
    let ends = [readings.first(), readings.last()].map(|end| end.copied().flatten());
    if let [Some(first), Some(last)] = ends {
        let x = area.right + 10.0;
        let mut y = area.top + 10.0;
        for (words, reading) in [("first tenth", first), ("last tenth", last)] {
            page.scene.text((x, y), words, LABEL);
            let style = LABEL.bold().colour(BLACK);
            page.scene.text((x, y + 17.0), money(reading.value, currency), style);
            y += 46.0;
        }
    }
}

/// The tenths, and when they joined.
fn names(page: &mut Page, area: Area, tenths: &[EntryTenth]) {
    for (i, tenth) in tenths.iter().enumerate() {
        let x = column(area, i, tenths.len());
        let name = ordinal(u32::from(tenth.tenth));
        page.scene.text((x, area.bottom + 20.0), name, LABEL.bold().middle());
        if let Some(joined) = page::value(&tenth.joined) {
            let month = format!("month {}", count(joined));
            let style = LABEL.size(11.5).middle();
            let column = area.width() / tenths.len() as f64 - 4.0;
            page.scene.text((x, area.bottom + 36.0), style.cut(&month, column), style);
        }
    }
    page.words_below(area, 56.0, "Tenth of entry, and the mean month of joining");
}
