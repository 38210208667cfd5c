//! What a result consists of, for the program that replaces it and for who checks it.

use serde::{Deserialize, Serialize};

use super::payroll::PayrollOrigin;
use super::{OutputFile, Source};
use crate::results::Provenance;

/// The name of the manifest.
pub(super) const NAME: &str = "manifest.json";

/// The word that begins the program in every manifest of ours.
const PROGRAM: &str = "mlmsim ";

/// Nothing in it depends on time, machine or number of threads: equal manifests, equal results.
#[derive(Serialize)]
struct Manifest<'a> {
    program: &'a str,
    format: u32,
    #[serde(flatten)]
    made_of: MadeOf<'a>,
    units: Units<'a>,
    files: Vec<Entry<'a>>,
}

/// What decides a result.
#[derive(Serialize)]
#[serde(untagged)]
enum MadeOf<'a> {
    Study { scenario_hash: &'a str, seed: u64, runs: u32, runs_requested: u32 },
    Payroll { plan: &'a str, plan_hash: &'a str, inputs: Vec<Entry<'a>> },
}

#[derive(Serialize)]
struct Units<'a> {
    money: &'a str,
    time: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    bytes: u64,
    fnv1a64: String,
}

/// The manifest of these files, which it is not one of.
pub(super) fn encode(source: Source<'_>, files: &[OutputFile]) -> String {
    let (program, format, made_of, units) = match source {
        Source::Study(from) => of_study(from),
        Source::Payroll(from) => of_payroll(from),
    };
    assert!(program.starts_with(PROGRAM), "`{program}` is not ours");
    let files = files.iter().map(|file| entry(&file.name, &file.bytes)).collect();
    let manifest = Manifest { program, format, made_of, units, files };
    let mut text = serde_json::to_string_pretty(&manifest)
        .expect("a manifest has only text, numbers and lists");
    text.push('\n');
    text
}

type Head<'a> = (&'a str, u32, MadeOf<'a>, Units<'a>);

fn of_study(from: &Provenance) -> Head<'_> {
    let Provenance { scenario_hash, seed, runs, runs_requested, .. } = from;
    let made_of =
        MadeOf::Study { scenario_hash, seed: *seed, runs: *runs, runs_requested: *runs_requested };
    (&from.program, from.format, made_of, Units { money: &from.currency, time: "month" })
}

fn of_payroll<'a>(from: &'a PayrollOrigin<'_>) -> Head<'a> {
    let PayrollOrigin { program, plan, plan_hash, period, inputs } = from;
    let inputs = inputs.iter().map(|input| entry(input.name, input.bytes)).collect();
    let made_of = MadeOf::Payroll { plan, plan_hash, inputs };
    let units = Units { money: "that of the orders", time: period.label() };
    (program, super::payroll::FORMAT, made_of, units)
}

fn entry<'a>(name: &'a str, bytes: &[u8]) -> Entry<'a> {
    Entry { name, bytes: bytes.len() as u64, fnv1a64: format!("{:016x}", fnv1a64(bytes)) }
}

/// A file that a manifest lists.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Listed {
    pub name: String,
    /// Not in every manifest of ours.
    fnv1a64: Option<String>,
}

impl Listed {
    /// Whether the file was written with this content, as far as the manifest tells.
    pub(super) fn may_be(&self, bytes: &[u8]) -> bool {
        self.fnv1a64.as_ref().is_none_or(|hash| *hash == format!("{:016x}", fnv1a64(bytes)))
    }
}

/// The files that a manifest lists; `None` if it is not a manifest of ours.
pub(super) fn listed(bytes: &[u8]) -> Option<Vec<Listed>> {
    #[derive(Deserialize)]
    struct Old {
        program: String,
        files: Vec<Listed>,
    }
    // Manifests of other versions are ours too: only what is needed here is asked for.
    let old: Old = serde_json::from_slice(bytes).ok()?;
    old.program.starts_with(PROGRAM).then_some(old.files)
}

/// The FNV-1a hash of 64 bits (Fowler, Noll & Vo): against mix-ups, not against forgers.
fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::fixture;

    fn manifest() -> String {
        let file = OutputFile {
            name: "income.csv".into(),
            meaning: "Income".into(),
            bytes: b"foobar".to_vec(),
        };
        encode((&fixture::study().provenance).into(), &[file])
    }

    #[test]
    fn a_manifest_says_what_decides_the_result_and_what_it_consists_of() {
        insta::assert_snapshot!(manifest(), @r#"
        {
          "program": "mlmsim 0.1.0",
          "format": 1,
          "scenario_hash": "0123456789abcdef",
          "seed": 7,
          "runs": 40,
          "runs_requested": 50,
          "units": {
            "money": "USD",
            "time": "month"
          },
          "files": [
            {
              "name": "income.csv",
              "bytes": 6,
              "fnv1a64": "85944171f73967e8"
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_manifest_knows_its_files() {
        let files = listed(manifest().as_bytes()).unwrap();
        let [income] = files.as_slice() else { panic!("{files:?}") };
        assert_eq!(income.name, "income.csv");
        assert!(income.may_be(b"foobar") && !income.may_be(b"foobaz"));
        let old = listed(br#"{"program": "mlmsim 0.0.1", "files": [{"name": "a.csv"}]}"#).unwrap();
        assert!(old[0].may_be(b"anything"));
        for foreign in ["", "{}", r#"{"program": "other 1.0", "files": []}"#, r#"{"files": []}"#] {
            assert_eq!(listed(foreign.as_bytes()), None, "{foreign}");
        }
    }

    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(fnv1a64(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a64(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a64(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
