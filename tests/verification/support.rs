//! What all checks share: comparisons in standard errors, the plainest model, and its figures.

use std::fmt;

use mlmsim::compensation::{Join, Period, Plan, Product};
use mlmsim::observation::{
    Concept, Denominator, NETWORK_RANGES, NetworkMeasure, OUTCOMES, RunReport, SERIES, Statistic,
    Window, income_keys, ledger_keys,
};
use mlmsim::portable::log1p;
use mlmsim::random::{Draws, Lineage, RunKey, Stream};
use mlmsim::simulation::{Measures, Model, simulate};
use mlmsim::submodels::belief::BeliefParameters;
use mlmsim::submodels::costs::CostParameters;
use mlmsim::submodels::digital::DigitalParameters;
use mlmsim::submodels::inventory::InventoryParameters;
use mlmsim::submodels::market::{MarketParameters, Population};
use mlmsim::submodels::people::PeopleParameters;
use mlmsim::submodels::purchasing::PurchasingParameters;
use mlmsim::submodels::quitting::QuittingParameters;
use mlmsim::submodels::recruiting::RecruitingParameters;
use mlmsim::submodels::selling::SellingParameters;
use mlmsim::submodels::training::TrainingParameters;
use mlmsim::units::{Money, Probability, Rate};

use crate::table;

/// How many standard errors a figure may lie from what is known.
///
/// `docs/verification.md` says what chance of a false alarm this gives the whole suite.
pub(crate) const TOLERANCE: f64 = 4.5;

/// A figure of the program beside what is known of it.
#[derive(Clone)]
pub(crate) struct Comparison {
    pub(crate) what: String,
    pub(crate) found: f64,
    pub(crate) expected: f64,
    /// The standard error of the difference.
    pub(crate) error: f64,
    /// Degrees of freedom of the standard error: infinite where the law gives it, one less than
    /// the sample where that does.
    pub(crate) freedom: f64,
    /// A known bound of what is no error of chance, such as the width of a histogram's bins.
    pub(crate) allowance: f64,
}

impl Comparison {
    /// The distance in standard errors.
    ///
    /// A standard error from a small sample makes large distances likelier; they are turned into
    /// the normal ones of the same chance (Wallace 1959, *Annals of Mathematical Statistics*
    /// 30:1124–1130).
    pub(crate) fn distance(&self) -> f64 {
        assert!(self.error > 0.0 && self.error.is_finite(), "{self:?}");
        let t = ((self.found - self.expected).abs() - self.allowance).max(0.0) / self.error;
        let n = self.freedom;
        if n.is_infinite() {
            return t;
        }
        (8.0 * n + 1.0) / (8.0 * n + 3.0) * (n * log1p(t * t / n)).sqrt()
    }

    /// The same with a bound on what is no error of chance.
    pub(crate) fn allowing(self, allowance: f64) -> Self {
        Self { allowance, ..self }
    }
}

impl fmt::Debug for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, found, expected, error, allowance, .. } = self;
        write!(f, "{what}: {found}, not {expected}, with standard error {error}")?;
        if *allowance > 0.0 {
            write!(f, " and allowance {allowance}")?;
        }
        Ok(())
    }
}

/// The mean of independent figures beside what it should be.
pub(crate) fn mean(what: impl Into<String>, figures: &[f64], expected: f64) -> Comparison {
    let (found, variance) = moments(figures);
    let error = (variance / figures.len() as f64).sqrt();
    let freedom = figures.len() as f64 - 1.0;
    Comparison { what: what.into(), found, expected, error, freedom, allowance: 0.0 }
}

/// The variance of independent figures beside what it should be; the standard error comes from
/// the fourth moment.
pub(crate) fn variance(what: impl Into<String>, figures: &[f64], expected: f64) -> Comparison {
    let (centre, _) = moments(figures);
    let squares: Vec<f64> = figures.iter().map(|x| (x - centre) * (x - centre)).collect();
    mean(what, &squares, expected)
}

/// A figure beside what it should be, with a standard error from the law itself.
pub(crate) fn exact_error(
    what: impl Into<String>,
    found: f64,
    expected: f64,
    error: f64,
) -> Comparison {
    let freedom = f64::INFINITY;
    Comparison { what: what.into(), found, expected, error, freedom, allowance: 0.0 }
}

