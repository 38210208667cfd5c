//! The pages in `docs/studies`: small versions of what they compute, held against what they say.

use std::fs;

use crate::support::{Csv, Folder, read, root};

/// Compares scenarios of a study, in full where there are no arguments, and reads a table of the result.
pub(crate) fn compared(names: &[&str], arguments: &str, table: &str) -> Csv {
    let folder = Folder::new();
    let path =
        |name: &&str| root().join(format!("scenarios/studies/{name}.toml")).display().to_string();
    let paths: Vec<String> = names.iter().map(path).collect();
    let command = format!("compare {} --out found {arguments}", paths.join(" "));
    // In full it may take longer than a test otherwise does.
    if arguments.is_empty() {
        folder.run_to_its_end(&command);
    } else {
        folder.run_silently(&command);
    }
    Csv::read(&fs::read(folder.path(&format!("found/{table}.csv"))).unwrap())
}

/// A cell of a page's table, without the sign for percent: in the row that begins so, in this column from 0.
pub(crate) fn cell_on_page(page: &str, row: &str, column: usize) -> String {
    let text = read(format!("docs/studies/{page}.md"));
    let start = format!("| {row} |");
    let line = text.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("{page}.md has no row {row}"));
    let cell = line.split('|').nth(column + 1).unwrap();
    cell.trim().trim_end_matches(" %").replace(',', "")
}

/// The number in it.
pub(crate) fn on_page(page: &str, row: &str, column: usize) -> f64 {
    cell_on_page(page, row, column).parse().unwrap()
}

/// The value in the only row with these words.
pub(crate) fn value(table: &Csv, words: &[(&str, &str)]) -> f64 {
    let mut rows = table.find(words);
    let found = rows.next().and_then(|row| row.number("value"));
    assert!(rows.next().is_none(), "two rows have {words:?}");
    found.unwrap_or_else(|| panic!("no row has {words:?}"))
}

/// By level, the share of pay that comes from it, and from all levels up to it.
pub(crate) fn shares_by_level(ledger: &Csv, scenario: &str) -> Vec<[f64; 2]> {
    let level = |level: usize| {
        value(ledger, &[("scenario", scenario), ("flow", &format!("level {level}"))])
    };
    let pay: Vec<f64> = (1..=15).map(level).collect();
    let all: f64 = pay.iter().sum();
    (0..15).map(|n| [pay[n], pay[..=n].iter().sum()].map(|part: f64| part / all)).collect()
}

#[test]
fn people_who_differ_and_people_who_only_buy_sign_nobody_up() {
    let names = ["recruits-alike", "recruits-buyers", "recruits-spread", "recruits-both"];
    let found = compared(&names, "--runs 4 --set market.population=4000", "outcomes");
    let shares = names.map(|name| {
        let row = format!("`{name}`");
        for (outcome, column) in [("without_recruits", 3), ("builders_without_recruits", 4)] {
            let share = value(&found, &[("scenario", name), ("outcome", outcome)]);
            let page = on_page("recruits", &row, column);
            assert!((100.0 * share - page).abs() < 3.0, "{name} {outcome}: {share}, page {page}");
        }
        on_page("recruits", &row, 3)
    });
    // What was published lies between 71 and 78 %, and only both together reach it.
    let is_published = |share: &&f64| (71.0..=78.0).contains(*share);
    assert_eq!(shares.iter().filter(is_published).collect::<Vec<_>>(), [&shares[3]]);
}

#[test]
fn turnover_makes_deep_levels_worthless() {
    let names = ["levels", "levels-loyal"];
    let found = compared(&names, "--runs 2 --set market.population=8000", "ledger");
    let up_to = names.map(|name| {
        shares_by_level(&found, name).iter().map(|[_, up_to]| *up_to).collect::<Vec<f64>>()
    });
    for (place, column) in [(0, 2), (1, 4)] {
        for level in 1..=12 {
            let share = 100.0 * up_to[place][level - 1];
            let page = on_page("levels", &level.to_string(), column);
            assert!((share - page).abs() < 7.0, "{} {level}: {share}, {page}", names[place]);
        }
    }
    let needed = |sums: &[f64]| 1 + sums.iter().position(|sum| *sum >= 0.99).unwrap();
    assert!((6..=7).contains(&needed(&up_to[0])), "{:?}", up_to[0]);
    assert!((10..=11).contains(&needed(&up_to[1])), "{:?}", up_to[1]);
}

#[test]
fn growth_slows_where_the_market_ends_and_nowhere_else() {
    let names = ["growth", "growth-endless", "growth-small"];
    let found = compared(&names, "--runs 4 --seed 2", "series");
    let figures = names.map(|name| {
        let month = |quantity: &str, month: u32| {
            let month = month.to_string();
            value(&found, &[("scenario", name), ("quantity", quantity), ("month", &month)])
        };
        [4, 5, 7].map(|year: u32| {
            let sum = |quantity: &str, shift: u32| -> f64 {
                (year * 12 - 11..=year * 12).map(|at| month(quantity, at - shift)).sum()
            };
            100.0 * sum("joins", 0) / sum("builders", 1)
        })
    });
    let [[early, middle, late], [endless_early, _, endless_late], [small_early, ..]] = figures;
    for (found, row, column) in [
        (early, "4", 2),
        (late, "7", 2),
        (endless_early, "4", 5),
        (endless_late, "7", 5),
        (small_early, "4", 8),
    ] {
        let page = on_page("growth", row, column);
        assert!((found - page).abs() < 4.0, "year {row}: {found}, page {page}");
    }
    assert!(late < 0.7 * early, "it slows: {early} to {late}");
    assert!(endless_late > 0.9 * endless_early, "it does not: {endless_early} to {endless_late}");
    // Where a third has joined, in the fourth year here and in the sixth there: not where as many have.
    assert!(small_early < middle && small_early > late, "{small_early}: {middle} to {late}");
}

#[test]
fn the_first_to_join_are_paid_most() {
    let names = ["position-binary", "position-unilevel", "position-one-level"];
    let short = "--runs 4 --set market.population=6000";
    let found = compared(&names, short, "entry_tenths");
    for (column, name) in (1..).zip(names) {
        let pay: Vec<f64> = (1..=10)
            .map(|tenth| {
                let tenth = tenth.to_string();
                let words = [("scenario", name), ("tenth", &tenth), ("quantity", "mean_pay")];
                value(&found, &words)
            })
            .collect();
        assert!(pay.is_sorted_by(|earlier, later| earlier > later), "{name}: {pay:?}");
        let first = 100.0 * pay[0] / pay.iter().sum::<f64>();
        let page = on_page("position", "first tenth", column);
        assert!((first - page).abs() < 8.0, "{name}: {first}, page {page}");
    }
    let found = compared(&names, short, "lorenz");
    for (column, name) in (1..).zip(names) {
        let words = [
            ("scenario", name),
            ("window", "life"),
            ("denominator", "everyone"),
            ("concept", "company_pay"),
            ("share_of_people", "0.8"),
        ];
        let best = 100.0 * (1.0 - value(&found, &words));
        let page = on_page("position", "best paid fifth, whole time", column);
        assert!((best - page).abs() < 5.0, "{name}: {best}, page {page}");
    }
}

#[test]
fn a_page_without_a_figure_would_be_noticed() {
    assert_eq!(on_page("growth", "7", 4), 73_295.0);
    assert_eq!(on_page("levels", "12", 3), 0.4);
    for (row, column) in [("13", 1), ("level", 1)] {
        let read = || on_page("levels", row, column);
        assert!(std::panic::catch_unwind(read).is_err(), "{row}");
    }
}
