//! Digital tools: how far beyond acquaintances builders reach, how well customers are kept, and how
//! much is known of what others earn.

use crate::units::{Money, Probability, Rate};

/// Parameters of digital tools. By default there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DigitalParameters {
    /// Strangers whom a builder reaches beside the people whom he approaches anyway, for each of
    /// those.
    pub reach: f64,
    /// The share of customers who would be lost and are kept by better care for them.
    pub crm: Probability,
    /// How much of what others earn is known: to a builder of his downline, and to recruits of what
    /// their sponsors believe. It acts where belief learns.
    pub transparency: Probability,
}

/// A joining fee of which digital tools take off this share, to the cent.
pub fn lowered_fee(fee: Money, lower_barriers: Rate) -> Money {
    fee - fee.at(lower_barriers)
}

impl DigitalParameters {
    /// The chance that a customer is lost, given the chance without digital care.
    pub fn churn(&self, churn: Probability) -> Probability {
        let lost = churn.value() * (1.0 - self.crm.value());
        Probability::new(lost).expect("a share of a chance is a chance")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn care_keeps_its_share_of_those_who_would_be_lost() {
        let share = |value| Probability::new(value).unwrap();
        for (crm, lost) in [(0.0, 0.5), (0.25, 0.375), (1.0, 0.0)] {
            let tools = DigitalParameters { crm: share(crm), ..DigitalParameters::default() };
            assert_eq!(tools.churn(share(0.5)), share(lost));
        }
    }
}
