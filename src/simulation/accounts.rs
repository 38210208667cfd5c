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
        totals.expenses += closing.book_expenses(&mut rows);
        closing.judge_results(&mut rows, pay, margin);
        closing.decide(&mut rows);
        if let Some(refunds) = &mut world.refunds {
            closing.buy_back(first, &mut rows, refunds, commission, totals);
        }
        closing.report(&rows, &mut world.observer, totals);
    }
    if let Some((refunds, paid)) = world.refunds.as_mut().zip(paid) {
        refunds.keep(paid);
    }
    totals.members = (world.members.len() - vacant) as u64 - totals.leavers;
    // Like the members, those who are still there at the month's end.
    let leavers = (0..world.members.len()).filter(|&place| world.members[place].is_leaving);
    let left = leavers.filter(|&place| commission.active(place)).count() as u64;
    totals.active = commission.n_active() - left;
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

    /// Books the builders' expenses; returns their sum.
    fn book_expenses(&self, rows: &mut Rows<'_>) -> Money {
        let paying = Selection::of(0..rows.members.len(), |n| {
            rows.members[n].is_builder & (self.tenure(&rows.members[n]) > 0)
        });
        paying.iter().for_each(|n| rows.charge(n, self.expense));
        paying.iter().map(|_| self.expense).sum()
    }

    /// Takes the month's net income into what decides whether a builder stays.
    fn judge_results(&self, rows: &mut Rows<'_>, pay: &[Money], margin: &[Money]) {
        // A recruit has paid his fee.
        let costs = [self.join.fee, self.expense];
        for n in Selection::of(0..rows.members.len(), |n| rows.members[n].is_builder).iter() {
            let mut month = rows.trade(n, pay[n], margin[n]);
            let member = &mut rows.members[n];
            let tenure = self.tenure(member);
            month.costs += costs[usize::from(tenure > 0)] + self.join.renewal_due(tenure);
            let net = month.cash() + self.purchasing.value(month.purchases, true);
            member.balance += net;
            let recent = self.quitting.recent(member.recent, net);
            member.recent = if tenure > 0 { recent } else { 0.0 };
        }
    }

    /// What decides by chance whether somebody leaves.
    #[inline]
    fn chance(&self, member: &Member, identity: &Identity) -> f64 {
        self.quitting.chance(self.chances.uniform(identity.lineage), member.sponsor_left)
    }

    /// Decides who leaves: nobody in the month in which he joined.
    fn decide(&self, rows: &mut Rows<'_>) {
        let Rows { members, identities, .. } = rows;
        let stayed = Selection::of(0..members.len(), |n| {
            !members[n].is_vacant & (self.tenure(&members[n]) > 0)
        });
        let builders = Selection::of(stayed.iter(), |n| {
            let chance = self.chance(&members[n], &identities[n]);
            members[n].is_leaving = self.quitting.buyer_leaves(self.tenure(&members[n]), chance);
            members[n].is_builder
        });
        for n in builders.iter() {
            let member = &mut members[n];
            let chance = self.chance(member, &identities[n]);
            member.is_leaving =
                self.quitting.leaves(self.tenure(member), member.recent, member.balance, chance);
        }
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
    fn report(&self, rows: &Rows<'_>, observer: &mut Observer, totals: &mut MonthTotals) {
        let Rows { members, identities, accounts, last, training, .. } = rows;
        for member in members.iter().filter(|member| !member.is_leaving) {
            totals.builders += u64::from(member.is_builder);
            totals.customers += u64::from(member.customers);
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
