//! The quantile of Student's t distribution.

use crate::portable::{exp, lgamma, log, log1p, normal_quantile};

/// The level of all intervals.
pub(super) const LEVEL: f64 = 0.95;

/// The `t` with `P(-t <= T <= t) = level`, for Student's T with `freedom` degrees of freedom.
///
/// Newton's method from the normal quantile: on the positive side the distribution function is
/// concave and the root lies above the start, so the steps go up and never overshoot. The
/// relative error is below 1e-9 up to a million degrees of freedom.
pub(super) fn two_sided_quantile(level: f64, freedom: f64) -> f64 {
    const STEPS_MAX: u32 = 200;
    assert!(0.0 < level && level < 1.0 && freedom >= 1.0, "level {level}, freedom {freedom}");
    let mut t = normal_quantile(f64::midpoint(1.0, level));
    for _ in 0..STEPS_MAX {
        let step = (outside(t, freedom) - (1.0 - level)) / (2.0 * density(t, freedom));
        if step <= 1e-14 * t {
            break;
        }
        t += step;
    }
    t
}

/// The density of Student's T.
fn density(t: f64, freedom: f64) -> f64 {
    let constant = -log_beta_half(freedom / 2.0) - log(freedom) / 2.0;
    exp(constant - f64::midpoint(freedom, 1.0) * log1p(t * t / freedom))
}

/// `P(|T| > t)` for positive `t`: the incomplete beta function `I_x(freedom / 2, 1 / 2)` at
/// `x = freedom / (freedom + t²)`.
fn outside(t: f64, freedom: f64) -> f64 {
    let a = freedom / 2.0;
    let near_zero = t * t / (freedom + t * t);
    let front = exp(-a * log1p(t * t / freedom) + log(near_zero) / 2.0 - log_beta_half(a));
    // The continued fraction converges fast below the mean of the beta distribution; above it,
    // the mirrored one is used.
    if 1.0 - near_zero < (a + 1.0) / (a + 2.5) {
        front * beta_fraction(a, 0.5, 1.0 - near_zero) / a
    } else {
        1.0 - front * beta_fraction(0.5, a, near_zero) / 0.5
    }
}

/// The logarithm of the beta function at `(a, 1/2)`.
fn log_beta_half(a: f64) -> f64 {
    lgamma(a) + lgamma(0.5) - lgamma(a + 0.5)
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by the method of Lentz
/// (1976), *Applied Optics* 15:668–671.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TERMS_MAX: u32 = 100_000;
    let mut numerator = 1.0;
    let mut denominator = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = denominator;
    for term in 1..TERMS_MAX {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            denominator = 1.0 / (1.0 + coefficient * denominator);
            numerator = 1.0 + coefficient / numerator;
            change = numerator * denominator;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(level: f64, freedom: f64, expected: f64, tolerance: f64) {
        let found = two_sided_quantile(level, freedom);
        assert!((found / expected - 1.0).abs() < tolerance, "{freedom}: {found} not {expected}");
    }

    #[test]
    fn quantiles_match_the_printed_table() {
        // Two-sided 95 %, six decimals.
        let table = [
            (1.0, 12.706_205),
            (2.0, 4.302_653),
            (3.0, 3.182_446),
            (4.0, 2.776_445),
            (5.0, 2.570_582),
            (9.0, 2.262_157),
            (10.0, 2.228_139),
            (19.0, 2.093_024),
            (29.0, 2.045_230),
            (49.0, 2.009_575),
            (99.0, 1.984_217),
            (999.0, 1.962_341),
        ];
        for (freedom, t) in table {
            check(0.95, freedom, t, 5e-7);
        }
    }

    #[test]
    fn quantiles_match_the_closed_form_at_two_degrees_of_freedom() {
        for level in [0.01, 0.5, 0.9, 0.95, 0.999] {
            check(level, 2.0, level * (2.0 / (1.0 - level * level)).sqrt(), 1e-12);
        }
    }

    #[test]
    fn quantiles_approach_the_normal_from_above() {
        let normal = normal_quantile(0.975);
        // The first two terms of the expansion in 1 / freedom (Fisher & Cornish 1960).
        let first = (normal * normal * normal + normal) / 4.0;
        let second = (5.0 * pow5(normal) + 16.0 * normal * normal * normal + 3.0 * normal) / 96.0;
        for freedom in [1e3, 1e4, 1e5, 1e6] {
            let expected = normal + first / freedom + second / (freedom * freedom);
            check(0.95, freedom, expected, 2e-9);
        }
    }

    fn pow5(x: f64) -> f64 {
        x * x * x * x * x
    }
}
