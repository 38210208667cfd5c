//! The pair bonus: worked figures, and laws of both legs.

use proptest::prelude::*;

use super::plans::*;
use super::*;
use crate::genealogy::{Advance, Arrival, Arrivals, Placement, PlacementRule, Recruitment};

const LEFT_FIRST: Placement = Placement { width: 2, rule: PlacementRule::Breadth, refills: false };

/// A plan in a tree of two legs.
fn binary(bonus: Bonus) -> Plan {
    Plan { placement: Some(LEFT_FIRST), ..plan(vec![bonus]) }
}

/// A root with a member in each leg, and what these order in one week after the other.
struct Weeks {
    run: CommissionRun,
    genealogy: Genealogy,
    history: RankHistory,
}

impl Weeks {
    fn new(plan: &Plan) -> Self {
        let sponsors = [None, Some(0), Some(0)];
        let (genealogy, _) = Genealogy::placed_in_turn(&sponsors, |_| None, LEFT_FIRST);
        let history = RankHistory::new(plan, genealogy.len());
        Self { run: CommissionRun::new(plan), genealogy, history }
    }

    /// Whole units that come into the two legs, and own points of the root; returns what he is paid
    /// and what is carried of both legs, in whole units.
    fn week(&mut self, legs: [i64; 2], own: i64) -> (f64, [i64; 2]) {
        let root = Order { cv: 0, ..order(0, own) };
        let orders = book(vec![root, order(1, legs[0]), order(2, legs[1])]);
        self.run.settle(&self.genealogy, &orders, &mut self.history);
        let carried = self.history.carried(0, 0).map(|hundredths| hundredths / 100);
        (self.run.pay()[0].units(), carried)
    }
}

/// The weekly plan of the worked figures: 20 % from 125 to 5,000, 5,000 carried of each leg.
fn weekly(flushes: bool) -> Plan {
    let mut bonus = pair(0.20);
    *pair_of(&mut bonus) = Pair {
        min: whole(125),
        max: Some(whole(5_000)),
        flushes,
        carry: Some(Carry { max: Some(whole(5_000)), is_lost_unqualified: true }),
        ..pair_of(&mut bonus).clone()
    };
    bonus.need = Some(active());
    Plan { active: Some(pv(100)), ..binary(bonus) }
}

#[test]
fn weeks_of_a_binary_are_matched_capped_and_carried() {
    for (flushes, carried) in [(false, [4_000, 1_200]), (true, [2_800, 0])] {
        let mut weeks = Weeks::new(&weekly(flushes));
        assert_eq!(weeks.week([400, 600], 100), (80.0, [0, 200]));
        assert_eq!(weeks.week([9_000, 6_000], 100), (1_000.0, carried));
        assert_eq!(weeks.week([300, 300], 0), (0.0, [0, 0]), "who is inactive loses all");
        assert_eq!(weeks.week([100, 700], 100), (0.0, [100, 700]), "less than the minimum");
    }
}

#[test]
fn the_carry_of_one_leg_is_limited() {
    let mut weeks = Weeks::new(&weekly(false));
    assert_eq!(weeks.week([3_500, 2_500], 100), (500.0, [1_000, 0]));
    assert_eq!(weeks.week([9_000, 0], 100), (0.0, [5_000, 0]));
}

#[test]
fn an_old_step_table_pays_what_its_cap_says() {
    // 400 for 2,000 matched: what is above stays.
    let mut plan = weekly(false);
    pair_of(&mut plan.bonuses[0]).max = Some(whole(2_000));
    assert_eq!(Weeks::new(&plan).week([3_500, 2_500], 100), (400.0, [1_500, 500]));
}

#[test]
fn a_cap_on_money_uses_up_what_it_pays_for() {
    for (flushes, carried) in [(false, [1_500, 500]), (true, [1_000, 0])] {
        let mut plan = weekly(flushes);
        pair_of(&mut plan.bonuses[0]).max = None;
        plan.bonuses[0].cap = Some(Money::from_cents(40_000));
        assert_eq!(Weeks::new(&plan).week([3_500, 2_500], 100), (400.0, carried));
    }
}

#[test]
fn volume_is_matched_in_units_and_in_the_better_order_of_a_ratio() {
    let kept = Some(Carry { max: None, is_lost_unqualified: false });
    let mut units = pair(0.10);
    *pair_of(&mut units) =
        Pair { unit: Some(whole(200)), carry: kept, ..pair_of(&mut units).clone() };
    assert_eq!(Weeks::new(&binary(units.clone())).week([500, 400], 0), (40.0, [100, 0]));
    pair_of(&mut units).ratio = [2, 1];
    let plan = binary(units);
    assert_eq!(Weeks::new(&plan).week([1_000, 400], 0), (40.0, [200, 0]));
    assert_eq!(Weeks::new(&plan).week([400, 1_000], 0), (40.0, [0, 200]));
}

