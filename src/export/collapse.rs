//! The figures of a collapse test as JSON.

use serde::Serialize;

use super::OutputFile;
use super::summary::{ListedFile, WarningSign, listed, pretty, warning_signs};
use crate::results::{
    COLLAPSE_MONTHS, Collapse, DIFFERENCES, ESTIMATES, NO_VERDICT, Provenance, REMAINING, Verdict,
};
use crate::statistics::Estimate;

#[derive(Serialize)]
struct Summary<'a> {
    provenance: &'a Provenance,
    partial: bool,
    /// How to read an estimate.
    estimates: &'static str,
    /// How to read a difference.
    differences: &'static str,
    /// The last month in which people join.
    last_month_of_recruiting: u32,
    months_after: u32,
    left: Vec<Left<'a>>,
    /// How to read a sign.
    signs: &'static str,
    warning_signs: Vec<WarningSign<'a>>,
    files: Vec<ListedFile<'a>>,
}

/// What is left of a quantity, as a share.
#[derive(Serialize)]
struct Left<'a> {
    quantity: &'static str,
    meaning: &'static str,
    stopped: &'a Estimate,
    undisturbed: &'a Estimate,
    difference: &'a Estimate,
    /// None without an interval.
    told_from_zero: Option<bool>,
}

/// The summary of a collapse test, which lists the other `files` of the result.
pub(super) fn encode(collapse: &Collapse, files: &[OutputFile]) -> String {
    let signs = [collapse.sign()];
    let ends = REMAINING.iter().filter_map(|quantity| collapse.at_end(quantity.name));
    let left = ends.map(|row| Left {
        quantity: row.quantity.name,
        meaning: row.quantity.words,
        stopped: &row.stopped,
        undisturbed: &row.undisturbed,
        difference: &row.difference,
        told_from_zero: Verdict::of(&row.difference).is_told(),
    });
    pretty(&Summary {
        provenance: &collapse.provenance,
        partial: collapse.provenance.is_partial(),
        estimates: ESTIMATES,
        differences: DIFFERENCES,
        last_month_of_recruiting: collapse.at,
        months_after: COLLAPSE_MONTHS,
        left: left.collect(),
        signs: NO_VERDICT,
        warning_signs: warning_signs(&signs),
        files: listed(files),
    })
}
