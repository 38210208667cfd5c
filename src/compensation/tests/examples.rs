//! Figures that can be followed with pencil and paper, and oracles with a formula.

use super::plans::*;
use super::*;
use crate::units::Rate;

/// A chain A to H in which H orders 1,000; own points give the depths A4 B4 C2 D4 E0 F1 G4, and E
/// alone is inactive.
fn chain_of_eight(step: Step) -> CommissionRun {
    let mut unilevel = level(&[0.10, 0.05, 0.04, 0.03], step, 4);
    level_of(&mut unilevel).depth = vec![0, 1, 2, 4];
    unilevel.need = Some(active());
    let plan = Plan {
        active: Some(pv(100)),
        ranks: vec![rank("one", pv(100)), rank("two", pv(200)), rank("four", pv(300))],
        ..plan(vec![unilevel])
    };
    let points = [300, 300, 200, 300, 0, 100, 300].iter().enumerate();
    let mut orders: Vec<Order> = points.map(|(m, &p)| Order { cv: 0, ..order(m, p) }).collect();
    orders.push(order(7, 1_000));
    settle(&plan, &chain(8), &book(orders))
}

#[test]
fn compression_decides_who_is_paid_for_one_order() {
    let check = |step, pay: [i64; 8], paid: i64, breakage: i64| {
        let run = chain_of_eight(step);
        assert_eq!(cents(run.pay()), pay.map(|units| units * 100), "{step:?}");
        let line = run.lines()[0];
        assert_eq!(line.paid.cents(), paid * 100);
        assert_eq!(line.breakage().cents(), breakage * 100);
    };
    check(Step::Member, [0, 0, 0, 30, 0, 0, 100, 0], 130, 90);
    check(Step::Active, [0, 0, 0, 40, 0, 0, 100, 0], 140, 80);
    check(Step::Qualified, [30, 40, 0, 50, 0, 0, 100, 0], 220, 0);
}

#[test]
fn generations_end_at_the_next_leader() {
    // A ← B ← m ← C; all but m are leaders, who pass on what is ordered in their own group.
    let mut leadership = level(&[0.0, 0.05, 0.03], Step::Rank(0), 2);
    level_of(&mut leadership).start = 0;
    let plan = Plan { ranks: vec![rank("Leader", pv(2_000))], ..plan(vec![leadership]) };
    let orders = vec![order(0, 2_000), order(1, 2_000), order(2, 1_000), order(3, 4_000)];
    let run = settle(&plan, &chain(4), &book(orders));
    assert_eq!(cents(run.pay()), [27_000, 20_000, 0, 0]);
}

#[test]
fn the_root_of_a_perfect_tree_earns_the_geometric_sum() {
    for width in 1..=4_u32 {
        let height = 5;
        let size = (0..height).map(|l| width.pow(l)).sum::<u32>();
        let sponsors: Vec<Option<u32>> =
            (0..size).map(|m| (m > 0).then(|| (m - 1) / width)).collect();
        let (genealogy, _) = Genealogy::from_sponsors(&sponsors);
        let orders = (0..size as usize).map(|m| order(m, 100)).collect();
        let values = [0.10, 0.05, 0.04];
        let plan = plan(vec![level(&values, Step::Member, 1)]);
        let run = settle(&plan, &genealogy, &book(orders));
        let expected: i64 =
            (1..).zip([1_000, 500, 400]).map(|(l, cents)| i64::from(width.pow(l)) * cents).sum();
        assert_eq!(run.pay()[0].cents(), expected, "width {width}");
    }
}

/// Fifteen people in a binary tree, numbered in preorder.
fn fifteen() -> Genealogy {
    let recruits = [0, 1, 2, 2, 1, 5, 5, 0, 8, 9, 9, 8, 12, 12].map(Some);
    let sponsors: Vec<Option<u32>> = std::iter::once(None).chain(recruits).collect();
    forest(&sponsors)
}

#[test]
fn a_recruitment_pyramid_only_moves_its_fees() {
    let mut chain_letter = level(&[0.50, 0.20, 0.10], Step::Member, 1);
    chain_letter.base = Base::Fee;
    let orders = (0..15).map(|m| fee(m, 500)).collect();
    let run = settle(&plan(vec![chain_letter]), &fifteen(), &book(orders));
    let pay = [1_300, 900, 500, 0, 0, 500, 0, 0, 900, 500, 0, 0, 500, 0, 0];
    assert_eq!(cents(run.pay()), pay.map(|units| units * 100));
    let line = run.lines()[0];
    assert_eq!(line.paid.cents(), 510_000);
    // The company keeps its own 20 % and what is left over above the top.
    assert_eq!(line.breakage().cents(), 90_000);
    assert_eq!(15 * 50_000 - line.paid.cents(), 240_000);
    let losers = run.pay().iter().filter(|pay| pay.cents() < 50_000).count();
    assert_eq!(losers, 8);
}

