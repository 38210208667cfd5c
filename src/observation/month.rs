//! What happened in one month of a run.

use crate::units::{Money, Points};

/// What happened in one month, over everyone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MonthTotals {
    /// Members at the month's end, after leaving.
    pub members: u64,
    /// Builders among them.
    pub builders: u64,
    /// People who ever joined.
    pub ever_joined: u64,
    /// Sign-ups of the month.
    pub joins: u64,
    /// Members who left at the month's end.
    pub leavers: u64,
    /// Customers of members, after leaving.
    pub customers: u64,
    /// Those of the members at the month's end who were active in it by the plan's clause.
    pub active: u64,
    /// Share of the market that ever joined; NaN in an infinite market.
    pub saturation: f64,
    /// Mean belief of the builders at the month's end; NaN where all always believe all.
    pub belief: f64,
    /// Customers' purchases at list price, counted as customers order.
    pub sales: Money,
    /// The same, counted as members book what they sold.
    pub sold: Money,
    /// The same goods at the member's price.
    pub wholesale: Money,
    /// Margins on them, kept by members.
    pub margin: Money,
    /// Customers' purchases from members' stock, at list price.
    pub resale: Money,
    /// What these goods cost the members.
    pub resold: Money,
    /// Members' own purchases, starter packs included.
    pub purchases: Money,
    /// What leavers were refunded for goods that they gave back.
    pub refunds: Money,
    /// What these goods had cost them.
    pub given_back: Money,
    /// Commissions to be taken back that members cannot pay now, less what they pay of earlier ones.
    pub uncollected: Money,
    /// Goods that members used themselves, at what they cost.
    pub used: Money,
    /// Joining fees.
    pub joining_fees: Money,
    /// Renewal fees.
    pub renewal_fees: Money,
    /// Members' expenses.
    pub expenses: Money,
    /// What the goods of all purchases cost the company.
    pub goods: Money,
    /// Commissionable volume.
    pub cv: Money,
    /// Points of customers' orders, and of goods that were resold to them.
    pub outside_points: Points,
    /// Points of all orders.
    pub points: Points,
    /// Points of all orders less those of goods that were given back in the month, whenever they
    /// were ordered; can be negative.
    pub kept_points: Points,
    /// What each bonus paid, in the plan's order.
    pub bonuses: Vec<Money>,
    /// The same on each of its levels, of those that have any.
    pub levels: Vec<Vec<Money>>,
    /// Committed but not paid, over all bonuses.
    pub breakage: Money,
    /// Of what the company paid, what was paid on joining fees and for recruits.
    pub paid_for_recruiting: Money,
    /// Of the rest, what was paid on members' own orders, less what they resold.
    pub paid_on_own_orders: Money,
}
