//! Whether a plan may pay out more than comes in.

use crate::compensation::{Base, Bonus, BonusKind, Event, Orders, OwnRate, PaidBy, Plan};
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
    let on_recruit = most_on_awards(plan, &[Event::Recruit]);
    let brought_in = brought_in_by_recruit(plan);
    if on_recruit > brought_in && !is_capped {
        let reason = format!(
            "awards may pay {on_recruit} for a recruit, who brings in {brought_in} on joining"
        );
        let help = "lower `amount`, or raise `fee` or `pack` in `[join]`";
        let mut bonuses = fields.sections("bonus");
        let place = bonuses.find_map(|(bonus, _)| bonus.place("amount"));
        warnings.push(Problem::at(place, reason).help(help));
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
                if matches!(bonus.kind, BonusKind::Award(_)) {
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

/// The most, in currency, that awards on these events may cost the company for one person, with
/// what is paid on them: for reaching all ranks, and for joining.
pub(in crate::scenario) fn most_on_awards(plan: &Plan, events: &[Event]) -> f64 {
    most(plan, |bonus| match &bonus.kind {
        BonusKind::Award(award) if events.contains(&award.on) => 1.0,
        _ => 0.0,
    })
}

/// What a recruit pays on joining, in currency.
fn brought_in_by_recruit(plan: &Plan) -> f64 {
    let product = &plan.product;
    plan.join.fee.units() + product.member_price(product.price).units() * f64::from(plan.join.pack)
}

/// The most that all company-paid bonuses together pay, given the base of each for one unit; a
/// bonus on the pay of another has that pay for its base, and an award its sum for its rate.
fn most(plan: &Plan, base: impl Fn(&Bonus) -> f64) -> f64 {
    let mut paid: Vec<f64> = Vec::with_capacity(plan.bonuses.len());
    let mut by_company = 0.0;
    for bonus in &plan.bonuses {
        let base = if let Base::Pay(earlier) = bonus.base { paid[earlier] } else { base(bonus) };
        let highest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        let rate = match &bonus.kind {
            BonusKind::Retail(retail) => {
                highest(&mut retail.tiers.iter().map(|tier| tier.rate.value()))
            }
            BonusKind::Level(level) => {
                let levels = 0..level.rates[0].len();
                let highest =
                    |at: usize| highest(&mut level.rates.iter().map(|list| list[at].value()));
                levels.map(highest).sum()
            }
            BonusKind::Differential(differential) => match &differential.rates {
                OwnRate::Rank(rates) => highest(&mut rates.iter().map(|rate| rate.value())),
                OwnRate::Volume(_, brackets) => {
                    highest(&mut brackets.iter().map(|bracket| bracket.rate.value()))
                }
            },
            BonusKind::Pool(pool) => pool.share.value(),
            BonusKind::Award(award) => {
                let mut amounts = award.amounts.iter().map(|amount| amount.units());
                match award.on {
                    Event::Rank => amounts.sum(),
                    Event::Recruit => highest(&mut amounts),
                }
            }
        };
        paid.push(rate * base);
        let is_company_paid = bonus.paid_by() == PaidBy::Company;
        by_company += if is_company_paid { rate * base } else { 0.0 };
    }
    by_company
}
