//! What several runs say of one figure.

use serde::Serialize;

use super::pooled::Pooled;
use super::student::{LEVEL, two_sided_quantile};
use crate::portable::{exp, lgamma, log, normal_quantile};

/// A figure of a study: an estimate over runs, its uncertainty, and the spread of worlds.
///
/// The two ranges answer different questions and are never mixed: the interval shrinks with more
/// runs, the spread does not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate: the median or the mean of the per-run figures, as its table says; NaN if no
    /// run has the figure.
    pub value: f64,
    /// The 95 % Monte Carlo interval of the estimate, as far as the figure can go (see
    /// [`Support`]). A mean has one from two runs on, a median from six; `None` with fewer.
    pub interval: Option<(f64, f64)>,
    /// The 5 % and 95 % quantiles of the per-run figures: what one world may look like; `None`
    /// with one run.
    pub spread: Option<(f64, f64)>,
    /// How many runs have the figure (a run without people in the denominator has none).
    pub runs: u32,
    /// Of a ratio, such as a mean or share of people, that of all runs together; `None` of all else,
    /// and where no run has the figure.
    pub pooled: Option<Pooled>,
}

/// Which values a figure can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// All.
    Real,
    /// Zero and all above.
    NonNegative,
    /// From 0 to 1.
    Share,
    /// From 0 to so many.
    UpTo(u64),
}

impl Support {
    /// The lowest and the highest value.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Self::Real => (f64::NEG_INFINITY, f64::INFINITY),
            Self::NonNegative => (0.0, f64::INFINITY),
            Self::Share => (0.0, 1.0),
            Self::UpTo(most) => (0.0, most as f64),
        }
    }
}

impl Estimate {
    /// The mean of per-run figures, in run order, with Student's interval. A figure that is NaN
    /// is one that the run does not have.
    pub fn mean_of(figures: &[f64]) -> Self {
        let present: Vec<f64> = figures.iter().copied().filter(|figure| !figure.is_nan()).collect();
        let count = present.len() as f64;
        let mean = average(&present);
        let interval = (present.len() >= 2).then(|| {
            let squares: Vec<f64> =
                present.iter().map(|figure| (figure - mean) * (figure - mean)).collect();
            let variance = average(&squares) * count / (count - 1.0);
            let half = two_sided_quantile(LEVEL, count - 1.0) * (variance / count).sqrt();
            (mean - half, mean + half)
        });
        Self::over(present, mean, interval)
    }

    /// The median of per-run figures with the interval of order statistics. A figure that is NaN
    /// is one that the run does not have.
    ///
    /// The interval goes from the `d`-th lowest to the `d`-th highest figure, with the largest `d`
    /// for which it covers the true median with a chance of at least 95 %, whatever the
    /// distribution: `2 P(B < d) <= 5 %` for a binomial `B` of that many runs and chance 1/2. Six
    /// runs are the fewest that have one.
    pub fn median_of(figures: &[f64]) -> Self {
        let mut present: Vec<f64> =
            figures.iter().copied().filter(|figure| !figure.is_nan()).collect();
        present.sort_by(f64::total_cmp);
        let rank = median_interval_rank(present.len());
        let interval = rank.map(|rank| (present[rank - 1], present[present.len() - rank]));
        let median = quantile(&present, 0.5);
        Self::over(present, median, interval)
    }

    /// The share of `runs` in which something happened, with Wilson's interval. It has no spread,
    /// for in one world it happens or it does not.
    pub fn share_of(happened: u32, runs: u32) -> Self {
        assert!(happened <= runs, "{happened} of {runs} runs");
        Self {
            value: f64::from(happened) / f64::from(runs),
            interval: (runs > 0).then(|| wilson_interval(happened, runs)),
            spread: None,
            runs,
            pooled: None,
        }
    }

    /// The same, and beside it the figure of all runs together.
    pub fn and_pooled(self, pooled: Option<Pooled>) -> Self {
        Self { pooled, ..self }
    }

