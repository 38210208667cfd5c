//! One year of the same people under the conventions of income statements.

use crate::observation::{Concept, Counted, Denominator};
use crate::plot::Chart;
use crate::plot::format::{self, count, money, percent, short};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{
    BLACK, BLUE, Color, DARK_GREY, GREEN, GREY, LIGHT_GREY, RGBColor, VERMILLION, WHITE,
};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL, SUBTITLE};
use crate::results::{DisclosureLine, PEOPLE_MIN, Study};

/// Height of a row.
const ROW: f64 = 40.0;
const ROW_WITH_SMALL_PRINT: f64 = 50.0;
/// Room for the words at the left, and for each column of figures at the right.
const WORDS: f64 = 222.0;
const COLUMN: f64 = 86.0;

/// A convention with its figures.
#[derive(Clone, Copy, Debug)]
struct Row<'s> {
    line: &'s DisclosureLine,
    mean: Reading,
    median: Reading,
}

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let rows: Vec<Row<'_>> = study
        .disclosure
        .iter()
        .filter_map(|line| {
            let (mean, median) = (Reading::of(&line.mean)?, Reading::of(&line.median)?);
            Some(Row { line, mean, median })
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let currency = page::currency(study);
    let is_one = study.provenance.runs == 1;
    let small = if study.worlds_differ() { page::SMALL_PRINT } else { "" };
    let subtitle = format!(
        "Income of the last twelve months in {currency}, by whom one counts and what one calls \
         income; disclosure.csv names statements that count so, or nearest. \
         Bar: mean of people{}; dot: median of people{}. \
         At the right how many are counted, of all who were members in the year{}. {}{small}",
        if is_one { "" } else { ", mean of runs" },
        if is_one { "" } else { ", median of runs" },
        few(&rows),
        page::spread_of(&study.provenance, "Whiskers, of the mean"),
    );
    let row = if study.worlds_differ() { ROW_WITH_SMALL_PRINT } else { ROW };
    let height = 268.0 + row * rows.len() as f64;
    let mut page = Page::new(study, title(&rows, &currency), subtitle, height);
    let area = Area {
        left: MARGIN + WORDS,
        right: page.area.right - 3.0 * COLUMN,
        top: page.area.top + 32.0,
        bottom: page.area.bottom - 26.0,
    };
    let values = rows.iter().flat_map(|row| row.mean.extent().chain([row.median.value]));
    let scale = Scale::linear(values.chain([0.0]), 4.0);
    page.horizontal_axis(area, &scale, short, Grid::Lines);
    let heading = LABEL.bold().colour(BLACK);
    for (n, words) in ["mean", "median", "counted"].into_iter().enumerate() {
        page.scene.text((column(area, n), area.top - 12.0), words, heading.end());
    }
    let step = area.height() / rows.len() as f64;
    for (n, row) in rows.iter().enumerate() {
        let top = area.top + step * n as f64;
        if n > 0 {
            page.scene.line(vec![(MARGIN, top), (page.area.right, top)], 1.0, LIGHT_GREY);
        }
        let place = Area { top: top + 7.0, bottom: top + step - 7.0, ..area };
        draw_row(&mut page, place, &scale, row);
        let together = [&row.line.mean, &row.line.share_of_everyone];
        let together = [
            format::pooled(study, together[0], amount),
            format::pooled(study, together[1], percent),
        ];
        for (n, figure) in [0, 2].into_iter().zip(together) {
            let Some(figure) = figure else { continue };
            let y = f64::midpoint(place.top, place.bottom) + SUBTITLE.size + 5.0;
            let style = LABEL.size(11.0).colour(DARK_GREY).end();
            page.scene.text((column(place, n), y), style.cut(&figure, COLUMN - 8.0), style);
        }
    }
    let zero = area.x(scale.share(0.0));
    page.scene.line(vec![(zero, area.top), (zero, area.bottom)], 1.3, GREY);
    // Dots lie over the line of zero.
    for (n, row) in rows.iter().enumerate() {
        let y = area.top + step * (n as f64 + 0.5);
        let at = (area.x(scale.share(row.median.value)), y);
        page.scene.disc(at, 6.5, WHITE);
        page.scene.disc(at, 5.0, BLACK);
    }
    Some(page.finish("disclosure_lens"))
}

/// Where the figures of a column end.
fn column(area: Area, n: usize) -> f64 {
    area.right + COLUMN * (n as f64 + 1.0)
}

fn draw_row(page: &mut Page, place: Area, scale: &Scale, row: &Row<'_>) {
    let convention = row.line.convention;
    let middle = f64::midpoint(place.top, place.bottom);
    let colour = colour(convention.concept);
    let words = LABEL.bold().colour(BLACK);
    page.scene.text((MARGIN, middle - 3.0), words.cut(convention.people, WORDS - 12.0), words);
    let words = LABEL.colour(DARK_GREY);
    page.scene.text((MARGIN, middle + 13.0), words.cut(convention.income, WORDS - 12.0), words);
    let x = |value: f64| place.x(scale.share(value));
    let (zero, end) = (x(0.0), x(row.mean.value));
    let bar = Area { left: zero.min(end), right: zero.max(end), ..place };
    page.scene.rectangle(bar, colour.mix(0.8));
    if let Some((low, high)) = row.mean.spread.filter(|(low, high)| low < high) {
        page.whisker((x(low), middle), (x(high), middle));
    }
    let y = middle + SUBTITLE.half();
    let counted = page::value(&row.line.share_of_everyone).map_or(String::new(), percent);
    let figures = [amount(row.mean.value), amount(row.median.value), counted];
    for (n, figure) in figures.iter().enumerate() {
        let style = SUBTITLE.bold().colour(BLACK).end();
        page.scene.text((column(place, n), y), style.cut(figure, COLUMN - 8.0), style);
    }
}

/// An amount in its column: whole, as long as it fits.
fn amount(value: f64) -> String {
    if value.abs() < 1e7 { count(value) } else { short(value) }
}

/// The colour of what is called income.
fn colour(concept: Concept) -> RGBColor {
    match concept {
        Concept::CompanyPay => BLUE,
        Concept::Net | Concept::NetPerHour => VERMILLION,
        Concept::Gross | Concept::RetailMargin => GREEN,
    }
}

/// Whether a convention counts enough people for the headline.
fn counts_enough(row: &Row<'_>) -> bool {
    page::value(&row.line.people).is_some_and(|people| people >= PEOPLE_MIN)
}

/// Which conventions are not in the headline, where there are any.
fn few(rows: &[Row<'_>]) -> String {
    if rows.iter().all(counts_enough) {
        return String::new();
    }
    format!("; fewer than {PEOPLE_MIN} people in a run, on average, make no headline")
}

/// The highest mean of the conventions, beside the lowest median of all enrolled.
fn title(rows: &[Row<'_>], currency: &str) -> String {
    let mean = |row: &&Row<'_>| row.mean.value;
    let median = |row: &&Row<'_>| row.median.value;
    let counts_all =
        |row: &&Row<'_>| row.line.convention.counts == Counted::People(Denominator::Everyone);
    let enough = || rows.iter().filter(|row| counts_enough(row));
    let highest = enough().max_by(|a, b| mean(a).total_cmp(&mean(b)));
    let lowest = enough().filter(counts_all).min_by(|a, b| median(a).total_cmp(&median(b)));
    let (Some(high), Some(low)) = (highest, lowest) else {
        return "Income depends on whom one counts".into();
    };
    let words = |row: &Row<'_>| {
        let convention = row.line.convention;
        format!("{}, {}", convention.people, convention.income)
    };
    format!(
        "Same people, same year, other ways to count: mean {} ({}), median {} ({})",
        money(high.mean.value, currency),
        words(high),
        money(low.median.value, currency),
        words(low),
    )
}
