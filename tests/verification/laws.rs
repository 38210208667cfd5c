//! The closed forms and recursions that the program is held against.
//!
//! Nothing here calls the program, but for its portable logarithms and powers.

use mlmsim::portable::{exp, pow};

/// `1 + 1/2^power + ... + 1/n^power`.
pub(crate) fn harmonic(n: u32, power: i32) -> f64 {
    (1..=n).rev().map(|j| f64::from(j).powi(-power)).sum()
}

/// Expected number of members with 0, 1, ... recruits in a tree of `n` that grows join by join.
///
/// `chance(m, k)` is the chance that a certain member with `k` recruits is the next recruiter when
/// `m` have joined. It does not depend on the rest of the tree, so the expectations follow a
/// linear recursion without any approximation.
pub(crate) fn members_by_recruits(n: u32, chance: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    const CLASSES: usize = 64;
    let mut members = vec![0.0; CLASSES];
    members[0] = 1.0;
    for joined in 1..n {
        for recruits in (0..CLASSES).rev() {
            let moving = members[recruits] * chance(f64::from(joined), recruits as f64);
            members[recruits] -= moving;
            if let Some(next) = members.get_mut(recruits + 1) {
                *next += moving;
            }
        }
        members[0] += 1.0;
    }
    members
}

/// What a member expects where the first recruits of everybody are passed up.
#[derive(Clone, Debug)]
pub(crate) struct PassedUp {
    /// The chances that he has recruited 0, 1, 2, … himself; the last one, at least so many.
    pub(crate) recruits: Vec<f64>,
    /// The number of people who belong to him.
    pub(crate) own: f64,
}

/// Expectations of the `k`th member of a random recursive tree of `n`, in which the first `passed`
/// recruits of everybody but the first member belong to whomever he belongs to.
///
/// The next recruiter is each of `m` members with the chance `1/m`, so the expected numbers of
/// people of his by how many they have recruited follow a linear recursion.
pub(crate) fn passed_up(n: u32, k: u32, passed: usize) -> PassedUp {
    let passes = if k == 1 { 0 } else { passed };
    let mut recruits = vec![0.0; passed + 2];
    recruits[0] = 1.0;
    // People of his by number of recruits, those who have passed up all they must in the last cell.
    let mut people = vec![0.0; passed + 1];
    for joined in k..n {
        let chance = 1.0 / f64::from(joined);
        let come = chance
            * (recruits[passes..].iter().sum::<f64>() + people[..passed].iter().sum::<f64>());
        step(&mut people, chance);
        people[0] += come;
        step(&mut recruits, chance);
    }
    PassedUp { recruits, own: people.iter().sum() }
}

/// Moves the share `chance` of each cell but the last to the next.
fn step(cells: &mut [f64], chance: f64) {
    for at in (0..cells.len() - 1).rev() {
        let moving = cells[at] * chance;
        cells[at] -= moving;
        cells[at + 1] += moving;
    }
}

/// Chance that the subtree of the `k`th member (`k >= 2`) of a random recursive tree of `n` has
/// `size` members: `C(n - size - 1, k - 2) / C(n - 1, k - 1)`.
pub(crate) fn subtree_chance(n: u64, k: u64, size: u64) -> f64 {
    choose(n - size - 1, k - 2) / choose(n - 1, k - 1)
}

/// The chances of 0, 1, 2, … successes in `trials` trials of this chance, below 1.
pub(crate) fn binomial(trials: u32, chance: f64) -> Vec<f64> {
    let odds = chance / (1.0 - chance);
    let none = pow(1.0 - chance, f64::from(trials));
    std::iter::successors(Some((0, none)), |&(k, mass)| {
        let next = mass * f64::from(trials - k) / f64::from(k + 1) * odds;
        (k < trials).then_some((k + 1, next))
    })
    .map(|(_, mass)| mass)
    .collect()
}

/// The binomial coefficient.
pub(crate) fn choose(n: u64, k: u64) -> f64 {
    (0..k).map(|i| (n as f64 - i as f64) / (i as f64 + 1.0)).product()
}

/// A month of the simulation in an infinite market of identical people, as a branching process.
///
/// A member recruits Poisson(`recruits`) people and then leaves with chance `leaving`; his
/// recruits act from the next month on. The generating function of what one member leaves behind
/// is `G(s) = (leaving + (1 - leaving) s) exp(recruits (s - 1))`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month {
    pub(crate) recruits: f64,
    pub(crate) leaving: f64,
}

