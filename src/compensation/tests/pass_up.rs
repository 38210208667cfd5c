//! Plans in which the first recruits are passed up.

use proptest::prelude::*;

use super::plans::*;
use super::*;

/// 80 % of a joining fee of 1,000 to whomever the recruit belongs to.
fn so_many_up(first: u32) -> Plan {
    let mut sale = level(&[0.80], Step::Member, 1);
    sale.tree = TreeKind::PassUp;
    sale.base = Base::Fee;
    Plan { pass_up: Some(first), ..plan(vec![sale]) }
}

/// What everybody is paid when all but the tops join, in their order, and each pays 1,000.
fn paid(plan: &Plan, sponsors: &[Option<u32>]) -> Vec<f64> {
    let (genealogy, place) = Genealogy::from_sponsors(sponsors);
    let genealogy =
        genealogy.with_pass_up_in_turn(plan.pass_up.unwrap_or_default(), sponsors, &place);
    let fee = |m: usize| Order {
        member: place[m] as usize,
        kind: Kind::Fee,
        price: 100_000,
        ..Order::default()
    };
    let fees = (0..sponsors.len()).filter(|&m| sponsors[m].is_some()).map(fee).collect();
    let run = settle(plan, &genealogy, &book(fees));
    place.iter().map(|&place| run.pay()[place as usize].units()).collect()
}

/// A to J: A enrolled B; B enrolled C, D and E; C enrolled F, G and H; E enrolled I and J.
const TEN: [Option<u32>; 10] =
    [None, Some(0), Some(1), Some(1), Some(1), Some(2), Some(2), Some(2), Some(4), Some(4)];

#[test]
fn two_up_pays_its_worked_figures() {
    let paid = paid(&so_many_up(2), &TEN);
    assert_eq!(paid[..3], [4_000.0, 2_400.0, 800.0], "A: B C D F G; B: E I J; C: H");
    assert!(paid[3..].iter().all(|&paid| paid == 0.0));
    let sales = TEN.iter().flatten().count() as f64;
    assert_eq!(sales * 1_000.0 - paid.iter().sum::<f64>(), 1_800.0, "the company");
}

#[test]
fn without_passing_up_sponsors_are_paid() {
    let by_sponsor = [800.0, 2_400.0, 2_400.0, 0.0, 1_600.0];
    let paid = paid(&so_many_up(0), &TEN);
    assert_eq!(paid[..5], by_sponsor);
}

/// In a full tree of `b` recruits each, of whom `k` are passed up, a member with `h` full levels
/// below him has `(b - k) (k^h - 1) / (k - 1)` sales, and the top `b (k^h - 1) / (k - 1)`.
#[test]
fn a_full_tree_pays_geometric_sums() {
    for (each, first, height) in [(3_u32, 2_u32, 6_u32), (4, 3, 5), (5, 2, 4), (2, 2, 7)] {
        let size = (0..=height).map(|l| each.pow(l)).sum::<u32>();
        let sponsors: Vec<Option<u32>> =
            (0..size).map(|m| (m > 0).then(|| (m - 1) / each)).collect();
        let paid = paid(&so_many_up(first), &sponsors);
        let (mut member, mut at_level) = (0, 1);
        for level in 0..=height {
            let own = if level == 0 { each } else { each - first };
            let sales = own * (first.pow(height - level) - 1) / (first - 1);
            for _ in 0..at_level {
                assert_eq!(paid[member], f64::from(sales) * 800.0, "{each} {first} {level}");
                member += 1;
            }
            at_level *= each;
        }
    }
}

proptest! {
    /// Every sale has one payee.
    #[test]
    fn every_sale_is_paid_once(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..80),
        first in 0_u32..5,
    ) {
        let sponsors: Vec<Option<u32>> = picks
            .iter()
            .enumerate()
            .map(|(m, pick)| (m > 0).then(|| pick.index(m) as u32))
            .collect();
        let paid = paid(&so_many_up(first), &sponsors);
        let sales = (sponsors.len() - 1) as f64;
        prop_assert_eq!(paid.iter().sum::<f64>(), sales * 800.0);
        prop_assert!(paid.iter().all(|&paid| paid % 800.0 == 0.0));
    }
}
