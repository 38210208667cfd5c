//! The same plan applied the slow way: by definitions over explicit sponsors, and by walking up
//! from every single order with exact fractions of cents.

use std::cmp::Ordering;

use super::*;
use crate::random::Lineage;
use crate::units::Rate;

/// The members as everybody knows them: who stands under whom.
#[derive(Debug)]
pub(super) struct People {
    pub(super) sponsor: Vec<Option<usize>>,
    /// In a width-limited tree, where there is one, with the seat below him.
    above: Vec<Option<(usize, u8)>>,
    /// Where recruits are passed up, to whom he belongs.
    belongs: Vec<Option<usize>>,
    is_vacant: Vec<bool>,
    lineage: Vec<Lineage>,
    is_adopted: Vec<bool>,
}

impl People {
    pub(super) fn new(genealogy: &Genealogy) -> Self {
        let mut sponsor = vec![None; genealogy.len()];
        genealogy.descend(None, |member, above| {
            sponsor[member] = above;
            Some(member)
        });
        let mut above = vec![None; genealogy.len()];
        genealogy.layout().descend(None, |member, upper: Option<usize>| {
            above[member] = upper.zip(genealogy.slots().map(|slots| slots[member]));
            Some(member)
        });
        let mut belongs = vec![None; genealogy.len()];
        if genealogy.pass_up().is_some() {
            genealogy.belonging().descend(None, |member, above| {
                belongs[member] = above;
                Some(member)
            });
        }
        let identity = genealogy.identity();
        let occupied = genealogy.occupied();
        Self {
            sponsor,
            above,
            belongs,
            is_vacant: (0..genealogy.len()).map(|m| occupied.is_some_and(|o| !o[m])).collect(),
            lineage: identity.iter().map(|i| i.lineage).collect(),
            is_adopted: identity.iter().map(|i| i.is_adopted).collect(),
        }
    }

    fn all(&self) -> std::ops::Range<usize> {
        0..self.sponsor.len()
    }

    /// The member and his uplines.
    fn upward(&self, member: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(member), |&m| self.sponsor[m])
    }

    /// The member and everybody below him.
    fn group(&self, head: usize) -> impl Iterator<Item = usize> {
        self.all().filter(move |&m| self.upward(m).any(|u| u == head))
    }

    /// The same in one of the trees.
    fn upward_in(&self, tree: TreeKind, member: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(member), move |&m| match tree {
            TreeKind::Sponsor => self.sponsor[m],
            TreeKind::Placement => self.above[m].map(|(above, _)| above),
            TreeKind::PassUp => self.belongs[m],
        })
    }

    /// The member and everybody below him in one of the trees.
    fn group_in(&self, tree: TreeKind, head: usize) -> impl Iterator<Item = usize> {
        self.all().filter(move |&m| self.upward_in(tree, m).any(|u| u == head))
    }

    /// Everybody in one of a member's legs.
    fn leg(&self, member: usize, slot: u8) -> impl Iterator<Item = usize> {
        let head = self.all().find(|&m| self.above[m] == Some((member, slot)));
        head.into_iter().flat_map(|head| self.group_in(TreeKind::Placement, head))
    }

    fn recruits(&self, sponsor: usize) -> impl Iterator<Item = usize> {
        self.all().filter(move |&m| self.sponsor[m] == Some(sponsor))
    }
}

/// Titles, and how many periods in a row each clause has held, by its path in the plan.
#[derive(Debug, Default)]
pub(super) struct Past {
    titles: BTreeMap<Lineage, usize>,
    streaks: BTreeMap<(Lineage, String), u32>,
    /// By bonus, what was carried of both legs.
    carried: BTreeMap<(Lineage, usize), [i64; 2]>,
}

