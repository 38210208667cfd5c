//! The parts of a level bonus: which orders arrive at a member on which level.

use super::Explanation;
use super::part::{Part, Source};
use crate::compensation::{Level, Step};
use crate::units::Rate;

impl Explanation<'_, '_> {
    /// By level, the volume that arrives there.
    pub(super) fn level(&self, at: usize, level: &Level) -> Vec<Part> {
        let bonus = &self.payroll.plan.bonuses[at];
        let n_levels = level.rates[0].len();
        let mut sources: Vec<Vec<Source>> = vec![Vec::new(); n_levels + 1];
        let mut add = |place: usize, arrives: u8| {
            let cents = self.base(bonus, place);
            if cents != 0 {
                sources[usize::from(arrives)].push(Source { place, cents });
            }
        };
        if level.start == 0 {
            add(self.place, 0);
        }
        // For each member below: on which level a walk arrives that passes him with so many levels
        // used up.
        let at_member: Vec<u8> = (0..=n_levels as u8).collect();
        self.descend(bonus.tree, at_member, |place, above| {
            let used =
                |l: usize| (l + usize::from(self.uses_level(at, level, place, l))).min(n_levels);
            let here: Vec<u8> = (0..=n_levels).map(|l| above[used(l)]).collect();
            // A walk that starts with his sponsor is not in need of him.
            add(place, if level.start == 0 { here[0] } else { above[0] });
            here
        });
        sources
            .into_iter()
            .enumerate()
            .filter(|(_, sources)| !sources.is_empty())
            .map(|(l, sources)| self.part(at, level, l, sources))
            .collect()
    }

    fn part(&self, at: usize, level: &Level, l: usize, sources: Vec<Source>) -> Part {
        let n_levels = level.rates[0].len();
        let standing = self.standing.paid_rank.map_or(0, |rank| usize::from(rank) + 1);
        let open = (level.depth[standing] as usize).min(n_levels);
        let is_eligible = self.payroll.run.is_eligible(at, self.place);
        let is_seen = match level.step {
            Step::Member | Step::Qualified => true,
            Step::Active => self.standing.is_active,
            Step::Rank(rank) => self.standing.paid_rank >= Some(rank),
        };
        let number = l + usize::from(level.start);
        let (label, is_paid) = if l >= n_levels {
            let last = match n_levels {
                1 => "the only level".into(),
                _ => format!("the last of {n_levels} levels"),
            };
            (format!("beyond {last}"), false)
        } else if !is_seen {
            let need = match level.step {
                Step::Rank(rank) => format!("rank {}", self.rank_name(Some(rank))),
                _ => "active".to_owned(),
            };
            (format!("passed over on level {number}, for he is not {need}"), false)
        } else if l >= open {
            let deepest = match open.checked_sub(1) {
                Some(last) => format!("to level {}", last + usize::from(level.start)),
                None => "on no level".into(),
            };
            (format!("level {number}, and {} is paid {deepest}", self.his_like()), false)
        } else if is_eligible && level.rates[standing][l] == Rate::ZERO {
            (format!("level {number}, on which {} is paid nothing", self.his_like()), true)
        } else {
            (format!("level {number}"), is_eligible)
        };
        let rate = if is_paid { level.rates[standing][l] } else { Rate::ZERO };
        let cents = sources.iter().map(|source| source.cents).sum();
        Part::share(label, rate, cents, sources)
    }

    /// Whether the member at a place uses up this level of a walk that passes.
    fn uses_level(&self, at: usize, level: &Level, place: usize, l: usize) -> bool {
        let run = &self.payroll.run;
        let rank = run.rank(place);
        match level.step {
            Step::Member => true,
            Step::Active => run.active(place),
            Step::Rank(needed) => rank >= Some(needed),
            Step::Qualified => {
                let standing = rank.map_or(0, |rank| usize::from(rank) + 1);
                run.is_eligible(at, place) && l < level.depth[standing] as usize
            }
        }
    }
}
