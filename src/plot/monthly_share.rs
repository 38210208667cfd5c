//! A share, month by month: what members believe, and what outsiders buy.

use crate::observation::{Line as DrawnLine, SIGNS};
use crate::plot::Chart;
use crate::plot::format::{count, percent};
use crate::plot::growth::{self, Line, LineData};
use crate::plot::page::{self, Grid, HEIGHT, LineName, MARGIN, Page};
use crate::plot::palette::{BLUE, PURPLE, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::Area;
use crate::results::Study;

/// A chart of one share.
struct Share {
    /// Name of the chart.
    name: &'static str,
    line: LineData,
    /// What is shown, for the subtitle.
    shown: &'static str,
    /// At the vertical axis.
    axis: &'static str,
    /// Lines that it is held against.
    lines: &'static [DrawnLine],
}

const BELIEF: Line = ("belief", "mean belief", PURPLE);
const OUTSIDE: Line = ("outside_sales_share", "outsiders", BLUE);

/// What members come to believe of the opportunity.
pub(crate) fn belief(study: &Study) -> Option<Chart> {
    let share = Share {
        name: "belief",
        line: growth::read(study, &[BELIEF]).pop()?,
        shown: "Mean belief of the members of each month who joined to earn: the income that they expect, \
                as a share of what people hope for",
        axis: "Share of what people hope for",
        lines: &[],
    };
    let (first, last) = share.ends()?;
    let title = format!(
        "After {} months members who joined to earn believed in {} of what people hope to earn; {} at \
         first",
        share.months(),
        percent(last),
        percent(first)
    );
    Some(share.draw(study, title))
}

/// What outsiders buy of all that is ordered, and the lines of rules and orders.
pub(crate) fn outside_sales(study: &Study) -> Option<Chart> {
    let share = Share {
        name: "outside_sales",
        line: growth::read(study, &[OUTSIDE]).pop()?,
        shown: "Points of customers’ orders, and of goods that members resold to them, among all orders of \
                each month, whether goods are given back later or not. Dashed: lines of rules and orders for \
                single companies (warning_signs.csv), for comparison and no verdict",
        axis: "Share of the month’s orders",
        lines: SIGNS.iter().find(|sign| sign.name == OUTSIDE.0).map_or(&[], |sign| sign.lines),
    };
    let (_, last) = share.ends()?;
    let readings = share.line.readings.iter().flatten();
    let most = readings.map(|reading| reading.value).fold(0.0, f64::max);
    let (last, most) = (percent(last), percent(most));
    let title = if last == most {
        format!(
            "Outsiders bought {last} of what was ordered in the last month with orders, as much as in any \
             month before"
        )
    } else {
        format!(
            "Outsiders bought {last} of what was ordered in the last month with orders, and {most} in the \
             month with the most"
        )
    };
    Some(share.draw(study, title))
}

impl Share {
    /// The first and the last figure.
    fn ends(&self) -> Option<(f64, f64)> {
        let mut values = self.line.readings.iter().flatten().map(|reading| reading.value);
        let first = values.next()?;
        Some((first, values.next_back().unwrap_or(first)))
    }

    fn months(&self) -> usize {
        self.line.readings.len() - 1
    }

    fn draw(&self, study: &Study, title: String) -> Chart {
        let subtitle = format!(
            "{}; line: {}. {}",
            self.shown,
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
        let (x, y) = (Scale::months(self.months()), Scale::shares([1.0].into_iter()));
        page.vertical_axis(area, &y, page::share_label, self.axis);
        page.horizontal_axis(area, &x, count, Grid::Ticks);
        page.words_below(area, 40.0, "Months since the start");
        for drawn in self.lines {
            let at = area.y(y.share(drawn.at));
            page.scene.dashed(vec![(area.left, at), (area.right, at)], 1.6, VERMILLION);
        }
        let place = |month: f64, value: f64| (area.x(x.share(month)), area.y(y.share(value)));
        page.banded_line(&self.line.readings, place, self.line.colour);
        let (_, last) = self.ends().unwrap_or_default();
        let drawn = self.lines.iter().map(|drawn| LineName {
            y: area.y(y.share(drawn.at)),
            text: page::share_label(drawn.at),
            note: String::new(),
            colour: VERMILLION,
        });
        let mut names: Vec<LineName> = drawn.collect();
        let mut name = LineName {
            y: area.y(y.share(last)),
            text: self.line.name.clone(),
            note: percent(last),
            colour: self.line.colour,
        };
        // The names of drawn lines stand at their lines.
        name.y = Page::free_of(&name, &names, area);
        names.push(name);
        page.names_of_lines(area.right + 10.0, area, names);
        page.finish(self.name)
    }
}