    /// The estimate of a figure with this support: of the interval only what lies in it is left.
    ///
    /// The truth lies in it too, so the interval misses it no more often than before. That it may
    /// then reach to an end of the support is right: the runs do not exclude it.
    pub fn within(self, support: Support) -> Self {
        let (lowest, highest) = support.ends();
        // Never beside the value, which may lie a rounding beyond an end.
        let cut = |value: f64, interval: Option<(f64, f64)>| {
            interval.map(|(low, high)| (low.max(lowest).min(value), high.min(highest).max(value)))
        };
        let pooled = self
            .pooled
            .map(|pooled| Pooled { interval: cut(pooled.value, pooled.interval), ..pooled });
        Self { interval: cut(self.value, self.interval), pooled, ..self }
    }

    fn over(mut present: Vec<f64>, value: f64, interval: Option<(f64, f64)>) -> Self {
        present.sort_by(f64::total_cmp);
        let spread =
            (present.len() >= 2).then(|| (quantile(&present, 0.05), quantile(&present, 0.95)));
        let runs = u32::try_from(present.len()).expect("runs are counted in 32 bits");
        Self { value, interval, spread, runs, pooled: None }
    }
}

/// The mean; NaN without values.
fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The quantile at `share` (0 to 1) of ascending values, interpolated between neighbours (type 7
/// of Hyndman & Fan 1996, *American Statistician* 50:361–365); NaN without values.
pub fn quantile(ascending: &[f64], share: f64) -> f64 {
    assert!((0.0..=1.0).contains(&share), "{share} is not a share");
    let Some(last) = ascending.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    let weight = place - place.floor();
    let (below, above) = (ascending[below], ascending[above]);
    // Exact between equal neighbours, and never above the higher: quantiles ascend with the share.
    (below + (above - below) * weight).min(above)
}

/// The `d` of [`Estimate::median_of`] for this many figures, from 1; `None` if there is none.
fn median_interval_rank(figures: usize) -> Option<usize> {
    if figures == 0 {
        return None;
    }
    // From the middle, where the sums are known, down to the rank: about sqrt(n) steps.
    let n = figures as f64;
    let middle = (n / 2.0).floor();
    let log_chance =
        lgamma(n + 1.0) - lgamma(middle + 1.0) - lgamma(n - middle + 1.0) - n * log(2.0);
    let mut chance = exp(log_chance);
    // P(B < rank), from both halves being alike.
    let mut below = if figures.is_multiple_of(2) { (1.0 - chance) / 2.0 } else { 0.5 - chance };
    let mut rank = middle;
    while rank > 0.0 && 2.0 * below > 1.0 - LEVEL {
        chance *= rank / (n - rank + 1.0);
        rank -= 1.0;
        below -= chance;
    }
    (rank >= 1.0).then_some(rank as usize)
}

/// The 95 % interval of a chance of which `happened` of `trials` (at least one) are known, by
/// Wilson (1927), *Journal of the American Statistical Association* 22:209–212.
pub fn wilson_interval(happened: u32, trials: u32) -> (f64, f64) {
    assert!(happened <= trials && trials > 0, "{happened} of {trials}");
    let n = f64::from(trials);
    let share = f64::from(happened) / n;
    let z = normal_quantile(f64::midpoint(1.0, LEVEL));
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / shrink;
    // At the ends rounding may leave a trace on the wrong side.
    (
        if happened == 0 { 0.0 } else { centre - half },
        if happened == trials { 1.0 } else { centre + half },
    )
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::random::{Draws, LogNormal, uniform};

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    #[test]
    fn the_mean_of_two_points_is_exact() {
        // 200 figures each of -1 and 1: mean 0, variance 400/399.
        let figures = [-1.0, 1.0].repeat(200);
        let estimate = Estimate::mean_of(&figures);
        let (low, high) = estimate.interval.unwrap();
        check(estimate.value, 0.0);
        check((high - low) / 2.0, two_sided_quantile(0.95, 399.0) / 399.0_f64.sqrt());
        assert_eq!(estimate.runs, 400);
        assert_eq!(estimate.spread, Some((-1.0, 1.0)));
    }

    #[test]
    fn the_interval_of_two_runs_is_the_textbook_one() {
        let (low, high) = Estimate::mean_of(&[1.0, 3.0]).interval.unwrap();
        assert!((low - (2.0 - 12.706_205)).abs() < 1e-6 && (high - 14.706_205).abs() < 1e-6);
    }

    #[test]
    fn missing_figures_are_left_out() {
        let figures = [f64::NAN, 4.0, f64::NAN, 2.0];
        for estimate in [Estimate::mean_of(&figures), Estimate::median_of(&figures)] {
            assert_eq!((estimate.value, estimate.runs), (3.0, 2));
        }
        let none = Estimate::mean_of(&[f64::NAN]);
        assert!(none.value.is_nan());
        assert_eq!((none.interval, none.spread, none.runs), (None, None, 0));
    }

    #[test]
    fn one_run_has_neither_interval_nor_spread() {
        for estimate in [Estimate::mean_of(&[5.0]), Estimate::median_of(&[5.0])] {
            assert_eq!(
                estimate,
                Estimate { value: 5.0, interval: None, spread: None, runs: 1, pooled: None }
            );
        }
    }

    #[test]
    fn a_median_has_an_interval_from_six_runs_up() {
        let five: Vec<f64> = (1..=5).map(f64::from).collect();
        assert_eq!(Estimate::median_of(&five).interval, None);
        let six: Vec<f64> = (1..=6).rev().map(f64::from).collect();
        let estimate = Estimate::median_of(&six);
        assert_eq!((estimate.value, estimate.interval), (3.5, Some((1.0, 6.0))));
    }

    #[test]
    fn ranks_of_the_median_interval_are_the_largest_with_enough_coverage() {
        // Pascal's triangle as the slow reference; both sides are exact below 2^53.
        let mut row = vec![1.0];
        for n in 1_usize..=400 {
            let neighbours = row.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
            row = [row[0] / 2.0].into_iter().chain(neighbours).chain([row[0] / 2.0]).collect();
            let below = |rank: usize| row[..rank].iter().sum::<f64>();
            let expected = (1..=n / 2).rev().find(|&rank| 2.0 * below(rank) <= 0.05);
            assert_eq!(median_interval_rank(n), expected, "{n} figures");
        }
        // Printed tables: n = 100 has ranks 40 and 61.
        assert_eq!(median_interval_rank(100), Some(40));
        assert_eq!(median_interval_rank(1_000_000), Some(499_020));
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (share, value) in [(0.0, 1.0), (0.25, 2.0), (0.375, 3.0), (0.95, 14.4), (1.0, 16.0)] {
            check(quantile(&values, share), value);
        }
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn quantiles_between_equal_figures_are_that_figure() {
        for share in [0.05, 0.5, 0.95] {
            assert_eq!(quantile(&[-100.075, -100.075], share), -100.075);
        }
    }

    #[test]
    fn wilson_intervals_are_the_published_ones() {
        // Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
        let cases = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)];
        for (happened, trials, low, high) in cases {
            let found = wilson_interval(happened, trials);
            assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{found:?}");
        }
        assert_eq!(wilson_interval(29, 29).1, 1.0);
        assert_eq!(Estimate::share_of(15, 148).value, 15.0 / 148.0);
    }

    #[test]
    fn an_interval_goes_no_further_than_the_figure_can() {
        let estimate = Estimate::mean_of(&[0.25, 0.5]);
        let (low, high) = estimate.interval.unwrap();
        assert!(low < 0.0 && high > 1.0);
        let ends = |support| estimate.within(support).interval.unwrap();
        assert_eq!(ends(Support::Real), (low, high));
        assert_eq!(ends(Support::NonNegative), (0.0, high));
        assert_eq!(ends(Support::Share), (0.0, 1.0));
        assert_eq!(ends(Support::UpTo(1)), (0.0, 1.0));
        let inside = Estimate::mean_of(&[0.5, 0.5001]);
        assert_eq!(inside.within(Support::Share), inside);
        // A rounding beyond an end, and nothing at all.
        let beyond = Estimate { value: 1.0 + 1e-15, interval: Some((0.9, 1.1)), ..estimate };
        assert_eq!(beyond.within(Support::Share).interval, Some((0.9, 1.0 + 1e-15)));
        let one = Estimate::mean_of(&[0.5]);
        assert_eq!(one.within(Support::Share), one);
    }

    const REPETITIONS: u32 = 2000;

    /// How many of the intervals made of `size` draws hold `truth`.
    fn coverage(
        size: usize,
        truth: f64,
        mut draw: impl FnMut(&mut Draws) -> f64,
        interval: impl Fn(&[f64]) -> (f64, f64),
    ) -> f64 {
        let mut draws = Draws::seed_from_u64(7);
        let covering = (0..REPETITIONS).filter(|_| {
            let figures: Vec<f64> = (0..size).map(|_| draw(&mut draws)).collect();
            let (low, high) = interval(&figures);
            low <= truth && truth <= high
        });
        covering.count() as f64 / f64::from(REPETITIONS)
    }

    /// Whether a share of the repetitions lies within three standard errors of what is claimed.
    fn agrees(found: f64, claimed: f64) -> bool {
        let error = (claimed * (1.0 - claimed) / f64::from(REPETITIONS)).sqrt();
        (found - claimed).abs() <= 3.0 * error
    }

    fn normal(draws: &mut Draws) -> f64 {
        10.0 + 3.0 * normal_quantile(uniform(draws))
    }

    fn mean_interval(figures: &[f64]) -> (f64, f64) {
        Estimate::mean_of(figures).interval.unwrap()
    }

    fn median_interval(figures: &[f64]) -> (f64, f64) {
        Estimate::median_of(figures).interval.unwrap()
    }

    #[test]
    fn mean_intervals_cover_as_often_as_they_claim() {
        for size in [2, 5, 30] {
            let found = coverage(size, 10.0, normal, mean_interval);
            assert!(agrees(found, 0.95), "{size} normal figures: {found}");
        }
        // Student's interval is exact for normal figures only; the skewness of this lognormal is 2.3,
        // and with 400 runs the mean has nearly forgotten it.
        let skewed = LogNormal::with_mean(60.0, 0.6);
        let found = coverage(400, 60.0, |draws| skewed.draw(draws), mean_interval);
        assert!(agrees(found, 0.95), "skewed figures: {found}");
    }

    #[test]
    fn median_intervals_cover_as_often_as_they_claim() {
        // Exact coverage: 1 - 2 P(B < d) with d = 1, 2 and 6 of 6, 10 and 20 figures.
        let skewed = LogNormal::with_mean(60.0, 1.2);
        let median = 60.0 * exp(-0.72);
        for (size, exact) in [(6, 0.968_75), (10, 0.978_516), (20, 0.958_611)] {
            let found = coverage(size, 10.0, normal, median_interval);
            assert!(agrees(found, exact), "{size} normal figures: {found}");
            let found = coverage(size, median, |draws| skewed.draw(draws), median_interval);
            assert!(agrees(found, exact), "{size} skewed figures: {found}");
        }
    }

    #[test]
    fn the_coverage_check_rejects_broken_intervals() {
        let normal_instead_of_student = |figures: &[f64]| {
            let (low, high) = mean_interval(figures);
            let narrower = 1.96 / two_sided_quantile(0.95, figures.len() as f64 - 1.0);
            let (centre, half) = (f64::midpoint(low, high), (high - low) / 2.0 * narrower);
            (centre - half, centre + half)
        };
        assert!(!agrees(coverage(5, 10.0, normal, normal_instead_of_student), 0.95));
        let deviation_instead_of_error = |figures: &[f64]| {
            let (low, high) = mean_interval(figures);
            let wider = (figures.len() as f64).sqrt() * (high - low) / 2.0;
            (f64::midpoint(low, high) - wider, f64::midpoint(low, high) + wider)
        };
        assert!(!agrees(coverage(30, 10.0, normal, deviation_instead_of_error), 0.95));
        let shifted_by_one_rank = |figures: &[f64]| {
            let mut sorted = figures.to_vec();
            sorted.sort_by(f64::total_cmp);
            (sorted[6], sorted[15])
        };
        assert!(!agrees(coverage(20, 10.0, normal, shifted_by_one_rank), 0.958_611));
    }
}
