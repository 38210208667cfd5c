//! What users see of the program, and the rules of the house.

#![expect(clippy::unwrap_used, reason = "in a test, what fails is a finding")]

mod support;

mod claims;
mod cli;
mod faults;
mod headers;
mod compare;
mod pay;
mod collapse;
mod compare_to;
mod output;
mod interruption;
#[cfg(target_os = "linux")]
mod memory;
mod determinism;
mod scenarios;
mod studies;
mod studies_in_full;
mod questions;
mod signs;
mod evidence;
mod parameters;
mod docs;
mod plans;
mod disclosures;
mod presets;
mod plans_compared;
mod tidy;
mod worlds;
