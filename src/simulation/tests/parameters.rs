//! Every parameter matters: moved off its value it moves a named result the way theory says.

use std::collections::BTreeSet;

use super::models::{lively, money, probability, rate};
use crate::compensation::{BonusKind, Join, PaidBy, Plan, Product, Refund};
use crate::observation::{
    Concept, Denominator, OUTCOMES, RunReport, SERIES, Statistic, Window, ledger_keys,
};
use crate::simulation::{Measures, Model, simulate};
use crate::submodels::belief::BeliefParameters;
use crate::submodels::costs::CostParameters;
use crate::submodels::digital::DigitalParameters;
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::{MarketParameters, Population};
use crate::submodels::network::ContactNetwork;
use crate::submodels::people::PeopleParameters;
use crate::submodels::purchasing::PurchasingParameters;
use crate::submodels::quitting::QuittingParameters;
use crate::submodels::recruiting::RecruitingParameters;
use crate::submodels::selling::SellingParameters;
use crate::submodels::shocks::{Factors, Shock};
use crate::submodels::training::TrainingParameters;
use crate::units::{Points, Rate};

/// A number that a run comes to.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Outcome(&'static str),
    /// The sum of a quantity over all months, over so many first months.
    Series(&'static str, usize),
    Ledger(&'static str),
    /// Of the life of people.
    Life(Denominator, Concept, Statistic),
    /// How many income figures there are.
    IncomeFigures,
    /// The share of builders whose net income per hour is below the wage.
    BelowWage,
}

use Figure::{BelowWage, IncomeFigures, Ledger, Life, Outcome, Series};

/// Which way a figure moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

use Way::{Down, Up};

type Change = fn(&mut Model);

/// A parameter, a change of it (upwards, unless it says otherwise), and what follows.
type Row = (&'static str, Change, Figure, Way);

const fn builders(concept: Concept, statistic: Statistic) -> Figure {
    Life(Denominator::Builders, concept, statistic)
}

const MARKET: [Row; 9] = [
    (
        "market.population",
        |m| m.market.population = Population::Finite(900),
        Outcome("ever_joined"),
        Up,
    ),
    ("market.founders", |m| m.market.founders = 16, Series("members", 6), Up),
    ("market.overlap", |m| m.market.overlap = 4.0, Outcome("ever_joined"), Down),
    ("market.spontaneous", |m| m.market.spontaneous = 0.05, Series("joins", 10), Up),
    ("market.crowding", |m| m.market.crowding = 20.0, Outcome("ever_joined"), Down),
    // Whoever is a customer does not join, and cannot be won by another.
    (
        "market.customers_run_out",
        |m| m.market.customers_run_out = true,
        Outcome("customers_per_member"),
        Down,
    ),
    ("market.rejoin_after", |m| m.market.rejoin_after = Some(6), Outcome("ever_joined"), Up),
    (
        "network",
        |m| m.network = Some(ContactNetwork::ErdosRenyi { degree: 2.0 }),
        Outcome("ever_joined"),
        Down,
    ),
    ("months", |m| m.months += 5, Outcome("mean_tenure"), Up),
];

const SHOCKS: [Row; 5] = [
    // Good months come later, or are more, or are better.
    ("shock.from", |m| m.shocks[0].from = 9, Series("joins", 8), Down),
    ("shock.months", |m| m.shocks[0].months = None, Series("joins", 10), Up),
    ("shock.contacts", |m| m.shocks[0].factors.contacts = 4.0, Series("joins", 6), Up),
    ("shock.sign_ups", |m| m.shocks[0].factors.sign_ups = 3.0, Series("joins", 6), Up),
    (
        "shock.orders",
        |m| m.shocks[0].factors.orders = 1.6,
        builders(Concept::RetailMargin, Statistic::Mean),
        Up,
    ),
];

const PEOPLE: [Row; 7] = [
    (
        "people.discount_only",
        |m| m.people.discount_only = probability(0.6),
        Outcome("builders"),
        Down,
    ),
    // The median builder loses, and with twice the hours half as much in each of them.
    (
        "people.hours",
        |m| m.people.hours *= 2.0,
        builders(Concept::NetPerHour, Statistic::Percentile(50.0)),
        Up,
    ),
    (
        "people.hours_sigma",
        |m| m.people.hours_sigma = 1.5,
        Outcome("builders_without_recruits"),
        Up,
    ),
    (
        "people.skill_sigma",
        |m| m.people.skill_sigma = 1.5,
        builders(Concept::RetailMargin, Statistic::Gini),
        Up,
    ),
    (
        "people.propensity_shape",
        |m| m.people.propensity_shape = f64::INFINITY,
        Outcome("builders_without_recruits"),
        Down,
    ),
    ("people.warm_list", |m| m.people.warm_list = 40.0, Series("joins", 10), Up),
    // Of a list that is longer than the time for it the end is worth nothing.
    ("people.warm_list_sigma", |m| m.people.warm_list_sigma = 2.0, Series("joins", 15), Down),
];

const RECRUITING: [Row; 3] = [
    ("recruiting.contacts", |m| m.recruiting.contacts *= 2.0, Series("joins", 10), Up),
    (
        "recruiting.warm_signup",
        |m| m.recruiting.warm_signup = probability(0.5),
        Series("joins", 10),
        Up,
    ),
    (
        "recruiting.cold_signup",
        |m| m.recruiting.cold_signup = probability(0.2),
        Series("joins", 20),
        Up,
    ),
];

const DIGITAL: [Row; 3] = [
    ("digital.reach", |m| m.digital.reach = 1.0, Series("joins", 10), Up),
    ("digital.crm", |m| m.digital.crm = probability(0.9), Outcome("customers_per_member"), Up),
    // Most are poor, and recruits are told so.
    (
        "digital.transparency",
        |m| m.digital.transparency = probability(0.9),
        Series("belief", 20),
        Down,
    ),
];

const SELLING: [Row; 5] = [
    (
        "selling.conversion",
        |m| m.selling.conversion = probability(0.2),
        Outcome("customers_per_member"),
        Up,
    ),
    (
        "selling.reorder",
        |m| m.selling.reorder = probability(0.9),
        builders(Concept::RetailMargin, Statistic::Mean),
        Up,
    ),
    (
        "selling.churn",
        |m| m.selling.churn = probability(0.4),
        Outcome("customers_per_member"),
        Down,
    ),
    (
        "selling.order",
        |m| m.selling.order *= 2.0,
        builders(Concept::RetailMargin, Statistic::Mean),
        Up,
    ),
    // The mean order stays, so the median month does not.
    (
        "selling.order_sigma",
        |m| m.selling.order_sigma = 2.0,
        builders(Concept::RetailMargin, Statistic::Percentile(50.0)),
        Down,
    ),
];

const PURCHASING: [Row; 4] = [
    (
        "purchasing.demand",
        |m| m.purchasing.demand *= 2.0,
        Outcome("participants_share_of_money"),
        Up,
    ),
    // What makes active is twice the mean demand: more people want as much if they differ more.
    ("purchasing.demand_sigma", |m| m.purchasing.demand_sigma = 1.2, Outcome("active_share"), Up),
    (
        "purchasing.stay_active",
        |m| m.purchasing.stay_active = probability(1.0),
        Outcome("active_share"),
        Up,
    ),
    (
        "purchasing.own_use_value",
        |m| m.purchasing.own_use_value = Rate::ONE,
        builders(Concept::Net, Statistic::ShareBelowZero),
        Down,
    ),
];

/// Where everybody is as skilled as everybody else, nobody can be copied: there is a spread.
const TRAINING: [Row; 4] = [
    // Who takes after a sponsor is no better, and lines differ more than people did before.
    (
        "training.duplication",
        |m| m.training.duplication = probability(1.0),
        builders(Concept::RetailMargin, Statistic::Gini),
        Down,
    ),
    ("training.gain", |m| m.training.gain = 6.0, Outcome("customers_per_member"), Up),
    (
        "training.practice",
        |m| m.training.practice = probability(0.8),
        Outcome("customers_per_member"),
        Up,
    ),
    (
        "training.coaching",
        |m| m.training.coaching = probability(1.0),
        Outcome("customers_per_member"),
        Up,
    ),
];

/// Where what is believed is more than most earn.
const BELIEF: [Row; 3] = [
    ("belief.initial", |m| m.belief.initial = probability(0.5), Series("joins", 6), Down),
    ("belief.learning", |m| m.belief.learning = probability(0.9), Series("belief", 20), Down),
    ("belief.floor", |m| m.belief.floor = probability(0.8), Series("belief", 20), Up),
];

/// Where stock is kept and most is bought by those who use it.
const INVENTORY: [Row; 5] = [
    ("inventory.kept", |m| m.inventory = kept(false, 0.0), Outcome("unsold_share"), Down),
    ("inventory.loaders", |m| m.inventory.loaders = probability(0.9), Outcome("unsold_share"), Up),
    (
        "inventory.volume",
        |m| m.inventory.volume = Points::from_units(300.0),
        Outcome("unsold_share"),
        Up,
    ),
    ("inventory.limit", |m| m.inventory.limit = Some(money(20.0)), Outcome("unsold_share"), Down),
    // What is lost cannot be resold.
    ("inventory.spoilage", |m| m.inventory.spoilage = rate(0.5), Outcome("resold_share"), Down),
];

/// Of what members keep.
const REFUND: [Row; 3] = [
    (
        "refund.rate",
        |m| m.plan.refund = Some(refund(1.0, 3, true)),
        Outcome("participants_share_of_money"),
        Down,
    ),
    (
        "refund.months",
        |m| m.plan.refund = Some(refund(0.5, 24, true)),
        Outcome("unsold_share"),
        Down,
    ),
    (
        "refund.clawback",
        |m| m.plan.refund = Some(refund(0.5, 3, false)),
        Series("company_pay", 31),
        Up,
    ),
];

fn refund(share: f64, months: u32, clawback: bool) -> Refund {
    Refund { rate: rate(share), months, clawback }
}

fn kept(kept: bool, loaders: f64) -> InventoryParameters {
    InventoryParameters {
        kept,
        loaders: probability(loaders),
        volume: Points::from_units(100.0),
        limit: Some(money(400.0)),
        spoilage: rate(0.02),
    }
}

const QUITTING: [Row; 8] = [
    ("costs.expenses", |m| m.costs.expenses *= 2.0, Ledger("expenses"), Up),
    (
        "quitting.survival_12",
        |m| m.quitting.survival_12 = probability(0.8),
        Outcome("twelve_month_survival"),
        Up,
    ),
    // As many stay a year, but fewer of the others leave at once.
    ("quitting.shape", |m| m.quitting.shape = 2.0, Series("leavers", 4), Down),
    // Most builders lose, which makes those leave who mind it.
    (
        "quitting.sensitivity",
        |m| m.quitting.sensitivity = 3.0,
        Outcome("twelve_month_survival"),
        Down,
    ),
    (
        "quitting.aspiration",
        |m| m.quitting.aspiration *= 10.0,
        Outcome("twelve_month_survival"),
        Up,
    ),
    // Who looks back on many months takes longer to be disappointed.
    ("quitting.memory", |m| m.quitting.memory = 24.0, Outcome("twelve_month_survival"), Up),
    (
        "quitting.loss_tolerance",
        |m| m.quitting.loss_tolerance = Some(money(200.0)),
        Outcome("twelve_month_survival"),
        Down,
    ),
    ("quitting.influence", |m| m.quitting.influence = 10.0, Outcome("twelve_month_survival"), Down),
];

const PLAN: [Row; 13] = [
    // A dearer pack; what people want beside it is an amount of money.
    ("product.price", |m| m.plan.product.price = money(80.0), Ledger("own purchases"), Up),
    // Customers' orders bring fewer points, own orders for the same money as many.
    (
        "product.discount",
        |m| m.plan.product.discount = rate(0.5),
        Outcome("outside_sales_share"),
        Down,
    ),
    ("product.cost", |m| m.plan.product.cost = rate(0.4), Ledger("cost of goods"), Up),
    ("product.pv", |m| m.plan.product.pv = rate(1.6), Outcome("active_share"), Up),
    ("product.cv", |m| m.plan.product.cv = rate(0.5), Outcome("payout_of_revenue"), Down),
    ("join.fee", |m| m.plan.join.fee = money(99.0), Ledger("joining fees"), Up),
    ("join.pack", |m| m.plan.join.pack = 5, Series("paid_by_participants", 1), Up),
    ("join.renewal", |m| m.plan.join.renewal = money(60.0), Ledger("renewal fees"), Up),
    (
        "plan.active",
        |m| {
            let clause = m.plan.active.as_mut().unwrap();
            clause.pv = Some(Points::from_units(150.0));
        },
        Outcome("active_share"),
        Down,
    ),
    ("plan.cap", |m| m.plan.cap = Some(rate(0.02)), Outcome("payout_of_cv"), Down),
    (
        "plan.bonuses",
        |m| {
            for bonus in &mut m.plan.bonuses {
                if let BonusKind::Retail(retail) = &mut bonus.kind {
                    retail.paid_by = PaidBy::Company;
                }
            }
        },
        Outcome("payout_of_cv"),
        Up,
    ),
    ("measures.thresholds", |m| m.measures.thresholds.push(money(5000.0)), IncomeFigures, Up),
    ("measures.minimum_wage", |m| m.measures.minimum_wage = money(-1.0), BelowWage, Down),
];

fn rows() -> Vec<Row> {
    [
        &MARKET[..],
        &SHOCKS,
        &PEOPLE,
        &RECRUITING,
        &DIGITAL,
        &SELLING,
        &PURCHASING,
        &INVENTORY,
        &REFUND,
        &TRAINING,
        &BELIEF,
        &QUITTING,
        &PLAN,
    ]
    .concat()
}

/// A model in which every parameter can be felt.
fn default() -> Model {
    let mut model = lively();
    model.market.population = Population::Finite(400);
    model.market.founders = 8;
    let factors = Factors { contacts: 1.5, ..Factors::NONE };
    model.shocks = vec![Shock { from: 3, months: Some(2), factors }];
    model.inventory = kept(true, 0.1);
    model.plan.refund = Some(refund(0.5, 3, true));
    model.training = TrainingParameters {
        duplication: probability(0.2),
        gain: 1.0,
        practice: probability(0.1),
        coaching: probability(0.2),
    };
    model.belief = BeliefParameters {
        initial: probability(0.9),
        learning: probability(0.1),
        floor: probability(0.4),
    };
    model
}

fn figure(model: &Model, report: &RunReport, figure: Figure) -> f64 {
    let incomes = model.income_keys();
    let income = |denominator, concept, is_wanted: &dyn Fn(Statistic) -> bool| {
        let group = (Window::Life, denominator, concept);
        let place = incomes.iter().position(|key| {
            (key.window, key.denominator, key.concept) == group && is_wanted(key.statistic)
        });
        report.incomes[place.unwrap()]
    };
    match figure {
        Outcome(name) => {
            report.outcomes[OUTCOMES.iter().position(|q| q.name == name).unwrap()].value
        }
        Series(name, months) => {
            let column = SERIES.iter().position(|quantity| quantity.name == name).unwrap();
            report.series.iter().take(months).map(|month| month[column]).sum()
        }
        Ledger(flow) => {
            let keys = ledger_keys(std::iter::empty(), false);
            report.ledger[keys.iter().position(|key| key.flow == flow).unwrap()]
        }
        Life(denominator, concept, statistic) => {
            income(denominator, concept, &|found| found == statistic)
        }
        IncomeFigures => report.incomes.len() as f64,
        BelowWage => income(Denominator::Builders, Concept::NetPerHour, &|found| {
            matches!(found, Statistic::ShareBelow(_))
        }),
    }
}

/// The mean of a figure over a few runs, which are the same whatever the model.
fn mean(model: &Model, wanted: Figure) -> f64 {
    const RUNS: u32 = 10;
    let values = (0..RUNS).map(|run| figure(model, &simulate(model, 21, run.into()), wanted));
    values.sum::<f64>() / f64::from(RUNS)
}

/// Which way a change moves a figure; `None` if it stays.
fn way(change: Change, wanted: Figure) -> Option<Way> {
    let plain = default();
    let mut changed = plain.clone();
    change(&mut changed);
    let (before, after) = (mean(&plain, wanted), mean(&changed, wanted));
    assert!(before.is_finite() && after.is_finite(), "{wanted:?}: {before} and {after}");
    if after > before { Some(Up) } else { (after < before).then_some(Down) }
}

#[test]
fn every_parameter_moves_what_theory_says() {
    let wrong: Vec<String> = rows()
        .into_iter()
        .filter_map(|(name, change, figure, expected)| {
            let found = way(change, figure);
            (found != Some(expected)).then(|| format!("{name}: {figure:?} goes {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_change_of_nothing_moves_nothing() {
    for (name, _, figure, _) in rows() {
        assert_eq!(way(|_| {}, figure), None, "{name}");
    }
}

/// The names of all fields of a struct, which must be listed: none can be forgotten.
macro_rules! fields {
    ($group:literal, $value:expr, $type:ident { $($field:ident),+ }) => {{
        let $type { $($field: _),+ } = $value;
        [$(concat!($group, ".", stringify!($field))),+].to_vec()
    }};
}

/// What a plan has parameters of; a plan with more parts does not pass the compiler here.
fn sections(plan: &Plan) -> (&Product, &Join, &Refund) {
    // Ranks have their own tests beside the plan, and change nothing without a bonus that asks; so
    // have a placement, passing up and boards. A simulation runs every plan month by month.
    let Plan {
        name: _,
        period: _,
        product,
        join,
        refund,
        active: _,
        breakaway: _,
        cap: _,
        placement: _,
        pass_up: _,
        boards: _,
        ranks: _,
        bonuses: _,
    } = plan;
    (product, join, refund.as_ref().expect("the model of this test buys back"))
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one list")]
fn no_parameter_is_forgotten() {
    let Model {
        months: _,
        plan,
        market,
        shocks,
        network: _,
        people,
        recruiting,
        digital,
        selling,
        purchasing,
        inventory,
        training,
        belief,
        costs,
        quitting,
        measures,
    } = &default();
    let (product, join, refund) = sections(plan);
    let mut expected = vec!["months", "network", "plan.active", "plan.cap", "plan.bonuses"];
    expected.extend(fields!(
        "market",
        market,
        MarketParameters {
            population,
            founders,
            overlap,
            spontaneous,
            crowding,
            customers_run_out,
            rejoin_after
        }
    ));
    let Shock { from: _, months: _, factors } = &shocks[0];
    expected.extend(["shock.from", "shock.months"]);
    expected.extend(fields!("shock", factors, Factors { contacts, sign_ups, orders }));
    expected.extend(fields!(
        "people",
        people,
        PeopleParameters {
            discount_only,
            hours,
            hours_sigma,
            skill_sigma,
            propensity_shape,
            warm_list,
            warm_list_sigma
        }
    ));
    expected.extend(fields!(
        "recruiting",
        recruiting,
        RecruitingParameters { contacts, warm_signup, cold_signup }
    ));
    expected.extend(fields!("digital", digital, DigitalParameters { reach, crm, transparency }));
    expected.extend(fields!(
        "selling",
        selling,
        SellingParameters { conversion, reorder, churn, order, order_sigma }
    ));
    expected.extend(fields!(
        "purchasing",
        purchasing,
        PurchasingParameters { demand, demand_sigma, stay_active, own_use_value }
    ));
    expected.extend(fields!(
        "inventory",
        inventory,
        InventoryParameters { kept, loaders, volume, limit, spoilage }
    ));
    expected.extend(fields!(
        "training",
        training,
        TrainingParameters { duplication, gain, practice, coaching }
    ));
    expected.extend(fields!("belief", belief, BeliefParameters { initial, learning, floor }));
    expected.extend(fields!("costs", costs, CostParameters { expenses }));
    expected.extend(fields!(
        "quitting",
        quitting,
        QuittingParameters {
            survival_12,
            shape,
            sensitivity,
            aspiration,
            memory,
            loss_tolerance,
            influence
        }
    ));
    expected.extend(fields!("product", product, Product { price, discount, cost, pv, cv }));
    expected.extend(fields!("join", join, Join { fee, pack, renewal }));
    expected.extend(fields!("refund", refund, Refund { rate, months, clawback }));
    // A question adds an answer and changes nothing else, as a test of its own says.
    let Measures { thresholds: _, minimum_wage: _, questions: _ } = measures;
    expected.extend(["measures.thresholds", "measures.minimum_wage"]);
    let rows = rows();
    let moved: BTreeSet<&str> = rows.iter().map(|row| row.0).collect();
    assert_eq!(moved.len(), rows.len(), "one row each");
    assert_eq!(moved, expected.into_iter().collect());
}
