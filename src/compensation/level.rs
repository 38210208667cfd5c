//! The level bonus: a walk up from each buyer, as one fold for all buyers at once.
//!
//! All volume that reaches a member with the same number of levels used up is treated alike, so
//! a member needs one cell per level and not one walk per order. Cell `l` of a member is the
//! volume below him (and his own, where the buyer is paid first) for which `l` levels are used.
//! He is paid `rate[l] × cell[l]` on the levels he qualifies for; then each cell either moves up
//! one, because he used up a level, or stays, because he is looked through.

use super::line::Payout;
use super::returns::{Arrivals, LastStanding, Return};
use super::standing::Standings;
use super::taken::Taken;
use super::{Level, Step, with_cells};
use crate::genealogy::{Accumulate, Sum, Tree};
use crate::units::{Money, Rate, millionths, millionths_narrow};

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

/// How all members stand to the walks of a bonus.
pub(super) struct Seats<'s> {
    standing: &'s [u8],
    /// Who may be paid; `None`: everyone.
    eligible: Option<&'s [bool]>,
    /// The seat of those who may not.
    unpaid: Seat,
    /// Who exists for the walks, if not everybody or those of a rank.
    is_active: Option<&'s [bool]>,
    /// The least standing that exists for them.
    least: u8,
}

impl<'s> Seats<'s> {
    pub(super) fn new(
        level: &Level,
        standings: &'s Standings,
        eligible: Option<&'s [bool]>,
    ) -> Self {
        Self {
            standing: &standings.standing,
            eligible,
            unpaid: if level.step == Step::Qualified { THROUGH } else { BLOCKED },
            is_active: (level.step == Step::Active).then_some(&standings.is_active),
            least: if let Step::Rank(rank) = level.step { rank + 1 } else { 0 },
        }
    }

    /// That of one of them.
    #[inline]
    fn of(&self, member: usize) -> Seat {
        let standing = self.standing[member];
        let may_be_paid = self.eligible.is_none_or(|eligible| eligible[member]);
        let exists = self.is_active.is_none_or(|is_active| is_active[member]);
        let seat = either(may_be_paid, paid_seat(standing), self.unpaid);
        either(exists, either(standing >= self.least, seat, THROUGH), THROUGH)
    }
}

/// `yes` or `no`, by a mask: which of them is chance, and a branch would guess wrong half the
/// time.
#[inline]
fn either(condition: bool, yes: Seat, no: Seat) -> Seat {
    let mask = Seat::from(condition).wrapping_neg();
    (yes & mask) | (no & !mask)
}

/// The seat of somebody who has left, as he stood last.
pub(super) fn last_seat(level: &Level, last: &LastStanding, bonus: usize) -> Seat {
    match (last.counts_for(level.step), last.is_eligible(bonus), level.step) {
        (false, ..) | (true, false, Step::Qualified) => THROUGH,
        (true, false, _) => BLOCKED,
        (true, true, _) => paid_seat(last.standing),
    }
}

/// What the rule commits of each unit of volume: the sum over levels of the best rate that any
/// standing gets.
pub(super) fn committed_rate(level: &Level) -> Rate {
    (0..level.n_levels())
        .map(|l| level.rates.iter().map(|rates| rates[l]).max().unwrap_or_default())
        .sum()
}

/// Panics unless the lists of a level bonus fit a ladder of so many ranks.
pub(super) fn assert_valid(level: &Level, n_ranks: usize) {
    assert!(level.rates.len() == n_ranks + 1, "one list of rates for each standing");
    assert!(level.depth.len() == n_ranks + 1, "one depth for each standing");
    assert!(level.rates.iter().all(|rates| rates.len() == level.n_levels()));
    assert!(level.n_levels() <= LEVELS_MAX, "a level bonus has at most {LEVELS_MAX} levels");
    assert!(level.start <= 1);
}

