//! The tree in which everybody's first recruits belong to whomever he himself belongs to.
//!
//! Whoever a recruit belongs to is one of those above him, so this tree is one more column over
//! the layout, as that of sponsors is over a width-limited tree: see [`Tree`].

use super::Genealogy;
use super::advance::{Advance, Newcomer};
use super::fold::{ABSENT, Tree};

/// Whom everybody belongs to.
#[derive(Clone, Debug)]
pub(super) struct PassUp {
    /// How many of his recruits everybody passes up.
    first: u32,
    /// One more than the depth of him to whom a row belongs: 0 directly under the company.
    level: Vec<u32>,
}

impl PassUp {
    /// The level of a sponsor's recruit, `before` whom he signed up so many.
    fn of_recruit(&self, before: u32, at: Above) -> u32 {
        // Nobody is above the top, who keeps all of his.
        if before < self.first && at.belongs > 0 { at.belongs } else { at.sponsor }
    }
}

/// To whom a recruit may belong, each as one more than his depth.
#[derive(Clone, Copy, Debug)]
struct Above {
    /// His sponsor.
    sponsor: u32,
    /// Him to whom the sponsor belongs; 0: nobody.
    belongs: u32,
}

impl Genealogy {
    /// The same people, where everybody passes up his first so many recruits: they belong to
    /// whomever he belongs to himself, and their own first ones do too. Whoever stands directly
    /// under the company keeps all of his. Nobody has recruits yet.
    #[must_use]
    pub fn with_pass_up(mut self, first: u32) -> Self {
        assert!(self.height <= 1, "recruits are passed up as they come");
        self.pass_up = Some(PassUp { first, level: vec![0; self.len()] });
        self
    }

    /// The same for people of whom some have recruits: with the sponsors of all in joining order,
    /// and where each of them stands.
    #[must_use]
    pub fn with_pass_up_in_turn(
        mut self,
        first: u32,
        sponsors: &[Option<u32>],
        place: &[u32],
    ) -> Self {
        assert!(sponsors.len() == self.len() && place.len() == self.len());
        let mut pass_up = PassUp { first, level: vec![0; self.len()] };
        let mut sign_ups = vec![0; self.len()];
        for (member, sponsor) in sponsors.iter().enumerate() {
            let Some(sponsor) = *sponsor else { continue };
            let before = sign_ups[sponsor as usize];
            sign_ups[sponsor as usize] += 1;
            let sponsor = place[sponsor as usize] as usize;
            let above = Above { sponsor: self.depth[sponsor] + 1, belongs: pass_up.level[sponsor] };
            pass_up.level[place[member] as usize] = pass_up.of_recruit(before, above);
        }
        self.pass_up = Some(pass_up);
        self
    }

    /// How many of his recruits everybody passes up; `None`: there is no such tree.
    pub fn pass_up(&self) -> Option<u32> {
        self.pass_up.as_ref().map(|pass_up| pass_up.first)
    }

    /// The tree in which the first recruits are passed up. Vacant seats are not in it.
    pub fn belonging(&self) -> Tree<'_> {
        let pass_up = self.pass_up.as_ref().expect("recruits are passed up");
        Tree { depth: &self.depth, level: &pass_up.level, height: self.height }
    }

    /// Brings the column forward, if there is one. Rows have moved, and sign-ups are counted;
    /// `leaves` asks for rows as they were, at these depths.
    pub(super) fn advance_pass_up(
        &mut self,
        depth_before: &[u32],
        leaves: impl Fn(usize) -> bool,
        advance: &Advance,
    ) {
        let Some(mut pass_up) = self.pass_up.take() else { return };
        let height = depth_before.iter().max().map_or(0, |&deepest| deepest as usize + 1);
        let keeps_depth = self.seats.is_some();
        // By depth before, the depth now of whoever stands there, and one more than the depth
        // now of him to whom those belong who belonged to whoever stood above.
        let mut depth_now = vec![0; height + 1];
        let mut belongs = vec![0; height + 1];
        for (row, (&depth, level)) in depth_before.iter().zip(&mut pass_up.level).enumerate() {
            let depth = depth as usize;
            let is_gone = leaves(row);
            depth_now[depth + 1] = depth_now[depth] + u32::from(keeps_depth || !is_gone);
            if *level == ABSENT {
                continue;
            }
            *level = belongs[*level as usize];
            belongs[depth + 1] = if is_gone { *level } else { depth_now[depth] + 1 };
            if is_gone && keeps_depth {
                *level = ABSENT;
            }
        }
        let sponsors = self.sponsors();
        let mut levels = Vec::with_capacity(advance.newcomers().len());
        for recruits in advance.newcomers().chunk_by(|a, b| a.sponsor == b.sponsor) {
            let sponsor = recruits[0].sponsor as usize;
            let belongs = pass_up.level[sponsor];
            let before = self.identity[sponsor].sign_ups - recruits.len() as u32;
            levels.extend((before..).zip(recruits).map(|(before, &Newcomer { place, .. })| {
                let above = Above { sponsor: sponsors.level[place as usize], belongs };
                pass_up.of_recruit(before, above)
            }));
        }
        advance.relayout(&mut pass_up.level, |n| levels[n]);
        self.pass_up = Some(pass_up);
    }
}
