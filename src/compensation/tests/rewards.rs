//! Pools and awards in companies small enough to see through.

use super::plans::*;
use super::*;
use crate::genealogy::{Advance, Recruitment};

/// Ranks from 100, 200 and 300 points on.
fn three_ranks(bonuses: Vec<Bonus>) -> Plan {
    let ranks = [100, 200, 300].map(|points| rank("rank", pv(points))).to_vec();
    Plan { ranks, ..plan(bonuses) }
}

/// People without recruits, with these points and no volume, beside one who orders `volume`.
fn divided(plan: &Plan, points: &[i64], volume: i64) -> CommissionRun {
    let orders = points.iter().enumerate().map(|(m, &p)| Order { cv: 0, ..order(m, p) });
    let last = points.len();
    let sale = Order { points: 0, ..order(last, volume) };
    let genealogy = forest(&vec![None; last + 1]);
    settle(plan, &genealogy, &book(orders.chain([sale]).collect()))
}

#[test]
fn a_pool_is_divided_by_points() {
    let plan = three_ranks(vec![pool(0.02, &[0, 1, 5, 10])]);
    let ranks = [vec![100; 30], vec![200; 8], vec![300; 3]].concat();
    let run = divided(&plan, &ranks, 1_000_000);
    let paid = |place: usize| run.pay()[place].units();
    assert_eq!((paid(0), paid(30), paid(38), paid(41)), (200.0, 1_000.0, 2_000.0, 0.0));
    let line = run.lines()[0];
    assert_eq!((line.committed.units(), line.breakage()), (20_000.0, Money::ZERO));
}

#[test]
fn a_lone_qualifier_gets_everything_and_nobody_nothing() {
    let plan = three_ranks(vec![pool(0.02, &[0, 0, 3, 7])]);
    let run = divided(&plan, &[100, 200], 1_000);
    assert_eq!(cents(run.pay()), [0, 2_000, 0]);
    let run = divided(&plan, &[100, 100], 1_000);
    assert_eq!((run.lines()[0].committed.cents(), run.lines()[0].paid.cents()), (2_000, 0));
}

#[test]
fn shares_of_a_pool_are_rounded_down() {
    let plan = three_ranks(vec![pool(0.02, &[0, 1, 1, 1])]);
    let run = divided(&plan, &[100, 100, 100], 100);
    assert_eq!(cents(run.pay()), [66, 66, 66, 0]);
    assert_eq!(run.lines()[0].breakage().cents(), 2);
    // Of 0.75 cents nothing can be paid.
    let plan = three_ranks(vec![pool(0.0075, &[0, 1, 1, 1])]);
    let run = divided(&plan, &[100], 1);
    assert_eq!((run.lines()[0].committed.cents(), run.pay()[0].cents()), (0, 0));
}

#[test]
fn a_pool_of_a_debt_pays_nothing() {
    let plan = three_ranks(vec![pool(0.02, &[0, 1, 1, 1])]);
    let run = divided(&plan, &[100, 200], -1_000);
    assert_eq!(cents(run.pay()), [0, 0, 0]);
    assert_eq!(run.lines()[0].committed, Money::ZERO);
    assert_eq!(run.total_cv().units(), -1_000.0);
}

#[test]
fn a_pool_counts_the_orders_it_says_and_pays_whom_it_says() {
    let mut fund = pool(0.10, &[0, 1, 1, 1]);
    fund.orders = Orders::Retail;
    fund.need = Some(Clause { rank: Some(1), ..clause() });
    fund.cap = Some(Money::from_cents(1_500));
    let plan = three_ranks(vec![fund]);
    let orders = vec![order(0, 100), order(1, 200), sale(0, 400)];
    let run = settle(&plan, &forest(&[None, None, None]), &book(orders));
    // With the sale, 0 has 500 points and is of the highest rank too.
    assert_eq!(cents(run.pay()), [1_500, 1_500, 0]);
    assert_eq!(run.lines()[0].breakage().cents(), 1_000);
}

#[test]
fn a_rank_is_rewarded_once() {
    let plan = three_ranks(vec![award(Event::Rank, &[0, 10, 20, 30])]);
    let mut history = RankHistory::new(&plan, 1);
    let mut run = CommissionRun::new(&plan);
    let paid = [0, 100, 100, 0, 100, 300, 200, 300].map(|points| {
        run.settle(&chain(1), &book(vec![order(0, points)]), &mut history);
        run.pay()[0].units()
    });
    // Who skips a rank has reached it too.
    assert_eq!(paid, [0.0, 10.0, 0.0, 0.0, 0.0, 20.0 + 30.0, 0.0, 0.0]);
}

