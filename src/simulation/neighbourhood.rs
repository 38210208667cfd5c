//! A run on a network of contacts: where people stand in it, and whom they approach.

use std::collections::VecDeque;
use std::sync::Arc;

use super::behaviour::Behaviour;
use super::clientele::Clientele;
use super::model::Model;
use super::world::{Member, World};
use crate::genealogy::{Advance, CHUNK, Genealogy, Identity, Recruitment, Selection};
use crate::random::{Draws, RunKey, Stream, StreamKey, below, uniform};
use crate::submodels::market::Population;
use crate::submodels::network::{ContactNetwork, Graph, founders};
use crate::submodels::recruiting::{Approaches, Prospects};

/// Where people stand in the network. A person of the market is a number from 0, whether he ever
/// joins or not.
#[derive(Debug)]
pub(super) struct Neighbourhood {
    graph: Arc<Graph>,
    /// Who each member is, in preorder.
    people: Vec<u32>,
    /// Whether each person cannot be won: a member, a former member who may not come back, and where
    /// customers run out a customer.
    is_taken: Vec<bool>,
    /// Whom the sponsors of the month sign up, in the order of recruitments.
    hits: Vec<u32>,
    /// Whom the sellers of the month win, in the order of new customers, where customers run out.
    buyers: Vec<u32>,
    clientele: Option<Clientele>,
    away: Option<Away>,
    crowd: Option<Crowd>,
}

/// Former members who may come back.
#[derive(Debug)]
struct Away {
    months: usize,
    /// By the month in which they left, the latest last.
    left: VecDeque<Vec<u32>>,
}

/// Builders who stand in each other's way.
#[derive(Debug)]
struct Crowd {
    /// How many of his neighbours each of them reaches.
    reached: f64,
    /// Whether each person is a builder who acts in the month.
    is_offering: Vec<bool>,
}

impl Crowd {
    /// The chance that somebody whom several builders reach is won by one of them, compared with
    /// somebody whom nobody else reaches.
    fn part(&self, graph: &Graph, person: u32, builder: u32) -> f64 {
        let others = graph
            .neighbours(person)
            .iter()
            .filter(|&&other| other != builder && self.is_offering[other as usize]);
        let reached: f64 = others.map(|&other| self.reached / f64::from(graph.degree(other))).sum();
        1.0 / (1.0 + reached)
    }
}

/// What comes of somebody who is met.
#[derive(Clone, Copy, Debug)]
enum Met {
    /// This person would join.
    Joins(u32),
    /// This person would become a customer, where customers run out.
    Buys(u32),
    /// A customer of whom it is not known who he is.
    IsCounted,
    Nothing,
}

/// What is known of people before anybody is won.
#[derive(Clone, Copy, Debug)]
struct Circle<'n> {
    graph: &'n Graph,
    is_taken: &'n [bool],
    crowd: Option<&'n Crowd>,
    customers_run_out: bool,
}

impl Circle<'_> {
    /// Somebody is met by a builder of this conversion, and would sign up or else buy if he can and
    /// nobody else wins him; `draw` says who it is.
    fn meet(
        &self,
        builder: u32,
        would_sign_up: bool,
        conversion: f64,
        draws: &mut Draws,
        draw: impl FnOnce(&mut Draws) -> u32,
    ) -> Met {
        if !would_sign_up && !self.customers_run_out && self.crowd.is_none() {
            return Met::IsCounted;
        }
        let person = draw(draws);
        let part = self.crowd.map(|crowd| crowd.part(self.graph, person, builder));
        if part.is_some_and(|part| uniform(draws) >= part) {
            return Met::Nothing;
        }
        match (self.is_taken[person as usize], would_sign_up) {
            (false, true) => Met::Joins(person),
            (false, false) if self.customers_run_out => Met::Buys(person),
            (true, _) if self.customers_run_out => Met::Nothing,
            (true, true) if uniform(draws) >= conversion => Met::Nothing,
            _ => Met::IsCounted,
        }
    }
}

impl Neighbourhood {
    /// The network of a run, and the founders in it.
    pub(super) fn new(network: &ContactNetwork, model: &Model, key: RunKey) -> Self {
        let market = &model.market;
        let Population::Finite(population) = market.population else {
            panic!("a network has a number of people")
        };
        let population = u32::try_from(population).expect("a population is limited");
        let people = founders(population, market.founders, key);
        let mut is_taken = vec![false; population as usize];
        for &person in &people {
            is_taken[person as usize] = true;
        }
        Self {
            graph: network.graph(population, key),
            clientele: market.customers_run_out.then(|| Clientele::new(people.len(), population)),
            away: market
                .rejoin_after
                .map(|months| Away { months: months as usize, left: VecDeque::new() }),
            crowd: (market.crowding > 0.0).then(|| Crowd {
                reached: market.crowding,
                is_offering: vec![false; population as usize],
            }),
            people,
            is_taken,
            hits: Vec::new(),
            buyers: Vec::new(),
        }
    }

