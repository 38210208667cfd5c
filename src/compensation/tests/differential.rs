//! Differentials in companies small enough to see through.

use super::plans::*;
use super::*;

/// What each member is paid, in whole units of money.
fn units(run: &CommissionRun) -> Vec<f64> {
    run.pay().iter().map(|pay| pay.units()).collect()
}

/// Leaders by points: below 100 nobody, then ranks of 2, 3 and 4 %.
fn infinity() -> Plan {
    let ranks = [100, 200, 300].map(|points| rank("rank", pv(points))).to_vec();
    Plan { ranks, ..plan(vec![by_rank(&[0.0, 0.02, 0.03, 0.04])]) }
}

/// A chain of people with these points, the last of whom orders 1,000.
fn one_order(plan: &Plan, points: &[i64]) -> CommissionRun {
    let orders = points.iter().enumerate().map(|(m, &p)| Order { cv: 0, ..order(m, p) });
    let sale = Order { points: 0, ..order(points.len() - 1, 1_000) };
    settle(plan, &chain(points.len() as u32), &book(orders.chain([sale]).collect()))
}

#[test]
fn everybody_gets_what_his_rate_exceeds_those_below() {
    let paid = |points: &[i64]| units(&one_order(&infinity(), points));
    assert_eq!(paid(&[300, 200, 200, 0]), [10.0, 0.0, 30.0, 0.0]);
    assert_eq!(paid(&[300, 200, 100, 0]), [10.0, 10.0, 20.0, 0.0]);
    assert_eq!(paid(&[100, 300, 200, 0]), [0.0, 10.0, 30.0, 0.0], "a higher rate below blocks");
    assert_eq!(paid(&[300, 0, 0, 0]), [40.0, 0.0, 0.0, 0.0]);
    assert_eq!(paid(&[300, 0, 0, 300]), [0.0, 0.0, 0.0, 40.0], "the buyer is first");
}

#[test]
fn what_no_rate_reaches_is_breakage() {
    let line = |points: &[i64]| one_order(&infinity(), points).lines()[0];
    let full = line(&[300, 0]);
    assert_eq!((full.committed.cents(), full.breakage().cents()), (4_000, 0));
    let none = line(&[0, 0]);
    assert_eq!((none.committed.cents(), none.paid.cents()), (4_000, 0));
}

#[test]
fn the_unqualified_are_passed_over_and_grant_nothing() {
    let mut plan = infinity();
    plan.active = Some(pv(200));
    plan.bonuses[0].need = Some(active());
    assert_eq!(units(&one_order(&plan, &[300, 100, 0])), [40.0, 0.0, 0.0]);
    assert_eq!(units(&one_order(&plan, &[300, 200, 0])), [10.0, 30.0, 0.0]);
}

#[test]
fn a_walk_may_start_with_the_sponsor() {
    let mut plan = infinity();
    differential_of(&mut plan.bonuses[0]).start = 1;
    assert_eq!(units(&one_order(&plan, &[300, 200, 300])), [10.0, 30.0, 0.0]);
}

/// 0 stands above 1, who has broken away, above 2; 2 and 0 order 1,000 each.
fn above_a_breakaway(start: u8, stops_at_breakaway: bool, own: i64) -> Vec<f64> {
    let mut plan = Plan { breakaway: Some(0), ..infinity() };
    plan.bonuses[0].orders = Orders::Retail;
    let rule = differential_of(&mut plan.bonuses[0]);
    (rule.start, rule.stops_at_breakaway) = (start, stops_at_breakaway);
    let sale = |member, units| Order { points: 0, ..sale(member, units) };
    let orders = vec![order(0, 300), order(1, 100), sale(0, 1_000), sale(1, own), sale(2, 1_000)];
    units(&settle(&plan, &chain(3), &book(orders)))
}

#[test]
fn nobody_above_a_breakaway_is_paid_where_the_walk_stops_there() {
    assert_eq!(above_a_breakaway(0, true, 0), [40.0, 20.0, 0.0]);
    assert_eq!(above_a_breakaway(0, false, 0), [40.0 + 20.0, 20.0, 0.0]);
    // What somebody who has broken away orders himself is of his own group too.
    assert_eq!(above_a_breakaway(1, true, 1_000), [0.0, 20.0, 0.0]);
    assert_eq!(above_a_breakaway(1, false, 1_000), [20.0 + 40.0, 20.0, 0.0]);
}

#[test]
fn the_volume_of_the_brackets_is_chosen() {
    // 0 orders 100, his recruit 1 orders 400 and has broken away.
    let paid = |volume| {
        let brackets = by_volume(volume, &[(0, 0.01), (100, 0.02), (500, 0.10)]);
        let leader = rank("leader", pv(400));
        let plan = Plan { ranks: vec![leader], breakaway: Some(0), ..plan(vec![brackets]) };
        units(&settle(&plan, &chain(2), &book(vec![order(0, 100), order(1, 400)])))
    };
    assert_eq!(paid(QualifyingVolume::Personal), [2.0, 8.0]);
    assert_eq!(paid(QualifyingVolume::PersonalGroup), [2.0, 8.0]);
    assert_eq!(paid(QualifyingVolume::Group), [10.0 + 32.0, 8.0]);
}

