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

    pub(super) fn in_words(&self, explanation: &Explanation<'_, '_>) -> String {
        let Self { label, due, cents, sources } = self;
        let volume = Money::from_cents(*cents);
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
        let counted = match due {
            Due::Share(rate) => {
                let percent = rate.millionths() as f64 / 10_000.0;
                let due = Money::from_cents(millionths(self.due()));
                format!("{percent} % of {volume} = {due}")
            }
            Due::All | Due::Nothing => volume.to_string(),
        };
        if named.is_empty() {
            return format!("{label}: {counted}");
        }
        format!("{label}: {counted} ({})", named.join(", "))
    }
}

/// What all parts come to, rounded once.
pub(super) fn sum(parts: &[Part]) -> Money {
    Money::from_cents(millionths(parts.iter().map(Part::due).sum()))
}
