//! Incomes of single months of the last twelve, for whatever is said of months.

use super::vocabulary::{Concept, MonthsOf};
use crate::genealogy::Selection;
use crate::statistics::Histogram;
use crate::units::Money;

/// How many months are counted.
pub(super) const MONTHS: f64 = 12.0;

/// A member's month.
#[derive(Clone, Copy, Debug)]
pub struct MemberMonth {
    /// Paid by the company.
    pub pay: Money,
    /// Margin on sales, paid by customers.
    pub margin: Money,
    /// Whether he was active by the plan's clause.
    pub is_active: bool,
}

/// The incomes of members' months, by whose months count and which income.
#[derive(Clone, Debug)]
pub(super) struct MonthlyIncomes(Vec<(MonthsOf, Concept, Histogram)>);

impl MonthlyIncomes {
    /// Those that are asked for, none yet.
    pub(super) fn of(asked: impl IntoIterator<Item = (MonthsOf, Concept)>) -> Self {
        let mut kinds = Self(Vec::new());
        for (of, concept) in asked {
            if kinds.find(of, concept).is_none() {
                kinds.0.push((of, concept, Histogram::default()));
            }
        }
        kinds
    }

    fn find(&self, of: MonthsOf, concept: Concept) -> Option<&Histogram> {
        let kind = self.0.iter().find(|(known, income, _)| (*known, *income) == (of, concept));
        kind.map(|(_, _, incomes)| incomes)
    }

    /// Counts the same month of a chunk of members.
    pub(super) fn record(&mut self, months: &[MemberMonth]) {
        for (of, concept, incomes) in &mut self.0 {
            let is_counted = |month: &MemberMonth| match of {
                MonthsOf::Members => true,
                MonthsOf::Active => month.is_active,
                MonthsOf::Paid => month.pay > Money::ZERO,
            };
            let income = |month: &MemberMonth| match concept {
                Concept::CompanyPay => month.pay,
                Concept::RetailMargin => month.margin,
                Concept::Gross => month.pay + month.margin,
                Concept::Net | Concept::NetPerHour => unreachable!("nobody asks for it"),
            };
            let mut n_counted = 0;
            let earning = Selection::of(0..months.len(), |n| {
                let is_counted = is_counted(&months[n]);
                n_counted += usize::from(is_counted);
                is_counted & (income(&months[n]) != Money::ZERO)
            });
            incomes.record_zeros((n_counted - earning.len()) as u64);
            for n in earning.iter() {
                incomes.record(income(&months[n]).cents());
            }
        }
    }

    /// # Panics
    /// If nobody asked for them.
    pub(super) fn incomes(&self, of: MonthsOf, concept: Concept) -> &Histogram {
        self.find(of, concept).expect("what is asked for is kept")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_is_not_kept_and_what_several_do_once() {
        assert!(MonthlyIncomes::of([]).0.is_empty());
        let asked = [(MonthsOf::Paid, Concept::Gross); 2];
        assert_eq!(MonthlyIncomes::of(asked).0.len(), 1);
    }
}
