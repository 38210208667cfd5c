//! The distribution of income, told apart into losses, nothing, and gains.

use crate::plot::page::Reading;
use crate::plot::palette::{BLUE, MIDDLE_GREY, RGBColor, VERMILLION};
use crate::results::{IncomeClass, Study};

/// On which side of zero the amounts of a class lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// All below zero.
    Loss,
    /// Zero itself.
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

    /// The side of a class between two amounts; `None` if it has amounts of both.
    fn of(from: f64, to: f64) -> Option<Self> {
        match (from, to) {
            (0.0, 0.0) => Some(Self::Even),
            (_, to) if to <= 0.0 => Some(Self::Loss),
            (from, _) if from >= 0.0 => Some(Self::Gain),
            _ => None,
        }
    }
}

/// A class with a usable share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) side: Side,
    /// Share of everyone.
    pub(crate) share: Reading,
    /// Share of everyone that joined only to buy: a part of `share`.
    pub(crate) buyers: f64,
}

impl Class {
    /// Share of everyone that joined to earn.
    pub(crate) fn builders(&self) -> f64 {
        self.share.value - self.buyers
    }
}

/// The classes of a study in ascending order; none if nobody is in any of them, or if they are too
/// coarse to tell losses from gains.
pub(crate) fn read(study: &Study) -> Vec<Class> {
    let classes = study.distribution.iter().filter(|class| class.from <= class.to);
    let classes: Option<Vec<Class>> = classes.map(read_class).collect();
    classes.filter(|classes| total(classes, |_| true) > 0.0).unwrap_or_default()
}

/// A class; `None` if it has both losses and gains.
fn read_class(class: &IncomeClass) -> Option<Class> {
    let side = Side::of(class.from, class.to)?;
    let nobody = Reading { value: 0.0, interval: None, spread: None };
    let share = Reading::of(&class.everyone).filter(|share| share.value >= 0.0).unwrap_or(nobody);
    let buyers = Reading::of(&class.buyers).map_or(0.0, |buyers| buyers.value);
    let buyers = buyers.clamp(0.0, share.value);
    Some(Class { from: class.from, to: class.to, side, share, buyers })
}

/// Shares below this are too small to see.
pub(crate) const VISIBLE: f64 = 0.0005;

/// The classes as a picture shows them: neighbours on one side of zero that are too small to see
/// become one, and an end where no run has anybody is left out, but for a last class of its side.
pub(crate) fn shown(classes: &[Class]) -> Vec<Class> {
    let is_small = |class: &Class| class.share.value < VISIBLE;
    let mut shown: Vec<Class> = classes
        .chunk_by(|a, b| a.side == b.side && is_small(a) && is_small(b))
        .map(joined)
        .collect();
    let is_vain = |end: &Class, next: &Class| end.share.value == 0.0 && end.side == next.side;
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

/// Neighbouring classes as one, of which there is at least one.
fn joined(classes: &[Class]) -> Class {
    if let [class] = classes {
        return *class;
    }
    // Ranges of a sum are not sums of ranges, so it has none.
    let share = Reading { value: total(classes, |_| true), interval: None, spread: None };
    let buyers = classes.iter().map(|class| class.buyers).sum();
    Class { to: classes[classes.len() - 1].to, share, buyers, ..classes[0] }
}

/// The share of people in the classes that fit.
pub(crate) fn total(classes: &[Class], fits: impl Fn(&Class) -> bool) -> f64 {
    classes.iter().filter(|class| fits(class)).map(|class| class.share.value).sum()
}

/// The share of people in the classes that fit who joined only to buy.
pub(crate) fn total_of_buyers(classes: &[Class], fits: impl Fn(&Class) -> bool) -> f64 {
    classes.iter().filter(|class| fits(class)).map(|class| class.buyers).sum()
}

/// Whether an amount is an end of classes, so that shares on either side of it are known.
pub(crate) fn has_edge(classes: &[Class], amount: f64) -> bool {
    classes.iter().any(|class| class.from == amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Classes between these ends with these shares, a quarter of whom joined only to buy.
    fn classes(edges: &[f64], shares: &[f64]) -> Vec<Class> {
        let reading = |value| Reading { value, interval: None, spread: Some((0.0, 1.0)) };
        let class = |(edge, &share): (&[f64], &f64)| Class {
            from: edge[0],
            to: edge[1],
            side: Side::of(edge[0], edge[1]).unwrap(),
            share: reading(share),
            buyers: share / 4.0,
        };
        edges.windows(2).zip(shares).map(class).collect()
    }

    fn edges(classes: &[Class]) -> Vec<(f64, f64)> {
        classes.iter().map(|class| (class.from, class.to)).collect()
    }

    const ALL: [f64; 10] =
        [f64::NEG_INFINITY, -100.0, -10.0, 0.0, 0.0, 1.0, 10.0, 100.0, 1_000.0, f64::INFINITY];

    #[test]
    fn small_classes_at_an_end_become_one_open_class() {
        let shown =
            shown(&classes(&ALL, &[0.0001, 0.0, 0.3, 0.3, 0.199, 0.1997, 0.0004, 0.0004, 0.0004]));
        let open = f64::INFINITY;
        let expected =
            [(-open, -10.0), (-10.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 10.0), (10.0, open)];
        assert_eq!(edges(&shown), expected);
        assert_eq!(shown[0].share.value, 0.0001);
        assert_eq!((shown[0].share.spread, shown[0].buyers), (None, 0.000_025));
        assert!((shown[5].share.value - 0.0012).abs() < 1e-12);
        assert!((total(&shown, |_| true) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_end_where_nobody_is_is_left_out() {
        let shown = shown(&classes(&ALL, &[0.0, 0.0, 0.3, 0.3, 0.2, 0.2, 0.0, 0.0, 0.0]));
        assert_eq!(edges(&shown), [(-10.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 10.0)]);
    }

    #[test]
    fn a_side_where_nobody_is_keeps_one_empty_class() {
        let shown = shown(&classes(&ALL, &[0.0, 0.0, 0.4, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0]));
        let last = shown[shown.len() - 1];
        assert_eq!((last.from, last.to, last.share.value), (0.0, f64::INFINITY, 0.0));
    }

    #[test]
    fn classes_that_can_be_seen_stay_as_they_are() {
        let all = classes(&ALL, &[0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1]);
        assert_eq!(shown(&all), all);
    }
}
