//! Worlds that differ in size: whoever reads one picture, table or line knows which estimate he reads.

use crate::support::{Csv, Folder, Row, ends};

/// Few founders, most of whose networks die out.
const FEW: &str =
    "small.toml --set market.founders=1 --set selling.conversion=0.12 --runs 24 --out few";

/// A share as a percentage of whole percents in the middle and tenths near the ends, as charts write it.
fn percent(share: f64) -> String {
    let value = share * 100.0;
    if (9.95..90.05).contains(&value) { format!("{value:.0} %") } else { format!("{value:.1} %") }
}

/// The mean over runs and the figure of all runs together.
fn both(row: Row<'_>) -> [f64; 2] {
    ["value", "pooled"].map(|column| row.number(column).unwrap())
}

#[test]
fn what_is_said_twice_has_one_figure_or_says_which_estimate_it_is() {
    let folder = Folder::new();
    let said = folder.run(FEW);
    let files = folder.files("few");
    let csv = |name: &str| Csv::read(&files[name]);
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let outcomes = csv("outcomes.csv");
    let share = |name: &str| {
        both(outcomes.find(&[("outcome", name)]).next().unwrap_or_else(|| panic!("no {name}")))
    };
    let by_members = share("participants_share_of_money");
    assert!((by_members[0] - by_members[1]).abs() > 0.02, "worlds differ: {by_members:?}");
    // All runs together are what the ledger, whose amounts are means over runs, says.
    let ledger = csv("ledger.csv");
    let paid = |from: &str| ledger.sum(&[("from", from)]) - expenses(&ledger, from);
    let of_ledger = paid("participants") / (paid("participants") + paid("customers"));
    assert!((of_ledger - by_members[1]).abs() < 1e-9, "{of_ledger} and {by_members:?}");
    let [mean, all] = by_members.map(percent);
    let words = format!("members paid {mean} [{all}] of the money for goods and fees");
    assert!(said.in_one_line().contains(&words), "{words}: {said}");
    for chart in ["money_flow.svg", "money_over_time.svg"] {
        let text = text(chart);
        assert!(text.contains(&mean) && text.contains(&all), "{chart}: {mean} and {all}");
    }
    // Signs are among the outcomes, too, by the same two estimates.
    let signs = csv("warning_signs.csv");
    let sign = signs.find(&[("sign", "outside_sales_share")]).next().unwrap();
    let outside = both(sign);
    assert_eq!(outside, share("outside_sales_share"));
    let chart = text("warning_signs.svg");
    assert!(outside.iter().all(|&share| chart.contains(&percent(share))), "{outside:?}");
    // The headline, its picture and its table.
    let losses = csv("losses.csv");
    let words = [("denominator", "everyone"), ("own_use", "scenario"), ("measure", "below_zero")];
    let lost = both(losses.find(&words).next().unwrap());
    for share in lost {
        assert!(said.stdout.contains(&format!("{:.1} %", share * 100.0)), "{share}: {said}");
    }
    for chart in ["of_100_people.svg", "income_distribution.svg"] {
        let together = format!("All runs taken together: {} of people lost", percent(lost[1]));
        assert!(text(chart).contains(&together), "{chart}: {together}");
    }
}

/// What somebody pays to others than company and members.
fn expenses(ledger: &Csv, from: &str) -> f64 {
    ledger.find(&[("from", from), ("to", "suppliers")]).filter_map(|row| row.number("value")).sum()
}

#[test]
fn where_worlds_are_alike_there_is_one_figure() {
    let folder = Folder::new();
    let said = folder.run("small.toml --set market.founders=200 --runs 6 --out alike");
    assert!(!said.stdout.contains("together"), "{said}");
    for (name, bytes) in folder.files("alike") {
        if ends(&name, "svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("together") && !text.contains("small run"), "{name}");
        }
    }
}
