//! The orders that volume comes from, by name.

use super::Explanation;
use super::part::Source;
use crate::compensation::{Base, Bonus, Orders};
use crate::pay::{Order, OrderKind};
use crate::units::Money;

/// How many are named.
const NAMED_MAX: usize = 12;

/// Something that volume comes from.
struct Named {
    name: String,
    cents: i64,
}

impl Explanation<'_, '_> {
    /// Where the volume of these members comes from that the bonus at this place of the plan is
    /// taken of: their orders, or what another bonus pays them.
    pub(super) fn named(&self, at: usize, sources: &[Source]) -> String {
        let bonus = &self.payroll.plan.bonuses[at];
        let mut all = sources.iter().flat_map(|source| self.of_source(bonus, source));
        let first = all.by_ref().take(NAMED_MAX);
        let named = |Named { name, cents }| format!("{name}: {}", Money::from_cents(cents));
        let mut text: Vec<String> = first.map(named).collect();
        let (n_others, others) = all.fold((0, 0), |(n, sum), other| (n + 1, sum + other.cents));
        if n_others > 0 {
            text.push(format!("{n_others} more: {}", Money::from_cents(others)));
        }
        text.join(", ")
    }

    /// An order of the period, or of an earlier one, as `Ann's retail order o7`.
    pub(super) fn order_name(&self, order: &Order) -> String {
        let orders = &self.payroll.company.orders;
        let name = match orders.name(order) {
            Some(name) => name.to_owned(),
            None => format!("on line {}", order.line),
        };
        let kind = match order.kind {
            OrderKind::Member => "order",
            OrderKind::Retail => "retail order",
            OrderKind::Fee => "fee",
        };
        let buyer = self.payroll.company.members.names.get(order.member as usize);
        format!("{buyer}'s {kind} {name}")
    }

    fn of_source(&self, bonus: &Bonus, source: &Source) -> Vec<Named> {
        let Source { place, cents } = *source;
        if let Base::Pay(earlier) = bonus.base {
            let earlier = &self.payroll.plan.bonuses[earlier].name;
            return vec![Named { name: format!("{}'s {earlier}", self.name_at(place)), cents }];
        }
        let standing = self.standing_orders(place).filter_map(|order| {
            let cents = taken_of(bonus, order)?;
            (cents != 0).then(|| Named { name: self.order_name(order), cents })
        });
        standing.collect()
    }

    /// The orders that the member at a place placed in the period and did not take back in it, as
    /// they stand in their file.
    fn standing_orders(&self, place: usize) -> impl Iterator<Item = &Order> {
        let payroll = self.payroll;
        let period = payroll.period.unwrap_or_default();
        let orders = payroll.company.orders.of_period(period);
        let by_member = self.orders_by_member.get_or_init(|| {
            let mut numbers: Vec<u32> = (0..).take(orders.len()).collect();
            numbers.sort_by_key(|&number| orders[number as usize].member);
            numbers
        });
        let member = payroll.member_at[place];
        let of = |number: &u32| orders[*number as usize].member;
        let first = by_member.partition_point(|number| of(number) < member);
        let numbers = by_member[first..].iter().take_while(move |number| of(number) == member);
        let orders = numbers.map(|&number| &orders[number as usize]);
        orders.filter(move |order| order.refunded != Some(period))
    }
}

/// What counts of an order for a bonus, in cents; `None`: it is of another kind.
pub(super) fn taken_of(bonus: &Bonus, order: &Order) -> Option<i64> {
    let is_of_kind = match (bonus.base, bonus.orders, order.kind) {
        (Base::Fee, _, kind) => kind == OrderKind::Fee,
        (_, _, OrderKind::Fee) => false,
        (_, Orders::All, _) => true,
        (_, Orders::Retail, kind) => kind == OrderKind::Retail,
        (_, Orders::Member, kind) => kind == OrderKind::Member,
    };
    is_of_kind.then(|| match bonus.base {
        Base::Cv => order.cv.cents(),
        Base::Pv => order.points.hundredths(),
        Base::Price | Base::Fee | Base::Pay(_) => order.price.cents(),
    })
}
