//! Mathematical functions with the same bits on every machine.
//!
//! Only additions, multiplications, divisions and square roots are exact by the IEEE standard. The
//! C library's `exp`, `ln` and `pow` differ between processors with and without fused
//! multiply-add, so this module, the one owner of `libm`, provides all others; a lint forbids the
//! methods of `f64` elsewhere.

pub use libm::{erfc, expm1, lgamma, log, log1p, log10, pow};

/// `e` to the power `x`, with a relative error below 3e-16.
///
/// The simulation's inner loops take half of their random draws through this function, and
/// `libm`'s takes 15 ns: hence the argument is reduced to 64ths of an octave (Tang 1989, *ACM
/// Transactions on Mathematical Software* 15:144–157) and the rest is a short series.
#[inline]
pub fn exp(x: f64) -> f64 {
    const STEPS: u64 = 64;
    const STEPS_PER_UNIT: f64 = 92.332_482_616_893_66;
    // Numbers of this size have no binary places: adding it rounds, and leaves the whole number in
    // the last bits.
    const ROUNDING: f64 = 1.5 * (1_u64 << 52) as f64;
    // ln 2 / 64 in two parts, the first with trailing zeros, so that its multiples are exact.
    const STEP_HIGH: f64 = 0.010_830_424_696_223_417;
    const STEP_LOW: f64 = 2.572_804_622_327_669e-14;
    // What is not a number is not within the range either.
    let is_within = x.abs() <= 700.0;
    if !is_within {
        return libm::exp(x);
    }
    let rounded = x * STEPS_PER_UNIT + ROUNDING;
    let n = rounded - ROUNDING;
    let r = (x - n * STEP_HIGH) - n * STEP_LOW;
    // Of terms two by two, for a shorter chain of operations that wait for each other.
    let (square, first, second) = (r * r, 0.5 + r * (1.0 / 6.0), 1.0 / 24.0 + r * (1.0 / 120.0));
    let series = r + square * (first + square * second);
    // In two's complement, as if it had a sign.
    let last_bits = rounded.to_bits();
    let root = ROOTS_OF_TWO[(last_bits % STEPS) as usize];
    let octave = f64::from_bits((last_bits / STEPS).wrapping_add(1023) << 52);
    (root + root * series) * octave
}

/// `2^(i / 64)`, by the exponential series, summed from its small end.
static ROOTS_OF_TWO: [f64; 64] = {
    let mut roots = [0.0; 64];
    let mut i = 0;
    while i < 64 {
        let x = i as f64 / 64.0 * std::f64::consts::LN_2;
        let mut sum = 1.0;
        let mut term = 24;
        while term > 0 {
            sum = 1.0 + x * sum / term as f64;
            term -= 1;
        }
        roots[i] = sum;
        i += 1;
    }
    roots
};

/// The standard normal quantile: the `x` with `P(Z <= x) = p`, for `0 < p < 1`.
///
/// Algorithm AS 241 (Wichura 1988, *Applied Statistics* 37:477–484), relative error about 1e-16.
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    debug_assert!(p > 0.0 && p < 1.0, "{p} is not between 0 and 1");
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * ratio(r, &CENTRE);
    }
    let tail = if centred < 0.0 { p } else { 1.0 - p };
    let r = (-log(tail)).sqrt();
    let magnitude = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if centred < 0.0 { -magnitude } else { magnitude }
}

/// A quotient of two polynomials: numerator and denominator coefficients, lowest power first.
type Rational = [[f64; 8]; 2];

#[inline]
fn ratio(x: f64, [numerator, denominator]: &Rational) -> f64 {
    // Estrin's scheme: shorter chains of dependent operations than Horner's.
    let (x2, x4) = (x * x, (x * x) * (x * x));
    let value = |c: &[f64; 8]| {
        ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2)
            + ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4
    };
    value(numerator) / value(denominator)
}

static CENTRE: Rational = [
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_66e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
];

static MIDDLE: Rational = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

static FAR: Rational = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_the_library() {
        for step in -300_000..=300_000 {
            let x = f64::from(step) * 0.002_345_67;
            let (found, expected) = (exp(x), libm::exp(x));
            assert!((found / expected - 1.0).abs() < 4e-16, "exp({x}) = {found}, not {expected}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(1e4), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn the_normal_quantile_inverts_the_distribution_function() {
        for exponent in 1..=60 {
            let p = 0.5_f64.powi(exponent);
            for p in [p, 1.0 - p, 0.7 * p] {
                if p < 1.0 {
                    let x = normal_quantile(p);
                    let back = erfc(-x / 2.0_f64.sqrt()) / 2.0;
                    assert!((back / p - 1.0).abs() < 1e-12, "p {p} gives {x}, back {back}");
                }
            }
        }
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    }
}
