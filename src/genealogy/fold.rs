//! Passes over a forest in preorder that need no pointers: leaf to root, and root to leaf.

use super::Genealogy;

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
        *self += recruit;
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

impl Genealogy {
    /// Visits every member after all of his downline.
    ///
    /// `visit(m, below)` gets the sum of what the recruits of `m` returned and returns what `m`
    /// contributes to his sponsor; the result is the sum over those directly under the company.
    ///
    /// Read backwards, preorder shows every downline before its head, so one cell per depth is
    /// all the state: when `m` of depth `d` is reached, cell `d + 1` holds his recruits and
    /// nobody else's. A chain of a million members takes a million cells and no recursion.
    #[inline]
    pub fn fold<A: Accumulate>(&self, mut visit: impl FnMut(usize, A) -> A) -> A {
        let mut at_depth = vec![A::EMPTY; self.height + 1];
        for (member, &depth) in self.depth.iter().enumerate().rev() {
            let depth = depth as usize;
            let below = std::mem::replace(&mut at_depth[depth + 1], A::EMPTY);
            at_depth[depth].merge(&visit(member, below));
        }
        at_depth[0]
    }

    /// Visits every member before all of his downline.
    ///
    /// `visit(m, above)` gets what the sponsor of `m` returned (`company` where there is none)
    /// and returns what the recruits of `m` will get.
    #[inline]
    pub fn descend<S: Copy>(&self, company: S, mut visit: impl FnMut(usize, S) -> S) {
        let mut at_depth = vec![company; self.height + 1];
        for (member, &depth) in self.depth.iter().enumerate() {
            let depth = depth as usize;
            at_depth[depth + 1] = visit(member, at_depth[depth]);
        }
    }
}
