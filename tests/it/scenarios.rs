//! Every shipped scenario, and what its result must satisfy whatever the scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use crate::support::{Csv, Files, Folder, Row, Said, data, ends, files_below, read, root};

/// All shipped scenarios: the TOML files below `scenarios/` that are no plans.
pub(crate) fn shipped() -> Vec<PathBuf> {
    let mut files = files_below("scenarios", "toml");
    files.retain(|path| !path.starts_with("scenarios/plans"));
    assert!(files.len() >= 3, "{files:?}");
    files
}

/// The result of a short study of a scenario.
pub(crate) fn result(scenario: &str, arguments: &str) -> Files {
    let folder = Folder::new();
    let scenario = root().join(scenario);
    folder.run_silently(&format!("{} --out results {arguments}", scenario.display()));
    folder.files("results")
}

/// Whether a scenario is one with a known answer, which may have neither plan nor money.
fn has_known_answer(path: &Path) -> bool {
    path.starts_with("scenarios/verification")
}

/// What makes a study of a scenario short.
fn short(path: &Path) -> &'static str {
    if has_known_answer(path) {
        "--runs 2 --set study.months=24"
    } else {
        "--runs 2 --set study.months=24 --set market.population=1000 --set market.founders=20"
    }
}

/// The result of a short study that several tests look at.
static STUDY: LazyLock<Files> = LazyLock::new(|| {
    result(
        "scenarios/saturation.toml",
        "--runs 2 --set study.months=40 --set market.population=4e3",
    )
});

pub(crate) fn table(files: &Files, name: &str) -> Csv {
    Csv::read(&files[&format!("{name}.csv")])
}

#[test]
fn the_shipped_scenarios_are_sound() {
    let folder = Folder::new();
    for path in shipped() {
        let name = root().join(&path).display().to_string();
        let said = folder.run(&format!("check {name}"));
        // A growth of numbers alone has no plan, and is warned of that on purpose.
        let is_without_plan = read(&path).contains("\nplan.name = \"nothing\"\n");
        assert!(!is_without_plan || has_known_answer(&path), "{name} pays nobody");
        let warning = if is_without_plan {
            format!(
                "----- stderr\nwarning:\n--> {name}\n = note: the plan has no bonus: nobody is ever \
                 paid\n = help: add a `[[bonus]]` section\n"
            )
        } else {
            String::new()
        };
        let found = if is_without_plan { "no errors, 1 warning" } else { "no problems found" };
        let expected = format!("exit code 0\n----- stdout\n{name}: {found}\n{warning}");
        assert_eq!(said.to_string(), expected, "there is no other warning");
    }
}

/// Editors find the schema by the first line, and readers the question by the key.
#[test]
fn the_shipped_files_are_short_and_explain_themselves() {
    let plans = files_below("scenarios/plans", "toml");
    let files = shipped().into_iter().map(|path| (path, "scenario.schema.json", 40));
    let plans = plans.into_iter().map(|path| (path, "plan.schema.json", 100));
    for (path, schema, lines_max) in files.chain(plans) {
        let text = read(&path);
        let name = path.display();
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix("#:schema ").unwrap_or_else(|| panic!("{name}: {first}"));
        assert!(named.ends_with(schema), "{name}: {first}");
        let named = root().join(path.parent().unwrap()).join(named);
        assert!(named.is_file(), "{name}: {first}");
        let lines = text.lines().count();
        assert!(lines <= lines_max, "{name} has {lines} lines");
        if schema.starts_with("scenario") {
            let asks = text.lines().any(|line| line.starts_with("question = \""));
            assert!(asks, "{name} asks nothing");
        }
        let explains = text.lines().skip(1).any(|line| line.contains("# "));
        assert!(explains, "{name} explains nothing");
    }
}

#[test]
fn the_shipped_plans_are_all_used() {
    // Plans like those of companies are there to start from.
    let guide = read("docs/plans.md");
    let texts: Vec<String> = shipped().iter().map(read).chain([guide]).collect();
    for plan in files_below("scenarios/plans", "toml") {
        let name = plan.strip_prefix("scenarios").unwrap().display().to_string();
        assert!(texts.iter().any(|text| text.contains(&name)), "no scenario uses {name}");
    }
}

