//! How long people stay, and what that makes of those who are counted.

use mlmsim::compensation::{Base, BonusKind};
use mlmsim::observation::{Denominator, Window};
use mlmsim::portable::pow;
use mlmsim::simulation::Model;
use mlmsim::submodels::shocks::{Factors, Shock};
use mlmsim::units::Money;

use crate::exact::level_bonus;
use crate::laws::{Disappointment, Month, survival};
use crate::support::{
    Comparison, accept, branching_model, exact_error, mean, money, outcome, over_runs, people,
    plain_model, pooled_share, probability, rate, reject, series, share, sized,
};

/// People who recruit nobody and leave by a Weibull law.
fn leaving_model(survival_12: f64, shape: f64) -> Model {
    let mut model = plain_model();
    model.months = 36;
    model.market.founders = sized(20_000);
    model.quitting.survival_12 = probability(survival_12);
    model.quitting.shape = shape;
    model
}

/// Who is still there, and mean tenure so far, when tenure is Weibull.
fn stays(model: &Model, survival_12: f64, shape: f64) -> Vec<Comparison> {
    let months = [1, 3, 6, 12, 24, 36];
    let founders = u64::from(model.market.founders);
    let found = over_runs(model, 1, 40, |report| {
        let members = months.map(|month| series(report, "members", month) as u64);
        (members, outcome(report, "mean_tenure"))
    });
    let (members, tenure) = found[0];
    let law = |month| survival(survival_12, shape, month);
    let mut comparisons: Vec<Comparison> = members
        .into_iter()
        .zip(months)
        .map(|(members, month)| {
            share(format!("there after {month}"), members, founders, law(month as u32))
        })
        .collect();
    // Months up to the end of the run: E X and E X^2 are sums of P(X > t) and (2 t + 1) P(X > t).
    let expected: f64 = (0..model.months).map(law).sum();
    let squares: f64 = (0..model.months).map(|t| (2.0 * f64::from(t) + 1.0) * law(t)).sum();
    let error = ((squares - expected * expected) / founders as f64).sqrt();
    comparisons.push(exact_error("mean tenure", tenure, expected, error));
    comparisons
}

#[test]
fn tenure_is_geometric_at_a_constant_hazard() {
    let name = "tenure::tenure_is_geometric_at_a_constant_hazard";
    accept(name, &stays(&leaving_model(0.4, 1.0), 0.4, 1.0));
    reject(&stays(&leaving_model(0.4, 0.9), 0.4, 1.0));
}

#[test]
fn tenure_is_weibull_where_the_hazard_falls() {
    let name = "tenure::tenure_is_weibull_where_the_hazard_falls";
    accept(name, &stays(&leaving_model(0.4, 0.6), 0.4, 0.6));
    reject(&stays(&leaving_model(0.43, 0.6), 0.4, 0.6));
}

#[test]
fn nobody_leaves_at_full_survival_and_everybody_at_none() {
    let kept = leaving_model(1.0, 0.7);
    over_runs(&kept, 1, 41, |report| {
        assert_eq!(outcome(report, "members_at_end"), f64::from(kept.market.founders));
        assert_eq!(outcome(report, "mean_tenure"), 36.0);
    });
    let left = leaving_model(0.0, 1.0);
    over_runs(&left, 1, 41, |report| {
        assert_eq!(outcome(report, "members_at_end"), 0.0);
        assert!(report.is_extinct);
        assert_eq!(outcome(report, "mean_tenure"), 1.0, "founders stay for one month");
    });
}

/// Growing, with a falling hazard.
fn growing_model(survival_12: f64) -> Model {
    let mut model = branching_model(Month { recruits: 0.12, leaving: 0.0 }, 50, 30);
    model.quitting.survival_12 = probability(survival_12);
    model.quitting.shape = 0.6;
    model
}

/// The share of those who joined early enough who are there after twelve months.
fn first_years(model: &Model) -> Vec<Comparison> {
    let counts = over_runs(model, sized(100), 42, |report| {
        let of = |denominator| people(report, model, Window::FirstTwelveMonths, denominator);
        let counts = (of(Denominator::ActiveAtEnd), of(Denominator::Everyone));
        assert_eq!(outcome(report, "twelve_month_survival"), counts.0 / counts.1);
        counts
    });
    vec![pooled_share("after twelve months", &counts, 0.4)]
}

#[test]
fn twelve_month_survival_is_the_one_of_the_scenario() {
    let name = "tenure::twelve_month_survival_is_the_one_of_the_scenario";
    accept(name, &first_years(&growing_model(0.4)));
    reject(&first_years(&growing_model(0.45)));
}

