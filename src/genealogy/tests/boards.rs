//! Boards against literal ones: lists of rows that are cut into pieces when they are full.

use proptest::prelude::*;

use super::*;
use crate::random::{RunKey, Stream};

/// A board as it would be drawn: its rows, in each seat somebody or nobody.
#[derive(Clone, Debug)]
struct Drawn {
    number: u64,
    rows: Vec<Vec<Option<Lineage>>>,
}

/// All boards, oldest first.
#[derive(Clone, Debug)]
struct Drawing {
    rule: Boards,
    boards: Vec<Drawn>,
    begun: u64,
    /// Who was at the top of the boards filled in this period, and how many these were.
    cycled: Vec<Lineage>,
    cycles: u64,
}

impl Drawing {
    fn new(rule: Boards, organisers: &[Lineage]) -> Self {
        let mut drawing =
            Self { rule, boards: Vec::new(), begun: 0, cycled: Vec::new(), cycles: 0 };
        let width = usize::from(rule.width);
        let upper: usize = (0..u32::from(rule.rows) - 1).map(|row| width.pow(row)).sum();
        let count = organisers.len().div_ceil(upper).max(1);
        let mut waiting = organisers.iter().copied();
        for _ in 0..count {
            drawing.begin(Vec::new());
        }
        for row in 0..u32::from(rule.rows) - 1 {
            for board in &mut drawing.boards {
                board.rows.push((0..width.pow(row)).map(|_| waiting.next()).collect());
            }
        }
        drawing.boards.iter_mut().for_each(|board| board.rows.push(Vec::new()));
        drawing
    }

    fn begin(&mut self, rows: Vec<Vec<Option<Lineage>>>) {
        self.boards.push(Drawn { number: self.begun, rows });
        self.begun += 1;
    }

    fn leave(&mut self, leaver: Lineage) {
        let seats = self.boards.iter_mut().flat_map(|board| board.rows.iter_mut().flatten());
        seats.filter(|seat| **seat == Some(leaver)).for_each(|seat| *seat = None);
    }

    /// Leavers are out, nobody of the period has joined.
    fn begin_period(&mut self) {
        self.cycled.clear();
        self.cycles = 0;
        if self.rule.follows {
            self.boards.retain(|board| board.rows.iter().flatten().any(Option::is_some));
            if self.boards.is_empty() {
                let width = usize::from(self.rule.width);
                let upper =
                    (0..u32::from(self.rule.rows) - 1).map(|row| vec![None; width.pow(row)]);
                self.begin(upper.chain([Vec::new()]).collect());
            }
        }
    }

    fn join(&mut self, joins: Lineage, sponsor: Option<Lineage>) {
        let is_on = |board: &Drawn, who| board.rows.iter().flatten().any(|seat| *seat == Some(who));
        let of_sponsor = |who| self.boards.iter().position(|board| is_on(board, who));
        let at = sponsor.filter(|_| self.rule.follows).and_then(of_sponsor).unwrap_or(0);
        let width = usize::from(self.rule.width);
        let last = self.boards[at].rows.last_mut().unwrap();
        last.push(Some(joins));
        if last.len() < width.pow(u32::from(self.rule.rows) - 1) {
            return;
        }
        let full = self.boards.remove(at);
        self.cycled.extend(full.rows[0][0]);
        self.cycles += 1;
        for c in 0..width {
            let piece = |row: &Vec<Option<Lineage>>| {
                let each = row.len() / width;
                row[c * each..(c + 1) * each].to_vec()
            };
            self.begin(full.rows[1..].iter().map(piece).chain([Vec::new()]).collect());
        }
    }

    fn taken(&self, who: Lineage) -> Option<u32> {
        let is_on = |board: &&Drawn| board.rows.iter().flatten().any(|seat| *seat == Some(who));
        let board = self.boards.iter().find(is_on)?;
        board.rows.last().map(|last| last.len() as u32)
    }

    fn seat(&self, who: Lineage) -> Option<BoardSeat> {
        self.boards.iter().find_map(|board| {
            let seat = board.rows.iter().flatten().position(|seat| *seat == Some(who))?;
            Some(BoardSeat { board: board.number, seat: seat as u64 })
        })
    }
}

