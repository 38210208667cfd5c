//! What the company's pay is paid on: recruiting, what members order, or what outsiders buy.
//!
//! Commissions are computed over all orders at once, so what a bonus pays in a month is divided
//! like the volume that it is taken of in that month.

use std::ops::AddAssign;

use crate::compensation::{Age, Base, Bonus, BonusKind, Orders, PaidBy, Plan};
use crate::observation::MonthTotals;
use crate::units::Money;

/// Goods that were ordered, at what members pay for them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ordered {
    /// By members for themselves.
    pub own: Money,
    /// By members' customers.
    pub wholesale: Money,
    /// The same at list price.
    pub sales: Money,
    /// What members resold from stock, which is not for themselves.
    pub resold: Money,
}

impl AddAssign for Ordered {
    fn add_assign(&mut self, other: Self) {
        self.own += other.own;
        self.wholesale += other.wholesale;
        self.sales += other.sales;
        self.resold += other.resold;
    }
}

impl Ordered {
    /// Of the volume that a bonus is taken of what stays with members, and all of it, in cents.
    /// A fixed sum is taken of none, and is divided like all.
    fn volume(&self, bonus: &Bonus) -> [i128; 2] {
        let cents = |money: Money| i128::from(money.cents());
        let is_fixed = matches!(bonus.kind, BonusKind::Award(_));
        let orders = if is_fixed { Orders::All } else { bonus.orders };
        let own = if orders == Orders::Retail { Money::ZERO } else { self.own };
        let outside = match (orders, bonus.base) {
            (Orders::Member, _) => Money::ZERO,
            (_, Base::Price) if !is_fixed => self.sales,
            _ => self.wholesale,
        };
        [cents((own - self.resold).max(Money::ZERO)), cents(own + outside)]
    }
}

/// What is known of earlier months.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Funding {
    /// All that was ever ordered.
    ever: Ordered,
}

/// Of what a bonus paid in a month.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    recruiting: Money,
    own: Money,
}

impl Funding {
    /// Divides what the company paid in a month, whose other totals are known; `of_age` says what
    /// was ordered by members of an age and their customers.
    pub(super) fn divide(
        &mut self,
        plan: &Plan,
        totals: &mut MonthTotals,
        of_age: impl Fn(Age) -> Ordered,
    ) {
        let month = Ordered {
            own: totals.purchases,
            wholesale: totals.wholesale,
            sales: totals.sales,
            resold: totals.resold,
        };
        self.ever += month;
        let mut divided: Vec<Parts> = Vec::with_capacity(plan.bonuses.len());
        for (bonus, &paid) in plan.bonuses.iter().zip(&totals.bonuses) {
            let parts = match (&bonus.kind, bonus.base) {
                _ if paid == Money::ZERO => Parts::default(),
                (BonusKind::Award(award), _) if award.on.is_recruiting() => all(paid),
                (BonusKind::Award(_), _) => self.like_volume(paid, &month, bonus),
                (_, Base::Fee) => all(paid),
                (_, Base::Pay(earlier)) => {
                    let whole = i128::from(totals.bonuses[earlier].cents());
                    let Parts { recruiting, own } = divided[earlier];
                    Parts {
                        recruiting: part(paid, recruiting.cents().into(), whole),
                        own: part(paid, own.cents().into(), whole),
                    }
                }
                // Legs carry over what was ordered before.
                (BonusKind::Pair(_), _) => self.like_volume(paid, &self.ever, bonus),
                _ if bonus.age != Age::default() => {
                    self.like_volume(paid, &of_age(bonus.age), bonus)
                }
                _ => self.like_volume(paid, &month, bonus),
            };
            divided.push(parts);
        }
        let company_paid = plan
            .bonuses
            .iter()
            .zip(&divided)
            .filter(|(bonus, _)| bonus.paid_by() == PaidBy::Company);
        for (_, parts) in company_paid {
            totals.paid_for_recruiting += parts.recruiting;
            totals.paid_on_own_orders += parts.own;
        }
    }