const MONTH: Month = Month { recruits: 0.12, leaving: 0.08 };

/// Members whose tenure is twelve months or more, among those of a year ago and those of today.
fn throughout(month: Month, months: u32) -> Vec<Comparison> {
    let model = branching_model(month, 50, months);
    let counts = over_runs(&model, sized(100), 43, |report| {
        let of = |denominator| people(report, &model, Window::LastTwelveMonths, denominator);
        let year_ago = series(report, "members", months as usize - 12);
        (of(Denominator::ActiveThroughout), year_ago, of(Denominator::ActiveAtEnd))
    });
    let of_year_ago: Vec<_> = counts.iter().map(|&(all, year_ago, _)| (all, year_ago)).collect();
    let of_today: Vec<_> = counts.iter().map(|&(all, _, today)| (all, today)).collect();
    let stays = 1.0 - MONTH.leaving;
    vec![
        pooled_share("of a year ago", &of_year_ago, stays.powi(12)),
        pooled_share("of today", &of_today, (stays / MONTH.growth()).powi(12)),
    ]
}

#[test]
fn the_tenure_of_a_growing_membership_is_geometric_at_the_rate_of_growth() {
    let name = "tenure::the_tenure_of_a_growing_membership_is_geometric_at_the_rate_of_growth";
    // The last twelve months are a calendar year in the first case only.
    let both = [throughout(MONTH, 36), throughout(MONTH, 41)].concat();
    accept(name, &both);
    reject(&throughout(Month { recruits: 0.135, ..MONTH }, 36));
    reject(&throughout(Month { recruits: 0.12, leaving: 0.09 }, 41));
}

#[test]
fn where_nobody_leaves_those_all_through_are_the_members_of_a_year_ago() {
    for months in [36, 41] {
        let model = branching_model(Month { leaving: 0.0, ..MONTH }, 5, months);
        over_runs(&model, 10, 44, |report| {
            let window = Window::LastTwelveMonths;
            let all_through = people(report, &model, window, Denominator::ActiveThroughout);
            assert_eq!(all_through, series(report, "members", months as usize - 12));
            let at_end = people(report, &model, window, Denominator::ActiveAtEnd);
            assert_eq!(at_end, series(report, "members", months as usize));
        });
    }
}

/// At constant size `N` the people who ever joined grow by `N d` a month.
fn turnover(month: Month) -> Vec<Comparison> {
    const FOUNDERS: f64 = 200.0;
    let model = branching_model(month, FOUNDERS as u32, 60);
    let runs = over_runs(&model, sized(100), 45, |report| {
        [outcome(report, "ever_joined"), outcome(report, "members_at_end")]
    });
    let figures = |i: usize| runs.iter().map(|run| run[i]).collect::<Vec<f64>>();
    vec![
        mean("ever joined", &figures(0), FOUNDERS * (1.0 + 0.056 * 60.0)),
        mean("members", &figures(1), FOUNDERS),
    ]
}

#[test]
fn a_membership_of_constant_size_uses_up_people_at_the_rate_of_leaving() {
    let name = "tenure::a_membership_of_constant_size_uses_up_people_at_the_rate_of_leaving";
    accept(name, &turnover(Month { recruits: 0.056, leaving: 0.056 }));
    reject(&turnover(Month { recruits: 0.050, leaving: 0.050 }));
}

/// Builders who all are left with `monthly` every month: expenses, or a rebate on own purchases
/// that are worth their price.
fn earning_model(monthly: f64, law: Disappointment) -> Model {
    let mut model = leaving_model(0.5, 0.7);
    model.months = 24;
    model.quitting.sensitivity = law.sensitivity;
    model.quitting.aspiration = law.aspiration;
    model.quitting.memory = law.memory;
    if monthly < 0.0 {
        model.costs.expenses = -monthly;
    } else {
        model.purchasing.demand = 10.0 * monthly;
        model.purchasing.own_use_value = rate(1.0);
        let mut rebate = level_bonus("rebate", Base::Cv, &[0.1]);
        let BonusKind::Level(level) = &mut rebate.kind else { unreachable!("a level bonus") };
        level.start = 0;
        model.plan.bonuses.push(rebate);
    }
    model
}

/// Who is still there, by the hazard that recent income multiplies.
fn disappointed(model: &Model, monthly: f64, law: Disappointment) -> Vec<Comparison> {
    let founders = u64::from(model.market.founders);
    let members = over_runs(model, 1, 46, |report| {
        [2, 12, 24].map(|month| (month, series(report, "members", month) as u64))
    });
    members[0]
        .into_iter()
        .map(|(month, members)| {
            let chance = law.survival(0.5, 0.7, monthly, month as u32);
            share(format!("there after {month} with {monthly}"), members, founders, chance)
        })
        .collect()
}

