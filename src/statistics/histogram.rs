//! Recording values: exact while they are few, in log-linear bins beyond.

use super::Distribution;

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
        if self.waiting.len() == Self::EXACT_MAX {
            self.sort_in();
        }
        self.waiting.push(value);
    }

    /// Adds all values of another histogram.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.zeros += other.zeros;
        self.sum += other.sum;
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
            self.bins.iter_mut().for_each(|bins| bins.empty());
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
        let distinct = (self.count - self.zeros).min(bins.size() as u64);
        distribution.refill(distinct as usize + 1, self.sum, |ascending| {
            for (block, counts) in occupied(&bins.negative).rev() {
                let middle = middle_of(block);
                ascending.extend_by_bins(likely(counts).rev().map(|(bin, n)| (-middle(bin), n)));
            }
            ascending.extend([zeros]);
            for (block, counts) in occupied(&bins.positive) {
                let middle = middle_of(block);
                ascending.extend_by_bins(likely(counts).map(|(bin, n)| (middle(bin), n)));
            }
        });
    }

    /// The bins, if there is anything in them.
    fn bins_in_use(&self) -> Option<&Bins> {
        let in_bins = self.count - self.zeros - self.waiting.len() as u64;
        self.bins.as_deref().filter(|_| in_bins > 0)
    }

    /// Puts the waiting values into bins.
    #[cold]
    fn sort_in(&mut self) {
        self.bins.get_or_insert_default().add_all(&self.waiting);
        self.waiting.clear();
    }
}

/// The binary logarithm of the number of bins in a block.
const BLOCK_BITS: u32 = 9;

/// Bins in a block.
const BLOCK: usize = 1 << BLOCK_BITS;

/// Blocks of one sign: magnitudes below 512, then one block for each octave up to `2^63`.
const BLOCKS: usize = 64 - BLOCK_BITS as usize + 1;

/// Counts of 32 bits: a histogram of more values of one bin stops the program.
type Blocks = [Option<Box<[u32; BLOCK]>>; BLOCKS];

/// Counts in log-linear bins.
#[derive(Clone, Debug)]
struct Bins {
    /// By magnitude.
    negative: Blocks,
    /// By magnitude.
    positive: Blocks,
}

impl Default for Bins {
    fn default() -> Self {
        Self { negative: [const { None }; BLOCKS], positive: [const { None }; BLOCKS] }
    }
}

impl Bins {
    fn add_all(&mut self, values: &[i64]) {
        for &value in values {
            let side = if value < 0 { &mut self.negative } else { &mut self.positive };
            let (block, bin) = place(value.unsigned_abs());
            side[block].get_or_insert_with(|| Box::new([0; BLOCK]))[bin] += 1;
        }
    }

    fn empty(&mut self) {
        for counts in self.negative.iter_mut().chain(&mut self.positive).flatten() {
            counts.fill(0);
        }
    }

    /// The number of bins that there is memory for.
    fn size(&self) -> usize {
        BLOCK * occupied(&self.negative).chain(occupied(&self.positive)).count()
    }

    fn merge(&mut self, other: &Self) {
        let sides = [(&mut self.negative, &other.negative), (&mut self.positive, &other.positive)];
        for (ours, theirs) in sides {
            for (ours, theirs) in ours.iter_mut().zip(theirs) {
                let Some(theirs) = theirs else { continue };
                let ours = ours.get_or_insert_with(|| Box::new([0; BLOCK]));
                for (ours, theirs) in ours.iter_mut().zip(theirs.iter()) {
                    *ours += theirs;
                }
            }
        }
    }
}

/// Block and bin of a magnitude.
#[inline]
fn place(magnitude: u64) -> (usize, usize) {
    // The leading bit numbers the block and the nine bits after it the bin; magnitudes below 512
    // share block 0.
    let octave = (magnitude | (BLOCK as u64 - 1)).ilog2() + 1 - BLOCK_BITS;
    let shift = octave.saturating_sub(1);
    (octave as usize, (magnitude >> shift) as usize & (BLOCK - 1))
}

/// The middle of the magnitudes of each bin of a block: half its width is at most 1/1024 of its
/// lower end.
fn middle_of(block: usize) -> impl Fn(usize) -> f64 {
    let width = if block == 0 { 1.0 } else { (1_u64 << (block - 1)) as f64 };
    let first = if block == 0 { 0.0 } else { BLOCK as f64 * width };
    move |bin| (first + bin as i64 as f64 * width) + (width - 1.0) / 2.0
}

/// Bins with their counts, but for whole eights of bins that are empty, which most are.
fn likely(counts: &[u32; BLOCK]) -> impl DoubleEndedIterator<Item = (usize, u32)> {
    let eights = counts.as_chunks::<8>().0.iter().enumerate();
    eights.filter(|(_, eight)| eight.iter().fold(0, |any, n| any | n) > 0).flat_map(|(n, eight)| {
        eight.iter().enumerate().map(move |(bin, &n_in)| (8 * n + bin, n_in))
    })
}

/// The blocks that have any counts, by magnitude.
fn occupied(side: &Blocks) -> impl DoubleEndedIterator<Item = (usize, &[u32; BLOCK])> {
    side.iter().enumerate().filter_map(|(block, counts)| Some((block, counts.as_deref()?)))
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
    fn every_magnitude_lies_in_a_bin_around_it() {
        let edges = (0..64).flat_map(|bit| {
            let power = 1_u64 << bit;
            [power - 1, power, power + 1, power | power >> 1]
        });
        for magnitude in edges.filter(|&m| m <= i64::MIN.unsigned_abs()) {
            let (block, bin) = place(magnitude);
            let middle = middle_of(block)(bin);
            let error = (middle - magnitude as f64).abs();
            assert!(error * 1024.0 <= magnitude as f64, "{magnitude} is off by {error}");
            assert!(magnitude >= 1024 || error == 0.0, "{magnitude} is off by {error}");
        }
    }

    #[test]
    fn bins_of_ascending_magnitudes_ascend() {
        let places: Vec<_> = (0..5000_u64).map(place).collect();
        assert!(places.is_sorted());
        assert_eq!(place(i64::MIN.unsigned_abs()), (BLOCKS - 1, 0));
        assert_eq!(place(i64::MAX.unsigned_abs()), (BLOCKS - 2, BLOCK - 1));
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
