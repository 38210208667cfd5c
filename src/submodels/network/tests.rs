use std::collections::BTreeSet;

use super::*;
use crate::random::Draws;

fn draws() -> Draws {
    RunKey::new(3, 0).stream(Stream::Theory, 0).open(Lineage::founder(0))
}

fn half() -> Probability {
    Probability::new(0.5).unwrap()
}

/// Networks of all kinds and many shapes, the smallest and the fullest among them.
fn networks() -> Vec<Graph> {
    let mut draws = draws();
    let mut graphs = Vec::new();
    for people in [1, 2, 3, 5, 9, 40, 90] {
        let most = people - 1;
        for degree in [0.0, 0.5, 3.0, f64::from(most) * 0.9, f64::from(most)] {
            graphs.push(erdos_renyi(people, degree.min(f64::from(most)), &mut draws));
        }
        for degree in [0, 2, 8, most / 2 * 2] {
            for rewiring in [Probability::ZERO, half(), Probability::ONE] {
                graphs.push(watts_strogatz(people, degree.min(most / 2 * 2), rewiring, &mut draws));
            }
        }
        for links in [0, 1, 4, most / 2, most] {
            graphs.push(barabasi_albert(people, links.min(most), &mut draws));
        }
    }
    graphs
}

fn is_simple(graph: &Graph) -> bool {
    (0..graph.people()).all(|person| {
        let row: BTreeSet<u32> = graph.neighbours(person).iter().copied().collect();
        row.len() == graph.degree(person) as usize
            && row.iter().all(|&other| {
                other != person
                    && other < graph.people()
                    && graph.neighbours(other).contains(&person)
            })
    })
}

#[test]
fn everybody_is_known_to_those_he_knows_once_and_nobody_knows_himself() {
    let graphs = networks();
    assert!(graphs.len() > 100);
    for graph in graphs {
        assert!(is_simple(&graph), "{graph:?}");
        let degrees: u64 = (0..graph.people()).map(|person| u64::from(graph.degree(person))).sum();
        assert_eq!(degrees, 2 * graph.edges());
    }
    assert!(!is_simple(&Graph::from_edges(3, &[[0, 1], [1, 2], [1, 0]])), "an edge stands twice");
}

#[test]
fn rows_hold_the_neighbours_in_the_order_of_edges() {
    let graph = Graph::from_edges(5, &[[1, 0], [3, 1], [1, 4]]);
    let rows: Vec<&[u32]> = (0..5).map(|person| graph.neighbours(person)).collect();
    assert_eq!(rows, [&[1][..], &[0, 3, 4], &[], &[1], &[1]]);
    assert_eq!((graph.people(), graph.edges(), graph.degree(1)), (5, 3, 3));
    assert_eq!(Graph::from_edges(0, &[]).people(), 0);
}

#[test]
fn at_full_degree_everybody_knows_everybody() {
    for people in [1, 2, 7, 30] {
        let graphs = [
            erdos_renyi(people, f64::from(people - 1), &mut draws()),
            barabasi_albert(people, people - 1, &mut draws()),
        ];
        for graph in graphs {
            assert_eq!(graph.edges(), u64::from(people) * u64::from(people - 1) / 2);
        }
    }
}

#[test]
fn rewiring_keeps_the_number_of_edges_and_half_of_everybodys() {
    for rewiring in [Probability::ZERO, half(), Probability::ONE] {
        let graph = watts_strogatz(500, 6, rewiring, &mut draws());
        assert_eq!(graph.edges(), 1500);
        assert!((0..500).all(|person| graph.degree(person) >= 3));
    }
}

#[test]
fn whoever_comes_gets_to_know_so_many_people_who_came_before() {
    let graph = barabasi_albert(500, 3, &mut draws());
    assert_eq!(graph.edges(), 6 + 496 * 3);
    for person in 4..500 {
        let before = graph.neighbours(person).iter().filter(|&&other| other < person).count();
        assert_eq!(before, 3);
    }
}

#[test]
fn the_expected_edges_are_those_of_the_network() {
    let key = RunKey::new(1, 0);
    let networks = [
        ContactNetwork::ErdosRenyi { degree: 5.0 },
        ContactNetwork::WattsStrogatz { degree: 6, rewiring: half() },
        ContactNetwork::BarabasiAlbert { degree: 6 },
        ContactNetwork::Given(Arc::new(Graph::from_edges(3000, &[[0, 1]]))),
    ];
    for network in networks {
        let graph = network.graph(3000, key);
        let [expected, found] = [network.edges(3000), graph.edges() as f64];
        assert!((found - expected).abs() <= expected * 0.05, "{found}, not {expected}");
        assert!(network.bytes(3000) >= 16 * graph.edges());
        assert_eq!(graph, network.graph(3000, key), "a network belongs to its run");
        let is_given = matches!(network, ContactNetwork::Given(_));
        assert_eq!(graph == network.graph(3000, RunKey::new(1, 1)), is_given);
    }
}

#[test]
fn founders_stand_in_different_places() {
    for count in [0, 1, 20, 49, 50] {
        let nodes = founders(50, count, RunKey::new(1, 0));
        assert_eq!(nodes.len(), count as usize);
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), nodes.len());
        assert!(nodes.iter().all(|&node| node < 50));
    }
}

#[test]
fn results_of_earlier_versions_can_be_repeated() {
    let rows = |graph: &Graph| -> Vec<Vec<u32>> {
        (0..graph.people()).map(|person| graph.neighbours(person).to_vec()).collect()
    };
    let found = [
        rows(&erdos_renyi(6, 2.0, &mut draws())),
        rows(&watts_strogatz(6, 2, half(), &mut draws())),
        rows(&barabasi_albert(6, 1, &mut draws())),
        vec![founders(50, 4, RunKey::new(1, 0))],
    ];
    assert_eq!(
        format!("{found:?}"),
        "[[[1, 2], [0, 2, 3, 4, 5], [0, 1, 5], [1, 4, 5], [1, 3, 5], [1, 2, 3, 4]], \
         [[1], [0, 2, 5], [1, 3, 4], [2, 4], [3, 2], [1]], \
         [[1, 2, 3, 5], [0, 4], [0], [0], [1], [0]], [[41, 5, 35, 37]]]"
    );
}
