//! Whose customer each person of a network is, where customers are people of the market.

use crate::genealogy::Advance;
use crate::random::{Draws, below};

/// No person.
const NOBODY: u32 = u32::MAX;

/// The customers of each member, as a list that goes from person to person: each of them is the
/// customer of one member.
#[derive(Debug)]
pub(super) struct Clientele {
    /// The last customer whom each member won, in preorder.
    last: Vec<u32>,
    /// The customer whom the seller of each person won before him.
    before: Vec<u32>,
}

impl Clientele {
    /// So many members without customers, in a market of so many people.
    pub(super) fn new(members: usize, people: u32) -> Self {
        Self { last: vec![NOBODY; members], before: vec![NOBODY; people as usize] }
    }

    /// The member at a place has won this person.
    pub(super) fn win(&mut self, place: usize, person: u32) {
        self.before[person as usize] = std::mem::replace(&mut self.last[place], person);
    }

    /// Leaves the member at a place so many customers; each of the others is drawn from all with the
    /// same chance, and let go.
    pub(super) fn keep(
        &mut self,
        place: usize,
        stay: u32,
        draws: impl FnOnce() -> Draws,
        mut let_go: impl FnMut(u32),
    ) {
        if self.last[place] == NOBODY {
            return;
        }
        let mut left = self.of(place).count() as u32;
        if left == stay {
            return;
        }
        let mut draws = draws();
        while left > stay {
            let_go(self.remove(place, below(left, &mut draws)));
            left -= 1;
        }
    }

    /// The customers of the member at a place, the last one first.
    fn of(&self, place: usize) -> impl Iterator<Item = u32> {
        let next = |&person: &u32| Some(self.before[person as usize]).filter(|&p| p != NOBODY);
        std::iter::successors(Some(self.last[place]).filter(|&person| person != NOBODY), next)
    }

    /// Takes the `nth` of them out.
    fn remove(&mut self, place: usize, nth: u32) -> u32 {
        let after = nth.checked_sub(1).and_then(|n| self.of(place).nth(n as usize));
        let person = match after {
            None => self.last[place],
            Some(after) => self.before[after as usize],
        };
        let before = std::mem::replace(&mut self.before[person as usize], NOBODY);
        match after {
            None => self.last[place] = before,
            Some(after) => self.before[after as usize] = before,
        }
        person
    }

    /// Moves everybody to his new place; newcomers have no customers.
    pub(super) fn relayout(&mut self, change: &Advance) {
        change.relayout(&mut self.last, |_| NOBODY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Lineage, RunKey, Stream};

    fn draws(seed: u64) -> Draws {
        RunKey::new(seed, 0).stream(Stream::Theory, 0).open(Lineage::founder(0))
    }

    #[test]
    fn customers_are_won_and_lost_one_by_one() {
        let mut clientele = Clientele::new(2, 10);
        for person in [3, 7, 1] {
            clientele.win(0, person);
        }
        clientele.win(1, 9);
        assert_eq!(clientele.of(0).collect::<Vec<_>>(), [1, 7, 3]);
        assert_eq!(clientele.remove(0, 1), 7);
        assert_eq!(clientele.of(0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!((clientele.remove(0, 0), clientele.remove(0, 0)), (1, 3));
        assert_eq!(clientele.of(0).count(), 0);
        clientele.keep(0, 0, || panic!("nobody is drawn"), |_| panic!("nobody is lost"));
        clientele.keep(1, 1, || panic!("nobody is drawn"), |_| panic!("nobody is lost"));
        let mut lost = Vec::new();
        clientele.keep(1, 0, || draws(1), |person| lost.push(person));
        assert_eq!(lost, [9]);
    }

    /// Each of three is lost in a third of 3,000 cases: four standard errors are 103.
    #[test]
    fn each_customer_is_lost_with_the_same_chance() {
        let mut lost = [0_u32; 3];
        for seed in 0..3_000 {
            let mut clientele = Clientele::new(1, 3);
            (0..3).for_each(|person| clientele.win(0, person));
            clientele.keep(0, 2, || draws(seed), |person| lost[person as usize] += 1);
        }
        assert!(lost.iter().all(|&times| times.abs_diff(1_000) < 104), "{lost:?}");
    }
}