/// A buyer under three enrollers orders 357.
fn fast_start_plan(cap: Option<Rate>) -> Plan {
    let mut fast_start = level(&[0.20, 0.10, 0.05], Step::Member, 1);
    fast_start.age = Age { first: Some(2), after: None };
    let mut unilevel = level(&[0.02, 0.03, 0.05], Step::Qualified, 1);
    unilevel.age = Age { first: None, after: Some(2) };
    Plan { cap, ..plan(vec![fast_start, unilevel]) }
}

fn fast_start(cap: Option<Rate>, tenure: u32) -> CommissionRun {
    let orders = [13_200, 7_800, 14_700].map(|cv| Order { member: 3, cv, ..Order::default() });
    let book = Book::new(orders.to_vec(), vec![9, 9, 9, tenure]);
    settle(&fast_start_plan(cap), &chain(4), &book)
}

#[test]
fn new_volume_pays_fast_start_and_old_volume_unilevel() {
    for tenure in 0..2 {
        let run = fast_start(None, tenure);
        assert_eq!(cents(run.pay()), [1_785, 3_570, 7_140, 0]);
        assert_eq!(run.lines()[1].committed, Money::ZERO);
    }
    let run = fast_start(None, 2);
    assert_eq!(cents(run.pay()), [1_785, 1_071, 714, 0]);
    assert_eq!(run.lines()[0].committed, Money::ZERO);
    assert_eq!(run.total_cv().cents(), 35_700);
}

#[test]
fn a_plan_cap_scales_every_line_by_one_factor() {
    let run = fast_start(Some(rate(0.20)), 0);
    assert_eq!(cents(run.pay()), [1_020, 2_040, 4_080, 0]);
    assert_eq!(run.lines()[0].committed.cents(), 12_495);
    assert_eq!(run.lines()[0].breakage().cents(), 12_495 - 7_140);
    assert_eq!(cents(fast_start(Some(rate(0.50)), 0).pay()), [1_785, 3_570, 7_140, 0]);
}

#[test]
fn customers_margins_are_outside_the_plan_cap() {
    let margin = retail(&[(0, 0.25)], TierMode::Whole, PaidBy::Customer);
    let commission = retail(&[(0, 0.30)], TierMode::Whole, PaidBy::Company);
    let plan = Plan { cap: Some(rate(0.10)), ..plan(vec![margin, commission]) };
    let run = settle(&plan, &chain(1), &book(vec![sale(0, 1_000)]));
    assert_eq!(cents(run.margin()), [25_000]);
    assert_eq!(cents(run.pay()), [10_000]);
}

#[test]
fn a_match_pays_on_what_others_were_paid() {
    // A enrolled B, B enrolled C and D; their commissions are 0, 800, 1,000 and 400.
    let commission =
        Bonus { orders: Orders::Retail, ..retail(&[(0, 0.20)], TierMode::Whole, PaidBy::Company) };
    let mut matching = level(&[0.10, 0.05], Step::Member, 1);
    matching.base = Base::Pay(0);
    let genealogy = forest(&[None, Some(0), Some(1), Some(1)]);
    let orders = vec![sale(1, 4_000), sale(2, 5_000), sale(3, 2_000), order(3, 700)];
    let run = settle(&plan(vec![commission, matching]), &genealogy, &book(orders));
    assert_eq!(cents(run.pay()), [15_000, 80_000 + 14_000, 100_000, 40_000]);
}

/// A match that is matched itself: the same four people, and what A is matched of B's own match.
#[test]
fn a_match_of_a_match_compounds() {
    let commission =
        Bonus { orders: Orders::Retail, ..retail(&[(0, 0.20)], TierMode::Whole, PaidBy::Company) };
    let matching =
        |base, values: &[f64]| Bonus { base: Base::Pay(base), ..level(values, Step::Member, 1) };
    let genealogy = forest(&[None, Some(0), Some(1), Some(1)]);
    let orders = vec![sale(1, 4_000), sale(2, 5_000), sale(3, 2_000)];
    let bonuses = vec![commission, matching(0, &[0.10, 0.05]), matching(1, &[0.10])];
    let run = settle(&plan(bonuses), &genealogy, &book(orders));
    assert_eq!(cents(run.pay()), [15_000 + 1_400, 80_000 + 14_000, 100_000, 40_000], "164");
}

#[test]
fn selling_directly_earns_the_discount_on_what_is_sold() {
    let mut margin = retail(&[(0, 0.25)], TierMode::Whole, PaidBy::Customer);
    margin.orders = Orders::Retail;
    let orders = vec![order(0, 30 * 30), sale(0, 24 * 40)];
    let run = settle(&plan(vec![margin]), &chain(1), &book(orders));
    assert_eq!(cents(run.margin()), [24_000]);
    assert_eq!(cents(run.pay()), [0], "no company pay");
    let line = run.lines()[0];
    assert_eq!((line.committed, line.paid_by), (line.paid, PaidBy::Customer));
    // He takes in 960 for goods of 24 × 30, and has paid 900: 60 in cash, and 6 units for 180.
    let product = plan(Vec::new()).product;
    let unit = product.member_price(product.price).units();
    assert_eq!((960.0 - 30.0 * unit, 6.0 * unit), (60.0, 180.0));
    assert_eq!((product.price.units() - unit) / unit, 1.0 / 3.0, "25 % less is a third on top");
}