/// What the reference makes of a period.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) is_active: Vec<bool>,
    /// 0 without rank, else rank + 1.
    pub(super) standing: Vec<usize>,
    pub(super) group_volume: Vec<i64>,
    /// Volume of both legs, of which the next recruits' places depend.
    pub(super) legs: Vec<[i64; 2]>,
    pub(super) pay: Vec<i64>,
    pub(super) margin: Vec<i64>,
    /// Committed and paid, by bonus.
    pub(super) lines: Vec<(i64, i64)>,
    /// By bonus, what is due on each level, in millionths of a cent.
    pub(super) by_level: Vec<Vec<i128>>,
    /// Whether a pair bonus has been paid.
    has_paired: bool,
    /// For each bonus with a need, who meets it.
    meets: Vec<Vec<bool>>,
    /// The highest standing ever, before the period and after it.
    titles: Vec<(usize, usize)>,
}

pub(super) fn settle(plan: &Plan, people: &People, book: &Book, past: &mut Past) -> Outcome {
    let n_members = people.sponsor.len();
    let mut judge = Judge {
        plan,
        people,
        book,
        past: &mut *past,
        outcome: Outcome {
            is_active: vec![false; n_members],
            standing: vec![0; n_members],
            meets: vec![vec![true; n_members]; plan.bonuses.len()],
            titles: vec![(0, 0); n_members],
            ..Outcome::default()
        },
    };
    // In preorder everybody stands before his downline, so the last are the lowest.
    for member in people.all().rev() {
        if people.is_vacant[member] {
            judge.outcome.meets.iter_mut().for_each(|meets| meets[member] = false);
        } else {
            judge.judge(member);
        }
    }
    let mut outcome = judge.outcome;
    outcome.group_volume =
        people.all().map(|m| people.group(m).map(|g| points(book, g)).sum()).collect();
    outcome.legs = legs(people, &|m| book.base(m, Base::Cv, Orders::All).cents());
    pay(plan, people, book, past, &mut outcome);
    outcome
}

fn points(book: &Book, member: usize) -> i64 {
    book.points(member).hundredths()
}

/// Applies clauses, word by word.
struct Judge<'a> {
    plan: &'a Plan,
    people: &'a People,
    book: &'a Book,
    past: &'a mut Past,
    outcome: Outcome,
}

impl Judge<'_> {
    fn judge(&mut self, member: usize) {
        let plan = self.plan;
        let is_active = match &plan.active {
            Some(clause) => self.holds(clause, "active".into(), member),
            None => true,
        };
        self.outcome.is_active[member] = is_active;
        for (rank, row) in plan.ranks.iter().enumerate() {
            if self.holds(&row.clause, format!("rank {rank}"), member) {
                self.outcome.standing[member] = rank + 1;
            }
        }
        let title = self.past.titles.entry(self.people.lineage[member]).or_default();
        let standing = &mut self.outcome.standing[member];
        self.outcome.titles[member] = (*title, (*title).max(*standing));
        *title = (*title).max(*standing);
        let kept = (1..=*title).rev().find(|&standing| plan.ranks[standing - 1].keeps_title);
        *standing = (*standing).max(kept.unwrap_or(0));
        for (bonus, rule) in plan.bonuses.iter().enumerate() {
            if let Some(need) = &rule.need {
                self.outcome.meets[bonus][member] =
                    self.holds(need, format!("need {bonus}"), member);
            }
        }
    }

    fn holds(&mut self, clause: &Clause, path: String, member: usize) -> bool {
        let alternatives: Vec<bool> = clause
            .any
            .iter()
            .enumerate()
            .map(|(n, alternative)| self.holds(alternative, format!("{path}/{n}"), member))
            .collect();
        let holds = self.holds_now(clause, member)
            && (alternatives.is_empty() || alternatives.contains(&true));
        let streak = self.past.streaks.entry((self.people.lineage[member], path)).or_default();
        *streak = if holds { *streak + 1 } else { 0 };
        holds && *streak >= clause.months.into()
    }

    fn holds_now(&self, clause: &Clause, member: usize) -> bool {
        let Outcome { standing, is_active, .. } = &self.outcome;
        let gv = |head| self.people.group(head).map(|m| points(self.book, m)).sum::<i64>();
        let recruits = || self.people.recruits(member);
        let counted_gv = |required: Points| match clause.leg_max {
            None => gv(member),
            Some(share) => {
                let limit = required.at(share).hundredths();
                points(self.book, member) + recruits().map(|leg| gv(leg).min(limit)).sum::<i64>()
            }
        };
        let active_recruits =
            || recruits().filter(|&r| is_active[r] && !self.people.is_adopted[r]).count() as u32;
        let legs_with = |rank: RankIndex| {
            let contains = |leg: usize| self.people.group(leg).any(|m| standing[m] > rank.into());
            recruits().filter(|&leg| contains(leg)).count() as u32
        };
        clause.pv.is_none_or(|p| points(self.book, member) >= p.hundredths())
            && clause.gv.is_none_or(|required| counted_gv(required) >= required.hundredths())
            && clause.pgv.is_none_or(|p| self.personal_group_volume(member) >= p.hundredths())
            && clause.retail_share.is_none_or(|share| {
                let retail = self.book.of(member).filter(|order| order.kind == Kind::Retail);
                let retail: i64 = retail.map(|order| order.points).sum();
                let needed = points(self.book, member) as f64 * share.value();
                // Up to rounding, where both are whole hundredths.
                retail as f64 >= needed - 1e-6
            })
            && clause.customers.is_none_or(|count| {
                let orders = self.book.of(member).filter(|order| order.kind == Kind::Retail);
                orders.count() >= count as usize
            })
            && clause.recruits.is_none_or(|count| active_recruits() >= count)
            && clause.recruits_per_leg.is_none_or(|count| {
                let width = self.plan.placement.unwrap().width;
                (0..width).all(|slot| {
                    let of_leg = self.people.leg(member, slot).filter(|&m| {
                        let is_own = self.people.sponsor[m] == Some(member);
                        is_own && is_active[m] && !self.people.is_adopted[m]
                    });
                    of_leg.count() >= count as usize
                })
            })
            && clause.legs.iter().all(|&(rank, count)| legs_with(rank) >= count)
            && clause.rank.is_none_or(|rank| standing[member] > rank.into())
            && clause.active.is_none_or(|wanted| is_active[member] == wanted)
    }

    fn personal_group_volume(&self, head: usize) -> i64 {
        personal_group_volume(self.plan, self.people, self.book, &self.outcome, head)
    }
}

