//! Why a member is paid what he is paid, in words.
//!
//! An explanation looks at one member and walks down from him, so it is written apart from the
//! folds that pay everybody at once; a test holds the sum of its parts to what they pay.

mod award;
mod clause;
mod corrections;
mod differential;
mod level;
mod nothing;
mod orders;
mod pair;
mod part;

use std::cell::OnceCell;
use std::fmt::Write;

use super::payroll::{Line, Payroll, Standing};
use crate::compensation::{
    Base, Bonus, BonusKind, CommissionRun, PaidBy, Pool, RankIndex, Retail, TierMode, TreeKind,
    Volumes,
};
use crate::genealogy::BoardSeat;
use crate::units::{Money, Points, Rate};
use clause::Facts;
use part::{Part, Source};

/// A member in the period that is settled.
pub(super) struct Explanation<'p, 'c> {
    payroll: &'p Payroll<'c>,
    member: usize,
    place: usize,
    /// One behind the last of his downline in the preorder.
    end: usize,
    standing: Standing,
    /// What is due before the cap over all bonuses, if the plan has one.
    before_cap: Option<CommissionRun>,
    /// The orders of the period by member, once somebody asks for them.
    orders_by_member: OnceCell<Vec<u32>>,
}

impl Payroll<'_> {
    /// Why the member is paid what he is paid in the period that is settled: how he stands, and
    /// for every bonus which orders count, on which level, and what is missing. Nothing for a
    /// period before he joined.
    pub fn explain(&self, member: usize) -> Option<String> {
        (member < self.n_members()).then(|| Explanation::of(self, member).text())
    }
}

impl<'p, 'c> Explanation<'p, 'c> {
    pub(super) fn of(payroll: &'p Payroll<'c>, member: usize) -> Self {
        let place = payroll.place[member] as usize;
        let depth = payroll.genealogy.depth();
        let below = depth[place + 1..].iter().take_while(|&&other| other > depth[place]);
        let end = place + 1 + below.count();
        let Payroll { run, genealogy, volumes, before, .. } = payroll;
        let has_cap = payroll.plan.cap.is_some();
        Self {
            payroll,
            member,
            place,
            end,
            standing: payroll.standing(member),
            before_cap: has_cap.then(|| run.before_plan_cap(genealogy, volumes, before)),
            orders_by_member: OnceCell::new(),
        }
    }

    /// The run before the cap over all bonuses.
    fn run_before_cap(&self) -> &CommissionRun {
        self.before_cap.as_ref().unwrap_or(&self.payroll.run)
    }

    /// What the bonus at this place of the plan owes the member before all caps, if he may be paid.
    #[cfg(test)]
    pub(super) fn due(&self, bonus: usize) -> Money {
        if self.payroll.run.is_eligible(bonus, self.place) {
            part::sum(&self.parts(bonus))
        } else {
            Money::ZERO
        }
    }

    /// What the bonus at this place of the plan counts for the member.
    fn parts(&self, bonus: usize) -> Vec<Part> {
        match &self.payroll.plan.bonuses[bonus].kind {
            BonusKind::Retail(retail) => self.retail(bonus, retail),
            BonusKind::Level(level) => self.level(bonus, level),
            BonusKind::Differential(rule) => self.differential(bonus, rule),
            BonusKind::Pair(pair) => self.pair(bonus, pair),
            BonusKind::Pool(pool) => self.pool(bonus, pool),
            BonusKind::Award(award) => self.award(bonus, award),
        }
    }

