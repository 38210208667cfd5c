//! The trees of a plan, and how people come to stand in all of them.

use super::{Plan, TreeKind};
use crate::genealogy::{Genealogy, Tree};

impl Plan {
    /// So many people directly under the company, with nobody below them, in all trees of the plan.
    pub fn founders(&self, count: u32) -> Genealogy {
        let mut founders = Genealogy::founders(count);
        if let Some(placement) = self.placement {
            founders = founders.with_placement(placement);
        }
        if let Some(first) = self.pass_up {
            founders = founders.with_pass_up(first);
        }
        if let Some(boards) = self.boards {
            founders = founders.with_boards(boards);
        }
        founders
    }

    /// The same people in the trees that the plan has beside the layout: with the sponsors of all in
    /// joining order, and where each of them stands. All but the first `before` joined in this
    /// period.
    #[must_use]
    pub fn seated_in_turn(
        &self,
        mut genealogy: Genealogy,
        sponsors: &[Option<u32>],
        place: &[u32],
        before: usize,
    ) -> Genealogy {
        if let Some(first) = self.pass_up {
            genealogy = genealogy.with_pass_up_in_turn(first, sponsors, place);
        }
        if let Some(boards) = self.boards {
            genealogy = genealogy.with_boards_in_turn(boards, sponsors, place, before);
        }
        genealogy
    }
}

impl TreeKind {
    /// The tree, which the genealogy must have.
    pub fn of(self, genealogy: &Genealogy) -> Tree<'_> {
        match self {
            Self::Sponsor => genealogy.sponsors(),
            Self::Placement => genealogy.layout(),
            Self::PassUp => genealogy.belonging(),
        }
    }
}
