//! Retail customers: won by contacts, ordering, and lost.

use crate::random::{Draws, LogNormal, TrinomialCounts, TrinomialTable};
use crate::units::{Money, Probability};

/// Parameters of selling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SellingParameters {
    /// Chance that an approached person who does not sign up becomes a customer of a seller of
    /// skill 1; proportional to skill, at most 1.
    pub conversion: Probability,
    /// Chance that a customer places an order in a month.
    pub reorder: Probability,
    /// Chance that a customer is lost in a month.
    pub churn: Probability,
    /// Mean value of an order at list price, in currency.
    pub order: f64,
    /// Standard deviation of the logarithm of an order's value.
    pub order_sigma: f64,
}

/// Sums of up to so many orders have their distribution tabulated.
const TABULATED_ORDERS: usize = 64;

/// How selling goes.
#[derive(Clone, Debug)]
pub struct Selling {
    conversion: f64,
    /// Customers are lost, or else order, or neither.
    month: TrinomialTable,
    /// The mean of `k` orders' values, for `k` from 1.
    mean_order: Vec<LogNormal>,
    order: LogNormal,
}

impl Selling {
    /// Prepares the distributions.
    pub fn new(parameters: &SellingParameters) -> Self {
        let order = LogNormal::with_mean(parameters.order, parameters.order_sigma);
        let churn = parameters.churn.value();
        Self {
            conversion: parameters.conversion.value(),
            month: TrinomialTable::new(churn, (1.0 - churn) * parameters.reorder.value()),
            mean_order: (1..=TABULATED_ORDERS).map(|k| order.mean_of(k as f64)).collect(),
            order,
        }
    }

    /// The chance that a seller of this skill wins a contact as a customer.
    #[inline]
    pub fn conversion(&self, skill: f64) -> f64 {
        (self.conversion * skill).min(1.0)
    }

    /// One month with `customers` customers: some are lost, the others order or not. Returns how
    /// many order.
    #[inline]
    pub fn serve(&self, customers: &mut u32, draws: &mut Draws) -> u32 {
        let TrinomialCounts { first: lost, second: orders } = self.month.draw(*customers, draws);
        *customers -= lost;
        orders
    }

    /// What so many orders, at least one, come to at list price.
    ///
    /// The sum of several is drawn at once, from the lognormal distribution with the mean and the
    /// variance of that sum.
    #[inline]
    pub fn value(&self, orders: u32, draws: &mut Draws) -> Money {
        let mean_order = match self.mean_order.get(orders as usize - 1) {
            Some(tabulated) => tabulated.draw(draws),
            None => self.order.mean_of(f64::from(orders)).draw(draws),
        };
        Money::from_units(mean_order * f64::from(orders))
    }
}
