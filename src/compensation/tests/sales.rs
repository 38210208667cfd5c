//! Clauses about what customers bring.

use super::plans::*;
use super::*;
use crate::units::Rate;

/// Orders of somebody above one who orders for 100: `own` points of his, and one order for each of
/// his customers.
fn settled(need: Clause, own: i64, customers: &[i64]) -> i64 {
    let of = |kind, points| Order { member: 0, kind, price: points, points, cv: points };
    let retail = customers.iter().map(|&points| of(Kind::Retail, points));
    let orders = retail.chain([of(Kind::Member, own), order(1, 100)]).collect();
    let mut bonus = level(&[0.1], Step::Member, 1);
    bonus.need = Some(need);
    let run = settle(&plan(vec![bonus]), &chain(2), &book(orders));
    run.pay()[0].cents()
}

fn share(millionths: i64) -> Clause {
    Clause { retail_share: Some(Rate::from_millionths(millionths)), ..pv_none() }
}

fn pv_none() -> Clause {
    Clause { months: 1, ..Clause::default() }
}

#[test]
fn a_share_of_own_points_must_come_from_customers() {
    // 70 of 100 points.
    let paid = |clause| settled(clause, 30_00, &[40_00, 30_00]);
    assert_eq!([paid(share(700_000)), paid(share(700_001))], [10_00, 0]);
    assert_eq!(paid(share(0)), 10_00);
    // Who only buys has none, who only sells all, and of nothing any share.
    assert_eq!(settled(share(1), 30_00, &[]), 0);
    assert_eq!(settled(share(1_000_000), 0, &[1]), 10_00);
    assert_eq!(settled(share(1_000_000), 0, &[]), 10_00);
}

#[test]
fn customers_are_counted() {
    let least = |customers| Clause { customers: Some(customers), ..pv_none() };
    let paid = |clause| settled(clause, 30_00, &[40_00, 30_00]);
    assert_eq!([paid(least(0)), paid(least(2)), paid(least(3))], [10_00, 10_00, 0]);
    // Both must hold, and of alternatives one.
    let both = Clause { customers: Some(2), ..share(800_000) };
    assert_eq!(paid(both), 0);
    let either = Clause { any: vec![least(3), share(600_000)], ..pv_none() };
    assert_eq!(paid(either), 10_00);
}
