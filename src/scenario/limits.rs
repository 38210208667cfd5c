//! How large a run and its amounts may become, before it is started.

use super::check::grouped;
use super::fields::{Fields, number};
use super::growth::{Growth, growth};
use super::plan::{most_on_awards, most_on_fees, most_on_orders};
use super::problem::Problem;
use super::tree::{Node, Value};
use crate::compensation::{BonusKind, MATCHES_MAX};
use crate::genealogy::PlacementRule;
use crate::observation::SERIES;
use crate::portable::exp;
use crate::simulation::Model;
use crate::submodels::market::{INFINITE_MARKET_CEILING, Population};
use crate::submodels::purchasing::DEMAND_MAX;
use crate::submodels::shocks::Factors;
use crate::units::Points;

/// Memory of one living member in bytes: all columns, the spare column and what recruits need. At 1.7
/// and 3.4 million members it was 235 to 250, and up to 270 where people learn.
const BYTES_PER_MEMBER: f64 = 270.0;

/// Further memory where stock is kept.
const BYTES_OF_STOCK: f64 = 45.0;

/// Further memory for each month in which goods can be given back, and how many months debts and pay
/// are worth.
const BYTES_OF_MONTH: f64 = 10.0;
const MONTHS_OF_DEBTS: u32 = 4;

/// Memory of one seat of a width-limited tree, taken or vacant: the same with its columns, those of
/// its legs, and the links of the seats while recruits are placed. It was 400 for a binary plan.
const BYTES_PER_SEAT: f64 = 420.0;

/// The most seats for each member, the vacant ones included, that ten years at a turnover of 6 % a
/// month have left: 2.4 where recruits take the nearest open seat, and 11 at the ends of long edges.
const SEATS_PER_MEMBER: [f64; 2] = [3.0, 12.0];

/// An estimate of the memory that one run needs at its peak, in bytes.
pub(super) fn memory_estimate(model: &Model) -> u64 {
    let network = match (&model.network, model.market.population) {
        (Some(network), Population::Finite(people)) => network.bytes(people),
        _ => 0,
    };
    let stock = match model.plan.buy_back() {
        _ if !model.inventory.keeps_stock() => 0.0,
        None => BYTES_OF_STOCK,
        Some(refund) => {
            let months = refund.months.min(model.months + 1).next_multiple_of(4) + MONTHS_OF_DEBTS;
            BYTES_OF_STOCK + BYTES_OF_MONTH * f64::from(months)
        }
    };
    let Growth { peak, joined, .. } = growth(model);
    let bytes = match model.plan.placement {
        None => peak * (BYTES_PER_MEMBER + stock),
        Some(placement) => {
            let [nearest, edges] = SEATS_PER_MEMBER;
            let is_nearest = placement.rule == PlacementRule::Breadth;
            let seats = peak * if is_nearest { nearest } else { edges };
            // Nobody leaves more than one seat.
            seats.min(joined) * (BYTES_PER_SEAT + stock)
        }
    };
    bytes as u64 + network
}

/// What a market without end does with a run, in a sentence: where it ends all the same, and what
/// memory a run takes at the most.
pub(super) fn endless(model: &Model) -> Option<String> {
    (model.market.population == Population::Infinite).then(|| {
        format!(
            "Nobody more signs up once {} have ever joined, and a run may need about {} GB of memory; \
             each that is computed at once needs as much.",
            grouped(people_max(model)),
            gigabytes(memory_estimate(model), f64::ceil)
        )
    })
}

/// Says so if a market without end may come to its ceiling.
pub(super) fn ceiling_warning(model: &Model, fields: Fields<'_>) -> Option<Problem> {
    let sentence = endless(model)?;
    let month = growth(model).full?;
    let reason =
        format!("a lucky run may come to the ceiling of an infinite market in month {month}");
    let help = format!(
        "{sentence} Lower `months` in `[study]` or `contacts` in `[recruiting]`, or give `population` a \
         number of people"
    );
    Some(Problem::at(fields.section("market").place("population"), reason).help(help))
}