fn assert_same(drawing: &Drawing, genealogy: &Genealogy) {
    assert_eq!(genealogy.cycles(), drawing.cycles);
    let has_cycled = genealogy.has_cycled();
    let rows: Vec<usize> = (0..genealogy.len()).filter(|&row| has_cycled(row)).collect();
    assert_eq!(genealogy.cycled(), rows);
    let is_member = |row: &usize| genealogy.occupied().is_none_or(|occupied| occupied[*row]);
    for row in (0..genealogy.len()).filter(is_member) {
        let lineage = genealogy.identity()[row].lineage;
        assert_eq!(has_cycled(row), drawing.cycled.contains(&lineage));
        assert_eq!(genealogy.board_seat(row), drawing.seat(lineage));
        assert_eq!(genealogy.board_taken(row), drawing.taken(lineage));
    }
    assert_eq!((0..genealogy.len()).filter(|&row| has_cycled(row)).count(), drawing.cycled.len());
}

struct AsTheyCome;

impl Arrivals for AsTheyCome {
    fn order(&self, _: &Arrival) -> u64 {
        0
    }
}

fn rules() -> impl Strategy<Value = Boards> {
    let shapes = prop_oneof![Just((2, 2)), Just((2, 3)), Just((3, 2)), Just((2, 4)), Just((3, 3))];
    (shapes, any::<bool>()).prop_map(|((width, rows), follows)| Boards { width, rows, follows })
}

/// Anything but the order in which people stand.
fn ticket(lineage: Lineage) -> u64 {
    RunKey::new(1, 0).stream(Stream::Placement, 0).ticket(lineage) % 5
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn everybody_sits_where_he_would_be_drawn(
        rule in rules(),
        is_placed in any::<bool>(),
        founders in 1_u32..9,
        periods in prop::collection::vec(prop::collection::vec(0_u32..12, 1..30), 1..9),
    ) {
        let mut genealogy = Genealogy::founders(founders);
        if is_placed {
            let placement = Placement { width: 2, rule: PlacementRule::Breadth, refills: true };
            genealogy = genealogy.with_placement(placement);
        }
        genealogy = genealogy.with_boards(rule);
        let organisers: Vec<Lineage> = genealogy.identity().iter().map(|i| i.lineage).collect();
        let mut drawing = Drawing::new(rule, &organisers);
        assert_same(&drawing, &genealogy);
        let (mut joined, mut cycles) = (0, 0);
        let mut advance = Advance::default();
        for choices in periods {
            // 0 leaves; 8 to 11 recruit one to four.
            let (chosen, recruitments) = choose(&genealogy, &choices, 7);
            let leaves: Vec<bool> = chosen.iter().map(|&choice| choice == 0).collect();
            let identity: Vec<Identity> = genealogy.identity().to_vec();
            for (row, _) in leaves.iter().enumerate().filter(|(_, leaves)| **leaves) {
                drawing.leave(identity[row].lineage);
            }
            drawing.begin_period();
            let mut recruits: Vec<(u64, Lineage, Lineage)> = Vec::new();
            for &Recruitment { sponsor, count } in &recruitments {
                let Identity { lineage, sign_ups, .. } = identity[sponsor as usize];
                recruits.extend((0..count).map(|n| {
                    let recruit = lineage.recruit(u64::from(sign_ups + n));
                    (ticket(recruit), recruit, lineage)
                }));
            }
            recruits.sort_by_key(|&(ticket, ..)| ticket);
            joined += recruits.len() as u64;
            for &(_, joins, sponsor) in &recruits {
                drawing.join(joins, Some(sponsor));
            }
            if is_placed {
                genealogy.advance_placed(|row| leaves[row], &recruitments, &AsTheyCome, &mut advance);
            } else {
                genealogy.advance(|row| leaves[row], &recruitments, &mut advance);
            }
            genealogy.advance_boards(&advance, ticket);
            assert_same(&drawing, &genealogy);
            cycles += genealogy.cycles();
            if !rule.follows {
                prop_assert_eq!(cycles, joined / u64::from(rule.last_row()), "whoever has left");
            }
        }
    }

    #[test]
    fn so_it_is_for_people_who_are_given(
        rule in rules(),
        sponsors in sponsors_in_turn(),
        before in any::<prop::sample::Index>(),
    ) {
        let before = before.index(sponsors.len() + 1);
        let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
        let lineage = |member: usize| genealogy.identity()[place[member] as usize].lineage;
        let n_organisers = sponsors.iter().take_while(|sponsor| sponsor.is_none()).count();
        let organisers: Vec<Lineage> = (0..n_organisers).map(lineage).collect();
        let mut drawing = Drawing::new(rule, &organisers);
        for member in n_organisers..=sponsors.len() {
            if member == before {
                drawing.cycled.clear();
                drawing.cycles = 0;
            }
            if let Some(sponsor) = sponsors.get(member) {
                drawing.join(lineage(member), sponsor.map(|sponsor| lineage(sponsor as usize)));
            }
        }
        let mut genealogy =
            genealogy.clone().with_boards_in_turn(rule, &sponsors, &place, before);
        assert_same(&drawing, &genealogy);
        genealogy.leave_boards_as_they_are();
        prop_assert_eq!(genealogy.cycles(), 0);
        prop_assert!((0..genealogy.len()).all(|row| !genealogy.has_cycled()(row)));
    }
}

