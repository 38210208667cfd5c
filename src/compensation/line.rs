//! What one bonus comes to: per member while it is computed, and in all for the ledger.

use super::PaidBy;
use crate::units::Money;

/// What one bonus came to in a period. For every bonus, committed = paid + breakage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BonusLine {
    /// What the rule set aside, whoever was qualified to get it.
    pub committed: Money,
    /// What members got, after all caps.
    pub paid: Money,
    /// Who paid it.
    pub paid_by: PaidBy,
}

impl BonusLine {
    /// What was committed and not paid, and so stays with the company: shares of people who were
    /// not qualified, levels above the tops, what caps cut off, and rounding (which alone can
    /// make it negative, by cents).
    pub fn breakage(&self) -> Money {
        self.committed - self.paid
    }
}

/// The members' column that a bonus is paid into.
#[derive(Debug)]
pub(super) struct Payout<'a> {
    column: &'a mut [Money],
    cap: Option<Money>,
    paid: Money,
}

impl<'a> Payout<'a> {
    pub(super) fn new(column: &'a mut [Money], cap: Option<Money>) -> Self {
        Self { column, cap, paid: Money::ZERO }
    }

    /// Closes a member's line: this is what the bonus owes him for the period, but for its cap.
    #[inline]
    pub(super) fn close(&mut self, member: usize, due: Money) {
        let amount = self.cap.map_or(due, |cap| due.min(cap));
        self.column[member] += amount;
        self.paid += amount;
    }

    /// What all members got.
    pub(super) fn paid(&self) -> Money {
        self.paid
    }
}
