//! The distribution of income, told apart into losses, about even, and gains.

use crate::plot::page::Reading;
use crate::plot::palette::{BLUE, MIDDLE_GREY, RGBColor, VERMILLION};
use crate::results::Study;

/// On which side of zero the amounts of a bin lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// All below zero.
    Loss,
    /// The bin contains zero.
    Even,
    /// All above zero.
    Gain,
}

impl Side {
    pub(crate) const ALL: [Self; 3] = [Self::Loss, Self::Even, Self::Gain];

    pub(crate) fn colour(self) -> RGBColor {
        match self {
            Self::Loss => VERMILLION,
            Self::Even => MIDDLE_GREY,
            Self::Gain => BLUE,
        }
    }
}

/// A bin with a usable share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bin {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) side: Side,
    pub(crate) share: Reading,
}

/// The bins of a study in ascending order; none if nobody is in any of them, or if they are too
/// coarse to tell losses from gains.
pub(crate) fn read(study: &Study) -> Vec<Bin> {
    let mut bins: Vec<Bin> = study
        .distribution
        .iter()
        .filter(|bin| bin.from < bin.to)
        .map(|bin| {
            let side = match (bin.from, bin.to) {
                (_, to) if to <= 0.0 => Side::Loss,
                (from, _) if from > 0.0 => Side::Gain,
                _ => Side::Even,
            };
            let nobody = Reading { value: 0.0, interval: None, spread: None };
            let share = Reading::of(&bin.share).filter(|share| share.value >= 0.0);
            Bin { from: bin.from, to: bin.to, side, share: share.unwrap_or(nobody) }
        })
        .collect();
    let is_coarse = |bin: &Bin| bin.side == Side::Even && (bin.to - bin.from).is_infinite();
    if total(&bins, |_| true) <= 0.0 || bins.iter().any(is_coarse) {
        bins.clear();
    }
    bins
}

/// Shares below this are too small to see.
const VISIBLE: f64 = 0.0005;

/// The bins as a picture shows them: neighbours on one side of zero that are too small to see
/// become one, and an end where no run has anybody is left out, but for a last bin of its side.
pub(crate) fn shown(bins: &[Bin]) -> Vec<Bin> {
    let is_small = |bin: &Bin| bin.share.value < VISIBLE;
    let mut shown: Vec<Bin> =
        bins.chunk_by(|a, b| a.side == b.side && is_small(a) && is_small(b)).map(joined).collect();
    let is_vain = |end: &Bin, next: &Bin| end.share.value == 0.0 && end.side == next.side;
    if let [end, next, ..] = &shown[..]
        && is_vain(end, next)
    {
        shown.remove(0);
    }
    if let [.., next, end] = &shown[..]
        && is_vain(end, next)
    {
        shown.pop();
    }
    shown
}

/// Neighbouring bins as one, of which there is at least one.
fn joined(bins: &[Bin]) -> Bin {
    if let [bin] = bins {
        return *bin;
    }
    // Ranges of a sum are not sums of ranges, so it has none.
    let share = Reading { value: total(bins, |_| true), interval: None, spread: None };
    Bin { to: bins[bins.len() - 1].to, share, ..bins[0] }
}

/// The share of people in the bins that fit.
pub(crate) fn total(bins: &[Bin], fits: impl Fn(&Bin) -> bool) -> f64 {
    bins.iter().filter(|bin| fits(bin)).map(|bin| bin.share.value).sum()
}

/// Whether an amount is an edge between bins, so that shares on either side of it are known.
pub(crate) fn has_edge(bins: &[Bin], amount: f64) -> bool {
    bins.iter().any(|bin| bin.from == amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bins from these edges with these shares.
    fn bins(edges: &[f64], shares: &[f64]) -> Vec<Bin> {
        let side = |from: f64, to: f64| match (from, to) {
            (_, to) if to <= 0.0 => Side::Loss,
            (from, _) if from > 0.0 => Side::Gain,
            _ => Side::Even,
        };
        let reading = |value| Reading { value, interval: None, spread: Some((0.0, 1.0)) };
        let bin = |(edge, &share): (&[f64], &f64)| Bin {
            from: edge[0],
            to: edge[1],
            side: side(edge[0], edge[1]),
            share: reading(share),
        };
        edges.windows(2).zip(shares).map(bin).collect()
    }

    fn edges(bins: &[Bin]) -> Vec<(f64, f64)> {
        bins.iter().map(|bin| (bin.from, bin.to)).collect()
    }

    const ALL: [f64; 10] =
        [f64::NEG_INFINITY, -100.0, -10.0, -1.0, 0.0, 1.0, 10.0, 100.0, 1_000.0, f64::INFINITY];

    #[test]
    fn small_bins_at_an_end_become_one_open_bin() {
        let shown =
            shown(&bins(&ALL, &[0.0001, 0.0, 0.3, 0.3, 0.199, 0.1997, 0.0004, 0.0004, 0.0004]));
        let open = f64::INFINITY;
        let expected =
            [(-open, -10.0), (-10.0, -1.0), (-1.0, 0.0), (0.0, 1.0), (1.0, 10.0), (10.0, open)];
        assert_eq!(edges(&shown), expected);
        assert_eq!(shown[0].share.value, 0.0001);
        assert_eq!(shown[0].share.spread, None);
        assert!((shown[5].share.value - 0.0012).abs() < 1e-12);
        assert!((total(&shown, |_| true) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_end_where_nobody_is_is_left_out() {
        let shown = shown(&bins(&ALL, &[0.0, 0.0, 0.3, 0.3, 0.2, 0.2, 0.0, 0.0, 0.0]));
        assert_eq!(edges(&shown), [(-10.0, -1.0), (-1.0, 0.0), (0.0, 1.0), (1.0, 10.0)]);
    }

    #[test]
    fn a_side_where_nobody_is_keeps_one_empty_bin() {
        let shown = shown(&bins(&ALL, &[0.0, 0.0, 0.4, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0]));
        let last = shown[shown.len() - 1];
        assert_eq!((last.from, last.to, last.share.value), (1.0, f64::INFINITY, 0.0));
    }

    #[test]
    fn bins_that_can_be_seen_stay_as_they_are() {
        let all = bins(&ALL, &[0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1]);
        assert_eq!(shown(&all), all);
    }
}
