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
    /// The new order, as stretches of the old one with recruits between them.
    stretches: Vec<Stretch>,
    newcomers: Vec<Newcomer>,
    /// New places of those whose own sponsor leaves.
    adopted: Vec<u32>,
    /// How far members move back at the most: the number of old values a column must save while
    /// it is moved in place.
    lag: usize,
    /// The number of members after the change.
    len_new: usize,
    depth: Vec<u32>,
}

/// Members who stay, neighbours before and after, and the recruits of the last one behind them.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: u32,
    len: u32,
    n_newcomers: u32,
}

/// The most old values saved at a time.
const BLOCK: usize = 256;

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
        self.plan(leaves, recruitments, advance);
        std::mem::swap(&mut self.depth, &mut advance.depth);
        for recruitment in recruitments {
            self.identity[recruitment.sponsor as usize].sign_ups += recruitment.count;
        }
        let newcomers = &advance.newcomers;
        advance.relayout(&mut self.identity, |n| Identity::newcomer(newcomers[n].lineage));
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
        let Advance { stretches, newcomers, adopted, lag, len_new, depth: depths } = advance;
        stretches.clear();
        newcomers.clear();
        adopted.clear();
        depths.clear();
        *lag = 0;
        let mut height = 0;
        // For members of each depth: how many of their uplines leave, and whether the nearest does.
        let mut above = vec![(0_u32, false); self.height + 1];
        let mut waiting = recruitments.iter().copied();
        let mut next = waiting.next();
        let mut stretch = Stretch { start: 0, len: 0, n_newcomers: 0 };
        for (member, &depth) in self.depth.iter().enumerate() {
            let (gone, is_orphan) = above[depth as usize];
            if leaves(member) {
                above[depth as usize + 1] = (gone + 1, true);
                if stretch.len > 0 {
                    stretches.push(stretch);
                }
                stretch = Stretch { start: member as u32 + 1, len: 0, n_newcomers: 0 };
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
            *lag = (*lag).max(depths.len().saturating_sub(member + 1));
            stretches.push(Stretch { n_newcomers: count, ..stretch });
            stretch = Stretch { start: member as u32 + 1, len: 0, n_newcomers: 0 };
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
    /// The recruits in preorder.
    pub fn newcomers(&self) -> &[Newcomer] {
        &self.newcomers
    }

    /// Moves one column; `newcomer(n)` is the value of the `n`th recruit of [`Self::newcomers`].
    ///
    /// In place: a value that would be overwritten before it is read waits in a ring, whose size
    /// is the largest distance anyone moves back, so a column needs no second copy of itself.
    pub fn relayout<T: Copy>(&self, column: &mut Vec<T>, mut newcomer: impl FnMut(usize) -> T) {
        let len_old = column.len();
        let len_new = self.len_new;
        let Some(&filler) = column.first() else {
            assert!(len_new == 0, "a column is as long as its genealogy");
            return;
        };
        if len_new > len_old {
            column.resize(len_new, filler);
        }
        let mut ring = Ring::new(self.lag + BLOCK, filler);
        let mut place = 0;
        let mut n_newcomers = 0;
        for stretch in &self.stretches {
            let mut source = stretch.start as usize;
            let end = source + stretch.len as usize;
            while source < end {
                if place <= source && ring.saved_to <= source {
                    column.copy_within(source..end, place);
                    place += end - source;
                    break;
                }
                let len = (end - source).min(BLOCK);
                ring.save(&column[..len_old], source, place + len);
                let len = len.min(ring.saved_to - source);
                ring.restore(source, &mut column[place..place + len]);
                (place, source) = (place + len, source + len);
            }
            let n_recruits = stretch.n_newcomers as usize;
            ring.save(&column[..len_old], end, place + n_recruits);
            for slot in &mut column[place..place + n_recruits] {
                *slot = newcomer(n_newcomers);
                n_newcomers += 1;
            }
            place += n_recruits;
        }
        assert!(place == len_new && n_newcomers == self.newcomers.len());
        column.truncate(len_new);
    }
}

/// Old values of a column whose places are written before they are read.
struct Ring<T> {
    values: Vec<T>,
    /// Old places before this one are in the ring, or have been read.
    saved_to: usize,
}

impl<T: Copy> Ring<T> {
    fn new(capacity: usize, filler: T) -> Self {
        Self { values: vec![filler; capacity.next_power_of_two()], saved_to: 0 }
    }

    /// Saves what stands between `unread`, the first place that has not been read, and `end`.
    #[inline]
    fn save(&mut self, column: &[T], unread: usize, end: usize) {
        let from = self.saved_to.max(unread);
        let to = end.min(column.len());
        if from < to {
            let (slot, first) = self.slot(from, to - from);
            self.values[slot..slot + first].copy_from_slice(&column[from..from + first]);
            self.values[..to - from - first].copy_from_slice(&column[from + first..to]);
            self.saved_to = to;
        }
    }

    /// Copies out what stood at `source` and behind it.
    #[inline]
    fn restore(&self, source: usize, into: &mut [T]) {
        let (slot, first) = self.slot(source, into.len());
        let (head, tail) = into.split_at_mut(first);
        head.copy_from_slice(&self.values[slot..slot + first]);
        tail.copy_from_slice(&self.values[..tail.len()]);
    }

    /// Where a stretch of the column begins in the ring, and how much of it stands before the
    /// ring's end.
    #[inline]
    fn slot(&self, place: usize, len: usize) -> (usize, usize) {
        let slot = place & (self.values.len() - 1);
        (slot, len.min(self.values.len() - slot))
    }
}
