//! How many levels of seats below members are full.

use super::Bonus;
use crate::genealogy::{Accumulate, Genealogy};

/// Those in the seats directly below somebody.
#[derive(Clone, Copy)]
struct Below {
    seats: u8,
    /// The fewest full levels below any of them.
    levels: u32,
}

impl Accumulate for Below {
    const EMPTY: Self = Self { seats: 0, levels: u32::MAX };

    fn merge(&mut self, seat: &Self) {
        self.seats = self.seats.saturating_add(seat.seats);
        self.levels = self.levels.min(seat.levels);
    }
}

/// Finds, by bonus, whose levels of seats are full for the first time; `before` has who was paid for
/// that earlier, and is brought forward.
pub(super) fn find(
    bonuses: &[Bonus],
    genealogy: &Genealogy,
    before: &mut [Option<Vec<u8>>],
    filled: &mut Vec<Vec<u32>>,
) {
    filled.resize(bonuses.len(), Vec::new());
    for ((bonus, before), filled) in bonuses.iter().zip(before).zip(filled) {
        let (Some(asked), Some(before)) = (bonus.seats_asked(), before) else { continue };
        filled.clear();
        full_levels(genealogy, |row, levels| {
            if levels >= asked.into() && before[row] == 0 {
                before[row] = 1;
                filled.push(row as u32);
            }
        });
    }
}

/// Shows how many levels of seats below each member of a placed genealogy are full: the first so
/// many, in which somebody is in every seat.
fn full_levels(genealogy: &Genealogy, mut see: impl FnMut(usize, u32)) {
    let width = genealogy.placement().expect("seats are those of a placed genealogy").width;
    let occupied = genealogy.occupied().unwrap_or_default();
    genealogy.layout().fold(|row, below: Below| {
        if !occupied[row] {
            return Below::EMPTY;
        }
        let levels = if below.seats >= width { below.levels.saturating_add(1) } else { 0 };
        see(row, levels);
        Below { seats: 1, levels }
    });
}
