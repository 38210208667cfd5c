//! Distributions whose draws have the same bits on every machine.
//!
//! `rand_distr` computes with the C library as soon as any crate of the build asks `num-traits`
//! for it, so only its integer-only parts are used; what needs `exp`, `ln` or `pow` is drawn here
//! over [`crate::portable`].

use rand::{Rng, RngExt};
use rand_distr::Open01;

use super::Draws;
use super::normal::standard_normal;
use crate::portable::{exp, log};

/// A draw in the open interval `(0, 1)`.
#[inline]
pub fn uniform(draws: &mut Draws) -> f64 {
    draws.sample(Open01)
}

/// 52 bits of a word as a number in the open interval `(0, 1)`.
#[inline]
pub(super) fn open_unit(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

/// One of `0..n`, all alike; `n` is at least 1.
///
/// The largest uniform draw is `1 - 2^-53`, whose product with any `n` is below `n`.
#[inline]
pub fn below(n: u32, draws: &mut Draws) -> u32 {
    (uniform(draws) * f64::from(n)) as u32
}

/// A lognormal distribution given by its mean and the standard deviation of its logarithm.
#[derive(Clone, Copy, Debug)]
pub struct LogNormal {
    location: f64,
    sigma: f64,
}

impl LogNormal {
    /// Mean `mean` (positive) and standard deviation `sigma` (not negative) of the logarithm.
    pub fn with_mean(mean: f64, sigma: f64) -> Self {
        assert!(mean > 0.0 && sigma >= 0.0, "mean {mean}, sigma {sigma}");
        Self { location: log(mean) - sigma * sigma / 2.0, sigma }
    }

    /// The distribution of the mean of `count` independent draws from this one, matched in mean
    /// and variance (Fenton 1960, *IRE Transactions on Communications Systems* 8:57–67).
    pub fn mean_of(self, count: f64) -> Self {
        let variance = log((exp(self.sigma * self.sigma) - 1.0) / count + 1.0);
        let mean_log = self.location + self.sigma * self.sigma / 2.0;
        Self { location: mean_log - variance / 2.0, sigma: variance.sqrt() }
    }

    /// One draw. Without spread it takes no randomness.
    #[inline]
    pub fn draw(&self, draws: &mut Draws) -> f64 {
        if self.sigma == 0.0 {
            return exp(self.location);
        }
        exp(self.location + self.sigma * standard_normal(draws))
    }
}

/// A gamma distribution with mean 1; an infinite shape is the constant 1.
#[derive(Clone, Copy, Debug)]
pub struct Gamma {
    shape: f64,
}

impl Gamma {
    /// Shape `shape` (positive): the variance is `1 / shape`.
    pub fn with_mean_one(shape: f64) -> Self {
        assert!(shape > 0.0, "shape {shape}");
        Self { shape }
    }

    /// One draw, by Marsaglia & Tsang (2000), *ACM Transactions on Mathematical Software*
    /// 26:363–372, with their power of a uniform for shapes below one.
    pub fn draw(&self, draws: &mut Draws) -> f64 {
        if self.shape.is_infinite() {
            return 1.0;
        }
        let boost = if self.shape < 1.0 { exp(log(uniform(draws)) / self.shape) } else { 1.0 };
        let shape = if self.shape < 1.0 { self.shape + 1.0 } else { self.shape };
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = standard_normal(draws);
            let cube_root = 1.0 + c * x;
            if cube_root <= 0.0 {
                continue;
            }
            let v = cube_root * cube_root * cube_root;
            let u = uniform(draws);
            // Their squeeze settles all but a few without the logarithms.
            let x2 = x * x;
            if u < 1.0 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d - d * v + d * log(v) {
                return boost * d * v / self.shape;
            }
        }
    }
}

/// A Poisson draw with the given mean (not negative), by inversion.
///
/// Large means are split, for a sum of Poisson draws is one: the time is proportional to the mean.
#[inline]
pub fn poisson(mut mean: f64, draws: &mut Draws) -> u32 {
    const PIECE: f64 = 16.0;
    let mut count = 0;
    while mean > PIECE {
        count = poisson_piece(PIECE, draws).saturating_add(count);
        mean -= PIECE;
    }
    poisson_piece(mean, draws).saturating_add(count)
}

/// Whether the next [`poisson`] draw with this mean is zero, as far as that is quickly told: it is
/// for most draws with a small mean. The draws are not used up.
#[inline]
pub fn poisson_begins_with_none(mean: f64, draws: &Draws) -> bool {
    is_none(mean, uniform(&mut draws.clone()))
}

/// `exp(-mean)` is above the odd partial sums of its series: most means below one are settled
/// without the exponential.
#[inline]
fn is_none(mean: f64, u: f64) -> bool {
    u < 1.0 - mean * (1.0 - mean * (1.0 / 2.0 - mean * (1.0 / 6.0)))
}

