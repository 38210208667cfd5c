//! Trees in which somebody else than the sponsor has the money.
//!
//! `n` members join one by one, each recruited by one of those before with the same chance; the
//! first is number 1. His recruits are his; of everybody else's recruits the first `k` belong to
//! whomever he belongs to.

use mlmsim::genealogy::Genealogy;
use mlmsim::random::Draws;
use mlmsim::submodels::theory::{preferential_tree, uniform_tree};

use crate::laws::{members_by_recruits, passed_up};
use crate::support::{Comparison, accept, mean, reject, sized, theory_draws};

/// Grows a tree of so many members.
type Grower = fn(u32, &mut Draws) -> Vec<Option<u32>>;

/// By member in joining order, how many belong to him.
fn own_people(grow: Grower, n: u32, first: u32, draws: &mut Draws) -> Vec<i64> {
    let sponsors = grow(n, draws);
    let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
    let genealogy = genealogy.with_pass_up_in_turn(first, &sponsors, &place);
    let mut own = vec![0; n as usize];
    genealogy.belonging().fold(|row, below: i64| {
        own[row] = below;
        1
    });
    place.iter().map(|&place| own[place as usize]).collect()
}

/// Members with nobody, and how many people certain members have, where `first` are passed up,
/// beside the laws for two.
fn two_up(grow: Grower, first: u32) -> Vec<Comparison> {
    const NUMBERS: [u32; 5] = [1, 2, 5, 20, 60];
    let n = 200;
    let mut draws = theory_draws(11);
    let trees: Vec<Vec<i64>> =
        (0..sized(4_000)).map(|_| own_people(grow, n, first, &mut draws)).collect();
    let figures =
        |read: &dyn Fn(&[i64]) -> f64| trees.iter().map(|own| read(own)).collect::<Vec<f64>>();
    // Whoever has recruited no more than two has nobody, but for the first, who is not counted.
    let by_recruits = members_by_recruits(n, |joined, _| 1.0 / joined);
    let of_the_first = passed_up(n, 1, 2);
    let expected =
        by_recruits[..3].iter().sum::<f64>() - of_the_first.recruits[..3].iter().sum::<f64>();
    let with_nobody = |own: &[i64]| own[1..].iter().filter(|&&own| own == 0).count() as f64;
    let mut comparisons = vec![mean("with nobody", &figures(&with_nobody), expected)];
    comparisons.extend(NUMBERS.into_iter().map(|member| {
        let own = figures(&|own| own[member as usize - 1] as f64);
        mean(format!("people of member {member}"), &own, passed_up(n, member, 2).own)
    }));
    comparisons
}

#[test]
fn of_those_who_pass_two_up_seven_of_eight_have_nobody() {
    let name = "schemes::of_those_who_pass_two_up_seven_of_eight_have_nobody";
    accept(name, &two_up(uniform_tree, 2));
    reject(&two_up(uniform_tree, 1));
    reject(&two_up(|n, draws| preferential_tree(n, 8.0, draws), 2));
}
