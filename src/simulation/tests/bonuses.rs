//! A commission run in the slow way: every order walks up the sponsors, one by one.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::kinds::{award_bonus, differential_bonus, own_rate, pool_bonus};
use crate::compensation::{
    Base, Bonus, BonusKind, Clause, Level, Orders, PaidBy, Plan, Retail, Step, TierMode,
};
use crate::units::{Money, Points, Rate, millionths};

/// A member in a commission run. Members stand in joining order, so uplines before downlines.
#[derive(Clone, Debug, Default)]
pub(super) struct Trader {
    /// Place of the nearest upline among the traders.
    pub upline: Option<usize>,
    /// Whether that upline is not the one who enrolled him.
    pub is_adopted: bool,
    /// Months since he joined.
    pub tenure: u32,
    /// The joining fee that he paid this month.
    pub fee: Money,
    /// His own purchases.
    pub purchases: Money,
    /// His customers' purchases at list price.
    pub sales: Money,
    /// The same at the member's price.
    pub wholesale: Money,
    /// What he sold from stock, at what it had cost.
    pub resold: Money,
    pub customers: u32,
    /// Whether a board was filled at whose top he is.
    pub has_cycled: bool,
    /// How many levels of seats below him are full.
    pub full_levels: u32,
    /// What those gave back who left directly below him.
    pub given_back: Vec<GivenBack>,
    pub past: Past,
    /// The highest rank that he had before this month.
    pub title_before: Option<usize>,
    /// What the run finds out.
    pub is_active: bool,
    /// The rank that counts.
    pub rank: Option<usize>,
    pub pay: Money,
    pub margin: Money,
    /// For each bonus, whether he may be paid it, and his own rate where it has one.
    pub seen: Vec<(bool, Rate)>,
}

/// Goods of somebody who has left, and how he stood last.
#[derive(Clone, Debug)]
pub(super) struct GivenBack {
    /// What he paid for those bought so many months after he joined.
    pub lots: Vec<(u32, Money)>,
    pub is_active: bool,
    pub rank: Option<usize>,
    pub seen: Vec<(bool, Rate)>,
}

impl GivenBack {
    fn points(&self, plan: &Plan) -> Points {
        self.lots.iter().map(|&(_, paid)| plan.product.points(paid)).sum()
    }

    /// What a bonus would be taken of.
    fn volume(&self, plan: &Plan, bonus: &Bonus) -> i64 {
        let lots = self.lots.iter().filter(|(tenure, _)| bonus.age.admits(*tenure));
        let order = |&(_, purchases): &(u32, Money)| match bonus.base {
            Base::Pay(_) => 0,
            _ => volume(plan, bonus, &Trader { purchases, ..Trader::default() }).cents(),
        };
        lots.map(order).sum()
    }
}

/// What a member brings along from earlier months.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// The highest rank ever earned.
    pub title: Option<usize>,
    /// How often in a row clauses, by name, have held.
    streaks: BTreeMap<String, u32>,
    /// The bonuses that were due to him for full seats.
    pub filled: Vec<usize>,
}

/// What a bonus came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    pub committed: Money,
    pub paid: Money,
}

