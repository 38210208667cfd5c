//! The tables of `docs/studies` in full: every cell against what the command of its page gives.
//!
//! They take a minute or two beside the build: `cargo test --test it studies_in_full -- --ignored`.

use crate::studies::{cell_on_page, compared, shares_by_level, value};
use crate::support::Csv;

/// Panics unless the cells of a row, from this column on, say these values to their last digit.
fn assert_row(page: &str, row: &str, first: usize, values: &[f64]) {
    for (column, value) in (first..).zip(values) {
        let said = cell_on_page(page, row, column);
        let decimals = said.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        assert_eq!(said, format!("{value:.decimals$}"), "{page}.md, row {row}, column {column}");
    }
}

/// A quantity of a month.
fn month(table: &Csv, scenario: &str, quantity: &str, month: u32) -> f64 {
    let month = month.to_string();
    value(table, &[("scenario", scenario), ("quantity", quantity), ("month", &month)])
}

#[test]
#[ignore = "computes a study in full"]
fn growth() {
    let names = ["growth", "growth-endless", "growth-small"];
    let found = compared(&names, "", "series");
    for year in 1..=7 {
        let figures = names.map(|name| {
            let at = |quantity: &str, at: u32| month(&found, name, quantity, at);
            let end = year * 12;
            let sum = |quantity: &str, from: u32| -> f64 {
                (from..from + 12).map(|month| at(quantity, month)).sum()
            };
            let joins = 100.0 * sum("joins", end - 11) / sum("builders", end - 12);
            [at("ever_joined", end), joins, at("members", end) / at("members", end - 12)]
        });
        assert_row("growth", &year.to_string(), 1, &figures.concat());
    }
}

#[test]
#[ignore = "computes a study in full"]
fn levels() {
    let names = ["levels", "levels-loyal"];
    let found = compared(&names, "", "ledger");
    let shares = names.map(|name| shares_by_level(&found, name));
    for level in 1..=12 {
        let shares = shares.each_ref().map(|shares| shares[level - 1].map(|share| 100.0 * share));
        assert_row("levels", &level.to_string(), 1, &shares.concat());
    }
}

#[test]
#[ignore = "computes a study in full"]
fn recruits() {
    let names = ["recruits-alike", "recruits-buyers", "recruits-spread", "recruits-both"];
    let found = compared(&names, "", "outcomes");
    for name in names {
        let shares = ["without_recruits", "builders_without_recruits"]
            .map(|outcome| 100.0 * value(&found, &[("scenario", name), ("outcome", outcome)]));
        assert_row("recruits", &format!("`{name}`"), 3, &shares);
    }
}

#[test]
#[ignore = "computes a study in full, twice"]
fn position() {
    let names = ["position-binary", "position-unilevel", "position-one-level"];
    let found = compared(&names, "", "entry_tenths");
    let shares = names.map(|name| {
        let pay = |tenth: u32| {
            let tenth = tenth.to_string();
            value(&found, &[("scenario", name), ("tenth", &tenth), ("quantity", "mean_pay")])
        };
        let pay: Vec<f64> = (1..=10).map(pay).collect();
        let all: f64 = pay.iter().sum();
        pay.into_iter().map(|pay| 100.0 * pay / all).collect::<Vec<f64>>()
    });
    for (row, tenths) in [
        ("first tenth", 0..1),
        ("second tenth", 1..2),
        ("third tenth", 2..3),
        ("fourth and fifth", 3..5),
        ("later half", 5..10),
    ] {
        let values = shares.each_ref().map(|shares| shares[tenths.clone()].iter().sum::<f64>());
        assert_row("position", row, 1, &values);
    }
    let found = compared(&names, "", "lorenz");
    for (row, window) in [
        ("best paid fifth, whole time", "life"),
        ("best paid fifth, last twelve months", "last_12_months"),
    ] {
        let values = names.map(|name| {
            let words = [
                ("scenario", name),
                ("window", window),
                ("denominator", "everyone"),
                ("concept", "company_pay"),
                ("share_of_people", "0.8"),
            ];
            100.0 * (1.0 - value(&found, &words))
        });
        assert_row("position", row, 1, &values);
    }
}

#[test]
fn a_page_that_says_something_else_is_noticed() {
    assert_row("growth", "7", 4, &[73_295.2, 32.44]);
    for (row, value) in [("7", 73_296.0), ("6", 73_295.0)] {
        let compare = || assert_row("growth", row, 4, &[value]);
        assert!(std::panic::catch_unwind(compare).is_err(), "row {row}, {value}");
    }
}
