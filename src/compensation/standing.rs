//! Who is active, what rank counts for whom, and who meets the needs of the bonuses.

use std::ops::Range;

use super::clause::{Candidate, Compiler, Condition, Fact, Held, Own, standing_of};
use super::returns::Arrivals;
use super::{
    Bonus, BonusKind, Clause, Event, OwnRate, Plan, RankIndex, TreeKind, Volumes, with_cells,
};
use crate::genealogy::{Advance, Genealogy, PlacementRule};
use crate::units::{Points, plus};

/// What members bring along from earlier periods: titles, how often in a row clauses with
/// `months` have held, and volume of their legs.
#[derive(Clone, Debug)]
pub struct RankHistory {
    /// Standing of the highest rank ever earned; empty in a plan without ranks.
    title: Vec<u8>,
    has_ranks: bool,
    /// One column for each clause with `months`, in the order of the plan.
    streaks: Vec<Vec<u8>>,
    /// By bonus, what was carried of the volume of both legs; only of `pair` bonuses that carry.
    pub(super) carried: Vec<Option<Vec<Legs>>>,
    /// By bonus, who has been paid for full levels of seats: 1, and otherwise 0; only of awards
    /// for these.
    pub(super) filled: Vec<Option<Vec<u8>>>,
    /// Volume of both legs in the last period, where recruits are placed by it.
    pub(super) legs: Option<Vec<Legs>>,
}

/// One of the clauses of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseOf {
    /// When a member is active.
    Active,
    /// When this rank is earned.
    Rank(usize),
    /// Who may be paid the bonus at this place of the plan.
    Need(usize),
}

/// Volume of a member's two legs, in hundredths.
pub(super) type Legs = [i64; 2];

impl RankHistory {
    /// Members with no past.
    pub fn new(plan: &Plan, n_members: usize) -> Self {
        let has_ranks = !plan.ranks.is_empty();
        let carries =
            |bonus: &Bonus| matches!(&bonus.kind, BonusKind::Pair(pair) if pair.carry.is_some());
        let nobody = |bonus: &Bonus| bonus.seats_asked().map(|_| vec![0; n_members]);
        let is_weak = plan.placement.is_some_and(|p| p.rule == PlacementRule::Weak);
        let legs = vec![[0; 2]; n_members];
        Self {
            title: vec![0; if has_ranks { n_members } else { 0 }],
            has_ranks,
            streaks: vec![vec![0; n_members]; Rules::new(plan).n_streaks],
            carried: plan
                .bonuses
                .iter()
                .map(|bonus| carries(bonus).then(|| legs.clone()))
                .collect(),
            filled: plan.bonuses.iter().map(nobody).collect(),
            legs: is_weak.then_some(legs),
        }
    }

    /// Follows a change of the genealogy; newcomers have no past.
    pub fn relayout(&mut self, advance: &Advance) {
        if self.has_ranks {
            advance.relayout(&mut self.title, |_| 0);
        }
        for column in self.streaks.iter_mut().chain(self.filled.iter_mut().flatten()) {
            advance.relayout(column, |_| 0);
        }
        for legs in self.carried.iter_mut().flatten().chain(&mut self.legs) {
            advance.relayout(legs, |_| [0; 2]);
            for &seat in advance.vacated() {
                legs[seat as usize] = [0; 2];
            }
        }
    }

    /// Follows members to other places: each of `moves` is where one stood and where he stands now.
    /// There are `n_members` now, and whoever is not among the moves has no past.
    pub fn rearrange(&mut self, n_members: usize, moves: &[(u32, u32)]) {
        let titles = self.has_ranks.then_some(&mut self.title);
        let filled = self.filled.iter_mut().flatten();
        for column in titles.into_iter().chain(&mut self.streaks).chain(filled) {
            let before = std::mem::replace(column, vec![0; n_members]);
            for &(from, to) in moves {
                column[to as usize] = before[from as usize];
            }
        }
        for legs in self.carried.iter_mut().flatten().chain(&mut self.legs) {
            let before = std::mem::replace(legs, vec![[0; 2]; n_members]);
            for &(from, to) in moves {
                legs[to as usize] = before[from as usize];
            }
        }
    }

    /// Whether legs carry volume from period to period.
    pub fn carries(&self) -> bool {
        self.carried.iter().any(Option::is_some)
    }

