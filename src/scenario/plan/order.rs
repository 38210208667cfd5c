//! What orders bring in and what bonuses may cost of them, members' and customers' orders apart.

use crate::compensation::{Base, Bonus, BonusKind, Orders, Plan};

use super::super::fields::Fields;
use super::super::problem::Problem;
use super::bill::{Bill, Size, most_of_each};
use super::payees::Payees;

/// Sums that differ by less than this are the same.
const ROUNDING: f64 = 1.0e-9;

/// What comes of an order for which a member pays one unit of currency, and a customer the list price.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    orders: Orders,
    /// What the buyer pays.
    price: f64,
    /// What of it members keep for their margin, and the company never has.
    margins: Bill,
    /// What the company pays, but for the plan-wide cap.
    costs: Bill,
    /// The most that the plan-wide cap lets the company pay.
    cap: Option<f64>,
}

impl Order {
    /// What the company pays at the most.
    fn paid(&self) -> f64 {
        self.cap.map_or(self.costs.sum(), |cap| cap.min(self.costs.sum()))
    }

    /// What reaches the company.
    fn received(&self) -> f64 {
        self.price - self.margins.sum()
    }

    /// How much more than it gets the company may pay, as a share of what the buyer pays; below 0: less.
    fn excess(&self) -> f64 {
        (self.paid() - self.received()) / self.price
    }

    /// A warning if the company may pay more than it gets.
    pub(super) fn loss(&self, plan: &Plan, fields: Fields<'_>) -> Option<Problem> {
        if self.excess() <= ROUNDING {
            return None;
        }
        let shown = |share: f64| (share / self.price * 1.0e4).round() / 100.0;
        let buyer = if self.orders == Orders::Retail { "customer" } else { "member" };
        let kept = if self.margins.sum() > 0.0 {
            format!(
                ", members keep a margin of {}, and {} reach the company",
                self.margins.hundredths(plan, self.price),
                shown(self.received())
            )
        } else {
            String::new()
        };
        let kept = format!("of 100 that a {buyer} pays for an order{kept}");
        if self.costs.sum() <= 0.0 {
            let help = "lower the margins: customers pay each of them";
            return Some(self.margins.problem(fields, kept).help(help));
        }
        let capped = if self.paid() + ROUNDING < self.costs.sum() {
            format!(", of which `[cap]` allows {}", shown(self.paid()))
        } else {
            String::new()
        };
        let costs = self.costs.hundredths(plan, self.price);
        let reason = format!("{kept}, bonuses may pay {costs}{capped}");
        let help = if self.received() <= ROUNDING {
            "lower the margins, or take the bonuses of members' orders alone".into()
        } else if plan.cap.is_some() {
            // Rounded down, so that it is enough.
            let share = self.received() / plan.product.cv.value();
            let share = ((share + ROUNDING) * 1.0e4).floor() / 1.0e4;
            format!("lower the rates, or the `share` of `[cap]` to {share}")
        } else {
            "lower the rates, or limit them with `[cap]` and its `share`".into()
        };
        Some(self.costs.problem(fields, reason).help(help))
    }

    /// A warning if the company may pay more than the volume of which the bonuses are taken.
    pub(super) fn beyond_volume(&self, plan: &Plan, fields: Fields<'_>) -> Option<Problem> {
        let volume = plan.product.cv.value();
        if volume <= 0.0 || self.paid() <= volume + ROUNDING {
            return None;
        }
        let paid = self.costs.hundredths(plan, volume);
        let reason = format!("of 100 of commissionable volume, bonuses may pay {paid}");
        let help = "lower the rates, raise `cv` in `[product]`, or limit them with `[cap]` and its \
                    `share`";
        Some(self.costs.problem(fields, reason).help(help))
    }
}

/// The most that the plan-wide cap lets the company pay of one unit of currency: it is a share of the
/// volume, of which there may be more than was paid.
fn cap(plan: &Plan) -> Option<f64> {
    plan.cap.map(|cap| cap.value() * plan.product.cv.value())
}

