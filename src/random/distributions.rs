//! Distributions whose draws have the same bits on every machine.
//!
//! `rand_distr` computes with the C library as soon as any crate of the build asks `num-traits`
//! for it, so only its integer-only parts are used; what needs `exp`, `ln` or `pow` is drawn here
//! over [`crate::portable`].

use rand::RngExt;
use rand_distr::Open01;

use super::Draws;
use crate::portable::{exp, log, normal_quantile, pow};

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

/// A standard normal draw, by inversion.
#[inline]
fn standard_normal(draws: &mut Draws) -> f64 {
    normal_quantile(uniform(draws))
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
        let boost = if self.shape < 1.0 { pow(uniform(draws), 1.0 / self.shape) } else { 1.0 };
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
            if log(u) < 0.5 * x * x + d - d * v + d * log(v) {
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
        count += poisson_piece(PIECE, draws);
        mean -= PIECE;
    }
    count + poisson_piece(mean, draws)
}

#[inline]
fn poisson_piece(mean: f64, draws: &mut Draws) -> u32 {
    let u = uniform(draws);
    // exp(-mean) >= 1 - mean: most small means are settled without the exponential.
    if u < 1.0 - mean {
        return 0;
    }
    let mut term = exp(-mean);
    let mut cumulative = term;
    let mut count = 0;
    while u > cumulative && term > 0.0 {
        count += 1;
        term *= mean / f64::from(count);
        cumulative += term;
    }
    count
}

/// Binomial draws with one chance of success, for any number of trials.
#[derive(Clone, Debug)]
pub struct BinomialTable {
    chance: f64,
    /// `cumulative[n][k]` = P(at most k successes in n trials).
    cumulative: Vec<Vec<f64>>,
}

impl BinomialTable {
    /// Numbers of trials above this are drawn in pieces.
    const TRIALS: usize = 32;

    /// Success with chance `chance`, between 0 and 1.
    pub fn new(chance: f64) -> Self {
        assert!((0.0..=1.0).contains(&chance), "chance {chance}");
        let cumulative = (0..=Self::TRIALS).map(|trials| Self::row(chance, trials)).collect();
        Self { chance, cumulative }
    }

    fn row(chance: f64, trials: usize) -> Vec<f64> {
        // Pascal's recurrence over trials: no powers, hence exact at chances 0 and 1.
        let mut masses = vec![1.0];
        for _ in 0..trials {
            let mut next = vec![0.0; masses.len() + 1];
            for (successes, mass) in masses.iter().enumerate() {
                next[successes] += mass * (1.0 - chance);
                next[successes + 1] += mass * chance;
            }
            masses = next;
        }
        let mut sum = 0.0;
        masses
            .iter()
            .map(|mass| {
                sum += mass;
                sum
            })
            .collect()
    }

    /// The number of successes in `trials` trials.
    #[inline]
    pub fn draw(&self, mut trials: u32, draws: &mut Draws) -> u32 {
        if self.chance == 0.0 || trials == 0 {
            return 0;
        }
        let mut successes = 0;
        while trials > Self::TRIALS as u32 {
            successes += self.piece(Self::TRIALS, draws);
            trials -= Self::TRIALS as u32;
        }
        successes + self.piece(trials as usize, draws)
    }

    #[inline]
    fn piece(&self, trials: usize, draws: &mut Draws) -> u32 {
        let u = uniform(draws);
        let row = &self.cumulative[trials];
        row[..trials].iter().take_while(|&&cumulative| u > cumulative).count() as u32
    }
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
        for (trials, chance) in [(3, 0.08), (30, 0.5), (100, 0.9)] {
            let table = BinomialTable::new(chance);
            let theirs = rand_distr::Binomial::new(u64::from(trials), chance).unwrap();
            check(|d| f64::from(table.draw(trials, d)), theirs.map(|k| k as f64));
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
            assert_eq!(BinomialTable::new(1.0).draw(70, &mut draws), 70);
            assert_eq!(BinomialTable::new(0.0).draw(70, &mut draws), 0);
            assert_eq!(poisson(0.0, &mut draws), 0);
        }
    }
}