/// What the report of a run holds beside incomes and months, and what tables of all runs add to it.
const BYTES_PER_RUN: u64 = 25_000;

/// An estimate of the memory that the reports of so many runs need, in bytes: they are kept to the end.
pub(super) fn reports_estimate(model: &Model, runs: u32) -> u64 {
    let incomes = model.income_keys().len();
    // A vector of each month's figures.
    let month = size_of::<Vec<f64>>() + size_of::<f64>() * (SERIES.len() + 2);
    let months = month as u64 * u64::from(model.months + 1);
    let run = BYTES_PER_RUN + (size_of::<f64>() * incomes) as u64 + months;
    run.saturating_mul(runs.into())
}

/// Bytes in gigabytes, to tenths below ten and in whole ones from there on.
pub(super) fn gigabytes(bytes: u64, round: fn(f64) -> f64) -> String {
    let gigabytes = bytes as f64 / 1.0e9;
    if gigabytes < 10.0 {
        format!("{:.1}", round(gigabytes * 10.0) / 10.0)
    } else {
        grouped(round(gigabytes))
    }
}

/// How many people can ever join.
pub(super) fn people_max(model: &Model) -> f64 {
    match model.market.population {
        Population::Finite(people) => people as f64,
        Population::Infinite => INFINITE_MARKET_CEILING as f64,
    }
}

/// How often one person can join.
fn joins_of_one(model: &Model) -> f64 {
    let again = model.market.rejoin_after;
    1.0 + again.map_or(0.0, |months| f64::from(model.months) / f64::from(months + 1))
}

/// Hundredths of a unit of currency or of a point that a run may come to: a little below `i64::MAX`.
const AMOUNT_MAX: f64 = 9.0e18;

/// How far what all members together do by chance may lie above its mean.
const LUCK: f64 = 10.0;

/// The furthest that a normal draw lies from its mean, in standard deviations: draws come from
/// 53 random bits.
const NORMAL_MAX: f64 = 8.3;

/// A section of the plan or of the scenario, and its key.
type Factor = (&'static str, &'static str);

/// An amount that a run adds up: the most it may come to, in hundredths, and the keys whose values
/// are multiplied.
struct Amount {
    most: f64,
    factors: Vec<Factor>,
}

/// Says so if the amounts of a run could leave 64 bits, in money or in points.
///
/// Everyone who could ever join is taken to be a member in every month.
pub(super) fn amounts_fit(model: &Model, fields: Fields<'_>) -> Option<Problem> {
    let amounts = amounts(model);
    // Also catches what is not a number.
    if amounts.iter().map(|amount| amount.most).sum::<f64>() < AMOUNT_MAX {
        return None;
    }
    let largest = amounts.into_iter().max_by(|a, b| a.most.total_cmp(&b.most))?;
    let people = people_max(model);
    let mut factors: Vec<_> = largest
        .factors
        .iter()
        .filter_map(|&(section, key)| {
            let root = fields.maybe_section("plan").filter(|plan| plan.get(section).is_some());
            let root = root.unwrap_or(fields);
            let node = match section {
                "bonus" => largest_of_bonuses(root, key)?,
                _ => root.section(section).get(key)?,
            };
            let value = if key == "population" { people } else { number(node) };
            Some((key, value, node.place.clone()))
        })
        .collect();
    factors.sort_by(|(_, a, _), (_, b, _)| b.total_cmp(a));
    let place = factors.iter().find_map(|(.., place)| place.clone());
    let listed: Vec<_> = factors
        .iter()
        .filter(|(_, value, _)| *value > 1.0)
        .map(|(key, value, _)| format!("`{key}` ({})", grouped(*value)))
        .collect();
    let reason = "amounts could exceed what is counted exactly, 92 quadrillion units";
    let help = format!(
        "lower one of {}, or write amounts in a larger unit, such as thousands",
        listed.join(", ")
    );
    Some(Problem::at(place, reason).help(help))
}

