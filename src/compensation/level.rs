//! The level bonus: a walk up from each buyer, as one fold for all buyers at once.
//!
//! All volume that reaches a member with the same number of levels used up is treated alike, so
//! a member needs one cell per level and not one walk per order. Cell `l` of a member is the
//! volume below him (and his own, where the buyer is paid first) for which `l` levels are used.
//! He is paid `rate[l] × cell[l]` on the levels he qualifies for; then each cell either moves up
//! one, because he used up a level, or stays, because he is looked through.

use super::line::Payout;
use super::returns::{Arrivals, Return};
use super::{Level, Step, with_cells};
use crate::genealogy::{Accumulate, Tree};
use crate::units::{Money, Rate, millionths};

/// The most levels a level bonus may have.
pub const LEVELS_MAX: usize = super::CELLS_MAX;

/// How a member stands to a walk that reaches him: an index into the rows of [`rows`].
pub(super) type Seat = u16;
/// He does not exist for the walk.
pub(super) const THROUGH: Seat = 0;
/// He uses up a level and is paid nothing.
pub(super) const BLOCKED: Seat = 1;

/// The seat of a member who may be paid, from his standing (0 without rank, else rank + 1).
pub(super) fn paid_seat(standing: u8) -> Seat {
    Seat::from(standing) + 2
}

/// What the rule commits of each unit of volume: the sum over levels of the best rate that any
/// standing gets.
pub(super) fn committed_rate(level: &Level) -> Rate {
    (0..n_levels(level))
        .map(|l| level.rates.iter().map(|rates| rates[l]).max().unwrap_or_default())
        .sum()
}

/// Panics unless the lists of a level bonus fit a ladder of so many ranks.
pub(super) fn assert_valid(level: &Level, n_ranks: usize) {
    assert!(level.rates.len() == n_ranks + 1, "one list of rates for each standing");
    assert!(level.depth.len() == n_ranks + 1, "one depth for each standing");
    assert!(level.rates.iter().all(|rates| rates.len() == n_levels(level)));
    assert!(n_levels(level) <= LEVELS_MAX, "a level bonus has at most {LEVELS_MAX} levels");
    assert!(level.start <= 1);
}

/// Pays the bonus on `base`, the volume of each member in cents, to members in these `seats`;
/// returns the sum of the volumes. What `returned` says of returned goods, as a volume and the seat
/// of who bought them, is taken off.
pub(super) fn pay<'a>(
    level: &Level,
    tree: Tree<'_>,
    base: impl Fn(usize) -> i64,
    seats: &[Seat],
    returns: &'a [Return],
    returned: impl Fn(&'a Return) -> (i64, Seat),
    payout: &mut Payout<'_>,
) -> Money {
    with_cells!(
        n_levels(level),
        walk(level, tree, base, seats, Arrivals::new(returns, returned), payout)
    )
}

fn n_levels(level: &Level) -> usize {
    level.rates.first().map_or(0, Vec::len)
}

/// Volume by number of levels used up.
#[derive(Clone, Copy)]
struct Cells<const N: usize>([i64; N]);

impl<const N: usize> Accumulate for Cells<N> {
    const EMPTY: Self = Self([0; N]);

    #[inline]
    fn merge(&mut self, recruit: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&recruit.0) {
            // Cannot wrap, see `walk`; unchecked, the additions run in parallel.
            *sum = sum.wrapping_add(*part);
        }
    }
}

/// What happens to the cells at one seat.
#[derive(Clone, Copy)]
struct Row<const N: usize> {
    /// The member's rates in millionths, zero where he is not paid.
    rates: [i64; N],
    /// All bits set where a cell stays, none where it moves up one.
    stays: [i64; N],
}

impl<const N: usize> Row<N> {
    /// Pays `rates` and uses up a level of the first `moving` cells.
    fn new(rates: &[Rate], moving: usize) -> Self {
        Self {
            rates: std::array::from_fn(|l| rates.get(l).map_or(0, |rate| rate.millionths())),
            stays: std::array::from_fn(|l| if l < moving { 0 } else { -1 }),
        }
    }

    #[inline]
    fn due(&self, cells: &[i64; N]) -> i128 {
        let products = self.rates.iter().zip(cells);
        products.map(|(&rate, &cell)| i128::from(rate) * i128::from(cell)).sum()
    }

    #[inline]
    fn pass_up(&self, cells: &[i64; N]) -> [i64; N] {
        std::array::from_fn(|l| {
            let staying = cells[l] & self.stays[l];
            let arriving = if l == 0 { 0 } else { cells[l - 1] & !self.stays[l - 1] };
            staying.wrapping_add(arriving)
        })
    }
}

/// The rows of all seats, in the order of [`THROUGH`], [`BLOCKED`] and [`paid_seat`].
fn rows<const N: usize>(level: &Level) -> Vec<Row<N>> {
    let mut rows = vec![Row::new(&[], 0), Row::new(&[], N)];
    for (rates, &depth) in level.rates.iter().zip(&level.depth) {
        let paid = rates.len().min(depth as usize);
        let moving = if level.step == Step::Qualified { paid } else { N };
        rows.push(Row::new(&rates[..paid], moving));
    }
    rows
}

fn walk<'a, const N: usize>(
    level: &Level,
    tree: Tree<'_>,
    base: impl Fn(usize) -> i64,
    seats: &[Seat],
    mut returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, Seat)>,
    payout: &mut Payout<'_>,
) -> Money {
    let rows = rows::<N>(level);
    let starts_with_buyer = level.start == 0;
    // Positive and negative volumes apart: a cell is a sum over some of the members, so if both
    // sums fit 64 bits, every cell does.
    let (mut up, mut down) = (Money::ZERO, Money::ZERO);
    tree.fold(|member, Cells(mut cells)| {
        let volume = base(member);
        up += Money::from_cents(volume.max(0));
        down += Money::from_cents(volume.min(0));
        while let Some((volume, seat)) = returned.at(member) {
            let mut below = [0; N];
            below[0] = -volume;
            if starts_with_buyer {
                below = rows[usize::from(seat)].pass_up(&below);
            }
            cells.merge(&below);
        }
        if starts_with_buyer {
            cells[0] += volume;
        }
        let row = &rows[usize::from(seats[member])];
        let due = row.due(&cells);
        // Most members have nothing coming: the rounding is worth a branch.
        if due != 0 {
            payout.close(member, Money::from_cents(millionths(due)));
        }
        let mut passed = row.pass_up(&cells);
        if !starts_with_buyer {
            passed[0] += volume;
        }
        Cells(passed)
    });
    assert!(up.cents().checked_sub(down.cents()).is_some(), "a period's volume fits 64 bits");
    up + down
}
