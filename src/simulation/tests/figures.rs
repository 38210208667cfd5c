//! What is said of a list of values, by sorting and counting.

use crate::observation::Statistic;
use crate::portable::log;
use crate::units::Money;

/// What is said of values in cents that stand in ascending order; NaN where nothing can be said.
pub(super) fn statistic(values: &[i64], statistic: Statistic) -> f64 {
    statistic_of_parts(values, 1, statistic)
}

/// The same of values in so many parts of a cent.
pub(super) fn statistic_of_parts(values: &[i64], parts: i64, statistic: Statistic) -> f64 {
    let unit = (100 * parts) as f64;
    let count = values.len() as f64;
    if values.is_empty() {
        return if statistic == Statistic::People { 0.0 } else { f64::NAN };
    }
    let share =
        |counts: &dyn Fn(i64) -> bool| values.iter().filter(|&&v| counts(v)).count() as f64 / count;
    match statistic {
        Statistic::People => count,
        Statistic::Mean => values.iter().sum::<i64>() as f64 / count / unit,
        Statistic::Percentile(percent) => {
            // So many thousandths of the people must stand at or below.
            let thousandths = (percent * 10.0).round() as usize;
            let rank = (values.len() * thousandths).div_ceil(1000).max(1);
            values[rank - 1] as f64 / unit
        }
        Statistic::ShareNotAboveZero => share(&|value| value <= 0),
        Statistic::ShareBelowZero => share(&|value| value < 0),
        Statistic::ShareBelow(amount) => {
            share(&|value| value < Money::from_units(amount).cents() * parts)
        }
        Statistic::WorstTenthMean => sum_of_lowest(values, count / 10.0) / (count / 10.0) / unit,
        Statistic::Gini => {
            // Twice the area between the diagonal and the Lorenz curve, a polygon.
            let steps = values.len();
            let height = |n: usize| held_by_lowest(values, n as f64 / count);
            let area: f64 =
                (0..steps).map(|n| f64::midpoint(height(n), height(n + 1)) / count).sum();
            1.0 - 2.0 * area
        }
        Statistic::TopShare(percent) => 1.0 - held_by_lowest(values, 1.0 - percent / 100.0),
        Statistic::TailExponent => {
            let tail = values.len() / 100;
            let threshold = values[values.len() - 1 - tail] as f64;
            let logarithms =
                || values[values.len() - tail..].iter().map(|&v| log(v as f64 / threshold));
            if tail < 10 || threshold <= 0.0 || logarithms().sum::<f64>() == 0.0 {
                return f64::NAN;
            }
            tail as f64 / logarithms().sum::<f64>()
        }
    }
}

/// The sum of the lowest so many values, the last one in part.
fn sum_of_lowest(values: &[i64], number: f64) -> f64 {
    let part = |n: usize| (number - n as f64).clamp(0.0, 1.0);
    values.iter().enumerate().map(|(n, &value)| part(n) * value as f64).sum()
}

/// The share of the sum that the lowest share of the people has.
pub(super) fn held_by_lowest(values: &[i64], share: f64) -> f64 {
    sum_of_lowest(values, share * values.len() as f64) / values.iter().sum::<i64>() as f64
}
