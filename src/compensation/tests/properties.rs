//! Random plans with all options, in random companies, against the reference.

use proptest::prelude::*;
use proptest::sample::Index;

use super::plans::*;
use super::story::{Period, Story, check};
use super::*;
use crate::genealogy::{Placement, PlacementRule};
use crate::units::Rate;

fn some<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::weighted(0.3, strategy)
}

/// Thresholds and amounts of a size, so that clauses hold here and there.
fn hundredths() -> impl Strategy<Value = i64> {
    -300_i64..2_500
}

fn share() -> impl Strategy<Value = Rate> {
    (0_i64..=1_000_000).prop_map(Rate::from_millionths)
}

/// A clause that asks for ranks of the member below `ranks_below`, and for his activity if
/// it `may_ask_active`.
pub(super) fn clauses(
    n_ranks: u8,
    ranks_below: u8,
    may_ask_active: bool,
    alternatives: usize,
) -> BoxedStrategy<Clause> {
    let legs =
        prop::collection::vec((0..n_ranks.max(1), 0_u32..3), 0..usize::from(n_ranks.min(2)) + 1);
    // Asked of plans with a width-limited tree only.
    let recruits = (some(0_u32..4), some(0_u32..2));
    let sales = (some(share()), some(0_u32..3));
    let volumes = (some(-100_i64..500), some(hundredths()), some(hundredths()), some(share()));
    let months = prop_oneof![3 => Just(1_u8), 1 => 0_u8..4];
    let alternatives = if alternatives == 0 {
        Just(Vec::new()).boxed()
    } else {
        let inner = clauses(n_ranks, ranks_below, may_ask_active, 0);
        prop::collection::vec(inner, 0..=alternatives).boxed()
    };
    let own = (some(0..ranks_below.max(1)), some(any::<bool>()));
    (volumes, recruits, sales, legs, own, months, alternatives)
        .prop_map(
            move |(
                (pv, gv, pgv, leg_max),
                (recruits, recruits_per_leg),
                (retail_share, customers),
                legs,
                (rank, active),
                months,
                any,
            )| {
                let points = |amount: Option<i64>| amount.map(Points::from_hundredths);
                Clause {
                    pv: points(pv),
                    gv: points(gv),
                    pgv: points(pgv),
                    leg_max,
                    recruits,
                    recruits_per_leg,
                    retail_share,
                    customers,
                    legs: if n_ranks == 0 { Vec::new() } else { legs },
                    rank: rank.filter(|_| ranks_below > 0),
                    active: active.filter(|_| may_ask_active),
                    any,
                    months,
                }
            },
        )
        .boxed()
}

fn levels(n_ranks: u8) -> impl Strategy<Value = BonusKind> {
    let standings = usize::from(n_ranks) + 1;
    let n_levels = prop_oneof![6 => 0_usize..8, 1 => 8_usize..20];
    let steps = prop_oneof![
        Just(Step::Member),
        Just(Step::Active),
        Just(Step::Qualified),
        (0..n_ranks.max(1)).prop_map(Step::Rank),
    ];
    (n_levels, 0_u8..2, steps).prop_flat_map(move |(n_levels, start, step)| {
        let millionths = prop_oneof![Just(0_i64), 0_i64..200_000];
        let rates = prop::collection::vec(millionths.prop_map(Rate::from_millionths), n_levels);
        let depth = 0..n_levels as u32 + 2;
        (prop::collection::vec(rates, standings), prop::collection::vec(depth, standings)).prop_map(
            move |(rates, depth)| {
                let step =
                    if n_ranks == 0 && matches!(step, Step::Rank(_)) { Step::Member } else { step };
                BonusKind::Level(Level { rates, start, step, depth })
            },
        )
    })
}

fn retails() -> impl Strategy<Value = BonusKind> {
    let tiers = prop::collection::vec((1_i64..400, share()), 1..4);
    let modes = prop_oneof![Just(TierMode::Whole), Just(TierMode::Marginal)];
    let payers = prop_oneof![Just(PaidBy::Customer), Just(PaidBy::Company)];
    (tiers, modes, payers).prop_map(|(steps, mode, paid_by)| {
        let mut from = -steps[0].0;
        let tiers = steps
            .into_iter()
            .map(|(width, rate)| {
                from += width;
                Tier { from: Money::from_cents(from), rate }
            })
            .collect();
        BonusKind::Retail(Retail { tiers, mode, paid_by })
    })
}

