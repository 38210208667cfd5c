//! How income statements count people and money: the conventions of published statements, for one
//! and the same year of one company.

use super::monthly::MONTHS;
use super::vocabulary::{Concept, Counted, Denominator, MonthsOf};
use crate::statistics::Histogram;

/// A convention of income statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convention {
    /// The word in tables.
    pub name: &'static str,
    /// Over whom, for narrow places.
    pub people: &'static str,
    /// Which income, for narrow places.
    pub income: &'static str,
    /// What is counted, in one sentence.
    pub definition: &'static str,
    /// A published statement that counts so, with place, year and what it gives; `None` where none
    /// of those that come with the program does.
    pub used_by: Option<&'static str>,
    /// What has a value each: a person with the sum of his last twelve months, or a person-month of
    /// them, whose values are taken times twelve.
    pub counts: Counted,
    /// Which income.
    pub concept: Concept,
}

/// The conventions, from the widest to the narrowest group of people.
pub const CONVENTIONS: [Convention; 11] = [
    Convention {
        name: "enrolled_pay",
        people: "all enrolled",
        income: "company pay",
        definition: "Company pay of everyone who was a member at some time in the year.",
        used_by: Some("Herbalife, US, 2012: of all distributors 88 % without payment"),
        counts: Counted::People(Denominator::Everyone),
        concept: Concept::CompanyPay,
    },
    Convention {
        name: "enrolled_gross",
        people: "all enrolled",
        income: "pay and retail margin",
        definition: "Company pay and retail margin of everyone who was a member at some time in \
                     the year.",
        used_by: None,
        counts: Counted::People(Denominator::Everyone),
        concept: Concept::Gross,
    },
    Convention {
        name: "enrolled_net",
        people: "all enrolled",
        income: "after purchases and expenses",
        definition: "Company pay and retail margin, less purchases beyond their own-use value, \
                     fees and expenses, of everyone who was a member at some time in the year.",
        used_by: Some(
            "MyDailyChoice, 2018, comes nearest: mean 580.08 USD and median 0 of all affiliates, \
             and beside them mean expenses of 1,608 USD from a survey",
        ),
        counts: Counted::People(Denominator::Everyone),
        concept: Concept::Net,
    },
    Convention {
        name: "members_at_end_pay",
        people: "members at the year’s end",
        income: "company pay",
        definition: "Company pay in the year of the members at its end, whenever they joined.",
        used_by: Some(
            "Neora, US, 2020, comes nearest: mean 1,054 USD of the active, of whom 69.4 % got \
             nothing (whom it calls active was not read)",
        ),
        counts: Counted::People(Denominator::ActiveAtEnd),
        concept: Concept::CompanyPay,
    },
    Convention {
        name: "all_through_pay",
        people: "members all year",
        income: "company pay",
        definition: "Company pay of those who were members from the start of the year to its end.",
        used_by: Some(
            "Scentsy, US, 2020: mean 2,901 and median 869 USD of 51,237 people there all twelve \
             months",
        ),
        counts: Counted::People(Denominator::ActiveThroughout),
        concept: Concept::CompanyPay,
    },
    Convention {
        name: "all_through_net",
        people: "members all year",
        income: "after purchases and expenses",
        definition: "Company pay and retail margin, less purchases beyond their own-use value, \
                     fees and expenses, of those who were members from the start of the year to \
                     its end.",
        used_by: None,
        counts: Counted::People(Denominator::ActiveThroughout),
        concept: Concept::Net,
    },
    Convention {
        name: "active_months_gross",
        people: "active in a month, × 12",
        income: "pay and retail margin",
        definition: "Company pay and retail margin in a month of those who were active in it by \
                     the plan's clause, over the twelve months, times twelve.",
        used_by: Some(
            "Amway, US, 2010: mean 202 USD a month, 2,424 a year, of the active, 46 % of all; in a \
             later year, until 2019, mean 2,484 USD a year of the active, 48 % of all (by a wider \
             definition of active)",
        ),
        counts: Counted::Months(MonthsOf::Active),
        concept: Concept::Gross,
    },
    Convention {
        name: "paid_pay",
        people: "paid in the year",
        income: "company pay",
        definition: "Company pay of those whom the company paid something in the year.",
        used_by: Some("Herbalife, US, 2016: median below 370 USD of the 14 % who were paid"),
        counts: Counted::People(Denominator::Paid),
        concept: Concept::CompanyPay,
    },
    Convention {
        name: "paid_gross",
        people: "paid in the year",
        income: "pay and retail margin",
        definition: "Company pay and retail margin of those whom the company paid something in \
                     the year.",
        used_by: None,
        counts: Counted::People(Denominator::Paid),
        concept: Concept::Gross,
    },
    Convention {
        name: "paid_net",
        people: "paid in the year",
        income: "after purchases and expenses",
        definition: "Company pay and retail margin, less purchases beyond their own-use value, \
                     fees and expenses, of those whom the company paid something in the year.",
        used_by: None,
        counts: Counted::People(Denominator::Paid),
        concept: Concept::Net,
    },
    Convention {
        name: "paid_months_pay",
        people: "paid in a month, × 12",
        income: "company pay",
        definition: "Company pay in a month of those who were paid in it, over the twelve months, \
                     times twelve.",
        used_by: Some(
            "Nu Skin, Canada, 2020, rank by rank: monthly averages of the 21.7 % of the active who \
             were paid in a month",
        ),
        counts: Counted::Months(MonthsOf::Paid),
        concept: Concept::CompanyPay,
    },
];

/// What a convention says of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statement {
    /// People counted; where months are, their mean number in a month.
    pub people: f64,
    /// Mean income of a year, in units of currency.
    pub mean: f64,
    /// Median income of a year, in units of currency.
    pub median: f64,
    /// Share of them with an income of zero or below.
    pub not_above_zero: f64,
}

/// What conventions say of months, in the order of [`RunReport::monthly`](super::RunReport::monthly).
pub const OF_MONTHS: [(MonthsOf, Concept); 2] =
    [(MonthsOf::Active, Concept::Gross), (MonthsOf::Paid, Concept::CompanyPay)];

impl Statement {
    /// What is said of such months.
    pub(super) fn of_months(months: &Histogram) -> Self {
        let zeros = months.zeros() as f64;
        let incomes = months.distribution();
        let count = incomes.count() as f64;
        let year = |cents: Option<f64>| cents.map_or(f64::NAN, |c| c / 100.0 * MONTHS);
        Self {
            people: count / MONTHS,
            mean: year(incomes.mean()),
            median: year(incomes.percentile(50.0)),
            not_above_zero: if count > 0.0 { zeros / count } else { f64::NAN },
        }
    }
}