/// Judges and pays all traders; returns what each bonus came to.
/// `orphans` is what those gave back above whom there is nobody, and `nobodys` how many boards were
/// filled at whose top nobody is.
pub(super) fn settle(
    plan: &Plan,
    traders: &mut [Trader],
    orphans: &[GivenBack],
    nobodys: usize,
    fault: Option<Fault>,
) -> Vec<Line> {
    // Whoever is below joined later: last first, everybody's downline is judged before him.
    for member in (0..traders.len()).rev() {
        judge(plan, traders, member);
    }
    let mut lines = Vec::new();
    let mut paid_by_bonus: Vec<Vec<Money>> = Vec::new();
    for (place, bonus) in plan.bonuses.iter().enumerate() {
        let met: Vec<bool> = (0..traders.len())
            .map(|member| match &bonus.need {
                None => true,
                Some(need) => holds(plan, need, &format!("need {place}"), traders, member),
            })
            .collect();
        let base: Vec<i64> = traders
            .iter()
            .enumerate()
            .map(|(member, trader)| match bonus.base {
                _ if !bonus.age.admits(trader.tenure) => 0,
                Base::Pay(earlier) => paid_by_bonus[earlier][member].cents(),
                _ => volume(plan, bonus, trader).cents(),
            })
            .collect();
        let (due, committed) = match &bonus.kind {
            BonusKind::Pair(_) => unreachable!("no model of the tests is placed"),
            BonusKind::Retail(retail) => {
                let full: Vec<i64> = base.iter().map(|&sales| tiered(retail, sales)).collect();
                let due = full.iter().zip(&met).map(|(&due, &met)| if met { due } else { 0 });
                (due.collect::<Vec<i64>>(), full.iter().sum())
            }
            BonusKind::Level(level) => {
                let back = |t: &GivenBack| (t.volume(plan, bonus), t.seen[place].0);
                level_bonus(level, traders, &base, &met, &back, fault)
            }
            BonusKind::Differential(rule) => {
                let back = |t: &GivenBack| (t.volume(plan, bonus), t.seen[place]);
                differential_bonus(plan, rule, traders, &base, &met, &back)
            }
            BonusKind::Pool(pool) => {
                let back = traders.iter().flat_map(|t| &t.given_back).chain(orphans);
                let back = back.map(|t| t.volume(plan, bonus)).sum();
                pool_bonus(pool, traders, &base, &met, back)
            }
            BonusKind::Award(award) => award_bonus(award, place, traders, &met, nobodys),
        };
        for member in 0..traders.len() {
            let rate = match &bonus.kind {
                BonusKind::Differential(rule) => own_rate(plan, &rule.rates, traders, member),
                _ => Rate::ZERO,
            };
            traders[member].seen.push((met[member], rate));
        }
        let paid: Vec<Money> = due
            .iter()
            .map(|&due| Money::from_cents(bonus.cap.map_or(due, |cap| due.min(cap.cents()))))
            .collect();
        let total: Money = paid.iter().copied().sum();
        let gave_back = traders.iter().flat_map(|t| &t.given_back).chain(orphans);
        let is_all_there = base.iter().all(|&volume| volume >= 0)
            && gave_back.into_iter().all(|back| back.volume(plan, bonus) == 0);
        let committed = match is_company_paid(bonus) {
            true if is_all_there => Money::from_cents(committed).max(total),
            true => Money::from_cents(committed),
            false => total,
        };
        lines.push(Line { committed, paid: total });
        paid_by_bonus.push(paid);
    }
    let volume = commissionable_of_all(plan, traders, orphans);
    cap_company_pay(plan, volume, &mut paid_by_bonus, &mut lines);
    for (bonus, paid) in plan.bonuses.iter().zip(&paid_by_bonus) {
        for (trader, &paid) in traders.iter_mut().zip(paid) {
            if is_company_paid(bonus) {
                trader.pay += paid;
            } else {
                trader.margin += paid;
            }
        }
    }
    lines
}

pub(super) fn is_company_paid(bonus: &Bonus) -> bool {
    bonus.paid_by() == PaidBy::Company
}

/// The commissionable volume of all that is credited to a trader.
pub(super) fn commissionable(plan: &Plan, trader: &Trader) -> Money {
    plan.product.commissionable(trader.purchases + trader.wholesale)
}

/// The same of everybody, less what was given back.
pub(super) fn commissionable_of_all(
    plan: &Plan,
    traders: &[Trader],
    orphans: &[GivenBack],
) -> Money {
    let ordered: Money = traders.iter().map(|trader| commissionable(plan, trader)).sum();
    let back = traders.iter().flat_map(|trader| &trader.given_back).chain(orphans);
    let lots = back.flat_map(|back| &back.lots);
    ordered - lots.map(|&(_, paid)| plan.product.commissionable(paid)).sum()
}

pub(super) fn points(plan: &Plan, trader: &Trader) -> Points {
    plan.product.points(trader.purchases + trader.wholesale)
}

fn volume(plan: &Plan, bonus: &Bonus, trader: &Trader) -> Money {
    let (own, outside) = match bonus.orders {
        Orders::All => (true, true),
        Orders::Member => (true, false),
        Orders::Retail => (false, true),
    };
    let part = |counts: bool, amount: Money| if counts { amount } else { Money::ZERO };
    let goods = part(own, trader.purchases) + part(outside, trader.wholesale);
    match bonus.base {
        Base::Cv => plan.product.commissionable(goods),
        Base::Pv => Money::from_cents(plan.product.points(goods).hundredths()),
        Base::Price => part(own, trader.purchases) + part(outside, trader.sales),
        Base::Fee => part(own, trader.fee),
        Base::Pay(_) => unreachable!("pay is no volume"),
    }
}

