//! Boards that split when they are full.
//!
//! A board has one person at the top and `width` people in each next row for one in the row above.
//! Recruits fill its last row; the recruit who takes the last seat sends the one at the top away,
//! the board is *cycled*, and each of the second row becomes the top of a board of his own.
//!
//! Where recruits take seats on the oldest board, all boards together are one tree in which people
//! stand in the order in which they came: number `n` is the top of board `n`, and is away when
//! `(n + 1) width^(rows - 1)` people have joined. So a number for each person and one counter are all
//! there is. Where recruits follow their sponsors, each person has a seat on a board, and a table of
//! boards says which have split, and into which.

use super::Genealogy;
use super::advance::{Advance, Newcomer};
use crate::random::Lineage;

/// The most seats that the last row of a board may have.
pub const LAST_ROW_MAX: u32 = 1_000_000;

/// What boards are like, and who takes a seat on which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boards {
    /// How many seats of a row belong to one of the row above; 2 or more.
    pub width: u8,
    /// How many rows there are; 2 or more.
    pub rows: u8,
    /// Whether recruits take a seat on the board of their sponsor, as long as he is on one.
    /// Otherwise, and where he is not, it is the oldest board.
    pub follows: bool,
}

/// A person's seat, for those who read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardSeat {
    /// The number of the board in the order in which boards began, from 0.
    pub board: u64,
    /// The seat, from 0 at the top, row by row.
    pub seat: u64,
}

impl Boards {
    /// How many seats the last row has; `None` if there are more than [`LAST_ROW_MAX`].
    pub fn checked_last_row(self) -> Option<u32> {
        let seats = u32::from(self.width).checked_pow(u32::from(self.rows) - 1)?;
        (seats <= LAST_ROW_MAX).then_some(seats)
    }

    /// How many seats the last row has: so many people join until a board is full.
    pub fn last_row(self) -> u32 {
        self.checked_last_row().expect("boards are small")
    }

    /// How many seats are in the rows above this one.
    fn above(self, row: u8) -> u64 {
        (0..u32::from(row)).map(|row| u64::from(self.width).pow(row)).sum()
    }

    /// In which row a seat is, from 0 at the top.
    pub fn row_of(self, seat: u64) -> u8 {
        (0..self.rows).rposition(|row| self.above(row) <= seat).unwrap_or_default() as u8
    }

    /// How many boards so many organisers begin with: as few as have seats for them above the
    /// last row.
    fn first_boards(self, organisers: u64) -> u64 {
        organisers.div_ceil(self.above(self.rows - 1)).max(1)
    }
}

/// Where everybody is.
#[derive(Clone, Debug)]
pub(super) struct OnBoards {
    rule: Boards,
    line: Line,
}

#[derive(Clone, Debug)]
enum Line {
    Oldest(Oldest),
    Sponsors(Sponsors),
}

/// Recruits take seats on the oldest board.
#[derive(Clone, Debug)]
struct Oldest {
    /// Who came as the how-manieth, organisers first, by row of the genealogy.
    number: Vec<u64>,
    first_boards: u64,
    /// How many seats there were before anybody joined, taken or not.
    seeds: u64,
    /// How many have joined, and how many before this period.
    joined: u64,
    joined_before: u64,
}

/// Recruits follow their sponsors.
#[derive(Clone, Debug)]
struct Sponsors {
    seat: Vec<Seat>,
    boards: Vec<Board>,
    /// No board before this one has open seats.
    oldest: usize,
    /// How many boards have ever begun.
    n_boards: u64,
    /// How many boards were filled in this period, and by row, whether he was at the top of one.
    cycles: u64,
    has_cycled: Vec<bool>,
}

/// A seat in the `row`th row of a board, the `at`th from the left.
#[derive(Clone, Copy, Debug)]
struct Seat {
    board: u32,
    row: u8,
    at: u32,
}

/// No board.
const NONE: u32 = u32::MAX;
/// On no board.
const AWAY: Seat = Seat { board: NONE, row: 0, at: 0 };
/// The number of nobody.
const NOBODY: u64 = u64::MAX;

#[derive(Clone, Copy, Debug)]
struct Board {
    number: u64,
    /// How many seats of the last row are taken.
    taken: u32,
    /// The first of the boards into which it has split, if it has.
    split: u32,
}

