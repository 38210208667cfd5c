//! What holds for every plan of a kind, whatever the company: sums, bounds and symmetries.

use proptest::prelude::*;
use proptest::sample::Index;

use super::plans::*;
use super::properties::{clauses, own_rates, plans, without_legs};
use super::*;
use crate::units::Rate;

/// People who joined one after the other, and what they ordered: points and thousands of units,
/// so that no share of an amount is ever rounded.
#[derive(Clone, Debug)]
struct Company {
    sponsors: Vec<Option<u32>>,
    orders: Vec<(usize, i64, i64)>,
}

impl Company {
    fn genealogy(&self) -> (Genealogy, Vec<u32>) {
        Genealogy::from_sponsors(&self.sponsors)
    }

    /// The orders, `times` as large and so many times over, by place in the preorder.
    fn book(&self, place: &[u32], times: i64, signs: &[i64]) -> Book {
        let orders = self.orders.iter().flat_map(|&(member, points, thousands)| {
            signs.iter().map(move |sign| Order {
                member: place[member] as usize,
                kind: Kind::Member,
                price: thousands * times * sign * 100_000_000,
                points: points * sign * 100,
                cv: thousands * times * sign * 100_000_000,
            })
        });
        book(orders.collect())
    }

    fn settle(&self, plan: &Plan) -> CommissionRun {
        let (genealogy, place) = self.genealogy();
        settle(plan, &genealogy, &self.book(&place, 1, &[1]))
    }

    fn len(&self) -> usize {
        self.sponsors.len()
    }

    /// The member and his uplines, by joining numbers.
    fn upward(&self, member: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(member), |&m| self.sponsors[m].map(|s| s as usize))
    }
}

fn companies() -> impl Strategy<Value = Company> {
    let sponsors = prop::collection::vec((any::<Index>(), 0..8), 1..30).prop_map(|picks| {
        let pick = |(m, (pick, top)): (usize, &(Index, i32))| {
            (m > 0 && *top > 0).then(|| pick.index(m) as u32)
        };
        picks.iter().enumerate().map(pick).collect::<Vec<Option<u32>>>()
    });
    let orders = prop::collection::vec((any::<Index>(), 0_i64..30, 0_i64..50), 0..40);
    (sponsors, orders).prop_map(|(sponsors, drawn)| {
        let orders = drawn.into_iter().map(|(m, p, v)| (m.index(sponsors.len()), p, v)).collect();
        Company { sponsors, orders }
    })
}

fn differentials() -> impl Strategy<Value = Bonus> {
    (own_rates(2), any::<bool>(), 0_u8..2).prop_map(|(rates, has_floor, start)| {
        let rule = Differential { rates, has_floor, start, stops_at_breakaway: false };
        bonus(BonusKind::Differential(rule), Base::Cv)
    })
}

/// Two ranks by volume, legs and recruits.
fn two_ranks(bonuses: Vec<Bonus>) -> impl Strategy<Value = Plan> {
    let clauses = (clauses(2, 0, true, 1), clauses(2, 1, true, 1));
    clauses.prop_map(move |(mut first, mut second)| {
        [&mut first, &mut second].into_iter().for_each(without_legs);
        Plan {
            active: Some(pv(10)),
            ranks: vec![rank("first", first), rank("second", second)],
            ..plan(bonuses.clone())
        }
    })
}

/// Rates by ascending thresholds of whole points, the rates ascending too.
fn rising_brackets() -> impl Strategy<Value = Vec<(i64, f64)>> {
    prop::collection::vec((1_i64..60, 1_i64..100), 1..6).prop_map(|steps| {
        let (mut from, mut rate) = (0, 0);
        let step = |(width, rise)| {
            (from, rate) = (from + width, rate + rise);
            (from, rate as f64 / 1_000.0)
        };
        steps.into_iter().map(step).collect()
    })
}

/// A differential where everybody has at least the rate of anybody below him: group by group, what
/// a group earns less what its parts have earned.
fn group_form(company: &Company, brackets: &[(i64, f64)], breakaway: Option<i64>) -> Vec<i64> {
    let mut points = vec![0; company.len()];
    let mut volume = vec![0; company.len()];
    for &(member, p, thousands) in &company.orders {
        points[member] += p;
        volume[member] += thousands * 100_000_000;
    }
    let mut paid_below = vec![0; company.len()];
    let mut net = vec![0; company.len()];
    // Who joined later is never above.
    for member in (0..company.len()).rev() {
        let reached = brackets.iter().rfind(|(from, _)| points[member] >= *from);
        let millionths = reached.map_or(0, |&(_, value)| rate(value).millionths());
        let gross = volume[member] / 1_000_000 * millionths;
        net[member] = gross - paid_below[member];
        let is_away = breakaway.is_some_and(|from| points[member] >= from);
        if let (Some(sponsor), false) = (company.sponsors[member], is_away) {
            points[sponsor as usize] += points[member];
            volume[sponsor as usize] += volume[member];
            paid_below[sponsor as usize] += gross;
        }
    }
    net
}

