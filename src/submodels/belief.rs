//! Belief in the opportunity: what builders come to think of it by what they and theirs earn.

use crate::genealogy::Accumulate;
use crate::units::Probability;

/// Parameters of belief. By default everybody believes all that he is told, whatever he earns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeliefParameters {
    /// What people believe on joining, as a share of what they hope for: 1 is all of it.
    pub initial: Probability,
    /// The share of the way to what a builder earns that his belief goes in a month; 0: nobody
    /// learns.
    pub learning: Probability,
    /// The share that results do not take away.
    pub floor: Probability,
}

impl Default for BeliefParameters {
    fn default() -> Self {
        Self { initial: Probability::ONE, learning: Probability::ZERO, floor: Probability::ZERO }
    }
}

/// How belief begins and changes.
#[derive(Clone, Copy, Debug)]
pub struct Belief {
    initial: f32,
    learning: f32,
    floor: f32,
    /// How much of what others know and earn is known.
    transparency: f32,
    /// Of recent monthly income, in cents.
    aspiration: f64,
}

/// What builders earn of what they hope for, added up: exact, so that the order does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// Shares of the aspiration, each from 0 to 1, in millionths.
    millionths: i64,
    builders: i64,
}

impl Earned {
    /// The same if it counts, and nobody's if it does not.
    #[inline]
    pub fn if_counted(self, counts: bool) -> Self {
        let times = i64::from(counts);
        Self { millionths: self.millionths * times, builders: self.builders * times }
    }

    /// The mean share; 0 over nobody.
    fn mean(&self) -> f32 {
        let mean = self.millionths as f64 / self.builders.max(1) as f64;
        (mean / 1e6) as f32
    }
}

impl Accumulate for Earned {
    const EMPTY: Self = Self { millionths: 0, builders: 0 };

    #[inline]
    fn merge(&mut self, recruit: &Self) {
        self.millionths += recruit.millionths;
        self.builders += recruit.builders;
    }
}

impl Belief {
    /// Prepares the weights. `transparency` is how much of what others earn is known, and
    /// `aspiration` the monthly income that people hope for, in currency.
    pub fn new(parameters: &BeliefParameters, transparency: Probability, aspiration: f64) -> Self {
        Self {
            initial: parameters.initial.value() as f32,
            learning: parameters.learning.value() as f32,
            floor: parameters.floor.value() as f32,
            transparency: transparency.value() as f32,
            aspiration: aspiration * 100.0,
        }
    }

    /// Whether anybody ever believes less than all.
    pub fn is_limited(&self) -> bool {
        self.initial < 1.0 || self.learning > 0.0
    }

    /// Whether what a builder's downline earns is known to him.
    pub fn is_told(&self) -> bool {
        self.learning > 0.0 && self.transparency > 0.0
    }

    /// Whether people on joining believe more or less for what their sponsor believes.
    pub fn is_passed_on(&self) -> bool {
        self.transparency > 0.0
    }

    /// What somebody believes on joining under a sponsor of this belief; founders have no sponsor.
    #[inline]
    pub fn on_joining(&self, sponsor: Option<f32>) -> f32 {
        match sponsor {
            Some(sponsor) => self.initial + (sponsor - self.initial) * self.transparency,
            None => self.initial,
        }
    }

    /// What a builder earns of what he hopes for, given his recent monthly net income in cents.
    #[inline]
    pub fn earned(&self, recent: f32) -> Earned {
        let share = (f64::from(recent) / self.aspiration).clamp(0.0, 1.0);
        Earned { millionths: millionths(share) as i64, builders: 1 }
    }

    /// What a member who `learns` believes after one more month in which he has `earned` so much, and
    /// the builders of his downline this, if that is known to him; others believe what they did.
    #[inline]
    pub fn month(&self, belief: f32, learns: bool, earned: Earned, downline: Earned) -> f32 {
        // Who learns, and of whom, is chance: without a branch, by a weight of nothing.
        let learning = self.learning * factor(learns);
        let learnt = |belief: f32, earned: Earned, weight: f32| {
            belief + (earned.mean().max(self.floor) - belief) * weight * factor(earned.builders > 0)
        };
        let alone = learnt(belief, earned, learning);
        learnt(alone, downline, learning * self.transparency)
    }
}

