//! The whole month, one person at a time.
//!
//! What one draw means (how many contacts, who signs up, what customers order) is verified where
//! it is defined, so those functions are called; who draws when, from which stream, and what comes
//! of it is written out again.

use std::collections::BTreeMap;

use super::bonuses::{self, GivenBack, Line, Past, Trader};
use super::contacts::{Approach, Contacts};
use super::fault::Fault;
use super::person::{Item, Person};
use super::seats::Seating;
use super::snapshot::{Snapshot, Snapshots};
use crate::compensation::Plan;
use crate::observation::Totals;
use crate::portable::{exp, expm1, log, pow};
use crate::random::{Lineage, RunKey, Stream, StreamKey, poisson, uniform};
use crate::simulation::Model;
use crate::submodels::market::Population;
use crate::submodels::people::People;
use crate::submodels::purchasing::Purchasing;
use crate::submodels::quitting::Quitting;
use crate::submodels::recruiting::{Approaches, Openness, Recruiting, RecruitingParameters};
use crate::submodels::selling::{Selling, SellingParameters};
use crate::units::{Money, Points, Probability, Rate};

/// What is known of a month beside the accounts of people.
#[derive(Clone, Debug, Default)]
pub(super) struct Month {
    /// Active people who are still members at its end.
    pub active: u64,
    pub cv: Money,
    pub bonuses: Vec<Line>,
    /// Mean belief of the builders who are still members at its end.
    pub belief: f64,
}

/// What somebody orders, or has ordered for him, in a month.
#[derive(Clone, Copy, Debug, Default)]
struct Orders {
    purchases: Money,
    sales: Money,
    wholesale: Money,
    /// Own goods that he uses.
    used: Money,
    /// What customers pay for goods from stock, and what these had cost.
    resale: Money,
    resold: Money,
}

/// Somebody, by joining number, and how many people he has won.
type Won = (usize, u32);

/// A company and everybody who ever joined it, in joining order.
#[derive(Debug)]
pub(super) struct Company<'m> {
    pub model: &'m Model,
    pub fault: Option<Fault>,
    pub people: Vec<Person>,
    pub months: Vec<Month>,
    /// Who sits where.
    seating: Seating,
    /// Who knows whom, on a network of contacts.
    pub contacts: Option<Contacts>,
    pub key: RunKey,
    /// People who could be won when the month began, in a finite market.
    prospects: u64,
    traits: People,
    purchasing: Purchasing,
    quitting: Quitting,
}

impl<'m> Company<'m> {
    /// The company before its first month.
    pub(super) fn new(model: &'m Model, key: RunKey, fault: Option<Fault>) -> Self {
        Self {
            model,
            fault,
            people: Vec::new(),
            months: Vec::new(),
            seating: Seating::default(),
            contacts: Contacts::new(model, key),
            key,
            prospects: 0,
            traits: People::new(&model.people),
            purchasing: Purchasing::new(&model.purchasing),
            quitting: Quitting::new(&model.quitting, model.months),
        }
    }

    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// One more month: month 0 is the start, in which the founders join and nobody acts.
    pub(super) fn advance(&mut self) {
        let month = self.months.len() as u32;
        let mut orders = BTreeMap::new();
        let mut newcomers = Vec::new();
        if month == 0 {
            for number in 0..u64::from(self.model.market.founders) {
                newcomers.push(self.enrol(Lineage::founder(number), None, month));
            }
        } else {
            self.prospects = self.prospects(month);
            if let Some(contacts) = &mut self.contacts {
                contacts.begin(self.model, self.key, month, &self.people);
            }
            let [sign_ups, customers] = self.act(month, &mut orders);
            let (sign_ups, customers) = match self.contacts {
                Some(_) => self.accept_neighbours(month).into(),
                None => self.accept(month, &sign_ups, &customers),
            };
            for (seller, count) in customers {
                self.people[seller].customers += count;
            }
            for (sponsor, count) in sign_ups {
                for _ in 0..count {
                    let lineage =
                        self.people[sponsor].lineage.recruit(self.people[sponsor].sign_ups.into());
                    self.people[sponsor].sign_ups += 1;
                    newcomers.push(self.enrol(lineage, Some(sponsor), month));
                }
            }
        }
        self.take_seats(month, &newcomers);
        let plan = &self.model.plan;
        let unit = plan.product.member_price(plan.product.price).cents();
        for newcomer in newcomers {
            let mut first = Orders::default();
            if self.has(Fault::RecruitsActAtOnce) && month > 0 {
                self.act_alone(newcomer, month, &mut first);
            }
            let pack = Money::from_cents(unit * i64::from(plan.join.pack));
            first.purchases += pack;
            if self.model.inventory.keeps_stock() {
                self.people[newcomer].shelf.push((month, pack));
            } else {
                first.used += pack;
            }
            orders.insert(newcomer, first);
        }
        self.settle(month, &orders);
        self.train(month);
        self.keep_accounts(month, &orders);
        self.quit(month);
        self.believe(month);
    }

