//! What decides income: how much of the variance of the rank of income when, where and what
//! somebody joined as explain, and what is left to luck.
//!
//! People are put into groups by each factor, and counted in classes of income in the joint
//! groups of all factors, so that nothing grows with the number of people. At the end classes
//! become mid-ranks, and a set of factors explains the share of their variance that lies between
//! its groups (the correlation ratio), less what groups of that number would explain by chance
//! (epsilon squared, Kelley 1935). What all factors explain is shared out among them by the value
//! of Shapley (1953): the mean, over all orders, of what a factor adds to those before it.

use super::vocabulary::Factor;

/// Groups of each factor.
const GROUPS: [usize; FACTORS] = [8, 6, 5, 6];
const FACTORS: usize = Factor::ALL.len();
/// Upper ends of the groups by levels above on joining; the last one has none.
const LEVELS: [u16; 5] = [0, 1, 2, 4, 7];
/// The same by skill; the mean is 1.
const SKILLS: [f32; 4] = [0.5, 0.8, 1.25, 2.0];
/// The same by willingness to recruit times hours; the mean is 1.
const ACTIVITIES: [f32; 5] = [0.05, 0.2, 0.5, 1.0, 2.0];

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
    /// Willingness to recruit times hours.
    pub activity: f32,
}

impl Start {
    /// The groups he belongs to, in the order of [`Factor::ALL`].
    fn groups(&self) -> [usize; FACTORS] {
        [
            (self.joined as usize * GROUPS[0]) / (self.months as usize + 1),
            LEVELS.partition_point(|&end| end < self.level),
            SKILLS.partition_point(|&end| end < self.skill),
            ACTIVITIES.partition_point(|&end| end < self.activity),
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

/// The group by one factor of a joint group.
fn group_of(cell: usize, factor: usize) -> usize {
    let behind: usize = GROUPS[factor + 1..].iter().product();
    cell / behind % GROUPS[factor]
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

/// Joint groups of all factors.
const CELLS: usize = GROUPS[0] * GROUPS[1] * GROUPS[2] * GROUPS[3];

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

    /// The joint groups with people: place, people, and the sum of their deviations from the
    /// middle rank, in halves; and the sum of squares of all deviations.
    fn deviations(&self) -> (Vec<(usize, i64, i64)>, f64) {
        let all: i64 = self.people.iter().sum();
        let mut below = 0;
        let deviation = self.people.map(|count| {
            let twice_mid_rank = 2 * below + count;
            below += count;
            twice_mid_rank - all
        });
        let squared = self.people.iter().zip(&deviation);
        let squares: i128 = squared.map(|(&n, &d)| i128::from(n) * i128::from(d).pow(2)).sum();
        let mut cells = vec![(0_i64, 0_i64); CELLS];
        for (cell, classes) in cells.iter_mut().zip(self.table.iter().flatten()) {
            for (&count, &deviation) in classes.iter().zip(&deviation) {
                cell.0 += i64::from(count);
                cell.1 += i64::from(count) * deviation;
            }
        }
        for &(cell, class) in &self.waiting {
            let cell = &mut cells[usize::from(cell)];
            cell.0 += 1;
            cell.1 += deviation[usize::from(class)];
        }
        let cells = cells.into_iter().enumerate().filter(|(_, (people, _))| *people > 0);
        let cells = cells.map(|(cell, (people, sum))| (cell, people, sum));
        (cells.collect(), squares as f64)
    }

    /// What the factors explain.
    pub(super) fn explained(&self) -> Explained {
        let (cells, squares) = self.deviations();
        let people: i64 = cells.iter().map(|(_, people, _)| people).sum();
        // With hardly more people than groups, chance explains all.
        if squares == 0.0 || people < 3 * cells.len() as i64 {
            let nothing = [f64::NAN; FACTORS];
            return Explained { shares: nothing, alone: nothing, luck: f64::NAN };
        }
        let by_set: Vec<f64> =
            (0..1 << FACTORS).map(|set| by_factors(&cells, set, people as f64, squares)).collect();
        let shares = std::array::from_fn(|factor| shapley(&by_set, factor));
        let alone = std::array::from_fn(|factor| by_set[1 << factor]);
        Explained { shares, alone, luck: 1.0 - by_set[(1 << FACTORS) - 1] }
    }
}

/// The share that a set of factors explains, given as bits.
fn by_factors(cells: &[(usize, i64, i64)], set: usize, people: f64, squares: f64) -> f64 {
    let place = |cell: usize| {
        (0..FACTORS)
            .filter(|factor| set >> factor & 1 == 1)
            .fold(0, |place, factor| place * GROUPS[factor] + group_of(cell, factor))
    };
    let mut groups = vec![(0, 0); CELLS];
    for &(cell, n, sum) in cells {
        let group = &mut groups[place(cell)];
        group.0 += n;
        group.1 += sum;
    }
    let (mut between, mut n_groups) = (0.0, 0.0);
    for (n, sum) in groups.into_iter().filter(|&(n, _)| n > 0) {
        between += sum as f64 * sum as f64 / n as f64;
        n_groups += 1.0;
    }
    let within = 1.0 - between / squares;
    1.0 - within * (people - 1.0) / (people - n_groups)
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
                activity: draws.random_range(0.0..3.0),
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
        let start = Start { joined: 60, months: MONTHS, level: 3, skill: 1.0, activity: 9.0 };
        assert_eq!(start.groups(), [4, 3, 2, 5]);
        assert_eq!(
            [0, 1, 2, 3].map(|factor| group_of(start.joint_group().0.into(), factor)),
            [4, 3, 2, 5]
        );
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

    /// Without the correction, 1,440 groups of 20,000 people would explain 7 % of pure luck.
    #[test]
    fn groups_explain_by_chance_what_the_correction_takes_away() {
        let (cells, squares) = study(20_000, |_, [a, ..]| a - 0.5).deviations();
        let set = (1 << FACTORS) - 1;
        let uncorrected = by_factors(&cells, set, 1e15, squares);
        assert!(uncorrected > 0.04, "{uncorrected}");
        assert_near(by_factors(&cells, set, 20_000.0, squares), 0.0, 0.03);
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
        let [entry, position, skill, activity] = shares;
        // Ranks are not quite sums, and luck has what it decides together with others.
        assert_near(entry, luck, 0.03);
        assert_near(entry, position, 0.02);
        assert_near(skill, 0.0, 0.01);
        assert_near(activity, 0.0, 0.01);
        assert_near(shares.iter().sum::<f64>() + luck, 1.0, 1e-12);
    }

    #[test]
    fn many_people_are_counted_like_few() {
        let income = |start: &Start, [a, ..]: [f64; 3]| f64::from(start.skill) * a;
        let many = study(Determinants::WAITING_MAX + 9, income);
        assert!(many.table.is_some() && many.waiting.len() == 9);
        let (cells, _) = many.deviations();
        let mut sorted_in = many.clone();
        sorted_in.sort_in();
        assert_eq!(sorted_in.deviations().0, cells);
        assert_eq!(cells.iter().map(|(_, people, _)| people).sum::<i64>(), 131_081);
        assert_eq!(cells.iter().map(|(.., sum)| sum).sum::<i64>(), 0, "ranks balance");
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
