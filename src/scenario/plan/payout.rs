//! Whether a plan may pay out more than comes in.

use crate::compensation::{Base, Bonus, BonusKind, Orders, PaidBy, Plan};
use crate::units::Rate;

use super::super::fields::Fields;
use super::super::problem::Problem;

/// Warnings about what the plan may come to pay.
pub(in crate::scenario) fn payout_warnings(plan: &Plan, fields: Fields<'_>) -> Vec<Problem> {
    let mut warnings = Vec::new();
    let place = fields.sections("bonus").next().and_then(|(bonus, _)| bonus.place("name"));
    if plan.bonuses.is_empty() {
        let reason = "the plan has no bonus: nobody is ever paid";
        warnings.push(Problem::at(None, reason).help("add a `[[bonus]]` section"));
    }
    let is_capped = plan.cap.is_some_and(|cap| cap <= Rate::ONE);
    let on_orders = most_on_orders(plan);
    if on_orders > 1.0 && !is_capped {
        let reason = format!(
            "all bonuses together may pay {:.0} % of what a member pays for an order",
            on_orders * 100.0
        );
        let help = "lower the rates, or limit them with `[cap]` and its `share`";
        warnings.push(Problem::at(place.clone(), reason).help(help));
    }
    let on_fees = most_on_fees(plan);
    if on_fees > 1.0 {
        let reason =
            format!("all bonuses together may pay {:.0} % of a joining fee", on_fees * 100.0);
        warnings.push(Problem::at(place, reason).help("lower the rates"));
    }
    for (bonus, (fields, _)) in plan.bonuses.iter().zip(fields.sections("bonus")) {
        if let BonusKind::Retail(retail) = &bonus.kind
            && retail.paid_by == PaidBy::Customer
            && retail.tiers.iter().any(|tier| tier.rate != plan.product.discount)
        {
            let reason = "customers pay a margin that is not the member's discount";
            let help =
                "leave `rate` out to take `product.discount`, or write paid_by = \"company\"";
            warnings.push(Problem::at(fields.place("rate"), reason).help(help));
        }
    }
    warnings
}

/// The most that one unit of currency spent by a member, on himself or for a customer, may cost
/// the company in bonuses: over own and retail orders, and over the ages at which the bonuses
/// that count change.
pub(in crate::scenario) fn most_on_orders(plan: &Plan) -> f64 {
    let ages = plan.bonuses.iter().flat_map(|bonus| [bonus.age.first, bonus.age.after]);
    let ages: Vec<u32> = ages.flatten().chain([0]).collect();
    let mut highest: f64 = 0.0;
    for orders in [Orders::Retail, Orders::Member] {
        // A retail customer pays the list price for what costs the member less.
        let member_price = 1.0 - plan.product.discount.value();
        let price =
            if orders == Orders::Retail && member_price > 0.0 { 1.0 / member_price } else { 1.0 };
        for &age in &ages {
            let share = most(plan, |bonus| {
                let counts = bonus.orders == Orders::All || bonus.orders == orders;
                if !counts || !bonus.age.admits(age) {
                    return 0.0;
                }
                match bonus.base {
                    Base::Cv => plan.product.cv.value(),
                    Base::Pv => plan.product.pv.value(),
                    Base::Price => price,
                    Base::Fee | Base::Pay(_) => 0.0,
                }
            });
            highest = highest.max(share);
        }
    }
    highest
}

/// The most that one unit of currency of a joining fee may cost the company in bonuses.
pub(in crate::scenario) fn most_on_fees(plan: &Plan) -> f64 {
    most(plan, |bonus| if bonus.base == Base::Fee { 1.0 } else { 0.0 })
}

/// The most that all company-paid bonuses together pay, given the base of each for one unit; a
/// bonus on the pay of another has that pay for its base.
fn most(plan: &Plan, base: impl Fn(&Bonus) -> f64) -> f64 {
    let mut paid: Vec<f64> = Vec::with_capacity(plan.bonuses.len());
    let mut by_company = 0.0;
    for bonus in &plan.bonuses {
        let base = if let Base::Pay(earlier) = bonus.base { paid[earlier] } else { base(bonus) };
        let (rate, is_company) = match &bonus.kind {
            BonusKind::Retail(retail) => (
                retail.tiers.iter().map(|tier| tier.rate.value()).fold(0.0, f64::max),
                retail.paid_by == PaidBy::Company,
            ),
            BonusKind::Level(level) => {
                let levels = 0..level.rates[0].len();
                let highest =
                    |at: usize| level.rates.iter().map(|list| list[at].value()).fold(0.0, f64::max);
                (levels.map(highest).sum(), true)
            }
        };
        paid.push(rate * base);
        by_company += if is_company { rate * base } else { 0.0 };
    }
    by_company
}
