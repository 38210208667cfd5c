//! What doing the business costs beside goods and fees.

use crate::units::Money;

/// Parameters of costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostParameters {
    /// A builder's monthly expenses for tools, events, travel and samples, in currency.
    pub expenses: f64,
}

/// What doing the business costs.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    expenses: Money,
}

impl Costs {
    /// Prepares the amounts.
    pub fn new(parameters: &CostParameters) -> Self {
        Self { expenses: Money::from_units(parameters.expenses) }
    }

    /// A month's expenses of a member.
    #[inline]
    pub fn month(&self, is_builder: bool) -> Money {
        if is_builder { self.expenses } else { Money::ZERO }
    }
}
