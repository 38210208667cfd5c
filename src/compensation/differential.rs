//! The differential bonus: a walk up from each buyer, as one fold for all buyers at once.
//!
//! On the way up of an order everybody gets what his own rate exceeds the highest rate granted
//! before. All volume that reaches a member with the same rate granted is treated alike, so a
//! member needs one cell for each rate of the plan and not one walk per order. Rates need not
//! rise on the way up: whoever has a lower one than was granted leaves those cells as they are.

use super::line::Payout;
use super::returns::{Arrivals, Return};
use super::taken::Taken;
use super::{Differential, OwnRate, with_cells};
use crate::genealogy::{Accumulate, Tree};
use crate::units::{Money, Rate, millionths};

/// The different rates of a differential bonus.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Steps {
    /// In millionths, ascending; the first is zero.
    rates: Vec<i64>,
    /// The place of each rate of the plan: by standing, or by the number of brackets reached.
    places: Vec<u8>,
}

impl Steps {
    fn new(own: &OwnRate) -> Self {
        let listed: Vec<i64> = match own {
            OwnRate::Rank(rates) => rates.iter().map(|rate| rate.millionths()).collect(),
            OwnRate::Volume(_, brackets) => {
                let rates = brackets.iter().map(|bracket| bracket.rate.millionths());
                std::iter::once(0).chain(rates).collect()
            }
        };
        let mut rates: Vec<i64> = listed.iter().copied().chain([0]).collect();
        rates.sort_unstable();
        rates.dedup();
        let place = |rate: &i64| rates.partition_point(|known| known < rate) as u8;
        let places = listed.iter().map(place).collect();
        Self { rates, places }
    }

    /// The highest rate: what the rule commits of each unit of volume.
    fn highest(&self) -> Rate {
        Rate::from_millionths(self.rates[self.rates.len() - 1])
    }
}

/// Panics unless the rates of a differential bonus fit a ladder of so many ranks.
pub(super) fn assert_valid(differential: &Differential, n_ranks: usize) {
    match &differential.rates {
        OwnRate::Rank(rates) => assert!(rates.len() == n_ranks + 1, "one rate for each standing"),
        OwnRate::Volume(_, brackets) => {
            assert!(brackets.len() < usize::from(u8::MAX), "there are fewer than 255 brackets");
            assert!(brackets.is_sorted_by(|a, b| a.from < b.from), "thresholds of brackets ascend");
        }
    }
    let steps = Steps::new(&differential.rates);
    assert!(steps.rates[0] == 0, "no rate is negative");
    assert!(steps.rates.len() <= STEPS_MAX, "there are at most {STEPS_MAX} different rates");
    assert!(differential.start <= 1);
}

/// The most different rates, zero included.
const STEPS_MAX: usize = super::CELLS_MAX + 1;

/// Who is paid how much, and where the walks end, by member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seats<'a> {
    /// What his own rate follows from: his standing, or the number of brackets that he reached.
    pub(super) own: &'a [u8],
    /// Who may be paid; `None`: everyone.
    pub(super) eligible: Option<&'a [bool]>,
    pub(super) standing: &'a [u8],
    /// The standing from which nobody above is paid, if there is one.
    pub(super) end: Option<u8>,
}

/// How somebody stood who returned goods.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastSeat {
    pub(super) own: u8,
    pub(super) is_eligible: bool,
    pub(super) standing: u8,
}

/// Pays the bonus on what it is `taken` of to members in these seats; returns what the rule commits.
/// Returned goods that arrive, as a volume and the seat of who bought them, are taken off.
pub(super) fn pay<'a>(
    differential: &Differential,
    tree: Tree<'_>,
    taken: &Taken,
    seats: Seats<'_>,
    returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, LastSeat)>,
    payout: &mut Payout<'_>,
) -> Money {
    let steps = Steps::new(&differential.rates);
    // Above the highest rate nothing more is granted, so it needs no cell.
    let n_cells = steps.rates.len() - 1;
    with_cells!(n_cells, walk(differential, &steps, tree, taken, seats, returned, payout));
    taken.sum.at(steps.highest())
}

/// What a member passes up.
#[derive(Clone, Copy)]
struct Passed<const N: usize> {
    /// Volume by the highest rate granted so far.
    cells: [i64; N],
    /// The highest place of an own rate at or below him.
    best: u8,
}

impl<const N: usize> Accumulate for Passed<N> {
    const EMPTY: Self = Self { cells: [0; N], best: 0 };

    #[inline]
    fn merge(&mut self, recruit: &Self) {
        self.cells.merge(&recruit.cells);
        self.best = self.best.max(recruit.best);
    }
}

fn walk<'a, const N: usize>(
    differential: &Differential,
    steps: &Steps,
    tree: Tree<'_>,
    taken: &Taken,
    seats: Seats<'_>,
    mut returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, LastSeat)>,
    payout: &mut Payout<'_>,
) {
    let Seats { own, eligible, standing, end } = seats;
    let starts_with_buyer = differential.start == 0;
    tree.fold_in_place(|member, Passed { cells, best }| {
        let volume = taken.volumes[member];
        while let Some((volume, seat)) = returned.at(member) {
            let mut below = [0; N];
            // What he would give back himself is written off.
            if starts_with_buyer && seat.is_eligible {
                if let Some(cell) = below.get_mut(usize::from(steps.places[usize::from(seat.own)]))
                {
                    *cell = -volume;
                }
            } else {
                below[0] = -volume;
            }
            if end.is_none_or(|end| seat.standing < end) {
                cells.merge(&below);
            }
        }
        let step = steps.places[usize::from(own[member])];
        let step = if differential.has_floor { step.max(*best) } else { step };
        if starts_with_buyer {
            cells[0] += volume;
        }
        if eligible.is_none_or(|eligible| eligible[member]) {
            let due = grant(&steps.rates, step.into(), cells);
            if due != 0 {
                payout.close(member, Money::from_cents(millionths(due)));
            }
        }
        if !starts_with_buyer {
            cells[0] += volume;
        }
        if end.is_some_and(|end| standing[member] >= end) {
            *cells = [0; N];
        }
        *best = step;
    });
}

/// Grants the rate at this place to all volume that was granted less; returns what is due for it,
/// in millionths of a cent.
#[inline]
fn grant<const N: usize>(rates: &[i64], step: usize, cells: &mut [i64; N]) -> i128 {
    let mut due = 0;
    let mut granted = 0_i64;
    for (cell, rate) in cells.iter_mut().zip(&rates[..step]) {
        due += i128::from(rates[step] - rate) * i128::from(*cell);
        granted += std::mem::take(cell);
    }
    if let Some(cell) = cells.get_mut(step) {
        *cell += granted;
    }
    due
}
