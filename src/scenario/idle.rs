//! Keys that are written and can change nothing, because what they act on is off in the scenario.

use super::fields::{Fields, number};
use super::problem::Problem;
use crate::simulation::Model;
use crate::submodels::market::Population;
use crate::submodels::shocks::Factors;
use crate::units::{Money, Points, Probability};

/// A key, and when it acts on nothing.
struct Dial {
    section: &'static str,
    key: &'static str,
    /// Where it is off, and so needs no word.
    off: f64,
    nothing: Nothing,
}

/// That there is nothing to act on.
#[derive(Clone, Copy)]
struct Nothing {
    holds: fn(&Model, Fields<'_>) -> bool,
    /// What is missing, and what would bring it.
    why: &'static str,
    cure: &'static str,
}

const fn dial(
    (section, key, off): (&'static str, &'static str, f64),
    holds: fn(&Model, Fields<'_>) -> bool,
    why: &'static str,
    cure: &'static str,
) -> Dial {
    one_of((section, key, off), Nothing { holds, why, cure })
}

/// One of several keys that act on the same.
const fn one_of((section, key, off): (&'static str, &'static str, f64), nothing: Nothing) -> Dial {
    Dial { section, key, off, nothing }
}

const NO_STOCK: &str = "members keep no stock";
const KEEP: &str = "set `kept = true` in `[inventory]`";

const NO_CUSTOMERS: Nothing = Nothing {
    holds: |model, _| is_zero(model.selling.conversion),
    why: "nobody becomes a customer",
    cure: "set `conversion` in `[selling]` above 0",
};
const NOBODY_LEARNS: Nothing = Nothing {
    holds: |model, _| is_zero(model.belief.learning),
    why: "belief does not learn",
    cure: "set `learning` in `[belief]` above 0",
};
const NO_LOADERS: Nothing = Nothing {
    holds: |model, _| is_zero(model.inventory.loaders),
    why: "nobody buys ahead",
    cure: "set `loaders` in `[inventory]` above 0",
};
const NO_GAIN: Nothing = Nothing {
    holds: |model, _| model.training.gain == 0.0,
    why: "full training makes nobody more skilled",
    cure: "set `gain` in `[training]` above 0",
};
const NOBODY_LEAVES: Nothing = Nothing {
    holds: |model, _| all_stay(model),
    why: "nobody leaves by chance",
    cure: "set `survival_12` in `[quitting]` below 1",
};

const NO_CONTACTS: Nothing = Nothing {
    holds: |model, _| model.recruiting.contacts == 0.0,
    why: "nobody is approached",
    cure: "set `contacts` in `[recruiting]` above 0",
};
const NOBODY_IS_MET: Nothing = Nothing {
    holds: |model, _| {
        model.recruiting.contacts == 0.0 && model.market.population != Population::Infinite
    },
    ..NO_CONTACTS
};
const NO_WARM_LIST: Nothing = Nothing {
    holds: |model, _| model.people.warm_list == 0.0 && model.network.is_none(),
    why: "nobody has acquaintances to approach",
    cure: "set `warm_list` in `[people]` above 0",
};
const NO_BUILDERS: Nothing = Nothing {
    holds: |model, _| model.people.discount_only == Probability::ONE,
    why: "nobody joins to earn",
    cure: "set `discount_only` in `[people]` below 1",
};
const NO_ORDERS: Nothing = Nothing {
    holds: |model, _| is_zero(model.selling.reorder),
    why: "no customer ever orders",
    cure: "set `reorder` in `[selling]` above 0",
};
const RESULTS_ARE_IDLE: Nothing = Nothing {
    holds: |model, _| {
        let is_felt = model.quitting.sensitivity > 0.0 && !all_stay(model);
        !is_felt && is_zero(model.belief.learning)
    },
    why: "recent income acts on nothing",
    cure: "set `sensitivity` in `[quitting]`, or `learning` in `[belief]`, above 0",
};

/// All of them, in the order of a scenario.
static DIALS: [Dial; 42] = [
    dial(
        ("market", "overlap", 1.0),
        |model, _| model.market.population == Population::Infinite,
        "the market has no end, so that every contact can be won",
        "give `population` a number of people",
    ),
    one_of(("market", "overlap", 1.0), NOBODY_IS_MET),
    one_of(("market", "crowding", 0.0), NOBODY_IS_MET),
    dial(
        ("market", "rejoin_after", f64::INFINITY),
        |model, _| model.market.rejoin_after.is_some_and(|months| months >= model.months),
        "nobody can be back before the study ends",
        "lower it, or raise `months` in `[study]`",
    ),
    one_of(("people", "hours", 0.0), NO_BUILDERS),
    one_of(("people", "warm_list", 0.0), NO_CONTACTS),
    one_of(("people", "warm_list_sigma", 0.0), NO_CONTACTS),
    one_of(("people", "warm_list_sigma", 0.0), NO_WARM_LIST),
    one_of(("recruiting", "contacts", 0.0), NO_BUILDERS),
    one_of(("recruiting", "warm_signup", 0.0), NO_CONTACTS),
    one_of(("recruiting", "warm_signup", 0.0), NO_WARM_LIST),
    one_of(("recruiting", "cold_signup", 0.0), NO_CONTACTS),
    dial(
        ("digital", "reach", 0.0),
        |model, _| is_zero(model.recruiting.cold_signup) && is_zero(model.selling.conversion),
        "strangers neither sign up nor buy",
        "set `cold_signup` in `[recruiting]`, or `conversion` in `[selling]`, above 0",
    ),
    dial(
        ("digital", "crm", 0.0),
        |model, _| is_zero(model.selling.churn),
        "no customer is lost",
        "set `churn` in `[selling]` above 0",
    ),
    one_of(("digital", "crm", 0.0), NO_CUSTOMERS),
    dial(
        ("digital", "lower_barriers", 0.0),
        |_, scenario| scenario.section("plan").section("join").money("fee") == Money::ZERO,
        "the plan has no joining fee",
        "set `fee` in `[join]` of the plan above 0",
    ),
    one_of(("digital", "transparency", 0.0), NOBODY_LEARNS),
    one_of(("selling", "churn", 0.0), NO_CUSTOMERS),
    one_of(("selling", "conversion", 0.0), NO_CONTACTS),
    one_of(("selling", "reorder", 0.0), NO_CUSTOMERS),
    one_of(("selling", "order", 0.0), NO_CUSTOMERS),
    one_of(("selling", "order", 0.0), NO_ORDERS),
    one_of(("selling", "order_sigma", 0.0), NO_CUSTOMERS),
    one_of(("selling", "order_sigma", 0.0), NO_ORDERS),
    dial(
        ("purchasing", "demand_sigma", 0.0),
        |model, _| model.purchasing.demand == 0.0,
        "nobody wants goods for himself",
        "set `demand` in `[purchasing]` above 0",
    ),
    dial(
        ("purchasing", "stay_active", 0.0),
        |model, _| {
            let asked = model.plan.active.as_ref().and_then(|clause| clause.pv);
            asked.is_none_or(|points| points == Points::ZERO)
        },
        "the plan asks for no points to be active",
        "set `pv` in `[active]` of the plan above 0",
    ),
    one_of(("purchasing", "stay_active", 0.0), NO_BUILDERS),
    one_of(("inventory", "volume", 0.0), NO_LOADERS),
    one_of(("inventory", "limit", f64::INFINITY), NO_LOADERS),
    dial(("inventory", "spoilage", 0.0), |model, _| !model.inventory.keeps_stock(), NO_STOCK, KEEP),
    dial(
        ("training", "duplication", 0.0),
        |model, _| model.people.skill_sigma == 0.0,
        "all have the same talent",
        "set `skill_sigma` in `[people]` above 0",
    ),
    dial(
        ("training", "gain", 0.0),
        |model, _| is_zero(model.training.practice),
        "nobody begins to learn, and so nobody can be coached",
        "set `practice` in `[training]` above 0",
    ),
    one_of(("training", "gain", 0.0), NO_CUSTOMERS),
    one_of(("training", "practice", 0.0), NO_GAIN),
    one_of(("training", "coaching", 0.0), NO_GAIN),
    dial(
        ("belief", "learning", 0.0),
        |model, _| {
            let belief = &model.belief;
            [belief.floor, belief.initial] == [Probability::ONE; 2]
        },
        "everybody believes all, and results take nothing away",
        "set `floor` in `[belief]` below 1",
    ),
    one_of(("belief", "floor", 0.0), NOBODY_LEARNS),
    one_of(("quitting", "shape", 0.0), NOBODY_LEAVES),
    one_of(("quitting", "sensitivity", 0.0), NOBODY_LEAVES),
    one_of(("quitting", "aspiration", 0.0), RESULTS_ARE_IDLE),
    one_of(("quitting", "memory", 0.0), RESULTS_ARE_IDLE),
    one_of(("quitting", "influence", 0.0), NOBODY_LEAVES),
];

fn is_zero(chance: Probability) -> bool {
    chance == Probability::ZERO
}

fn all_stay(model: &Model) -> bool {
    model.quitting.survival_12 == Probability::ONE
}

/// Says so of every key that is written, is not off and acts on nothing.
pub(super) fn idle_keys(model: &Model, scenario: Fields<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = DIALS
        .iter()
        .filter_map(|dial| {
            let section = scenario.maybe_section(dial.section)?;
            let place = section.place(dial.key)?;
            let value = number(section.get(dial.key)?);
            let Nothing { holds, why, cure } = dial.nothing;
            let speaks = value != dial.off && holds(model, scenario);
            let reason = format!("`{}` changes nothing here: {why}", dial.key);
            let help = format!("{cure}, or leave it out");
            speaks.then(|| Problem::at(Some(place), reason).help(help))
        })
        .collect();
    problems.extend(unkept_refund(model, scenario));
    problems.extend(loaders_of_nothing(model, scenario));
    problems.extend(shocks_of_nothing(model, scenario));
    problems
}

/// A buy-back where nobody has anything to give back.
fn unkept_refund(model: &Model, scenario: Fields<'_>) -> Option<Problem> {
    model.plan.buy_back().filter(|_| !model.inventory.keeps_stock())?;
    let place = scenario.section("plan").maybe_section("refund")?.place("rate");
    let reason = format!("`[refund]` changes nothing here: {NO_STOCK}, and so give none back");
    Some(Problem::at(place, reason).help(format!("{KEEP} of the scenario, or leave it out")))
}

/// Builders who buy ahead up to nothing. Stock is kept where there are any, and so something changes.
fn loaders_of_nothing(model: &Model, scenario: Fields<'_>) -> Option<Problem> {
    if is_zero(model.inventory.loaders) || model.inventory.volume > Points::ZERO {
        return None;
    }
    let place = scenario.maybe_section("inventory")?.place("loaders");
    let help = "set `volume` in `[inventory]` above 0, or `kept = true` in place of `loaders` if \
                stock is all that is meant";
    Some(Problem::at(place, "`loaders` buy nothing ahead: their `volume` is 0").help(help))
}

/// Shocks whose factors are all 1.
fn shocks_of_nothing(model: &Model, scenario: Fields<'_>) -> Vec<Problem> {
    let sections = scenario.sections("shock").zip(&model.shocks);
    sections
        .filter(|(_, shock)| shock.factors == Factors::NONE)
        .map(|((section, place), _)| {
            let name = section.text("name").unwrap_or_default();
            let reason = format!("the shock `{name}` changes nothing: all its factors are 1");
            let help = "give it `contacts`, `sign_ups` or `orders`, or leave it out";
            Problem::at(section.place("name").or(place), reason).help(help)
        })
        .collect()
}

#[cfg(test)]
pub(super) fn idle_dials() -> Vec<(&'static str, &'static str)> {
    DIALS.iter().map(|dial| (dial.section, dial.key)).collect()
}
