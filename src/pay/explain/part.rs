//! The parts of what a bonus owes a member.

use super::Explanation;
use crate::units::{Money, Rate, millionths_of_parts};

/// Volume of one member that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) place: usize,
    pub(super) cents: i64,
}

/// One part.
#[derive(Clone, Debug)]
pub(super) struct Part {
    label: String,
    due: Due,
    /// In parts of a cent.
    amount: i128,
    /// How many of them are a cent.
    parts: i64,
    sources: Vec<Source>,
}

/// What is due for the cents of a part.
#[derive(Clone, Copy, Debug)]
enum Due {
    /// A share of them.
    Share(Rate),
    /// Themselves.
    All,
    /// Nothing by themselves: they are what another part is taken of.
    Nothing,
}

impl Part {
    /// A share of so many cents that come from these members.
    pub(super) fn share(label: String, rate: Rate, cents: i64, sources: Vec<Source>) -> Self {
        Self { label, due: Due::Share(rate), amount: cents.into(), parts: 1, sources }
    }

    /// A share of so much, of which so many are a cent.
    pub(super) fn share_of_parts(label: String, rate: Rate, amount: i128, parts: i64) -> Self {
        Self { label, due: Due::Share(rate), amount, parts, sources: Vec::new() }
    }

    /// A sum of so many cents.
    pub(super) fn fixed(label: String, cents: i64) -> Self {
        Self { label, due: Due::All, amount: cents.into(), parts: 1, sources: Vec::new() }
    }

    /// Volume from these members, for which nothing is due by itself.
    pub(super) fn volume(label: String, cents: i64, sources: Vec<Source>) -> Self {
        Self { label, due: Due::Nothing, amount: cents.into(), parts: 1, sources }
    }

    /// What it comes to, in millionths of one of its parts.
    fn due(&self) -> i128 {
        let rate = match self.due {
            Due::Share(rate) => rate,
            Due::All => Rate::ONE,
            Due::Nothing => Rate::ZERO,
        };
        self.amount * i128::from(rate.millionths())
    }

    /// In words, as a part of what the bonus at this place of the plan owes.
    pub(super) fn in_words(&self, explanation: &Explanation<'_, '_>, at: usize) -> String {
        let Self { label, due, amount, parts, sources } = self;
        let volume = exact_of_parts(*amount, *parts);
        let counted = match due {
            Due::Share(rate) => {
                let percent = rate.millionths() as f64 / 10_000.0;
                format!("{percent} % of {volume} = {}", exact(self.due() / i128::from(*parts)))
            }
            Due::All | Due::Nothing => volume,
        };
        if sources.is_empty() {
            return format!("{label}: {counted}");
        }
        format!("{label}: {counted} ({})", explanation.named(at, sources))
    }
}

/// What all come to, in millionths of so many parts of a cent.
fn in_parts(all: &[Part]) -> (i128, i64) {
    // Only a bonus with a ratio counts in parts, in one number of them.
    let parts = all.iter().map(|part| part.parts).max().unwrap_or(1);
    let due = |part: &Part| part.due() * i128::from(parts / part.parts);
    (all.iter().map(due).sum(), parts)
}

/// What all parts come to, in millionths of a cent; what is less than one of them is cut off.
pub(super) fn exact_sum(all: &[Part]) -> i128 {
    let (due, parts) = in_parts(all);
    due / i128::from(parts)
}

/// What all parts come to, rounded once.
pub(super) fn sum(all: &[Part]) -> Money {
    let (due, parts) = in_parts(all);
    Money::from_cents(millionths_of_parts(due, parts))
}

/// So much, of which so many are a cent, as an amount of money like [`exact`].
pub(super) fn exact_of_parts(amount: i128, parts: i64) -> String {
    exact(amount * 1_000_000 / i128::from(parts))
}

/// Millionths of a cent as an amount of money with as many decimals as it takes, two at the least.
pub(super) fn exact(amount: i128) -> String {
    const UNIT: u128 = 100_000_000;
    let sign = if amount < 0 { "-" } else { "" };
    let (whole, rest) = (amount.unsigned_abs() / UNIT, amount.unsigned_abs() % UNIT);
    let decimals = format!("{rest:08}");
    let decimals = decimals.trim_end_matches('0');
    format!("{sign}{whole}.{decimals:0<2}")
}
