//! The simulation and the reference agree in everything, and a faulty reference is noticed.

use super::fault::Fault;
use super::models::{self, lively, ranked, rate};
use super::observation::Historian;
use super::reference::Company;
use super::snapshot::{Snapshots, watch};
use crate::compensation::{Award, BonusKind, Clause, Event, Step};
use crate::observation::{
    OUTCOMES, RunFigure, RunReport, SERIES, SIGNS, Statement, Statistic, ledger_keys, loss_keys,
};
use crate::random::RunKey;
use crate::simulation::{Model, simulate};
use crate::statistics::Histogram;
use crate::submodels::market::{MarketParameters, Population};
use crate::units::{Money, Points, Probability};

/// Where the two differ first.
#[derive(Debug)]
struct Difference {
    part: Part,
    what: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// The members at the end of a month.
    Members,
    /// The figures of the report.
    Report,
}

/// Simulates a run both ways; returns the report, and the company as the reference sees it.
fn compare(
    model: &Model,
    run: u64,
    fault: Option<Fault>,
) -> Result<(RunReport, Company<'_>), Difference> {
    let key = RunKey::new(11, run);
    let mut company = Company::new(model, key, fault);
    let mut difference = None;
    let report = watch(model, key, |month, members| {
        if difference.is_none() {
            company.advance();
            difference = different_members(month, &members, &company.snapshots());
        }
    });
    if let Some(what) = difference {
        return Err(Difference { part: Part::Members, what });
    }
    while company.months.len() <= model.months as usize {
        company.advance();
    }
    assert!(company.people.len() <= Histogram::EXACT_MAX, "a small case has exact percentiles");
    match different_report(model, &report, &Historian::new(&company)) {
        Some(what) => Err(Difference { part: Part::Report, what }),
        None => Ok((report, company)),
    }
}

fn different_members(month: u32, found: &Snapshots, expected: &Snapshots) -> Option<String> {
    if !found.keys().eq(expected.keys()) {
        let (found, expected) = (found.len(), expected.len());
        return Some(format!("month {month}: other members ({found} and {expected})"));
    }
    let (lineage, member) = found.iter().find(|&(lineage, member)| expected[lineage] != *member)?;
    Some(format!("month {month}, {lineage:?}: {member:?} instead of {:?}", expected[lineage]))
}

/// How close figures must be that are computed in another way: to rounding errors.
fn is_close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) + 1e-12 || a.is_nan() && b.is_nan()
}

/// The same number, or both not a number.
fn is_equal(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

/// Compares two lists of figures, with names for those that differ.
fn different_figures(
    found: &[f64],
    expected: &[f64],
    agree: impl Fn(usize, f64, f64) -> bool,
    name: impl Fn(usize) -> String,
) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{}: {} and {} figures", name(0), found.len(), expected.len()));
    }
    let n = (0..found.len()).find(|&n| !agree(n, found[n], expected[n]))?;
    Some(format!("{}: {} instead of {}", name(n), found[n], expected[n]))
}

