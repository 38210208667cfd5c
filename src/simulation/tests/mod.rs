//! The simulation against a slow, obviously right reference of the whole month.
//!
//! [`reference`] keeps people in joining order, each with his sponsor's number and a list of dated
//! bookings, and does everything one person at a time: no preorder, no folds, no histograms. It
//! draws from the same keyed randomness, so it must agree with the simulation member by member
//! and month by month, and in every figure of the report ([`agreement`]). [`luck`] is about whose
//! luck depends on what, and [`parameters`] about what each parameter moves.

mod agreement;
mod boards;
mod bonuses;
mod contacts;
mod determinants;
mod dials;
mod fault;
mod figures;
mod kinds;
mod luck;
pub(crate) mod models;
mod months;
mod networks;
mod observation;
mod passed_up;
mod parameters;
mod placed;
mod person;
mod reference;
mod refunds;
mod seats;
mod signs;
mod snapshot;
mod sponsors;
mod stock;
