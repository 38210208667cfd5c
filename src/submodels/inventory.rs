//! Inventory: goods that members keep, buy ahead, and lose.

use crate::units::{Money, Points, Probability, Rate};

/// Parameters of inventory. By default no stock is kept: goods are used when they are bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InventoryParameters {
    /// Whether starter packs, and what is bought beyond one's own wants to be active, are kept as
    /// stock. Where `loaders` is above 0 they are in any case.
    pub kept: bool,
    /// Chance that a builder is one who buys ahead to qualify.
    pub loaders: Probability,
    /// The personal volume of a month that he fills up to.
    pub volume: Points,
    /// He buys no more ahead than brings his stock to this; `None`: no such limit.
    pub limit: Option<Money>,
    /// The share of the goods on hand that is lost in a month.
    pub spoilage: Rate,
}

impl Default for InventoryParameters {
    fn default() -> Self {
        Self {
            kept: false,
            loaders: Probability::ZERO,
            volume: Points::ZERO,
            limit: None,
            spoilage: Rate::ZERO,
        }
    }
}

impl InventoryParameters {
    /// Whether members keep stock.
    pub fn keeps_stock(&self) -> bool {
        self.kept || self.loaders > Probability::ZERO
    }
}

/// How goods are kept and bought ahead.
#[derive(Clone, Copy, Debug)]
pub struct Inventory {
    loaders: f64,
    limit: Option<Money>,
    spoilage: Rate,
}

/// What a month's customers are served from one's own stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resale {
    /// At list price: what they pay.
    pub sales: Money,
    /// The same goods at what they cost the member.
    pub cost: Money,
}

impl Resale {
    /// What it leaves beyond the cost of the goods.
    #[inline]
    pub fn gain(self) -> Money {
        self.sales - self.cost
    }
}

impl Inventory {
    /// Prepares the rule.
    pub fn new(parameters: &InventoryParameters) -> Self {
        Self {
            loaders: parameters.loaders.value(),
            limit: parameters.limit,
            spoilage: parameters.spoilage,
        }
    }

    /// What is lost in a month of the goods on hand.
    #[inline]
    pub fn lost(&self, on_hand: Money) -> Money {
        on_hand.at(self.spoilage)
    }

    /// What of customers' orders, `sales` at list price and `wholesale` at the member's, is served
    /// from the goods on hand.
    #[inline]
    pub fn resale(&self, on_hand: Money, sales: Money, wholesale: Money) -> Resale {
        if Money::ZERO < on_hand && on_hand < wholesale {
            let share = i128::from(sales.cents()) * i128::from(on_hand.cents());
            let sales = i64::try_from(share / i128::from(wholesale.cents()));
            let sales = Money::from_cents(sales.expect("a part of the sales"));
            return Resale { sales, cost: on_hand };
        }
        // Seldom only a part of it is there.
        if wholesale <= on_hand { Resale { sales, cost: wholesale } } else { Resale::default() }
    }

    /// Whether a builder is one who buys ahead; `chance` is uniform, and his for life.
    #[inline]
    pub fn is_loader(&self, chance: f64) -> bool {
        chance < self.loaders
    }

    /// What somebody who buys ahead buys if he lacks goods for `required` to reach his volume, with
    /// so much on hand once his own wants are met (negative: what he still lacks for these).
    #[inline]
    pub fn ahead(&self, required: Money, on_hand: Money) -> Money {
        self.limit.map_or(required, |limit| required.min(limit - on_hand)).max(Money::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(units: f64) -> Money {
        Money::from_units(units)
    }

    fn inventory(limit: Option<f64>, spoilage: f64) -> Inventory {
        Inventory::new(&InventoryParameters {
            loaders: Probability::new(0.3).unwrap(),
            limit: limit.map(money),
            spoilage: Rate::from_f64(spoilage),
            ..InventoryParameters::default()
        })
    }

    #[test]
    fn customers_are_served_from_stock_as_far_as_it_goes() {
        let inventory = inventory(None, 0.0);
        let resale = |on_hand| inventory.resale(money(on_hand), money(40.0), money(30.0));
        assert_eq!(resale(0.0), Resale::default());
        assert_eq!(resale(30.0), Resale { sales: money(40.0), cost: money(30.0) });
        assert_eq!(resale(99.0), resale(30.0));
        assert_eq!(resale(7.5), Resale { sales: money(10.0), cost: money(7.5) });
        assert_eq!(resale(7.5).gain(), money(2.5));
        // Thirds of cents: the fraction goes to the customer.
        assert_eq!(resale(0.01), Resale { sales: money(0.01), cost: money(0.01) });
        // Goods that cost nothing need no stock.
        let free = inventory.resale(Money::ZERO, money(40.0), Money::ZERO);
        assert_eq!(free, Resale { sales: money(40.0), cost: Money::ZERO });
    }

    #[test]
    fn stock_halves_in_the_months_that_its_loss_says() {
        let inventory = inventory(None, 0.5);
        let mut on_hand = money(64.0);
        for months_left in (0..6).rev() {
            on_hand -= inventory.lost(on_hand);
            assert_eq!(on_hand, money(f64::from(2_u32.pow(months_left))));
        }
    }

    #[test]
    fn nobody_loads_beyond_his_limit() {
        let inventory = inventory(Some(100.0), 0.0);
        let ahead = |required, on_hand| inventory.ahead(money(required), money(on_hand)).units();
        assert_eq!(ahead(60.0, 0.0), 60.0);
        assert_eq!(ahead(60.0, 70.0), 30.0);
        assert_eq!(ahead(160.0, -20.0), 120.0, "own wants are met beside");
        assert_eq!(ahead(60.0, 130.0), 0.0);
        assert_eq!(ahead(-5.0, 0.0), 0.0);
        assert_eq!(self::inventory(None, 0.0).ahead(money(1e6), money(1e6)), money(1e6));
    }
}