#[test]
fn who_is_not_eligible_when_he_reaches_a_rank_misses_its_award() {
    let mut reward = award(Event::Rank, &[0, 10, 20, 30]);
    reward.need = Some(Clause { recruits: Some(1), ..clause() });
    let plan = three_ranks(vec![reward]);
    let mut history = RankHistory::new(&plan, 2);
    let mut run = CommissionRun::new(&plan);
    let mut month = |genealogy: &Genealogy| {
        let orders = (0..2).map(|m| order(m, 100)).collect();
        run.settle(genealogy, &book(orders), &mut history);
        (cents(run.pay()), run.lines()[0].committed.cents())
    };
    assert_eq!(month(&chain(2)), (vec![1_000, 0], 2_000));
    assert_eq!(month(&forest(&[None, None])), (vec![0, 0], 0));
}

#[test]
fn a_title_that_is_kept_is_not_reached_again() {
    let mut plan = three_ranks(vec![award(Event::Rank, &[0, 10, 20, 30])]);
    plan.ranks[0].keeps_title = true;
    let mut history = RankHistory::new(&plan, 1);
    let mut run = CommissionRun::new(&plan);
    let paid = [200, 0, 200].map(|points| {
        run.settle(&chain(1), &book(vec![order(0, points)]), &mut history);
        run.pay()[0].units()
    });
    assert_eq!(paid, [30.0, 0.0, 0.0]);
}

#[test]
fn recruits_are_rewarded_when_they_join() {
    let plan = three_ranks(vec![award(Event::Recruit, &[5, 20, 20, 50])]);
    // 0 ← 1 ← 2, and 0 ← 3; 1 and 3 join now.
    let genealogy = forest(&[None, Some(0), Some(1), Some(0)]);
    let settle = |points: i64, tenure: [u32; 4]| {
        let book = Book::new(vec![order(0, points)], tenure.to_vec());
        let mut run = CommissionRun::new(&plan);
        run.settle(&genealogy, &book, &mut RankHistory::new(&plan, 4));
        run.pay().iter().map(|pay| pay.units()).collect::<Vec<_>>()
    };
    assert_eq!(settle(0, [7, 0, 1, 0]), [10.0, 0.0, 0.0, 0.0]);
    assert_eq!(settle(100, [7, 0, 0, 3]), [20.0, 5.0, 0.0, 0.0]);
    assert_eq!(settle(300, [0, 1, 1, 1]), [0.0; 4], "nobody enrolled the first");
}

#[test]
fn nobody_is_rewarded_for_whom_he_did_not_enrol() {
    let plan = plan(vec![award(Event::Recruit, &[20])]);
    // 0 ← 1 ← 2, and 1 leaves in the period in which 2 joins.
    let mut genealogy = chain(3);
    let mut advance = Advance::default();
    genealogy.advance(|m| m == 1, &[], &mut advance);
    let pay = |genealogy: &Genealogy| cents(settle(&plan, genealogy, &book(Vec::new())).pay());
    assert_eq!(pay(&genealogy), [0, 0]);
    genealogy.advance(|_| false, &[Recruitment { sponsor: 1, count: 2 }], &mut advance);
    assert_eq!(pay(&genealogy), [0, 4_000, 0, 0]);
}

#[test]
fn awards_are_within_caps_and_below_matches() {
    let mut reward = award(Event::Recruit, &[100]);
    reward.cap = Some(Money::from_cents(15_000));
    let mut matching = level(&[0.10], Step::Member, 1);
    matching.base = Base::Pay(0);
    let plan = Plan { cap: Some(rate(0.50)), ..plan(vec![reward, matching]) };
    let genealogy = forest(&[None, Some(0), Some(1), Some(1)]);
    let tenure = vec![5, 5, 0, 0];
    let settle = |units: i64| {
        let book = Book::new(vec![order(0, units)], tenure.clone());
        let mut run = CommissionRun::new(&plan);
        run.settle(&genealogy, &book, &mut RankHistory::new(&plan, 4));
        (
            cents(run.pay()),
            run.lines().iter().map(|line| line.committed.cents()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(settle(1_000), (vec![1_500, 15_000, 0, 0], vec![20_000, 1_500]));
    assert_eq!(settle(33).0, [150, 1_500, 0, 0], "half of 33 is a tenth of what is due");
}
