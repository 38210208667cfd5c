//! One run: initialise, then the phases of every month from one table.
//!
//! A run depends on (model, seed, run number) only. It knows no files, threads, clock or text,
//! and it cannot fail: a [`Model`] is valid by construction, and a broken invariant is a bug.

mod accounts;
mod behaviour;
mod clientele;
mod conditions;
mod funding;
mod model;
mod neighbourhood;
mod newcomers;
mod orders;
mod phases;
mod refunds;
mod stock;
mod terms;
mod world;

pub use model::{Measures, Model};
pub use phases::{PHASES, Phase};
pub(crate) use terms::terms;

use crate::observation::RunReport;
use crate::random::RunKey;
use world::World;

/// Simulates run number `run` of the study seeded with `seed`.
pub fn simulate(model: &Model, seed: u64, run: u64) -> RunReport {
    simulate_unless(model, seed, run, || false).expect("nothing ends it early")
}

/// The same, unless `stop` says at the start of a month that nobody waits for it any more: then
/// there is no report.
pub fn simulate_unless(
    model: &Model,
    seed: u64,
    run: u64,
    stop: impl Fn() -> bool,
) -> Option<RunReport> {
    let mut world = World::new(model, RunKey::new(seed, run));
    while world.month <= model.months {
        if stop() {
            return None;
        }
        for phase in &PHASES {
            (phase.act)(&mut world);
        }
        if world.members.is_empty() {
            break;
        }
        world.month += 1;
    }
    Some(world.finish())
}

#[cfg(test)]
pub(crate) mod tests;