    /// Leavers give up their seats, and recruits take theirs one by one in an order of chance.
    fn take_seats(&mut self, month: u32, newcomers: &[usize]) {
        if month == 0 {
            self.seating = Seating::new(&self.model.plan, newcomers.len());
            return;
        }
        let Self { people, seating, fault, .. } = self;
        seating.begin_month(|person| people[person].is_member_in(month), *fault);
        let tickets = self.key.stream(Stream::Placement, month);
        let mut arriving = newcomers.to_vec();
        arriving.sort_by_key(|&newcomer| tickets.ticket(people[newcomer].lineage));
        for newcomer in arriving {
            let sponsor = people[newcomer].sponsor.expect("recruits have sponsors");
            seating.join(newcomer, sponsor, *fault);
        }
    }

    /// Takes a new person in; returns his joining number.
    fn enrol(&mut self, lineage: Lineage, sponsor: Option<usize>, month: u32) -> usize {
        let mut draws = self.key.stream(Stream::Traits, 0).open(lineage);
        let traits = self.traits.draw(&mut draws);
        let own = traits.skill as f32;
        let duplication = self.model.training.duplication.value() as f32;
        let talent = match sponsor.map(|sponsor| self.people[sponsor].talent) {
            Some(talent) if traits.is_builder => (1.0 - duplication) * own + duplication * talent,
            _ => own,
        };
        let initial = self.model.belief.initial.value() as f32;
        let known = self.model.digital.transparency.value() as f32;
        let belief = match sponsor.map(|sponsor| self.people[sponsor].belief) {
            Some(told) => initial + (told - initial) * known,
            None => initial,
        };
        self.people.push(Person {
            lineage,
            sponsor,
            joined: month,
            left: None,
            is_builder: traits.is_builder,
            hours: traits.hours as f32,
            sign_ups: 0,
            bookings: Vec::new(),
            customers_by_month: Vec::new(),
            activity: traits.activity as f32,
            skill: talent,
            talent,
            trained: 0.0,
            belief,
            acquaintances: traits.acquaintances as f32,
            customers: 0,
            demand: self.purchasing.demand(&mut draws),
            shelf: Vec::new(),
            given_back: Vec::new(),
            debt: Money::ZERO,
            seen: Vec::new(),
            recent: 0.0,
            balance: Money::ZERO,
            active_in: Vec::new(),
            is_active: false,
            rank: None,
            title: None,
            past: Past::default(),
        });
        if let (Some(contacts), Some(newcomer)) = (&mut self.contacts, self.people.last_mut()) {
            contacts.enrol(newcomer);
        }
        self.people.len() - 1
    }

    /// Everybody who was a member before acts; returns who has signed up how many, and who has won
    /// how many customers if these run out.
    fn act(&mut self, month: u32, orders: &mut BTreeMap<usize, Orders>) -> [Vec<Won>; 2] {
        let mut won = [Vec::new(), Vec::new()];
        for person in 0..self.people.len() {
            let late = u32::from(self.has(Fault::LeaverActsOnceMore));
            if self.people[person].left.is_some_and(|left| left + late < month) {
                continue;
            }
            let mut ordered = Orders::default();
            let found = self.act_alone(person, month, &mut ordered);
            orders.insert(person, ordered);
            for (won, found) in won.iter_mut().zip([found.sign_ups, found.customers]) {
                if found > 0 {
                    won.push((person, found));
                }
            }
        }
        won
    }

