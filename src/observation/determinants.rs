//! What decides income: how much of the variance of the rank of income when, where and what
//! somebody joined as explain, and what is left to luck.
//!
//! People are put into groups by each factor, and counted in classes of income in the joint
//! groups of all factors, so that nothing grows with the number of people. At the end months of
//! joining are put together into groups with as even numbers of people as months allow, classes
//! become mid-ranks, and a set of factors explains the share of their variance that does not lie
//! within its groups. That within a group is taken as the variance that a sample tells of, so that
//! groups do not explain by chance; of each group by its own people, as epsilon squared (Kelley
//! 1935) does of all groups together, since incomes need not vary alike in large groups and small.
//! What all factors explain is shared out among them by the value of Shapley (1953): the mean, over
//! all orders, of what a factor adds to those before it.

mod even;
mod table;
#[cfg(test)]
mod tests;

use even::even_groups;
use table::{Entry, Table};

use super::vocabulary::Factor;

/// Groups of each factor; those of the first one, entry date, are made at the end of a run.
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
    /// The month of joining.
    pub joined: u32,
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
    /// The groups he belongs to by all factors but entry date, in the order of [`Factor::ALL`].
    fn groups(&self) -> [usize; FACTORS - 1] {
        [
            LEVELS.partition_point(|&end| end < self.level),
            SKILLS.partition_point(|&end| end < self.skill),
            HOURS.partition_point(|&end| end < self.hours),
            PROPENSITIES.partition_point(|&end| end < self.propensity),
        ]
    }

    /// The joint group.
    pub(super) fn joint_group(&self) -> JointGroup {
        let groups = self.groups().into_iter().zip(&GROUPS[1..]);
        let others = groups.fold(0, |joint, (group, count)| joint * count + group);
        JointGroup { month: self.joined as u16, others: others as u16 }
    }
}

/// The month of joining, and one group by each other factor.
#[derive(Clone, Copy, Debug)]
pub(super) struct JointGroup {
    month: u16,
    others: u16,
}

/// The class of an amount, ascending; zero is one of its own.
fn class_of(cents: i64) -> usize {
    let magnitude = cents.unsigned_abs();
    let Some(octave) = magnitude.checked_ilog2() else { return SIDE };
    // The three bits behind the leading one.
    let bits = if octave >= 3 { magnitude >> (octave - 3) } else { magnitude << (3 - octave) };
    let place = (octave as usize * CLASSES_PER_OCTAVE + (bits & 7) as usize).min(SIDE - 1);
    if cents < 0 { SIDE - 1 - place } else { SIDE + 1 + place }
}

/// Joint groups of all factors but entry date.
const OTHERS: usize = GROUPS[1] * GROUPS[2] * GROUPS[3] * GROUPS[4];
/// Joint groups of all factors.
const CELLS: usize = GROUPS[0] * OTHERS;

/// People by joint group and class of income.
#[derive(Clone, Debug)]
pub(super) struct Determinants {
    /// People who are not in the table yet, at most `WAITING_MAX`: of a small run nobody gets there.
    waiting: Vec<Entry>,
    table: Table,
    /// How many joined in each month.
    joins: Vec<u64>,
    /// People of all groups by class of income.
    people: [i64; CLASSES],
}

impl Default for Determinants {
    fn default() -> Self {
        Self {
            waiting: Vec::new(),
            table: Table::default(),
            joins: Vec::new(),
            people: [0; CLASSES],
        }
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

    /// Takes how many joined in a month, months in order from 0.
    pub(super) fn month(&mut self, joins: u64) {
        self.joins.push(joins);
    }

    /// Counts one person with his income in cents.
    #[inline]
    pub(super) fn record(&mut self, group: JointGroup, cents: i64) {
        let class = class_of(cents);
        self.people[class] += 1;
        if self.waiting.len() == Self::WAITING_MAX {
            self.sort_in();
        }
        let JointGroup { month, others } = group;
        self.waiting.push(Entry { month, others, class: class as u16 });
    }

    #[cold]
    fn sort_in(&mut self) {
        let people: i64 = self.people.iter().sum();
        assert!(people <= u32::MAX.into(), "{people} people are too many for the table");
        for entry in self.waiting.drain(..) {
            self.table.count(entry, &self.joins);
        }
    }

    /// The group by entry date of each slice of the run.
    fn entry_groups(&self) -> Vec<usize> {
        let mut people: Vec<i64> = self.table.people().collect();
        for entry in &self.waiting {
            let slice = self.table.slice_of(entry.month);
            if slice >= people.len() {
                people.resize(slice + 1, 0);
            }
            people[slice] += 1;
        }
        even_groups(&people, GROUPS[0])
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
        let entry_groups = self.entry_groups();
        let cell = |slice: usize, others: usize| entry_groups[slice] * OTHERS + others;
        let mut cells = vec![Group::default(); CELLS];
        for (slice, others, classes) in self.table.groups() {
            let cell = &mut cells[cell(slice, others)];
            for &(class, people) in classes {
                cell.add(people.into(), deviation[usize::from(class)]);
            }
        }
        for &Entry { month, others, class } in &self.waiting {
            let cell = cell(self.table.slice_of(month), others.into());
            cells[cell].add(1, deviation[usize::from(class)]);
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
