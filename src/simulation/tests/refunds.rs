//! What is bought back from those who leave, and taken back from their uplines, to the cent.

use super::models::{busy, rate};
use super::snapshot::{Snapshot, months};
use crate::compensation::Refund;
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
