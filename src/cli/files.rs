//! Reading scenarios, the plans that they name, and tables.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::results::Disclosure;
use crate::scenario::{self, Scenario, ScenarioError};

/// Scenario and plan files are short; whatever is larger is something else.
const BYTES_MAX: u64 = 4 << 20;
/// A table of members or orders may be as large as can be numbered.
const TABLE_BYTES_MAX: u64 = (4 << 30) - 2;

/// Edge lists are CSV files, and may have some twenty million lines.
const BYTES_MAX_OF_CSV: u64 = 256 << 20;

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

/// Reads a scenario file or a plan file by itself, with overrides, or a disclosure, which is none.
pub(super) fn read_any(path: &str, set: &[String]) -> Result<Option<Scenario>, Failure> {
    let text = read_input(path)?;
    if scenario::is_disclosure(&text) {
        let disclosure = scenario::read_disclosure(path, &text);
        return disclosure.map(|_| None).map_err(|error| Failure::Input(error.to_string()));
    }
    let (Input::Scenario(scenario) | Input::Plan(scenario)) = scenario_or_plan(path, &text, set)?;
    Ok(Some(scenario))
}

/// Reads a scenario file, or a plan file by itself, with overrides.
pub(super) fn read_scenario_or_plan(path: &str, set: &[String]) -> Result<Input, Failure> {
    scenario_or_plan(path, &read_input(path)?, set)
}

fn scenario_or_plan(path: &str, text: &str, set: &[String]) -> Result<Input, Failure> {
    if scenario::is_plan(text) {
        let plan = Scenario::around_plan(path, text, set);
        return plan.map(Input::Plan).map_err(|error| Failure::Input(error.to_string()));
    }
    parse(path, text, set).map(Input::Scenario)
}

/// The disclosures of these names or files, in this order; all that come with the program for none.
pub(super) fn read_disclosures(named: &[String]) -> Result<Vec<Disclosure>, Failure> {
    let shipped = scenario::shipped_disclosures();
    if named.is_empty() {
        return Ok(shipped);
    }
    let mut disclosures = Vec::new();
    let mut faults = Vec::new();
    for name in named {
        match read_disclosure(name, &shipped) {
            Ok(disclosure) => disclosures.push(disclosure),
            Err(Failure::Input(fault)) => faults.push(fault),
            Err(failure) => return Err(failure),
        }
    }
    if faults.is_empty() { Ok(disclosures) } else { Err(Failure::Input(faults.join("\n\n"))) }
}

/// Whether a file that is no disclosure stands where one should, before a disclosure.
pub(super) fn is_scenario_before_statement(first: &str, second: &str) -> bool {
    let shipped = scenario::shipped_disclosures();
    let is_file = |name: &str, is_statement: bool| {
        read_input(name).is_ok_and(|text| scenario::is_disclosure(&text) == is_statement)
    };
    let is_known = |name: &str| shipped.iter().any(|disclosure| disclosure.name == name);
    !is_known(first) && is_file(first, false) && (is_known(second) || is_file(second, true))
}

/// A disclosure that comes with the program, by its name, or one from a file, by its path.
fn read_disclosure(name: &str, shipped: &[Disclosure]) -> Result<Disclosure, Failure> {
    if let Some(known) = shipped.iter().find(|disclosure| disclosure.name == name) {
        return Ok(known.clone());
    }
    let is_path = name.contains(['.', '/', '\\']) || Path::new(name).exists();
    if !is_path {
        let names = shipped.iter().map(|disclosure| disclosure.name.as_str());
        return Err(Failure::Input(scenario::unknown_disclosure(name, names)));
    }
    let text = read_input(name)?;
    scenario::read_disclosure(name, &text).map_err(|error| Failure::Input(error.to_string()))
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
            Unreadable::Other(reason) => {
                // Where no file has a name like it.
                let cure = if reason == MISSING { CURE } else { "" };
                format!("error: cannot read `{path}`: {reason}{cure}")
            }
        })
    })
}

/// What is said of a file that does not exist, and what helps where it was named on the command line.
const MISSING: &str = "there is no such file";
const CURE: &str = "; name one that is there, as in `mlmsim SCENARIO.toml`: the scenarios that come with the program \
                    are in its folder `scenarios/`";

enum Unreadable {
    NotText,
    Other(String),
}

fn read_text(path: &str) -> Result<String, Unreadable> {
    let is_csv = Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let (limit, what) =
        if is_csv { (BYTES_MAX_OF_CSV, "edge list may have") } else { (BYTES_MAX, "scenario has") };
    String::from_utf8(read_bytes(path, limit, what)?).map_err(|_| Unreadable::NotText)
}

/// The content of a table that was named on the command line, or why it cannot be read.
pub(super) fn read_table(path: &str) -> Result<Vec<u8>, String> {
    read_bytes(path, TABLE_BYTES_MAX, "table may have").map_err(|error| match error {
        Unreadable::Other(reason) => reason,
        Unreadable::NotText => "it is not text".into(),
    })
}

/// The file of the same kind that is most like one that does not exist, in its folder or in the one
/// that scenarios are shipped in.
fn near(missing: &Path) -> Option<PathBuf> {
    let folder = missing.parent()?;
    let stem = missing.file_stem()?.to_str()?;
    let ending = missing.extension().unwrap_or("toml".as_ref());
    [folder.to_path_buf(), folder.join("scenarios")].into_iter().find_map(|folder| {
        let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let mut files: Vec<PathBuf> = fs::read_dir(listed)
            .ok()?
            .filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
            .filter(|file| file.extension().is_some_and(|end| end.eq_ignore_ascii_case(ending)))
            .filter(|file| file.is_file())
            .collect();
        // Folders are read in no order.
        files.sort_unstable();
        let stem_of = |file: &'_ PathBuf| file.file_stem()?.to_str().map(str::to_owned);
        let stems: Vec<String> = files.iter().filter_map(stem_of).collect();
        let near = scenario::nearest(stem, stems.iter().map(String::as_str))?.to_owned();
        files.into_iter().find(|file| stem_of(file).as_ref() == Some(&near))
    })
}

/// The content of a file of no more than so many bytes, which is what a file of its kind has at most.
fn read_bytes(path: &str, limit: u64, what: &str) -> Result<Vec<u8>, Unreadable> {
    let other = |error: std::io::Error| {
        Unreadable::Other(match error.kind() {
            ErrorKind::NotFound => {
                let hint = near(Path::new(path))
                    .map_or(String::new(), |near| format!("; did you mean `{}`?", near.display()));
                format!("{MISSING}{hint}")
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
    file.take(limit + 1).read_to_end(&mut bytes).map_err(other)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::Other(format!("it has more than {limit} bytes, which no {what}")));
    }
    Ok(bytes)
}
