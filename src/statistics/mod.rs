//! Mergeable histograms, quantiles, inequality, and estimates from runs.
//!
//! This module knows no domain words and no randomness. Values are recorded into a
//! [`Histogram`] while they come in, and asked about as a [`Distribution`] once they are all
//! there; what several runs say of one figure becomes an [`Estimate`].

mod bins;
mod histogram;
mod distribution;
mod pooled;
mod estimate;
mod student;

pub use distribution::Distribution;
pub use estimate::{Estimate, Support, quantile, wilson_interval};
pub use histogram::Histogram;
pub use pooled::Pooled;
