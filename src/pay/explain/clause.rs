//! Clauses with the numbers that they are held to.

use std::fmt::Write;

use super::Explanation;
use crate::compensation::{Clause, ClauseOf, Held, RankIndex, TreeKind};
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
    /// By rank, the highest one below it that he has earned in this period.
    earned: Vec<Option<RankIndex>>,
}

/// A clause that is asked of the member.
#[derive(Clone, Copy)]
struct Asked<'a> {
    clause: &'a Clause,
    /// How often in a row it has held.
    held: &'a Held,
    /// The rank of his own that counts.
    rank: Option<RankIndex>,
}

impl Asked<'_> {
    /// Whether it has held as often in a row as it must.
    fn has_held(self) -> bool {
        self.clause.months < 2 || self.held.periods >= self.clause.months
    }

    /// Its alternatives.
    fn any(&self) -> impl Iterator<Item = Self> {
        self.clause.any.iter().zip(&self.held.any).map(|(clause, held)| Self {
            clause,
            held,
            ..*self
        })
    }
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
        let mut facts = Self { explanation, recruits, recruits_by_leg, legs, earned: Vec::new() };
        let mut rank = None;
        for (index, row) in (0..).zip(&payroll.plan.ranks) {
            facts.earned.push(rank);
            let held = facts.held(ClauseOf::Rank(index.into()));
            if facts.holds(Asked { clause: &row.clause, held: &held, rank }) {
                rank = Some(index);
            }
        }
        facts
    }

    /// Why he is active, or why he is not.
    pub(super) fn of_activity(&self, clause: &Clause) -> String {
        let held = self.held(ClauseOf::Active);
        let is_active = self.explanation.standing.is_active;
        self.in_words(Asked { clause, held: &held, rank: None }, !is_active)
    }

    /// Why he does not earn the rank at this place of the ladder.
    pub(super) fn missing_for_rank(&self, rank: usize) -> String {
        let held = self.held(ClauseOf::Rank(rank));
        let clause = &self.explanation.payroll.plan.ranks[rank].clause;
        self.in_words(Asked { clause, held: &held, rank: self.earned[rank] }, true)
    }

    /// Why he does not meet what the bonus at this place of the plan needs.
    pub(super) fn missing_for_bonus(&self, bonus: usize, clause: &Clause) -> String {
        let held = self.held(ClauseOf::Need(bonus));
        let rank = self.explanation.standing.paid_rank;
        self.in_words(Asked { clause, held: &held, rank }, true)
    }

    fn held(&self, of: ClauseOf) -> Held {
        let Explanation { payroll, place, .. } = *self.explanation;
        payroll.run.held(of, &payroll.history, place)
    }

    fn holds(&self, asked: Asked<'_>) -> bool {
        self.conditions(asked).iter().all(|condition| condition.holds) && asked.has_held()
    }

    /// The conditions of a clause with their numbers; only those that fail, if any do, where it
    /// is known to fail.
    fn in_words(&self, asked: Asked<'_>, fails: bool) -> String {
        let Asked { clause, held, .. } = asked;
        let conditions = self.conditions(asked);
        let has_failing = conditions.iter().any(|condition| !condition.holds);
        let shown = conditions.into_iter().filter(|c| !(fails && has_failing && c.holds));
        let shown: Vec<String> = shown.map(|condition| condition.text).collect();
        let mut text = if shown.is_empty() { "no condition".into() } else { shown.join("; ") };
        if clause.months > 1 {
            let period = self.explanation.payroll.plan.period.label();
            let (must, has) = (clause.months, held.periods);
            // Writing to a `String` cannot fail.
            let _ = write!(text, "; must hold {must} {period}s in a row: held {has} of {must}");
        }
        text
    }

    fn conditions(&self, asked: Asked<'_>) -> Vec<Condition> {
        let clause = asked.clause;
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
            let has = self.explanation.rank_name(asked.rank);
            let needs = self.explanation.rank_name(Some(rank));
            // For a rank, a lower one that is kept as a title does not count.
            let when = if asked.rank == standing.paid_rank {
                String::new()
            } else {
                format!(" earned in this {}", self.explanation.payroll.plan.period.label())
            };
            add(asked.rank >= Some(rank), format!("rank {has}{when}, needs {needs}"));
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
            let fails = !asked.any().any(|one| self.holds(one));
            let any: Vec<String> = asked.any().map(|one| self.in_words(one, fails)).collect();
            add(!fails, format!("one of: {}", any.join(" | ")));
        }
        conditions
    }

    /// Group volume of which each leg counts up to a limit.
    fn limited(&self, most: Points) -> Points {
        let legs = self.legs.iter().map(|(volume, _)| Points::from_hundredths(*volume).min(most));
        self.explanation.standing.pv + legs.sum()
    }
}