#[inline]
fn poisson_piece(mean: f64, draws: &mut Draws) -> u32 {
    const SMALL: u32 = 3;
    let u = uniform(draws);
    if is_none(mean, u) {
        return 0;
    }
    let mut term = exp(-mean);
    let mut cumulative = term;
    let mut count = 0;
    // Without a branch: few draws are larger, and which of these it is, is chance.
    for larger in 1..=SMALL {
        count += u32::from(u > cumulative);
        term *= mean / f64::from(larger);
        cumulative += term;
    }
    if count == SMALL {
        while u > cumulative && term > 0.0 {
            count += 1;
            term *= mean / f64::from(count);
            cumulative += term;
        }
    }
    count
}

/// How many of a number of trials had the first outcome, and how many the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrinomialCounts {
    /// With the first outcome.
    pub first: u32,
    /// With the second.
    pub second: u32,
}

/// Draws of trials with three outcomes each: a first, a second, or neither.
///
/// The joint distribution for each small number of trials is an alias table (Walker 1977, *ACM
/// Transactions on Mathematical Software* 3:253–256): one word, one entry, and no branch that
/// depends on chance.
#[derive(Clone, Debug)]
pub struct TrinomialTable {
    /// Entries for 1 trial, then for 2, and so on.
    entries: Vec<AliasEntry>,
    /// Where the entries for each number of trials begin.
    start: [usize; Self::TRIALS + 2],
}

/// The outcome if the rest of the word is below `share`, and the other one.
#[derive(Clone, Copy, Debug)]
struct AliasEntry {
    share: u32,
    /// First and second counts.
    below: [u8; 2],
    above: [u8; 2],
}

impl TrinomialTable {
    /// Larger numbers of trials are drawn in pieces of this.
    const TRIALS: usize = 16;

    /// Trials whose outcome is the first with chance `first` and the second with chance `second`.
    pub fn new(first: f64, second: f64) -> Self {
        let neither = 1.0 - first - second;
        assert!(first >= 0.0 && second >= 0.0 && neither >= -1e-12, "{first}, {second}");
        let mut table = Self { entries: Vec::new(), start: [0; Self::TRIALS + 2] };
        // masses[a][b]: a firsts and b seconds. A recurrence without powers, hence exact where a
        // chance is 0 or 1.
        let mut masses = vec![vec![1.0]];
        for trials in 1..=Self::TRIALS {
            let mut next: Vec<Vec<f64>> =
                (0..=trials).map(|firsts| vec![0.0; trials - firsts + 1]).collect();
            for (a, row) in masses.iter().enumerate() {
                for (b, mass) in row.iter().enumerate() {
                    next[a + 1][b] += mass * first;
                    next[a][b + 1] += mass * second;
                    next[a][b] += mass * neither.max(0.0);
                }
            }
            masses = next;
            let outcomes = masses.iter().enumerate().flat_map(|(a, row)| {
                row.iter().enumerate().map(move |(b, &mass)| ([a as u8, b as u8], mass))
            });
            table.start[trials] = table.entries.len();
            table.entries.extend(alias(outcomes.collect()));
            table.start[trials + 1] = table.entries.len();
        }
        table
    }

    /// The outcomes of `trials` trials.
    #[inline]
    pub fn draw(&self, mut trials: u32, draws: &mut Draws) -> TrinomialCounts {
        let mut counts = TrinomialCounts::default();
        while trials > 0 {
            let piece = trials.min(Self::TRIALS as u32);
            let [first, second] = self.piece(piece as usize, draws);
            counts.first += u32::from(first);
            counts.second += u32::from(second);
            trials -= piece;
        }
        counts
    }

    #[inline]
    fn piece(&self, trials: usize, draws: &mut Draws) -> [u8; 2] {
        let entries = &self.entries[self.start[trials]..self.start[trials + 1]];
        let scaled = u128::from(draws.next_u64()) * entries.len() as u128;
        let entry = &entries[(scaled >> 64) as usize];
        if (scaled as u64 >> 32) as u32 <= entry.share { entry.below } else { entry.above }
    }
}

/// An alias table of outcomes with these probabilities; impossible ones are left out.
fn alias(mut outcomes: Vec<([u8; 2], f64)>) -> Vec<AliasEntry> {
    outcomes.retain(|&(_, mass)| mass > 0.0);
    let mean = outcomes.iter().map(|(_, mass)| mass).sum::<f64>() / outcomes.len() as f64;
    let (mut small, mut large): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|&(_, mass)| mass < mean);
    let mut entries = Vec::new();
    while let Some((below, mass)) = small.pop() {
        let Some(rest) = large.last_mut() else {
            // Left over by rounding: as good as full.
            entries.push(AliasEntry { share: u32::MAX, below, above: below });
            continue;
        };
        let share = (mass / mean * f64::from(u32::MAX)) as u32;
        entries.push(AliasEntry { share, below, above: rest.0 });
        rest.1 -= mean - mass;
        if rest.1 < mean {
            small.extend(large.pop());
        }
    }
    entries.extend(large.into_iter().map(|(below, _)| AliasEntry {
        share: u32::MAX,
        below,
        above: below,
    }));
    entries
}

