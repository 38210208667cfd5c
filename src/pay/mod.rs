//! A given genealogy and given orders through a plan: payouts, standing, and the reasons.
//!
//! [`Company`] is what is given: members and orders, read from two tables whose faults are all
//! found together. [`Payroll`] applies a plan to it, one period after the other, with the same
//! [`CommissionRun`](crate::compensation::CommissionRun) as a simulation. Nobody is made up here:
//! this module knows neither behaviour nor chance, and touches no files.

mod company;
mod decimal;
mod explain;
mod fault;
mod members;
mod names;
mod orders;
mod payroll;
mod refunds;
mod rows;
mod volumes;

pub use company::{Company, InputFile, Unreadable};
pub use fault::Faults;
pub use members::Members;
pub use names::Names;
pub use orders::{Order, OrderKind, Orders};
pub use payroll::{Line, Payroll, Standing};

#[cfg(test)]
mod tests;
