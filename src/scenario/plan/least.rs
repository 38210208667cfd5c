//! What a clause takes at the least, so that the ranks that nobody can have are known.

use super::implies::implies;
use crate::compensation::{Clause, Plan, RankIndex};
use crate::units::{Points, Rate};

/// What meeting a clause takes at the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Least {
    pub(super) people: People,
    /// The first month, from 1, in which it can be met.
    pub(super) month: u32,
    /// Group volume of a month.
    pub(super) points: Points,
}

/// A member with so many people below him: `below` groups of `each`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct People {
    pub(super) below: u64,
    pub(super) each: u64,
}

impl People {
    pub(super) fn count(self) -> u64 {
        self.below.saturating_mul(self.each).saturating_add(1)
    }

    fn max(self, other: Self) -> Self {
        if other.count() > self.count() { other } else { self }
    }

    fn min(self, other: Self) -> Self {
        if other.count() < self.count() { other } else { self }
    }
}

impl Least {
    /// What everybody is.
    const ALONE: Self =
        Self { people: People { below: 0, each: 0 }, month: 1, points: Points::ZERO };

    /// What it takes to meet both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            people: self.people.max(other.people),
            month: self.month.max(other.month),
            points: self.points.max(other.points),
        }
    }

    /// What it takes to meet either.
    fn or(self, other: Self) -> Self {
        Self {
            people: self.people.min(other.people),
            month: self.month.min(other.month),
            points: self.points.min(other.points),
        }
    }

    /// What it takes to have so many legs like this, beside own points.
    fn legs(self, count: u32, own: Points) -> Self {
        let below = self.points.hundredths().saturating_mul(count.into());
        Self {
            people: People { below: count.into(), each: self.people.count() },
            month: self.month,
            points: Points::from_hundredths(below.saturating_add(own.hundredths())),
        }
    }
}

/// Why nobody can meet a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Obstacle {
    /// The key of the clause that stands in the way.
    pub(super) key: &'static str,
    pub(super) reason: String,
}

/// What activity and each rank take at the least; `None`: nobody can have it.
#[derive(Clone, Debug)]
pub(super) struct Reach<'p> {
    plan: &'p Plan,
    active: Option<Least>,
    /// To earn it in a month.
    earned: Vec<Option<Least>>,
    /// To have it, be it by a title: who has earned a rank has all titles below it.
    held: Vec<Option<Least>>,
}

impl<'p> Reach<'p> {
    /// Whoever has a rank needs others with theirs, so ranks come within reach in rounds: those
    /// that need nobody first. What stays out of reach needs itself.
    pub(super) fn of(plan: &'p Plan) -> Self {
        let nobody = vec![None; plan.ranks.len()];
        let mut reach = Self { plan, active: None, earned: nobody.clone(), held: nobody };
        for _ in 0..plan.ranks.len() + 2 {
            let active = match &plan.active {
                None => Some(Least::ALONE),
                Some(clause) => reach.clause(clause, 0).ok(),
            };
            let ranks = plan.ranks.iter().enumerate();
            let earned: Vec<_> =
                ranks.map(|(rank, row)| reach.clause(&row.clause, rank).ok()).collect();
            let held = (0..earned.len()).map(|rank| held(plan, &earned, rank)).collect();
            reach = Self { plan, active, earned, held };
        }
        reach
    }

    /// What it takes to earn this rank.
    pub(super) fn earned(&self, rank: usize) -> Option<Least> {
        self.earned[rank]
    }

    /// What it takes to have this rank, earned now or kept as a title.
    pub(super) fn held(&self, rank: usize) -> Option<Least> {
        self.held[rank]
    }