/// The same people in another order of joining and so of standing.
fn reordered(company: &Company) -> (Company, Vec<usize>) {
    // Level by level, and on each level the last first.
    let depth = |member: usize| company.upward(member).count();
    let mut order: Vec<usize> = (0..company.len()).collect();
    order.sort_by_key(|&member| (depth(member), std::cmp::Reverse(member)));
    let mut number = vec![0; company.len()];
    for (new, &old) in order.iter().enumerate() {
        number[old] = new;
    }
    let sponsor = |&old: &usize| company.sponsors[old].map(|s| number[s as usize] as u32);
    let orders = company.orders.iter().map(|&(m, p, v)| (number[m], p, v)).collect();
    (Company { sponsors: order.iter().map(sponsor).collect(), orders }, number)
}

/// Pay and margin of each person, by joining number.
fn income(company: &Company, plan: &Plan) -> Vec<(Money, Money)> {
    let run = company.settle(plan);
    let (_, place) = company.genealogy();
    place.iter().map(|&at| (run.pay()[at as usize], run.margin()[at as usize])).collect()
}

/// The same plan without what depends on the size of money.
fn without_thresholds_of_money(mut plan: Plan) -> Plan {
    for bonus in &mut plan.bonuses {
        bonus.cap = None;
        match &mut bonus.kind {
            BonusKind::Retail(retail) => retail.tiers.truncate(1),
            BonusKind::Award(award) => award.amounts.fill(Money::ZERO),
            _ => {}
        }
        // Points are not doubled.
        if bonus.base == Base::Pv {
            bonus.base = Base::Cv;
        }
        // Of pay and pools no exact multiples are left.
        if matches!(bonus.base, Base::Pay(_)) || matches!(bonus.kind, BonusKind::Pool(_)) {
            bonus.base = Base::Cv;
            bonus.kind =
                BonusKind::Pool(Pool { share: Rate::ZERO, points: standings(&plan.ranks) });
        }
    }
    Plan { cap: None, ..plan }
}

