//! Recording values: exact while they are few, in log-linear bins beyond.

use super::Distribution;
use super::bins::Bins;

/// A multiset of `i64` values (cents, counts) that is cheap to add to and to merge.
///
/// Zeros are only counted. Up to [`Histogram::EXACT_MAX`] other values are kept as they are.
/// Beyond, a value is known to at most 0.1 %: every octave of magnitudes has 512 bins of equal
/// width, so magnitudes below 1024 stay exact, and each sign has its own bins. Memory for an
/// octave is taken when its first value comes.
///
/// All answers depend on the values alone, not on their order nor on how they were split among
/// histograms that were merged later; number and sum are always exact.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    count: u64,
    zeros: u64,
    sum: i128,
    /// Values other than zero that are not in bins, at most `EXACT_MAX`.
    ///
    /// Once there are bins, values still wait here for company: a bin touched once for a thousand
    /// values is in the cache, one touched for each value is not.
    waiting: Vec<i64>,
    /// Hold the other values, once there have been more than `EXACT_MAX` but zeros.
    bins: Option<Box<Bins>>,
}

impl Histogram {
    /// The largest number of values other than zero that are kept exactly.
    pub const EXACT_MAX: usize = 1024;

    /// Adds a value.
    #[inline]
    pub fn record(&mut self, value: i64) {
        self.count += 1;
        if value == 0 {
            self.zeros += 1;
            return;
        }
        self.sum += i128::from(value);
        if self.waiting.len() == self.waiting.capacity().min(Self::EXACT_MAX) {
            self.make_room();
        }
        self.waiting.push(value);
    }

    /// Makes room for another value to wait.
    #[cold]
    fn make_room(&mut self) {
        if self.waiting.len() == Self::EXACT_MAX {
            self.sort_in();
        } else {
            // In few steps, for a run has hundreds of histograms.
            let room = (4 * self.waiting.len()).clamp(64, Self::EXACT_MAX);
            self.waiting.reserve_exact(room - self.waiting.len());
        }
    }

    /// Records so many zeros.
    pub fn record_zeros(&mut self, number: u64) {
        self.count += number;
        self.zeros += number;
    }

    /// Has so many zeros from now on.
    pub fn replace_zeros(&mut self, number: u64) {
        self.count = self.count - self.zeros + number;
        self.zeros = number;
    }

