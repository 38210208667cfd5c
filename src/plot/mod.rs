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
mod strands;

mod income_distribution;
mod of_100_people;
mod percentiles;
mod disclosure_lens;
mod lorenz;
mod growth;
mod monthly_share;
mod income_by_entry;
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

/// All charts that the study has data for, the most telling first.
pub fn charts(study: &Study) -> Vec<Chart> {
    let all: [fn(&Study) -> Option<Chart>; 14] = [
        of_100_people::draw,
        income_distribution::draw,
        percentiles::draw,
        disclosure_lens::draw,
        income_by_entry::draw,
        what_decides_income::draw,
        ranks::draw,
        lorenz::draw,
        growth::draw,
        monthly_share::belief,
        money_over_time::draw,
        money_flow::draw,
        warning_signs::draw,
        monthly_share::outside_sales,
    ];
    all.iter().filter_map(|draw| draw(study)).collect()
}
