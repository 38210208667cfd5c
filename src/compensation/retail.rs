//! The retail bonus: a share of a member's own sales, by tiers.

use super::line::Payout;
use super::taken::Taken;
use super::{Retail, TierMode};
use crate::genealogy::{CHUNK, Selection};
use crate::units::{Money, millionths};

/// Pays the bonus on what it is `taken` of, members' sales, to the eligible (`None`: everyone);
/// returns what would have been paid to all, without the bonus's cap.
pub(super) fn pay(
    retail: &Retail,
    taken: &Taken,
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let mut committed = Money::ZERO;
    for (first, volumes) in (0..).step_by(CHUNK).zip(taken.volumes.chunks(CHUNK)) {
        let sellers = Selection::of(0..volumes.len(), |n| volumes[n] != 0);
        for n in sellers.iter() {
            let (member, due) = (first + n, due(retail, volumes[n]));
            committed += due;
            if eligible.is_none_or(|eligible| eligible[member]) {
                payout.close(member, due);
            }
        }
    }
    committed
}

/// The bonus on sales of so many cents. Negative sales, where refunds exceed them, stand in the
/// first tier.
fn due(retail: &Retail, sales: i64) -> Money {
    let product = |cents: i64, tier: usize| {
        i128::from(cents) * i128::from(retail.tiers[tier].rate.millionths())
    };
    let reached =
        retail.tiers.iter().rposition(|tier| tier.from.cents() <= sales).unwrap_or_default();
    let exact = match retail.mode {
        TierMode::Whole => product(sales, reached),
        TierMode::Marginal => {
            let from = |tier: usize| retail.tiers[tier].from.cents();
            let full: i128 =
                (0..reached).map(|tier| product(from(tier + 1) - from(tier), tier)).sum();
            full + product(sales - from(reached), reached)
        }
    };
    Money::from_cents(millionths(exact))
}