    /// Gives the founders their neighbours to approach.
    pub(super) fn introduce_founders(&self, members: &mut [Member]) {
        for (&person, member) in self.people.iter().zip(members) {
            self.introduce(person, member);
        }
    }

    /// A builder's acquaintances are his neighbours.
    fn introduce(&self, person: u32, member: &mut Member) {
        if member.is_builder {
            member.acquaintances = self.graph.degree(person) as f32;
        }
    }

    /// Begins a month: nobody is signed up yet, customers who were lost can be won again, and so can
    /// former members whose time has come.
    pub(super) fn begin_month(
        &mut self,
        members: &[Member],
        genealogy: &Genealogy,
        losses: StreamKey,
    ) {
        let Self { people, is_taken, hits, buyers, clientele, away, crowd, .. } = self;
        hits.clear();
        buyers.clear();
        if let Some(clientele) = clientele {
            for (place, member) in members.iter().enumerate() {
                let stay = if member.is_leaving { 0 } else { member.customers };
                let draws = || losses.open(genealogy.identity()[place].lineage);
                clientele.keep(place, stay, draws, |person| is_taken[person as usize] = false);
            }
        }
        if let Some(away) = away {
            let left = (0..members.len())
                .filter(|&place| members[place].is_leaving && !genealogy.is_vacant(place));
            away.left.push_back(left.map(|place| people[place]).collect());
            if away.left.len() >= away.months {
                for person in away.left.pop_front().unwrap_or_default() {
                    is_taken[person as usize] = false;
                }
            }
        }
        if let Some(crowd) = crowd {
            crowd.is_offering.fill(false);
            let offering = members.iter().zip(&*people).filter(|(m, _)| m.acts_as_builder());
            offering.for_each(|(_, &person)| crowd.is_offering[person as usize] = true);
        }
    }

    /// Gives the month's recruits, who are in their places already, their neighbours, and moves
    /// everybody else to his new place.
    pub(super) fn advance(&mut self, change: &Advance, members: &mut [Member]) {
        let newcomers = change.newcomers();
        for (&person, newcomer) in self.hits.iter().zip(newcomers) {
            self.introduce(person, &mut members[newcomer.place as usize]);
        }
        assert_eq!(self.hits.len(), newcomers.len(), "a recruit is a person of the network");
        change.relayout(&mut self.people, |n| self.hits[n]);
        if let Some(clientele) = &mut self.clientele {
            clientele.relayout(change);
        }
    }

    /// Builders approach neighbours, and strangers whom digital tools reach, who sign up, become
    /// customers or do neither. Who signs up is told, and where customers run out who buys.
    ///
    /// The members of the chunk stand in preorder from place `first` on.
    pub(super) fn recruit(
        &mut self,
        behaviour: &Behaviour<'_>,
        first: usize,
        builders: &Selection,
        members: &mut [Member],
        identities: &[Identity],
        mut tell: impl FnMut(usize, Approaches),
    ) {
        let Self { graph, people, is_taken, hits, buyers, clientele, crowd, .. } = self;
        let circle = Circle {
            graph,
            is_taken,
            crowd: crowd.as_ref(),
            customers_run_out: clientele.is_some(),
        };
        let mut prospects = [Prospects::default(); CHUNK];
        let mut strangers = [Prospects::default(); CHUNK];
        let reaches = behaviour.reach_in_network > 0.0;
        let winners = Selection::of(builders.iter(), |n| {
            let is_alone = graph.degree(people[first + n]) == 0;
            prospects[n] = behaviour.prospects(first + n, &mut members[n]);
            if is_alone {
                prospects[n] = Prospects::default();
            }
            if reaches {
                strangers[n] = behaviour.strangers(first + n, &members[n]);
            }
            let lineage = identities[n].lineage;
            prospects[n].may_win(&behaviour.approaches.open(lineage))
                | (reaches && strangers[n].may_win(&behaviour.reached.open(lineage)))
        });
        for n in winners.iter() {
            let (builder, lineage) = (people[first + n], identities[n].lineage);
            let conversion = behaviour.conversion(&members[n]);
            let mut won = Approaches::default();
            let mut count = |met: Met| match met {
                Met::Joins(person) => {
                    hits.push(person);
                    won.sign_ups += 1;
                }
                Met::Buys(person) => {
                    buyers.push(person);
                    won.customers += 1;
                }
                Met::IsCounted => members[n].customers += 1,
                Met::Nothing => {}
            };
            let neighbours = graph.neighbours(builder);
            prospects[n].each(&mut behaviour.approaches.open(lineage), |would_sign_up, draws| {
                count(circle.meet(builder, would_sign_up, conversion, draws, |draws| {
                    neighbours[below(neighbours.len() as u32, draws) as usize]
                }));
            });
            strangers[n].each(&mut behaviour.reached.open(lineage), |would_sign_up, draws| {
                let anybody = |draws: &mut Draws| below(circle.is_taken.len() as u32, draws);
                count(circle.meet(builder, would_sign_up, conversion, draws, anybody));
            });
            tell(n, won);
        }
    }

