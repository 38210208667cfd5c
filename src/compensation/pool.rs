//! The pool: a share of the company's volume, divided by points.

use super::Pool;
use super::line::Payout;
use crate::units::Money;

/// Panics unless the points of a pool fit a ladder of so many ranks.
pub(super) fn assert_valid(pool: &Pool, n_ranks: usize) {
    assert!(pool.points.len() == n_ranks + 1, "points for each standing");
    assert!(pool.points.iter().all(|points| points.hundredths() >= 0), "no points are negative");
}

/// Divides the pool's share of `volume` among the eligible (`None`: everyone); returns the fund.
///
/// All lines are rounded down, so that they never come to more than the fund. Without volume, or
/// where refunds exceed it, there is no fund.
pub(super) fn pay(
    pool: &Pool,
    volume: Money,
    standing: &[u8],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    const MILLION: i128 = 1_000_000;
    let fund = i128::from(pool.share.millionths()) * i128::from(volume.cents()).max(0);
    let points = |member: usize| {
        let is_eligible = eligible.is_none_or(|eligible| eligible[member]);
        let points = pool.points[usize::from(standing[member])].hundredths();
        i128::from(if is_eligible { points } else { 0 })
    };
    let all: i128 = (0..standing.len()).map(points).sum();
    if fund > 0 && all > 0 {
        for member in 0..standing.len() {
            let share = points(member);
            if share > 0 {
                payout.close(member, cents(fund * share / (MILLION * all)));
            }
        }
    }
    cents(fund / MILLION)
}

fn cents(cents: i128) -> Money {
    Money::from_cents(i64::try_from(cents).expect("a share of a volume is no more than it"))
}
