//! Awards: fixed sums on events.

use super::line::Payout;
use super::standing::{Promotion, Standings};
use super::{Award, Event, Plan, Volumes};
use crate::genealogy::Genealogy;
use crate::units::Money;

/// Panics unless an award fits the ladder and the boards of its plan.
pub(super) fn assert_valid(award: &Award, plan: &Plan) {
    assert!(award.amounts.len() == plan.ranks.len() + 1, "a sum for each standing");
    assert!(award.on != Event::Cycle || plan.boards.is_some(), "a plan has the boards it pays for");
    let asks_seats = matches!(award.on, Event::Fill(_));
    assert!(!asks_seats || plan.placement.is_some(), "a plan has the seats it pays for");
    assert!(award.amounts.iter().all(|&amount| amount >= Money::ZERO), "no award is negative");
}

/// Pays the award at this place of the plan. Returns what would be paid if all were eligible, without
/// the bonus's cap.
pub(super) fn pay(
    award: &Award,
    bonus: usize,
    genealogy: &Genealogy,
    volumes: &impl Volumes,
    standings: &Standings,
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let Standings { standing, promotions, filled, .. } = standings;
    match award.on {
        Event::Rank => pay_for_ranks(award, promotions, eligible, payout),
        Event::Recruit => pay_for_recruits(award, genealogy, volumes, standing, eligible, payout),
        Event::Fill(_) => {
            let members = filled[bonus].iter().map(|&member| member as usize);
            pay_each(award, members, standing, eligible, payout)
        }
        Event::Cycle => pay_for_cycles(award, genealogy, standing, eligible, payout),
    }
}

/// Pays for all ranks that are new to members.
fn pay_for_ranks(
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

/// Pays sponsors for those they enrolled themselves who joined in this period.
fn pay_for_recruits(
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
            let due = amount * recruits;
            close(member, due, eligible, payout, &mut committed);
        }
        i64::from(volumes.tenure(member) == 0 && !identity[member].is_adopted)
    });
    committed
}

/// Pays those at whose top a board was filled in this period. Boards with nobody at the top commit,
/// too.
fn pay_for_cycles(
    award: &Award,
    genealogy: &Genealogy,
    standing: &[u8],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let cycles = genealogy.cycles();
    if cycles == 0 {
        return Money::ZERO;
    }
    let members = genealogy.cycled();
    let nobodys = cycles as i64 - members.len() as i64;
    pay_each(award, members, standing, eligible, payout) + award.amounts[0] * nobodys
}

/// Pays each of these members the sum of his standing.
fn pay_each(
    award: &Award,
    members: impl IntoIterator<Item = usize>,
    standing: &[u8],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let mut committed = Money::ZERO;
    for member in members {
        let due = award.amounts[usize::from(standing[member])];
        close(member, due, eligible, payout, &mut committed);
    }
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
