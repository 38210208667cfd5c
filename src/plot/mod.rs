//! Charts of a study, as SVG and PNG.
//!
//! Each chart is one file with one function that reads a [`Study`] and draws marks into a scene,
//! or declines where the study has nothing to show. The title of a chart states what was found,
//! its subtitle what is shown (concept, window, denominator, meaning of bands), its foot where it
//! comes from. The same study gives the same bytes on every machine.
//!
//! This module knows nothing of how results were computed, and writes no files.

pub mod format;

mod palette;
mod letters;
mod scene;
mod scale;
mod page;
mod render;
mod classes;
mod columns;
mod strands;

mod income_distribution;
mod of_100_people;
mod percentiles;
mod disclosure_lens;
mod lorenz;
mod growth;
mod monthly_share;
mod income_by_entry;
mod sponsor_skill;
mod what_decides_income;
mod ranks;
mod money_over_time;
mod money_flow;
mod warning_signs;
mod collapse;
mod comparison;
mod published;
mod likeness;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use collapse::charts as collapse_charts;
pub use comparison::charts as comparison_charts;
pub use likeness::charts as likeness_charts;
pub use published::charts as published_charts;

use crate::results::Study;

/// A chart, ready to be encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The word for files and links, such as `income_distribution`.
    pub name: &'static str,
    /// What was found, in one sentence.
    pub title: String,
    /// What is shown: concept, window, denominator and the meaning of bands.
    pub description: String,
    scene: scene::Scene,
}

impl Chart {
    /// The chart as an SVG document whose text stays text.
    pub fn svg(&self) -> String {
        render::svg(&self.scene, &self.title, &self.description)
    }

    /// The chart as a PNG file, 1,920 pixels wide: 16 cm at 300 dots per inch.
    pub fn png(&self) -> Vec<u8> {
        render::png(&self.scene)
    }
}

/// What a chart shows: where no money moves, none of incomes and money has anything to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Money,
    People,
}

/// All charts that the study has data for, the most telling first.
pub fn charts(study: &Study) -> Vec<Chart> {
    type Draw = fn(&Study) -> Option<Chart>;
    let all: [(Shows, Draw); 15] = [
        (Shows::Money, of_100_people::draw),
        (Shows::Money, income_distribution::draw),
        (Shows::Money, percentiles::draw),
        (Shows::Money, disclosure_lens::draw),
        (Shows::Money, income_by_entry::draw),
        (Shows::Money, sponsor_skill::draw),
        (Shows::Money, what_decides_income::draw),
        (Shows::People, ranks::draw),
        (Shows::Money, lorenz::draw),
        (Shows::People, growth::draw),
        (Shows::People, monthly_share::belief),
        (Shows::Money, money_over_time::draw),
        (Shows::Money, money_flow::draw),
        (Shows::Money, warning_signs::draw),
        (Shows::Money, monthly_share::outside_sales),
    ];
    let shown = all.iter().filter(|(shows, _)| *shows == Shows::People || study.has_money());
    shown.filter_map(|(_, draw)| draw(study)).collect()
}
