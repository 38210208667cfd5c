//! What bonuses may cost the company at the most, bonus by bonus.

use crate::compensation::{
    Base, Bonus, BonusKind, Clause, Event, Orders, OwnRate, PaidBy, Plan, Step,
};
use crate::genealogy::Boards;
use crate::units::{Money, Points, Rate};

use super::super::fields::Fields;
use super::super::problem::Problem;
use super::order;
use super::payees::Payees;

/// What each bonus may cost the company at the most of one unit of something, or for one event, by its
/// place in the plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bill(Vec<f64>);

impl Bill {
    /// What the company pays of what each bonus comes to.
    pub(super) fn of_company(plan: &Plan, paid: &[f64]) -> Self {
        let mut costs = paid_by(plan, paid, PaidBy::Company);
        count_larger_of_exclusive(plan, &mut costs);
        Self(costs)
    }

    /// What customers pay of it: margins.
    pub(super) fn of_customers(plan: &Plan, paid: &[f64]) -> Self {
        Self(paid_by(plan, paid, PaidBy::Customer))
    }

    pub(super) fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The first bonus that costs something and of whose kind that holds.
    pub(super) fn first(
        &self,
        plan: &Plan,
        is_meant: impl Fn(&BonusKind) -> bool,
    ) -> Option<usize> {
        let mut costs = self.0.iter().zip(&plan.bonuses);
        costs.position(|(cost, bonus)| *cost > 0.0 && is_meant(&bonus.kind))
    }

    /// The sum of so much in hundredths, and how it comes about: ``105: `a` 70 + `b` 35``.
    pub(super) fn hundredths(&self, plan: &Plan, of: f64) -> String {
        const SHOWN: usize = 6;
        let shown = |share: f64| (share / of * 1.0e4).round() / 100.0;
        let mut terms: Vec<(&str, f64)> =
            plan.bonuses.iter().map(|bonus| &*bonus.name).zip(self.0.iter().copied()).collect();
        terms.retain(|(_, share)| *share > 0.0);
        // The largest are shown, in the order of the plan.
        let mut sizes: Vec<f64> = terms.iter().map(|(_, share)| *share).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes.get(SHOWN - 1).copied().unwrap_or_default();
        let (large, small): (Vec<_>, Vec<_>) =
            terms.into_iter().partition(|(_, share)| *share >= least);
        let mut words: Vec<String> =
            large.iter().map(|(name, share)| format!("`{name}` {}", shown(*share))).collect();
        if !small.is_empty() {
            let rest = small.iter().map(|(_, share)| share).sum();
            words.push(format!("{} others {}", small.len(), shown(rest)));
        }
        format!("{}: {}", shown(self.sum()), words.join(" + "))
    }

    /// A problem at the bonus that costs most.
    pub(super) fn problem(&self, fields: Fields<'_>, reason: String) -> Problem {
        let costs = self.0.iter().zip(fields.sections("bonus"));
        let largest = costs.max_by(|a, b| a.0.total_cmp(b.0));
        Problem::at(largest.and_then(|(_, (bonus, _))| bonus.place("name")), reason)
    }
}

/// The most that one unit of currency of a joining fee may cost the company in bonuses, whoever is
/// paid.
pub(in crate::scenario) fn most_on_fees(plan: &Plan) -> f64 {
    let of_one = |bonus: &Bonus| f64::from(bonus.base == Base::Fee);
    bill(plan, &Payees::everyone(plan), Size::Any, of_one).sum()
}

/// The most that a joining fee may cost where these can be paid, of one unit of it.
pub(super) fn on_fees(plan: &Plan, payees: &Payees) -> Bill {
    let fee = plan.join.fee.units();
    let (size, fee) = if fee > 0.0 { (Size::Whole, fee) } else { (Size::Any, 1.0) };
    let whole = |bonus: &Bonus| if bonus.base == Base::Fee { fee } else { 0.0 };
    let Bill(paid) = bill(plan, payees, size, whole);
    Bill(paid.into_iter().map(|paid| paid / fee).collect())
}

/// The most, in currency, that awards on these events may cost the company for one person, with
/// what is paid on them, whoever is paid: for reaching all ranks, for joining, for his part of a full
/// board, and for his part of a full level of seats.
pub(in crate::scenario) fn most_on_awards(plan: &Plan, counts: impl Fn(Event) -> bool) -> f64 {
    bill(plan, &Payees::everyone(plan), Size::Any, |bonus| events(plan, bonus, &counts)).sum()
}

/// The most, in currency, that a recruit may cost the company where these can be paid: his fee, his
/// pack, and awards for what comes about when people join.
pub(super) fn on_recruit(plan: &Plan, payees: &Payees) -> Bill {
    let fee = plan.join.fee.units();
    let pack = price_of_pack(plan);
    bill(plan, payees, Size::Whole, |bonus| match (&bonus.kind, bonus.base) {
        (BonusKind::Award(_), _) => events(plan, bonus, &Event::is_recruiting),
        (_, Base::Fee) => fee,
        _ => order::base(plan, bonus, (Orders::Member, 1.0), 0) * pack,
    })
}

/// How many such events there are for each person, if the bonus is an award for one of them.
fn events(plan: &Plan, bonus: &Bonus, counts: &impl Fn(Event) -> bool) -> f64 {
    match &bonus.kind {
        BonusKind::Award(award) if counts(award.on) => match award.on {
            // One board is filled by so many.
            Event::Cycle => 1.0 / f64::from(plan.boards.map_or(1, Boards::last_row)),
            Event::Rank | Event::Recruit => 1.0,
            // So many are in the last level, and each of them is that far below one member only.
            Event::Fill(levels) => {
                let width = plan.placement.map_or(1, |placement| placement.width);
                (0..levels).map(|_| 1.0 / f64::from(width)).product()
            }
        },
        _ => 0.0,
    }
}

