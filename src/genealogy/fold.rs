//! Passes over a forest in preorder that need no pointers: leaf to root, and root to leaf.

use super::Genealogy;
use crate::units::plus;

/// What flows from members to their sponsors in a [`Genealogy::fold`].
pub trait Accumulate: Copy {
    /// The sum over nobody.
    const EMPTY: Self;

    /// Adds what one more recruit contributes.
    fn merge(&mut self, recruit: &Self);
}

impl Accumulate for i64 {
    const EMPTY: Self = 0;

    #[inline]
    fn merge(&mut self, recruit: &Self) {
        // Mostly amounts, which are checked in every build.
        *self = plus(*self, *recruit);
    }
}

impl<A: Accumulate, const N: usize> Accumulate for [A; N] {
    const EMPTY: Self = [A::EMPTY; N];

    #[inline]
    fn merge(&mut self, recruit: &Self) {
        for (sum, part) in self.iter_mut().zip(recruit) {
            sum.merge(part);
        }
    }
}

/// What a member finds in a [`Tree::fold_from_leaves`].
#[derive(Debug)]
pub enum Sum<'a, A> {
    /// The sum over those below him, which he turns into what he contributes.
    Below(&'a mut A),
    /// Nobody is below him: the sum of whoever is above, to which he adds what he contributes.
    Above(&'a mut A),
}

/// The value of a level at which nobody stands: the row is not in the tree.
pub(super) const ABSENT: u32 = u32::MAX;

/// One of the trees that a genealogy keeps: who stands under whom.
///
/// In every one of them, whoever stands above a member is one of those above him in the layout, so
/// he is reached by his depth there.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    /// Depth of each row in the layout.
    pub(super) depth: &'a [u32],
    /// One more than the depth in the layout of whoever stands above: 0 under the company.
    pub(super) level: &'a [u32],
    /// The number of levels of the layout.
    pub(super) height: usize,
}

impl Tree<'_> {
    /// The depth in the layout of whoever stands above a row: he is the nearest earlier row of this
    /// depth. `None` directly under the company, and for rows that are not in the tree.
    #[inline]
    pub fn depth_above(&self, row: usize) -> Option<u32> {
        let level = self.level[row];
        if level == ABSENT { None } else { level.checked_sub(1) }
    }

    /// Visits every member of the tree after all who stand below him.
    ///
    /// `visit(m, below)` gets the sum of what those directly below `m` returned and returns what
    /// `m` contributes to whoever is above him; the result is the sum over those directly under
    /// the company.
    ///
    /// Read backwards, preorder shows every downline before its head, so one cell per depth is
    /// all the state: when `m` of depth `d` is reached, cell `d + 1` holds those below him and
    /// nobody else. A chain of a million members takes a million cells and no recursion.
    #[inline]
    pub fn fold<A: Accumulate>(&self, mut visit: impl FnMut(usize, A) -> A) -> A {
        self.fold_in_place(|member, below| *below = visit(member, *below))
    }

    /// [`Self::fold`] for sums that are large or whose parts are dealt with one by one: `visit` turns
    /// the sum over those below `m` into what `m` contributes, where it lies.
    #[inline]
    pub fn fold_in_place<A: Accumulate>(&self, mut visit: impl FnMut(usize, &mut A)) -> A {
        let visit = &mut visit;
        let mut at_depth = vec![A::EMPTY; self.height + 1];
        for (member, depth, level) in self.backwards() {
            Self::step(&mut at_depth, depth, level, |below| visit(member, below));
        }
        at_depth[0]
    }

    /// [`Self::fold_in_place`] that tells apart whoever has nobody below him, which most have not:
    /// there is no sum that he could turn into what he contributes, so he adds that himself.
    #[inline]
    pub fn fold_from_leaves<A: Accumulate>(&self, mut visit: impl FnMut(usize, Sum<'_, A>)) -> A {
        let visit = &mut visit;
        let mut at_depth = vec![A::EMPTY; self.height + 1];
        // Nobody stands below a row that is not followed by a deeper one in the layout.
        let mut following = 0;
        for (member, depth, level) in self.backwards() {
            if following > depth {
                Self::step(&mut at_depth, depth, level, |below| visit(member, Sum::Below(below)));
            } else if level != ABSENT {
                visit(member, Sum::Above(&mut at_depth[level as usize]));
            }
            following = depth;
        }
        at_depth[0]
    }

    /// The rows from the last to the first, with depth and level.
    #[inline]
    fn backwards(&self) -> impl Iterator<Item = (usize, u32, u32)> {
        let rows = self.depth.iter().zip(self.level).enumerate();
        rows.rev().map(|(member, (&depth, &level))| (member, depth, level))
    }

    /// Visits one row of a fold.
    #[inline]
    fn step<A: Accumulate>(at_depth: &mut [A], depth: u32, level: u32, visit: impl FnOnce(&mut A)) {
        if level == ABSENT {
            return;
        }
        let (upto_own, below) = at_depth.split_at_mut(depth as usize + 1);
        let below = &mut below[0];
        visit(below);
        upto_own[level as usize].merge(below);
        *below = A::EMPTY;
    }

    /// Visits every member of the tree before all who stand below him.
    ///
    /// `visit(m, above)` gets what whoever is above `m` returned (`company` where there is nobody)
    /// and returns what those below `m` will get.
    #[inline]
    pub fn descend<S: Copy>(&self, company: S, mut visit: impl FnMut(usize, S) -> S) {
        let mut at_depth = vec![company; self.height + 1];
        for (member, (&depth, &level)) in self.depth.iter().zip(self.level).enumerate() {
            if level != ABSENT {
                at_depth[depth as usize + 1] = visit(member, at_depth[level as usize]);
            }
        }
    }
}

impl Genealogy {
    /// Visits every member after all of his downline, in the tree of sponsors: see
    /// [`Tree::fold`].
    #[inline]
    pub fn fold<A: Accumulate>(&self, visit: impl FnMut(usize, A) -> A) -> A {
        self.sponsors().fold(visit)
    }

    /// Visits every member before all of his downline, in the tree of sponsors: see
    /// [`Tree::descend`].
    #[inline]
    pub fn descend<S: Copy>(&self, company: S, visit: impl FnMut(usize, S) -> S) {
        self.sponsors().descend(company, visit);
    }
}