fn has_broken_away(plan: &Plan, outcome: &Outcome, member: usize) -> bool {
    plan.breakaway.is_some_and(|rank| outcome.standing[member] > rank.into())
}

/// Points of those who have nobody broken away between them and the head, and have not
/// themselves.
fn personal_group_volume(
    plan: &Plan,
    people: &People,
    book: &Book,
    outcome: &Outcome,
    head: usize,
) -> i64 {
    let is_away = |m: usize| has_broken_away(plan, outcome, m);
    people
        .group(head)
        .filter(|&m| !people.upward(m).take_while(|&u| u != head).any(is_away))
        .map(|m| points(book, m))
        .sum()
}

fn pay(plan: &Plan, people: &People, book: &Book, past: &mut Past, outcome: &mut Outcome) {
    // Lines in cents: by bonus, by member.
    let mut lines: Vec<Vec<i64>> = Vec::new();
    for (number, bonus) in plan.bonuses.iter().enumerate() {
        // Every single amount that a percentage is taken of, with the member it belongs to.
        let amounts: Vec<(usize, i64)> = match bonus.base {
            Base::Pay(earlier) => lines[earlier].iter().copied().enumerate().collect(),
            base => book.orders.iter().map(|o| (o.member, o.base(base, bonus.orders))).collect(),
        };
        let amounts: Vec<(usize, i64)> =
            amounts.into_iter().filter(|&(m, _)| bonus.age.admits(book.tenure(m))).collect();
        let meets = &outcome.meets[number].clone();
        let (line, committed) = match &bonus.kind {
            BonusKind::Level(level) => {
                let (line, committed, by_level) =
                    level_line((level, bonus.tree), people, outcome, meets, &amounts);
                outcome.by_level.resize(number, Vec::new());
                outcome.by_level.push(by_level);
                (line, committed)
            }
            BonusKind::Pair(pair) => {
                let volume = |m: usize| amounts.iter().filter(|a| a.0 == m).map(|a| a.1).sum();
                let arrived = legs(people, &volume);
                let pairing = Pairing { pair, cap: bonus.cap, number, people };
                pairing.line(outcome, arrived, &mut past.carried)
            }
            BonusKind::Retail(retail) => retail_line(retail, meets, &amounts),
            BonusKind::Differential(differential) => {
                let walk = DifferentialWalk {
                    rule: differential,
                    tree: bonus.tree,
                    plan,
                    people,
                    book,
                    outcome,
                };
                walk.line(meets, &amounts)
            }
            BonusKind::Pool(pool) => pool_line(pool, outcome, meets, &amounts),
            BonusKind::Award(award) => award_line(award, people, book, outcome, meets),
        };
        let cap = bonus.cap.map_or(i64::MAX, Money::cents);
        lines.push(line.into_iter().map(|due| due.min(cap)).collect());
        let paid: i64 = lines[number].iter().sum();
        let of = |m: usize| amounts.iter().filter(|a| a.0 == m).map(|a| a.1).sum::<i64>();
        let committed = match is_company_paid(bonus) {
            true if (0..people.sponsor.len()).all(|m| of(m) >= 0) => paid.max(committed),
            true => committed,
            false => paid,
        };
        outcome.lines.push((committed, paid));
    }
    apply_plan_cap(plan, book, &mut lines);
    outcome.pay = vec![0; people.sponsor.len()];
    outcome.margin = outcome.pay.clone();
    for ((bonus, line), totals) in plan.bonuses.iter().zip(&lines).zip(&mut outcome.lines) {
        totals.1 = line.iter().sum();
        let sums = if is_company_paid(bonus) { &mut outcome.pay } else { &mut outcome.margin };
        for (sum, amount) in sums.iter_mut().zip(line) {
            *sum += amount;
        }
    }
}

