//! Classes of income, alike on both sides of nothing and as wide as the scenario's amounts are.

use crate::units::Money;

/// Where classes part, in tenths of the scale.
const STEPS: [i64; 12] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 10_000];

/// The scale where no threshold gives one.
const SCALE_DEFAULT: Money = Money::from_cents(100_000);

/// Classes of amounts of money.
///
/// Zero is a class of its own. On either side of it a class holds the amount at its end nearer to
/// zero, and not the other: "100 to less than 200" is gained or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncomeClasses {
    scale: Money,
    /// Where classes part.
    steps: [Money; STEPS.len()],
}

impl IncomeClasses {
    /// How many classes there are: on each side one more than steps, and zero.
    pub const COUNT: usize = 2 * (STEPS.len() + 1) + 1;

    /// The place of zero.
    const ZERO: usize = STEPS.len() + 1;

    /// The place of the smallest losses.
    pub const SMALL_LOSS: usize = Self::ZERO - 1;

    /// Classes on the scale of the lowest threshold above zero (ascending ones are given): the
    /// power of ten at or below it, at least one unit of currency. So a scenario in a currency of
    /// small worth has wide classes, and those of two scenarios with the same thresholds are
    /// alike.
    pub fn new(thresholds: &[Money]) -> Self {
        let lowest = thresholds.iter().copied().find(|&threshold| threshold > Money::ZERO);
        let scale = lowest.map_or(SCALE_DEFAULT, |lowest| {
            let units = (lowest.cents() / 100).max(1);
            Money::from_cents(10_i64.pow(units.ilog10()) * 100)
        });
        Self { scale, steps: STEPS.map(|step| Money::from_cents(step * scale.cents() / 10)) }
    }

    /// The amount that all classes are multiples or tenths of: a power of ten.
    pub fn scale(self) -> Money {
        self.scale
    }

    /// The class of an amount, from the largest losses up.
    #[inline]
    pub(super) fn of(self, amount: Money) -> usize {
        let magnitude = amount.cents().unsigned_abs();
        // Without a branch on which of them it is.
        let beyond: usize =
            self.steps.iter().map(|step| usize::from(step.cents() as u64 <= magnitude)).sum();
        match amount {
            Money::ZERO => Self::ZERO,
            loss if loss < Money::ZERO => Self::ZERO - 1 - beyond,
            _ => Self::ZERO + 1 + beyond,
        }
    }

    /// The ends of all classes in units of currency, ascending; infinite at the outer ends. Both
    /// ends of the class of zero are zero.
    pub fn ends(self) -> Vec<(f64, f64)> {
        let steps = self.steps.map(Money::units);
        let below = |n: usize| if n == 0 { 0.0 } else { steps[n - 1] };
        let above = |n: usize| steps.get(n).copied().unwrap_or(f64::INFINITY);
        let sizes = 0..=STEPS.len();
        // A loss of nothing is no negative zero.
        let losses = sizes.clone().rev().map(|n| (-above(n), 0.0 - below(n)));
        let gains = sizes.map(|n| (below(n), above(n)));
        losses.chain([(0.0, 0.0)]).chain(gains).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(amounts: &[f64]) -> Vec<Money> {
        amounts.iter().copied().map(Money::from_units).collect()
    }

    #[test]
    fn the_scale_is_the_power_of_ten_at_or_below_the_lowest_threshold() {
        for (thresholds, scale) in [
            (&[][..], 1000.0),
            (&[0.0], 1000.0),
            (&[0.0, 1000.0, 5000.0], 1000.0),
            (&[999.99], 100.0),
            (&[150_000.0, 200_000.0], 100_000.0),
            (&[0.5], 1.0),
            (&[1.0e9], 1.0e9),
        ] {
            let found = IncomeClasses::new(&units(thresholds)).scale();
            assert_eq!(found, Money::from_units(scale), "{thresholds:?}");
        }
    }

    #[test]
    fn every_amount_lies_in_its_class_and_its_opposite_in_the_opposite_one() {
        for thresholds in [&[1.0][..], &[1000.0], &[1.0e9]] {
            let classes = IncomeClasses::new(&units(thresholds));
            let ends = classes.ends();
            assert_eq!(ends.len(), IncomeClasses::COUNT);
            let edges = ends.iter().flat_map(|&(from, to)| [from, to]).filter(|e| e.is_finite());
            let near = edges.flat_map(|edge| {
                let cents = Money::from_units(edge).cents();
                [cents - 1, cents, cents + 1]
            });
            for cents in near.chain([i64::MIN + 1, i64::MAX]) {
                let amount = Money::from_cents(cents);
                let (from, to) = ends[classes.of(amount)];
                let magnitude = amount.units().abs();
                let (nearer, farther) = (from.abs().min(to.abs()), from.abs().max(to.abs()));
                let is_in = nearer <= magnitude && magnitude < farther;
                assert!(is_in || (cents == 0 && (from, to) == (0.0, 0.0)), "{cents}: {from}, {to}");
                assert!(cents == 0 || (cents < 0) == (from < 0.0), "{cents}: {from}, {to}");
                let opposite = IncomeClasses::COUNT - 1 - classes.of(amount);
                assert_eq!(classes.of(-amount), opposite, "{cents}");
            }
        }
    }

    #[test]
    fn classes_follow_each_other_without_gaps() {
        let ends = IncomeClasses::new(&[]).ends();
        assert_eq!(
            (ends[0].0, ends[IncomeClasses::COUNT - 1].1),
            (f64::NEG_INFINITY, f64::INFINITY)
        );
        assert!(ends.windows(2).all(|pair| pair[0].1 == pair[1].0), "{ends:?}");
        assert_eq!(ends[12..15], [(-100.0, 0.0), (0.0, 0.0), (0.0, 100.0)]);
        assert!(ends.iter().all(|(from, to)| from.to_bits() != (-0.0_f64).to_bits()
            && to.to_bits() != (-0.0_f64).to_bits()));
    }
}