/// A retail bonus on so many cents, tier by tier.
fn tiered(retail: &Retail, sales: i64) -> i64 {
    let mut exact = 0_i128;
    for (n, tier) in retail.tiers.iter().enumerate() {
        let from = tier.from.cents();
        let to = retail.tiers.get(n + 1).map_or(i64::MAX, |next| next.from.cents());
        let cents = match retail.mode {
            TierMode::Whole if (from..to).contains(&sales) => sales,
            TierMode::Whole => 0,
            TierMode::Marginal => (sales.min(to) - from).max(0),
        };
        exact += i128::from(cents) * i128::from(tier.rate.millionths());
    }
    millionths(exact)
}

/// Lets the volume of each buyer walk up; returns what is due to each member, and what would be
/// due if every level were paid at its best rate.
fn level_bonus(
    level: &Level,
    traders: &[Trader],
    base: &[i64],
    met: &[bool],
    back: &dyn Fn(&GivenBack) -> (i64, bool),
    fault: Option<Fault>,
) -> (Vec<i64>, i64) {
    let levels = level.rates[0].len();
    let standing = |member: usize| traders[member].rank.map_or(0, |rank| rank + 1);
    let mut exact = vec![0_i128; traders.len()];
    // Who is paid first, what of, and how many levels are used up.
    let mut walks: Vec<(Option<usize>, i64, usize)> = Vec::new();
    for (buyer, &volume) in base.iter().enumerate() {
        let first = if level.start == 0 { Some(buyer) } else { traders[buyer].upline };
        walks.push((first, volume, usize::from(fault == Some(Fault::LevelSkipped))));
        for gone in &traders[buyer].given_back {
            let (volume, met) = back(gone);
            let standing = gone.rank.map_or(0, |rank| rank + 1);
            let is_seen = match level.step {
                Step::Member => true,
                Step::Active => gone.is_active,
                Step::Qualified => met && level.depth[standing] > 0,
                Step::Rank(rank) => standing > usize::from(rank),
            };
            walks.push((Some(buyer), -volume, usize::from(level.start == 0 && is_seen)));
        }
    }
    for (mut next, volume, mut used) in walks {
        while let Some(member) = next
            && used < levels
        {
            next = traders[member].upline;
            let uses_up_levels = match level.step {
                Step::Member | Step::Qualified => true,
                Step::Active => traders[member].is_active,
                Step::Rank(rank) => standing(member) > usize::from(rank),
            };
            if !uses_up_levels {
                continue;
            }
            let is_paid = met[member] && used < level.depth[standing(member)] as usize;
            if is_paid {
                let rate = level.rates[standing(member)][used].millionths();
                exact[member] += i128::from(volume) * i128::from(rate);
            }
            if is_paid || level.step != Step::Qualified {
                used += 1;
            }
        }
    }
    let best: i64 = (0..levels)
        .map(|l| level.rates.iter().map(|rates| rates[l].millionths()).max().unwrap_or(0))
        .sum();
    let volume: i128 = base.iter().map(|&cents| i128::from(cents)).sum();
    (exact.into_iter().map(millionths).collect(), millionths(volume * i128::from(best)))
}

/// Scales what the company pays to the plan's share of the volume.
fn cap_company_pay(
    plan: &Plan,
    volume: Money,
    paid_by_bonus: &mut [Vec<Money>],
    lines: &mut [Line],
) {
    let Some(cap) = plan.cap else { return };
    let limit = i128::from(volume.cents().max(0)) * i128::from(cap.millionths()) / 1_000_000;
    let company: Vec<usize> =
        (0..lines.len()).filter(|&b| is_company_paid(&plan.bonuses[b])).collect();
    let total: i128 = company.iter().map(|&b| i128::from(lines[b].paid.cents())).sum();
    if total <= limit {
        return;
    }
    for b in company {
        for paid in &mut paid_by_bonus[b] {
            *paid = Money::from_cents((i128::from(paid.cents()) * limit).div_euclid(total) as i64);
        }
        lines[b].paid = paid_by_bonus[b].iter().copied().sum();
    }
}

