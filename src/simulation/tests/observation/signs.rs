//! The warning signs of a run, from the list of all bookings.

use super::*;
use crate::compensation::{
    Base, Bonus, BonusKind, Clause, Differential, Orders, OwnRate, Plan, QualifyingVolume, Rank,
    Step,
};
use crate::observation::SIGNS;
use crate::simulation::tests::reference::needed_for;
use crate::units::{Points, Rate};

/// What was ordered: by members and not resold, and in all, in cents.
type Volume = (i64, i64);

impl Historian<'_, '_> {
    pub(super) fn signs(&self) -> Vec<RunFigure> {
        SIGNS.iter().map(|sign| self.sign(sign.name)).collect()
    }

    fn sign(&self, name: &str) -> RunFigure {
        let plan = &self.company.model.plan;
        let all = |items: &[Item]| self.booked(items, 0, self.last_month).units();
        let pay = all(&[Item::Pay]);
        let charges = all(&[Item::JoiningFee, Item::RenewalFee]);
        let bought = all(&[Item::Purchase]);
        let own = bought - all(&[Item::Refund]);
        let settled = pay - all(&[Item::Uncollected]);
        let to_company = all(&[Item::Sales]) - all(&[Item::Margin]) + own;
        let funded = |place: usize| {
            let cents: i64 = (0..=self.last_month).map(|month| self.funded(month)[place]).sum();
            cents as f64 / 100.0
        };
        let tenure: u32 = self.people().map(|p| p.left.unwrap_or(self.last_month) - p.joined).sum();
        let (of, none) = (RunFigure::ratio, RunFigure::plain(f64::NAN));
        let cost = |cost: Money| RunFigure::plain(cost.units());
        match name {
            "outside_sales_share" => {
                let months = 0..=self.last_month;
                let outside: f64 = months.clone().map(|month| self.points(month).0).sum();
                of(outside, months.map(|month| self.kept_points(month)).sum())
            }
            "recruitment_funded_share" => of(funded(0) + funded(1), settled),
            "fee_funded_share" => of(funded(0), settled),
            "closed_system_balance" => {
                let kept = own - all(&[Item::Resold]);
                let paid = funded(0) + funded(1) + all(&[Item::Uncollected]);
                let left = paid - kept - charges - all(&[Item::Expenses]);
                of(left, self.people().count() as f64)
            }
            "break_even_outside_sales" => {
                of(to_company - pay + charges + all(&[Item::Expenses]), to_company)
            }
            "outside_sales_reached" => of(all(&[Item::Sales, Item::Resale]), to_company),
            "cost_to_join" => {
                let unit = plan.product.member_price(plan.product.price).cents();
                cost(plan.join.fee + Money::from_cents(unit * i64::from(plan.join.pack)))
            }
            "cost_to_stay_qualified" => {
                let Some(points) = self.main_bonus().and_then(|bonus| least_of(plan, bonus)) else {
                    return none;
                };
                let month = needed_for(points, plan, Money::ZERO);
                cost(Money::from_cents(12 * month.cents()) + plan.join.renewal)
            }
            "paid_per_member_year" => of(12.0 * (own + charges), f64::from(tenure)),
            "unsold_share" if self.company.model.inventory.keeps_stock() => {
                of(bought - all(&[Item::Used, Item::Resold, Item::GivenBack]), bought)
            }
            "unsold_share" => none,
            other => panic!("the reference knows no {other}"),
        }
    }

    /// Of the bonuses on what others bring the one that paid most, if one paid anything.
    fn main_bonus(&self) -> Option<&Bonus> {
        let mut most = (0, None);
        for (place, bonus) in self.company.model.plan.bonuses.iter().enumerate() {
            let months = self.company.months.iter();
            let paid: i64 = months.map(|month| month.bonuses[place].paid.cents()).sum();
            if !matches!(bonus.kind, BonusKind::Retail(_)) && paid > most.0 {
                most = (paid, Some(bonus));
            }
        }
        most.1
    }

    /// Of what the company paid in a month, in cents: for recruiting, and on members' own orders.
    fn funded(&self, month: u32) -> [i64; 2] {
        let plan = &self.company.model.plan;
        let lines = &self.company.months[month as usize].bonuses;
        let mut parts: Vec<[i64; 2]> = Vec::new();
        for (bonus, line) in plan.bonuses.iter().zip(lines) {
            let paid = line.paid.cents();
            let divided = match (&bonus.kind, bonus.base) {
                _ if paid == 0 => [0, 0],
                (BonusKind::Award(award), _) if award.on.is_recruiting() => [paid, 0],
                (BonusKind::Award(_), _) => {
                    let any = Bonus { base: Base::Cv, orders: Orders::All, ..bonus.clone() };
                    self.like(paid, month, &any, false)
                }
                (_, Base::Fee) => [paid, 0],
                (_, Base::Pay(earlier)) => {
                    let whole = lines[earlier].paid.cents();
                    parts[earlier].map(|part| rounded(paid, part, whole))
                }
                _ => self.like(paid, month, bonus, true),
            };
            parts.push(divided);
        }
        let company_paid = plan.bonuses.iter().zip(&parts).filter(|(b, _)| is_company_paid(b));
        company_paid.fold([0, 0], |sum, (_, parts)| [sum[0] + parts[0], sum[1] + parts[1]])
    }

