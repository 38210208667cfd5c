//! Warning signs, each beside the lines that it is held against.

use crate::observation::AFTER_STOP;
use crate::plot::Chart;
use crate::plot::format::{self, count, figure, money, percent};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, DARK_GREY, GREY, LIGHT_GREY, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL, SUBTITLE};
use crate::results::{SignLine, Study};

/// Height of a row.
const ROW: f64 = 46.0;
/// Room for the words at the left, and for the figures at the right.
const WORDS: f64 = 268.0;
const FIGURES: f64 = 112.0;
/// Room for the label of a line above its bar.
const LINES: f64 = 17.0;

/// A sign with its figure, if it applies.
type Row<'s> = (&'s SignLine, Option<Reading>);

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let rows: Vec<Row<'_>> =
        study.signs.iter().map(|line| (line, Reading::of(&line.estimate))).collect();
    if rows.iter().all(|(_, reading)| reading.is_none()) {
        return None;
    }
    let subtitle = format!(
        "Figures that are looked at where a company is told from a pyramid scheme, each by its \
         definition in warning_signs.csv; of a whole run, {}. Dashed: lines of rules and \
         orders for single companies. \
         No figure is a legal verdict. {}{}",
        page::mean_of_runs(&study.provenance),
        page::spread_of(&study.provenance, "Whiskers"),
        if study.worlds_differ() { page::SMALL_PRINT } else { "" },
    );
    let height = 246.0 + ROW * rows.len() as f64;
    let mut page = Page::new(study, title(study, &rows), subtitle, height);
    let area = Area {
        left: MARGIN + WORDS,
        right: page.area.right - FIGURES,
        top: page.area.top + 2.0,
        bottom: page.area.bottom - 26.0,
    };
    let readings = rows.iter().filter(|(line, _)| is_drawn(line)).filter_map(|(_, r)| *r);
    let scale = Scale::linear(readings.flat_map(Reading::extent).chain([0.0, 1.0]), 5.0);
    page.horizontal_axis(area, &scale, page::share_label, Grid::Ticks);
    let zero = area.x(scale.share(0.0));
    let step = area.height() / rows.len() as f64;
    for (n, row) in rows.iter().enumerate() {
        let top = area.top + step * n as f64;
        if n > 0 {
            page.scene.line(vec![(MARGIN, top), (page.area.right, top)], 1.0, LIGHT_GREY);
        }
        let place = Area { top, bottom: top + step, ..area };
        draw_words(&mut page, place, row.0);
        let write = |value: f64| written(row.0, value);
        if let Some(all) = format::pooled(study, &row.0.estimate, write) {
            let style = LABEL.size(11.0).colour(DARK_GREY).end();
            let at = (page.area.right, place.top + 12.0);
            page.scene.text(at, style.cut(&all, FIGURES - 8.0), style);
        }
        match row {
            (line, Some(reading)) if is_drawn(line) => {
                draw_bar(&mut page, place, &scale, line, reading);
                page.scene.line(vec![(zero, top + LINES), (zero, top + step)], 1.3, GREY);
            }
            (line, Some(reading)) => draw_amount(&mut page, place, line, reading),
            (line, None) => {
                let is_measured = line.sign.name != AFTER_STOP.name;
                let does_not = if is_measured { "Does not apply. " } else { "" };
                let why = format!("{does_not}{}", line.why_not);
                let y = f64::midpoint(place.top, place.bottom) - 4.0;
                page.sentence(place.left, y, page.area.right - place.left, &why);
            }
        }
    }
    Some(page.finish("warning_signs"))
}

/// The figure of a sign as the chart has it.
fn written(line: &SignLine, value: f64) -> String {
    if is_drawn(line) {
        figure(value, line.sign.unit)
    } else {
        money(value, &format::clean(&line.unit, 8))
    }
}

/// Whether a sign is a part of something, and so a bar.
fn is_drawn(line: &SignLine) -> bool {
    matches!(line.sign.unit, "share" | "ratio")
}

