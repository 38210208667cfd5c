//! The months of a simulation against their own discrete law, and that against the continuous.

use mlmsim::observation::NetworkMeasure;
use mlmsim::simulation::Model;
use mlmsim::submodels::market::Population;
use mlmsim::submodels::shocks::{Factors, Shock};

use crate::laws::{
    Compartments, Month, bass_months, choose, crowded_months, joiners, logistic, mean_field,
    recruits_law,
};
use crate::support::{
    Comparison, accept, branching_model, market_model, mean, network, outcome, over_runs,
    pooled_share, probability, reject, series, share, sized, variance,
};

const MONTH: Month = Month { recruits: 0.15, leaving: 0.08 };

/// No turnover, as many of the laws want it.
const GROWING: Month = Month { leaving: 0.0, ..MONTH };

/// The law of the number of members one founder leads to.
fn members(model: &Model) -> Vec<Comparison> {
    const MONTHS: usize = 24;
    const LARGEST: usize = 8;
    let members = over_runs(model, sized(8000), 30, |report| {
        assert_eq!(report.is_extinct, series(report, "members", MONTHS) == 0.0);
        series(report, "members", MONTHS)
    });
    let months = MONTHS as i32;
    let law = MONTH.members(MONTHS as u32, LARGEST + 1);
    assert!((law[0] - MONTH.extinction(MONTHS as u32)).abs() < 1e-12);
    let mut comparisons = vec![
        mean("mean", &members, MONTH.growth().powi(months)),
        variance("variance", &members, MONTH.variance(months)),
    ];
    comparisons.extend((0..=LARGEST).map(|count| {
        let runs = members.iter().filter(|&&found| found == count as f64).count();
        share(format!("{count} members"), runs as u64, members.len() as u64, law[count])
    }));
    comparisons
}

#[test]
fn members_follow_the_law_of_the_branching_process() {
    let name = "growth::members_follow_the_law_of_the_branching_process";
    accept(name, &members(&branching_model(MONTH, 1, 24)));
    let more_turnover = Month { recruits: 0.18, leaving: 0.11 };
    reject(&members(&branching_model(more_turnover, 1, 24)));
}

/// A company with a viral month in which three times as many people are approached, and in which
/// recruiting stops after a year.
fn shaken(viral: u32) -> Model {
    let mut model = branching_model(MONTH, 10, 18);
    let factors = Factors { contacts: 3.0, ..Factors::NONE };
    model.shocks =
        vec![Shock { from: viral, months: Some(1), factors }, Shock::stop_of_recruiting(13)];
    model
}

/// Members where each month has a growth of its own: the product of all.
fn members_of_shaken(model: &Model) -> Vec<Comparison> {
    let usual = MONTH.growth();
    let viral = 1.0 - MONTH.leaving + 3.0 * MONTH.recruits;
    let without_recruits = 1.0 - MONTH.leaving;
    let months =
        [(6, usual.powi(6)), (7, viral), (12, usual.powi(5)), (18, without_recruits.powi(6))];
    let mut expected = f64::from(model.market.founders);
    months
        .into_iter()
        .map(|(month, growth)| {
            expected *= growth;
            let members = over_runs(model, sized(1000), 40, |r| series(r, "members", month));
            mean(format!("members in month {month}"), &members, expected)
        })
        .collect()
}

#[test]
fn members_grow_by_the_product_of_months_that_are_unlike() {
    let name = "growth::members_grow_by_the_product_of_months_that_are_unlike";
    accept(name, &members_of_shaken(&shaken(7)));
    reject(&members_of_shaken(&shaken(8)));
}

#[test]
fn strangers_reached_beside_contacts_recruit_like_contacts() {
    let name = "growth::strangers_reached_beside_contacts_recruit_like_contacts";
    // Half as many contacts, and for each of them another by digital means: the same law.
    let mut model = branching_model(GROWING, 20, 24);
    model.recruiting.contacts /= 2.0;
    model.digital.reach = 1.0;
    accept(name, &recruits(&model, f64::INFINITY));
    model.digital.reach = 2.0;
    reject(&recruits(&model, f64::INFINITY));
}

