//! Doing one thing for some of the rows, a chunk at a time.
//!
//! Whether a member is a builder, has customers, wins somebody or leaves is chance, and a branch
//! on chance is guessed wrong every other time, which takes longer than the work behind it. So a
//! step first lists whom it concerns, without a branch, and then does its work in a row. Chunks
//! are small, so that their rows stay in the first-level cache from one step to the next. Those of the
//! next chunk are asked for (`fetch_next`) while this one is worked on, a few with each member: memory
//! answers after hundreds of nanoseconds, and a dozen requests at a time.

use std::ops::Range;

/// Rows in a chunk.
pub(crate) const CHUNK: usize = 256;

/// So many rows, some at a time: what is read of these is at hand until they are done with, where a
/// whole column comes from memory each time.
pub(crate) fn in_parts(n_rows: usize, at_a_time: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n_rows).step_by(at_a_time).map(move |first| first..n_rows.min(first + at_a_time))
}

/// Asks for a row of a column, so that it is at hand a little later. Changes nothing else, and there need
/// be no such row.
#[inline]
pub(crate) fn fetch<T>(column: &[T], row: usize) {
    prefetch_index::prefetch_index(column, row);
}

/// So many steps ahead a row is asked for, where rows are read here and there.
pub(crate) const AHEAD: usize = 32;

/// Asks for the row of the next chunk that stands there where row `n` stands in this one.
#[inline]
pub(crate) fn fetch_next<T>(chunk: &[T], n: usize) {
    fetch(chunk, n + CHUNK);
}

/// Rows of a chunk for which something holds, in order.
#[derive(Debug)]
pub(crate) struct Selection {
    numbers: [u8; CHUNK],
    len: usize,
}

impl Selection {
    /// Those of the `candidates`, by number in the chunk, for whom `holds` does; it is asked once
    /// for each of them.
    #[inline]
    pub(crate) fn of(
        candidates: impl Iterator<Item = usize>,
        mut holds: impl FnMut(usize) -> bool,
    ) -> Self {
        // Out of the struct, so that the length stays in a register.
        let (mut numbers, mut len) = ([0; CHUNK], 0);
        for number in candidates {
            // Written in any case, and counted or overwritten.
            numbers[len] = number as u8;
            len += usize::from(holds(number));
        }
        Self { numbers, len }
    }

    /// Those of the `candidates` for whom `holds` does, and the others.
    #[inline]
    pub(crate) fn split(
        candidates: impl Iterator<Item = usize>,
        mut holds: impl FnMut(usize) -> bool,
    ) -> (Self, Self) {
        let (mut others, mut n_others) = ([0; CHUNK], 0);
        let selected = Self::of(candidates, |number| {
            let holds = holds(number);
            others[n_others] = number as u8;
            n_others += usize::from(!holds);
            holds
        });
        (selected, Self { numbers: others, len: n_others })
    }

    /// How many are selected.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The numbers of the selected.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.numbers[..self.len].iter().map(|&number| usize::from(number))
    }
}

/// A set of rows, of a bit each.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// Holds none of so many rows.
    pub(crate) fn reset(&mut self, n_rows: usize) {
        self.words.clear();
        self.words.resize(n_rows.div_ceil(64), 0);
    }

    /// Takes in one of the rows.
    #[inline]
    pub(crate) fn insert(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Whether it holds one of the rows.
    #[inline]
    pub(crate) fn contains(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }
}
