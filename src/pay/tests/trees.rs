//! Payrolls of plans with further trees.

use super::*;
use crate::compensation::{Carry, Pair};
use crate::genealogy::{Boards, PlacementRule};

const RULES: [PlacementRule; 4] =
    [PlacementRule::Breadth, PlacementRule::Left, PlacementRule::Alternate, PlacementRule::Weak];

fn binary(rule: PlacementRule) -> Placement {
    Placement { width: 2, rule, refills: false }
}

fn pairs(carry: Option<Carry>) -> Bonus {
    let pair = Pair {
        rates: vec![rate(0.2); 3],
        ratio: [1, 1],
        unit: None,
        min: Points::from_units(1.0),
        max: Some(Points::from_units(60.0)),
        flushes: false,
        carry,
    };
    let kind = BonusKind::Pair(pair);
    Bonus { tree: TreeKind::Placement, ..bonus("pairs", Base::Cv, kind) }
}

/// The rich plan with a binary tree and one in which recruits are passed up, and what is paid
/// there: levels, pairs and a match of them.
fn rich_trees(rule: PlacementRule, carry: Option<Carry>) -> Plan {
    let mut plan = rich_plan();
    plan.placement = Some(binary(rule));
    plan.pass_up = Some(1);
    for tree in [TreeKind::Placement, TreeKind::PassUp] {
        for at in [1, 2] {
            plan.bonuses.push(Bonus {
                tree,
                name: format!("{tree:?} {at}"),
                ..plan.bonuses[at].clone()
            });
        }
    }
    let need = Clause { recruits_per_leg: Some(1), months: 1, ..Clause::default() };
    plan.bonuses.push(Bonus { need: Some(need), ..pairs(carry) });
    let mut three_to_two = pairs(carry);
    if let BonusKind::Pair(pair) = &mut three_to_two.kind {
        pair.ratio = [3, 2];
    }
    plan.bonuses.push(three_to_two);
    let matched = Base::Pay(plan.bonuses.len() - 1);
    plan.bonuses.push(Bonus { base: matched, need: None, ..plan.bonuses[3].clone() });
    plan
}

fn carries() -> impl Strategy<Value = Option<Carry>> {
    let most = prop_oneof![Just(None), Just(Some(Points::from_units(50.0)))];
    let carry = (most, any::<bool>())
        .prop_map(|(max, is_lost_unqualified)| Carry { max, is_lost_unqualified });
    prop::option::of(carry)
}

fn rules() -> impl Strategy<Value = PlacementRule> {
    prop::sample::select(&RULES[..])
}

/// By member, the leg in which he is placed by hand, if he is.
fn sides() -> impl Strategy<Value = Vec<Option<u8>>> {
    prop::collection::vec(prop::option::of(0..2_u8), 12)
}

type Members = Vec<(Option<usize>, u32)>;

fn with_sides(plan: &Plan, members: &Members, sides: &[Option<u8>], rows: &[Row]) -> Company {
    let side = |member: usize| sides[member].filter(|_| members[member].0.is_some());
    placed_company(members, side, plan.placement, rows)
}

