//! A run on a network of contacts: where people stand in it, and whom they approach.

use std::sync::Arc;

use super::behaviour::Behaviour;
use super::selection::{CHUNK, Selection};
use super::world::{Member, World};
use crate::genealogy::{Advance, Identity, Recruitment};
use crate::random::{RunKey, Stream, StreamKey, below};
use crate::submodels::market::{MarketParameters, Population};
use crate::submodels::network::{ContactNetwork, Graph, founders};
use crate::submodels::recruiting::Prospects;

/// Where people stand in the network. A person of the market is a number from 0, whether he ever
/// joins or not.
#[derive(Debug)]
pub(super) struct Neighbourhood {
    graph: Arc<Graph>,
    /// Who each member is, in preorder.
    people: Vec<u32>,
    /// Whether each person has ever joined.
    has_joined: Vec<bool>,
    /// Whom the sponsors of the month sign up, in the order of recruitments.
    hits: Vec<u32>,
}

impl Neighbourhood {
    /// The network of a run, and the founders in it.
    pub(super) fn new(network: &ContactNetwork, market: &MarketParameters, key: RunKey) -> Self {
        let Population::Finite(population) = market.population else {
            panic!("a network has a number of people")
        };
        let population = u32::try_from(population).expect("a population is limited");
        let people = founders(population, market.founders, key);
        let mut has_joined = vec![false; population as usize];
        for &person in &people {
            has_joined[person as usize] = true;
        }
        Self { graph: network.graph(population, key), people, has_joined, hits: Vec::new() }
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

    /// Begins a month: nobody is signed up yet.
    pub(super) fn begin_month(&mut self) {
        self.hits.clear();
    }

    /// Gives the month's recruits their neighbours, and moves everybody to his new place.
    pub(super) fn advance(&mut self, change: &Advance, newcomers: &mut [Member]) {
        for (&person, member) in self.hits.iter().zip(&mut *newcomers) {
            self.introduce(person, member);
        }
        assert_eq!(self.hits.len(), newcomers.len(), "a recruit is a person of the network");
        change.relayout(&mut self.people, |n| self.hits[n]);
    }

    /// Builders approach neighbours, who sign up, become customers or do neither.
    ///
    /// The members of the chunk stand in preorder from place `first` on.
    pub(super) fn recruit(
        &mut self,
        behaviour: &Behaviour<'_>,
        first: usize,
        builders: &Selection,
        members: &mut [Member],
        identities: &[Identity],
        mut sign_up: impl FnMut(usize, u32),
    ) {
        let Self { graph, people, has_joined, hits } = self;
        let mut prospects = [Prospects::default(); CHUNK];
        let winners = Selection::of(builders.iter(), |n| {
            let is_alone = graph.degree(people[first + n]) == 0;
            prospects[n] = behaviour.prospects(&mut members[n]);
            !is_alone & prospects[n].may_win(&behaviour.approaches.open(identities[n].lineage))
        });
        for n in winners.iter() {
            let neighbours = graph.neighbours(people[first + n]);
            let mut draws = behaviour.approaches.open(identities[n].lineage);
            let won =
                prospects[n].win_each(behaviour.conversion(&members[n]), &mut draws, |draws| {
                    let met = neighbours[below(neighbours.len() as u32, draws) as usize];
                    let is_free = !has_joined[met as usize];
                    if is_free {
                        hits.push(met);
                    }
                    is_free
                });
            members[n].customers += won.customers;
            if won.sign_ups > 0 {
                sign_up(n, won.sign_ups);
            }
        }
    }

    /// Decides which sign-ups count: of those with one person the one with the lowest ticket,
    /// wherever its sponsor stands. Returns how many do.
    fn accept(
        &mut self,
        recruitments: &mut Vec<Recruitment>,
        identities: &[Identity],
        acceptance: StreamKey,
    ) -> u64 {
        let mut waiting = self.hits.iter().zip(0..);
        let mut tickets: Vec<(u32, u64, usize)> = Vec::with_capacity(self.hits.len());
        for recruitment in &*recruitments {
            let sponsor = identities[recruitment.sponsor as usize].lineage;
            for (&person, hit) in waiting.by_ref().take(recruitment.count as usize) {
                let ticket = acceptance.ticket(sponsor.recruit(u64::from(person)));
                tickets.push((person, ticket, hit));
            }
        }
        assert!(waiting.next().is_none(), "every sign-up has its sponsor");
        tickets.sort_unstable();
        tickets.dedup_by_key(|&mut (person, ..)| person);
        let mut counts = vec![false; self.hits.len()];
        for &(person, _, hit) in &tickets {
            counts[hit] = true;
            self.has_joined[person as usize] = true;
        }
        let mut next = counts.iter();
        for recruitment in &mut *recruitments {
            let own = next.by_ref().take(recruitment.count as usize);
            recruitment.count = own.filter(|&&counts| counts).count() as u32;
        }
        recruitments.retain(|recruitment| recruitment.count > 0);
        let mut next = counts.iter();
        self.hits.retain(|_| next.next() == Some(&true));
        self.hits.len() as u64
    }
}

/// Decides which sign-ups of the month count.
pub(super) fn accept_sign_ups(world: &mut World<'_>) {
    let Some(neighbourhood) = &mut world.neighbourhood else { return };
    let acceptance = world.key.stream(Stream::Acceptance, world.month);
    let identities = world.genealogy.identity();
    let accepted = neighbourhood.accept(&mut world.recruitments, identities, acceptance);
    world.market.join(accepted);
    world.totals.joins = accepted;
}
