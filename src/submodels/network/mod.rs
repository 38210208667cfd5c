//! Who knows whom: an explicit network of contacts between the people of the market.
//!
//! Every person of the market is a node, whether he ever joins or not. Without such a network the
//! market is well mixed (see [`market`](super::market)).

mod generators;
mod graph;
#[cfg(test)]
mod tests;

pub use generators::{barabasi_albert, erdos_renyi, watts_strogatz};
pub use graph::Graph;

use std::sync::Arc;

use crate::random::{Draws, Lineage, RunKey, Stream, below};
use crate::units::Probability;

/// A network may have no more edges than this.
pub const EDGES_MAX: u64 = 100_000_000;

/// How a network of contacts comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum ContactNetwork {
    /// Any two people know each other with the same chance (Erdős & Rényi 1959, Gilbert 1959).
    ErdosRenyi {
        /// Mean number of neighbours, from 0 to one less than there are people.
        degree: f64,
    },
    /// People on a ring know the nearest on both sides; some edges are replaced by others to
    /// anywhere (Watts & Strogatz 1998).
    WattsStrogatz {
        /// Mean number of neighbours, even, less than there are people.
        degree: u32,
        /// Chance that an edge is replaced.
        rewiring: Probability,
    },
    /// People come one by one and get to know those who are known to many (Barabási & Albert
    /// 1999).
    BarabasiAlbert {
        /// Mean number of neighbours among many people, even: each person who comes gets to know
        /// half as many. Less than twice the number of people.
        degree: u32,
    },
    /// Known edges, the same in all runs.
    Given(Arc<Graph>),
}

impl ContactNetwork {
    /// The network of a run among so many people.
    pub fn graph(&self, people: u32, key: RunKey) -> Arc<Graph> {
        let mut draws = network_draws(key, Purpose::Edges);
        match self {
            Self::ErdosRenyi { degree } => Arc::new(erdos_renyi(people, *degree, &mut draws)),
            Self::WattsStrogatz { degree, rewiring } => {
                Arc::new(watts_strogatz(people, *degree, *rewiring, &mut draws))
            }
            Self::BarabasiAlbert { degree } => {
                Arc::new(barabasi_albert(people, degree / 2, &mut draws))
            }
            Self::Given(graph) => {
                assert_eq!(graph.people(), people, "a known network is that of the market");
                Arc::clone(graph)
            }
        }
    }

    /// How many edges it has among so many people, in the mean.
    pub fn edges(&self, people: u64) -> f64 {
        let people = people as f64;
        match self {
            Self::ErdosRenyi { degree } => people * degree / 2.0,
            Self::WattsStrogatz { degree, .. } | Self::BarabasiAlbert { degree } => {
                people * f64::from(*degree) / 2.0
            }
            Self::Given(graph) => graph.edges() as f64,
        }
    }

    /// Memory of the network among so many people while it is made, in bytes: it takes a list of
    /// edges and the rows of neighbours, and some columns of people.
    pub fn bytes(&self, people: u64) -> u64 {
        const PER_EDGE: f64 = 16.0;
        const PER_PERSON: u64 = 16;
        (self.edges(people) * PER_EDGE) as u64 + people * PER_PERSON
    }
}

/// The places in the network at which the founders stand: so many different ones of all people,
/// every choice with the same chance.
///
/// One draw for each founder (Floyd; Bentley & Floyd 1987, *Communications of the ACM*
/// 30:754–757).
pub fn founders(people: u32, count: u32, key: RunKey) -> Vec<u32> {
    let mut draws = network_draws(key, Purpose::Founders);
    let mut is_taken = vec![false; people as usize];
    let mut nodes = Vec::with_capacity(count as usize);
    for last in people - count..people {
        let drawn = below(last + 1, &mut draws);
        let node = if is_taken[drawn as usize] { last } else { drawn };
        is_taken[node as usize] = true;
        nodes.push(node);
    }
    nodes
}

/// What the network draws for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    Edges,
    Founders,
}

/// Drawn once in a run, for nobody in particular.
fn network_draws(key: RunKey, purpose: Purpose) -> Draws {
    let stream = match purpose {
        Purpose::Edges => Stream::Network,
        Purpose::Founders => Stream::FounderPlaces,
    };
    key.stream(stream, 0).open(Lineage::founder(0))
}
