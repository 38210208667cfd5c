//! Asking a multiset of values: quantiles, shares, inequality.

use crate::portable::log;

/// A multiset of values in ascending order, made by [`Histogram::distribution`].
///
/// All answers are in the unit that was recorded, and exact as far as the histogram is: of more
/// than [`Histogram::EXACT_MAX`] values, each is known to at most 0.1 %.
///
/// [`Histogram::distribution`]: super::Histogram::distribution
/// [`Histogram::EXACT_MAX`]: super::Histogram::EXACT_MAX
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    /// One step for each distinct value, ascending; those from `len` on are not in use.
    memory: Vec<Step>,
    len: usize,
    /// The exact sum.
    sum: i128,
}

/// A distinct value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Step {
    value: f64,
    /// How many values are equal to it or smaller.
    count: u64,
    /// The sum of the values that are equal to it or smaller.
    sum: f64,
}

/// A distribution in the making, from values in ascending order.
#[derive(Debug)]
pub(super) struct Ascending<'a> {
    steps: &'a mut [Step],
    len: usize,
    count: u64,
    sum: f64,
}

impl Ascending<'_> {
    /// More values with their numbers, ascending; equal values may come in several pieces.
    pub(super) fn extend(&mut self, ascending: impl IntoIterator<Item = (f64, u64)>) {
        for (value, number) in ascending {
            let is_known = self.len > 0 && self.steps[self.len - 1].value == value;
            self.len -= usize::from(is_known && number > 0);
            self.push(value, number, value * number as f64);
        }
    }

    /// More values with their numbers, ascending and none equal to one before.
    #[inline]
    pub(super) fn extend_by_bins(&mut self, ascending: impl Iterator<Item = (f64, u32)>) {
        ascending
            .for_each(|(value, number)| self.push(value, number.into(), value * f64::from(number)));
    }

    /// Without a branch: whether a bin is empty is chance.
    #[inline]
    fn push(&mut self, value: f64, number: u64, sum: f64) {
        self.count += number;
        self.sum += sum;
        self.steps[self.len] = Step { value, count: self.count, sum: self.sum };
        self.len += usize::from(number > 0);
    }
}

impl PartialEq for Distribution {
    fn eq(&self, other: &Self) -> bool {
        self.steps() == other.steps() && self.sum == other.sum
    }
}

impl Distribution {
    /// Becomes the distribution of the values that `add` adds, at most so many distinct ones, given
    /// their exact sum. The memory of the one before is used again.
    pub(super) fn refill(
        &mut self,
        distinct: usize,
        sum: i128,
        add: impl FnOnce(&mut Ascending<'_>),
    ) {
        // One more, for a step that is written before it is known whether it counts.
        self.memory.resize(self.memory.len().max(distinct + 1), Step::default());
        let mut ascending = Ascending { steps: &mut self.memory, len: 0, count: 0, sum: 0.0 };
        add(&mut ascending);
        (self.len, self.sum) = (ascending.len, sum);
        debug_assert!(self.steps().is_sorted_by(|a, b| a.value < b.value));
    }

    fn steps(&self) -> &[Step] {
        &self.memory[..self.len]
    }

    /// The number of values.
    pub fn count(&self) -> u64 {
        self.steps().last().map_or(0, |last| last.count)
    }

    /// The exact mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum as f64 / self.count() as f64)
    }

