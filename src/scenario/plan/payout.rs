//! Whether a plan may pay out more than comes in.

use crate::compensation::{BonusKind, PaidBy, Pair, Plan};

use super::super::fields::Fields;
use super::super::problem::Problem;
use super::payees::Payees;
use super::{bill, order};
use crate::units::Rate;

/// Warnings about what the plan may come to pay.
pub(super) fn warnings(plan: &Plan, payees: &Payees, fields: Fields<'_>) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if plan.bonuses.is_empty() {
        let reason = "the plan has no bonus: nobody is ever paid";
        warnings.push(Problem::at(None, reason).help("add a `[[bonus]]` section"));
    }
    warnings.extend(on_orders(plan, payees, fields));
    let is_capped = order::is_capped(plan);
    if let Some(cap) = fields.maybe_section("cap")
        && plan.cap == Some(Rate::ZERO)
        && plan.bonuses.iter().any(|bonus| bonus.paid_by() == PaidBy::Company)
    {
        let reason = "the company pays nobody: bonuses may come to 0 % of all volume";
        let help = "raise `share`, or remove `[cap]`";
        warnings.push(Problem::at(cap.place("share"), reason).help(help));
    }
    for (index, (bonus, (fields, _))) in
        plan.bonuses.iter().zip(fields.sections("bonus")).enumerate()
    {
        if let BonusKind::Pair(pair) = &bonus.kind
            && !is_capped
            && bill::pays(&bonus.kind, &payees.of(index).collect::<Vec<_>>())
        {
            let reason = format!(
                "no rate limits what `{}` pays: an order is matched again by everybody above it, {}",
                bonus.name,
                full_tree(pair)
            );
            let help = if plan.cap.is_some() {
                "lower the `share` of `[cap]`: with `cv` it lets them pay more than comes in"
            } else {
                "limit all bonuses with `[cap]` and its `share`"
            };
            warnings.push(Problem::at(fields.place("name"), reason).help(help));
        }
    }
    if !is_capped {
        warnings.extend(on_recruit(plan, payees, fields).or_else(|| on_fees(plan, payees, fields)));
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

/// Whether bonuses on orders may pay more than reaches the company of them, or than their volume.
fn on_orders(plan: &Plan, payees: &Payees, fields: Fields<'_>) -> Option<Problem> {
    let loss = order::worst(&order::all(plan, payees))?.loss(plan, fields);
    let at_member_price = || order::at_member_price(plan, payees);
    loss.or_else(|| order::dearest(&at_member_price())?.beyond_volume(plan, fields))
}

/// Whether bonuses on fees may pay more than the fees.
fn on_fees(plan: &Plan, payees: &Payees, fields: Fields<'_>) -> Option<Problem> {
    let bill = bill::on_fees(plan, payees);
    let reason = format!("of 100 of joining fees, bonuses may pay {}", bill.hundredths(plan, 1.0));
    (bill.sum() > 1.0).then(|| bill.problem(fields, reason).help("lower the rates"))
}

/// Whether awards for recruits may pay more than these bring in, with what other bonuses pay of that.
fn on_recruit(plan: &Plan, payees: &Payees, fields: Fields<'_>) -> Option<Problem> {
    let bill = bill::on_recruit(plan, payees);
    let award = bill.first(plan, |kind| matches!(kind, BonusKind::Award(_)))?;
    let (fee, pack) = (plan.join.fee.units(), bill::price_of_pack(plan));
    let brought_in = bill::brought_in_by_recruit(plan);
    if bill.sum() <= brought_in {
        return None;
    }
    let terms =
        if fee > 0.0 && pack > 0.0 { format!(" (fee {fee} + pack {pack})") } else { String::new() };
    let reason = format!(
        "for a recruit, who brings in {brought_in}{terms} on joining, bonuses may pay {}",
        bill.hundredths(plan, 100.0)
    );
    let (award, _) = fields.sections("bonus").nth(award)?;
    let help = "lower `amount` or the rates, or raise `fee` or `pack` in `[join]`";
    Some(Problem::at(award.place("amount"), reason).help(help))
}

/// What pairs come to where all order the same in a full tree of an exemplary depth, with the sum: the
/// rate times half of one less than the depth, of volume of which the larger part of a ratio is taken.
fn full_tree(pair: &Pair) -> String {
    const DEPTH: u32 = 10;
    let rate = pair.rates.iter().map(|rate| rate.value()).fold(0.0, f64::max);
    let part = pair.ratio.into_iter().max().unwrap_or(1);
    let paid = rate * f64::from(DEPTH - 1) / 2.0 / f64::from(part);
    let shown = |share: f64| (share * 1.0e4).round() / 100.0;
    let ratio = if part == 1 { String::new() } else { format!(" / {part}") };
    format!(
        "and in a full tree {DEPTH} levels deep in which all order the same it comes to about {} % × \
         ({DEPTH} − 1) / 2{ratio} = {} % of all volume, before units and caps",
        shown(rate),
        shown(paid)
    )
}
