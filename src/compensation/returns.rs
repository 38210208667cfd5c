//! Goods that people gave back when they left, and the volume that is taken back for them.
//!
//! The orders are taken back now, from those who stand above the leaver's old place now, at the rates
//! of now. For the leaver himself his last standing counts, and what he would have to give back is
//! written off.

use super::{Age, Base, Orders, Step, TreeKind};
use crate::units::{Money, Points};

/// What somebody who has left gave back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Return {
    /// From whom it is taken back.
    pub uplines: Uplines,
    /// The goods, by when he had bought them.
    pub lots: Vec<Lot>,
    /// How he stood in his last period.
    pub standing: LastStanding,
}

/// Where returned goods arrive in the trees of a plan: who stood above the leaver and is still there.
/// `None`: only the company is above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uplines {
    /// The place of the nearest upline who is still a member.
    pub sponsor: Option<usize>,
    /// In the tree of limited width, the nearest row above his seat that is still there, vacant or
    /// not.
    pub placement: Option<usize>,
    /// The leg of that one in which he had his seat, from 0.
    pub leg: u8,
    /// The place of the nearest member to whom he belonged.
    pub pass_up: Option<usize>,
}

impl Uplines {
    fn of(&self, tree: TreeKind) -> Option<usize> {
        match tree {
            TreeKind::Sponsor => self.sponsor,
            TreeKind::Placement => self.placement,
            TreeKind::PassUp => self.pass_up,
        }
    }
}

/// Goods of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lot {
    /// Periods from joining to buying.
    pub tenure: u32,
    /// What was paid for them.
    pub price: Money,
    /// Their commissionable volume.
    pub cv: Money,
    /// Their points.
    pub points: Points,
}

/// How somebody stood in his last period, in the eyes of each bonus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastStanding {
    /// Active by the plan's clause.
    pub(super) is_active: bool,
    /// 0 without rank, else rank + 1.
    pub(super) standing: u8,
    /// By bonus, whether he was eligible, and how many of its brackets he reached.
    pub(super) bonuses: Vec<(bool, u8)>,
}

impl LastStanding {
    pub(super) fn is_eligible(&self, bonus: usize) -> bool {
        self.bonuses.get(bonus).is_none_or(|&(is_eligible, _)| is_eligible)
    }

    pub(super) fn reached(&self, bonus: usize) -> u8 {
        self.bonuses.get(bonus).map_or(0, |&(_, reached)| reached)
    }

    /// Whether a level walk sees him, as one who is paid or not.
    pub(super) fn counts_for(&self, step: Step) -> bool {
        match step {
            Step::Member | Step::Qualified => true,
            Step::Active => self.is_active,
            Step::Rank(rank) => self.standing > rank,
        }
    }
}

impl Return {
    /// All points of the goods.
    pub(super) fn points(&self) -> Points {
        self.lots.iter().map(|lot| lot.points).sum()
    }

    /// What a bonus is taken of, in cents; goods that he bought are orders of his own.
    pub(super) fn volume(&self, base: Base, orders: Orders, age: Age) -> i64 {
        if orders == Orders::Retail {
            return 0;
        }
        let of = |lot: &Lot| match base {
            Base::Cv => lot.cv.cents(),
            Base::Pv => lot.points.hundredths(),
            Base::Price => lot.price.cents(),
            Base::Fee | Base::Pay(_) => 0,
        };
        self.lots.iter().filter(|lot| age.admits(lot.tenure)).map(of).sum()
    }
}

/// Walks backwards through returns in the order of their uplines, in step with a fold over a tree.
#[derive(Debug)]
pub(super) struct Arrivals<'a, V> {
    /// The last comes first.
    rest: Vec<(Option<usize>, &'a Return)>,
    /// The place at which the next one arrives; beyond all members if there is none.
    next: usize,
    /// What is known of each besides, by its number.
    of: V,
}

impl<'a, T, V: Fn(&'a Return) -> T> Arrivals<'a, V> {
    /// Returns as they arrive in this tree.
    pub(super) fn new(returns: &'a [Return], tree: TreeKind, of: V) -> Self {
        let upline = |returned: &'a Return| (returned.uplines.of(tree), returned);
        let mut rest: Vec<_> = returns.iter().map(upline).collect();
        rest.sort_by_key(|&(upline, _)| upline);
        let mut arrivals = Self { rest, next: usize::MAX, of };
        arrivals.look();
        arrivals
    }

    fn look(&mut self) {
        self.next = self.rest.last().and_then(|&(upline, _)| upline).unwrap_or(usize::MAX);
    }

    /// Whether the next one arrives at this member.
    #[inline]
    pub(super) fn is_at(&self, member: usize) -> bool {
        member == self.next
    }

    /// The next one that arrives at this member, if there is one.
    #[inline]
    pub(super) fn at(&mut self, member: usize) -> Option<T> {
        if self.is_at(member) { self.take() } else { None }
    }

    #[cold]
    fn take(&mut self) -> Option<T> {
        let (_, arrived) = self.rest.pop()?;
        self.look();
        Some((self.of)(arrived))
    }
}