pub(super) fn own_rates(n_ranks: u8) -> BoxedStrategy<OwnRate> {
    let few = prop_oneof![Just(0_i64), Just(70_000), Just(150_000), 0_i64..300_000];
    let few = few.prop_map(Rate::from_millionths);
    let by_rank =
        prop::collection::vec(few.clone(), usize::from(n_ranks) + 1).prop_map(OwnRate::Rank);
    let volumes = prop_oneof![
        Just(QualifyingVolume::Personal),
        Just(QualifyingVolume::Group),
        Just(QualifyingVolume::PersonalGroup),
    ];
    let brackets = prop::collection::vec((1_i64..400, few), 0..6).prop_map(|steps| {
        let mut from = -100;
        let bracket = |(width, rate)| {
            from += width;
            Bracket { from: Points::from_hundredths(from), rate }
        };
        steps.into_iter().map(bracket).collect()
    });
    let by_volume = (volumes, brackets).prop_map(|(of, rates)| OwnRate::Volume(of, rates));
    prop_oneof![1 => by_rank, 2 => by_volume].boxed()
}

fn differentials(n_ranks: u8) -> impl Strategy<Value = BonusKind> {
    (own_rates(n_ranks), any::<bool>(), 0_u8..2, any::<bool>()).prop_map(
        |(rates, has_floor, start, stops_at_breakaway)| {
            BonusKind::Differential(Differential { rates, has_floor, start, stops_at_breakaway })
        },
    )
}

fn pairs(n_ranks: u8) -> impl Strategy<Value = BonusKind> {
    let shares = prop::collection::vec(share(), usize::from(n_ranks) + 1);
    let points = |most: i64| (0..most).prop_map(Points::from_hundredths);
    let units = some((1_i64..60).prop_map(Points::from_hundredths));
    let carries = (some(points(2_000)), any::<bool>())
        .prop_map(|(max, is_lost_unqualified)| Carry { max, is_lost_unqualified });
    let limits = (units, points(200), some(points(600)), any::<bool>());
    (shares, [1_u32..4, 1..4], limits, some(carries)).prop_map(
        |(rates, ratio, (unit, min, max, flushes), carry)| {
            BonusKind::Pair(Pair { rates, ratio, unit, min, max, flushes, carry })
        },
    )
}

fn placements() -> impl Strategy<Value = Placement> {
    let rules = prop_oneof![
        Just(PlacementRule::Breadth),
        Just(PlacementRule::Left),
        Just(PlacementRule::Alternate),
        Just(PlacementRule::Weak),
    ];
    (rules, prop_oneof![3 => Just(2_u8), 1 => 1_u8..5], any::<bool>()).prop_map(
        |(rule, width, refills)| {
            let width = if rule == PlacementRule::Weak { 2 } else { width };
            Placement { width, rule, refills }
        },
    )
}

/// Does not ask for legs of a tree that is not there.
pub(super) fn without_legs(clause: &mut Clause) {
    clause.recruits_per_leg = None;
    clause.any.iter_mut().for_each(without_legs);
}

fn pools(n_ranks: u8) -> impl Strategy<Value = BonusKind> {
    let points = prop_oneof![Just(0_i64), 0_i64..1_000].prop_map(Points::from_hundredths);
    (share(), prop::collection::vec(points, usize::from(n_ranks) + 1))
        .prop_map(|(share, points)| BonusKind::Pool(Pool { share, points }))
}

fn awards(n_ranks: u8) -> impl Strategy<Value = BonusKind> {
    let amounts = (0_i64..300).prop_map(Money::from_cents);
    let events = prop_oneof![Just(Event::Rank), Just(Event::Recruit)];
    (events, prop::collection::vec(amounts, usize::from(n_ranks) + 1))
        .prop_map(|(on, amounts)| BonusKind::Award(Award { on, amounts }))
}

/// A bonus, and which earlier one it is based on, where there are any and it should be.
fn bonuses(n_ranks: u8) -> impl Strategy<Value = (Bonus, Option<Index>)> {
    let bases = prop_oneof![Just(Base::Cv), Just(Base::Pv), Just(Base::Price), Just(Base::Fee)];
    let orders =
        prop_oneof![2 => Just(Orders::All), 1 => Just(Orders::Retail), 1 => Just(Orders::Member)];
    let kinds = prop_oneof![
        4 => levels(n_ranks).boxed(),
        3 => pairs(n_ranks).boxed(),
        2 => retails().boxed(),
        4 => differentials(n_ranks).boxed(),
        1 => pools(n_ranks).boxed(),
        1 => awards(n_ranks).boxed(),
    ];
    let needs = prop_oneof![
        2 => Just(None),
        1 => Just(Some(active())),
        2 => clauses(n_ranks, n_ranks, true, 2).prop_map(Some),
    ];
    let ages = (some(0_u32..4), some(0_u32..3)).prop_map(|(first, after)| Age { first, after });
    let caps = some((0_i64..200).prop_map(Money::from_cents));
    let trees =
        prop_oneof![Just(TreeKind::Sponsor), Just(TreeKind::Placement), Just(TreeKind::PassUp)];
    (kinds, bases, (orders, trees), ages, needs, caps, some(any::<Index>())).prop_map(
        |(kind, base, (orders, tree), age, need, cap, based_on)| {
            (Bonus { tree, orders, age, need, cap, ..bonus(kind, base) }, based_on)
        },
    )
}

