//! `docs/verification.md` and the tests say the same.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::TOLERANCE;

const DOCUMENT: &str = include_str!("../../docs/verification.md");

/// A row of the table of claims.
#[derive(Clone, Copy, Debug)]
struct Row {
    test: &'static str,
    tolerance: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    DOCUMENT.lines().filter(|line| line.starts_with('|')).filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let &[_claim, test, _source, tolerance] = cells.as_slice() else {
            panic!("four columns in {line}")
        };
        let test = test.strip_prefix('`')?.strip_suffix('`')?;
        Some(Row { test, tolerance })
    })
}

/// How many comparisons with chance the table counts for a test.
pub(crate) fn comparisons_of(test: &str) -> usize {
    let row = rows().find(|row| row.test == test);
    let row = row.unwrap_or_else(|| panic!("{test} is not in docs/verification.md"));
    comparisons(row).unwrap_or_else(|| panic!("{test} makes comparisons with chance"))
}

/// `4.5 s.e. × 12` are 12 comparisons.
fn comparisons(row: Row) -> Option<usize> {
    row.tolerance.strip_prefix(&format!("{TOLERANCE} s.e. × "))?.parse().ok()
}

/// Every test of this binary, as `module::name`.
fn tests_in_sources() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verification");
    let mut tests = BTreeSet::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap();
        let source = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        for pair in lines.windows(2).filter(|pair| pair[0] == "#[test]") {
            let name = pair[1].strip_prefix("fn ").and_then(|rest| rest.split_once('('));
            tests.insert(format!("{module}::{}", name.unwrap().0));
        }
    }
    tests
}

#[test]
fn every_claim_has_its_test_and_every_test_its_claim() {
    let documented: Vec<&str> = rows().map(|row| row.test).collect();
    let distinct: BTreeSet<String> = documented.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), documented.len(), "no test is listed twice");
    assert_eq!(distinct, tests_in_sources());
}

#[test]
fn the_number_of_comparisons_is_the_one_stated() {
    let stated = DOCUMENT.split("**").find_map(|bold| bold.strip_suffix(" comparisons"));
    let counted: usize = rows().filter_map(comparisons).sum();
    assert_eq!(stated, Some(counted.to_string().as_str()));
}
