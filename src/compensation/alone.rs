//! What a member must buy himself to be paid on what others bring.

use super::{Bonus, BonusKind, Clause, OwnRate, Plan, QualifyingVolume, Step};
use crate::units::{Money, Points, Rate};

impl Plan {
    /// The least own points of a period with which a bonus on what others order, or pay on joining,
    /// is open to a member without customers, whatever his downline brings him; `None` where it asks
    /// for customers, or is paid on own sales alone.
    ///
    /// Group volume, recruits and legs count as given: they may come from others. A rank whose title is
    /// kept costs nothing to keep.
    pub fn points_to_be_paid(&self, bonus: &Bonus) -> Option<Points> {
        let mut asked = vec![Points::ZERO];
        let mut ask = |clause: &Clause| collect(clause, &mut asked);
        self.active.iter().for_each(&mut ask);
        self.ranks.iter().map(|rank| &rank.clause).for_each(&mut ask);
        bonus.need.iter().for_each(&mut ask);
        asked.extend(own_brackets(bonus));
        asked.sort_unstable();
        asked.into_iter().find(|&points| self.is_open(bonus, points))
    }

    /// Whether a bonus is open to somebody with so many own points.
    fn is_open(&self, bonus: &Bonus, points: Points) -> bool {
        let is_met =
            bonus.need.as_ref().is_none_or(|need| self.is_met(need, points, self.ranks.len()));
        // Standing 0 is that of members without rank.
        let has = |standing: usize| standing == 0 || self.has_rank(standing - 1, points);
        let mut standings = 0..=self.ranks.len();
        is_met && standings.any(|standing| has(standing) && pays(bonus, standing, points))
    }

    /// Whether a clause holds for somebody with so many own points, no customers, and below him all
    /// that it asks for. Of his own ranks those below this one count: of all where pay is decided,
    /// and then with titles.
    fn is_met(&self, clause: &Clause, points: Points, below: usize) -> bool {
        let has = |rank: usize| {
            if below == self.ranks.len() {
                self.has_rank(rank, points)
            } else {
                self.earns_rank(rank, points)
            }
        };
        clause.pv.is_none_or(|least| points >= least)
            && clause.retail_share.is_none_or(|share| share == Rate::ZERO)
            && clause.customers.is_none_or(|count| count == 0)
            && (clause.active != Some(true) || self.is_active(points))
            && clause.rank.is_none_or(|least| (usize::from(least)..below).any(has))
            && (clause.any.is_empty()
                || clause.any.iter().any(|one| self.is_met(one, points, below)))
    }

    fn is_active(&self, points: Points) -> bool {
        self.active.as_ref().is_none_or(|clause| self.is_met(clause, points, 0))
    }

    fn has_rank(&self, rank: usize, points: Points) -> bool {
        self.ranks[rank].keeps_title || self.earns_rank(rank, points)
    }

    fn earns_rank(&self, rank: usize, points: Points) -> bool {
        self.is_met(&self.ranks[rank].clause, points, rank)
    }
}

/// The own points that a clause asks for, anywhere in it.
fn collect(clause: &Clause, asked: &mut Vec<Points>) {
    asked.extend(clause.pv);
    clause.any.iter().for_each(|one| collect(one, asked));
}

/// The own points from which brackets of a bonus hold.
fn own_brackets(bonus: &Bonus) -> Vec<Points> {
    match &bonus.kind {
        BonusKind::Differential(differential) => match &differential.rates {
            OwnRate::Volume(QualifyingVolume::Personal, brackets) => {
                brackets.iter().map(|bracket| bracket.from).collect()
            }
            OwnRate::Volume(..) | OwnRate::Rank(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Whether a bonus pays anything to this standing.
fn pays(bonus: &Bonus, standing: usize, points: Points) -> bool {
    match &bonus.kind {
        BonusKind::Retail(_) => false,
        BonusKind::Level(level) => {
            let depth = level.depth[standing] as usize;
            let counts = match level.step {
                Step::Rank(rank) => standing > usize::from(rank),
                Step::Member | Step::Active | Step::Qualified => true,
            };
            counts && level.rates[standing].iter().take(depth).any(|rate| *rate > Rate::ZERO)
        }
        BonusKind::Differential(differential) => match &differential.rates {
            OwnRate::Rank(rates) => rates[standing] > Rate::ZERO,
            OwnRate::Volume(volume, brackets) => brackets.iter().any(|bracket| {
                let is_reached = *volume != QualifyingVolume::Personal || points >= bracket.from;
                is_reached && bracket.rate > Rate::ZERO
            }),
        },
        BonusKind::Pair(pair) => pair.rates[standing] > Rate::ZERO,
        BonusKind::Pool(pool) => pool.points[standing] > Points::ZERO,
        BonusKind::Award(award) => award.amounts[standing] > Money::ZERO,
    }
}
