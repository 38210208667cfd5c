//! A genealogy whose layout is a width-limited tree; the tree of sponsors rides along.

use super::advance::{Advance, Newcomer, Recruitment};
use super::fold::{ABSENT, Tree};
use super::placement::{Arrival, Arrivals, Placement};
use super::seating::{NONE, Node, Seating, Wish};
use super::{Genealogy, Identity, MEMBERS_MAX, WIDTH_MAX};

/// What a row of a placed genealogy has beside its depth.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    pub(super) placement: Placement,
    /// The seat below the row above, from 0 on the left.
    pub(super) slot: Vec<u8>,
    /// One more than the depth of the sponsor, who is one of those above.
    pub(super) sponsor: Vec<u32>,
    pub(super) is_occupied: Vec<bool>,
}

impl Seats {
    /// The same kind of tree without a row.
    pub(super) fn emptied(&self) -> Self {
        let placement = self.placement;
        Self { placement, slot: Vec::new(), sponsor: Vec::new(), is_occupied: Vec::new() }
    }
}

impl Genealogy {
    /// The same people in a width-limited tree, which becomes the layout: nobody has recruits yet.
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        assert!(self.height <= 1, "recruits are placed as they come");
        assert!((1..=WIDTH_MAX).contains(&placement.width), "a width is 1 to {WIDTH_MAX}");
        self.seats = Some(Seats {
            placement,
            slot: vec![0; self.len()],
            sponsor: vec![0; self.len()],
            is_occupied: vec![true; self.len()],
        });
        self
    }

    /// How recruits are placed; `None`: in the tree of sponsors itself, without a limit.
    pub fn placement(&self) -> Option<Placement> {
        self.seats.as_ref().map(|seats| seats.placement)
    }

    /// The seat of each row below the row above, from 0 on the left; `None` without placement.
    /// Those directly under the company have no seat, which is shown as 0.
    pub fn slots(&self) -> Option<&[u8]> {
        self.seats.as_ref().map(|seats| seats.slot.as_slice())
    }

    /// Which rows are members; the others are vacant seats. `None`: all.
    pub fn occupied(&self) -> Option<&[bool]> {
        self.seats.as_ref().map(|seats| seats.is_occupied.as_slice())
    }

    /// Whether a row is a vacant seat: that of a leaver in a width-limited tree.
    #[inline]
    pub fn is_vacant(&self, row: usize) -> bool {
        self.occupied().is_some_and(|occupied| !occupied[row])
    }

    /// The tree of sponsors. Vacant seats are not in it.
    pub fn sponsors(&self) -> Tree<'_> {
        let level = self.seats.as_ref().map_or(&self.depth, |seats| &seats.sponsor);
        Tree { depth: &self.depth, level, height: self.height }
    }

    /// The layout itself: the width-limited tree with its vacant seats where recruits are placed,
    /// else the tree of sponsors.
    pub fn layout(&self) -> Tree<'_> {
        Tree { depth: &self.depth, level: &self.depth, height: self.height }
    }

    /// By row, the leg of his sponsor in which a member of a placed genealogy stands, written into
    /// `legs`. It means nothing for those directly under the company and for vacant seats.
    pub fn legs_of_sponsors(&self, legs: &mut Vec<u8>) {
        let seats = self.seats.as_ref().expect("legs are those of a placed genealogy");
        // The seat of whoever was last seen at each depth.
        let mut slots = vec![0; self.height + 1];
        legs.clear();
        legs.extend(self.depth.iter().enumerate().map(|(row, &depth)| {
            slots[depth as usize] = seats.slot[row];
            slots.get(seats.sponsor[row] as usize).copied().unwrap_or_default()
        }));
    }

    /// Does in a placed genealogy what [`Genealogy::advance`] does in another.
    ///
    /// Whoever leaves and has somebody below him leaves a vacant seat, which stays a row; his
    /// recruits roll up in the tree of sponsors and keep their seats.
    pub fn advance_placed(
        &mut self,
        leaves: impl Fn(usize) -> bool,
        recruitments: &[Recruitment],
        arrivals: &impl Arrivals,
        advance: &mut Advance,
    ) {
        let seats = self.seats.as_ref().expect("recruits are placed");
        let is_occupied: Vec<bool> =
            (0..self.len()).map(|row| seats.is_occupied[row] && !leaves(row)).collect();
        let stays = self.rows_with_members(&is_occupied);
        let columns = (self.depth.as_slice(), seats.slot.as_slice(), self.height);
        let mut seating =
            Seating::new(seats.placement, columns, |row| stays[row], |row| !is_occupied[row]);
        let recruits = self.seat_recruits(recruitments, arrivals, &is_occupied, &mut seating);
        let mut seats = self.seats.take().expect("recruits are placed");
        let depth_before = self.write(&mut seats, &is_occupied, &seating, &recruits, advance);
        self.seats = Some(seats);
        for recruitment in recruitments {
            self.identity[recruitment.sponsor as usize].sign_ups += recruitment.count;
        }
        self.advance_pass_up(&depth_before, |row| !is_occupied[row], advance);
        let mut levels = vec![0; self.depth.len()];
        self.sponsors().descend(0, |row, above: u32| {
            levels[row] = above;
            above + 1
        });
        let newcomers = &advance.newcomers;
        advance.relayout(&mut self.identity, |n| {
            let Newcomer { lineage, place, .. } = newcomers[n];
            Identity::newcomer(lineage, levels[place as usize])
        });
        for &place in &advance.adopted {
            self.identity[place as usize].is_adopted = true;
        }
    }

    /// Which rows of a placed genealogy [`Self::advance_placed`] leaves in it, if these leave.
    pub fn rows_that_stay(&self, leaves: impl Fn(usize) -> bool) -> Vec<bool> {
        let occupied = self.occupied().expect("rows are those of a placed genealogy");
        let is_occupied: Vec<bool> =
            occupied.iter().enumerate().map(|(row, &is)| is && !leaves(row)).collect();
        self.rows_with_members(&is_occupied)
    }

    /// Which rows have a member at or below them.
    fn rows_with_members(&self, is_occupied: &[bool]) -> Vec<bool> {
        let mut stays = vec![false; self.len()];
        self.layout().fold(|row, below: i64| {
            stays[row] = is_occupied[row] || below > 0;
            i64::from(stays[row])
        });
        stays
    }

    /// Seats all recruits; returns them in their order.
    fn seat_recruits(
        &self,
        recruitments: &[Recruitment],
        arrivals: &impl Arrivals,
        is_occupied: &[bool],
        seating: &mut Seating,
    ) -> Vec<Arrival> {
        let mut recruits: Vec<(u64, Arrival)> = Vec::new();
        for &Recruitment { sponsor, count } in recruitments {
            assert!(is_occupied[sponsor as usize], "recruiters stay");
            let identity = &self.identity[sponsor as usize];
            for nth in 0..count {
                let lineage = identity.lineage.recruit(u64::from(identity.sign_ups + nth));
                let arrival = Arrival { lineage, sponsor, nth };
                recruits.push((arrivals.order(&arrival), arrival));
            }
        }
        assert!(self.len() + recruits.len() <= MEMBERS_MAX);
        recruits.sort_by_key(|&(order, Arrival { sponsor, nth, .. })| (order, sponsor, nth));
        for (number, &(_, Arrival { sponsor, nth, .. })) in (0..).zip(&recruits) {
            let sign_ups = self.identity[sponsor as usize].sign_ups + nth;
            let volumes = arrivals.volumes(sponsor as usize);
            seating.seat(number, sponsor, Wish { side: None, sign_ups, volumes });
        }
        recruits.into_iter().map(|(_, arrival)| arrival).collect()
    }

    /// Writes the new layout and the way to it; returns the depths before.
    fn write(
        &mut self,
        seats: &mut Seats,
        is_occupied: &[bool],
        seating: &Seating,
        recruits: &[Arrival],
        advance: &mut Advance,
    ) -> Vec<u32> {
        advance.clear();
        let n_rows = self.len();
        let mut columns = Seats {
            placement: seats.placement,
            slot: Vec::with_capacity(seating.len()),
            sponsor: Vec::with_capacity(seating.len()),
            is_occupied: Vec::with_capacity(seating.len()),
        };
        // By level, the level at which those now stand whose sponsor stood there.
        let mut rolled_up = vec![0_u32; self.height + 1];
        let Advance { origin, newcomers, adopted, vacated, .. } = advance;
        let mut depths = Vec::with_capacity(seating.len());
        let mut placed: Vec<(u32, Newcomer)> = Vec::with_capacity(recruits.len());
        let mut height = 0;
        seating.visit(|node, &Node { slot, depth, recruit, .. }| {
            let place = depths.len() as u32;
            let row = node as usize;
            let mut level = ABSENT;
            if row < n_rows {
                let sponsor = seats.sponsor[row];
                if sponsor != ABSENT {
                    level = rolled_up[sponsor as usize];
                    rolled_up[depth as usize + 1] =
                        if is_occupied[row] { depth + 1 } else { level };
                    if is_occupied[row] && level != sponsor {
                        adopted.push(place);
                    }
                    if !is_occupied[row] {
                        level = ABSENT;
                        if recruit == NONE {
                            vacated.push(place);
                        }
                    }
                }
            }
            if recruit != NONE {
                let Arrival { lineage, sponsor, nth } = recruits[recruit as usize];
                placed.push((nth, Newcomer { lineage, sponsor, place, depth }));
                level = self.depth[sponsor as usize] + 1;
            }
            origin.push(if row < n_rows {
                node
            } else {
                origin.last().copied().unwrap_or_default()
            });
            depths.push(depth);
            columns.slot.push(slot);
            columns.sponsor.push(level);
            columns.is_occupied.push(level != ABSENT);
            height = height.max(depth as usize + 1);
        });
        placed.sort_unstable_by_key(|&(nth, newcomer)| (newcomer.sponsor, nth));
        newcomers.extend(placed.into_iter().map(|(_, newcomer)| newcomer));
        advance.divide();
        self.height = height;
        *seats = columns;
        std::mem::replace(&mut self.depth, depths)
    }
}