    fn name(&self) -> &'c str {
        self.payroll.company.members.names.get(self.member)
    }

    fn rank_name(&self, rank: Option<RankIndex>) -> &str {
        rank.map_or("none", |rank| self.payroll.plan.ranks[usize::from(rank)].name.as_str())
    }

    /// Members of his paid rank, in words.
    fn his_like(&self) -> String {
        match self.standing.paid_rank {
            Some(rank) => format!("rank {}", self.rank_name(Some(rank))),
            None => "a member without rank".into(),
        }
    }

    fn text(&self) -> String {
        let Self { payroll, standing, .. } = self;
        let period = payroll.period.unwrap_or_default();
        let lines: Vec<Line> = payroll.lines().filter(|line| line.member == self.member).collect();
        let sum: Money = lines.iter().map(|line| line.amount).sum();
        let mut text =
            format!("{}, {} {period}: {sum}\n", self.name(), payroll.plan.period.label());
        let Standing { pv, gv, pgv, paid_rank, title, placed, belongs_to, board, .. } = standing;
        let names = &payroll.company.members.names;
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  PV {pv}, GV {gv}, PGV {pgv}");
        if let Some((above, slot)) = *placed {
            let leg = slot + 1;
            let _ = writeln!(text, "  placed under {}, in leg {leg}", names.get(above));
        }
        if let Some(above) = *belongs_to {
            let _ = writeln!(text, "  belongs to {}", names.get(above));
        }
        if let Some(BoardSeat { board, seat }) = *board {
            let _ = writeln!(text, "  on board {}, in seat {}", board + 1, seat + 1);
        } else if payroll.plan.boards.is_some() {
            text.push_str("  on no board any more\n");
        }
        let facts = Facts::of(self);
        if let Some(active) = &payroll.plan.active {
            let state = if standing.is_active { "active" } else { "not active" };
            let _ = writeln!(text, "  {state}: {}", facts.of_activity(active));
        }
        if !payroll.plan.ranks.is_empty() {
            let rank = self.rank_name(*paid_rank);
            let _ = write!(text, "  rank {rank}");
            if title != paid_rank {
                let _ = write!(text, ", title {}", self.rank_name(*title));
            }
            text.push('\n');
            let above = paid_rank.map_or(0, |rank| usize::from(rank) + 1);
            for (rank, row) in payroll.plan.ranks.iter().enumerate().skip(above) {
                let _ = writeln!(text, "  not {}: {}", row.name, facts.missing_for_rank(rank));
            }
        }
        for bonus in 0..payroll.plan.bonuses.len() {
            self.write_bonus(bonus, &facts, &mut text);
        }
        self.write_corrections(&lines, &mut text);
        text
    }

    fn write_bonus(&self, at: usize, facts: &Facts<'_>, text: &mut String) {
        let bonus = &self.payroll.plan.bonuses[at];
        let paid = self.payroll.run.lines_of(at)[self.place];
        let parts = self.parts(at);
        let _ = writeln!(text, "  {}: {paid}", bonus.name);
        let is_eligible = self.payroll.run.is_eligible(at, self.place);
        if let (Some(need), false) = (&bonus.need, is_eligible) {
            let _ = writeln!(text, "    not paid: {}", facts.missing_for_bonus(at, need));
        }
        if let BonusKind::Differential(rule) = &bonus.kind {
            let _ = writeln!(text, "    {}", self.own_rate_in_words(at, rule));
        }
        if matches!(bonus.kind, BonusKind::Pair(_)) {
            self.write_carry_that_changed(at, text);
        }
        if parts.is_empty() {
            let _ = writeln!(text, "    {}", self.why_nothing(at));
        }
        for part in &parts {
            let _ = writeln!(text, "    {}", part.in_words(self, at));
        }
        if let BonusKind::Pair(pair) = &bonus.kind {
            self.write_left(at, pair, text);
        }
        if !is_eligible {
            return;
        }
        let due = part::sum(&parts);
        let exact = part::exact_sum(&parts);
        if exact != i128::from(due.cents()) * 1_000_000 {
            let _ = writeln!(text, "    {} in all, rounded to {due}", part::exact(exact));
        }
        let capped = bonus.cap.map_or(due, |cap| due.min(cap));
        if capped != due {
            let _ =
                writeln!(text, "    {due} in all, and the bonus pays one member {capped} at most");
        }
        if paid != capped {
            let run = self.run_before_cap();
            let of_company = run.lines().iter().filter(|line| line.paid_by == PaidBy::Company);
            let all: Money = of_company.map(|line| line.paid).sum();
            let limit = self.payroll.run.plan_cap().unwrap_or_default();
            let _ = writeln!(
                text,
                "    {capped} scaled down to {paid}: all bonuses come to {all}, and the cap over \
                 all of them is {limit}"
            );
        }
    }

    /// What a bonus is taken of at a place, in cents.
    fn base(&self, bonus: &Bonus, place: usize) -> i64 {
        let Bonus { base, orders, age, .. } = *bonus;
        let volumes = &self.payroll.volumes;
        if !age.admits(volumes.tenure(place)) {
            return 0;
        }
        match base {
            Base::Pay(earlier) => self.run_before_cap().lines_of(earlier)[place].cents(),
            _ => volumes.base(place, base, orders).cents(),
        }
    }

    fn retail(&self, at: usize, retail: &Retail) -> Vec<Part> {
        let sales = self.base(&self.payroll.plan.bonuses[at], self.place);
        if sales == 0 {
            return Vec::new();
        }
        let is_paid = self.payroll.run.is_eligible(at, self.place);
        let tiers = &retail.tiers;
        let reached = tiers.iter().rposition(|tier| tier.from.cents() <= sales).unwrap_or_default();
        let own = |cents: i64| vec![Source { place: self.place, cents }];
        let part = |label: String, tier: usize, cents: i64, sources: Vec<Source>| {
            let rate = if is_paid { tiers[tier].rate } else { Rate::ZERO };
            Part::share(label, rate, cents, sources)
        };
        let money = Money::from_cents;
        match retail.mode {
            TierMode::Whole => {
                vec![part(format!("own sales of {}", money(sales)), reached, sales, own(sales))]
            }
            TierMode::Marginal => {
                let of_tier = |tier: usize| {
                    let from = tiers[tier].from.cents();
                    let to = if tier == reached { sales } else { tiers[tier + 1].from.cents() };
                    let label = format!("from {} to {}", money(from), money(to));
                    part(label, tier, to - from, Vec::new())
                };
                let all = Part::volume("own sales".into(), sales, own(sales));
                [all].into_iter().chain((0..=reached).map(of_tier)).collect()
            }
        }
    }

    fn pool(&self, at: usize, pool: &Pool) -> Vec<Part> {
        let bonus = &self.payroll.plan.bonuses[at];
        let run = &self.payroll.run;
        let n_members = self.payroll.n_members();
        let points = |place: usize| {
            let standing = run.rank(place).map_or(0, |rank| usize::from(rank) + 1);
            let points = pool.points[standing].hundredths();
            if run.is_eligible(at, place) { points } else { 0 }
        };
        let volume: i64 = (0..n_members).map(|place| self.base(bonus, place)).sum();
        let fund = i128::from(pool.share.millionths()) * i128::from(volume.max(0));
        let all: i128 = (0..n_members).map(|place| i128::from(points(place))).sum();
        let own = points(self.place);
        if own == 0 || fund == 0 {
            return Vec::new();
        }
        let share = fund * i128::from(own);
        let due = (share / (1_000_000 * all)) as i64;
        let hundredths = Points::from_hundredths;
        let rounded = if share % (1_000_000 * all) == 0 { "" } else { ", rounded down" };
        let label = format!(
            "{} of {} points in a fund of {}{rounded}",
            hundredths(own),
            hundredths(all as i64),
            part::exact(fund),
        );
        vec![Part::fixed(label, due)]
    }

    /// The places of those whom the member enrolled.
    fn recruits(&self) -> impl Iterator<Item = usize> {
        let sponsors = self.payroll.genealogy.sponsors();
        let depth = self.payroll.genealogy.depth()[self.place];
        (self.place + 1..self.end).filter(move |&other| sponsors.depth_above(other) == Some(depth))
    }

    /// Shows the downline of the member in a tree, everybody after whoever is above him: `visit`
    /// gets what that one's visit returned, which for the member himself is `at_member`.
    fn descend<S: Clone>(
        &self,
        tree: TreeKind,
        at_member: S,
        mut visit: impl FnMut(usize, &S) -> S,
    ) {
        let genealogy = &self.payroll.genealogy;
        let (tree, depth) = (tree.of(genealogy), genealogy.depth());
        let top = depth[self.place];
        // By depth below the member, the last one there, if he is in his downline in this tree.
        let mut seen = vec![Some(at_member)];
        for (place, &depth) in depth[..self.end].iter().enumerate().skip(self.place + 1) {
            let above = tree.depth_above(place).and_then(|above| above.checked_sub(top));
            let above = above.and_then(|above| seen[above as usize].clone());
            seen.truncate((depth - top) as usize);
            seen.push(above.map(|above| visit(place, &above)));
        }
    }

    /// What the member at a place is called.
    fn name_at(&self, place: usize) -> &'c str {
        self.payroll.company.members.names.get(self.payroll.member_at[place] as usize)
    }
}