/// Settles activity and rank of a member whose downline is settled.
fn judge(plan: &Plan, traders: &mut [Trader], member: usize) {
    traders[member].is_active = match &plan.active {
        None => true,
        Some(clause) => holds(plan, clause, "active", traders, member),
    };
    for (rank, row) in plan.ranks.iter().enumerate() {
        if holds(plan, &row.clause, &format!("rank {rank}"), traders, member) {
            traders[member].rank = Some(rank);
        }
    }
    let trader = &mut traders[member];
    trader.title_before = trader.past.title;
    trader.past.title = trader.past.title.max(trader.rank);
    let kept = (0..plan.ranks.len())
        .rev()
        .find(|&rank| Some(rank) <= trader.past.title && plan.ranks[rank].keeps_title);
    trader.rank = trader.rank.max(kept);
}

/// Whether a clause holds for a member, counted as one more month of it.
fn holds(plan: &Plan, clause: &Clause, name: &str, traders: &mut [Trader], member: usize) -> bool {
    // Alternatives first, for each has a streak of its own to count.
    let alternatives: Vec<bool> = (0..)
        .zip(&clause.any)
        .map(|(n, other): (u32, _)| holds(plan, other, &format!("{name}/{n}"), traders, member))
        .collect();
    let people: &[Trader] = traders;
    let trader = &people[member];
    let recruits = || (0..people.len()).filter(|&m| people[m].upline == Some(member));
    let holds_now = clause.pv.is_none_or(|least| points(plan, trader) >= least)
        && clause.gv.is_none_or(|least| match clause.leg_max {
            None => group_volume(plan, people, member) >= least,
            Some(share) => {
                let legs =
                    recruits().map(|leg| group_volume(plan, people, leg).min(least.at(share)));
                let back: Points = trader.given_back.iter().map(|back| back.points(plan)).sum();
                points(plan, trader) + legs.sum() - back >= least
            }
        })
        && clause.pgv.is_none_or(|least| personal_group_volume(plan, people, member) >= least)
        && clause.retail_share.is_none_or(|least| {
            let sold = plan.product.points(trader.wholesale + trader.resold).hundredths();
            let wanted = points(plan, trader).hundredths() as f64 * least.value();
            sold as f64 >= wanted - 1e-6
        })
        && clause.customers.is_none_or(|least| trader.customers >= least)
        && clause.recruits.is_none_or(|least| {
            recruits().filter(|&m| people[m].is_active && !people[m].is_adopted).count()
                >= least as usize
        })
        && clause.legs.iter().all(|&(rank, least)| {
            let has_rank = |m: usize| people[m].rank >= Some(usize::from(rank));
            let contains = |leg: usize| {
                (0..people.len()).any(|m| has_rank(m) && path(people, m).any(|p| p == leg))
            };
            recruits().filter(|&leg| contains(leg)).count() >= least as usize
        })
        && clause.rank.is_none_or(|least| trader.rank >= Some(usize::from(least)))
        && clause.active.is_none_or(|wanted| trader.is_active == wanted)
        && (alternatives.is_empty() || alternatives.contains(&true));
    if clause.months <= 1 {
        return holds_now;
    }
    let streak = traders[member].past.streaks.entry(name.into()).or_default();
    *streak = if holds_now { *streak + 1 } else { 0 };
    *streak >= u32::from(clause.months)
}

/// A member and all of his uplines, from below.
pub(super) fn path(traders: &[Trader], member: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(member), |&m| traders[m].upline)
}

pub(super) fn group_volume(plan: &Plan, traders: &[Trader], head: usize) -> Points {
    (0..traders.len())
        .filter(|&m| path(traders, m).any(|p| p == head))
        .map(|m| {
            let back = traders[m].given_back.iter().map(|back| back.points(plan)).sum();
            points(plan, &traders[m]) - back
        })
        .sum()
}

/// Group volume without that of people at or below somebody who has broken away.
pub(super) fn personal_group_volume(plan: &Plan, traders: &[Trader], head: usize) -> Points {
    let is_away =
        |m: usize| plan.breakaway.is_some_and(|rank| traders[m].rank >= Some(usize::from(rank)));
    (0..traders.len())
        .filter(|&m| path(traders, m).any(|p| p == head))
        .filter(|&m| !path(traders, m).take_while(|&p| p != head).any(is_away))
        .map(|m| {
            let has_broken_away = |back: &&GivenBack| {
                plan.breakaway.is_some_and(|rank| back.rank >= Some(usize::from(rank)))
            };
            let back = traders[m].given_back.iter().filter(|back| !has_broken_away(back));
            points(plan, &traders[m]) - back.map(|back| back.points(plan)).sum()
        })
        .sum()
}
