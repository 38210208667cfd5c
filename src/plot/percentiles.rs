//! The same people under different denominators.

use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::plot::Chart;
use crate::plot::format::{counted, money, short};
use crate::plot::page::{self, Grid, HEIGHT, MARGIN, Page, Reading};
use crate::plot::palette::{
    BLACK, BLUE, Color, DARK_GREY, GREEN, GREY, RGBColor, SPREAD_ALPHA, WHITE,
};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::Study;

/// The percentiles that are drawn.
const PERCENTILES: [f64; 6] = [10.0, 25.0, 50.0, 75.0, 90.0, 99.0];
/// What there is of them.
pub(crate) type Percentiles = [Option<Reading>; PERCENTILES.len()];
const PANELS: [(Concept, &str, RGBColor); 2] =
    [(Concept::Net, "Net income", BLUE), (Concept::CompanyPay, "Company pay", GREEN)];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let rows: Vec<Denominator> = Denominator::ALL
        .into_iter()
        .filter(|&row| PANELS.iter().any(|(concept, ..)| read(study, row, *concept)[2].is_some()))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let currency = page::currency(study);
    let subtitle = format!(
        "Percentiles of net income and of company pay over their whole time as members, by \
         denominator, in {currency} on an axis that is logarithmic away from zero; {}. \
         {}",
        page::median_of(&study.provenance),
        page::spread_of(&study.provenance, "Shaded, of the median"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT);
    let left = MARGIN + 184.0;
    let width = (page.area.right - left - 28.0) / 2.0;
    let mut area = Area {
        left,
        right: left + width,
        top: page.area.top + 34.0,
        bottom: page.area.bottom - 62.0,
    };
    names(&mut page, study, &rows, area);
    for (concept, words, colour) in PANELS {
        let readings: Vec<Percentiles> =
            rows.iter().map(|&row| read(study, row, concept)).collect();
        panel(&mut page, &readings, area, words, colour);
        (area.left, area.right) = (area.left + width + 28.0, area.right + width + 28.0);
    }
    key(&mut page);
    Some(page.finish("percentiles_by_denominator"))
}

/// The percentiles of a concept over a denominator, over life.
pub(crate) fn read(study: &Study, row: Denominator, concept: Concept) -> Percentiles {
    PERCENTILES.map(|percentile| {
        let statistic = Statistic::Percentile(percentile);
        study.income(Window::Life, row, concept, statistic).and_then(Reading::of)
    })
}

fn title(study: &Study) -> String {
    let currency = page::currency(study);
    let median = |row| read(study, row, Concept::Net)[2].map(|r| money(r.value, &currency));
    match (median(Denominator::Everyone), median(Denominator::Paid)) {
        (Some(everyone), Some(paid)) if everyone == paid => format!(
            "The median net income is {everyone}, among all who joined as among those ever paid"
        ),
        (Some(everyone), Some(paid)) => format!(
            "Same people, other story: the median net income is {everyone} among all who joined, \
             {paid} among those ever paid"
        ),
        (Some(everyone), None) => format!(
            "The median net income is {everyone} among all who joined; nobody was ever paid"
        ),
        _ => "Income depends on whom one counts".into(),
    }
}

/// Whom the rows are about.
fn names(page: &mut Page, study: &Study, rows: &[Denominator], area: Area) {
    for (i, row) in rows.iter().enumerate() {
        let y = row_middle(area, i, rows.len());
        let style = LABEL.bold().colour(BLACK);
        let width = area.left - MARGIN - 12.0;
        let words = match row {
            Denominator::Everyone => "everyone who joined",
            _ => row.phrase(),
        };
        page.scene.text((MARGIN, y), style.cut(words, width), style);
        let people = study.income(Window::Life, *row, Concept::Net, Statistic::People);
        if let Some(people) = people.and_then(page::value) {
            let words = if people < 0.5 {
                "fewer than one person in two runs".into()
            } else {
                format!("{} a run", counted(people, "person", "people"))
            };
            page.scene.text((MARGIN, y + 17.0), LABEL.cut(&words, width), LABEL);
        }
    }
}

pub(crate) fn row_middle(area: Area, i: usize, n: usize) -> f64 {
    area.top + area.height() * (i as f64 + 0.5) / n as f64
}