/// Hundredths in both legs, and what is paid, in cents, and carried of them, of pairs of 2 to 1 at 10 %.
fn two_to_one(unit: Option<i64>, legs: [i64; 2]) -> (i64, [i64; 2]) {
    let mut bonus = pair(0.10);
    *pair_of(&mut bonus) = Pair {
        ratio: [2, 1],
        unit: unit.map(whole),
        carry: Some(Carry { max: None, is_lost_unqualified: false }),
        ..pair_of(&mut bonus).clone()
    };
    let mut weeks = Weeks::new(&binary(bonus));
    let of_leg = |member: usize| {
        let cv = legs[member - 1];
        Order { cv, ..order(member, 0) }
    };
    weeks.run.settle(&weeks.genealogy, &book(vec![of_leg(1), of_leg(2)]), &mut weeks.history);
    (weeks.run.pay()[0].cents(), weeks.history.carried(0, 0))
}

#[test]
fn half_a_hundredth_is_matched_and_a_line_rounded_once() {
    // 292.655 of each, two of them from the right leg; half a hundredth of the left is used up.
    assert_eq!(two_to_one(None, [47_813, 58_531]), (2_927, [18_547, 0]));
    assert_eq!(two_to_one(None, [58_531, 47_813]), (2_927, [0, 18_547]));
    // Where the weaker leg is the scarcer, all is whole.
    assert_eq!(two_to_one(None, [10_001, 30_000]), (1_000, [0, 9_998]));
}

#[test]
fn the_order_of_a_ratio_is_chosen_before_units_are_counted() {
    // With two from the left 110.69, with two from the right 121.65: one unit of 100 either way.
    assert_eq!(two_to_one(Some(100), [22_138, 24_330]), (1_000, [12_138, 4_330]));
    assert_eq!(two_to_one(Some(100), [24_330, 22_138]), (1_000, [4_330, 12_138]));
    assert_eq!(two_to_one(Some(100), [24_330, 24_330]), (1_000, [4_330, 14_330]), "a tie");
}

#[test]
fn without_a_carry_all_that_is_not_matched_is_lost() {
    let mut weeks = Weeks::new(&binary(pair(0.10)));
    assert_eq!(weeks.week([500, 400], 0), (40.0, [0, 0]));
    assert_eq!(weeks.week([0, 400], 0), (0.0, [0, 0]), "one leg is empty");
}

#[test]
fn the_kept_carry_of_the_unqualified_grows() {
    let mut bonus = pair(0.10);
    pair_of(&mut bonus).carry = Some(Carry { max: None, is_lost_unqualified: false });
    bonus.need = Some(active());
    let mut weeks = Weeks::new(&Plan { active: Some(pv(100)), ..binary(bonus) });
    assert_eq!(weeks.week([500, 400], 0), (0.0, [500, 400]));
    assert_eq!(weeks.week([0, 100], 100), (50.0, [0, 0]));
}

/// What is matched and carried on is set aside in the period in which it is paid for or lost, and not
/// in every one before it, too.
#[test]
fn what_legs_carry_on_is_set_aside_once() {
    let settled = |weeks: &Weeks| {
        let line = &weeks.run.lines()[0];
        (line.committed.units(), line.breakage().units())
    };
    // Kept for want of activity.
    let mut bonus = pair(0.10);
    pair_of(&mut bonus).carry = Some(Carry { max: None, is_lost_unqualified: false });
    bonus.need = Some(active());
    let mut weeks = Weeks::new(&Plan { active: Some(pv(100)), ..binary(bonus.clone()) });
    weeks.week([100, 100], 0);
    assert_eq!(settled(&weeks), (0.0, 0.0));
    weeks.week([0, 0], 100);
    assert_eq!(settled(&weeks), (10.0, 0.0));
    // Above a cap, on volume or on money.
    for (max, cap) in [(Some(100), None), (None, Some(10.0))] {
        let mut bonus = bonus.clone();
        (pair_of(&mut bonus).max, bonus.cap) = (max.map(whole), cap.map(Money::from_units));
        let mut weeks = Weeks::new(&Plan { active: Some(pv(100)), ..binary(bonus) });
        weeks.week([300, 300], 100);
        assert_eq!(settled(&weeks), (10.0, 0.0));
        weeks.week([0, 0], 100);
        assert_eq!(settled(&weeks), (10.0, 0.0));
    }
    // What is above the most that is carried is lost, and so is what an unqualified member may not keep.
    for (most, is_lost, lost) in [(Some(40), false, 6.0), (None, true, 10.0)] {
        let mut bonus = bonus.clone();
        let carry = Carry { max: most.map(whole), is_lost_unqualified: is_lost };
        pair_of(&mut bonus).carry = Some(carry);
        let mut weeks = Weeks::new(&Plan { active: Some(pv(100)), ..binary(bonus) });
        weeks.week([100, 100], 0);
        assert_eq!(settled(&weeks), (lost, lost));
    }
}

