//! Lines that are taken back because orders were.
//!
//! What an order came to for each person cannot be read off his line, where tiers, caps and
//! roundings of many orders meet. So the lines of the period are computed again without the
//! orders that are taken back, by the standings of then, and the difference is what is due. Where
//! legs carry volume on, so are the lines of the periods between, which had less of it. The
//! differences of several refunds add up to that of all of them: once every order of a period is
//! taken back, so is every cent that was paid on it.

use std::collections::BTreeMap;

use super::payroll::Line;
use super::volumes::PeriodVolumes;
use crate::compensation::{BonusLine, CommissionRun, PaidBy, RankHistory};
use crate::genealogy::Genealogy;
use crate::units::Money;

/// What is taken back, in one period, of the lines of an earlier one.
#[derive(Debug)]
pub(super) struct Reversal {
    lines: Vec<Line>,
    /// What each of them corrects, before and after.
    paid: Vec<Change>,
    /// By bonus, how much less it comes to.
    pub(super) ledger: Vec<BonusLine>,
    /// What the cap over all bonuses has to do with it, if the plan has one and somebody may ask.
    cap: Option<CapChange>,
}

impl Reversal {
    /// If this line corrects another here, what that was and what it is without the orders.
    pub(super) fn paid_of(&self, line: Line) -> Option<Change> {
        let at = self.lines.iter().position(|other| *other == line)?;
        Some(self.paid[at])
    }

    /// If this line is corrected here, what is due for it, and what the cap over all bonuses has to do
    /// with that.
    pub(super) fn cap_of(&self, line: Line) -> Option<(Change, &CapChange)> {
        let at = self.lines.iter().position(|other| *other == line)?;
        let cap = self.cap.as_ref()?;
        Some((cap.due[at], cap))
    }
}

/// An amount before and after orders are taken out.
pub(super) type Change = [Money; 2];

/// How the cap over all bonuses changes, and what is due before it.
#[derive(Debug)]
pub(super) struct CapChange {
    /// What it leaves.
    pub(super) limit: Change,
    /// What the company is to pay on all bonuses.
    pub(super) all: Change,
    /// By corrected line.
    due: Vec<Change>,
}

/// What is due in a period before the cap over all bonuses, and what that leaves.
#[derive(Clone, Debug)]
pub(super) struct Uncapped {
    run: CommissionRun,
    limit: Money,
}

impl Uncapped {
    /// Of the period that the run settled last; `history` has what legs had carried to it. `None`: the
    /// plan has no such cap.
    pub(super) fn of(
        run: &CommissionRun,
        genealogy: &Genealogy,
        volumes: &PeriodVolumes,
        history: &RankHistory,
    ) -> Option<Self> {
        let limit = run.plan_cap()?;
        Some(Self { run: run.before_plan_cap(genealogy, volumes, history), limit })
    }

    /// What the company is to pay on all bonuses.
    pub(super) fn all(&self) -> Money {
        let lines = self.run.lines().iter();
        lines.filter(|line| line.paid_by == PaidBy::Company).map(|line| line.paid).sum()
    }
}

/// The lines of a period before orders of it are taken out; kept from one to the next for its room.
#[derive(Debug, Default)]
pub(super) struct Before {
    columns: Vec<Vec<Money>>,
    ledger: Vec<BonusLine>,
    uncapped: Option<Uncapped>,
}

impl Before {
    /// Remembers the lines as they are, and what was due for them if that will be asked for.
    pub(super) fn remember(&mut self, run: &CommissionRun, uncapped: Option<Uncapped>) {
        self.uncapped = uncapped;
        self.ledger.clear();
        self.ledger.extend_from_slice(run.lines());
        self.columns.resize_with(self.ledger.len(), Vec::new);
        for (bonus, column) in self.columns.iter_mut().enumerate() {
            column.clear();
            column.extend_from_slice(run.lines_of(bonus));
        }
    }

