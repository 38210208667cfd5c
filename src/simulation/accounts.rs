//! Booking the month to each member, who then decides whether to leave.

use super::refunds::Refunds;
use super::selection::{CHUNK, Selection};
use super::stock::Moves;
use super::world::{Account, Member, World};
use crate::compensation::{CommissionRun, Join};
use crate::genealogy::Identity;
use crate::observation::{MonthTotals, Observer, Totals};
use crate::random::{Stream, StreamKey};
use crate::submodels::purchasing::Purchasing;
use crate::submodels::quitting::Quitting;
use crate::submodels::training::Training;
use crate::units::Money;

/// Books the month and decides who leaves, through one chunk of members after the other.
pub(super) fn close(world: &mut World<'_>) {
    let closing = Closing {
        month: world.month,
        join: world.model.plan.join,
        expense: world.costs.month(true),
        purchasing: world.purchasing,
        quitting: &world.quitting,
        chances: world.key.stream(Stream::Quitting, world.month),
    };
    let vacant = world.n_vacant();
    let totals = &mut world.totals;
    let commission = &world.commission;
    let paid = world.refunds.as_mut().map(|refunds| refunds.set_off(commission.pay(), totals));
    let (pay, margin) = (paid.as_deref().unwrap_or(commission.pay()), commission.margin());
    for first in (0..world.members.len()).step_by(CHUNK) {
        let chunk = first..world.members.len().min(first + CHUNK);
        let mut rows = Rows {
            members: &mut world.members[chunk.clone()],
            accounts: &mut world.accounts[chunk.clone()],
            last: world.last.as_mut().map(|last| &mut last[chunk.clone()]),
            identities: &world.genealogy.identity()[chunk.clone()],
            on_hand: None,
            moves: None,
            training: world.training.as_ref().map(|training| &training[chunk.clone()]),
        };
        if let Some(stock) = &mut world.stock {
            let (on_hand, moves) = stock.rows(chunk.clone());
            (rows.on_hand, rows.moves) = (Some(on_hand), Some(moves));
        }
        let builders = Selection::of(0..rows.members.len(), |n| rows.members[n].is_builder);
        let mut months = [Totals::default(); CHUNK];
        let months = &mut months[..rows.members.len()];
        rows.trade(&pay[chunk.clone()], &margin[chunk.clone()], months);
        closing.add_costs(&builders, rows.members, months, totals);
        rows.book(months, totals);
        closing.close_builders(&builders, &mut rows, months);
        closing.close_buyers(&mut rows);
        if let Some(refunds) = &mut world.refunds {
            closing.buy_back(first, &mut rows, refunds, commission, totals);
        }
        closing.report(&rows, &commission.activity()[chunk], &mut world.observer, totals);
    }
    if let Some((refunds, paid)) = world.refunds.as_mut().zip(paid) {
        refunds.keep(paid);
    }
    totals.members = (world.members.len() - vacant) as u64 - totals.leavers;
}

/// A chunk of members.
struct Rows<'w> {
    members: &'w mut [Member],
    accounts: &'w mut [Account],
    last: Option<&'w mut [Totals]>,
    identities: &'w [Identity],
    /// Goods on hand, if stock is kept.
    on_hand: Option<&'w mut [Money]>,
    /// What became of goods, if stock is kept.
    moves: Option<&'w [Moves]>,
    training: Option<&'w [Training]>,
}

impl Rows<'_> {
    /// What members earned and bought in the month.
    ///
    /// Of goods that go into stock, or come out of it, the cost of those that he did not use
    /// himself is booked among his costs, less what they cost when they are resold.
    fn trade(&self, pay: &[Money], margin: &[Money], months: &mut [Totals]) {
        let earned = pay.iter().zip(margin);
        for ((month, member), (&pay, &margin)) in months.iter_mut().zip(&*self.members).zip(earned)
        {
            let purchases = member.orders.purchases;
            *month = Totals { pay, margin, purchases, costs: Money::ZERO };
        }
        for (month, &Moves { used, resale }) in
            months.iter_mut().zip(self.moves.unwrap_or_default())
        {
            month.margin += resale.gain();
            month.costs = month.purchases - used - resale.cost;
            month.purchases = used;
        }
    }

    /// Books the month to each member's account, and sums up what was bought and sold.
    fn book(&mut self, months: &[Totals], totals: &mut MonthTotals) {
        for (account, month) in self.accounts.iter_mut().zip(months) {
            account.year += *month;
        }
        for (last, month) in self.last.iter_mut().flat_map(|last| &mut **last).zip(months) {
            *last += *month;
        }
        totals.purchases += self.members.iter().map(|member| member.orders.purchases).sum();
        totals.sold += self.members.iter().map(|member| member.orders.sales).sum();
        totals.used += months.iter().map(|month| month.purchases).sum();
    }

    /// Books what is paid apart from the month's other dealings.
    fn charge(&mut self, n: usize, costs: Money) {
        self.accounts[n].year.costs += costs;
        if let Some(last) = &mut self.last {
            last[n].costs += costs;
        }
    }
}

/// How a month ends.
struct Closing<'w> {
    month: u32,
    join: Join,
    /// Of a builder, from the month after the one in which he joined.
    expense: Money,
    purchasing: Purchasing,
    quitting: &'w Quitting,
    chances: StreamKey,
}

