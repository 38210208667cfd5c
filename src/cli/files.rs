//! Reading scenarios and the plans that they name.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::Failure;
use crate::scenario::{self, Scenario, ScenarioError};

/// Scenario and plan files are short; whatever is larger is something else.
const BYTES_MAX: u64 = 4 << 20;

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Input {
    Scenario(Scenario),
    /// A plan alone, in a scenario of defaults.
    Plan(Scenario),
}

/// Reads a scenario file, with overrides, and the plan that it names.
pub(super) fn read_scenario(path: &str, set: &[String]) -> Result<Scenario, Failure> {
    parse(path, &read_input(path)?, set)
}

/// Reads a scenario file, or a plan file by itself, with overrides.
pub(super) fn read_scenario_or_plan(path: &str, set: &[String]) -> Result<Input, Failure> {
    let text = read_input(path)?;
    if scenario::is_plan(&text) {
        let plan = Scenario::around_plan(path, &text, set);
        return plan.map(Input::Plan).map_err(|error| Failure::Input(error.to_string()));
    }
    parse(path, &text, set).map(Input::Scenario)
}

fn parse(path: &str, text: &str, set: &[String]) -> Result<Scenario, Failure> {
    Scenario::parse(path, text, set, &mut |plan| {
        read_text(plan).map_err(|error| match error {
            Unreadable::NotText => "it is not a text file in UTF-8".into(),
            Unreadable::Other(reason) => reason,
        })
    })
    .map_err(|error| Failure::Input(error.to_string()))
}

/// The text of a file that was named on the command line.
fn read_input(path: &str) -> Result<String, Failure> {
    read_text(path).map_err(|error| {
        Failure::Input(match error {
            Unreadable::NotText => ScenarioError::not_text(path).to_string(),
            Unreadable::Other(reason) => format!("error: cannot read `{path}`: {reason}"),
        })
    })
}

enum Unreadable {
    NotText,
    Other(String),
}

fn read_text(path: &str) -> Result<String, Unreadable> {
    let other = |error: std::io::Error| {
        Unreadable::Other(match error.kind() {
            ErrorKind::NotFound => {
                let longer = format!("{path}.toml");
                let hint = if Path::new(&longer).is_file() {
                    format!("; did you mean `{longer}`?")
                } else {
                    String::new()
                };
                format!("there is no such file{hint}")
            }
            ErrorKind::IsADirectory => "it is a folder, not a file".into(),
            ErrorKind::PermissionDenied => "permission denied".into(),
            _ => error.to_string(),
        })
    };
    if fs::metadata(path).map_err(other)?.is_dir() {
        return Err(other(ErrorKind::IsADirectory.into()));
    }
    // What is no file may have no end.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(other)?;
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(other)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(Unreadable::Other(format!(
            "it has more than {BYTES_MAX} bytes, which no scenario has"
        )));
    }
    String::from_utf8(bytes).map_err(|_| Unreadable::NotText)
}
