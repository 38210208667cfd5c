//! A run whose books do not close is a fault of the program, and must not be reported.

use std::panic::catch_unwind;

use super::{LifeOutcome, MonthTotals, OUTCOMES, Observer, SIGNS, Terms, Totals};
use crate::units::{Money, Rate};

fn money(units: f64) -> Money {
    Money::from_units(units)
}

/// A builder of the first month, with these totals in every window.
fn founder(person: Totals) -> LifeOutcome {
    LifeOutcome {
        joined: 0,
        is_builder: true,
        hours: 1.0,
        level: 0,
        talent: 1.0,
        activity: 1.0,
        sponsor_skill: 0.0,
        sign_ups: 0,
        title: 0,
        life: person,
        year: person,
        last: person,
    }
}

/// A year in which one person joins, sells for 100 of which he keeps 25, buys for 40, pays 10 each
/// of fees and expenses, is paid 7 by the company, and stays.
fn books(change: impl Fn(&mut Totals, &mut MonthTotals)) -> bool {
    let mut person =
        Totals { pay: money(7.0), margin: money(25.0), purchases: money(40.0), costs: money(20.0) };
    let mut month = MonthTotals {
        members: 1,
        ever_joined: 1,
        sales: money(100.0),
        sold: money(100.0),
        margin: money(25.0),
        purchases: money(40.0),
        joining_fees: money(10.0),
        expenses: money(10.0),
        bonuses: vec![money(25.0), money(7.0)],
        goods: money(30.0),
        ..MonthTotals::default()
    };
    change(&mut person, &mut month);
    let close = || {
        let is_company_paid = vec![false, true];
        let terms = Terms { is_company_paid, keeps_stock: true, ..Terms::default() };
        let ever_joined = month.ever_joined;
        let mut observer = Observer::new(12, Rate::ZERO, &[], Money::ZERO, terms, &[]);
        observer.month(month);
        let later = MonthTotals {
            members: 1,
            ever_joined,
            bonuses: vec![Money::ZERO; 2],
            ..MonthTotals::default()
        };
        (1..=12).for_each(|_| observer.month(later.clone()));
        observer.stay_to_end(&founder(person), 0, 0);
        observer.report(None, &[])
    };
    catch_unwind(std::panic::AssertUnwindSafe(close)).is_ok()
}

#[test]
fn the_ledger_closes_to_the_cent_or_the_run_stops() {
    assert!(books(|_, _| ()));
    // The books do not tell what the company's goods cost it: that is between it and suppliers.
    assert!(books(|_, month| month.goods = money(31.0)));
    let cent = Money::from_cents(1);
    assert!(!books(|person, _| person.pay += cent));
    assert!(!books(|person, _| person.costs += cent));
    assert!(!books(|_, month| month.sales -= cent), "goods that nobody paid for");
    assert!(!books(|_, month| month.purchases += cent));
    assert!(!books(|_, month| month.expenses += cent));
    assert!(!books(|_, month| month.bonuses[1] += cent));
    // Resold for 15 what had cost 12, from stock bought before.
    let resell = |person: &mut Totals, month: &mut MonthTotals| {
        person.margin += money(3.0);
        person.costs -= money(12.0);
        (month.resale, month.resold) = (money(15.0), money(12.0));
    };
    assert!(books(resell));
    assert!(!books(|person, month| {
        resell(person, month);
        month.resale += cent;
    }));
    assert!(!books(|_, month| month.ever_joined = 2), "somebody is not counted");
}

/// A person pays 100 in two years, in the first of which he joins: 50 a year, whatever the joining month is.
#[test]
fn what_is_paid_a_year_is_paid_for_twelve_months() {
    let person = Totals { purchases: money(60.0), costs: money(40.0), ..Totals::default() };
    let terms = Terms { is_company_paid: vec![true], ..Terms::default() };
    let mut observer = Observer::new(24, Rate::ZERO, &[], Money::ZERO, terms, &[]);
    let month = MonthTotals {
        members: 100,
        ever_joined: 100,
        bonuses: vec![Money::ZERO],
        ..MonthTotals::default()
    };
    let first =
        MonthTotals { purchases: money(6_000.0), joining_fees: money(4_000.0), ..month.clone() };
    observer.month(first);
    for number in 1..=24 {
        observer.month(month.clone());
        if number == 12 {
            observer.close_year(number);
        }
    }
    (0..100).for_each(|_| observer.stay_to_end(&founder(person), 0, 0));
    observer.close_year(24);
    let report = observer.report(None, &[]);
    let place = SIGNS.iter().position(|sign| sign.name == "paid_per_member_year").unwrap();
    assert_eq!(report.signs[place].value, 50.0);
    // By members and leavers of all months, the start among them, it would be that of 25 months.
    assert_eq!(report.member_months, 2_500);
}

/// Of those who could have stayed for twelve months after they joined, who left in the twelfth did
/// not, and who left later did.
#[test]
fn twelve_months_with_a_sponsor_are_counted_as_those_of_everybody() {
    let terms = Terms { mean_hours: 1.0, ..Terms::default() };
    let mut observer = Observer::new(24, Rate::ZERO, &[], Money::ZERO, terms, &[]);
    let person = |joined| LifeOutcome { joined, sponsor_skill: 1.0, ..founder(Totals::default()) };
    (0..=24).for_each(|_| observer.month(MonthTotals { ever_joined: 6, ..MonthTotals::default() }));
    for (joined, left) in [(1, 12), (1, 13), (1, 14), (20, 22)] {
        if left - joined >= 12 {
            observer.complete_first_year(&person(joined), joined + 12, left == joined + 12);
        }
        observer.leave(&person(joined), left);
    }
    for joined in [12, 13] {
        if joined == 12 {
            observer.complete_first_year(&person(joined), 24, false);
        }
        observer.stay_to_end(&person(joined), 0, 0);
    }
    let report = observer.report(None, &[]);
    // Of the first three and the fifth, the third and the fifth.
    let stayed = report.sponsors[2][3];
    assert_eq!((stayed.value, stayed.by), (0.5, 4.0));
    let place = OUTCOMES.iter().position(|outcome| outcome.name == "twelve_month_survival");
    assert_eq!(report.outcomes[place.unwrap()], stayed);
}
