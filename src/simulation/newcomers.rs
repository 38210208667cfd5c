//! Who joins: what a person brings along, and takes after a sponsor.

use super::world::{Member, World};
use crate::random::{Draws, Lineage, Stream, StreamKey};
use crate::submodels::people::People;
use crate::submodels::purchasing::Purchasing;
use crate::submodels::training::Learning;
use crate::units::Money;

impl World<'_> {
    /// How a person who joins this month is made.
    pub(super) fn member_maker(&self) -> MemberMaker<'_> {
        MemberMaker {
            people: &self.people,
            learning: self.learning,
            purchasing: self.purchasing,
            traits: self.key.stream(Stream::Traits, 0),
            month: self.month as u16,
        }
    }

    /// What the recruits of the member at a place take after.
    pub(super) fn sponsor(&self, place: usize) -> Sponsor {
        let belief = self.beliefs.as_ref().map_or(1.0, |beliefs| beliefs[place]);
        Sponsor { talent: self.talent(place), skill: self.members[place].skill, belief }
    }
}

/// What recruits take after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sponsor {
    /// Skill without training.
    talent: f32,
    /// Skill with it.
    pub skill: f32,
    /// Belief in the opportunity.
    pub belief: f32,
}

/// Makes the state of people who join.
#[derive(Clone, Copy, Debug)]
pub(super) struct MemberMaker<'w> {
    people: &'w People,
    learning: Learning,
    purchasing: Purchasing,
    traits: StreamKey,
    /// What is bought on joining.
    month: u16,
}

impl MemberMaker<'_> {
    /// The person of this lineage, and of this sponsor.
    pub(super) fn make(&self, lineage: Lineage, sponsor: Option<Sponsor>) -> Member {
        let mut draws: Draws = self.traits.open(lineage);
        let traits = self.people.draw(&mut draws);
        Member {
            balance: Money::ZERO,
            demand_cents: self
                .purchasing
                .demand(&mut draws)
                .cents()
                .try_into()
                .expect("a month's demand is limited"),
            activity: traits.activity as f32,
            skill: if traits.is_builder {
                self.learning.talent(traits.skill as f32, sponsor.map(|sponsor| sponsor.talent))
            } else {
                0.0
            },
            hours: traits.hours as f32,
            recent: 0.0,
            acquaintances: traits.acquaintances as f32,
            customers: 0,
            joined: self.month,
            is_builder: traits.is_builder,
            is_leaving: false,
        }
    }
}
