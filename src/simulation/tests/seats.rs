//! Boards and seats of a width-limited tree in the slow way: as lists of people, one by one.

use std::collections::VecDeque;

use super::fault::Fault;
use crate::compensation::Plan;
use crate::genealogy::{Boards, Placement};

/// Where people sit, by joining number.
#[derive(Debug, Default)]
pub(super) struct Seating {
    /// Boards on which there are open seats, the oldest first; each row by row from the top, open
    /// seats of the last row left out.
    boards: VecDeque<Vec<Option<usize>>>,
    rule: Option<Boards>,
    /// Who was at the top of the boards that were filled this month.
    pub cycled: Vec<Option<usize>>,
    tree: Option<(Placement, Vec<Seat>)>,
}

/// A seat that somebody has, or had.
#[derive(Clone, Debug)]
struct Seat {
    holder: Option<usize>,
    /// The seats below, from the left.
    below: Vec<Option<usize>>,
    is_gone: bool,
}

/// How many seats each row of a board has, but for the last one.
fn rows_above_the_last(rule: Boards) -> Vec<usize> {
    (0..u32::from(rule.rows) - 1).map(|row| usize::from(rule.width).pow(row)).collect()
}

impl Seating {
    /// The organisers, who have joined without sponsors.
    pub(super) fn new(plan: &Plan, organisers: usize) -> Self {
        let mut seating = Self { rule: plan.boards, ..Self::default() };
        if let Some(rule) = plan.boards {
            let rows = rows_above_the_last(rule);
            let above: usize = rows.iter().sum();
            let n_boards = organisers.div_ceil(above).max(1);
            let mut boards = vec![Vec::new(); n_boards];
            let mut next = (0..organisers).map(Some).chain(std::iter::repeat(None));
            for row in rows {
                for board in &mut boards {
                    board.extend(next.by_ref().take(row));
                }
            }
            seating.boards = boards.into();
        }
        if let Some(placement) = plan.placement {
            let below = vec![None; placement.width.into()];
            let seat = |holder| Seat { holder: Some(holder), below: below.clone(), is_gone: false };
            seating.tree = Some((placement, (0..organisers).map(seat).collect()));
        }
        seating
    }

    /// Those who are no members any more give up their seats, and nobody has joined yet.
    pub(super) fn begin_month(&mut self, is_member: impl Fn(usize) -> bool, fault: Option<Fault>) {
        self.cycled.clear();
        if fault == Some(Fault::LeaversKeepTheirSeats) {
            return;
        }
        for seat in self.boards.iter_mut().flatten() {
            *seat = seat.filter(|&person| is_member(person));
        }
        if let Some(rule) = self.rule.filter(|rule| rule.follows)
            && fault != Some(Fault::EmptyBoardsStayOpen)
        {
            self.boards.retain(|board| board.iter().any(Option::is_some));
            if self.boards.is_empty() {
                let above: usize = rows_above_the_last(rule).iter().sum();
                self.boards.push_back(vec![None; above]);
            }
        }
        let Some((_, seats)) = &mut self.tree else { return };
        for seat in seats.iter_mut() {
            seat.holder = seat.holder.filter(|&person| is_member(person));
        }
        // Seats stand after those that they are below of, unless they were given anew.
        loop {
            let gone: Vec<usize> = (0..seats.len())
                .filter(|&at| !seats[at].is_gone && seats[at].holder.is_none())
                .filter(|&at| seats[at].below.iter().all(Option::is_none))
                .collect();
            if gone.is_empty() {
                break;
            }
            for at in gone {
                seats[at].is_gone = true;
                for seat in seats.iter_mut() {
                    for below in &mut seat.below {
                        *below = below.filter(|&below| below != at);
                    }
                }
            }
        }
    }

    /// Somebody takes his seats.
    pub(super) fn join(&mut self, person: usize, sponsor: usize, fault: Option<Fault>) {
        if let Some(rule) = self.rule {
            let width = usize::from(rule.width);
            let is_followed = rule.follows && fault != Some(Fault::SponsorsAreNotFollowed);
            let of_sponsor =
                self.boards.iter().position(|board| is_followed && board.contains(&Some(sponsor)));
            let newest = fault == Some(Fault::NewestBoardFirst);
            let first = if newest { self.boards.len() - 1 } else { 0 };
            let at = of_sponsor.unwrap_or(first);
            self.boards[at].push(Some(person));
            let full: usize = (0..u32::from(rule.rows)).map(|row| width.pow(row)).sum();
            if self.boards[at].len() == full {
                let board = self.boards.remove(at).unwrap();
                self.cycled.push(board[0]);
                for leg in 0..width {
                    let mut split = Vec::new();
                    let mut first = 1;
                    for row in 0..u32::from(rule.rows) - 1 {
                        let in_row = width.pow(row);
                        let from = first + leg * in_row;
                        split.extend_from_slice(&board[from..from + in_row]);
                        first += in_row * width;
                    }
                    self.boards.push_back(split);
                }
            }
        }
        let Some((placement, seats)) = &mut self.tree else { return };
        let of_sponsor = seats.iter().position(|seat| seat.holder == Some(sponsor)).unwrap();
        let mut row = VecDeque::from([of_sponsor]);
        while let Some(at) = row.pop_front() {
            for leg in 0..usize::from(placement.width) {
                match seats[at].below[leg] {
                    None => {
                        let below = vec![None; placement.width.into()];
                        seats[at].below[leg] = Some(seats.len());
                        seats.push(Seat { holder: Some(person), below, is_gone: false });
                        return;
                    }
                    Some(below) if placement.refills && seats[below].holder.is_none() => {
                        seats[below].holder = Some(person);
                        return;
                    }
                    Some(below) => row.push_back(below),
                }
            }
        }
    }

    /// How many levels of seats below somebody are full.
    pub(super) fn full_levels(&self, person: usize) -> u32 {
        let Some((_, seats)) = &self.tree else { return 0 };
        let mut row: Vec<usize> =
            seats.iter().position(|seat| seat.holder == Some(person)).into_iter().collect();
        let mut levels = 0;
        loop {
            let below: Option<Vec<usize>> =
                row.iter().flat_map(|&at| &seats[at].below).copied().collect();
            match below {
                Some(below)
                    if !below.is_empty()
                        && below.iter().all(|&seat| seats[seat].holder.is_some()) =>
                {
                    row = below;
                    levels += 1;
                }
                _ => return levels,
            }
        }
    }
}
