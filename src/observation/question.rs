//! What a study may be asked beside its standard figures.

use super::vocabulary::{Concept, Denominator, Window};
use crate::statistics::Distribution;
use crate::units::Money;

/// A question about one distribution of income.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The stretch of time; no calendar year but the last.
    pub window: Window,
    /// Over whom.
    pub denominator: Denominator,
    /// Which income.
    pub concept: Concept,
    /// Shares of people, from those with the lowest income, ascending.
    pub cuts: Vec<f64>,
    /// Amounts that people are counted below and above.
    pub amounts: Vec<Money>,
}

/// What a run answers; without people all but their number is NaN.
///
/// Amounts are in units of currency. Where many people differ, amounts are known to a thousandth, as in
/// [`crate::statistics::Histogram`].
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number of people.
    pub people: f64,
    /// The mean income.
    pub mean: f64,
    /// The median.
    pub median: f64,
    /// The highest income.
    pub maximum: f64,
    /// Share of people with an income of exactly zero.
    pub at_zero: f64,
    /// For each cut, what those below it got, by the number of all people.
    pub lowest: Vec<f64>,
    /// For each amount, the share of people with less.
    pub below: Vec<f64>,
    /// For each amount, the share of people with more.
    pub above: Vec<f64>,
}

impl Question {
    /// The answer of the incomes of these people, in cents.
    pub(super) fn answer(&self, incomes: &Distribution) -> Answer {
        let people = incomes.count() as f64;
        let units = |cents: Option<f64>| cents.map_or(f64::NAN, |cents| cents / 100.0);
        // Incomes are whole cents, so nothing lies between one and half a cent more.
        let share_below = |cents: f64| incomes.count_below(cents) as f64 / people;
        let lowest = |&share: &f64| {
            if share > 0.0 { units(incomes.mean_of_lowest(share)) * share } else { 0.0 }
        };
        let cents = || self.amounts.iter().map(|amount| amount.cents() as f64);
        Answer {
            people,
            mean: units(incomes.mean()),
            median: units(incomes.percentile(50.0)),
            maximum: units(incomes.percentile(100.0)),
            at_zero: share_below(0.5) - share_below(0.0),
            lowest: self.cuts.iter().map(lowest).collect(),
            below: cents().map(share_below).collect(),
            above: cents().map(|cents| 1.0 - share_below(cents + 0.5)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Histogram;

    fn answer(cents: &[i64]) -> Answer {
        let mut histogram = Histogram::default();
        for &cents in cents {
            histogram.record(cents);
        }
        let question = Question {
            window: Window::Life,
            denominator: Denominator::Everyone,
            concept: Concept::Net,
            cuts: vec![0.0, 0.5, 0.75, 1.0],
            amounts: vec![Money::ZERO, Money::from_units(3.0)],
        };
        question.answer(&histogram.into_distribution())
    }

    #[test]
    fn four_people_are_cut_and_counted() {
        let found = answer(&[0, 0, 300, 900]);
        let expected = Answer {
            people: 4.0,
            mean: 3.0,
            median: 0.0,
            maximum: 9.0,
            at_zero: 0.5,
            lowest: vec![0.0, 0.0, 0.75, 3.0],
            below: vec![0.0, 0.5],
            above: vec![0.5, 0.25],
        };
        assert_eq!(found, expected);
        let found = answer(&[-200, 0, 300, 300]);
        assert_eq!((found.at_zero, found.mean), (0.25, 1.0));
        assert_eq!(found.lowest, [0.0, -0.5, 0.25, 1.0]);
        assert_eq!((found.below, found.above), (vec![0.25, 0.5], vec![0.5, 0.0]));
    }

    #[test]
    fn nobody_has_no_income() {
        let found = answer(&[]);
        assert_eq!(found.people, 0.0);
        assert!(found.mean.is_nan() && found.at_zero.is_nan() && found.lowest[3].is_nan());
        assert!(found.above.iter().all(|share| share.is_nan()));
    }
}