    /// Like what was ordered in the month, or if that is nothing, until then.
    fn like(&self, paid: i64, month: u32, bonus: &Bonus, of_age: bool) -> [i64; 2] {
        let in_month = self.ordered(bonus, month, month, of_age);
        let ever = self.ordered(bonus, 0, month, false);
        match if in_month.1 > 0 { in_month } else { ever } {
            (_, 0) => [paid, 0],
            (own, all) => [0, rounded(paid, own, all)],
        }
    }

    /// What was ordered in the months of what a bonus is taken of, perhaps of its age only.
    fn ordered(&self, bonus: &Bonus, from: u32, to: u32, of_age: bool) -> Volume {
        let resold_is_own = self.company.fault == Some(Fault::ResoldIsOwnUse);
        let (mut own, mut resold, mut outside) = (0, 0, 0);
        for person in self.people() {
            for booking in person.bookings.iter().filter(|b| (from..=to).contains(&b.month)) {
                if of_age && !bonus.age.admits(booking.month - person.joined) {
                    continue;
                }
                let cents = booking.amount.cents();
                let is_price = bonus.base == Base::Price;
                match booking.item {
                    Item::Purchase if bonus.orders != Orders::Retail => own += cents,
                    Item::Sales if bonus.orders != Orders::Member && is_price => outside += cents,
                    Item::Wholesale if bonus.orders != Orders::Member && !is_price => {
                        outside += cents;
                    }
                    Item::Resold if !resold_is_own => resold += cents,
                    _ => (),
                }
            }
        }
        ((own - resold).max(0), own + outside)
    }
}

/// So much of an amount, to the cent.
fn rounded(amount: i64, part: i64, whole: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(part);
    (exact as f64 / whole as f64 + 0.5).floor() as i64
}

/// The least own points for a bonus on what others bring; `None`: it asks for customers.
fn least_of(plan: &Plan, bonus: &Bonus) -> Option<Points> {
    let need =
        bonus.need.as_ref().map_or(Some(Points::ZERO), |need| least_for(plan, need, None))?;
    let standing = |place: usize| match place {
        0 => Some(Points::ZERO),
        _ => least_for_rank(plan, place - 1),
    };
    // A bracket of own volume comes on top of a standing.
    let by_standing = |pays: &dyn Fn(usize) -> bool| {
        (0..=plan.ranks.len()).filter(|&place| pays(place)).filter_map(standing).min()
    };
    let position = match &bonus.kind {
        BonusKind::Retail(_) => None,
        BonusKind::Level(level) => by_standing(&|place| {
            let is_of_rank = !matches!(level.step, Step::Rank(rank) if place <= usize::from(rank));
            let levels = level.rates[place].len().min(level.depth[place] as usize);
            is_of_rank && level.rates[place][..levels].iter().any(|rate| *rate > Rate::ZERO)
        }),
        BonusKind::Differential(Differential { rates: OwnRate::Rank(rates), .. }) => {
            by_standing(&|place| rates[place] > Rate::ZERO)
        }
        BonusKind::Differential(Differential { rates: OwnRate::Volume(volume, list), .. }) => {
            let first = list.iter().find(|bracket| bracket.rate > Rate::ZERO);
            first.map(|bracket| match volume {
                QualifyingVolume::Personal => bracket.from,
                _ => Points::ZERO,
            })
        }
        BonusKind::Pair(pair) => by_standing(&|place| pair.rates[place] > Rate::ZERO),
        BonusKind::Pool(pool) => by_standing(&|place| pool.points[place] > Points::ZERO),
        BonusKind::Award(award) => by_standing(&|place| award.amounts[place] > Money::ZERO),
    };
    Some(need.max(position?))
}

/// To have a rank: a title that is kept costs nothing.
fn least_for_rank(plan: &Plan, rank: usize) -> Option<Points> {
    let Rank { clause, keeps_title, .. } = &plan.ranks[rank];
    if *keeps_title { Some(Points::ZERO) } else { least_for(plan, clause, Some(rank)) }
}

/// To meet a clause, of this rank or of none.
fn least_for(plan: &Plan, clause: &Clause, of_rank: Option<usize>) -> Option<Points> {
    let asks_customers = clause.customers.is_some_and(|count| count > 0)
        || clause.retail_share.is_some_and(|share| share > Rate::ZERO);
    if asks_customers {
        return None;
    }
    let mut least = clause.pv.unwrap_or(Points::ZERO).max(Points::ZERO);
    if let (Some(true), Some(active)) = (clause.active, &plan.active) {
        least = least.max(least_for(plan, active, None)?);
    }
    if let Some(rank) = clause.rank {
        let from = usize::from(rank);
        let each: Vec<Option<Points>> = match of_rank {
            // Where ranks are decided, titles do not count.
            Some(own) => (from..own)
                .map(|rank| least_for(plan, &plan.ranks[rank].clause, Some(rank)))
                .collect(),
            None => (from..plan.ranks.len()).map(|rank| least_for_rank(plan, rank)).collect(),
        };
        least = least.max(each.into_iter().flatten().min()?);
    }
    if !clause.any.is_empty() {
        let each = clause.any.iter().filter_map(|one| least_for(plan, one, of_rank));
        least = least.max(each.min()?);
    }
    Some(least)
}
