//! What a bonus is taken of: a column of volumes, made once for all that is done with it.

use super::returns::Return;
use super::run::Volumes;
use super::{Age, Base, Orders};
use crate::units::Money;

/// Members whose volumes are taken at a time.
pub(super) const AT_A_TIME: usize = 1_024;

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

    /// Takes the volumes of these orders of `n_members`; `earlier` are the lines of the bonuses
    /// before this one.
    pub(super) fn fill(
        &mut self,
        base: Base,
        orders: Orders,
        age: Age,
        n_members: usize,
        earlier: &[Option<Vec<Money>>],
        volumes: &impl Volumes,
    ) {
        let returned = volumes.returns().iter().map(|r: &Return| r.volume(base, orders, age));
        let (mut sum, mut signs) = (Money::ZERO, 0);
        self.volumes.clear();
        // Summed up while they are at hand, for a large column comes from memory each time.
        for first in (0..n_members).step_by(AT_A_TIME) {
            let members = first..n_members.min(first + AT_A_TIME);
            if let Base::Pay(bonus) = base {
                let lines = earlier[bonus].as_deref().expect("kept, for it is read again");
                self.volumes.extend(lines[members.clone()].iter().map(|line| line.cents()));
            } else {
                volumes.append(members.clone(), base, orders, &mut self.volumes);
            }
            let column = &mut self.volumes[first..];
            if age != Age::default() {
                for (member, volume) in members.zip(&mut *column) {
                    if !age.admits(volumes.tenure(member)) {
                        *volume = 0;
                    }
                }
            }
            for &volume in &*column {
                sum += Money::from_cents(volume);
                signs |= volume;
            }
        }
        self.sum = sum;
        self.turnover = if signs >= 0 && volumes.returns().is_empty() {
            // Nearly always: nothing has a sign.
            self.sum.cents()
        } else {
            let all = self.volumes.iter().copied().chain(returned.clone());
            let sum = all.fold(0_u64, |sum, volume| sum.saturating_add(volume.unsigned_abs()));
            i64::try_from(sum).expect("a period's volume fits 64 bits")
        };
        self.returned = Money::from_cents(returned.sum());
    }
}
