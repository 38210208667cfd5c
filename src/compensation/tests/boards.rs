//! Awards for boards that are full.

use proptest::prelude::*;

use super::plans::*;
use super::*;
use crate::genealogy::{Advance, Boards, Recruitment};

/// So much to whoever is at the top of a full board, by standing.
fn gifts(width: u8, rows: u8, follows: bool, amounts: &[i64]) -> Plan {
    let boards = Some(Boards { width, rows, follows });
    Plan { boards, ..plan(vec![award(Event::Cycle, amounts)]) }
}

/// What everybody is paid when the organisers are there and all others join, in their order.
fn paid(plan: &Plan, sponsors: &[Option<u32>]) -> Vec<f64> {
    let (genealogy, place) = Genealogy::from_sponsors(sponsors);
    let genealogy = genealogy.with_boards_in_turn(plan.boards.unwrap(), sponsors, &place, 0);
    let run = settle(plan, &genealogy, &book(Vec::new()));
    let [line] = run.lines() else { panic!("one bonus") };
    assert_eq!(line.breakage(), Money::ZERO, "nobody has left");
    place.iter().map(|&place| run.pay()[place as usize].units()).collect()
}

/// Three organisers, and so many who are enrolled by those before, one after the other.
fn three_and(joiners: u32) -> Vec<Option<u32>> {
    [None; 3].into_iter().chain((0..joiners).map(Some)).collect()
}

#[test]
fn gifts_of_28_pay_their_worked_figures() {
    let paid = paid(&gifts(2, 3, false, &[20_000]), &three_and(28));
    assert_eq!(paid[..7], [20_000.0; 7], "the organisers and four who joined");
    assert!(paid[7..].iter().all(|&paid| paid == 0.0));
    assert_eq!(paid.iter().sum::<f64>(), 28.0 * 5_000.0, "what comes in goes out");
    let losers = paid[3..].iter().filter(|&&paid| paid < 5_000.0).count();
    assert_eq!((losers, losers * 100 / 28), (24, 85), "86 %, rounded");
}

/// Eight join under the organisers B and C in turn.
#[test]
fn who_follows_his_sponsor_may_wait_in_vain() {
    let sponsors: Vec<Option<u32>> =
        [None; 3].into_iter().chain((0..8).map(|n| Some(1 + n % 2))).collect();
    let by = |follows| paid(&gifts(2, 3, follows, &[20_000]), &sponsors);
    assert_eq!(by(false)[..3], [20_000.0, 20_000.0, 0.0]);
    assert_eq!(by(true)[..3], [20_000.0, 0.0, 0.0]);
    assert_eq!(by(true).iter().sum::<f64>(), 20_000.0);
}

proptest! {
    /// Of boards that are filled oldest first, one is full for each so many who join, and so the
    /// organisers and then those who came first are paid, whoever enrolled whom.
    #[test]
    fn one_is_paid_for_each_full_last_row(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..120),
        (width, rows) in prop_oneof![Just((2_u8, 2_u8)), Just((2, 3)), Just((3, 2)), Just((2, 4))],
        organisers in 1_usize..6,
    ) {
        let joiners = picks.iter().enumerate().map(|(n, pick)| Some(pick.index(n + organisers) as u32));
        let sponsors: Vec<Option<u32>> = vec![None; organisers].into_iter().chain(joiners).collect();
        let plan = gifts(width, rows, false, &[10]);
        let upper: usize = (0..u32::from(rows) - 1).map(|row| usize::from(width).pow(row)).sum();
        let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
        let boards = plan.boards.unwrap();
        let genealogy = genealogy.with_boards_in_turn(boards, &sponsors, &place, 0);
        let run = settle(&plan, &genealogy, &book(Vec::new()));
        let full = picks.len() / usize::from(width).pow(u32::from(rows) - 1);
        prop_assert_eq!(run.lines()[0].committed.units(), full as f64 * 10.0);
        // Top seats are those of organisers, of the company where it has too few, of joiners.
        let seats = organisers.div_ceil(upper) * upper;
        for (member, &place) in place.iter().enumerate() {
            let number = if member < organisers { member } else { member - organisers + seats };
            let due = if number < full { 10.0 } else { 0.0 };
            prop_assert_eq!(run.pay()[place as usize].units(), due);
        }
    }
}

#[test]
fn nobody_gets_what_is_due_to_an_empty_seat() {
    let ranked = Plan { ranks: vec![rank("Gold", pv(100))], ..gifts(2, 2, false, &[30, 50]) };
    let mut genealogy = Genealogy::founders(2).with_boards(ranked.boards.unwrap());
    let mut advance = Advance::default();
    let mut join = |leaver: Option<usize>, sponsor: u32, count| {
        genealogy.advance(|m| Some(m) == leaver, &[Recruitment { sponsor, count }], &mut advance);
        genealogy.advance_boards(&advance, |_| 0);
        let mut run = CommissionRun::new(&ranked);
        let gold = book(vec![order(genealogy.len() - 1, 100)]);
        run.settle(&genealogy, &gold, &mut RankHistory::new(&ranked, genealogy.len()));
        let line = run.lines()[0];
        (cents(run.pay()), [line.committed.cents(), line.paid.cents()])
    };
    // Two boards, each of an organiser; the first is full.
    assert_eq!(join(None, 1, 2), (vec![3_000, 0, 0, 0], [3_000, 3_000]));
    // The second organiser leaves, and his board is full. Nobody has moved up to it.
    assert_eq!(join(Some(1), 0, 2).1, [3_000, 0]);
    let plan = gifts(2, 2, false, &[30]);
    let mut needy = plan.clone();
    needy.bonuses[0].need = Some(pv(100));
    let sponsors = [None, None, Some(0), Some(0), Some(1), Some(1)];
    let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
    let genealogy = genealogy.with_boards_in_turn(plan.boards.unwrap(), &sponsors, &place, 0);
    let second = place[1] as usize;
    let run = settle(&needy, &genealogy, &book(vec![order(second, 100)]));
    assert_eq!((run.lines()[0].committed.cents(), run.lines()[0].paid.cents()), (6_000, 3_000));
    assert_eq!(run.pay()[second].cents(), 3_000);
}
