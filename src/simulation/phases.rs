//! The phases of a month, in order.

use super::world::{MonthOrders, MonthVolumes, World};
use crate::compensation::{BonusLine, Clause};
use crate::genealogy::Recruitment;
use crate::observation::{MonthTotals, Totals};
use crate::random::{Stream, uniform};
use crate::submodels::recruiting::Recruiting;
use crate::units::{Money, Points, Rate};

/// One phase of a month.
#[derive(Clone, Copy, Debug)]
pub struct Phase {
    /// What it is called.
    pub name: &'static str,
    /// What happens in it, in one sentence.
    pub meaning: &'static str,
    pub(super) act: fn(&mut World<'_>),
}

/// The phases of a month, in the order in which they run.
pub const PHASES: [Phase; 6] = [
    Phase {
        name: "market",
        meaning: "The chance that a contact can still join is brought up to date.",
        act: begin_month,
    },
    Phase {
        name: "behaviour",
        meaning: "Each member in turn loses customers and serves the others (selling), buys for \
                  himself (purchasing), then approaches people, who sign up, become customers or \
                  do neither (recruiting); two sign-ups of one person count once.",
        act: behave,
    },
    Phase {
        name: "advance",
        meaning: "Those who left last month are taken out, their downlines roll up, and recruits \
                  are placed under their sponsors with fee and starter pack.",
        act: advance,
    },
    Phase {
        name: "commission run",
        meaning: "Volumes, activity, ranks and bonuses of the month are computed.",
        act: settle,
    },
    Phase {
        name: "accounts and quitting",
        meaning: "Pay, margins, purchases, fees and expenses are booked to each member, who then \
                  decides whether to leave at the month's end.",
        act: close_accounts,
    },
    Phase {
        name: "observation",
        meaning: "The month is counted, and at its end the year.",
        act: observe,
    },
];

fn begin_month(world: &mut World<'_>) {
    world.totals = MonthTotals {
        saturation: world.market.saturation().unwrap_or(f64::NAN),
        ..MonthTotals::default()
    };
}

/// Selling, purchasing and recruiting, member by member. At the start only founders are there,
/// who act from the first month on.
fn behave(world: &mut World<'_>) {
    world.recruitments.clear();
    if world.month == 0 {
        return;
    }
    let plan = &world.model.plan;
    let product = &plan.product;
    let required_alone = price_of(required_points(plan.active.as_ref()), product.pv);
    let selling = world.key.stream(Stream::Selling, world.month);
    let purchasing = world.key.stream(Stream::Purchasing, world.month);
    let recruiting = world.key.stream(Stream::Recruiting, world.month);
    let approaches = Recruiting::new(&world.model.recruiting, world.market.availability());
    let identities = world.genealogy.identity();
    let mut hits = 0;
    for (place, (member, identity)) in world.members.iter_mut().zip(identities).enumerate() {
        member.orders = MonthOrders::default();
        if member.is_leaving {
            continue;
        }
        if !member.is_builder {
            member.orders.purchases = member.demand();
            continue;
        }
        let lineage = identity.lineage;
        if member.customers > 0 {
            member.orders.sales =
                world.selling.month(&mut member.customers, &mut selling.open(lineage));
            member.orders.wholesale = product.member_price(member.orders.sales);
        }
        let required = (required_alone - member.orders.wholesale).max(Money::ZERO);
        member.orders.purchases =
            world.purchasing.month(member.demand(), required, || purchasing.uniform(lineage));
        let found = approaches.approach(
            f64::from(member.activity),
            &mut member.acquaintances,
            world.selling.conversion(f64::from(member.skill)),
            &mut recruiting.open(lineage),
        );
        member.customers += found.customers;
        if found.sign_ups > 0 {
            hits += u64::from(found.sign_ups);
            world.recruitments.push(Recruitment { sponsor: place as u32, count: found.sign_ups });
        }
    }
    accept_sign_ups(world, hits);
}

/// The points that the plan wants of an active member.
fn required_points(active: Option<&Clause>) -> Points {
    active.and_then(|clause| clause.pv).unwrap_or(Points::ZERO)
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
fn accept_sign_ups(world: &mut World<'_>, hits: u64) {
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

fn advance(world: &mut World<'_>) {
    if world.month > 0 {
        let members = &world.members;
        world.genealogy.advance(
            |place| members[place].is_leaving,
            &world.recruitments,
            &mut world.advance,
        );
        let maker = world.member_maker();
        let newcomers: Vec<_> =
            world.advance.newcomers().iter().map(|n| maker.make(n.lineage)).collect();
        let change = &world.advance;
        change.relayout(&mut world.members, |n| newcomers[n]);
        change.relayout(&mut world.year, |_| Totals::default());
        change.relayout(&mut world.before, |_| Totals::default());
        if let Some(last) = &mut world.last {
            change.relayout(last, |_| Totals::default());
        }
        world.history.relayout(change);
    }
    if world.last.is_none() && world.observer.needs_last(world.month) {
        world.last = Some(vec![Totals::default(); world.members.len()]);
    }
}

fn settle(world: &mut World<'_>) {
    let plan = &world.model.plan;
    let volumes = MonthVolumes {
        product: &plan.product,
        fee: plan.join.fee,
        month: world.month,
        members: &world.members,
    };
    world.commission.settle(&world.genealogy, &volumes, &mut world.history);
    world.totals.bonuses = world.commission.lines().iter().map(|line| line.paid).collect();
    world.totals.breakage = world.commission.lines().iter().map(BonusLine::breakage).sum();
    world.totals.cv = world.commission.total_cv();
}

/// Books the month to each member, who then decides whether to stay.
fn close_accounts(world: &mut World<'_>) {
    let join = &world.model.plan.join;
    let month = world.month;
    let chance = world.key.stream(Stream::Quitting, month);
    let World { members, year, before, last, commission, observer, totals, .. } = world;
    let (costs, purchasing, quitting) = (&world.costs, &world.purchasing, &world.quitting);
    let rows = members
        .iter_mut()
        .zip(year.iter_mut())
        .zip(before.iter())
        .zip(commission.pay().iter().zip(commission.margin()))
        .zip(world.genealogy.identity())
        .enumerate();
    // Sums are kept in registers: `totals` lies behind a reference.
    let (mut purchases, mut expenses, mut renewals) = (Money::ZERO, Money::ZERO, Money::ZERO);
    let (mut sales, mut wholesale, mut margins) = (Money::ZERO, Money::ZERO, Money::ZERO);
    let (mut builders, mut customers, mut newcomers) = (0_u64, 0_u64, 0_i64);
    for (place, ((((member, year), before), (&pay, &margin)), identity)) in rows {
        let orders = member.orders;
        let tenure = month - u32::from(member.joined);
        purchases += orders.purchases;
        let mut booked = Totals { pay, margin, purchases: orders.purchases, costs: Money::ZERO };
        if tenure == 0 {
            newcomers += 1;
            booked.costs = join.fee;
        } else {
            let renewal = join.renewal_due(tenure);
            renewals += renewal;
            booked.costs = renewal;
        }
        let leaves = if member.is_builder {
            if tenure > 0 {
                let expense = costs.month(true);
                expenses += expense;
                booked.costs += expense;
            }
            sales += orders.sales;
            wholesale += orders.wholesale;
            margins += margin;
            let net = booked.cash() + purchasing.value(orders.purchases, true);
            member.balance += net;
            tenure > 0 && {
                member.recent = quitting.recent(member.recent, net);
                let chance = chance.uniform(identity.lineage);
                quitting.leaves(tenure, member.recent, member.balance, chance)
            }
        } else {
            tenure > 0 && quitting.buyer_leaves(tenure, chance.uniform(identity.lineage))
        };
        member.is_leaving = leaves;
        *year += booked;
        if let Some(last) = last {
            last[place] += booked;
        }
        if tenure == 12 || leaves {
            let last = last.as_ref().map(|last| &last[place]);
            let person = member.life_outcome(identity.sign_ups, before, year, last);
            if tenure == 12 {
                observer.complete_first_year(&person, month, leaves);
            }
            if leaves {
                observer.leave(&person, month);
                totals.leavers += 1;
                continue;
            }
        }
        builders += u64::from(member.is_builder);
        customers += u64::from(member.customers);
    }
    (totals.purchases, totals.expenses, totals.renewal_fees) = (purchases, expenses, renewals);
    (totals.sales, totals.wholesale, totals.margin) = (sales, wholesale, margins);
    (totals.builders, totals.customers) = (builders, customers);
    totals.joining_fees = Money::from_cents(join.fee.cents() * newcomers);
    totals.members = members.len() as u64 - totals.leavers;
    totals.active = commission.n_active();
}

fn observe(world: &mut World<'_>) {
    let product = &world.model.plan.product;
    let mut totals = std::mem::take(&mut world.totals);
    totals.ever_joined = world.market.ever_joined();
    totals.saturation = world.market.saturation().unwrap_or(f64::NAN);
    totals.outside_points = product.points(totals.wholesale);
    totals.points = product.points(totals.purchases + totals.wholesale);
    totals.goods = goods(totals.sales, totals.purchases, product.discount).at(product.cost);
    world.observer.month(totals);
    if world.month > 0 && world.month.is_multiple_of(12) {
        for place in 0..world.members.len() {
            if !world.members[place].is_leaving {
                let person = world.life_outcome(place);
                world.observer.stay_through_year(&person, world.month);
            }
        }
        world.observer.close_year(world.month);
        for (before, year) in world.before.iter_mut().zip(&mut world.year) {
            *before += std::mem::take(year);
        }
    }
}

/// The list price of all goods sold: customers pay it, members pay it less the discount.
fn goods(sales: Money, purchases: Money, discount: Rate) -> Money {
    let paid = i128::from((Rate::ONE - discount).millionths());
    if paid == 0 {
        return sales;
    }
    let cents = i128::from(purchases.cents()) * 1_000_000 / paid;
    sales + Money::from_cents(i64::try_from(cents).expect("the month's sales stay within 64 bits"))
}
