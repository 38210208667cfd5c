//! Stock in small companies, to the cent.

use super::models::{busy, money, rate, settle_down, with_people};
use super::snapshot::{Snapshot, Snapshots, months, watch};
use crate::observation::{OUTCOMES, ledger_keys};
use crate::random::RunKey;
use crate::simulation::Model;
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::Population;
use crate::units::{Money, Points, Probability};

/// A founder who stays, wants goods for 20 a month, and begins with a pack of 300.
fn alone() -> Model {
    let mut model = busy();
    model.market.population = Population::Finite(1);
    model.market.founders = 1;
    model.plan.join.pack = 10;
    settle_down(&mut model);
    model.inventory = InventoryParameters { kept: true, ..InventoryParameters::default() };
    model
}

/// Goods that somebody has used.
fn used(member: &Snapshot) -> Money {
    member.before.purchases + member.year.purchases
}

/// What the founder has on hand, month by month, and what he has used in all.
fn course(model: &Model) -> Vec<(f64, f64)> {
    let only = |members: &Snapshots| *members.values().next().unwrap();
    months(model, RunKey::new(1, 0))
        .iter()
        .map(only)
        .map(|founder| (founder.on_hand.units(), used(&founder).units()))
        .collect()
}

#[test]
fn a_pack_is_used_up_and_then_goods_are_bought_as_they_are_used() {
    let course = course(&alone());
    assert_eq!(course[..3], [(300.0, 0.0), (280.0, 20.0), (260.0, 40.0)]);
    assert_eq!(course[14..18], [(20.0, 280.0), (0.0, 300.0), (0.0, 320.0), (0.0, 340.0)]);
}

#[test]
fn what_spoils_is_neither_used_nor_there() {
    let mut model = alone();
    model.inventory.spoilage = rate(0.1);
    let on_hand: Vec<f64> = course(&model).iter().map(|month| month.0).collect();
    // Half a cent of loss goes to the even one: a tenth of 128.05 is 12.80.
    assert_eq!(on_hand[..6], [300.0, 250.0, 205.0, 164.5, 128.05, 95.25]);
}

#[test]
fn a_loader_fills_up_to_his_volume_until_his_limit() {
    let mut model = alone();
    // 0.8 points for each unit of currency: goods for 100 a month, of which 20 are used.
    model.inventory.loaders = Probability::ONE;
    model.inventory.volume = Points::from_units(80.0);
    model.inventory.limit = Some(money(550.0));
    let on_hand: Vec<f64> = course(&model).iter().map(|month| month.0).collect();
    assert_eq!(on_hand[..6], [300.0, 380.0, 460.0, 540.0, 550.0, 550.0]);
}

/// Goods that members bought and neither used nor resold, and goods on the hands of those who left
/// and of those who are there at the end.
fn unused_and_on_hand(model: &Model, run: u64) -> (Money, Money) {
    let (mut left, mut staying) = (Money::ZERO, Money::ZERO);
    let report = watch(model, RunKey::new(11, run), |_, members| {
        staying = Money::ZERO;
        for member in members.values() {
            let total = if member.is_leaving { &mut left } else { &mut staying };
            *total += member.on_hand;
        }
    });
    let flows = ledger_keys(std::iter::empty(), true);
    let bought = report.ledger[flows.iter().position(|key| key.flow == "own purchases").unwrap()];
    let unsold = OUTCOMES.iter().position(|quantity| quantity.name == "unsold_share").unwrap();
    let unused = if bought == 0.0 { 0.0 } else { bought * report.outcomes[unsold].value };
    (Money::from_units(unused), left + staying)
}

#[test]
fn goods_are_used_resold_or_on_hand_if_nothing_spoils() {
    let mut kept = 0;
    for number in 0..40 {
        let mut model = with_people(number);
        if !model.inventory.keeps_stock() {
            continue;
        }
        let spoils = model.inventory.spoilage > rate(0.0);
        if spoils {
            // Broken on purpose: the law asks that nothing spoils.
            let (unused, on_hand) = unused_and_on_hand(&model, 0);
            assert!(unused >= on_hand, "model {number}");
            kept += u32::from(unused > on_hand);
            model.inventory.spoilage = rate(0.0);
        }
        let (unused, on_hand) = unused_and_on_hand(&model, 0);
        assert_eq!(unused, on_hand, "model {number}");
    }
    assert!(kept >= 10, "in {kept} models goods spoil");
}
