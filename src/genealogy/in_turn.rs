//! A width-limited tree of given members, who join one after the other.

use super::placed::Seats;
use super::placement::Placement;
use super::seating::{Node, Seating, Wish};
use super::{Genealogy, Identity, MEMBERS_MAX};
use crate::random::Lineage;

impl Genealogy {
    /// A width-limited tree of members in joining order, who are placed in this order, and where
    /// each of them stands.
    ///
    /// `sponsors` is as for [`Genealogy::from_sponsors`]; `side(m)` is the leg of his sponsor in
    /// which `m` is to be, where that is given. Legs have no volume to compare.
    pub fn placed_in_turn(
        sponsors: &[Option<u32>],
        side: impl Fn(usize) -> Option<u8>,
        placement: Placement,
    ) -> (Self, Vec<u32>) {
        let nobody = Self::founders(0).with_placement(placement);
        nobody.joined_in_turn(&[], sponsors, side, |_| [0; 2])
    }

    /// The same tree with further members, who join in turn, and where everybody stands then.
    ///
    /// `place` says where those stand who are there already, in joining order, and nobody else may
    /// be there; `sponsors` and `side` are those of all members. `volumes` has those of both legs
    /// of somebody who stands there already, by his place, for
    /// [`PlacementRule::Weak`](super::PlacementRule::Weak); legs of others have none.
    pub fn joined_in_turn(
        mut self,
        place: &[u32],
        sponsors: &[Option<u32>],
        side: impl Fn(usize) -> Option<u8>,
        volumes: impl Fn(usize) -> [i64; 2],
    ) -> (Self, Vec<u32>) {
        assert!(sponsors.len() <= MEMBERS_MAX);
        assert!(place.len() == self.len(), "all members are given, and no seat is vacant");
        let before = self.seats.take().expect("members are placed");
        let columns = (self.depth.as_slice(), before.slot.as_slice(), self.height);
        let mut seating = Seating::new(before.placement, columns, |_| true, |_| false);
        // Nobody's seat is taken over, so who is there has his row for a node, and who comes his
        // number.
        let n_before = place.len();
        let node = |member: u32| place.get(member as usize).copied().unwrap_or(member);
        let mut member_at: Vec<u32> = (0..sponsors.len() as u32).collect();
        for (member, &row) in (0..).zip(place) {
            member_at[row as usize] = member;
        }
        let mut identity = std::mem::take(&mut self.identity);
        let mut tops = sponsors[..n_before].iter().filter(|sponsor| sponsor.is_none()).count();
        for (member, sponsor) in sponsors.iter().enumerate().skip(n_before) {
            let (lineage, level) = if let Some(sponsor) = *sponsor {
                let above = &mut identity[node(sponsor) as usize];
                let sign_ups = above.sign_ups;
                above.sign_ups += 1;
                let is_there = (sponsor as usize) < n_before;
                let volumes = if is_there { volumes(node(sponsor) as usize) } else { [0; 2] };
                let wish = Wish { side: side(member), sign_ups, volumes };
                seating.seat(member as u32, node(sponsor), wish);
                (above.lineage.recruit(sign_ups.into()), u32::from(above.level) + 1)
            } else {
                seating.seat_top(member as u32);
                tops += 1;
                (Lineage::founder(tops as u64 - 1), 0)
            };
            identity.push(Identity::newcomer(lineage, level));
        }
        let mut seats = Seats { is_occupied: vec![true; sponsors.len()], ..before.emptied() };
        self.depth.clear();
        self.height = 0;
        let mut now = vec![0; sponsors.len()];
        seating.visit(|node_here, &Node { slot, depth, .. }| {
            let at = node_here as usize;
            let member = member_at[at] as usize;
            now[member] = self.depth.len() as u32;
            self.depth.push(depth);
            self.identity.push(identity[at]);
            self.height = self.height.max(depth as usize + 1);
            let level = |sponsor: u32| seating.node(node(sponsor)).depth + 1;
            seats.slot.push(slot);
            seats.sponsor.push(sponsors[member].map_or(0, level));
        });
        self.seats = Some(seats);
        (self, now)
    }
}
