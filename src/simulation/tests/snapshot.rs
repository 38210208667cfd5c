//! The members as they stand at a month's end, by lineage: what both implementations must agree on.
//!
//! Everything that the tests read of a [`World`] is read here.

use std::collections::BTreeMap;

use crate::observation::{RunReport, Totals};
use crate::random::{Lineage, RunKey};
use crate::simulation::world::World;
use crate::simulation::{Model, PHASES};
use crate::units::Money;

/// A member at a month's end.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, only ever compared")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Snapshot {
    /// The nearest upline who is a member.
    pub upline: Option<Lineage>,
    pub depth: u32,
    pub sign_ups: u32,
    pub is_adopted: bool,
    pub joined: u32,
    pub is_builder: bool,
    pub is_leaving: bool,
    /// By the plan's clause.
    pub is_active: bool,
    /// That counts.
    pub rank: Option<usize>,
    pub skill: f32,
    pub belief: f32,
    pub customers: u32,
    pub acquaintances: f32,
    pub demand: Money,
    /// Goods, at what they cost.
    pub on_hand: Money,
    pub balance: Money,
    pub recent: f32,
    /// The month's pay and margin.
    pub earned: [Money; 2],
    /// In calendar years that are over.
    pub before: Totals,
    /// In the calendar year that is not over.
    pub year: Totals,
}

/// All members by lineage.
pub(super) type Snapshots = BTreeMap<Lineage, Snapshot>;

/// Simulates a run and shows the members at the end of every month in which there were any.
pub(super) fn watch(model: &Model, key: RunKey, mut show: impl FnMut(u32, Snapshots)) -> RunReport {
    let mut world = World::new(model, key);
    while world.month <= model.months {
        for phase in &PHASES {
            (phase.act)(&mut world);
        }
        show(world.month, members(&world));
        if world.members.is_empty() {
            break;
        }
        world.month += 1;
    }
    world.finish()
}

/// The members at the end of every month.
pub(super) fn months(model: &Model, key: RunKey) -> Vec<Snapshots> {
    let mut months = Vec::new();
    watch(model, key, |_, members| months.push(members));
    months
}

fn members(world: &World<'_>) -> Snapshots {
    let identities = world.genealogy.identity();
    let (mut uplines, mut depths) = (vec![None; identities.len()], vec![0; identities.len()]);
    world.genealogy.descend((None, 0), |place, (upline, depth)| {
        (uplines[place], depths[place]) = (upline, depth);
        (Some(place), depth + 1)
    });
    let mut members = Snapshots::new();
    // Nobody is in a vacant seat.
    let rows =
        world.members.iter().enumerate().filter(|&(place, _)| !world.genealogy.is_vacant(place));
    for (place, member) in rows {
        let upline: Option<usize> = uplines[place];
        let identity = identities[place];
        let stock = world.stock.as_ref();
        let snapshot = Snapshot {
            upline: upline.map(|above| identities[above].lineage),
            depth: depths[place],
            sign_ups: identity.sign_ups,
            is_adopted: identity.is_adopted,
            joined: member.joined.into(),
            is_builder: member.is_builder,
            is_leaving: member.is_leaving,
            is_active: world.commission.active(place),
            rank: world.commission.rank(place).map(usize::from),
            skill: member.skill,
            belief: world.beliefs.as_ref().map_or(1.0, |beliefs| beliefs[place]),
            customers: member.customers,
            acquaintances: member.acquaintances,
            demand: member.demand(),
            on_hand: stock.map_or(Money::ZERO, |stock| stock.on_hand(place)),
            balance: member.balance,
            recent: member.recent,
            earned: world.earned(place),
            before: world.accounts.before.of(place),
            year: world.accounts.year[place],
        };
        assert!(members.insert(identity.lineage, snapshot).is_none(), "lineages are unique");
    }
    members
}
