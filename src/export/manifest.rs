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
    /// The hash of the manifest itself, as it is with [`BLANK`] in its place.
    fnv1a64: &'a str,
}

/// What stands for the manifest's own hash while it is taken.
const BLANK: &str = "0000000000000000";

/// What decides a result.
#[derive(Serialize)]
#[serde(untagged)]
enum MadeOf<'a> {
    Study {
        scenario_hash: &'a str,
        seed: u64,
        runs: u32,
        runs_requested: u32,
        /// Told only where it is so.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        partial: bool,
    },
    Payroll {
        plan: &'a str,
        plan_hash: &'a str,
        inputs: Vec<Entry<'a>>,
    },
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
    let manifest = Manifest { program, format, made_of, units, files, fnv1a64: BLANK };
    let mut text = serde_json::to_string_pretty(&manifest)
        .expect("a manifest has only text, numbers and lists");
    text.push('\n');
    let hash = format!("{:016x}", fnv1a64(text.as_bytes()));
    let own = text.rfind(BLANK).expect("its own hash is the last thing in a manifest");
    text.replace_range(own..own + BLANK.len(), &hash);
    text
}

type Head<'a> = (&'a str, u32, MadeOf<'a>, Units<'a>);

fn of_study(from: &Provenance) -> Head<'_> {
    let Provenance { scenario_hash, seed, runs, runs_requested, .. } = from;
    let partial = from.is_partial();
    let (seed, runs, runs_requested) = (*seed, *runs, *runs_requested);
    let made_of = MadeOf::Study { scenario_hash, seed, runs, runs_requested, partial };
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

/// A manifest of ours that was found.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Found {
    program: String,
    pub files: Vec<Listed>,
    /// Its own hash; not in every manifest of ours.
    fnv1a64: Option<String>,
    /// Only a study has runs.
    #[serde(default)]
    runs: u32,
    #[serde(default)]
    runs_requested: u32,
    /// Whether it may be as it was written, as far as it tells.
    #[serde(skip)]
    pub may_be_as_written: bool,
}

impl Found {
    /// Whether it is that of a result with all the runs that were asked for.
    pub(super) fn is_complete(&self) -> bool {
        self.runs >= self.runs_requested
    }
}

/// What a manifest says; `None` if it is not a manifest of ours.
pub(super) fn read(bytes: &[u8]) -> Option<Found> {
    // Manifests of other versions are ours too: only what is needed here is asked for.
    let found: Found = serde_json::from_slice(bytes).ok()?;
    let may_be_as_written = found.fnv1a64.as_ref().is_none_or(|own| {
        let text = String::from_utf8_lossy(bytes);
        let blank = text
            .rfind(own.as_str())
            .map(|place| [&text[..place], BLANK, &text[place + own.len()..]].concat());
        blank.is_some_and(|blank| *own == format!("{:016x}", fnv1a64(blank.as_bytes())))
    });
    found.program.starts_with(PROGRAM).then_some(Found { may_be_as_written, ..found })
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
          "partial": true,
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
          ],
          "fnv1a64": "4a9198ac214922ad"
        }
        "#);
    }

    #[test]
    fn a_manifest_knows_its_files() {
        let found = read(manifest().as_bytes()).unwrap();
        assert!(found.may_be_as_written && !found.is_complete());
        let [income] = found.files.as_slice() else { panic!("{found:?}") };
        assert_eq!(income.name, "income.csv");
        assert!(income.may_be(b"foobar") && !income.may_be(b"foobaz"));
        let old = read(br#"{"program": "mlmsim 0.0.1", "files": [{"name": "a.csv"}]}"#).unwrap();
        assert!(old.files[0].may_be(b"anything") && old.may_be_as_written && old.is_complete());
        for (word, other) in
            [("\"seed\": 7", "\"seed\": 8"), ("{", "{ "), ("fnv1a64\": \"", "fnv1a64\": \"1")]
        {
            let edited = manifest().replacen(word, other, 1);
            assert!(!read(edited.as_bytes()).unwrap().may_be_as_written, "{edited}");
        }
        for foreign in ["", "{}", r#"{"program": "other 1.0", "files": []}"#, r#"{"files": []}"#] {
            assert_eq!(read(foreign.as_bytes()), None, "{foreign}");
        }
    }

    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(fnv1a64(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a64(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a64(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
