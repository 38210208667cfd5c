//! What was ordered in a period, member by member, as a commission run reads it.

use super::orders::{Order, OrderKind};
use crate::compensation::{Base, Orders, Volumes};
use crate::units::{Money, Points};

/// The orders of one member in a period.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// What qualifies: orders of the period less what is taken back in it of any period.
    points: Points,
    /// The part of it that retail customers bring, and how many orders they placed.
    retail: Points,
    retail_orders: u32,
    /// What is paid on: orders of the period that still stand. Those of members, then of retail
    /// customers.
    price: [Money; 2],
    pv: [Money; 2],
    cv: [Money; 2],
    fee: Money,
}

/// The orders of a period by place in the preorder.
#[derive(Clone, Debug, Default)]
pub(super) struct PeriodVolumes {
    period: u32,
    sums: Vec<Sums>,
    /// When the member at each place joined.
    joined: Vec<u32>,
}

impl PeriodVolumes {
    /// Nothing ordered yet, in this period by so many members.
    pub(super) fn begin(&mut self, period: u32) {
        self.period = period;
        self.sums.fill(Sums::default());
    }

    /// Other members, with the periods in which they joined, by place.
    pub(super) fn seat(&mut self, joined: impl Iterator<Item = u32>) {
        self.joined.clear();
        self.joined.extend(joined);
        self.sums.clear();
        self.sums.resize(self.joined.len(), Sums::default());
    }

    /// Adds an order of the period.
    pub(super) fn add(&mut self, place: u32, order: &Order) {
        self.count(place, order, |amount| amount);
        let sums = &mut self.sums[place as usize];
        sums.points += order.points;
        if order.kind == OrderKind::Retail {
            sums.retail += order.points;
            sums.retail_orders += 1;
        }
    }

    /// Takes an order of the period out of what is paid on; who is qualified stays decided.
    pub(super) fn take_out(&mut self, place: u32, order: &Order) {
        self.count(place, order, |amount| -amount);
    }

    /// Takes the points of an order of an earlier period from those of this one.
    pub(super) fn deduct(&mut self, place: u32, order: &Order) {
        let sums = &mut self.sums[place as usize];
        sums.points -= order.points;
        if order.kind == OrderKind::Retail {
            sums.retail -= order.points;
        }
    }

    fn count(&mut self, place: u32, order: &Order, signed: impl Fn(Money) -> Money) {
        let sums = &mut self.sums[place as usize];
        let kind = match order.kind {
            OrderKind::Member => 0,
            OrderKind::Retail => 1,
            OrderKind::Fee => {
                sums.fee += signed(order.price);
                return;
            }
        };
        sums.price[kind] += signed(order.price);
        // One point counts as one unit of currency.
        sums.pv[kind] += signed(Money::from_cents(order.points.hundredths()));
        sums.cv[kind] += signed(order.cv);
    }
}

impl Volumes for PeriodVolumes {
    fn points(&self, member: usize) -> Points {
        self.sums[member].points
    }

    fn retail_points(&self, member: usize) -> Points {
        self.sums[member].retail
    }

    fn customers(&self, member: usize) -> u32 {
        self.sums[member].retail_orders
    }

    fn base(&self, member: usize, base: Base, orders: Orders) -> Money {
        let sums = &self.sums[member];
        let [own, retail] = match base {
            Base::Cv => sums.cv,
            Base::Pv => sums.pv,
            Base::Price => sums.price,
            Base::Fee => return sums.fee,
            Base::Pay(_) => unreachable!("a run knows itself what it paid"),
        };
        match orders {
            Orders::All => own + retail,
            Orders::Retail => retail,
            Orders::Member => own,
        }
    }

    fn tenure(&self, member: usize) -> u32 {
        self.period - self.joined[member]
    }
}
