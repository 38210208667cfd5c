//! What a study may be asked beside its standard figures.

use super::monthly::MONTHS;
use super::vocabulary::{Concept, Counted, MonthsOf, Window};
use crate::statistics::Distribution;
use crate::units::Money;

/// A question about one distribution of income.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The stretch of time of people; no calendar year but the last. Months are of the last twelve.
    pub window: Window,
    /// Over whom.
    pub counts: Counted,
    /// Which income, but not that per hour, which is not in cents; of months company pay, retail margin or
    /// both.
    pub concept: Concept,
    /// Shares of those counted, from those with the lowest income, ascending.
    pub cuts: Vec<f64>,
    /// Amounts that they are counted below and above.
    pub amounts: Vec<Money>,
}

/// What a run answers; without people all but their number is NaN.
///
/// Where months are counted, a share of people is one of person-months, and amounts are of a month. Amounts are in units of currency. Where many people differ, amounts are known to a thousandth, as in
/// [`crate::statistics::Histogram`].
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number of people; where months are counted, their mean number in a month.
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
    /// Which months it asks for, and which income of them.
    pub(super) fn months(&self) -> Option<(MonthsOf, Concept)> {
        match self.counts {
            Counted::Months(of) => Some((of, self.concept)),
            Counted::People(_) => None,
        }
    }

    /// The answer of the incomes, in cents, of those who are counted.
    pub(super) fn answer(&self, incomes: &Distribution) -> Answer {
        assert!(self.concept != Concept::NetPerHour, "questions are of cents");
        let people = incomes.count() as f64;
        let in_a_month = if self.counts.is_months() { people / MONTHS } else { people };
        let units = |cents: Option<f64>| cents.map_or(f64::NAN, |cents| cents / 100.0);
        // Incomes are whole cents, so nothing lies between one and half a cent more.
        let share_below = |cents: f64| incomes.count_below(cents) as f64 / people;
        let lowest = |&share: &f64| {
            if share > 0.0 { units(incomes.mean_of_lowest(share)) * share } else { 0.0 }
        };
        let cents = || self.amounts.iter().map(|amount| amount.cents() as f64);
        Answer {
            people: in_a_month,
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
    use super::super::monthly::{MemberMonth, MonthlyIncomes};
    use super::super::vocabulary::Denominator;
    use super::*;
    use crate::statistics::Histogram;

    fn answer(cents: &[i64]) -> Answer {
        let mut histogram = Histogram::default();
        for &cents in cents {
            histogram.record(cents);
        }
        let question = Question {
            window: Window::Life,
            counts: Counted::People(Denominator::Everyone),
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

    /// One person is paid 100 in three of twelve months and has a margin of 5 in each; another is a
    /// member for six months, active in one, and gets nothing.
    #[test]
    fn a_known_pattern_of_months_has_its_share_of_person_months() {
        let ask = |of, concept| Question {
            window: Window::LastTwelveMonths,
            counts: Counted::Months(of),
            concept,
            cuts: vec![1.0],
            amounts: vec![Money::from_units(100.0)],
        };
        let questions = [
            ask(MonthsOf::Members, Concept::CompanyPay),
            ask(MonthsOf::Active, Concept::Gross),
            ask(MonthsOf::Paid, Concept::CompanyPay),
        ];
        let mut months = MonthlyIncomes::of(questions.iter().filter_map(Question::months));
        for month in 1..=12 {
            let pay = if month % 4 == 0 { Money::from_units(100.0) } else { Money::ZERO };
            let margin = Money::from_units(5.0);
            months.record(&[MemberMonth { pay, margin, is_active: true }]);
        }
        for month in 1..=6 {
            let (pay, margin) = (Money::ZERO, Money::ZERO);
            months.record(&[MemberMonth { pay, margin, is_active: month == 1 }]);
        }
        let [all, active, paid] = questions.map(|question| {
            let Counted::Months(of) = question.counts else { unreachable!() };
            question.answer(&months.incomes(of, question.concept).distribution())
        });
        // Of eighteen person-months three are paid; of two people one is paid in the year.
        assert_eq!((all.people, all.at_zero), (1.5, 15.0 / 18.0));
        assert!((all.mean - 300.0 / 18.0).abs() < 1e-12 && all.median == 0.0);
        assert_eq!((active.people, active.at_zero), (13.0 / 12.0, 1.0 / 13.0));
        assert_eq!((active.median, active.maximum), (5.0, 105.0));
        assert!((active.above[0] - 3.0 / 13.0).abs() < 1e-12);
        assert_eq!((paid.people, paid.mean, paid.below[0]), (0.25, 100.0, 0.0));
    }
}