    /// Divides like the volume of a month; of a month without any like that of all months. What is
    /// paid though nothing was ever ordered is paid for recruiting.
    fn like_volume(&self, paid: Money, ordered: &Ordered, bonus: &Bonus) -> Parts {
        let volumes = [ordered.volume(bonus), self.ever.volume(bonus)];
        match volumes.into_iter().find(|[_, all]| *all > 0) {
            Some([own, all]) => Parts { recruiting: Money::ZERO, own: part(paid, own, all) },
            None => all(paid),
        }
    }
}

/// All of it is paid for recruiting.
fn all(paid: Money) -> Parts {
    Parts { recruiting: paid, own: Money::ZERO }
}

/// So much of `whole` of an amount, to the cent; halves are rounded up.
///
/// Where more is taken back than paid, the whole is below zero, and its parts are with it.
fn part(amount: Money, part: i128, whole: i128) -> Money {
    let (part, whole) = if whole < 0 { (-part, -whole) } else { (part, whole) };
    let exact = 2 * i128::from(amount.cents()) * part.clamp(0, whole);
    let cents = (exact + whole).div_euclid(2 * whole.max(1));
    Money::from_cents(i64::try_from(cents).expect("a part of an amount"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compensation::{Award, Event, Level, Retail, Step, Tier, TierMode, TreeKind};
    use crate::simulation::tests::models::{lively, money, plain_pair, rate};

    fn bonus(kind: BonusKind, base: Base, orders: Orders) -> Bonus {
        let age = Age::default();
        let (name, need, cap) = ("a bonus".into(), None, None);
        Bonus { name, kind, tree: TreeKind::Sponsor, base, orders, age, need, cap }
    }

    fn level() -> BonusKind {
        let rates = vec![vec![rate(0.1)]];
        BonusKind::Level(Level { rates, start: 1, step: Step::Member, depth: vec![1] })
    }

    fn award(on: Event) -> BonusKind {
        BonusKind::Award(Award { on, amounts: vec![money(10.0)] })
    }

    fn pair() -> BonusKind {
        BonusKind::Pair(plain_pair())
    }

    /// Own orders for 50, of which 10 are resold, and customers' for 30, who pay 40: outsiders buy
    /// half of the goods, and 5 in 9 of them at list price.
    fn month(paid: Money) -> MonthTotals {
        MonthTotals {
            purchases: money(50.0),
            wholesale: money(30.0),
            sales: money(40.0),
            resold: money(10.0),
            bonuses: vec![paid],
            ..MonthTotals::default()
        }
    }

    /// Of what one bonus pays, what is paid for recruiting and on own orders.
    fn divided(bonus: Bonus, totals: MonthTotals, before: &[MonthTotals]) -> [Money; 2] {
        let plan = Plan { bonuses: vec![bonus], ..lively().plan };
        let mut funding = Funding::default();
        let nobody = |_| Ordered::default();
        for month in before {
            funding.divide(&plan, &mut month.clone(), nobody);
        }
        let mut totals = totals;
        funding.divide(&plan, &mut totals, |age| {
            assert_eq!(age.first, Some(3), "only ages that are set are asked for");
            Ordered { own: money(30.0), wholesale: money(10.0), ..Ordered::default() }
        });
        [totals.paid_for_recruiting, totals.paid_on_own_orders]
    }

    #[test]
    fn pay_is_divided_like_the_volume_that_it_is_taken_of() {
        let paid = |bonus| divided(bonus, month(money(9.0)), &[]).map(Money::units);
        assert_eq!(paid(bonus(level(), Base::Cv, Orders::All)), [0.0, 4.5]);
        assert_eq!(paid(bonus(level(), Base::Pv, Orders::All)), [0.0, 4.5]);
        assert_eq!(paid(bonus(level(), Base::Price, Orders::All)), [0.0, 4.0]);
        assert_eq!(paid(bonus(level(), Base::Cv, Orders::Retail)), [0.0, 0.0]);
        assert_eq!(paid(bonus(level(), Base::Cv, Orders::Member)), [0.0, 7.2]);
        assert_eq!(paid(bonus(level(), Base::Fee, Orders::All)), [9.0, 0.0]);
        assert_eq!(paid(bonus(award(Event::Recruit), Base::Cv, Orders::All)), [9.0, 0.0]);
        assert_eq!(paid(bonus(award(Event::Cycle), Base::Cv, Orders::All)), [9.0, 0.0]);
        // A fixed sum is taken of no orders.
        assert_eq!(paid(bonus(award(Event::Rank), Base::Price, Orders::Retail)), [0.0, 4.5]);
        let age = Age { first: Some(3), after: None };
        let young = Bonus { age, ..bonus(level(), Base::Cv, Orders::All) };
        assert_eq!(paid(young), [0.0, 6.75]);
        let by_customers = Retail {
            tiers: vec![Tier { from: Money::ZERO, rate: rate(0.25) }],
            mode: TierMode::Whole,
            paid_by: PaidBy::Customer,
        };
        let margin = bonus(BonusKind::Retail(by_customers), Base::Price, Orders::All);
        assert_eq!(paid(margin), [0.0, 0.0], "it is not the company that pays");
    }

    #[test]
    fn what_legs_carry_over_and_what_has_no_volume_is_divided_like_all_until_then() {
        let idle = MonthTotals { bonuses: vec![money(9.0)], ..MonthTotals::default() };
        let bought =
            MonthTotals { wholesale: Money::ZERO, sales: Money::ZERO, ..month(money(0.0)) };
        let by = |kind, totals: &MonthTotals, before: &[MonthTotals]| {
            divided(bonus(kind, Base::Cv, Orders::All), totals.clone(), before).map(Money::units)
        };
        // 40 of 50 in the first month, 40 of 80 in the second: 80 of 130.
        assert_eq!(by(pair(), &month(money(13.0)), std::slice::from_ref(&bought)), [0.0, 8.0]);
        assert_eq!(by(level(), &month(money(13.0)), std::slice::from_ref(&bought)), [0.0, 6.5]);
        assert_eq!(by(level(), &idle, std::slice::from_ref(&bought)), [0.0, 7.2]);
        assert_eq!(by(level(), &idle, &[]), [9.0, 0.0]);
    }

    #[test]
    fn a_bonus_on_pay_is_divided_like_that_pay() {
        let orders = [Orders::Member, Orders::Retail];
        let mut bonuses: Vec<Bonus> = orders.map(|orders| bonus(level(), Base::Cv, orders)).into();
        bonuses.push(bonus(level(), Base::Fee, Orders::All));
        bonuses.extend((0..3).map(|n| bonus(level(), Base::Pay(n), Orders::All)));
        let plan = Plan { bonuses, ..lively().plan };
        let mut totals = month(Money::ZERO);
        totals.bonuses = [9.0, 9.0, 9.0, 3.0, 3.0, 3.0].map(money).to_vec();
        Funding::default().divide(&plan, &mut totals, |_| Ordered::default());
        assert_eq!(totals.paid_for_recruiting, money(12.0));
        assert_eq!(totals.paid_on_own_orders, money(7.2 + 2.4));
    }

    #[test]
    fn parts_are_whole_cents_and_never_more_than_the_whole() {
        let part = |amount, of, whole| part(Money::from_cents(amount), of, whole).cents();
        assert_eq!([part(1, 1, 3), part(1, 1, 2), part(2, 1, 3), part(100, 2, 3)], [0, 1, 1, 67]);
        assert_eq!([part(7, 9, 3), part(7, 0, 3), part(7, -1, 3)], [7, 0, 0]);
        assert_eq!([part(-6, -1, -3), part(6, -1, -3), part(-6, 1, 3)], [-2, 2, -2]);
    }
}