/// Runs in which nobody is left, over years.
fn extinctions(model: &Model, month: Month) -> Vec<Comparison> {
    let runs = sized(1500);
    let by_year = over_runs(model, runs, 31, |report| {
        [12, 24, 60, 120].map(|month| u64::from(series(report, "members", month) == 0.0))
    });
    [12, 24, 60, 120]
        .into_iter()
        .enumerate()
        .map(|(i, months)| {
            let extinct = by_year.iter().map(|run| run[i]).sum();
            let founders = model.market.founders as i32;
            let chance = month.extinction(months).powi(founders);
            share(format!("extinct by {months}"), extinct, runs.into(), chance)
        })
        .collect()
}

#[test]
fn lines_die_out_as_often_as_the_generating_function_says() {
    let month = Month { recruits: 0.10, leaving: 0.085 };
    let name = "growth::lines_die_out_as_often_as_the_generating_function_says";
    accept(name, &extinctions(&branching_model(month, 2, 120), month));
    let broken = Month { recruits: 0.10, leaving: 0.10 };
    reject(&extinctions(&branching_model(broken, 2, 120), month));
}

/// Members by generation: after `T` months of no leaving one of depth `g` for each choice of `g`
/// of the months.
fn generations(model: &Model) -> Vec<Comparison> {
    const MONTHS: u64 = 24;
    let shares = over_runs(model, sized(150), 32, |report| {
        let members = outcome(report, "members_at_end");
        (members, network(report, NetworkMeasure::Depth).to_vec())
    });
    let growth = 1.0 + MONTH.recruits;
    (0..8)
        .map(|depth| {
            let counts: Vec<_> =
                shares.iter().map(|(members, of)| (of[depth] * members, *members)).collect();
            let expected = choose(MONTHS, depth as u64) * MONTH.recruits.powi(depth as i32)
                / growth.powi(MONTHS as i32);
            pooled_share(format!("depth {depth}"), &counts, expected)
        })
        .collect()
}

#[test]
fn members_stand_as_deep_as_there_were_months_to_choose_from() {
    let name = "growth::members_stand_as_deep_as_there_were_months_to_choose_from";
    accept(name, &generations(&branching_model(GROWING, 20, 24)));
    let slower = Month { recruits: 0.135, leaving: 0.0 };
    reject(&generations(&branching_model(slower, 20, 24)));
}

/// Expected shares of people by a count whose law depends on the months since they joined:
/// `law(months)` has the chances of 0, 1, ...
fn mixed_over_cohorts(
    month: Month,
    months: u32,
    terms: usize,
    law: impl Fn(u32) -> Vec<f64>,
) -> Vec<f64> {
    let cohorts = joiners(1.0, month, months);
    let everyone: f64 = cohorts.iter().sum();
    let mut shares = vec![0.0; terms];
    for (joined, people) in (0..).zip(&cohorts) {
        for (share, chance) in shares.iter_mut().zip(law(months - joined)) {
            *share += people / everyone * chance;
        }
    }
    shares
}

/// A measure's shares pooled over runs, beside the expected ones.
fn network_shares(
    model: &Model,
    measure: NetworkMeasure,
    seed: u64,
    expected: &[f64],
) -> Vec<Comparison> {
    let runs = over_runs(model, sized(150), seed, |report| {
        (outcome(report, "ever_joined"), network(report, measure).to_vec())
    });
    expected
        .iter()
        .enumerate()
        .map(|(range, &chance)| {
            let counts: Vec<_> = runs.iter().map(|(all, of)| (of[range] * all, *all)).collect();
            pooled_share(format!("{} range {range}", measure.label()), &counts, chance)
        })
        .collect()
}

