//! Trees of the theory, laid out, folded and measured by the program.
//!
//! `n` members join one by one; the first is number 1 and stands at depth 0.

use mlmsim::genealogy::Genealogy;
use mlmsim::random::{Draws, uniform};
use mlmsim::statistics::{Distribution, Histogram};
use mlmsim::submodels::theory::{preferential_tree, uniform_tree};

use crate::laws::{harmonic, members_by_recruits, subtree_chance};
use crate::support::{
    Comparison, accept, exact_error, mean, reject, share, sized, theory_draws, variance,
};

/// Grows a tree of so many members.
type Grower = fn(u32, &mut Draws) -> Vec<Option<u32>>;

/// The preferential tree of the closed forms.
fn by_recruits(n: u32, draws: &mut Draws) -> Vec<Option<u32>> {
    preferential_tree(n, 1.0, draws)
}

/// Broken: members weigh a fifth less before their first recruit.
fn by_recruits_alone(n: u32, draws: &mut Draws) -> Vec<Option<u32>> {
    preferential_tree(n, 0.8, draws)
}

/// Broken: of those who have joined, the last tenth do not recruit yet.
fn never_the_newest(n: u32, draws: &mut Draws) -> Vec<Option<u32>> {
    let recruiters = |joined: u32| f64::from(joined) * 0.9;
    (0..n).map(|m| (m > 0).then(|| (uniform(draws) * recruiters(m)) as u32)).collect()
}

/// A tree laid out, with what the program's fold says of it.
struct Tree {
    genealogy: Genealogy,
    /// Where each member stands, in joining order.
    place: Vec<u32>,
    /// By place.
    downline: Vec<i64>,
}

impl Tree {
    fn recruits(&self, place: usize) -> u32 {
        self.genealogy.identity()[place].sign_ups
    }

    /// How many members have this many recruits.
    fn with_recruits(&self, recruits: u32) -> f64 {
        (0..self.genealogy.len()).filter(|&place| self.recruits(place) == recruits).count() as f64
    }

    /// The place of the `k`th member, from 1.
    fn member(&self, k: u32) -> usize {
        self.place[k as usize - 1] as usize
    }
}

fn forest(grow: Grower, n: u32, trees: u32, seed: u64) -> impl Iterator<Item = Tree> {
    let mut draws = theory_draws(seed);
    (0..trees).map(move |_| {
        let (genealogy, place) = Genealogy::from_sponsors(&grow(n, &mut draws));
        let mut downline = vec![0; n as usize];
        genealogy.fold(|member, below: i64| {
            downline[member] = below;
            below + 1
        });
        Tree { genealogy, place, downline }
    })
}

/// One figure of each tree.
fn figures(grow: Grower, n: u32, trees: u32, seed: u64, read: impl Fn(&Tree) -> f64) -> Vec<f64> {
    forest(grow, n, trees, seed).map(|tree| read(&tree)).collect()
}

fn leaves(grow: Grower) -> [Comparison; 2] {
    let n = 200;
    let leaves = figures(grow, n, sized(5000), 1, |tree| tree.with_recruits(0));
    let n = f64::from(n);
    [mean("mean", &leaves, n / 2.0), variance("variance", &leaves, n / 12.0)]
}

#[test]
fn half_of_the_members_recruit_nobody_with_variance_of_a_twelfth() {
    let name = "trees::half_of_the_members_recruit_nobody_with_variance_of_a_twelfth";
    accept(name, &leaves(uniform_tree));
    reject(&leaves(never_the_newest));
}

/// Members by number of recruits beside their exact expectations.
fn recruits(grow: Grower, chance: impl Fn(f64, f64) -> f64) -> Vec<Comparison> {
    const CLASSES: usize = 7;
    let (n, trees) = (1000, sized(400));
    let counts: Vec<[f64; CLASSES]> = forest(grow, n, trees, 2)
        .map(|tree| std::array::from_fn(|k| tree.with_recruits(k as u32)))
        .collect();
    let expected = members_by_recruits(n, chance);
    (0..CLASSES)
        .map(|k| {
            let members: Vec<f64> = counts.iter().map(|tree| tree[k]).collect();
            mean(format!("{k} recruits"), &members, expected[k])
        })
        .collect()
}

