//! How far people come on the ladder of ranks.

use crate::plot::Chart;
use crate::plot::format::{self, percent, with_pooled};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, GREY};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::{RankShare, Study};

/// Height of a row, and of the bar in it.
const ROW: f64 = 34.0;
const BAR: f64 = 24.0;
/// Room above and below the rows, for the axis.
const FRAME: f64 = 30.0;
/// Room for the names at the left.
const WORDS: f64 = 210.0;
/// The most ranks in one picture.
const RANKS_MAX: usize = 24;

/// A rank with its share.
type Row<'s> = (&'s RankShare, Reading);

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let ranks = study.ranks.iter().rev();
    let rows: Vec<Row<'_>> =
        ranks.filter_map(|rank| Some((rank, Reading::of(&rank.builders)?))).collect();
    let shown = &rows[..rows.len().min(RANKS_MAX)];
    if shown.is_empty() {
        return None;
    }
    let less = if shown.len() < rows.len() {
        format!(" Only the highest {RANKS_MAX} of {} ranks are shown.", rows.len())
    } else {
        String::new()
    };
    let subtitle = format!(
        "Share of those who joined to earn who ever earned the rank or a higher one while they were \
         members; {}. Those who joined last had less time. {}{less}",
        page::mean_of(study),
        page::spread_of(&study.provenance, "Whiskers"),
    );
    let space = FRAME + ROW * shown.len() as f64;
    let mut page = Page::around_study(study, title(study, &rows), subtitle, space);
    let area = Area {
        left: MARGIN + WORDS,
        right: page.area.right - 76.0,
        top: page.area.top + 2.0,
        bottom: page.area.top + 2.0 + ROW * shown.len() as f64,
    };
    let extents = shown.iter().flat_map(|(_, reading)| reading.extent());
    let scale = Scale::linear(extents.chain([0.0]), 5.0);
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    let zero = area.x(scale.share(0.0));
    page.scene.line(vec![(zero, area.top), (zero, area.bottom)], 1.3, GREY);
    for (n, row) in shown.iter().enumerate() {
        let top = area.top + ROW * n as f64 + (ROW - BAR) / 2.0;
        draw_row(&mut page, Area { top, bottom: top + BAR, ..area }, &scale, row);
    }
    Some(page.finish("ranks"))
}

fn draw_row(page: &mut Page, row: Area, scale: &Scale, (rank, share): &Row<'_>) {
    let middle = f64::midpoint(row.top, row.bottom);
    let x = |value: f64| row.x(scale.share(value));
    let (zero, end) = (x(0.0), x(share.value));
    let bar = Area { left: zero.min(end), right: zero.max(end), ..row };
    page.scene.rectangle(bar, BLUE.mix(0.85));
    let mut label = zero.max(end);
    if let Some((low, high)) = share.spread.filter(|(low, high)| low < high) {
        page.whisker((x(low), middle), (x(high), middle));
        label = label.max(x(high));
    }
    let y = middle + LABEL.half();
    let name = format::clean(&rank.rank, 60);
    page.scene.text((MARGIN, y), LABEL.cut(&name, WORDS - 16.0), LABEL.colour(BLACK));
    page.figure(
        (label + 10.0, y),
        &percent(share.value.clamp(0.0, 1.0)),
        LABEL.bold().colour(BLACK),
    );
}

/// Who reached the lowest rank, and who the highest; `rows` begin with that.
fn title(study: &Study, rows: &[Row<'_>]) -> String {
    let said = |(rank, _): &Row<'_>| {
        (with_pooled(study, &rank.builders, percent), format::clean(&rank.rank, 40))
    };
    match rows {
        [highest, .., lowest] => {
            let ((low, lowest), (high, highest)) = (said(lowest), said(highest));
            format!("Of those who joined to earn {low} ever became {lowest} and {high} {highest}")
        }
        [only] => {
            let (share, name) = said(only);
            format!("Of those who joined to earn {share} ever became {name}")
        }
        [] => "How far people come".into(),
    }
}
