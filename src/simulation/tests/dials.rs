//! Dials of realism: at zero, and where they have nothing to act on, they leave the simpler model.

use super::models::{lively, money, probability, rate};
use crate::compensation::Refund;
use crate::observation::RunReport;
use crate::simulation::{Model, simulate};
use crate::submodels::belief::BeliefParameters;
use crate::submodels::digital::{DigitalParameters, lowered_fee};
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::Population;
use crate::submodels::network::ContactNetwork;
use crate::submodels::shocks::{Factors, Shock};
use crate::submodels::training::TrainingParameters;
use crate::units::{Points, Probability, Rate};

type Change = fn(&mut Model);

/// A dial, all that belongs to it moved but the dial itself at zero, and the dial on.
type Dial = (&'static str, Change, Change);

/// All dials.
const DIALS: [Dial; 16] = [
    ("spontaneous joining", |m| m.market.spontaneous = 0.0, |m| m.market.spontaneous = 0.05),
    ("crowding", |m| m.market.crowding = 0.0, |m| m.market.crowding = 3.0),
    (
        "finite customers",
        |m| m.market.customers_run_out = false,
        |m| {
            m.market.customers_run_out = true;
        },
    ),
    ("rejoining", |m| m.market.rejoin_after = None, |m| m.market.rejoin_after = Some(2)),
    (
        "network of contacts",
        |m| m.network = None,
        |m| {
            m.market.overlap = 1.0;
            m.network = Some(ContactNetwork::ErdosRenyi { degree: 6.0 });
        },
    ),
    ("stock that is kept", |m| m.inventory = stock(false, 0.0), |m| m.inventory = stock(true, 0.0)),
    ("loading", |m| m.inventory = stock(false, 0.0), |m| m.inventory = stock(false, 0.5)),
    (
        "buy-back",
        |m| m.plan.refund = Some(refund()),
        |m| {
            m.inventory.kept = true;
            m.plan.refund = Some(refund());
        },
    ),
    ("duplication", |m| m.training = learning(0.0, 0.0), |m| m.training = learning(0.5, 0.0)),
    ("training", |m| m.training = learning(0.0, 0.0), |m| m.training = learning(0.0, 1.0)),
    ("belief and transparency", |m| believe(m, 0.0), |m| believe(m, 0.3)),
    ("digital reach", |m| m.digital.reach = 0.0, |m| m.digital.reach = 0.5),
    ("digital care", |m| m.digital.crm = Probability::ZERO, |m| m.digital.crm = probability(0.5)),
    ("lower barriers", |m| lower_barriers(m, 0.0), |m| lower_barriers(m, 0.5)),
    ("influence of sponsors", |m| m.quitting.influence = 0.0, |m| m.quitting.influence = 4.0),
    (
        "shocks",
        |m| m.shocks = vec![shock(Factors::NONE)],
        |m| {
            m.shocks = vec![shock(Factors { contacts: 2.0, ..Factors::NONE })];
        },
    ),
];

fn stock(kept: bool, loaders: f64) -> InventoryParameters {
    InventoryParameters {
        kept,
        loaders: probability(loaders),
        volume: Points::from_units(300.0),
        limit: Some(money(500.0)),
        spoilage: rate(0.1),
    }
}

fn refund() -> Refund {
    Refund { rate: rate(0.9), months: 6, clawback: true }
}

fn learning(duplication: f64, gain: f64) -> TrainingParameters {
    TrainingParameters {
        duplication: probability(duplication),
        gain,
        practice: probability(0.4),
        coaching: probability(0.4),
    }
}

fn believe(model: &mut Model, learning: f64) {
    model.belief = BeliefParameters {
        initial: Probability::ONE,
        learning: probability(learning),
        floor: probability(0.2),
    };
    model.digital.transparency = probability(0.7);
}

fn lower_barriers(model: &mut Model, share: f64) {
    model.plan.join.fee = lowered_fee(model.plan.join.fee, rate(share));
}

fn shock(factors: Factors) -> Shock {
    Shock { from: 2, months: Some(5), factors }
}

/// A few runs, to the last bit.
fn runs(model: &Model) -> Vec<String> {
    (0..3).map(|run| format!("{:?}", simulate(model, 31, run))).collect()
}

/// A company without dials that grows.
fn simple() -> Model {
    let mut model = lively();
    model.market.founders = 20;
    model.market.population = Population::Finite(400);
    model
}

fn changed(change: Change) -> Model {
    let mut model = simple();
    change(&mut model);
    model
}

#[test]
fn every_dial_at_zero_gives_the_simpler_model() {
    let simpler = runs(&simple());
    let mut all = simple();
    for (name, zero, on) in DIALS {
        assert_eq!(runs(&changed(zero)), simpler, "{name} at zero");
        assert_ne!(runs(&changed(on)), simpler, "{name}");
        zero(&mut all);
    }
    assert_eq!(runs(&all), simpler, "all at zero");
}

/// What a dial acts on is there, and the dial itself at zero.
#[test]
fn a_refund_of_nothing_is_no_refund() {
    let keeping = || changed(|m| m.inventory = stock(true, 0.5));
    let simpler = runs(&keeping());
    let refunding = |rate: Rate, clawback: bool| {
        let mut model = keeping();
        model.plan.refund = Some(Refund { rate, clawback, ..refund() });
        runs(&model)
    };
    for clawback in [false, true] {
        assert_eq!(refunding(Rate::ZERO, clawback), simpler, "clawback {clawback}");
        assert_ne!(refunding(rate(0.01), clawback), simpler, "clawback {clawback}");
    }
}

#[test]
fn the_simpler_model_has_no_dial_on() {
    let Model { market, shocks, network, digital, inventory, training, belief, quitting, .. } =
        simple();
    assert_eq!((market.spontaneous, market.crowding, quitting.influence), (0.0, 0.0, 0.0));
    assert!(!market.customers_run_out && market.rejoin_after.is_none());
    assert!(shocks.is_empty() && network.is_none());
    assert_eq!(digital, DigitalParameters::default());
    assert_eq!(inventory, InventoryParameters::default());
    assert_eq!(training, TrainingParameters::default());
    assert_eq!(belief, BeliefParameters::default());
}

/// A dial, a world in which it has nothing to act on, and the dial on.
const IDLE: [Dial; 9] = [
    ("what needs an end of the market", endless, |m| {
        m.market.spontaneous = 0.5;
        m.market.crowding = 3.0;
        m.market.customers_run_out = true;
        m.market.rejoin_after = Some(1);
    }),
    ("rejoining after the end", |_| {}, |m| m.market.rejoin_after = Some(100)),
    (
        "copying where all are alike",
        |m| m.people.skill_sigma = 0.0,
        |m| {
            m.training = learning(1.0, 0.0);
        },
    ),
    (
        "lessons without effect",
        |_| {},
        |m| {
            let nothing = Probability::ZERO;
            m.training =
                TrainingParameters { practice: nothing, coaching: nothing, ..learning(0.0, 3.0) };
        },
    ),
    (
        "belief that nothing shakes",
        |_| {},
        |m| {
            believe(m, 0.5);
            m.belief.floor = Probability::ONE;
        },
    ),
    (
        "strangers who sign nothing and buy nothing",
        |m| {
            m.recruiting.cold_signup = Probability::ZERO;
            m.selling.conversion = Probability::ZERO;
        },
        |m| m.digital.reach = 2.0,
    ),
    (
        "care where no customer is lost",
        |m| m.selling.churn = Probability::ZERO,
        |m| {
            m.digital.crm = probability(0.5);
        },
    ),
    (
        "influence where nobody leaves",
        |m| {
            m.quitting.survival_12 = Probability::ONE;
            m.quitting.loss_tolerance = None;
        },
        |m| m.quitting.influence = 10.0,
    ),
    (
        "a shock after the end",
        |_| {},
        |m| {
            m.shocks =
                vec![Shock { from: 900, ..shock(Factors { contacts: 0.0, ..Factors::NONE }) }];
        },
    ),
];

fn endless(model: &mut Model) {
    model.months = 12;
    model.market.population = Population::Infinite;
    model.recruiting.contacts = 2.0;
}

/// All figures of people and money that do not tell of a dial itself.
fn figures(report: &RunReport) -> String {
    let RunReport { incomes, losses, entry, network, ledger, .. } = report;
    format!("{incomes:?} {losses:?} {entry:?} {network:?} {:?}", ledger.iter().take(7))
}

#[test]
fn a_dial_that_has_nothing_to_act_on_changes_nothing() {
    for (name, world, on) in IDLE {
        let plain = changed(world);
        let mut dialled = plain.clone();
        on(&mut dialled);
        assert_ne!(plain, dialled, "{name}");
        let [plain, dialled] = [plain, dialled].map(|model| simulate(&model, 32, 0));
        assert_eq!(figures(&dialled), figures(&plain), "{name}");
        assert!(plain.member_months > 500, "{name}: {}", plain.member_months);
    }
}
