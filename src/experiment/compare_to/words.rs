//! The words for parts of the people and for amounts.

use crate::results::{Bracket, Rest};

/// A share in percent, to four digits or decimals.
fn in_percent(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = if percent >= 10.0 {
        2
    } else if percent >= 1.0 {
        3
    } else {
        4
    };
    let text = format!("{percent:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The people of a part in words; the `rest` are in no part.
pub(super) fn whom(parts: &[Bracket], place: usize, rest: Rest) -> String {
    let share = in_percent(parts[place].share);
    let rank = match place {
        _ if place + 1 == parts.len() && rest == Rest::Above => "below the rest,",
        0 if rest == Rest::Below => "above the rest,",
        0 => "lowest",
        _ if place + 1 == parts.len() => "highest",
        _ => "next",
    };
    match &parts[place].name {
        Some(name) => format!("{rank} {share} % ({name})"),
        None => format!("{rank} {share} %"),
    }
}

/// A bracket by its average.
pub(super) fn average_of(bracket: &Bracket, average: f64, currency: &str) -> String {
    let name = bracket.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
    let share = in_percent(bracket.share);
    format!("{share} %{name} with {} {currency} on average", amount(average))
}

/// An amount as published, in groups of three digits.
pub(super) fn amount(amount: f64) -> String {
    let text = amount.to_string();
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let groups: Vec<&str> =
        whole.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",") + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_shares_have_four_digits() {
        let amounts = [0.01, 250.0, 4_350.0, 100_000.0, 1_259_587.5].map(amount);
        assert_eq!(amounts, ["0.01", "250", "4,350", "100,000", "1,259,587.5"]);
        let shares = [0.6384, 0.5, 0.504_442, 0.016_75, 0.000_076].map(in_percent);
        assert_eq!(shares, ["63.84", "50", "50.44", "1.675", "0.0076"]);
    }
}
