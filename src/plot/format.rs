//! Numbers as people read them: `12,480`, `48.2k`, `<0.1 %`, `−412 USD`.
//!
//! The one place where the program decides on separators, digits and signs, for charts, reports
//! and the terminal alike. A number that is not finite is `n/a` everywhere.

use crate::results::Study;
use crate::statistics::Estimate;

/// What stands for a number that does not exist.
const NOTHING: &str = "n/a";

/// A number with commas between thousands and this many decimals: `-1234.5` is `−1,234.5`.
///
/// The minus sign is the typographic one, and nothing is ever minus zero.
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NOTHING.into();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let sign =
        if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "−" } else { "" };
    let mut text = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// A count of people, months or runs: `12,480`.
pub fn count(value: f64) -> String {
    decimal(value, 0)
}

/// A count with its noun: `1 person`, `12,480 people`.
pub fn counted(value: f64, one: &str, several: &str) -> String {
    let number = count(value);
    let noun = if number == "1" { one } else { several };
    format!("{number} {noun}")
}

/// Three significant digits and a suffix, for axes and tight places: `950`, `48.2k`, `1.5M`,
/// `2bn`, `3.1tn`.
pub fn short(value: f64) -> String {
    const SUFFIXES: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];
    if !value.is_finite() {
        return NOTHING.into();
    }
    for (unit, suffix) in SUFFIXES {
        // Just below a unit three digits round up to it: 999,600 is 1M, not 1000k.
        if value.abs() >= unit * 0.9995 {
            return three_digits(value / unit) + suffix;
        }
    }
    three_digits(value)
}

/// Three significant digits (all of the whole part) without trailing zeros.
fn three_digits(value: f64) -> String {
    let mut decimals = 2;
    let mut threshold = 1.0;
    while value.abs() < threshold && decimals < 9 {
        decimals += 1;
        threshold /= 10.0;
    }
    if value.abs() >= 99.95 {
        decimals = 0;
    } else if value.abs() >= 9.995 {
        decimals = 1;
    }
    let text = decimal(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// A share as a percentage: whole percents in the middle, tenths within ten percent of either
/// end, and never `0 %` or `100 %` unless it is exactly none or all.
///
/// The space before the sign is a no-break space, here as in [`tenths`] and [`money`].
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if !value.is_finite() {
        return NOTHING.into();
    }
    if value == 0.0 || value == 100.0 {
        return with_sign(&decimal(value, 0));
    }
    if value.abs() < 0.05 {
        return with_sign(if value > 0.0 { "<0.1" } else { ">−0.1" });
    }
    if value > 99.95 && value < 100.0 {
        return with_sign(">99.9");
    }
    let is_near_an_end = value.abs() < 9.95 || (90.05..100.0).contains(&value);
    with_sign(&decimal(value, usize::from(is_near_an_end)))
}

/// The same, but with two digits of what is below one percent: `0.06 %`, `0.0012 %`.
pub fn fine_percent(share: f64) -> String {
    let value = (share * 100.0).abs();
    if !(1.0e-7..0.995).contains(&value) {
        return percent(share);
    }
    let mut decimals = 2;
    let mut smallest = 0.1;
    while value < smallest {
        decimals += 1;
        smallest /= 10.0;
    }
    let digits = decimal(share * 100.0, decimals);
    with_sign(digits.trim_end_matches('0'))
}

/// A share as a percentage with one decimal, so that an interval shows its width.
pub fn tenths(share: f64) -> String {
    if share.is_finite() { with_sign(&decimal(share * 100.0, 1)) } else { NOTHING.into() }
}

/// A number with its percent sign.
fn with_sign(number: &str) -> String {
    format!("{number}\u{a0}%")
}

/// An amount of money: `−412 USD`, `12.50 USD`, and from a million on `3.21M USD`.
///
/// The space is a no-break space, so that amounts stay on one line.
pub fn money(amount: f64, currency: &str) -> String {
    let number = if amount.is_finite() && amount.abs() >= 999_999.5 {
        short(amount)
    } else if amount.abs() < 99.995 && amount.fract() != 0.0 {
        decimal(amount, 2)
    } else {
        decimal(amount, 0)
    };
    format!("{number}\u{a0}{currency}")
}

/// What holds of all worlds of a study together, written; where worlds are alike, or it reads no other
/// than the mean of worlds, there is nothing to write.
pub fn pooled(study: &Study, estimate: &Estimate, write: impl Fn(f64) -> String) -> Option<String> {
    let all = write(study.pooled(estimate)?.value);
    (all != write(estimate.value)).then_some(all)
}

/// A mean of worlds, and behind it what holds of all of them together, where that reads differently.
pub fn with_pooled(study: &Study, estimate: &Estimate, write: impl Fn(f64) -> String) -> String {
    let mean = write(estimate.value);
    match pooled(study, estimate, write) {
        Some(all) => format!("{mean} (all runs together: {all})"),
        None => mean,
    }
}

/// A figure of a study by its unit in tables: shares and ratios as percentages, coefficients with
/// three decimals, what is small with one, and the rest whole. The unit itself is left out.
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "share" | "ratio" | "share of runs" => tenths(value),
        "coefficient" | "exponent" => decimal(value, 3),
        "people" | "joinings" | "month" | "months" if value.abs() < 100.0 => decimal(value, 1),
        _ if value.abs() < 10.0 && value != 0.0 => decimal(value, 2),
        _ => decimal(value, 0),
    }
}

