//! What plan and scenario say that an observer goes by.

use super::Model;
use super::behaviour::price_of;
use super::orders::pack_price;
use crate::compensation::{Bonus, BonusKind, PaidBy, Plan};
use crate::observation::Terms;
use crate::submodels::people::WEEKS_PER_MONTH;
use crate::units::Money;

/// What an observer of a run goes by.
pub(crate) fn terms(model: &Model) -> Terms {
    let Plan { join, bonuses, .. } = &model.plan;
    Terms {
        is_company_paid: bonuses.iter().map(|bonus| bonus.paid_by() == PaidBy::Company).collect(),
        mean_hours: model.people.hours * WEEKS_PER_MONTH,
        n_ranks: model.plan.ranks.len(),
        n_levels: bonuses.iter().map(|bonus| bonus.levels().len()).collect(),
        keeps_stock: model.inventory.keeps_stock(),
        is_on_others: bonuses.iter().map(is_on_others).collect(),
        to_join: join.fee + pack_price(&model.plan),
        to_stay: bonuses.iter().map(|bonus| to_stay(&model.plan, bonus)).collect(),
    }
}

/// A year's purchases of somebody without customers to whom a bonus on what others bring is open, and
/// the renewal fee.
fn to_stay(plan: &Plan, bonus: &Bonus) -> Option<Money> {
    let points = plan.points_to_be_paid(bonus)?;
    let month = price_of(points, plan.product.pv);
    Some(month * 12 + plan.join.renewal)
}

/// Whether a bonus pays on what others bring, and not on own sales alone.
fn is_on_others(bonus: &Bonus) -> bool {
    !matches!(bonus.kind, BonusKind::Retail(_))
}
