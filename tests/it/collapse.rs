//! The command `collapse`.

use crate::support::{Csv, Folder, PLAN, SCENARIO, read};

/// A folder with a small company, and one whose pay is all paid on fees.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("small.toml", SCENARIO);
    folder.write("plan.toml", PLAN);
    folder.write("pyramid.toml", read("scenarios/pyramid-scheme.toml"));
    let plan = read("scenarios/plans/recruitment-pyramid.toml");
    folder.write("plans/recruitment-pyramid.toml", plan);
    folder
}

/// What is left of a quantity after so many months.
fn left(table: &Csv, quantity: &str, world: &str, after: &str) -> f64 {
    table.sum(&[("quantity", quantity), ("world", world), ("months_after", after)])
}

#[test]
fn what_is_left_stands_beside_the_same_world_undisturbed() {
    let folder = folder();
    let said = folder.run("collapse small.toml --at 8");
    assert_eq!(said.code, Some(0), "{said}");
    for words in [
        "What is left when recruiting stops: A small world\n",
        "the last recruits join in month 8 · 4 pairs of runs · seed 1",
        "Of month 8, in month 20",
        "  what the company pays to members",
        "same people and luck",
        "Tables and chart: output/small-collapse",
    ] {
        assert!(said.stdout.contains(words), "{words} in {said}");
    }
    let files = folder.files("output/small-collapse");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "collapse.csv",
        "collapse.png",
        "collapse.svg",
        "manifest.json",
        "summary.json",
        "warning_signs.csv",
    ];
    assert_eq!(names, expected);
    let table = Csv::read(&files["collapse.csv"]);
    assert_eq!(table.rows().count(), 5 * 13 * 3);
    for quantity in ["company_pay", "gross", "members"] {
        let [stopped, going_on, by] = ["stopped", "undisturbed", "difference"]
            .map(|world| left(&table, quantity, world, "12"));
        assert!(stopped < going_on, "{quantity}: {stopped} and {going_on}");
        assert!((stopped - going_on - by).abs() < 1e-9);
        assert_eq!(left(&table, quantity, "stopped", "0"), 1.0);
    }
    // The same columns and the same row as in the table of a study, which has no figure there.
    folder.run_silently("small.toml --out usual");
    let usual = Csv::read(&folder.files("usual")["warning_signs.csv"]);
    let tested = Csv::read(&files["warning_signs.csv"]);
    let row = |signs: &Csv, columns: &[&str]| -> Vec<String> {
        let row = signs.find(&[("sign", "pay_left_after_stop")]).next().unwrap();
        columns.iter().map(|column| row.text(column).to_owned()).collect()
    };
    let same = ["unit", "denominator", "definition", "basis", "line"];
    assert_eq!(row(&usual, &same), row(&tested, &same));
    assert_eq!(row(&usual, &["applies", "value"]), ["no", ""]);
    let why_not = &row(&usual, &["why_not"])[0];
    assert!(why_not.starts_with("Not measured in this run: `mlmsim collapse FILE`"), "{why_not}");
    assert_eq!(row(&tested, &["applies", "why_not"]), ["yes", ""]);
    let pay = left(&table, "company_pay", "stopped", "12");
    assert_eq!(tested.sum(&[("sign", "pay_left_after_stop")]), pay);
    assert_eq!(tested.rows().count(), 1);
    let summary: serde_json::Value = serde_json::from_slice(&files["summary.json"]).unwrap();
    assert_eq!(summary["warning_signs"][0]["figure"]["value"], pay);
    assert_eq!(summary["last_month_of_recruiting"], 8);
    let pay = &summary["left"][0];
    assert_eq!(pay["quantity"], "company_pay");
    assert_eq!(pay["stopped"]["value"], left(&table, "company_pay", "stopped", "12"));
    assert!(pay["difference"]["interval"].is_array());
}

#[test]
fn of_pay_on_fees_nothing_is_left_a_month_later() {
    let folder = folder();
    let small = "--runs 2 --set market.population=2000 --set study.months=40 --out out";
    folder.run_silently(&format!("collapse pyramid.toml --at 12 {small}"));
    let table = Csv::read(&folder.files("out")["collapse.csv"]);
    for after in ["1", "12"] {
        assert_eq!(left(&table, "company_pay", "stopped", after), 0.0);
    }
    assert!(left(&table, "company_pay", "undisturbed", "1") > 0.0);
    let margin = [("quantity", "retail_margin"), ("world", "stopped"), ("months_after", "12")];
    assert_eq!(table.find(&margin).next().unwrap().number("value"), None, "nothing is sold");
}

#[test]
fn the_worlds_are_those_of_a_comparison_and_of_any_number_of_threads() {
    let folder = folder();
    folder.run_silently("collapse small.toml --at 8 --out one --threads 1");
    folder.run_silently("collapse small.toml --at 8 --out two --threads 2");
    let [one, two] = ["one", "two"].map(|name| folder.files(name));
    assert_eq!(one["collapse.csv"], two["collapse.csv"]);
    // The same world by hand.
    let shock = "shock=[{name='stop',from=9,months=inf,sign_ups=0}]";
    for (out, set, world) in
        [("usual", "market.founders=20", "undisturbed"), ("stop", shock, "stopped")]
    {
        folder.run_silently(&format!("small.toml --set {set} --out {out} --runs 1"));
        folder.run_silently(&format!("collapse small.toml --at 8 --out {out}-test --runs 1"));
        let series = Csv::read(&folder.files(out)["series.csv"]);
        let of = |month: &str| series.sum(&[("quantity", "members"), ("month", month)]);
        let table = Csv::read(&folder.files(&format!("{out}-test"))["collapse.csv"]);
        assert_eq!(left(&table, "members", world, "12"), of("20") / of("8"), "{world}");
    }
}

#[test]
fn a_month_that_leaves_no_year_is_refused_before_a_run() {
    let folder = folder();
    let said = folder.run("collapse small.toml --at 13");
    assert_eq!(said.code, Some(2), "{said}");
    let words = "--at 13: what is left is measured 12 months later, and small.toml ends with month \
                 24: choose at most 12, or set study.months";
    assert!(said.stderr.contains(words), "{said}");
    let stop = "--at 9 --set shock=[{name='stop',from=8,months=inf,sign_ups=0}]";
    let said = folder.run(&format!("collapse small.toml {stop}"));
    assert_eq!(said.code, Some(2), "{said}");
    assert!(said.stderr.contains("--at 9: nobody joins after month 9 in small.toml"), "{said}");
    for (arguments, part) in [
        ("--at 0", "a month is a whole number from 1 on"),
        ("--at -1", "a month is a whole"),
        ("", "--at <MONTH>"),
    ] {
        let said = folder.run(&format!("collapse small.toml {arguments}"));
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(part), "{said}");
    }
    assert!(!folder.path("output").exists());
}