    /// One person serves his customers, buys, and approaches people; returns the sign-ups, and the
    /// customers who do not count at once.
    fn act_alone(&mut self, number: usize, month: u32, orders: &mut Orders) -> Approaches {
        let availability = self.availability();
        let run_out = self.customers_run_out();
        let to_buy = if run_out { availability } else { 1.0 };
        let part = self.part_of_crowd(month);
        let assigned = self.assigned_to_each(month) * self.factors(month)[1];
        let (recruiting, selling) = self.conditions(month);
        let at_once = self.has(Fault::CustomersOrderAtOnce);
        let keeps_list = self.has(Fault::AcquaintancesNeverEnd);
        let product = &self.model.plan.product;
        let person = &mut self.people[number];
        if !person.is_builder {
            let lacked = self.take_from_shelf(number, orders);
            self.put_on_shelf(number, month, lacked, orders);
            return Approaches::default();
        }
        let list = person.acquaintances;
        let conversion = selling.conversion(f64::from(person.skill));
        let openness = Openness { to_join: availability, to_buy, part };
        let reach = self.model.digital.reach;
        let on_network = self.contacts.is_some();
        let recruiting =
            Recruiting::new(&recruiting, if on_network { 0.0 } else { reach }, openness);
        let prospects = recruiting.approach(
            f64::from(person.activity),
            f64::from(person.belief),
            &mut person.acquaintances,
            conversion,
        );
        let mut draws = self.key.stream(Stream::Recruiting, month).open(person.lineage);
        let mut found = match &mut self.contacts {
            Some(contacts) => {
                let known = Approach { number, prospects, conversion, is_stranger: false };
                let mut found = contacts.approach(self.model, known, draws, self.fault);
                let (activity, belief) = (f64::from(person.activity), f64::from(person.belief));
                let prospects = recruiting.reach(reach, activity, belief, conversion);
                let draws = self.key.stream(Stream::Reached, month).open(person.lineage);
                let strangers = Approach { prospects, is_stranger: true, ..known };
                let others = contacts.approach(self.model, strangers, draws, self.fault);
                found.sign_ups += others.sign_ups;
                found.customers += others.customers;
                found
            }
            None => prospects.win(&mut draws),
        };
        if assigned > 0.0 {
            let mut draws = self.key.stream(Stream::Spontaneous, month).open(person.lineage);
            found.sign_ups += poisson(assigned, &mut draws);
        }
        if keeps_list {
            person.acquaintances = list;
        }
        let mut waiting = 0;
        if run_out && !on_network {
            waiting = std::mem::take(&mut found.customers);
        }
        if at_once {
            person.customers += found.customers;
        }
        if person.customers > 0 {
            let draws = |stream| self.key.stream(stream, month).open(person.lineage);
            let ordering = selling.serve(&mut person.customers, &mut draws(Stream::Customers));
            if ordering > 0 {
                orders.sales = selling.value(ordering, &mut draws(Stream::Orders));
                orders.wholesale = product.member_price(orders.sales);
            }
        }
        if !at_once {
            person.customers += found.customers;
        }
        let lacked = self.take_from_shelf(number, orders);
        let plan = &self.model.plan;
        let active = plan.active.as_ref().and_then(|clause| clause.pv).unwrap_or(Points::ZERO);
        let needed = needed_for(active, plan, orders.wholesale);
        let lineage = self.people[number].lineage;
        let chance = self.key.stream(Stream::Purchasing, month).uniform(lineage);
        if chance < self.model.purchasing.stay_active.value() {
            orders.purchases = orders.purchases.max(needed);
        }
        self.put_on_shelf(number, month, lacked, orders);
        Approaches { sign_ups: found.sign_ups, customers: waiting }
    }

    /// How people are approached and signed up in a month, and how customers are kept and order.
    fn conditions(&self, month: u32) -> (RecruitingParameters, Selling) {
        let [contacts, signing_up, ordering] = self.factors(month);
        let times = |chance: Probability, factor: f64| {
            Probability::new((chance.value() * factor).min(1.0)).unwrap()
        };
        let usual = &self.model.recruiting;
        let recruiting = RecruitingParameters {
            contacts: usual.contacts * contacts,
            warm_signup: times(usual.warm_signup, signing_up),
            cold_signup: times(usual.cold_signup, signing_up),
        };
        let selling = Selling::new(&SellingParameters {
            reorder: times(self.model.selling.reorder, ordering),
            churn: times(self.model.selling.churn, 1.0 - self.model.digital.crm.value()),
            ..self.model.selling
        });
        (recruiting, selling)
    }

