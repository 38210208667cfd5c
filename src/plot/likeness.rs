//! A simulated population beside a published statement.

use super::Chart;
use super::format::{self, decimal, fine_percent, percent, short};
use super::page::{self, Grid, MARGIN, Page, Reading, spread_of};
use super::palette::{BLACK, BLUE, ORANGE};
use super::scale::Scale;
use super::scene::{Area, LABEL};
use crate::portable::exp;
use crate::results::{Distance, DistanceOf, Likeness, LikenessRow, Measure};

/// The most rows of a picture.
const ROWS_MAX: usize = 20;
/// Height of a bar, and of all that is in a row.
const BAR: f64 = 13.0;
const ROW: f64 = 40.0;
/// Room for axis and key.
const FRAME: f64 = 84.0;

/// All charts that the comparison has data for.
pub fn charts(likeness: &Likeness) -> Vec<Chart> {
    [Measure::ShareOfPay, Measure::ShareOfPeople, Measure::Amount]
        .into_iter()
        .filter_map(|measure| draw(likeness, measure))
        .collect()
}

fn draw(likeness: &Likeness, measure: Measure) -> Option<Chart> {
    let mut rows: Vec<(&LikenessRow, Reading)> =
        likeness.of(measure).filter_map(|row| Some((row, Reading::of(&row.simulated)?))).collect();
    if rows.is_empty() {
        return None;
    }
    let all = rows.len();
    rows.truncate(ROWS_MAX);
    let more = if all > ROWS_MAX {
        format!(" Only the first {ROWS_MAX} of {all} figures are shown.")
    } else {
        String::new()
    };
    let space = FRAME + ROW * rows.len() as f64;
    let subtitle = subtitle(likeness, measure, &more);
    let mut page = Page::around(&likeness.provenance, title(likeness, measure), subtitle, space);
    let top = page.area.top + 10.0;
    let left = MARGIN + 250.0;
    let area =
        Area { left, right: page.area.right - 70.0, top, bottom: top + ROW * rows.len() as f64 };
    let values = rows.iter().flat_map(|(row, reading)| reading.extent().chain([row.published]));
    let is_share = measure != Measure::Amount;
    let scale = if is_share { Scale::shares(values) } else { Scale::symlog(values) };
    let label = |value: f64| if is_share { page::share_label(value) } else { short(value) };
    page.horizontal_axis(area, &scale, label, Grid::Lines);
    for (place, (row, reading)) in rows.iter().enumerate() {
        let y = top + ROW * (place as f64 + 0.5);
        label_row(&mut page, &label_of(likeness, row), left, y);
        let bars = [(row.published, ORANGE, None), (reading.value, BLUE, reading.spread)];
        for (half, (value, colour, spread)) in bars.into_iter().enumerate() {
            let y = y - BAR + BAR * half as f64;
            let (from, to) = (area.x(scale.share(0.0)), area.x(scale.share(value)));
            let bar = Area { left: from.min(to), right: from.max(to), top: y, bottom: y + BAR };
            page.scene.rectangle(bar, colour);
            let mut end = bar.right;
            if let Some((low, high)) = spread {
                let (low, high) = (area.x(scale.share(low)), area.x(scale.share(high)));
                page.whisker((low, y + BAR / 2.0), (high, y + BAR / 2.0));
                end = end.max(high);
            }
            let words = if is_share { fine_percent(value) } else { short(value) };
            let style = LABEL.size(11.0);
            page.figure((end + 8.0, y + BAR / 2.0 + style.half()), &words, style);
        }
    }
    key(&mut page, left, area.bottom + 48.0);
    Some(page.finish(match measure {
        Measure::ShareOfPay => "likeness_pay",
        Measure::ShareOfPeople => "likeness_people",
        Measure::Amount | Measure::Ratio => "likeness_amounts",
    }))
}

/// What a row is, and whether it stands outside of the distance in the title.
fn label_of(likeness: &Likeness, row: &LikenessRow) -> String {
    let without = if likeness.has_distance(row) { "" } else { " (not compared)" };
    format!("{}{without}", plain(&row.what))
}

