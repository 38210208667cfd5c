//! Scenarios compared: what is said, what is written, what is refused.

use insta::assert_snapshot;

use crate::support::{Csv, Folder, SCENARIO, data, ends};

/// The small scenario beside one of which the plan pays twice as much.
fn folder() -> Folder {
    let folder = Folder::new();
    let plan = crate::support::PLAN.replace("[0.10, 0.05]", "[0.20, 0.10]");
    folder.write("generous-plan.toml", plan);
    let text = SCENARIO.replace("A small world", "A generous world");
    folder.write("generous.toml", text.replace("plan.toml", "generous-plan.toml"));
    folder
}

#[test]
fn a_comparison_says_what_differs_and_how_sure_that_is() {
    let folder = folder();
    let said = folder.run("compare small.toml generous.toml");
    assert_eq!(said.code, Some(0), "{said}");
    assert_snapshot!(said.stdout, @"
    2 scenarios, all compared with small
    24 months · 4 runs each · seed 1 · hypothetical companies

      small     A small world
      generous  A generous world

    Lost money, of everyone who ever joined
      small                  98.8 %
        all worlds together  98.5 %
      generous               96.9 %  −1.91 points  (−4.22 to +0.41)  not told from zero
        all worlds together  96.0 %  −2.49 points  (−4.14 to −0.83)

    Lost money, of those who joined to earn
      small                  97.6 %
        all worlds together  96.9 %
      generous               93.6 %  −3.97 points  (−8.61 to +0.66)  not told from zero
        all worlds together  91.8 %  −5.09 points  (−8.34 to −1.84)

    Median net income, joined to earn, USD
      small     −281
      generous  −263  +27.5 USD  (too few runs for an interval)

    Mean net income, joined to earn, USD
      small                  −399
        all worlds together  −395
      generous               −347  +52.0 USD  (+6.7 to +97.3)
        all worlds together  −331  +63.5 USD  (+28.7 to +98.4)

    One in 100 of everyone has at least, USD
      small      16
      generous  539  +359 USD  (too few runs for an interval)

    Gini of company pay, everyone
      small     0.947
      generous  0.949  0.0000  (too few runs for an interval)

    Never signed anybody up
      small                  75.9 %
        all worlds together  76.4 %
      generous               76.0 %  +0.10 points  (−0.21 to +0.40)  not told from zero
        all worlds together  76.5 %  +0.16 points  (−0.25 to +0.57)  not told from zero

    Times that people joined
      small     149
      generous  150  +1.00 joinings  (−2.18 to +4.18)  not told from zero

    Company pay by what the company received
      small                   4.8 %
        all worlds together   5.6 %
      generous                9.9 %  +5.08 points  (+1.21 to +8.94)
        all worlds together  11.7 %  +6.09 points  (+3.56 to +8.62)

    Share of money for goods and fees from members
      small                  69.1 %
        all worlds together  67.7 %
      generous               68.2 %  −0.94 points  (−3.92 to +2.05)  not told from zero
        all worlds together  66.2 %  −1.54 points  (−5.54 to +2.45)  not told from zero

    In brackets: 95 % interval of the difference. A run is compared with the run of the
    same number, in which people have the same luck. Income: net, over life.
    Worlds differ in size: in a mean of worlds a small one weighs as much as a large one, taken together
    every person does, and in a ratio of money every unit of it.

    Tables and charts: output/small-vs-generous
    ");
    assert!(said.stderr.contains("8 of 8 runs"), "{said}");
    let files = folder.names("output/small-vs-generous");
    for chart in ["compared_outcomes", "compared_incomes", "differences", "compared_members"] {
        for ending in ["svg", "png"] {
            assert!(files.contains(&format!("{chart}.{ending}")), "{chart}.{ending}: {files:?}");
        }
    }
    assert_eq!(files.iter().filter(|name| ends(name, "csv")).count(), 16, "{files:?}");
}

#[test]
fn each_study_is_what_it_is_alone() {
    let folder = folder();
    folder.run_silently("compare small.toml generous.toml --out both");
    let both = folder.files("both");
    for name in ["small", "generous"] {
        folder.run_silently(&format!("{name}.toml --out {name}"));
        for (file, alone) in folder.files(name).iter().filter(|(file, _)| ends(file, "csv")) {
            let prefix = format!("{name},");
            let of_both = data(&both[file]);
            let rows: Vec<&str> =
                of_both.lines().filter_map(|line| line.strip_prefix(&prefix)).collect();
            let alone = data(alone);
            let expected: Vec<&str> = alone.lines().skip(1).collect();
            assert!(rows == expected, "{file} of {name}");
        }
    }
}

#[test]
fn differences_are_those_of_the_pairs_of_runs() {
    let folder = folder();
    folder.run_silently("compare small.toml generous.toml --runs 9 --out results");
    let files = folder.files("results");
    let [runs, differences] = ["runs.csv", "differences.csv"].map(|name| Csv::read(&files[name]));
    let of = |scenario: &str, figure: &str| -> Vec<f64> {
        runs.find(&[("scenario", scenario)]).map(|row| row.number(figure).unwrap()).collect()
    };
    for row in differences.rows() {
        assert_eq!([row.text("scenario"), row.text("baseline")], ["generous", "small"]);
    }
    for figure in ["payout_of_revenue", "ever_joined", "below_zero_builders_scenario"] {
        let pairs = of("generous", figure).into_iter().zip(of("small", figure));
        let mean = pairs.map(|(generous, small)| generous - small).sum::<f64>() / 9.0;
        let words = [("figure", figure)];
        let row = differences.find(&words).next().unwrap();
        let number = |column| row.number(column).unwrap();
        assert!((number("value") - mean).abs() < 1e-9, "{figure}");
        let told = number("interval_low") > 0.0 || number("interval_high") < 0.0;
        assert_eq!(row.text("told_from_zero"), if told { "yes" } else { "no" }, "{figure}");
    }
    let payout = differences.find(&[("figure", "payout_of_revenue")]).next().unwrap();
    assert_eq!(payout.text("told_from_zero"), "yes", "twice the rates pay more");
}

#[test]
fn the_summary_holds_every_figure_of_every_scenario() {
    let folder = folder();
    folder.run_silently("compare small.toml generous.toml --out results");
    let files = folder.files("results");
    let summary: serde_json::Value = serde_json::from_slice(&files["summary.json"]).unwrap();
    let names: Vec<_> =
        summary["scenarios"].as_array().unwrap().iter().map(|s| &s["name"]).collect();
    assert_eq!(names, ["small", "generous"]);
    let figures = summary["figures"].as_array().unwrap();
    let payout = figures.iter().find(|figure| figure["name"] == "payout_of_revenue").unwrap();
    let [small, generous] = [&payout["scenarios"][0], &payout["scenarios"][1]];
    assert!(small["difference"].is_null() && small["told_from_zero"].is_null());
    assert_eq!(generous["told_from_zero"], true);
    let number = |value: &serde_json::Value| value["value"].as_f64().unwrap();
    let apart = number(&generous["figure"]) - number(&small["figure"]);
    assert!((number(&generous["difference"]) - apart).abs() < 1e-12);
    let hashes = summary["provenance"]["scenario_hash"].as_str().unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["scenario_hash"], hashes);
    assert_eq!(hashes.split(' ').count(), 2);
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
}

