//! The retail bonus: a share of a member's own sales, by tiers.

use std::ops::Range;

use super::line::{BonusLine, Payout};
use super::run::Volumes;
use super::taken::{Source, Taken};
use super::{Base, Bonus, BonusKind, Retail, TierMode};
use crate::genealogy::{CHUNK, Selection};
use crate::units::{Money, millionths};

/// The rule of a bonus that is taken of members' own sales, and not of what another bonus paid.
pub(super) fn on_sales(bonus: &Bonus) -> Option<&Retail> {
    match (&bonus.kind, bonus.base) {
        (_, Base::Pay(_)) => None,
        (BonusKind::Retail(retail), _) => Some(retail),
        _ => None,
    }
}

/// Such a bonus, paid to some members after others.
pub(super) struct OnSales<'p> {
    /// Its place in the plan.
    pub(super) bonus: usize,
    retail: &'p Retail,
    source: Source,
    /// The sums up to now; volumes of those who were paid last.
    pub(super) taken: Taken,
    committed: Money,
    paid: Money,
}

impl<'p> OnSales<'p> {
    /// Nobody has been paid; `None` if the bonus is another one.
    pub(super) fn begin(bonus: usize, rule: &'p Bonus, volumes: &impl Volumes) -> Option<Self> {
        let (retail, source) = (on_sales(rule)?, Source::of(rule));
        let mut taken = Taken::default();
        taken.begin(source, volumes);
        Some(Self { bonus, retail, source, taken, committed: Money::ZERO, paid: Money::ZERO })
    }

    /// Pays some members more.
    pub(super) fn pay(
        &mut self,
        members: Range<usize>,
        volumes: &impl Volumes,
        eligible: Option<&[bool]>,
        mut payout: Payout<'_>,
    ) {
        self.taken.volumes.clear();
        let sales = self.taken.take(self.source, members.clone(), &[], volumes);
        self.committed += pay(self.retail, members.start, sales, eligible, &mut payout);
        self.paid += payout.paid();
    }

    /// What the bonus came to.
    pub(super) fn line(&self) -> BonusLine {
        let paid_by = self.retail.paid_by;
        BonusLine::closed(self.committed, self.paid, paid_by, self.taken.is_all_there())
    }
}

/// Pays the bonus on the sales of the members from `first` on to the eligible (`None`: everyone);
/// returns what would have been paid to all, without the bonus's cap.
pub(super) fn pay(
    retail: &Retail,
    first: usize,
    sales: &[i64],
    eligible: Option<&[bool]>,
    payout: &mut Payout<'_>,
) -> Money {
    let mut committed = Money::ZERO;
    for (first, sales) in (first..).step_by(CHUNK).zip(sales.chunks(CHUNK)) {
        let sellers = Selection::of(0..sales.len(), |n| sales[n] != 0);
        for n in sellers.iter() {
            let (member, due) = (first + n, due(retail, sales[n]));
            committed += due;
            if eligible.is_none_or(|eligible| eligible[member]) {
                payout.close(member, due);
            }
        }
    }
    committed
}

/// The bonus on sales of so many cents. Negative sales, where refunds exceed them, stand in the
/// first tier.
fn due(retail: &Retail, sales: i64) -> Money {
    let product = |cents: i64, tier: usize| {
        i128::from(cents) * i128::from(retail.tiers[tier].rate.millionths())
    };
    let reached =
        retail.tiers.iter().rposition(|tier| tier.from.cents() <= sales).unwrap_or_default();
    let exact = match retail.mode {
        TierMode::Whole => product(sales, reached),
        TierMode::Marginal => {
            let from = |tier: usize| retail.tiers[tier].from.cents();
            let full: i128 =
                (0..reached).map(|tier| product(from(tier + 1) - from(tier), tier)).sum();
            full + product(sales - from(reached), reached)
        }
    };
    Money::from_cents(millionths(exact))
}