    /// Takes what legs carry from the past of the same members.
    pub fn carry_as(&mut self, other: &Self) {
        self.carried.clone_from(&other.carried);
    }

    fn fits(&self, n_members: usize) -> bool {
        (!self.has_ranks || self.title.len() == n_members)
            && self.streaks.iter().all(|streak| streak.len() == n_members)
            && self.filled.iter().flatten().all(|filled| filled.len() == n_members)
            && self.carried.iter().flatten().chain(&self.legs).all(|l| l.len() == n_members)
    }

    /// Volume of a member's two legs in the last period, with what was carried to it: that of the
    /// first `pair` bonus, or CV where there is none. Known only where recruits are placed by it,
    /// and otherwise zero.
    pub fn leg_volumes(&self, member: usize) -> [i64; 2] {
        self.legs.as_ref().map_or([0; 2], |legs| legs[member])
    }

    /// What a member's legs brought along to the next period for a bonus of the plan, in hundredths
    /// of a unit of its base.
    pub fn carried(&self, bonus: usize, member: usize) -> [i64; 2] {
        self.carried[bonus].as_ref().map_or([0; 2], |legs| legs[member])
    }

    /// Whether as many levels of seats below the member were full in an earlier period as an award at
    /// this place of the plan asks for.
    pub fn had_filled(&self, bonus: usize, member: usize) -> bool {
        self.filled[bonus].as_ref().is_some_and(|filled| filled[member] != 0)
    }

    /// The highest rank the member ever earned, from 1; 0 is none.
    pub fn highest_standing(&self, member: usize) -> u8 {
        self.title.get(member).copied().unwrap_or_default()
    }

    /// The highest rank the member ever earned.
    pub fn title(&self, member: usize) -> Option<RankIndex> {
        self.highest_standing(member).checked_sub(1)
    }
}

/// The clauses of a plan, ready to be applied.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    facts: Vec<Fact>,
    n_streaks: usize,
    /// Whether a clause asks for what customers bring.
    asks_sales: bool,
    /// `None`: everyone is active.
    active: Option<Condition>,
    ranks: Vec<Condition>,
    /// For each title, the standing that it gives.
    kept: Vec<u8>,
    /// The standing from which a group has broken away.
    pub(super) breakaway: u8,
    needs: Vec<Condition>,
    /// Who is eligible for each bonus.
    pub(super) eligible: Vec<Eligible>,
    /// By bonus, the brackets of its rates, where it has any.
    brackets: Vec<Option<Brackets>>,
    /// Whether a bonus is paid for ranks that are new to members.
    rewards_promotions: bool,
}

/// Thresholds of a volume.
#[derive(Clone, Debug)]
struct Brackets {
    /// The volume's place among the facts; `None`: own points.
    fact: Option<usize>,
    /// Ascending, in hundredths of a point.
    from: Vec<i64>,
}

impl Brackets {
    /// How many thresholds are reached.
    fn reached(&self, pv: i64, facts: &[i64]) -> u8 {
        let volume = self.fact.map_or(pv, |fact| facts[fact]);
        // Most volumes are small, so the search begins at the lowest.
        self.from.iter().take_while(|&&from| volume >= from).count() as u8
    }
}

/// Who may be paid a bonus.
#[derive(Clone, Copy, Debug)]
pub(super) enum Eligible {
    Everyone,
    Active,
    /// Those who meet the need of this number.
    Need(usize),
}

