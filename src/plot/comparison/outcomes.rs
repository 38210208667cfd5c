//! Who lost, came out even and gained, scenario by scenario.

use super::{label, name, rows};
use crate::observation::{Denominator, OwnUse};
use crate::plot::Chart;
use crate::plot::classes::{self, Class, Side};
use crate::plot::format::{self, percent, tenths};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, Color, PALE_ALPHA, RGBAColor, WHITE};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::{Comparison, Study};

/// Height of the bar of a scenario, and of all that is in a row.
const BAR: f64 = 30.0;
const ROW: f64 = 54.0;
/// Room for title, axis, key and source.
const FRAME: f64 = 268.0;

pub(super) fn draw(comparison: &Comparison) -> Option<Chart> {
    let (rows, more) = rows(comparison);
    let parts: Vec<Vec<Part>> =
        comparison.studies[..rows].iter().map(|(_, study)| parts(study)).collect();
    if parts.iter().all(Vec::is_empty) {
        return None;
    }
    let differ = super::worlds_differ(comparison);
    let small = if differ { "; in brackets: of all runs taken together" } else { "" };
    let subtitle = format!(
        "Net income over their whole time as members, everyone who ever joined, {}. \
         Below the names: who lost, of all and of those who joined to earn{small}.{more}",
        super::mean_of(comparison),
    );
    let height = FRAME + ROW * rows as f64;
    let mut page = Page::of(&comparison.provenance, title(comparison), subtitle, height);
    let top = page.area.top + 10.0;
    let left = MARGIN + 220.0;
    let area = Area { left, top, bottom: top + ROW * rows as f64, ..page.area };
    let area = Area { right: area.right - 14.0, ..area };
    let scale = Scale::shares([1.0].into_iter());
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    for (place, parts) in parts.iter().enumerate() {
        let y = top + ROW * (place as f64 + 0.5);
        let note = losing(&comparison.studies[place].1);
        label(&mut page, y, left - 12.0, &name(comparison, place), &note);
        bar(&mut page, parts, Area { top: y - BAR / 2.0, bottom: y + BAR / 2.0, ..area });
    }
    key(&mut page, left, area.bottom + 48.0);
    Some(page.finish("compared_outcomes"))
}

/// A part of a bar.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    share: f64,
    ink: RGBAColor,
    is_dark: bool,
}

/// Losses, nothing and gains, each of those who joined to earn and of those who joined only to
/// buy; the latter beside the middle, so that those who joined to earn stand at the ends.
fn parts(study: &Study) -> Vec<Part> {
    let classes = classes::read(study);
    if classes.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for side in Side::ALL {
        let fits = |class: &Class| class.side == side;
        let all = classes::total(&classes, fits);
        let buyers = classes::total_of_buyers(&classes, fits);
        let of = |share: f64, alpha: f64| Part {
            share,
            ink: side.colour().mix(alpha),
            is_dark: alpha == 1.0 && side != Side::Even,
        };
        let pair = [of(all - buyers, 1.0), of(buyers, PALE_ALPHA)];
        if side == Side::Gain { parts.extend(pair.into_iter().rev()) } else { parts.extend(pair) }
    }
    parts
}

/// A bar of parts, each with its share where there is room for it.
fn bar(page: &mut Page, parts: &[Part], area: Area) {
    // Means of runs may miss one a little.
    let total: f64 = parts.iter().map(|part| part.share).sum();
    if !parts.is_empty() {
        // Grid lines would be seen through what is pale.
        page.scene.rectangle(area, WHITE);
    }
    let mut before = 0.0;
    for part in parts {
        let (left, right) = (area.x(before / total), area.x((before + part.share) / total));
        before += part.share;
        if right - left < 0.3 {
            continue;
        }
        let right = right.min(area.right);
        page.scene.rectangle(Area { left, right, ..area }, part.ink);
        let words = percent(part.share);
        let style = LABEL.colour(if part.is_dark { WHITE } else { BLACK }).middle();
        if style.width(&words) + 8.0 <= right - left {
            let y = f64::midpoint(area.top, area.bottom) + style.half();
            page.scene.text((f64::midpoint(left, right), y), words, style);
        }
    }
}

/// What the colours mean.
fn key(page: &mut Page, left: f64, y: f64) {
    let mut x = left;
    for (words, side) in [("lost", Side::Loss), ("even", Side::Even), ("gained", Side::Gain)] {
        for (alpha, width) in [(1.0, 16.0), (PALE_ALPHA, 16.0)] {
            let square = Area { left: x, right: x + width, top: y - 8.0, bottom: y + 8.0 };
            page.scene.rectangle(square, side.colour().mix(alpha));
            x += width;
        }
        page.scene.text((x + 8.0, y + LABEL.half()), words, LABEL);
        x += 8.0 + LABEL.width(words) + 28.0;
    }
    let words = "dark: joined to earn; pale: joined only to buy";
    page.scene.text((x, y + LABEL.half()), words, LABEL);
}

fn share_losing(study: &Study, denominator: Denominator) -> Option<Reading> {
    study.loss(denominator, OwnUse::Scenario).and_then(|loss| Reading::of(&loss.below_zero))
}

fn losing(study: &Study) -> String {
    let share = |denominator| {
        let share = &study.loss(denominator, OwnUse::Scenario)?.below_zero;
        let mean = tenths(page::value(share)?);
        Some(match format::pooled(study, share, tenths) {
            Some(all) => format!("{mean} ({all})"),
            None => mean,
        })
    };
    match (share(Denominator::Everyone), share(Denominator::Builders)) {
        (Some(all), Some(builders)) => format!("lost: {all}; to earn: {builders}"),
        (Some(all), None) => format!("lost: {all}"),
        _ => "nobody joined".into(),
    }
}

/// The scenarios in which the smallest and the largest share lost.
fn title(comparison: &Comparison) -> String {
    let mut shares: Vec<(f64, String)> = (0..rows(comparison).0)
        .filter_map(|place| {
            let share = share_losing(&comparison.studies[place].1, Denominator::Builders)?;
            Some((share.value, name(comparison, place)))
        })
        .collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    match &shares[..] {
        [(low, first), .., (high, last)] => {
            let [low, high] = [percent(*low), percent(*high)];
            if low == high {
                format!("Of those who joined to earn, {low} lost money in every scenario")
            } else {
                format!(
                    "Of those who joined to earn, {low} lost money under {first}, {high} under {last}"
                )
            }
        }
        _ => "Who lost money, and who gained".into(),
    }
}
