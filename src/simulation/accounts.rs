//! Booking the month to each member, who then decides whether to leave.

use super::refunds::Refunds;
use super::selection::{CHUNK, Selection};
use super::stock::Moves;
use super::world::{Account, Member, MonthOrders, World};
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
        let (pay, margin) = (&pay[chunk.clone()], &margin[chunk]);
        book_orders(&mut rows, pay, margin, totals);
        totals.renewal_fees += closing.book_renewals(&mut rows);
        totals.expenses += closing.close_builders(&mut rows, pay, margin);
        closing.close_buyers(&mut rows);
        if let Some(refunds) = &mut world.refunds {
            closing.buy_back(first, &mut rows, refunds, commission, totals);
        }
        let is_active = |n: usize| commission.active(first + n);
        closing.report(&rows, is_active, &mut world.observer, totals);
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
    /// What a member earned and bought in the month.
    ///
    /// Of goods that go into stock, or come out of it, the cost of those that he did not use
    /// himself is booked among his costs, less what they cost when they are resold.
    #[inline]
    fn trade(&self, n: usize, pay: Money, margin: Money) -> Totals {
        let purchases = self.members[n].orders.purchases;
        let Some(moves) = self.moves else {
            return Totals { pay, margin, purchases, costs: Money::ZERO };
        };
        let Moves { used, resale } = moves[n];
        Totals {
            pay,
            margin: margin + resale.gain(),
            purchases: used,
            costs: purchases - used - resale.cost,
        }
    }

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

    /// Books renewal fees; returns their sum.
    fn book_renewals(&self, rows: &mut Rows<'_>) -> Money {
        let mut sum = Money::ZERO;
        if self.join.renewal > Money::ZERO {
            for n in 0..rows.members.len() {
                if rows.members[n].is_vacant {
                    continue;
                }
                let renewal = self.join.renewal_due(self.tenure(&rows.members[n]));
                rows.charge(n, renewal);
                sum += renewal;
            }
        }
        sum
    }

    /// Books the builders' expenses, takes the month's net income into what decides whether they
    /// stay, and decides; returns the sum of the expenses. In the month in which somebody joined he
    /// has no expenses, no results that count, and stays.
    fn close_builders(&self, rows: &mut Rows<'_>, pay: &[Money], margin: &[Money]) -> Money {
        let mut sum = Money::ZERO;
        let expenses = [Money::ZERO, self.expense];
        // A recruit has paid his fee.
        let fees = [self.join.fee, Money::ZERO];
        for n in Selection::of(0..rows.members.len(), |n| rows.members[n].is_builder).iter() {
            let tenure = self.tenure(&rows.members[n]);
            let has_stayed = tenure > 0;
            let expense = expenses[usize::from(has_stayed)];
            rows.charge(n, expense);
            sum += expense;
            let mut month = rows.trade(n, pay[n], margin[n]);
            let renewal = self.join.renewal_due(tenure);
            month.costs += expense + fees[usize::from(has_stayed)] + renewal;
            let net = month.cash() + self.purchasing.value(month.purchases, true);
            let member = &mut rows.members[n];
            member.balance += net;
            let recent = self.quitting.recent(member.recent, net);
            member.recent = if has_stayed { recent } else { 0.0 };
            let chance = self.chance(member, &rows.identities[n]);
            member.is_leaving =
                self.quitting.leaves(tenure, member.recent, member.balance, chance) & has_stayed;
        }
        sum
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
        is_active: impl Fn(usize) -> bool,
        observer: &mut Observer,
        totals: &mut MonthTotals,
    ) {
        let Rows { members, identities, accounts, last, training, .. } = rows;
        for (n, member) in members.iter().enumerate() {
            let stays = !member.is_leaving;
            totals.builders += u64::from(stays & member.is_builder);
            totals.customers += u64::from(stays) * u64::from(member.customers);
            totals.active += u64::from(stays & is_active(n));
        }
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

/// Books what was earned, bought and sold.
fn book_orders(rows: &mut Rows<'_>, pay: &[Money], margin: &[Money], totals: &mut MonthTotals) {
    for (n, (&pay, &margin)) in pay.iter().zip(margin).enumerate() {
        let booked = rows.trade(n, pay, margin);
        rows.accounts[n].year += booked;
        if let Some(last) = &mut rows.last {
            last[n] += booked;
        }
        let MonthOrders { purchases, sales, .. } = rows.members[n].orders;
        totals.purchases += purchases;
        totals.sold += sales;
        totals.used += booked.purchases;
    }
}
