//! The scenario files with known answers, from the text to the figures.
//!
//! Each states its answers in its header, as `# name = value`. A value is the closed form rounded
//! to 0.1 % or better, and the program has to give it.

use std::path::Path;

use mlmsim::experiment::{Origin, summarise};
use mlmsim::observation::{Concept, Denominator, OUTCOMES, RunReport, Statistic, Window};
use mlmsim::scenario::Scenario;
use mlmsim::simulation::Model;

use crate::laws::{Month, mean_field, recruits_law, survival};
use crate::support::{Comparison, accept, income, mean, outcome, over_runs, reject};

/// A file and the closed forms of its answers.
struct Case {
    file: &'static str,
    answers: Vec<(&'static str, f64)>,
}

fn cases() -> Vec<Case> {
    let case = |file, answers: &[_]| Case { file, answers: answers.to_vec() };
    let half = |months| survival(0.5, 1.0, months);
    let growing = Month { recruits: 0.2, leaving: 0.0 };
    let nobody = recruits_law(0.2, f64::INFINITY, 1)[0];
    let dying = Month { recruits: 0.1, leaving: 1.0 - survival(0.4, 1.0, 1) };
    let customers = |month: i32| 4.0 * (1.0 - 0.9_f64.powi(month));
    let margin: f64 = (1..=36).map(|t| 0.25 * 60.0 * 0.5 * 0.9 * customers(t - 1)).sum();
    vec![
        case(
            "extinction",
            &[("extinct", dying.extinction(60)), ("members_at_end", dying.growth().powi(60))],
        ),
        case(
            "geometric-tenure",
            &[
                ("twelve_month_survival", half(12)),
                ("still_members", half(36)),
                ("mean_tenure", (0..36).map(half).sum()),
            ],
        ),
        case(
            "infinite-growth",
            &[
                ("members_at_end", 500.0 * growing.growth().powi(24)),
                ("without_recruits", 0.2 / (1.2 - nobody)),
            ],
        ),
        case("logistic", &[("saturation_at_end", mean_field(1e3, 5e4, 0.08, 1.0, 72)[72] / 5e4)]),
        case("retail-only-no-plan", &[("mean_margin", margin), ("mean_company_pay", 0.0)]),
    ]
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The scenario in a file, and the answers of its header.
fn load(path: &Path, overrides: &[String]) -> (Scenario, Vec<(String, f64)>) {
    let text = read(path);
    let header = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = "));
    let answers =
        header.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect();
    let mut no_plan = |_: &str| Err("the plan stands in the file".into());
    let scenario = Scenario::parse("known.toml", &text, overrides, &mut no_plan);
    (scenario.unwrap_or_else(|problems| panic!("{}: {problems}", path.display())), answers)
}

/// A figure of a run by the name in a header.
fn figure(report: &RunReport, model: &Model, name: &str) -> f64 {
    let mean_of = |concept| {
        income(report, model, Window::Life, Denominator::Everyone, concept, Statistic::Mean)
    };
    match name {
        "extinct" => f64::from(u8::from(report.is_extinct)),
        "mean_margin" => mean_of(Concept::RetailMargin),
        "mean_company_pay" => mean_of(Concept::CompanyPay),
        _ => {
            assert!(OUTCOMES.iter().any(|quantity| quantity.name == name), "{name}");
            outcome(report, name)
        }
    }
}

/// What a scenario gives beside the answers stated.
fn compare(scenario: &Scenario, answers: &[(String, f64)]) -> Vec<Comparison> {
    let model = &scenario.model;
    let runs = over_runs(model, scenario.design.runs, scenario.design.seed, |report| {
        answers.iter().map(|(name, _)| figure(report, model, name)).collect::<Vec<f64>>()
    });
    let mut comparisons = Vec::new();
    for (i, (name, answer)) in answers.iter().enumerate() {
        let figures: Vec<f64> = runs.iter().map(|run| run[i]).collect();
        if *answer == 0.0 {
            assert!(figures.iter().all(|&figure| figure == 0.0), "{name} is zero in every run");
        } else {
            comparisons.push(mean(name, &figures, *answer).allowing(0.001 * answer));
        }
    }
    comparisons
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/verification")
}

#[test]
fn the_files_with_known_answers_give_them() {
    let mut comparisons = Vec::new();
    let mut names = Vec::new();
    for Case { file, answers } in cases() {
        let path = folder().join(file).with_extension("toml");
        let (scenario, stated) = load(&path, &[]);
        assert_eq!(stated.len(), answers.len(), "answers in the header of {file}");
        for ((name, value), (known, closed_form)) in stated.iter().zip(answers) {
            assert_eq!(name, known);
            assert!((value - closed_form).abs() <= 5e-4 * closed_form, "{closed_form}: {name}");
        }
        comparisons.extend(compare(&scenario, &stated));
        names.push(path);
    }
    let mut files: Vec<_> =
        folder().read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files, names, "every file has its answers checked");
    accept("scenarios::the_files_with_known_answers_give_them", &comparisons);
    let (broken, stated) =
        load(&folder().join("infinite-growth.toml"), &["recruiting.contacts=0.18".into()]);
    reject(&compare(&broken, &stated));
}

/// Lines that die out early have few people and many early leavers: over all people together as many stay for
/// twelve months as the scenario says, and the mean of worlds is far from it.
#[test]
fn those_who_stay_are_counted_person_by_person_over_worlds() {
    let (scenario, _) = load(&folder().join("extinction.toml"), &[]);
    let Scenario { model, design, .. } = &scenario;
    let runs = over_runs(model, design.runs, design.seed, RunReport::clone);
    let [program, title, scenario_hash, currency] = [const { String::new() }; 4];
    let origin = Origin { program, title, scenario_hash, currency };
    let study = summarise(model, *design, origin, &runs);
    assert!(study.worlds_differ());
    let stayed = study.outcome("twelve_month_survival").unwrap().estimate;
    let beside = |value: f64, interval: Option<(f64, f64)>| {
        let (low, high) = interval.unwrap();
        // Student's quantile with so many degrees of freedom is the normal one to a thousandth.
        let error = (high - low) / 2.0 / 1.959_964;
        let freedom = f64::from(stayed.runs - 1);
        let what = "stayed twelve months".into();
        Comparison { what, found: value, expected: 0.4, error, freedom, allowance: 0.0 }
    };
    let name = "scenarios::those_who_stay_are_counted_person_by_person_over_worlds";
    let all = stayed.pooled.unwrap();
    accept(name, &[beside(all.value, all.interval)]);
    reject(&[beside(stayed.value, stayed.interval)]);
}