    /// Goods spoil, and customers and the member himself are served from the shelf; what he lacks
    /// for himself he buys at least, and it is returned.
    fn take_from_shelf(&mut self, number: usize, orders: &mut Orders) -> Money {
        let counts_again = self.has(Fault::ResaleIsAnOrder);
        let person = &mut self.people[number];
        let spoilt = person.on_hand().at(self.model.inventory.spoilage);
        person.take(spoilt);
        let (sales, wholesale) = (orders.sales, orders.wholesale);
        orders.resold = person.take(wholesale);
        if orders.resold > Money::ZERO {
            let cents = i128::from(sales.cents()) * i128::from(orders.resold.cents())
                / i128::from(wholesale.cents());
            orders.resale = Money::from_cents(cents as i64);
            if !counts_again {
                orders.sales -= orders.resale;
                orders.wholesale -= orders.resold;
            }
        }
        orders.used = person.demand;
        orders.purchases = person.demand - person.take(person.demand);
        orders.purchases
    }

    /// Those who load buy ahead, and what nobody uses now is put on the shelf.
    fn put_on_shelf(&mut self, number: usize, month: u32, lacked: Money, orders: &mut Orders) {
        let inventory = &self.model.inventory;
        if !inventory.keeps_stock() {
            orders.used = orders.purchases;
            return;
        }
        let person = &self.people[number];
        let luck = self.key.stream(Stream::Loading, 0).uniform(person.lineage);
        if person.is_builder && luck < inventory.loaders.value() {
            let mut ahead = needed_for(inventory.volume, &self.model.plan, orders.wholesale);
            if let Some(limit) = inventory.limit.filter(|_| !self.has(Fault::LoadersKnowNoLimit)) {
                ahead = ahead.min(limit + lacked - person.on_hand());
            }
            orders.purchases = orders.purchases.max(ahead);
        }
        self.people[number].shelf.push((month, orders.purchases - lacked));
    }

    fn customers_run_out(&self) -> bool {
        let market = &self.model.market;
        market.customers_run_out && market.population != Population::Infinite
    }

    /// People who are neither members when the month begins, nor former members who must stay
    /// away, nor anybody's customers.
    fn prospects(&self, month: u32) -> u64 {
        let Population::Finite(population) = self.model.market.population else { return 0 };
        let early = u32::from(self.has(Fault::FormerMembersReturnEarly));
        let is_back = |person: &Person| match (person.left, self.model.market.rejoin_after) {
            (Some(left), Some(months)) => left + months - early <= month,
            _ => false,
        };
        let people = self.people.iter().filter(|person| !is_back(person)).count() as u64;
        let customers: u64 = if self.customers_run_out() && !self.has(Fault::CustomersAreNobody) {
            self.acting(month).map(|person| u64::from(person.customers)).sum()
        } else {
            0
        };
        population - people - customers
    }

    /// The chance that a contact in this month is with somebody who could be won when it began.
    fn availability(&self) -> f64 {
        if self.contacts.is_some() {
            return 1.0;
        }
        match self.model.market.population {
            Population::Infinite => 1.0,
            Population::Finite(population) => {
                let share = self.prospects as f64 / population as f64;
                match self.model.market.overlap {
                    1.0 => share,
                    overlap => pow(share, overlap),
                }
            }
        }
    }

    /// How many who sign up by themselves a builder can expect: an equal part of all.
    fn assigned_to_each(&self, month: u32) -> f64 {
        let sharing = self
            .acting(month)
            .filter(|person| person.is_builder || self.has(Fault::BuyersAreAssignedPeople));
        let signing_up = self.model.market.spontaneous * self.prospects as f64;
        signing_up / sharing.count() as f64
    }