impl Closing<'_> {
    fn tenure(&self, member: &Member) -> u32 {
        self.month - u32::from(member.joined)
    }

    /// Adds builders' expenses and everybody's renewal fees to the month. In the month in which
    /// somebody joined he has neither.
    fn add_costs(
        &self,
        builders: &Selection,
        members: &[Member],
        months: &mut [Totals],
        totals: &mut MonthTotals,
    ) {
        let expenses = [Money::ZERO, self.expense];
        let mut sum = Money::ZERO;
        for n in builders.iter() {
            let expense = expenses[usize::from(self.tenure(&members[n]) > 0)];
            months[n].costs += expense;
            sum += expense;
        }
        totals.expenses += sum;
        if self.join.renewal > Money::ZERO {
            for (month, member) in months.iter_mut().zip(members) {
                if !member.is_vacant {
                    let renewal = self.join.renewal_due(self.tenure(member));
                    month.costs += renewal;
                    totals.renewal_fees += renewal;
                }
            }
        }
    }

    /// Takes the month's net income into what decides whether builders stay, and decides. In the
    /// month in which somebody joined he has no results that count, and stays.
    fn close_builders(&self, builders: &Selection, rows: &mut Rows<'_>, months: &[Totals]) {
        let Rows { members, identities, .. } = rows;
        // A recruit has paid his fee.
        let fees = [self.join.fee, Money::ZERO];
        let doubtful = Selection::of(builders.iter(), |n| {
            let (member, month) = (&mut members[n], &months[n]);
            let tenure = self.tenure(member);
            let has_stayed = tenure > 0;
            let net = month.cash() + self.purchasing.value(month.purchases, true)
                - fees[usize::from(has_stayed)];
            member.balance += net;
            let recent = self.quitting.recent(member.recent, net);
            member.recent = if has_stayed { recent } else { 0.0 };
            let chance = self.chance(member, &identities[n]);
            has_stayed & self.quitting.may_leave(tenure, member.recent, member.balance, chance)
        });
        // Most stay, and without the exponentials.
        for n in doubtful.iter() {
            let member = &mut members[n];
            let chance = self.chance(member, &identities[n]);
            member.is_leaving =
                self.quitting.leaves(self.tenure(member), member.recent, member.balance, chance);
        }
    }

    /// Decides who leaves of those who joined only to buy.
    fn close_buyers(&self, rows: &mut Rows<'_>) {
        let Rows { members, identities, .. } = rows;
        let buyers = Selection::of(0..members.len(), |n| {
            !members[n].is_builder & (!members[n].is_vacant & (self.tenure(&members[n]) > 0))
        });
        for n in buyers.iter() {
            let chance = self.chance(&members[n], &identities[n]);
            members[n].is_leaving = self.quitting.buyer_leaves(self.tenure(&members[n]), chance);
        }
    }

    /// What decides by chance whether somebody leaves.
    #[inline]
    fn chance(&self, member: &Member, identity: &Identity) -> f64 {
        self.quitting.chance(self.chances.uniform(identity.lineage), member.sponsor_left)
    }

    /// Buys back from those who leave, the first of the chunk being `first`.
    fn buy_back(
        &self,
        first: usize,
        rows: &mut Rows<'_>,
        refunds: &mut Refunds,
        commission: &CommissionRun,
        totals: &mut MonthTotals,
    ) {
        let members = &rows.members;
        let leavers =
            Selection::of(0..members.len(), |n| members[n].is_leaving && !members[n].is_vacant);
        for n in leavers.iter() {
            let Some(on_hand) = rows.on_hand.as_mut().map(|on_hand| &mut on_hand[n]) else {
                return;
            };
            let member = &rows.members[n];
            let (given_back, refund) =
                refunds.buy_back(self.month, first + n, member, *on_hand, commission);
            *on_hand -= given_back;
            totals.given_back += given_back;
            totals.refunds += refund;
            rows.charge(n, -refund);
        }
    }

    /// Tells the observer who leaves or completes twelve months, and counts those who stay.
    fn report(
        &self,
        rows: &Rows<'_>,
        is_active: &[bool],
        observer: &mut Observer,
        totals: &mut MonthTotals,
    ) {
        let Rows { members, identities, accounts, last, training, .. } = rows;
        let (mut builders, mut customers, mut active) = (0, 0, 0);
        for (member, is_active) in members.iter().zip(is_active) {
            let stays = !member.is_leaving;
            builders += u64::from(stays & member.is_builder);
            customers += u64::from(stays) * u64::from(member.customers);
            active += u64::from(stays & is_active);
        }
        totals.builders += builders;
        totals.customers += customers;
        totals.active += active;
        let told = Selection::of(0..members.len(), |n| {
            !members[n].is_vacant & (members[n].is_leaving | (self.tenure(&members[n]) == 12))
        });
        for n in told.iter() {
            let (member, leaves) = (&members[n], members[n].is_leaving);
            let last = last.as_ref().map(|last| &last[n]);
            let talent = training.map_or(member.skill, |training| training[n].talent);
            let person = member.life_outcome(&identities[n], talent, &accounts[n], last);
            if self.tenure(member) == 12 {
                observer.complete_first_year(&person, self.month, leaves);
            }
            if leaves {
                observer.leave(&person, self.month);
                totals.leavers += 1;
            }
        }
    }
}
