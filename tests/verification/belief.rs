//! Belief that learns, where it is known what there is to learn.

use mlmsim::simulation::Model;
use mlmsim::submodels::belief::BeliefParameters;

use crate::laws::Month;
use crate::support::{
    Comparison, accept, branching_model, mean, over_runs, probability, reject, series, sized,
};

const MONTH: Month = Month { recruits: 0.3, leaving: 0.05 };
const FOUNDERS: u32 = 10;
const BELIEF: [f64; 3] = [0.9, 0.2, 0.3];

/// A company in which nobody earns anything, so that belief falls to the floor.
fn falling([initial, learning, floor]: [f64; 3]) -> Model {
    let mut model = branching_model(MONTH, FOUNDERS, 24);
    model.belief = BeliefParameters {
        initial: probability(initial),
        learning: probability(learning),
        floor: probability(floor),
    };
    model
}

/// Members at month ends: who joined `age` months ago has learnt `age - 1` times when he acts, and
/// is still there with chance `(1 - leaving)^(age - 1)`. The mean belief is that of those who stay,
/// who have learnt once more.
fn law([initial, learning, floor]: [f64; 3]) -> Vec<[f64; 2]> {
    let belief = |learnt: i32| floor + (initial - floor) * (1.0 - learning).powi(learnt);
    let stay = |months: i32| (1.0 - MONTH.leaving).powi(months);
    let mut joined = vec![f64::from(FOUNDERS)];
    (1..=24)
        .map(|month: i32| {
            let age = |joined: usize| month - joined as i32;
            let signing_up = |(n, count): (usize, &f64)| {
                count * stay(age(n) - 1) * belief(age(n) - 1) * MONTH.recruits
            };
            joined.push(joined.iter().enumerate().map(signing_up).sum());
            joined.iter().enumerate().fold([0.0; 2], |[members, believed], (n, count)| {
                let staying = count * stay(age(n));
                // Who has just joined has not learnt yet.
                [members + staying, believed + staying * belief(age(n))]
            })
        })
        .collect()
}

/// Members, and what they all believe together.
fn comparisons(model: &Model) -> Vec<Comparison> {
    let law = law(BELIEF);
    let compare = |month: usize| {
        let runs = over_runs(model, sized(800), 71, |report| {
            let members = series(report, "members", month);
            let believed =
                if members > 0.0 { members * series(report, "belief", month) } else { 0.0 };
            [members, believed]
        });
        [("members", 0), ("belief of all", 1)].map(|(what, part)| {
            let figures: Vec<f64> = runs.iter().map(|run| run[part]).collect();
            mean(format!("{what} in month {month}"), &figures, law[month - 1][part])
        })
    };
    [3, 9, 16, 24].into_iter().flat_map(compare).collect()
}

#[test]
fn members_under_a_falling_belief_grow_by_the_ages_of_sponsors() {
    let name = "belief::members_under_a_falling_belief_grow_by_the_ages_of_sponsors";
    accept(name, &comparisons(&falling(BELIEF)));
    let [initial, learning, floor] = BELIEF;
    reject(&comparisons(&falling([initial, learning / 1.5, floor])));
}
