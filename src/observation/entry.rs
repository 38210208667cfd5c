//! What becomes of people by when they joined.

use super::observer::LifeOutcome;
use super::report::{TENTHS, ratio};
use crate::units::Money;

/// The life outcomes of people by the month in which they joined.
#[derive(Clone, Debug)]
pub(super) struct EntryMonths(Vec<EntryMonth>);

/// Those who joined in one month.
#[derive(Clone, Copy, Debug, Default)]
struct EntryMonth {
    people: u64,
    net: Money,
    pay: Money,
    gaining: u64,
    paid: u64,
    recruits: u64,
}

impl EntryMonths {
    /// Nobody yet, in a run of so many months.
    pub(super) fn new(months: u32) -> Self {
        Self(vec![EntryMonth::default(); months as usize + 1])
    }

    /// Counts one person, whose net income this is.
    #[inline]
    pub(super) fn record(&mut self, person: &LifeOutcome, net: Money) {
        let entry = &mut self.0[person.joined as usize];
        entry.people += 1;
        entry.net += net;
        entry.pay += person.life.pay;
        entry.gaining += u64::from(net > Money::ZERO);
        entry.paid += u64::from(person.life.pay > Money::ZERO);
        entry.recruits += u64::from(person.sign_ups);
    }

    /// For each tenth of the joiners by entry date the values of an [`crate::results::EntryTenth`].
    ///
    /// A month whose joiners fall into two tenths is split in proportion.
    pub(super) fn tenths(&self) -> Vec<f64> {
        let total: u64 = self.0.iter().map(|month| month.people).sum();
        let mut figures = Vec::new();
        for tenth in 0..TENTHS {
            let from = total as f64 * tenth as f64 / TENTHS as f64;
            let to = total as f64 * (tenth + 1) as f64 / TENTHS as f64;
            let mut sums = [0.0; 7];
            let mut before = 0_u64;
            for (joined, month) in self.0.iter().enumerate() {
                let (start, end) = (before as f64, (before + month.people) as f64);
                before += month.people;
                let overlap = (end.min(to) - start.max(from)).max(0.0);
                if overlap == 0.0 {
                    continue;
                }
                let part = overlap / month.people as f64;
                let values = [
                    month.people as f64,
                    joined as f64 * month.people as f64,
                    month.net.units(),
                    month.pay.units(),
                    month.gaining as f64,
                    month.paid as f64,
                    month.recruits as f64,
                ];
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += part * value;
                }
            }
            let [people, rest @ ..] = sums;
            figures.extend(rest.map(|sum| ratio(sum, people)));
        }
        figures
    }
}
