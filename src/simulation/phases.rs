//! The phases of a month, in order.

use super::funding::Ordered;
use super::orders::{MonthOrders, MonthVolumes};
use super::refunds::Refunds;
use super::stock::Stock;
use super::world::{Member, World};
use super::{accounts, behaviour};
use crate::compensation::{Age, BonusLine, PaidBy};
use crate::genealogy::{Accumulate, CHUNK, Selection, in_parts};
use crate::observation::{MemberMonth, MonthTotals, Totals};
use crate::submodels::belief::{Earned, in_millionths};
use crate::submodels::market::MonthEnd;
use crate::units::{Money, Rate};

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
pub const PHASES: [Phase; 8] = [
    Phase {
        name: "market",
        meaning: "The chance that a contact can still join is brought up to date.",
        act: begin_month,
    },
    Phase {
        name: "behaviour",
        meaning: "Each member in turn loses customers and serves the others (selling), buys for \
                  himself (purchasing) and ahead where stock is kept (inventory), then approaches \
                  people, on a network of contacts neighbours, who sign up, become customers \
                  or do neither (recruiting); who signs up without being approached is assigned to \
                  a builder; two sign-ups of one person count once, and so does a customer where \
                  customers run out.",
        act: behaviour::behave,
    },
    Phase {
        name: "advance",
        meaning: "Those who left last month are taken out, their downlines roll up, and recruits \
                  are placed under their sponsors with fee and starter pack; in a width-limited \
                  tree leavers with somebody below them leave vacant seats, and recruits take \
                  seats one by one, in an order by chance.",
        act: advance,
    },
    Phase {
        name: "commission run",
        meaning: "Volumes, activity, ranks and bonuses of the month are computed, less what those who \
                  left gave back where commissions on it are taken back.",
        act: settle,
    },
    Phase {
        name: "training",
        meaning: "Where people learn, builders who are active become more skilled, sooner under an \
                  upline who is active and trained himself.",
        act: train,
    },
    Phase {
        name: "accounts and quitting",
        meaning: "Pay, margins, purchases, fees and expenses are booked to each member, who then \
                  decides whether to leave at the month's end; what the plan buys back of a leaver's \
                  stock is paid to him.",
        act: accounts::close,
    },
    Phase {
        name: "belief",
        meaning: "Where belief learns, builders come to believe what they have earned of late, and \
                  their downlines as far as that is known.",
        act: believe,
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
        belief: f64::NAN,
        ..MonthTotals::default()
    };
}

fn advance(world: &mut World<'_>) {
    if world.last.is_none() && world.observer.needs_last(world.month) {
        world.last = Some(vec![Totals::default(); world.members.len()]);
    }
    let fee = world.model.plan.join.fee;
    let mut n_newcomers = world.members.len();
    if world.month > 0 {
        if let Some(refunds) = &mut world.refunds {
            refunds.look_up(&world.genealogy, &world.members);
        }
        world.advance_genealogy();
        let change = &world.advance;
        let newcomers = change.newcomers();
        // Sponsors are all over the place, and are not looked up for nothing.
        let sponsors: Vec<_> = if world.recruits_take_after_sponsors() {
            newcomers.iter().map(|newcomer| world.sponsor(newcomer.sponsor as usize)).collect()
        } else {
            Vec::new()
        };
        let mut members = std::mem::take(&mut world.members);
        let maker = world.member_maker();
        change
            .relayout(&mut members, |n| maker.make(newcomers[n].lineage, sponsors.get(n).copied()));
        world.members = members;
        if let Some(neighbourhood) = &mut world.neighbourhood {
            neighbourhood.advance(change, &mut world.members);
        }
        let joined = Totals { costs: fee, ..Totals::default() };
        let pack = MonthOrders::on_joining(&world.model.plan);
        change.relayout(&mut world.orders, |_| pack);
        world.accounts.relayout(change, joined);
        if let Some(last) = &mut world.last {
            change.relayout(last, |_| joined);
        }
        if let Some(beliefs) = &mut world.beliefs {
            let belief = world.belief;
            change.relayout(beliefs, |n| belief.on_joining(sponsors.get(n).map(|s| s.belief)));
        }
        if let Some(bereft) = &mut world.bereft {
            change.relayout(bereft, |_| false);
        }
        if let Some(training) = &mut world.training {
            let members = &world.members;
            change.relayout(training, |n| members[newcomers[n].place as usize].untrained());
        }
        if let Some(skills) = &mut world.sponsor_skills {
            change.relayout(skills, |n| sponsors[n].skill);
        }
        if let Some(stock) = &mut world.stock {
            stock.relayout(change);
        }
        if let Some(refunds) = &mut world.refunds {
            refunds.relayout(world.month, change);
        }
        world.history.relayout(change);
        n_newcomers = newcomers.len();
        world.vacate_seats();
    }
    world.totals.joining_fees = fee * n_newcomers as i64;
}

