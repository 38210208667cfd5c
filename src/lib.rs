//! `mlmsim`: who really earns what in network marketing?
//!
//! A parallel Monte Carlo, agent-based simulator. The modules stand in reading order, which is
//! also the order of permitted dependencies: a module may use those above it (kept by a test).
//! `ARCHITECTURE.md` draws the way of the data through them.

pub mod units;
pub mod portable;
pub mod random;
pub mod statistics;
pub mod genealogy;
pub mod compensation;
pub mod submodels;
pub mod observation;
pub mod simulation;
pub mod pay;
pub mod results;
pub mod experiment;
pub mod scenario;
pub mod export;
pub mod plot;
pub mod cli;