#[test]
fn recruits_of_a_random_member_follow_the_law_of_the_uniform_tree() {
    let law = |joined: f64, _: f64| 1.0 / joined;
    let name = "trees::recruits_of_a_random_member_follow_the_law_of_the_uniform_tree";
    accept(name, &recruits(uniform_tree, law));
    reject(&recruits(never_the_newest, law));
}

#[test]
fn recruits_of_a_random_member_follow_the_law_of_the_preferential_tree() {
    let law = |joined: f64, recruits: f64| (recruits + 1.0) / (2.0 * joined - 1.0);
    let name = "trees::recruits_of_a_random_member_follow_the_law_of_the_preferential_tree";
    accept(name, &recruits(by_recruits, law));
    reject(&recruits(by_recruits_alone, law));
}

#[test]
fn recruits_follow_the_law_of_a_preferential_tree_of_another_weight() {
    let law = |joined: f64, recruits: f64| (recruits + 0.4) / (1.4 * joined - 1.0);
    let name = "trees::recruits_follow_the_law_of_a_preferential_tree_of_another_weight";
    accept(name, &recruits(|n, draws| preferential_tree(n, 0.4, draws), law));
    reject(&recruits(by_recruits_alone, law));
}

/// Recruits and depth of members by their place in the order of joining.
fn entry(grow: Grower) -> Vec<Comparison> {
    const NUMBERS: [u32; 6] = [2, 3, 5, 10, 20, 40];
    let (n, trees) = (50, sized(10_000));
    // Sums of recruits and depths and how often nobody was recruited.
    let mut sums = [[0_u64; 3]; NUMBERS.len()];
    for tree in forest(grow, n, trees, 3) {
        for (k, sum) in NUMBERS.into_iter().zip(&mut sums) {
            let place = tree.member(k);
            sum[0] += u64::from(tree.recruits(place));
            sum[1] += u64::from(tree.genealogy.depth()[place]);
            sum[2] += u64::from(tree.recruits(place) == 0);
        }
    }
    let mut comparisons = Vec::new();
    for (k, [recruits, depths, nobody]) in NUMBERS.into_iter().zip(sums) {
        // Both are sums of independent events of chances 1/j.
        let sum_of_events = |what: &str, sum: u64, from: u32, to: u32| {
            let between = |power| harmonic(to - 1, power) - harmonic(from - 1, power);
            let error = ((between(1) - between(2)) / f64::from(trees)).sqrt();
            let found = sum as f64 / f64::from(trees);
            exact_error(format!("{what} of member {k}"), found, between(1), error)
        };
        comparisons.push(sum_of_events("recruits", recruits, k, n));
        if k > 2 {
            comparisons.push(sum_of_events("depth", depths, 1, k));
        }
        let chance = f64::from(k - 1) / f64::from(n - 1);
        comparisons.push(share(format!("no recruit of member {k}"), nobody, trees.into(), chance));
    }
    comparisons
}

#[test]
fn entry_decides_about_recruits_and_depth() {
    accept("trees::entry_decides_about_recruits_and_depth", &entry(uniform_tree));
    reject(&entry(never_the_newest));
}

/// The size of the subtree of the `k`th member.
fn subtrees(grow: Grower) -> Vec<Comparison> {
    const NUMBERS: [u32; 3] = [2, 4, 8];
    let (n, trees) = (20, sized(30_000));
    let mut counts = [[0_u64; 21]; NUMBERS.len()];
    for tree in forest(grow, n, trees, 4) {
        for (k, counts) in NUMBERS.into_iter().zip(&mut counts) {
            counts[tree.downline[tree.member(k)] as usize + 1] += 1;
        }
    }
    let mut comparisons = Vec::new();
    for (k, counts) in NUMBERS.into_iter().zip(counts) {
        for size in 1..=n - k + 1 {
            let chance = subtree_chance(n.into(), k.into(), size.into());
            if chance * 30_000.0 >= 200.0 {
                let what = format!("{size} members from {k}");
                comparisons.push(share(what, counts[size as usize], trees.into(), chance));
            }
        }
    }
    comparisons
}