#[test]
fn threads_change_nothing_and_a_result_replaces_an_older_one() {
    let folder = folder();
    folder.run_silently("compare small.toml generous.toml --threads 1 --out results");
    let one = folder.files("results");
    folder.run_silently("compare small.toml generous.toml --seed 2 --out results");
    assert_ne!(folder.files("results")["differences.csv"], one["differences.csv"]);
    folder.run_silently("compare small.toml generous.toml --threads 3 --out results");
    assert!(folder.files("results") == one);
}

#[test]
fn more_than_three_go_by_the_first() {
    let folder = folder();
    for name in ["c", "d"] {
        folder.write(&format!("{name}.toml"), SCENARIO);
    }
    folder.run_silently("compare small.toml generous.toml c.toml d.toml");
    assert_eq!(folder.names("output"), ["small-vs-3-others"]);
    let said = folder.run("compare small.toml c.toml --set plan.join.fee=60");
    assert!(said.stdout.contains("the same in every run"), "{said}");
    assert!(!said.stdout.contains("points"), "{said}");
}

#[test]
fn what_has_no_meaningful_difference_is_refused() {
    let folder = folder();
    let other = SCENARIO.replace("months = 24", "months = 36\nseed = 7\ncurrency = \"EUR\"");
    folder.write("other.toml", other);
    assert_snapshot!(folder.run("compare small.toml other.toml"), @r#"
    exit code 1
    ----- stderr
    error: other.toml has 3 problems

     --> other.toml:6:10
      |
    6 | months = 36
      |          ^^ `study.months` is 36, but 24 in `small.toml`
      |
      = help: compared scenarios have one `study.months`: write the same in both

     --> other.toml:7:8
      |
    7 | seed = 7
      |        ^ `study.seed` is 7, but 1 in `small.toml`
      |
      = help: write the same number in both, or `--seed` for all of them

     --> other.toml:8:12
      |
    8 | currency = "EUR"
      |            ^^^^^ `study.currency` is "EUR", but "USD" in `small.toml`
      |
      = help: compared scenarios have one `study.currency`: write the same in both
    "#);
    // Number of runs and seed can be set for all.
    let longer = "compare small.toml other.toml --seed 7 --set study.months=24 \
                  --set study.currency=USD --quiet";
    assert_eq!(folder.run(longer).to_string(), "exit code 0\n");
    assert!(folder.path("output/small-vs-other/summary.json").is_file());
}

#[test]
fn thresholds_and_wages_are_measures_too() {
    let folder = folder();
    for (key, value) in [("thresholds", "[500, 1000]"), ("minimum_wage", "9"), ("runs", "5")] {
        let text = SCENARIO.replace("runs = 4", &format!("{key} = {value}"));
        folder.write("other.toml", text);
        let set = if key == "runs" { "" } else { "--runs 4" };
        let said = folder.run(&format!("compare small.toml other.toml {set}"));
        assert_eq!(said.code, Some(1), "{key}: {said}");
        assert!(said.stderr.contains(&format!("`study.{key}` is ")), "{said}");
    }
}

#[test]
fn two_scenarios_of_one_name_are_refused() {
    let folder = folder();
    folder.write("other/small.toml", SCENARIO);
    folder.write("other/plan.toml", crate::support::PLAN);
    assert_snapshot!(folder.run("compare small.toml other/small.toml"), @"
    exit code 1
    ----- stderr
    error: other/small.toml has 1 problem

    --> other/small.toml
     = note: this scenario has the name `small`, and so has `small.toml`
     = help: a comparison tells scenarios apart by the names of their files: rename one
    ");
    let twice = folder.run("compare small.toml small.toml");
    assert!(twice.stderr.contains("this scenario is given twice"), "{twice}");
}

#[test]
fn the_faults_of_all_files_are_told_together() {
    let folder = folder();
    folder.write("one.toml", "plan = 'plan.toml'\n[market]\nfounders = 0\n");
    folder.write("two.toml", "plan = 'plan.toml'\n[market]\npopluation = 5\n");
    assert_snapshot!(folder.run("compare one.toml small.toml two.toml plan.toml missing.toml"), @r#"
    exit code 1
    ----- stderr
    error: one.toml has 1 problem

     --> one.toml:3:12
      |
    3 | founders = 0
      |            ^ `founders` must be at least 1
      |
      = help: `founders`: members at the start; default 50

    error: two.toml has 1 problem

     --> two.toml:3:1
      |
    3 | popluation = 5
      | ^^^^^^^^^^ unknown key in `[market]`
      |
      = help: did you mean `population`?

    error: plan.toml has 1 problem

    --> plan.toml
     = note: this is a plan, and a scenario is what can be simulated
     = help: write a scenario beside it that names it; one line is enough:
             plan = "plan.toml"

    error: cannot read `missing.toml`: there is no such file; name one that is there, as in `mlmsim SCENARIO.toml`: the scenarios that come with the program are in its folder `scenarios/`
    "#);
    assert_eq!(folder.names("").iter().filter(|name| *name == "output").count(), 0);
}

#[test]
fn a_comparison_needs_two() {
    let folder = folder();
    for arguments in ["compare", "compare small.toml", "compare --runs 3"] {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{said}");
        assert!(said.stderr.contains("SCENARIO"), "{said}");
    }
    let said = folder.run("compare small.toml");
    assert!(said.stderr.contains("2 values required"), "{said}");
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let folder = folder();
    folder.write("holiday/beach.jpg", "sand");
    let said = folder.run("compare small.toml generous.toml --out holiday");
    assert_eq!(said.code, Some(2), "{said}");
    assert!(said.stderr.contains("no run was started"), "{said}");
    folder.run_silently("compare small.toml generous.toml --out holiday --force");
    assert!(folder.names("holiday").contains(&"beach.jpg".to_owned()));
}

#[test]
fn one_run_gives_no_certainty() {
    let said = folder().run("compare small.toml generous.toml --runs 1");
    assert!(said.stdout.contains("whether a difference is more than luck is not known"), "{said}");
    assert!(!said.stdout.contains("not told from zero"), "{said}");
}
