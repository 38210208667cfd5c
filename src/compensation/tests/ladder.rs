//! Ranks and clauses one by one, in companies small enough to see through.

use super::plans::*;
use super::*;
use crate::genealogy::{Advance, Recruitment};

fn with_ranks(clauses: Vec<Clause>) -> Plan {
    let ranks = clauses.into_iter().map(|clause| rank("rank", clause)).collect();
    Plan { active: Some(pv(100)), ranks, ..plan(Vec::new()) }
}

fn ranks_of(run: &CommissionRun, members: usize) -> Vec<Option<RankIndex>> {
    (0..members).map(|m| run.rank(m)).collect()
}

#[test]
fn the_highest_rank_whose_clause_holds_counts() {
    let plan = with_ranks(vec![pv(100), pv(500), pv(200)]);
    let orders = vec![order(0, 99), order(1, 100), order(2, 300), order(3, 500)];
    let run = settle(&plan, &chain(4), &book(orders));
    assert_eq!(ranks_of(&run, 4), [None, Some(0), Some(2), Some(2)]);
}

#[test]
fn one_leg_supplies_at_most_its_share_of_the_required_volume() {
    // 0 has the legs 1 (900) and 2 (350); half of 1,000 may come from one leg.
    let half = Clause { gv: Some(whole(1_000)), leg_max: Some(rate(0.5)), ..clause() };
    let volume = |own| {
        let genealogy = forest(&[None, Some(0), Some(0)]);
        let orders = vec![order(0, own), order(1, 900), order(2, 350)];
        settle(&with_ranks(vec![half.clone()]), &genealogy, &book(orders)).rank(0)
    };
    assert_eq!(volume(149), None);
    assert_eq!(volume(150), Some(0));
}

#[test]
fn volume_of_a_group_that_broke_away_is_not_its_uplines() {
    let group = |points| Clause { pgv: Some(whole(points)), ..clause() };
    let plan = Plan { breakaway: Some(1), ..with_ranks(vec![group(400), group(1_000)]) };
    // 0 ← 1 ← 2, and 0 ← 3: 2 has broken away from 1, and 3 has not from 0.
    let genealogy = forest(&[None, Some(0), Some(1), Some(0)]);
    let orders = vec![order(0, 100), order(1, 399), order(2, 1_000), order(3, 400)];
    let run = settle(&plan, &genealogy, &book(orders));
    assert_eq!(ranks_of(&run, 4), [Some(0), None, Some(1), Some(0)]);
}

#[test]
fn legs_are_different_legs_and_count_at_any_depth() {
    let two_legs = Clause { legs: vec![(0, 2)], ..clause() };
    let plan = with_ranks(vec![pv(300), two_legs]);
    // 0 has the leg 1 ← 2, 3 and the leg 4 ← 5.
    let genealogy = forest(&[None, Some(0), Some(1), Some(1), Some(0), Some(4)]);
    let ranks = |orders| settle(&plan, &genealogy, &book(orders)).rank(0);
    assert_eq!(ranks(vec![order(2, 300), order(3, 300)]), None, "both in one leg");
    assert_eq!(ranks(vec![order(2, 300), order(5, 300)]), Some(1));
}

#[test]
fn recruits_whom_somebody_else_enrolled_do_not_count() {
    let plan = with_ranks(vec![Clause { recruits: Some(2), ..clause() }]);
    // 0 ← 1 ← 2, and 0 ← 3; then 1 leaves and 2 rolls up to 0.
    let mut genealogy = forest(&[None, Some(0), Some(1), Some(0)]);
    let mut history = RankHistory::new(&plan, 4);
    let mut advance = Advance::default();
    genealogy.advance(|m| m == 1, &[], &mut advance);
    history.relayout(&advance);
    let mut run = CommissionRun::new(&plan);
    run.settle(&genealogy, &book(vec![order(1, 100), order(2, 100)]), &mut history);
    assert_eq!(run.rank(0), None);
    // Another one of his own brings him there.
    let recruitments = [Recruitment { sponsor: 0, count: 1 }];
    genealogy.advance(|_| false, &recruitments, &mut advance);
    history.relayout(&advance);
    let orders = (1..4).map(|m| order(m, 100)).collect();
    run.settle(&genealogy, &book(orders), &mut history);
    assert_eq!(run.rank(0), Some(0));
}

#[test]
fn a_kept_title_counts_when_the_clause_no_longer_holds() {
    let mut plan = with_ranks(vec![pv(100), pv(200), pv(300)]);
    plan.ranks[1].keeps_title = true;
    let mut history = RankHistory::new(&plan, 1);
    let mut run = CommissionRun::new(&plan);
    let mut month = |points| {
        run.settle(&chain(1), &book(vec![order(0, points)]), &mut history);
        (run.rank(0), history.title(0))
    };
    assert_eq!(month(0), (None, None));
    assert_eq!(month(100), (Some(0), Some(0)));
    assert_eq!(month(0), (None, Some(0)), "the first rank is not kept");
    assert_eq!(month(300), (Some(2), Some(2)));
    assert_eq!(month(0), (Some(1), Some(2)), "of the third rank, the second is kept");
}

#[test]
fn a_clause_with_months_holds_only_after_as_many_in_a_row() {
    let plan = with_ranks(vec![Clause { months: 3, ..pv(100) }]);
    let mut history = RankHistory::new(&plan, 1);
    let mut run = CommissionRun::new(&plan);
    let months = [100, 100, 0, 100, 100, 100, 100, 0].map(|points| {
        run.settle(&chain(1), &book(vec![order(0, points)]), &mut history);
        run.rank(0).is_some()
    });
    assert_eq!(months, [false, false, false, false, false, true, true, false]);
}

#[test]
fn group_volume_is_known_where_a_clause_asks_for_it() {
    let orders = || book(vec![order(0, 1), order(1, 2)]);
    let run = settle(&with_ranks(vec![pv(1)]), &chain(2), &orders());
    assert_eq!(run.group_volume(0), None);
    let clause = Clause { gv: Some(whole(1)), ..clause() };
    let run = settle(&with_ranks(vec![clause]), &chain(2), &orders());
    assert_eq!(run.group_volume(0), Some(whole(3)));
}
