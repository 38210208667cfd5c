//! Clauses made ready for a fold: what they ask of the tree becomes cells that simply add up.

use super::{Clause, Plan, QualifyingVolume, RankIndex, Volumes};
use crate::units::Points;

/// The most different facts about downlines that all clauses of a plan may ask for together.
///
/// One is group volume, one personal group volume, one the count of active recruits, one each leg
/// of a width-limited tree in which recruits are counted, one each rank looked for in legs, and one
/// each limit on what a leg may supply.
pub const FACTS_MAX: usize = super::CELLS_MAX;

/// Something about a member's downline that a clause asks for.
///
/// Each is a sum over his recruits, to which his own points are added where it is a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// Volume of himself and everybody below.
    GroupVolume,
    /// The same without broken-away groups.
    PersonalGroupVolume,
    /// Group volume of which each leg counts up to this many hundredths of a point.
    LimitedGroupVolume(i64),
    /// Active members whom he enrolled himself.
    Recruits,
    /// Those of them who stand in the leg with this seat.
    RecruitsInLeg(u8),
    /// Legs that contain this standing or a higher one.
    Legs(u8),
}

/// A member in the eyes of a clause. What is not decided yet is not held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) own: Own,
    /// The facts, in the order of the plan's list.
    pub(super) facts: &'a [i64],
    pub(super) is_active: bool,
    /// 0 without rank, else rank + 1.
    pub(super) standing: u8,
}

/// What a member has himself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    /// Points, in hundredths.
    pub(super) pv: i64,
    /// What his customers bring of them; zero where no clause asks for it.
    pub(super) retail: i64,
    /// His customers; zero where no clause asks for them.
    pub(super) customers: u32,
}

impl Own {
    /// Points and, where clauses ask for them, what customers bring.
    #[inline]
    pub(super) fn of(member: usize, volumes: &impl Volumes, asks_sales: bool) -> Self {
        let pv = volumes.points(member).hundredths();
        if !asks_sales {
            return Self { pv, ..Self::default() };
        }
        let retail = volumes.retail_points(member).hundredths();
        Self { pv, retail, customers: volumes.customers(member) }
    }

    /// Whether customers bring this share of the points; of none they do.
    fn has_retail_share(&self, millionths: i64) -> bool {
        i128::from(self.retail) * 1_000_000 >= i128::from(self.pv) * i128::from(millionths)
    }
}

/// A clause in ready form.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// The least own points; the commonest test, so it comes first and without a list.
    pv: i64,
    tests: Vec<Test>,
    any: Vec<Self>,
    streak: Option<Streak>,
}

#[derive(Clone, Copy, Debug)]
enum Test {
    AtLeast { fact: usize, value: i64 },
    Active(bool),
    Standing(u8),
    RetailShare(i64),
    Customers(u32),
}

/// In how many periods in a row a clause has held, and its alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The periods, this one included, counted up to what the clause asks for; 0 where it asks for none.
    pub periods: u8,
    /// The same of each of its `any`.
    pub any: Vec<Self>,
}

/// How often in a row a condition must hold, and the column in which that is counted.
#[derive(Clone, Copy, Debug)]
struct Streak {
    months: u8,
    column: usize,
}

impl Condition {
    /// Whether it holds now, for a condition whose tests have held in a row as `streaks` say.
    ///
    /// Every streak inside is counted on, so nothing inside may be skipped.
    #[inline]
    pub(super) fn holds(
        &self,
        candidate: &Candidate<'_>,
        streaks: &mut [Vec<u8>],
        member: usize,
    ) -> bool {
        let mut holds = candidate.own.pv >= self.pv;
        for test in &self.tests {
            holds &= match *test {
                Test::AtLeast { fact, value } => candidate.facts[fact] >= value,
                Test::Active(wanted) => candidate.is_active == wanted,
                Test::Standing(standing) => candidate.standing >= standing,
                Test::RetailShare(millionths) => candidate.own.has_retail_share(millionths),
                Test::Customers(count) => candidate.own.customers >= count,
            };
        }
        if self.any.is_empty() && self.streak.is_none() {
            return holds;
        }
        self.continues(holds, candidate, streaks, member)
    }

    /// The least own points, if nothing else is asked for.
    pub(super) fn points_alone(&self) -> Option<i64> {
        let asks_more = !self.tests.is_empty() || !self.any.is_empty() || self.streak.is_some();
        (!asks_more).then_some(self.pv)
    }

    /// In how many periods in a row it has held for a member.
    pub(super) fn held(&self, streaks: &[Vec<u8>], member: usize) -> Held {
        Held {
            periods: self.streak.map_or(0, |streak| streaks[streak.column][member]),
            any: self.any.iter().map(|alternative| alternative.held(streaks, member)).collect(),
        }
    }

