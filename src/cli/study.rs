//! What all studies share, of one scenario or of several: from arguments to a folder of results.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use super::arguments::StudyArguments;
use super::progress::Progress;
use super::{Failure, say};
use crate::experiment::{self, Design, Origin};
use crate::export::{self, Foreign, OutputFile};
use crate::observation::RunReport;
use crate::plot::Chart;
use crate::results::Provenance;
use crate::scenario::Scenario;
use crate::simulation::Model;

/// The exit code of a process that was stopped by Ctrl-C.
const INTERRUPTED: u8 = 130;

impl StudyArguments {
    /// `--runs` and `--seed` are short for keys of the scenario, and checked as such.
    pub(super) fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.runs.iter().map(|runs| format!("--runs {runs}")));
        overrides.extend(self.seed.iter().map(|seed| format!("--seed {seed}")));
        overrides
    }

    /// How many threads may compute.
    pub(super) fn threads(&self) -> usize {
        self.threads.map_or_else(processors, usize::from)
    }

    /// What to do with a folder that holds files of others.
    pub(super) fn foreign(&self) -> Foreign {
        if self.force { Foreign::Overwrite } else { Foreign::Refuse }
    }
}

/// Writes a result to this folder, or beside it what is only partial where there is a complete one:
/// where it is then.
pub(super) fn publish(
    directory: &Path,
    provenance: &Provenance,
    files: &[OutputFile],
    foreign: Foreign,
) -> Result<PathBuf, Failure> {
    let place = if provenance.is_partial() {
        export::place_of_partial(directory)
    } else {
        directory.to_owned()
    };
    export::publish(&place, provenance, files, foreign).context("failed to write the results")?;
    if place != directory {
        say(&format!(
            "`{}` keeps its complete result; the partial one is in `{}`",
            directory.display(),
            place.display()
        ));
    }
    Ok(place)
}

/// How the process ends once the results are written.
pub(super) fn exit_code(provenance: &Provenance) -> ExitCode {
    if provenance.is_partial() { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS }
}

/// Says that there is nothing to write, for the study was stopped before that.
pub(super) fn nothing_done() -> ExitCode {
    say("stopped before a run was finished; nothing was written");
    ExitCode::from(INTERRUPTED)
}

/// Name and version of the program.
pub(super) fn program() -> String {
    concat!("mlmsim ", env!("CARGO_PKG_VERSION")).into()
}

/// Where the study of a scenario comes from.
pub(super) fn origin(scenario: &Scenario) -> Origin {
    Origin {
        program: program(),
        title: scenario.title.clone(),
        scenario_hash: format!("{:016x}", scenario.hash),
        currency: scenario.currency.clone(),
    }
}

pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Refuses a study of these scenarios, run by run side by side, that would not fit, before it begins.
pub(super) fn check_memory(scenarios: &[&Scenario], threads: usize) -> Result<(), Failure> {
    let mut runs = 0;
    let mut kept = PROGRAM;
    for scenario in scenarios {
        runs += u64::from(scenario.design.runs);
        kept = scenario.reports_estimate().saturating_add(kept);
    }
    // At the worst all threads are busy with the largest of them.
    let at_once = runs.min(threads as u64);
    let most = |scenario: &&&Scenario| {
        (scenario.memory_estimate().saturating_mul(at_once), scenario.reports_estimate())
    };
    let Some(largest) = scenarios.iter().max_by_key(most) else { return Ok(()) };
    // Charts are drawn when worlds are gone.
    let charts = DRAWING * threads.min(CHARTS_AT_ONCE) as u64;
    let needed = most(&largest).0.max(charts).saturating_add(kept);
    let limit = available_memory().unwrap_or(MEMORY_LIMIT);
    if needed > limit {
        return Err(Failure::Input(largest.too_large(needed, limit).to_string()));
    }
    Ok(())
}

/// Memory of the program itself, and in which a chart is drawn, in bytes.
const PROGRAM: u64 = 32 << 20;
const DRAWING: u64 = 96 << 20;

/// So many charts are drawn at once at the most, for the memory that each takes.
const CHARTS_AT_ONCE: usize = 4;

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
        say("stopping: the runs under way are dropped; press Ctrl-C again to quit at once");
    })
    .context("failed to listen for Ctrl-C")?;
    Ok(stop)
}

/// Charts as files, drawn by so many threads: pixels take longer than a small study.
pub(super) fn chart_files(charts: &[Chart], threads: usize) -> Result<Vec<OutputFile>, Failure> {
    let files = experiment::map(charts, threads.min(CHARTS_AT_ONCE), both_files);
    Ok(files.context("failed to start threads")?.into_flattened())
}

/// A chart as a vector and as a pixel picture.
fn both_files(chart: &Chart) -> [OutputFile; 2] {
    let file = |ending: &str, bytes: Vec<u8>| OutputFile {
        name: format!("{}.{ending}", chart.name),
        meaning: chart.title.clone(),
        bytes,
    };
    [file("svg", chart.svg().into_bytes()), file("png", chart.png())]
}

/// The reports of a scenario's runs, with progress shown unless `quiet`; those that are finished where
/// Ctrl-C ends them early.
pub(super) fn run(
    scenario: &Scenario,
    threads: usize,
    quiet: bool,
) -> Result<Vec<RunReport>, Failure> {
    let mut studies = run_side_by_side(&[&scenario.model], scenario.design, threads, quiet)?;
    Ok(studies.pop().expect("one model has one study"))
}

/// The same of several models with the same seeds, run by run side by side: the reports of each.
pub(super) fn run_side_by_side(
    models: &[&Model],
    design: Design,
    threads: usize,
    quiet: bool,
) -> Result<Vec<Vec<RunReport>>, Failure> {
    let stop = stop_on_interrupt()?;
    let n_models = u32::try_from(models.len()).unwrap_or(u32::MAX);
    let progress = Progress::new(design.runs.saturating_mul(n_models), quiet);
    let reports = experiment::run_side_by_side(
        models,
        design,
        Some(threads),
        &|member_months| progress.finish_run(member_months),
        &stop,
    )
    .context("failed to start threads");
    progress.end();
    Ok(reports?)
}
