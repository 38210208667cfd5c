//! Months in a row put together into groups with as even numbers of people as possible.

/// The group, from 0, of each slice of time that has so many people. There are `n_groups`, or fewer
/// where fewer slices have people. No slice is cut; the sum of the squares of the numbers is the least
/// that there is, of several such ways that with the earlier ends.
pub(super) fn even_groups(people: &[i64], n_groups: usize) -> Vec<usize> {
    let with_people: Vec<usize> = (0..people.len()).filter(|&n| people[n] > 0).collect();
    let mut up_to = vec![0.0];
    for &slice in &with_people {
        up_to.push(up_to[up_to.len() - 1] + people[slice] as f64);
    }
    let ends = ends_of_groups(&up_to, n_groups.min(with_people.len()));
    let mut groups = vec![0; people.len()];
    for (place, slice) in with_people.into_iter().enumerate() {
        groups[slice] = ends.partition_point(|&end| end <= place);
    }
    groups
}

/// How many slices lie before the end of each group, given how many people lie before that of each slice.
fn ends_of_groups(up_to: &[f64], n_groups: usize) -> Vec<usize> {
    let n_slices = up_to.len() - 1;
    // The least sum of squares of the first so many slices in one group more each time, and where the
    // last of these groups begins.
    let mut least: Vec<f64> = up_to.iter().map(|people| people * people).collect();
    let mut begins: Vec<Vec<usize>> = Vec::new();
    for _ in 1..n_groups {
        let mut next = Vec::with_capacity(least.len());
        let mut of_ends = Vec::with_capacity(least.len());
        let mut begin = 0;
        for end in 0..=n_slices {
            // With a later end, the last group begins no earlier.
            let first = begin;
            let mut found = f64::INFINITY;
            for candidate in first..=end {
                if least[candidate] >= found {
                    break;
                }
                let sum = least[candidate] + (up_to[end] - up_to[candidate]).powi(2);
                if sum < found {
                    (found, begin) = (sum, candidate);
                }
            }
            next.push(found);
            of_ends.push(begin);
        }
        least = next;
        begins.push(of_ends);
    }
    let mut ends = vec![n_slices];
    for of_ends in begins.iter().rev() {
        ends.push(of_ends[ends[ends.len() - 1]]);
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::random::Draws;

    /// How many people each group has.
    fn sizes(people: &[i64], n_groups: usize) -> Vec<i64> {
        let groups = even_groups(people, n_groups);
        let with_people = || groups.iter().zip(people).filter(|(_, people)| **people > 0);
        assert!(with_people().map(|(group, _)| group).is_sorted());
        let mut sizes = vec![0; n_groups];
        for (&group, people) in with_people() {
            sizes[group] += people;
        }
        sizes
    }

    fn squares(sizes: &[i64]) -> i64 {
        sizes.iter().map(|size| size * size).sum()
    }

    /// The least sum of squares, by trying all ways.
    fn least(people: &[i64], n_groups: usize) -> i64 {
        let all: i64 = people.iter().sum();
        if n_groups == 1 {
            return all * all;
        }
        let first_ends_at = |end: usize| {
            let first: i64 = people[..end].iter().sum();
            first * first + least(&people[end..], n_groups - 1)
        };
        (0..=people.len()).map(first_ends_at).min().unwrap()
    }

    #[test]
    fn groups_are_even_where_months_allow_it() {
        assert_eq!(sizes(&[7; 120], 6), [140; 6]);
        assert_eq!(even_groups(&[7; 12], 6), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        assert_eq!(sizes(&[1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1], 6), [6, 4, 5, 6, 9, 6]);
        // All but a few join late, and nobody after that.
        let late = [[1; 60], [100; 60], [0; 60]].concat();
        assert_eq!(sizes(&late, 6), [1_060, 1_000, 1_000, 1_000, 1_000, 1_000]);
    }

    #[test]
    fn who_joins_in_few_months_is_in_a_group_by_each() {
        assert_eq!(sizes(&[0, 10, 0, 0, 900, 90], 6), [10, 900, 90, 0, 0, 0]);
        assert_eq!(sizes(&[500, 250, 125, 63, 31, 16, 8, 4, 2, 1], 6), [500, 250, 125, 63, 31, 31]);
        assert_eq!(sizes(&[0, 0, 8], 6), [8, 0, 0, 0, 0, 0]);
        assert_eq!(even_groups(&[0; 3], 6), [0; 3]);
        assert!(even_groups(&[], 6).is_empty());
    }

    #[test]
    fn no_other_way_is_more_even() {
        let mut draws = Draws::seed_from_u64(11);
        for _ in 0..300 {
            let n = draws.random_range(1..11);
            let most = draws.random_range(1..40);
            let people: Vec<i64> = (0..n).map(|_| draws.random_range(0..=most)).collect();
            let found = sizes(&people, 4);
            assert_eq!(squares(&found), least(&people, 4), "{people:?} in {found:?}");
        }
    }
}