/// Downlines when nobody leaves: the law of the branching process, by cohort.
fn downlines(model: &Model) -> Vec<Comparison> {
    let laws: Vec<Vec<f64>> = (0..=24).map(|months| GROWING.members(months, 52)).collect();
    // A line counts its head, a downline does not.
    let below = |months: u32| laws[months as usize][1..].to_vec();
    let by_size = mixed_over_cohorts(GROWING, 24, 51, below);
    let ranges = [0..=0, 1..=1, 2..=2, 3..=5, 6..=10, 11..=20, 21..=50];
    let expected: Vec<f64> =
        ranges.into_iter().map(|range| by_size[range].iter().sum::<f64>()).collect();
    network_shares(model, NetworkMeasure::Downline, 33, &expected)
}

#[test]
fn downlines_follow_the_law_of_the_branching_process() {
    let name = "growth::downlines_follow_the_law_of_the_branching_process";
    let mut model = branching_model(GROWING, 20, 24);
    accept(name, &downlines(&model));
    model.people.propensity_shape = 2.0;
    reject(&downlines(&model));
}

/// Recruits when nobody leaves and propensity is gamma of this shape.
fn recruits(model: &Model, shape: f64) -> Vec<Comparison> {
    let expected = mixed_over_cohorts(GROWING, 24, 6, |months| {
        recruits_law(MONTH.recruits * f64::from(months), shape, 6)
    });
    network_shares(model, NetworkMeasure::Recruits, 34, &expected)
}

#[test]
fn identical_people_recruit_poisson_many_by_the_time_they_had() {
    let name = "growth::identical_people_recruit_poisson_many_by_the_time_they_had";
    let model = branching_model(GROWING, 20, 24);
    accept(name, &recruits(&model, f64::INFINITY));
    reject(&recruits(&model, 20.0));
}

#[test]
fn people_of_gamma_propensity_recruit_negative_binomially_many() {
    let name = "growth::people_of_gamma_propensity_recruit_negative_binomially_many";
    let mut model = branching_model(GROWING, 20, 24);
    model.people.propensity_shape = 0.5;
    accept(name, &recruits(&model, 0.5));
    model.people.propensity_shape = 0.6;
    reject(&recruits(&model, 0.5));
}

/// The share without recruits after long growth: `r / (1 + r - exp(-r))`.
fn without_recruits(model: &Model) -> [Comparison; 1] {
    let growing = Month { recruits: 0.3, leaving: 0.0 };
    let counts = over_runs(model, sized(60), 35, |report| {
        let everyone = outcome(report, "ever_joined");
        (outcome(report, "without_recruits") * everyone, everyone)
    });
    let at_once = mixed_over_cohorts(growing, model.months, 1, |age| {
        recruits_law(growing.recruits * f64::from(age), f64::INFINITY, 1)
    });
    let r = growing.recruits;
    let limit = r / (1.0 + r - recruits_law(r, f64::INFINITY, 1)[0]);
    assert!((at_once[0] - limit).abs() < 1e-6, "after long growth the start is forgotten");
    [pooled_share("without recruits", &counts, limit)]
}

#[test]
fn the_share_without_recruits_is_above_one_half_by_the_month() {
    let growing = Month { recruits: 0.3, leaving: 0.0 };
    let name = "growth::the_share_without_recruits_is_above_one_half_by_the_month";
    accept(name, &without_recruits(&branching_model(growing, 10, 24)));
    let faster = Month { recruits: 0.33, leaving: 0.0 };
    reject(&without_recruits(&branching_model(faster, 10, 24)));
}

const POPULATION: u32 = 20_000;
const FOUNDERS: u32 = 400;
/// Whom a member of these markets approaches in a month.
const RECRUITS: f64 = 0.2;

/// Members of a filling market, beside the mean field.
///
/// Chance bends the mean of a curved field by less than one in the number of founders.
fn filling(model: &Model, overlap: f64) -> Vec<Comparison> {
    let months = [4, 8, 12, 16, 20, 24];
    let runs = over_runs(model, sized(30), 36, |report| {
        months.map(|month| series(report, "members", month))
    });
    let field = mean_field(FOUNDERS.into(), POPULATION.into(), RECRUITS, overlap, 24);
    beside_field(&runs, &months, &field)
}

