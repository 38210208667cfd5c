//! The parts of what a bonus owes a member.

use super::Explanation;
use crate::units::{Money, Rate, millionths};

/// How many buyers are named.
const NAMED_MAX: usize = 12;

/// Volume of one member that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) place: usize,
    pub(super) cents: i64,
}

/// One part: a share of volume, or a sum.
#[derive(Clone, Debug)]
pub(super) struct Part {
    label: String,
    /// `None`: a sum.
    rate: Option<Rate>,
    cents: i64,
    sources: Vec<Source>,
}

impl Part {
    /// A share of so many cents that come from these members.
    pub(super) fn share(label: String, rate: Rate, cents: i64, sources: Vec<Source>) -> Self {
        Self { label, rate: Some(rate), cents, sources }
    }

    /// A sum of so many cents.
    pub(super) fn fixed(label: String, cents: i64) -> Self {
        Self { label, rate: None, cents, sources: Vec::new() }
    }

    /// What it comes to, in millionths of a cent.
    fn due(&self) -> i128 {
        let rate = self.rate.unwrap_or(Rate::ONE);
        i128::from(self.cents) * i128::from(rate.millionths())
    }

    pub(super) fn in_words(&self, explanation: &Explanation<'_, '_>) -> String {
        let Self { label, rate, cents, sources } = self;
        let volume = Money::from_cents(*cents);
        let Some(rate) = rate else { return format!("{label}: {volume}") };
        let due = Money::from_cents(millionths(self.due()));
        let mut named: Vec<String> = sources
            .iter()
            .take(NAMED_MAX)
            .map(|source| {
                let name = explanation.name_at(source.place);
                format!("{name} {}", Money::from_cents(source.cents))
            })
            .collect();
        if sources.len() > NAMED_MAX {
            named.push(format!("{} others", sources.len() - NAMED_MAX));
        }
        let percent = rate.millionths() as f64 / 10_000.0;
        format!("{label}: {percent} % of {volume} = {due} ({})", named.join(", "))
    }
}

/// What all parts come to, rounded once.
pub(super) fn sum(parts: &[Part]) -> Money {
    Money::from_cents(millionths(parts.iter().map(Part::due).sum()))
}
