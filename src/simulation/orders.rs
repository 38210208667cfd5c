//! What members and their customers order in a month, and how the commission run reads it.

use std::ops::Range;

use super::stock::Moves;
use super::world::Member;
use crate::compensation::{Base, Orders as OrderKind, Plan, Product, Return, Volumes};
use crate::units::{Money, Points, Rate};

/// A member's orders of one month.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MonthOrders {
    /// His customers', at list price.
    pub sales: Money,
    /// The same goods at the member's price.
    pub wholesale: Money,
    /// His own, at the member's price.
    pub purchases: Money,
}

impl MonthOrders {
    /// Those of somebody who joins: his starter pack.
    pub(super) fn on_joining(plan: &Plan) -> Self {
        Self { purchases: pack_price(plan), ..Self::default() }
    }

    /// All goods, at the member's price.
    #[inline]
    fn at_member_price(&self) -> Money {
        self.purchases + self.wholesale
    }
}

/// What the starter pack costs.
pub(super) fn pack_price(plan: &Plan) -> Money {
    plan.product.member_price(plan.product.price) * i64::from(plan.join.pack)
}

/// The month's orders as the commission run reads them.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthVolumes<'w> {
    pub product: &'w Product,
    pub fee: Money,
    pub month: u32,
    pub members: &'w [Member],
    pub orders: &'w [MonthOrders],
    /// What became of goods, if stock is kept.
    pub moves: Option<&'w [Moves]>,
    /// What people who have left gave back.
    pub returns: &'w [Return],
}

/// Appends what members' orders of a kind count at a rate.
#[inline]
fn extend(
    column: &mut Vec<i64>,
    orders: &[MonthOrders],
    rate: Rate,
    amount: impl Fn(&MonthOrders) -> Money,
) {
    column.extend(orders.iter().map(|orders| amount(orders).at(rate).cents()));
}

impl Volumes for MonthVolumes<'_> {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "asked of everybody each month; a call takes longer")]
    fn points(&self, place: usize) -> Points {
        self.product.points(self.orders[place].at_member_price())
    }

    fn retail_points(&self, place: usize) -> Points {
        let resold = self.moves.map_or(Money::ZERO, |moves| moves[place].resale.cost);
        self.product.points(self.orders[place].wholesale + resold)
    }

    fn customers(&self, place: usize) -> u32 {
        self.members[place].customers
    }

    fn base(&self, place: usize, base: Base, kind: OrderKind) -> Money {
        let mut column = Vec::new();
        self.append(place..place + 1, base, kind, &mut column);
        Money::from_cents(column[0])
    }

    fn append(&self, places: Range<usize>, base: Base, kind: OrderKind, column: &mut Vec<i64>) {
        let orders = &self.orders[places.clone()];
        let rate = match base {
            Base::Cv => self.product.cv,
            Base::Pv => self.product.pv,
            Base::Price | Base::Fee | Base::Pay(_) => Rate::ONE,
        };
        let fee = |member: &Member| {
            if u32::from(member.joined) == self.month { self.fee } else { Money::ZERO }
        };
        // A loop for each, so that nothing is asked of every member but what he ordered.
        match (base, kind) {
            (Base::Pay(_), _) | (Base::Fee, OrderKind::Retail) => column.extend(places.map(|_| 0)),
            (Base::Fee, _) => column.extend(self.members[places].iter().map(|m| fee(m).cents())),
            (Base::Price, OrderKind::Retail) => extend(column, orders, rate, |o| o.sales),
            (Base::Price, OrderKind::All) => {
                extend(column, orders, rate, |o| o.purchases + o.sales);
            }
            (_, OrderKind::Member) => extend(column, orders, rate, |o| o.purchases),
            (_, OrderKind::Retail) => extend(column, orders, rate, |o| o.wholesale),
            (_, OrderKind::All) => extend(column, orders, rate, MonthOrders::at_member_price),
        }
    }

    #[inline]
    fn tenure(&self, place: usize) -> u32 {
        self.month - u32::from(self.members[place].joined)
    }

    fn returns(&self) -> &[Return] {
        self.returns
    }
}
