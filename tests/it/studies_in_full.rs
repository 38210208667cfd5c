//! The tables of `docs/studies` in full: every cell against what the command of its page gives.
//!
//! They take some minutes beside the build, and that of the industry 1.5 GB:
//! `cargo test --test it studies_in_full -- --ignored`.

use std::fs;

use crate::studies::{cell_on_page, compared, shares_by_level, value};
use crate::support::{Csv, Folder, root};

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

/// What the industry came to in its last month, its figures times `part`.
struct Industry {
    folder: Folder,
    part: f64,
}

impl Industry {
    /// The scenario with these further arguments. It may take as long as it takes.
    fn simulated(part: f64, arguments: &str) -> Self {
        let folder = Folder::new();
        let scenario = root().join("scenarios/industry-scale.toml").display().to_string();
        folder.run_to_its_end(&format!("{scenario} --threads 1 --out found {arguments}"));
        Self { folder, part }
    }

    fn row(&self, table: &str, words: &[(&str, &str)]) -> [f64; 3] {
        let path = self.folder.path(&format!("found/{table}.csv"));
        let table = Csv::read(&fs::read(path).unwrap());
        let mut rows = table.find(words);
        let row = rows.next().unwrap();
        assert!(rows.next().is_none(), "two rows have {words:?}");
        ["value", "spread_low", "spread_high"].map(|column| row.number(column).unwrap_or(f64::NAN))
    }

    /// A quantity of the last month, with the ends of its spread.
    fn last(&self, quantity: &str) -> [f64; 3] {
        let month = [("quantity", quantity), ("month", "108")];
        self.row("series", &month).map(|figure| figure * self.part)
    }

    fn per_member(&self) -> f64 {
        self.last("customers")[0] / self.last("members")[0]
    }

    /// Billions a year.
    fn sales(&self) -> f64 {
        let paid = ["paid_by_customers", "paid_by_participants"].map(|paid| self.last(paid)[0]);
        12.0 * (paid[0] + paid[1]) / 1e9
    }

    /// Shares of everyone in percent: who lost, and who signed nobody up.
    fn shares(&self) -> [[f64; 3]; 2] {
        let lost =
            [("denominator", "everyone"), ("own_use", "scenario"), ("measure", "below_zero")];
        let alone = [("outcome", "without_recruits")];
        [self.row("losses", &lost), self.row("outcomes", &alone)]
            .map(|row| row.map(|share| 100.0 * share))
    }
}

/// The rows of the page, and the quantities of the last month in them.
const STOCKS: [(&str, &str); 5] = [
    ("members", "members"),
    ("customers", "customers"),
    ("ever joined", "ever_joined"),
    ("joined in the month", "joins"),
    ("left in the month", "leavers"),
];
const SHARES: [&str; 2] = ["lost money, of everyone", "signed nobody up"];

#[test]
#[ignore = "simulates a whole industry"]
fn industry() {
    let full = Industry::simulated(1.0, "");
    for (row, quantity) in STOCKS {
        assert_row("industry", row, 3, &full.last(quantity)[..1]);
    }
    for (row, [share, ..]) in SHARES.into_iter().zip(full.shares()) {
        assert_row("industry", row, 3, &[share]);
    }
    let size = "--runs 20 --set market.population=1e6 --set market.founders=1e4";
    let part = Industry::simulated(100.0, size);
    for (row, quantity) in STOCKS {
        let [mean, low, high] = part.last(quantity);
        let said = cell_on_page("industry", row, 4);
        assert_eq!(said, format!("{mean:.0} ({low:.0} to {high:.0})"), "{row}");
    }
    for (row, [_, low, high]) in SHARES.into_iter().zip(part.shares()) {
        assert_eq!(cell_on_page("industry", row, 4), format!("{low:.1} to {high:.1}"), "{row}");
    }
    assert_row("industry", "customers per member", 3, &[full.per_member(), part.per_member()]);
    assert_row("industry", "sales, billion a year", 3, &[full.sales(), part.sales()]);
}

#[test]
fn a_page_that_says_something_else_is_noticed() {
    assert_row("growth", "7", 4, &[73_295.2, 32.44]);
    for (row, value) in [("7", 73_296.0), ("6", 73_295.0)] {
        let compare = || assert_row("growth", row, 4, &[value]);
        assert!(std::panic::catch_unwind(compare).is_err(), "row {row}, {value}");
    }
}
