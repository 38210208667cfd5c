//! The command `compare-to`: a simulated population under the convention of a published statement.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::arguments::StudyArguments;
use super::study::{chart_files, check_memory, exit_code, nothing_done, origin, publish, run};
use super::summary::{aligned, runs};
use super::{Failure, files, print, say};
use crate::experiment;
use crate::export;
use crate::plot;
use crate::plot::format::{self, decimal, fine_percent, tenths};
use crate::portable::{exp, pow};
use crate::results::{Distance, DistanceOf, Likeness, LikenessRow, Measure};
use crate::statistics::Estimate;

/// Simulates a scenario and writes how it compares with a statement.
pub(super) fn compare_to(
    disclosure: &str,
    path: &str,
    scale: f64,
    arguments: &StudyArguments,
) -> Result<ExitCode, Failure> {
    if files::is_scenario_before_statement(disclosure, path) {
        return Err(Failure::Input(format!(
            "error: the statement comes first, and then the scenario\n  = help: `mlmsim compare-to {path} \
             {disclosure}`"
        )));
    }
    let mut disclosures = files::read_disclosures(&[disclosure.to_owned()])?;
    let disclosure = disclosures.pop().expect("one name has one disclosure");
    let mut scenario = files::read_scenario(path, &arguments.overrides())?;
    if !arguments.quiet {
        say(&scenario.warnings.to_string());
    }
    scenario.model.measures.questions = experiment::questions(&disclosure, scale);
    let threads = arguments.threads();
    check_memory(&[&scenario], threads)?;
    let name = format!("{}-to-{}", scenario.name, disclosure.name);
    let directory = arguments.out.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
    let foreign = arguments.foreign();
    export::check(&directory, foreign).context("no run was started")?;

    let reports = run(&scenario, threads, arguments.quiet)?;
    if reports.is_empty() {
        return Ok(nothing_done());
    }
    let provenance =
        experiment::provenance(&scenario.model, scenario.design, origin(&scenario), &reports);
    let likeness = experiment::compare_to(&disclosure, scale, provenance, &reports);
    let charts = chart_files(&plot::likeness_charts(&likeness), threads)?;
    let files = export::likeness_files(&likeness, charts);
    let directory = publish(&directory, &likeness.provenance, &files, foreign)?;
    if !arguments.quiet {
        print(&summary(&likeness))?;
        print(&format!("\nTable and charts: {}\n", directory.display()))?;
    }
    Ok(exit_code(&likeness.provenance))
}

/// What the comparison found.
fn summary(likeness: &Likeness) -> String {
    let disclosure = &likeness.disclosure;
    let origin = &likeness.provenance;
    let mut lines = vec![
        format!(
            "{}, {}, {}, beside a hypothetical company: {}",
            disclosure.company,
            disclosure.place_in_words(),
            disclosure.years(),
            origin.title
        ),
        format!(
            "{} months · {} · seed {}",
            origin.months,
            runs(origin, "run", "runs"),
            origin.seed
        ),
        String::new(),
        format!("published over:  {}", disclosure.denominator),
        format!("simulated over:  {}", disclosure.counterpart()),
    ];
    lines.extend(disclosure.differences().map(|differs| format!("                 {differs}")));
    lines.push(format!(
        "source:          {} (grade {})",
        disclosure.source.join("; "),
        disclosure.grade.label()
    ));
    lines.extend(distance(likeness));
    for (measure, heading) in [
        (Measure::ShareOfPay, format!("Share of {}", disclosure.pay_in_parts())),
        (Measure::ShareOfPeople, format!("Share of {}", likeness.counted())),
        (Measure::Amount, disclosure.money()),
        (Measure::Ratio, "Ratio".into()),
    ] {
        lines.extend(table(likeness, measure, &heading));
    }
    lines.extend(scale(likeness));
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n").replace('\u{a0}', " ") + "\n"
}

