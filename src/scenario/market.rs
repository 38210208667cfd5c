//! The market of a scenario, and the months in which it is unlike itself.

use super::fields::{Fields, count, number};
use super::problem::Problem;
use super::tree::Value;
use crate::submodels::market::{MarketParameters, Population};
use crate::submodels::shocks::{Factors, Shock};

/// Keys of the market that mean nothing where there is no end of people, and what they are then.
const OF_A_FINITE_MARKET: [(&str, &str); 4] = [
    ("spontaneous", "0"),
    ("crowding", "0"),
    ("customers_run_out", "false"),
    ("rejoin_after", "infinite"),
];

/// Says so if keys of the market contradict each other.
pub(super) fn check(market: Fields<'_>, problems: &mut Vec<Problem>) {
    let (founders, population) = (market.number("founders"), market.number("population"));
    if founders > population {
        // What was written last contradicts what stood before.
        let place = market.place("founders").max(market.place("population"));
        let people = if population == 1.0 { "person" } else { "people" };
        let reason =
            format!("{founders} founders do not fit into a market of {population} {people}");
        let help = "founders are part of the population: lower `founders`, or raise `population`";
        problems.push(Problem::at(place, reason).help(help));
    }
    if population.is_finite() {
        return;
    }
    for (key, idle) in OF_A_FINITE_MARKET {
        let is_idle = match market.get(key).map(|node| &node.value) {
            Some(Value::Flag(flag)) => !flag,
            _ => [0.0, f64::INFINITY].contains(&market.number(key)),
        };
        if is_idle {
            continue;
        }
        let reason =
            format!("`{key}` means nothing in an infinite market, where nobody is missing");
        let help = format!("give `population` a number of people, or leave `{key}` at {idle}");
        problems.push(Problem::at(market.place(key), reason).help(help));
    }
}

/// Says so of shocks that come after the end.
pub(super) fn late_shocks(scenario: Fields<'_>) -> Option<Problem> {
    let months = scenario.section("study").number("months");
    let mut late = scenario.sections("shock").filter(|(shock, _)| shock.number("from") > months);
    let (shock, place) = late.next()?;
    let name = shock.text("name").unwrap_or_default();
    let reason =
        format!("the shock `{name}` comes after the last month, {months}, and does nothing");
    let help = "lower its `from`, or raise `months` in `[study]`";
    Some(Problem::at(shock.place("from").or(place), reason).help(help))
}

pub(super) fn market(fields: Fields<'_>) -> MarketParameters {
    let population = match fields.get("population").map(|node| &node.value) {
        Some(Value::Whole(people)) => {
            Population::Finite(u64::try_from(*people).expect("a population is positive"))
        }
        _ => Population::Infinite,
    };
    MarketParameters {
        population,
        founders: fields.get("founders").map(count).unwrap_or_default(),
        overlap: fields.number("overlap"),
        spontaneous: fields.number("spontaneous"),
        crowding: fields.number("crowding"),
        customers_run_out: fields.flag("customers_run_out").unwrap_or_default(),
        rejoin_after: fields.get("rejoin_after").filter(|node| number(node).is_finite()).map(count),
    }
}

pub(super) fn shocks(scenario: Fields<'_>) -> Vec<Shock> {
    let shock = |fields: Fields<'_>| Shock {
        from: fields.get("from").map(count).unwrap_or_default(),
        months: fields.get("months").filter(|node| number(node).is_finite()).map(count),
        factors: Factors {
            contacts: fields.number("contacts"),
            sign_ups: fields.number("sign_ups"),
            orders: fields.number("orders"),
        },
    };
    scenario.sections("shock").map(|(fields, _)| shock(fields)).collect()
}
