//! Booking the month to each member, who then decides whether to leave.

use super::orders::MonthOrders;
use super::refunds::Refunds;
use super::stock::Moves;
use super::world::{Before, Member, World};
use crate::compensation::{CommissionRun, Join};
use crate::genealogy::{CHUNK, Identity, RowSet, Selection, fetch_next, in_parts};
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
    let mut months = Months::new();
    world.leavers.reset(world.members.len());
    for chunk in in_parts(world.members.len(), CHUNK) {
        let first = chunk.start;
        let mut rows = Rows {
            first,
            leavers: &mut world.leavers,
            members: &mut world.members[chunk.clone()],
            orders: &world.orders[chunk.clone()],
            before: &world.accounts.before,
            year: &mut world.accounts.year[chunk.clone()],
            last: world.last.as_mut().map(|last| &mut last[chunk.clone()]),
            identities: &world.genealogy.identity()[chunk.clone()],
            on_hand: None,
            moves: None,
            occupied: match world.genealogy.occupied() {
                Some(occupied) => &occupied[chunk.clone()],
                None => &[true; CHUNK][..chunk.len()],
            },
            bereft: match &world.bereft {
                Some(bereft) => &bereft[chunk.clone()],
                None => &[false; CHUNK][..chunk.len()],
            },
            training: world.training.as_ref().map(|training| &training[chunk.clone()]),
            sponsor_skills: world.sponsor_skills.as_ref().map(|skills| &skills[chunk.clone()]),
        };
        if let Some(stock) = &mut world.stock {
            let (on_hand, moves) = stock.rows(chunk.clone());
            (rows.on_hand, rows.moves) = (Some(on_hand), Some(moves));
        }
        let (builders, buyers) =
            Selection::split(0..rows.members.len(), |n| rows.members[n].is_builder);
        months.costs.fill(Money::ZERO);
        closing.charge(&builders, &rows, &mut months, totals);
        rows.book(&pay[chunk.clone()], &margin[chunk.clone()], &mut months, totals);
        closing.close_builders(&builders, &mut rows, &months);
        closing.close_buyers(&buyers, &mut rows);
        if let Some(refunds) = &mut world.refunds {
            closing.buy_back(&mut rows, refunds, commission, totals);
        }
        let is_active = &commission.activity()[chunk];
        let title = |n: usize| world.history.highest_standing(first + n);
        closing.report(
            &mut rows,
            [&builders, &buyers],
            is_active,
            title,
            &mut world.observer,
            totals,
        );
    }
    if let Some((refunds, paid)) = world.refunds.as_mut().zip(paid) {
        refunds.keep(paid);
    }
    totals.members = (world.members.len() - vacant) as u64 - totals.leavers;
}

/// A chunk of members.
struct Rows<'w> {
    /// The place of the first.
    first: usize,
    /// Of all members.
    leavers: &'w mut RowSet,
    members: &'w mut [Member],
    orders: &'w [MonthOrders],
    /// What all members earned and paid before the calendar year began, and these since.
    before: &'w Before,
    year: &'w mut [Totals],
    last: Option<&'w mut [Totals]>,
    identities: &'w [Identity],
    /// Goods on hand, if stock is kept.
    on_hand: Option<&'w mut [Money]>,
    /// What became of goods, if stock is kept.
    moves: Option<&'w [Moves]>,
    /// Where anybody is.
    occupied: &'w [bool],
    /// Whose sponsor left last month, where that matters.
    bereft: &'w [bool],
    training: Option<&'w [Training]>,
    sponsor_skills: Option<&'w [f32]>,
}

/// What a month is to the members of a chunk.
struct Months {
    /// Fees and expenses.
    costs: [Money; CHUNK],
    /// Goods for own use.
    used: [Money; CHUNK],
    /// Cash left over.
    cash: [Money; CHUNK],
}

impl Months {
    fn new() -> Self {
        let nothing = [Money::ZERO; CHUNK];
        Self { costs: nothing, used: nothing, cash: nothing }
    }
}