    /// Who may act in a month.
    fn acting(&self, month: u32) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.joined < month && person.left.is_none())
    }

    /// How often a builder wins somebody whom others reach as well, compared with others.
    fn part_of_crowd(&self, month: u32) -> f64 {
        if self.contacts.is_some() {
            return 1.0;
        }
        let Population::Finite(population) = self.model.market.population else { return 1.0 };
        let counts = |person: &&Person| person.is_builder || self.has(Fault::BuyersCrowd);
        let builders = self.acting(month).filter(counts).count();
        1.0 / (1.0 + self.model.market.crowding * builders as f64 / population as f64)
    }

    /// What contacts, chances to sign up and chances to order are multiplied by.
    fn factors(&self, month: u32) -> [f64; 3] {
        let mut factors = [1.0; 3];
        for shock in &self.model.shocks {
            let late = u32::from(self.has(Fault::ShocksComeLate));
            let end = shock.months.map(|months| shock.from + late + months);
            if month < shock.from + late || end.is_some_and(|end| month >= end) {
                continue;
            }
            factors[0] *= shock.factors.contacts;
            factors[1] *= shock.factors.sign_ups;
            factors[2] *= shock.factors.orders;
        }
        factors
    }

    /// The sign-ups and the customers that count: not two of one person, and no more than people
    /// are left.
    fn accept(&self, month: u32, sign_ups: &[Won], customers: &[Won]) -> (Vec<Won>, Vec<Won>) {
        let Population::Finite(_) = self.model.market.population else {
            return (sign_ups.to_vec(), customers.to_vec());
        };
        let hits: u32 = sign_ups.iter().chain(customers).map(|&(_, count)| count).sum();
        if hits == 0 {
            return (Vec::new(), Vec::new());
        }
        let mut left = self.prospects as usize;
        let per_person = f64::from(hits) / left as f64;
        let chance = -expm1(-per_person) / per_person;
        let [joining, buying] = [Stream::Acceptance, Stream::CustomerAcceptance];
        let joining =
            self.accept_some(sign_ups, self.key.stream(joining, month), chance, &mut left);
        let buying = self.accept_some(customers, self.key.stream(buying, month), chance, &mut left);
        (joining, buying)
    }

    fn accept_some(
        &self,
        won: &[Won],
        stream: StreamKey,
        chance: f64,
        left: &mut usize,
    ) -> Vec<Won> {
        let mut accepted: Vec<(u64, usize, u32)> = Vec::new();
        for (nth, &(sponsor, count)) in won.iter().enumerate() {
            let lineage = self.people[sponsor].lineage;
            let mut draws = stream.open(lineage);
            let mut counting = 0;
            for _ in 0..count {
                if uniform(&mut draws) < chance || self.has(Fault::SecondHitsCount) {
                    counting += 1;
                }
            }
            let by_age = self.has(Fault::LastPlacesByAge);
            let ticket = if by_age { nth as u64 } else { stream.ticket(lineage) };
            accepted.push((ticket, sponsor, counting));
        }
        accepted.sort_unstable();
        for (_, _, count) in &mut accepted {
            *count = (*count).min(*left as u32);
            *left -= *count as usize;
        }
        accepted.into_iter().map(|(_, sponsor, count)| (sponsor, count)).collect()
    }

    /// The nearest member of a month above somebody.
    fn upline(&self, person: usize, month: u32) -> Option<usize> {
        let mut above = self.people[person].sponsor;
        while let Some(sponsor) = above
            && !self.people[sponsor].is_member_in(month)
        {
            above = self.people[sponsor].sponsor;
            if self.has(Fault::NobodyRollsUp) {
                return None;
            }
        }
        above
    }

    /// The members of a month, by joining number.
    fn members(&self, month: u32) -> Vec<usize> {
        (0..self.people.len()).filter(|&n| self.people[n].is_member_in(month)).collect()
    }

    /// Pays pay and margin of the month.
    fn settle(&mut self, month: u32, orders: &BTreeMap<usize, Orders>) {
        let members = self.members(month);
        let place = |number: usize| members.iter().position(|&member| member == number);
        let mut traders = Vec::new();
        for &number in &members {
            let upline = self.upline(number, month);
            let person = &self.people[number];
            let tenure = month - person.joined;
            let ordered = orders[&number];
            traders.push(Trader {
                upline: upline.and_then(place),
                is_adopted: upline != person.sponsor,
                tenure,
                fee: if tenure == 0 { self.model.plan.join.fee } else { Money::ZERO },
                purchases: ordered.purchases,
                sales: ordered.sales,
                wholesale: ordered.wholesale,
                resold: if self.has(Fault::ResaleIsNoSale) { Money::ZERO } else { ordered.resold },
                customers: person.customers,
                has_cycled: self.seating.cycled.contains(&Some(number)),
                full_levels: self.seating.full_levels(number),
                past: person.past.clone(),
                ..Trader::default()
            });
        }
        let mut orphans = Vec::new();
        for (upline, back) in self.given_back(month) {
            match upline.and_then(place) {
                Some(upline) => traders[upline].given_back.push(back),
                None => orphans.push(back),
            }
        }
        let is_nobodys = |top: &&Option<usize>| top.is_none_or(|top| place(top).is_none());
        let nobodys = self.seating.cycled.iter().filter(is_nobodys).count();
        let plan = &self.model.plan;
        let lines = bonuses::settle(plan, &mut traders, &orphans, nobodys, self.fault);
        self.months.push(Month {
            active: 0,
            cv: bonuses::commissionable_of_all(&self.model.plan, &traders, &orphans),
            bonuses: lines,
            belief: f64::NAN,
        });
        for (number, trader) in members.into_iter().zip(traders) {
            let person = &mut self.people[number];
            let left = trader.pay - person.debt;
            person.debt = (-left).max(Money::ZERO);
            let pay = left.max(Money::ZERO);
            person.book(month, Item::Pay, pay);
            person.book(month, Item::Uncollected, pay - trader.pay);
            person.seen = trader.seen;
            person.book(month, Item::Margin, trader.margin);
            person.past = trader.past;
            person.is_active = trader.is_active;
            if trader.is_active {
                person.active_in.push(month);
            }
            person.rank = trader.rank;
            person.title = person.title.max(trader.rank);
        }
    }

    /// What those gave back who left last month, with whoever is above them now, if it is taken back.
    fn given_back(&self, month: u32) -> Vec<(Option<usize>, GivenBack)> {
        let mut all = Vec::new();
        for (number, person) in self.people.iter().enumerate() {
            let left_last = person.left.is_some_and(|left| left + 1 == month);
            let claws_back = self.model.plan.refund.is_some_and(|refund| refund.clawback);
            let forgets = self.has(Fault::NothingIsTakenBack);
            if !left_last || !claws_back || forgets || person.given_back.is_empty() {
                continue;
            }
            let lots = person.given_back.iter().map(|&(m, paid)| (m - person.joined, paid));
            let back = GivenBack {
                lots: lots.collect(),
                is_active: person.is_active,
                rank: person.rank,
                seen: person.seen.clone(),
            };
            all.push((self.upline(number, month), back));
        }
        all
    }

    /// The company buys back what somebody who leaves has on the shelf.
    fn buy_back(&mut self, number: usize, month: u32) {
        let Some(refund) = self.model.plan.refund else { return };
        if refund.rate == Rate::ZERO {
            return;
        }
        let (old_too, person) = (self.has(Fault::OldStockIsBoughtBack), &mut self.people[number]);
        let is_new = |bought: u32| bought + refund.months > month || old_too;
        let (back, kept): (Vec<_>, Vec<_>) =
            person.shelf.iter().copied().partition(|&(bought, _)| is_new(bought));
        person.shelf = kept;
        let cost: Money = back.iter().map(|&(_, paid)| paid).sum();
        person.given_back = back.into_iter().filter(|&(_, paid)| paid > Money::ZERO).collect();
        person.book(month, Item::GivenBack, cost);
        person.book(month, Item::Refund, cost.at(refund.rate));
    }

    /// Active builders learn by doing and from their uplines.
    fn train(&mut self, month: u32) {
        let training = &self.model.training;
        let [gain, practice, coaching] =
            [training.gain, training.practice.value(), training.coaching.value()]
                .map(|share| share as f32);
        if gain == 0.0 {
            return;
        }
        let before = self.people.clone();
        for number in self.members(month) {
            let coach = match self.upline(number, month).map(|upline| &before[upline]) {
                Some(upline) if upline.is_builder && upline.is_active => upline.trained,
                Some(upline) if upline.is_builder && self.has(Fault::IdleUplinesTrain) => {
                    upline.trained
                }
                _ => 0.0,
            };
            let person = &mut self.people[number];
            if person.is_builder && person.is_active && person.joined < month {
                let share = (practice + coaching * coach).min(1.0);
                person.trained += (1.0 - person.trained) * share;
                person.skill = person.talent * (1.0 + gain * person.trained);
            }
        }
    }

    /// Books goods, fees and expenses of the month.
    fn keep_accounts(&mut self, month: u32, orders: &BTreeMap<usize, Orders>) {
        let join = self.model.plan.join;
        let early = u32::from(self.has(Fault::RenewalEarly));
        for number in self.members(month) {
            let person = &mut self.people[number];
            let ordered = orders[&number];
            person.book(month, Item::Purchase, ordered.purchases);
            person.book(month, Item::Sales, ordered.sales);
            person.book(month, Item::Wholesale, ordered.wholesale);
            person.book(month, Item::Used, ordered.used);
            person.book(month, Item::Resale, ordered.resale);
            person.book(month, Item::Resold, ordered.resold);
            let tenure = month - person.joined;
            if tenure == 0 {
                person.book(month, Item::JoiningFee, join.fee);
                continue;
            }
            if (tenure + early).is_multiple_of(12) {
                person.book(month, Item::RenewalFee, join.renewal);
            }
            if person.is_builder {
                let expenses = Money::from_units(self.model.costs.expenses);
                person.book(month, Item::Expenses, expenses);
            }
        }
    }

    /// Members look at their accounts and stay, or leave at the month's end.
    fn quit(&mut self, month: u32) {
        let chance = self.luck_of_quitting(month);
        let value = self.model.purchasing.own_use_value;
        for number in self.members(month) {
            let influence = self.influence(number, month);
            let person = &mut self.people[number];
            person.customers_by_month.push(person.customers);
            let tenure = month - person.joined;
            let totals = person.totals(month, month);
            let net = totals.cash() + totals.purchases.at(value);
            if person.is_builder {
                person.balance += net;
                if tenure > 0 {
                    person.recent = self.quitting.recent(person.recent, net);
                }
            }
            let luck = chance.uniform(person.lineage);
            if tenure > 0 && leaves(self.model, person, tenure, influence, luck) {
                person.left = Some(month);
                self.buy_back(number, month);
            } else if person.is_active {
                self.months[month as usize].active += 1;
            }
        }
    }

    /// Builders learn from what they earn of what they hope for, and from what is known of others.
    fn believe(&mut self, month: u32) {
        let learning = self.model.belief.learning.value() as f32;
        if learning == 0.0 && self.model.belief.initial == Probability::ONE {
            return;
        }
        let known = self.model.digital.transparency.value() as f32;
        let floor = self.model.belief.floor.value() as f32;
        let aspiration_in_cents = self.model.quitting.aspiration * 100.0;
        let members = self.members(month);
        // What each has earned, in millionths of it.
        let mut told: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
        let mut own = BTreeMap::new();
        for &number in &members {
            let person = &self.people[number];
            let counts = person.is_builder || self.has(Fault::BuyersTellOfTheirResults);
            if !counts || person.joined == month {
                continue;
            }
            let share = f64::from(person.recent) / aspiration_in_cents;
            let earned = (share.clamp(0.0, 1.0) * 1e6).round() as i64;
            own.insert(number, earned);
            let near = self.has(Fault::OnlyRecruitsTellOfTheirResults);
            let hearing = if known == 0.0 {
                0
            } else if near {
                1
            } else {
                usize::MAX
            };
            for above in self.above(number, month).take(hearing) {
                told.entry(above).or_default().push(earned);
            }
        }
        let share = |earned: f64| ((earned / 1e6) as f32).max(floor);
        for (&number, &earned) in &own {
            let person = &mut self.people[number];
            if !person.is_builder {
                continue;
            }
            person.belief += (share(earned as f64) - person.belief) * learning;
            if let Some(others) = told.get(&number) {
                let mean = others.iter().sum::<i64>() as f64 / others.len() as f64;
                person.belief += (share(mean) - person.belief) * (learning * known);
            }
        }
        let stay = members.iter().map(|&n| &self.people[n]).filter(|p| p.left.is_none());
        let beliefs: Vec<u64> = stay
            .filter(|person| person.is_builder)
            .map(|person| (f64::from(person.belief) * 1e6).round() as u64)
            .collect();
        self.months[month as usize].belief =
            beliefs.iter().sum::<u64>() as f64 / (beliefs.len() as f64 * 1e6);
    }

    /// What somebody's hazard is multiplied by, as the one who was above him has left or not.
    fn influence(&self, number: usize, month: u32) -> f64 {
        if self.people[number].joined == month {
            return 1.0;
        }
        let left = |above: usize| self.people[above].left == Some(month - 1);
        let has_left = if self.has(Fault::LeavingActsFurtherDown) {
            self.above(number, month - 1).any(left)
        } else {
            self.upline(number, month - 1).is_some_and(left)
        };
        if has_left { 1.0 + self.model.quitting.influence } else { 1.0 }
    }

    fn luck_of_quitting(&self, month: u32) -> StreamKey {
        match self.fault {
            Some(Fault::StreamsShareAKey) => self.key.stream(Stream::Purchasing, month),
            Some(Fault::PeriodDropped) => self.key.stream(Stream::Quitting, 0),
            _ => self.key.stream(Stream::Quitting, month),
        }
    }

    /// The members at the end of the month that was simulated last.
    pub(super) fn snapshots(&self) -> Snapshots {
        let month = self.months.len() as u32 - 1;
        let years_over = month / 12 * 12;
        let earned = |person: &Person| {
            let totals = person.totals(month, month);
            [totals.pay, totals.margin]
        };
        let mut snapshots = Snapshots::new();
        for number in self.members(month) {
            let person = &self.people[number];
            let upline = self.upline(number, month);
            // Month 0 belongs to the first year.
            let (before, year) = match years_over {
                0 => (Totals::default(), person.totals(0, month)),
                _ => (person.totals(0, years_over), person.totals(years_over + 1, month)),
            };
            let snapshot = Snapshot {
                upline: upline.map(|upline| self.people[upline].lineage),
                depth: self.depth(number, month),
                sign_ups: person.sign_ups,
                is_adopted: upline != person.sponsor,
                joined: person.joined,
                is_builder: person.is_builder,
                is_leaving: person.left == Some(month),
                is_active: person.is_active,
                rank: person.rank,
                skill: person.skill,
                belief: person.belief,
                customers: person.customers,
                acquaintances: person.acquaintances,
                demand: person.demand,
                on_hand: person.on_hand(),
                balance: person.balance,
                recent: person.recent,
                earned: earned(person),
                before,
                year,
            };
            snapshots.insert(person.lineage, snapshot);
        }
        snapshots
    }

    /// All that was ever paid by the company.
    pub(super) fn booked_pay(&self) -> Money {
        let bookings = self.people.iter().flat_map(|person| &person.bookings);
        bookings.filter(|b| b.item == Item::Pay).map(|b| b.amount).sum()
    }

    /// How many members of a month stand above somebody.
    pub(super) fn depth(&self, number: usize, month: u32) -> u32 {
        self.above(number, month).count() as u32
    }

    /// The members of a month above somebody, from below.
    pub(super) fn above(&self, number: usize, month: u32) -> impl Iterator<Item = usize> {
        std::iter::successors(self.upline(number, month), move |&n| self.upline(n, month))
    }
}