fn different_report(
    model: &Model,
    found: &RunReport,
    historian: &Historian<'_, '_>,
) -> Option<String> {
    let expected = historian.report();
    if (found.member_months, found.is_extinct) != (expected.member_months, expected.is_extinct) {
        return Some("member-months or extinction".into());
    }
    let close = |_: usize, a, b| is_close(a, b);
    let equal = |_: usize, a, b| is_equal(a, b);
    let (keys, incomes) = historian.incomes();
    let income = |n: usize, a, b| match keys[n].statistic {
        Statistic::WorstTenthMean
        | Statistic::Gini
        | Statistic::TopShare(_)
        | Statistic::TailExponent => is_close(a, b),
        _ => is_equal(a, b),
    };
    let losses = |losses: &[[[f64; 2]; 3]]| losses.as_flattened().as_flattened().to_vec();
    let series = |report: &RunReport| report.series.concat();
    let bonuses = std::iter::repeat_n(("a bonus", Vec::new()), found.ledger.len());
    let flows = ledger_keys(bonuses, false);
    let flow = |n: usize| format!("{:?}", flows[n]);
    let months =
        |n: usize| format!("{} in month {}", SERIES[n % SERIES.len()].name, n / SERIES.len());
    let monthly = |report: &RunReport| {
        let figures = |s: &Statement| [s.people, s.mean, s.median, s.not_above_zero];
        report.monthly.iter().flat_map(figures).collect::<Vec<f64>>()
    };
    // Months are more than people, so that medians of them may be of bins.
    let near =
        |n: usize, a: f64, b: f64| is_close(a, b) || n % 4 == 2 && (a - b).abs() <= 0.001 * b.abs();
    let statement = |n: usize| format!("statement {} over months, figure {}", n / 4, n % 4);
    different_figures(&found.incomes, &incomes, income, |n| format!("{:?}", keys[n]))
        .or_else(|| {
            let name = |n: usize| format!("loss {:?}", loss_keys().nth(n / 2));
            different_figures(&losses(&found.losses), &losses(&expected.losses), equal, name)
        })
        .or_else(|| different_figures(&series(found), &series(&expected), equal, months))
        .or_else(|| different_figures(&monthly(found), &monthly(&expected), near, statement))
        .or_else(|| {
            let (found, expected) = (found.lorenz.concat(), expected.lorenz.concat());
            different_figures(&found, &expected, close, |n| format!("Lorenz curves at {n}"))
        })
        .or_else(|| {
            let name = |n| format!("distribution, class {n}");
            let [found, expected] =
                [found, &expected].map(|report| report.distribution.as_flattened());
            different_figures(found, expected, equal, name)
        })
        .or_else(|| {
            let name = |n: usize| format!("figure {} of tenth {}", n % 6, n / 6);
            different_figures(&found.entry, &expected.entry, close, name)
        })
        .or_else(|| {
            let name = |n| format!("network, range {n}");
            different_figures(&found.network, &expected.network, equal, name)
        })
        .or_else(|| {
            let name = |n| format!("rank {}, {}", n / 2, ["everyone", "builders"][n % 2]);
            let [found, expected] = [found, &expected].map(|report| report.ranks.as_flattened());
            different_figures(found, expected, equal, name)
        })
        .or_else(|| different_figures(&found.ledger, &expected.ledger, close, flow))
        .or_else(|| {
            let name = |n: usize| format!("{}, figure {}", OUTCOMES[n / 2].name, n % 2);
            different_figures(&both(&found.outcomes), &both(&expected.outcomes), close, name)
        })
        .or_else(|| {
            let name = |n: usize| format!("{}, figure {}", SIGNS[n / 2].name, n % 2);
            different_figures(&both(&found.signs), &both(&expected.signs), close, name)
        })
        .map(|difference| format!("{} months, {difference}", model.months))
}

/// Figures, each with what it is divided by.
fn both(figures: &[RunFigure]) -> Vec<f64> {
    figures.iter().flat_map(|figure| [figure.value, figure.by]).collect()
}

/// Panics unless the two agree.
pub(super) fn check(model: &Model, run: u64) -> (RunReport, Company<'_>) {
    compare(model, run, None)
        .unwrap_or_else(|difference| panic!("{}\nin {model:?}", difference.what))
}

#[test]
fn random_small_models_agree_in_everything() {
    let (mut grown, mut full, mut extinct, mut paying, mut ranked) = (0, 0, 0, 0, 0);
    for number in 0..500 {
        let model = models::random(number);
        let (report, company) = check(&model, 0);
        let people = company.people.len();
        grown += u32::from(people > 30);
        full +=
            u32::from(people > 30 && model.market.population == Population::Finite(people as u64));
        extinct += u32::from(report.is_extinct);
        let is_paying = company.booked_pay() > Money::ZERO;
        paying += u32::from(people > 30 && is_paying);
        ranked += u32::from(people > 30 && is_paying && !model.plan.ranks.is_empty());
    }
    // The list is worth its name.
    let cases = [grown, full, extinct, paying, ranked];
    let enough = cases.iter().zip([100, 20, 50, 60, 20]).all(|(&cases, least)| cases >= least);
    assert!(enough, "{cases:?}");
}

