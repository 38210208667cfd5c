//! What decides income: entry date, position, skill, hours, willingness to recruit, or luck.

use crate::observation::{Concept, Factor, RANKED};
use crate::plot::Chart;
use crate::plot::format::{percent, tenths};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{
    BLACK, BLUE, Color, GREEN, GREY, MIDDLE_GREY, ORANGE, PURPLE, RGBColor, VERMILLION,
};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::{Determinant, Study};

/// Height of a row.
const ROW: f64 = 34.0;
/// Room above the rows of an income.
const HEADING: f64 = 38.0;
/// Room for the words at the left.
const WORDS: f64 = 250.0;

/// An income with its lines.
type Panel<'s> = (Concept, Vec<(&'s Determinant, Reading)>);

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let panels: Vec<Panel<'_>> = RANKED
        .iter()
        .map(|&concept| (concept, read(study, concept)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    let title = title(&panels.first()?.1);
    let rows: usize = panels.iter().map(|(_, lines)| lines.len()).sum();
    let subtitle = format!(
        "Share of the variance of the rank of income over their whole time as members, among those \
         who joined to earn, that is explained by what they joined as: Shapley values, which with \
         luck add up to 100\u{a0}%; {}. Luck is all that the five factors do not \
         explain: what else people joined as, too, as own demand or buying ahead. {}",
        if panels.iter().any(|(_, lines)| is_left_out(study, lines[0].0)) {
            "mean of the runs that have people enough to tell"
        } else {
            page::mean_of(study)
        },
        page::spread_of(&study.provenance, "Whiskers"),
    );
    let height = 262.0 + ROW * rows as f64 + HEADING * panels.len() as f64;
    let mut page = Page::new(study, title, subtitle, height);
    let area = Area {
        left: MARGIN + WORDS,
        right: page.area.right - 76.0,
        top: page.area.top + 2.0,
        bottom: page.area.bottom - 26.0,
    };
    let readings = panels.iter().flat_map(|(_, lines)| lines.iter().map(|(_, reading)| reading));
    let scale = Scale::linear(readings.flat_map(|reading| reading.extent()).chain([0.0]), 5.0);
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    let zero = area.x(scale.share(0.0));
    page.scene.line(vec![(zero, area.top), (zero, area.bottom)], 1.3, GREY);
    let step = area.height() / (ROW * rows as f64 + HEADING * panels.len() as f64);
    let mut y = area.top;
    for (concept, lines) in &panels {
        let style = LABEL.size(15.0).bold().colour(BLACK);
        let of = if is_left_out(study, lines[0].0) {
            format!(", in {} of {} runs", lines[0].0.share.runs, study.provenance.runs)
        } else {
            String::new()
        };
        let heading = format!("Rank of {}{of}", concept.phrase());
        page.scene.text((MARGIN, y + 26.0 * step), heading, style);
        y += HEADING * step;
        for (line, reading) in lines {
            let row = Area { top: y + 4.0, bottom: y + ROW * step - 4.0, ..area };
            draw_row(&mut page, row, &scale, (line, reading));
            y += ROW * step;
        }
    }
    Some(page.finish("what_decides_income"))
}

/// Whether some runs have too few people to tell.
fn is_left_out(study: &Study, line: &Determinant) -> bool {
    line.share.runs < study.provenance.runs
}

/// The lines of an income of which enough runs have a figure.
fn read(study: &Study, concept: Concept) -> Vec<(&Determinant, Reading)> {
    let told = |line: &&Determinant| line.concept == concept && study.tells(line);
    let lines = study.determinants.iter().filter(told);
    lines.filter_map(|line| Some((line, Reading::of(&line.share)?))).collect()
}

fn draw_row(page: &mut Page, row: Area, scale: &Scale, (line, share): (&Determinant, &Reading)) {
    let middle = f64::midpoint(row.top, row.bottom);
    let x = |value: f64| row.x(scale.share(value));
    let (zero, end) = (x(0.0), x(share.value));
    let bar = Area { left: zero.min(end), right: zero.max(end), ..row };
    page.scene.rectangle(bar, colour(line).mix(0.85));
    let mut label = zero.max(end);
    if let Some((low, high)) = share.spread.filter(|(low, high)| low < high) {
        page.whisker((x(low), middle), (x(high), middle));
        label = label.max(x(high));
    }
    let y = middle + LABEL.half();
    page.scene.text((MARGIN, y), LABEL.cut(line.phrase(), WORDS - 16.0), LABEL.colour(BLACK));
    page.figure((label + 10.0, y), &tenths(share.value), LABEL.bold().colour(BLACK));
}

fn colour(line: &Determinant) -> RGBColor {
    match line.factor {
        Some(Factor::EntryDate) => BLUE,
        Some(Factor::Position) => GREEN,
        Some(Factor::Skill) => ORANGE,
        Some(Factor::Hours) => PURPLE,
        Some(Factor::Propensity) => VERMILLION,
        None => MIDDLE_GREY,
    }
}

/// What luck decides of the first income, and the factor that decides most.
fn title(lines: &[(&Determinant, Reading)]) -> String {
    let luck = lines.iter().find(|(line, _)| line.factor.is_none());
    let factors = lines.iter().filter(|(line, _)| line.factor.is_some());
    let most = factors.max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    match (luck, most) {
        (Some((line, luck)), _) if luck.value > 0.995 => format!(
            "What people joined as explains nothing of who ranks where in {}",
            line.concept.phrase()
        ),
        (Some((line, luck)), Some((factor, share))) => format!(
            "Luck and all else decide {} of who ranks where in {}; {} decides {}",
            percent(luck.value),
            line.concept.phrase(),
            match factor.factor {
                Some(Factor::EntryDate) => "the time of joining",
                Some(Factor::Position) => "the place in the tree",
                Some(Factor::Skill) => "skill",
                Some(Factor::Hours) => "hours",
                _ => "willingness to recruit",
            },
            percent(share.value),
        ),
        _ => "What decides income".into(),
    }
}
