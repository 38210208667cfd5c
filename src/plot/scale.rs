//! From amounts to places: linear and symmetric-log axes and their ticks.

use crate::portable::{log10, pow};

/// How an axis spreads its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    min: f64,
    max: f64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Linear {
        step: f64,
    },
    /// `sign(x) log10(1 + |x| / unit)`: nearly linear within ±unit, logarithmic beyond, so that
    /// small losses and large gains fit on one axis and zero has its place.
    Symlog {
        unit: f64,
    },
}

impl Scale {
    /// A linear axis that contains all values (and zero, if they are all alike), with about
    /// `ticks` ticks; it ends on a tick or a little beyond the last value, whichever is nearer.
    pub(crate) fn linear(values: impl Iterator<Item = f64>, ticks: f64) -> Self {
        let (mut low, mut high) = range(values);
        if high - low <= 1e-9 * low.abs().max(high.abs()).max(1e-9) {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low <= 1e-18 {
            high = low + 1.0;
        }
        let span = high - low;
        let rough = span / ticks;
        let decade = power_of_ten(rough);
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .map(|factor| factor * decade)
            .find(|&step| step >= rough * 0.999)
            .unwrap_or(decade * 10.0);
        let margin = 0.05 * span;
        let min = ((low / step).floor() * step).max(low - margin);
        let max = ((high / step).ceil() * step).min(high + margin);
        Self { min, max, kind: Kind::Linear { step } }
    }

    /// A linear axis of whole months, with a tick every one, two, ... twelve or more months.
    pub(crate) fn months(last: usize) -> Self {
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 240]
            .into_iter()
            .find(|step| last / step <= 10)
            .unwrap_or(last);
        Self { min: 0.0, max: last.max(1) as f64, kind: Kind::Linear { step: step as f64 } }
    }

    /// A linear axis of shares from none to the largest, and never beyond all.
    pub(crate) fn shares(values: impl Iterator<Item = f64>) -> Self {
        // The interval of a small share may reach below none.
        let mut scale = Self::linear(values.map(|share| share.max(0.0)).chain([0.0, 0.01]), 5.0);
        scale.max = scale.max.min(1.0);
        scale
    }

    /// A symmetric-log axis that contains all values and zero, with a margin.
    ///
    /// Its linear part is of the order of the median distance from zero, so that the axis gives
    /// its room to amounts that people have.
    pub(crate) fn symlog(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.collect();
        let mut sizes: Vec<f64> =
            values.iter().map(|value| value.abs()).filter(|&size| size >= 0.01).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let unit = sizes.get(sizes.len() / 2).map_or(1.0, |&median| power_of_ten(median));
        let (low, high) = range(values.into_iter().chain([0.0]));
        // Room for nothing but zero would be no axis.
        let (low, high) = if high - low > 1e-3 * unit { (low, high) } else { (-unit, unit) };
        let mut scale = Self { min: low, max: high, kind: Kind::Symlog { unit } };
        // The margin is added where the axis is even: in the logarithms.
        let margin = 0.04 * (scale.warp(high) - scale.warp(low));
        scale.min = scale.unwarp(scale.warp(low) - margin);
        scale.max = scale.unwarp(scale.warp(high) + margin);
        scale
    }

    fn warp(&self, value: f64) -> f64 {
        match self.kind {
            Kind::Linear { .. } => value,
            Kind::Symlog { unit } => log10(1.0 + value.abs() / unit).copysign(value),
        }
    }

    fn unwarp(&self, place: f64) -> f64 {
        match self.kind {
            Kind::Linear { .. } => place,
            Kind::Symlog { unit } => (unit * (pow(10.0, place.abs()) - 1.0)).copysign(place),
        }
    }

    /// Where on the axis a value stands, from 0 to 1; values beyond its ends stand at them.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.warp(self.min), self.warp(self.max));
        ((self.warp(value) - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// The values to label, ascending.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let is_inside = |tick: &f64| {
            let slack = 1e-9 * (self.max - self.min);
            *tick >= self.min - slack && *tick <= self.max + slack
        };
        match self.kind {
            Kind::Linear { step } => {
                let first = (self.min / step).floor();
                (0..=60).map(|i| (first + f64::from(i)) * step).filter(is_inside).collect()
            }
            Kind::Symlog { unit } => {
                let ticks = |factors: &[f64]| -> Vec<f64> {
                    let decades = (0..=20).map(|exponent| unit * pow(10.0, f64::from(exponent)));
                    let sizes: Vec<f64> = decades
                        .flat_map(|decade| factors.iter().map(move |factor| factor * decade))
                        .collect();
                    let negative = sizes.iter().rev().map(|size| -size);
                    negative.chain([0.0]).chain(sizes.iter().copied()).filter(is_inside).collect()
                };
                let decades = ticks(&[1.0]);
                if decades.len() > 3 { decades } else { ticks(&[1.0, 2.0, 5.0]) }
            }
        }
    }
}

/// The largest power of ten that is not above `value`, which must be positive.
fn power_of_ten(value: f64) -> f64 {
    // A millionth of slack, for 1000 must not become 100 by a rounding.
    pow(10.0, (log10(value) + 1e-6).floor())
}

/// The smallest and the largest value; zero and zero without values.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_has_round_ticks_and_little_empty_room() {
        let scale = Scale::linear([0.0, 9_300.0].into_iter(), 5.0);
        assert_eq!(scale.ticks(), [0.0, 2_000.0, 4_000.0, 6_000.0, 8_000.0]);
        assert_eq!(scale.share(9_765.0), 1.0);
        let scale = Scale::linear([0.0, 9_800.0].into_iter(), 5.0);
        assert_eq!(scale.ticks().last(), Some(&10_000.0));
        assert_eq!(scale.share(5_000.0), 0.5);
        assert_eq!(scale.share(-3.0), 0.0);
    }

    #[test]
    fn a_symmetric_axis_labels_powers_of_ten_on_both_sides_of_zero() {
        let scale = Scale::symlog([-900.0, -150.0, 20_000.0, 120.0].into_iter());
        assert_eq!(scale.ticks(), [-1_000.0, -100.0, 0.0, 100.0, 1_000.0, 10_000.0]);
        let shares: Vec<f64> = scale.ticks().iter().map(|&tick| scale.share(tick)).collect();
        assert!(shares.is_sorted());
        assert!((scale.share(100.0) + scale.share(-100.0) - 2.0 * scale.share(0.0)).abs() < 1e-12);
    }

    #[test]
    fn values_that_are_all_alike_or_absent_still_make_an_axis() {
        for value in [0.0, 5.0, -7.0e12, 1.0e18] {
            for scale in
                [Scale::linear([value].into_iter(), 5.0), Scale::symlog([value].into_iter())]
            {
                assert!(scale.share(value).is_finite(), "{value}: {scale:?}");
                assert!(!scale.ticks().is_empty(), "{value}: {scale:?}");
            }
        }
        assert!(!Scale::linear(std::iter::empty(), 5.0).ticks().is_empty());
        assert!(!Scale::symlog(std::iter::empty()).ticks().is_empty());
    }

    #[test]
    fn months_have_a_tick_at_whole_years_in_long_studies() {
        assert_eq!(
            Scale::months(60).ticks(),
            [0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0, 42.0, 48.0, 54.0, 60.0]
        );
        assert_eq!(Scale::months(120).ticks().len(), 11);
        assert_eq!(Scale::months(0).ticks(), [0.0, 1.0]);
    }
}