    /// What a clause takes, where the ranks of the member himself below this one are known.
    pub(super) fn clause(&self, clause: &Clause, below: usize) -> Result<Least, Obstacle> {
        let own = clause.pv.unwrap_or_default();
        let volumes = [clause.pv, clause.gv, clause.pgv].into_iter().flatten();
        let points = volumes.max().unwrap_or_default();
        if points > Points::ZERO && self.plan.product.pv == Rate::ZERO {
            let key = if clause.pv.is_some() {
                "pv"
            } else if clause.gv.is_some() {
                "gv"
            } else {
                "pgv"
            };
            let reason = "asks for points, and `pv` of `[product]` gives none".into();
            return Err(Obstacle { key, reason });
        }
        let mut least = Least { points, ..Least::ALONE };
        if let Some(recruits) = clause.recruits.filter(|recruits| *recruits > 0) {
            least = least.and(self.activity("recruits")?.legs(recruits, own));
        }
        let per_leg = clause.recruits_per_leg.filter(|recruits| *recruits > 0);
        if let Some((recruits, placement)) = per_leg.zip(self.plan.placement) {
            let all = recruits.saturating_mul(placement.width.into());
            least = least.and(self.activity("recruits_per_leg")?.legs(all, own));
        }
        for &(rank, legs) in &clause.legs {
            least = least.and(self.in_leg(rank)?.legs(legs, own));
        }
        if let Some(rank) = clause.rank {
            least = least.and(self.own_rank(rank, below)?);
        }
        match clause.active {
            None => {}
            Some(true) => least = least.and(self.activity("active")?),
            Some(false) => self.inactivity(clause)?,
        }
        if !clause.any.is_empty() {
            let each = clause.any.iter().filter_map(|one| self.clause(one, below).ok());
            let reason = "asks for one of several things, none of which anybody can have".into();
            let one = each.reduce(Least::or).ok_or(Obstacle { key: "any", reason })?;
            least = least.and(one);
        }
        least.month = least.month.saturating_add(u32::from(clause.months) - 1);
        Ok(least)
    }

    fn activity(&self, key: &'static str) -> Result<Least, Obstacle> {
        let reason = || "asks for active members, and nobody can be active".into();
        self.active.ok_or_else(|| Obstacle { key, reason: reason() })
    }

    fn inactivity(&self, clause: &Clause) -> Result<(), Obstacle> {
        let reason = match &self.plan.active {
            None => "asks for members who are not active, and without `[active]` all are".into(),
            Some(active) => match implies(clause, active) {
                None => return Ok(()),
                Some(shown) => format!(
                    "asks for members who are not active, and for what makes them active: {}",
                    shown.join(", ")
                ),
            },
        };
        Err(Obstacle { key: "active", reason })
    }

    /// The rank or a higher one, of somebody below. Who keeps a title may have lost what it took.
    fn in_leg(&self, rank: RankIndex) -> Result<Least, Obstacle> {
        let standing = usize::from(rank)..self.held.len();
        let kept = |rank: usize| {
            let least = self.held[rank]?;
            let keeps = self.plan.ranks[rank].keeps_title;
            Some(if keeps { Least { month: least.month, ..Least::ALONE } } else { least })
        };
        standing.filter_map(kept).reduce(Least::or).ok_or_else(|| {
            let name = &self.plan.ranks[usize::from(rank)].name;
            let reason =
                format!("asks for legs with `{name}`, and nobody can be the first to have it");
            Obstacle { key: "legs", reason }
        })
    }

    fn own_rank(&self, rank: RankIndex, below: usize) -> Result<Least, Obstacle> {
        let rank = usize::from(rank);
        // A title counts where pay is decided, and not where ranks are. A rank that stands higher
        // than the one that asks for it has been refused.
        let known = if below == self.held.len() { &self.held } else { &self.earned };
        let standing = known.get(rank..below).unwrap_or_default();
        standing.iter().copied().flatten().reduce(Least::or).ok_or_else(|| {
            let reason =
                format!("asks for `{}`, which nobody can have", self.plan.ranks[rank].name);
            Obstacle { key: "rank", reason }
        })
    }
}

fn held(plan: &Plan, earned: &[Option<Least>], rank: usize) -> Option<Least> {
    if plan.ranks[rank].keeps_title {
        earned[rank..].iter().copied().flatten().reduce(Least::or)
    } else {
        earned[rank]
    }
}