/// A share of independent trials beside its chance.
pub(crate) fn share(
    what: impl Into<String>,
    happened: u64,
    trials: u64,
    chance: f64,
) -> Comparison {
    let error = (chance * (1.0 - chance) / trials as f64).sqrt();
    let found = happened as f64 / trials as f64;
    exact_error(what, found, chance, error)
}

/// A share over all people of all runs beside the quotient of the two expected counts.
///
/// `counts` has for each run how many are in the share and how many there are. People of one run
/// depend on each other, runs do not: so the standard error is that of the mean over runs of
/// `in share - expected × all`, whose expectation is zero.
pub(crate) fn pooled_share(
    what: impl Into<String>,
    counts: &[(f64, f64)],
    expected: f64,
) -> Comparison {
    let excess: Vec<f64> = counts.iter().map(|(part, all)| part - expected * all).collect();
    let people = counts.iter().map(|(_, all)| all).sum::<f64>() / counts.len() as f64;
    let excess = mean(what, &excess, 0.0);
    let found = expected + excess.found / people;
    Comparison { found, expected, error: excess.error / people, ..excess }
}

/// Mean and variance.
pub(crate) fn moments(figures: &[f64]) -> (f64, f64) {
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let squares: f64 = figures.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, squares / (n - 1.0))
}

/// Fails unless every figure is within the tolerance, and unless there are as many comparisons as
/// the table of `docs/verification.md` counts for this test.
#[track_caller]
pub(crate) fn accept(test: &str, comparisons: &[Comparison]) {
    for comparison in comparisons {
        let distance = comparison.distance();
        assert!(distance < TOLERANCE, "{distance:.1} standard errors: {comparison:?}");
    }
    assert_eq!(table::comparisons_of(test), comparisons.len(), "comparisons of {test}");
}

/// Fails if the same check would let a broken variant pass.
#[track_caller]
pub(crate) fn reject(comparisons: &[Comparison]) {
    let largest = comparisons.iter().map(Comparison::distance).fold(0.0, f64::max);
    assert!(largest > TOLERANCE, "only {largest:.1} standard errors: {comparisons:?}");
}

/// A size of a sample; ten times as large where time is no matter.
pub(crate) fn sized(size: u32) -> u32 {
    #[expect(clippy::disallowed_methods, reason = "tests may ask whether time matters")]
    let is_slow = std::env::var("MLMSIM_SLOW_TESTS").is_ok_and(|value| value == "1");
    if is_slow { size * 10 } else { size }
}

/// Draws for trees of the theory.
pub(crate) fn theory_draws(seed: u64) -> Draws {
    RunKey::new(seed, 0).stream(Stream::Theory, 0).open(Lineage::founder(0))
}

/// Identical people who sign up everybody they approach and never leave, in an infinite market
/// without money.
pub(crate) fn plain_model() -> Model {
    Model {
        months: 12,
        plan: plain_plan(),
        market: MarketParameters::plain(Population::Infinite, 1),
        shocks: Vec::new(),
        network: None,
        people: PeopleParameters {
            discount_only: Probability::ZERO,
            hours: 5.0,
            hours_sigma: 0.0,
            skill_sigma: 0.0,
            propensity_shape: f64::INFINITY,
            warm_list: 0.0,
            warm_list_sigma: 0.0,
        },
        recruiting: RecruitingParameters {
            contacts: 0.0,
            warm_signup: Probability::ONE,
            cold_signup: Probability::ONE,
        },
        digital: DigitalParameters::default(),
        selling: SellingParameters {
            conversion: Probability::ZERO,
            reorder: Probability::ZERO,
            churn: Probability::ZERO,
            order: 1.0,
            order_sigma: 0.0,
        },
        purchasing: PurchasingParameters {
            demand: 0.0,
            demand_sigma: 0.0,
            stay_active: Probability::ZERO,
            own_use_value: Rate::ZERO,
        },
        inventory: InventoryParameters::default(),
        training: TrainingParameters::default(),
        belief: BeliefParameters::default(),
        costs: CostParameters { expenses: 0.0 },
        quitting: QuittingParameters {
            survival_12: Probability::ONE,
            shape: 1.0,
            sensitivity: 0.0,
            aspiration: 1.0,
            memory: 1.0,
            loss_tolerance: None,
            influence: 0.0,
        },
        measures: Measures {
            thresholds: Vec::new(),
            minimum_wage: Money::ZERO,
            questions: Vec::new(),
        },
    }
}

