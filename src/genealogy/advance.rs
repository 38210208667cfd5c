//! One period's change of a forest: leavers out, recruits in, every column moved once, in place.

use std::ops::Range;

use super::{AHEAD, CHUNK, Genealogy, Identity, MEMBERS_MAX, fetch};
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
    /// All rows after the change, in order.
    blocks: Vec<Block>,
    /// The numbers of the newcomers in order of their places: the same order, unless they are placed.
    by_place: Vec<u32>,
    pub(super) newcomers: Vec<Newcomer>,
    /// New places of those whose own sponsor leaves.
    pub(super) adopted: Vec<u32>,
    /// New places of seats whose holder leaves.
    pub(super) vacated: Vec<u32>,
}

/// Neighbouring rows, a chunk at the most, all of whose members move the same way.
#[derive(Clone, Debug)]
struct Block {
    rows: Range<u32>,
    /// Who of [`Advance::by_place`] joins in them.
    newcomers: Range<u32>,
    /// Away from the first place.
    moves_back: bool,
}

/// Blocks in the making.
struct Blocks<'d> {
    done: &'d mut Vec<Block>,
    first_row: usize,
    first_newcomer: usize,
    moves_back: bool,
}

impl<'d> Blocks<'d> {
    fn new(done: &'d mut Vec<Block>) -> Self {
        Self { done, first_row: 0, first_newcomer: 0, moves_back: false }
    }

    /// The next row is filled from this origin; so many newcomers stand above it.
    #[inline]
    fn extend(&mut self, row: usize, origin: u32, n_newcomers: usize) {
        let moves_back = origin < row as u32;
        if moves_back != self.moves_back || row - self.first_row == CHUNK {
            self.close(row, n_newcomers);
            self.moves_back = moves_back;
        }
    }

    /// Ends the block before a row.
    fn close(&mut self, row: usize, n_newcomers: usize) {
        let first_row = std::mem::replace(&mut self.first_row, row);
        let first_newcomer = std::mem::replace(&mut self.first_newcomer, n_newcomers);
        self.done.push(Block {
            rows: first_row as u32..row as u32,
            newcomers: first_newcomer as u32..n_newcomers as u32,
            moves_back: self.moves_back,
        });
    }
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
        let Advance { origin, blocks: done, newcomers, adopted, .. } = advance;
        let mut blocks = Blocks::new(done);
        let mut height = 0;
        // The leavers above the member in hand: one level below each of them.
        let mut gone: Vec<u32> = Vec::new();
        let mut nearest = 0;
        let mut waiting = recruitments.iter().copied();
        let mut ahead = recruitments.iter().skip(AHEAD);
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
            blocks.extend(origin.len(), member as u32, newcomers.len());
            origin.push(member as u32);
            let Recruitment { sponsor, count } = next;
            if sponsor as usize != member {
                continue;
            }
            next = waiting.next().unwrap_or(nobody);
            if let Some(later) = ahead.next() {
                fetch(&self.identity, later.sponsor as usize);
            }
            let identity = &mut self.identity[member];
            for nth in 0..count {
                blocks.extend(origin.len(), member as u32, newcomers.len());
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
        blocks.close(origin.len(), newcomers.len());
        advance.by_place.extend(0..advance.newcomers.len() as u32);
    }
}

impl Advance {
    /// Nobody is left.
    pub(super) fn clear(&mut self) {
        self.origin.clear();
        self.blocks.clear();
        self.by_place.clear();
        self.newcomers.clear();
        self.adopted.clear();
        self.vacated.clear();
    }

    /// Divides the rows by the way their members move, once it is known where these come from and who
    /// joins.
    pub(super) fn divide(&mut self) {
        let place = |n: &u32| self.newcomers[*n as usize].place;
        self.by_place.extend(0..self.newcomers.len() as u32);
        self.by_place.sort_unstable_by_key(place);
        let mut places = self.by_place.iter().map(place).peekable();
        let mut blocks = Blocks::new(&mut self.blocks);
        let mut n_newcomers = 0;
        for (row, &origin) in self.origin.iter().enumerate() {
            blocks.extend(row, origin, n_newcomers);
            n_newcomers += usize::from(places.next_if_eq(&(row as u32)).is_some());
        }
        blocks.close(self.origin.len(), n_newcomers);
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
    /// those who move forward first to last, and no value is overwritten before it is read. Newcomers
    /// are let in block by block, while that is at hand, and not in their order: a newcomer's row has been
    /// overwritten by then, for its origin is that of the row above, which nobody else has.
    pub fn relayout<T: Copy>(&self, column: &mut Vec<T>, newcomer: impl Fn(usize) -> T) {
        let n_rows = self.origin.len();
        let Some(&filler) = column.first() else {
            assert!(n_rows == 0, "a column is as long as its genealogy");
            return;
        };
        column.resize(column.len().max(n_rows), filler);
        let cells = column.as_mut_slice();
        let mut fill = |Block { rows, newcomers, moves_back }: &Block| {
            let rows = rows.start as usize..rows.end as usize;
            // Asked once for all of them.
            assert!(rows.end <= cells.len());
            let origins = rows.clone().zip(&self.origin[rows]);
            if *moves_back {
                origins.rev().for_each(|(row, &origin)| cells[row] = cells[origin as usize]);
            } else {
                origins.for_each(|(row, &origin)| cells[row] = cells[origin as usize]);
            }
            for &n in &self.by_place[newcomers.start as usize..newcomers.end as usize] {
                cells[self.newcomers[n as usize].place as usize] = newcomer(n as usize);
            }
        };
        for stretch in self.blocks.chunk_by(|above, below| above.moves_back == below.moves_back) {
            if stretch.first().is_some_and(|block| block.moves_back) {
                stretch.iter().rev().for_each(&mut fill);
            } else {
                stretch.iter().for_each(&mut fill);
            }
        }
        column.truncate(n_rows);
    }
}