#[test]
fn recent_income_multiplies_the_hazard_within_its_bounds() {
    let name = "tenure::recent_income_multiplies_the_hazard_within_its_bounds";
    let mild = Disappointment { sensitivity: 2.0, aspiration: 100.0, memory: 3.0, most: 4.0 };
    let strong = Disappointment { sensitivity: 20.0, ..mild };
    let cases = [(-30.0, mild), (30.0, mild), (-30.0, strong), (30.0, strong)];
    let check = |(monthly, law): (f64, Disappointment), by: Disappointment| {
        disappointed(&earning_model(monthly, law), monthly, by)
    };
    accept(name, &cases.map(|case| check(case, case.1)).concat());
    for (monthly, law) in cases {
        reject(&check((monthly, law), Disappointment { most: 1.0, ..law }));
    }
    for (monthly, law) in &cases[..2] {
        reject(&check((*monthly, *law), Disappointment { sensitivity: 1.7, ..*law }));
        reject(&check((*monthly, *law), Disappointment { memory: 6.0, ..*law }));
    }
    for (monthly, law) in &cases[2..] {
        reject(&check((*monthly, *law), Disappointment { most: 5.0, ..*law }));
    }
}

/// The members when people join in the first month only, and all leave at a constant hazard that
/// the leaving of their sponsors multiplies for a month, against the same by the law.
fn left_by_sponsors(influence: f64, by: f64) -> Vec<Comparison> {
    const FOUNDERS: f64 = 500.0;
    let month = Month { recruits: 2.0, leaving: 0.05 };
    let mut model = branching_model(month, FOUNDERS as u32, 12);
    model.quitting.influence = influence;
    model.shocks =
        vec![Shock { from: 2, months: None, factors: Factors { sign_ups: 0.0, ..Factors::NONE } }];
    let months = [2, 3, 6, 12];
    let runs = over_runs(&model, sized(100), 48, |report| {
        months.map(|month| series(report, "members", month))
    });
    let stay = 1.0 - month.leaving;
    let expected = |months: i32| {
        // A recruit has had a chance to leave in each month but one, and his founder has left before
        // the last or not.
        let has_left = 1.0 - stay.powi(months - 1);
        let recruits = stay.powi(months - 1) * (1.0 - has_left + has_left * pow(stay, by));
        FOUNDERS * (stay.powi(months) + month.recruits * recruits)
    };
    let compare = |(nth, month): (usize, usize)| {
        let members: Vec<f64> = runs.iter().map(|run| run[nth]).collect();
        mean(format!("members after {month}"), &members, expected(month as i32))
    };
    months.into_iter().enumerate().map(compare).collect()
}

#[test]
fn the_leaving_of_a_sponsor_multiplies_the_hazard_of_his_recruits_for_a_month() {
    let name = "tenure::the_leaving_of_a_sponsor_multiplies_the_hazard_of_his_recruits_for_a_month";
    accept(name, &left_by_sponsors(8.0, 8.0));
    reject(&left_by_sponsors(8.0, 6.0));
    reject(&left_by_sponsors(0.0, 8.0));
}

/// Members by month where each builder pays 50 to join and 30 a month, and bears so much.
fn tolerant(tolerance: Money, discount_only: f64) -> Vec<f64> {
    let mut model = plain_model();
    model.market.founders = 100;
    model.people.discount_only = probability(discount_only);
    model.plan.join.fee = money(50.0);
    model.costs.expenses = 30.0;
    model.quitting.loss_tolerance = Some(tolerance);
    let runs = over_runs(&model, 1, 47, |report| {
        (0..=12).map(|month| series(report, "members", month)).collect()
    });
    runs.into_iter().next().unwrap()
}

#[test]
fn builders_leave_in_the_month_in_which_losses_exceed_what_they_bear() {
    let leaving_after =
        |month: usize| (0..=12).map(|m| if m < month { 100.0 } else { 0.0 }).collect::<Vec<f64>>();
    // After five months 50 + 5 * 30 = 200 are lost.
    assert_eq!(tolerant(money(200.0), 0.0), leaving_after(6));
    assert_eq!(tolerant(money(199.99), 0.0), leaving_after(5));
    assert_eq!(tolerant(money(200.0), 1.0), leaving_after(13), "buyers do not count losses");
}
