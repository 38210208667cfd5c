//! What members buy themselves.

use crate::random::{Draws, LogNormal};
use crate::units::{Money, Probability, Rate};

/// Parameters of members' own purchases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PurchasingParameters {
    /// Mean monthly amount, at the member's price, that a member wants for his own use.
    pub demand: f64,
    /// Standard deviation of the logarithm of that amount between members.
    pub demand_sigma: f64,
    /// Chance that a builder who lacks points to be active buys them in a month.
    pub stay_active: Probability,
    /// What goods that a builder bought himself are worth to him, as a share of what he paid.
    /// Those who joined only to buy get full value.
    pub own_use_value: Rate,
}

/// The most that a member wants for himself in a month.
pub const DEMAND_MAX: Money = Money::from_cents(u32::MAX as i64);

/// How members buy for themselves.
#[derive(Clone, Copy, Debug)]
pub struct Purchasing {
    demand: Option<LogNormal>,
    stay_active: f64,
    own_use_value: Rate,
}

impl Purchasing {
    /// Prepares the distributions.
    pub fn new(parameters: &PurchasingParameters) -> Self {
        Self {
            demand: (parameters.demand > 0.0)
                .then(|| LogNormal::with_mean(parameters.demand, parameters.demand_sigma)),
            stay_active: parameters.stay_active.value(),
            own_use_value: parameters.own_use_value,
        }
    }

    /// The monthly amount that a new member wants for himself, the same every month; at most
    /// [`DEMAND_MAX`].
    pub fn demand(&self, draws: &mut Draws) -> Money {
        self.demand
            .map_or(Money::ZERO, |demand| Money::from_units(demand.draw(draws)).min(DEMAND_MAX))
    }

    /// What a member buys in a month: what he wants, or, if he is a builder and `required` is
    /// more, with a chance what he still needs to be active. `chance` is uniform.
    #[inline]
    pub fn month(&self, demand: Money, required: Money, chance: f64) -> Money {
        if chance < self.stay_active { demand.max(required) } else { demand }
    }

    /// What goods bought for `paid` are worth to the member.
    #[inline]
    pub fn value(&self, paid: Money, is_builder: bool) -> Money {
        if is_builder { paid.at(self.own_use_value) } else { paid }
    }

    /// The value of own-use goods per unit paid, for builders.
    pub fn own_use_value(&self) -> Rate {
        self.own_use_value
    }
}