fn is_company_paid(bonus: &Bonus) -> bool {
    bonus.paid_by() == PaidBy::Company
}

fn apply_plan_cap(plan: &Plan, book: &Book, lines: &mut [Vec<i64>]) {
    let Some(cap) = plan.cap else { return };
    let company_paid: Vec<usize> =
        (0..lines.len()).filter(|&b| is_company_paid(&plan.bonuses[b])).collect();
    let total: i64 = company_paid.iter().flat_map(|&b| &lines[b]).sum();
    let cv: i64 = book.orders.iter().map(|order| order.base(Base::Cv, Orders::All)).sum();
    let limit = (cv * cap.millionths()).div_euclid(1_000_000).max(0);
    if total > limit {
        for &bonus in &company_paid {
            for amount in &mut lines[bonus] {
                *amount = (*amount * limit).div_euclid(total);
            }
        }
    }
}

/// Walks up from every amount. Returns the lines and what was committed, in cents.
fn level_line(
    (level, tree): (&Level, TreeKind),
    people: &People,
    outcome: &Outcome,
    meets: &[bool],
    amounts: &[(usize, i64)],
) -> (Vec<i64>, i64, Vec<i128>) {
    let n_levels = level.rates[0].len();
    let mut by_level = vec![0; n_levels];
    let mut due = vec![0_i128; people.sponsor.len()];
    let mut unpaid = 0_i128;
    for &(buyer, amount) in amounts {
        let amount = i128::from(amount);
        let millionths =
            |standing: usize, l: usize| i128::from(level.rates[standing][l].millionths());
        let best = |l: usize| (0..level.rates.len()).map(|s| millionths(s, l)).max().unwrap();
        let mut used = 0;
        for member in people.upward_in(tree, buyer).skip(level.start.into()) {
            if used == n_levels {
                break;
            }
            let standing = outcome.standing[member];
            let is_paid = meets[member] && (used as u32) < level.depth[standing];
            let uses_up = match level.step {
                Step::Member => true,
                Step::Active => outcome.is_active[member],
                Step::Qualified => is_paid,
                Step::Rank(rank) => standing > rank.into(),
            };
            if uses_up {
                let rate = if is_paid { millionths(standing, used) } else { 0 };
                due[member] += rate * amount;
                by_level[used] += rate * amount;
                unpaid += (best(used) - rate) * amount;
                used += 1;
            }
        }
        unpaid += (used..n_levels).map(best).sum::<i128>() * amount;
    }
    let committed = rounded(due.iter().sum::<i128>() + unpaid);
    (due.into_iter().map(rounded).collect(), committed, by_level)
}

