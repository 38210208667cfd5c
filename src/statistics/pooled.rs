//! A ratio over all runs taken together.

use serde::Serialize;

use super::student::{LEVEL, two_sided_quantile};

/// What all runs together say of a ratio: a sum over runs by a sum over runs. Where people are what is
/// divided by, every person weighs the same, in whichever run he is.
///
/// It has no spread, for it is of no single world.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pooled {
    /// The ratio of the two sums.
    pub value: f64,
    /// Its 95 % interval; `None` with fewer than two runs.
    pub interval: Option<(f64, f64)>,
}

/// A ratio in each run, in run order, and what it is divided by there; one that is NaN, or is divided by
/// nothing, is one that the run does not have.
type Ratios<'r> = &'r [(f64, f64)];

impl Pooled {
    /// The ratio estimator; `None` if no run has the ratio.
    ///
    /// Its error is that of a ratio over runs, linearised (Cochran 1977, *Sampling Techniques*, 6.4), with
    /// Student's quantile.
    pub fn of(ratios: Ratios<'_>) -> Option<Self> {
        let (value, residuals) = linearised(ratios)?;
        Some(Self { value, interval: interval(value, &residuals) })
    }

    /// The difference of two such ratios over paired runs, the first less the second, with the error of
    /// the difference itself: what the runs of a pair have in common cancels. `None` if one of the two is
    /// had by no run.
    pub fn difference(of: Ratios<'_>, less: Ratios<'_>) -> Option<Self> {
        assert_eq!(of.len(), less.len(), "every run has its pair");
        let (first, residuals) = linearised(of)?;
        let (second, others) = linearised(less)?;
        // A run without one of the ratios adds nothing to its two sums.
        let residuals: Vec<Option<f64>> = residuals
            .into_iter()
            .zip(others)
            .map(|pair| match pair {
                (None, None) => None,
                (one, other) => Some(one.unwrap_or(0.0) - other.unwrap_or(0.0)),
            })
            .collect();
        let value = first - second;
        Some(Self { value, interval: interval(value, &residuals) })
    }
}

/// The ratio of the sums, and what each run that has the ratio adds to its error.
fn linearised(ratios: Ratios<'_>) -> Option<(f64, Vec<Option<f64>>)> {
    let is_there = |&(ratio, by): &(f64, f64)| !ratio.is_nan() && by > 0.0;
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| -> f64 {
        ratios.iter().filter(|ratio| is_there(ratio)).map(of).sum()
    };
    let all = sum(&|(_, by)| *by);
    if all == 0.0 {
        return None;
    }
    let value = sum(&|(ratio, by)| ratio * by) / all;
    let residual = |(ratio, by): &(f64, f64)| by * (ratio - value) / all;
    let residuals = ratios.iter().map(|ratio| is_there(ratio).then(|| residual(ratio)));
    Some((value, residuals.collect()))
}

