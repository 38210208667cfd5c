//! Reading scenarios and the plans that they name.

use std::fs;
use std::io::ErrorKind;

use super::Failure;
use crate::scenario::{Scenario, ScenarioError};

/// Scenario and plan files are short; whatever is larger is something else.
const BYTES_MAX: u64 = 4 << 20;

/// Reads a scenario file, with overrides, and the plan that it names.
pub(super) fn read_scenario(path: &str, set: &[String]) -> Result<Scenario, Failure> {
    let text = match read_text(path) {
        Ok(text) => text,
        Err(Unreadable::NotText) => {
            return Err(Failure::Input(ScenarioError::not_text(path).to_string()));
        }
        Err(Unreadable::Other(reason)) => {
            return Err(Failure::Input(format!("error: cannot read `{path}`: {reason}")));
        }
    };
    Scenario::parse(path, &text, set, &mut |plan| {
        read_text(plan).map_err(|error| match error {
            Unreadable::NotText => "it is not a text file in UTF-8".into(),
            Unreadable::Other(reason) => reason,
        })
    })
    .map_err(|error| Failure::Input(error.to_string()))
}

enum Unreadable {
    NotText,
    Other(String),
}

fn read_text(path: &str) -> Result<String, Unreadable> {
    let other = |error: std::io::Error| {
        Unreadable::Other(match error.kind() {
            ErrorKind::NotFound => "there is no such file".into(),
            ErrorKind::IsADirectory => "it is a folder, not a file".into(),
            ErrorKind::PermissionDenied => "permission denied".into(),
            _ => error.to_string(),
        })
    };
    let size = fs::metadata(path).map_err(other)?.len();
    if size > BYTES_MAX {
        return Err(Unreadable::Other(format!(
            "it has {size} bytes, and no scenario has more than {BYTES_MAX}"
        )));
    }
    String::from_utf8(fs::read(path).map_err(other)?).map_err(|_| Unreadable::NotText)
}
