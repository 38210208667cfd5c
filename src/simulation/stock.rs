//! Goods on members' hands: bought ahead, resold to customers, used, and lost.

use super::behaviour::price_of;
use super::model::Model;
use super::orders::{MonthOrders, pack_price};
use super::world::Member;
use crate::genealogy::{Advance, Identity, Selection};
use crate::observation::MonthTotals;
use crate::random::StreamKey;
use crate::submodels::inventory::{Inventory, Resale};
use crate::units::Money;

/// What became of a member's goods in a month, at what they cost him.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moves {
    /// Used by himself.
    pub used: Money,
    /// Sold to his customers from stock.
    pub resale: Resale,
}

/// The stock of all members, in the preorder of the genealogy.
#[derive(Debug)]
pub(super) struct Stock {
    inventory: Inventory,
    /// What a loader without customers must buy to reach his volume.
    volume_alone: Money,
    /// What somebody who joins has.
    pack: Money,
    /// Goods on hand, at what they cost.
    on_hand: Vec<Money>,
    moves: Vec<Moves>,
}

impl Stock {
    /// The founders' stock, if stock is kept.
    pub(super) fn new(model: &Model) -> Option<Self> {
        let n_founders = model.market.founders as usize;
        let pack = pack_price(&model.plan);
        model.inventory.keeps_stock().then(|| Self {
            inventory: Inventory::new(&model.inventory),
            volume_alone: price_of(model.inventory.volume, model.plan.product.pv),
            pack,
            on_hand: vec![pack; n_founders],
            moves: vec![Moves::default(); n_founders],
        })
    }

    /// What somebody who joins has.
    pub(super) fn pack(&self) -> Money {
        self.pack
    }

    /// Goods on hand, and what became of goods in the month, of a chunk of members.
    pub(super) fn rows(&mut self, chunk: std::ops::Range<usize>) -> (&mut [Money], &[Moves]) {
        (&mut self.on_hand[chunk.clone()], &self.moves[chunk])
    }

    /// Goods that a member has on hand.
    #[cfg(test)]
    pub(super) fn on_hand(&self, place: usize) -> Money {
        self.on_hand[place]
    }

    /// What became of members' goods in the month.
    pub(super) fn moves(&self) -> &[Moves] {
        &self.moves
    }

    /// What a member's resale in the month left beyond the cost of the goods.
    pub(super) fn gain(&self, place: usize) -> Money {
        self.moves[place].resale.gain()
    }

    /// Follows a change of the genealogy; who joins has his starter pack.
    pub(super) fn relayout(&mut self, advance: &Advance) {
        advance.relayout(&mut self.on_hand, |_| self.pack);
        advance.relayout(&mut self.moves, |_| Moves::default());
    }

    /// Goods are lost, sold to customers and used by the members of a chunk, the first of whom is
    /// `first`; orders are left with what must be bought anew.
    pub(super) fn draw_down(
        &mut self,
        first: usize,
        members: &[Member],
        orders: &mut [MonthOrders],
        totals: &mut MonthTotals,
    ) {
        let rows = self.on_hand[first..].iter_mut().zip(&mut self.moves[first..]);
        for ((member, orders), (on_hand, moves)) in members.iter().zip(orders).zip(rows) {
            *moves = Moves::default();
            if member.is_leaving {
                continue;
            }
            *on_hand -= self.inventory.lost(*on_hand);
            let MonthOrders { sales, wholesale, .. } = *orders;
            let resale = self.inventory.resale(*on_hand, sales, wholesale);
            let used = member.demand();
            // Below zero is what must be bought.
            *on_hand -= resale.cost + used;
            *orders = MonthOrders {
                sales: sales - resale.sales,
                wholesale: wholesale - resale.cost,
                purchases: (-*on_hand).max(Money::ZERO),
            };
            *moves = Moves { used, resale };
            totals.sales -= resale.sales;
            totals.wholesale -= resale.cost;
            totals.resale += resale.sales;
            totals.resold += resale.cost;
        }
    }

    /// Those who buy ahead fill up to their volume; `chances` say who they are.
    pub(super) fn load(
        &self,
        first: usize,
        builders: &Selection,
        orders: &mut [MonthOrders],
        identities: &[Identity],
        chances: StreamKey,
    ) {
        let loaders = Selection::of(builders.iter(), |n| {
            self.inventory.is_loader(chances.uniform(identities[n].lineage))
        });
        for n in loaders.iter() {
            let orders = &mut orders[n];
            let required = self.volume_alone - orders.wholesale;
            let ahead = self.inventory.ahead(required, self.on_hand[first + n]);
            orders.purchases = orders.purchases.max(ahead);
        }
    }

    /// What the members of a chunk have bought comes to their stock.
    pub(super) fn put_away(&mut self, first: usize, orders: &[MonthOrders]) {
        for (orders, on_hand) in orders.iter().zip(&mut self.on_hand[first..]) {
            *on_hand += orders.purchases;
        }
    }
}