/// The largest number that stands under this key in a bonus.
fn largest_of_bonuses<'t>(plan: Fields<'t>, key: &str) -> Option<&'t Node> {
    let nodes = plan.sections("bonus").filter_map(|(bonus, _)| bonus.get(key));
    let numbers = nodes.flat_map(|node| match &node.value {
        Value::Table(by_rank) => by_rank.iter().map(|entry| &entry.node).collect(),
        _ => vec![node],
    });
    numbers.max_by(|a, b| number(a).total_cmp(&number(b)))
}

/// What is added up in a run.
fn amounts(model: &Model) -> Vec<Amount> {
    let people = people_max(model);
    let months = f64::from(model.months);
    let (product, join) = (&model.plan.product, &model.plan.join);
    let joins = people * joins_of_one(model);
    let (pv, cv) = (product.pv.value(), product.cv.value());
    let is_matched = model.plan.bonuses.iter().any(|b| matches!(b.kind, BonusKind::Pair(_)));
    let matches = if is_matched { f64::from(MATCHES_MAX) } else { 1.0 };
    let on_orders = (most_on_orders(&model.plan) * matches).max(pv).max(cv).max(1.0);
    let on_fees = (most_on_fees(&model.plan) * matches).max(1.0);
    let awards = most_on_awards(&model.plan, |_| true);
    let builders = people * (1.0 - model.people.discount_only.value());
    let hundredths = |units: f64| units * 100.0;

    let selling = &model.selling;
    let churn = model.digital.churn(selling.churn).value();
    let stay = if churn > 0.0 { 1.0 / churn } else { months };
    let busiest = |factor: fn(&Factors) -> f64| {
        let by_month = (1..=model.months).map(|month| Factors::in_month(&model.shocks, month));
        by_month.map(|factors| factor(&factors)).fold(1.0, f64::max)
    };
    let customers = model.recruiting.contacts
        * (1.0 + model.digital.reach)
        * busiest(|factors| factors.contacts)
        * selling.conversion.value()
        * stay.min(months)
        * LUCK;
    let order = hundredths(selling.order);
    let sigma = selling.order_sigma;
    let luckiest_order = order * exp(sigma * (NORMAL_MAX - sigma / 2.0));
    let reorder = (selling.reorder.value() * busiest(|factors| factors.orders)).min(1.0);
    let orders = builders * months * customers * reorder * order + luckiest_order;

    let demand = hundredths(model.purchasing.demand * LUCK).min(DEMAND_MAX.cents() as f64);
    let points = model.plan.active.as_ref().and_then(|clause| clause.pv);
    let price_of = |points: Points| if pv > 0.0 { points.hundredths() as f64 / pv } else { 0.0 };
    let required = points.map_or(0.0, price_of);
    let inventory = &model.inventory;
    let loaders = builders * inventory.loaders.value();
    let pack = f64::from(join.pack) * product.price.cents() as f64;
    let renewals = (months / 12.0).ceil() * join.renewal.cents() as f64;
    let amount = |most: f64, own: &[Factor], shared: &[Factor]| Amount {
        most,
        factors: [own, &[("market", "population")], shared].concat(),
    };
    let once = [("product", "pv"), ("product", "cv")];
    let monthly = [("study", "months"), ("product", "pv"), ("product", "cv")];
    let months_only = &monthly[..1];
    vec![
        amount(joins * pack * on_orders, &[("product", "price"), ("join", "pack")], &once),
        amount(
            orders * on_orders,
            &[("selling", "order"), ("selling", "order_sigma"), ("recruiting", "contacts")],
            &monthly,
        ),
        amount(people * months * demand * on_orders, &[("purchasing", "demand")], &monthly),
        amount(builders * months * required * on_orders, &[("active", "pv")], months_only),
        amount(
            loaders * months * price_of(inventory.volume) * on_orders,
            &[("inventory", "volume")],
            months_only,
        ),
        amount(joins * join.fee.cents() as f64 * on_fees, &[("join", "fee")], &[]),
        amount(joins * hundredths(awards), &[("bonus", "amount")], &[]),
        amount(people * renewals, &[("join", "renewal")], months_only),
        amount(
            builders * months * hundredths(model.costs.expenses),
            &[("costs", "expenses")],
            months_only,
        ),
    ]
}