/// Organisers A, B and C, and then eight who are enrolled by these in turn.
fn eight_on_1_2_4(follows: bool) -> u64 {
    let rule = Boards { width: 2, rows: 3, follows };
    let sponsors: Vec<Option<u32>> =
        [None; 3].into_iter().chain((0..8).map(|n| Some(1 + n % 2))).collect();
    let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
    genealogy.with_boards_in_turn(rule, &sponsors, &place, 0).cycles()
}

/// Four fill the board on which all sit; the next four are split over the boards of B and of C.
#[test]
fn eight_who_are_split_over_two_boards_fill_one_and_not_two() {
    assert_eq!(eight_on_1_2_4(false), 2);
    assert_eq!(eight_on_1_2_4(true), 1);
}

/// The law of boards that are filled oldest first does not hold for those who follow sponsors, and
/// seats are not the same: what the tests above would see if one were taken for the other.
#[test]
fn a_drawing_by_another_rule_is_noticed() {
    let sponsors: Vec<Option<u32>> = (0..40_u32).map(|m| (m > 2).then(|| 1 + m % 2)).collect();
    let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
    let seats = |rule: Boards| {
        let genealogy = genealogy.clone().with_boards_in_turn(rule, &sponsors, &place, 0);
        let seats: Vec<_> = (0..40).map(|row| genealogy.board_seat(row)).collect();
        (genealogy.cycles(), seats)
    };
    let rule = Boards { width: 2, rows: 3, follows: false };
    let (cycles, right) = seats(rule);
    assert_eq!(cycles, 37 / 4);
    for broken in [
        Boards { follows: true, ..rule },
        Boards { rows: 2, ..rule },
        Boards { rows: 4, ..rule },
        Boards { width: 3, ..rule },
    ] {
        let (n, wrong) = seats(broken);
        assert!(wrong != right && (n != cycles || broken.follows), "{broken:?}");
    }
}

/// The table of boards does not grow with all who ever joined: boards on which nobody is left are
/// closed.
#[test]
fn boards_on_which_nobody_is_left_are_closed() {
    let rule = Boards { width: 2, rows: 2, follows: true };
    let mut genealogy = Genealogy::founders(2).with_boards(rule);
    let mut advance = Advance::default();
    for _ in 0..200 {
        // The last one recruits two, and all others leave.
        let last = genealogy.len() - 1;
        let recruits = [Recruitment { sponsor: last as u32, count: 2 }];
        genealogy.advance(|row| row != last, &recruits, &mut advance);
        genealogy.advance_boards(&advance, ticket);
    }
    let seats: Vec<_> = (0..genealogy.len()).filter_map(|row| genealogy.board_seat(row)).collect();
    assert!(!seats.is_empty() && format!("{genealogy:?}").len() < 3_000);
}