impl Rules {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut compiler = Compiler::new(plan);
        let active = plan.active.as_ref().map(|clause| {
            assert!(asks_standing_below(clause, 0), "activity is decided before anything else");
            compiler.compile(clause)
        });
        let mut ranks = Vec::new();
        for (rank, row) in plan.ranks.iter().enumerate() {
            assert!(asks_rank_below(&row.clause, rank), "a rank builds on lower ranks only");
            ranks.push(compiler.compile(&row.clause));
        }
        assert!(ranks.len() < usize::from(u8::MAX), "a ladder has fewer than 255 ranks");
        let mut needs = Vec::new();
        let is_active = Clause { active: Some(true), months: 1, ..Clause::default() };
        let eligible = plan
            .bonuses
            .iter()
            .map(|bonus| match &bonus.need {
                None => Eligible::Everyone,
                Some(need)
                    if Clause { months: 1, ..need.clone() } == is_active && need.months < 2 =>
                {
                    Eligible::Active
                }
                Some(need) => {
                    needs.push(compiler.compile(need));
                    Eligible::Need(needs.len() - 1)
                }
            })
            .collect();
        let brackets = plan
            .bonuses
            .iter()
            .map(|bonus| match &bonus.kind {
                BonusKind::Differential(differential) => match &differential.rates {
                    OwnRate::Volume(volume, brackets) => Some(Brackets {
                        fact: compiler.volume(*volume),
                        from: brackets.iter().map(|b| b.from.hundredths()).collect(),
                    }),
                    OwnRate::Rank(_) => None,
                },
                _ => None,
            })
            .collect();
        let rewards_promotion =
            |kind: &BonusKind| matches!(kind, BonusKind::Award(award) if award.on == Event::Rank);
        Self {
            active,
            ranks,
            kept: kept_standings(plan),
            breakaway: plan.breakaway.map_or(u8::MAX, standing_of),
            needs,
            eligible,
            brackets,
            rewards_promotions: plan.bonuses.iter().any(|bonus| rewards_promotion(&bonus.kind)),
            facts: compiler.facts,
            n_streaks: compiler.n_streaks,
            asks_sales: compiler.asks_sales,
        }
    }

    /// How many facts about downlines the clauses ask for together.
    pub(super) fn n_facts(&self) -> usize {
        self.facts.len()
    }

    /// In how many periods in a row a clause has held for a member.
    pub(super) fn held(&self, of: ClauseOf, history: &RankHistory, member: usize) -> Held {
        let condition = match of {
            ClauseOf::Active => self.active.as_ref(),
            ClauseOf::Rank(rank) => Some(&self.ranks[rank]),
            ClauseOf::Need(bonus) => match self.eligible[bonus] {
                Eligible::Everyone | Eligible::Active => None,
                Eligible::Need(need) => Some(&self.needs[need]),
            },
        };
        condition.map(|condition| condition.held(&history.streaks, member)).unwrap_or_default()
    }

    /// Who is eligible for a bonus; `None`: everyone. Nobody is in a vacant seat.
    pub(super) fn eligible<'s>(
        &self,
        bonus: usize,
        genealogy: &'s Genealogy,
        standings: &'s Standings,
    ) -> Option<&'s [bool]> {
        match self.eligible[bonus] {
            Eligible::Everyone => genealogy.occupied(),
            Eligible::Active => Some(&standings.is_active),
            Eligible::Need(need) => Some(&standings.meets[need]),
        }
    }

    /// The least points of an active member, if that is all there is to decide.
    fn activity_alone(&self) -> Option<i64> {
        let has_brackets = self.brackets.iter().any(Option::is_some);
        let decides_more = !self.ranks.is_empty() || !self.needs.is_empty() || has_brackets;
        match &self.active {
            _ if decides_more => None,
            None => Some(i64::MIN),
            Some(clause) => clause.points_alone(),
        }
    }
}

/// Whether a clause asks for none but ranks below this one.
fn asks_rank_below(clause: &Clause, rank: usize) -> bool {
    clause.rank.is_none_or(|asked| usize::from(asked) < rank)
        && clause.any.iter().all(|alternative| asks_rank_below(alternative, rank))
}

/// Whether a clause asks for none but ranks below this one, and not for activity.
fn asks_standing_below(clause: &Clause, rank: usize) -> bool {
    asks_rank_below(clause, rank)
        && clause.active.is_none()
        && clause.any.iter().all(|alternative| asks_standing_below(alternative, rank))
}

/// For each title (0: none), the highest standing not above it that is kept for good.
fn kept_standings(plan: &Plan) -> Vec<u8> {
    let mut kept = vec![0];
    for (rank, row) in (0..).zip(&plan.ranks) {
        let below = kept[usize::from(rank)];
        kept.push(if row.keeps_title { standing_of(rank) } else { below });
    }
    kept
}

/// A member whose highest rank ever rose in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promotion {
    pub(super) member: usize,
    /// The highest standing before the period.
    pub(super) before: u8,
    pub(super) after: u8,
}

