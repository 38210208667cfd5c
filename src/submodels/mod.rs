//! What people do, one process a file, with its parameters.
//!
//! Submodels know neither each other nor the plan; they meet in `simulation`.

pub mod belief;
pub mod costs;
pub mod digital;
pub mod inventory;
pub mod market;
pub mod network;
pub mod people;
pub mod purchasing;
pub mod quitting;
pub mod recruiting;
pub mod selling;
pub mod shocks;
pub mod theory;
pub mod training;
