//! What members do in a month: selling, purchasing and recruiting.

use super::conditions;
use super::neighbourhood;
use super::orders::MonthOrders;
use super::world::{Member, World};
use crate::compensation::{Clause, Plan};
use crate::genealogy::{AHEAD, CHUNK, Identity, Recruitment, Selection, fetch, fetch_next};
use crate::observation::MonthTotals;
use crate::random::{Stream, StreamKey, uniform};
use crate::submodels::purchasing::Purchasing;
use crate::submodels::recruiting::{Approaches, Assignment, Openness, Prospects, Recruiting};
use crate::submodels::selling::Selling;
use crate::submodels::shocks::Factors;
use crate::units::{Money, Points, Rate};

/// With each builder so many rows of the next chunk are asked for: together all, where half of the
/// people are builders.
const ROWS_AHEAD: usize = 2;

/// Everybody acts, one step after the other, through one chunk of members after the other. At
/// the start only founders are there, who act from the first month on.
pub(super) fn behave(world: &mut World<'_>) {
    world.recruitments.clear();
    if world.month == 0 {
        return;
    }
    if let Some(neighbourhood) = &mut world.neighbourhood {
        let losses = world.key.stream(Stream::LostCustomers, world.month);
        neighbourhood.begin_month(&world.members, &world.genealogy, losses);
    }
    let factors = Factors::in_month(&world.model.shocks, world.month);
    let unusual = conditions::selling(world.model, &factors).map(|selling| Selling::new(&selling));
    let recruiting = conditions::recruiting(world.model, &factors);
    // Whether a neighbour can still join is seen when he is met, and strangers are not neighbours.
    let reach = world.model.digital.reach;
    let [reach, reach_in_network] =
        if world.neighbourhood.is_some() { [0.0, reach] } else { [reach, 0.0] };
    let stream = |stream| world.key.stream(stream, world.month);
    let behaviour = Behaviour {
        plan: &world.model.plan,
        required_alone: required_alone(&world.model.plan),
        selling: unusual.as_ref().unwrap_or(&world.selling),
        customers: stream(Stream::Customers),
        orders: stream(Stream::Orders),
        purchasing: world.purchasing,
        purchases: stream(Stream::Purchasing),
        recruiting: Recruiting::new(&recruiting, reach, openness(world)),
        beliefs: world.beliefs.as_deref(),
        approaches: stream(Stream::Recruiting),
        reach_in_network,
        reached: stream(Stream::Reached),
        assignment: Assignment::new(world.market.assigned_to_each() * factors.sign_ups),
        assignments: stream(Stream::Spontaneous),
        customers_run_out: world.market.customers_run_out(),
    };
    let loading = world.key.stream(Stream::Loading, 0);
    let people = world.members.chunks_mut(CHUNK).zip(world.genealogy.identity().chunks(CHUNK));
    let chunks = people.zip(world.orders.chunks_mut(CHUNK));
    for (first, ((members, identities), orders)) in (0..).step_by(CHUNK).zip(chunks) {
        for (orders, member) in orders.iter_mut().zip(&*members) {
            *orders = MonthOrders { purchases: member.demand(), ..MonthOrders::default() };
        }
        let everyone = 0..members.len();
        let builders = Selection::of(everyone, |n| members[n].acts_as_builder());
        behaviour.sell(&builders, members, orders, identities, &mut world.totals);
        if let Some(stock) = &mut world.stock {
            stock.draw_down(first, members, orders, &mut world.totals);
        }
        behaviour.purchase(&builders, orders, identities);
        if let Some(stock) = &mut world.stock {
            stock.load(first, &builders, orders, identities, loading);
            stock.put_away(first, orders);
        }
        if let Some(refunds) = &mut world.refunds {
            refunds.note(world.month, first, orders);
        }
        let by = |n: usize, count| Recruitment { sponsor: (first + n) as u32, count };
        let tell = |n, won: Approaches| {
            if won.sign_ups > 0 {
                world.recruitments.push(by(n, won.sign_ups));
            }
            if won.customers > 0 {
                world.new_customers.push(by(n, won.customers));
            }
        };
        match &mut world.neighbourhood {
            None => behaviour.recruit(first, &builders, members, identities, tell),
            Some(neighbourhood) => {
                neighbourhood.recruit(&behaviour, first, &builders, members, identities, tell);
            }
        }
    }
    if world.neighbourhood.is_some() {
        neighbourhood::accept(world);
    } else {
        accept(world);
    }
    for won in world.new_customers.drain(..) {
        win_customers(&mut world.members[won.sponsor as usize], won.count);
    }
    world.totals.joins = number(&world.recruitments);
    world.market.join(world.totals.joins);
}

