//! The table of results by the sponsor's skill.

use super::tables::{QUANTITY, UNIT, columns_and_pooled, note, notes_and_pooled, row_and_pooled};
use super::{Cell, Study, Table};
use crate::observation::SPONSOR_FIGURES;
use crate::statistics::Estimate;

/// Outcomes of one fifth of those who joined to earn, by the skill of their sponsors; means over
/// runs, and the median of runs of a median.
#[derive(Clone, Debug, PartialEq)]
pub struct SponsorFifth {
    /// 1 for the least skilled sponsors to 5 for the most skilled.
    pub fifth: u8,
    /// For each of [`SPONSOR_FIGURES`] its unit and its estimate.
    pub figures: Vec<(String, Estimate)>,
}

impl SponsorFifth {
    /// The estimate of one of [`SPONSOR_FIGURES`] by its name.
    pub fn figure(&self, name: &str) -> Option<&Estimate> {
        let place = SPONSOR_FIGURES.iter().position(|quantity| quantity.name == name)?;
        self.figures.get(place).map(|(_, estimate)| estimate)
    }
}

/// The table, where people are trained or take after their sponsors.
pub(super) fn table(study: &Study) -> Option<Table> {
    let units = &study.sponsors.first()?.figures;
    let rows = study.sponsors.iter().flat_map(|fifth| {
        SPONSOR_FIGURES.iter().zip(&fifth.figures).map(|(quantity, (unit, estimate))| {
            let number = Cell::Integer(fifth.fifth.into());
            row_and_pooled([number, quantity.name.into(), unit.as_str().into()], estimate)
        })
    });
    let quantities = SPONSOR_FIGURES.iter().zip(units);
    let words = quantities.map(|(quantity, (unit, _))| note(quantity.name, unit, quantity.meaning));
    let how = "Fifths are as equal as whole classes of skill, 4 to 6 % wide, let them be; people says \
               how many they hold.";
    Some(Table {
        name: "sponsor_skill",
        title: "Outcomes by the sponsor's skill",
        meaning: "Those who joined to earn under a sponsor, in fifths by the skill that he had when \
                  they joined; means over runs.",
        notes: notes_and_pooled(words.chain([how.to_owned()])),
        columns: columns_and_pooled(
            [
                ("fifth", "number", "1 for the least skilled sponsors to 5 for the most skilled"),
                QUANTITY,
                UNIT,
            ],
            super::tables::AS_IN_UNIT,
        ),
        rows: rows.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn the_table_is_there_where_sponsors_matter() {
        let mut study = fixture::study();
        assert!(table(&study).is_none());
        let figures = SPONSOR_FIGURES.iter().map(|_| ("share".to_owned(), fixture::around(0.5)));
        study.sponsors = vec![SponsorFifth { fifth: 1, figures: figures.collect() }];
        let found = table(&study).unwrap();
        assert_eq!(found.rows.len(), SPONSOR_FIGURES.len());
        assert!(found.rows.iter().all(|row| row.len() == found.columns.len()));
        let before = super::super::tables(&fixture::study()).len();
        assert_eq!(super::super::tables(&study).len(), before + 1);
    }
}
