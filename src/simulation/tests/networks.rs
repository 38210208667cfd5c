//! Runs on networks of contacts: against the reference, and where the answer is known.

use std::sync::Arc;

use super::agreement::check;
use super::models::{self, lively, probability};
use super::snapshot;
use crate::random::{Lineage, RunKey, Stream};
use crate::simulation::{Model, simulate};
use crate::submodels::market::{MarketParameters, Population};
use crate::submodels::network::{ContactNetwork, Graph, erdos_renyi, founders};
use crate::units::Probability;

#[test]
fn models_on_networks_agree() {
    let mut grown = 0;
    for number in 0..200 {
        let model = models::on_a_network(number);
        let (_, company) = check(&model, 0);
        grown += u32::from(company.people.len() > 30);
    }
    assert!(grown > 20, "{grown} companies grew");
    for run in 0..4 {
        check(&models::networked(), run);
    }
}

/// Everybody signs up all whom he knows in his first month, and nobody leaves.
fn eager(network: ContactNetwork, people: u64, founders: u32) -> Model {
    let mut model = lively();
    model.market = MarketParameters::plain(Population::Finite(people), founders);
    model.network = Some(network);
    model.people.discount_only = Probability::ZERO;
    model.people.propensity_shape = f64::INFINITY;
    model.people.hours_sigma = 0.0;
    // Whoever knows two people forgets one of them with a chance of 2^-400.
    model.recruiting.contacts = 400.0;
    model.recruiting.warm_signup = Probability::ONE;
    model.recruiting.cold_signup = Probability::ONE;
    model.quitting.survival_12 = Probability::ONE;
    model.quitting.loss_tolerance = None;
    model
}

/// Members at the end of each month.
fn members(model: &Model, run: u64) -> Vec<usize> {
    let months = snapshot::months(model, RunKey::new(5, run));
    months.iter().map(snapshot::Snapshots::len).collect()
}

#[test]
fn on_a_ring_a_company_grows_by_two_a_month() {
    let ring = ContactNetwork::WattsStrogatz { degree: 2, rewiring: Probability::ZERO };
    for run in 0..3 {
        let model = eager(ring.clone(), 50, 1);
        let expected: Vec<usize> = (0..=30).map(|month| (1 + 2 * month).min(50)).collect();
        assert_eq!(members(&model, run), expected);
    }
}

#[test]
fn where_everybody_knows_everybody_all_join_at_once() {
    let everybody = ContactNetwork::ErdosRenyi { degree: 29.0 };
    assert_eq!(members(&eager(everybody, 30, 1), 0)[..3], [1, 30, 30]);
}

/// How many people can be reached from these.
fn reachable(graph: &Graph, from: &[u32]) -> usize {
    let mut reached = vec![false; graph.people() as usize];
    let mut waiting = from.to_vec();
    while let Some(person) = waiting.pop() {
        if !std::mem::replace(&mut reached[person as usize], true) {
            waiting.extend(graph.neighbours(person));
        }
    }
    reached.into_iter().filter(|&reached| reached).count()
}

#[test]
fn whoever_is_not_connected_to_a_founder_never_joins_and_all_others_do() {
    let mut draws = RunKey::new(6, 0).stream(Stream::Theory, 0).open(Lineage::founder(0));
    let mut sizes = std::collections::BTreeSet::new();
    for run in 0..12 {
        let graph = Arc::new(erdos_renyi(60, 1.6, &mut draws));
        let mut model = eager(ContactNetwork::Given(Arc::clone(&graph)), 60, 3);
        model.months = 60;
        let expected = reachable(&graph, &founders(60, 3, RunKey::new(5, run)));
        assert_eq!(members(&model, run).last(), Some(&expected));
        sizes.insert(expected);
    }
    assert!(sizes.len() > 4, "{sizes:?}");
}

#[test]
fn nobody_is_approached_where_nobody_knows_anybody() {
    let nobody = ContactNetwork::ErdosRenyi { degree: 0.0 };
    let model = eager(nobody, 40, 5);
    assert!(members(&model, 0).into_iter().all(|members| members == 5));
    let report = simulate(&model, 5, 0);
    assert_eq!(report.ledger[0], 0.0, "there are no customers either");
}

#[test]
fn customers_who_run_out_are_neighbours_and_as_many() {
    let ring = ContactNetwork::WattsStrogatz { degree: 4, rewiring: Probability::ZERO };
    let mut model = eager(ring, 50, 1);
    model.recruiting.warm_signup = Probability::ZERO;
    model.recruiting.cold_signup = Probability::ZERO;
    model.selling.conversion = Probability::ONE;
    model.selling.churn = Probability::ZERO;
    model.people.skill_sigma = 0.0;
    let customers = |model: &Model| {
        let world = snapshot::months(model, RunKey::new(5, 0));
        world.iter().map(|month| month.values().map(|m| m.customers).sum()).collect::<Vec<u32>>()
    };
    let unlimited = customers(&model);
    assert!(unlimited[2] > 500, "{unlimited:?}");
    model.market.customers_run_out = true;
    let found = customers(&model);
    assert_eq!(found[0], 0);
    assert!(found[1..].iter().all(|&customers| customers == 4), "{found:?}");
    // Digital tools find all others as well.
    model.digital.reach = 1.0;
    assert_eq!(customers(&model).last(), Some(&49));
}

#[test]
fn strangers_are_reached_by_who_knows_nobody() {
    let mut model = eager(ContactNetwork::ErdosRenyi { degree: 0.0 }, 40, 5);
    model.digital.reach = 1.0;
    assert_eq!(members(&model, 0).last(), Some(&40));
}

#[test]
fn former_members_come_back_to_those_whom_they_know() {
    let joined = |rejoin_after| {
        let mut model = models::networked();
        model.market.rejoin_after = rejoin_after;
        mean_ever_joined(&model, 10)
    };
    let [never, late, soon] = [None, Some(12), Some(1)].map(joined);
    assert!(never <= 150.0 && never < late && late < soon, "{never}, {late}, {soon}");
}

#[test]
fn builders_crowd_those_whom_many_of_them_know() {
    let joined = |crowding| {
        let mut model = models::networked();
        model.market.crowding = crowding;
        mean_ever_joined(&model, 10)
    };
    let [alone, some, many] = [0.0, 8.0, 80.0].map(joined);
    assert!(many < some && some < alone, "{alone}, {some}, {many}");
}

/// The mean number of people who ever joined, over so many runs.
fn mean_ever_joined(model: &Model, runs: u32) -> f64 {
    (0..runs).map(|run| simulate(model, 7, run.into()).outcomes[0].value).sum::<f64>()
        / f64::from(runs)
}

/// The same on a network, after so many months.
fn ever_joined(network: ContactNetwork, months: u32) -> f64 {
    let mut model = models::networked();
    model.months = months;
    model.network = Some(network);
    mean_ever_joined(&model, 40)
}

#[test]
fn more_neighbours_and_more_distant_ones_bring_more_people() {
    let random = |degree| ever_joined(ContactNetwork::ErdosRenyi { degree }, 30);
    let [few, some, many] = [1.0, 4.0, 40.0].map(random);
    assert!(few * 1.3 < some && some * 1.1 < many, "{few}, {some}, {many}");
    let world = |rewiring| {
        let rewiring = probability(rewiring);
        ever_joined(ContactNetwork::WattsStrogatz { degree: 6, rewiring }, 30)
    };
    let [ring, small_world, random] = [0.0, 0.1, 1.0].map(world);
    assert!(ring < small_world && small_world < random, "{ring}, {small_world}, {random}");
}
