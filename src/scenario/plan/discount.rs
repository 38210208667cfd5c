//! What a member pays less than the list price: one share, or more by his own points.
//!
//! Everybody pays the price of the first tier. Who reaches a higher one gets the difference at the end
//! of the period, of all that he bought and that was bought of him: that is a bonus of its own.

use super::super::fields::{Fields, number};
use super::super::problem::Problem;
use super::super::tree::Value;
use super::Builder;
use crate::compensation::{
    Age, Base, Bonus, BonusKind, Orders, PaidBy, Retail, Tier, TierMode, TreeKind,
};
use crate::units::{Money, Rate};

/// What the bonus is called that pays the difference.
const NAME: &str = "volume discount";

/// The discount that everybody has, as a share of the list price.
pub(in crate::scenario) fn of_everybody(product: Fields<'_>) -> f64 {
    let Some(node) = product.get("discount") else { return 0.0 };
    match &node.value {
        Value::List(pairs) => match pairs.first().and_then(super::tier) {
            Some(first) if first.from == Money::ZERO => first.rate.value(),
            _ => 0.0,
        },
        _ => number(node),
    }
}

impl Builder<'_, '_> {
    /// The bonus that pays what a discount by volume is more than that of everybody.
    pub(super) fn volume_discount(&mut self, product: Fields<'_>) -> Option<Bonus> {
        let node = product.get("discount")?;
        let first = of_everybody(product);
        if first >= 1.0 {
            let reason =
                "members would pay nothing for goods, so that what they buy cannot be counted";
            let help = "write a discount below 1, as 0.25";
            self.problems.push(Problem::at(product.place("discount"), reason).help(help));
            return None;
        }
        let tiers: Vec<Tier> = node.elements()?.iter().filter_map(super::tier).collect();
        let points = product.number("pv");
        if tiers.iter().all(|tier| tier.rate == Rate::from_f64(first)) {
            return None;
        }
        let fault = if points <= 0.0 {
            Some(("a purchase counts as no points, so a discount by them is never reached", "`pv`"))
        } else if self.bonuses.contains(&Some(NAME)) {
            Some(("the discount by volume is paid as a bonus of this name", "the bonus"))
        } else if tiers.windows(2).any(|pair| pair[1].rate < pair[0].rate) {
            Some(("a discount by volume falls nowhere", "the rates"))
        } else {
            None
        };
        if let Some((reason, what)) = fault {
            let help = format!("change {what}, or write one number");
            self.problems.push(Problem::at(product.place("discount"), reason).help(help));
            return None;
        }
        // Of the list price less the first discount, which counts as so many points.
        let share = |tier: Tier| {
            let more = (tier.rate.value() - first) / (1.0 - first) / points;
            Tier { from: tier.from, rate: Rate::from_f64(more) }
        };
        let nothing = Tier { from: Money::ZERO, rate: Rate::ZERO };
        let above = tiers.into_iter().filter(|tier| tier.from > Money::ZERO).map(share);
        let tiers = std::iter::once(nothing).chain(above).collect();
        let retail = Retail { tiers, mode: TierMode::Whole, paid_by: PaidBy::Company };
        Some(Bonus {
            name: NAME.into(),
            kind: BonusKind::Retail(retail),
            tree: TreeKind::Sponsor,
            base: Base::Pv,
            orders: Orders::All,
            age: Age::default(),
            need: None,
            cap: None,
        })
    }
}
