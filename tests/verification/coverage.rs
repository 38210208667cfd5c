//! Intervals cover what they say they cover.

use mlmsim::observation::{Concept, Denominator, Statistic, Window};
use mlmsim::simulation::Model;
use mlmsim::statistics::Estimate;

use crate::laws::Month;
use crate::money::margin;
use crate::support::{
    Comparison, accept, branching_model, income, moments, outcome, over_runs, probability, reject,
    share, sized,
};

/// Runs in a study, few enough for the interval to matter.
const RUNS: usize = 10;

const MONTH: Month = Month { recruits: 0.10, leaving: 0.06 };

/// A small company that grows, and sells.
fn model() -> Model {
    let mut model = branching_model(MONTH, 20, 12);
    model.selling.conversion = probability(0.5);
    model.recruiting.contacts = 1.0;
    model.recruiting.cold_signup = probability(MONTH.recruits);
    model.selling.reorder = probability(0.7);
    model.selling.churn = probability(0.1);
    model.selling.order = 60.0;
    model.selling.order_sigma = 0.8;
    model.plan.bonuses = vec![margin()];
    model.costs.expenses = 10.0;
    model
}

/// In how many of the studies the interval covers the truth, beside the chance that it should.
fn covered(
    figures: &[f64],
    truth: f64,
    chance: f64,
    interval: impl Fn(&[f64]) -> (f64, f64),
) -> [Comparison; 1] {
    let studies: Vec<(f64, f64)> = figures.chunks_exact(RUNS).map(interval).collect();
    let covering = studies.iter().filter(|(low, high)| *low <= truth && truth <= *high).count();
    [share("covered", covering as u64, studies.len() as u64, chance)]
}

/// Broken: one standard error each way.
fn one_standard_error(figures: &[f64]) -> (f64, f64) {
    let (mean, variance) = moments(figures);
    let error = (variance / figures.len() as f64).sqrt();
    (mean - error, mean + error)
}

#[test]
fn the_interval_of_a_mean_covers_the_truth_in_95_of_100_studies() {
    let figures = over_runs(&model(), sized(600) * RUNS as u32, 60, |report| {
        outcome(report, "members_at_end")
    });
    let truth = 20.0 * MONTH.growth().powi(12);
    let students = |figures: &[f64]| Estimate::mean_of(figures).interval.unwrap();
    accept(
        "coverage::the_interval_of_a_mean_covers_the_truth_in_95_of_100_studies",
        &covered(&figures, truth, 0.95, students),
    );
    reject(&covered(&figures, truth, 0.95, one_standard_error));
}

#[test]
fn the_interval_of_a_median_covers_the_truth_as_often_as_order_statistics_do() {
    let model = model();
    let figures = over_runs(&model, sized(600) * RUNS as u32, 61, |report| {
        let window = Window::Life;
        let upper = Statistic::Percentile(75.0);
        income(report, &model, window, Denominator::Everyone, Concept::Net, upper)
    });
    // The median of all runs; the error that is left hardly changes the chance, which is largest
    // at the true one.
    let mut ascending = figures.clone();
    ascending.sort_by(f64::total_cmp);
    let truth = ascending[ascending.len() / 2];
    // From the second lowest to the second highest of ten: 1 - 2 (1 + 10) / 2^10.
    let chance = 1.0 - 22.0 / 1024.0;
    let order_statistics = |figures: &[f64]| Estimate::median_of(figures).interval.unwrap();
    accept(
        "coverage::the_interval_of_a_median_covers_the_truth_as_often_as_order_statistics_do",
        &covered(&figures, truth, chance, order_statistics),
    );
    let narrower = |figures: &[f64]| {
        let mut ascending = figures.to_vec();
        ascending.sort_by(f64::total_cmp);
        (ascending[2], ascending[RUNS - 3])
    };
    reject(&covered(&figures, truth, chance, narrower));
    reject(&covered(&figures, truth, chance, one_standard_error));
}
