//! Warning signs, as a user sees them.

use crate::scenarios::{result, table};
use crate::support::{Csv, Files};

fn signs(scenario: &str, arguments: &str) -> (Files, Csv) {
    let files = result(&format!("scenarios/{scenario}.toml"), arguments);
    let signs = table(&files, "warning_signs");
    (files, signs)
}

/// The value of a sign; `None` where it does not apply.
fn sign(signs: &Csv, name: &str) -> Option<f64> {
    signs.find(&[("sign", name)]).next().unwrap().number("value")
}

const TOWN: &str = "--runs 4 --set market.population=4000";

#[test]
fn in_a_pyramid_scheme_all_pay_is_for_recruiting_and_nothing_is_ordered() {
    let (_, signs) = signs("pyramid-scheme", TOWN);
    assert_eq!(sign(&signs, "outside_sales_share"), None);
    assert_eq!(sign(&signs, "recruitment_funded_share"), Some(1.0));
    assert_eq!(sign(&signs, "fee_funded_share"), Some(1.0));
    assert_eq!(sign(&signs, "cost_to_join"), Some(500.0));
    // Of a fee at least a fifth is lost, beside expenses.
    assert!(sign(&signs, "closed_system_balance").unwrap() < -100.0);
    for name in ["outside_sales_share", "break_even_outside_sales", "unsold_share"] {
        let words = [("sign", name)];
        let row = signs.find(&words).next().unwrap();
        assert_eq!((row.text("applies"), row.text("line")), ("no", ""), "{name}");
        assert!(row.text("why_not").ends_with('.'), "{name}");
    }
}

#[test]
fn who_only_sells_funds_no_pay_and_needs_no_outsiders_more() {
    let known = "verification/retail-only-no-plan";
    let (files, signs) = signs(known, "--runs 4");
    let sales: Vec<_> = signs.find(&[("sign", "outside_sales_share")]).collect();
    let lines: Vec<_> = sales.iter().map(|row| (row.text("line"), row.text("side"))).collect();
    assert_eq!(lines, [("0.5", "above"), ("0.7", "above"), ("0.8", "above")]);
    assert!(sales.iter().all(|row| row.number("value") == Some(1.0)));
    assert!(sales.iter().all(|row| row.text("line_drawn_by").contains("US, ")));
    assert_eq!(sign(&signs, "recruitment_funded_share"), None);
    assert_eq!(sign(&signs, "closed_system_balance"), Some(0.0));
    assert_eq!(sign(&signs, "break_even_outside_sales"), Some(1.0));
    // Goods for 75 sell for 100.
    let reached = sign(&signs, "outside_sales_reached").unwrap();
    assert!((reached - 4.0 / 3.0).abs() < 1e-3, "{reached}");
    let text = std::str::from_utf8(&files["warning_signs.svg"]).unwrap();
    assert!(text.contains("100\u{a0}% of sales go to outsiders"), "{text}");
}

#[test]
fn signs_agree_with_ledger_and_outcomes() {
    let (files, signs) = signs("legal-mlm", TOWN);
    let (ledger, outcomes) = (table(&files, "ledger"), table(&files, "outcomes"));
    let runs = table(&files, "runs");
    let outcome = |name: &str| outcomes.sum(&[("outcome", name)]);
    let outside = sign(&signs, "outside_sales_share").unwrap();
    assert!((outside - outcome("outside_sales_share")).abs() < 1e-12);
    // What participants gain is what outside sales exceed the least by, of what goods cost.
    let flow = |name: &str| ledger.sum(&[("flow", name)]);
    let goods = flow("retail sales less margin") + flow("own purchases");
    let cash = ledger.sum(&[("to", "participants")]) - ledger.sum(&[("from", "participants")]);
    let [least, reached] = ["break_even_outside_sales", "outside_sales_reached"]
        .map(|name| sign(&signs, name).unwrap());
    assert!(least > reached, "members lose together");
    assert!(((reached - least) * goods / cash - 1.0).abs() < 0.01, "means of runs");
    for row in runs.rows() {
        let funded = row.number("recruitment_funded_share").unwrap();
        assert!(0.0 < funded && funded < 1.0, "{funded}");
    }
    assert_eq!(sign(&signs, "fee_funded_share"), Some(0.0), "there is no fee");
    assert_eq!(sign(&signs, "unsold_share"), None, "no stock is kept");
}

#[test]
fn a_sign_that_does_not_apply_gives_the_reason_that_holds() {
    let why = |scenario: &str, name: &str| {
        let (_, signs) = signs(scenario, TOWN);
        let words = [("sign", name)];
        let row = signs.find(&words).next().unwrap();
        row.text("why_not").to_owned()
    };
    let stock = "Members keep no stock in this scenario.";
    assert_eq!(why("pyramid-scheme", "unsold_share"), stock);
    let customers = "Purchases alone qualify nobody: every such bonus asks for customers.";
    assert_eq!(why("seventy-percent-rule", "cost_to_stay_qualified"), customers);
}

#[test]
fn a_bonus_on_fees_that_asks_for_nothing_does_not_hide_what_the_main_one_asks_for() {
    let of = |scenario: &str| sign(&signs(scenario, TOWN).1, "cost_to_stay_qualified").unwrap();
    let [usual, high] = ["legal-mlm", "high-entry-fee"].map(of);
    assert!(usual > 0.0);
    assert_eq!(high, usual);
    // In a pyramid scheme nothing is to be bought, and that is a figure.
    assert_eq!(of("pyramid-scheme"), 0.0);
}
