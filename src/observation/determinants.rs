//! What decides income: how much of the variance of the rank of income when, where and what
//! somebody joined as explain, and what is left to luck.
//!
//! People are put into groups by each factor, and counted in classes of income in the joint
//! groups of all factors, so that nothing grows with the number of people. At the end classes
//! become mid-ranks, and a set of factors explains the share of their variance that does not lie
//! within its groups. That within a group is taken as the variance that a sample tells of, so that
//! groups do not explain by chance; of each group by its own people, as epsilon squared (Kelley
//! 1935) does of all groups together, since incomes need not vary alike in large groups and small.
//! What all factors explain is shared out among them by the value of Shapley (1953): the mean, over
//! all orders, of what a factor adds to those before it.

use super::vocabulary::Factor;

/// Groups of each factor.
const GROUPS: [usize; FACTORS] = [6, 5, 4, 4, 5];
const FACTORS: usize = Factor::ALL.len();
/// Upper ends of the groups by levels above on joining; the last one has none.
const LEVELS: [u16; 4] = [0, 2, 4, 7];
/// The same by skill; the mean is 1.
const SKILLS: [f32; 3] = [0.6, 1.1, 1.8];
/// The same by hours; the mean is 1.
const HOURS: [f32; 3] = [0.6, 1.1, 1.8];
/// The same by willingness to recruit; the mean is 1, which is no end: rounding must not part those who are alike.
const PROPENSITIES: [f32; 4] = [0.05, 0.25, 0.75, 1.75];

/// How many people there must be for each group that anybody is in.
const PEOPLE_A_GROUP: i64 = 2;

/// Classes of income to an octave of amounts.
const CLASSES_PER_OCTAVE: usize = 8;
const OCTAVES: usize = 40;
/// Classes on one side of zero.
const SIDE: usize = CLASSES_PER_OCTAVE * OCTAVES;
const CLASSES: usize = 2 * SIDE + 1;

/// What somebody joined as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// The month of joining, of so many that the run has.
    pub joined: u32,
    pub months: u32,
    /// Levels above him when he joined.
    pub level: u16,
    /// Skill on joining.
    pub skill: f32,
    /// Hours, relative to their mean.
    pub hours: f32,
    /// Willingness to recruit, relative to its mean.
    pub propensity: f32,
}

impl Start {
    /// The groups he belongs to, in the order of [`Factor::ALL`].
    fn groups(&self) -> [usize; FACTORS] {
        [
            (self.joined as usize * GROUPS[0]) / (self.months as usize + 1),
            LEVELS.partition_point(|&end| end < self.level),
            SKILLS.partition_point(|&end| end < self.skill),
            HOURS.partition_point(|&end| end < self.hours),
            PROPENSITIES.partition_point(|&end| end < self.propensity),
        ]
    }

    /// The joint group.
    pub(super) fn joint_group(&self) -> JointGroup {
        let groups = self.groups().into_iter().zip(GROUPS);
        JointGroup(groups.fold(0, |cell, (group, count)| cell * count + group) as u16)
    }
}

/// One group by each factor.
#[derive(Clone, Copy, Debug)]
pub(super) struct JointGroup(u16);

/// The class of an amount, ascending; zero is one of its own.
fn class_of(cents: i64) -> usize {
    let magnitude = cents.unsigned_abs();
    let Some(octave) = magnitude.checked_ilog2() else { return SIDE };
    // The three bits behind the leading one.
    let bits = if octave >= 3 { magnitude >> (octave - 3) } else { magnitude << (3 - octave) };
    let place = (octave as usize * CLASSES_PER_OCTAVE + (bits & 7) as usize).min(SIDE - 1);
    if cents < 0 { SIDE - 1 - place } else { SIDE + 1 + place }
}

/// Joint groups of all factors.
const CELLS: usize = GROUPS[0] * GROUPS[1] * GROUPS[2] * GROUPS[3] * GROUPS[4];

/// People by joint group and class of income.
#[derive(Clone, Debug)]
pub(super) struct Determinants {
    /// Group and class of people who are not in the table yet, at most `WAITING_MAX`: of a small
    /// run nobody gets there, and a table of which most is empty is neither made nor read.
    waiting: Vec<(u16, u16)>,
    /// Present once there have been more than `WAITING_MAX` people.
    table: Option<Vec<[u32; CLASSES]>>,
    /// People of all groups by class of income.
    people: [i64; CLASSES],
}

impl Default for Determinants {
    fn default() -> Self {
        Self { waiting: Vec::new(), table: None, people: [0; CLASSES] }
    }
}

/// How much of the variance of the rank of income is explained; NaN where it cannot be said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explained {
    /// By each of [`Factor::ALL`], in shares that with [`Self::luck`] add up to one.
    pub shares: [f64; FACTORS],
    /// By each of them alone.
    pub alone: [f64; FACTORS],
    /// What all of them together do not explain.
    pub luck: f64,
}