impl OnBoards {
    /// Organisers, who take the seats above the last row of the first boards.
    fn organisers(rule: Boards, rows: impl ExactSizeIterator<Item = u32>, n_rows: usize) -> Self {
        let first_boards = rule.first_boards(rows.len() as u64);
        let line = if rule.follows {
            let mut seat = vec![AWAY; n_rows];
            let width = u64::from(rule.width);
            let (mut row, mut in_row, mut before) = (0, first_boards, 0);
            for (number, place) in (0..).zip(rows) {
                if number == before + in_row {
                    (row, in_row, before) = (row + 1, in_row * width, before + in_row);
                }
                let of_one = in_row / first_boards;
                let (board, at) = ((number - before) / of_one, (number - before) % of_one);
                seat[place as usize] = Seat { board: board as u32, row, at: at as u32 };
            }
            let mut line = Sponsors {
                seat,
                boards: Vec::new(),
                oldest: 0,
                n_boards: 0,
                cycles: 0,
                has_cycled: vec![false; n_rows],
            };
            line.begin(first_boards);
            Line::Sponsors(line)
        } else {
            let mut number = vec![NOBODY; n_rows];
            (0..).zip(rows).for_each(|(n, place)| number[place as usize] = n);
            let seeds = first_boards * rule.above(rule.rows - 1);
            Line::Oldest(Oldest { number, first_boards, seeds, joined: 0, joined_before: 0 })
        };
        Self { rule, line }
    }

    /// Somebody joins at a place; his sponsor, if he has one, stands at another.
    fn join(&mut self, place: u32, sponsor: Option<u32>) {
        match &mut self.line {
            Line::Oldest(line) => {
                line.number[place as usize] = line.seeds + line.joined;
                line.joined += 1;
            }
            Line::Sponsors(line) => line.join(self.rule, place, sponsor),
        }
    }

    /// No board was filled yet in this period.
    fn begin_period(&mut self) {
        match &mut self.line {
            Line::Oldest(line) => line.joined_before = line.joined,
            Line::Sponsors(line) => {
                line.cycles = 0;
                line.has_cycled.fill(false);
            }
        }
    }

    /// Everybody has joined who joins in this period.
    fn end_period(&mut self) {
        if let Line::Sponsors(line) = &mut self.line {
            line.move_up(self.rule);
        }
    }

    fn relayout(&mut self, advance: &Advance) {
        match &mut self.line {
            Line::Oldest(line) => {
                advance.relayout(&mut line.number, |_| NOBODY);
                for &place in advance.vacated() {
                    line.number[place as usize] = NOBODY;
                }
            }
            Line::Sponsors(line) => {
                advance.relayout(&mut line.seat, |_| AWAY);
                for &place in advance.vacated() {
                    line.seat[place as usize] = AWAY;
                }
                line.has_cycled.clear();
                line.has_cycled.resize(line.seat.len(), false);
                line.close_empty_boards();
            }
        }
    }
}

impl Oldest {
    /// The numbers of those who were at the top of a board that was filled in this period.
    fn cycled(&self, rule: Boards) -> std::ops::Range<u64> {
        let each = u64::from(rule.last_row());
        self.joined_before / each..self.joined / each
    }

    /// The rows of people with these numbers. So many rows at once are passed by without a branch
    /// for each, for next to nobody is among them.
    fn rows_of(&self, numbers: &std::ops::Range<u64>) -> Vec<usize> {
        const AT_ONCE: usize = 32;
        let count = numbers.end - numbers.start;
        let is_among = |number: u64| number.wrapping_sub(numbers.start) < count;
        let mut rows = Vec::new();
        for (chunk, first) in self.number.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
            if chunk.iter().fold(false, |any, number| any | is_among(*number)) {
                let among = chunk.iter().zip(first..).filter(|(number, _)| is_among(**number));
                rows.extend(among.map(|(_, row)| row));
            }
        }
        rows
    }

    /// Where a person of this number is.
    fn seat(&self, rule: Boards, number: u64) -> Option<BoardSeat> {
        let gone = self.cycled(rule).end;
        if number == NOBODY || number < gone {
            return None;
        }
        let width = u64::from(rule.width);
        // Up to the one at the top, who is the highest who is not away.
        let (mut top, mut row, mut at) = (number, 0, 0);
        while let Some(under) = top.checked_sub(self.first_boards) {
            if under / width < gone {
                break;
            }
            at += under % width * width.pow(row);
            row += 1;
            top = under / width;
        }
        Some(BoardSeat { board: top, seat: rule.above(row as u8) + at })
    }
}

