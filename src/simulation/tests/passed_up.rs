//! Companies in which the first recruits are passed up.

use super::models::{lively, networked};
use crate::compensation::{Plan, TreeKind};
use crate::genealogy::{Placement, PlacementRule};
use crate::simulation::{Model, simulate};

/// The same company, in which everybody passes up so many and all bonuses that walk, walk there.
fn passing_up(model: &Model, first: u32, tree: TreeKind) -> Model {
    let mut plan = Plan { pass_up: Some(first), ..model.plan.clone() };
    for bonus in &mut plan.bonuses {
        bonus.tree = tree;
    }
    Model { plan, ..model.clone() }
}

fn placed(model: &Model) -> Model {
    let placement = Placement { width: 2, rule: PlacementRule::Breadth, refills: true };
    Model { plan: Plan { placement: Some(placement), ..model.plan.clone() }, ..model.clone() }
}

fn told(model: &Model, run: u64) -> String {
    // Not a number is the same as not a number.
    format!("{:?}", simulate(model, 5, run))
}

#[test]
fn passing_up_nobody_and_paying_nobody_for_it_change_nothing() {
    for model in [lively(), networked()] {
        for run in 0..2 {
            let plain = told(&model, run);
            assert!(plain == told(&passing_up(&model, 2, TreeKind::Sponsor), run), "nobody walks");
            assert!(plain == told(&passing_up(&model, 0, TreeKind::PassUp), run), "nobody is up");
        }
    }
}

#[test]
fn passing_up_pays_others_whoever_is_placed_where() {
    let model = lively();
    for run in 0..2 {
        let passed = told(&passing_up(&model, 2, TreeKind::PassUp), run);
        assert!(passed != told(&model, run));
        assert!(passed != told(&passing_up(&model, 1, TreeKind::PassUp), run));
        assert!(passed == told(&placed(&passing_up(&model, 2, TreeKind::PassUp)), run));
    }
}