#[test]
fn the_subtree_of_a_member_follows_its_exact_law() {
    accept("trees::the_subtree_of_a_member_follows_its_exact_law", &subtrees(uniform_tree));
    reject(&subtrees(never_the_newest));
}

fn depths(grow: Grower) -> [Comparison; 1] {
    let n = 1000;
    let depths = figures(grow, n, sized(400), 5, |tree| {
        let sum: u32 = tree.genealogy.depth().iter().sum();
        f64::from(sum) / f64::from(n)
    });
    [mean("mean depth", &depths, harmonic(n, 1) - 1.0)]
}

#[test]
fn mean_depth_is_a_harmonic_number_less_one() {
    accept("trees::mean_depth_is_a_harmonic_number_less_one", &depths(uniform_tree));
    reject(&depths(never_the_newest));
}

/// Shares of members with a downline of at least so many, beside exact expectations.
fn downlines(grow: Grower, expected: impl Fn(f64, f64) -> f64) -> Vec<Comparison> {
    const SIZES: [i64; 7] = [1, 2, 3, 5, 10, 20, 100];
    let n = 10_000;
    let shares: Vec<[f64; SIZES.len()]> = forest(grow, n, sized(60), 6)
        .map(|tree| {
            SIZES.map(|size| {
                let members = tree.downline.iter().filter(|&&downline| downline >= size).count();
                members as f64 / f64::from(n)
            })
        })
        .collect();
    (0..SIZES.len())
        .map(|i| {
            let shares: Vec<f64> = shares.iter().map(|tree| tree[i]).collect();
            let expected = expected(f64::from(n), SIZES[i] as f64);
            mean(format!("downline of {} or more", SIZES[i]), &shares, expected)
        })
        .collect()
}

#[test]
fn downlines_of_the_uniform_tree_are_pareto_with_exponent_one() {
    let law = |_, size: f64| 1.0 / (size + 1.0);
    let name = "trees::downlines_of_the_uniform_tree_are_pareto_with_exponent_one";
    accept(name, &downlines(uniform_tree, law));
    reject(&downlines(never_the_newest, law));
}

#[test]
fn downlines_of_the_preferential_tree_are_pareto_with_exponent_one() {
    // 1 / (2 m + 1), and a term for the root, who has everybody below him.
    let law = |n: f64, size: f64| (1.0 - 0.5 / n) / (2.0 * size + 1.0) + 0.5 / n;
    let name = "trees::downlines_of_the_preferential_tree_are_pareto_with_exponent_one";
    accept(name, &downlines(by_recruits, law));
    reject(&downlines(by_recruits_alone, law));
}

fn preferential_leaves(grow: Grower) -> [Comparison; 1] {
    let n = 200;
    let leaves = figures(grow, n, sized(3000), 7, |tree| tree.with_recruits(0));
    [mean("leaves", &leaves, (2.0 * f64::from(n) - 1.0) / 3.0)]
}

#[test]
fn two_thirds_of_a_preferential_tree_recruit_nobody() {
    let name = "trees::two_thirds_of_a_preferential_tree_recruit_nobody";
    accept(name, &preferential_leaves(by_recruits));
    reject(&preferential_leaves(by_recruits_alone));
}

/// Recruits of the `k`th member: each step from `j` to `j + 1` members multiplies the expected
/// weight by `1 + 1 / (2 j - 1)`; about `sqrt(n / k) - 1`.
fn preferential_entry(grow: Grower) -> Vec<Comparison> {
    const NUMBERS: [u32; 4] = [1, 2, 5, 20];
    let n = 100;
    let recruits: Vec<[f64; NUMBERS.len()]> = forest(grow, n, sized(10_000), 8)
        .map(|tree| NUMBERS.map(|k| f64::from(tree.recruits(tree.member(k)))))
        .collect();
    (0..NUMBERS.len())
        .map(|i| {
            let k = NUMBERS[i];
            let weight: f64 = (k..n).map(|j| 1.0 + 1.0 / (2.0 * f64::from(j) - 1.0)).product();
            let recruits: Vec<f64> = recruits.iter().map(|tree| tree[i]).collect();
            mean(format!("recruits of member {k}"), &recruits, weight - 1.0)
        })
        .collect()
}

