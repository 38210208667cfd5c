//! What the heads of `scenarios/binary.toml` and `scenarios/matrix.toml` say of them, and that it would
//! be otherwise without what they name as the reason.

use mlmsim::observation::{
    Concept, Denominator, IncomeKey, OUTCOMES, RunReport, Statistic, Window, income_keys,
};
use mlmsim::scenario::Scenario;
use mlmsim::simulation::{Model, simulate};

use crate::support::read;

/// A shipped scenario with settings, and one run of it.
fn run(name: &str, settings: &[&str]) -> (Model, RunReport) {
    let path = format!("scenarios/{name}.toml");
    let settings: Vec<String> = settings.iter().map(|&setting| setting.into()).collect();
    let scenario = Scenario::parse(&path, &read(&path), &settings, &mut |path| Ok(read(path)));
    let model = scenario.unwrap_or_else(|error| panic!("{error}")).model;
    let report = simulate(&model, 1, 0);
    (model, report)
}

fn outcome(report: &RunReport, name: &str) -> f64 {
    report.outcomes[OUTCOMES.iter().position(|outcome| outcome.name == name).unwrap()].value
}

/// How many people the company ever paid.
fn people_paid((model, report): &(Model, RunReport)) -> f64 {
    let measures = &model.measures;
    let keys = income_keys(model.months, &measures.thresholds, measures.minimum_wage);
    let wanted = IncomeKey {
        window: Window::Life,
        denominator: Denominator::Paid,
        concept: Concept::CompanyPay,
        statistic: Statistic::People,
    };
    report.incomes[keys.iter().position(|key| *key == wanted).unwrap()]
}

#[test]
fn under_the_binary_plan_the_need_for_both_legs_limits_pay_and_not_the_cap() {
    let binary = run("binary", &[]);
    let payout = |run: &(Model, RunReport)| outcome(&run.1, "payout_of_cv");
    let cap = binary.0.plan.cap.unwrap().value();
    assert!(payout(&binary) < 0.25 * cap, "{} of {cap}", payout(&binary));
    let uncapped = run("binary", &["plan.cap.share=1"]);
    assert_eq!(payout(&uncapped), payout(&binary), "the cap is never reached");
    let without_need = run("binary", &["plan.bonus.binary.need={ active = true }"]);
    assert!(payout(&without_need) > 2.0 * payout(&binary), "{}", payout(&without_need));
    // The same people in the same market under a unilevel plan.
    let unilevel = run("saturation", &[]);
    let [few, many] = [&binary, &unilevel].map(people_paid);
    assert!(few < 0.5 * many, "{few} of {many}");
    assert!(payout(&binary) < 0.5 * payout(&unilevel));
}

#[test]
fn in_the_matrix_most_of_what_is_committed_stays_with_the_company() {
    let matrix = run("matrix", &[]);
    let breakage = |run: &(Model, RunReport)| outcome(&run.1, "breakage_share");
    assert!((0.7..0.9).contains(&breakage(&matrix)), "{}", breakage(&matrix));
    // Less does where vacant seats are refilled, or where they and the inactive use up no level.
    for cure in ["plan.tree.matrix.vacant=refill", "plan.bonus.matrix.step=qualified"] {
        let cured = run("matrix", &[cure]);
        assert!(breakage(&cured) < breakage(&matrix) - 0.02, "{cure}: {}", breakage(&cured));
    }
    // In so wide a tree everybody stands under his sponsor, and nobody is paid for others' recruits.
    let wide = run("matrix", &["plan.tree.matrix.width=100"]);
    assert!(people_paid(&matrix) > 1.05 * people_paid(&wide), "{}", people_paid(&wide));
}
