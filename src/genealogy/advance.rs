//! One period's change of a forest: leavers out, recruits in, every column moved once, in place.

use super::{Genealogy, Identity, MEMBERS_MAX};
use crate::random::Lineage;

/// How many people one member signs up in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recruitment {
    /// The sponsor's place in the preorder.
    pub sponsor: u32,
    /// The number of sign-ups, at least 1.
    pub count: u32,
}

/// A person who has just been placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who it is.
    pub lineage: Lineage,
    /// Where the sponsor stood before the change.
    pub sponsor: u32,
    /// Where the newcomer stands after it.
    pub place: u32,
    /// Levels above the newcomer there.
    pub depth: u32,
}

/// A change of a forest, made once and applied to every column.
///
/// A leaver's recruits keep their places and so roll up to the nearest upline who stays; a
/// recruit stands directly behind his sponsor, which is a valid place in preorder.
#[derive(Clone, Debug, Default)]
pub struct Advance {
    /// By row after the change, where the member in it stood before. In a recruit's row: what the
    /// row above it has, so that members keep their order in this column too.
    pub(super) origin: Vec<u32>,
    /// Rows after the change that are filled in one direction, in order.
    runs: Vec<Run>,
    pub(super) newcomers: Vec<Newcomer>,
    /// New places of those whose own sponsor leaves.
    pub(super) adopted: Vec<u32>,
    /// New places of seats whose holder leaves.
    pub(super) vacated: Vec<u32>,
}

/// Neighbouring rows all of whose members move the same way.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The row after the last.
    end: u32,
    /// Away from the first place.
    moves_back: bool,
}

impl Genealogy {
    /// Takes out everybody for whom `leaves` holds and places the recruits.
    ///
    /// `recruitments` stand in preorder of their sponsors, who must stay. The change is left in
    /// `advance`, to be applied to all other columns by [`Advance::relayout`].
    pub fn advance(
        &mut self,
        leaves: impl Fn(usize) -> bool,
        recruitments: &[Recruitment],
        advance: &mut Advance,
    ) {
        assert!(self.seats.is_none(), "where recruits are placed, see `advance_placed`");
        let depth_before = self.pass_up.as_ref().map(|_| self.depth.clone());
        self.plan(&leaves, recruitments, advance);
        let newcomers = &advance.newcomers;
        advance.relayout(&mut self.depth, |n| newcomers[n].depth);
        if let Some(depth_before) = depth_before {
            self.advance_pass_up(&depth_before, leaves, advance);
        }
        advance.relayout(&mut self.identity, |n| {
            Identity::newcomer(newcomers[n].lineage, newcomers[n].depth)
        });
        for &place in &advance.adopted {
            self.identity[place as usize].is_adopted = true;
        }
    }

    /// Says who goes where, and brings depths, in their old rows, and sign-ups up to date.
    fn plan(
        &mut self,
        leaves: impl Fn(usize) -> bool,
        recruitments: &[Recruitment],
        advance: &mut Advance,
    ) {
        advance.clear();
        let Advance { origin, newcomers, adopted, .. } = advance;
        let mut height = 0;
        // The leavers above the member in hand: one level below each of them.
        let mut gone: Vec<u32> = Vec::new();
        let mut nearest = 0;
        let mut waiting = recruitments.iter().copied();
        let nobody = Recruitment { sponsor: u32::MAX, count: 0 };
        let mut next = waiting.next().unwrap_or(nobody);
        for (member, depth) in self.depth.iter_mut().enumerate() {
            while *depth < nearest {
                gone.pop();
                nearest = gone.last().copied().unwrap_or_default();
            }
            if leaves(member) {
                nearest = *depth + 1;
                gone.push(nearest);
                continue;
            }
            if *depth == nearest && nearest > 0 {
                adopted.push(origin.len() as u32);
            }
            *depth -= gone.len() as u32;
            height = height.max(*depth);
            origin.push(member as u32);
            let Recruitment { sponsor, count } = next;
            if sponsor as usize != member {
                continue;
            }
            next = waiting.next().unwrap_or(nobody);
            let identity = &mut self.identity[member];
            for nth in 0..count {
                newcomers.push(Newcomer {
                    lineage: identity.lineage.recruit(u64::from(identity.sign_ups + nth)),
                    sponsor,
                    place: origin.len() as u32,
                    depth: *depth + 1,
                });
                origin.push(member as u32);
            }
            identity.sign_ups += count;
            height = height.max(*depth + 1);
        }
        assert!(next == nobody, "recruiters stay, and stand in preorder");
        assert!(origin.len() <= MEMBERS_MAX);
        self.height = if origin.is_empty() { 0 } else { height as usize + 1 };
        advance.find_runs();
    }
}

impl Advance {
    /// Nobody is left.
    pub(super) fn clear(&mut self) {
        self.origin.clear();
        self.runs.clear();
        self.newcomers.clear();
        self.adopted.clear();
        self.vacated.clear();
    }

    /// Parts the rows by the way their members move, once it is known where these come from.
    pub(super) fn find_runs(&mut self) {
        let mut moves_back = false;
        for (row, &origin) in self.origin.iter().enumerate() {
            if (origin < row as u32) != moves_back {
                self.runs.push(Run { end: row as u32, moves_back });
                moves_back = !moves_back;
            }
        }
        self.runs.push(Run { end: self.origin.len() as u32, moves_back });
    }

    /// The recruits in preorder of their sponsors, those of one sponsor in the order in which he
    /// signed them up.
    pub fn newcomers(&self) -> &[Newcomer] {
        &self.newcomers
    }

    /// Where the seats now are that have just become vacant: rows that nobody has any more.
    pub fn vacated(&self) -> &[u32] {
        &self.vacated
    }

    /// Where somebody who stays stands after the change, by where he stood before it.
    ///
    /// Panics if he leaves.
    pub fn place_of(&self, before: u32) -> u32 {
        let after = self.origin.partition_point(|&origin| origin < before);
        assert!(self.origin.get(after) == Some(&before), "he stays");
        after as u32
    }

    /// Moves one column; `newcomer(n)` is the value of the `n`th recruit of [`Self::newcomers`].
    ///
    /// In place: members keep their order, so those who move back can be moved last to first and
    /// those who move forward first to last, and no value is overwritten before it is read.
    pub fn relayout<T: Copy>(&self, column: &mut Vec<T>, mut newcomer: impl FnMut(usize) -> T) {
        let n_rows = self.origin.len();
        let Some(&filler) = column.first() else {
            assert!(n_rows == 0, "a column is as long as its genealogy");
            return;
        };
        column.resize(column.len().max(n_rows), filler);
        let cells = column.as_mut_slice();
        let mut first = 0;
        for &Run { end, moves_back } in &self.runs {
            let rows = std::mem::replace(&mut first, end as usize)..end as usize;
            // Asked once for all of them.
            assert!(rows.end <= cells.len());
            let origins = rows.clone().zip(&self.origin[rows]);
            if moves_back {
                origins.rev().for_each(|(row, &origin)| cells[row] = cells[origin as usize]);
            } else {
                origins.for_each(|(row, &origin)| cells[row] = cells[origin as usize]);
            }
        }
        column.truncate(n_rows);
        for (n, place) in self.newcomers.iter().map(|newcomer| newcomer.place).enumerate() {
            column[place as usize] = newcomer(n);
        }
    }
}
