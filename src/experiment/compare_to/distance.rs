//! How far single figures of a simulated population lie from the published ones.

use std::ops::Range;

use super::words;
use crate::portable::log;
use crate::results::{
    Bracket, Disclosure, Distance, DistanceOf, LikenessRow, Measure, PEOPLE_MIN, Rest,
};
use crate::statistics::Estimate;

/// Where the distance of a figure is no number.
const NO_RATIO: &str =
    "one of the amounts is nothing or less, and there is no factor between it and the other";
/// Where a bracket is too small a part of the simulated people, or what is said is of the top earner.
const FEW: &str = "fewer than 5 simulated people a run on average (the most that anybody got is of one, and \
                   the more people there are the more it is); brackets count together with those next to \
                   them in shares of pay, and a larger market.population has more in each";
const NO_FIGURE: &str = "no run has the figure";
/// Where one cannot say who the people of a bracket are.
const UNPLACED: &str = "not all brackets are known, and so not who of the simulated people stands between \
                        the lowest and the highest";

/// Of each kind of figure the distance of the one that lies farthest.
pub(super) fn distances(rows: &[LikenessRow]) -> Vec<Distance> {
    let kinds = [
        (Measure::ShareOfPeople, DistanceOf::People),
        (Measure::Amount, DistanceOf::Amounts),
        (Measure::Ratio, DistanceOf::Ratio),
    ];
    kinds
        .into_iter()
        .filter_map(|(measure, of)| {
            // Nothing beside nothing is alike, and no factor between amounts.
            let is_nothing = |row: &&LikenessRow| {
                measure == Measure::Amount && row.published == 0.0 && row.simulated.value == 0.0
            };
            let rows = rows.iter().filter(|row| row.measure == measure && !is_nothing(row));
            let far = rows.filter_map(|row| Some((row, distance(row).ok()?)));
            let (row, simulated) = far.max_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
            let farthest = Some(row.what.clone());
            Some(Distance { of, farthest, simulated, of_equal_pay: None, parts: None })
        })
        .collect()
}

/// The figures without a distance, and why. Shares of pay have one together.
pub(super) fn without(rows: &[LikenessRow]) -> Vec<(String, &'static str)> {
    let single = rows.iter().filter(|row| row.measure != Measure::ShareOfPay);
    single.filter_map(|row| Some((row.what.clone(), distance(row).err()?))).collect()
}

/// Brackets whose average is published and not compared at all, and why. An average of nothing is compared as the share
/// of people who got nothing.
pub(super) fn unplaced(disclosure: &Disclosure) -> Vec<(String, &'static str)> {
    let Disclosure { brackets, currency, rest, .. } = disclosure;
    let is_end = |place| place == 0 || place + 1 == brackets.len();
    let is_compared = |(place, bracket): (usize, &Bracket)| {
        let got_nothing = bracket.average == Some(0.0);
        *rest != Rest::Unknown || got_nothing || is_end(place) && super::is_average(bracket)
    };
    let unplaced = brackets.iter().enumerate().filter(|&bracket| !is_compared(bracket));
    let told = unplaced.filter_map(|(_, bracket)| {
        Some((words::average_of(bracket, bracket.average?, currency), UNPLACED))
    });
    told.collect()
}

/// How far the mean over runs lies from the published figure, with the bounds of its interval.
fn distance(row: &LikenessRow) -> Result<Estimate, &'static str> {
    let Estimate { value, interval, runs, .. } = row.simulated;
    if runs == 0 {
        return Err(NO_FIGURE);
    }
    if row.people < PEOPLE_MIN {
        return Err(FEW);
    }
    let published = row.published;
    // Of a bound only what lies beyond it is a distance.
    let beyond = |simulated: f64| row.exactness.beyond(simulated, published);
    let is_share = matches!(row.measure, Measure::ShareOfPeople | Measure::ShareOfPay);
    let far = |simulated: f64| {
        let simulated = beyond(simulated);
        if is_share || simulated == published {
            Some((simulated - published).abs())
        } else {
            (simulated > 0.0 && published > 0.0).then(|| log(simulated / published).abs())
        }
    };
    let value = far(value).ok_or(NO_RATIO)?;
    let interval = interval.and_then(|(low, high)| {
        let (from, to) = (far(low)?, far(high)?);
        // Where the interval holds what was published, the two may be alike.
        let is_held = beyond(low) <= published && published <= beyond(high);
        Some((if is_held { 0.0 } else { from.min(to) }, from.max(to)))
    });
    Ok(Estimate { value, interval, spread: None, runs, pooled: None })
}

