//! Who enrolled whom: a sponsor forest kept in depth-first preorder.
//!
//! A member stands directly before all of his downline, and his downline is contiguous; the tree
//! itself is one column, `depth`. The sponsor of a member is the nearest earlier member of smaller
//! depth. There are no pointers, so nothing has to be remapped when people come and go, every
//! question about "all below" or "the levels above" is one streaming pass, and speed does not
//! depend on the size of the tree.
//!
//! Three primitives do all the work: [`Genealogy::fold`] (leaf to root), [`Genealogy::descend`]
//! (root to leaf) and [`Genealogy::advance`] (leavers out, recruits in). This module knows
//! neither money nor plans nor behaviour.
//!
//! Where a plan limits how many may stand directly below one, that tree is the layout, in the
//! order of its seats, and leavers with somebody below them leave vacant seats, which are rows. A
//! member's sponsor is always one of those above him, so the tree of sponsors is one more column,
//! the sponsor's depth, and a pass over it costs what any pass does: see [`Tree`].

mod advance;
mod boards;
mod fold;
mod in_turn;
mod pass_up;
mod placed;
mod placement;
mod seating;
mod selection;

pub use advance::{Advance, Newcomer, Recruitment};
pub use boards::{BoardSeat, Boards, LAST_ROW_MAX};
pub use fold::{Accumulate, Sum, Tree};
pub use placement::{Arrival, Arrivals, Placement, PlacementRule, WIDTH_MAX};
pub(crate) use selection::{AHEAD, CHUNK, RowSet, Selection, fetch, fetch_next, in_parts};

use crate::random::Lineage;

/// The most members that may stand in one genealogy.
pub const MEMBERS_MAX: usize = u32::MAX as usize - 1;

/// Who a member is and how many people he ever signed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person, for ever.
    pub lineage: Lineage,
    /// How many people the member has ever signed up, whether they have left or not.
    pub sign_ups: u32,
    /// Levels above the member when he joined, 65,535 at the most.
    pub level: u16,
    /// Whether the member's own sponsor has left, so that he now stands under an upline who did
    /// not enrol him.
    pub is_adopted: bool,
}

impl Identity {
    fn newcomer(lineage: Lineage, depth: u32) -> Self {
        let level = u16::try_from(depth).unwrap_or(u16::MAX);
        Self { lineage, sign_ups: 0, level, is_adopted: false }
    }
}

/// The members in preorder.
#[derive(Clone, Debug, Default)]
pub struct Genealogy {
    depth: Vec<u32>,
    identity: Vec<Identity>,
    /// One more than the largest depth.
    height: usize,
    /// Where recruits are placed in a width-limited tree, which then is the layout.
    seats: Option<placed::Seats>,
    /// Where recruits are passed up, whom everybody belongs to.
    pass_up: Option<pass_up::PassUp>,
    /// Where people sit on boards, who has which seat.
    boards: Option<boards::OnBoards>,
}

impl Genealogy {
    /// `count` founders directly under the company, with nobody below them.
    pub fn founders(count: u32) -> Self {
        Self {
            depth: vec![0; count as usize],
            identity: (0..u64::from(count))
                .map(|number| Identity::newcomer(Lineage::founder(number), 0))
                .collect(),
            height: usize::from(count > 0),
            seats: None,
            pass_up: None,
            boards: None,
        }
    }

    /// A forest from the sponsors of members in joining order, and where each of them stands.
    ///
    /// `sponsors[m]` is the joining number of the sponsor of `m`, less than `m`, or `None` under
    /// the company. A member's recruits stand in joining order.
    pub fn from_sponsors(sponsors: &[Option<u32>]) -> (Self, Vec<u32>) {
        assert!(sponsors.len() <= MEMBERS_MAX);
        // Sizes of downlines first, then places from the front: no recursion.
        let mut size = vec![1_u32; sponsors.len()];
        for (member, sponsor) in sponsors.iter().enumerate().rev() {
            if let Some(sponsor) = *sponsor {
                assert!((sponsor as usize) < member, "a sponsor joins before his recruits");
                size[sponsor as usize] += size[member];
            }
        }
        let mut place = vec![0_u32; sponsors.len()];
        // Where the next recruit of each member goes, and the next top.
        let mut next = vec![0_u32; sponsors.len()];
        let mut next_top = 0;
        let mut forest = Self {
            depth: vec![0; sponsors.len()],
            identity: vec![Identity::newcomer(Lineage::default(), 0); sponsors.len()],
            height: 0,
            seats: None,
            pass_up: None,
            boards: None,
        };
        let mut tops = 0;
        for (member, sponsor) in sponsors.iter().enumerate() {
            let (at, depth, lineage) = if let Some(sponsor) = *sponsor {
                let sponsor = sponsor as usize;
                let at = next[sponsor];
                next[sponsor] += size[member];
                let above = place[sponsor] as usize;
                let lineage =
                    forest.identity[above].lineage.recruit(forest.identity[above].sign_ups.into());
                forest.identity[above].sign_ups += 1;
                (at, forest.depth[above] + 1, lineage)
            } else {
                let at = next_top;
                next_top += size[member];
                tops += 1;
                (at, 0, Lineage::founder(tops - 1))
            };
            place[member] = at;
            next[member] = at + 1;
            forest.depth[at as usize] = depth;
            forest.identity[at as usize] = Identity::newcomer(lineage, depth);
            forest.height = forest.height.max(depth as usize + 1);
        }
        (forest, place)
    }

    /// The number of members, and of vacant seats where recruits are placed.
    pub fn len(&self) -> usize {
        self.depth.len()
    }

    /// Whether everybody has left.
    pub fn is_empty(&self) -> bool {
        self.depth.is_empty()
    }

    /// Depth of each member, in preorder; 0 stands directly under the company.
    pub fn depth(&self) -> &[u32] {
        &self.depth
    }

    /// Identity of each member, in preorder.
    pub fn identity(&self) -> &[Identity] {
        &self.identity
    }

    /// The number of levels: one more than the largest depth, 0 without members.
    pub fn height(&self) -> usize {
        self.height
    }
}

#[cfg(test)]
mod tests;
