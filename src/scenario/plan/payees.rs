//! Who can be paid by which bonus.

use super::least::Reach;
use crate::compensation::{Bonus, BonusKind, Plan, RankIndex, Step};
use crate::units::Money;

/// By bonus and standing (0 without rank, else one more than the rank's place): whether members of
/// that standing can be paid.
#[derive(Clone, Debug)]
pub(super) struct Payees(Vec<Vec<bool>>);

impl Payees {
    /// Members of every standing.
    pub(super) fn everyone(plan: &Plan) -> Self {
        Self(vec![vec![true; plan.ranks.len() + 1]; plan.bonuses.len()])
    }

    /// Where these ranks can be had, by their place in the plan: who may be paid, as far as a bonus asks
    /// for ranks, and nobody where it asks for what nobody is, gives nobody more than 0, or begins later
    /// than this month, the study's last.
    pub(super) fn within(
        plan: &Plan,
        reach: &Reach<'_>,
        can_have: &[bool],
        last: Option<u32>,
    ) -> Self {
        let of_bonus = |bonus: &Bonus| {
            let needs = bonus.need.as_ref();
            let is_open = bonus.cap != Some(Money::ZERO)
                && !begins_after(bonus, last)
                && needs.is_none_or(|need| reach.clause(need, plan.ranks.len()).is_ok());
            let asked = least_rank(bonus).map_or(0, |rank| usize::from(rank) + 1);
            let has = |standing: usize| standing == 0 || can_have[standing - 1];
            let standings = 0..=plan.ranks.len();
            standings.map(|standing| is_open && standing >= asked && has(standing)).collect()
        };
        Self(plan.bonuses.iter().map(of_bonus).collect())
    }

    /// The standings whose members the bonus at this place can pay.
    pub(super) fn of(&self, bonus: usize) -> impl Iterator<Item = usize> + '_ {
        let standings = self.0[bonus].iter().enumerate();
        standings.filter(|(_, is_paid)| **is_paid).map(|(standing, _)| standing)
    }
}

/// Whether the bonus is for orders of a later age than anybody has in this month, the study's last.
pub(super) fn begins_after(bonus: &Bonus, last: Option<u32>) -> bool {
    bonus.age.after.zip(last).is_some_and(|(after, last)| after > last)
}

/// The lowest rank of those whom a bonus pays, if it asks for one.
pub(super) fn least_rank(bonus: &Bonus) -> Option<RankIndex> {
    let needed = bonus.need.as_ref().and_then(|need| need.rank);
    let stepped = match &bonus.kind {
        BonusKind::Level(level) => match level.step {
            Step::Rank(rank) => Some(rank),
            Step::Member | Step::Active | Step::Qualified => None,
        },
        _ => None,
    };
    needed.max(stepped)
}