/// One for what counts, nothing for what does not.
#[inline]
fn factor(counts: bool) -> f32 {
    f32::from(u8::from(counts))
}

/// A belief in millionths, to be added up.
#[inline]
pub fn in_millionths(belief: f32) -> u64 {
    millionths(f64::from(belief))
}

/// A share from 0 to 1 in millionths, the nearest number.
#[inline]
fn millionths(share: f64) -> u64 {
    // Rounding functions are library calls on older processors.
    (share * 1e6 + 0.5) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who hopes for 100 a month.
    fn belief(initial: f64, learning: f64, floor: f64, transparency: f64) -> Belief {
        let share = |value| Probability::new(value).unwrap();
        let parameters = BeliefParameters {
            initial: share(initial),
            learning: share(learning),
            floor: share(floor),
        };
        Belief::new(&parameters, share(transparency), 100.0)
    }

    #[test]
    fn results_alone_leave_a_geometric_rest_of_the_first_belief() {
        for (recent, floor, limit) in
            [(0.0, 0.0, 0.0), (-9e4, 0.25, 0.25), (4e3, 0.25, 0.4), (9e4, 0.0, 1.0)]
        {
            let learning = belief(0.8, 0.125, floor, 0.0);
            let mut believed = learning.on_joining(Some(0.1));
            for month in 0..40 {
                let expected = limit + (0.8 - limit) * 0.875_f64.powi(month);
                assert!((f64::from(believed) - expected).abs() < 1e-6, "{recent}, {month}");
                let unknown = Earned { millionths: 900_000, builders: 1 };
                believed = learning.month(believed, true, learning.earned(recent), unknown);
            }
        }
    }

    #[test]
    fn what_the_downline_earns_counts_as_far_as_it_is_known() {
        let learning = belief(1.0, 0.5, 0.0, 0.5);
        let downline = [0.0, 2e3, 1e4].map(|recent| learning.earned(recent));
        let mut below = Earned::EMPTY;
        for earned in &downline {
            below.merge(earned);
        }
        assert_eq!(below, Earned { millionths: 1_200_000, builders: 3 });
        // Half the way to 0, then a quarter of the way to 0.4.
        let believed = learning.month(1.0, true, learning.earned(-500.0), below);
        assert!((believed - 0.475).abs() < 1e-6, "{believed}");
        // Who has nobody below him learns from himself alone.
        assert_eq!(learning.month(1.0, true, learning.earned(0.0), Earned::EMPTY), 0.5);
    }

    #[test]
    fn recruits_are_told_the_first_belief_or_what_their_sponsors_know() {
        for (transparency, expected) in [(0.0, 1.0), (0.25, 0.875), (1.0, 0.5)] {
            let learning = belief(1.0, 0.5, 0.0, transparency);
            assert_eq!(learning.on_joining(Some(0.5)), expected);
            assert_eq!(learning.on_joining(None), 1.0, "founders know nobody");
        }
    }

    #[test]
    fn belief_stays_between_nothing_and_all() {
        let shares = [0.0, 0.1, 0.3, 0.7, 1.0];
        for learning in shares {
            for transparency in shares {
                let rule = belief(1.0, learning, 0.0, transparency);
                for believed in [0.0, 0.3, 0.999_999_9, 1.0] {
                    for recent in [-1e9, 0.0, 3.3e3, 1e4, 1e9] {
                        for below in [-1e9, 5e3, 1e9].map(|recent| rule.earned(recent)) {
                            let after = rule.month(believed, true, rule.earned(recent), below);
                            assert!((0.0..=1.0).contains(&after), "{rule:?}: {after}");
                            let kept = rule.month(believed, false, rule.earned(recent), below);
                            assert_eq!(kept, believed, "who does not learn");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn by_default_everybody_always_believes_all() {
        let learning = Belief::new(&BeliefParameters::default(), Probability::ONE, 100.0);
        assert!(!learning.is_limited() && !learning.is_told());
        assert_eq!(learning.on_joining(Some(1.0)), 1.0);
        assert_eq!(learning.month(1.0, true, learning.earned(-1e6), learning.earned(0.0)), 1.0);
    }
}
