//! Who knows whom in the reference, and who of them joins.

use std::collections::{BTreeMap, VecDeque};

use super::fault::Fault;
use super::person::Person;
use super::reference::Company;
use crate::random::{Draws, RunKey, Stream, below};
use crate::simulation::Model;
use crate::submodels::market::Population;
use crate::submodels::network::founders;
use crate::submodels::recruiting::{Approaches, Prospects};

/// The people of a market who can only be approached by those who know them.
#[derive(Debug)]
pub(super) struct Contacts {
    /// Whom each person knows.
    circles: Vec<Vec<u32>>,
    /// Who each member is, by joining number.
    people: Vec<u32>,
    /// Who is about to join, in the order of enrolment.
    coming: VecDeque<u32>,
    /// Sponsors of the month, by joining number, and whom they sign up.
    hits: Vec<(usize, u32)>,
}

impl Contacts {
    /// The founders are about to join.
    pub(super) fn new(model: &Model, key: RunKey) -> Option<Self> {
        let network = model.network.as_ref()?;
        let Population::Finite(population) = model.market.population else { return None };
        let population = population as u32;
        let graph = network.graph(population, key);
        Some(Self {
            circles: (0..population).map(|person| graph.neighbours(person).to_vec()).collect(),
            people: Vec::new(),
            coming: founders(population, model.market.founders, key).into(),
            hits: Vec::new(),
        })
    }

    /// Somebody joins, and counts those he knows.
    pub(super) fn enrol(&mut self, member: &mut Person) {
        let person = self.coming.pop_front().unwrap();
        self.people.push(person);
        if member.is_builder {
            member.acquaintances = self.circles[person as usize].len() as f32;
        }
    }

    /// What comes of the approaches of the member with this joining number.
    pub(super) fn approach(
        &mut self,
        number: usize,
        prospects: Prospects,
        conversion: f64,
        mut draws: Draws,
        fault: Option<Fault>,
    ) -> Approaches {
        let everybody: Vec<u32> = (0..self.circles.len() as u32).collect();
        let known = match fault {
            Some(Fault::StrangersAreMet) => &everybody,
            _ => &self.circles[self.people[number] as usize],
        };
        if known.is_empty() {
            return Approaches::default();
        }
        prospects.win_each(conversion, &mut draws, |draws| {
            let met = known[below(known.len() as u32, draws) as usize];
            let is_free = !self.people.contains(&met);
            if is_free {
                self.hits.push((number, met));
            }
            is_free
        })
    }
}

impl Company<'_> {
    /// The sign-ups that count: of those with one person, that with the lowest ticket.
    pub(super) fn accept_neighbours(&mut self, month: u32) -> Vec<(usize, u32)> {
        let stream = self.key.stream(Stream::Acceptance, month);
        let Some(contacts) = &mut self.contacts else { return Vec::new() };
        let hits = std::mem::take(&mut contacts.hits);
        let mut best: BTreeMap<u32, (u64, usize)> = BTreeMap::new();
        for (hit, &(sponsor, person)) in hits.iter().enumerate() {
            let lineage = self.people[sponsor].lineage.recruit(person.into());
            let ticket = match self.fault {
                Some(Fault::FirstToJoinWinsNeighbours) => sponsor as u64,
                _ => stream.ticket(lineage),
            };
            let lowest = best.entry(person).or_insert((ticket, hit));
            *lowest = (*lowest).min((ticket, hit));
        }
        let mut accepted = Vec::new();
        for (hit, (sponsor, person)) in hits.into_iter().enumerate() {
            if best[&person].1 == hit {
                contacts.coming.push_back(person);
                accepted.push((sponsor, 1));
            }
        }
        accepted
    }
}
