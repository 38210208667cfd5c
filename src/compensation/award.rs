//! Awards: fixed sums on events.

use super::line::Payout;
use super::standing::Promotion;
use super::{Award, Volumes};
use crate::genealogy::Genealogy;
use crate::units::Money;

/// Panics unless the sums of an award fit a ladder of so many ranks.
pub(super) fn assert_valid(award: &Award, n_ranks: usize) {
    assert!(award.amounts.len() == n_ranks + 1, "a sum for each standing");
    assert!(award.amounts.iter().all(|&amount| amount >= Money::ZERO), "no award is negative");
}

/// Pays for all ranks that are new to members. Returns what would be paid if all were eligible,
/// without the bonus's cap.
pub(super) fn pay_for_ranks(
    award: &Award,
    promotions: &[Promotion],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let mut committed = Money::ZERO;
    for &Promotion { member, before, after } in promotions {
        let new = usize::from(before) + 1..=usize::from(after);
        let due: Money = award.amounts[new].iter().copied().sum();
        close(member, due, eligible, payout, &mut committed);
    }
    committed
}

/// Pays sponsors for those they enrolled themselves who joined in this period. Returns what would
/// be paid if all were eligible, without the bonus's cap.
pub(super) fn pay_for_recruits(
    award: &Award,
    genealogy: &Genealogy,
    volumes: &impl Volumes,
    standing: &[u8],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let identity = genealogy.identity();
    let mut committed = Money::ZERO;
    genealogy.fold(|member, recruits: i64| {
        if recruits > 0 {
            let amount = award.amounts[usize::from(standing[member])];
            let due = Money::from_cents(amount.cents() * recruits);
            close(member, due, eligible, payout, &mut committed);
        }
        i64::from(volumes.tenure(member) == 0 && !identity[member].is_adopted)
    });
    committed
}

fn close(
    member: usize,
    due: Money,
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
    committed: &mut Money,
) {
    *committed += due;
    if eligible.is_none_or(|eligible| eligible[member]) {
        payout.close(member, due);
    }
}
