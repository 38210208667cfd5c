//! The main command: a scenario in, tables and charts out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::arguments::SimulateArguments;
use super::study::{chart_files, check_memory, exit_code, nothing_done, origin, publish, run};
use super::{Failure, files, print, say, summary};
use crate::experiment;
use crate::export;
use crate::plot;

/// Simulates a scenario and writes what was found.
pub(super) fn simulate(arguments: &SimulateArguments) -> Result<ExitCode, Failure> {
    let Some(file) = &arguments.file else {
        return Err(anyhow::anyhow!("no scenario was given").into());
    };
    let arguments = &arguments.study;
    let scenario = files::read_scenario(file, &arguments.overrides())?;
    if !arguments.quiet {
        say(&scenario.warnings.to_string());
    }
    let threads = arguments.threads();
    check_memory(&[&scenario], threads)?;
    let directory = match &arguments.out {
        Some(directory) => directory.clone(),
        None => PathBuf::from("output").join(&scenario.name),
    };
    let foreign = arguments.foreign();
    export::check(&directory, foreign).context("no run was started")?;

    let reports = run(&scenario, threads, arguments.quiet)?;
    if reports.is_empty() {
        return Ok(nothing_done());
    }
    let study =
        experiment::summarise(&scenario.model, scenario.design, origin(&scenario), &reports);
    let charts = chart_files(&plot::charts(&study), threads)?;
    let files = export::files(&study, charts);
    let directory = publish(&directory, &study.provenance, &files, foreign)?;
    if !arguments.quiet {
        print(&summary::summary(&study, scenario.question.as_deref(), &directory))?;
    }
    Ok(exit_code(&study.provenance))
}
