//! Companies whose people sit on boards.

use super::models::{bonus, lively, money, networked};
use super::placed::watch;
use crate::compensation::{Award, Base, BonusKind, Event, Plan};
use crate::genealogy::{Boards, Placement, PlacementRule};
use crate::simulation::{Model, simulate};
use crate::units::Money;

const RULE: Boards = Boards { width: 2, rows: 3, follows: false };

fn on_boards(model: &Model, rule: Boards) -> Model {
    Model { plan: Plan { boards: Some(rule), ..model.plan.clone() }, ..model.clone() }
}

/// The same company, which pays for full boards.
fn gifting(model: &Model, rule: Boards) -> Model {
    let mut model = on_boards(model, rule);
    let award = Award { on: Event::Cycle, amounts: vec![money(400.0); model.plan.ranks.len() + 1] };
    model.plan.bonuses.push(bonus("gift", BonusKind::Award(award), Base::Cv));
    model
}

#[test]
fn boards_that_nobody_is_paid_for_change_nothing() {
    for model in [lively(), networked()] {
        for run in 0..2 {
            // Not a number is the same as not a number.
            let told = |model: &Model| format!("{:?}", simulate(model, 5, run));
            for follows in [false, true] {
                assert!(told(&model) == told(&on_boards(&model, Boards { follows, ..RULE })));
            }
        }
    }
}

/// How many have joined under others, and what was set aside for full boards, and paid.
fn gifts(model: &Model, run: u64) -> (usize, Money, Money) {
    let (mut joined, mut committed, mut paid) = (0, Money::ZERO, Money::ZERO);
    watch(model, run, |world| {
        joined += world.advance.newcomers().len();
        let line = world.commission.lines().last().unwrap();
        committed += line.committed;
        paid += line.paid;
    });
    (joined, committed, paid)
}

/// Whoever has left: one board is full for every four who join. What is due to those who have left
/// stays with the company.
#[test]
fn one_gift_is_due_for_four_who_join() {
    let placement = Placement { width: 2, rule: PlacementRule::Breadth, refills: true };
    let mut some_left = false;
    for run in 0..4 {
        let model = gifting(&lively(), RULE);
        let (joined, committed, paid) = gifts(&model, run);
        assert!(joined > 8, "{joined}");
        assert_eq!(committed, money(400.0 * (joined / 4) as f64));
        assert!(paid <= committed);
        some_left |= paid < committed;
        // Where people stand in another tree does not matter.
        let mut placed = model.clone();
        placed.plan.placement = Some(placement);
        assert_eq!(gifts(&placed, run), (joined, committed, paid));
        // Those who follow their sponsors are split over many boards, so that fewer are full.
        let following = gifting(&lively(), Boards { follows: true, ..RULE });
        let (also_joined, fewer, _) = gifts(&following, run);
        assert!(fewer < money(400.0 * (also_joined / 4) as f64), "{fewer} of {also_joined}");
    }
    assert!(some_left);
}
