//! The pair bonus: a share of the volume that both legs of a member have, as one fold.
//!
//! One order is counted by everybody above it in the tree, and where volume is carried in several
//! periods: what the bonus comes to is not bounded by its rate. By the argument of merging the
//! smaller into the larger, no unit is matched as part of the weaker leg more often than
//! [`MATCHES_MAX`] times.
//!
//! What legs have is whole hundredths, and half a hundredth may be matched of them, where a ratio
//! takes two for one. Matched volume is counted exactly, in parts of a hundredth
//! ([`Pair::parts`]). What is carried is whole again: of a hundredth that was used in part, nothing
//! is left, so that no volume is paid for twice.

use super::line::Payout;
use super::returns::{Arrivals, Return};
use super::standing::Legs;
use super::taken::Taken;
use super::{Pair, Plan};
use crate::genealogy::Genealogy;
use crate::units::{Money, Points, Rate, millionths_of_parts, plus};

/// How often one unit of volume may be matched as part of a weaker leg: whenever it is, the volume
/// it belongs to has at least doubled, and volumes have less than 64 bits.
pub const MATCHES_MAX: u32 = 63;

/// Panics unless a pair bonus fits a ladder of so many ranks and the tree of its plan.
pub(super) fn assert_valid(pair: &Pair, plan: &Plan) {
    assert!(plan.placement.is_some_and(|placement| placement.width == 2), "a pair has two legs");
    assert!(pair.rates.len() == plan.ranks.len() + 1, "one rate for each standing");
    assert!(pair.rates.iter().all(|&rate| rate >= Rate::ZERO), "no rate is negative");
    assert!(pair.ratio.iter().all(|&part| part > 0), "a ratio has two positive parts");
    assert!(pair.unit.is_none_or(|unit| unit.hundredths() > 0), "a unit is positive");
}

/// Who may be paid how much, by row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members<'a> {
    pub(super) standing: &'a [u8],
    /// `None`: everyone.
    pub(super) eligible: Option<&'a [bool]>,
    /// The most that one of them gets.
    pub(super) cap: Option<Money>,
}

/// What legs bring along, and what they leave behind.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    /// What was carried, and will be.
    pub(super) carried: Option<&'a mut [Legs]>,
    /// Where the volumes are noted.
    pub(super) noted: Option<&'a mut [Legs]>,
}

/// Pays the bonus on what it is `taken` of; returns what would be paid to all members without need
/// and caps, but for matched volume that is carried on: it counts when it is paid for or lost. Returned goods that arrive, as a volume and a leg, are taken off that leg, which may have
/// less than nothing for it.
pub(super) fn pay<'a>(
    pair: &Pair,
    genealogy: &Genealogy,
    taken: &Taken,
    returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, u8)>,
    members: Members<'_>,
    columns: Columns<'_>,
    payout: &mut Payout<'_>,
) -> Money {
    let occupied = genealogy.occupied().expect("a pair bonus has a placed tree");
    let Columns { mut carried, mut noted } = columns;
    let mut committed = Money::ZERO;
    fold_legs(genealogy, taken, returned, |member, arrived| {
        if !occupied[member] {
            return;
        }
        let brought = carried.as_ref().map_or([0; 2], |carried| carried[member]);
        let legs = [plus(arrived[0], brought[0]), plus(arrived[1], brought[1])];
        if let Some(noted) = &mut noted {
            noted[member] = legs;
        }
        let is_eligible = members.eligible.is_none_or(|eligible| eligible[member]);
        let rate = pair.rates[usize::from(members.standing[member])];
        let matched = pair.matched(legs);
        let due = |volume: i128| {
            let exact = volume * i128::from(rate.millionths());
            Money::from_cents(millionths_of_parts(exact, pair.parts()))
        };
        let (mut used, mut paid) = (0, Money::ZERO);
        if matched.volume > 0 && is_eligible {
            let counted = pair.paid_part(matched.volume);
            paid = payout.close(member, due(counted));
            used = pair.used(matched.volume, counted, rate, members.cap);
        }
        let mut kept = 0;
        if let Some(carried) = &mut carried {
            let rest = pair.rest_of(legs, matched.takes, used);
            carried[member] = rest.map(|rest| pair.carried(rest, is_eligible));
            if matched.volume > 0 {
                kept = pair.matched(carried[member]).volume;
            }
        }
        if matched.volume > 0 {
            // What is short of a whole cent, or of a unit, is set aside with what is paid.
            committed += due(used.max(matched.volume - kept)).max(paid);
        }
    });
    committed
}

/// Notes the volume of everybody's two legs.
pub(super) fn note_legs<'a>(
    genealogy: &Genealogy,
    taken: &Taken,
    returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, u8)>,
    noted: &mut [Legs],
) {
    fold_legs(genealogy, taken, returned, |member, arrived| noted[member] = arrived);
}

/// Shows every row the volume that arrived in its two legs.
fn fold_legs<'a>(
    genealogy: &Genealogy,
    taken: &Taken,
    mut returned: Arrivals<'a, impl Fn(&'a Return) -> (i64, u8)>,
    mut visit: impl FnMut(usize, Legs),
) {
    let slots = genealogy.slots().expect("legs are those of a placed tree");
    genealogy.layout().fold(|member, mut arrived: Legs| {
        while let Some((volume, leg)) = returned.at(member) {
            let arrived = &mut arrived[usize::from(leg)];
            *arrived = plus(*arrived, -volume);
        }
        visit(member, arrived);
        let group = plus(taken.volumes[member], plus(arrived[0], arrived[1]));
        let is_left = i64::from(slots[member] == 0);
        [group * is_left, group * (1 - is_left)]
    });
}