/// Parts put together with those next below until each group has enough people, from the highest part
/// down; what is left at the lower end goes to the group above it.
pub(super) fn together(people: &[f64]) -> Vec<Range<usize>> {
    let is_few = |group: &Range<usize>| people[group.clone()].iter().sum::<f64>() < PEOPLE_MIN;
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut end = people.len();
    for start in (0..people.len()).rev() {
        let group = start..end;
        if !is_few(&group) {
            groups.push(group);
            end = start;
        } else if start == 0 {
            match groups.last_mut() {
                Some(above) => above.start = 0,
                None => groups.push(group),
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Counted, Denominator};
    use crate::results::Exactness;

    fn row(measure: Measure, published: f64, value: f64, interval: (f64, f64)) -> LikenessRow {
        LikenessRow {
            what: format!("{published}"),
            measure,
            published,
            exactness: Exactness::Exact,
            counts: Counted::People(Denominator::Everyone),
            people: 5.0,
            simulated: Estimate {
                value,
                interval: Some(interval),
                spread: None,
                runs: 9,
                pooled: None,
            },
        }
    }

    #[test]
    fn the_farthest_figure_of_each_kind_counts() {
        let rows = [
            row(Measure::ShareOfPeople, 0.5, 0.25, (0.125, 0.375)),
            row(Measure::ShareOfPeople, 0.75, 0.8125, (0.75, 0.875)),
            row(Measure::Amount, 200.0, 100.0, (50.0, 200.0)),
            row(Measure::Amount, 100.0, 150.0, (120.0, 180.0)),
            row(Measure::Ratio, 3.0, 3.0, (2.0, 4.0)),
            row(Measure::ShareOfPay, 0.0, 1.0, (1.0, 1.0)),
        ];
        let found = distances(&rows);
        let [people, amounts, ratio] = &found[..] else { panic!("{found:?}") };
        assert_eq!(people.of, DistanceOf::People);
        assert_eq!((people.simulated.value, people.farthest.as_deref()), (0.25, Some("0.5")));
        assert_eq!(people.simulated.interval, Some((0.125, 0.375)));
        let (low, high) = amounts.simulated.interval.unwrap();
        assert_eq!(amounts.farthest.as_deref(), Some("200"));
        assert!((amounts.simulated.value - log(2.0)).abs() < 1e-12);
        assert!(low == 0.0 && (high - log(4.0)).abs() < 1e-12, "{low} to {high}");
        assert_eq!((ratio.of, ratio.simulated.value), (DistanceOf::Ratio, 0.0));
    }

    /// What is on the side that a bound leaves open is no distance from it.
    #[test]
    fn a_bound_is_far_from_what_lies_beyond_it_alone() {
        use Exactness::{AtLeast, AtMost, Exact};
        let figure = |exactness, published: f64, value: f64| {
            let row = row(Measure::ShareOfPeople, published, value, (value - 0.125, value + 0.125));
            let found = distance(&LikenessRow { exactness, ..row }).unwrap();
            (found.value, found.interval.unwrap())
        };
        assert_eq!(figure(AtLeast, 0.25, 0.75), (0.0, (0.0, 0.0)));
        assert_eq!(figure(AtLeast, 0.75, 0.25), (0.5, (0.375, 0.625)));
        assert_eq!(figure(AtMost, 0.25, 0.75), (0.5, (0.375, 0.625)));
        assert_eq!(figure(AtMost, 0.25, 0.25), (0.0, (0.0, 0.125)));
        assert_eq!(figure(Exact, 0.25, 0.75), (0.5, (0.375, 0.625)));
    }

    #[test]
    fn nothing_is_as_far_from_nothing_as_can_be_said() {
        let both = row(Measure::Amount, 0.0, 0.0, (0.0, 0.0));
        assert_eq!(distance(&both).unwrap().value, 0.0, "they are the same");
        assert!(distances(std::slice::from_ref(&both)).is_empty(), "and have no factor");
        let other = row(Measure::Amount, 5.0, 5.0, (5.0, 5.0));
        assert_eq!(distances(&[both.clone(), other])[0].farthest.as_deref(), Some("5"));
        for (published, value) in [(0.0, 5.0), (5.0, 0.0), (5.0, -1.0)] {
            let row = row(Measure::Amount, published, value, (value, value));
            assert_eq!(distance(&row).unwrap_err(), NO_RATIO);
            assert_eq!(without(std::slice::from_ref(&row)), [(format!("{published}"), NO_RATIO)]);
            assert!(distances(&[row]).is_empty());
        }
        let few = LikenessRow { people: 4.9, ..both.clone() };
        assert_eq!(distance(&few).unwrap_err(), FEW);
        let mut unknown = both;
        unknown.simulated.runs = 0;
        assert_eq!(without(&[unknown])[0].1, NO_FIGURE);
    }
}