#[test]
fn a_rank_may_be_paid_at_a_rate_of_its_own() {
    let mut bonus = pair(0.10);
    pair_of(&mut bonus).rates = rates(&[0.0, 0.08, 0.12]);
    let ranks = vec![rank("low", pv(25)), rank("high", pv(100))];
    let plan = Plan { ranks, ..binary(bonus) };
    let paid = |own| Weeks::new(&plan).week([200, 200], own).0;
    assert_eq!([0, 25, 100].map(paid), [0.0, 16.0, 24.0]);
}

#[test]
fn a_full_binary_tree_matches_its_lower_half_over_and_over() {
    // At 10 %, 11.3 % of all volume where 15 stand in four rows, and 40 % in ten, 45 % in eleven.
    for (levels, matched, percent) in
        [(3_u32, 1_700, 11.3), (9, 409_700, 40.0), (10, 921_700, 45.0)]
    {
        let n = (2 << levels) - 1;
        let sponsors: Vec<Option<u32>> = (0..n).map(|m| (m > 0).then_some(0)).collect();
        let (genealogy, _) = Genealogy::placed_in_turn(&sponsors, |_| None, LEFT_FIRST);
        let orders = book((0..n as usize).map(|m| order(m, 100)).collect());
        let run = settle(&binary(pair(0.10)), &genealogy, &orders);
        let paid: Money = run.pay().iter().copied().sum();
        // The sum over nodes of what stands below one leg.
        let exact: u32 =
            (0..levels).map(|depth| (1 << depth) * ((1 << (levels - depth)) - 1)).sum();
        assert_eq!(i64::from(exact) * 100, matched);
        assert_eq!(paid.units(), matched as f64 * 0.10);
        assert_eq!(run.lines()[0].breakage(), Money::ZERO);
        let share = paid.units() / run.total_cv().units() * 100.0;
        assert!((share - percent).abs() < 0.05, "{share}");
        // Half of one less than the depth, times the rate: the more so, the deeper.
        let near = 10.0 * (f64::from(levels) - 1.0) / 2.0;
        let slack = 10.0 * f64::from(levels + 2) / f64::from(2 << levels);
        assert!((near..near + slack).contains(&share), "{share} near {near}");
    }
}

/// In the example of a week at a rate of 10 %, B is the left leg of A and has two below him.
#[test]
fn matches_are_paid_on_what_pairs_paid() {
    let mut matching = level(&[0.10, 0.05], Step::Member, 1);
    matching.base = Base::Pay(0);
    let plan = Plan { bonuses: vec![pair(0.20), matching], ..binary(pair(0.20)) };
    // A enrolled B and a stranger; B enrolled C and D, who both have two below them.
    let sponsors = [None, Some(0), Some(1), Some(1), Some(2), Some(2), Some(3), Some(3)];
    let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| None, LEFT_FIRST);
    let amounts = [(4, 5_000), (5, 5_000), (6, 2_000), (7, 2_000)];
    let orders = amounts.map(|(member, units)| order(place[member] as usize, units));
    let run = settle(&plan, &genealogy, &book(orders.to_vec()));
    let pay = |member: usize| run.pay()[place[member] as usize].units();
    // C 1,000 and D 400; B pairs 10,000 with 4,000: 800.
    assert_eq!((pay(2), pay(3)), (1_000.0, 400.0));
    assert_eq!(pay(1), 800.0 + 140.0);
    assert_eq!(pay(0), 150.0);
}

#[test]
fn recruits_are_counted_leg_by_leg() {
    let mut bonus = pair(0.10);
    bonus.need = Some(Clause { recruits_per_leg: Some(1), ..clause() });
    let plan = Plan { active: Some(pv(100)), ..binary(bonus) };
    // 0 has 1 and 2 in his legs; 3 comes to 1 by spillover, 4 is enrolled by 1 himself.
    let sponsors = [None, Some(0), Some(0), Some(0), Some(1)];
    let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| None, LEFT_FIRST);
    let paid = |bought: [i64; 5]| {
        let orders = (0..5).map(|m| order(place[m] as usize, bought[m])).collect();
        let run = settle(&plan, &genealogy, &book(orders));
        [0, 1].map(|m| run.pay()[place[m as usize] as usize].units())
    };
    assert_eq!(paid([100; 5]), [10.0, 0.0], "1 enrolled nobody in his left leg");
    assert_eq!(paid([100, 100, 0, 100, 100]), [0.0, 0.0], "the right leg is inactive");
    assert_eq!(paid([0, 100, 100, 100, 100]), [10.0, 0.0], "others' activity counts");
}