/// What a recruit pays for the goods he buys on joining, in currency.
pub(super) fn price_of_pack(plan: &Plan) -> f64 {
    let product = &plan.product;
    product.member_price(product.price).units() * f64::from(plan.join.pack)
}

/// What a recruit pays on joining, in currency.
pub(super) fn brought_in_by_recruit(plan: &Plan) -> f64 {
    plan.join.fee.units() + price_of_pack(plan)
}

/// Of how much a bill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Of one unit out of any number, which may be so few that no member's cap is met.
    Any,
    /// Of all that there is at once.
    Whole,
}

/// The most that each company-paid bonus pays, given the base of each.
fn bill(plan: &Plan, payees: &Payees, size: Size, base: impl Fn(&Bonus) -> f64) -> Bill {
    Bill::of_company(plan, &most_of_each(plan, payees, size, base))
}

/// The most that each bonus pays, given the base of each; a bonus on the pay of another has that pay for
/// its base, and an award its sum for its rate.
pub(super) fn most_of_each(
    plan: &Plan,
    payees: &Payees,
    size: Size,
    base: impl Fn(&Bonus) -> f64,
) -> Vec<f64> {
    let mut paid: Vec<f64> = Vec::with_capacity(plan.bonuses.len());
    for (index, bonus) in plan.bonuses.iter().enumerate() {
        // The pay of several members may reach one upline from each, and is capped for each.
        let (base, cap) = match (bonus.base, size) {
            (Base::Pay(earlier), _) => (paid[earlier], None),
            (_, Size::Any) => (base(bonus), None),
            (_, Size::Whole) => (base(bonus), bonus.cap.map(Money::units)),
        };
        let payees: Vec<usize> = payees.of(index).collect();
        paid.push(most(&bonus.kind, &payees, base, cap));
    }
    paid
}

/// What is paid by these, bonus by bonus.
fn paid_by(plan: &Plan, paid: &[f64], payer: PaidBy) -> Vec<f64> {
    let bonuses = plan.bonuses.iter().zip(paid);
    bonuses.map(|(bonus, paid)| if bonus.paid_by() == payer { *paid } else { 0.0 }).collect()
}

/// Of two bonuses of which nobody gets both for the same order, only the one that costs more counts.
fn count_larger_of_exclusive(plan: &Plan, costs: &mut [f64]) {
    let mut is_matched = vec![false; costs.len()];
    for late in 0..costs.len() {
        let excludes = |early: &usize| are_exclusive(&plan.bonuses[*early], &plan.bonuses[late]);
        let Some(early) = (0..late).find(|early| !is_matched[*early] && excludes(early)) else {
            continue;
        };
        is_matched[early] = true;
        is_matched[late] = true;
        costs[if costs[late] > costs[early] { early } else { late }] = 0.0;
    }
}

/// Whether on each level the one bonus pays whom it pays if he is active, and the other the same person, of
/// the same and at the same rates, if he is not. Where only those who are paid use up a level, the walks differ.
fn are_exclusive(one: &Bonus, other: &Bonus) -> bool {
    let (BonusKind::Level(level), Some(need), Some(other_need)) =
        (&one.kind, &one.need, &other.need)
    else {
        return false;
    };
    let opposite = need.active.map(|active| !active);
    level.step != Step::Qualified
        && one.kind == other.kind
        && (one.tree, one.base, one.orders, one.age)
            == (other.tree, other.base, other.orders, other.age)
        && opposite.is_some()
        && Clause { active: opposite, ..need.clone() } == *other_need
}

/// Whether a bonus pays anything to members of these standings.
pub(super) fn pays(kind: &BonusKind, payees: &[usize]) -> bool {
    most(kind, payees, 1.0, None) > 0.0
}

/// The most that a bonus pays to all together, where members of these standings can be paid, each of them
/// so much: of a base, or, if it is an award, for so many events.
fn most(kind: &BonusKind, payees: &[usize], base: f64, cap: Option<f64>) -> f64 {
    let highest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let best =
        |rates: &[Rate]| highest(&mut payees.iter().map(|&standing| rates[standing].value()));
    let capped = |sum: f64| cap.map_or(sum, |cap| sum.min(cap));
    if payees.is_empty() {
        return 0.0;
    }
    match kind {
        BonusKind::Retail(retail) => {
            capped(base * highest(&mut retail.tiers.iter().map(|tier| tier.rate.value())))
        }
        BonusKind::Level(level) => {
            let best = |at: usize| {
                let paid = payees.iter().filter(|&&standing| at < level.depth[standing] as usize);
                highest(&mut paid.map(|&standing| level.rates[standing][at].value()))
            };
            (0..level.rates[0].len()).map(|at| capped(base * best(at))).sum()
        }
        BonusKind::Differential(differential) => match &differential.rates {
            OwnRate::Rank(rates) => base * best(rates),
            OwnRate::Volume(_, brackets) => {
                base * highest(&mut brackets.iter().map(|bracket| bracket.rate.value()))
            }
        },
        BonusKind::Pair(pair) => base * best(&pair.rates),
        BonusKind::Pool(pool) => {
            let has_points = |&standing: &usize| pool.points[standing] > Points::ZERO;
            if payees.iter().any(has_points) { base * pool.share.value() } else { 0.0 }
        }
        BonusKind::Award(award) => match award.on {
            Event::Rank => base * award.amounts.iter().map(|amount| amount.units()).sum::<f64>(),
            Event::Recruit | Event::Cycle | Event::Fill(_) => {
                let amounts = payees.iter().map(|&standing| award.amounts[standing].units());
                base * capped(highest(&mut amounts.into_iter()))
            }
        },
    }
}
