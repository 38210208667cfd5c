//! The disclosures that come with the program, so that it knows them in every folder.

use crate::results::Disclosure;

use super::disclosure::read_disclosure;

/// The text of each file in `data/disclosures`, by the stem of its name.
macro_rules! texts {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/disclosures/", $name, ".toml")))),+]
    };
}

/// In the order of their names.
static DISCLOSURES: &[(&str, &str)] = texts![
    "4life-world-2016",
    "aarp-foundation-us-2018",
    "advocare-us-2016",
    "amway-us-1995",
    "amway-us-2000",
    "amway-us-2010",
    "amway-us-2019",
    "amway-us-2020",
    "arbonne-us-2019",
    "burnlounge-us-2014",
    "doterra-us-2017",
    "dsn-harris-2014",
    "herbalife-us-2012",
    "herbalife-us-2013",
    "herbalife-us-2014",
    "herbalife-us-2016",
    "isagenix-us-2017",
    "it-works-2018",
    "jeunesse-us-2019",
    "mannatech-us-2019",
    "mary-kay-canada-2013",
    "mary-kay-canada-2019",
    "melaleuca-2004",
    "melaleuca-2012",
    "monavie-world-2009",
    "mydailychoice-2018",
    "neora-us-2020",
    "nu-skin-canada-2020",
    "nu-skin-southeast-asia-2019",
    "nu-skin-southeast-asia-2024",
    "nu-skin-us-2013",
    "scentsy-2019-full-year",
    "scentsy-2019-part-year",
    "scentsy-us-2020-full-year",
    "scentsy-us-2020-part-year",
    "usana-north-america-2009",
    "young-living-us-2018",
];

/// All disclosures that come with the program, in the order of their names.
pub fn shipped_disclosures() -> Vec<Disclosure> {
    let read = |(name, text): &(&str, &str)| {
        read_disclosure(&format!("{name}.toml"), text).expect("what is shipped is sound")
    };
    DISCLOSURES.iter().map(read).collect()
}