impl Sponsors {
    /// Begins so many boards, with nobody in their last rows.
    fn begin(&mut self, count: u64) {
        for _ in 0..count {
            self.boards.push(Board { number: self.n_boards, taken: 0, split: NONE });
            self.n_boards += 1;
        }
    }

    /// Where somebody sits now who sat there, after all splits since then; nothing if he was at
    /// the top of a board that split.
    fn now(&self, rule: Boards, mut seat: Seat) -> Option<Seat> {
        while self.boards[seat.board as usize].split != NONE {
            // His row is a row higher on the board of the one of the second row he is below.
            let row = seat.row.checked_sub(1)?;
            let of_one = u32::from(rule.width).pow(row.into());
            let board = self.boards[seat.board as usize].split + seat.at / of_one;
            seat = Seat { board, row, at: seat.at % of_one };
        }
        Some(seat)
    }

    fn join(&mut self, rule: Boards, place: u32, sponsor: Option<u32>) {
        let sponsor = sponsor.map(|sponsor| self.seat[sponsor as usize]);
        let sponsor = sponsor.filter(|seat| seat.board != NONE);
        let board = if let Some(seat) = sponsor.and_then(|seat| self.now(rule, seat)) {
            seat.board as usize
        } else {
            while self.boards[self.oldest].split != NONE {
                self.oldest += 1;
            }
            self.oldest
        };
        let at = self.boards[board].taken;
        self.seat[place as usize] = Seat { board: board as u32, row: rule.rows - 1, at };
        self.boards[board].taken += 1;
        if self.boards[board].taken == rule.last_row() {
            self.boards[board].split = self.boards.len() as u32;
            self.begin(rule.width.into());
            self.cycles += 1;
        }
    }

    /// Gives everybody the seat that splits have brought him to.
    fn move_up(&mut self, rule: Boards) {
        for place in 0..self.seat.len() {
            let before = self.seat[place];
            if before.board != NONE {
                let now = self.now(rule, before);
                self.has_cycled[place] = now.is_none();
                self.seat[place] = now.unwrap_or(AWAY);
            }
        }
    }

    /// Closes boards on which nobody is left, those that have split among them. Everybody has his
    /// seat of now.
    fn close_empty_boards(&mut self) {
        let mut moved_to = vec![NONE; self.boards.len()];
        for seat in self.seat.iter().filter(|seat| seat.board != NONE) {
            moved_to[seat.board as usize] = 0;
        }
        let mut kept = 0;
        for (before, to) in moved_to.iter_mut().enumerate().filter(|(_, to)| **to != NONE) {
            *to = kept;
            self.boards[kept as usize] = self.boards[before];
            kept += 1;
        }
        self.boards.truncate(kept as usize);
        for seat in self.seat.iter_mut().filter(|seat| seat.board != NONE) {
            seat.board = moved_to[seat.board as usize];
        }
        self.oldest = 0;
        if self.boards.is_empty() {
            self.begin(1);
        }
    }
}

impl Genealogy {
    /// The same people on boards: they are the organisers, who have the seats above the last row
    /// of the first boards, each row from the left on all of them. Nobody has recruits yet.
    #[must_use]
    pub fn with_boards(mut self, rule: Boards) -> Self {
        assert!(self.height <= 1, "recruits take seats as they come");
        assert!(rule.width >= 2 && rule.rows >= 2, "a board that splits has rows");
        self.boards = Some(OnBoards::organisers(rule, 0..self.len() as u32, self.len()));
        self
    }

    /// The same for people of whom some have recruits: with the sponsors of all in joining order,
    /// and where each of them stands. All but the first `before` joined in this period.
    ///
    /// Organisers are those without a sponsor who stand before all who have one.
    #[must_use]
    pub fn with_boards_in_turn(
        mut self,
        rule: Boards,
        sponsors: &[Option<u32>],
        place: &[u32],
        before: usize,
    ) -> Self {
        assert!(sponsors.len() == self.len() && place.len() == self.len());
        let organisers = sponsors.iter().take_while(|sponsor| sponsor.is_none()).count();
        let rows = place[..organisers].iter().copied();
        let mut boards = OnBoards::organisers(rule, rows, self.len());
        for (member, sponsor) in sponsors.iter().enumerate().skip(organisers) {
            if member == before {
                boards.end_period();
                boards.begin_period();
            }
            boards.join(place[member], sponsor.map(|sponsor| place[sponsor as usize]));
        }
        boards.end_period();
        if before >= sponsors.len() {
            boards.begin_period();
        }
        self.boards = Some(boards);
        self
    }

