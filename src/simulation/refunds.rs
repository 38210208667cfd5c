//! What is bought back from those who leave, and taken back from their uplines.

use super::orders::MonthOrders;
use super::stock::Stock;
use super::world::Member;
use crate::compensation::{
    CommissionRun, LastStanding, Lot, Plan, Product, Refund, Return, Uplines,
};
use crate::genealogy::{Advance, Genealogy};
use crate::observation::MonthTotals;
use crate::units::Money;

/// Goods of somebody who leaves at the month's end, and who he was.
#[derive(Clone, Debug)]
struct Leaver {
    /// Where he stands until he is taken out.
    place: usize,
    /// Where those above him who stay stood then.
    uplines: Uplines,
    lots: Vec<Lot>,
    standing: LastStanding,
}

/// Months that are moved together.
const BLOCK: usize = 4;

/// What members bought in the last months, in the preorder of the genealogy. Months stand in
/// blocks, for these are moved faster than columns of single months.
#[derive(Debug)]
struct Purchases {
    blocks: Vec<Vec<[Money; BLOCK]>>,
}

impl Purchases {
    /// For so many months back, and the founders, who bought their pack in month 0.
    fn new(months: usize, n_founders: usize, pack: Money) -> Self {
        let mut blocks = vec![vec![[Money::ZERO; BLOCK]; n_founders]; months.div_ceil(BLOCK)];
        blocks[0].fill(Self::first(pack, 0));
        Self { blocks }
    }

    /// The block with a month in it, and where in the block the month is.
    fn place_of(&self, month: u32) -> (usize, usize) {
        let month = month as usize;
        (month / BLOCK % self.blocks.len(), month % BLOCK)
    }

    /// A block in which only one month has anything.
    fn first(pack: Money, place: usize) -> [Money; BLOCK] {
        let mut block = [Money::ZERO; BLOCK];
        block[place] = pack;
        block
    }

    /// What a member bought in a month.
    fn of(&self, month: u32, member: usize) -> Money {
        let (block, place) = self.place_of(month);
        self.blocks[block][member][place]
    }

    /// Notes what the members of a chunk, the first of whom is `first`, have bought in a month.
    fn note(&mut self, month: u32, first: usize, orders: &[MonthOrders]) {
        let (block, place) = self.place_of(month);
        for (bought, orders) in self.blocks[block][first..].iter_mut().zip(orders) {
            bought[place] = orders.purchases;
        }
    }

    /// Follows a change of the genealogy at the start of a month; who joins has bought his pack.
    fn relayout(&mut self, month: u32, pack: Money, change: &Advance) {
        let (this_month, place) = self.place_of(month);
        for (n, block) in self.blocks.iter_mut().enumerate() {
            let pack = if n == this_month { pack } else { Money::ZERO };
            change.relayout(block, |_| Self::first(pack, place));
        }
    }
}

/// Purchases and debts of all members, in the preorder of the genealogy.
#[derive(Debug)]
pub(super) struct Refunds {
    rule: Refund,
    product: Product,
    pack: Money,
    /// What members bought in the last months.
    bought: Purchases,
    /// What they owe the company of commissions taken back, where these are.
    debts: Vec<Money>,
    /// What the month brought them, debts set off.
    pay: Vec<Money>,
    /// Those whose goods will be taken back from their uplines next month.
    leavers: Vec<Leaver>,
    /// Those whose goods are this month.
    returns: Vec<Return>,
}

impl Refunds {
    /// The founders' refunds, if the plan has any for the stock of members.
    pub(super) fn new(plan: &Plan, months: u32, stock: Option<&Stock>) -> Option<Self> {
        let (rule, stock) = (plan.buy_back()?, stock?);
        let n_founders = stock.moves().len();
        // No purchase is older than the run.
        let months = rule.months.min(months + 1);
        let bought = Purchases::new(months as usize, n_founders, stock.pack());
        Some(Self {
            rule: Refund { months, ..rule },
            product: plan.product,
            pack: stock.pack(),
            bought,
            debts: vec![Money::ZERO; n_founders],
            pay: Vec::new(),
            leavers: Vec::new(),
            returns: Vec::new(),
        })
    }

    /// Notes what the members of a chunk, the first of whom is `first`, have bought in a month.
    pub(super) fn note(&mut self, month: u32, first: usize, orders: &[MonthOrders]) {
        self.bought.note(month, first, orders);
    }