impl Rows<'_> {
    /// Books the month to each member's account, and sums up what was bought and sold.
    fn book(
        &mut self,
        pay: &[Money],
        margin: &[Money],
        months: &mut Months,
        totals: &mut MonthTotals,
    ) {
        match self.moves {
            None => self.book_as(pay, margin, months, totals, |_, month| month),
            Some(moves) => self.book_as(pay, margin, months, totals, |n, month| {
                // Of goods that go into stock, or come out of it, the cost of those that he did not
                // use himself is booked among his costs, less what they cost when they are resold.
                let Moves { used, resale } = moves[n];
                Totals {
                    margin: month.margin + resale.gain(),
                    purchases: used,
                    costs: month.costs + month.purchases - used - resale.cost,
                    ..month
                }
            }),
        }
    }

    /// Books the month as what `stocked` makes of it.
    #[inline]
    fn book_as(
        &mut self,
        pay: &[Money],
        margin: &[Money],
        months: &mut Months,
        totals: &mut MonthTotals,
        stocked: impl Fn(usize, Totals) -> Totals,
    ) {
        let n_members = self.members.len();
        let (pay, margin) = (&pay[..n_members], &margin[..n_members]);
        let (orders, year) = (&self.orders[..n_members], &mut self.year[..n_members]);
        let costs = &months.costs[..n_members];
        let (cash, used) = (&mut months.cash[..n_members], &mut months.used[..n_members]);
        let month = |n: usize| {
            let purchases = orders[n].purchases;
            stocked(n, Totals { pay: pay[n], margin: margin[n], purchases, costs: costs[n] })
        };
        let (mut bought, mut sold, mut used_by_all) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for n in 0..n_members {
            let month = month(n);
            year[n] += month;
            (cash[n], used[n]) = (month.cash(), month.purchases);
            bought += orders[n].purchases;
            sold += orders[n].sales;
            used_by_all += used[n];
        }
        totals.purchases += bought;
        totals.sold += sold;
        totals.used += used_by_all;
        for (n, last) in self.last.iter_mut().flat_map(|last| last.iter_mut().enumerate()) {
            *last += month(n);
        }
    }

    /// Books what is paid apart from the month's other dealings.
    fn charge(&mut self, n: usize, costs: Money) {
        self.year[n].costs += costs;
        if let Some(last) = &mut self.last {
            last[n].costs += costs;
        }
    }
}