    /// The smallest value with at least `percent` of the values at or below it; `None` without
    /// values.
    ///
    /// `percent` lies between 0 and 100 and counts to the sixth decimal, so that the rank is
    /// found in integers: 99.9 % of 1000 values are 999 of them, not one more.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        assert!((0.0..=100.0).contains(&percent), "{percent} is not a percentage");
        let millionths = (percent * 1.0e6).round() as u128;
        let rank = (millionths * u128::from(self.count())).div_ceil(100_000_000);
        let rank = u64::try_from(rank).expect("a rank is at most the number of values").max(1);
        let at = self.steps().partition_point(|step| step.count < rank);
        self.steps().get(at).map(|step| step.value)
    }

    /// The number of values below `limit`.
    ///
    /// For limits of zero, below 1024 or a power of two, of either sign, it is exact; for others
    /// in bins, the values within 0.1 % of the limit may count on the wrong side.
    pub fn count_below(&self, limit: f64) -> u64 {
        let at = self.steps().partition_point(|step| step.value < limit);
        at.checked_sub(1).map_or(0, |last| self.steps()[last].count)
    }

    /// The mean of the lowest `share` (above 0, to 1) of the values; `None` without values.
    ///
    /// A value on the border counts with the part that belongs to the share, so the lowest tenth
    /// of 15 values is the lowest and half of the second.
    pub fn mean_of_lowest(&self, share: f64) -> Option<f64> {
        assert!(0.0 < share && share <= 1.0, "{share} is not a share");
        let number = share * self.count() as f64;
        self.sum_of_lowest(number).map(|sum| sum / number)
    }

    /// The Lorenz curve: the share of the sum that the lowest `share` (0 to 1) of the values
    /// makes up.
    ///
    /// Like all shares of the sum, it is `None` where such shares mean nothing: without values,
    /// with a negative one, or if all are zero.
    pub fn lorenz(&self, share: f64) -> Option<f64> {
        assert!((0.0..=1.0).contains(&share), "{share} is not a share");
        let total = self.divisible_sum()?;
        let held = self.sum_of_lowest(share * self.count() as f64)?;
        Some(held / total)
    }

    /// The share of the sum that the highest `share` (0 to 1) of the values makes up; `None`
    /// like [`Self::lorenz`].
    pub fn top_share(&self, share: f64) -> Option<f64> {
        assert!((0.0..=1.0).contains(&share), "{share} is not a share");
        let total = self.divisible_sum()?;
        let count = self.count() as f64;
        let below = self.sum_of_lowest(count - share * count)?;
        Some((total - below) / total)
    }

    /// The Gini coefficient: half the mean difference of two values, drawn with replacement, in
    /// units of the mean; 0 if all are equal, `1 - 1/n` if one of `n` has all. `None` like
    /// [`Self::lorenz`].
    pub fn gini(&self) -> Option<f64> {
        let total = self.divisible_sum()?;
        let count = self.count() as f64;
        // The sum over ranks i of (2 i - n - 1) x_i, a step of equal values at a time.
        let mut below = 0.0;
        let mut weighted = 0.0;
        for step in self.steps() {
            let upto = step.count as f64;
            weighted += step.value * (upto - below) * (below + upto - count);
            below = upto;
        }
        Some(weighted / (count * total))
    }

    /// The tail exponent of the highest `share` of the values by Hill (1975), *Annals of
    /// Statistics* 3:1163–1174: `k` over the sum of `ln(x_i / x_0)` over the `k` highest values
    /// `x_i`, with `x_0` the highest value below them.
    ///
    /// `None` with fewer than ten values in the tail, which say little of it, or if `x_0` is not
    /// positive or as high as the tail. Its standard error is the exponent over `sqrt(k)`.
    pub fn hill_exponent(&self, share: f64) -> Option<f64> {
        const TAIL_MIN: u64 = 10;
        assert!((0.0..1.0).contains(&share), "{share} is not a share below one");
        let count = self.count();
        let tail = (share * count as f64).floor() as u64;
        if tail < TAIL_MIN {
            return None;
        }
        let rank = count - tail;
        let at = self.steps().partition_point(|step| step.count < rank);
        let threshold = self.steps()[at].value;
        if threshold <= 0.0 {
            return None;
        }
        // Values of the tail that are equal to the threshold add nothing to the sum.
        let mut below = self.steps()[at].count;
        let mut logarithms = 0.0;
        for step in &self.steps()[at + 1..] {
            logarithms += log(step.value / threshold) * (step.count - below) as f64;
            below = step.count;
        }
        (logarithms > 0.0).then(|| tail as f64 / logarithms)
    }

    /// The sum of the lowest `number` values, linear between whole numbers; `None` without values.
    fn sum_of_lowest(&self, number: f64) -> Option<f64> {
        let last = self.len.checked_sub(1)?;
        let at = self.steps().partition_point(|step| (step.count as f64) < number).min(last);
        let step = self.steps()[at];
        Some(step.sum - (step.count as f64 - number) * step.value)
    }

    /// The sum, if shares of it mean something.
    fn divisible_sum(&self) -> Option<f64> {
        let (lowest, highest) = (self.steps().first()?, self.steps().last()?);
        (lowest.value >= 0.0 && highest.value > 0.0).then_some(highest.sum)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::super::Histogram;
    use super::*;
    use crate::portable::pow;
    use crate::random::{Draws, uniform};

    fn distribution(values: impl IntoIterator<Item = i64>) -> Distribution {
        let mut histogram = Histogram::default();
        for value in values {
            histogram.record(value);
        }
        histogram.distribution()
    }

    #[track_caller]
    fn check(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    #[test]
    fn a_percentile_is_the_smallest_value_with_enough_values_at_or_below() {
        let ten = distribution((1..=10).map(|n| n * 100));
        let cases = [
            (0.0, 100.0),
            (10.0, 100.0),
            (10.1, 200.0),
            (50.0, 500.0),
            (90.0, 900.0),
            (100.0, 1e3),
        ];
        for (percent, value) in cases {
            assert_eq!(ten.percentile(percent), Some(value), "at {percent} %");
        }
    }

    #[test]
    fn ranks_do_not_suffer_from_binary_fractions() {
        for thousands in 1..=30 {
            let values = distribution(1..=1000 * thousands);
            for tenths in 0..=1000 {
                let rank = (thousands * tenths).max(1) as f64;
                let found = values.percentile(tenths as f64 / 10.0).unwrap();
                let tolerance = if thousands == 1 { 0.0 } else { 0.001 };
                assert!((found - rank).abs() <= tolerance * rank, "{found} instead of {rank}");
            }
        }
    }

    #[test]
    fn nothing_is_known_of_no_values() {
        let none = distribution([]);
        assert_eq!(none.count(), 0);
        assert_eq!(none.count_below(1e9), 0);
        let answers = [
            none.mean(),
            none.percentile(50.0),
            none.mean_of_lowest(0.1),
            none.lorenz(0.5),
            none.top_share(0.01),
            none.gini(),
            none.hill_exponent(0.5),
        ];
        assert_eq!(answers, [None; 7]);
    }

    #[test]
    fn shares_of_zero_or_of_debts_mean_nothing() {
        for values in [[0, 0, 0], [-1, 5, 5]] {
            let values = distribution(values);
            assert_eq!([values.lorenz(0.5), values.top_share(0.5), values.gini()], [None; 3]);
        }
    }

    #[test]
    fn the_lowest_tenth_of_fifteen_is_one_and_a_half() {
        let fifteen = distribution((0..15).map(|n| 20 * n - 100));
        check(fifteen.mean_of_lowest(0.1), (-100.0 - 0.5 * 80.0) / 1.5);
        check(fifteen.mean_of_lowest(1.0), 40.0);
    }

    #[test]
    fn the_lorenz_curve_of_equal_values_is_the_diagonal() {
        for count in [7, 5000] {
            let equal = distribution(std::iter::repeat_n(250, count));
            for step in 0..=20 {
                check(equal.lorenz(f64::from(step) / 20.0), f64::from(step) / 20.0);
                check(equal.top_share(f64::from(step) / 20.0), f64::from(step) / 20.0);
            }
            check(equal.gini(), 0.0);
        }
    }

    #[test]
    fn who_has_all_has_all() {
        for count in [2_u32, 100, 6000] {
            let one_rich = distribution((1..count).map(|_| 0).chain([1000]));
            check(one_rich.gini(), 1.0 - 1.0 / f64::from(count));
            check(one_rich.lorenz(1.0 - 1.0 / f64::from(count)), 0.0);
            check(one_rich.lorenz(1.0), 1.0);
            check(one_rich.top_share(1.0 / f64::from(count)), 1.0);
        }
    }

    #[test]
    fn uniform_values_have_the_textbook_inequality() {
        let count = 1000.0;
        let uniform = distribution(1..=1000);
        check(uniform.gini(), (count - 1.0) / (3.0 * count));
        for tenth in 0..=10 {
            let lowest = f64::from(tenth) * 100.0;
            let held = lowest * (lowest + 1.0) / (count * (count + 1.0));
            check(uniform.lorenz(f64::from(tenth) / 10.0), held);
            check(uniform.top_share(1.0 - f64::from(tenth) / 10.0), 1.0 - held);
        }
    }

    #[test]
    fn bins_hardly_change_inequality() {
        let mut draws = Draws::seed_from_u64(4);
        let values: Vec<i64> = (0..Histogram::EXACT_MAX)
            .map(|_| (1.0e5 * pow(uniform(&mut draws), -0.6)) as i64)
            .collect();
        let exact = distribution(values.iter().copied());
        let binned = distribution(values.iter().chain(&values).copied());
        let compare = |a: Option<f64>, b: Option<f64>| {
            let (a, b) = (a.unwrap(), b.unwrap());
            assert!((a - b).abs() < 0.001 * a, "{a} and {b}");
        };
        compare(exact.gini(), binned.gini());
        compare(exact.lorenz(0.5), binned.lorenz(0.5));
        compare(exact.top_share(0.01), binned.top_share(0.01));
        compare(exact.mean_of_lowest(0.1), binned.mean_of_lowest(0.1));
    }

    /// How many standard errors the exponent of a Pareto sample lies from `claimed`.
    fn hill_deviation(exponent: f64, claimed: f64) -> f64 {
        let mut draws = Draws::seed_from_u64(5);
        let values =
            (0..100_000).map(|_| (1.0e6 * pow(uniform(&mut draws), -1.0 / exponent)) as i64);
        let found = distribution(values).hill_exponent(0.01).unwrap();
        ((found - claimed) / (claimed / 1000.0_f64.sqrt())).abs()
    }

    #[test]
    fn the_hill_exponent_of_a_pareto_sample_is_its_exponent() {
        for exponent in [0.8, 1.5, 3.0] {
            let deviation = hill_deviation(exponent, exponent);
            assert!(deviation < 3.0, "exponent {exponent}: {deviation} standard errors");
        }
    }

    #[test]
    fn the_hill_check_rejects_an_exponent_that_is_a_sixth_off() {
        assert!(hill_deviation(1.5, 1.5 * 7.0 / 6.0) > 3.0);
    }

    #[test]
    fn a_tail_that_is_short_flat_or_without_threshold_has_no_exponent() {
        assert_eq!(distribution(1..=900).hill_exponent(0.01), None);
        assert_eq!(distribution((1..=2000).map(|_| 7)).hill_exponent(0.01), None);
        let only_the_tail = (0..2000).map(|n| if n < 1980 { 0 } else { n });
        assert_eq!(distribution(only_the_tail).hill_exponent(0.01), None);
    }
}