#[test]
fn in_a_preferential_tree_entry_counts_more() {
    accept("trees::in_a_preferential_tree_entry_counts_more", &preferential_entry(by_recruits));
    reject(&preferential_entry(by_recruits_alone));
}

/// Mean and standard error of a concentration figure of trees of 10,000: values of
/// `docs/concentration.c`, a separate program.
type Reference = (f64, f64);

/// Top 1 %, top 10 % and Gini of downlines, and the same of downlines with their heads.
const UNIFORM: [Reference; 6] = [
    (0.634_39, 0.000_17),
    (0.882_30, 0.000_06),
    (0.926_27, 0.000_03),
    (0.570_51, 0.000_18),
    (0.802_14, 0.000_08),
    (0.831_33, 0.000_07),
];
const PREFERENTIAL: [Reference; 6] = [
    (0.712_01, 0.000_20),
    (0.923_12, 0.000_05),
    (0.953_51, 0.000_03),
    (0.596_27, 0.000_23),
    (0.787_10, 0.000_12),
    (0.795_88, 0.000_12),
];

fn concentration(grow: Grower, references: &[Reference; 6]) -> Vec<Comparison> {
    let ask = |downlines: &mut dyn Iterator<Item = i64>| {
        let mut histogram = Histogram::default();
        downlines.for_each(|downline| histogram.record(downline));
        let all: Distribution = histogram.distribution();
        [all.top_share(0.01), all.top_share(0.1), all.gini()].map(Option::unwrap)
    };
    let trees: Vec<Vec<f64>> = forest(grow, 10_000, sized(60), 9)
        .map(|tree| {
            let without = ask(&mut tree.downline.iter().copied());
            let with = ask(&mut tree.downline.iter().map(|downline| downline + 1));
            [without, with].concat()
        })
        .collect();
    let names = ["top 1 %", "top 10 %", "Gini"];
    references
        .iter()
        .enumerate()
        .map(|(i, &(expected, reference_error))| {
            let figures: Vec<f64> = trees.iter().map(|tree| tree[i]).collect();
            let ours = mean(names[i % 3], &figures, expected);
            let error = ours.error.hypot(reference_error);
            // Bins of a histogram are wide 0.1 % of a value above 1024.
            Comparison { error, ..ours }.allowing(0.001 * expected)
        })
        .collect()
}

#[test]
fn identical_people_are_as_unequal_as_the_uniform_tree_makes_them() {
    let name = "trees::identical_people_are_as_unequal_as_the_uniform_tree_makes_them";
    accept(name, &concentration(uniform_tree, &UNIFORM));
    reject(&concentration(by_recruits, &UNIFORM));
}

#[test]
fn identical_people_are_as_unequal_as_the_preferential_tree_makes_them() {
    let name = "trees::identical_people_are_as_unequal_as_the_preferential_tree_makes_them";
    accept(name, &concentration(by_recruits, &PREFERENTIAL));
    reject(&concentration(uniform_tree, &PREFERENTIAL));
}

#[test]
fn members_so_many_levels_below_are_counted_twice() {
    // The mean number of members j levels below a member is the share of depth j or more.
    for grow in [uniform_tree as Grower, by_recruits, never_the_newest] {
        for tree in forest(grow, 3000, 3, 10) {
            const LEVELS: usize = 12;
            let mut below_in_all = [0; LEVELS];
            tree.genealogy.fold(|_, below: [i64; LEVELS]| {
                let mut upward = [1; LEVELS];
                upward[1..].copy_from_slice(&below[..LEVELS - 1]);
                for (sum, members) in below_in_all.iter_mut().zip(below) {
                    *sum += members;
                }
                upward
            });
            for (levels, found) in (1..).zip(below_in_all) {
                let deep = tree.genealogy.depth().iter().filter(|&&depth| depth >= levels).count();
                assert_eq!(found, deep as i64, "{levels} levels");
            }
        }
    }
}
