//! What members do in a month: selling, purchasing and recruiting.

use super::conditions;
use super::neighbourhood;
use super::selection::{CHUNK, Selection};
use super::world::{Member, MonthOrders, World};
use crate::compensation::{Clause, Plan};
use crate::genealogy::{Identity, Recruitment};
use crate::observation::MonthTotals;
use crate::random::{Stream, StreamKey, uniform};
use crate::submodels::purchasing::Purchasing;
use crate::submodels::recruiting::{Assignment, Prospects, Recruiting};
use crate::submodels::selling::Selling;
use crate::submodels::shocks::Factors;
use crate::units::{Money, Points, Rate};

/// Everybody acts, one step after the other, through one chunk of members after the other. At
/// the start only founders are there, who act from the first month on.
pub(super) fn behave(world: &mut World<'_>) {
    world.recruitments.clear();
    if let Some(neighbourhood) = &mut world.neighbourhood {
        neighbourhood.begin_month();
    }
    if world.month == 0 {
        return;
    }
    let factors = Factors::in_month(&world.model.shocks, world.month);
    let unusual = conditions::selling(world.model, &factors).map(|selling| Selling::new(&selling));
    let recruiting = conditions::recruiting(world.model, &factors);
    // Whether a neighbour can still join is seen when he is met.
    let availability =
        if world.neighbourhood.is_some() { 1.0 } else { world.market.availability() };
    let stream = |stream| world.key.stream(stream, world.month);
    let behaviour = Behaviour {
        plan: &world.model.plan,
        required_alone: required_alone(&world.model.plan),
        selling: unusual.as_ref().unwrap_or(&world.selling),
        customers: stream(Stream::Customers),
        orders: stream(Stream::Orders),
        purchasing: world.purchasing,
        purchases: stream(Stream::Purchasing),
        recruiting: Recruiting::new(
            &recruiting,
            world.model.digital.reach,
            availability,
            world.market.part_of_crowd(),
        ),
        approaches: stream(Stream::Recruiting),
        assignment: Assignment::new(world.market.assigned_to_each() * factors.sign_ups),
        assignments: stream(Stream::Spontaneous),
    };
    let chunks = world.members.chunks_mut(CHUNK).zip(world.genealogy.identity().chunks(CHUNK));
    for (first, (members, identities)) in (0..).step_by(CHUNK).zip(chunks) {
        for member in &mut *members {
            member.orders = MonthOrders { purchases: member.demand(), ..MonthOrders::default() };
        }
        let everyone = 0..members.len();
        let builders = Selection::of(everyone, |n| members[n].acts_as_builder());
        behaviour.sell(&builders, members, identities, &mut world.totals);
        behaviour.purchase(&builders, members, identities);
        let sign_up = |n: usize, count| {
            world.recruitments.push(Recruitment { sponsor: first + n as u32, count });
        };
        match &mut world.neighbourhood {
            None => behaviour.recruit(&builders, members, identities, sign_up),
            Some(neighbourhood) => {
                let first = first as usize;
                neighbourhood.recruit(&behaviour, first, &builders, members, identities, sign_up);
            }
        }
    }
    if world.neighbourhood.is_some() {
        neighbourhood::accept_sign_ups(world);
    } else {
        accept_sign_ups(world);
    }
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
    pub(super) approaches: StreamKey,
    assignment: Assignment,
    assignments: StreamKey,
}