/// Every scenario takes seconds, most of them for charts, so as many are looked at at a time as
/// there are processors.
#[expect(clippy::disallowed_methods, reason = "the threads of a test, not of the program")]
#[test]
fn every_shipped_scenario_gives_all_tables_and_charts() {
    let shipped = Mutex::new(shipped().into_iter());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                // A worker that fails lets the others go on, and the scope fails after them.
                while let Some(path) = { shipped.lock().unwrap().next() } {
                    gives_all_tables_and_charts(&path);
                }
            });
        }
    });
}

/// The charts of a study that has these tables.
fn charts_of(files: &Files) -> Vec<&'static str> {
    let series = table(files, "series");
    let flows = |quantity| series.sum(&[("quantity", quantity)]) > 0.0;
    let is_told =
        |quantity| series.find(&[("quantity", quantity)]).any(|row| row.number("value").is_some());
    let has_money = flows("paid_by_customers") || flows("paid_by_participants");
    // In small worlds too few people are alike to say what decides.
    let runs = table(files, "runs").rows().count() as f64;
    let is_decided =
        table(files, "determinants").rows().any(|row| 2.0 * row.number("runs").unwrap() >= runs);
    let charts = [
        ("belief", is_told("belief")),
        ("disclosure_lens", has_money),
        ("growth", true),
        ("income_by_entry", has_money && flows("joins")),
        ("income_distribution", has_money),
        ("lorenz", flows("company_pay")),
        ("money_flow", has_money),
        ("money_over_time", has_money),
        ("of_100_people", has_money),
        ("outside_sales", is_told("outside_sales_share")),
        ("percentiles_by_denominator", has_money),
        ("sponsor_skill", files.contains_key("sponsor_skill.csv")),
        ("ranks", data(&files["ranks.csv"]).lines().count() > 1),
        ("warning_signs", has_money),
        ("what_decides_income", is_decided),
    ];
    charts.into_iter().filter_map(|(name, is_drawn)| is_drawn.then_some(name)).collect()
}

fn gives_all_tables_and_charts(path: &Path) {
    let tables = [
        "determinants",
        "disclosure",
        "distribution",
        "entry_tenths",
        "income",
        "ledger",
        "lorenz",
        "losses",
        "money_flows",
        "network",
        "outcomes",
        "ranks",
        "runs",
        "series",
        "warning_signs",
    ];
    let folder = Folder::new();
    let said =
        folder.run(&format!("{} --out results {}", root().join(path).display(), short(path)));
    fits_a_screen(&said);
    let files = folder.files("results");
    let charts = charts_of(&files);
    let known = ["money_flow", "income_by_entry", "lorenz"];
    let has_all = known.iter().all(|chart| charts.contains(chart));
    assert!(has_all || has_known_answer(path), "{}: {charts:?}", path.display());
    // Where people are trained there is a table, too, of what becomes of them by that.
    let trained = charts.contains(&"sponsor_skill").then_some("sponsor_skill");
    assert_eq!(trained.is_some(), read(path).contains("\n[training]\n"), "{}", path.display());
    let expected: BTreeSet<String> = tables
        .iter()
        .chain(&trained)
        .map(|name| format!("{name}.csv"))
        .chain(charts.iter().flat_map(|name| [format!("{name}.png"), format!("{name}.svg")]))
        .chain(["manifest.json".into(), "summary.json".into()])
        .collect();
    let found: BTreeSet<String> = files.keys().cloned().collect();
    assert_eq!(found, expected, "{}", path.display());
    // Not every plan has ranks.
    for name in tables.into_iter().filter(|name| *name != "ranks") {
        assert!(table(&files, name).rows().count() > 0);
    }
    for (name, bytes) in &files {
        if ends(name, "png") {
            assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{name}");
        }
        if ends(name, "svg") {
            assert!(bytes.starts_with(b"<svg ") && bytes.ends_with(b"</svg>\n"), "{name}");
        }
    }
}

