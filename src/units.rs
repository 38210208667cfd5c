//! Quantities that cannot be wrong or mixed up: money, points, rates, probabilities.
//!
//! Money and points are integers, so a sum has one value whatever its order; a rate is an integer
//! number of millionths, so a percentage of money is exact until its one, written rounding.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// An amount of money in hundredths of the scenario's currency unit (cents).
///
/// Range: the whole of `i64`, 92 quadrillion units; arithmetic that would leave it panics, for
/// that is a bug of ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Money(i64);

/// Qualifying points (PV, GV) in hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Points(i64);

macro_rules! hundredths {
    ($name:ident, $smallest:ident, $from_smallest:ident) => {
        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// From whole hundredths.
            pub const fn $from_smallest(hundredths: i64) -> Self {
                Self(hundredths)
            }

            /// In hundredths.
            pub const fn $smallest(self) -> i64 {
                self.0
            }

            /// The nearest amount to `units` whole units; ties go away from zero.
            ///
            /// `units` must be finite and within ±9e14.
            pub fn from_units(units: f64) -> Self {
                assert!(units.abs() <= 9.0e14, "{units} is outside the range of an amount");
                // A plain conversion: rounding functions are library calls on older processors.
                let half = if units < 0.0 { -0.5 } else { 0.5 };
                Self((units * 100.0 + half) as i64)
            }

            /// In whole units, for statistics and display.
            pub fn units(self) -> f64 {
                self.0 as f64 / 100.0
            }

            /// `self × rate`, rounded once, half to even.
            #[inline]
            pub fn at(self, rate: Rate) -> Self {
                if rate == Rate::ONE {
                    return self;
                }
                match self.0.checked_mul(rate.0) {
                    Some(product) => Self(millionths_narrow(product)),
                    None => Self(millionths(i128::from(self.0) * i128::from(rate.0))),
                }
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(within(self.0.checked_add(other.0)))
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(within(self.0.checked_sub(other.0)))
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(within(self.0.checked_neg()))
            }
        }

        impl Mul<i64> for $name {
            type Output = Self;
            fn mul(self, times: i64) -> Self {
                Self(within(self.0.checked_mul(times)))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
                amounts.fold(Self::ZERO, Add::add)
            }
        }

        impl fmt::Display for $name {
            /// Two decimals, a minus sign where negative, no separators: `-1234.50`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let sign = if self.0 < 0 { "-" } else { "" };
                let hundredths = self.0.unsigned_abs();
                write!(f, "{sign}{}.{:02}", hundredths / 100, hundredths % 100)
            }
        }
    };
}

/// The sum of two amounts in hundredths, where they stand in columns and cells; checked like that
/// of [`Money`] and [`Points`].
#[inline]
pub fn plus(a: i64, b: i64) -> i64 {
    within(a.checked_add(b))
}

/// The result of a sum or a difference, where it fits.
///
/// Amounts are checked here and in every build: one that does not fit stops the run instead of
/// making up cents. Of indexes and counts, which are bounded, the compiler checks that they do not
/// overflow in tests alone.
#[inline]
fn within(result: Option<i64>) -> i64 {
    match result {
        Some(result) => result,
        None => beyond(),
    }
}

#[cold]
fn beyond() -> ! {
    panic!("an amount stays within 64 bits")
}

hundredths!(Money, cents, from_cents);
hundredths!(Points, hundredths, from_hundredths);

/// `value / 1,000,000`, rounded half to even.
///
/// The one rounding rule of the program: exact products are summed in `i128` and come through
/// here once per line.
#[inline]
pub fn millionths(value: i128) -> i64 {
    const MILLION: i64 = 1_000_000;
    // Nearly all products fit in 64 bits, where a division is ten times cheaper.
    if let Ok(narrow) = i64::try_from(value) {
        return millionths_narrow(narrow);
    }
    rounded_quotient(value, i128::from(MILLION))
}

/// `value / (1,000,000 × parts)`, rounded half to even: [`millionths`] of what is counted in parts,
/// 1 or more, of its unit.
#[inline]
pub fn millionths_of_parts(value: i128, parts: i64) -> i64 {
    if parts == 1 {
        return millionths(value);
    }
    rounded_quotient(value, i128::from(parts) * 1_000_000)
}

/// `value / divisor`, of which the latter is above zero, rounded half to even.
fn rounded_quotient(value: i128, divisor: i128) -> i64 {
    let (quotient, remainder) = (value.div_euclid(divisor), value.rem_euclid(divisor));
    let is_up = 2 * remainder > divisor || (2 * remainder == divisor && quotient & 1 == 1);
    i64::try_from(quotient + i128::from(is_up)).expect("an amount of money stays within 64 bits")
}