/// The smallest own purchase that, with his customers' orders, brings a member so many points.
pub(super) fn needed_for(wanted: Points, plan: &Plan, wholesale: Money) -> Money {
    let rate = i128::from(plan.product.pv.millionths());
    let lacks = |cents: i64| {
        let goods = i128::from(wholesale.cents() + cents);
        goods * rate < i128::from(wanted.hundredths()) * 1_000_000
    };
    if rate == 0 || !lacks(0) {
        return Money::ZERO;
    }
    let mut enough = 1;
    while lacks(enough) {
        enough *= 2;
    }
    let mut too_little = enough / 2;
    while enough - too_little > 1 {
        let middle = i64::midpoint(too_little, enough);
        if lacks(middle) { too_little = middle } else { enough = middle }
    }
    Money::from_cents(enough)
}

/// Whether somebody leaves at the end of his `tenure`th month.
fn leaves(model: &Model, person: &Person, tenure: u32, influence: f64, chance: f64) -> bool {
    let quitting = &model.quitting;
    let year = -log(quitting.survival_12.value().max(f64::MIN_POSITIVE));
    let until = |month: u32| year * pow(f64::from(month) / 12.0, quitting.shape);
    let hazard = influence * (until(tenure) - until(tenure - 1));
    if !person.is_builder {
        return chance > exp(-hazard);
    }
    if quitting.loss_tolerance.is_some_and(|tolerance| person.balance < -tolerance) {
        return true;
    }
    let aspiration_in_cents = quitting.aspiration * 100.0;
    let disappointment = -quitting.sensitivity / aspiration_in_cents * f64::from(person.recent);
    chance > exp(-hazard * exp(disappointment).clamp(0.25, 4.0))
}
