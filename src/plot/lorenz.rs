//! How unequally company pay is shared.

use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::plot::Chart;
use crate::plot::format::{decimal, percent};
use crate::plot::page::{self, BANDS, Band, Grid, HEIGHT, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, GREY, RGBColor, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL, Point};
use crate::results::{LorenzCurve, Study};

/// Whose curves are drawn.
const CURVES: [(Denominator, &str, RGBColor); 2] = [
    (Denominator::Everyone, "Everyone who ever joined", BLUE),
    (Denominator::Paid, "Those paid at least once", VERMILLION),
];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let curves: Vec<(&LorenzCurve, Denominator, &str, RGBColor)> = CURVES
        .into_iter()
        .filter_map(|(whom, words, colour)| Some((find(study, whom)?, whom, words, colour)))
        .collect();
    let (_, first, ..) = *curves.first()?;
    let subtitle = format!(
        "Lorenz curves of company pay over their whole time as members: the share of all pay that \
         goes to the people with the least; {}. {}",
        page::mean_of(study),
        page::bands_explained(study, "Dark band", "light band"),
    );
    let mut page = Page::new(study, title(study, first), subtitle, HEIGHT);
    let top = page.area.top + 30.0;
    let bottom = page.area.bottom - 44.0;
    let left = MARGIN + 44.0;
    let area = Area { left, top, bottom, right: left + (bottom - top) * 1.18 };
    let scale = Scale::shares([1.0].into_iter());
    page.vertical_axis(area, &scale, page::share_label, "Share of all company pay");
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    let words = "Share of people, those with the least pay first";
    page.scene.text((area.x(0.5), area.bottom + 40.0), words, LABEL.middle());
    let diagonal = vec![(area.left, area.bottom), (area.right, area.top)];
    page.scene.dashed(diagonal, 1.4, GREY);
    for (curve, _, _, colour) in &curves {
        draw_curve(&mut page, area, curve, *colour);
    }
    legend(&mut page, study, area.right + 44.0, &curves);
    Some(page.finish("lorenz"))
}

/// The curve of company pay over life, if it has points besides its ends.
fn find(study: &Study, whom: Denominator) -> Option<&LorenzCurve> {
    study.lorenz.iter().find(|curve| {
        curve.window == Window::Life
            && curve.denominator == whom
            && curve.concept == Concept::CompanyPay
            && curve.points.iter().any(|(x, y)| *x > 0.0 && *x < 1.0 && page::value(y).is_some())
    })
}

fn figure(study: &Study, whom: Denominator, statistic: Statistic) -> Option<Reading> {
    study.income(Window::Life, whom, Concept::CompanyPay, statistic).and_then(Reading::of)
}

fn title(study: &Study, whom: Denominator) -> String {
    let people = match whom {
        Denominator::Everyone => "all who joined",
        _ => "those ever paid",
    };
    let top = figure(study, whom, Statistic::TopShare(1.0));
    let gini = figure(study, whom, Statistic::Gini);
    match (top, gini) {
        (Some(top), Some(gini)) => format!(
            "The top 1\u{a0}% of {people} got {} of all company pay; the Gini coefficient is {}",
            percent(top.value),
            decimal(gini.value, 2)
        ),
        (Some(top), None) => {
            format!("The top 1\u{a0}% of {people} got {} of all company pay", percent(top.value))
        }
        (None, Some(gini)) => format!(
            "The Gini coefficient of company pay among {people} is {}",
            decimal(gini.value, 2)
        ),
        (None, None) => format!("How company pay is shared among {people}"),
    }
}

/// The bands and the line of one curve, from nobody to everybody.
fn draw_curve(page: &mut Page, area: Area, curve: &LorenzCurve, colour: RGBColor) {
    let point =
        |x: f64, y: f64| -> Point { (area.x(x.clamp(0.0, 1.0)), area.y(y.clamp(0.0, 1.0))) };
    let readings: Vec<(f64, Reading)> = curve
        .points
        .iter()
        .filter(|(x, _)| *x > 0.0 && *x < 1.0)
        .filter_map(|(x, y)| Some((*x, Reading::banded(y)?)))
        .collect();
    let closed = |middle: Vec<Point>| {
        let mut points = vec![point(0.0, 0.0)];
        points.extend(middle);
        points.push(point(1.0, 1.0));
        points
    };
    for Band { range, alpha } in BANDS {
        let ranges: Vec<(f64, (f64, f64))> =
            readings.iter().filter_map(|(x, r)| Some((*x, range(r)?))).collect();
        if !ranges.is_empty() {
            let lower = ranges.iter().map(|&(x, (low, _))| point(x, low)).collect();
            let upper = ranges.iter().rev().map(|&(x, (_, high))| point(x, high));
            let outline = closed(lower).into_iter().chain(upper).collect();
            page.scene.fill(outline, colour.mix(alpha));
        }
    }
    let line = closed(readings.iter().map(|(x, r)| point(*x, r.value)).collect());
    page.scene.line(line, 2.4, colour);
}

/// The figures of each curve.
fn legend(
    page: &mut Page,
    study: &Study,
    left: f64,
    curves: &[(&LorenzCurve, Denominator, &str, RGBColor)],
) {
    let mut y = page.area.top + 42.0;
    let several = study.provenance.runs > 1;
    for (_, whom, words, colour) in curves {
        page.scene.text((left, y), *words, LABEL.size(16.0).bold().colour(*colour));
        y += 24.0;
        let figures = [
            ("Gini coefficient", Statistic::Gini),
            ("share of the top 1\u{a0}%", Statistic::TopShare(1.0)),
            ("share of the top 10\u{a0}%", Statistic::TopShare(10.0)),
        ];
        for (name, statistic) in figures {
            let Some(reading) = figure(study, *whom, statistic) else { continue };
            let write = |value: f64| match statistic {
                Statistic::Gini => decimal(value, 2),
                _ => percent(value),
            };
            page.scene.text((left, y), name, LABEL);
            let style = LABEL.bold().colour(BLACK).end();
            page.scene.text((left + 196.0, y), style.cut(&write(reading.value), 64.0), style);
            if let Some((low, high)) = reading.spread {
                let range = format!("{} to {}", write(low), write(high));
                let x = left + 210.0;
                page.scene.text((x, y), LABEL.cut(&range, page.area.right - x), LABEL);
            }
            y += 20.0;
        }
        y += 20.0;
    }
    let note = if several {
        "Figures: median of runs, and 5–95\u{a0}% of runs. Dashed: everybody gets the same."
    } else {
        "Dashed: everybody gets the same."
    };
    page.sentence(left, y, page.area.right - left, note);
}
