//! The command line: the only place that prints, exits, reads clock and environment.
//!
//! Data goes to standard output, all else to standard error. Exit codes: 0 done; 1 the scenario
//! or another input is at fault; 2 the command line, the machine or the program is; 130 stopped
//! by Ctrl-C (finished runs are written).

mod arguments;
mod collapse;
mod compare;
mod compare_to;
mod comparison;
mod disclosures;
mod files;
mod pay;
mod progress;
mod simulate;
mod study;
mod summary;

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind as UsageErrorKind};
use clap::{CommandFactory, Parser};

use crate::export::Foreign;
use crate::plot::format::counted;
use crate::scenario;
use crate::simulation::PHASES;
use arguments::{Arguments, Command, SchemaOf};
use files::Input;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked = matches!(
                error.kind(),
                UsageErrorKind::DisplayHelp | UsageErrorKind::DisplayVersion
            );
            // Nothing is left to be done if not even this can be printed.
            let _ = explained(error).print();
            return ExitCode::from(if asked { 0 } else { 2 });
        }
    };
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => error.report(),
    }
}

/// What is wrong with the command line. A second scenario is not, as clap has it, a command, and
/// what stands before a scenario is no scenario.
fn explained(error: clap::Error) -> clap::Error {
    let mut command = Arguments::command();
    let Some(ContextValue::String(second)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    if command.find_subcommand(second).is_some() {
        return error;
    }
    let first = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let is_path = first.contains(['.', '/', '\\']) || Path::new(&first).exists();
    let is_known = command.find_subcommand(&first).is_some();
    let reason = if first.as_str() == second || is_path || is_known {
        format!(
            "unexpected argument '{second}': one scenario is simulated at a time, and a command \
             comes before all options"
        )
    } else {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        format!(
            "unknown command '{first}': a scenario is simulated by its name alone, and the \
             commands are {}",
            known.join(", ")
        )
    };
    command.error(UsageErrorKind::UnknownArgument, reason)
}

fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Some(command) = &arguments.command else {
        return simulate::simulate(&arguments.simulate);
    };
    match command {
        Command::Compare { files, study } => compare::compare(files, study),
        Command::Collapse { file, at, study } => collapse::collapse(file, *at, study),
        Command::CompareTo { disclosure, file, scale, study } => {
            compare_to::compare_to(disclosure, file, *scale, study)
        }
        Command::Disclosures { named, out, force } => {
            let foreign = if *force { Foreign::Overwrite } else { Foreign::Refuse };
            disclosures::disclosures(named, out.as_ref(), foreign)
        }
        Command::Pay(arguments) => pay::pay(arguments),
        Command::Check { files, set } => check(files, set),
        Command::Describe { file, set } => {
            let text = match files::read_scenario_or_plan(file, set)? {
                Input::Scenario(scenario) => {
                    scenario.describe(&PHASES.map(|phase| (phase.name, phase.meaning)))
                }
                Input::Plan(scenario) => scenario.describe_plan(),
            };
            print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Schema { kind } => {
            let kind = match kind {
                SchemaOf::Scenario => scenario::SchemaKind::Scenario,
                SchemaOf::Plan => scenario::SchemaKind::Plan,
                SchemaOf::Disclosure => scenario::SchemaKind::Disclosure,
            };
            print(&format!("{:#}\n", scenario::schema(kind)))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Reference => {
            print(&scenario::reference())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Checks every file, and reports on each, even if an earlier one is at fault.
fn check(files: &[String], set: &[String]) -> Result<ExitCode, Failure> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match files::read_any(file, set) {
            Ok(None) => print(&format!(
                "{file}: no problems found; a disclosure, for `mlmsim disclosures` and `mlmsim compare-to`\n"
            ))?,
            Ok(Some(scenario)) => {
                say(&scenario.warnings.to_string());
                if let Err(failure) = study::check_memory(&[&scenario], study::processors()) {
                    code = failure.report();
                    continue;
                }
                let found = match scenario.warnings.len() {
                    0 => "no problems found".into(),
                    n => format!("no errors, {}", counted(n as f64, "warning", "warnings")),
                };
                print(&format!("{file}: {found}\n"))?;
            }
            Err(failure) => code = failure.report(),
        }
    }
    Ok(code)
}

/// Why the program ends without success.
#[derive(Debug)]
enum Failure {
    /// The scenario, or what it names, is at fault; the text is complete.
    Input(String),
    /// The command line, the machine or the disk is.
    Environment(anyhow::Error),
}

impl Failure {
    /// Tells the user, and says how the process ends.
    fn report(&self) -> ExitCode {
        match self {
            Self::Input(text) => {
                say(text);
                ExitCode::from(1)
            }
            Self::Environment(error) => {
                say(&format!("error: {error:#}"));
                ExitCode::from(2)
            }
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Environment(error)
    }
}

/// Writes data to standard output. That its reader has had enough is no failure, and changes
/// nothing of what else is done.
fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            Err(anyhow::Error::new(error).context("failed to write to standard output").into())
        }
    }
}

/// Tells the user something on standard error, if there is something to tell.
fn say(text: &str) {
    if !text.is_empty() {
        // A user who cannot be told is not helped by a crash.
        let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
    }
}
