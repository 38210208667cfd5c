//! Intervals cover what they say they cover.

use mlmsim::observation::{Concept, Denominator, Statistic, Window};
use mlmsim::portable::{exp, log1p};
use mlmsim::simulation::Model;
use mlmsim::statistics::{Estimate, Support};

use crate::laws::Month;
use crate::money::margin;
use crate::support::{
    Comparison, accept, branching_model, income, moments, outcome, over_runs, plain_model,
    probability, reject, share, sized,
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

/// Founders of a world in which nearly everybody leaves at once, and how likely one stays.
const FOUNDERS: u32 = 1000;
const STAYS: f64 = 0.02;

/// Two runs in a study: the interval of a small share then often reaches below zero.
const FEW_RUNS: usize = 2;

/// The chances that the interval of two runs, cut at the ends of a share, holds the truth, and
/// that it begins at zero: sums over the two binomial numbers of those who stay.
fn law_of_two_runs() -> [f64; 2] {
    // Student's quantile at one degree of freedom is that of Cauchy's law.
    const QUANTILE: f64 = 12.706_204_736_174_7;
    let n = f64::from(FOUNDERS);
    // Beyond these the chance is below 1e-20.
    let mut chances = vec![exp(n * log1p(-STAYS))];
    for k in 0..120_u32 {
        let k = f64::from(k);
        let last = chances[chances.len() - 1];
        chances.push(last * (n - k) / (k + 1.0) * STAYS / (1.0 - STAYS));
    }
    let (mut covered, mut from_zero) = (0.0, 0.0);
    for (a, chance_of_a) in chances.iter().enumerate() {
        for (b, chance_of_b) in chances.iter().enumerate() {
            let (a, b) = (a as f64, b as f64);
            let (mean, half) = (f64::midpoint(a, b), QUANTILE * (a - b).abs() / 2.0);
            let both = chance_of_a * chance_of_b;
            covered += if (mean - n * STAYS).abs() <= half { both } else { 0.0 };
            from_zero += if mean <= half { both } else { 0.0 };
        }
    }
    [covered, from_zero]
}

#[test]
fn the_interval_of_a_small_share_is_cut_at_zero_and_covers_as_its_law_says() {
    let mut model = plain_model();
    model.market.founders = FOUNDERS;
    model.quitting.survival_12 = probability(STAYS);
    // Of those who leave nearly all leave in the first month, so that few have to be simulated.
    model.quitting.shape = 0.1;
    let figures = over_runs(&model, sized(1000) * FEW_RUNS as u32, 62, |report| {
        outcome(report, "still_members")
    });
    let check = |interval: &dyn Fn(&[f64]) -> (f64, f64)| {
        let studies: Vec<(f64, f64)> = figures.chunks_exact(FEW_RUNS).map(interval).collect();
        let count = |is: &dyn Fn(&(f64, f64)) -> bool| {
            studies.iter().filter(|study| is(study)).count() as u64
        };
        let [covers, from_zero] = law_of_two_runs();
        let all = studies.len() as u64;
        [
            share("covered", count(&|(low, high)| *low <= STAYS && STAYS <= *high), all, covers),
            share("from zero", count(&|(low, _)| *low == 0.0), all, from_zero),
        ]
    };
    let name = "coverage::the_interval_of_a_small_share_is_cut_at_zero_and_covers_as_its_law_says";
    let cut = check(&|figures| Estimate::mean_of(figures).within(Support::Share).interval.unwrap());
    accept(name, &cut);
    reject(&check(&one_standard_error));
    let uncut = check(&|figures| Estimate::mean_of(figures).interval.unwrap());
    assert_eq!(uncut[0].found, cut[0].found, "what is cut off never holds the truth");
    reject(&uncut);
}
