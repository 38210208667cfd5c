//! Counts in log-linear bins: as fine as a thousandth of a value, at any magnitude.

/// Counts of values other than zero, by sign and magnitude.
#[derive(Clone, Debug)]
pub(super) struct Bins {
    negative: Side,
    positive: Side,
}

/// The blocks of one sign, by magnitude, those that ever had any counts.
type Side = [Option<Box<Block>>; BLOCKS];

/// The binary logarithm of the number of bins in a block.
const BLOCK_BITS: u32 = 9;

/// Bins in a block.
const BLOCK: usize = 1 << BLOCK_BITS;

/// Blocks of one sign: magnitudes below 512, then one block for each octave up to `2^63`.
const BLOCKS: usize = 64 - BLOCK_BITS as usize + 1;

impl Default for Bins {
    fn default() -> Self {
        Self { negative: [const { None }; BLOCKS], positive: [const { None }; BLOCKS] }
    }
}

impl Bins {
    pub(super) fn add_all(&mut self, values: &[i64]) {
        for &value in values {
            let side = if value < 0 { &mut self.negative } else { &mut self.positive };
            let (block, bin) = place(value.unsigned_abs());
            side[block].get_or_insert_default().add(bin);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let sides = [(&mut self.negative, &other.negative), (&mut self.positive, &other.positive)];
        for (ours, theirs) in sides {
            for (ours, theirs) in ours.iter_mut().zip(theirs) {
                if let Some(theirs) = theirs {
                    ours.get_or_insert_default().merge(theirs);
                }
            }
        }
    }

    /// Forgets all values, but keeps the memory.
    pub(super) fn clear(&mut self) {
        for block in self.negative.iter_mut().chain(&mut self.positive).flatten() {
            block.clear();
        }
    }

    /// The number of bins with any counts.
    pub(super) fn n_in_use(&self) -> usize {
        self.negative.iter().chain(&self.positive).flatten().map(|block| block.n_in_use()).sum()
    }

    /// The middles of the bins of values below zero that are in use, ascending, and their counts.
    pub(super) fn negative(&self) -> impl Iterator<Item = (f64, u32)> {
        let blocks = self.negative.iter().enumerate().rev();
        blocks.flat_map(|(number, block)| {
            let middle = middle_of(number);
            block.iter().flat_map(|b| b.in_use().rev()).map(move |(bin, n)| (-middle(bin), n))
        })
    }

    /// The middles of the bins of values above zero that are in use, ascending, and their counts.
    pub(super) fn positive(&self) -> impl Iterator<Item = (f64, u32)> {
        let blocks = self.positive.iter().enumerate();
        blocks.flat_map(|(number, block)| {
            let middle = middle_of(number);
            block.iter().flat_map(|block| block.in_use()).map(move |(bin, n)| (middle(bin), n))
        })
    }
}

/// A row of bins.
#[derive(Clone, Debug)]
struct Block {
    /// Of 32 bits: a histogram has no more values than that in bins.
    counts: [u32; BLOCK],
    /// A bit for each bin, set where there are any counts: most bins have none.
    in_use: [u64; BLOCK / 64],
}

impl Default for Block {
    fn default() -> Self {
        Self { counts: [0; BLOCK], in_use: [0; BLOCK / 64] }
    }
}

impl Block {
    #[inline]
    fn add(&mut self, bin: usize) {
        self.counts[bin] += 1;
        self.in_use[bin / 64] |= 1 << (bin % 64);
    }

    fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *ours += theirs;
        }
        for (ours, theirs) in self.in_use.iter_mut().zip(&other.in_use) {
            *ours |= theirs;
        }
    }

    fn clear(&mut self) {
        if self.n_in_use() > 0 {
            *self = Self::default();
        }
    }

    fn n_in_use(&self) -> usize {
        self.in_use.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The bins in use, and their counts.
    #[inline]
    fn in_use(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> {
        let words = self.in_use.iter().zip(self.counts.as_chunks::<64>().0).enumerate();
        words.flat_map(|(word, (&in_use, counts))| {
            BitsOf(in_use).map(move |bit| (64 * word + bit, counts[bit]))
        })
    }
}

/// The numbers of the bits that are set in a word, ascending.
struct BitsOf(u64);

impl Iterator for BitsOf {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let lowest = self.0.trailing_zeros();
        self.0 &= self.0.checked_sub(1)?;
        Some(lowest as usize)
    }
}

impl DoubleEndedIterator for BitsOf {
    #[inline]
    fn next_back(&mut self) -> Option<usize> {
        let highest = self.0.checked_ilog2()?;
        self.0 ^= 1 << highest;
        Some(highest as usize)
    }
}

/// Block and bin of a magnitude.
#[inline]
fn place(magnitude: u64) -> (usize, usize) {
    // The leading bit numbers the block and the nine bits after it the bin; magnitudes below 512
    // share block 0.
    let octave = (magnitude | (BLOCK as u64 - 1)).ilog2() + 1 - BLOCK_BITS;
    let shift = octave.saturating_sub(1);
    (octave as usize, (magnitude >> shift) as usize & (BLOCK - 1))
}

/// The middle of the magnitudes of each bin of a block: half its width is at most 1/1024 of its
/// lower end.
fn middle_of(block: usize) -> impl Fn(usize) -> f64 {
    let width = if block == 0 { 1.0 } else { (1_u64 << (block - 1)) as f64 };
    let first = if block == 0 { 0.0 } else { BLOCK as f64 * width };
    move |bin| (first + bin as i64 as f64 * width) + (width - 1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_magnitude_lies_in_a_bin_around_it() {
        let edges = (0..64).flat_map(|bit| {
            let power = 1_u64 << bit;
            [power - 1, power, power + 1, power | power >> 1]
        });
        for magnitude in edges.filter(|&m| m <= i64::MIN.unsigned_abs()) {
            let (block, bin) = place(magnitude);
            let middle = middle_of(block)(bin);
            let error = (middle - magnitude as f64).abs();
            assert!(error * 1024.0 <= magnitude as f64, "{magnitude} is off by {error}");
            assert!(magnitude >= 1024 || error == 0.0, "{magnitude} is off by {error}");
        }
    }

    #[test]
    fn bins_of_ascending_magnitudes_ascend() {
        let places: Vec<_> = (0..5000_u64).map(place).collect();
        assert!(places.is_sorted());
        assert_eq!(place(i64::MIN.unsigned_abs()), (BLOCKS - 1, 0));
        assert_eq!(place(i64::MAX.unsigned_abs()), (BLOCKS - 2, BLOCK - 1));
    }

    #[test]
    fn bins_in_use_come_in_ascending_order() {
        let values = [-70_000, -3, 5, 5, 600, 63, 64, i64::MAX, i64::MIN, -2, 127, 128];
        let mut bins = Bins::default();
        bins.add_all(&values);
        let found: Vec<(f64, u32)> = bins.negative().chain(bins.positive()).collect();
        assert_eq!(found.len(), 11);
        assert_eq!(bins.n_in_use(), 11);
        assert!(found.is_sorted_by(|a, b| a.0 < b.0), "{found:?}");
        assert_eq!(found[2..5], [(-3.0, 1), (-2.0, 1), (5.0, 2)]);
        bins.clear();
        assert_eq!((bins.n_in_use(), bins.positive().count()), (0, 0));
    }
}
