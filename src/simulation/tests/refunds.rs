//! What is bought back from those who leave, and taken back from their uplines, to the cent.

use super::models::{bonus, busy, level, plain_pair, rate};
use super::placed::watch;
use super::snapshot::{Snapshot, months};
use crate::compensation::{Base, Bonus, BonusKind, Refund, Step, TreeKind};
use crate::genealogy::{Placement, PlacementRule};
use crate::random::RunKey;
use crate::simulation::{Model, simulate};
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::Population;
use crate::units::{Money, Probability};

/// A founder who bought a pack for 1,500, wants nothing more, and leaves after a month.
fn leaver(refund: Option<Refund>) -> (Model, Snapshot) {
    let mut model = busy();
    model.market.population = Population::Finite(1);
    model.market.founders = 1;
    model.plan.join.pack = 50;
    model.plan.refund = refund;
    model.people.discount_only = Probability::ZERO;
    model.selling.conversion = Probability::ZERO;
    model.purchasing.demand = 0.0;
    model.purchasing.stay_active = Probability::ZERO;
    model.quitting.survival_12 = Probability::ZERO;
    model.inventory = InventoryParameters { kept: true, ..InventoryParameters::default() };
    let last = months(&model, RunKey::new(1, 0));
    let founder = *last[1].values().next().unwrap();
    assert!(founder.is_leaving);
    (model, founder)
}

/// What he paid beside fee and expenses, and what he has left on hand.
fn paid_and_left(refund: Option<Refund>) -> (f64, f64) {
    let (model, founder) = leaver(refund);
    let others = model.plan.join.fee + Money::from_units(model.costs.expenses);
    ((founder.year.costs - others).units(), founder.on_hand.units())
}

#[test]
fn nine_tenths_of_1500_are_1350() {
    let refund = Refund { rate: rate(0.9), months: 12, clawback: true };
    assert_eq!(paid_and_left(None), (1_500.0, 1_500.0));
    assert_eq!(paid_and_left(Some(refund)), (1_500.0 - 1_350.0, 0.0));
    // Bought in month 0, given back at the end of month 1: the second month.
    assert_eq!(paid_and_left(Some(Refund { months: 2, ..refund })), (150.0, 0.0));
    assert_eq!(paid_and_left(Some(Refund { months: 1, ..refund })), (1_500.0, 1_500.0));
}

#[test]
fn nobody_is_paid_less_than_nothing() {
    let mut model = busy();
    model.plan.join.pack = 8;
    model.plan.refund = Some(Refund { rate: rate(1.0), months: 12, clawback: true });
    let mut owing = 0;
    for run in 0..3 {
        for members in months(&model, RunKey::new(11, run)) {
            assert!(members.values().all(|member| member.earned[0] >= Money::ZERO));
        }
        let report = simulate(&model, 11, run);
        // The last of the flows.
        let uncollected = *report.ledger.last().unwrap();
        assert!(uncollected >= 0.0, "{uncollected}");
        owing += u32::from(uncollected > 0.0);
    }
    assert!(owing > 0, "in no run is anything owed");
}

#[test]
fn what_a_plan_refunds_matters_only_where_stock_is_kept() {
    let mut model = busy();
    model.inventory = InventoryParameters::default();
    let refund = model.plan.refund.take();
    let without = format!("{:?}", simulate(&model, 3, 0));
    model.plan.refund = refund;
    assert_eq!(without, format!("{:?}", simulate(&model, 3, 0)));
    model.inventory.kept = true;
    assert_ne!(without, format!("{:?}", simulate(&model, 3, 0)));
}