    fn continues(
        &self,
        mut holds: bool,
        candidate: &Candidate<'_>,
        streaks: &mut [Vec<u8>],
        member: usize,
    ) -> bool {
        let mut one_holds = self.any.is_empty();
        for alternative in &self.any {
            one_holds |= alternative.holds(candidate, streaks, member);
        }
        holds &= one_holds;
        let Some(Streak { months, column }) = self.streak else { return holds };
        let periods = &mut streaks[column][member];
        *periods = if holds { (*periods + 1).min(months) } else { 0 };
        *periods == months
    }
}

/// Makes the clauses of one plan ready and collects what they ask for.
#[derive(Debug, Default)]
pub(super) struct Compiler {
    pub(super) facts: Vec<Fact>,
    pub(super) n_streaks: usize,
    /// Whether a clause asks for what customers bring.
    pub(super) asks_sales: bool,
    has_breakaway: bool,
    /// The legs of a width-limited tree, 0 without one.
    n_legs: u8,
}

impl Compiler {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            has_breakaway: plan.breakaway.is_some(),
            n_legs: plan.placement.map_or(0, |placement| placement.width),
            ..Self::default()
        }
    }

    pub(super) fn compile(&mut self, clause: &Clause) -> Condition {
        let mut tests = Vec::new();
        tests.extend(clause.active.map(Test::Active));
        tests.extend(clause.rank.map(|rank| Test::Standing(standing_of(rank))));
        tests.extend(clause.retail_share.map(|share| Test::RetailShare(share.millionths())));
        tests.extend(clause.customers.map(Test::Customers));
        self.asks_sales |= clause.retail_share.is_some() || clause.customers.is_some();
        if let Some(required) = clause.gv {
            let fact = match clause.leg_max {
                Some(share) => self.limited_group_volume(required.at(share).hundredths()),
                None => self.fact(Fact::GroupVolume),
            };
            tests.push(Test::AtLeast { fact, value: required.hundredths() });
        }
        if let Some(required) = clause.pgv {
            let fact = self.personal_group_volume();
            tests.push(Test::AtLeast { fact, value: required.hundredths() });
        }
        if let Some(count) = clause.recruits {
            tests.push(Test::AtLeast { fact: self.fact(Fact::Recruits), value: count.into() });
        }
        if let Some(count) = clause.recruits_per_leg {
            assert!(self.n_legs > 0, "legs are counted where recruits are placed");
            for leg in 0..self.n_legs {
                let fact = self.fact(Fact::RecruitsInLeg(leg));
                tests.push(Test::AtLeast { fact, value: count.into() });
            }
        }
        for &(rank, count) in &clause.legs {
            let fact = self.fact(Fact::Legs(standing_of(rank)));
            tests.push(Test::AtLeast { fact, value: count.into() });
        }
        let any = clause.any.iter().map(|alternative| self.compile(alternative)).collect();
        let streak = (clause.months > 1).then(|| {
            self.n_streaks += 1;
            Streak { months: clause.months, column: self.n_streaks - 1 }
        });
        let pv = clause.pv.map_or(i64::MIN, Points::hundredths);
        Condition { pv, tests, any, streak }
    }

    /// The place of a volume in the list of facts; `None`: it is no fact about downlines.
    pub(super) fn volume(&mut self, volume: QualifyingVolume) -> Option<usize> {
        match volume {
            QualifyingVolume::Personal => None,
            QualifyingVolume::Group => Some(self.fact(Fact::GroupVolume)),
            QualifyingVolume::PersonalGroup => Some(self.personal_group_volume()),
        }
    }

    /// Where nobody breaks away, it is group volume.
    fn personal_group_volume(&mut self) -> usize {
        let has_breakaway = self.has_breakaway;
        self.fact(if has_breakaway { Fact::PersonalGroupVolume } else { Fact::GroupVolume })
    }

    /// The place of a fact in the list, which it joins if it is new.
    fn fact(&mut self, fact: Fact) -> usize {
        if let Some(place) = self.facts.iter().position(|&known| known == fact) {
            return place;
        }
        self.facts.push(fact);
        self.facts.len() - 1
    }

    /// A leg's group volume is needed to limit it.
    fn limited_group_volume(&mut self, limit: i64) -> usize {
        self.fact(Fact::GroupVolume);
        self.fact(Fact::LimitedGroupVolume(limit))
    }
}

/// The standing of a rank: 0 is kept for members without one.
pub(super) fn standing_of(rank: RankIndex) -> u8 {
    rank + 1
}