/// Plans in the tree of sponsors.
pub(super) fn plans() -> impl Strategy<Value = Plan> {
    plans_with(Just(None).boxed(), Just(None).boxed())
}

fn plans_with(
    placements: BoxedStrategy<Option<Placement>>,
    passed_up: BoxedStrategy<Option<u32>>,
) -> impl Strategy<Value = Plan> {
    (0_u8..4).prop_flat_map(move |n_ranks| {
        let ranks: Vec<_> = (0..n_ranks)
            .map(|rank| {
                (clauses(n_ranks, rank, true, 2), any::<bool>()).prop_map(
                    |(clause, keeps_title)| Rank { name: "rank".into(), clause, keeps_title },
                )
            })
            .collect();
        let actives = some(clauses(n_ranks, 0, false, 2));
        let bonuses = prop::collection::vec(bonuses(n_ranks), 0..4);
        let breakaways = some(0..n_ranks.max(1));
        (
            ranks,
            actives,
            bonuses,
            (breakaways, placements.clone(), passed_up.clone()),
            some(share()),
        )
            .prop_map(
                move |(mut ranks, mut active, mut drawn, (breakaway, placement, pass_up), cap)| {
                    let has_two_legs = placement.is_some_and(|placement| placement.width == 2);
                    drawn.retain(|(b, _)| has_two_legs || !matches!(b.kind, BonusKind::Pair(_)));
                    if placement.is_none() {
                        let needs = drawn.iter_mut().filter_map(|(bonus, _)| bonus.need.as_mut());
                        let clauses = ranks.iter_mut().map(|rank| &mut rank.clause);
                        clauses.chain(&mut active).chain(needs).for_each(without_legs);
                    }
                    for (bonus, _) in &mut drawn {
                        let has_tree = match bonus.tree {
                            TreeKind::Sponsor => true,
                            TreeKind::Placement => placement.is_some(),
                            TreeKind::PassUp => pass_up.is_some(),
                        };
                        if !has_tree {
                            bonus.tree = TreeKind::Sponsor;
                        }
                    }
                    let mut bonuses = Vec::new();
                    for (number, (mut bonus, based_on)) in drawn.into_iter().enumerate() {
                        if let (Some(index), 1..) = (based_on, number) {
                            bonus.base = Base::Pay(index.index(number));
                        }
                        bonuses.push(bonus);
                    }
                    let breakaway = breakaway.filter(|_| n_ranks > 0);
                    Plan { active, breakaway, cap, placement, pass_up, ranks, ..plan(bonuses) }
                },
            )
    })
}

fn orders() -> impl Strategy<Value = Order> {
    let kinds = prop_oneof![Just(Kind::Member), Just(Kind::Retail), Just(Kind::Fee)];
    (0_usize..1_000, kinds, -100_i64..600, -100_i64..600, -100_i64..600).prop_map(
        |(member, kind, price, points, cv)| match kind {
            Kind::Fee => Order { member, kind, price, points: 0, cv: 0 },
            _ => Order { member, kind, price, points, cv },
        },
    )
}

fn stories() -> impl Strategy<Value = Story> {
    let sponsors = prop::collection::vec((any::<Index>(), 0..8), 0..30).prop_map(|picks| {
        let pick = |(m, (pick, top)): (usize, &(Index, i32))| {
            (m > 0 && *top > 0).then(|| pick.index(m) as u32)
        };
        picks.iter().enumerate().map(pick).collect()
    });
    let periods = (prop::collection::vec(orders(), 0..40), prop::collection::vec(0_u8..8, 1..20))
        .prop_map(|(orders, moves)| Period { orders, moves });
    (sponsors, prop::collection::vec(periods, 1..5))
        .prop_map(|(sponsors, periods)| Story { sponsors, periods })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_member_gets_what_a_walk_from_every_order_gives_him(
        plan in plans(),
        story in stories(),
    ) {
        prop_assert_eq!(check(&plan, &plan, &story), Ok(()));
    }

    #[test]
    fn so_it_is_where_recruits_are_passed_up(
        plan in plans_with(Just(None).boxed(), (0_u32..3).prop_map(Some).boxed()),
        story in stories(),
    ) {
        prop_assert_eq!(check(&plan, &plan, &story), Ok(()));
    }

    #[test]
    fn so_it_is_where_recruits_are_placed(
        plan in plans_with(placements().prop_map(Some).boxed(), some(0_u32..3).boxed()),
        story in stories(),
    ) {
        prop_assert_eq!(check(&plan, &plan, &story), Ok(()));
    }
}
