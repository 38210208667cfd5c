//! What a bonus is taken of: a column of volumes, made once for all that is done with it.

use std::ops::Range;

use super::returns::Return;
use super::run::Volumes;
use super::{Age, Base, Bonus, Orders};
use crate::genealogy::in_parts;
use crate::units::Money;

/// Whose volume of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) base: Base,
    pub(super) orders: Orders,
    pub(super) age: Age,
}

impl Source {
    /// All commissionable volume.
    pub(super) const CV: Self =
        Self { base: Base::Cv, orders: Orders::All, age: Age { first: None, after: None } };

    /// What a bonus is taken of.
    pub(super) fn of(bonus: &Bonus) -> Self {
        Self { base: bonus.base, orders: bonus.orders, age: bonus.age }
    }

    /// The part of it that was given back.
    pub(super) fn given_back(self, returned: &Return) -> i64 {
        returned.volume(self.base, self.orders, self.age)
    }
}

/// What a bonus is taken of in a period.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// By member, in cents.
    pub(super) volumes: Vec<i64>,
    /// Of all members.
    pub(super) sum: Money,
    /// Of goods that were given back.
    pub(super) returned: Money,
    /// The sum of all volumes without their signs, of goods that were given back too: no sum over
    /// some of the members is larger.
    pub(super) turnover: i64,
}

impl Taken {
    /// Whether no volume is negative and nothing was given back.
    pub(super) fn is_all_there(&self) -> bool {
        self.sum.cents() == self.turnover
    }

    /// Of all members, less what was given back.
    pub(super) fn left(&self) -> Money {
        self.sum - self.returned
    }

    /// Begins anew, with nothing taken but what was given back.
    pub(super) fn begin(&mut self, source: Source, volumes: &impl Volumes) {
        self.volumes.clear();
        (self.sum, self.returned, self.turnover) = (Money::ZERO, Money::ZERO, 0);
        for returned in volumes.returns() {
            let volume = source.given_back(returned);
            self.returned += Money::from_cents(volume);
            self.turnover = turned_over(self.turnover, &[volume]);
        }
    }

    /// Takes the volumes of some members more, and returns these; `earlier` are the lines of the
    /// bonuses before this one.
    pub(super) fn take(
        &mut self,
        source: Source,
        members: Range<usize>,
        earlier: &[Option<Vec<Money>>],
        volumes: &impl Volumes,
    ) -> &[i64] {
        let first = self.volumes.len();
        if let Base::Pay(bonus) = source.base {
            let lines = earlier[bonus].as_deref().expect("kept, for it is read again");
            self.volumes.extend(lines[members.clone()].iter().map(|line| line.cents()));
        } else {
            volumes.append(members.clone(), source.base, source.orders, &mut self.volumes);
        }
        let column = &mut self.volumes[first..];
        if source.age != Age::default() {
            for (member, volume) in members.zip(&mut *column) {
                if !source.age.admits(volumes.tenure(member)) {
                    *volume = 0;
                }
            }
        }
        let (mut sum, mut signs) = (Money::ZERO, 0);
        for &volume in &*column {
            sum += Money::from_cents(volume);
            signs |= volume;
        }
        self.sum += sum;
        if signs >= 0 {
            // Nearly always: nothing has a sign.
            self.turnover = turned_over(self.turnover, &[sum.cents()]);
        } else {
            self.turnover = turned_over(self.turnover, column);
        }
        &self.volumes[first..]
    }

    /// Takes the volumes of all `n_members`.
    pub(super) fn fill(
        &mut self,
        source: Source,
        n_members: usize,
        earlier: &[Option<Vec<Money>>],
        volumes: &impl Volumes,
    ) {
        self.begin(source, volumes);
        for members in parts(n_members) {
            self.take(source, members, earlier, volumes);
        }
    }
}

/// What was turned over, and these volumes.
fn turned_over(turnover: i64, volumes: &[i64]) -> i64 {
    let add = |sum: i64, volume: &i64| {
        i64::try_from(volume.unsigned_abs()).ok().and_then(|volume| sum.checked_add(volume))
    };
    volumes.iter().try_fold(turnover, add).expect("a period's volume fits 64 bits")
}

/// So many members, of whom volumes are taken some at a time.
pub(super) fn parts(n_members: usize) -> impl Iterator<Item = Range<usize>> {
    in_parts(n_members, 1_024)
}