    /// Decides who is won: of those who met one person the one with the lowest ticket, wherever he
    /// stands, as a sponsor or a seller.
    fn accept(
        &mut self,
        recruitments: &mut Vec<Recruitment>,
        new_customers: &mut Vec<Recruitment>,
        identities: &[Identity],
        [joining, buying]: [StreamKey; 2],
    ) {
        let joins = self.hits.len();
        let mut tickets: Vec<(u32, u64, usize)> = Vec::with_capacity(joins + self.buyers.len());
        draw_tickets(recruitments, &self.hits, identities, joining, &mut tickets);
        draw_tickets(new_customers, &self.buyers, identities, buying, &mut tickets);
        tickets.sort_unstable();
        tickets.dedup_by_key(|&mut (person, ..)| person);
        let mut counts = vec![false; joins + self.buyers.len()];
        for &(person, _, hit) in &tickets {
            counts[hit] = true;
            self.is_taken[person as usize] = true;
        }
        let (joining, buying) = counts.split_at(joins);
        keep(recruitments, &mut self.hits, joining);
        keep(new_customers, &mut self.buyers, buying);
        if let Some(clientele) = &mut self.clientele {
            let mut won = self.buyers.iter();
            for seller in &*new_customers {
                for &person in won.by_ref().take(seller.count as usize) {
                    clientele.win(seller.sponsor as usize, person);
                }
            }
        }
    }
}

/// Gives each of these hits, numbered on from those before, its ticket.
fn draw_tickets(
    won: &[Recruitment],
    hits: &[u32],
    identities: &[Identity],
    acceptance: StreamKey,
    tickets: &mut Vec<(u32, u64, usize)>,
) {
    let mut waiting = hits.iter();
    for member in won {
        let lineage = identities[member.sponsor as usize].lineage;
        for &person in waiting.by_ref().take(member.count as usize) {
            let ticket = acceptance.ticket(lineage.recruit(u64::from(person)));
            tickets.push((person, ticket, tickets.len()));
        }
    }
    assert!(waiting.next().is_none(), "everybody who is won is won by a member");
}

/// Leaves the hits that count.
fn keep(won: &mut Vec<Recruitment>, hits: &mut Vec<u32>, counts: &[bool]) {
    let mut next = counts.iter();
    for member in &mut *won {
        let own = next.by_ref().take(member.count as usize);
        member.count = own.filter(|&&counts| counts).count() as u32;
    }
    won.retain(|member| member.count > 0);
    let mut next = counts.iter();
    hits.retain(|_| next.next() == Some(&true));
}

/// Decides who of those who were met in the month is won by whom.
pub(super) fn accept(world: &mut World<'_>) {
    let Some(neighbourhood) = &mut world.neighbourhood else { return };
    let streams = [Stream::Acceptance, Stream::CustomerAcceptance];
    neighbourhood.accept(
        &mut world.recruitments,
        &mut world.new_customers,
        world.genealogy.identity(),
        streams.map(|stream| world.key.stream(stream, world.month)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain 0-1-2-3: 1 is known to 0, who knows 1 alone, and to 2, who knows two.
    #[test]
    fn others_reach_somebody_by_how_many_they_know() {
        let graph = Graph::from_edges(4, &[[0, 1], [1, 2], [2, 3]]);
        let part = |offering: [bool; 4], builder| {
            let crowd = Crowd { reached: 3.0, is_offering: offering.to_vec() };
            crowd.part(&graph, 1, builder)
        };
        assert_eq!(part([false; 4], 0), 1.0);
        assert_eq!(part([true, false, false, true], 0), 1.0, "oneself and strangers do not count");
        assert_eq!(part([true, false, false, false], 2), 1.0 / 4.0);
        assert_eq!(part([true, false, true, false], 0), 1.0 / 2.5);
        assert_eq!(part([true, false, true, false], 3), 1.0 / 5.5, "a stranger meets both");
    }
}
