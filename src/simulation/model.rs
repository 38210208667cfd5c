//! Everything that decides a run, as one value.

use crate::compensation::Plan;
use crate::observation::{IncomeKey, Question, income_keys};
use crate::submodels::belief::BeliefParameters;
use crate::submodels::costs::CostParameters;
use crate::submodels::digital::DigitalParameters;
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::MarketParameters;
use crate::submodels::network::ContactNetwork;
use crate::submodels::people::PeopleParameters;
use crate::submodels::purchasing::PurchasingParameters;
use crate::submodels::quitting::QuittingParameters;
use crate::submodels::recruiting::RecruitingParameters;
use crate::submodels::selling::SellingParameters;
use crate::submodels::shocks::Shock;
use crate::submodels::training::TrainingParameters;
use crate::units::Money;

/// Everything that decides a run, but for its randomness.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Number of periods (months), 12 to 1200.
    pub months: u32,
    /// What the company sets.
    pub plan: Plan,
    /// The market.
    pub market: MarketParameters,
    /// Months that are unlike others.
    pub shocks: Vec<Shock>,
    /// Who knows whom, if people can only approach those they know: then the market is finite
    /// and plain, digital tools reach nobody else, and a builder's acquaintances are his
    /// neighbours.
    pub network: Option<ContactNetwork>,
    /// The people who join.
    pub people: PeopleParameters,
    /// Approaching and signing up.
    pub recruiting: RecruitingParameters,
    /// Digital tools.
    pub digital: DigitalParameters,
    /// Retail customers.
    pub selling: SellingParameters,
    /// Members' own purchases.
    pub purchasing: PurchasingParameters,
    /// Goods that members keep and buy ahead.
    pub inventory: InventoryParameters,
    /// Duplication and learning.
    pub training: TrainingParameters,
    /// Belief in the opportunity.
    pub belief: BeliefParameters,
    /// Other costs.
    pub costs: CostParameters,
    /// Leaving.
    pub quitting: QuittingParameters,
    /// What is counted.
    pub measures: Measures,
}

impl Model {
    /// What the figures of income in the report of a run are.
    pub fn income_keys(&self) -> Vec<IncomeKey> {
        let Measures { thresholds, minimum_wage, questions: _ } = &self.measures;
        income_keys(self.months, thresholds, *minimum_wage)
    }
}

/// What is counted beside the standard figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// Yearly amounts of money below which the share of people is counted, ascending.
    pub thresholds: Vec<Money>,
    /// An hourly wage to compare the net income per hour with.
    pub minimum_wage: Money,
    /// What is asked beside them; nothing of it changes a run.
    pub questions: Vec<Question>,
}
