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
}

/// A change of a forest, made once and applied to every column.
///
/// A leaver's recruits keep their places and so roll up to the nearest upline who stays; a
/// recruit stands directly behind his sponsor, which is a valid place in preorder.
#[derive(Clone, Debug, Default)]
pub struct Advance {
    /// Those who stay, in order.
    pub(super) stretches: Vec<Stretch>,
    pub(super) newcomers: Vec<Newcomer>,
    /// New places of those whose own sponsor leaves.
    pub(super) adopted: Vec<u32>,
    /// New places of seats whose holder leaves.
    pub(super) vacated: Vec<u32>,
    /// The number of rows after the change.
    pub(super) len_new: usize,
    pub(super) depth: Vec<u32>,
}

/// Members who stay, neighbours before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// Where the first of them stood.
    from: u32,
    /// Where he stands now.
    to: u32,
    len: u32,
}

impl Stretch {
    /// Nobody, from here on.
    fn starting(from: usize, to: usize) -> Self {
        Self { from: from as u32, to: to as u32, len: 0 }
    }

    /// Adds one who stays.
    pub(super) fn extend(stretches: &mut Vec<Self>, from: u32, to: u32) {
        match stretches.last_mut() {
            Some(last) if last.from + last.len == from && last.to + last.len == to => last.len += 1,
            _ => stretches.push(Self { from, to, len: 1 }),
        }
    }

    /// Away from the first place.
    fn moves_back(&self) -> bool {
        self.to > self.from
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
        self.plan(&leaves, recruitments, advance);
        std::mem::swap(&mut self.depth, &mut advance.depth);
        self.advance_pass_up(&advance.depth, leaves, advance);
        for recruitment in recruitments {
            self.identity[recruitment.sponsor as usize].sign_ups += recruitment.count;
        }
        let newcomers = &advance.newcomers;
        let depth = &self.depth;
        advance.relayout(&mut self.identity, |n| {
            let Newcomer { lineage, place, .. } = newcomers[n];
            Identity::newcomer(lineage, depth[place as usize])
        });
        for &place in &advance.adopted {
            self.identity[place as usize].is_adopted = true;
        }
    }

    fn plan(
        &mut self,
        leaves: impl Fn(usize) -> bool,
        recruitments: &[Recruitment],
        advance: &mut Advance,
    ) {
        advance.clear();
        let Advance { stretches, newcomers, adopted, len_new, depth: depths, .. } = advance;
        let mut height = 0;
        // For members of each depth: how many of their uplines leave, and whether the nearest does.
        let mut above = vec![(0_u32, false); self.height + 1];
        let mut waiting = recruitments.iter().copied();
        let mut next = waiting.next();
        let mut stretch = Stretch::starting(0, 0);
        for (member, &depth) in self.depth.iter().enumerate() {
            let (gone, is_orphan) = above[depth as usize];
            if leaves(member) {
                above[depth as usize + 1] = (gone + 1, true);
                if stretch.len > 0 {
                    stretches.push(stretch);
                }
                stretch = Stretch::starting(member + 1, depths.len());
                continue;
            }
            above[depth as usize + 1] = (gone, false);
            let depth = depth - gone;
            if is_orphan {
                adopted.push(depths.len() as u32);
            }
            height = height.max(depth as usize + 1);
            stretch.len += 1;
            depths.push(depth);
            let Some(Recruitment { sponsor, count }) = next else { continue };
            if sponsor as usize != member {
                continue;
            }
            next = waiting.next();
            let identity = &self.identity[member];
            for nth in 0..count {
                newcomers.push(Newcomer {
                    lineage: identity.lineage.recruit(u64::from(identity.sign_ups + nth)),
                    sponsor,
                    place: depths.len() as u32,
                });
                depths.push(depth + 1);
            }
            height = height.max(depth as usize + 2);
            stretches.push(stretch);
            stretch = Stretch::starting(member + 1, depths.len());
        }
        if stretch.len > 0 {
            stretches.push(stretch);
        }
        assert!(next.is_none(), "recruiters stay, and stand in preorder");
        assert!(depths.len() <= MEMBERS_MAX);
        *len_new = depths.len();
        self.height = height;
    }
}

impl Advance {
    /// Nobody moves.
    pub(super) fn clear(&mut self) {
        self.stretches.clear();
        self.newcomers.clear();
        self.adopted.clear();
        self.vacated.clear();
        self.depth.clear();
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
        let after = self.stretches.partition_point(|stretch| stretch.from <= before);
        let stretch = after.checked_sub(1).map(|n| self.stretches[n]);
        let stretch = stretch.filter(|stretch| before - stretch.from < stretch.len);
        stretch.map(|stretch| before - stretch.from + stretch.to).expect("he stays")
    }

    /// Moves one column; `newcomer(n)` is the value of the `n`th recruit of [`Self::newcomers`].
    ///
    /// In place: members keep their order, so those who move back can be moved last to first and
    /// those who move forward first to last, and no value is overwritten before it is read.
    pub fn relayout<T: Copy>(&self, column: &mut Vec<T>, mut newcomer: impl FnMut(usize) -> T) {
        let Some(&filler) = column.first() else {
            assert!(self.len_new == 0, "a column is as long as its genealogy");
            return;
        };
        column.resize(column.len().max(self.len_new), filler);
        for stretches in self.stretches.chunk_by(|a, b| a.moves_back() == b.moves_back()) {
            let shift = |stretch: &Stretch| {
                let Stretch { from, to, len } = *stretch;
                column.copy_within(from as usize..(from + len) as usize, to as usize);
            };
            if stretches[0].moves_back() {
                stretches.iter().rev().for_each(shift);
            } else {
                stretches.iter().for_each(shift);
            }
        }
        column.truncate(self.len_new);
        for (n, place) in self.newcomers.iter().map(|newcomer| newcomer.place).enumerate() {
            column[place as usize] = newcomer(n);
        }
    }
}
