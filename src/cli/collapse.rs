//! The command `collapse`: what is left when recruiting stops.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow};

use super::arguments::StudyArguments;
use super::study::{
    chart_files, check_memory, exit_code, nothing_done, origin, publish, run_side_by_side,
};
use super::summary::{ALL_WORLDS, WORLDS_DIFFER, aligned, runs};
use super::{Failure, files, print, say};
use crate::experiment;
use crate::export;
use crate::plot;
use crate::plot::format::{difference, tenths};
use crate::results::{COLLAPSE_MONTHS, Collapse, REMAINING, Verdict};
use crate::statistics::{Estimate, Pooled};
use crate::submodels::shocks::Factors;

/// Simulates a scenario with and without a stop of recruiting after month `at`, and writes what is
/// left a year later.
pub(super) fn collapse(
    path: &str,
    at: u32,
    arguments: &StudyArguments,
) -> Result<ExitCode, Failure> {
    let scenario = files::read_scenario(path, &arguments.overrides())?;
    let months = scenario.model.months;
    if at + COLLAPSE_MONTHS > months {
        let last = months.saturating_sub(COLLAPSE_MONTHS);
        let cure = if last > 0 {
            format!("choose at most {last}, or set study.months")
        } else {
            "set study.months".into()
        };
        return Err(anyhow!(
            "--at {at}: what is left is measured {COLLAPSE_MONTHS} months later, and {path} ends \
             with month {months}: {cure}"
        )
        .into());
    }
    let stops = |month| Factors::in_month(&scenario.model.shocks, month).sign_ups == 0.0;
    if (at + 1..=at + COLLAPSE_MONTHS).all(stops) {
        return Err(anyhow!(
            "--at {at}: nobody joins after month {at} in {path} as it is, so that both worlds would be \
             the same: choose an earlier month, or a scenario in which recruiting goes on"
        )
        .into());
    }
    if !arguments.quiet {
        say(&scenario.warnings.to_string());
    }
    let threads = arguments.threads();
    check_memory(&[&scenario, &scenario], threads)?;
    let name = format!("{}-collapse", scenario.name);
    let directory = arguments.out.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
    let foreign = arguments.foreign();
    export::check(&directory, foreign).context("no run was started")?;

    let design = scenario.design;
    let models = experiment::collapse_models(&scenario.model, at);
    let reports = run_side_by_side(&models.each_ref(), design, threads, arguments.quiet)?;
    if reports[0].is_empty() {
        return Ok(nothing_done());
    }
    // The network may die out where it is disturbed.
    let provenance = experiment::provenance(&models[0], design, origin(&scenario), &reports[0]);
    let found = experiment::collapse(at, provenance, [&reports[0], &reports[1]]);
    let charts = chart_files(&plot::collapse_charts(&found), threads)?;
    let files = export::collapse_files(&found, charts);
    let directory = publish(&directory, &found.provenance, &files, foreign)?;
    if !arguments.quiet {
        print(&summary(&found))?;
        print(&format!("\nTables and chart: {}\n", directory.display()))?;
    }
    Ok(exit_code(&found.provenance))
}

/// A difference, and what is to be said of it.
fn described(found: &Estimate) -> (String, String) {
    let of = |value: f64| difference(value, "share", 0.0);
    match *found {
        Estimate { runs: 0, .. } => (String::new(), String::new()),
        Estimate { value, interval: Some((low, high)), .. } => {
            let told = Verdict::of(found) == Verdict::NotTold;
            let doubt = if told { "  not told from zero" } else { "" };
            (format!("{} points", of(value)), format!("  ({} to {}){doubt}", of(low), of(high)))
        }
        Estimate { value, .. } => (format!("{} points", of(value)), String::new()),
    }
}

/// What the test found.
fn summary(found: &Collapse) -> String {
    let origin = &found.provenance;
    let mut lines = vec![
        format!("What is left when recruiting stops: {}", origin.title),
        format!(
            "the last recruits join in month {} · {} · seed {} · a hypothetical company",
            found.at,
            runs(origin, "pair of runs", "pairs of runs"),
            origin.seed
        ),
        String::new(),
    ];
    let heading = format!("Of month {}, in month {}", found.at, found.at + COLLAPSE_MONTHS);
    let mut rows =
        vec![[heading.as_str(), "stopped", "undisturbed", "difference"].map(String::from).to_vec()];
    let mut remarks = vec![String::new()];
    for row in REMAINING.iter().filter_map(|quantity| found.at_end(quantity.name)) {
        let share = |estimate: &Estimate| match estimate.runs {
            0 => "none".into(),
            _ => tenths(estimate.value),
        };
        let (by, remark) = described(&row.difference);
        let words = format!("  {}", row.quantity.words);
        rows.push(vec![words, share(&row.stopped), share(&row.undisturbed), by]);
        remarks.push(remark);
        if let (true, Some(stopped), Some(undisturbed)) =
            (found.worlds_differ(), row.stopped.pooled, row.undisturbed.pooled)
        {
            let together = row
                .difference
                .pooled
                .unwrap_or(Pooled { value: stopped.value - undisturbed.value, interval: None });
            let Pooled { value, interval } = together;
            let (by, remark) = described(&Estimate { value, interval, ..row.difference });
            let [stopped, undisturbed] = [stopped, undisturbed].map(|all| tenths(all.value));
            rows.push(vec![format!("    {ALL_WORLDS}"), stopped, undisturbed, by]);
            remarks.push(remark);
        }
    }
    lines.extend(aligned(&rows).into_iter().zip(remarks).map(|(row, remark)| row + &remark));
    lines.push(String::new());
    lines.push(if origin.runs > 1 {
        "Means of runs; in brackets: 95 % interval of the difference. Both worlds of a pair have the\n\
         same people and luck. Those who stay sell and buy as before, which is an assumption."
            .into()
    } else {
        "One pair of runs: whether the difference is more than luck is not known.".to_owned()
    });
    if found.worlds_differ() {
        lines.push(WORLDS_DIFFER.into());
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n").replace('\u{a0}', " ") + "\n"
}