/// What a period's numbers make of the members, column by column.
#[derive(Clone, Debug, Default)]
pub(super) struct Standings {
    pub(super) is_active: Vec<bool>,
    /// 0 without rank, else the rank that counts + 1.
    pub(super) standing: Vec<u8>,
    /// For each need, whether it is met.
    pub(super) meets: Vec<Vec<bool>>,
    /// By bonus, how many of its brackets are reached; empty where it has none.
    pub(super) reached: Vec<Vec<u8>>,
    /// Whose highest rank ever rose, where a bonus is paid for it.
    pub(super) promotions: Vec<Promotion>,
    /// By bonus, whose levels of seats are full for the first time; only of awards for these.
    pub(super) filled: Vec<Vec<u32>>,
    /// In hundredths of a point; empty where no clause asks for it.
    group_volume: Vec<i64>,
}

impl Standings {
    /// Judges every member by this period's volumes. Where there is nothing to judge but who is active,
    /// by own points alone, that is left to [`judge_activity`](Self::judge_activity): the least points
    /// are returned.
    pub(super) fn judge(
        &mut self,
        rules: &Rules,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &mut RankHistory,
    ) -> Option<i64> {
        let n_members = genealogy.len();
        assert!(history.fits(n_members), "the history moves along with the genealogy");
        self.is_active.resize(n_members, true);
        self.standing.resize(n_members, 0);
        self.meets.resize(rules.needs.len(), Vec::new());
        for column in &mut self.meets {
            column.resize(n_members, false);
        }
        self.reached.resize(rules.brackets.len(), Vec::new());
        for (column, brackets) in self.reached.iter_mut().zip(&rules.brackets) {
            column.resize(if brackets.is_some() { n_members } else { 0 }, 0);
        }
        self.promotions.clear();
        let least = rules.activity_alone();
        if least.is_some() {
            return least;
        }
        if rules.facts.is_empty() {
            // Nobody's standing depends on anybody else's: any order will do, and no fold.
            let occupied = genealogy.occupied();
            for member in (0..n_members).filter(|&m| occupied.is_none_or(|o| o[m])) {
                let own = Own::of(member, volumes, rules.asks_sales);
                self.decide(rules, history, member, own, &[]);
            }
        } else {
            if rules.facts.contains(&Fact::GroupVolume) {
                self.group_volume.resize(n_members, 0);
            }
            with_cells!(rules.facts.len(), judge_tree(self, rules, genealogy, volumes, history));
        }
        if let Some(occupied) = genealogy.occupied() {
            (0..n_members).filter(|&row| !occupied[row]).for_each(|row| self.vacate(row));
        }
        None
    }

    /// Judges who of some members is active, with so many points at least.
    pub(super) fn judge_activity(
        &mut self,
        members: Range<usize>,
        least: i64,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
    ) {
        for (is_active, member) in self.is_active[members.clone()].iter_mut().zip(members.clone()) {
            *is_active = volumes.points(member).hundredths() >= least;
        }
        if let Some(occupied) = genealogy.occupied() {
            for (is_active, here) in
                self.is_active[members.clone()].iter_mut().zip(&occupied[members])
            {
                *is_active &= here;
            }
        }
    }

    /// Nobody is in this row.
    fn vacate(&mut self, row: usize) {
        self.is_active[row] = false;
        self.standing[row] = 0;
        self.meets.iter_mut().for_each(|column| column[row] = false);
        let reached = self.reached.iter_mut().filter(|column| !column.is_empty());
        reached.for_each(|column| column[row] = 0);
        if let Some(volume) = self.group_volume.get_mut(row) {
            *volume = 0;
        }
    }