/// A terminal has 80 columns and 24 lines. In tiny worlds one line more may be needed to say that what decides
/// income is not told.
fn fits_a_screen(said: &Said) {
    assert_eq!(said.code, Some(0), "{said}");
    let lines: Vec<&str> = said.stdout.lines().collect();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap();
    let most = 24 + usize::from(said.in_one_line().contains("see determinants.csv"));
    assert!(lines.len() <= most && longest <= 80, "{} x {longest}: {said}", lines.len());
    let headlines = ["Of everyone who ever joined", "No money moved"];
    let is_headline = |line: &&str| headlines.iter().any(|start| line.starts_with(start));
    let headline = lines.iter().position(is_headline);
    assert!(headline <= Some(4), "{said}");
}

fn assert_close(left: f64, right: f64, what: &str) {
    // Amounts are added up in floating point, in another order here.
    let tolerance = 1e-9 * left.abs().max(right.abs()).max(1.0);
    assert!((left - right).abs() <= tolerance, "{what}: {left} and {right}");
}

#[test]
fn the_ledger_has_each_flow_once_between_two_known_parties() {
    let ledger = table(&STUDY, "ledger");
    let mut flows = BTreeSet::new();
    for row in ledger.rows() {
        let [from, to, flow] = ["from", "to", "flow"].map(|column| row.text(column));
        for party in [from, to] {
            assert!(["customers", "participants", "company", "suppliers"].contains(&party));
        }
        assert_ne!(from, to);
        assert!(flows.insert((from, to, flow)), "{flow} stands twice");
        assert!(row.number("value").unwrap() >= 0.0, "{flow} flows backwards");
    }
}

#[test]
fn money_flows_are_the_ledger_and_lose_nothing_on_the_way() {
    let [ledger, flows] = ["ledger", "money_flows"].map(|name| table(&STUDY, name));
    let mut lines = 0;
    for line in ledger.rows() {
        let flow = line.text("flow");
        let [paid, got] = [("to", "to_kind"), ("from", "from_kind")]
            .map(|(end, kind)| flows.sum(&[(end, flow), (kind, "purpose")]));
        assert_eq!(Some(paid), line.number("value"), "{flow}");
        assert_close(got, paid, flow);
        lines += 1;
    }
    // The level bonus is paid over five levels.
    let levels = flows.find(&[("to_kind", "level"), ("from", "unilevel")]).count();
    assert_eq!((levels, flows.rows().count()), (5, 2 * lines + 2 + 2 * levels - 1));
    let level = |number: u8| {
        let name = format!("unilevel, level {number}");
        let [to, from] = ["to", "from"].map(|end| flows.sum(&[(end, &name)]));
        assert_eq!(to, from, "{name}");
        to
    };
    // Of each order the plan pays most on the first level; not all orders have five levels above.
    assert!(level(1) > level(2) && level(2) > level(5) && level(5) > 0.0);
    let company = |end, kind| flows.sum(&[(end, "company"), (kind, "party")]);
    assert!(company("to", "to_kind") > 0.0);
    assert_close(company("to", "to_kind"), company("from", "from_kind"), "company");
    let of = |end, parties: &[&str]| -> f64 {
        parties.iter().map(|party| flows.sum(&[(end, party)])).sum()
    };
    let paid = of("from", &["customers", "members pay", "company adds"]);
    let got = of("to", &["members get", "suppliers", "company keeps"]);
    assert_close(paid, got, "all money");
}

#[test]
fn the_ledger_agrees_with_the_months() {
    let [ledger, series] = ["ledger", "series"].map(|name| table(&STUDY, name));
    for (flows, quantity) in [
        (&[("from", "customers")][..], "paid_by_customers"),
        (&[("from", "customers"), ("to", "participants")], "retail_margin"),
        (&[("from", "participants"), ("to", "company")], "paid_by_participants"),
        (&[("from", "participants"), ("to", "suppliers")], "expenses"),
        (&[("from", "company"), ("to", "participants")], "company_pay"),
    ] {
        let months = series.sum(&[("quantity", quantity)]);
        assert!(months > 0.0, "{quantity}");
        assert_close(ledger.sum(flows), months, quantity);
    }
}