fn draw_words(page: &mut Page, place: Area, line: &SignLine) {
    let middle = f64::midpoint(place.top, place.bottom);
    let words = LABEL.bold().colour(BLACK);
    page.scene.text((MARGIN, middle - 3.0), words.cut(line.sign.words, WORDS - 12.0), words);
    let preposition = match line.sign.unit {
        "share" => "of",
        "ratio" => "by",
        _ => "per",
    };
    let denominator = format!("{preposition} {}", line.sign.denominator);
    let words = LABEL.colour(DARK_GREY);
    page.scene.text((MARGIN, middle + 13.0), words.cut(&denominator, WORDS - 12.0), words);
}

fn draw_bar(page: &mut Page, place: Area, scale: &Scale, line: &SignLine, reading: &Reading) {
    let x = |value: f64| place.x(scale.share(value));
    let (zero, end) = (x(0.0), x(reading.value));
    let (top, bottom) = (place.top + LINES, place.bottom - 6.0);
    let middle = f64::midpoint(top, bottom);
    let bar = Area { left: zero.min(end), right: zero.max(end), top, bottom };
    page.scene.rectangle(bar, BLUE.mix(0.8));
    if let Some((low, high)) = reading.spread.filter(|(low, high)| low < high) {
        page.whisker((x(low), middle), (x(high), middle));
    }
    let mut labels = Vec::new();
    for drawn in line.sign.lines {
        let at = x(drawn.at);
        page.scene.dashed(vec![(at, top - 2.0), (at, place.bottom)], 1.6, VERMILLION);
        labels.push((at, page::share_label(drawn.at)));
    }
    page.labels_below(top - 5.0, &labels, x(1.0), LABEL.colour(DARK_GREY));
    let style = SUBTITLE.bold().colour(BLACK).end();
    let text = style.cut(&written(line, reading.value), FIGURES - 8.0);
    page.scene.text((page.area.right, middle + SUBTITLE.half()), text, style);
}

/// An amount stands by itself: amounts of different kinds have no common scale.
fn draw_amount(page: &mut Page, place: Area, line: &SignLine, reading: &Reading) {
    let middle = f64::midpoint(place.top, place.bottom);
    let currency = format::clean(&line.unit, 8);
    let spread = reading.spread.filter(|(low, high)| low < high).map(|(low, high)| {
        format!("5–95\u{a0}% of runs: {} to {}", count(low), money(high, &currency))
    });
    let drawn = line.sign.lines.first().map(|drawn| {
        let side = if reading.value < drawn.at { "below" } else { "not below" };
        format!("{side} {}", money(drawn.at, &currency))
    });
    let note = [drawn, spread].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let style = SUBTITLE.bold().colour(BLACK).end();
    let text = style.cut(&written(line, reading.value), place.width() / 2.0);
    let room = page.area.right - place.left - style.width(&text) - 12.0;
    let words = LABEL.colour(DARK_GREY);
    page.scene.text((place.left, middle + LABEL.half()), words.cut(&note, room), words);
    page.scene.text((page.area.right, middle + SUBTITLE.half()), text, style);
}

/// What outsiders bought, and what pay is paid on.
fn title(study: &Study, rows: &[Row<'_>]) -> String {
    let share = |name: &str| {
        let row = rows.iter().find(|(line, _)| line.sign.name == name)?;
        row.1.map(|_| {
            format::with_pooled(study, &row.0.estimate, |value| percent(value.clamp(0.0, 1.0)))
        })
    };
    match (share("outside_sales_share"), share("recruitment_funded_share")) {
        (Some(outside), Some(funded)) => format!(
            "{outside} of sales go to outsiders; members’ own money funds {funded} of company pay"
        ),
        (Some(outside), None) => format!("{outside} of sales go to outsiders"),
        (None, Some(funded)) => format!("Members’ own money funds {funded} of company pay"),
        (None, None) => "Warning signs, by their definitions".into(),
    }
}
