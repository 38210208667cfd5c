//! The command `compare-to`.

use std::fs;

use crate::support::{Csv, Folder, Row, ends, files_below, read};

const SMALL: &str =
    "plan = \"plans/unilevel.toml\"\n[market]\npopulation = 3000\n[study]\nmonths = 36\nruns = 6\n";

/// A folder with a small scenario, in which the statement is compared with it.
fn compared(arguments: &str) -> (Folder, String) {
    let folder = Folder::new();
    folder.write("small.toml", SMALL);
    folder.write("plans/unilevel.toml", read("scenarios/plans/unilevel.toml"));
    let said = folder.run(&format!("compare-to {arguments}"));
    assert_eq!(said.code, Some(0), "{said}");
    (folder, said.stdout)
}

fn table(folder: &Folder, path: &str) -> Csv {
    Csv::read(&fs::read(folder.path(path)).unwrap())
}

#[test]
fn a_population_is_put_beside_a_statement() {
    let (folder, said) = compared("doterra-us-2017 small.toml");
    for words in [
        "doTERRA, United States, 2017, beside a hypothetical company: Small",
        "published over:  all Wellness Advocates",
        "simulated over:  everyone who was a member, in the last twelve months",
        "of the pay would have to change hands",
        "lowest 63.84 %",
        "got nothing",
        "The means agree at --scale",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let files = folder.names("output/small-to-doterra-us-2017");
    for name in ["likeness.csv", "likeness_pay.svg", "likeness_amounts.png", "manifest.json"] {
        assert!(files.iter().any(|file| file == name), "{name} in {files:?}");
    }
    let table = table(&folder, "output/small-to-doterra-us-2017/likeness.csv");
    assert!((table.sum(&[("measure", "share_of_pay")]) - 1.0).abs() < 1e-6);
    let published =
        table.find(&[("measure", "share_of_pay")]).map(|row| row.number("published").unwrap());
    assert!((published.sum::<f64>() - 1.0).abs() < 1e-9);
    let distance = table.find(&[("measure", "distance")]).next().unwrap();
    let value = distance.number("value").unwrap();
    assert!(value > 0.0 && value < 1.0, "{value}");
}

/// What is nothing in both is no factor, parts put together are a bound, and small figures have their digits.
#[test]
fn distances_say_what_they_are_of() {
    let pyramid = read("scenarios/pyramid-scheme.toml");
    let folder = Folder::new();
    folder.write("pyramid.toml", pyramid);
    let plan = read("scenarios/plans/recruitment-pyramid.toml");
    folder.write("plans/recruitment-pyramid.toml", plan);
    let run = |arguments: &str| {
        let said = folder.run(&format!("compare-to {arguments} --runs 2 --out found --force"));
        assert_eq!(said.code, Some(0), "{said}");
        said.stdout
    };
    let said = run("doterra-us-2017 pyramid.toml");
    for words in [
        "Distance in amounts: cannot be told; all that is left is nothing beside nothing (lowest 63.84 %)",
        "Distance: at least ",
        " parts compared, of 13 published.",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let chart = |name: &str| read(folder.path(&format!("found/{name}.svg"))).replace('\u{a0}', " ");
    let amounts = chart("likeness_amounts");
    assert!(
        amounts.contains(" published cannot be compared with those of simulated "),
        "{amounts}"
    );
    let pay = chart("likeness_pay");
    assert!(pay.contains("At least ") && pay.contains("parts compared"), "{pay}");
    let small = "--set market.population=2000 --set study.months=24";
    let said = run(&format!("advocare-us-2016 pyramid.toml {small}"));
    assert!(said.contains(" 0.06 % "), "{said}");
    let said = run(&format!("amway-us-2020 pyramid.toml {small}"));
    assert!(!said.contains(", of not stated"), "{said}");
    assert!(said.contains("`got something (of whom: not stated where it was read)`"), "{said}");
}

#[test]
fn a_scale_changes_amounts_and_no_shares() {
    let (one, _) = compared("doterra-us-2017 small.toml --out found");
    let (ten, _) = compared("doterra-us-2017 small.toml --scale 10 --out found");
    let [one, ten] = [one, ten].map(|folder| table(&folder, "found/likeness.csv"));
    // The distance in amounts is one of the scale.
    let is_scaled = |row: &Row<'_>| row.text("unit") != "logarithm";
    for (one, ten) in one.rows().filter(is_scaled).zip(ten.rows().filter(is_scaled)) {
        let factor = if one.text("measure") == "amount" { 10.0 } else { 1.0 };
        let (one, ten) = (one.number("value"), ten.number("value"));
        let near = |one: f64, ten: f64| (one * factor - ten).abs() <= 1e-9 * ten.abs().max(1.0);
        assert!(one.zip(ten).is_none_or(|(one, ten)| near(one, ten)), "{one:?} and {ten:?}");
    }
}

#[test]
fn what_the_program_lacks_is_said() {
    let (_, said) = compared("scentsy-us-2020-part-year small.toml");
    assert!(said.contains("The program also counts those who were there all twelve months."));
    assert!(said.contains("mean by median"), "{said}");
    let (_, said) = compared("mydailychoice-2018 small.toml");
    assert!(said.contains("mean expenses") && !said.contains("not measured"), "{said}");
    assert!(said.contains("Distance in amounts: at most a factor of"), "{said}");
    assert!(!said.contains("change hands"), "there are no brackets: {said}");
}

/// A statement of months, whose means and shares the lens of the same study has, reckoned by itself.
const OF_MONTHS: &str = r#"company = "Months"
place = "nowhere"
year = 2020
denominator = "active in a month"
counts = "active_months"
concept = "gross"
per = "month"
currency = "USD"
source = ["none"]
grade = "V2"

[[figure]]
statistic = "mean"
value = 10

[[figure]]
statistic = "share_unpaid"
value = 0.5

[[figure]]
statistic = "mean"
value = 10
denominator = "paid in a month"
counts = "paid_months"
"#;

#[test]
fn statements_of_months_count_months() {
    let (folder, said) = compared("nu-skin-canada-2020 small.toml");
    for words in [
        "simulated over:  person-months of those active in the month by the plan’s clause",
        "Share of person-months",
        "Distance in shares of person-months",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    folder.write("months.toml", OF_MONTHS);
    for arguments in ["compare-to ./months.toml small.toml --out found", "small.toml --out lens"] {
        let said = folder.run(arguments);
        assert_eq!(said.code, Some(0), "{said}");
    }
    let found = table(&folder, "found/likeness.csv");
    let lens = table(&folder, "lens/disclosure.csv");
    let of_lens = |line: &str, figure: &str| {
        let keys = [("convention", line), ("statistic", figure)];
        lens.find(&keys).next().unwrap().number("value").unwrap()
    };
    let of = |group: &str, measure: &str| {
        let keys = [("group", group), ("measure", measure)];
        found.find(&keys).next().unwrap().number("value").unwrap()
    };
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9 * other.abs();
    let active = of("active_months", "amount");
    assert!(near(active * 12.0, of_lens("active_months_gross", "mean")), "{active} a month");
    let unpaid = of("active_months", "share_of_person_months");
    assert!(near(unpaid, of_lens("active_months_gross", "share_not_above_zero")), "{unpaid}");
    // A gross mean of the paid is none of the lens; it is above the company pay that is.
    let paid = of("paid_months", "amount") * 12.0;
    let pay = of_lens("paid_months_pay", "mean");
    assert!(paid > pay && paid < 20.0 * pay, "{paid} and {pay}");
    // A count of years would be told from this: they have another mean.
    let of_years = of_lens("paid_gross", "mean");
    assert!(!near(paid, of_years) && !near(active * 12.0, of_lens("enrolled_gross", "mean")));
}

#[test]
fn faults_are_told_before_a_run() {
    let folder = Folder::new();
    folder.write("small.toml", SMALL);
    folder.write("own.toml", OF_MONTHS);
    for (arguments, code, words) in [
        ("doterra small.toml", 1, "`mlmsim disclosures` lists all"),
        ("doterra-us-2071 small.toml", 1, "did you mean `doterra-us-2017`?"),
        ("small.toml small.toml", 1, "small.toml has"),
        ("doterra-us-2017 small.toml --scale 0", 2, "a scale lies between"),
        ("doterra-us-2017 small.toml --scale x", 2, "not a number"),
        ("doterra-us-2017 small.toml --scale -1", 2, "a scale lies between"),
        ("small.toml doterra-us-2017", 1, "`mlmsim compare-to doterra-us-2017 small.toml`"),
        ("small.toml own.toml", 1, "the statement comes first"),
        ("doterra-us-2017", 2, "<SCENARIO>"),
    ] {
        let said = folder.run(&format!("compare-to {arguments}"));
        assert_eq!(said.code, Some(code), "{said}");
        assert!(said.stderr.contains(words), "{arguments}: {said}");
    }
    assert!(!folder.path("output").exists());
}

/// Every statement has a chart and a distance, if there are enough people; else it says that there are not.
#[test]
fn every_statement_has_a_distance_and_a_picture() {
    let folder = Folder::new();
    folder.write("small.toml", SMALL.replace("runs = 6", "runs = 2"));
    folder.write("plans/unilevel.toml", read("scenarios/plans/unilevel.toml"));
    let mut without = Vec::new();
    for path in files_below("data/disclosures", "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let said = folder.run(&format!("compare-to {name} small.toml --out {name}"));
        assert_eq!(said.code, Some(0), "{said}");
        let has_chart = folder.names(&name).iter().any(|file| ends(file, "png"));
        assert!(has_chart, "{name}");
        let is_distance =
            |line: &str| line.starts_with("Distance") && !line.contains(": cannot be told;");
        if !said.stdout.lines().any(is_distance) {
            assert!(said.stdout.contains("a larger market.population has more"), "{name}: {said}");
            without.push(name);
        }
    }
    assert_eq!(without, ["arbonne-us-2019"]);
    let larger = "compare-to arbonne-us-2019 small.toml --set market.population=40000 --out larger";
    let said = folder.run(larger);
    assert!(said.stdout.contains("Distance in amounts"), "{said}");
}

/// It is of one person, and the more people there are the more it is, so it says nothing of the
/// population; it would lie farthest of all.
#[test]
fn the_most_that_anybody_got_has_no_distance() {
    let (folder, said) = compared("scentsy-us-2020-full-year small.toml");
    let most = "the most that anybody got";
    assert!(said.contains(&format!("No distance for `{most}`: ")), "{said}");
    let farthest = said.lines().find(|line| line.starts_with("Distance in amounts")).unwrap();
    assert!(farthest.contains("`mean`"), "{farthest}");
    let table = table(&folder, "output/small-to-scentsy-us-2020-full-year/likeness.csv");
    let factor = |what: &str| {
        let wanted = [("what", what)];
        let row = table.find(&wanted).next().unwrap();
        row.number("published").unwrap() / row.number("value").unwrap()
    };
    assert!(factor(most) > factor("mean"), "the test would not see it");
}