/// All rows for one concept, each with its figures.
pub(crate) fn panel(
    page: &mut Page,
    readings: &[Percentiles],
    area: Area,
    words: &str,
    colour: RGBColor,
) {
    let spreads = readings.iter().filter_map(|row| row[2]).flat_map(Reading::extent);
    let values = readings.iter().flatten().flatten().map(|reading| reading.value);
    let scale = Scale::symlog(values.chain(spreads));
    page.scene.text((area.left, area.top - 14.0), words, LABEL.size(15.0).bold().colour(colour));
    page.horizontal_axis(area, &scale, short, Grid::Lines);
    let zero = area.x(scale.share(0.0));
    page.scene.line(vec![(zero, area.top), (zero, area.bottom)], 1.3, GREY);
    for (i, row) in readings.iter().enumerate() {
        let y = row_middle(area, i, readings.len()) + 5.0;
        let half_row = area.height() / readings.len() as f64 / 2.0;
        boxes(page, row, |value| area.x(scale.share(value)), (y, half_row, colour));
        labels(page, row, area, &scale, y - 15.0);
    }
}

/// Thin from p10 to p90, thick from p25 to p75, a dot for the median and a ring for p99.
fn boxes(
    page: &mut Page,
    row: &Percentiles,
    x: impl Fn(f64) -> f64,
    (y, half_row, colour): (f64, f64, RGBColor),
) {
    let [p10, p25, p50, p75, p90, p99] = row.map(|reading| reading.map(|r| x(r.value)));
    if let Some((low, high)) = row[2].and_then(|median| median.spread) {
        let half = half_row.min(14.0) - 2.0;
        let shade = Area { left: x(low), right: x(high), top: y - half, bottom: y + half };
        page.scene.rectangle(shade, colour.mix(SPREAD_ALPHA * 1.5));
    }
    if let (Some(from), Some(to)) = (p10, p90) {
        page.scene.line(vec![(from, y), (to, y)], 2.0, colour);
    }
    if let (Some(from), Some(to)) = (p25, p75) {
        page.scene.line(vec![(from, y), (to, y)], 9.0, colour);
    }
    if let Some(x) = p99 {
        page.scene.disc((x, y), 4.5, colour);
        page.scene.disc((x, y), 2.8, WHITE);
    }
    if let Some(x) = p50 {
        page.scene.disc((x, y), 6.5, WHITE);
        page.scene.disc((x, y), 5.0, BLACK);
    }
}

/// The median and, where there is room, the 99th percentile in figures.
fn labels(page: &mut Page, row: &Percentiles, area: Area, scale: &Scale, y: f64) {
    let place = |value: f64, width: f64| {
        let wanted = area.x(scale.share(value)) - width / 2.0;
        wanted.min(area.right - width).max(area.left)
    };
    let mut free = area.left;
    if let Some(median) = row[2] {
        let text = short(median.value);
        let style = LABEL.bold().colour(BLACK);
        let x = place(median.value, style.width(&text));
        free = x + style.width(&text) + 8.0;
        page.figure((x, y), &text, style);
    }
    if let Some(p99) = row[5] {
        let text = short(p99.value);
        let x = place(p99.value, LABEL.width(&text));
        if x >= free {
            page.figure((x, y), &text, LABEL);
        }
    }
}

/// What the marks mean, below the panels.
pub(crate) fn key(page: &mut Page) {
    let y = page.area.bottom - 18.0;
    let mut x = MARGIN + 184.0;
    for (words, width) in [("p10 to p90", 2.0), ("p25 to p75", 9.0)] {
        page.scene.line(vec![(x, y), (x + 30.0, y)], width, DARK_GREY);
        page.scene.text((x + 38.0, y + LABEL.half()), words, LABEL);
        x += 38.0 + LABEL.width(words) + 26.0;
    }
    page.scene.disc((x + 5.0, y), 5.0, BLACK);
    page.scene.text((x + 16.0, y + LABEL.half()), "median", LABEL);
    x += 16.0 + LABEL.width("median") + 26.0;
    page.scene.disc((x + 5.0, y), 4.5, DARK_GREY);
    page.scene.disc((x + 5.0, y), 2.8, WHITE);
    page.scene.text((x + 16.0, y + LABEL.half()), "p99: one in a hundred has more", LABEL);
}