proptest! {
    /// Where nothing depends on the period before, a period is that of a tree of all who have
    /// joined by then, placed in turn.
    #[test]
    fn the_lines_of_a_period_are_those_of_a_tree_by_itself(
        (members, rows) in companies(),
        sides in sides(),
        rule in prop::sample::select(&RULES[..3]),
    ) {
        let plan = rich_trees(rule, None);
        let company = with_sides(&plan, &members, &sides, &rows);
        let mut payroll = Payroll::new(&plan, &company);
        while let Some(period) = payroll.advance() {
            let n = members.iter().filter(|(_, joined)| *joined <= period).count();
            let sponsors: Vec<Option<u32>> =
                members[..n].iter().map(|(sponsor, _)| sponsor.map(|s| s as u32)).collect();
            let (genealogy, place) =
                Genealogy::placed_in_turn(&sponsors, |m| sides[m], binary(rule));
            let genealogy = genealogy.with_pass_up_in_turn(1, &sponsors, &place);
            let mut member_at = vec![0; n];
            for (member, &place) in place.iter().enumerate() {
                member_at[place as usize] = member;
            }
            let volumes = OneByOne { company: &company, period, member_at };
            let mut run = CommissionRun::itemised(&plan);
            run.settle(&genealogy, &volumes, &mut RankHistory::new(&plan, n));
            let expected: Vec<Line> = (0..n)
                .flat_map(|member| (0..plan.bonuses.len()).map(move |bonus| (member, bonus)))
                .map(|(member, bonus)| {
                    let amount = run.lines_of(bonus)[place[member] as usize];
                    Line { member, bonus, amount, corrects: None }
                })
                .filter(|line| line.amount != Money::ZERO)
                .collect();
            let lines: Vec<Line> =
                payroll.lines().filter(|line| line.corrects.is_none()).collect();
            prop_assert_eq!(lines, expected);
        }
    }

    #[test]
    fn the_parts_of_an_explanation_add_up_in_all_trees(
        (members, rows) in companies(),
        sides in sides(),
        rule in rules(),
        carry in carries(),
        start in 0..=1_u8,
        step in prop_oneof![Just(Step::Member), Just(Step::Active), Just(Step::Qualified)],
        follows in any::<bool>(),
    ) {
        let mut plan = Plan { cap: None, ..rich_trees(rule, carry) };
        for bonus in &mut plan.bonuses {
            bonus.cap = None;
            match &mut bonus.kind {
                BonusKind::Level(level) => (level.step, level.start) = (step, start),
                BonusKind::Differential(rule) => rule.start = start,
                _ => {}
            }
        }
        let in_need = plan.bonuses.iter().position(|bonus| bonus.name == "pairs").unwrap();
        plan.boards = Some(Boards { width: 2, rows: 2, follows });
        for on in [Event::Fill(1), Event::Fill(2), Event::Cycle] {
            let award = Award { on, amounts: [100, 0, 300].map(Money::from_cents).into() };
            plan.bonuses.push(bonus("award", Base::Cv, BonusKind::Award(award)));
        }
        let company = with_sides(&plan, &members, &sides, &rows);
        let mut payroll = Payroll::new(&plan, &company).with_reasons();
        while payroll.advance().is_some() {
            assert_explained(&payroll, plan.bonuses.len());
            for member in 0..payroll.n_members() {
                let text = payroll.explain(member).unwrap();
                let place = payroll.place[member] as usize;
                let is_paid = payroll.run.is_eligible(in_need, place);
                prop_assert_eq!(is_paid, !text.contains("recruits by leg"), "{}", text);
            }
        }
    }

    /// Also of volume that legs have carried through the periods between.
    #[test]
    fn nothing_is_kept_in_any_tree_of_orders_that_all_come_back(
        (members, mut rows) in companies(),
        rule in rules(),
        carry in carries(),
    ) {
        for row in &mut rows {
            row.returned = Some(row.returned.unwrap_or(1));
        }
        let plan = rich_trees(rule, carry);
        let company = placed_company(&members, |_| None, plan.placement, &rows);
        prop_assert_eq!(lifetime(&all_lines(&plan, &company)), BTreeMap::default());
    }

    #[test]
    fn what_comes_back_later_changes_no_earlier_row_in_any_tree(
        (members, mut rows) in companies(),
        rule in rules(),
        carry in carries(),
    ) {
        let plan = rich_trees(rule, carry);
        let before = |rows: &[Row]| {
            let company = placed_company(&members, |_| None, plan.placement, rows);
            let lines = all_lines(&plan, &company);
            lines.into_iter().filter(|(period, _)| *period < 5).collect::<Vec<_>>()
        };
        for row in &mut rows {
            row.returned = None;
        }
        let without = before(&rows);
        for row in &mut rows {
            row.returned = Some(5);
        }
        prop_assert_eq!(before(&rows), without);
    }
}