/// A difference of such figures, with its sign: of percentages in points, and of all with a digit
/// or two more than the figures have, for differences are small. What stands beside it has as many
/// digits if it is given the same `largest`, the largest amount of them.
pub fn difference(value: f64, unit: &str, largest: f64) -> String {
    let number = match unit {
        "share" | "ratio" | "share of runs" => decimal(value * 100.0, 2),
        "coefficient" | "exponent" => decimal(value, 4),
        _ if largest.abs() < 10.0 => decimal(value, 2),
        _ if largest.abs() < 100.0 => decimal(value, 1),
        _ => decimal(value, 0),
    };
    let is_positive = value > 0.0 && number.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if is_positive { format!("+{number}") } else { number }
}

/// The unit of a difference as figures of this unit have it, to stand behind it; may be empty.
pub fn unit_of_difference(unit: &str) -> &str {
    match unit {
        "share" | "ratio" | "share of runs" => "points",
        "coefficient" | "exponent" => "",
        _ => unit,
    }
}

/// A place in an order: `1st`, `2nd`, `3rd`, `10th`.
pub fn ordinal(place: u32) -> String {
    let suffix = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{suffix}")
}

/// The text without anything that a line of text or a document of XML cannot hold (control
/// characters become spaces), cut to at most `letters` letters, with an ellipsis where it was cut.
pub fn clean(text: &str, letters: usize) -> String {
    let is_unfit = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut cleaned: Vec<char> =
        text.chars().map(|c| if is_unfit(c) { ' ' } else { c }).take(letters + 1).collect();
    if cleaned.len() > letters {
        cleaned.truncate(letters.saturating_sub(1));
        return String::from_iter(cleaned).trim_end().to_owned() + "…";
    }
    cleaned.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_one_percent_has_two_digits() {
        let shares = [0.0, 0.0006, 0.000_64, 0.000_012_3, 0.001, 0.0099, 0.009_96, 0.05, 0.5, 1.0];
        let words = shares.map(fine_percent).map(|text| text.replace('\u{a0}', " "));
        let expected = [
            "0 %", "0.06 %", "0.064 %", "0.0012 %", "0.1 %", "0.99 %", "1.0 %", "5.0 %", "50 %",
            "100 %",
        ];
        assert_eq!(words, expected);
        assert_eq!(fine_percent(-0.0006).replace('\u{a0}', " "), "−0.06 %");
        assert_eq!(fine_percent(f64::NAN), "n/a");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(0.0), "0");
        assert_eq!(count(999.4), "999");
        assert_eq!(count(999.6), "1,000");
        assert_eq!(count(-1_234_567.0), "−1,234,567");
        assert_eq!(decimal(-1234.5, 1), "−1,234.5");
    }

    #[test]
    fn nothing_is_minus_zero() {
        assert_eq!(count(-0.4), "0");
        assert_eq!(money(-0.001, "USD"), "0.00\u{a0}USD");
        assert_eq!(percent(-0.0), "0\u{a0}%");
    }

    #[test]
    fn short_numbers_have_three_digits_and_a_suffix() {
        let cases = [
            (0.0, "0"),
            (0.05, "0.05"),
            (0.1234, "0.123"),
            (5.0, "5"),
            (12.34, "12.3"),
            (999.4, "999"),
            (999.6, "1k"),
            (-1_500.0, "−1.5k"),
            (48_213.0, "48.2k"),
            (999_600.0, "1M"),
            (2.0e9, "2bn"),
            (3.14e12, "3.14tn"),
            (1.0e16, "10,000tn"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn percentages_say_none_and_all_only_where_it_is_so() {
        let cases = [
            (0.0, "0 %"),
            (0.0001, "<0.1 %"),
            (0.0123, "1.2 %"),
            (0.0996, "10 %"),
            (0.5, "50 %"),
            (0.784, "78 %"),
            (0.934, "93.4 %"),
            (0.9999, ">99.9 %"),
            (1.0, "100 %"),
            (1.2, "120 %"),
        ];
        for (share, text) in cases {
            assert_eq!(percent(share), text.replace(' ', "\u{a0}"));
        }
        assert_eq!(tenths(0.9766), "97.7\u{a0}%");
    }

    #[test]
    fn amounts_carry_their_currency() {
        assert_eq!(money(-412.4, "USD"), "−412\u{a0}USD");
        assert_eq!(money(12.5, "EUR"), "12.50\u{a0}EUR");
        assert_eq!(money(12.0, "EUR"), "12\u{a0}EUR");
        assert_eq!(money(999_999.9, "EUR"), "1M\u{a0}EUR");
        assert_eq!(money(1.0e12, "JPY"), "1tn\u{a0}JPY");
    }

    #[test]
    fn what_is_not_a_number_is_not_available() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(count(value), "n/a");
            assert_eq!(short(value), "n/a");
            assert_eq!((percent(value), tenths(value)), ("n/a".into(), "n/a".into()));
            assert_eq!(money(value, "USD"), "n/a\u{a0}USD");
        }
    }

    #[test]
    fn differences_have_a_sign_and_their_own_unit() {
        let cases = [
            (0.1234, "share", "12.3\u{a0}%", "+12.34", "points"),
            (-0.000_01, "share", "0.0\u{a0}%", "0.00", "points"),
            (1.5, "ratio", "150.0\u{a0}%", "+150.00", "points"),
            (0.98, "coefficient", "0.980", "+0.9800", ""),
            (-1_234.5, "USD", "−1,234", "−1,234", "USD"),
            (0.5, "USD", "0.50", "+0.50", "USD"),
            (0.0, "USD", "0", "0.00", "USD"),
            (12.25, "people", "12.2", "+12.2", "people"),
            (12_345.0, "people", "12,345", "+12,345", "people"),
            (f64::NAN, "people", "n/a", "n/a", "people"),
        ];
        for (value, unit, of_figure, of_difference, words) in cases {
            assert_eq!(figure(value, unit), of_figure);
            assert_eq!(difference(value, unit, value), of_difference);
            assert_eq!(unit_of_difference(unit), words);
        }
        assert_eq!(difference(54.45, "people", -176.2), "+54");
    }

    #[test]
    fn places_in_an_order_have_their_endings() {
        let places: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 111].map(ordinal).into();
        assert_eq!(places, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"]);
    }

    #[test]
    fn free_text_is_cut_and_cleaned() {
        assert_eq!(clean("a\u{1}b\nc", 10), "a b c");
        assert_eq!(clean("abcdef", 6), "abcdef");
        assert_eq!(clean("abcdefg", 6), "abcde…");
        assert_eq!(clean("", 6), "");
    }
}
