//! Awards for seats that are full.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::plans::*;
use super::*;
use crate::genealogy::{Advance, Arrival, Arrivals, Placement, PlacementRule, Recruitment};
use crate::random::Lineage;

/// So much for so many full levels of a matrix.
fn full_matrix(width: u8, levels: u8, refills: bool, amounts: &[i64]) -> Plan {
    let placement = Placement { width, rule: PlacementRule::Breadth, refills };
    let mut full = award(Event::Fill(levels), amounts);
    full.tree = TreeKind::Placement;
    Plan { placement: Some(placement), ..plan(vec![full]) }
}

/// A matrix of so many people, all under the first one, in joining order.
fn matrix(plan: &Plan, people: u32) -> (Genealogy, Vec<u32>) {
    let sponsors: Vec<Option<u32>> = (0..people).map(|m| (m > 0).then_some(0)).collect();
    Genealogy::placed_in_turn(&sponsors, |_| None, plan.placement.unwrap())
}

/// In a matrix that is filled row by row, `n` has his two levels of `w` full when the last seat below
/// is taken: by number `n w² + w² + w`, counted from 0.
#[test]
fn levels_are_full_row_by_row() {
    for (width, people) in [(2_u8, 40_u32), (3, 60)] {
        let plan = full_matrix(width, 2, false, &[10]);
        let (genealogy, place) = matrix(&plan, people);
        let run = settle(&plan, &genealogy, &book(Vec::new()));
        let w = u32::from(width);
        for n in 0..people {
            let is_full = n * w * w + w * w + w < people;
            let due = if is_full { 1_000 } else { 0 };
            assert_eq!(run.pay()[place[n as usize] as usize].cents(), due, "{n} of {width}");
        }
    }
}

#[test]
fn who_has_been_paid_is_not_paid_again() {
    let plan = Plan { ranks: vec![rank("Gold", pv(100))], ..full_matrix(2, 1, false, &[30, 50]) };
    let (genealogy, place) = matrix(&plan, 5);
    let gold = book(vec![order(place[1] as usize, 100)]);
    let mut history = RankHistory::new(&plan, genealogy.len());
    let mut run = CommissionRun::new(&plan);
    run.settle(&genealogy, &gold, &mut history);
    let paid = |run: &CommissionRun| {
        place.iter().map(|&p| run.pay()[p as usize].cents()).collect::<Vec<_>>()
    };
    assert_eq!(paid(&run), [3_000, 5_000, 0, 0, 0], "the second one has a rank");
    assert!(run.has_filled(0, place[1] as usize) && !run.has_filled(0, place[2] as usize));
    // Paying the period again for other volumes pays the same people.
    run.settle_again(&genealogy, &book(Vec::new()), &mut history);
    assert_eq!(paid(&run), [3_000, 5_000, 0, 0, 0]);
    run.settle(&genealogy, &gold, &mut history);
    assert_eq!(paid(&run), [0; 5]);
}

struct AsTheyCome;

impl Arrivals for AsTheyCome {
    fn order(&self, _: &Arrival) -> u64 {
        0
    }
}

/// Whether the first so many levels below a row are full, by looking into every seat.
fn is_full(genealogy: &Genealogy, row: usize, levels: u8) -> bool {
    let occupied = genealogy.occupied().unwrap();
    let depth = genealogy.depth();
    let below = (row + 1..genealogy.len()).take_while(|&other| depth[other] > depth[row]);
    let seats: Vec<usize> =
        below.filter(|&other| depth[other] == depth[row] + 1 && occupied[other]).collect();
    levels == 0
        || occupied[row]
            && seats.len() == usize::from(genealogy.placement().unwrap().width)
            && seats.iter().all(|&seat| is_full(genealogy, seat, levels - 1))
}

/// Runs a company whose people choose; returns whether those paid in every month are those whose
/// levels are full for the first time, by the slow way.
fn agrees(plan: &Plan, levels: u8, months: &[Vec<u32>]) -> bool {
    let mut genealogy = Genealogy::founders(2).with_placement(plan.placement.unwrap());
    let mut history = RankHistory::new(plan, genealogy.len());
    let mut run = CommissionRun::new(plan);
    let mut advance = Advance::default();
    let mut paid_before: BTreeSet<Lineage> = BTreeSet::new();
    let mut agrees = true;
    for choices in months {
        // 0 leaves; 4 to 7 recruit one to four.
        let occupied = genealogy.occupied().unwrap().to_vec();
        let choice = |row: usize| if occupied[row] { choices[row % choices.len()] } else { 1 };
        let recruitments: Vec<Recruitment> = (0..genealogy.len())
            .filter(|&row| choice(row) > 3)
            .map(|row| Recruitment { sponsor: row as u32, count: choice(row) - 3 })
            .collect();
        let leaves: Vec<bool> = (0..genealogy.len()).map(|row| choice(row) == 0).collect();
        genealogy.advance_placed(|row| leaves[row], &recruitments, &AsTheyCome, &mut advance);
        history.relayout(&advance);
        run.settle(&genealogy, &book(Vec::new()), &mut history);
        for row in (0..genealogy.len()).filter(|&row| genealogy.occupied().unwrap()[row]) {
            let is_first = is_full(&genealogy, row, levels)
                && paid_before.insert(genealogy.identity()[row].lineage);
            agrees &= run.pay()[row].cents() == if is_first { 1_000 } else { 0 };
        }
    }
    agrees
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn those_are_paid_whose_levels_are_full_for_the_first_time(
        (width, levels) in (1_u8..4, 1_u8..4),
        refills in any::<bool>(),
        months in prop::collection::vec(prop::collection::vec(0_u32..8, 1..20), 1..7),
    ) {
        let plan = full_matrix(width, levels, refills, &[10]);
        prop_assert!(agrees(&plan, levels, &months));
    }
}

#[test]
fn a_level_more_or_less_would_be_noticed() {
    let months = vec![vec![7, 4, 5, 1, 6, 0, 2], vec![5, 7, 1], vec![6, 4, 4, 0, 1]];
    let plan = full_matrix(2, 2, true, &[10]);
    assert!(agrees(&plan, 2, &months));
    for wrong in [1, 3] {
        assert!(!agrees(&plan, wrong, &months), "{wrong}");
    }
}