    /// Finds who stands above those who leave, before they are taken out.
    pub(super) fn look_up(&mut self, genealogy: &Genealogy, members: &[Member]) {
        self.returns.clear();
        let mut leavers = self.leavers.iter_mut().peekable();
        if leavers.peek().is_none() {
            return;
        }
        genealogy.descend(None, |place, above| {
            if let Some(leaver) = leavers.next_if(|leaver| leaver.place == place) {
                leaver.uplines.sponsor = above;
            }
            if members[place].is_leaving { above } else { Some(place) }
        });
        if genealogy.pass_up().is_some() {
            let mut leavers = self.leavers.iter_mut().peekable();
            genealogy.belonging().descend(None, |place, above| {
                if let Some(leaver) = leavers.next_if(|leaver| leaver.place == place) {
                    leaver.uplines.pass_up = above;
                }
                if members[place].is_leaving { above } else { Some(place) }
            });
        }
        if let Some(slots) = genealogy.slots() {
            self.look_up_seats(genealogy, slots, members);
        }
    }

    /// The same in the tree of limited width.
    fn look_up_seats(&mut self, genealogy: &Genealogy, slots: &[u8], members: &[Member]) {
        let stays = genealogy.rows_that_stay(|row| members[row].is_leaving);
        let mut leavers = self.leavers.iter_mut().peekable();
        // The row above, and the leg of it in which those below stand, once one knows.
        let company = (None, None);
        genealogy.layout().descend(company, |row, (above, leg): (Option<usize>, Option<u8>)| {
            let leg = leg.unwrap_or(slots[row]);
            if let Some(leaver) = leavers.next_if(|leaver| leaver.place == row) {
                (leaver.uplines.placement, leaver.uplines.leg) = (above, leg);
            }
            if stays[row] { (Some(row), None) } else { (above, Some(leg)) }
        });
    }

    /// Follows a change of the genealogy at the start of a month; who joins has bought his pack.
    pub(super) fn relayout(&mut self, month: u32, change: &Advance) {
        self.bought.relayout(month, self.pack, change);
        change.relayout(&mut self.debts, |_| Money::ZERO);
        let now = |place: Option<usize>| place.map(|place| change.place_of(place as u32) as usize);
        let returned = self.leavers.drain(..).map(|Leaver { uplines, lots, standing, .. }| {
            let Uplines { sponsor, placement, leg, pass_up } = uplines;
            let [sponsor, placement, pass_up] = [sponsor, placement, pass_up].map(now);
            Return { uplines: Uplines { sponsor, placement, leg, pass_up }, lots, standing }
        });
        self.returns.extend(returned);
    }

    /// What is taken back this month from those who stand above leavers.
    pub(super) fn returns(&self) -> &[Return] {
        &self.returns
    }

    /// Sets off what members owe against what the month brings them; nobody is paid less than
    /// nothing, and what is left is owed on.
    pub(super) fn set_off(&mut self, brought: &[Money], totals: &mut MonthTotals) -> Vec<Money> {
        let mut pay = std::mem::take(&mut self.pay);
        pay.clear();
        for (debt, &brought) in self.debts.iter_mut().zip(brought) {
            let left = brought - *debt;
            *debt = (-left).max(Money::ZERO);
            let paid = left.max(Money::ZERO);
            totals.uncollected += paid - brought;
            pay.push(paid);
        }
        pay
    }

    /// Keeps what [`Self::set_off`] said.
    pub(super) fn keep(&mut self, pay: Vec<Money>) {
        self.pay = pay;
    }

    /// What the month brought members, debts set off.
    pub(super) fn pay(&self) -> &[Money] {
        &self.pay
    }

    /// Buys goods back from a member who leaves with so much on hand at the end of a month; returns
    /// what they had cost and what he gets.
    pub(super) fn buy_back(
        &mut self,
        month: u32,
        place: usize,
        member: &Member,
        on_hand: Money,
        commission: &CommissionRun,
    ) -> (Money, Money) {
        let mut left = on_hand;
        let mut lots = Vec::new();
        // The oldest goods have gone first, so those of the last months are still there.
        for age in 0..self.rule.months.min(month + 1) {
            let bought_in = month - age;
            let price = self.bought.of(bought_in, place).min(left);
            if price > Money::ZERO {
                left -= price;
                lots.push(Lot {
                    tenure: bought_in - u32::from(member.joined),
                    price,
                    cv: self.product.commissionable(price),
                    points: self.product.points(price),
                });
            }
        }
        let given_back = on_hand - left;
        if self.rule.clawback && given_back > Money::ZERO {
            let standing = commission.last_standing(place);
            self.leavers.push(Leaver { place, uplines: Uplines::default(), lots, standing });
        }
        (given_back, given_back.at(self.rule.rate))
    }
}
