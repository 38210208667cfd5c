//! The parts of what a bonus owes a member.

use super::Explanation;
use crate::units::{Money, Rate, millionths};

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
    cents: i64,
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
        Self { label, due: Due::Share(rate), cents, sources }
    }

    /// A sum of so many cents.
    pub(super) fn fixed(label: String, cents: i64) -> Self {
        Self { label, due: Due::All, cents, sources: Vec::new() }
    }

    /// Volume from these members, for which nothing is due by itself.
    pub(super) fn volume(label: String, cents: i64, sources: Vec<Source>) -> Self {
        Self { label, due: Due::Nothing, cents, sources }
    }

    /// What it comes to, in millionths of a cent.
    fn due(&self) -> i128 {
        let rate = match self.due {
            Due::Share(rate) => rate,
            Due::All => Rate::ONE,
            Due::Nothing => Rate::ZERO,
        };
        i128::from(self.cents) * i128::from(rate.millionths())
    }

    /// In words, as a part of what the bonus at this place of the plan owes.
    pub(super) fn in_words(&self, explanation: &Explanation<'_, '_>, at: usize) -> String {
        let Self { label, due, cents, sources } = self;
        let volume = Money::from_cents(*cents);
        let counted = match due {
            Due::Share(rate) => {
                let percent = rate.millionths() as f64 / 10_000.0;
                format!("{percent} % of {volume} = {}", exact(self.due()))
            }
            Due::All | Due::Nothing => volume.to_string(),
        };
        if sources.is_empty() {
            return format!("{label}: {counted}");
        }
        format!("{label}: {counted} ({})", explanation.named(at, sources))
    }
}

/// What all parts come to, in millionths of a cent.
pub(super) fn exact_sum(parts: &[Part]) -> i128 {
    parts.iter().map(Part::due).sum()
}

/// What all parts come to, rounded once.
pub(super) fn sum(parts: &[Part]) -> Money {
    Money::from_cents(millionths(exact_sum(parts)))
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
