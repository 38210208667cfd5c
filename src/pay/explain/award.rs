//! The parts of an award: what happened that it is paid for, or how far that is away.

use super::Explanation;
use super::part::Part;
use crate::compensation::{Award, Event, TreeKind, Volumes};
use crate::genealogy::{BoardSeat, Boards};
use crate::units::Money;

impl Explanation<'_, '_> {
    /// By event, what is due for it.
    pub(super) fn award(&self, at: usize, award: &Award) -> Vec<Part> {
        let own_standing = self.standing.paid_rank.map_or(0, |rank| usize::from(rank) + 1);
        let own = award.amounts[own_standing];
        match award.on {
            Event::Rank => {
                let Some((before, after)) = self.payroll.run.promotion(self.place) else {
                    return Vec::new();
                };
                let new = before.map_or(0, |rank| usize::from(rank) + 1)..=usize::from(after);
                new.map(|rank| {
                    let name = &self.payroll.plan.ranks[rank].name;
                    let amount = award.amounts[rank + 1].cents();
                    Part::fixed(format!("{name} reached for the first time"), amount)
                })
                .collect()
            }
            Event::Recruit => {
                let joined = self.recruits().filter(|&r| self.payroll.volumes.tenure(r) == 0);
                let joined = joined.map(|recruit| format!("{} joined", self.name_at(recruit)));
                joined.map(|happened| self.by_own_rank(happened, own)).collect()
            }
            Event::Fill(levels) => {
                if !self.payroll.run.has_filled(at, self.place) {
                    return Vec::new();
                }
                let below = levels_below(levels);
                let happened = format!("for the first time, all seats of the {below} are taken");
                vec![self.by_own_rank(happened, own)]
            }
            Event::Cycle => {
                if !self.payroll.genealogy.has_cycled()(self.place) {
                    return Vec::new();
                }
                let last_row = self.payroll.plan.boards.map_or(0, Boards::last_row);
                let happened = format!(
                    "the board that he is at the top of is full: all {last_row} seats of its last \
                     row are taken"
                );
                vec![self.by_own_rank(happened, own)]
            }
        }
    }

    /// Why nothing has happened that the award at this place of the plan is paid for.
    pub(super) fn why_no_award(&self, at: usize, award: &Award) -> String {
        let period = self.payroll.plan.period.label();
        match award.on {
            Event::Rank => match self.standing.title {
                None => "he has not reached a rank yet".into(),
                title => {
                    let title = self.rank_name(title);
                    format!("no rank is new to him: his title {title} is of an earlier {period}")
                }
            },
            Event::Recruit => format!("nobody whom he enrolled joined in this {period}"),
            Event::Fill(levels) => self.why_not_full(at, levels),
            Event::Cycle => self.why_no_cycle(),
        }
    }

    /// What has happened, and the sum of his rank for it.
    fn by_own_rank(&self, mut happened: String, amount: Money) -> Part {
        if amount == Money::ZERO {
            happened = format!("{happened}, for which {} gets nothing", self.his_like());
        }
        Part::fixed(happened, amount.cents())
    }

    /// How many seats of so many levels are taken, or that they were before.
    fn why_not_full(&self, at: usize, levels: u8) -> String {
        let below = levels_below(levels);
        if self.payroll.before.had_filled(at, self.place) {
            let period = self.payroll.plan.period.label();
            return format!(
                "all seats of the {below} were taken in an earlier {period}, and only the first \
                 time counts"
            );
        }
        let width = self.payroll.plan.placement.map_or(0, |placement| placement.width);
        let of_level = |level: u32| u128::from(width).saturating_pow(level);
        let seats = (1..=u32::from(levels)).map(of_level).fold(0, u128::saturating_add);
        let mut taken = 0;
        self.descend(TreeKind::Placement, 0, |_, above: &u32| {
            taken += u32::from(*above < u32::from(levels));
            above + 1
        });
        format!("{taken} of {seats} seats of the {below} are taken")
    }

    /// On which board he is, how far it is from full, and whom that would count for.
    fn why_no_cycle(&self) -> String {
        let period = self.payroll.plan.period.label();
        let Some(seat) = self.standing.board else {
            return format!(
                "he is on no board any more: the one that he was at the top of was full in an \
                 earlier {period}"
            );
        };
        let taken = self.payroll.genealogy.board_taken(self.place).unwrap_or_default();
        let last_row = self.payroll.plan.boards.map_or(0, Boards::last_row);
        let board = seat.board + 1;
        let so_far =
            format!("which is not full: {taken} of {last_row} seats of its last row are taken");
        let now = if seat.seat == 0 {
            format!("he is at the top of board {board}, {so_far}")
        } else {
            let standing = |member: usize| self.payroll.standing(member).board;
            let whom = match self.at_the_top(seat.board, standing) {
                Some(top) => format!("it will count for {top}, who is at its top"),
                None => "nobody is at its top".into(),
            };
            format!("he is on board {board}, {so_far}, and {whom}")
        };
        match self.boards_left(seat) {
            Some(left) => format!("{left}; {now}"),
            None => now,
        }
    }

    /// That boards on which he was were full in the period, without him at their top.
    fn boards_left(&self, seat: BoardSeat) -> Option<String> {
        let Self { payroll, member, .. } = *self;
        let boards = payroll.plan.boards?;
        let members = &payroll.company.members;
        let organisers = members.sponsors.iter().take_while(|sponsor| sponsor.is_none()).count();
        let last = organisers.checked_sub(1).map(|last| members.joined[last]);
        if member < organisers && last == payroll.period {
            // Organisers begin in any row, when the last of them is there.
            return None;
        }
        let before = payroll.seats_before.get(member).copied().flatten();
        let has_joined = payroll.volumes.tenure(self.place) == 0;
        let row_before = match before {
            Some(before) => boards.row_of(before.seat),
            // Whoever joins begins in the last row.
            None if has_joined => boards.rows - 1,
            None => return None,
        };
        let full = row_before.saturating_sub(boards.row_of(seat.seat));
        let period = payroll.plan.period.label();
        match (full, before) {
            (0, _) => None,
            (1, Some(BoardSeat { board, .. })) => {
                let seat_before = |member: usize| payroll.seats_before.get(member).copied()?;
                let whom = match self.at_the_top(board, seat_before) {
                    Some(top) => format!("{top} at its top, for whom it counts"),
                    None => "nobody at its top".into(),
                };
                Some(format!("his board {} was full in this {period}, with {whom}", board + 1))
            }
            (1, None) => Some(format!(
                "the board on which he began was full in this {period}, with somebody else at its top"
            )),
            (n, _) => Some(format!(
                "{n} boards on which he was were full in this {period}, with somebody else at the top"
            )),
        }
    }

    /// The name of whoever is at the top of a board.
    fn at_the_top(&self, board: u64, seat: impl Fn(usize) -> Option<BoardSeat>) -> Option<&str> {
        let is_top = |&member: &usize| seat(member) == Some(BoardSeat { board, seat: 0 });
        let top = (0..self.payroll.n_members()).find(is_top)?;
        Some(self.payroll.company.members.names.get(top))
    }
}

/// So many levels of seats, in words.
fn levels_below(levels: u8) -> String {
    if levels == 1 { "level below".into() } else { format!("{levels} levels below") }
}