impl Month {
    /// Growth of the expected number of members by the month.
    pub(crate) fn growth(self) -> f64 {
        1.0 - self.leaving + self.recruits
    }

    /// Variance of the number of members that one founder leads to after `months` months.
    pub(crate) fn variance(self, months: i32) -> f64 {
        let of_one = self.leaving * (1.0 - self.leaving) + self.recruits;
        let growth = self.growth();
        (0..months).map(|month| of_one * growth.powi(2 * month + months - 1 - month)).sum()
    }

    /// Law of the number of members that one founder leads to after `months` months: the chances
    /// of 0, 1, ..., `terms` - 1 members, as coefficients of the iterated generating function.
    pub(crate) fn members(self, months: u32, terms: usize) -> Vec<f64> {
        let mut law = vec![0.0; terms];
        law[1] = 1.0;
        for _ in 0..months {
            law = self.compose(&law);
        }
        law
    }

    /// The power series `G(f)`. For `e = exp(r (f - 1))`, `e' = r f' e` gives the coefficients.
    fn compose(self, f: &[f64]) -> Vec<f64> {
        let Self { recruits, leaving } = self;
        let mut e = vec![exp(recruits * (f[0] - 1.0))];
        for n in 1..f.len() {
            let sum: f64 = (1..=n).map(|k| k as f64 * f[k] * e[n - k]).sum();
            e.push(recruits * sum / n as f64);
        }
        let stays = |k: usize| (1.0 - leaving) * f[k] + if k == 0 { leaving } else { 0.0 };
        (0..f.len()).map(|n| (0..=n).map(|k| stays(k) * e[n - k]).sum()).collect()
    }

    /// Chance that nobody is left after `months` months, for one founder.
    pub(crate) fn extinction(self, months: u32) -> f64 {
        (0..months).fold(0.0, |q, _| {
            (self.leaving + (1.0 - self.leaving) * q) * exp(self.recruits * (q - 1.0))
        })
    }
}

/// Expected joiners by month, the founders in month 0, in an infinite market.
pub(crate) fn joiners(founders: f64, month: Month, months: u32) -> Vec<f64> {
    let members = |end: u32| founders * month.growth().powi(end as i32);
    (0..=months).map(|m| if m == 0 { founders } else { month.recruits * members(m - 1) }).collect()
}

/// The mean field of a finite market in which nobody leaves, from month 0.
///
/// Each member hits Poisson(`recruits`) people of whom the share of those left, to the power
/// `overlap`, could join; of people hit by several members each joins once.
pub(crate) fn mean_field(
    founders: f64,
    population: f64,
    recruits: f64,
    overlap: f64,
    months: u32,
) -> Vec<f64> {
    let hits = |now: f64| now * recruits * pow(1.0 - now / population, overlap);
    filling(founders, population, months, hits)
}

/// The mean field of months of a market in which nobody leaves and `hits` of so many members are
/// aimed at the people left.
fn filling(founders: f64, population: f64, months: u32, hits: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut members = vec![founders];
    for month in 0..months as usize {
        let now = members[month];
        let left = population - now;
        members.push(now + left * (1.0 - exp(-hits(now) / left)));
    }
    members
}

/// The mean field of a well-mixed market in which each member's offer reaches `crowding` people: who
/// hears from `k` others in the mean is won `1 / (1 + k)` times as often.
pub(crate) fn crowded_months(
    founders: f64,
    population: f64,
    recruits: f64,
    crowding: f64,
    months: u32,
) -> Vec<f64> {
    filling(founders, population, months, |now| {
        let others = crowding * now / population;
        now * recruits * (1.0 - now / population) / (1.0 + others)
    })
}

/// The mean field of a well-mixed market in which people also join by themselves: of those left,
/// `spontaneous` a month for each.
pub(crate) fn bass_months(
    founders: f64,
    population: f64,
    recruits: f64,
    spontaneous: f64,
    months: u32,
) -> Vec<f64> {
    filling(founders, population, months, |now| {
        (population - now) * (spontaneous + recruits * now / population)
    })
}

/// Bass's curve (1969) from any start: `f' = (p + q f) (1 - f)`, so that `(p + q f) / (1 - f)`
/// grows at the rate `p + q`.
pub(crate) fn bass(founders: f64, population: f64, p: f64, q: f64, time: f64) -> f64 {
    let start = founders / population;
    let odds = (p + q * start) / (1.0 - start) * exp((p + q) * time);
    population * (odds - p) / (odds + q)
}

