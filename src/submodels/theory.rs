//! Trees of the theory, grown one join at a time.
//!
//! The months of a simulation are not this process: there everybody who is a member at a month's
//! start recruits in it. These trees exist because their laws are known exactly, so that layout,
//! folds and statistics can be held against them.
//!
//! Both return sponsors in joining order, as [`Genealogy::from_sponsors`] lays them out; the first
//! member stands under the company and all others are his downline.
//!
//! [`Genealogy::from_sponsors`]: crate::genealogy::Genealogy::from_sponsors

use crate::random::{Draws, below, uniform};

/// A random recursive tree of `n` members: everyone who joins is recruited by one of those who
/// joined before, each with the same chance.
///
/// As a model of a pyramid: Gastwirth (1977), *The American Statistician* 31:79–82. Its laws:
/// Smythe & Mahmoud (1995), *Theory of Probability and Mathematical Statistics* 51:1–27.
pub fn uniform_tree(n: u32, draws: &mut Draws) -> Vec<Option<u32>> {
    (0..n).map(|joined| (joined > 0).then(|| below(joined, draws))).collect()
}

/// A preferential tree of `n` members: whoever joins is recruited by a member with a chance in
/// proportion to `weight` (positive) plus the number of people whom the member recruited before.
///
/// With weight 1 these are the plane-oriented recursive trees (Mahmoud, Smythe & Szymański 1993,
/// *Random Structures & Algorithms* 4:151–176); the larger the weight, the more it is like
/// [`uniform_tree`].
pub fn preferential_tree(n: u32, weight: f64, draws: &mut Draws) -> Vec<Option<u32>> {
    assert!(weight > 0.0, "weight {weight}");
    let mut sponsors: Vec<Option<u32>> = Vec::with_capacity(n as usize);
    for joined in 0..n {
        // A recruiter is drawn as himself by his weight, or as the sponsor of an earlier recruit:
        // as such he comes up once for each recruit, so no sums of weights need be kept.
        let as_members = weight * f64::from(joined);
        let sponsor = match joined {
            0 => None,
            _ if uniform(draws) * (as_members + f64::from(joined - 1)) < as_members => {
                Some(below(joined, draws))
            }
            _ => sponsors[1 + below(joined - 1, draws) as usize],
        };
        sponsors.push(sponsor);
    }
    sponsors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Lineage, RunKey, Stream};

    fn draws() -> Draws {
        RunKey::new(1, 0).stream(Stream::Theory, 0).open(Lineage::founder(0))
    }

    #[test]
    fn everyone_but_the_first_is_recruited_by_somebody_who_joined_before() {
        let mut draws = draws();
        for n in [0, 1, 2, 3, 1000] {
            for tree in [uniform_tree(n, &mut draws), preferential_tree(n, 0.5, &mut draws)] {
                assert_eq!(tree.len(), n as usize);
                for (joined, sponsor) in tree.into_iter().enumerate() {
                    assert_eq!(sponsor.is_none(), joined == 0);
                    assert!(sponsor.is_none_or(|sponsor| (sponsor as usize) < joined));
                }
            }
        }
    }

    #[test]
    fn a_tree_is_the_same_for_the_same_draws() {
        let tree = uniform_tree(12, &mut draws());
        assert_eq!(tree, uniform_tree(12, &mut draws()));
    }

    #[test]
    fn results_of_earlier_versions_can_be_repeated() {
        let sponsors: Vec<u32> = uniform_tree(12, &mut draws()).into_iter().flatten().collect();
        assert_eq!(sponsors, [0, 1, 0, 1, 3, 2, 1, 7, 2, 8, 10]);
    }

    #[test]
    fn a_vanishing_weight_leaves_the_first_recruiter_with_everybody() {
        let tree = preferential_tree(200, 1e-12, &mut draws());
        assert!(tree[1..].iter().all(|&sponsor| sponsor == Some(0)));
    }
}