/// With one run, one's own goods worth nothing and everyone a builder, net income is cash.
#[test]
fn the_ledger_agrees_with_the_incomes_of_everyone() {
    let files = result(
        "scenarios/saturation.toml",
        "--runs 1 --set study.months=40 --set market.population=4e3 \
         --set purchasing.own_use_value=0 --set people.discount_only=0",
    );
    let [ledger, income] = ["ledger", "income"].map(|name| table(&files, name));
    let total = |concept: &str| {
        let figure = |statistic: &str| {
            income.sum(&[
                ("window", "life"),
                ("denominator", "everyone"),
                ("concept", concept),
                ("statistic", statistic),
            ])
        };
        figure("people") * figure("mean")
    };
    let received = ledger.sum(&[("to", "participants")]);
    assert!(received > 0.0);
    assert_close(total("gross"), received, "gross income");
    assert_close(total("net"), received - ledger.sum(&[("from", "participants")]), "net income");
}

#[test]
fn own_goods_that_are_worth_more_make_fewer_losers() {
    let losses = table(&STUDY, "losses");
    let groups: BTreeSet<_> =
        losses.rows().map(|row| (row.text("denominator"), row.text("measure"))).collect();
    assert_eq!(groups.len(), 8, "{groups:?}");
    let mut differ = false;
    for (denominator, measure) in groups {
        let share = |own_use: &str| {
            losses.sum(&[("denominator", denominator), ("measure", measure), ("own_use", own_use)])
        };
        let [nothing, scenario, full] = ["nothing", "scenario", "full"].map(share);
        assert!(nothing >= scenario && scenario >= full, "{denominator}, {measure}");
        differ |= nothing > full;
    }
    assert!(differ, "it matters to somebody");
}

#[test]
fn no_group_is_larger_than_everyone() {
    let income = table(&STUDY, "income");
    let mut people = BTreeMap::new();
    for row in income.find(&[("statistic", "people")]) {
        let [window, concept, group] =
            ["window", "concept", "denominator"].map(|column| row.text(column));
        people.insert((window, concept, group), row.number("value").unwrap());
    }
    let mut compared = 0;
    for ((window, concept, group), number) in &people {
        let everyone = people[&(*window, *concept, "everyone")];
        assert!(*number <= everyone, "{window}, {concept}: {number} {group} of {everyone}");
        compared += usize::from(*number < everyone);
    }
    assert!(compared > 50, "{compared} groups are smaller");
}

