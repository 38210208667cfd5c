//! Clauses with the numbers that they are held to.

use std::fmt::Write;

use super::Explanation;
use crate::compensation::{Clause, RankIndex, TreeKind};
use crate::units::Points;

/// What clauses ask of a member.
pub(super) struct Facts<'e> {
    explanation: &'e Explanation<'e, 'e>,
    /// Active members whom he enrolled.
    recruits: u32,
    /// The same by leg of the tree of limited width, if there is one.
    recruits_by_leg: Vec<u32>,
    /// By leg, its group volume in hundredths, and the highest rank in it.
    legs: Vec<(i64, Option<RankIndex>)>,
}

/// A condition, whether it holds, and the numbers.
struct Condition {
    holds: bool,
    text: String,
}

impl<'e> Facts<'e> {
    pub(super) fn of(explanation: &'e Explanation<'_, '_>) -> Self {
        let Explanation { payroll, place, .. } = *explanation;
        let run = &payroll.run;
        let mut legs: Vec<(i64, Option<RankIndex>)> = Vec::new();
        explanation.descend(TreeKind::Sponsor, None, |place, leg| {
            let leg = leg.unwrap_or_else(|| {
                legs.push((payroll.group[place][0], None));
                legs.len() - 1
            });
            legs[leg].1 = legs[leg].1.max(run.rank(place));
            Some(leg)
        });
        let recruits = explanation.recruits().filter(|&recruit| run.active(recruit)).count() as u32;
        let width = payroll.plan.placement.map_or(0, |placement| placement.width);
        let mut recruits_by_leg = vec![0; width.into()];
        if let Some(slots) = payroll.genealogy.slots() {
            let depth = payroll.genealogy.depth();
            let mut active =
                explanation.recruits().filter(|&recruit| run.active(recruit)).peekable();
            let mut leg = 0;
            for below in place + 1..explanation.end {
                if depth[below] == depth[place] + 1 {
                    leg = usize::from(slots[below]);
                }
                recruits_by_leg[leg] += u32::from(active.next_if_eq(&below).is_some());
            }
        }
        Self { explanation, recruits, recruits_by_leg, legs }
    }

    /// The conditions of a clause with their numbers; only those that fail, if any do, where it
    /// is known to fail.
    pub(super) fn in_words(&self, clause: &Clause, fails: bool) -> String {
        let conditions = self.conditions(clause);
        let has_failing = conditions.iter().any(|condition| !condition.holds);
        let shown = conditions.into_iter().filter(|c| !(fails && has_failing && c.holds));
        let shown: Vec<String> = shown.map(|condition| condition.text).collect();
        let mut text = if shown.is_empty() { "no condition".into() } else { shown.join("; ") };
        if clause.months > 1 {
            let so_far = if fails && !has_failing { ", which it has not yet" } else { "" };
            // Writing to a `String` cannot fail.
            let _ = write!(text, "; must hold {} periods in a row{so_far}", clause.months);
        }
        text
    }

    fn conditions(&self, clause: &Clause) -> Vec<Condition> {
        let standing = &self.explanation.standing;
        let mut conditions = Vec::new();
        let mut add = |holds, text| conditions.push(Condition { holds, text });
        let volumes = [
            ("PV", standing.pv, clause.pv),
            ("GV", standing.gv, clause.gv),
            ("PGV", standing.pgv, clause.pgv),
        ];
        for (what, has, needs) in volumes {
            if let Some(needs) = needs {
                add(has >= needs, format!("{what} {has}, needs {needs}"));
            }
        }
        if let Some(share) = clause.retail_share {
            let (has, of) = (standing.retail, standing.pv);
            // Of what is negative a share is negative, and of nothing nothing.
            let exact = |points: Points, by: i64| i128::from(points.hundredths()) * i128::from(by);
            let holds = exact(has, 1_000_000) >= exact(of, share.millionths());
            let percent = share.value() * 100.0;
            add(holds, format!("PV from customers {has}, needs {percent} % of {of}"));
        }
        if let Some(needs) = clause.customers {
            let has = standing.customers;
            add(has >= needs, format!("customers' orders {has}, needs {needs}"));
        }
        if let (Some(share), Some(needs)) = (clause.leg_max, clause.gv) {
            let most = needs.at(share);
            let has = self.limited(most);
            let text = format!("GV with at most {most} of a leg {has}, needs {needs}");
            add(has >= needs, text);
        }
        if let Some(needs) = clause.recruits {
            let has = self.recruits;
            add(has >= needs, format!("active recruits {has}, needs {needs}"));
        }
        if let Some(needs) = clause.recruits_per_leg {
            let holds = self.recruits_by_leg.iter().all(|&recruits| recruits >= needs);
            let has: Vec<String> = self.recruits_by_leg.iter().map(u32::to_string).collect();
            let has = has.join(", ");
            add(holds, format!("active recruits by leg {has}, needs {needs} in each"));
        }
        for &(rank, needs) in &clause.legs {
            let has = self.legs.iter().filter(|(_, highest)| *highest >= Some(rank)).count();
            let rank = self.explanation.rank_name(Some(rank));
            add(has >= needs as usize, format!("legs with {rank} {has}, needs {needs}"));
        }
        if let Some(rank) = clause.rank {
            let has = self.explanation.rank_name(standing.paid_rank);
            let needs = self.explanation.rank_name(Some(rank));
            add(standing.paid_rank >= Some(rank), format!("rank {has}, needs {needs}"));
        }
        if let Some(active) = clause.active {
            let word = |active| if active { "active" } else { "not active" };
            let is_active = standing.is_active;
            let holds = is_active == active;
            let text = if holds {
                word(is_active).to_owned()
            } else {
                format!("{}, needs to be {}", word(is_active), word(active))
            };
            add(holds, text);
        }
        if !clause.any.is_empty() {
            let holds = |clause: &Clause| self.conditions(clause).iter().all(|c| c.holds);
            let fails = !clause.any.iter().any(holds);
            let any: Vec<String> =
                clause.any.iter().map(|clause| self.in_words(clause, fails)).collect();
            add(!fails, format!("one of: {}", any.join(" | ")));
        }
        conditions
    }

    /// Group volume of which each leg counts up to a limit.
    fn limited(&self, most: Points) -> Points {
        let legs = self.legs.iter().map(|(volume, _)| (*volume).min(most.hundredths()));
        Points::from_hundredths(self.explanation.standing.pv.hundredths() + legs.sum::<i64>())
    }
}
