//! Text to validated values: a scenario file and its plan become a [`Scenario`], or all of their
//! faults become one [`ScenarioError`].
//!
//! One table of keys (`vocabulary`) says what may be written: name, shape, range, unit, default,
//! meaning and evidence. The checks, the defaults, the JSON Schema, the reference page and
//! `describe` all read that table, so they cannot disagree. This module touches no file: texts
//! come in, values go out.

mod keys;
mod vocabulary;
mod tree;
mod problem;
mod suggest;
mod check;
mod overrides;
mod fields;
mod plan;
mod edges;
mod network;
mod growth;
mod limits;
mod currency;
mod market;
mod idle;
mod load;
mod together;
mod disclosure;
mod shipped;
mod canonical;
mod describe;
mod schema;
mod reference;

pub use disclosure::{read_disclosure, unknown_disclosure};
pub use load::{Scenario, is_disclosure, is_plan};
pub use problem::{ScenarioError, Warnings};
pub use reference::reference;
pub use schema::{SchemaKind, schema};
pub use shipped::shipped_disclosures;
pub use suggest::nearest;

#[cfg(test)]
mod tests;