/// A plan that costs nothing and pays nothing; a unit of the product costs 1.
pub(crate) fn plain_plan() -> Plan {
    Plan {
        name: "plain".into(),
        period: Period::Month,
        product: Product {
            price: money(1.0),
            discount: Rate::ZERO,
            cost: Rate::ZERO,
            pv: Rate::ONE,
            cv: Rate::ONE,
        },
        join: Join { fee: Money::ZERO, pack: 0, renewal: Money::ZERO },
        active: None,
        refund: None,
        breakaway: None,
        cap: None,
        placement: None,
        pass_up: None,
        boards: None,
        ranks: Vec::new(),
        bonuses: Vec::new(),
    }
}

/// The plain model of a branching process: each month `recruits` are expected of a member, who
/// then leaves with chance `leaving`.
pub(crate) fn branching_model(month: crate::laws::Month, founders: u32, months: u32) -> Model {
    let mut model = plain_model();
    model.months = months;
    model.market.founders = founders;
    model.recruiting.contacts = month.recruits;
    model.quitting.survival_12 = probability((1.0 - month.leaving).powi(12));
    model
}

/// The plain model in a finite market.
pub(crate) fn market_model(founders: u32, population: u64, recruits: f64, months: u32) -> Model {
    let mut model = plain_model();
    model.months = months;
    model.market = MarketParameters::plain(Population::Finite(population), founders);
    model.recruiting.contacts = recruits;
    model
}

pub(crate) fn money(units: f64) -> Money {
    Money::from_units(units)
}

pub(crate) fn rate(value: f64) -> Rate {
    Rate::from_f64(value)
}

pub(crate) fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// What `read` finds in each of so many runs.
pub(crate) fn over_runs<T>(
    model: &Model,
    runs: u32,
    seed: u64,
    read: impl Fn(&RunReport) -> T,
) -> Vec<T> {
    (0..u64::from(runs)).map(|run| read(&simulate(model, seed, run))).collect()
}

/// A quantity in a month.
pub(crate) fn series(report: &RunReport, name: &str, month: usize) -> f64 {
    report.series[month][SERIES.iter().position(|quantity| quantity.name == name).unwrap()]
}

/// A quantity summed over all months.
pub(crate) fn series_sum(report: &RunReport, name: &str) -> f64 {
    (0..report.series.len()).map(|month| series(report, name, month)).sum()
}

/// A single figure of the run.
pub(crate) fn outcome(report: &RunReport, name: &str) -> f64 {
    report.outcomes[OUTCOMES.iter().position(|quantity| quantity.name == name).unwrap()].value
}

/// The shares of a count's ranges, in their order.
pub(crate) fn network(report: &RunReport, measure: NetworkMeasure) -> &[f64] {
    let mut start = 0;
    for (candidate, ranges) in NETWORK_RANGES {
        if candidate == measure {
            return &report.network[start..start + ranges.len()];
        }
        start += ranges.len();
    }
    unreachable!("every measure has ranges")
}

/// A flow of the ledger, in units of currency.
pub(crate) fn flow(report: &RunReport, model: &Model, name: &str) -> f64 {
    let bonuses = model.plan.bonuses.iter().filter(|bonus| bonus.name != "margin");
    let bonuses = bonuses.map(|bonus| (bonus.name.as_str(), bonus.levels()));
    let keys = ledger_keys(bonuses, model.inventory.keeps_stock());
    assert_eq!(keys.len(), report.ledger.len());
    report.ledger[keys.iter().position(|key| key.flow == name).unwrap()]
}

/// A figure of income.
pub(crate) fn income(
    report: &RunReport,
    model: &Model,
    window: Window,
    denominator: Denominator,
    concept: Concept,
    statistic: Statistic,
) -> f64 {
    let measures = &model.measures;
    let keys = income_keys(model.months, &measures.thresholds, measures.minimum_wage);
    assert_eq!(keys.len(), report.incomes.len());
    let place = keys.iter().position(|key| {
        (key.window, key.denominator, key.concept, key.statistic)
            == (window, denominator, concept, statistic)
    });
    report.incomes[place.unwrap()]
}

/// How many people are in a denominator over a window.
pub(crate) fn people(
    report: &RunReport,
    model: &Model,
    window: Window,
    denominator: Denominator,
) -> f64 {
    income(report, model, window, denominator, Concept::Net, Statistic::People)
}