/// One head with a member in each leg, week by week; what the head is paid, refunds included.
fn weeks(plan: &Plan, rows: &[(u32, usize, i64, Option<u32>)]) -> Vec<(u32, i64, Option<u32>)> {
    let members = [(None, 0), (Some(0), 0), (Some(0), 0)];
    let row = |&(period, member, units, returned): &(u32, usize, i64, Option<u32>)| {
        let cents = units * 100;
        Row { period, member, kind: "member", cents, returned }
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    let company = placed_company(&members, |_| None, plan.placement, &rows);
    let lines = all_lines(plan, &company);
    let of_head = lines.into_iter().filter(|(_, line)| line.member == 0);
    of_head.map(|(period, line)| (period, line.amount.cents(), line.corrects)).collect()
}

/// 20 % of pairs of the price, with all that plans of their kind have.
fn weekly(over_flushes: bool) -> Plan {
    let mut bonus =
        pairs(Some(Carry { max: Some(Points::from_units(5_000.0)), is_lost_unqualified: true }));
    bonus.base = Base::Price;
    bonus.need = Some(Clause { active: Some(true), months: 1, ..Clause::default() });
    if let BonusKind::Pair(pair) = &mut bonus.kind {
        pair.rates = vec![rate(0.2)];
        pair.min = Points::from_units(125.0);
        pair.max = Some(Points::from_units(5_000.0));
        pair.flushes = over_flushes;
    }
    Plan {
        period: Period::Week,
        placement: Some(binary(PlacementRule::Left)),
        active: Some(Clause { pv: Some(Points::from_units(1.0)), months: 1, ..Clause::default() }),
        breakaway: None,
        cap: None,
        ranks: Vec::new(),
        bonuses: vec![bonus],
        ..rich_plan()
    }
}

#[test]
fn weeks_of_a_binary_plan_pay_their_worked_figures() {
    // The third week the head buys nothing, loses what was carried, and has nothing in the fourth.
    let mut rows = vec![(0, 0, 10, None), (1, 0, 10, None), (3, 0, 10, None)];
    rows.extend([(0, 1, 400, None), (0, 2, 600, None)]);
    rows.extend([(1, 1, 9_000, None), (1, 2, 6_000, None), (3, 1, 3_500, None)]);
    for flushes in [false, true] {
        let paid = weeks(&weekly(flushes), &rows);
        assert_eq!(paid, [(0, 8_000, None), (1, 100_000, None)]);
    }
}

/// What a leg carried of an order that comes back has paired with later volume: that is undone as
/// well, and so is what it would carry on.
#[test]
fn an_order_that_comes_back_is_missing_wherever_it_was_carried_to() {
    let active = [(0, 0, 10, None), (1, 0, 10, None), (2, 0, 10, None), (3, 0, 10, None)];
    let mut rows = active.to_vec();
    rows.extend([(0, 1, 400, None), (0, 2, 600, Some(2)), (1, 1, 150, None), (3, 2, 1_000, None)]);
    let paid = weeks(&weekly(false), &rows);
    assert_eq!(
        paid,
        [
            (0, 8_000, None),
            (1, 3_000, None),
            (2, -8_000, Some(0)),
            (2, -3_000, Some(1)),
            // The left leg has carried its 400 and 150 after all.
            (3, 11_000, None),
        ]
    );
}

/// The weaker leg is that of the period before.
#[test]
fn recruits_go_to_the_leg_with_less_volume() {
    let mut plan = weekly(false);
    plan.placement = Some(binary(PlacementRule::Weak));
    let members = [(None, 0), (Some(0), 0), (Some(0), 0), (Some(0), 1), (Some(0), 1), (Some(0), 2)];
    let row = |period, member, cents| Row { period, member, kind: "member", cents, returned: None };
    // The head buys in no week, so that nothing is carried.
    let rows = [row(0, 1, 10_000), row(0, 2, 5_000), row(1, 4, 20_000), row(2, 1, 100)];
    let company = placed_company(&members, |_| None, plan.placement, &rows);
    let mut payroll = Payroll::new(&plan, &company);
    while payroll.advance().is_some() {}
    let placed = |member: usize| payroll.standing(member).placed;
    assert_eq!(placed(1), Some((0, 0)));
    assert_eq!(placed(2), Some((0, 1)));
    assert_eq!(placed(3), Some((2, 1)), "the right leg has less");
    assert_eq!(placed(4), Some((3, 1)), "and still, as of the last run");
    assert_eq!(placed(5), Some((1, 0)), "now the left one has nothing");
}

#[test]
fn whoever_is_placed_by_hand_is_in_that_leg() {
    let plan = rich_trees(PlacementRule::Breadth, None);
    let members = [(None, 0), (Some(0), 0), (Some(0), 0), (Some(0), 1), (Some(1), 1)];
    let sides = [None, Some(1), Some(1), None, None];
    let company = placed_company(&members, |m| sides[m], plan.placement, &[]);
    let mut payroll = Payroll::new(&plan, &company);
    while payroll.advance().is_some() {}
    let standings: Vec<_> = (0..5).map(|m| payroll.standing(m)).collect();
    let placed: Vec<_> = standings.iter().map(|standing| standing.placed).collect();
    assert_eq!(
        placed,
        [None, Some((0, 1)), Some((1, 0)), Some((0, 0)), Some((1, 1))],
        "below the first where the leg is taken, and by rule where nothing is said"
    );
    let belongs: Vec<_> = standings.iter().map(|standing| standing.belongs_to).collect();
    assert_eq!(belongs, [None, Some(0), Some(0), Some(0), Some(0)]);
}
