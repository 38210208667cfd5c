//! Whether the worlds of a study are alike, so that their mean says what all of them together do.

use super::Study;
use crate::observation::{Denominator, OwnUse};
use crate::statistics::{Estimate, Pooled};

/// What a mean over runs is beside the figure of all of them together.
pub const POOLED: &str = "A mean of worlds is what to expect of one world: a small world, such as one that died \
                          out early, weighs as much as a large one. Pooled, all worlds are taken together, \
                          a sum over runs by a sum over runs: every person weighs the same, and in a ratio of \
                          money or points every unit that is divided by.";

/// How many times as many people as a small world (at the lower end of the spread) a large one may have,
/// so that worlds are still alike in size.
const ALIKE: f64 = 1.5;

/// By how much the share of losers of all people may differ from the mean of worlds, which are then
/// still alike.
pub(super) const SAME: f64 = 0.005;

impl Study {
    /// Whether worlds differ so much in size that their mean may not be that of the people in them: a
    /// large one is more than half as large again as a small one, or those few that are much smaller
    /// than the others, as one that died out, move the headline by half a point.
    pub fn worlds_differ(&self) -> bool {
        let spread = self.outcome("ever_joined").and_then(|outcome| outcome.estimate.spread);
        let differ_in_size = spread.is_some_and(|(small, large)| large > ALIKE * small);
        let moves = |denominator| {
            let share = self.loss(denominator, OwnUse::Scenario).map(|loss| loss.below_zero);
            share.is_some_and(|share| {
                share.pooled.is_some_and(|all| (all.value - share.value).abs() >= SAME)
            })
        };
        self.provenance.runs > 1
            && (differ_in_size || moves(Denominator::Everyone) || moves(Denominator::Builders))
    }

    /// What holds of all worlds together, where it is to be said beside a figure because they differ.
    pub fn pooled(&self, estimate: &Estimate) -> Option<Pooled> {
        estimate.pooled.filter(|_| self.worlds_differ())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{around, estimate, study};
    use super::*;

    fn with(spread: (f64, f64), below_zero: f64, pooled: f64) -> Study {
        let mut study = study();
        study.outcomes[0].name = "ever_joined";
        study.outcomes[0].estimate = estimate(1000.0, (900.0, 1100.0), spread);
        for loss in &mut study.losses {
            let all = Pooled { value: pooled, interval: None };
            loss.below_zero = around(below_zero).and_pooled(Some(all));
        }
        study
    }

    #[test]
    fn worlds_differ_by_their_size_or_where_few_small_ones_move_the_headline() {
        assert!(with((600.0, 1200.0), 0.5, 0.5).worlds_differ());
        let alike = with((900.0, 1100.0), 0.455, 0.4545);
        assert!(!alike.worlds_differ());
        assert!(with((900.0, 1100.0), 0.455, 0.448).worlds_differ());
        // One that died out among many that are alike says nothing of the others.
        assert_eq!(alike.provenance.runs_extinct, 2);
        let mut one = with((600.0, 1200.0), 0.5, 0.4);
        assert!(one.pooled(&one.losses[0].below_zero).is_some());
        one.provenance.runs = 1;
        assert!(!one.worlds_differ() && one.pooled(&one.losses[0].below_zero).is_none());
    }
}
