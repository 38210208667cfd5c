//! Whose luck depends on what: common random numbers between models.

use std::collections::BTreeSet;

use super::models::lively;
use super::snapshot::{Snapshot, Snapshots, months};
use crate::compensation::BonusKind;
use crate::observation::Totals;
use crate::random::{Lineage, RunKey};
use crate::simulation::Model;
use crate::submodels::market::Population;
use crate::units::{Money, Rate};

/// The company with commission rates twice as high.
fn generous(mut model: Model) -> Model {
    for bonus in &mut model.plan.bonuses {
        if let BonusKind::Level(level) = &mut bonus.kind {
            for rate in level.rates.iter_mut().flatten() {
                *rate = Rate::from_millionths(rate.millionths() * 2);
            }
        }
    }
    model
}

/// A member without his money: who he is, under whom, with how many customers, and whether he
/// leaves.
fn life(member: &Snapshot) -> Snapshot {
    Snapshot {
        balance: Money::ZERO,
        recent: 0.0,
        earned: [Money::ZERO; 2],
        before: Totals::default(),
        year: Totals::default(),
        ..*member
    }
}

fn lives(months: &[Snapshots]) -> Vec<Snapshots> {
    let of_month = |members: &Snapshots| members.iter().map(|(&who, m)| (who, life(m))).collect();
    months.iter().map(of_month).collect()
}

#[test]
fn a_higher_rate_changes_pay_and_nobodys_life() {
    let mut model = lively();
    model.quitting.sensitivity = 0.0;
    model.quitting.loss_tolerance = None;
    for run in 0..3 {
        let key = RunKey::new(5, run);
        let (plain, rich) = (months(&model, key), months(&generous(model.clone()), key));
        assert_eq!(lives(&plain), lives(&rich));
        let pay = |months: &[Snapshots]| -> i64 {
            months.iter().flat_map(Snapshots::values).map(|m| m.earned[0].cents()).sum()
        };
        assert!(pay(&rich) > pay(&plain) && pay(&plain) > 0);
    }
}

#[test]
fn who_minds_his_income_stays_longer_for_a_higher_rate() {
    let key = RunKey::new(5, 0);
    assert_ne!(lives(&months(&lively(), key)), lives(&months(&generous(lively()), key)));
}

/// Members at or below the first founder, as long as he is there, month by month.
fn branch(months: &[Snapshots]) -> Vec<Snapshots> {
    // Whoever was ever in the branch stays in it, under whomever he stands.
    let mut branch = BTreeSet::from([Lineage::founder(0)]);
    let mut found = Vec::new();
    for members in months {
        let mut grows = true;
        while grows {
            let newcomers: Vec<Lineage> = members
                .iter()
                .filter(|(who, m)| {
                    !branch.contains(*who) && m.upline.is_some_and(|u| branch.contains(&u))
                })
                .map(|(&who, _)| who)
                .collect();
            grows = !newcomers.is_empty();
            branch.extend(newcomers);
        }
        found.push(
            members
                .iter()
                .filter(|(who, _)| branch.contains(*who))
                .map(|(&w, &m)| (w, m))
                .collect(),
        );
    }
    found
}

/// A slowly growing company with so many founders.
fn founded(founders: u32, population: Population) -> Model {
    let mut model = lively();
    model.market.population = population;
    model.market.founders = founders;
    model.recruiting.contacts = 1.0;
    model
}

#[test]
fn another_branch_leaves_ones_luck_alone() {
    for run in 0..3 {
        let key = RunKey::new(5, run);
        let one = months(&founded(1, Population::Infinite), key);
        let two = months(&founded(2, Population::Infinite), key);
        let lonely: Vec<Snapshots> = branch(&one);
        assert_eq!(lonely, one, "there is no other branch");
        let together = branch(&two);
        assert_eq!(together[..one.len()], lonely, "run {run}");
        assert!(together[one.len()..].iter().all(Snapshots::is_empty));
        assert!(two.iter().zip(&together).any(|(all, branch)| all.len() > branch.len()));
    }
}

#[test]
fn branches_meet_in_a_market_that_fills() {
    let founded = |founders| {
        let mut model = founded(founders, Population::Finite(40));
        model.recruiting.contacts = 4.0;
        model
    };
    let meet = |run| {
        let key = RunKey::new(5, run);
        let one = months(&founded(1), key);
        branch(&months(&founded(2), key))[..one.len()] != branch(&one)
    };
    assert!((0..5).any(meet));
}