#[test]
fn percentiles_ascend() {
    let income = table(&STUDY, "income");
    let mut groups: BTreeMap<_, Vec<(f64, f64)>> = BTreeMap::new();
    for row in income.rows() {
        let percentile = row.text("statistic").strip_prefix('p').and_then(|p| p.parse().ok());
        if let (Some(percentile), Some(value)) = (percentile, row.number("value")) {
            let group = ["window", "denominator", "concept"].map(|column| row.text(column));
            groups.entry(group).or_default().push((percentile, value));
        }
    }
    assert!(groups.len() > 50, "{} groups", groups.len());
    for (group, percentiles) in groups {
        assert!(percentiles.len() >= 5, "{group:?}: {percentiles:?}");
        assert!(percentiles.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{group:?}");
    }
}

#[test]
fn lorenz_curves_are_convex_and_below_the_diagonal() {
    let lorenz = table(&STUDY, "lorenz");
    let mut curves: BTreeMap<_, Vec<(f64, f64)>> = BTreeMap::new();
    for row in lorenz.rows() {
        let curve = ["window", "denominator", "concept"].map(|column| row.text(column));
        let point = ["share_of_people", "value"].map(|column| row.number(column).unwrap());
        curves.entry(curve).or_default().push(point.into());
    }
    assert_eq!(curves.len(), 4);
    for (curve, points) in curves {
        assert_eq!(points.first(), Some(&(0.0, 0.0)), "{curve:?}");
        let (people, income) = points[points.len() - 1];
        assert_eq!(people, 1.0);
        assert_close(income, 1.0, "everyone has everything");
        assert!(points.iter().all(|(people, income)| *income <= people + 1e-9), "{curve:?}");
        assert!(points.iter().any(|(people, income)| *income < people - 0.1), "{curve:?}");
        // Each further percent of people has at least what the percent before had.
        let steps: Vec<f64> = points.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
        assert!(steps.iter().all(|step| *step >= -1e-9), "{curve:?} falls");
        assert!(steps.is_sorted_by(|a, b| *a <= b + 1e-9), "{curve:?} is not convex: {steps:?}");
    }
}

#[test]
fn shares_of_a_whole_add_up_to_one() {
    let distribution = table(&STUDY, "distribution");
    let [everyone, builders, buyers] =
        ["everyone", "builders", "buyers_only"].map(|group| distribution.sum(&[("group", group)]));
    assert_close(everyone, 1.0, "distribution");
    assert_close(builders + buyers, 1.0, "builders and buyers");
    assert!(builders > 0.1 && buyers > 0.1, "{builders} and {buyers}");
    let network = table(&STUDY, "network");
    for measure in ["recruits", "depth", "downline"] {
        assert_close(network.sum(&[("measure", measure)]), 1.0, measure);
    }
}

/// What the headers of the two expect.
#[test]
fn a_small_town_is_full_long_before_everybody_has_joined_and_a_big_city_grows_on() {
    let [town, city] = ["small-town", "big-city"]
        .map(|name| result(&format!("scenarios/{name}.toml"), "--runs 3"));
    let members = |files: &Files, month: &str| {
        table(files, "series").sum(&[("month", month), ("quantity", "members")])
    };
    let outcome = |files: &Files, name: &str| table(files, "outcomes").sum(&[("outcome", name)]);
    assert!(members(&town, "84") < 1.1 * members(&town, "60"), "the town stops growing");
    assert!(members(&town, "120") < members(&town, "84"), "and shrinks");
    assert!(members(&city, "72") > 2.5 * members(&city, "36"), "the city grows");
    let [of_town, of_city] = [&town, &city].map(|files| outcome(files, "saturation_at_end"));
    assert!(of_town < 0.15 && of_city > 2.5 * of_town, "{of_town} and {of_city}");
    let [town, city] = [&town, &city].map(|files| {
        table(files, "losses").sum(&[
            ("denominator", "everyone"),
            ("own_use", "scenario"),
            ("measure", "below_zero"),
        ])
    });
    assert!((town - city).abs() < 0.05, "{town} and {city} lose");
}

/// What is below zero in one table is what is below zero in another.
#[test]
fn the_distribution_agrees_with_the_losses() {
    let [distribution, losses, outcomes] =
        ["distribution", "losses", "outcomes"].map(|name| table(&STUDY, name));
    let below = |group: &str| -> f64 {
        let words = [("group", group)];
        let losses = distribution.find(&words).filter(|row| {
            row.number("to").is_some_and(|to| to <= 0.0) && row.number("from") != Some(0.0)
        });
        losses.map(|row| row.number("value").unwrap()).sum()
    };
    let losing = |denominator: &str| {
        losses.sum(&[
            ("denominator", denominator),
            ("own_use", "scenario"),
            ("measure", "below_zero"),
        ])
    };
    assert_close(below("everyone"), losing("everyone"), "everyone");
    // Shares of everyone there, of builders here; a mean of products is nearly that of means.
    let builders = below("builders") / outcomes.sum(&[("outcome", "builders")]);
    assert!((builders - losing("builders")).abs() < 0.01, "{builders}");
    assert_close(below("buyers_only"), 0.0, "who pays no fee and buys what he wants loses nothing");
}

/// In yen everything is a hundred times as large, and classes too.
#[test]
fn classes_of_income_are_as_wide_as_the_amounts_of_the_scenario() {
    let folder = Folder::new();
    let yen = [
        "study.currency=JPY",
        "study.thresholds=[1e5,5e5]",
        "study.minimum_wage=725",
        "selling.order=6000",
        "purchasing.demand=4000",
        "costs.expenses=5000",
        "quitting.aspiration=5e4",
        "quitting.loss_tolerance=3e5",
        "plan.product.price=4000",
        "plan.join.fee=5000",
    ];
    folder.run_silently("small.toml --out dollars");
    folder.run_silently(&format!("small.toml --out yen --set {}", yen.join(" --set ")));
    let [dollars, yen] = ["dollars", "yen"].map(|name| table(&folder.files(name), "distribution"));
    for (dollars, yen) in dollars.rows().zip(yen.rows()) {
        for end in ["from", "to"] {
            assert_eq!(dollars.number(end).map(|end| 100.0 * end), yen.number(end));
        }
        // Cents are rounded, yen have as many: few people may change their class.
        let [a, b] = [dollars, yen].map(|row| row.number("value").unwrap());
        assert!((a - b).abs() < 0.01, "{dollars:?} {yen:?}");
    }
    let title = |name: &str| {
        let summary: serde_json::Value =
            serde_json::from_slice(&folder.files(name)["summary.json"]).unwrap();
        summary.to_string()
    };
    assert!(title("yen").contains("gained 1M JPY or more"), "{}", title("yen"));
    assert!(title("dollars").contains("gained 10,000 USD or more"), "{}", title("dollars"));
}

#[test]
fn ranges_hold_their_values_and_counts_their_runs() {
    for name in ["income", "losses", "series", "ledger", "outcomes", "entry_tenths"] {
        for row in table(&STUDY, name).rows() {
            let runs = row.number("runs").unwrap();
            let value = row.number("value");
            assert_eq!(value.is_some(), runs > 0.0, "{row:?}");
            let [low, high] = ["spread_low", "spread_high"].map(|column| row.number(column));
            if let (Some(value), Some(low), Some(high)) = (value, low, high) {
                assert!(low <= high, "{row:?}");
                let slack = 1e-9 * value.abs().max(1.0);
                assert!(low - slack <= value && value <= high + slack, "{row:?}");
            }
        }
    }
}

/// Of two runs, with which intervals are widest.
#[test]
fn intervals_go_no_further_than_their_figures_can() {
    let (mut cut_below, mut cut_above) = (0, 0);
    let all = ["distribution", "entry_tenths", "income", "ledger", "lorenz", "losses", "network"];
    for name in all.into_iter().chain(["outcomes", "series"]) {
        for row in table(&STUDY, name).rows() {
            let [value, low, high] = ["value", "interval_low", "interval_high"]
                .map(|column| row.number(column).unwrap_or(f64::NAN));
            if value.is_nan() || low.is_nan() {
                continue;
            }
            let may_be_negative = match name {
                "entry_tenths" => row.text("quantity") == "mean_net",
                "income" => row.text("concept").starts_with("net") && !is_share(name, row),
                _ => false,
            };
            assert!(low <= value && value <= high, "{name}: {row:?}");
            assert!(low >= 0.0 || may_be_negative, "{name}: {row:?}");
            assert!(high <= 1.0 + 1e-12 || !is_share(name, row), "{name}: {row:?}");
            cut_below += usize::from(!may_be_negative && low == 0.0 && value > 0.0);
            cut_above += usize::from(is_share(name, row) && high == 1.0 && value < 1.0);
        }
    }
    assert!(cut_below > 100 && cut_above > 10, "{cut_below} and {cut_above} were cut");
    // Nor is a market more than full.
    let series = table(&STUDY, "series");
    let mut is_cut = false;
    for row in series.find(&[("quantity", "ever_joined")]) {
        let high = row.number("interval_high").unwrap();
        assert!(high <= 4e3, "{row:?}");
        is_cut |= high == 4e3;
    }
    assert!(is_cut);
}

/// Whether a row's figures are shares of a whole.
fn is_share(table: &str, row: Row<'_>) -> bool {
    match table {
        "distribution" | "lorenz" | "losses" | "network" => true,
        _ => row.text("unit") == "share",
    }
}