/// The interval of a value whose error is the sum of these.
fn interval(value: f64, residuals: &[Option<f64>]) -> Option<(f64, f64)> {
    let present = || residuals.iter().flatten();
    let count = present().count() as f64;
    (count >= 2.0).then(|| {
        let squares: f64 = present().map(|residual| residual * residual).sum();
        let error = (squares * count / (count - 1.0)).sqrt();
        let half = two_sided_quantile(LEVEL, count - 1.0) * error;
        (value - half, value + half)
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::random::{Draws, uniform};
    use crate::statistics::Estimate;

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    fn half(pooled: Pooled) -> f64 {
        let (low, high) = pooled.interval.unwrap();
        (high - low) / 2.0
    }

    #[test]
    fn two_runs_of_one_and_of_99_people_are_pooled_person_by_person() {
        // One of 100 people; the mean of the two shares is a half.
        let pooled = Pooled::of(&[(1.0, 1.0), (0.0, 99.0)]).unwrap();
        check(pooled.value, 0.01);
        // Residuals 1 - 0.01 and 0 - 99 * 0.01; two runs, one degree of freedom.
        check(half(pooled), two_sided_quantile(0.95, 1.0) * 2.0 * 0.99 / 100.0);
        check(Estimate::mean_of(&[1.0, 0.0]).value, 0.5);
    }

    #[test]
    fn pooled_runs_of_one_size_are_their_mean() {
        let figures = [0.2, 0.5, f64::NAN, 0.6, 0.1];
        let pooled = Pooled::of(&figures.map(|figure| (figure, 30.0))).unwrap();
        let mean = Estimate::mean_of(&figures);
        check(pooled.value, mean.value);
        check(pooled.interval.unwrap().0, mean.interval.unwrap().0);
    }

    #[test]
    fn runs_without_what_a_ratio_is_divided_by_are_not_pooled() {
        let found = Pooled::of(&[(0.25, 8.0), (1.0, 0.0), (0.5, f64::NAN)]);
        assert_eq!(found, Some(Pooled { value: 0.25, interval: None }));
        assert_eq!(Pooled::of(&[(f64::NAN, 0.0)]), None);
        assert_eq!(Pooled::of(&[]), None);
    }

    #[test]
    fn the_difference_of_runs_of_one_size_is_the_mean_difference() {
        let (one, other) = ([0.5, 0.25, 0.75, 0.5], [0.25, 0.125, 0.5, 0.375]);
        let by = |figures: [f64; 4], by: f64| figures.map(|figure| (figure, by));
        let pooled = Pooled::difference(&by(one, 10.0), &by(other, 500.0)).unwrap();
        let pairs: Vec<f64> = one.iter().zip(other).map(|(one, other)| one - other).collect();
        let mean = Estimate::mean_of(&pairs);
        check(pooled.value, mean.value);
        check(pooled.interval.unwrap().0, mean.interval.unwrap().0);
        // Exactly alike, pair by pair, nothing is uncertain, whatever the runs are like.
        let ratios = [(0.5, 3.0), (f64::NAN, 0.0), (0.25, 70.0), (1.0, 8.0)];
        let nothing = Pooled::difference(&ratios, &ratios);
        assert_eq!(nothing, Some(Pooled { value: 0.0, interval: Some((0.0, 0.0)) }));
        assert_eq!(Pooled::difference(&ratios, &[(f64::NAN, 0.0); 4]), None);
    }

    const REPETITIONS: u32 = 2000;

    /// Whether a share of the repetitions lies within three standard errors of what is claimed.
    fn agrees(found: f64, claimed: f64) -> bool {
        let error = (claimed * (1.0 - claimed) / f64::from(REPETITIONS)).sqrt();
        (found - claimed).abs() <= 3.0 * error
    }

    /// Of worlds one in two stays at 2 people, of whom one in five loses; the others have 100, of whom
    /// four in five do: over everybody (0.4 + 80) / 102.
    const TRUTH: f64 = (0.4 + 80.0) / 102.0;

    fn is_small(draws: &mut Draws) -> bool {
        uniform(draws) < 0.5
    }

    fn world(draws: &mut Draws, is_small: bool, chances: [f64; 2]) -> (f64, f64) {
        let people = if is_small { 2 } else { 100 };
        let losers = (0..people).filter(|_| uniform(draws) < chances[usize::from(!is_small)]);
        (losers.count() as f64 / f64::from(people), f64::from(people))
    }

    fn coverage(estimate: impl Fn(Ratios<'_>) -> (f64, f64)) -> f64 {
        let mut draws = Draws::seed_from_u64(8);
        let covering = (0..REPETITIONS).filter(|_| {
            let mut world = |_| {
                let is_small = is_small(&mut draws);
                world(&mut draws, is_small, [0.2, 0.8])
            };
            let worlds: Vec<(f64, f64)> = (0..200).map(&mut world).collect();
            let (low, high) = estimate(&worlds);
            low <= TRUTH && TRUTH <= high
        });
        covering.count() as f64 / f64::from(REPETITIONS)
    }

    fn of_means(ratios: Ratios<'_>) -> Estimate {
        Estimate::mean_of(&ratios.iter().map(|(ratio, _)| *ratio).collect::<Vec<f64>>())
    }

    #[test]
    fn pooled_intervals_cover_as_often_as_they_claim() {
        let found = coverage(|ratios| Pooled::of(ratios).unwrap().interval.unwrap());
        assert!(agrees(found, 0.95), "{found}");
        assert!(!agrees(coverage(|ratios| of_means(ratios).interval.unwrap()), 0.95));
        let as_if_one_size = |ratios: Ratios<'_>| {
            let Pooled { value, .. } = Pooled::of(ratios).unwrap();
            let (low, high) = of_means(ratios).interval.unwrap();
            (value - (high - low) / 2.0, value + (high - low) / 2.0)
        };
        assert!(!agrees(coverage(as_if_one_size), 0.95));
    }

    /// Pairs of worlds of one size, of whose people in the second of each half as many lose.
    fn difference_coverage(interval: impl Fn(Ratios<'_>, Ratios<'_>) -> (f64, f64)) -> f64 {
        let mut draws = Draws::seed_from_u64(9);
        let truth = TRUTH / 2.0;
        let covering = (0..REPETITIONS).filter(|_| {
            let mut pair = |_| {
                let is_small = is_small(&mut draws);
                [[0.2, 0.8], [0.1, 0.4]].map(|chances| world(&mut draws, is_small, chances))
            };
            let pairs: Vec<[(f64, f64); 2]> = (0..200).map(&mut pair).collect();
            let [one, other] = [0, 1].map(|n| pairs.iter().map(|pair| pair[n]).collect::<Vec<_>>());
            let (low, high) = interval(&one, &other);
            low <= truth && truth <= high
        });
        covering.count() as f64 / f64::from(REPETITIONS)
    }

    #[test]
    fn intervals_of_pooled_differences_cover_as_often_as_they_claim() {
        let paired = |one: Ratios<'_>, other: Ratios<'_>| {
            Pooled::difference(one, other).unwrap().interval.unwrap()
        };
        let found = difference_coverage(paired);
        assert!(agrees(found, 0.95), "{found}");
        let as_if_without_error_of_the_second = |one: Ratios<'_>, other: Ratios<'_>| {
            let (low, high) = Pooled::of(one).unwrap().interval.unwrap();
            let less = Pooled::of(other).unwrap().value;
            (low - less, high - less)
        };
        assert!(!agrees(difference_coverage(as_if_without_error_of_the_second), 0.95));
    }
}