    /// The difference to the lines now; at each place stands this member.
    pub(super) fn after(
        &self,
        run: &CommissionRun,
        uncapped: Option<&Uncapped>,
        member_at: &[u32],
        period: u32,
    ) -> Reversal {
        let mut lines = Vec::new();
        let dues = self.uncapped.as_ref().zip(uncapped);
        let mut due = Vec::new();
        let mut paid = Vec::new();
        for (bonus, before) in self.columns.iter().enumerate() {
            let all = before.iter().zip(run.lines_of(bonus)).zip(member_at).enumerate();
            for (place, ((before, now), &member)) in all.filter(|(_, ((b, now), _))| b != now) {
                let (member, amount) = (member as usize, *now - *before);
                lines.push(Line { member, bonus, amount, corrects: Some(period) });
                paid.push([*before, *now]);
                let of = |uncapped: &Uncapped| uncapped.run.lines_of(bonus)[place];
                due.extend(dues.map(|(before, after)| [of(before), of(after)]));
            }
        }
        let mut ledger = self.ledger.clone();
        for (before, after) in ledger.iter_mut().zip(run.lines()) {
            before.committed -= after.committed;
            before.paid -= after.paid;
        }
        let cap = dues.map(|(before, after)| CapChange {
            limit: [before.limit, after.limit],
            all: [before.all(), after.all()],
            due,
        });
        Reversal { lines, paid, ledger, cap }
    }
}

/// What is taken back, and when.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    later: BTreeMap<u32, Vec<Reversal>>,
    due: Vec<Reversal>,
    lines: Vec<Line>,
}

impl Corrections {
    /// Keeps what is to be taken back in a period.
    pub(super) fn keep(&mut self, period: u32, reversal: Reversal) {
        self.later.entry(period).or_default().push(reversal);
    }

    /// Brings up what is to be taken back in this period.
    pub(super) fn come_due(&mut self, period: u32) {
        self.due = self.later.remove(&period).unwrap_or_default();
        self.lines.clear();
        self.lines.extend(self.due.iter().flat_map(|reversal| &reversal.lines));
        self.lines.sort_by_key(|line| (line.member, line.bonus, line.corrects));
    }

    /// By the period whose lines they correct.
    pub(super) fn due(&self) -> &[Reversal] {
        &self.due
    }

    /// All lines that are due, by member, bonus and period corrected.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> {
        self.lines.iter().copied()
    }
}

/// A period as it was settled, to be paid again.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) period: u32,
    pub(super) run: CommissionRun,
    pub(super) genealogy: Genealogy,
    pub(super) place: Vec<u32>,
    pub(super) member_at: Vec<u32>,
    pub(super) volumes: PeriodVolumes,
    /// What people had brought along to the period.
    pub(super) history: RankHistory,
    /// What was due before the cap over all bonuses, if that will be asked for.
    pub(super) uncapped: Option<Uncapped>,
}

impl Settled {
    /// Pays periods in a row again, whose volumes have changed, each with what legs carry from the
    /// one before; returns what they carry on, if there is any period.
    pub(super) fn pay_again(
        periods: &mut [Self],
        lines: &mut Before,
        mut keep: impl FnMut(Reversal),
    ) -> Option<RankHistory> {
        let mut last: Option<(RankHistory, &[u32])> = None;
        for settled in periods {
            let Self { period, run, genealogy, place, member_at, volumes, history, uncapped } =
                settled;
            if let Some((mut carried, before)) = last {
                let moves: Vec<(u32, u32)> =
                    before.iter().copied().zip(place.iter().copied()).collect();
                carried.rearrange(place.len(), &moves);
                history.carry_as(&carried);
            }
            lines.remember(run, uncapped.take());
            let mut carried = history.clone();
            run.settle_again(genealogy, volumes, &mut carried);
            if lines.uncapped.is_some() {
                *uncapped = Uncapped::of(run, genealogy, volumes, history);
            }
            keep(lines.after(run, uncapped.as_ref(), member_at, *period));
            last = Some((carried, place));
        }
        last.map(|(carried, _)| carried)
    }
}