impl Determinants {
    const WAITING_MAX: usize = 1 << 17;

    /// Counts one person with his income in cents.
    #[inline]
    pub(super) fn record(&mut self, group: JointGroup, cents: i64) {
        let class = class_of(cents);
        self.people[class] += 1;
        if self.waiting.len() == Self::WAITING_MAX {
            self.sort_in();
        }
        self.waiting.push((group.0, class as u16));
    }

    #[cold]
    fn sort_in(&mut self) {
        let table = self.table.get_or_insert_with(|| vec![[0; CLASSES]; CELLS]);
        for (cell, class) in self.waiting.drain(..) {
            table[usize::from(cell)][usize::from(class)] += 1;
        }
    }

    /// The joint groups, by their places, and everybody as one group.
    fn groups(&self) -> (Vec<Group>, Group) {
        let all: i64 = self.people.iter().sum();
        let mut below = 0;
        let deviation = self.people.map(|count| {
            let twice_mid_rank = 2 * below + count;
            below += count;
            twice_mid_rank - all
        });
        let mut everybody = Group::default();
        for (&people, &deviation) in self.people.iter().zip(&deviation) {
            everybody.add(people, deviation);
        }
        let mut cells = vec![Group::default(); CELLS];
        for (cell, classes) in cells.iter_mut().zip(self.table.iter().flatten()) {
            for (&people, &deviation) in classes.iter().zip(&deviation) {
                cell.add(people.into(), deviation);
            }
        }
        for &(cell, class) in &self.waiting {
            cells[usize::from(cell)].add(1, deviation[usize::from(class)]);
        }
        (cells, everybody)
    }

    /// What the factors explain.
    pub(super) fn explained(&self) -> Explained {
        let (joint, everybody) = self.groups();
        let n_groups = joint.iter().filter(|group| group.people > 0).count();
        // With hardly more people than groups, chance explains all.
        if everybody.squares == 0 || everybody.people < PEOPLE_A_GROUP * n_groups as i64 {
            let nothing = [f64::NAN; FACTORS];
            return Explained { shares: nothing, alone: nothing, luck: f64::NAN };
        }
        let by_set = sets_of_groups(joint).map(|groups| share_explained(&groups, &everybody));
        let shares = std::array::from_fn(|factor| shapley(&by_set, factor));
        let alone = std::array::from_fn(|factor| by_set[1 << factor]);
        Explained { shares, alone, luck: 1.0 - by_set[SETS - 1] }
    }
}

/// The people of a group, the sum of their deviations from the middle rank, in halves, and that of
/// the squares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Group {
    people: i64,
    sum: i64,
    squares: i128,
}

impl Group {
    fn add(&mut self, people: i64, deviation: i64) {
        self.people += people;
        self.sum += people * deviation;
        self.squares += i128::from(people) * i128::from(deviation).pow(2);
    }

