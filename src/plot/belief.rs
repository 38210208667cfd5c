//! What members come to believe of the opportunity, month by month.

use crate::plot::Chart;
use crate::plot::format::{count, percent};
use crate::plot::growth::{self, Line};
use crate::plot::page::{self, Grid, HEIGHT, LineName, MARGIN, Page};
use crate::plot::palette::PURPLE;
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::Study;

const LINE: [Line; 1] = [("belief", "mean belief", PURPLE)];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let line = growth::read(study, &LINE).pop()?;
    let values = || line.readings.iter().flatten().map(|reading| reading.value);
    let (first, last) = (values().next()?, values().next_back()?);
    let months = line.readings.len() - 1;
    let title = format!(
        "After {months} months members who joined to earn believed in {} of what people hope to earn; \
         {} at first",
        percent(last),
        percent(first)
    );
    let subtitle = format!(
        "Mean belief of the members of each month who joined to earn: the income that they expect, as a \
         share of what people hope for; line: {}. {}",
        page::mean_of(study),
        page::bands_explained(study, "Dark band", "light band"),
    );
    let mut page = Page::new(study, title, subtitle, HEIGHT);
    let area = Area {
        left: MARGIN + 54.0,
        right: page.area.right - 120.0,
        top: page.area.top + 34.0,
        bottom: page.area.bottom - 46.0,
    };
    let (x, y) = (Scale::months(months), Scale::shares([1.0].into_iter()));
    page.vertical_axis(area, &y, page::share_label, "Share of what people hope for");
    page.horizontal_axis(area, &x, count, Grid::Ticks);
    let at = (f64::midpoint(area.left, area.right), area.bottom + 40.0);
    page.scene.text(at, "Months since the start", LABEL.middle());
    let place = |month: f64, value: f64| (area.x(x.share(month)), area.y(y.share(value)));
    page.banded_line(&line.readings, place, line.colour);
    let name = LineName {
        y: area.y(y.share(last)),
        text: line.name.clone(),
        note: percent(last),
        colour: line.colour,
    };
    page.names_of_lines(area.right + 10.0, area, vec![name]);
    Some(page.finish("belief"))
}
