//! Keyed randomness: every draw is a pure function of (seed, run, period, stream, lineage).
//!
//! A member owns his luck: it depends neither on the thread that computes him, nor on the order
//! in which members stand, nor on what happens in another branch. Two scenarios with one seed
//! therefore give the same people the same draws (common random numbers).

mod distributions;
mod normal;

pub use distributions::{
    Gamma, LogNormal, TrinomialCounts, TrinomialTable, below, poisson, poisson_begins_with_none,
    uniform,
};

use std::convert::Infallible;

use rand::SeedableRng;
use rand::rand_core::TryRng;

/// The generator behind a stream, through the standard traits of `rand`: `SplitMix64` (Steele,
/// Lea & Flood 2014, *ACM SIGPLAN Notices* 49:453–472).
///
/// A stream is opened for a member, used for a handful of draws and dropped, some hundred million
/// times a minute, so opening must cost nothing; and results must not change with a library's
/// idea of a standard generator.
#[derive(Clone, Debug)]
pub struct Draws(u64);

/// The odd number that `SplitMix64` counts by: 2^64 over the golden ratio.
const STRIDE: u64 = 0x9e37_79b9_7f4a_7c15;

impl TryRng for Draws {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let word = mix(self.0);
        self.0 = self.0.wrapping_add(STRIDE);
        Ok(word)
    }

    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for piece in bytes.chunks_mut(8) {
            piece.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..piece.len()]);
        }
        Ok(())
    }
}

impl SeedableRng for Draws {
    type Seed = [u8; 8];

    fn from_seed(seed: Self::Seed) -> Self {
        Self(u64::from_le_bytes(seed))
    }
}

/// What a draw is for. A stream is never shared by two submodels, so a draw added to one leaves
/// the others alone; the numbers are fixed, and a new stream takes a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// A person's traits, drawn once on joining.
    Traits = 1,
    /// Customers lost and ordering.
    Customers = 2,
    /// The member's own purchases.
    Purchasing = 3,
    /// Approaches and sign-ups.
    Recruiting = 4,
    /// Which of several approaches to one person counts, and who gets the last places.
    Acceptance = 5,
    /// Leaving.
    Quitting = 6,
    /// Trees of the theory, for verification.
    Theory = 7,
    /// What customers' orders come to.
    Orders = 8,
    /// People who sign up without being approached, and whom they are assigned to.
    Spontaneous = 9,
    /// Which of several approaches to one person wins him as a customer, where customers run out.
    CustomerAcceptance = 10,
    /// Who knows whom in a network of contacts.
    Network = 20,
    /// Where in that network the founders stand.
    FounderPlaces = 21,
    /// Strangers on a network of contacts, whom digital tools reach.
    Reached = 22,
    /// Which of his customers a member loses, on a network of contacts.
    LostCustomers = 23,
    /// Who buys goods ahead, drawn once.
    Loading = 30,
    /// In which order recruits are placed.
    Placement = 31,
}

/// The randomness of one run.
#[derive(Clone, Copy, Debug)]
pub struct RunKey(u64);

impl RunKey {
    /// Run number `run` of the study seeded with `seed`.
    pub fn new(seed: u64, run: u64) -> Self {
        Self(mix(mix(seed ^ 0x6d6c_6d73_696d_2d31).wrapping_add(run)))
    }

    /// The randomness of one stream in one period.
    pub fn stream(self, stream: Stream, period: u32) -> StreamKey {
        StreamKey(mix(self.0 ^ mix((stream as u64) << 32 | u64::from(period))))
    }
}

/// The randomness of one stream in one period of one run.
#[derive(Clone, Copy, Debug)]
pub struct StreamKey(u64);

impl StreamKey {
    /// The draws of one member.
    #[inline]
    pub fn open(self, lineage: Lineage) -> Draws {
        Draws(mix(self.0 ^ lineage.0))
    }

    /// One draw of one member in `(0, 1)`, where one is all that is wanted.
    #[inline]
    pub fn uniform(self, lineage: Lineage) -> f64 {
        distributions::open_unit(mix(self.0 ^ lineage.0))
    }

    /// One 64-bit number of one member, to order people by chance.
    #[inline]
    pub fn ticket(self, lineage: Lineage) -> u64 {
        mix(self.0 ^ lineage.0)
    }
}

/// Who a person is, in 64 bits: a founder's number, or the sponsor's lineage and the how-manieth
/// sign-up the person was.
///
/// It needs no global counter, so it is the same at any number of threads, and it never changes
/// when members roll up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Lineage(u64);

impl Lineage {
    /// Founder number `number`, from 0.
    pub fn founder(number: u64) -> Self {
        Self(mix(0x666f_756e_6465_7273 ^ mix(number)))
    }

    /// The `nth` sign-up, from 0, that this person ever made.
    #[inline]
    pub fn recruit(self, nth: u64) -> Self {
        Self(mix(self.0.wrapping_add(STRIDE).wrapping_add(nth << 1 | 1)))
    }
}

/// A bijection of 64-bit words in which every input bit changes every output bit with a chance
/// near one half: the output function of `SplitMix64`.
#[inline]
fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(STRIDE);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_part_of_the_key_matters() {
        let draw = |seed, run, stream, period, lineage: Lineage| {
            RunKey::new(seed, run).stream(stream, period).ticket(lineage)
        };
        let root = Lineage::founder(0);
        let variants = [
            draw(1, 0, Stream::Customers, 0, root),
            draw(2, 0, Stream::Customers, 0, root),
            draw(1, 1, Stream::Customers, 0, root),
            draw(1, 0, Stream::Quitting, 0, root),
            draw(1, 0, Stream::Customers, 1, root),
            draw(1, 0, Stream::Customers, 0, Lineage::founder(1)),
            draw(1, 0, Stream::Customers, 0, root.recruit(0)),
            draw(1, 0, Stream::Customers, 0, root.recruit(1)),
        ];
        assert_eq!(variants.iter().collect::<BTreeSet<_>>().len(), variants.len());
    }

    #[test]
    fn lineages_of_a_large_family_are_distinct() {
        let mut family = vec![Lineage::founder(0)];
        for generation in 0..3 {
            for parent in family.clone() {
                family.extend((generation * 30..(generation + 1) * 30).map(|n| parent.recruit(n)));
            }
        }
        assert_eq!(family.iter().collect::<BTreeSet<_>>().len(), family.len());
    }
}
