//! Shocks: months in which everybody is easier or harder to win, or recruiting stops.

use crate::units::Probability;

/// Months that are unlike others, and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// The first such month.
    pub from: u32,
    /// How many there are; `None`: all months from then on.
    pub months: Option<u32>,
    /// What contacts, chances to sign up and chances to order are multiplied by.
    pub factors: Factors,
}

/// What is multiplied, in a month, by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// The number of people whom builders approach.
    pub contacts: f64,
    /// The chance that an approached person signs up, at most 1 after all, and the number of
    /// people who sign up without being approached.
    pub sign_ups: f64,
    /// The chance that a customer orders, at most 1 after all.
    pub orders: f64,
}

impl Shock {
    /// Nobody signs up any more, from this month on; all else stays as it was.
    pub fn stop_of_recruiting(from: u32) -> Self {
        Self { from, months: None, factors: Factors { sign_ups: 0.0, ..Factors::NONE } }
    }

    /// Whether it acts in a month.
    pub fn acts_in(&self, month: u32) -> bool {
        month >= self.from && self.months.is_none_or(|months| month - self.from < months)
    }
}

impl Factors {
    /// A month like any other.
    pub const NONE: Self = Self { contacts: 1.0, sign_ups: 1.0, orders: 1.0 };

    /// The factors of a month: the products over all shocks that act in it.
    pub fn in_month(shocks: &[Shock], month: u32) -> Self {
        shocks.iter().filter(|shock| shock.acts_in(month)).fold(Self::NONE, |all, shock| Self {
            contacts: all.contacts * shock.factors.contacts,
            sign_ups: all.sign_ups * shock.factors.sign_ups,
            orders: all.orders * shock.factors.orders,
        })
    }
}

/// So many times a chance, but not more than certainty.
pub fn times(chance: Probability, factor: f64) -> Probability {
    Probability::new((chance.value() * factor).min(1.0)).expect("a factor is not negative")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shock(from: u32, months: Option<u32>, contacts: f64) -> Shock {
        Shock { from, months, factors: Factors { contacts, ..Factors::NONE } }
    }

    #[test]
    fn a_shock_acts_in_its_months_and_in_no_others() {
        let contacts = |shock: &Shock| {
            let shocks = std::slice::from_ref(shock);
            [3, 4, 5, 6, 7].map(|month| Factors::in_month(shocks, month).contacts)
        };
        assert_eq!(contacts(&shock(4, Some(1), 2.0)), [1.0, 2.0, 1.0, 1.0, 1.0]);
        assert_eq!(contacts(&shock(4, Some(3), 2.0)), [1.0, 2.0, 2.0, 2.0, 1.0]);
        assert_eq!(contacts(&shock(4, None, 2.0)), [1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(contacts(&shock(4, Some(u32::MAX), 2.0)), [1.0, 2.0, 2.0, 2.0, 2.0]);
    }

    #[test]
    fn shocks_of_one_month_multiply() {
        let shocks = [shock(1, None, 3.0), Shock::stop_of_recruiting(2), shock(2, Some(1), 0.5)];
        assert_eq!(Factors::in_month(&shocks, 1), Factors { contacts: 3.0, ..Factors::NONE });
        let second = Factors { contacts: 1.5, sign_ups: 0.0, orders: 1.0 };
        assert_eq!(Factors::in_month(&shocks, 2), second);
    }

    #[test]
    fn chances_end_at_certainty() {
        let half = Probability::new(0.5).unwrap();
        assert_eq!(times(half, 1.5).value(), 0.75);
        assert_eq!(times(half, 100.0), Probability::ONE);
        assert_eq!(times(half, 0.0), Probability::ZERO);
    }
}