/// Asks for a row of the next chunk: what members are closed with is spread over who is closed now.
#[inline]
fn fetch_next_row(
    n: usize,
    members: &[Member],
    identities: &[Identity],
    orders: &[MonthOrders],
    year: &[Totals],
) {
    fetch_next(members, n);
    fetch_next(identities, n);
    fetch_next(orders, n);
    fetch_next(year, n);
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

    /// Whether he was there last month.
    fn has_stayed(&self, member: &Member) -> bool {
        u32::from(member.joined) != self.month
    }

    /// Whether he completes his twelfth month after the joining month.
    fn completes_year(&self, member: &Member) -> bool {
        u32::from(member.joined) + 12 == self.month
    }

    /// Charges builders their expenses and everybody renewal fees. In the month in which somebody
    /// joined he has neither.
    fn charge(
        &self,
        builders: &Selection,
        rows: &Rows<'_>,
        months: &mut Months,
        totals: &mut MonthTotals,
    ) {
        let Rows { members, occupied, .. } = rows;
        let expenses = [Money::ZERO, self.expense];
        let mut sum = Money::ZERO;
        for n in builders.iter() {
            months.costs[n] = expenses[usize::from(self.has_stayed(&members[n]))];
            sum += months.costs[n];
        }
        totals.expenses += sum;
        if self.join.renewal > Money::ZERO {
            let seats = members.iter().zip(*occupied);
            for (costs, (member, is_occupied)) in months.costs.iter_mut().zip(seats) {
                if *is_occupied {
                    let renewal = self.join.renewal_due(self.tenure(member));
                    *costs += renewal;
                    totals.renewal_fees += renewal;
                }
            }
        }
    }

    /// Takes the month's net income into what decides whether builders stay, and decides. In the
    /// month in which somebody joined he has no results that count, and stays.
    fn close_builders(&self, builders: &Selection, rows: &mut Rows<'_>, months: &Months) {
        let Rows { first, members, identities, bereft, orders, before, year, .. } = rows;
        // A recruit has paid his fee.
        let fees = [self.join.fee, Money::ZERO];
        let doubtful = Selection::of(builders.iter(), |n| {
            fetch_next_row(n, members, identities, orders, year);
            let member = &mut members[n];
            let (tenure, has_stayed) = (self.tenure(member), self.has_stayed(member));
            let net = months.cash[n] + self.purchasing.value(months.used[n], true)
                - fees[usize::from(has_stayed)];
            member.balance += net;
            let recent = self.quitting.recent(member.recent, net);
            // Without a branch, as all in here: it is chance.
            member.recent = recent * f32::from(u8::from(has_stayed));
            let chance = self.chance(n, identities, bereft);
            has_stayed & self.quitting.may_leave(tenure, member.recent, member.balance, chance)
        });
        // Most stay, and without the exponentials.
        for n in doubtful.iter() {
            let member = &mut members[n];
            let chance = self.chance(n, identities, bereft);
            member.is_leaving =
                self.quitting.leaves(self.tenure(member), member.recent, member.balance, chance);
            before.fetch(*first + n);
        }
    }

    /// Decides who leaves of those who joined only to buy; a vacant seat stays left.
    fn close_buyers(&self, buyers: &Selection, rows: &mut Rows<'_>) {
        let Rows { members, identities, bereft, orders, year, .. } = rows;
        for n in buyers.iter() {
            fetch_next_row(n, members, identities, orders, year);
            let chance = self.chance(n, identities, bereft);
            members[n].is_leaving |= self.quitting.buyer_leaves(self.tenure(&members[n]), chance);
        }
    }

    /// What decides by chance whether the `n`th leaves.
    #[inline]
    fn chance(&self, n: usize, identities: &[Identity], bereft: &[bool]) -> f64 {
        self.quitting.chance(self.chances.uniform(identities[n].lineage), bereft[n])
    }

    /// Buys back from those who leave.
    fn buy_back(
        &self,
        rows: &mut Rows<'_>,
        refunds: &mut Refunds,
        commission: &CommissionRun,
        totals: &mut MonthTotals,
    ) {
        let (members, occupied) = (&rows.members, rows.occupied);
        let leavers = Selection::of(0..members.len(), |n| members[n].is_leaving && occupied[n]);
        for n in leavers.iter() {
            let Some(on_hand) = rows.on_hand.as_mut().map(|on_hand| &mut on_hand[n]) else {
                return;
            };
            let member = &rows.members[n];
            let (given_back, refund) =
                refunds.buy_back(self.month, rows.first + n, member, *on_hand, commission);
            *on_hand -= given_back;
            totals.given_back += given_back;
            totals.refunds += refund;
            rows.charge(n, -refund);
        }
    }

    /// Tells the observer who leaves or completes twelve months, and counts those who stay.
    fn report(
        &self,
        rows: &mut Rows<'_>,
        [builders, buyers]: [&Selection; 2],
        is_active: &[bool],
        title: impl Fn(usize) -> u8,
        observer: &mut Observer,
        totals: &mut MonthTotals,
    ) {
        let Rows {
            first,
            leavers,
            members,
            identities,
            before,
            year,
            last,
            occupied,
            training,
            sponsor_skills,
            ..
        } = rows;
        let occupied = &occupied[..members.len()];
        let told = |people: &Selection| {
            Selection::of(people.iter(), |n| {
                occupied[n] & (members[n].is_leaving | self.completes_year(&members[n]))
            })
        };
        let told = [told(builders), told(buyers)];
        // Of buyers, and of those who complete a year, nobody has asked for it.
        for n in told.iter().flat_map(Selection::iter) {
            before.fetch(*first + n);
        }
        // Everybody is counted, and who leaves is taken off.
        let customers: u64 = members.iter().map(|member| u64::from(member.customers)).sum();
        let active = is_active.iter().zip(occupied).map(|(active, here)| u32::from(active & here));
        totals.active += u64::from(active.sum::<u32>());
        totals.builders += builders.len() as u64;
        totals.customers += customers;
        // One kind after the other, for what is done differs.
        for n in told.iter().flat_map(Selection::iter) {
            let (member, leaves) = (&members[n], members[n].is_leaving);
            let last = last.as_ref().map(|last| &last[n]);
            let talent = training.map_or(member.skill, |training| training[n].talent);
            let sponsor = sponsor_skills.map_or(0.0, |skills| skills[n]);
            let (identity, account) = (&identities[n], [before.of(*first + n), year[n]]);
            let person = member.life_outcome(identity, talent, title(n), account, last, sponsor);
            if self.completes_year(member) {
                observer.complete_first_year(&person, self.month, leaves);
            }
            if leaves {
                leavers.insert(*first + n);
                observer.leave(&person, self.month);
                totals.leavers += 1;
                totals.active -= u64::from(is_active[n]);
                totals.builders -= u64::from(member.is_builder);
                totals.customers -= u64::from(member.customers);
            }
        }
    }
}
