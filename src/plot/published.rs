//! What companies published, side by side: people by what they got.

use super::Chart;
use super::format::{self, percent};
use super::page::{self, Grid, MARGIN, Page};
use super::palette::{BLACK, BLUE, LIGHT_GREY, MIDDLE_GREY, ORANGE, RGBColor, SKY_BLUE, WHITE};
use super::scale::Scale;
use super::scene::{Area, LABEL};
use crate::results::{Disclosure, Provenance, Rest};

/// The most statements in one picture.
const ROWS_MAX: usize = 16;
/// Height of a bar, and of all that is in a row.
const BAR: f64 = 26.0;
const ROW: f64 = 50.0;
/// Room for title, axis, key and source.
const FRAME: f64 = 270.0;

/// Classes of income a year: their words, their upper end and their colour.
const CLASSES: [(&str, f64, RGBColor); 5] = [
    ("nothing", 0.0, MIDDLE_GREY),
    ("up to 1,000", 1_000.0, ORANGE),
    ("up to 10,000", 10_000.0, SKY_BLUE),
    ("more", f64::INFINITY, BLUE),
    ("not published", f64::NAN, LIGHT_GREY),
];
/// The place of what was not published.
const UNKNOWN: usize = 4;

/// All charts of published figures.
pub fn charts(disclosures: &[Disclosure], from: &Provenance) -> Vec<Chart> {
    draw(disclosures, from).into_iter().collect()
}

fn draw(disclosures: &[Disclosure], from: &Provenance) -> Option<Chart> {
    let mut rows: Vec<(&Disclosure, [f64; 5])> = disclosures
        .iter()
        .filter(|disclosure| !disclosure.brackets.is_empty())
        .map(|disclosure| (disclosure, classes(disclosure)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let all = rows.len();
    rows.truncate(ROWS_MAX);
    let more = if all > ROWS_MAX {
        format!(" Only the first {ROWS_MAX} of {all} statements are shown.")
    } else {
        String::new()
    };
    let subtitle = format!(
        "Share of people by the pay of a year, each bracket by its average (else by its middle), in \
         the currency of the statement. The line below each name says who is counted: bars of \
         different denominators cannot be compared.{more}"
    );
    let height = FRAME + ROW * rows.len() as f64;
    let mut page = Page::of(from, title(&rows), subtitle, height);
    let top = page.area.top + 10.0;
    let left = MARGIN + 250.0;
    let area =
        Area { left, right: page.area.right - 14.0, top, bottom: top + ROW * rows.len() as f64 };
    let scale = Scale::shares([1.0].into_iter());
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    for (place, (disclosure, shares)) in rows.iter().enumerate() {
        let y = top + ROW * (place as f64 + 0.5);
        name(&mut page, disclosure, y, left - 12.0);
        bar(&mut page, shares, Area { top: y - BAR / 2.0, bottom: y + BAR / 2.0, ..area });
    }
    key(&mut page, left, area.bottom + 48.0);
    Some(page.finish("published_brackets"))
}

/// Shares of people by class.
fn classes(disclosure: &Disclosure) -> [f64; 5] {
    let mut shares = [0.0; 5];
    let class = |amount: f64| {
        let of_year = amount * disclosure.per.in_a_year();
        CLASSES.iter().position(|&(_, to, _)| of_year <= to).unwrap_or(UNKNOWN)
    };
    for bracket in &disclosure.brackets {
        let middle = match (bracket.from, bracket.to) {
            (Some(from), Some(to)) => f64::midpoint(from, to),
            (from, to) => from.or(to).unwrap_or(f64::NAN),
        };
        shares[class(bracket.average.unwrap_or(middle))] += bracket.share;
    }
    let rest = (1.0 - disclosure.covered()).max(0.0);
    shares[if disclosure.rest == Rest::Nothing { 0 } else { UNKNOWN }] += rest;
    shares
}

/// The company with place and year, and whom it counts.
fn name(page: &mut Page, disclosure: &Disclosure, y: f64, right: f64) {
    let Disclosure { company, place, year, denominator, currency, .. } = disclosure;
    let words = format::clean(&format!("{company}, {place} {year}"), 80);
    let style = LABEL.bold().colour(BLACK);
    page.scene.text((MARGIN, y - 2.0), style.cut(&words, right - MARGIN), style);
    let below = format!("{currency}; {denominator}").replace(" %", "\u{a0}%");
    let below = format::clean(&below, 120);
    page.scene.text((MARGIN, y + 14.0), LABEL.cut(&below, right - MARGIN), LABEL);
}

fn bar(page: &mut Page, shares: &[f64; 5], area: Area) {
    // Published shares may miss one a little.
    let total: f64 = shares.iter().sum();
    let mut before = 0.0;
    for (share, (_, _, colour)) in shares.iter().zip(CLASSES) {
        let (left, right) = (area.x(before / total), area.x((before + share) / total));
        before += share;
        if right - left < 0.3 {
            continue;
        }
        let right = right.min(area.right);
        page.scene.rectangle(Area { left, right, ..area }, colour);
        let words = percent(*share);
        let style = LABEL.colour(if colour == BLUE { WHITE } else { BLACK }).middle();
        if style.width(&words) + 8.0 <= right - left {
            let y = f64::midpoint(area.top, area.bottom) + style.half();
            page.scene.text((f64::midpoint(left, right), y), words, style);
        }
    }
}

/// What the colours mean.
fn key(page: &mut Page, left: f64, y: f64) {
    let mut x = left;
    for (words, _, colour) in CLASSES {
        let square = Area { left: x, right: x + 16.0, top: y - 8.0, bottom: y + 8.0 };
        page.scene.rectangle(square, colour);
        page.scene.text((x + 24.0, y + LABEL.half()), words, LABEL);
        x += 24.0 + LABEL.width(words) + 22.0;
    }
}

/// How many of the statements that tell say that more than half got nothing.
fn title(rows: &[(&Disclosure, [f64; 5])]) -> String {
    let unpaid = rows.iter().filter_map(|(disclosure, _)| disclosure.share_unpaid());
    let unpaid: Vec<f64> = unpaid.collect();
    let most = unpaid.iter().filter(|&&share| share > 0.5).count();
    match unpaid.len() {
        0 => "What companies published of the incomes of their members".into(),
        1 => format!("{} got nothing", percent(unpaid[0])),
        all if most == all => {
            format!("More than half got nothing in all {all} statements that say how many did")
        }
        all => format!(
            "More than half got nothing in {most} of the {all} statements that say how many did"
        ),
    }
}
