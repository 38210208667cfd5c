//! Why lines of earlier periods are corrected.

use std::cmp::Ordering;
use std::fmt::Write;

use super::Explanation;
use super::orders::taken_of;
use crate::compensation::{Base, BonusKind, Step};
use crate::pay::orders::Order;
use crate::pay::payroll::Line;
use crate::pay::refunds::Change;
use crate::units::Money;

impl Explanation<'_, '_> {
    /// Every correction of a line of his, with what counts for it of the orders that came back, with the
    /// line before and after, and with the cap over all bonuses where that is the reason.
    pub(super) fn write_corrections(&self, lines: &[Line], text: &mut String) {
        let payroll = self.payroll;
        for line in lines {
            let Some(of) = line.corrects else { continue };
            let Line { bonus, amount, .. } = *line;
            let name = &payroll.plan.bonuses[bonus].name;
            let label = payroll.plan.period.label();
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "  {name}, taken back of {label} {of}: {amount}");
            let paid = payroll.reversals().iter().find_map(|reversal| reversal.paid_of(*line));
            let cap = payroll.reversals().iter().find_map(|reversal| reversal.cap_of(*line));
            match cap {
                Some(([before, after], _)) if before == after => {
                    let _ = writeln!(text, "    {before} is due as before");
                }
                _ => self.write_returned(bonus, of, text),
            }
            if let Some(paid) = paid {
                let _ = writeln!(text, "    his pay for {label} {of} {}", changed(paid));
            }
            if let Some((_, cap)) = cap {
                let bites = |at: usize| cap.all[at] > cap.limit[at];
                if bites(0) || bites(1) {
                    let (limit, all) = (changed(cap.limit), changed(cap.all));
                    let _ = writeln!(
                        text,
                        "    the cap over all bonuses {limit} as volume came back, and what is due \
                         before it {all}"
                    );
                }
            }
        }
    }

    /// The orders that came back of a period and count for a bonus of his.
    fn write_returned(&self, bonus: usize, of: u32, text: &mut String) {
        let payroll = self.payroll;
        let orders = payroll.taken_back_in(payroll.period.unwrap_or_default());
        let downline = self.downline(bonus);
        let orders = orders.filter_map(|order| {
            let place = payroll.place[order.member as usize] as usize;
            let may_count = order.period == of && downline[place];
            may_count.then(|| self.counted_of(bonus, order)).flatten().map(|cents| (order, cents))
        });
        let mut orders = orders.peekable();
        if orders.peek().is_none() {
            text.push_str("    legs had carried volume of orders that came back\n");
        }
        for (order, cents) in orders {
            let (name, counted) = (self.order_name(order), Money::from_cents(cents));
            let _ = writeln!(text, "    {name} came back: {counted}");
        }
    }

    /// By place, whose volume can count for a bonus of his.
    fn downline(&self, bonus: usize) -> Vec<bool> {
        let rule = &self.payroll.plan.bonuses[bonus];
        let n_members = self.payroll.n_members();
        let mut counts = vec![false; n_members];
        match (&rule.kind, rule.base) {
            (BonusKind::Pool(_), _) => counts.fill(true),
            // Who stands below in one tree is paid for those who stand below him in another.
            (_, Base::Pay(_)) => counts[self.place..self.end].fill(true),
            (kind, _) => {
                let (from, to) = distances(kind);
                counts[self.place] = from == 0;
                self.descend(rule.tree, 0, |place, above| {
                    let distance: u32 = above + 1;
                    counts[place] = distance <= to;
                    distance
                });
            }
        }
        counts
    }

    /// What counts of an order for a bonus, or for the one whose pay it is taken of, in cents, if
    /// anything does.
    fn counted_of(&self, bonus: usize, order: &Order) -> Option<i64> {
        let rule = &self.payroll.plan.bonuses[bonus];
        if let Base::Pay(earlier) = rule.base {
            return self.counted_of(earlier, order);
        }
        let joined = self.payroll.company.members.joined[order.member as usize];
        let cents = taken_of(rule, order).filter(|&cents| cents != 0)?;
        rule.age.admits(order.period - joined).then_some(cents)
    }
}

/// What became of an amount: `fell from 2.00 to 1.00`.
fn changed([before, after]: Change) -> String {
    match after.cmp(&before) {
        Ordering::Less => format!("fell from {before} to {after}"),
        Ordering::Equal => format!("stayed {before}"),
        Ordering::Greater => format!("rose from {before} to {after}"),
    }
}

/// How far below a member those whose volume a bonus of his can be taken of are at the least, he himself
/// being 0, and at the most.
fn distances(kind: &BonusKind) -> (u32, u32) {
    match kind {
        BonusKind::Retail(_) => (0, 0),
        BonusKind::Level(level) => {
            let start = u32::from(level.start);
            let is_counted = level.step == Step::Member;
            let n_levels = level.rates[0].len() as u32;
            (start, if is_counted { start + n_levels - 1 } else { u32::MAX })
        }
        BonusKind::Differential(rule) => (u32::from(rule.start), u32::MAX),
        BonusKind::Pair(_) | BonusKind::Pool(_) | BonusKind::Award(_) => (1, u32::MAX),
    }
}
