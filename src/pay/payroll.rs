//! One period after the other: who stands where, and who is paid what.

use super::company::Company;
use super::orders::Order;
use super::refunds::{Before, Corrections, Reversal, Settled, Uncapped};
use super::volumes::PeriodVolumes;
use crate::compensation::{BonusLine, CommissionRun, Plan, RankHistory, RankIndex, Volumes};
use crate::genealogy::{BoardSeat, Genealogy, Tree};
use crate::units::{Money, Points};

/// A plan applied to a company. Each call of [`advance`](Self::advance) settles a period, of which
/// the other functions tell; members are numbered in joining order.
///
/// Time is linear in the members of each period, in the orders, and in the members of a period
/// for each later period that takes back orders of it.
#[derive(Debug)]
pub struct Payroll<'c> {
    pub(super) company: &'c Company,
    pub(super) plan: &'c Plan,
    pub(super) run: CommissionRun,
    pub(super) history: RankHistory,
    /// What people had brought along to the period.
    pub(super) before: RankHistory,
    pub(super) genealogy: Genealogy,
    /// By member who has joined, his place in the preorder; and the member at each place.
    pub(super) place: Vec<u32>,
    pub(super) member_at: Vec<u32>,
    /// By place, who stands above in the other trees of the plan, if it has them.
    placed_under: Vec<Option<u32>>,
    belongs_to: Vec<Option<u32>>,
    /// By member who had joined before the period, his seat on a board then; where somebody may ask.
    pub(super) seats_before: Vec<Option<BoardSeat>>,
    pub(super) volumes: PeriodVolumes,
    /// The period that is settled, and the first of the orders after it.
    pub(super) period: Option<u32>,
    next_order: usize,
    /// Orders that are taken back in a later period, by that period and then as they stand.
    refunds: Vec<(u32, u32)>,
    /// Periods in a row that end with the last one, which may have to be paid again because
    /// orders come back and legs have carried their volume on.
    settled: Vec<Settled>,
    /// What people had carried on before orders came back in this period, and their places then; where
    /// somebody may ask.
    told: Option<(RankHistory, Vec<u32>)>,
    corrections: Corrections,
    /// Scratch: the lines that are corrected.
    lines_before: Before,
    pub(super) group: Vec<[i64; 2]>,
    ledger: Vec<BonusLine>,
    keeps_reasons: bool,
}

/// How a member stands in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether he is active.
    pub is_active: bool,
    /// The rank that counts in the period.
    pub paid_rank: Option<RankIndex>,
    /// The highest rank that he ever earned.
    pub title: Option<RankIndex>,
    /// Own points.
    pub pv: Points,
    /// The part of them that his customers bring.
    pub retail: Points,
    /// His customers' orders.
    pub customers: u32,
    /// Points of him and everybody below him.
    pub gv: Points,
    /// The same without groups that have broken away.
    pub pgv: Points,
    /// In a tree of limited width, whom he is placed under, and in which of his legs, from 0.
    pub placed: Option<(usize, u8)>,
    /// Where recruits are passed up, to whom he belongs.
    pub belongs_to: Option<usize>,
    /// Where there are boards, his seat at the end of the period, if he is on one.
    pub board: Option<BoardSeat>,
}

/// What a bonus pays a member in a period, or takes back from him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who, by number.
    pub member: usize,
    /// The place of the bonus in the plan.
    pub bonus: usize,
    /// How much, never zero.
    pub amount: Money,
    /// The period whose line is corrected, because orders of it were taken back; `None`: it is
    /// the bonus of this period.
    pub corrects: Option<u32>,
}