fn retail_line(retail: &Retail, meets: &[bool], amounts: &[(usize, i64)]) -> (Vec<i64>, i64) {
    let mut sales = vec![0; meets.len()];
    for &(member, amount) in amounts {
        sales[member] += amount;
    }
    let all: Vec<i64> = sales
        .into_iter()
        .map(|sales| {
            let mut exact = 0_i128;
            for (n, tier) in retail.tiers.iter().enumerate() {
                let rate = i128::from(tier.rate.millionths());
                let from = tier.from.cents();
                let to = retail.tiers.get(n + 1).map_or(i64::MAX, |next| next.from.cents());
                exact += match retail.mode {
                    TierMode::Whole if (n == 0 || from <= sales) && sales < to => {
                        rate * i128::from(sales)
                    }
                    // The first slice reaches down to any debt.
                    TierMode::Marginal if n == 0 || from <= sales => {
                        rate * i128::from(sales.min(to) - from)
                    }
                    _ => 0,
                };
            }
            rounded(exact)
        })
        .collect();
    let committed = all.iter().sum();
    let paid = |(due, &is_met): (i64, &bool)| if is_met { due } else { 0 };
    (all.into_iter().zip(meets).map(paid).collect(), committed)
}

/// Walks up from every amount, and remembers on each walk the highest rate that was granted.
struct DifferentialWalk<'a> {
    rule: &'a Differential,
    tree: TreeKind,
    plan: &'a Plan,
    people: &'a People,
    book: &'a Book,
    outcome: &'a Outcome,
}

impl DifferentialWalk<'_> {
    fn line(&self, meets: &[bool], amounts: &[(usize, i64)]) -> (Vec<i64>, i64) {
        let own: Vec<Rate> = self.people.all().map(|member| self.own_rate(member)).collect();
        let rate = |member: usize| {
            let below = self.people.group_in(self.tree, member).map(|m| own[m]);
            if self.rule.has_floor { below.max().unwrap() } else { own[member] }
        };
        let mut due = vec![0_i128; own.len()];
        let mut volume = 0_i128;
        for &(buyer, amount) in amounts {
            volume += i128::from(amount);
            let mut granted = Rate::ZERO;
            for (level, member) in self.people.upward_in(self.tree, buyer).enumerate() {
                if level >= self.rule.start.into() && meets[member] && rate(member) > granted {
                    let difference = (rate(member) - granted).millionths();
                    due[member] += i128::from(difference) * i128::from(amount);
                    granted = rate(member);
                }
                if self.rule.stops_at_breakaway && self.has_broken_away(member) {
                    break;
                }
            }
        }
        let highest = match &self.rule.rates {
            OwnRate::Rank(rates) => rates.iter().max().copied(),
            OwnRate::Volume(_, brackets) => brackets.iter().map(|bracket| bracket.rate).max(),
        };
        let highest = i128::from(highest.unwrap_or_default().millionths());
        (due.into_iter().map(rounded).collect(), rounded(volume * highest))
    }

    fn own_rate(&self, member: usize) -> Rate {
        match &self.rule.rates {
            OwnRate::Rank(rates) => rates[self.outcome.standing[member]],
            // Nobody is in a vacant seat, whatever rate a volume of nothing has.
            OwnRate::Volume(..) if self.people.is_vacant[member] => Rate::ZERO,
            OwnRate::Volume(of, brackets) => {
                let Self { plan, people, book, outcome, .. } = *self;
                let volume = match of {
                    QualifyingVolume::Personal => points(book, member),
                    QualifyingVolume::Group => people.group(member).map(|m| points(book, m)).sum(),
                    QualifyingVolume::PersonalGroup => {
                        personal_group_volume(plan, people, book, outcome, member)
                    }
                };
                let reached = brackets.iter().rfind(|b| b.from.hundredths() <= volume);
                reached.map_or(Rate::ZERO, |bracket| bracket.rate)
            }
        }
    }

    fn has_broken_away(&self, member: usize) -> bool {
        has_broken_away(self.plan, self.outcome, member)
    }
}

