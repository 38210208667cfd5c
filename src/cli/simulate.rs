//! The main command: a scenario in, tables and charts out.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use super::arguments::SimulateArguments;
use super::progress::Progress;
use super::{Failure, files, print, say, summary};
use crate::experiment::{self, Origin};
use crate::export::{self, Foreign, OutputFile};
use crate::plot;
use crate::results::Study;
use crate::scenario::Scenario;

/// Simulates a scenario and writes what was found.
pub(super) fn simulate(arguments: &SimulateArguments) -> Result<ExitCode, Failure> {
    let Some(file) = &arguments.file else {
        return Err(anyhow::anyhow!("no scenario was given").into());
    };
    let scenario = files::read_scenario(file, &overrides(arguments))?;
    if !arguments.quiet {
        say(&scenario.warnings.to_string());
    }
    let threads = arguments.threads.map_or_else(processors, usize::from);
    check_memory(&scenario, threads)?;
    let directory = match &arguments.out {
        Some(directory) => directory.clone(),
        None => PathBuf::from("output").join(&scenario.name),
    };
    let foreign = if arguments.force { Foreign::Overwrite } else { Foreign::Refuse };
    export::check(&directory, foreign).context("no run was started")?;

    let stop = stop_on_interrupt()?;
    let progress = Progress::new(scenario.design.runs, arguments.quiet);
    let reports = experiment::run(
        &scenario.model,
        scenario.design,
        Some(threads),
        &|member_months| progress.finish_run(member_months),
        &stop,
    )
    .context("failed to start threads");
    progress.end();
    let reports = reports?;
    if reports.is_empty() {
        say("stopped before a run was finished; nothing was written");
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let study =
        experiment::summarise(&scenario.model, scenario.design, origin(&scenario), &reports);
    let files = export::files(&study, charts(&study));
    export::publish(&directory, &study.provenance, &files, foreign)
        .context("failed to write the results")?;
    if !arguments.quiet {
        print(&summary::summary(&study, scenario.question.as_deref()))?;
        print(&format!("\nTables and charts: {}\n", directory.display()))?;
    }
    Ok(if study.provenance.is_partial() { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The exit code of a process that was stopped by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// `--runs` and `--seed` are short for keys of the scenario, and checked as such.
fn overrides(arguments: &SimulateArguments) -> Vec<String> {
    let mut overrides = arguments.set.clone();
    overrides.extend(arguments.runs.iter().map(|runs| format!("--runs {runs}")));
    overrides.extend(arguments.seed.iter().map(|seed| format!("--seed {seed}")));
    overrides
}

fn origin(scenario: &Scenario) -> Origin {
    Origin {
        program: concat!("mlmsim ", env!("CARGO_PKG_VERSION")).into(),
        title: scenario.title.clone(),
        scenario_hash: format!("{:016x}", scenario.hash),
        currency: scenario.currency.clone(),
    }
}

pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Refuses a study that would not fit, before it begins.
pub(super) fn check_memory(scenario: &Scenario, threads: usize) -> Result<(), Failure> {
    let at_once = (scenario.design.runs as usize).min(threads) as u64;
    let needed = scenario.memory_estimate().saturating_mul(at_once);
    let limit = available_memory().unwrap_or(MEMORY_LIMIT);
    if needed > limit {
        return Err(Failure::Input(scenario.too_large(needed, limit).to_string()));
    }
    Ok(())
}

/// The memory that a study may take on systems that do not tell how much there is: 16 GiB.
const MEMORY_LIMIT: u64 = 16 << 30;

/// Memory that programs can still have, in bytes, where the system tells (Linux).
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// A flag that Ctrl-C sets. A second Ctrl-C ends the process at once.
fn stop_on_interrupt() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "the user insists")]
            std::process::exit(INTERRUPTED.into());
        }
        say("stopping: the runs under way are finished; press Ctrl-C again to quit at once");
    })
    .context("failed to listen for Ctrl-C")?;
    Ok(stop)
}

/// All charts, each as a vector and as a pixel picture.
fn charts(study: &Study) -> Vec<OutputFile> {
    plot::charts(study)
        .into_iter()
        .flat_map(|chart| {
            let file = |ending: &str, bytes: Vec<u8>| OutputFile {
                name: format!("{}.{ending}", chart.name),
                meaning: chart.title.clone(),
                bytes,
            };
            [file("svg", chart.svg().into_bytes()), file("png", chart.png())]
        })
        .collect()
}