/// A market whose people are members, former members, customers or prospects, as a mean field.
///
/// A member approaches `contacts` people, each a prospect with the prospects' share of the
/// population; a prospect signs up with chance `sign_up`, else becomes a customer with chance
/// `conversion`, and of those who are won by several members each is won once. Customers are lost
/// with chance `churn`, or because their member leaves, with chance `leaving`. Who has left is a
/// prospect again from `rejoin_after` months later on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compartments {
    pub(crate) population: f64,
    pub(crate) founders: f64,
    pub(crate) contacts: f64,
    pub(crate) sign_up: f64,
    pub(crate) conversion: f64,
    pub(crate) churn: f64,
    pub(crate) leaving: f64,
    pub(crate) rejoin_after: usize,
}

impl Compartments {
    /// Members and customers by month, from month 0.
    pub(crate) fn months(self, months: usize) -> Vec<[f64; 2]> {
        let mut by_month = vec![[self.founders, 0.0]];
        let mut leavers = vec![0.0];
        let mut away = 0.0;
        for month in 1..=months {
            let [members, customers] = by_month[month - 1];
            if let Some(back) = month.checked_sub(self.rejoin_after) {
                away -= leavers[back];
            }
            let prospects = self.population - members - away - customers;
            let met = members * self.contacts * prospects / self.population;
            let sign_ups = met * self.sign_up;
            let buyers = (met - sign_ups) * self.conversion;
            let per_person = (sign_ups + buyers) / prospects;
            let counted = (1.0 - exp(-per_person)) / per_person;
            let stay = 1.0 - self.leaving;
            by_month.push([
                members * stay + sign_ups * counted,
                (customers * (1.0 - self.churn) + buyers * counted) * stay,
            ]);
            leavers.push(members * self.leaving);
            away += members * self.leaving;
        }
        by_month
    }
}

/// The logistic curve, which the months approach when they become short.
pub(crate) fn logistic(founders: f64, population: f64, growth: f64) -> f64 {
    population / (1.0 + (population / founders - 1.0) * exp(-growth))
}

/// Chances of 0, 1, ... recruits when propensity is gamma with mean 1 and this shape (infinite:
/// all alike) and `mean` are expected: negative binomial or Poisson.
pub(crate) fn recruits_law(mean: f64, shape: f64, terms: usize) -> Vec<f64> {
    let (nobody, weight) = if shape.is_infinite() {
        (exp(-mean), None)
    } else {
        (pow(shape / (shape + mean), shape), Some(mean / (shape + mean)))
    };
    let mut law = vec![nobody];
    for n in 1..terms {
        let before = law[n - 1];
        let count = n as f64;
        law.push(match weight {
            None => before * mean / count,
            Some(weight) => before * weight * (count - 1.0 + shape) / count,
        });
    }
    law
}

/// Share who stay at least `months` months when tenure is Weibull with this survival of a year.
pub(crate) fn survival(survival_12: f64, shape: f64, months: u32) -> f64 {
    pow(survival_12, pow(f64::from(months) / 12.0, shape))
}

/// How recent income acts on the hazard of those who joined to earn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disappointment {
    pub(crate) sensitivity: f64,
    pub(crate) aspiration: f64,
    /// Months over which income is smoothed.
    pub(crate) memory: f64,
    /// The hazard is multiplied, or divided, by at most this.
    pub(crate) most: f64,
}

impl Disappointment {
    /// Share who stay at least `months` months when everybody is left with `monthly` every month
    /// and the hazard is otherwise that of [`survival`].
    ///
    /// Smoothed income is `monthly (1 - (1 - 1/memory)^t)` after `t` months.
    pub(crate) fn survival(self, survival_12: f64, shape: f64, monthly: f64, months: u32) -> f64 {
        let stays = |month: u32| {
            let plain =
                survival(survival_12, shape, month) / survival(survival_12, shape, month - 1);
            let recent = monthly * (1.0 - pow(1.0 - 1.0 / self.memory, f64::from(month)));
            let factor = exp(-self.sensitivity * recent / self.aspiration);
            pow(plain, factor.clamp(1.0 / self.most, self.most))
        };
        (1..=months).map(stays).product()
    }
}
