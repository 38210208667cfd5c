//! What is measured of a run: over which window, over whom, of which income.
//!
//! An [`Observer`] watches one run and makes its [`RunReport`]: numbers in an order that is the
//! same for all runs of a study. How runs are combined or shown is not known here. Nothing grows
//! with the number of people who ever joined: whoever leaves is counted in histograms.

mod cells;
mod classes;
mod determinants;
mod disclosure;
mod entry;
mod flows;
mod month;
mod monthly;
mod observer;
mod question;
mod report;
mod signs;
mod sponsors;
mod titles;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use cells::{Status, Totals};
pub use classes::IncomeClasses;
pub use determinants::Explained;
pub use disclosure::{CONVENTIONS, Convention, OF_MONTHS, Statement};
pub use flows::{Node, flow_keys, flows};
pub use month::MonthTotals;
pub use monthly::MemberMonth;
pub use observer::{LifeOutcome, Observer};
pub use question::{Answer, Question};
pub use report::{
    IncomeKey, LORENZ_CURVES, LORENZ_STEPS, LedgerKey, NETWORK_RANGES, NO_BONUSES, OUTCOMES,
    OWN_PURCHASES, Quantity, RANKED, RunFigure, RunReport, SERIES, SHARE_OF_RUNS, income_keys,
    ledger_keys, loss_keys,
};
pub use signs::{AFTER_STOP, Line, SIGNS, Sign, Terms};
pub use sponsors::{SPONSOR_FIFTHS, SPONSOR_FIGURES};
pub use vocabulary::{
    Concept, Counted, Denominator, Factor, MonthsOf, NetworkMeasure, OwnUse, Party, Statistic,
    Window,
};