    /// What the boards are like; `None`: there are none.
    pub fn boards(&self) -> Option<Boards> {
        self.boards.as_ref().map(|boards| boards.rule)
    }

    /// Nobody joins in a period, so no board is filled.
    pub fn leave_boards_as_they_are(&mut self) {
        if let Some(boards) = &mut self.boards {
            boards.begin_period();
        }
    }

    /// Does for boards, if there are any, what [`advance`](Self::advance) has done for the tree:
    /// the seats of leavers are empty, and recruits take seats one by one, lowest number first.
    pub fn advance_boards(&mut self, advance: &Advance, order: impl Fn(Lineage) -> u64) {
        let Some(boards) = &mut self.boards else { return };
        boards.relayout(advance);
        boards.begin_period();
        let mut recruits: Vec<(u64, Newcomer)> = advance
            .newcomers()
            .iter()
            .map(|&newcomer| (order(newcomer.lineage), newcomer))
            .collect();
        // Whoever stands first of those with one number comes first: the sort keeps their order.
        recruits.sort_by_key(|&(order, _)| order);
        for (_, Newcomer { sponsor, place, .. }) in recruits {
            boards.join(place, Some(advance.place_of(sponsor)));
        }
        boards.end_period();
    }

    /// How many boards were filled in the period, whether or not anybody was at their top.
    pub fn cycles(&self) -> u64 {
        match self.boards.as_ref().map(|boards| (boards.rule, &boards.line)) {
            None => 0,
            Some((rule, Line::Oldest(line))) => {
                let cycled = line.cycled(rule);
                cycled.end - cycled.start
            }
            Some((_, Line::Sponsors(line))) => line.cycles,
        }
    }

    /// The rows of those who were at the top of a board that was filled in the period.
    pub fn cycled(&self) -> Vec<usize> {
        let boards = self.boards.as_ref().expect("people are on boards");
        match &boards.line {
            Line::Oldest(line) => line.rows_of(&line.cycled(boards.rule)),
            Line::Sponsors(line) => {
                let rows = line.has_cycled.iter().enumerate();
                rows.filter(|(_, has_cycled)| **has_cycled).map(|(row, _)| row).collect()
            }
        }
    }

    /// Whether a row's member was at the top of a board that was filled in the period.
    pub fn has_cycled(&self) -> impl Fn(usize) -> bool {
        let boards = self.boards.as_ref().expect("people are on boards");
        let numbers = match &boards.line {
            Line::Oldest(line) => line.cycled(boards.rule),
            Line::Sponsors(_) => 0..0,
        };
        move |row| match &boards.line {
            Line::Oldest(line) => numbers.contains(&line.number[row]),
            Line::Sponsors(line) => line.has_cycled[row],
        }
    }

    /// How many seats of the last row are taken on the board on which a row's member is after the
    /// period; `None`: he is on no board.
    pub fn board_taken(&self, row: usize) -> Option<u32> {
        let board = self.board_seat(row)?.board;
        let OnBoards { rule, line } = self.boards.as_ref()?;
        match line {
            Line::Oldest(line) => {
                let each = u64::from(rule.last_row());
                let taken = line.joined.saturating_sub(board * each);
                Some(taken.min(each) as u32)
            }
            Line::Sponsors(line) => {
                line.boards.get(line.seat[row].board as usize).map(|board| board.taken)
            }
        }
    }

    /// The seat of a row's member after the period; `None`: he is on no board.
    pub fn board_seat(&self, row: usize) -> Option<BoardSeat> {
        let OnBoards { rule, line } = self.boards.as_ref()?;
        match line {
            Line::Oldest(line) => line.seat(*rule, line.number[row]),
            Line::Sponsors(line) => {
                let Seat { board, row, at } = line.seat[row];
                let board = line.boards.get(board as usize)?.number;
                Some(BoardSeat { board, seat: rule.above(row) + u64::from(at) })
            }
        }
    }
}
