//! Width-limited trees: who gets which seat.

use crate::random::Lineage;

/// The most members that a tree may have directly below one of them.
pub const WIDTH_MAX: u8 = 100;

/// How a width-limited tree takes up recruits and what becomes of the seats of leavers.
///
/// A recruit is always placed below his sponsor. Every tree is unlimited downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The number of seats directly below a member, 1 to [`WIDTH_MAX`].
    pub width: u8,
    /// Which seat a recruit takes.
    pub rule: PlacementRule,
    /// Whether a vacant seat is given to the next recruit who comes to it. Otherwise it stays
    /// empty for as long as somebody is below it.
    pub refills: bool,
}

/// Which seat a recruit takes.
///
/// Under all rules but the first, an open seat directly below the sponsor comes first; where
/// there is none, the rule names one of his legs, and the recruit gets the first open seat of its
/// outer edge: straight down, in the seat that the leg itself has below the sponsor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementRule {
    /// The first open seat below the sponsor, level by level, left to right.
    Breadth,
    /// The leftmost leg.
    Left,
    /// The rightmost leg.
    Right,
    /// One leg after the other, from the left, by the number of people whom the sponsor signed up
    /// before.
    Alternate,
    /// Of two legs, the one with less volume; then the one with fewer seats, counting recruits
    /// whom the sponsor has handed to it in this period; then the left one.
    Weak,
}

/// Somebody who is to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who it is.
    pub lineage: Lineage,
    /// Where his sponsor stands.
    pub sponsor: u32,
    /// The how-manieth recruit of his sponsor he is in this period, from 0.
    pub nth: u32,
}

/// What decides about the places of a period's recruits.
pub trait Arrivals {
    /// Recruits are placed one by one, lowest number first.
    fn order(&self, arrival: &Arrival) -> u64;

    /// Volume of the two legs of a sponsor, for [`PlacementRule::Weak`].
    fn volumes(&self, sponsor: usize) -> [i64; 2] {
        let _ = sponsor;
        [0; 2]
    }
}
