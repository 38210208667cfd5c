//! The retail bonus: a share of a member's own sales, by tiers.

use super::line::Payout;
use super::{Retail, TierMode};
use crate::units::{Money, millionths};

/// Pays the bonus on `base`, the sales of each member in cents, to the eligible (`None`: everyone);
/// returns what would have been paid to all, without the bonus's cap, and the sum of the sales.
pub(super) fn pay(
    retail: &Retail,
    n_members: usize,
    base: impl Fn(usize) -> i64,
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> (Money, Money) {
    let (mut committed, mut volume) = (Money::ZERO, Money::ZERO);
    for member in 0..n_members {
        let sales = base(member);
        if sales == 0 {
            continue;
        }
        volume += Money::from_cents(sales);
        let due = due(retail, sales);
        committed += due;
        if eligible.is_none_or(|eligible| eligible[member]) {
            payout.close(member, due);
        }
    }
    (committed, volume)
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