#[test]
fn companies_with_all_rules_agree_in_several_runs() {
    for run in 0..4 {
        check(&lively(), run);
        check(&ranked(), run);
        check(&models::busy(), run);
    }
}

#[test]
fn bonuses_that_depend_on_ranks_and_groups_agree() {
    let mut paid = 0;
    for number in 0..60 {
        let model = models::with_other_kinds(number);
        let (_, company) = check(&model, 0);
        paid += company
            .months
            .iter()
            .filter(|month| month.bonuses.iter().any(|b| b.paid > Money::ZERO))
            .count();
    }
    assert!(paid > 300, "{paid} months with pay");
}

#[test]
fn models_in_which_people_do_more_agree() {
    let mut grown = 0;
    for number in 0..200 {
        let model = models::with_people(number);
        let (_, company) = check(&model, 0);
        grown += u32::from(company.people.len() > 30);
    }
    assert!(grown > 40, "{grown} companies grew");
}

/// Boards that are filled oldest first or by followers, and seats that are taken level by level.
#[test]
fn companies_that_pay_for_full_seats_agree() {
    let (mut for_oldest, mut for_followed, mut for_seats) = (0, 0, 0);
    for number in 0..160 {
        let model = models::with_seats(number);
        let (_, company) = check(&model, 0);
        for (at, bonus) in model.plan.bonuses.iter().enumerate() {
            let paid = company.months.iter().any(|month| month.bonuses[at].paid > Money::ZERO);
            match &bonus.kind {
                BonusKind::Award(Award { on: Event::Cycle, .. }) => {
                    let follows = model.plan.boards.is_some_and(|boards| boards.follows);
                    *(if follows { &mut for_followed } else { &mut for_oldest }) += u32::from(paid);
                }
                BonusKind::Award(Award { on: Event::Fill(_), .. }) => for_seats += u32::from(paid),
                _ => {}
            }
        }
    }
    let paid = [for_oldest, for_followed, for_seats];
    assert!(paid.iter().all(|&bonuses| bonuses > 15), "{paid:?}");
}

#[test]
fn every_horizon_agrees() {
    for months in 12..=26 {
        check(&Model { months, ..lively() }, 0);
    }
}

/// A market in which hits far outnumber the places: everybody signs up everybody.
fn crowded() -> Model {
    let mut model = lively();
    model.market.founders = 5;
    model.market.population = Population::Finite(40);
    model.recruiting.contacts = 60.0;
    model.recruiting.warm_signup = Probability::ONE;
    model.recruiting.cold_signup = Probability::ONE;
    model
}

#[test]
fn the_last_places_of_a_market_are_contested() {
    for run in 0..20 {
        let model = crowded();
        let (_, company) = check(&model, run);
        assert_eq!(company.people.len(), 40);
    }
}

#[test]
fn a_faulty_reference_is_noticed() {
    for &fault in Fault::ALL {
        let part = match fault {
            Fault::FirstTwelveMonthsShort
            | Fault::JoiningMonthWorked
            | Fault::LeaversForgotten
            | Fault::IdleMonthsCounted
            | Fault::ResoldIsOwnUse => Part::Report,
            _ => Part::Members,
        };
        let (ranked, crowded, busy) = (ranked(), crowded(), models::busy());
        let networked = models::networked();
        let is_of_seats = matches!(
            fault,
            Fault::NewestBoardFirst
                | Fault::SponsorsAreNotFollowed
                | Fault::EmptyBoardsStayOpen
                | Fault::LeaversKeepTheirSeats
        );
        let seated: Vec<_> =
            (0..if is_of_seats { 24 } else { 0 }).map(models::with_seats).collect();
        let noticed: Vec<Part> = std::iter::once((&ranked, 0))
            .chain((0..8).map(|run| (&crowded, run)))
            .chain((0..2).map(|run| (&busy, run)))
            .chain((0..4).map(|run| (&networked, run)))
            .chain(seated.iter().map(|model| (model, 0)))
            .filter_map(|(model, run)| compare(model, run, Some(fault)).err())
            .map(|difference| difference.part)
            .collect();
        assert!(!noticed.is_empty(), "{fault:?} was not noticed");
        // What is due to nobody is seen in the report alone.
        let is_seen = |noticed| noticed == part || is_of_seats;
        assert!(noticed.iter().all(|&noticed| is_seen(noticed)), "{fault:?}: {noticed:?}");
    }
}

