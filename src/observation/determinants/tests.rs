//! What decides income, by rules whose answer is known.

use rand::{RngExt, SeedableRng};

use super::*;
use crate::random::Draws;

/// Months of joining.
const MONTHS: u16 = 120;

/// People of all kinds, with the income that a rule gives them from their start and three
/// numbers of chance between 0 and 1.
fn study(n: usize, income: impl Fn(&Start, [f64; 3]) -> f64) -> Determinants {
    let mut draws = Draws::seed_from_u64(7);
    let mut found = Determinants::default();
    for _ in 0..n {
        let start = Start {
            joined: draws.random_range(0..MONTHS).into(),
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
    let start = Start { joined: 60, level: 3, skill: 1.0, hours: 0.7, propensity: 9.0 };
    assert_eq!(start.groups(), [2, 1, 1, 4]);
    let JointGroup { month, others } = start.joint_group();
    assert_eq!(month, 60);
    let groups = [3, 2, 1, 1, 4];
    let mut joint = vec![Group::default(); CELLS];
    joint[groups[0] * OTHERS + usize::from(others)].add(1, 7);
    for (set, found) in sets_of_groups(joint).iter().enumerate() {
        let of_set = (0..FACTORS).filter(|factor| set >> factor & 1 == 1);
        let expected = of_set.fold(0, |place, f| place * GROUPS[f] + groups[f]);
        let places: Vec<usize> = (0..found.len()).filter(|&n| found[n].people > 0).collect();
        assert_eq!(places, [expected], "{set:b}");
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

/// People of all kinds who join in these months, and in order of joining are deeper in the tree, each
/// with an amount that doubles every four months.
fn by_month(joined: impl IntoIterator<Item = u32>, is_deeper: bool) -> Determinants {
    let mut draws = Draws::seed_from_u64(5);
    let mut found = Determinants::default();
    for joined in joined {
        let start = Start {
            joined,
            level: if is_deeper { joined.min(9) as u16 } else { draws.random_range(0..10) },
            skill: draws.random_range(0.3..2.5),
            hours: draws.random_range(0.3..2.5),
            propensity: draws.random_range(0.0..3.0),
        };
        found.record(start.joint_group(), (100.0 * (f64::from(joined) / 4.0).exp2()) as i64);
    }
    found
}

/// So many people in each month.
fn months_of(people: &[usize]) -> impl Iterator<Item = u32> + Clone {
    let months = (0..).zip(people);
    months.flat_map(|(month, &people)| std::iter::repeat_n(month, people))
}

/// How many of all each group by entry date has.
fn sizes(found: &Determinants) -> Vec<f64> {
    let (cells, everybody) = found.groups();
    let people = |cells: &[Group]| cells.iter().map(|group| group.people).sum::<i64>();
    cells.chunks(OTHERS).map(|cells| people(cells) as f64 / everybody.people as f64).collect()
}

/// As many in each month: six groups leave a 36th, where months pass evenly and income goes by them.
#[test]
fn where_the_month_decides_six_groups_leave_a_thirty_sixth() {
    let found = by_month(months_of(&[400; 120]), false);
    assert_eq!(sizes(&found), [1.0 / 6.0; 6]);
    let Explained { shares: [entry, others @ ..], alone, luck } = found.explained();
    assert_near(luck, 399.0 / 14_399.0, 0.001);
    assert_near(alone[0], 1.0 - 399.0 / 14_399.0, 0.001);
    assert_near(entry, 1.0 - luck, 0.01);
    for share in others {
        assert_near(share, 0.0, 0.01);
    }
}

/// A market of which three tenths of the rest join each month: sixths of the run had nine of ten
/// people in the first one, and called luck what the month had decided.
#[test]
fn where_most_join_early_the_month_is_not_luck() {
    let people: Vec<usize> = (0..60).map(|n| (12_000.0 * 0.7_f64.powi(n)) as usize).collect();
    let independent = by_month(months_of(&people), false);
    let Explained { shares, luck, .. } = independent.explained();
    assert!(sizes(&independent).iter().all(|&size| size > 0.09), "{:?}", sizes(&independent));
    assert!(luck < 1.0 / 36.0, "{luck}");
    assert_near(shares[0], 1.0 - luck, 0.01);
    // Who is deeper the later he came is told apart by both, which therefore share what it decides.
    let Explained { shares: [entry, position, ..], alone, luck } =
        by_month(months_of(&people), true).explained();
    assert!(luck < 1.0 / 36.0 && alone[0] > 35.0 / 36.0, "{luck} {alone:?}");
    assert_near(entry + position + luck, 1.0, 0.01);
    assert!(entry > position && alone[0] > alone[1] && position > 0.3, "{entry} {position}");
}

#[test]
fn who_all_join_in_few_months_is_told_apart_by_each() {
    let mut people = [0; 120];
    (people[3], people[4], people[90]) = (9_000, 500, 4_000);
    let Explained { shares, alone, luck } = by_month(months_of(&people), false).explained();
    assert_near(luck, 0.0, 1e-12);
    assert_near(alone[0], 1.0, 1e-12);
    assert_near(shares[0], 1.0, 0.01);
}

/// The same people, put into the table as they come, in which so many groups may be.
fn tabled(found: &Determinants, most: usize, joins: &[usize]) -> Determinants {
    let mut sorted = Determinants { table: Table::with_at_most(most), ..Determinants::default() };
    sorted.people = found.people;
    for (month, &joins) in joins.iter().enumerate() {
        sorted.month(joins as u64);
        // A fifth leave in the month after that in which they join.
        let entries = found.waiting.iter().enumerate();
        let of_month = entries.filter(|(n, entry)| usize::from(entry.month) == month && n % 5 == 0);
        sorted.waiting.extend(of_month.map(|(_, entry)| entry));
        sorted.sort_in();
    }
    let stay = found.waiting.iter().enumerate().filter(|(n, _)| n % 5 > 0);
    sorted.waiting.extend(stay.map(|(_, entry)| entry));
    sorted.sort_in();
    sorted
}

#[test]
fn many_people_are_counted_like_few() {
    let growing: Vec<usize> = (0..60).map(|n| 10 + n * n / 3).collect();
    let few = by_month(months_of(&growing), false);
    assert!(few.table.n_groups() == 0 && few.waiting.len() > 20_000);
    let (cells, everybody) = few.groups();
    let many = tabled(&few, usize::MAX, &growing);
    assert!(many.table.n_groups() > 9_000 && many.waiting.is_empty());
    assert_eq!(many.groups(), (cells.clone(), everybody));
    let mut together = Group::default();
    for group in &cells {
        together.join(group);
    }
    assert_eq!((together, together.sum), (everybody, 0), "ranks balance");
}

/// However many people of how many months there are, and although most of the late ones are counted
/// only at the end, few slices have nearly as even groups as all months.
#[test]
fn a_full_table_tells_apart_where_people_join() {
    let growing = (0..120).map(|n| (4.0 * 1.05_f64.powi(n)) as usize);
    let bursting = (0..120).map(|n| if n < 6 { 4_000 } else { 20 });
    for joins in [growing.collect::<Vec<_>>(), bursting.collect()] {
        let exact = by_month(months_of(&joins), false);
        let found = tabled(&exact, 16 * OTHERS, &joins);
        assert!(found.table.n_groups() <= 16 * OTHERS);
        assert_eq!(found.groups().1, exact.groups().1);
        let largest = |found| sizes(found).into_iter().fold(0.0, f64::max);
        let (of_slices, of_months) = (largest(&found), largest(&exact));
        assert!(of_slices < of_months + 0.06, "{of_slices}, {of_months} of months");
        assert_near(found.explained().luck, exact.explained().luck, 0.01);
    }
}

#[test]
fn people_beyond_those_who_wait_are_in_the_table() {
    let income = |start: &Start, [a, ..]: [f64; 3]| f64::from(start.skill) * a;
    let many = study(Determinants::WAITING_MAX + 9, income);
    assert!(many.table.n_groups() > 0 && many.waiting.len() == 9);
    let (cells, everybody) = many.groups();
    assert_eq!(cells.iter().map(|group| group.people).sum::<i64>(), everybody.people);
    assert_eq!(everybody.people, 131_081);
}

#[test]
fn where_nothing_differs_nothing_is_explained() {
    let alike = study(1_000, |_, _| 5.0).explained();
    assert!(alike.luck.is_nan() && alike.shares[0].is_nan());
    let few = study(100, |_, [a, ..]| a).explained();
    assert!(few.luck.is_nan(), "more groups than people");
    assert!(Determinants::default().explained().luck.is_nan());
}
