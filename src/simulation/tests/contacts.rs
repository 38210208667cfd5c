//! Who knows whom in the reference, and who of them joins.

use std::collections::{BTreeMap, VecDeque};

use super::fault::Fault;
use super::person::Person;
use super::reference::Company;
use crate::random::{Draws, RunKey, Stream, below, uniform};
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
    /// Sellers of the month and whom they win, where customers run out.
    buyers: Vec<(usize, u32)>,
    /// The customers of each member, by joining number, the last one first.
    customers: Vec<Vec<u32>>,
    /// Whether each person can be won in the month.
    is_free: Vec<bool>,
    /// Whether each person is a builder who acts in the month.
    is_offering: Vec<bool>,
}

/// How often somebody is met, and whose approach it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approach {
    /// By joining number.
    pub number: usize,
    pub prospects: Prospects,
    pub conversion: f64,
    /// Whether anybody can be met.
    pub is_stranger: bool,
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
            buyers: Vec::new(),
            customers: Vec::new(),
            is_free: Vec::new(),
            is_offering: Vec::new(),
        })
    }

    /// Sees who can be won in this month: not members, nor former ones who must stay away, nor who is
    /// left to a member as a customer.
    pub(super) fn begin(&mut self, model: &Model, key: RunKey, month: u32, members: &[Person]) {
        self.customers.resize(members.len(), Vec::new());
        for (customers, member) in self.customers.iter_mut().zip(members) {
            let stay = if member.left.is_some() { 0 } else { member.customers as usize };
            if customers.len() > stay && model.market.customers_run_out {
                let mut draws = key.stream(Stream::LostCustomers, month).open(member.lineage);
                while customers.len() > stay {
                    customers.remove(below(customers.len() as u32, &mut draws) as usize);
                }
            }
        }
        self.is_free = vec![true; self.circles.len()];
        self.is_offering = vec![false; self.circles.len()];
        for (&person, member) in self.people.iter().zip(members) {
            let back = member.left.zip(model.market.rejoin_after);
            if back.is_none_or(|(left, months)| left + months > month) {
                self.is_free[person as usize] = false;
            }
            if member.is_builder && member.left.is_none() {
                self.is_offering[person as usize] = true;
            }
        }
        for &customer in self.customers.iter().flatten() {
            self.is_free[customer as usize] = false;
        }
    }

    /// How often this builder wins somebody whom his acquaintances among the builders reach as well.
    fn part(&self, model: &Model, person: u32, builder: u32) -> f64 {
        let mut reached = 0.0;
        for &other in &self.circles[person as usize] {
            if other != builder && self.is_offering[other as usize] {
                reached += model.market.crowding / self.circles[other as usize].len() as f64;
            }
        }
        1.0 / (1.0 + reached)
    }

    /// Somebody joins, and counts those he knows.
    pub(super) fn enrol(&mut self, member: &mut Person) {
        let person = self.coming.pop_front().unwrap();
        self.people.push(person);
        if member.is_builder {
            member.acquaintances = self.circles[person as usize].len() as f32;
        }
    }

    /// What comes of approaches: sign-ups, and customers who count at once.
    pub(super) fn approach(
        &mut self,
        model: &Model,
        approach: Approach,
        mut draws: Draws,
        fault: Option<Fault>,
    ) -> Approaches {
        let Approach { number, prospects, conversion, is_stranger } = approach;
        let builder = self.people[number];
        let everybody: Vec<u32> = (0..self.circles.len() as u32).collect();
        let known = match fault {
            Some(Fault::StrangersAreMet) => everybody,
            _ if is_stranger => everybody,
            _ => self.circles[builder as usize].clone(),
        };
        let mut found = Approaches::default();
        if known.is_empty() {
            return found;
        }
        let run_out = model.market.customers_run_out;
        let crowds = model.market.crowding > 0.0;
        prospects.each(&mut draws, |would_sign_up, draws| {
            if !would_sign_up && !run_out && !crowds {
                found.customers += 1;
                return;
            }
            let met = known[below(known.len() as u32, draws) as usize];
            let is_won = !crowds || uniform(draws) < self.part(model, met, builder);
            if !is_won {
                return;
            }
            let is_free = self.is_free[met as usize];
            if would_sign_up && is_free {
                self.hits.push((number, met));
                found.sign_ups += 1;
            } else if run_out {
                if is_free {
                    self.buyers.push((number, met));
                }
            } else {
                found.customers += u32::from(!would_sign_up || uniform(draws) < conversion);
            }
        });
        found
    }
}

impl Company<'_> {
    /// The sign-ups that count, and the customers: of those with one person, that with the lowest
    /// ticket.
    pub(super) fn accept_neighbours(&mut self, month: u32) -> [Vec<(usize, u32)>; 2] {
        let streams = [Stream::Acceptance, Stream::CustomerAcceptance];
        let streams = streams.map(|stream| self.key.stream(stream, month));
        let Some(contacts) = &mut self.contacts else { return [Vec::new(), Vec::new()] };
        let hits = [&mut contacts.hits, &mut contacts.buyers].map(std::mem::take);
        let mut best: BTreeMap<u32, (u64, usize, usize)> = BTreeMap::new();
        for (kind, hits) in hits.iter().enumerate() {
            for (hit, &(member, person)) in hits.iter().enumerate() {
                let lineage = self.people[member].lineage.recruit(person.into());
                let ticket = match self.fault {
                    Some(Fault::FirstToJoinWinsNeighbours) => member as u64,
                    _ => streams[kind].ticket(lineage),
                };
                let lowest = best.entry(person).or_insert((ticket, kind, hit));
                *lowest = (*lowest).min((ticket, kind, hit));
            }
        }
        let mut accepted = [Vec::new(), Vec::new()];
        for (kind, hits) in hits.into_iter().enumerate() {
            for (hit, (member, person)) in hits.into_iter().enumerate() {
                let (_, best_kind, best_hit) = best[&person];
                if (best_kind, best_hit) != (kind, hit) {
                    continue;
                }
                accepted[kind].push((member, 1));
                if kind == 0 {
                    contacts.coming.push_back(person);
                } else {
                    contacts.customers[member].insert(0, person);
                }
            }
        }
        accepted
    }
}