fn settle(world: &mut World<'_>) {
    let plan = &world.model.plan;
    let volumes = MonthVolumes {
        product: &plan.product,
        fee: plan.join.fee,
        month: world.month,
        members: &world.members,
        orders: &world.orders,
        moves: world.stock.as_ref().map(Stock::moves),
        returns: world.refunds.as_ref().map_or(&[], Refunds::returns),
    };
    world.commission.settle(&world.genealogy, &volumes, &mut world.history);
    let (lines, totals) = (world.commission.lines(), &mut world.totals);
    let by_customers = lines.iter().filter(|line| line.paid_by == PaidBy::Customer);
    totals.margin = by_customers.map(|line| line.paid).sum();
    totals.bonuses = lines.iter().map(|line| line.paid).collect();
    totals.levels = (0..lines.len()).map(|b| world.commission.paid_by_level(b)).collect();
    totals.breakage = lines.iter().map(BonusLine::breakage).sum();
    totals.cv = world.commission.total_cv();
}

fn train(world: &mut World<'_>) {
    let World { training: Some(training), members, commission, learning, .. } = world else {
        return;
    };
    // Everybody learns from his upline as that was at the month's start; nobody is above the top.
    world.genealogy.descend(0.0, |place, coach| {
        let (member, own) = (&mut members[place], &mut training[place]);
        let is_active = member.is_builder & commission.active(place);
        let has_stayed = world.month > u32::from(member.joined);
        let coaches = own.trained * f32::from(u8::from(is_active));
        own.trained = learning.month(own.trained, is_active & has_stayed, coach);
        member.skill = learning.skill(*own);
        coaches
    });
}

fn believe(world: &mut World<'_>) {
    let World { beliefs: Some(beliefs), belief, members, genealogy, totals, month, .. } = world
    else {
        return;
    };
    let mut learn = |place: usize, downline: &mut Earned| {
        let member: &Member = &members[place];
        let learns = member.is_builder & (*month > u32::from(member.joined));
        let earned = belief.earned(member.recent);
        beliefs[place] = belief.month(beliefs[place], learns, earned, *downline);
        downline.merge(&earned.if_counted(learns));
    };
    if belief.is_told() {
        genealogy.fold(|place, mut below: Earned| {
            learn(place, &mut below);
            below
        });
    } else {
        for place in 0..members.len() {
            learn(place, &mut { Earned::EMPTY });
        }
    }
    let stay = members.iter().zip(&*beliefs);
    let of = |(member, &belief): (&Member, &f32)| {
        u64::from(member.acts_as_builder()) * in_millionths(belief)
    };
    let sum: u64 = stay.map(of).sum();
    totals.belief = sum as f64 / (totals.builders as f64 * 1e6);
}

fn observe(world: &mut World<'_>) {
    let product = &world.model.plan.product;
    let mut totals = std::mem::take(&mut world.totals);
    let mut funding = world.funding;
    funding.divide(&world.model.plan, &mut totals, |age| ordered(world, age));
    world.funding = funding;
    totals.ever_joined = world.market.ever_joined();
    totals.saturation = world.market.saturation().unwrap_or(f64::NAN);
    totals.outside_points = product.points(totals.wholesale + totals.resold);
    // In a month in which less is bought than is resold, what is resold counts.
    let bought = totals.purchases.max(totals.resold);
    totals.points = product.points(bought + totals.wholesale);
    let kept = totals.purchases - totals.given_back;
    totals.kept_points = product.points(totals.wholesale + kept);
    totals.goods = goods(totals.sales, totals.purchases, product.discount).at(product.cost);
    world.market.close_month(MonthEnd {
        builders: totals.builders,
        customers: totals.customers,
        leavers: totals.leavers,
    });
    world.observer.month(totals);
    if world.observer.is_in_last_year(world.month) {
        observe_month_of_last_year(world);
    }
    if world.month > 0 && world.month.is_multiple_of(12) {
        observe_end_of_year(world);
        world.observer.close_year(world.month);
        world.accounts.close_year();
    }
}

/// Counts everybody's month.
fn observe_month_of_last_year(world: &mut World<'_>) {
    let mut months = Vec::with_capacity(CHUNK);
    for places in in_parts(world.members.len(), CHUNK) {
        let taken = places.filter(|&place| !world.genealogy.is_vacant(place));
        months.clear();
        months.extend(taken.map(|place| {
            let [pay, margin] = world.earned(place);
            MemberMonth { pay, margin, is_active: world.commission.active(place) }
        }));
        world.observer.months_of_last_year(&months);
    }
}

/// Counts everybody who is there at the end of the year.
fn observe_end_of_year(world: &mut World<'_>) {
    for chunk in in_parts(world.members.len(), CHUNK) {
        let (first, members) = (chunk.start, &world.members[chunk]);
        let staying = Selection::of(0..members.len(), |n| !members[n].is_leaving);
        let (builders, buyers) = Selection::split(staying.iter(), |n| members[n].is_builder);
        // One kind after the other, for what is done differs.
        for n in builders.iter().chain(buyers.iter()) {
            let person = world.life_outcome(first + n);
            world.observer.stay_through_year(&person, world.month);
        }
    }
}

/// What members of an age and their customers ordered.
fn ordered(world: &World<'_>, age: Age) -> Ordered {
    let mut sum = Ordered::default();
    for (place, (member, orders)) in world.members.iter().zip(&world.orders).enumerate() {
        if age.admits(world.month - u32::from(member.joined)) {
            let resold = world.stock.as_ref().map(|stock| stock.moves()[place].resale.cost);
            sum += Ordered {
                own: orders.purchases,
                wholesale: orders.wholesale,
                sales: orders.sales,
                resold: resold.unwrap_or_default(),
            };
        }
    }
    sum
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
