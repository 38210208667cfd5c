//! Results to files: tables as CSV, the main figures as JSON, and a folder that is written whole
//! or not at all.

mod collapse;
mod comparison;
mod csv;
mod manifest;
mod payroll;
mod publication;
mod rows;
mod summary;

pub use payroll::{PayrollOrigin, payroll_files};
pub use publication::{ExportError, Foreign, check, place_of_partial, publish};

use crate::results::{
    Collapse, Comparison, Disclosure, Likeness, Provenance, Study, Table, collapse_tables,
    comparison_tables, likeness_table, published_table, tables,
};

/// A file of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it, in a line.
    pub meaning: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a result comes from, for its manifest.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Simulated runs.
    Study(&'a Provenance),
    /// The orders of a company.
    Payroll(&'a PayrollOrigin<'a>),
}

impl<'a> From<&'a Provenance> for Source<'a> {
    fn from(provenance: &'a Provenance) -> Self {
        Self::Study(provenance)
    }
}

impl<'a> From<&'a PayrollOrigin<'a>> for Source<'a> {
    fn from(origin: &'a PayrollOrigin<'a>) -> Self {
        Self::Payroll(origin)
    }
}

/// All files of a study but the manifest: `summary.json`, a CSV file for each table, and the
/// `charts`, which the summary lists with the others.
pub fn files(study: &Study, charts: Vec<OutputFile>) -> Vec<OutputFile> {
    result(&tables(study), charts, &study.provenance, |files| summary::encode(study, files))
}

/// All files of a comparison but the manifest, as [`files`] has them.
pub fn comparison_files(comparison: &Comparison, charts: Vec<OutputFile>) -> Vec<OutputFile> {
    let tables = comparison_tables(comparison);
    result(&tables, charts, &comparison.provenance, |files| comparison::encode(comparison, files))
}

/// All files of a collapse test but the manifest, as [`files`] has them.
pub fn collapse_files(collapse: &Collapse, charts: Vec<OutputFile>) -> Vec<OutputFile> {
    let tables = collapse_tables(collapse);
    result(&tables, charts, &collapse.provenance, |files| collapse::encode(collapse, files))
}

/// All files of published figures but the manifest: their table and the `charts`.
pub fn published_files(
    disclosures: &[Disclosure],
    charts: Vec<OutputFile>,
    provenance: &Provenance,
) -> Vec<OutputFile> {
    let mut files = vec![table_file(&published_table(disclosures), provenance)];
    files.extend(charts);
    files
}

/// All files of a comparison with a statement but the manifest: its table and the `charts`.
pub fn likeness_files(likeness: &Likeness, charts: Vec<OutputFile>) -> Vec<OutputFile> {
    let mut files = vec![table_file(&likeness_table(likeness), &likeness.provenance)];
    files.extend(charts);
    files
}

/// A table as a file.
fn table_file(table: &Table, provenance: &Provenance) -> OutputFile {
    OutputFile {
        name: format!("{}.csv", table.name),
        meaning: table.title.into(),
        bytes: csv::encode(table, provenance).into_bytes(),
    }
}

/// The summary, which lists all other files, the tables and the charts.
fn result(
    tables: &[Table],
    charts: Vec<OutputFile>,
    provenance: &Provenance,
    summary: impl FnOnce(&[OutputFile]) -> String,
) -> Vec<OutputFile> {
    let mut files: Vec<OutputFile> =
        tables.iter().map(|table| table_file(table, provenance)).chain(charts).collect();
    let summary = OutputFile {
        name: "summary.json".into(),
        meaning: "The main figures".into(),
        bytes: summary(&files).into_bytes(),
    };
    files.insert(0, summary);
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::fixture;

    #[test]
    fn a_study_becomes_a_summary_tables_and_charts() {
        let chart = OutputFile {
            name: "losses.svg".into(),
            meaning: "Who lost money, drawn".into(),
            bytes: b"<svg/>".to_vec(),
        };
        let files = files(&fixture::study(), vec![chart.clone()]);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names[..3], ["summary.json", "losses.csv", "income.csv"]);
        assert_eq!(files.last(), Some(&chart));
        let summary = std::str::from_utf8(&files[0].bytes).unwrap();
        assert!(names[1..].iter().all(|name| summary.contains(name)), "{summary}");
    }

    #[test]
    fn files_are_the_same_every_time() {
        assert_eq!(files(&fixture::study(), Vec::new()), files(&fixture::study(), Vec::new()));
    }
}
