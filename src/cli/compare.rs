//! The command `compare`: scenarios with the same people and luck, and how they differ.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::arguments::StudyArguments;
use super::study::{
    chart_files, check_memory, exit_code, nothing_done, origin, publish, run_side_by_side,
};
use super::{Failure, comparison, files, print, say};
use crate::experiment;
use crate::export;
use crate::plot;
use crate::scenario::Scenario;
use crate::simulation::Model;

/// Simulates several scenarios side by side and writes how they differ.
pub(super) fn compare(paths: &[String], arguments: &StudyArguments) -> Result<ExitCode, Failure> {
    let scenarios = read(paths, &arguments.overrides())?;
    if !arguments.quiet {
        for scenario in &scenarios {
            say(&scenario.warnings.to_string());
        }
    }
    let threads = arguments.threads();
    let design = scenarios[0].design;
    check_memory(&scenarios.iter().collect::<Vec<_>>(), threads)?;
    let directory =
        arguments.out.clone().unwrap_or_else(|| PathBuf::from("output").join(name(&scenarios)));
    let foreign = arguments.foreign();
    export::check(&directory, foreign).context("no run was started")?;

    let models: Vec<&Model> = scenarios.iter().map(|scenario| &scenario.model).collect();
    let reports = run_side_by_side(&models, design, threads, arguments.quiet)?;
    if reports[0].is_empty() {
        return Ok(nothing_done());
    }
    let studies = scenarios.iter().zip(&reports).map(|(scenario, reports)| {
        let study = experiment::summarise(&scenario.model, design, origin(scenario), reports);
        (scenario.name.clone(), study)
    });
    let found = experiment::compare(studies.collect());
    let charts = chart_files(&plot::comparison_charts(&found), threads)?;
    let files = export::comparison_files(&found, charts);
    let directory = publish(&directory, &found.provenance, &files, foreign)?;
    if !arguments.quiet {
        print(&comparison::summary(&found))?;
        print(&format!("\nTables and charts: {}\n", directory.display()))?;
    }
    Ok(exit_code(&found.provenance))
}

/// Reads all scenarios, and reports the faults of all of them together.
fn read(paths: &[String], set: &[String]) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match files::read_scenario(path, set) {
            Ok(scenario) => scenarios.push(scenario),
            Err(Failure::Input(fault)) => faults.push(fault),
            Err(failure) => return Err(failure),
        }
    }
    for (place, scenario) in scenarios.iter().enumerate() {
        if let Some(first) = scenarios[..place].iter().find(|first| first.name == scenario.name) {
            faults.push(scenario.has_name_of(first).to_string());
        }
        // The faults of the first file may be why the second one is first here.
        let is_comparable = scenario.not_comparable_with(&scenarios[0]);
        faults.extend(is_comparable.map(|fault| fault.to_string()));
    }
    if faults.is_empty() { Ok(scenarios) } else { Err(Failure::Input(faults.join("\n\n"))) }
}

/// What a comparison is called: by the names of two or three scenarios, or by the first of many.
fn name(scenarios: &[Scenario]) -> String {
    const NAMED: usize = 3;
    let names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    if names.len() <= NAMED {
        names.join("-vs-")
    } else {
        format!("{}-vs-{}-others", names[0], names.len() - 1)
    }
}