/// The sums of volumes over everybody in both legs of each member.
fn legs(people: &People, volume: &impl Fn(usize) -> i64) -> Vec<[i64; 2]> {
    let of = |member, slot| people.leg(member, slot).map(volume).sum();
    people.all().map(|member| [of(member, 0), of(member, 1)]).collect()
}

/// Matches the legs of one member after the other.
struct Pairing<'a> {
    pair: &'a Pair,
    cap: Option<Money>,
    /// The place of the bonus in the plan.
    number: usize,
    people: &'a People,
}

impl Pairing<'_> {
    fn line(
        &self,
        outcome: &mut Outcome,
        arrived: Vec<[i64; 2]>,
        carried: &mut BTreeMap<(Lineage, usize), [i64; 2]>,
    ) -> (Vec<i64>, i64) {
        let is_first = !outcome.has_paired;
        outcome.has_paired = true;
        let (mut line, mut committed) = (Vec::new(), 0);
        for (member, arrived) in arrived.into_iter().enumerate() {
            let key = (self.people.lineage[member], self.number);
            if self.people.is_vacant[member] {
                carried.remove(&key);
                line.push(0);
                continue;
            }
            let brought = carried.get(&key).copied().unwrap_or_default();
            let legs = [arrived[0] + brought[0], arrived[1] + brought[1]];
            if is_first {
                outcome.legs[member] = legs;
            }
            let rate = self.pair.rates[outcome.standing[member]].millionths();
            let matched = self.matched(legs);
            let due = |volume: Fraction| volume.times(i128::from(rate)).rounded_millionths();
            let of_points = |points: Points| Fraction::whole(points.hundredths());
            let counted = self.pair.max.map_or(matched, |max| matched.min(of_points(max)));
            let meets = outcome.meets[self.number][member];
            line.push(if meets { due(counted) } else { 0 });
            let mut paid_for = counted;
            // What costs more than the cap is not paid for, up to the least that can be matched.
            if let Some(cap) = self.cap {
                let cap = i128::from(cap.cents()) * 1_000_000;
                if counted.times(i128::from(rate)) > Fraction(cap, 1) {
                    let [a, b] = self.pair.ratio.map(i128::from);
                    paid_for = Fraction((cap * a * b).div_euclid(i128::from(rate)), a * b);
                }
            }
            let used = match (meets, self.pair.flushes) {
                (false, _) => Fraction(0, 1),
                (true, true) => matched,
                (true, false) => paid_for,
            };
            let takes = self.takes(legs);
            // What is left of a hundredth is lost.
            let rest = [0, 1].map(|leg| {
                let Fraction(taken, of) = used.times(i128::from(takes[leg]));
                (i128::from(legs[leg]) * of - taken).div_euclid(of) as i64
            });
            let rest = match self.pair.carry {
                None => [0; 2],
                // What a leg is short of is not lost.
                Some(carry) if carry.is_lost_unqualified && !meets => rest.map(|rest| rest.min(0)),
                Some(Carry { max: Some(max), .. }) => rest.map(|rest| rest.min(max.hundredths())),
                Some(_) => rest,
            };
            // What is matched and carried on counts once it is paid for or lost.
            let Fraction(kept, of) = self.matched(rest);
            let gone = Fraction(matched.0 * of - kept * matched.1, matched.1 * of).max(used);
            let cap = self.cap.map_or(i64::MAX, Money::cents);
            committed += due(gone).max(line[member].min(cap));
            carried.insert(key, rest);
        }
        (line, committed)
    }

    /// The most of which both legs have as many times as they give, by definition.
    fn matched_as(legs: [i64; 2], takes: [i64; 2]) -> Fraction {
        let of = |leg: usize| Fraction(i128::from(legs[leg]), i128::from(takes[leg]));
        of(0).min(of(1))
    }

    /// What of each leg a unit takes in the order in which most is matched.
    fn takes(&self, legs: [i64; 2]) -> [i64; 2] {
        let [stronger, weaker] = self.pair.ratio.map(i64::from);
        let orders = [[stronger, weaker], [weaker, stronger]];
        let best = orders.map(|takes| Self::matched_as(legs, takes)).into_iter().max().unwrap();
        orders.into_iter().find(|takes| Self::matched_as(legs, *takes) == best).unwrap()
    }

    /// What of that counts.
    fn matched(&self, legs: [i64; 2]) -> Fraction {
        let mut matched = Self::matched_as(legs, self.takes(legs));
        if let Some(unit) = self.pair.unit {
            let Fraction(number, of) = matched;
            let unit = i128::from(unit.hundredths());
            matched = Fraction(number.div_euclid(of * unit) * unit, 1);
        }
        let min = Fraction::whole(self.pair.min.hundredths());
        if matched < min { Fraction(0, 1) } else { matched.max(Fraction(0, 1)) }
    }
}

