//! The table of a year as income statements would put it.

use super::tables::{AS_IN_UNIT, OVER_RUNS, UNIT, columns_and_pooled, row_and_pooled};
use super::{Average, Cell, Column, DisclosureLine, ESTIMATES, POOLED, Study, Table};
use crate::statistics::Estimate;

impl DisclosureLine {
    /// The figures of a line: word, unit (`money` stands for the currency), how runs are put
    /// together, and estimate.
    pub fn figures(&self) -> [(&'static str, &'static str, Average, &Estimate); 5] {
        [
            ("people", "people", Average::Mean, &self.people),
            ("share_of_everyone", "share", Average::Mean, &self.share_of_everyone),
            ("mean", "money", Average::Mean, &self.mean),
            ("p50", "money", Average::Median, &self.median),
            ("share_not_above_zero", "share", Average::Mean, &self.not_above_zero),
        ]
    }
}

pub(super) fn table(study: &Study) -> Table {
    let currency = study.provenance.currency.as_str();
    let rows = study.disclosure.iter().flat_map(|line| {
        line.figures().map(|(statistic, unit, average, estimate)| {
            let unit = if unit == "money" { currency } else { unit };
            let keys = [line.convention.name, statistic, unit, average.label()].map(Cell::from);
            let mut cells = row_and_pooled(keys, estimate);
            cells.push(line.convention.definition.into());
            cells.push(line.convention.used_by.map_or(Cell::Missing, Cell::from));
            cells
        })
    });
    let mut columns = columns_and_pooled(
        [
            ("convention", "word", "how the statement counts"),
            ("statistic", "word", "what is said of the incomes; p50 is their median"),
            UNIT,
            OVER_RUNS,
        ],
        AS_IN_UNIT,
    );
    columns.push(Column::new("definition", "word", "whom and what the statement counts"));
    columns.push(Column::new(
        "used_by",
        "word",
        "a published statement that counts so, and what it gave; empty: none of those that come with the \
         program (`mlmsim disclosures`) counts so, and the row is there for comparison",
    ));
    Table {
        name: "disclosure",
        title: "One year under the conventions of income statements",
        meaning: "The last twelve months of the simulated people, the same in all rows, under one \
                  convention of published income statements after the other.",
        notes: vec![
            ESTIMATES.into(),
            POOLED.into(),
            "people counts, where months are counted, those of a month on average; \
             share_of_everyone compares them with all who were members at some time in the year."
                .into(),
            "Figures of real companies are named as examples of a convention and are not compared \
             with: these people are simulated, and the company is hypothetical."
                .into(),
        ],
        columns,
        rows: rows.collect(),
    }
}
