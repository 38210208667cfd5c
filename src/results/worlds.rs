//! Whether the worlds of a study are alike, so that their mean says what all of them together do.

use super::{IncomeFigure, Study};
use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::statistics::Estimate;

/// What a mean over runs is beside the figure of all people.
pub const POOLED: &str = "A mean of worlds is what to expect of one world: a small world, such as one that died \
                          out early, weighs as much as a large one. Pooled, all worlds are taken together \
                          and every person weighs the same: a sum over runs by a sum over runs.";

/// How many times as many people as a small world (at the lower end of the spread) a large one may have,
/// so that worlds are still alike in size.
const ALIKE: f64 = 1.5;

impl Study {
    /// The mean income over life of the people of all runs together, if the study has it.
    pub fn pooled_income(&self, denominator: Denominator, concept: Concept) -> Option<&Estimate> {
        let is_asked = |figure: &&IncomeFigure| {
            (figure.window, figure.denominator) == (Window::Life, denominator)
                && (figure.concept, figure.statistic) == (concept, Statistic::Mean)
        };
        self.incomes.iter().find(is_asked).and_then(|figure| figure.pooled.as_ref())
    }

    /// Whether worlds differ so much in size that their mean may not be that of the people in them: one
    /// died out, or a large one is more than half as large again as a small one.
    pub fn worlds_differ(&self) -> bool {
        let spread = self.outcome("ever_joined").and_then(|outcome| outcome.estimate.spread);
        self.provenance.runs > 1
            && (self.provenance.runs_extinct > 0
                || spread.is_some_and(|(small, large)| large > ALIKE * small))
    }
}
