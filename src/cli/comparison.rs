//! What a comparison found, in figures that readers ask for first.

use super::summary::{ALL_WORLDS, WORLDS_DIFFER, aligned, runs};
use crate::plot::format::{counted, difference, figure, pooled, unit_of_difference};
use crate::results::{Comparison, Difference, RunColumn, Unpaired, Verdict};
use crate::statistics::{Estimate, Pooled};

/// The summary of a comparison.
pub(super) fn summary(comparison: &Comparison) -> String {
    let origin = &comparison.provenance;
    let mut lines = vec![
        format!("{} scenarios, all compared with {}", comparison.studies.len(), comparison.first()),
        format!(
            "{} · {} · seed {} · hypothetical companies",
            counted(origin.months.into(), "month", "months"),
            runs(origin, "run each", "runs each"),
            origin.seed
        ),
        String::new(),
    ];
    let names = comparison
        .studies
        .iter()
        .map(|(name, study)| vec![format!("  {name}"), study.provenance.title.clone()]);
    let names: Vec<Vec<String>> = names.collect();
    lines.extend(left_aligned(&names));
    for (column, words) in comparison.headlines() {
        lines.push(String::new());
        lines.extend(headline(comparison, column, words));
    }
    lines.push(String::new());
    if origin.runs > 1 {
        lines.push(
            "In brackets: 95 % interval of the difference. A run is compared with the run of the\n\
             same number, in which people have the same luck. Income: net, over life."
                .into(),
        );
    } else {
        lines.push("One run: whether a difference is more than luck is not known.".into());
    }
    let headlines = comparison.headlines().map(|(column, _)| &column.name);
    let headlines: Vec<_> = headlines.collect();
    let shown = |found: &&Difference| headlines.contains(&&found.figure.name);
    if comparison.differences.iter().filter(shown).any(Difference::is_not_narrowed) {
        lines.push(
            "* No narrower, or hardly, than without that common luck; why is said below the figure."
                .into(),
        );
    }
    if lines.iter().any(|line| line.contains(ALL_WORLDS)) {
        lines.push(WORLDS_DIFFER.into());
    }
    for (name, study) in &comparison.studies {
        let extinct = study.provenance.runs_extinct;
        if extinct > 0 {
            lines.push(format!(
                "In {extinct} of {} runs of {name} the network died out; they are in all figures.",
                origin.runs
            ));
        }
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    // No line is broken here, and who searches for a figure types a plain space.
    text.replace('\u{a0}', " ")
}

/// A figure in all scenarios, and its differences.
fn headline(comparison: &Comparison, column: &RunColumn, words: &str) -> Vec<String> {
    let unit = &column.unit;
    let is_money = *unit == comparison.provenance.currency;
    let mut lines = vec![if is_money { format!("{words}, {unit}") } else { words.to_owned() }];
    let mut rows = Vec::new();
    let mut remarks = Vec::new();
    let mut unpaired = Vec::new();
    for (place, (name, _)) in comparison.studies.iter().enumerate() {
        let value = comparison.figure(place, &column.name).filter(|estimate| estimate.runs > 0);
        let value = value.map_or("none".into(), |estimate| figure(estimate.value, unit));
        let found = comparison.difference(name, &column.name).filter(|d| d.estimate.runs > 0);
        let (by, remark) = found.map_or((String::new(), String::new()), described);
        unpaired.extend(found.and_then(|found| Some((&**name, found.why_not_narrowed()?))));
        rows.push(vec![format!("  {name}"), value, by]);
        remarks.push(remark);
        if let Some((value, by, remark)) = of_all_worlds(comparison, place, column) {
            rows.push(vec![format!("    {ALL_WORLDS}"), value, by]);
            remarks.push(remark);
        }
    }
    lines.extend(aligned(&rows).into_iter().zip(remarks).map(|(row, remark)| row + &remark));
    lines.extend(whys(comparison.first(), &unpaired));
    lines
}

/// Why pairs of runs do not narrow the intervals of a figure in these scenarios.
fn whys(first: &str, unpaired: &[(&str, Unpaired)]) -> Vec<String> {
    let mut steady: Vec<&str> = Vec::new();
    let mut correlations: Vec<f64> = Vec::new();
    for &(name, why) in unpaired {
        match why {
            Unpaired::SteadyInFirst if steady.contains(&first) => {}
            Unpaired::SteadyInFirst => steady.push(first),
            Unpaired::Steady => steady.push(name),
            Unpaired::Unrelated(correlation) => correlations.push(correlation),
        }
    }
    let mut lines = Vec::new();
    if !steady.is_empty() {
        let names = steady.join(", ");
        lines.push(format!(
            "  * nearly the same in all runs of {names}: there is no luck to have in common"
        ));
    }
    if !correlations.is_empty() {
        let ends = [f64::min as fn(f64, f64) -> f64, f64::max].map(|end| {
            let end = correlations.iter().copied().reduce(end).unwrap_or_default();
            figure((end * 100.0).round() / 100.0 + 0.0, "coefficient")
        });
        let [low, high] = ends;
        let range = if low == high { low } else { format!("{low} to {high}") };
        lines.push(format!(
            "  * correlation over pairs of runs {range}: what moves it in one world hardly does in the other"
        ));
    }
    lines
}

/// What holds of all worlds together, where it is another figure than their mean: the figure, its
/// difference, and what is to be said of that.
fn of_all_worlds(
    comparison: &Comparison,
    place: usize,
    column: &RunColumn,
) -> Option<(String, String, String)> {
    let (name, study) = &comparison.studies[place];
    let mean = comparison.figure(place, &column.name)?;
    let value = pooled(study, &mean, |value| figure(value, &column.unit))?;
    let found = comparison.difference(name, &column.name).and_then(|found| {
        let Pooled { value, interval } = found.estimate.pooled?;
        let estimate = Estimate { value, interval, ..found.estimate };
        Some(Difference { estimate, relative_spread: None, ..found.clone() })
    });
    let (by, remark) = found.as_ref().map_or((String::new(), String::new()), described);
    Some((value, by, remark))
}

/// A difference, and what is to be said of it.
fn described(found: &Difference) -> (String, String) {
    if found.is_nothing() {
        return (String::new(), "  the same in every run".into());
    }
    let unit = &found.figure.unit;
    let words = unit_of_difference(unit);
    let gap = if words.is_empty() { "" } else { " " };
    let ends = found.estimate.interval;
    let (low, high) = ends.unwrap_or((found.estimate.value, found.estimate.value));
    let of = |value: f64| difference(value, unit, low.abs().max(high.abs()));
    let interval = match ends {
        Some(_) => format!("  ({} to {})", of(low), of(high)),
        // Of a single run the last lines tell.
        None if found.estimate.runs > 1 => "  (too few runs for an interval)".into(),
        None => String::new(),
    };
    let doubt = if found.verdict() == Verdict::NotTold { "  not told from zero" } else { "" };
    let width = if found.is_not_narrowed() { "  *" } else { "" };
    (format!("{}{gap}{words}", of(found.estimate.value)), format!("{interval}{doubt}{width}"))
}

/// Rows of a table of words.
fn left_aligned(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0);
    rows.iter().map(|row| format!("{:<width$}  {}", row[0], row[1])).collect()
}