/// Members in some months of each run beside a mean field.
fn beside_field<const N: usize>(
    runs: &[[f64; N]],
    months: &[usize; N],
    field: &[f64],
) -> Vec<Comparison> {
    (0..months.len())
        .map(|i| {
            let members: Vec<f64> = runs.iter().map(|run| run[i]).collect();
            let expected = field[months[i]];
            let what = format!("members in month {}", months[i]);
            mean(what, &members, expected).allowing(expected / f64::from(FOUNDERS))
        })
        .collect()
}

#[test]
fn a_finite_market_fills_along_its_mean_field() {
    let name = "growth::a_finite_market_fills_along_its_mean_field";
    let model = market_model(FOUNDERS, POPULATION.into(), RECRUITS, 24);
    accept(name, &filling(&model, 1.0));
    let mut smaller = model;
    smaller.market.population = Population::Finite(18_000);
    reject(&filling(&smaller, 1.0));
}

#[test]
fn overlapping_circles_fill_a_market_along_their_own_mean_field() {
    let name = "growth::overlapping_circles_fill_a_market_along_their_own_mean_field";
    let mut model = market_model(FOUNDERS, POPULATION.into(), RECRUITS, 24);
    model.market.overlap = 2.0;
    accept(name, &filling(&model, 2.0));
    reject(&filling(&model, 1.0));
}

/// Members of a market in which builders stand in each other's way, beside the mean field.
fn filling_in_a_crowd(model: &Model, crowding: f64) -> Vec<Comparison> {
    let months = [4, 8, 12, 16, 20, 24];
    let runs = over_runs(model, sized(30), 41, |report| {
        months.map(|month| series(report, "members", month))
    });
    let (founders, population) = (FOUNDERS.into(), POPULATION.into());
    beside_field(&runs, &months, &crowded_months(founders, population, RECRUITS, crowding, 24))
}

#[test]
fn a_crowd_of_builders_fills_a_market_along_its_own_mean_field() {
    let name = "growth::a_crowd_of_builders_fills_a_market_along_its_own_mean_field";
    let mut model = market_model(FOUNDERS, POPULATION.into(), RECRUITS, 24);
    model.market.crowding = 6.0;
    accept(name, &filling_in_a_crowd(&model, 6.0));
    reject(&filling_in_a_crowd(&model, 5.0));
}

/// A market in which customers run out and former members come back.
const COMPARTMENTS: Compartments = Compartments {
    population: POPULATION as f64,
    founders: FOUNDERS as f64,
    contacts: 2.5,
    sign_up: 0.1,
    conversion: 0.2,
    churn: 0.1,
    leaving: 0.06,
    rejoin_after: 6,
};

/// Members and customers in such a market, beside the mean field.
fn in_compartments(field: Compartments) -> Vec<Comparison> {
    let month = Month { recruits: COMPARTMENTS.contacts, leaving: COMPARTMENTS.leaving };
    let mut model = branching_model(month, FOUNDERS, 36);
    model.market.population = Population::Finite(POPULATION.into());
    model.market.customers_run_out = true;
    model.market.rejoin_after = Some(COMPARTMENTS.rejoin_after as u32);
    model.recruiting.cold_signup = probability(COMPARTMENTS.sign_up);
    model.selling.conversion = probability(COMPARTMENTS.conversion);
    model.selling.churn = probability(COMPARTMENTS.churn);
    let months = [6, 12, 18, 24, 36];
    let field = field.months(36);
    let mut comparisons = Vec::new();
    for (i, name) in ["members", "customers"].into_iter().enumerate() {
        let runs =
            over_runs(&model, sized(30), 42, |report| months.map(|m| series(report, name, m)));
        let field: Vec<f64> = field.iter().map(|month| month[i]).collect();
        comparisons.extend(beside_field(&runs, &months, &field));
    }
    comparisons
}