#[test]
fn a_simulation_is_its_phases() {
    let mut report = None;
    for run in 0..2 {
        let watched = watch(&lively(), RunKey::new(11, run), |_, _| {});
        // Shares of nobody are not a number, hence the comparison of what is printed.
        let simulated = format!("{:?}", simulate(&lively(), 11, run));
        assert_eq!(simulated, format!("{watched:?}"));
        assert_ne!(report, Some(simulated.clone()), "runs differ");
        report = Some(simulated);
    }
}

/// A company in which nobody leaves and nobody joins only to buy.
fn loyal() -> Model {
    let mut model = lively();
    model.people.discount_only = Probability::ZERO;
    model.quitting.survival_12 = Probability::ONE;
    model.quitting.loss_tolerance = None;
    model
}

#[test]
fn long_chains_agree() {
    let mut model = loyal();
    model.months = 40;
    model.market = MarketParameters::plain(Population::Infinite, 1);
    // Everybody signs up one person on the average, in his first month, and nobody after that.
    model.people.warm_list = 1.0;
    model.people.warm_list_sigma = 0.0;
    model.people.hours_sigma = 0.0;
    model.people.propensity_shape = f64::INFINITY;
    model.recruiting.contacts = 1.0;
    model.recruiting.warm_signup = Probability::ONE;
    model.recruiting.cold_signup = Probability::ZERO;
    let mut deepest = 0;
    for step in [Step::Member, Step::Active, Step::Qualified] {
        for bonus in &mut model.plan.bonuses {
            if let BonusKind::Level(level) = &mut bonus.kind {
                level.step = step;
            }
        }
        for run in 0..40 {
            let (_, company) = check(&model, run);
            let depths = (0..company.people.len()).map(|n| company.depth(n, model.months));
            deepest = depths.max().unwrap_or(0).max(deepest);
        }
    }
    assert!(deepest >= 15, "{deepest} levels");
}

#[test]
fn a_star_agrees() {
    let mut model = loyal();
    model.months = 25;
    model.market = MarketParameters::plain(Population::Finite(61), 1);
    model.people.propensity_shape = f64::INFINITY;
    model.recruiting.contacts = 2000.0;
    model.recruiting.cold_signup = Probability::ONE;
    let (report, company) = check(&model, 0);
    assert!((1..61).all(|n| company.depth(n, 25) == 1), "the founder signs up all others");
    assert_eq!(report.outcomes[4].value, 1.0, "the market is full");
}

#[test]
fn a_network_that_dies_in_its_first_month_agrees() {
    for months in [12, 25, 36] {
        let mut model = lively();
        model.months = months;
        model.recruiting.contacts = 0.0;
        model.quitting.survival_12 = Probability::ZERO;
        model.quitting.shape = 1.0;
        model.quitting.sensitivity = 0.0;
        let (report, company) = check(&model, 0);
        assert!(report.is_extinct);
        assert!(company.people.iter().all(|person| person.left == Some(1)));
        assert_eq!(report.member_months, 6, "three founders in months 0 and 1");
    }
}

#[test]
fn a_market_of_founders_agrees() {
    let mut model = lively();
    model.market.population = Population::Finite(3);
    let (report, company) = check(&model, 0);
    assert_eq!(company.people.len(), 3);
    assert_eq!(report.outcomes[4].value, 1.0);
}

#[test]
fn who_buys_what_he_lacks_is_active() {
    // Half a point per unit of money: customers' orders often end in half a hundredth.
    let mut model = lively();
    model.plan.product.pv = rate(0.5);
    model.plan.active = Some(Clause { pv: Some(Points::from_units(20.01)), ..Clause::default() });
    model.people.discount_only = Probability::ZERO;
    model.purchasing.stay_active = Probability::ONE;
    watch(&model, RunKey::new(11, 0), |month, members| {
        let has_bought = members.values().filter(|member| member.joined < month);
        assert!(has_bought.into_iter().all(|member| member.is_active), "month {month}");
    });
}