/// Gives a member so many customers more.
fn win_customers(member: &mut Member, count: u32) {
    member.customers =
        member.customers.checked_add(count).expect("a member has less than 2^32 customers");
}

/// Who can be won: on a network of contacts that is known of each person apart.
fn openness(world: &World<'_>) -> Openness {
    let market = &world.market;
    if world.neighbourhood.is_some() {
        return Openness { to_join: 1.0, to_buy: 1.0, part: 1.0 };
    }
    let to_join = market.availability();
    let to_buy = if market.customers_run_out() { to_join } else { 1.0 };
    Openness { to_join, to_buy, part: market.part_of_crowd() }
}

/// How builders behave in a month: the processes and their randomness.
pub(super) struct Behaviour<'w> {
    plan: &'w Plan,
    /// What a builder without customers must buy to be active.
    required_alone: Money,
    selling: &'w Selling,
    customers: StreamKey,
    orders: StreamKey,
    purchasing: Purchasing,
    purchases: StreamKey,
    recruiting: Recruiting,
    /// Of all members, in preorder, if anybody believes less than all.
    beliefs: Option<&'w [f32]>,
    pub(super) approaches: StreamKey,
    /// Strangers whom digital tools reach beside each neighbour.
    pub(super) reach_in_network: f64,
    pub(super) reached: StreamKey,
    assignment: Assignment,
    assignments: StreamKey,
    customers_run_out: bool,
}

impl Behaviour<'_> {
    /// Customers are lost, order or do neither.
    fn sell(
        &self,
        builders: &Selection,
        members: &mut [Member],
        ordered: &mut [MonthOrders],
        identities: &[Identity],
        totals: &mut MonthTotals,
    ) {
        let mut orders = [0; CHUNK];
        let sellers = Selection::of(builders.iter(), |n| members[n].customers > 0);
        let ordering = Selection::of(sellers.iter(), |n| {
            let mut draws = self.customers.open(identities[n].lineage);
            orders[n] = self.selling.serve(&mut members[n].customers, &mut draws);
            orders[n] > 0
        });
        for n in ordering.iter() {
            let mut draws = self.orders.open(identities[n].lineage);
            let sales = self.selling.value(orders[n], &mut draws);
            let wholesale = self.plan.product.member_price(sales);
            ordered[n] = MonthOrders { sales, wholesale, ..ordered[n] };
            totals.sales += sales;
            totals.wholesale += wholesale;
        }
    }

    /// Builders buy what they want, or what they need to be active.
    fn purchase(&self, builders: &Selection, orders: &mut [MonthOrders], identities: &[Identity]) {
        for (ahead, n) in (0..).step_by(ROWS_AHEAD).zip(builders.iter()) {
            fetch_next(orders, ahead);
            fetch_next(identities, ahead);
            let required = (self.required_alone - orders[n].wholesale).max(Money::ZERO);
            let chance = self.purchases.uniform(identities[n].lineage);
            let wanted = orders[n].purchases;
            orders[n].purchases = self.purchasing.month(wanted, required, chance);
        }
    }

    /// Builders approach people, who sign up, become customers or do neither; others sign up by
    /// themselves and are assigned to builders. Where customers run out, those who were won are
    /// told as well; otherwise all of them count.
    ///
    /// The members of the chunk stand in preorder from place `first` on.
    fn recruit(
        &self,
        first: usize,
        builders: &Selection,
        members: &mut [Member],
        identities: &[Identity],
        mut tell: impl FnMut(usize, Approaches),
    ) {
        let mut prospects = [Prospects::default(); CHUNK];
        let mut assigned = [0; CHUNK];
        if self.assignment.goes_on() {
            for n in builders.iter() {
                assigned[n] = self.assigned(&identities[n]);
            }
        }
        let mut ahead = 0..;
        let winners = Selection::of(builders.iter(), |n| {
            ahead.by_ref().take(ROWS_AHEAD).for_each(|row| fetch_next(members, row));
            prospects[n] = self.prospects(first + n, &mut members[n]);
            let approaches = self.approaches.open(identities[n].lineage);
            (assigned[n] > 0) | prospects[n].may_win(&approaches)
        });
        let mut won = [Approaches::default(); CHUNK];
        let told = Selection::of(winners.iter(), |n| {
            let won = &mut won[n];
            *won = prospects[n].win(&mut self.approaches.open(identities[n].lineage));
            won.sign_ups = won.sign_ups.saturating_add(assigned[n]);
            if !self.customers_run_out {
                win_customers(&mut members[n], std::mem::take(&mut won.customers));
            }
            won.sign_ups | won.customers > 0
        });
        for n in told.iter() {
            tell(n, won[n]);
        }
    }

    /// What the approaches of the builder at a place promise.
    #[inline]
    pub(super) fn prospects(&self, place: usize, member: &mut Member) -> Prospects {
        let activity = f64::from(member.activity);
        let conversion = self.conversion(member);
        let belief = self.belief(place);
        self.recruiting.approach(activity, belief, &mut member.acquaintances, conversion)
    }

    /// What those promise whom digital tools reach beside his neighbours.
    #[inline]
    pub(super) fn strangers(&self, place: usize, member: &Member) -> Prospects {
        let (activity, belief) = (f64::from(member.activity), self.belief(place));
        self.recruiting.reach(self.reach_in_network, activity, belief, self.conversion(member))
    }

    #[inline]
    fn belief(&self, place: usize) -> f64 {
        self.beliefs.map_or(1.0, |beliefs| beliefs[place].into())
    }

    /// The chance that he wins a contact as a customer.
    #[inline]
    pub(super) fn conversion(&self, member: &Member) -> f64 {
        self.selling.conversion(f64::from(member.skill))
    }

    /// How many who signed up by themselves are assigned to a builder.
    #[inline]
    fn assigned(&self, identity: &Identity) -> u32 {
        self.assignment.draw(&mut self.assignments.open(identity.lineage))
    }
}

