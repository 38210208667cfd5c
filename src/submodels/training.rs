//! Training: recruits take after their sponsors, and builders learn with the months.

use crate::units::Probability;

/// Parameters of training. By default nobody takes after anybody, and nobody learns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TrainingParameters {
    /// Duplication: the weight of the sponsor's talent in the recruit's, from 0 to 1; the recruit's
    /// own draw has the rest.
    pub duplication: Probability,
    /// By how much a fully trained builder is more skilled than without training, as a share of
    /// his talent; 0: nobody learns.
    pub gain: f64,
    /// The share of what is left to learn that a builder learns in an active month.
    pub practice: Probability,
    /// The further share that he learns if his upline is active and fully trained, and in
    /// proportion if that upline is partly trained.
    pub coaching: Probability,
}

impl TrainingParameters {
    /// Whether anybody's skill may depend on his sponsor or his months.
    pub fn is_on(&self) -> bool {
        self.duplication.value() > 0.0 || self.gain > 0.0
    }
}

/// A builder's talent, and how far he is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Skill without training, mean 1.
    pub talent: f32,
    /// How much of what there is to learn he has learnt, from 0 to 1.
    pub trained: f32,
}

/// How people learn.
#[derive(Clone, Copy, Debug)]
pub struct Learning {
    duplication: f32,
    gain: f32,
    practice: f32,
    coaching: f32,
}

impl Learning {
    /// Prepares the weights.
    pub fn new(parameters: &TrainingParameters) -> Self {
        Self {
            duplication: parameters.duplication.value() as f32,
            gain: parameters.gain as f32,
            practice: parameters.practice.value() as f32,
            coaching: parameters.coaching.value() as f32,
        }
    }

    /// Whether skills change after joining.
    pub fn goes_on(&self) -> bool {
        self.gain > 0.0
    }

    /// Whether people are more or less talented for their sponsor's talent.
    pub fn is_duplicated(&self) -> bool {
        self.duplication > 0.0
    }

    /// The talent of somebody with a draw of his `own` and this `sponsor`'s talent; founders have
    /// no sponsor.
    #[inline]
    pub fn talent(&self, own: f32, sponsor: Option<f32>) -> f32 {
        match sponsor {
            Some(sponsor) => (1.0 - self.duplication) * own + self.duplication * sponsor,
            None => own,
        }
    }

    /// How far somebody who `learns` is trained after one more month; `coach` is how far his upline is,
    /// or 0 if that upline is not active. Others stay as they are.
    #[inline]
    pub fn month(&self, trained: f32, learns: bool, coach: f32) -> f32 {
        // Who learns is chance: without a branch, by a share of nothing.
        let share = (self.practice + self.coaching * coach).min(1.0) * f32::from(u8::from(learns));
        trained + (1.0 - trained) * share
    }

    /// The skill that comes of talent and training.
    #[inline]
    pub fn skill(&self, training: Training) -> f32 {
        training.talent * (1.0 + self.gain * training.trained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning(duplication: f64, practice: f64, coaching: f64) -> Learning {
        let share = |value| Probability::new(value).unwrap();
        Learning::new(&TrainingParameters {
            duplication: share(duplication),
            gain: 0.5,
            practice: share(practice),
            coaching: share(coaching),
        })
    }

    #[test]
    fn a_line_forgets_its_founder_geometrically() {
        // The founder is twice as good as everybody else.
        for weight in [0.0, 0.25, 0.5, 1.0] {
            let learning = learning(weight, 0.0, 0.0);
            let mut talent = learning.talent(2.0, None);
            for generation in 0..12 {
                let expected = 1.0 + weight.powi(generation);
                assert!((f64::from(talent) - expected).abs() < 1e-6, "{weight}, {generation}");
                talent = learning.talent(1.0, Some(talent));
            }
        }
    }

    #[test]
    fn practice_alone_leaves_a_geometric_rest_to_learn() {
        let learning = learning(0.0, 0.2, 0.7);
        let mut trained = 0.0;
        for month in 1..30 {
            trained = learning.month(trained, true, 0.0);
            assert!((f64::from(trained) - (1.0 - 0.8_f64.powi(month))).abs() < 1e-6, "{month}");
        }
        let skill = learning.skill(Training { talent: 2.0, trained: 1.0 });
        assert_eq!(skill, 3.0, "half more than the talent");
    }

    #[test]
    fn a_trained_coach_adds_his_share_and_nobody_learns_more_than_all() {
        let learning = learning(0.0, 0.25, 0.5);
        assert_eq!(learning.month(0.0, true, 1.0), 0.75);
        assert_eq!(learning.month(0.5, true, 0.5), 0.75);
        assert_eq!(self::learning(0.0, 0.75, 0.75).month(0.25, true, 1.0), 1.0);
        assert_eq!(learning.month(0.3, false, 1.0), 0.3, "who does not learn");
    }
}