impl<'c> Payroll<'c> {
    /// Before the first period.
    pub fn new(plan: &'c Plan, company: &'c Company) -> Self {
        let mut refunds: Vec<(u32, u32)> = (0..)
            .zip(&company.orders.list)
            .filter_map(|(number, order)| Some((order.refunded?, number)))
            .filter(|&(period, number)| period > company.orders.list[number as usize].period)
            .collect();
        refunds.sort_unstable();
        let history = RankHistory::new(plan, 0);
        Self {
            company,
            plan,
            run: CommissionRun::itemised(plan),
            before: history.clone(),
            history,
            genealogy: plan.founders(0),
            place: Vec::new(),
            member_at: Vec::new(),
            placed_under: Vec::new(),
            belongs_to: Vec::new(),
            seats_before: Vec::new(),
            volumes: PeriodVolumes::default(),
            period: None,
            next_order: 0,
            refunds,
            settled: Vec::new(),
            told: None,
            corrections: Corrections::default(),
            lines_before: Before::default(),
            group: Vec::new(),
            ledger: Vec::new(),
            keeps_reasons: false,
        }
    }

    /// The same, with what [`explain`](Self::explain) needs of the past: who sat where on which board
    /// before each period, and what is due before the cap over all bonuses wherever orders come back. It
    /// pays such periods twice.
    pub fn with_reasons(self) -> Self {
        Self { keeps_reasons: true, ..self }
    }

    /// Settles the next period, and says which it is; `None` after the last one.
    pub fn advance(&mut self) -> Option<u32> {
        if let Some(settled) = self.period.filter(|_| self.takes_back()) {
            if self.history.carries() {
                self.remember(settled);
            } else {
                self.correct(settled);
            }
        }
        let period = self.period.map_or(0, |settled| settled + 1);
        if period >= self.company.n_periods() {
            return None;
        }
        self.period = Some(period);
        self.pay_again(period);
        self.seat_members(period);
        self.volumes.begin(period);
        let orders = &self.company.orders.list[self.next_order..];
        let orders = &orders[..orders.partition_point(|order| order.period == period)];
        // An order that is taken back in its own period was never there.
        for order in orders.iter().filter(|order| order.refunded != Some(period)) {
            self.volumes.add(self.place[order.member as usize], order);
        }
        self.next_order += orders.len();
        for order in self.taken_back_in(period) {
            self.volumes.deduct(self.place[order.member as usize], order);
        }
        self.before.clone_from(&self.history);
        self.run.settle(&self.genealogy, &self.volumes, &mut self.history);
        self.measure_groups();
        self.corrections.come_due(period);
        self.ledger.clear();
        self.ledger.extend_from_slice(self.run.lines());
        for reversal in self.corrections.due() {
            for (line, correction) in self.ledger.iter_mut().zip(&reversal.ledger) {
                line.committed -= correction.committed;
                line.paid -= correction.paid;
            }
        }
        Some(period)
    }

    /// What is taken back in the period, by the period whose lines are corrected.
    pub(super) fn reversals(&self) -> &[Reversal] {
        self.corrections.due()
    }

    /// What the legs of a member had carried on to the period before orders came back in it, if any
    /// did, for the bonus at this place of the plan.
    pub(super) fn carried_as_told(&self, bonus: usize, member: usize) -> Option<[i64; 2]> {
        let (history, place) = self.told.as_ref()?;
        Some(history.carried(bonus, *place.get(member)? as usize))
    }

    /// How many members have joined by the period.
    pub fn n_members(&self) -> usize {
        self.place.len()
    }

    /// How a member stands in the period.
    pub fn standing(&self, member: usize) -> Standing {
        let place = self.place[member] as usize;
        let [gv, pgv] = self.group[place].map(Points::from_hundredths);
        Standing {
            is_active: self.run.active(place),
            paid_rank: self.run.rank(place),
            title: self.history.title(place),
            pv: self.volumes.points(place),
            retail: self.volumes.retail_points(place),
            customers: self.volumes.customers(place),
            gv,
            pgv,
            placed: self.genealogy.slots().and_then(|slots| {
                let above = self.placed_under[place]?;
                Some((self.member_at[above as usize] as usize, slots[place]))
            }),
            belongs_to: self
                .belongs_to
                .get(place)
                .copied()
                .flatten()
                .map(|above| self.member_at[above as usize] as usize),
            board: self.genealogy.board_seat(place),
        }
    }