/// What an active member must buy himself if he has no customers, at the member's price.
pub(super) fn required_alone(plan: &Plan) -> Money {
    let points = plan.active.as_ref().and_then(|clause: &Clause| clause.pv);
    price_of(points.unwrap_or(Points::ZERO), plan.product.pv)
}

/// The smallest purchase at the member's price that brings so many points.
pub(super) fn price_of(points: Points, points_per_money: Rate) -> Money {
    let rate = i128::from(points_per_money.millionths());
    if points <= Points::ZERO || rate == 0 {
        return Money::ZERO;
    }
    let cents = (i128::from(points.hundredths()) * 1_000_000 + rate - 1) / rate;
    Money::from_cents(i64::try_from(cents).expect("required purchases stay within 64 bits"))
}

/// Decides which sign-ups count, and which customers if these run out: several may be with one
/// person, and the market may be full.
fn accept(world: &mut World<'_>) {
    let (key, month) = (world.key, world.month);
    let identities = world.genealogy.identity();
    let hits = number(&world.recruitments) + number(&world.new_customers);
    let chance = world.market.acceptance(hits);
    let places = world.market.places_left();
    let acceptance = key.stream(Stream::Acceptance, month);
    accept_some(&mut world.recruitments, identities, acceptance, chance, places);
    let joined = number(&world.recruitments);
    let acceptance = key.stream(Stream::CustomerAcceptance, month);
    accept_some(&mut world.new_customers, identities, acceptance, chance, places - joined);
}

/// How many people were won.
fn number(won: &[Recruitment]) -> u64 {
    won.iter().map(|won| u64::from(won.count)).sum()
}

/// Leaves each of these people with this chance, and no more of them than there are places.
///
/// Who gets the last places is decided by tickets, not by where members stand.
fn accept_some(
    won: &mut Vec<Recruitment>,
    identities: &[Identity],
    acceptance: StreamKey,
    chance: f64,
    places: u64,
) {
    let lineage = |won: &Recruitment| identities[won.sponsor as usize].lineage;
    if chance < 1.0 {
        for n in 0..won.len() {
            // He may stand anywhere.
            if let Some(later) = won.get(n + AHEAD) {
                fetch(identities, later.sponsor as usize);
            }
            let won = &mut won[n];
            let mut draws = acceptance.open(lineage(won));
            won.count = (0..won.count).filter(|_| uniform(&mut draws) < chance).count() as u32;
        }
    }
    if number(won) > places {
        let mut order: Vec<(u64, usize)> =
            won.iter().enumerate().map(|(n, won)| (acceptance.ticket(lineage(won)), n)).collect();
        order.sort_unstable();
        let mut left = places;
        for (_, n) in order {
            let count = u64::from(won[n].count).min(left);
            won[n].count = count as u32;
            left -= count;
        }
    }
    won.retain(|won| won.count > 0);
}