/// Where seats never run out and the inactive are looked through, vacant seats too, and where nobody
/// is passed up, every tree takes back what that of sponsors does.
#[test]
fn goods_are_taken_back_in_every_tree() {
    let mut differs = 0;
    for run in 0..3 {
        let told = |tree: TreeKind, clawback: bool| {
            let mut model = busy();
            model.plan.join.pack = 8;
            model.plan.refund = Some(Refund { rate: rate(1.0), months: 12, clawback });
            let rule = PlacementRule::Breadth;
            model.plan.placement = (tree == TreeKind::Placement).then_some(Placement {
                width: 100,
                rule,
                refills: false,
            });
            model.plan.pass_up = (tree == TreeKind::PassUp).then_some(0);
            let standings = model.plan.ranks.len() + 1;
            let walk = level("walk", &[0.3, 0.2, 0.1], Step::Active, standings);
            model.plan.bonuses.push(Bonus { tree, ..walk });
            // Not a number is the same as not a number.
            format!("{:?}", simulate(&model, 11, run))
        };
        let sponsors = told(TreeKind::Sponsor, true);
        assert!(sponsors == told(TreeKind::Placement, true), "{run}");
        assert!(sponsors == told(TreeKind::PassUp, true), "{run}");
        differs += u32::from(sponsors != told(TreeKind::Sponsor, false));
    }
    assert!(differs > 0, "in no run is anything taken back");
}

/// Row and leg at which goods arrive, against a slow walk up from the seat of everybody who left.
#[test]
fn goods_arrive_at_the_row_above_the_seat_that_is_still_there() {
    let mut model = busy();
    model.plan.join.pack = 8;
    model.plan.refund = Some(Refund { rate: rate(1.0), months: 12, clawback: true });
    let rule = PlacementRule::Alternate;
    model.plan.placement = Some(Placement { width: 2, rule, refills: false });
    let mut pairs = bonus("pairs", BonusKind::Pair(plain_pair()), Base::Cv);
    let BonusKind::Pair(pair) = &mut pairs.kind else { unreachable!() };
    pair.rates = vec![rate(0.1); model.plan.ranks.len() + 1];
    pairs.tree = TreeKind::Placement;
    model.plan.bonuses.push(pairs);
    let (mut n_arrived, mut n_right, mut n_vacant) = (0, 0, 0);
    for run in 0..4 {
        // Of everybody who leaves: the rows above him from near to far, each with the leg.
        let mut leavers: Vec<Vec<(u32, u8)>> = Vec::new();
        let mut stays: Vec<bool> = Vec::new();
        watch(&model, run, |world| {
            let returns = world.refunds.as_ref().unwrap().returns();
            let occupied = world.genealogy.occupied().unwrap();
            let expected: Vec<_> = leavers
                .drain(..)
                .map(|above| {
                    let nearest = above.into_iter().find(|&(row, _)| stays[row as usize]);
                    nearest.map(|(row, leg)| (world.advance.place_of(row) as usize, leg))
                })
                .collect();
            for returned in returns {
                let at = returned.uplines.placement.map(|row| (row, returned.uplines.leg));
                assert!(expected.contains(&at), "{at:?} in {expected:?}");
                n_arrived += 1;
                n_right += u32::from(at.is_some_and(|(_, leg)| leg == 1));
                n_vacant += u32::from(at.is_some_and(|(row, _)| !occupied[row]));
            }
            let (depth, slots) = (world.genealogy.depth(), world.genealogy.slots().unwrap());
            let leaves = |row: usize| world.members[row].is_leaving && occupied[row];
            let end = |row: usize| {
                let below = depth[row + 1..].iter().take_while(|&&other| other > depth[row]);
                row + 1 + below.count()
            };
            let is_member = |row: usize| occupied[row] && !leaves(row);
            stays = (0..depth.len()).map(|row| (row..end(row)).any(is_member)).collect();
            leavers.extend((0..depth.len()).filter(|&row| leaves(row)).map(|row| {
                let mut above = Vec::new();
                let mut at = row;
                while let Some(up) = (0..at).rev().find(|&up| depth[up] < depth[at]) {
                    above.push((up as u32, slots[at]));
                    at = up;
                }
                above
            }));
        });
    }
    assert!(n_arrived > 20 && n_right > 3 && n_vacant > 0, "{n_arrived} {n_right} {n_vacant}");
}