    /// How all members stand in the period.
    ///
    /// A few at a time, so that what is looked up for one member does not wait for what is done with
    /// the one before: members stand in another order than they joined in.
    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        const AT_A_TIME: usize = 64;
        let n_members = self.n_members();
        (0..n_members).step_by(AT_A_TIME).flat_map(move |first| {
            let members = first..n_members.min(first + AT_A_TIME);
            members.map(|member| self.standing(member)).collect::<Vec<_>>()
        })
    }

    /// All lines of the period: by member, then the bonuses of the period, then corrections.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        let mut corrections = self.corrections.lines().peekable();
        let amounts: Vec<Vec<Money>> = (0..self.plan.bonuses.len())
            .map(|bonus| {
                let lines = self.run.lines_of(bonus);
                self.place.iter().map(|&place| lines[place as usize]).collect()
            })
            .collect();
        (0..self.n_members()).flat_map(move |member| {
            let mut lines: Vec<Line> = Vec::new();
            for (bonus, column) in amounts.iter().enumerate() {
                if column[member] != Money::ZERO {
                    lines.push(Line { member, bonus, amount: column[member], corrects: None });
                }
            }
            lines.extend(std::iter::from_fn(|| corrections.next_if(|line| line.member == member)));
            lines
        })
    }

    /// What each bonus of the plan came to in the period, corrections included.
    pub fn ledger(&self) -> &[BonusLine] {
        &self.ledger
    }

    /// Whether what was paid on orders that come back is taken back.
    pub(super) fn takes_back(&self) -> bool {
        self.plan.refund.is_none_or(|refund| refund.clawback)
    }

    /// Gives members who join in this period their places.
    fn seat_members(&mut self, period: u32) {
        if self.keeps_reasons && self.plan.boards.is_some() {
            let seats = self.place.iter().map(|&place| self.genealogy.board_seat(place as usize));
            self.seats_before = seats.collect();
        }
        let members = &self.company.members;
        let n_members = members.joined.partition_point(|&joined| joined <= period);
        if n_members == self.place.len() {
            self.genealogy.leave_boards_as_they_are();
            return;
        }
        let sponsors = &members.sponsors[..n_members];
        let (genealogy, place) = if self.plan.placement.is_some() {
            let volumes = |place: usize| self.history.leg_volumes(place);
            let before = std::mem::take(&mut self.genealogy);
            before.joined_in_turn(&self.place, sponsors, |member| members.sides[member], volumes)
        } else {
            Genealogy::from_sponsors(sponsors)
        };
        let before = self.place.len();
        let genealogy = self.plan.seated_in_turn(genealogy, sponsors, &place, before);
        if self.plan.pass_up.is_some() {
            self.belongs_to = above_in(genealogy.belonging(), n_members);
        }
        if self.plan.placement.is_some() {
            self.placed_under = above_in(genealogy.layout(), n_members);
        }
        let moves: Vec<(u32, u32)> =
            self.place.iter().copied().zip(place.iter().copied()).collect();
        self.history.rearrange(n_members, &moves);
        self.member_at.resize(n_members, 0);
        for (member, &place) in (0..).zip(&place) {
            self.member_at[place as usize] = member;
        }
        self.volumes.seat(self.member_at.iter().map(|&member| members.joined[member as usize]));
        (self.genealogy, self.place) = (genealogy, place);
    }

    /// Orders of earlier periods that are taken back in this one.
    pub(super) fn taken_back_in(&self, period: u32) -> impl Iterator<Item = &'c Order> + use<'c> {
        let from = self.refunds.partition_point(|&(refunded, _)| refunded < period);
        let to = self.refunds.partition_point(|&(refunded, _)| refunded <= period);
        let numbers: Vec<u32> = self.refunds[from..to].iter().map(|&(_, number)| number).collect();
        let orders = &self.company.orders.list;
        numbers.into_iter().map(|number| &orders[number as usize])
    }

    /// Takes the orders of the settled period out again that later periods take back, period by
    /// period, and keeps the difference that each makes for when it is due.
    fn correct(&mut self, settled: u32) {
        let orders = &self.company.orders.list[..self.next_order];
        let first = orders.partition_point(|order| order.period < settled);
        let mut refunds: Vec<(u32, &Order)> = orders[first..]
            .iter()
            .filter_map(|order| Some((order.refunded?, order)))
            .filter(|&(refunded, _)| refunded > settled)
            .collect();
        refunds.sort_by_key(|&(refunded, _)| refunded);
        let mut uncapped = if refunds.is_empty() { None } else { self.uncapped() };
        for refunds in refunds.chunk_by(|a, b| a.0 == b.0) {
            self.lines_before.remember(&self.run, uncapped.take());
            for (_, order) in refunds {
                self.volumes.take_out(self.place[order.member as usize], order);
            }
            self.run.settle_again(&self.genealogy, &self.volumes, &mut self.history);
            uncapped = self.uncapped();
            let Self { run, member_at, .. } = &*self;
            let reversal = self.lines_before.after(run, uncapped.as_ref(), member_at, settled);
            self.corrections.keep(refunds[0].0, reversal);
        }
    }

    /// What is due in the settled period before the cap over all bonuses, if that will be asked for.
    fn uncapped(&self) -> Option<Uncapped> {
        let Self { run, genealogy, volumes, before, keeps_reasons, .. } = self;
        keeps_reasons.then(|| Uncapped::of(run, genealogy, volumes, before)).flatten()
    }

    /// Keeps the settled period if it will have to be paid again: legs carry volume on, so that an
    /// order that comes back is also missing in every period between.
    fn remember(&mut self, settled: u32) {
        let from = self.refunds.partition_point(|&(refunded, _)| refunded <= settled);
        let orders = &self.company.orders.list;
        let is_before = |&(_, number): &(u32, u32)| orders[number as usize].period <= settled;
        if self.refunds[from..].iter().any(is_before) {
            self.settled.push(Settled {
                period: settled,
                run: self.run.clone(),
                genealogy: self.genealogy.clone(),
                place: self.place.clone(),
                member_at: self.member_at.clone(),
                volumes: self.volumes.clone(),
                history: self.before.clone(),
                uncapped: self.uncapped(),
            });
        } else {
            self.settled.clear();
        }
    }

    /// Pays periods again without the orders of theirs that come back in this one, and keeps the
    /// differences; legs go on with what they then carry.
    fn pay_again(&mut self, period: u32) {
        self.told = None;
        let Some(first) = self.settled.first().map(|settled| settled.period) else { return };
        let mut from = self.settled.len();
        for order in self.taken_back_in(period) {
            let at = (order.period - first) as usize;
            let Settled { place, volumes, .. } = &mut self.settled[at];
            volumes.take_out(place[order.member as usize], order);
            from = from.min(at);
        }
        let corrections = &mut self.corrections;
        let keep = |reversal| corrections.keep(period, reversal);
        if let Some(history) =
            Settled::pay_again(&mut self.settled[from..], &mut self.lines_before, keep)
        {
            if self.keeps_reasons {
                self.told = Some((self.history.clone(), self.place.clone()));
            }
            self.history.carry_as(&history);
        }
    }

    /// Group volumes of all members, with and without groups that have broken away.
    fn measure_groups(&mut self) {
        let Self { run, plan, volumes, group, .. } = self;
        group.resize(self.genealogy.len(), [0; 2]);
        self.genealogy.fold(|member, mut below: [i64; 2]| {
            let pv = volumes.points(member).hundredths();
            below = below.map(|volume| volume + pv);
            group[member] = below;
            let [gv, pgv] = below;
            let leaves = plan.breakaway.is_some_and(|rank| run.rank(member) >= Some(rank));
            [gv, if leaves { 0 } else { pgv }]
        });
    }
}

/// By place, who stands above in a tree.
fn above_in(tree: Tree<'_>, n_members: usize) -> Vec<Option<u32>> {
    let mut above = vec![None; n_members];
    tree.descend(None, |place, who| {
        above[place] = who;
        Some(place as u32)
    });
    above
}
