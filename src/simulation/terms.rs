//! What plan and scenario say that an observer goes by.

use super::Model;
use super::behaviour::price_of;
use super::world::pack_price;
use crate::compensation::{BonusKind, PaidBy, Plan};
use crate::observation::Terms;
use crate::submodels::people::WEEKS_PER_MONTH;
use crate::units::Money;

/// What an observer of a run goes by.
pub(crate) fn terms(model: &Model) -> Terms {
    let Plan { join, bonuses, .. } = &model.plan;
    let is_for_recruits =
        |kind: &BonusKind| matches!(kind, BonusKind::Award(award) if award.on.is_recruiting());
    Terms {
        is_company_paid: bonuses.iter().map(|bonus| bonus.paid_by() == PaidBy::Company).collect(),
        mean_hours: model.people.hours * WEEKS_PER_MONTH,
        n_ranks: model.plan.ranks.len(),
        n_levels: bonuses.iter().map(|bonus| bonus.levels().len()).collect(),
        keeps_stock: model.inventory.keeps_stock(),
        rewards_recruiting: join.fee > Money::ZERO
            || bonuses.iter().any(|bonus| is_for_recruits(&bonus.kind)),
        pays_on_others: pays_on_others(&model.plan),
        to_join: join.fee + pack_price(&model.plan),
        to_stay: to_stay(&model.plan),
    }
}

/// A year's purchases of somebody without customers to whom some bonus on what others bring is open,
/// and the renewal fee.
fn to_stay(plan: &Plan) -> Option<Money> {
    if !pays_on_others(plan) {
        return None;
    }
    let points = plan.points_to_be_paid()?;
    let month = price_of(points, plan.product.pv);
    Some(Money::from_cents(12 * month.cents()) + plan.join.renewal)
}

fn pays_on_others(plan: &Plan) -> bool {
    plan.bonuses.iter().any(|bonus| !matches!(bonus.kind, BonusKind::Retail(_)))
}
