//! Why nothing counts for a bonus.

use super::Explanation;
use crate::compensation::{Age, Base, Bonus, BonusKind, Orders, Pool};
use crate::units::Points;

impl Explanation<'_, '_> {
    /// Why the bonus at this place of the plan has nothing that it could be paid for.
    pub(super) fn why_nothing(&self, at: usize) -> String {
        let bonus = &self.payroll.plan.bonuses[at];
        let what = self.what_counts(bonus);
        let start = match &bonus.kind {
            BonusKind::Level(level) => level.start,
            BonusKind::Differential(rule) => rule.start,
            BonusKind::Retail(_) => return format!("he has {what}"),
            BonusKind::Pair(_) => {
                return format!(
                    "whoever is placed below him has {what}, and no leg has carried any"
                );
            }
            BonusKind::Pool(pool) => return self.why_no_share(at, pool),
            BonusKind::Award(award) => return self.why_no_award(at, award),
        };
        match start {
            0 => format!("he and those below him have {what}"),
            _ => format!("those below him have {what}"),
        }
    }

    /// What is missing: `no orders that count for it`.
    fn what_counts(&self, bonus: &Bonus) -> String {
        let what = match (bonus.base, bonus.orders) {
            (Base::Pay(earlier), _) => {
                let earlier = &self.payroll.plan.bonuses[earlier].name;
                return format!("no pay of {earlier}");
            }
            (Base::Fee, _) => "fees",
            (_, Orders::All) => "orders",
            (_, Orders::Retail) => "orders of customers",
            (_, Orders::Member) => "orders of members themselves",
        };
        let periods = |n: u32| {
            let period = self.payroll.plan.period.label();
            if n == 1 { period.to_owned() } else { format!("{n} {period}s") }
        };
        let Age { first, after } = bonus.age;
        let first = first.map(|n| format!(" in their buyer's first {}", periods(n)));
        let after = after.map(|n| format!(" after their buyer's first {}", periods(n)));
        let (first, after) = (first.unwrap_or_default(), after.unwrap_or_default());
        format!("no {what}{first}{after} that count for it")
    }

    /// Why a member gets no share of a pool.
    fn why_no_share(&self, at: usize, pool: &Pool) -> String {
        let rank = self.standing.paid_rank;
        let points = pool.points[rank.map_or(0, |rank| usize::from(rank) + 1)];
        if points == Points::ZERO {
            format!("{} has no points in it", self.his_like())
        } else if self.payroll.run.is_eligible(at, self.place) {
            "its fund is 0.00".into()
        } else {
            format!("his {points} points do not count")
        }
    }
}