/// The words of a row in as many lines as they need, up to three.
fn label_row(page: &mut Page, words: &str, left: f64, y: f64) {
    let width = left - 12.0 - MARGIN;
    let style = LABEL.colour(BLACK);
    let whole = |lines: &[String]| lines.join(" ") == words;
    let large = style.wrap(words, width, 2);
    let (style, lines) = if whole(&large) {
        (style, large)
    } else {
        let style = style.size(11.0);
        (style, style.wrap(words, width, 3))
    };
    let step = style.size * 1.15;
    let first = y - step * (lines.len() as f64 - 1.0) / 2.0;
    for (place, line) in lines.into_iter().enumerate() {
        page.scene.text((MARGIN, first + step * place as f64 + style.half()), line, style);
    }
}

/// Words of a publication as charts write them.
fn plain(words: &str) -> String {
    format::clean(&words.replace(" %", "\u{a0}%"), 120)
}

/// What the colours mean.
fn key(page: &mut Page, left: f64, y: f64) {
    let mut x = left;
    for (words, colour) in [("published", ORANGE), ("simulated", BLUE)] {
        let square = Area { left: x, right: x + 16.0, top: y - 8.0, bottom: y + 8.0 };
        page.scene.rectangle(square, colour);
        page.scene.text((x + 24.0, y + LABEL.half()), words, LABEL);
        x += 24.0 + LABEL.width(words) + 28.0;
    }
}

fn title(likeness: &Likeness, measure: Measure) -> String {
    let name = format::clean(&likeness.disclosure.heading(), 80);
    let counted = likeness.counted();
    let of = match measure {
        Measure::ShareOfPay => DistanceOf::Pay,
        Measure::ShareOfPeople => DistanceOf::People,
        Measure::Amount | Measure::Ratio => DistanceOf::Amounts,
    };
    let distance = likeness.distance(of);
    let at_least = if distance.is_some_and(Distance::is_bound) { "At least " } else { "" };
    match (of, distance.map(|distance| distance.simulated.value)) {
        (DistanceOf::Pay, Some(distance)) => format!(
            "{at_least}{} of the pay would have to change hands to be shared as {name} published it",
            percent(distance)
        ),
        (DistanceOf::People, Some(distance)) => format!(
            "Shares of simulated {counted} lie up to {} of those counted from the ones that {name} published",
            percent(distance)
        ),
        (_, Some(distance)) => format!(
            "Amounts of simulated {counted} lie up to {} times above or below those that {name} published{}",
            decimal(exp(distance), 1),
            left_out(likeness)
        ),
        (DistanceOf::Pay | DistanceOf::People, None) => {
            format!("Shares that {name} published, and those of simulated {counted}")
        }
        (_, None) => format!(
            "Amounts that {name} published cannot be compared with those of simulated {counted}"
        ),
    }
}

/// That some rows are not in the distance.
fn left_out(likeness: &Likeness) -> String {
    match likeness.of(Measure::Amount).filter(|row| !likeness.has_distance(row)).count() {
        0 => String::new(),
        1 => ", without one row that cannot be compared".into(),
        n => format!(", without {n} rows that cannot be compared"),
    }
}

fn subtitle(likeness: &Likeness, measure: Measure, more: &str) -> String {
    let disclosure = &likeness.disclosure;
    let counted = likeness.counted();
    let what = match measure {
        Measure::ShareOfPay => {
            let parts = likeness.distance(DistanceOf::Pay).and_then(|distance| distance.parts);
            let parts = parts.map_or(String::new(), |parts| format!("; {}", parts.words()));
            format!(
                "Share of {} by {counted} in the order of their income{parts}",
                disclosure.pay_in_parts()
            )
        }
        Measure::ShareOfPeople => match likeness.distance(DistanceOf::People) {
            Some(Distance { farthest: Some(farthest), .. }) => {
                format!("Share of {counted}; farthest: {}", plain(&likeness.of_whom(farthest)))
            }
            _ => format!("Share of {counted}"),
        },
        Measure::Amount | Measure::Ratio => {
            let none = likeness.no_distance_of_amounts();
            let none = none.map_or(String::new(), |why| format!("; not compared: {}", plain(&why)));
            format!(
                "{} on an axis that is logarithmic away from zero, one unit of the scenario’s money taken \
                 for {}{none}",
                disclosure.money(),
                likeness.scale
            )
        }
    };
    // Published bars have no whiskers.
    let spread = spread_of(&likeness.provenance, "Whiskers");
    let source: Vec<String> =
        disclosure.source.iter().map(|source| format::clean(source, 160)).collect();
    format!(
        "{what}. Published over: {}. Simulated over: {}. {spread}{more} Source: {} (grade {}).",
        plain(&disclosure.denominator),
        disclosure.counterpart(),
        source.join("; "),
        disclosure.grade.label()
    )
}
