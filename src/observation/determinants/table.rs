//! People by when they joined, what else they joined as, and class of income, in bounded memory.

use super::OTHERS;

/// One person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The month of joining.
    pub month: u16,
    /// The joint group of all factors but entry date.
    pub others: u16,
    /// The class of income.
    pub class: u16,
}

/// People of one joint group by class of income: the classes that anybody is in, ascending, for
/// few are in use.
type Classes = Vec<(u16, u32)>;

/// People by slice of the run, joint group of other factors and class of income.
///
/// Slices are months at first. Whenever there are as many groups as there may be, the two neighbours
/// in which the fewest joined become one: what is told apart is where people join, and not where time
/// passes.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slices: Vec<Slice>,
    /// The slice of each month that anybody in the table joined in, and of those before.
    of_month: Vec<u16>,
    /// How many groups there are, and may be.
    groups: usize,
    most: usize,
}

#[derive(Clone, Debug)]
struct Slice {
    people: i64,
    groups: Vec<Option<Classes>>,
}

impl Default for Table {
    fn default() -> Self {
        Self { slices: Vec::new(), of_month: Vec::new(), groups: 0, most: Self::SLICES * OTHERS }
    }
}

impl Table {
    /// So many slices there may be however little people are alike, and more where not all groups of
    /// other factors are in use.
    const SLICES: usize = 16;

    #[cfg(test)]
    pub(super) fn with_at_most(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    #[cfg(test)]
    pub(super) fn n_groups(&self) -> usize {
        self.groups
    }

    /// The slice of a month: also of one that is not in the table, with which the next ones begin.
    pub(super) fn slice_of(&self, month: u16) -> usize {
        let month = usize::from(month);
        let known = self.of_month.get(month);
        known.map_or_else(|| self.slices.len() + month - self.of_month.len(), |&n| n.into())
    }

    /// People by slice.
    pub(super) fn people(&self) -> impl Iterator<Item = i64> {
        self.slices.iter().map(|slice| slice.people)
    }

    /// Slice, joint group of other factors, and people by class of income.
    pub(super) fn groups(&self) -> impl Iterator<Item = (usize, usize, &[(u16, u32)])> {
        self.slices.iter().enumerate().flat_map(|(n, slice)| {
            let groups = slice.groups.iter().enumerate();
            groups.filter_map(move |(others, classes)| Some((n, others, classes.as_deref()?)))
        })
    }

    /// Counts a person; `joins` tells how many joined in each month up to now.
    pub(super) fn count(&mut self, entry: Entry, joins: &[u64]) {
        let Entry { month, others, class } = entry;
        while self.of_month.len() <= usize::from(month) {
            self.of_month.push(self.slices.len() as u16);
            self.slices.push(Slice { people: 0, groups: vec![None; OTHERS] });
        }
        let group = usize::from(others);
        let slice = loop {
            let slice = usize::from(self.of_month[usize::from(month)]);
            if self.slices[slice].groups[group].is_some() {
                break slice;
            }
            if self.groups < self.most || self.slices.len() == 1 {
                self.groups += 1;
                break slice;
            }
            self.coarsen(joins);
        };
        let slice = &mut self.slices[slice];
        slice.people += 1;
        add(slice.groups[group].get_or_insert_default(), class, 1);
    }

    /// Makes one of the two slices next to each other in which the fewest joined.
    fn coarsen(&mut self, joins: &[u64]) {
        let mut joined = vec![0; self.slices.len()];
        for (&slice, joins) in self.of_month.iter().zip(joins) {
            joined[usize::from(slice)] += joins;
        }
        let pairs = joined.windows(2).enumerate();
        let fewest = pairs.min_by_key(|(_, pair)| pair[0] + pair[1]);
        let Some((first, _)) = fewest else { return };
        let second = self.slices.remove(first + 1);
        let whole = &mut self.slices[first];
        whole.people += second.people;
        for (sum, classes) in whole.groups.iter_mut().zip(second.groups) {
            match (sum, classes) {
                (Some(sum), Some(classes)) => {
                    for (class, people) in classes {
                        add(sum, class, people);
                    }
                    self.groups -= 1;
                }
                (sum @ None, classes) => *sum = classes,
                (Some(_), None) => {}
            }
        }
        for slice in &mut self.of_month {
            *slice -= u16::from(usize::from(*slice) > first);
        }
    }
}

fn add(classes: &mut Classes, class: u16, people: u32) {
    match classes.binary_search_by_key(&class, |&(class, _)| class) {
        Ok(place) => classes[place].1 += people,
        Err(place) => classes.insert(place, (class, people)),
    }
}
