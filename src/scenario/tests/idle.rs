//! Keys that change nothing are told, and only these: each is also simulated.

use insta::assert_snapshot;

use super::{MINIMAL, PLAN, load};
use crate::observation::RunReport;
use crate::scenario::Scenario;
use crate::scenario::idle::idle_dials;
use crate::simulation::simulate;

/// A key, what else is set so that it acts on nothing, and what has to be set otherwise.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const LEARNING: &[&str] = &["belief.learning=0.3"];
const STAYING: &[&str] = &["quitting.survival_12=1"];
const NO_CUSTOMERS: &[&str] = &["selling.conversion=0"];

const NO_CONTACTS: &[&str] = &["recruiting.contacts=0"];
const CONTACTS: &[&str] = &["recruiting.contacts=4"];
const COLD_CONTACTS: &[&str] = &["recruiting.contacts=4", "people.warm_list=0"];
const BUYERS: &[&str] = &["people.discount_only=1"];

const CASES: [Case; 43] = [
    ("market.overlap", "2", &["market.population=infinite"], &["market.population=300"]),
    ("market.overlap", "2", NO_CONTACTS, CONTACTS),
    ("market.crowding", "2", NO_CONTACTS, CONTACTS),
    ("market.rejoin_after", "30", &[], &["study.months=40"]),
    ("people.hours", "30", BUYERS, &["people.discount_only=0.2"]),
    ("people.warm_list", "5", NO_CONTACTS, CONTACTS),
    ("people.warm_list_sigma", "1", NO_CONTACTS, CONTACTS),
    ("people.warm_list_sigma", "1", &["people.warm_list=0"], &["people.warm_list=5"]),
    ("recruiting.contacts", "3", BUYERS, &["people.discount_only=0.2"]),
    ("recruiting.warm_signup", "0.3", NO_CONTACTS, CONTACTS),
    ("recruiting.warm_signup", "0.3", &["people.warm_list=0"], &["people.warm_list=50"]),
    ("recruiting.cold_signup", "0.2", NO_CONTACTS, COLD_CONTACTS),
    (
        "digital.reach",
        "2",
        &["recruiting.cold_signup=0", "selling.conversion=0"],
        &["recruiting.cold_signup=0.1"],
    ),
    ("digital.crm", "0.5", &["selling.churn=0"], &["selling.churn=0.1"]),
    ("digital.crm", "0.5", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("digital.lower_barriers", "0.5", &[], &["plan.join.fee=50"]),
    ("digital.transparency", "0.5", &[], LEARNING),
    ("selling.churn", "0.2", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("selling.conversion", "0.2", NO_CONTACTS, CONTACTS),
    ("selling.reorder", "0.2", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("selling.order", "90", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("selling.order", "90", &["selling.reorder=0"], &["selling.reorder=0.5"]),
    ("selling.order_sigma", "1.5", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("selling.order_sigma", "1.5", &["selling.reorder=0"], &["selling.reorder=0.5"]),
    ("purchasing.demand_sigma", "1.5", &["purchasing.demand=0"], &["purchasing.demand=50"]),
    ("purchasing.stay_active", "0.1", &["plan.active.pv=0"], &["plan.active.pv=80"]),
    ("purchasing.stay_active", "0.1", &["people.discount_only=1"], &["people.discount_only=0.2"]),
    ("inventory.volume", "200", &[], &["inventory.loaders=1"]),
    ("inventory.limit", "100", &["inventory.volume=200"], &["inventory.loaders=1"]),
    ("inventory.spoilage", "0.5", &[], &["inventory.kept=true"]),
    ("training.duplication", "0.5", &["people.skill_sigma=0"], &["people.skill_sigma=0.5"]),
    ("training.gain", "3", &["training.practice=0"], &["training.practice=0.2"]),
    ("training.gain", "3", NO_CUSTOMERS, &["selling.conversion=0.1"]),
    ("training.practice", "0.9", &[], &["training.gain=3"]),
    ("training.coaching", "0.9", &[], &["training.gain=3"]),
    ("belief.learning", "0.5", &["belief.floor=1"], &["belief.floor=0"]),
    ("belief.floor", "0.5", &[], LEARNING),
    ("quitting.shape", "1", STAYING, &["quitting.survival_12=0.5"]),
    ("quitting.sensitivity", "2", STAYING, &["quitting.survival_12=0.5"]),
    ("quitting.memory", "9", &["quitting.sensitivity=0"], &["quitting.sensitivity=2"]),
    ("quitting.aspiration", "50", &["quitting.sensitivity=0"], &["quitting.sensitivity=2"]),
    ("quitting.influence", "9", STAYING, &["quitting.survival_12=0.5"]),
    ("shock", "[{name='none',from=3}]", &[], &["shock=[{name='none',from=3,contacts=2}]"]),
];

/// The smallest scenario with a few hundred people, and these keys.
fn scenario(keys: &[&str]) -> Scenario {
    let base = ["study.months=24", "market.population=300", "plan.active.pv=80"];
    // A later override of a key takes the place of an earlier one.
    let name = |key: &str| key.split('=').next().unwrap().to_owned();
    let is_last = |n: &usize, all: &[&str]| all[n + 1..].iter().all(|b| name(b) != name(all[*n]));
    let all = [&base[..], keys].concat();
    let kept: Vec<&str> = (0..all.len()).filter(|n| is_last(n, &all)).map(|n| all[n]).collect();
    load(MINIMAL, PLAN, &kept).unwrap_or_else(|error| panic!("{error}"))
}

/// People and money of a run.
fn outcome(scenario: &Scenario) -> String {
    let RunReport { incomes, losses, entry, network, ledger, .. } = simulate(&scenario.model, 1, 0);
    format!("{incomes:?} {losses:?} {entry:?} {network:?} {ledger:?}")
}

#[test]
fn a_key_that_changes_nothing_is_told_and_one_that_does_is_not() {
    for (key, value, idle, acting) in CASES {
        let written = format!("{key}={value}");
        let said = |scenario: &Scenario| {
            let word = key.rsplit('.').next().unwrap();
            let told = scenario.warnings.to_string();
            told.contains(&format!("`{word}` changes nothing"))
                || told.contains("the shock `none` changes nothing")
        };
        let plain = scenario(idle);
        let dialled = scenario(&[idle, &[written.as_str()]].concat());
        assert!(said(&dialled), "{key}: {}", dialled.warnings);
        assert_eq!(outcome(&plain), outcome(&dialled), "{key} changes nothing");
        if key == "shock" {
            let acts = scenario(acting);
            assert!(!said(&acts) && outcome(&acts) != outcome(&plain), "{}", acts.warnings);
            continue;
        }
        let base = scenario(&[idle, acting].concat());
        let acts = scenario(&[idle, acting, &[written.as_str()]].concat());
        assert!(!said(&acts), "{key}: {}", acts.warnings);
        assert_ne!(outcome(&base), outcome(&acts), "{key} acts");
    }
}

/// Dials as one would write them to switch each off.
const OFF: [&str; 17] = [
    "market.spontaneous=0",
    "market.crowding=0",
    "market.customers_run_out=false",
    "market.rejoin_after=\"infinite\"",
    "digital.reach=0",
    "digital.crm=0",
    "digital.lower_barriers=0",
    "digital.transparency=0",
    "inventory.kept=false",
    "inventory.loaders=0",
    "training.duplication=0",
    "training.gain=0",
    "belief.learning=0",
    "quitting.influence=0",
    "plan.refund.rate=0",
    "shock=[{name='none',from=3,contacts=1,sign_ups=1,orders=1}]",
    "shock=[]",
];

#[test]
fn a_dial_that_is_written_at_zero_is_a_dial_that_is_left_out() {
    let run = |keys: &[&str]| {
        let scenario = scenario(&[&["selling.conversion=0.1", "plan.join.fee=50"], keys].concat());
        format!("{:?}", simulate(&scenario.model, 1, 0))
    };
    let left_out = run(&[]);
    for dial in OFF {
        assert!(run(&[dial]) == left_out, "{dial}");
    }
    assert!(run(&OFF[..16]) == left_out, "all of them");
    // What the dial acts on is there.
    let kept = "inventory.kept=true";
    assert!(run(&[kept, "plan.refund.rate=0"]) == run(&[kept]), "a refund of nothing");
    assert!(run(&[kept, "plan.refund.rate=0.5"]) != run(&[kept]), "a refund of half");
}

#[test]
fn every_key_that_may_be_idle_is_among_the_cases() {
    for (section, key) in idle_dials() {
        let name = format!("{section}.{key}");
        assert!(CASES.iter().any(|case| case.0 == name), "{name}");
    }
}

#[test]
fn the_warning_says_where_and_what_would_help() {
    let said =
        |text: &str| load(&format!("{MINIMAL}{text}"), PLAN, &[]).unwrap().warnings.to_string();
    assert_snapshot!(said("[digital]\nlower_barriers = 0.5\ntransparency = 1\nreach = 0\n"), @"
    warning:
     --> scenarios/x.toml:3:18
      |
    3 | lower_barriers = 0.5
      |                  ^^^ `lower_barriers` changes nothing here: the plan has no joining fee
      |
      = help: set `fee` in `[join]` of the plan above 0, or leave it out

    warning:
     --> scenarios/x.toml:4:16
      |
    4 | transparency = 1
      |                ^ `transparency` changes nothing here: belief does not learn
      |
      = help: set `learning` in `[belief]` above 0, or leave it out
    ");
    assert_eq!(said("[digital]\nlower_barriers = 0\n[market]\nrejoin_after = \"infinite\"\n"), "");
    let loaders = said("[inventory]\nloaders = 0.5\n");
    assert!(loaders.contains("`loaders` buy nothing ahead: their `volume` is 0"), "{loaders}");
    assert_eq!(said("[inventory]\nloaders = 0.5\nvolume = 100\n"), "");
    let refund = format!("{PLAN}[refund]\nrate = 0.9\n");
    let kept = |text: &str| load(&format!("{MINIMAL}{text}"), &refund, &[]).unwrap();
    let told = kept("").warnings.to_string();
    assert!(told.contains("`[refund]` changes nothing here: members keep no stock"), "{told}");
    assert_eq!(kept("[inventory]\nkept = true\n").warnings.to_string(), "");
}