/// [`millionths`] of a value known to fit in 64 bits.
#[inline]
pub fn millionths_narrow(value: i64) -> i64 {
    const MILLION: i64 = 1_000_000;
    if let Ok(value) = u64::try_from(value) {
        // Nearly all amounts; without signs a division by a constant is a multiplication.
        let quotient = (value / MILLION as u64) as i64;
        let remainder = (value % MILLION as u64) as i64;
        return quotient + i64::from(rounds_up(remainder, quotient & 1 == 1));
    }
    let quotient = value.div_euclid(MILLION);
    quotient + i64::from(rounds_up(value.rem_euclid(MILLION), quotient & 1 == 1))
}

/// Whether a remainder out of a million is rounded up, given the parity of the quotient.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without a branch: it is chance")]
fn rounds_up(remainder: i64, quotient_is_odd: bool) -> bool {
    const HALF: i64 = 500_000;
    (remainder > HALF) | ((remainder == HALF) & quotient_is_odd)
}

/// A multiplier in millionths: a commission rate, a discount, points per unit of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Rate(i64);

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(1_000_000);

    /// From whole millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The nearest rate to `value`: 0.05 is five percent.
    ///
    /// `value` must be finite and within ±1,000,000.
    pub fn from_f64(value: f64) -> Self {
        assert!(value.abs() <= 1.0e6, "{value} is outside the range of a rate");
        Self((value * 1.0e6).round() as i64)
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// As a number: five percent is 0.05.
    pub fn value(self) -> f64 {
        self.0 as f64 / 1.0e6
    }
}

impl Add for Rate {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Rate {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Rate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::ZERO, Add::add)
    }
}

/// A chance between 0 and 1, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct Probability(f64);

impl Probability {
    /// Never.
    pub const ZERO: Self = Self(0.0);
    /// Always.
    pub const ONE: Self = Self(1.0);

    /// `Some` if `value` lies between 0 and 1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// As a number between 0 and 1.
    pub const fn value(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_to_even() {
        let half = Rate::from_f64(0.5);
        let rounded: Vec<i64> = [-5, -3, -1, 1, 3, 5, 7]
            .iter()
            .map(|&c| Money::from_cents(c).at(half).cents())
            .collect();
        assert_eq!(rounded, [-2, -2, 0, 0, 2, 2, 4]);
    }

    #[test]
    fn wide_and_narrow_products_round_alike() {
        for value in [-2_500_000_i128, -1_500_000, -499_999, 500_000, 500_001, 1_500_000] {
            let shift = i128::from(i64::MAX / 4) / 1_000_000 * 2_000_000;
            let wide = millionths(value + shift * 4);
            assert_eq!(i128::from(wide) - shift * 4 / 1_000_000, i128::from(millionths(value)));
        }
    }

    #[test]
    fn an_amount_beyond_64_bits_stops_the_program() {
        let [least, most] = [i64::MIN, i64::MAX].map(Money::from_cents);
        let cent = Money::from_cents(1);
        let too_much: [fn(Money, Money, Money) -> Money; 8] = [
            |_, most, cent| Money::from_cents(plus(most.cents(), cent.cents())),
            |_, most, _| most * 2,
            |_, most, cent| most + cent,
            |least, _, cent| least - cent,
            |least, _, _| -least,
            |_, most, cent| [most, cent].into_iter().sum(),
            |_, mut most, cent| {
                most += cent;
                most
            },
            |mut least, _, cent| {
                least -= cent;
                least
            },
        ];
        for (number, sum) in too_much.into_iter().enumerate() {
            let panic = std::panic::catch_unwind(|| sum(least, most, cent)).unwrap_err();
            // Ours, which every build has, and not that of the compiler.
            let message = panic.downcast_ref::<&str>();
            assert_eq!(message, Some(&"an amount stays within 64 bits"), "{number}");
        }
    }

    #[test]
    fn amounts_print_with_two_decimals() {
        assert_eq!(Money::from_cents(-123_450).to_string(), "-1234.50");
        assert_eq!(Money::from_cents(-5).to_string(), "-0.05");
        assert_eq!(Points::from_units(2.345).to_string(), "2.35");
    }

    #[test]
    fn a_probability_is_between_zero_and_one() {
        assert!(Probability::new(1.0).is_some());
        assert!(Probability::new(5.0).is_none());
        assert!(Probability::new(f64::NAN).is_none());
    }
}
