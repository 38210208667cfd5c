//! Amounts that were left out although the currency is not that of the defaults.

use super::fields::{Fields, number};
use super::keys::{Key, Table};
use super::problem::Problem;
use super::suggest::listed;
use super::tree::{Node, Value};
use super::vocabulary::{PLAN, SCENARIO};

/// The currency that every default amount is in.
const DEFAULT: &str = "USD";

/// Says so if amounts of another currency are left at their defaults. A default of nothing or of
/// no limit is the same in every currency.
pub(super) fn currency_warning(scenario: Fields<'_>) -> Option<Problem> {
    let study = scenario.section("study");
    let currency = study.text("currency").filter(|currency| *currency != DEFAULT)?;
    let mut keys = Vec::new();
    collect(&SCENARIO, scenario, &mut keys);
    collect(&PLAN, scenario.section("plan"), &mut keys);
    if keys.is_empty() {
        return None;
    }
    let reason =
        format!("amounts are in {currency}, but some are left at their defaults in {DEFAULT}");
    let help = format!("say what they are in {currency}: {}", listed(keys.iter().copied()));
    Some(Problem::at(study.place("currency"), reason).help(help))
}

/// The keys of amounts in the sections of a table that are left at their defaults.
fn collect(table: &'static Table, fields: Fields<'_>, keys: &mut Vec<&'static str>) {
    for section in table.keys {
        let inner = fields.maybe_section(section.name);
        let (Some(table), Some(inner)) = (section.shape.table(), inner) else { continue };
        let amounts = table.keys.iter().filter(|key| is_amount(key));
        let left_out = amounts.filter(|key| inner.get(key.name).is_some_and(is_default));
        keys.extend(left_out.map(|key| key.name));
    }
}

/// Whether a key is an amount, and not the part of another that counts as volume.
fn is_amount(key: &Key) -> bool {
    key.unit.starts_with("currency") && key.name != "cv"
}

/// Whether an amount is a default that another currency would not have.
fn is_default(node: &Node) -> bool {
    let matters = |amount: f64| amount != 0.0 && amount.is_finite();
    let amounts = match &node.value {
        Value::List(amounts) => amounts.as_slice(),
        _ => std::slice::from_ref(node),
    };
    node.place.is_none() && amounts.iter().map(number).any(matters)
}
