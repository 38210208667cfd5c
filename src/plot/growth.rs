//! How the network grows: people, and how many come and go.

use crate::plot::Chart;
use crate::plot::format::{count, counted, percent, short};
use crate::plot::page::{self, Grid, HEIGHT, LineName, MARGIN, Page, Reading};
use crate::plot::palette::{BLUE, GREEN, ORANGE, PURPLE, RGBColor, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::Area;
use crate::results::Study;

/// A series on a chart: its name in the study, its name for readers, its colour.
pub(crate) type Line = (&'static str, &'static str, RGBColor);

const EVER_JOINED: &str = "ever joined";
const PEOPLE: [Line; 3] = [
    ("ever_joined", EVER_JOINED, VERMILLION),
    ("members", "members", BLUE),
    ("customers", "customers", GREEN),
];
const FLOWS: [Line; 2] = [("joins", "joining", PURPLE), ("leavers", "leaving", ORANGE)];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let mut people = read(study, &PEOPLE);
    if study.rejoining_among.is_some() {
        for line in people.iter_mut().filter(|line| line.name == EVER_JOINED) {
            line.name = "times joined".into();
        }
    }
    let flows = read(study, &FLOWS);
    if people.is_empty() && flows.is_empty() {
        return None;
    }
    let subtitle = format!(
        "The whole network, month by month; lines: {}. {}",
        page::mean_of(study),
        page::bands_explained(study, "Dark band", "light band"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT);
    let panels: Vec<(&str, Vec<LineData>)> = [("People", people), ("People a month", flows)]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    let below = 44.0;
    let height = (page.area.height() - below) / panels.len() as f64;
    let mut top = page.area.top;
    for (words, lines) in &panels {
        let area = Area {
            left: MARGIN + 54.0,
            right: page.area.right - 150.0,
            top: top + 32.0,
            bottom: top + height - 10.0,
        };
        top += height;
        let is_last = top + below > page.area.bottom - 1.0;
        panel(&mut page, area, words, lines, is_last);
    }
    Some(page.finish("growth"))
}

fn title(study: &Study) -> String {
    let last = |name: &str| {
        let months = &study.series(name)?.months;
        Some((page::value(months.last()?)?, months.len() - 1))
    };
    let over = |months: usize| counted(months as f64, "month", "months");
    let verb = |value: f64, one: &'static str, several: &'static str| {
        if count(value) == "1" { one } else { several }
    };
    if let (Some(people), Some((joined, months))) = (study.rejoining_among, last("ever_joined")) {
        let members = last("members")
            .map_or(String::new(), |(members, _)| format!("; {} are members", count(members)));
        return format!(
            "In {} the {} people of the market joined {} times, some of them again{members}",
            over(months),
            count(people as f64),
            count(joined)
        );
    }
    let market = last("saturation").map_or(String::new(), |(share, _)| {
        format!(" ({}\u{a0}of\u{a0}the\u{a0}market)", percent(share))
    });
    match (last("ever_joined"), last("members")) {
        (Some((0.0, months)), _) => format!("In {} nobody joined", over(months)),
        (Some((joined, months)), Some((members, _))) => format!(
            "After {} {} {} joined{market} and {} {}",
            over(months),
            counted(joined, "person", "people"),
            verb(joined, "has", "have"),
            count(members),
            verb(members, "is still a member", "are still members"),
        ),
        (Some((joined, months)), None) => {
            let people = counted(joined, "person", "people");
            format!(
                "After {} {people} {} joined{market}",
                over(months),
                verb(joined, "has", "have")
            )
        }
        (None, Some((members, months))) => {
            let members =
                format!("{} {}", verb(members, "is", "are"), counted(members, "member", "members"));
            format!("After {} there {members}{market}", over(months))
        }
        (None, None) => "How many people come and go".into(),
    }
}

/// A line of a panel.
pub(crate) struct LineData {
    pub(crate) name: String,
    pub(crate) colour: RGBColor,
    pub(crate) readings: Vec<Option<Reading>>,
}

/// The lines that the study has any number for.
pub(crate) fn read(study: &Study, lines: &[Line]) -> Vec<LineData> {
    lines
        .iter()
        .filter_map(|&(series, name, colour)| {
            let readings: Vec<Option<Reading>> =
                study.series(series)?.months.iter().map(Reading::banded).collect();
            let has_any = readings.iter().any(Option::is_some);
            has_any.then(|| LineData { name: name.into(), colour, readings })
        })
        .collect()
}

/// Lines over months with their names at the right.
pub(crate) fn panel(page: &mut Page, area: Area, words: &str, lines: &[LineData], labels: bool) {
    let months = lines.iter().map(|line| line.readings.len()).max().unwrap_or(1) - 1;
    let x = Scale::months(months);
    let readings = || lines.iter().flat_map(|line| line.readings.iter().flatten());
    let y = Scale::linear(
        readings().flat_map(|reading| reading.extent()).chain([0.0]),
        (area.height() / 30.0).min(7.0),
    );
    page.vertical_axis(area, &y, short, words);
    if labels {
        page.horizontal_axis(area, &x, count, Grid::Ticks);
        page.words_below(area, 40.0, "Months since the start");
    }
    let mut names = Vec::new();
    for line in lines {
        let place = |month: f64, value: f64| (area.x(x.share(month)), area.y(y.share(value)));
        page.banded_line(&line.readings, place, line.colour);
        if let Some(last) = line.readings.iter().rev().flatten().next() {
            names.push(LineName {
                y: area.y(y.share(last.value)),
                text: line.name.clone(),
                note: short(last.value),
                colour: line.colour,
            });
        }
    }
    page.names_of_lines(area.right + 10.0, area, names);
}