/// How much of two legs is matched.
struct Matched {
    /// In parts of a hundredth.
    volume: i128,
    /// What a unit of matched volume takes of each leg.
    takes: [i64; 2],
}

impl Pair {
    /// Into how many parts a hundredth of matched volume is divided, so that all that may be
    /// matched of whole hundredths is a number of them.
    pub fn parts(&self) -> i64 {
        self.ratio.map(i64::from).iter().product()
    }

    /// How much volume of these legs, in hundredths, is matched, and how much of that is paid for,
    /// in [parts](Self::parts) of a hundredth.
    pub fn matches(&self, legs: [i64; 2]) -> [i128; 2] {
        let matched = self.matched(legs).volume;
        [matched, self.paid_part(matched)]
    }

    /// How much volume of these legs would be matched without unit and minimum, in
    /// [parts](Self::parts) of a hundredth.
    pub fn both(&self, legs: [i64; 2]) -> i128 {
        self.in_better_order(legs).0.max(0)
    }

    /// What is left of the legs of a member who is paid at this rate, under a cap on his money, in
    /// hundredths, before it is carried or lost.
    pub fn rest(&self, legs: [i64; 2], rate: Rate, cap: Option<Money>) -> [i64; 2] {
        let Matched { volume, takes } = self.matched(legs);
        let used = self.used(volume, self.paid_part(volume), rate, cap);
        self.rest_of(legs, takes, used)
    }

    /// How much is matched of the legs of such a member, and lost because it is above a cap, in
    /// [parts](Self::parts) of a hundredth.
    pub fn flushed(&self, legs: [i64; 2], rate: Rate, cap: Option<Money>) -> i128 {
        let [matched, counted] = self.matches(legs);
        if self.flushes { matched - self.paid_for(counted, rate, cap) } else { 0 }
    }

    /// So much volume in parts of a hundredth.
    fn in_parts(&self, volume: Points) -> i128 {
        i128::from(volume.hundredths()) * i128::from(self.parts())
    }

    /// How much of matched volume the cap on volume leaves.
    fn paid_part(&self, matched: i128) -> i128 {
        self.max.map_or(matched, |max| self.in_parts(max).min(matched))
    }

    /// How much volume is used up where so much is matched and so much of it counts.
    fn used(&self, matched: i128, counted: i128, rate: Rate, cap: Option<Money>) -> i128 {
        if self.flushes { matched } else { self.paid_for(counted, rate, cap) }
    }

    /// How much of the volume that counts is paid for under a cap on money.
    fn paid_for(&self, volume: i128, rate: Rate, cap: Option<Money>) -> i128 {
        match cap {
            Some(cap) if rate > Rate::ZERO => {
                let exact = i128::from(cap.cents()) * 1_000_000 * i128::from(self.parts());
                volume.min(exact / i128::from(rate.millionths()))
            }
            _ => volume,
        }
    }

    /// What is left of legs of which so much is used up, in hundredths: what is used of a hundredth
    /// in part is used.
    fn rest_of(&self, legs: Legs, takes: [i64; 2], used: i128) -> Legs {
        if used == 0 {
            // Most members have no two legs.
            return legs;
        }
        let parts = i128::from(self.parts());
        [0, 1].map(|leg| {
            let taken = i128::from(takes[leg]) * used;
            let taken = if parts == 1 { taken } else { (taken + parts - 1).div_euclid(parts) };
            legs[leg] - i64::try_from(taken).expect("no more is used of a leg than it has")
        })
    }

    /// What two legs have both, in the better of the two orders of the ratio.
    fn matched(&self, legs: Legs) -> Matched {
        // Units are counted in the order that is the better before.
        let (volume, takes) = self.in_better_order(legs);
        Matched { volume: self.counted(volume), takes }
    }

    /// What two legs have both, and what a unit of it takes of each, in the better order.
    fn in_better_order(&self, legs: Legs) -> (i128, [i64; 2]) {
        let [stronger, weaker] = self.ratio.map(i64::from);
        // A leg that gives so much per unit, in parts, has as many as what the other gives times it.
        let in_order = |takes: [i64; 2]| {
            let of = |leg: usize| i128::from(legs[leg]) * i128::from(takes[1 - leg]);
            (of(0).min(of(1)), takes)
        };
        let one = in_order([stronger, weaker]);
        let other = in_order([weaker, stronger]);
        if other.0 > one.0 { other } else { one }
    }

    /// What counts of so much matched volume, in parts of a hundredth.
    fn counted(&self, volume: i128) -> i128 {
        if volume <= 0 {
            return 0;
        }
        let volume = match self.unit {
            Some(unit) => volume - volume.rem_euclid(self.in_parts(unit)),
            None => volume,
        };
        if volume < self.in_parts(self.min) { 0 } else { volume }
    }

    /// What is carried of the rest of a leg.
    fn carried(&self, rest: i64, is_eligible: bool) -> i64 {
        match self.carry {
            None => 0,
            // What a leg is short of is not lost.
            Some(carry) if carry.is_lost_unqualified && !is_eligible => rest.min(0),
            Some(carry) => carry.max.map_or(rest, |max| rest.min(max.hundredths())),
        }
    }
}