    /// Settles a member's activity, standing and needs, in this order, and records them.
    #[expect(clippy::inline_always, reason = "a tenth of the time of a plan with ranks")]
    #[inline(always)]
    fn decide(
        &mut self,
        rules: &Rules,
        history: &mut RankHistory,
        member: usize,
        own: Own,
        facts: &[i64],
    ) -> (bool, u8) {
        let mut candidate = Candidate { own, facts, is_active: false, standing: 0 };
        let streaks = &mut history.streaks;
        candidate.is_active =
            rules.active.as_ref().is_none_or(|clause| clause.holds(&candidate, streaks, member));
        for (row, standing) in rules.ranks.iter().zip(1..) {
            if row.holds(&candidate, streaks, member) {
                candidate.standing = standing;
            }
        }
        if !rules.ranks.is_empty() {
            let title = &mut history.title[member];
            if rules.rewards_promotions && candidate.standing > *title {
                let after = candidate.standing;
                self.promotions.push(Promotion { member, before: *title, after });
            }
            *title = candidate.standing.max(*title);
            candidate.standing = candidate.standing.max(rules.kept[usize::from(*title)]);
            self.standing[member] = candidate.standing;
        }
        for (need, column) in rules.needs.iter().zip(&mut self.meets) {
            column[member] = need.holds(&candidate, streaks, member);
        }
        for (brackets, column) in rules.brackets.iter().zip(&mut self.reached) {
            if let Some(brackets) = brackets {
                column[member] = brackets.reached(own.pv, facts);
            }
        }
        self.is_active[member] = candidate.is_active;
        (candidate.is_active, candidate.standing)
    }

    /// Group volume, where a clause asks for it.
    pub(super) fn group_volume(&self, member: usize) -> Option<Points> {
        self.group_volume.get(member).map(|&hundredths| Points::from_hundredths(hundredths))
    }
}

/// The fold behind clauses that ask about downlines; `N` cells hold the facts.
fn judge_tree<const N: usize>(
    standings: &mut Standings,
    rules: &Rules,
    genealogy: &Genealogy,
    volumes: &impl Volumes,
    history: &mut RankHistory,
) {
    let identity = genealogy.identity();
    let mut legs = Vec::new();
    if rules.facts.iter().any(|fact| matches!(fact, Fact::RecruitsInLeg(_))) {
        genealogy.legs_of_sponsors(&mut legs);
    }
    let group_cell = rules.facts.iter().position(|fact| *fact == Fact::GroupVolume);
    let mut returned = Arrivals::new(volumes.returns(), TreeKind::Sponsor, |returned| {
        (returned.points().hundredths(), returned.standing.standing)
    });
    genealogy.fold(|member, mut cells: [i64; N]| {
        let own = Own::of(member, volumes, rules.asks_sales);
        let pv = own.pv;
        while let Some((points, standing)) = returned.at(member) {
            // A leg of its own, that is less than nothing.
            for (cell, fact) in cells.iter_mut().zip(&rules.facts) {
                match fact {
                    Fact::GroupVolume | Fact::LimitedGroupVolume(_) => *cell = plus(*cell, -points),
                    Fact::PersonalGroupVolume if standing < rules.breakaway => {
                        *cell = plus(*cell, -points);
                    }
                    Fact::PersonalGroupVolume
                    | Fact::Recruits
                    | Fact::RecruitsInLeg(_)
                    | Fact::Legs(_) => {}
                }
            }
        }
        for (cell, fact) in cells.iter_mut().zip(&rules.facts) {
            match fact {
                Fact::GroupVolume | Fact::PersonalGroupVolume | Fact::LimitedGroupVolume(_) => {
                    *cell = plus(*cell, pv);
                }
                Fact::Recruits | Fact::RecruitsInLeg(_) | Fact::Legs(_) => {}
            }
        }
        let group_volume = group_cell.map_or(0, |cell| cells[cell]);
        if group_cell.is_some() {
            standings.group_volume[member] = group_volume;
        }
        let (is_active, standing) = standings.decide(rules, history, member, own, &cells);
        // What the sponsor sees of this leg; without branches on what is a matter of chance.
        for (cell, fact) in cells.iter_mut().zip(&rules.facts) {
            match *fact {
                Fact::GroupVolume => {}
                Fact::PersonalGroupVolume => {
                    if standing >= rules.breakaway {
                        *cell = 0;
                    }
                }
                Fact::LimitedGroupVolume(limit) => *cell = group_volume.min(limit),
                Fact::Recruits => {
                    *cell = i64::from(is_active) & i64::from(!identity[member].is_adopted);
                }
                Fact::RecruitsInLeg(leg) => {
                    let counts = is_active && !identity[member].is_adopted && legs[member] == leg;
                    *cell = i64::from(counts);
                }
                Fact::Legs(wanted) => *cell = i64::from(standing >= wanted) | i64::from(*cell > 0),
            }
        }
        cells
    });
}