/// A number divided by a positive one.
#[derive(Clone, Copy, Debug)]
struct Fraction(i128, i128);

impl Fraction {
    fn whole(number: i64) -> Self {
        Self(i128::from(number), 1)
    }

    fn times(self, factor: i128) -> Self {
        Self(self.0 * factor, self.1)
    }

    /// A millionth of it, half to even.
    fn rounded_millionths(self) -> i64 {
        let of = self.1 * 1_000_000;
        let below = self.0.div_euclid(of);
        let up = match (2 * self.0.rem_euclid(of)).cmp(&of) {
            Ordering::Less => 0,
            Ordering::Equal => below.rem_euclid(2),
            Ordering::Greater => 1,
        };
        (below + up) as i64
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

/// Shares the fund out, each share rounded down.
fn pool_line(
    pool: &Pool,
    outcome: &Outcome,
    meets: &[bool],
    amounts: &[(usize, i64)],
) -> (Vec<i64>, i64) {
    let volume: i128 = amounts.iter().map(|&(_, amount)| i128::from(amount)).sum();
    // In millionths of a cent.
    let fund = (volume * i128::from(pool.share.millionths())).max(0);
    let points: Vec<i128> = outcome
        .standing
        .iter()
        .zip(meets)
        .map(|(&standing, &is_met)| {
            i128::from(is_met) * i128::from(pool.points[standing].hundredths())
        })
        .collect();
    let all: i128 = points.iter().sum::<i128>().max(1);
    let share = |points: &i128| (fund * points).div_euclid(all).div_euclid(1_000_000) as i64;
    (points.iter().map(share).collect(), fund.div_euclid(1_000_000) as i64)
}

fn award_line(
    award: &Award,
    people: &People,
    book: &Book,
    outcome: &Outcome,
    meets: &[bool],
) -> (Vec<i64>, i64) {
    let amount = |standing: usize| award.amounts[standing].cents();
    let all: Vec<i64> = people
        .all()
        .map(|member| match award.on {
            Event::Rank => {
                let (before, after) = outcome.titles[member];
                (1..).take(after).skip(before).map(amount).sum()
            }
            Event::Recruit => {
                let is_new = |r: &usize| book.tenure(*r) == 0 && !people.is_adopted[*r];
                let new = people.recruits(member).filter(is_new).count() as i64;
                new * amount(outcome.standing[member])
            }
            Event::Cycle | Event::Fill(_) => unreachable!("these have a reference of their own"),
        })
        .collect();
    let committed = all.iter().sum();
    let paid = |(due, &is_met): (i64, &bool)| if is_met { due } else { 0 };
    (all.into_iter().zip(meets).map(paid).collect(), committed)
}

/// Millionths of a cent to cents, half to even.
fn rounded(millionths: i128) -> i64 {
    let below = millionths.div_euclid(1_000_000);
    let up = match (millionths.rem_euclid(1_000_000)).cmp(&500_000) {
        Ordering::Less => 0,
        Ordering::Equal => below.rem_euclid(2),
        Ordering::Greater => 1,
    };
    (below + up) as i64
}