#[cfg(test)]
mod tests {
    use rand_distr::Distribution;

    use super::super::{Lineage, RunKey, Stream};
    use super::*;

    const DRAWS: usize = 40_000;

    fn stream(seed: u64) -> Draws {
        RunKey::new(seed, 0).stream(Stream::Theory, 0).open(Lineage::founder(0))
    }

    fn sample(mut draw: impl FnMut(&mut Draws) -> f64) -> Vec<f64> {
        let mut draws = stream(20);
        let mut values: Vec<f64> = (0..DRAWS).map(|_| draw(&mut draws)).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// Two-sample Kolmogorov–Smirnov distance times `sqrt(n / 2)`; above 1.95 with a chance of
    /// about 0.1 % if both samples come from one distribution.
    fn distance(a: &[f64], b: &[f64]) -> f64 {
        let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
        while i < a.len() && j < b.len() {
            let at = a[i].min(b[j]);
            while i < a.len() && a[i] <= at {
                i += 1;
            }
            while j < b.len() && b[j] <= at {
                j += 1;
            }
            largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
        }
        largest * (a.len() as f64 / 2.0).sqrt()
    }

    fn check(ours: impl FnMut(&mut Draws) -> f64, theirs: impl Distribution<f64>) {
        let reference = {
            let mut draws = stream(10);
            let mut values: Vec<f64> = (0..DRAWS).map(|_| theirs.sample(&mut draws)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let found = distance(&sample(ours), &reference);
        assert!(found < 1.95, "distance {found}");
    }

    #[test]
    fn draws_follow_the_same_laws_as_rand_distr() {
        for shape in [0.15, 0.25, 1.0, 3.5] {
            let gamma = Gamma::with_mean_one(shape);
            check(|d| gamma.draw(d), rand_distr::Gamma::new(shape, 1.0 / shape).unwrap());
        }
        let lognormal = LogNormal::with_mean(60.0, 0.6);
        let location = log(60.0) - 0.18;
        check(|d| lognormal.draw(d), rand_distr::LogNormal::new(location, 0.6).unwrap());
        for mean in [0.02, 0.7, 5.0, 40.0] {
            check(|d| f64::from(poisson(mean, d)), rand_distr::Poisson::new(mean).unwrap());
        }
        for (trials, first, second) in [(3, 0.08, 0.4), (30, 0.5, 0.5), (100, 0.2, 0.7)] {
            let table = TrinomialTable::new(first, second);
            let binomial = |chance| {
                let theirs = rand_distr::Binomial::new(trials, chance).unwrap();
                theirs.map(|k| k as f64)
            };
            let counts = |d: &mut Draws| table.draw(trials as u32, d);
            check(|d| f64::from(counts(d).first), binomial(first));
            check(|d| f64::from(counts(d).second), binomial(second));
            let either = |counts: TrinomialCounts| f64::from(counts.first + counts.second);
            check(|d| either(counts(d)), binomial((first + second).min(1.0)));
        }
    }

    #[test]
    fn the_comparison_rejects_a_slightly_wrong_sampler() {
        let exact = sample(|d| Gamma::with_mean_one(0.25).draw(d));
        let wrong = sample(|d| Gamma::with_mean_one(0.26).draw(d) * 1.02);
        assert!(distance(&exact, &wrong) > 1.95);
    }

    #[test]
    fn the_mean_of_lognormals_keeps_mean_and_shrinks_variance() {
        let single = LogNormal::with_mean(60.0, 0.6);
        let variance = |l: LogNormal| {
            let mean = exp(l.location + l.sigma * l.sigma / 2.0);
            (mean, mean * mean * (exp(l.sigma * l.sigma) - 1.0))
        };
        let (mean, of_one) = variance(single);
        let (mean_of_five, of_five) = variance(single.mean_of(5.0));
        assert!((mean - 60.0).abs() < 1e-9 && (mean_of_five - 60.0).abs() < 1e-9);
        assert!((of_one / of_five - 5.0).abs() < 1e-9);
    }

    #[test]
    fn certain_events_are_certain() {
        let mut draws = stream(3);
        for _ in 0..1000 {
            let certain = |first, second| {
                let counts = TrinomialTable::new(first, second).draw(70, &mut stream(4));
                (counts.first, counts.second)
            };
            assert_eq!(certain(1.0, 0.0), (70, 0));
            assert_eq!(certain(0.0, 1.0), (0, 70));
            assert_eq!(certain(0.0, 0.0), (0, 0));
            assert_eq!(poisson(0.0, &mut draws), 0);
        }
    }
}