#[test]
fn a_matrix_pays_whoever_is_placed_above() {
    // 3 wide, 2 deep; A recruits five, of whom two come to stand below the first.
    let mut matrix = level(&[0.05, 0.10], Step::Member, 1);
    matrix.tree = TreeKind::Placement;
    let placement = Placement { width: 3, ..LEFT_FIRST };
    let plan = Plan { placement: Some(placement), ..plan(vec![matrix]) };
    let sponsors: Vec<Option<u32>> = (0..6_u32).map(|m| (m > 0).then_some(0)).collect();
    let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| None, placement);
    let orders = book((1..6).map(|m| order(place[m] as usize, 100)).collect());
    let run = settle(&plan, &genealogy, &orders);
    let pay = |member: usize| run.pay()[place[member] as usize].units();
    assert_eq!((pay(0), pay(1)), (35.0, 10.0), "with no recruit of his own");
    assert_eq!(run.lines()[0].committed.units(), 75.0);
}

/// Nobody is in a vacant seat: it uses up a level, unless the inactive are passed over, and is
/// never paid, even where everyone is.
#[test]
fn a_vacant_seat_blocks_a_level_and_is_paid_nothing() {
    struct AsTheyCome;
    impl Arrivals for AsTheyCome {
        fn order(&self, _: &Arrival) -> u64 {
            0
        }
    }
    for (step, from_below, directly) in [(Step::Member, 0, 5), (Step::Active, 5, 10)] {
        let mut walk = level(&[0.10, 0.05], step, 1);
        walk.tree = TreeKind::Placement;
        let plan = binary(walk);
        let placement = plan.placement.unwrap();
        let chain = [None, Some(0), Some(1), Some(2)];
        let (mut genealogy, _) = Genealogy::placed_in_turn(&chain, |_| None, placement);
        let mut advance = Advance::default();
        genealogy.advance_placed(|m| m == 1, &[] as &[Recruitment], &AsTheyCome, &mut advance);
        let run = settle(&plan, &genealogy, &book(vec![order(3, 100)]));
        assert_eq!(cents(run.pay()), [from_below * 100, 0, 1_000, 0], "{step:?}");
        let run = settle(&plan, &genealogy, &book(vec![order(2, 100)]));
        assert_eq!(cents(run.pay()), [directly * 100, 0, 0, 0], "{step:?}");
        assert!(!run.active(1) && run.active(2));
        assert_eq!(n_active(&run, genealogy.len()), 3);
    }
}

proptest! {
    /// `carry_in + arrived = used + flushed + carry_out`, and pay is the rate of what was used.
    #[test]
    fn the_ledger_of_both_legs_closes(
        weeks in prop::collection::vec(([0_i64..3_000, 0_i64..3_000], any::<bool>()), 1..12),
        max in prop::option::of(0_i64..2_000),
        carry_max in prop::option::of(0_i64..3_000),
        flushes in any::<bool>(),
        is_lost in any::<bool>(),
    ) {
        let mut bonus = pair(0.10);
        *pair_of(&mut bonus) = Pair {
            max: max.map(whole),
            flushes,
            carry: Some(Carry { max: carry_max.map(whole), is_lost_unqualified: is_lost }),
            ..pair_of(&mut bonus).clone()
        };
        bonus.need = Some(active());
        let mut told = Weeks::new(&Plan { active: Some(pv(1)), ..binary(bonus) });
        let mut carried = [0, 0];
        for (arrived, is_active) in weeks {
            let (paid, rest) = told.week(arrived, i64::from(is_active));
            let legs = [0, 1].map(|leg| carried[leg] + arrived[leg]);
            let matched = legs[0].min(legs[1]);
            let paid_for = if is_active { max.map_or(matched, |max| matched.min(max)) } else { 0 };
            prop_assert_eq!(paid, paid_for as f64 / 10.0, "the rate of the weaker leg");
            for leg in [0, 1] {
                let used = if flushes && is_active { matched } else { paid_for };
                let left = legs[leg] - used;
                prop_assert!(rest[leg] >= 0 && rest[leg] <= left);
                let lost = is_lost && !is_active;
                let expected = if lost { 0 } else { left.min(carry_max.unwrap_or(i64::MAX)) };
                prop_assert_eq!(rest[leg], expected);
            }
            carried = rest;
        }
    }
}
