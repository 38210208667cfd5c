//! The table of what decides income.

use super::tables::{columns, row};
use super::{Determinant, ESTIMATES, Study, Table};
use crate::statistics::Estimate;

impl Determinant {
    /// The word in tables.
    pub fn label(&self) -> &'static str {
        self.factor.map_or("luck", crate::observation::Factor::label)
    }

    /// The words in sentences.
    pub fn phrase(&self) -> &'static str {
        self.factor.map_or("luck: all the rest", crate::observation::Factor::phrase)
    }
}

pub(super) fn table(study: &Study) -> Table {
    let rows = study.determinants.iter().flat_map(|line| {
        let measures: [(&str, Option<&Estimate>); 2] =
            [("share", Some(&line.share)), ("alone", line.alone.as_ref())];
        measures.into_iter().filter_map(|(measure, estimate)| {
            let keys = [line.concept.label(), line.label(), measure].map(super::Cell::from);
            Some(row(keys, estimate?))
        })
    });
    Table {
        name: "determinants",
        title: "What decides income",
        meaning: "Share of the variance of the rank of income, over their whole time as members, \
                  among those who joined to earn, that is explained by what they joined as; means \
                  over runs that have enough people to tell (three a group).",
        notes: vec![
            ESTIMATES.into(),
            "share: Shapley value, the mean over all orders of the factors of what one adds to \
             those before it; the shares and luck add up to one."
                .into(),
            "alone: what a factor explains by itself, shared with others it goes together with."
                .into(),
            "entry_date: eighths of the run, so that late joiners' shorter time counts to it; \
             position: levels above on joining; skill: on joining; activity: willingness to \
             recruit times hours."
                .into(),
            "luck: what these four do not explain, such as who says yes, who below stays and \
             recruits, what customers order, how long one happens to stay."
                .into(),
            "Shares are corrected for what groups of that number explain by chance (epsilon \
             squared), so that one of nothing may come out below zero."
                .into(),
        ],
        columns: columns(
            [
                ("concept", "word", "what is called income"),
                ("factor", "word", "what explains it"),
                ("measure", "word", "share, or alone"),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}
