//! Who joins: the traits a person brings along, drawn once.

use crate::random::{Draws, Gamma, LogNormal, uniform};
use crate::units::Probability;

/// Parameters of the people who join.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeopleParameters {
    /// Chance that a person joins only to buy at the member's price and never builds.
    pub discount_only: Probability,
    /// Mean hours a week that a builder puts in.
    pub hours: f64,
    /// Standard deviation of the logarithm of hours between builders.
    pub hours_sigma: f64,
    /// Standard deviation of the logarithm of selling skill (mean 1) between builders.
    pub skill_sigma: f64,
    /// Shape of the gamma distribution (mean 1) of the propensity to approach people;
    /// infinite: all builders are alike.
    pub propensity_shape: f64,
    /// Mean number of acquaintances a builder can approach before he must approach strangers.
    pub warm_list: f64,
    /// Standard deviation of the logarithm of that number.
    pub warm_list_sigma: f64,
}

/// Weeks in a month, as hours are given by the week.
pub const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;

/// What a person brings along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traits {
    /// Whether the person wants to earn; otherwise he joined to buy at the member's price.
    pub is_builder: bool,
    /// Willingness to approach people relative to the mean builder, times hours relative to his.
    pub activity: f64,
    /// Selling skill, mean 1.
    pub skill: f64,
    /// Hours a month put into the business.
    pub hours: f64,
    /// Acquaintances who can be approached.
    pub acquaintances: f64,
}

/// Draws the traits of people who join.
#[derive(Clone, Debug)]
pub struct People {
    discount_only: f64,
    propensity: Gamma,
    hours_mean: f64,
    hours: LogNormal,
    skill: LogNormal,
    warm_list: Option<LogNormal>,
}

impl People {
    /// Prepares the distributions.
    pub fn new(parameters: &PeopleParameters) -> Self {
        let hours_mean = parameters.hours * WEEKS_PER_MONTH;
        Self {
            discount_only: parameters.discount_only.value(),
            propensity: Gamma::with_mean_one(parameters.propensity_shape),
            hours_mean,
            hours: LogNormal::with_mean(1.0, parameters.hours_sigma),
            skill: LogNormal::with_mean(1.0, parameters.skill_sigma),
            warm_list: (parameters.warm_list > 0.0)
                .then(|| LogNormal::with_mean(parameters.warm_list, parameters.warm_list_sigma)),
        }
    }

    /// The traits of one person.
    pub fn draw(&self, draws: &mut Draws) -> Traits {
        if uniform(draws) < self.discount_only {
            return Traits {
                is_builder: false,
                activity: 0.0,
                skill: 0.0,
                hours: 0.0,
                acquaintances: 0.0,
            };
        }
        let hours = self.hours.draw(draws);
        Traits {
            is_builder: true,
            activity: self.propensity.draw(draws) * hours,
            skill: self.skill.draw(draws),
            hours: hours * self.hours_mean,
            acquaintances: self.warm_list.map_or(0.0, |list| list.draw(draws)),
        }
    }
}