fn standings(ranks: &[Rank]) -> Vec<Points> {
    vec![Points::ZERO; ranks.len() + 1]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_differential_pays_for_each_order_what_it_would_pay_for_it_alone(
        company in companies(),
        (plan, start) in differentials().prop_flat_map(|bonus| {
            let BonusKind::Differential(rule) = &bonus.kind else { unreachable!() };
            let start = usize::from(rule.start);
            (two_ranks(vec![bonus]), Just(start))
        }),
    ) {
        // What a single order pays in all is its share at the highest rate on its way.
        let run = company.settle(&plan);
        let probe = |member: usize| {
            let (genealogy, place) = company.genealogy();
            let mut orders = company.book(&place, 0, &[1]).orders;
            orders.push(Order { cv: 1_000_000, ..Order::default() });
            orders.last_mut().unwrap().member = place[member] as usize;
            settle(&plan, &genealogy, &book(orders)).lines()[0].paid.cents()
        };
        let single: Vec<i64> = (0..company.len()).map(probe).collect();
        let by_order: i64 = company.orders.iter().map(|&(m, _, v)| v * 100 * single[m]).sum();
        prop_assert_eq!(run.lines()[0].paid.cents(), by_order);
        // Never more than the highest rate of the plan, which is what the rule commits.
        prop_assert!(run.lines()[0].breakage() >= Money::ZERO);
        // Nobody higher up has less: who sees more people sees no lower rate.
        for member in 0..company.len() {
            if let Some(sponsor) = company.sponsors[member] && start == 0 {
                prop_assert!(single[member] >= single[sponsor as usize]);
            }
        }
    }

    #[test]
    fn walks_by_orders_and_by_groups_agree_where_nobody_is_passed_over(
        company in companies(),
        brackets in rising_brackets(),
        breaks_away in any::<bool>(),
    ) {
        let mut rule = by_volume(QualifyingVolume::PersonalGroup, &brackets);
        differential_of(&mut rule).stops_at_breakaway = true;
        let top = brackets[brackets.len() - 1].0;
        let leader = rank("leader", Clause { pgv: Some(whole(top)), ..clause() });
        let breakaway = breaks_away.then_some(0);
        let plan = Plan { ranks: vec![leader], breakaway, ..plan(vec![rule]) };
        let expected = group_form(&company, &brackets, breaks_away.then_some(top));
        let (_, place) = company.genealogy();
        let run = company.settle(&plan);
        let found: Vec<i64> = place.iter().map(|&at| run.pay()[at as usize].cents()).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_level_pays_less_under_more_compression(
        company in companies(),
        mut values in prop::collection::vec(0.0_f64..0.1, 1..6),
        depth in prop::collection::vec(0_u32..7, 3),
        mut plan in two_ranks(Vec::new()),
    ) {
        values.sort_by(|a, b| b.total_cmp(a));
        let paid = [Step::Member, Step::Active, Step::Qualified].map(|step| {
            let mut unilevel = level(&values, step, 3);
            level_of(&mut unilevel).depth.clone_from(&depth);
            unilevel.need = Some(active());
            plan.bonuses = vec![unilevel];
            let run = company.settle(&plan);
            assert!(run.lines()[0].breakage() >= Money::ZERO, "not more than all rates together");
            income(&company, &plan)
        });
        for (plain, (standard, dynamic)) in paid[0].iter().zip(paid[1].iter().zip(&paid[2])) {
            prop_assert!(plain <= standard, "standard compression");
            prop_assert!(standard <= dynamic, "dynamic compression");
        }
    }

    #[test]
    fn a_pool_is_paid_out_or_kept(
        company in companies(),
        share in 0_i64..1_000_000,
        points in prop::collection::vec(0_i64..500, 3),
        plan in two_ranks(Vec::new()),
    ) {
        let points: Vec<_> = points.into_iter().map(Points::from_hundredths).collect();
        let fund = Pool { share: Rate::from_millionths(share), points: points.clone() };
        let plan = Plan { bonuses: vec![bonus(BonusKind::Pool(fund), Base::Cv)], ..plan };
        let run = company.settle(&plan);
        let line = run.lines()[0];
        let standing = |m: usize| run.rank(m).map_or(0, |rank| usize::from(rank) + 1);
        let sharers = (0..company.len()).filter(|&m| points[standing(m)] > Points::ZERO).count();
        prop_assert_eq!(line.committed.cents(), run.total_cv().cents() / 1_000_000 * share);
        if sharers == 0 {
            prop_assert_eq!(line.paid, Money::ZERO);
        } else {
            prop_assert!(line.breakage() >= Money::ZERO);
            prop_assert!(line.breakage().cents() < sharers as i64, "less than a cent each");
        }
    }

    #[test]
    fn a_plan_cap_scales_all_by_one_factor(
        company in companies(),
        plan in plans(),
        cap in 0_i64..400_000,
    ) {
        let free = company.settle(&Plan { cap: None, ..plan.clone() });
        let cap = Rate::from_millionths(cap);
        let run = company.settle(&Plan { cap: Some(cap), ..plan.clone() });
        let is_ours = |line: &&BonusLine| line.paid_by == PaidBy::Company;
        let total = |run: &CommissionRun| -> i64 {
            run.lines().iter().filter(is_ours).map(|line| line.paid.cents()).sum()
        };
        let limit = run.total_cv().cents().max(0) / 1_000_000 * cap.millionths();
        if total(&free) <= limit {
            prop_assert_eq!(cents(run.pay()), cents(free.pay()));
        } else {
            prop_assert!(total(&run) <= limit);
            let bonuses = plan.bonuses.len() as f64;
            let factor = limit as f64 / total(&free) as f64;
            for (paid, due) in run.pay().iter().zip(free.pay()) {
                let gap = due.cents() as f64 * factor - paid.cents() as f64;
                prop_assert!((-0.001..=bonuses + 0.001).contains(&gap), "{} of {}", paid, due);
            }
        }
        prop_assert_eq!(run.margin(), free.margin());
    }

    #[test]
    fn it_does_not_matter_in_which_order_people_joined(company in companies(), plan in plans()) {
        let (other, number) = reordered(&company);
        let (before, after) = (income(&company, &plan), income(&other, &plan));
        for member in 0..company.len() {
            prop_assert_eq!(before[member], after[number[member]], "member {}", member);
        }
    }

    #[test]
    fn twice_the_volume_is_twice_the_pay(company in companies(), plan in plans()) {
        let plan = without_thresholds_of_money(plan);
        let (genealogy, place) = company.genealogy();
        let run = |times| settle(&plan, &genealogy, &company.book(&place, times, &[1]));
        let (once, twice) = (run(1), run(2));
        let double = |amounts: &[Money]| cents(amounts).iter().map(|c| c * 2).collect::<Vec<_>>();
        prop_assert_eq!(cents(twice.pay()), double(once.pay()));
        prop_assert_eq!(cents(twice.margin()), double(once.margin()));
    }

    #[test]
    fn orders_that_are_all_refunded_pay_nothing(company in companies(), plan in plans()) {
        let mut plan = plan;
        plan.bonuses.retain(|bonus| !matches!(bonus.kind, BonusKind::Award(_)));
        // What was based on an award that is gone is based on volume.
        for bonus in &mut plan.bonuses {
            if let Base::Pay(_) = bonus.base {
                bonus.base = Base::Cv;
            }
            if let BonusKind::Retail(retail) = &mut bonus.kind {
                // In the first tier, whatever it begins at.
                retail.tiers.truncate(1);
                retail.tiers[0].from = Money::ZERO;
            }
        }
        let (genealogy, place) = company.genealogy();
        let run = settle(&plan, &genealogy, &company.book(&place, 1, &[1, -1]));
        prop_assert!(run.pay().iter().chain(run.margin()).all(|&amount| amount == Money::ZERO));
        prop_assert!(run.lines().iter().all(|line| line.committed == Money::ZERO));
    }

    #[test]
    fn a_walk_pays_all_its_rates_where_enough_uplines_qualify(
        company in companies(),
        percent in prop::collection::vec(0_i64..10, 1..6),
        depth in 1_u32..7,
    ) {
        // Everybody stands below a line of as many as there are levels.
        let levels = percent.len() as u32;
        let line = (0..levels).map(|m| m.checked_sub(1));
        let below = company.sponsors.iter().map(|s| Some(s.map_or(levels - 1, |s| s + levels)));
        let orders = company.orders.iter().map(|&(m, p, v)| (m + levels as usize, p, v));
        let company = Company { sponsors: line.chain(below).collect(), orders: orders.collect() };
        let values: Vec<f64> = percent.iter().map(|percent| *percent as f64 / 100.0).collect();
        let paid = |depth: u32| {
            let mut unilevel = level(&values, Step::Qualified, 1);
            level_of(&mut unilevel).depth = vec![depth];
            let line = company.settle(&plan(vec![unilevel])).lines()[0];
            (line.paid.cents(), line.committed.cents())
        };
        let volume: i64 = company.orders.iter().map(|&(_, _, thousands)| thousands).sum();
        let rates = |levels: usize| percent.iter().take(levels).sum::<i64>();
        prop_assert_eq!(paid(levels), (volume * rates(percent.len()) * 1_000_000, paid(0).1));
        prop_assert_eq!(paid(levels).0, paid(levels).1);
        // Levels that nobody is paid on are kept by the company, and none else.
        prop_assert_eq!(paid(depth).0, volume * rates(depth as usize) * 1_000_000);
    }

    #[test]
    fn nobody_is_paid_where_nobody_is_active_or_nothing_is_sold(
        company in companies(),
        mut plan in plans(),
    ) {
        let (genealogy, place) = company.genealogy();
        plan.bonuses.retain(|bonus| !matches!(bonus.kind, BonusKind::Award(_)));
        for bonus in &mut plan.bonuses {
            if let Base::Pay(_) | Base::Pv = bonus.base {
                bonus.base = Base::Cv;
            }
        }
        // Orders of no price and no volume, be there points or not.
        let idle = settle(&plan, &genealogy, &company.book(&place, 0, &[1]));
        prop_assert!(idle.pay().iter().chain(idle.margin()).all(|&amount| amount == Money::ZERO));
        prop_assert!(idle.lines().iter().all(|line| line.committed == Money::ZERO));
        // Volume without points, where points make active.
        plan.active = Some(pv(1));
        for bonus in &mut plan.bonuses {
            bonus.need = Some(active());
        }
        let mut orders = company.book(&place, 1, &[1]).orders;
        for order in &mut orders {
            order.points = 0;
        }
        let inactive = settle(&plan, &genealogy, &book(orders));
        prop_assert_eq!(n_active(&inactive, genealogy.len()), 0);
        prop_assert!(inactive.pay().iter().all(|&amount| amount == Money::ZERO));
        for line in inactive.lines().iter().filter(|line| line.paid_by == PaidBy::Company) {
            prop_assert_eq!(line.breakage(), line.committed);
        }
    }
}