    fn join(&mut self, other: &Self) {
        self.people += other.people;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The sum of squares around their own mean.
    fn around_mean(&self) -> f64 {
        self.squares as f64 - self.sum as f64 * self.sum as f64 / self.people as f64
    }

    /// The variance that a sample of two people and more tells of.
    fn variance(&self) -> f64 {
        self.around_mean() / (self.people as f64 - 1.0)
    }
}

/// Sets of factors, each a bit of a number.
const SETS: usize = 1 << FACTORS;

/// The groups by each set of factors, given the joint groups by all of them. Those by a set are in
/// the order of its factors, the groups of the last one next to each other.
fn sets_of_groups(joint: Vec<Group>) -> [Vec<Group>; SETS] {
    let mut sets = [const { Vec::new() }; SETS];
    sets[SETS - 1] = joint;
    // Each is made of one that has a factor more, which is made before it.
    for set in (0..SETS - 1).rev() {
        let factor = set.trailing_ones() as usize;
        let more = set | 1 << factor;
        let behind = (factor + 1..FACTORS).filter(|behind| more >> behind & 1 == 1);
        let n_behind = behind.map(|behind| GROUPS[behind]).product();
        sets[set] = joined(&sets[more], GROUPS[factor], n_behind);
    }
    sets
}

/// Puts together the groups that differ by one factor alone, which has `n_groups`; `n_behind` groups
/// in a row are those by the factors behind it.
fn joined(groups: &[Group], n_groups: usize, n_behind: usize) -> Vec<Group> {
    let mut joined = Vec::with_capacity(groups.len() / n_groups);
    for together in groups.chunks_exact(n_groups * n_behind) {
        let (first, others) = together.split_at(n_behind);
        let start = joined.len();
        joined.extend_from_slice(first);
        for groups in others.chunks_exact(n_behind) {
            for (whole, group) in joined[start..].iter_mut().zip(groups) {
                whole.join(group);
            }
        }
    }
    joined
}

/// The share that is explained by the factors by which people are in these groups.
///
/// The variance of ranks is that within groups and that between them, and the first is known
/// without bias: each group of two and more says what it is among its own people. Those who are
/// alone in their group are taken to be like those who are two, or else like all others.
fn share_explained(groups: &[Group], everybody: &Group) -> f64 {
    let everyone = everybody.people as f64;
    let (mut within, mut alone, mut pairs, mut of_pairs) = (0.0, 0.0, 0.0, 0.0);
    for group in groups.iter().filter(|group| group.people > 0) {
        let part = group.people as f64 / everyone;
        match group.people {
            1 => alone += part,
            2 => {
                pairs += part;
                of_pairs += part * group.variance();
            }
            _ => within += part * group.variance(),
        }
    }
    within += of_pairs;
    if alone > 0.0 {
        let alike = if pairs > 0.0 { of_pairs / pairs } else { within / (1.0 - alone) };
        within += alone * alike;
    }
    1.0 - within / everybody.variance()
}

/// The mean, over all orders of the factors, of what one adds to those before it.
fn shapley(by_set: &[f64], factor: usize) -> f64 {
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let orders = factorial(FACTORS as u32);
    (0..by_set.len())
        .filter(|set| set >> factor & 1 == 0)
        .map(|set| {
            let before = set.count_ones();
            let weight = factorial(before) * factorial(FACTORS as u32 - 1 - before) / orders;
            weight * (by_set[set | 1 << factor] - by_set[set])
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::random::Draws;

    const MONTHS: u32 = 119;

    /// People of all kinds, with the income that a rule gives them from their start and three
    /// numbers of chance between 0 and 1.
    fn study(n: usize, income: impl Fn(&Start, [f64; 3]) -> f64) -> Determinants {
        let mut draws = Draws::seed_from_u64(7);
        let mut found = Determinants::default();
        for _ in 0..n {
            let start = Start {
                joined: draws.random_range(0..=MONTHS),
                months: MONTHS,
                level: draws.random_range(0..10),
                skill: draws.random_range(0.3..2.5),
                hours: draws.random_range(0.3..2.5),
                propensity: draws.random_range(0.0..3.0),
            };
            let chance = [(); 3].map(|()| draws.random_range(0.0..1.0));
            found.record(start.joint_group(), (100.0 * income(&start, chance)) as i64);
        }
        found
    }

    fn assert_near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found}, not {expected}");
    }

    #[test]
    fn classes_are_in_the_order_of_amounts_and_alike_on_both_sides() {
        let amounts = [0, 1, 2, 3, 7, 8, 9, 100, 101, 1_000, 123_456, i64::MAX];
        let mut all: Vec<i64> = amounts.iter().flat_map(|&a| [-a, a]).collect();
        all.sort_unstable();
        assert!(all.is_sorted_by_key(|&cents| class_of(cents)));
        for amount in amounts {
            assert_eq!(class_of(-amount), CLASSES - 1 - class_of(amount));
        }
        assert_ne!(class_of(100), class_of(112));
        assert_eq!((class_of(i64::MIN), class_of(i64::MAX)), (0, CLASSES - 1));
    }

    #[test]
    fn a_joint_group_knows_the_group_of_each_factor() {
        let start =
            Start { joined: 60, months: MONTHS, level: 3, skill: 1.0, hours: 0.7, propensity: 9.0 };
        assert_eq!(start.groups(), [3, 2, 1, 1, 4]);
        let place = usize::from(start.joint_group().0);
        let mut joint = vec![Group::default(); CELLS];
        joint[place].add(1, 7);
        for (set, groups) in sets_of_groups(joint).iter().enumerate() {
            let of_set = (0..FACTORS).filter(|factor| set >> factor & 1 == 1);
            let expected = of_set.fold(0, |place, f| place * GROUPS[f] + start.groups()[f]);
            let found: Vec<usize> = (0..groups.len()).filter(|&n| groups[n].people > 0).collect();
            assert_eq!(found, [expected], "{set:b}");
        }
    }

    /// Of 20,000 people the share explained by chance alone has a standard error below .01.
    #[test]
    fn pure_luck_is_explained_by_nothing() {
        let Explained { shares, alone, luck } = study(20_000, |_, [a, ..]| a - 0.5).explained();
        for share in shares.into_iter().chain(alone) {
            assert_near(share, 0.0, 0.01);
        }
        assert_near(luck, 1.0, 0.03);
    }

    /// What all factors explain where the sums of squares within groups are added up as they are.
    fn uncorrected(joint: &[Group], everybody: &Group) -> f64 {
        let somebody = joint.iter().filter(|group| group.people > 0);
        let within: f64 = somebody.map(Group::around_mean).sum();
        1.0 - within / everybody.squares as f64
    }

    /// The same less what so many groups explain by chance where all vary alike (epsilon squared).
    fn corrected_alike(joint: &[Group], everybody: &Group) -> f64 {
        let people = everybody.people as f64;
        let groups = joint.iter().filter(|group| group.people > 0).count() as f64;
        1.0 - (1.0 - uncorrected(joint, everybody)) * (people - 1.0) / (people - groups)
    }

    /// Without the correction, 2,400 groups of 20,000 people would explain 10 % of pure luck.
    #[test]
    fn groups_explain_by_chance_what_the_correction_takes_away() {
        let (cells, everybody) = study(20_000, |_, [a, ..]| a - 0.5).groups();
        let uncorrected = uncorrected(&cells, &everybody);
        assert!(uncorrected > 0.08, "{uncorrected}");
        assert_near(share_explained(&cells, &everybody), 0.0, 0.02);
    }

    /// Of pure luck that is greater where few people are alike. A correction for all groups alike
    /// would make it explain 5 %; by their own variance the standard error is below .01.
    #[test]
    fn small_groups_that_vary_more_explain_nothing_either() {
        let wide = |start: &Start| if start.propensity < 0.75 { 1.0 } else { 1e-3 };
        let found = study(20_000, |start, [a, ..]| 1e4 * wide(start) * (a - 0.5));
        let (cells, everybody) = found.groups();
        assert!(corrected_alike(&cells, &everybody) > 0.04);
        assert_near(share_explained(&cells, &everybody), 0.0, 0.03);
    }

    /// With two people a group, and most groups of one or two, what is explained is what it is
    /// with two hundred.
    #[test]
    fn few_people_say_the_same_as_many() {
        let income = |start: &Start, [a, ..]: [f64; 3]| {
            f64::from(start.skill) * f64::from(start.propensity) + 3.0 * a
        };
        let many = study(400_000, income).explained();
        let few = study(4_400, income).explained();
        let fewer = study(2_000, income).explained();
        assert!(fewer.luck.is_nan());
        assert_near(few.luck, many.luck, 0.05);
        for (few, many) in few.shares.into_iter().zip(many.shares) {
            assert_near(few, many, 0.05);
        }
    }

    #[test]
    fn income_by_skill_alone_is_explained_by_skill() {
        let step = |start: &Start| SKILLS.partition_point(|&end| end < start.skill) as f64;
        let found = study(20_000, |start, _| 1.0 + 10.0 * step(start)).explained();
        assert_near(found.shares[Factor::Skill as usize], 1.0, 0.01);
        assert_near(found.alone[Factor::Skill as usize], 1.0, 1e-9);
        assert_near(found.luck, 0.0, 1e-9);
    }

    /// Two factors of two equal halves each and chance of the same weight: ranks of the sum of
    /// three equal parts, of which each explains about a third.
    #[test]
    fn what_matters_equally_has_equal_shares() {
        let half = |is_upper: bool| f64::from(u8::from(is_upper));
        let found = study(40_000, |start, [a, ..]| {
            half(start.joined >= 60) + half(start.level >= 5) + half(a > 0.5)
        });
        let Explained { shares, luck, .. } = found.explained();
        let [entry, position, rest @ ..] = shares;
        // Ranks are not quite sums, and luck has what it decides together with others.
        assert_near(entry, luck, 0.03);
        assert_near(entry, position, 0.02);
        for share in rest {
            assert_near(share, 0.0, 0.01);
        }
        assert_near(shares.iter().sum::<f64>() + luck, 1.0, 1e-12);
    }

    #[test]
    fn many_people_are_counted_like_few() {
        let income = |start: &Start, [a, ..]: [f64; 3]| f64::from(start.skill) * a;
        let many = study(Determinants::WAITING_MAX + 9, income);
        assert!(many.table.is_some() && many.waiting.len() == 9);
        let (cells, everybody) = many.groups();
        let mut sorted_in = many.clone();
        sorted_in.sort_in();
        assert_eq!(sorted_in.groups(), (cells.clone(), everybody));
        let mut together = Group::default();
        for group in &cells {
            together.join(group);
        }
        assert_eq!(
            (together, together.people, together.sum),
            (everybody, 131_081, 0),
            "ranks balance"
        );
    }

    #[test]
    fn where_nothing_differs_nothing_is_explained() {
        let alike = study(1_000, |_, _| 5.0).explained();
        assert!(alike.luck.is_nan() && alike.shares[0].is_nan());
        let few = study(100, |_, [a, ..]| a).explained();
        assert!(few.luck.is_nan(), "more groups than people");
        assert!(Determinants::default().explained().luck.is_nan());
    }
}