/// Whether the plan-wide cap lets the company pay no more than a member pays.
pub(super) fn is_capped(plan: &Plan) -> bool {
    cap(plan).is_some_and(|cap| cap <= 1.0)
}

/// What comes of members' and of customers' orders, over the ages at which the bonuses that count
/// change, where these can be paid.
pub(super) fn all(plan: &Plan, payees: &Payees) -> Vec<Order> {
    at_prices(plan, payees, |orders| price(plan, orders))
}

/// The same if customers paid what members do: what they pay more is no volume.
pub(super) fn at_member_price(plan: &Plan, payees: &Payees) -> Vec<Order> {
    at_prices(plan, payees, |_| 1.0)
}

fn at_prices(plan: &Plan, payees: &Payees, price_of: impl Fn(Orders) -> f64) -> Vec<Order> {
    let ages = plan.bonuses.iter().flat_map(|bonus| [bonus.age.first, bonus.age.after]);
    let ages: Vec<u32> = ages.flatten().chain([0]).collect();
    let at = |(orders, age): (Orders, u32)| {
        let price = price_of(orders);
        let of_one = |bonus: &Bonus| base(plan, bonus, (orders, price), age);
        let paid = most_of_each(plan, payees, Size::Any, of_one);
        Order {
            orders,
            price,
            margins: Bill::of_customers(plan, &paid),
            costs: Bill::of_company(plan, &paid),
            cap: cap(plan),
        }
    };
    let each = [Orders::Member, Orders::Retail].into_iter();
    each.flat_map(|orders| ages.iter().map(move |age| (orders, *age))).map(at).collect()
}

/// The order of which the company may lose most, as a share of what the buyer pays: a member's, if a
/// customer's is no worse.
pub(super) fn worst(orders: &[Order]) -> Option<&Order> {
    let worse = |one, other: &&Order| other.excess() > Order::excess(one) + ROUNDING;
    orders.iter().reduce(|one, other| if worse(one, &other) { other } else { one })
}

/// The order that costs the company most for its volume.
pub(super) fn dearest(orders: &[Order]) -> Option<&Order> {
    orders.iter().reduce(|one, other| if other.paid() > one.paid() { other } else { one })
}

/// The most that one unit of currency spent by a member, or the list price for which a customer buys the
/// same, may cost the company in bonuses, whoever is paid.
pub(in crate::scenario) fn most_on_orders(plan: &Plan) -> f64 {
    let orders = all(plan, &Payees::everyone(plan));
    orders.iter().map(|order| order.costs.sum()).fold(0.0, f64::max)
}

/// What bonuses may pay to others of one unit of currency that a member pays for an order.
pub(super) fn most_on_members(plan: &Plan, payees: &Payees) -> f64 {
    let orders = all(plan, payees);
    let members = orders.iter().filter(|order| order.orders == Orders::Member);
    members.map(Order::paid).fold(0.0, f64::max)
}

/// What a buyer pays for such an order, for which a member would pay one unit of currency.
fn price(plan: &Plan, orders: Orders) -> f64 {
    let member_price = 1.0 - plan.product.discount.value();
    if orders == Orders::Retail && member_price > 0.0 { 1.0 / member_price } else { 1.0 }
}

/// What counts in the base of a bonus of such an order, for which a member would pay one unit of
/// currency, and its buyer so much.
pub(super) fn base(plan: &Plan, bonus: &Bonus, (orders, price): (Orders, f64), age: u32) -> f64 {
    let counts = bonus.orders == Orders::All || bonus.orders == orders;
    if !counts || !bonus.age.admits(age) || matches!(bonus.kind, BonusKind::Award(_)) {
        return 0.0;
    }
    match bonus.base {
        Base::Cv => plan.product.cv.value(),
        Base::Pv => plan.product.pv.value(),
        Base::Price => price,
        Base::Fee | Base::Pay(_) => 0.0,
    }
}
