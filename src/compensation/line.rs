//! What one bonus comes to: per member while it is computed, and in all for the ledger.

use super::PaidBy;
use crate::units::Money;

/// What one bonus came to in a period. For every bonus, committed = paid + breakage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BonusLine {
    /// What the rule set aside, whoever was qualified to get it; what rounding line by line adds to
    /// that is in it.
    pub committed: Money,
    /// What members got, after all caps.
    pub paid: Money,
    /// Who paid it.
    pub paid_by: PaidBy,
}

impl BonusLine {
    /// What a bonus came to for which the rule set aside so much, of volume of which nothing is
    /// below zero or has been given back, if `is_all_there`.
    pub(super) fn closed(
        committed: Money,
        paid: Money,
        paid_by: PaidBy,
        is_all_there: bool,
    ) -> Self {
        let committed = match paid_by {
            // A customer never pays more than the margin, so nothing of it can be left.
            PaidBy::Customer => paid,
            // Lines are rounded one by one, and what that adds is set aside, too.
            PaidBy::Company if is_all_there => committed.max(paid),
            PaidBy::Company => committed,
        };
        Self { committed, paid, paid_by }
    }

    /// What was committed and not paid, and so stays with the company: shares of people who were
    /// not qualified, levels above the tops, what caps cut off, and rounding; not what legs carry on. It is negative only
    /// where volume is: a share of less than nothing was not taken back from somebody who was not
    /// qualified.
    pub fn breakage(&self) -> Money {
        self.committed - self.paid
    }
}

/// Divides an amount like these parts of a whole, to the cent: together they are the amount. Of a
/// whole of nothing the first has all.
pub(super) fn divide(amount: Money, parts: &[i128]) -> Vec<Money> {
    let whole: i128 = parts.iter().sum();
    let largest = parts.iter().map(|part| part.unsigned_abs()).sum::<u128>().max(1);
    // Fewer digits than the amount leaves room for, and more than it has.
    let shift = largest.ilog2().saturating_sub(60);
    let (mut up_to, mut divided) = (0_i128, 0_i128);
    let sign = whole.signum();
    let whole = (sign * whole) >> shift;
    let cents = i128::from(amount.cents());
    let mut part_of = |part: &i128| {
        up_to += sign * part;
        let exact = 2 * cents * (up_to >> shift);
        let before = divided;
        divided = if whole == 0 { cents } else { (exact + whole).div_euclid(2 * whole) };
        Money::from_cents(i64::try_from(divided - before).expect("a part of an amount"))
    };
    parts.iter().map(&mut part_of).collect()
}

/// The members' column that a bonus is paid into.
#[derive(Debug)]
pub(super) struct Payout<'a> {
    column: &'a mut [Money],
    cap: Option<Money>,
    paid: Money,
    /// What is due on each level of a level bonus, in millionths of a cent, if anybody asks for it.
    pub(super) by_level: Option<&'a mut Vec<i128>>,
}

impl<'a> Payout<'a> {
    pub(super) fn new(column: &'a mut [Money], cap: Option<Money>) -> Self {
        Self { column, cap, paid: Money::ZERO, by_level: None }
    }

    /// Closes a member's line: this is what the bonus owes him for the period, but for its cap.
    /// Returns what he gets.
    #[inline]
    pub(super) fn close(&mut self, member: usize, due: Money) -> Money {
        let amount = self.cap.map_or(due, |cap| due.min(cap));
        self.column[member] += amount;
        self.paid += amount;
        amount
    }

    /// What all members got.
    pub(super) fn paid(&self) -> Money {
        self.paid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_amount_are_the_amount() {
        let divided = |amount, parts: &[i128]| -> Vec<i64> {
            divide(Money::from_cents(amount), parts).into_iter().map(Money::cents).collect()
        };
        assert_eq!(divided(100, &[3, 1]), [75, 25]);
        assert_eq!(divided(100, &[1, 1, 1]), [33, 34, 33]);
        assert_eq!(divided(1, &[1, 1, 1, 1]), [0, 1, 0, 0]);
        assert_eq!(divided(-10, &[-1, -4]), [-2, -8], "more is taken back than paid");
        assert_eq!(divided(10, &[-1, 6]), [-2, 12]);
        assert_eq!(divided(7, &[0, 0]), [7, 0]);
        assert_eq!(divided(7, &[5, -5]), [7, 0]);
        assert_eq!(divided(0, &[5, 5]), [0, 0]);
        assert_eq!(divided(9, &[]), [0; 0]);
        // As large as dues may be.
        let large = i128::from(i64::MAX) * 1_000_000;
        let quarter = divided(i64::MAX, &[large / 4, large / 4 * 3])[0];
        assert!((quarter - i64::MAX / 4).abs() < 100, "{quarter}");
        let thirds = divided(1_000_000_007, &[large / 3, large / 3, large / 3]);
        assert_eq!(thirds.iter().sum::<i64>(), 1_000_000_007);
    }
}
