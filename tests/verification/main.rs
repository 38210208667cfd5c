//! The program against what is known without it: exact answers first, then laws of chance.
//!
//! `docs/verification.md` lists every claim with its test, source and tolerance. All seeds are
//! fixed. With `MLMSIM_SLOW_TESTS=1` in the environment samples are ten times as large.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;
mod laws;

mod belief;
mod coverage;
mod exact;
mod growth;
mod money;
mod networks;
mod scenarios;
mod schemes;
mod table;
mod tenure;
mod trees;