#[test]
fn members_former_members_and_customers_share_a_market() {
    let name = "growth::members_former_members_and_customers_share_a_market";
    accept(name, &in_compartments(COMPARTMENTS));
    reject(&in_compartments(Compartments { rejoin_after: 8, ..COMPARTMENTS }));
    reject(&in_compartments(Compartments { churn: 0.11, ..COMPARTMENTS }));
}

const SPONTANEOUS: f64 = 0.02;

/// A market in which people also join by themselves.
fn bass_market(recruits: f64) -> Model {
    let mut model = market_model(FOUNDERS, POPULATION.into(), recruits, 24);
    model.market.spontaneous = SPONTANEOUS;
    model
}

/// Members of such a market, beside the mean field.
fn filling_by_itself(model: &Model) -> Vec<Comparison> {
    let months = [4, 8, 12, 16, 20, 24];
    let runs = over_runs(model, sized(30), 38, |report| {
        months.map(|month| series(report, "members", month))
    });
    let (founders, population) = (FOUNDERS.into(), POPULATION.into());
    beside_field(&runs, &months, &bass_months(founders, population, RECRUITS, SPONTANEOUS, 24))
}

#[test]
fn people_who_join_by_themselves_fill_a_market_along_the_bass_months() {
    let name = "growth::people_who_join_by_themselves_fill_a_market_along_the_bass_months";
    let mut model = bass_market(RECRUITS);
    accept(name, &filling_by_itself(&model));
    model.market.spontaneous *= 1.1;
    reject(&filling_by_itself(&model));
}

/// Recruits of members who are only assigned to them: each month's joiners are shared alike by
/// those who joined before.
fn assigned_recruits(model: &Model) -> Vec<Comparison> {
    let members = bass_months(FOUNDERS.into(), POPULATION.into(), 0.0, SPONTANEOUS, 24);
    let joined: Vec<f64> = members.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut shares = vec![0.0; 6];
    for (month, people) in members.iter().take(1).chain(&joined).enumerate() {
        let mean = (month..24).map(|later| joined[later] / members[later]).sum();
        let law = recruits_law(mean, f64::INFINITY, shares.len());
        for (share, chance) in shares.iter_mut().zip(law) {
            *share += people / members[24] * chance;
        }
    }
    network_shares(model, NetworkMeasure::Recruits, 39, &shares)
}

#[test]
fn who_joins_by_himself_is_assigned_to_every_builder_alike() {
    let name = "growth::who_joins_by_himself_is_assigned_to_every_builder_alike";
    let mut model = bass_market(0.0);
    accept(name, &assigned_recruits(&model));
    // The same growth, but brought about by members.
    model.recruiting.contacts = 0.05;
    model.market.spontaneous = 0.012;
    reject(&assigned_recruits(&model));
}

/// How far the members of a market stay behind the logistic curve, after the same time in steps
/// of which so many make a month.
fn lag(steps: u32) -> Comparison {
    const GROWTH: f64 = 2.4;
    let months = 12 * steps;
    let model = market_model(FOUNDERS, POPULATION.into(), GROWTH / f64::from(months), months);
    let curve = logistic(FOUNDERS.into(), POPULATION.into(), GROWTH);
    let lags = over_runs(&model, sized(60), 37, |report| curve - outcome(report, "members_at_end"));
    mean("lag", &lags, 0.0)
}

/// Two lags beside the claim that the second is half the first.
fn halving(coarse: &Comparison, fine: &Comparison) -> Comparison {
    let found = fine.found / coarse.found;
    let error = found * (coarse.error / coarse.found).hypot(fine.error / fine.found);
    // Shorter steps have an error of second order as well.
    let what = "halving".into();
    Comparison { what, found, expected: 0.5, error, ..fine.clone() }.allowing(0.05)
}

#[test]
fn the_lag_behind_the_logistic_curve_halves_with_the_month() {
    let lags = [1, 2, 4].map(lag);
    accept(
        "growth::the_lag_behind_the_logistic_curve_halves_with_the_month",
        &[halving(&lags[0], &lags[1]), halving(&lags[1], &lags[2])],
    );
    reject(&[halving(&lags[0], &lags[0])]);
}
