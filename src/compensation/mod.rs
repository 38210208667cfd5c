//! The compensation plan: who is qualified, what is due to whom, and where every cent of it goes.
//!
//! [`Plan`] is the plan as data. [`CommissionRun`] applies it to one period of one genealogy, by
//! folds over the preorder. This module knows neither randomness nor behaviour nor the market:
//! the members of a simulation and those of a real company come in through [`Volumes`].
//!
//! The order of a run is fixed, and each step reads only what earlier ones left:
//!
//! 1. group volumes, activity and ranks, leaf to root in one fold (`standing`);
//! 2. the bonuses in the order of the plan, each rounded once per member and capped (`retail`,
//!    `level`, `differential`, `pair`, `pool`, `award`); volume that people who have left gave back
//!    is taken off on the way (`returns`);
//! 3. the plan-wide cap, which scales every line that the company pays (`run`).

mod alone;
mod award;
mod clause;
mod differential;
mod fill;
mod level;
mod line;
mod pair;
mod plan;
mod pool;
mod retail;
mod returns;
mod run;
mod standing;
mod taken;
mod trees;

pub use clause::{FACTS_MAX, Held};
pub use level::LEVELS_MAX;
pub use line::BonusLine;
pub use pair::MATCHES_MAX;
pub use plan::{
    Age, Award, Base, Bonus, BonusKind, Bracket, Carry, Clause, Differential, Event, Join, Level,
    Orders, OwnRate, PaidBy, Pair, Period, Plan, Pool, Product, QualifyingVolume, Rank, RankIndex,
    Refund, Retail, Step, Tier, TierMode, TreeKind,
};
pub use returns::{LastStanding, Lot, Return, Uplines};
pub use run::{CommissionRun, Volumes};
pub use standing::{ClauseOf, RankHistory};

/// The most cells that a member may need in one pass.
const CELLS_MAX: usize = 128;

/// Calls a function of a const number of cells with the smallest size that holds `$cells`.
///
/// Cells in a fixed-size array live in registers and the cache; one instance a size keeps the
/// loops over them unrolled.
macro_rules! with_cells {
    ($cells:expr, $call:ident($($argument:expr),* $(,)?)) => {
        match $cells {
            0 | 1 => $call::<1>($($argument),*),
            2 => $call::<2>($($argument),*),
            3 => $call::<3>($($argument),*),
            4 => $call::<4>($($argument),*),
            5 => $call::<5>($($argument),*),
            6 => $call::<6>($($argument),*),
            7 => $call::<7>($($argument),*),
            8 => $call::<8>($($argument),*),
            9..=16 => $call::<16>($($argument),*),
            17..=32 => $call::<32>($($argument),*),
            33..=64 => $call::<64>($($argument),*),
            _ => $call::<{ $crate::compensation::CELLS_MAX }>($($argument),*),
        }
    };
}
use with_cells;

#[cfg(test)]
pub(crate) mod tests;