impl Behaviour<'_> {
    /// Customers are lost, order or do neither.
    fn sell(
        &self,
        builders: &Selection,
        members: &mut [Member],
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
            members[n].orders = MonthOrders { sales, wholesale, ..members[n].orders };
            totals.sales += sales;
            totals.wholesale += wholesale;
        }
    }

    /// Builders buy what they want, or what they need to be active.
    fn purchase(&self, builders: &Selection, members: &mut [Member], identities: &[Identity]) {
        for n in builders.iter() {
            let required = (self.required_alone - members[n].orders.wholesale).max(Money::ZERO);
            let chance = self.purchases.uniform(identities[n].lineage);
            members[n].orders.purchases =
                self.purchasing.month(members[n].demand(), required, chance);
        }
    }

    /// Builders approach people, who sign up, become customers or do neither; others sign up by
    /// themselves and are assigned to builders.
    fn recruit(
        &self,
        builders: &Selection,
        members: &mut [Member],
        identities: &[Identity],
        mut sign_up: impl FnMut(usize, u32),
    ) {
        let mut prospects = [Prospects::default(); CHUNK];
        let mut assigned = [0; CHUNK];
        let winners = Selection::of(builders.iter(), |n| {
            prospects[n] = self.prospects(&mut members[n]);
            assigned[n] = self.assigned(&identities[n]);
            let approaches = self.approaches.open(identities[n].lineage);
            (assigned[n] > 0) | prospects[n].may_win(&approaches)
        });
        for n in winners.iter() {
            let won = prospects[n].win(&mut self.approaches.open(identities[n].lineage));
            members[n].customers += won.customers;
            let sign_ups = won.sign_ups + assigned[n];
            if sign_ups > 0 {
                sign_up(n, sign_ups);
            }
        }
    }

    /// What a builder's approaches promise.
    #[inline]
    pub(super) fn prospects(&self, member: &mut Member) -> Prospects {
        let activity = f64::from(member.activity);
        let conversion = self.conversion(member);
        self.recruiting.approach(activity, &mut member.acquaintances, conversion)
    }

    /// The chance that he wins a contact as a customer.
    #[inline]
    pub(super) fn conversion(&self, member: &Member) -> f64 {
        self.selling.conversion(f64::from(member.skill))
    }

    /// How many who signed up by themselves are assigned to a builder.
    #[inline]
    fn assigned(&self, identity: &Identity) -> u32 {
        if self.assignment.goes_on() {
            self.assignment.draw(&mut self.assignments.open(identity.lineage))
        } else {
            0
        }
    }
}

/// What an active member must buy himself if he has no customers, at the member's price.
fn required_alone(plan: &Plan) -> Money {
    let points = plan.active.as_ref().and_then(|clause: &Clause| clause.pv);
    price_of(points.unwrap_or(Points::ZERO), plan.product.pv)
}

/// The smallest purchase at the member's price that brings so many points.
fn price_of(points: Points, points_per_money: Rate) -> Money {
    let rate = i128::from(points_per_money.millionths());
    if points <= Points::ZERO || rate == 0 {
        return Money::ZERO;
    }
    let cents = (i128::from(points.hundredths()) * 1_000_000 + rate - 1) / rate;
    Money::from_cents(i64::try_from(cents).expect("required purchases stay within 64 bits"))
}

/// Decides which sign-ups count: several may be with one person, and the market may be full.
///
/// Who gets the last places is decided by tickets, not by where members stand.
fn accept_sign_ups(world: &mut World<'_>) {
    let hits = world.recruitments.iter().map(|r| u64::from(r.count)).sum();
    let chance = world.market.acceptance(hits);
    let acceptance = world.key.stream(Stream::Acceptance, world.month);
    let identities = world.genealogy.identity();
    let places = world.market.places_left();
    let mut accepted = 0;
    if chance < 1.0 {
        for recruitment in &mut world.recruitments {
            let lineage = identities[recruitment.sponsor as usize].lineage;
            let mut draws = acceptance.open(lineage);
            recruitment.count =
                (0..recruitment.count).filter(|_| uniform(&mut draws) < chance).count() as u32;
            accepted += u64::from(recruitment.count);
        }
    } else {
        accepted = hits;
    }
    if accepted > places {
        let mut order: Vec<(u64, usize)> = world
            .recruitments
            .iter()
            .enumerate()
            .map(|(n, r)| (acceptance.ticket(identities[r.sponsor as usize].lineage), n))
            .collect();
        order.sort_unstable();
        let mut left = places;
        for (_, n) in order {
            let count = u64::from(world.recruitments[n].count).min(left);
            world.recruitments[n].count = count as u32;
            left -= count;
        }
        accepted = places;
    }
    world.recruitments.retain(|recruitment| recruitment.count > 0);
    world.market.join(accepted);
    world.totals.joins = accepted;
}