#[test]
fn a_bracket_begins_at_its_threshold() {
    let paid = |points: i64| {
        let rule = by_volume(QualifyingVolume::Personal, &[(100, 0.03), (300, 0.06)]);
        let orders = vec![Order { cv: 100_000, points, ..Order::default() }];
        units(&settle(&plan(vec![rule]), &chain(1), &book(orders)))[0]
    };
    let expected = [(-10_000, 0.0), (9_999, 0.0), (10_000, 30.0), (29_999, 30.0), (30_000, 60.0)];
    for (points, pay) in expected {
        assert_eq!(paid(points), pay, "{points}");
    }
}

#[test]
fn nobody_is_below_his_best_leg() {
    // 0 has the legs 1 ← 2 and 3; only 2 has points, and he is never paid.
    let paid = |has_floor| {
        let mut rule = by_volume(QualifyingVolume::Personal, &[(100, 0.05), (500, 0.25)]);
        differential_of(&mut rule).has_floor = has_floor;
        rule.need = Some(Clause { active: Some(false), ..clause() });
        let plan = Plan { active: Some(pv(500)), ..plan(vec![rule]) };
        let genealogy = forest(&[None, Some(0), Some(1), Some(0)]);
        let orders = vec![order(0, 100), order(2, 500), order(3, 10)];
        units(&settle(&plan, &genealogy, &book(orders)))
    };
    assert_eq!(paid(false), [5.0 + 0.5 + 25.0, 0.0, 0.0, 0.0]);
    assert_eq!(paid(true), [25.0 + 2.5, 125.0, 0.0, 0.0]);
}

#[test]
fn refunds_take_back_what_todays_rates_would_pay() {
    let orders = vec![order(0, 300), order(1, 200), order(2, -1_000)];
    let run = settle(&infinity(), &chain(3), &book(orders));
    let (own, granted) = (12.0, 6.0);
    assert_eq!(units(&run), [own + 2.0 - 10.0, granted - 30.0, 0.0]);
    let line = run.lines()[0];
    assert_eq!(line.committed.cents(), -50_000 * 4 / 100, "4 % of what is left, which is a debt");
    assert_eq!(line.paid.cents(), -2_000);
}

#[test]
fn rates_that_fall_with_volume_are_taken_as_they_are() {
    let rule = by_volume(QualifyingVolume::Personal, &[(100, 0.10), (200, 0.05)]);
    let orders = vec![order(0, 100), order(1, 200)];
    let run = settle(&plan(vec![rule]), &chain(2), &book(orders));
    assert_eq!(units(&run), [10.0 + 10.0, 10.0]);
}

#[test]
fn a_differential_on_the_pay_of_another_bonus_walks_from_who_was_paid() {
    let ranks = [100, 200].map(|points| rank("rank", pv(points))).to_vec();
    let sponsor = level(&[0.10], Step::Member, 3);
    let mut extra = by_rank(&[0.0, 0.10, 0.50]);
    extra.base = Base::Pay(0);
    let plan = Plan { ranks, ..plan(vec![sponsor, extra]) };
    let orders =
        vec![Order { cv: 0, ..order(0, 200) }, Order { cv: 0, ..order(1, 100) }, order(2, 50)];
    // 1 is paid 5 on the order of 2, and 10 % of that on top; 0 gets the other 40 %.
    assert_eq!(units(&settle(&plan, &chain(3), &book(orders))), [2.0, 5.5, 0.0]);
}

#[test]
fn more_rates_than_anybody_would_want_are_paid_exactly() {
    let brackets: Vec<(i64, f64)> = (1..=100).map(|n| (n * 10, n as f64 / 1_000.0)).collect();
    let rule = by_volume(QualifyingVolume::Group, &brackets);
    let orders = (0..100).map(|m| order(m, 10)).collect();
    let run = settle(&plan(vec![rule]), &chain(100), &book(orders));
    // One bracket is between any two, so each gets 0.1 % of all below and his own rate of his own.
    let expected: Vec<i64> = (0..100).map(|m| (99 - m) + (100 - m)).collect();
    assert_eq!(cents(run.pay()), expected);
    assert_eq!(run.lines()[0].breakage(), Money::ZERO);
}

#[test]
fn volumes_at_the_end_of_the_range_are_paid_to_the_cent() {
    let huge = i64::MAX - 7;
    let buyer = Order { member: 1, cv: huge, ..Order::default() };
    let plan = Plan { ranks: vec![rank("rank", pv(1))], ..plan(vec![by_rank(&[0.1, 0.4])]) };
    let run = settle(&plan, &chain(2), &book(vec![buyer, Order { cv: 0, ..order(0, 1) }]));
    assert_eq!(cents(run.pay()), [2_767_011_611_056_432_740, 922_337_203_685_477_580]);
}
