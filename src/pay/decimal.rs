//! Numbers as they are written in tables: exact, or refused.

/// The largest amount or volume of one order, in hundredths: a trillion units.
const HUNDREDTHS_MAX: i64 = 100_000_000_000_000;

/// A decimal number of at most two places after the point, in hundredths; or why it is none.
pub(super) fn hundredths(text: &str) -> Result<i64, &'static str> {
    let (is_negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_number(whole) || !is_number(fraction) {
        return Err("write a plain decimal number, such as 1234.50");
    }
    let significant = fraction.trim_end_matches('0');
    if significant.len() > 2 {
        return Err("at most two decimal places are exact: round it");
    }
    if whole.trim_start_matches('0').len() > 15 {
        return Err("it is too large: use a larger unit of currency");
    }
    let value = |digits: &str| digits.bytes().fold(0_i64, |sum, d| sum * 10 + i64::from(d - b'0'));
    let cents = match significant.len() {
        0 => 0,
        1 => value(significant) * 10,
        _ => value(significant),
    };
    let hundredths = value(whole.trim_start_matches('0')) * 100 + cents;
    if hundredths > HUNDREDTHS_MAX {
        return Err("it is too large: use a larger unit of currency");
    }
    Ok(if is_negative { -hundredths } else { hundredths })
}

/// The number of the last period that may be named: a century of weeks.
pub(super) const PERIOD_MAX: u32 = 5_200;

/// The number of a period.
pub(super) fn period(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(period) if period <= PERIOD_MAX => Ok(period),
        _ => Err(format!("periods are whole numbers from 0 to {PERIOD_MAX}")),
    }
}