#[test]
fn a_party_seller_reaches_tiers() {
    let month = |mode, sales: &[i64]| {
        let tiers = [(0, 0.20), (750, 0.22), (1_250, 0.23)];
        let orders = sales.iter().map(|&units| sale(0, units)).collect();
        let plan = plan(vec![retail(&tiers, mode, PaidBy::Company)]);
        settle(&plan, &chain(1), &book(orders)).pay()[0].cents()
    };
    assert_eq!(month(TierMode::Whole, &[250, 800, 440]), 34_270);
    assert_eq!(month(TierMode::Marginal, &[250, 800, 440]), 31_520);
    assert_eq!(month(TierMode::Whole, &[250]), 5_000);
    let second_cheque = month(TierMode::Whole, &[250, 800, 440]) - month(TierMode::Whole, &[250]);
    assert_eq!(second_cheque, 29_270, "the first one is topped up");
    assert_eq!(month(TierMode::Whole, &[750]), 16_500);
    assert_eq!(month(TierMode::Marginal, &[750]), 15_000);
    assert_eq!(month(TierMode::Whole, &[100, -300]), -4_000, "refunds exceed sales");
    assert_eq!(month(TierMode::Marginal, &[100, -300]), -4_000);
}

#[test]
fn a_capped_line_leaves_the_rest_as_breakage() {
    let mut unilevel = level(&[0.10], Step::Member, 1);
    unilevel.cap = Some(Money::from_cents(1_500));
    let genealogy = forest(&[None, Some(0), Some(0)]);
    let orders = vec![order(1, 100), order(2, 100)];
    let run = settle(&plan(vec![unilevel]), &genealogy, &book(orders));
    assert_eq!(cents(run.pay()), [1_500, 0, 0]);
    assert_eq!(run.lines()[0].breakage().cents(), 500);
}

#[test]
fn volumes_at_the_end_of_the_range_are_paid_to_the_cent() {
    let huge = i64::MAX - 7;
    let orders = vec![Order { member: 1, cv: huge, ..Order::default() }];
    let run = settle(&plan(vec![level(&[0.3], Step::Active, 1)]), &chain(2), &book(orders));
    assert_eq!(run.pay()[0].cents(), 2_767_011_611_056_432_740);
    assert_eq!(i128::from(huge) * 3 / 10, 2_767_011_611_056_432_740);
}

#[test]
fn a_level_bonus_without_levels_commits_nothing() {
    let run =
        settle(&plan(vec![level(&[], Step::Qualified, 1)]), &chain(2), &book(vec![order(1, 9)]));
    assert_eq!((run.lines()[0].committed, run.lines()[0].paid), (Money::ZERO, Money::ZERO));
}

#[test]
fn an_empty_company_pays_nothing() {
    let plan = Plan { cap: Some(rate(0.5)), ..plan(vec![level(&[0.1], Step::Active, 1)]) };
    let run = settle(&plan, &Genealogy::default(), &book(Vec::new()));
    assert!(run.pay().is_empty());
    assert_eq!(run.lines()[0].paid, Money::ZERO);
}

/// The deepest and the widest company of a million, with clauses that look at everybody below.
#[test]
fn a_chain_and_a_star_of_a_million_are_settled() {
    const MILLION: u32 = 1_000_000;
    struct Alike;
    impl Volumes for Alike {
        fn points(&self, _: usize) -> Points {
            whole(1)
        }
        fn base(&self, _: usize, _: Base, _: Orders) -> Money {
            Money::from_cents(100)
        }
        fn tenure(&self, _: usize) -> u32 {
            0
        }
    }
    let mut differential = by_volume(QualifyingVolume::Group, &[(1, 0.01), (2, 0.03)]);
    differential_of(&mut differential).has_floor = true;
    let plan = Plan {
        ranks: vec![rank("big", Clause { gv: Some(whole(500_001)), ..clause() })],
        ..plan(vec![
            level(&[0.10, 0.05], Step::Qualified, 2),
            differential,
            pool(0.01, &[0, 1]),
            award(Event::Recruit, &[0, 1]),
        ])
    };
    let chain = chain(MILLION);
    let star = forest(&(0..MILLION).map(|m| (m > 0).then_some(0)).collect::<Vec<_>>());
    // Levels, own order and legs, pool, and recruits.
    let in_chain = 15 + 3 + 2 + 100;
    let in_star = 9_999_990 + 3 + 2 * 999_999 + 1_000_000 + 99_999_900;
    for (genealogy, root_pay, n_ranked) in [(chain, in_chain, 500_000), (star, in_star, 1)] {
        let mut run = CommissionRun::new(&plan);
        run.settle(&genealogy, &Alike, &mut RankHistory::new(&plan, genealogy.len()));
        assert_eq!(run.pay()[0].cents(), root_pay);
        assert_eq!((0..genealogy.len()).filter(|&m| run.rank(m).is_some()).count(), n_ranked);
        assert_eq!(run.group_volume(0), Some(whole(1_000_000)));
    }
}