    /// Adds all values of another histogram.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.zeros += other.zeros;
        self.sum += other.sum;
        self.assert_bins_hold();
        if let Some(theirs) = other.bins_in_use() {
            self.bins.get_or_insert_default().merge(theirs);
        }
        if self.waiting.len() + other.waiting.len() > Self::EXACT_MAX {
            self.sort_in();
        }
        self.waiting.extend_from_slice(&other.waiting);
    }

    /// Forgets all values, but keeps the memory for those to come.
    pub fn clear(&mut self) {
        if self.bins_in_use().is_some() {
            self.bins.iter_mut().for_each(|bins| bins.clear());
        }
        self.waiting.clear();
        (self.count, self.zeros, self.sum) = (0, 0, 0);
    }

    /// The number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The number of zeros.
    pub fn zeros(&self) -> u64 {
        self.zeros
    }

    /// The exact sum of the values.
    pub fn sum(&self) -> i128 {
        self.sum
    }

    /// The exact mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The values in order, to ask for quantiles and shares.
    ///
    /// The work is done here, once; the questions are cheap.
    pub fn distribution(&self) -> Distribution {
        self.clone().into_distribution()
    }

    /// [`Self::distribution`] of a histogram that is not needed any more.
    pub fn into_distribution(mut self) -> Distribution {
        let mut distribution = Distribution::default();
        self.distribute(&mut distribution);
        distribution
    }

    /// [`Self::distribution`] in place of another one, whose memory is used again.
    pub fn distribute(&mut self, distribution: &mut Distribution) {
        let zeros = (0.0, self.zeros);
        if self.bins_in_use().is_some() {
            self.sort_in();
        }
        let Some(bins) = self.bins_in_use() else {
            self.waiting.sort_unstable();
            let positive = self.waiting.partition_point(|&value| value < 0);
            let (negative, positive) = self.waiting.split_at(positive);
            distribution.refill(self.waiting.len() + 1, self.sum, |ascending| {
                ascending.extend(negative.iter().map(|&value| (value as f64, 1)));
                ascending.extend([zeros]);
                ascending.extend(positive.iter().map(|&value| (value as f64, 1)));
            });
            return;
        };
        distribution.refill(bins.n_in_use() + 1, self.sum, |ascending| {
            ascending.extend_by_bins(bins.negative());
            ascending.extend([zeros]);
            ascending.extend_by_bins(bins.positive());
        });
    }

    /// The bins, if there is anything in them.
    fn bins_in_use(&self) -> Option<&Bins> {
        let in_bins = self.count - self.zeros - self.waiting.len() as u64;
        self.bins.as_deref().filter(|_| in_bins > 0)
    }

    /// No bin overflows: more values than that stop the program.
    fn assert_bins_hold(&self) {
        let values = self.count - self.zeros;
        assert!(values <= u32::MAX.into(), "{values} values are too many for bins");
    }

    /// Puts the waiting values into bins.
    #[cold]
    fn sort_in(&mut self) {
        self.assert_bins_hold();
        self.bins.get_or_insert_default().add_all(&self.waiting);
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::random::Draws;

    fn histogram(values: &[i64]) -> Histogram {
        let mut histogram = Histogram::default();
        for &value in values {
            histogram.record(value);
        }
        histogram
    }

    /// The smallest value with at least `percent` hundredths of the values at or below it.
    fn by_sorting(values: &[i64], percent: u64) -> i64 {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let rank = (sorted.len() as u64 * percent).div_ceil(100).max(1);
        sorted[rank as usize - 1]
    }

    /// Values of both signs, of all magnitudes, with many zeros.
    fn wild(count: usize, seed: u64) -> Vec<i64> {
        let mut draws = Draws::seed_from_u64(seed);
        let mut value = || match draws.random_range(0..64_u32) {
            shift @ 0..56 => draws.random::<i64>() >> shift,
            _ => 0,
        };
        (0..count).map(|_| value()).collect()
    }

    #[test]
    fn few_values_have_exact_percentiles() {
        let values = wild(Histogram::EXACT_MAX, 1);
        let distribution = histogram(&values).distribution();
        for percent in 0..=100 {
            let exact = by_sorting(&values, percent) as f64;
            assert_eq!(distribution.percentile(percent as f64), Some(exact));
        }
    }

    #[test]
    fn many_values_have_percentiles_within_a_thousandth() {
        let values = wild(50_000, 2);
        let distribution = histogram(&values).distribution();
        for percent in 0..=100 {
            let exact = by_sorting(&values, percent) as f64;
            let found = distribution.percentile(percent as f64).unwrap();
            assert!((found - exact).abs() <= 0.001 * exact.abs(), "{percent}: {found}, {exact}");
        }
    }

    #[test]
    fn magnitudes_below_1024_are_exact_in_bins() {
        let values: Vec<i64> = (-1023..1024).cycle().take(3 * 2047).collect();
        let distribution = histogram(&values).distribution();
        for value in -1023..1024 {
            let below = 3 * (value + 1023) as u64;
            assert_eq!(distribution.count_below(f64::from(value)), below);
            assert_eq!(distribution.count_below(f64::from(value) + 0.5), below + 3);
        }
    }

    #[test]
    fn number_sum_and_mean_are_exact_at_the_extremes() {
        let mut histogram = Histogram::default();
        for _ in 0..5000 {
            histogram.record(i64::MAX);
            histogram.record(i64::MIN);
        }
        histogram.record(-17);
        assert_eq!(histogram.count(), 10_001);
        assert_eq!(histogram.sum(), -5017);
        assert_eq!(histogram.mean(), Some(-5017.0 / 10_001.0));
        let distribution = histogram.distribution();
        let [lowest, highest] = [0.0, 100.0].map(|p| distribution.percentile(p).unwrap());
        assert!((lowest / i64::MIN as f64 - 1.0).abs() < 0.001);
        assert!((highest / i64::MAX as f64 - 1.0).abs() < 0.001);
        assert_eq!(distribution.count_below(0.0), 5001);
    }

    #[test]
    fn a_cleared_histogram_is_like_a_new_one() {
        for count in [10, 5000] {
            let mut histogram = histogram(&wild(count, 3));
            histogram.clear();
            assert_eq!((histogram.count(), histogram.sum(), histogram.mean()), (0, 0, None));
            histogram.record(1_000_001);
            assert_eq!(histogram.distribution().percentile(50.0), Some(1_000_001.0));
        }
    }

    #[test]
    #[should_panic(expected = "too many for bins")]
    fn more_values_than_a_bin_counts_stop_the_program() {
        let mut histogram = histogram(&[7; 2000]);
        for _ in 0..22 {
            histogram.merge(&histogram.clone());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn splitting_and_order_of_merging_change_nothing(
            seed: u64,
            count in 0_usize..9000,
            parts in 1_usize..6,
            rotation: usize,
        ) {
            let values = wild(count, seed);
            let whole = histogram(&values);
            let mut pieces: Vec<Histogram> =
                values.chunks(count / parts + 1).map(histogram).collect();
            let rotation = rotation % pieces.len().max(1);
            pieces.rotate_left(rotation);
            pieces.reverse();
            let mut merged = Histogram::default();
            for piece in &pieces {
                merged.merge(piece);
            }
            prop_assert_eq!(merged.count(), whole.count());
            prop_assert_eq!(merged.sum(), whole.sum());
            prop_assert_eq!(merged.distribution(), whole.distribution());
        }
    }
}