/// How far the population is from the statement, in each way in which that can be said.
fn distance(likeness: &Likeness) -> Vec<String> {
    let mut lines = vec![String::new()];
    for of in [DistanceOf::Pay, DistanceOf::People, DistanceOf::Amounts, DistanceOf::Ratio] {
        let Some(distance) = likeness.distance(of) else {
            let why = likeness.no_distance_of_amounts().filter(|_| of == DistanceOf::Amounts);
            lines.extend(why.map(|why| format!("Distance in amounts: cannot be told; {why}.")));
            continue;
        };
        let words = |value: f64| if of.is_logarithm() { factor(value) } else { tenths(value) };
        let value = words(distance.simulated.value);
        let interval = distance.simulated.interval.map_or(String::new(), |(low, high)| {
            format!(" (95 % interval {} to {})", words(low), words(high))
        });
        let farthest = distance.farthest.as_deref().unwrap_or_default();
        lines.extend(match of {
            DistanceOf::Pay => of_pay(distance, &value, &interval),
            DistanceOf::People => vec![format!(
                "Distance in shares of {}: at most {value}{interval} of those counted, in `{}`.",
                likeness.counted(),
                likeness.of_whom(farthest)
            )],
            DistanceOf::Amounts => vec![format!(
                "Distance in amounts: at most a factor of {value}{interval}, in `{farthest}`; it depends on \
                 --scale."
            )],
            DistanceOf::Ratio => vec![format!(
                "Distance in the mean by the median: a factor of {value}{interval}."
            )],
        });
    }
    let words = |what: &str| format!("`{what}`");
    lines.extend(likeness.without_distance_by_reason(words));
    lines
}

/// How much of the pay is shared otherwise, and in how many parts that is seen.
fn of_pay(distance: &Distance, value: &str, interval: &str) -> Vec<String> {
    let at_least = if distance.is_bound() { "at least " } else { "" };
    let parts = distance.parts.map_or(String::new(), |parts| format!("; {}", parts.words()));
    vec![
        format!(
            "Distance: {at_least}{value}{interval} of the pay would have to change hands to be shared as \
             published;"
        ),
        format!(
            "if everybody got the same it would be {at_least}{}{parts}.",
            tenths(distance.of_equal_pay.unwrap_or(f64::NAN))
        ),
    ]
}

/// The factor of a logarithm.
fn factor(logarithm: f64) -> String {
    decimal(exp(logarithm), 2)
}

/// The figures of a measure, published and simulated, and how many simulated people each is of.
fn table(likeness: &Likeness, measure: Measure, heading: &str) -> Vec<String> {
    let mut rows = vec![
        [heading, "published", "simulated", "95 % interval", "of people"]
            .map(String::from)
            .to_vec(),
    ];
    rows.extend(likeness.of(measure).map(|row| {
        let words = |value: f64| figure(measure, value);
        let Estimate { value, interval, runs, .. } = row.simulated;
        let simulated = match (runs, measure) {
            (0, Measure::Ratio) => "none".into(),
            (0, _) => "not measured".into(),
            _ => words(value),
        };
        let interval = interval
            .map_or(String::new(), |(low, high)| format!("{} to {}", words(low), words(high)));
        let people = decimal(row.people, usize::from(row.people < 10.0));
        vec![format!("  {}", row.what), published(row, &words), simulated, interval, people]
    }));
    if rows.len() == 1 {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    lines.extend(aligned(&rows));
    lines
}

fn published(row: &LikenessRow, words: &dyn Fn(f64) -> String) -> String {
    format!("{}{}", row.exactness.prefix(), words(row.published))
}

fn figure(measure: Measure, value: f64) -> String {
    match measure {
        Measure::ShareOfPay | Measure::ShareOfPeople => fine_percent(value),
        Measure::Amount => format::figure(value, "amount"),
        Measure::Ratio => decimal(value, 2),
    }
}

/// A number to three digits, without separators.
fn short_number(value: f64) -> String {
    let digits = (0..8_usize).find(|&digits| value * pow(10.0, digits as f64) >= 100.0);
    format!("{value:.0$}", digits.unwrap_or(8))
}

/// What the amounts are worth.
fn scale(likeness: &Likeness) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!(
            "One unit of the scenario's money is taken for {} of the statement's (--scale).",
            likeness.scale
        ),
    ];
    lines.extend(likeness.scale_of_means.map(|scale| {
        // Three digits say enough, and can be typed.
        format!("The means agree at --scale {}.", short_number(scale))
    }));
    lines
}
