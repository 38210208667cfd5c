//! Random networks of which the laws are known, each made in time linear in its edges.

use std::num::NonZeroU32;

use super::graph::Graph;
use crate::portable::{log, log1p};
use crate::random::{Draws, below, uniform};
use crate::units::Probability;

/// Any two of the people know each other with the same chance, so that they have `degree`
/// neighbours in the mean: the numbers of neighbours are binomial.
///
/// `degree` lies between 0 and `people - 1`, where everybody knows everybody. Pairs are not asked
/// one by one: the gaps between pairs that know each other are geometric (Batagelj & Brandes 2005,
/// *Physical Review E* 71:036113).
pub fn erdos_renyi(people: u32, degree: f64, draws: &mut Draws) -> Graph {
    let most = f64::from(people.saturating_sub(1));
    assert!((0.0..=most).contains(&degree), "degree {degree} among {people}");
    let mut edges = Vec::new();
    if degree == most {
        edges.extend((0..people).flat_map(|a| (0..a).map(move |b| [a, b])));
    } else if degree > 0.0 {
        let log_of_stranger = log1p(-degree / most);
        // Pairs stand in the order (1, 0), (2, 0), (2, 1), (3, 0), …
        let (mut a, mut b) = (1, 0_u64);
        loop {
            b += (log(uniform(draws)) / log_of_stranger) as u64;
            while a < people && b >= u64::from(a) {
                b -= u64::from(a);
                a += 1;
            }
            if a == people {
                break;
            }
            edges.push([a, b as u32]);
            b += 1;
        }
    }
    Graph::from_edges(people, &edges)
}

/// People on a ring, each of whom knows the nearest `degree` (even, less than `people`); then each
/// edge, with chance `rewiring`, is replaced by one from its first person to anybody whom that
/// person does not know.
///
/// With no rewiring an orderly world of circles that overlap, with a little a small world in
/// which everybody is few steps away, with full rewiring almost a random network.
pub fn watts_strogatz(people: u32, degree: u32, rewiring: Probability, draws: &mut Draws) -> Graph {
    assert!(degree.is_multiple_of(2) && degree < people.max(1), "degree {degree} among {people}");
    let half = (degree / 2) as usize;
    // The edges of each person to those who come after him on the ring stand together.
    let mut edges: Vec<[u32; 2]> = Vec::with_capacity(people as usize * half);
    for a in 0..people {
        edges.extend((1..=degree / 2).map(|step| [a, (a + step) % people]));
    }
    if rewiring.value() == 0.0 {
        return Graph::from_edges(people, &edges);
    }
    let mut circles = Circles::of_ring(people, half, edges);
    for person in 0..people {
        circles.rewire(person, rewiring, draws);
    }
    // What rewiring needed beside the edges is freed before rows of neighbours are made.
    Graph::from_edges(people, &circles.into_edges())
}

/// A ring while it is rewired, person by person.
struct Circles {
    people: u32,
    /// Edges from each person.
    half: usize,
    edges: Vec<[u32; 2]>,
    degrees: Vec<u32>,
    /// Whether a person is known to the one whose turn it is: his number and 1.
    known_to: Vec<u32>,
    /// New edges to each person: the last of them, and the one before each edge.
    last: Vec<Option<NonZeroU32>>,
    before: Vec<Option<NonZeroU32>>,
}

impl Circles {
    fn of_ring(people: u32, half: usize, edges: Vec<[u32; 2]>) -> Self {
        Self {
            people,
            half,
            degrees: vec![2 * half as u32; people as usize],
            known_to: vec![0; people as usize],
            last: vec![None; people as usize],
            before: vec![None; edges.len()],
            edges,
        }
    }

    fn into_edges(self) -> Vec<[u32; 2]> {
        self.edges
    }

    /// Replaces edges from one person.
    fn rewire(&mut self, person: u32, rewiring: Probability, draws: &mut Draws) {
        let own = person as usize * self.half..(person as usize + 1) * self.half;
        let is_replaced: Vec<bool> =
            own.clone().map(|_| uniform(draws) < rewiring.value()).collect();
        if !is_replaced.contains(&true) {
            return;
        }
        self.mark_known(person);
        for (at, _) in own.zip(is_replaced).filter(|&(_, is_replaced)| is_replaced) {
            if self.degrees[person as usize] == self.people - 1 {
                continue;
            }
            let stranger = loop {
                let drawn = below(self.people, draws);
                if self.known_to[drawn as usize] != person + 1 {
                    break drawn;
                }
            };
            let [_, friend] = self.edges[at];
            self.known_to[friend as usize] = 0;
            self.known_to[stranger as usize] = person + 1;
            self.degrees[friend as usize] -= 1;
            self.degrees[stranger as usize] += 1;
            self.edges[at] = [person, stranger];
            self.before[at] = self.last[stranger as usize].replace(link(at));
        }
    }

    /// Marks all whom a person knows, and himself.
    fn mark_known(&mut self, person: u32) {
        let mark = person + 1;
        self.known_to[person as usize] = mark;
        for step in 0..self.half {
            let [_, after] = self.edges[person as usize * self.half + step];
            self.known_to[after as usize] = mark;
            let back = (person + self.people - 1 - step as u32) % self.people;
            if self.edges[back as usize * self.half + step][1] == person {
                self.known_to[back as usize] = mark;
            }
        }
        let mut next = self.last[person as usize];
        while let Some(edge) = next {
            let at = edge.get() as usize - 1;
            self.known_to[self.edges[at][0] as usize] = mark;
            next = self.before[at];
        }
    }
}

/// An edge by its place in the list.
fn link(at: usize) -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(at as u32)
}

/// People come one by one, and each gets to know `links` of those who came before, each with a
/// chance in proportion to how many he knows; the first `links + 1` all know each other.
///
/// Everybody knows `links` people or more. Of many people, `k` are known to a share
/// `2m(m+1)/(k(k+1)(k+2))` of them, with `m` for `links` (Dorogovtsev, Mendes & Samukhin 2000,
/// *Physical Review Letters* 85:4633–4636).
pub fn barabasi_albert(people: u32, links: u32, draws: &mut Draws) -> Graph {
    assert!(links < people.max(1), "{links} links among {people}");
    let first = links + 1;
    let mut edges: Vec<[u32; 2]> = Vec::with_capacity(people as usize * links as usize);
    edges.extend((0..first).flat_map(|a| (0..a).map(move |b| [a, b])));
    // Whom the person who came last got to know.
    let mut known_to = vec![0; people as usize];
    for person in first..people {
        // A person stands in the list of edges as often as he knows somebody.
        let before = edges.len() as u32;
        for _ in 0..links {
            let known = loop {
                let drawn = edges[below(before, draws) as usize][below(2, draws) as usize];
                if known_to[drawn as usize] != person {
                    break drawn;
                }
            };
            known_to[known as usize] = person;
            edges.push([person, known]);
        }
    }
    Graph::from_edges(people, &edges)
}
