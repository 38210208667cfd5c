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
use crate::compensation::{BonusLine, CommissionRun, RankHistory};
use crate::genealogy::Genealogy;
use crate::units::Money;

/// What is taken back, in one period, of the lines of an earlier one.
#[derive(Debug)]
pub(super) struct Reversal {
    lines: Vec<Line>,
    /// By bonus, how much less it comes to.
    pub(super) ledger: Vec<BonusLine>,
}

/// The lines of a period before orders of it are taken out; kept from one to the next for its room.
#[derive(Debug, Default)]
pub(super) struct Before {
    columns: Vec<Vec<Money>>,
    ledger: Vec<BonusLine>,
}

impl Before {
    /// Remembers the lines as they are.
    pub(super) fn remember(&mut self, run: &CommissionRun) {
        self.ledger.clear();
        self.ledger.extend_from_slice(run.lines());
        self.columns.resize_with(self.ledger.len(), Vec::new);
        for (bonus, column) in self.columns.iter_mut().enumerate() {
            column.clear();
            column.extend_from_slice(run.lines_of(bonus));
        }
    }

    /// The difference to the lines now; at each place stands this member.
    pub(super) fn after(&self, run: &CommissionRun, member_at: &[u32], period: u32) -> Reversal {
        let mut lines = Vec::new();
        for (bonus, before) in self.columns.iter().enumerate() {
            let changed = before.iter().zip(run.lines_of(bonus)).zip(member_at);
            let changed = changed.filter(|((before, now), _)| before != now);
            lines.extend(changed.map(|((before, now), &member)| {
                let member = member as usize;
                Line { member, bonus, amount: *now - *before, corrects: Some(period) }
            }));
        }
        let mut ledger = self.ledger.clone();
        for (before, after) in ledger.iter_mut().zip(run.lines()) {
            before.committed -= after.committed;
            before.paid -= after.paid;
        }
        Reversal { lines, ledger }
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
        for Self { period, run, genealogy, place, member_at, volumes, history } in periods {
            if let Some((mut carried, before)) = last {
                let moves: Vec<(u32, u32)> =
                    before.iter().copied().zip(place.iter().copied()).collect();
                carried.rearrange(place.len(), &moves);
                history.carry_as(&carried);
            }
            lines.remember(run);
            let mut carried = history.clone();
            run.settle_again(genealogy, volumes, &mut carried);
            keep(lines.after(run, member_at, *period));
            last = Some((carried, place));
        }
        last.map(|(carried, _)| carried)
    }
}
