//! Companies whose recruits are placed in a width-limited tree.

use super::models::{bonus, busy, lively, money, networked, plain_pair, rate};
use crate::compensation::{Base, BonusKind, Carry, Pair, Plan, Refund, TreeKind};
use crate::genealogy::{Placement, PlacementRule};
use crate::random::RunKey;
use crate::simulation::world::World;
use crate::simulation::{Model, PHASES, simulate};
use crate::units::Money;

const RULES: [PlacementRule; 5] = [
    PlacementRule::Breadth,
    PlacementRule::Left,
    PlacementRule::Right,
    PlacementRule::Alternate,
    PlacementRule::Weak,
];

fn placed(model: &Model, placement: Placement) -> Model {
    Model { plan: Plan { placement: Some(placement), ..model.plan.clone() }, ..model.clone() }
}

/// A company that pays for both legs.
fn binary(rule: PlacementRule, refills: bool) -> Model {
    let mut model = placed(&lively(), Placement { width: 2, rule, refills });
    let carry = Some(Carry { max: None, is_lost_unqualified: false });
    let pair = Pair { carry, ..plain_pair() };
    let mut pairs = bonus("pairs", BonusKind::Pair(pair), Base::Cv);
    pairs.tree = TreeKind::Placement;
    model.plan.bonuses.push(pairs);
    model
}

/// Who sponsors whom, who stays and what everybody is paid does not depend on seats of which no
/// bonus asks: the tree of sponsors that rides along is the one that would stand by itself.
#[test]
fn seats_that_nobody_is_paid_for_change_nothing() {
    let mut trained = lively();
    trained.training.gain = 1.0;
    trained.quitting.influence = 4.0;
    let on_a_network = networked();
    let mut buying_back = busy();
    buying_back.plan.refund = Some(Refund { rate: rate(0.9), months: 3, clawback: false });
    let cases =
        [&trained, &on_a_network, &buying_back].map(|model| (0..3).map(move |run| (model, run)));
    for (model, run) in cases.into_iter().flatten() {
        let without = simulate(model, 5, run);
        for rule in RULES {
            for (width, refills) in [(2, false), (2, true), (3, false)] {
                if rule == PlacementRule::Weak && width != 2 {
                    continue;
                }
                let placement = Placement { width, rule, refills };
                let with = simulate(&placed(model, placement), 5, run);
                // Not a number is the same as not a number.
                assert!(format!("{with:?}") == format!("{without:?}"), "{placement:?}");
            }
        }
    }
}

/// Runs a company and shows it at the end of every month.
pub(super) fn watch(model: &Model, run: u64, mut show: impl FnMut(&World<'_>)) {
    let mut world = World::new(model, RunKey::new(5, run));
    while world.month <= model.months && !world.members.is_empty() {
        for phase in &PHASES {
            (phase.act)(&mut world);
        }
        show(&world);
        world.month += 1;
    }
    world.finish();
}

#[test]
fn vacant_seats_are_kept_or_refilled_and_nobody_in_them_is_paid() {
    let vacant_seats = |model: &Model| {
        let (mut seats, mut members) = (0, 0);
        watch(model, 0, |world| {
            let occupied = world.genealogy.occupied().unwrap();
            for (place, member) in world.members.iter().enumerate() {
                if !occupied[place] {
                    assert!(!member.acts_as_builder() && member.demand() == Money::ZERO);
                    assert_eq!(world.commission.pay()[place], Money::ZERO);
                    assert_eq!(world.history.carried(2, place), [0; 2]);
                    assert!(!world.commission.active(place));
                }
            }
            seats += world.n_vacant();
            members += world.members.len() - world.n_vacant();
            let slots = world.genealogy.slots().unwrap();
            assert!(slots.iter().all(|&slot| slot < 2));
        });
        (seats, members)
    };
    for rule in RULES {
        let (kept, of) = vacant_seats(&binary(rule, false));
        let (refilled, _) = vacant_seats(&binary(rule, true));
        assert!(0 < refilled && refilled < kept && kept < 10 * of, "{rule:?}: {kept} {refilled}");
    }
}

#[test]
fn rules_place_people_differently() {
    let paid = |rule: PlacementRule| {
        let mut paid = Money::ZERO;
        watch(&binary(rule, false), 0, |world| paid += world.commission.lines()[2].paid);
        paid
    };
    let [breadth, left, right, alternate, weak] = RULES.map(paid);
    assert_eq!(left, right, "one is the other in a mirror");
    let mut different = vec![breadth, left, alternate, weak];
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 4, "{different:?}");
    assert!(different[0] > money(1.0));
}