/// Pays the bonus on what it is `taken` of to members in these `seats`. Returned goods that arrive, as
/// a volume and the seat of who bought them, are taken off. What is due on each level goes to `payout`
/// too, if it asks.
pub(super) fn pay<'a>(
    level: &Level,
    tree: Tree<'_>,
    taken: &Taken,
    seats: &Seats<'_>,
    returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, Seat)>,
    payout: &mut Payout<'_>,
) {
    with_cells!(level.n_levels(), walk(level, tree, taken, seats, returned, payout));
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

    /// What the cells are worth at the rates, rounded.
    #[inline]
    fn due(&self, cells: &[i64; N]) -> Money {
        let products = self.rates.iter().zip(cells);
        let exact = products.map(|(&rate, &cell)| i128::from(rate) * i128::from(cell)).sum();
        Money::from_cents(millionths(exact))
    }

    /// The same where it is known to be less than 2^63 millionths of a cent.
    #[inline]
    fn due_narrow(&self, cells: &[i64; N]) -> Money {
        let products = self.rates.iter().zip(cells);
        let exact = products.map(|(&rate, &cell)| rate * cell).sum();
        Money::from_cents(millionths_narrow(exact))
    }

    /// Turns the cells of a member into those that he passes up.
    #[inline]
    fn pass_up(&self, cells: &mut [i64; N]) {
        let mut arriving = 0;
        for (cell, stays) in cells.iter_mut().zip(&self.stays) {
            let staying = *cell & stays;
            let moving = *cell - staying;
            *cell = staying + arriving;
            arriving = moving;
        }
    }
}

/// What reaches members who are paid, by their seat and by level.
struct Reached<const N: usize>(Vec<[i64; N]>);

impl<const N: usize> Reached<N> {
    fn new(rows: &[Row<N>]) -> Self {
        Self(vec![[0; N]; rows.len()])
    }

    #[inline]
    fn add(&mut self, seat: Seat, cells: &[i64; N]) {
        // On the levels that a seat is paid on an order is counted once, so that these fit like a
        // cell; what the others hold is multiplied by nothing.
        for (sum, cell) in self.0[usize::from(seat)].iter_mut().zip(cells) {
            *sum = sum.wrapping_add(*cell);
        }
    }

    /// What is due on each level, in millionths of a cent.
    fn due(&self, rows: &[Row<N>], n_levels: usize) -> Vec<i128> {
        let of = |l: usize| {
            let seats = rows.iter().zip(&self.0);
            seats.map(|(row, sums)| i128::from(row.rates[l]) * i128::from(sums[l])).sum()
        };
        (0..n_levels).map(of).collect()
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
    taken: &Taken,
    seats: &Seats<'_>,
    mut returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, Seat)>,
    payout: &mut Payout<'_>,
) {
    let rows = rows::<N>(level);
    let mut reached = payout.by_level.is_some().then(|| Reached::new(&rows));
    let starts_with_buyer = level.start == 0;
    // An order is in one cell of a member, so his cells together are no more than all that was
    // turned over.
    let highest = rows.iter().flat_map(|row| row.rates).max().unwrap_or_default();
    let is_narrow = highest.checked_mul(taken.turnover).is_some();
    tree.fold_from_leaves(|member, sum: Sum<'_, [i64; N]>| {
        let volume = taken.volumes[member];
        let mut from_nobody = [0; N];
        let (cells, above) = match sum {
            Sum::Below(cells) => (cells, None),
            Sum::Above(above) => {
                // Nothing reaches him that he could be paid of.
                if !starts_with_buyer && !returned.is_at(member) {
                    above[0] += volume;
                    return;
                }
                (&mut from_nobody, Some(above))
            }
        };
        while let Some((volume, seat)) = returned.at(member) {
            let mut below = [0; N];
            below[0] = -volume;
            if starts_with_buyer {
                rows[usize::from(seat)].pass_up(&mut below);
            }
            cells.merge(&below);
        }
        if starts_with_buyer {
            cells[0] += volume;
        }
        let seat = seats.of(member);
        let row = &rows[usize::from(seat)];
        if let Some(reached) = &mut reached {
            reached.add(seat, cells);
        }
        let due = if is_narrow { row.due_narrow(cells) } else { row.due(cells) };
        payout.close(member, due);
        row.pass_up(cells);
        if !starts_with_buyer {
            cells[0] += volume;
        }
        if let Some(above) = above {
            above.merge(cells);
        }
    });
    if let (Some(by_level), Some(reached)) = (&mut payout.by_level, reached) {
        **by_level = reached.due(&rows, level.n_levels());
    }
}
