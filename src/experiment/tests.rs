//! Runs on several threads, and runs that are stopped.

use std::cell::Cell;
use std::sync::Mutex;

use super::*;
use crate::observation::SIGNS;
use crate::simulation::simulate;
use crate::simulation::tests::models::lively;
use crate::submodels::market::Population;

const DESIGN: Design = Design { runs: 12, seed: 8 };

/// The reports of a study, run by run, as text: some of their figures are not numbers, so that
/// reports are not equal to themselves.
fn reports(threads: usize, progress: &Progress<'_>, stop: &AtomicBool) -> Vec<String> {
    let reports = run(&lively(), DESIGN, Some(threads), progress, stop).unwrap();
    reports.iter().map(|report| format!("{report:?}")).collect()
}

fn all_reports(threads: usize) -> Vec<String> {
    reports(threads, &|_| {}, &AtomicBool::new(false))
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let one = all_reports(1);
    assert_eq!(one.len(), 12);
    for threads in [2, 3, 8] {
        assert!(all_reports(threads) == one, "{threads} threads");
    }
}

#[test]
fn runs_and_seeds_differ() {
    let one = all_reports(1);
    assert!((1..one.len()).all(|run| one[run] != one[run - 1]));
    let other_seed = Design { seed: 9, ..DESIGN };
    let other = run(&lively(), other_seed, Some(1), &|_| {}, &AtomicBool::new(false)).unwrap();
    assert!(other.iter().zip(&one).all(|(other, one)| format!("{other:?}") != *one));
}

#[test]
fn progress_is_told_of_every_run() {
    let told = Mutex::new(Vec::new());
    let progress = |member_months| told.lock().unwrap().push(member_months);
    let reports = run(&lively(), DESIGN, Some(3), &progress, &AtomicBool::new(false)).unwrap();
    let mut told = told.into_inner().unwrap();
    let mut counted: Vec<u64> = reports.iter().map(|report| report.member_months).collect();
    told.sort_unstable();
    counted.sort_unstable();
    assert_eq!(told, counted);
}

#[test]
fn a_stopped_study_has_the_first_runs() {
    let whole = all_reports(1);
    for threads in [1, 2, 8] {
        for runs_before in [1, 4] {
            let stop = AtomicBool::new(false);
            let left = Mutex::new(runs_before);
            let progress = |_| {
                let mut left = left.lock().unwrap();
                *left -= 1;
                if *left == 0 {
                    stop.store(true, Ordering::Relaxed);
                }
            };
            let part = reports(threads, &progress, &stop);
            assert!(whole.starts_with(&part), "{threads} threads");
            // Other threads may finish one each, and drop one before those that are finished.
            assert!(part.len() < runs_before as usize + threads);
            if threads == 1 {
                assert_eq!(part.len(), runs_before as usize);
            }
        }
    }
}

/// A run is left in the month in which the study is stopped, and leaves no trace.
#[test]
fn a_run_under_way_is_dropped_at_its_next_month() {
    let model = lively();
    for months in [0, 1, 5] {
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) == months;
        assert!(simulate_unless(&model, DESIGN.seed, 0, stop).is_none());
        assert_eq!(asked.get(), months + 1, "it is asked every month, and not again");
    }
    let report = simulate_unless(&model, DESIGN.seed, 0, || false).unwrap();
    assert_eq!(format!("{report:?}"), all_reports(1)[0]);
}

#[test]
fn a_study_that_is_stopped_before_it_begins_has_no_runs() {
    assert!(reports(2, &|_| {}, &AtomicBool::new(true)).is_empty());
}

#[test]
fn every_figure_of_a_run_has_its_unit() {
    let model = lively();
    let reports = [simulate(&model, 1, 0)];
    let origin = Origin {
        program: "mlmsim 0".into(),
        title: "Units".into(),
        scenario_hash: String::new(),
        currency: "EUR".into(),
    };
    let study = summarise(&model, Design { runs: 1, seed: 1 }, origin, &reports);
    for (name, unit) in [
        ("net_p50_everyone", "EUR"),
        ("net_per_hour_mean_builders", "EUR per hour"),
        ("gross_gini_everyone", "coefficient"),
        ("below_zero_everyone_full", "share"),
        ("peak_month", "month"),
    ] {
        let found = study.runs.columns.iter().find(|column| column.name == name);
        assert_eq!(found.map(|column| column.unit.as_str()), Some(unit), "{name}");
    }
    let open_ends = study.network.iter().filter(|range| range.to.is_none()).count();
    assert_eq!(open_ends, NETWORK_RANGES.len(), "the last range of each measure has no end");
}

#[test]
fn quantities_lie_in_their_support() {
    let model = lively();
    for run in 0..4 {
        let report = simulate(&model, 1, run);
        let months = report.series.iter().flat_map(|month| SERIES.iter().zip(month));
        let outcomes = report.outcomes.iter().map(|figure| &figure.value);
        for (quantity, &figure) in months.chain(OUTCOMES.iter().zip(outcomes)) {
            let (lowest, highest) = quantity.support().ends();
            let lies_in = (lowest..=highest).contains(&figure) || figure.is_nan();
            assert!(lies_in, "{}: {figure}", quantity.name);
        }
        assert!(report.ledger.iter().all(|&flow| flow >= 0.0), "{:?}", report.ledger);
    }
}

#[test]
fn what_happens_in_few_runs_has_the_interval_of_a_share() {
    let mut model = lively();
    model.months = 12;
    let place = OUTCOMES.iter().position(|quantity| quantity.unit == SHARE_OF_RUNS).unwrap();
    let finite = simulate(&model, 1, 0);
    model.market.population = Population::Infinite;
    let mut reports = vec![simulate(&model, 1, 0); 10];
    reports[3].outcomes[place].value = 1.0;
    let origin = Origin {
        program: "mlmsim 0".into(),
        title: "Shares of runs".into(),
        scenario_hash: String::new(),
        currency: "EUR".into(),
    };
    let study = summarise(&model, DESIGN, origin.clone(), &reports);
    assert_eq!(study.outcomes[place].estimate, Estimate::share_of(1, 10));
    // Where it cannot happen there is no figure and no interval.
    let study = summarise(&model, DESIGN, origin, &vec![finite; 10]);
    let Estimate { value, interval, runs, .. } = study.outcomes[place].estimate;
    assert!(value.is_nan() && interval.is_none() && runs == 0);
}

/// Where one world has few people and another many, a share of people is pooled person by person, and a
/// share of money by the money.
#[test]
fn ratios_are_pooled_as_if_of_one_world() {
    let model = lively();
    let keys = model.income_keys();
    let people = |window| people_in(&keys, window, Denominator::Everyone, Concept::Net);
    let everyone = people(Window::Life);
    let [mut small, mut large] = [0, 1].map(|run| simulate(&model, 1, run));
    let place = |name| OUTCOMES.iter().position(|quantity| quantity.name == name).unwrap();
    assert_eq!(small.incomes[everyone], small.outcomes[place("ever_joined")].value);
    // A hundred times as many people, none of whom lost, and all of whom stayed.
    small.losses[0] = [[1.0; 2]; 3];
    large.losses[0] = [[0.0; 2]; 3];
    (small.incomes[everyone], large.incomes[everyone]) = (3.0, 297.0);
    small.outcomes[place("twelve_month_survival")] = RunFigure::ratio(0.0, 3.0);
    large.outcomes[place("twelve_month_survival")] = RunFigure::ratio(297.0, 297.0);
    // 90 of 100 and 900 of 9,900 of the money came from members, and so 10 % of it all.
    small.outcomes[place("participants_share_of_money")] = RunFigure::ratio(90.0, 100.0);
    large.outcomes[place("participants_share_of_money")] = RunFigure::ratio(910.0, 9900.0);
    let sign = SIGNS.iter().position(|sign| sign.name == "outside_sales_share").unwrap();
    small.signs[sign] = RunFigure::ratio(0.0, 100.0);
    large.signs[sign] = RunFigure::ratio(9000.0, 9900.0);
    let origin = Origin {
        program: String::new(),
        title: String::new(),
        scenario_hash: String::new(),
        currency: String::new(),
    };
    let study = summarise(&model, Design { runs: 2, seed: 1 }, origin, &[small, large]);
    let all = |estimate: &Estimate| estimate.pooled.map(|all| all.value);
    let loss = study.loss(Denominator::Everyone, OwnUse::Scenario).unwrap();
    assert_eq!((loss.below_zero.value, all(&loss.below_zero)), (0.5, Some(0.01)));
    assert_eq!(all(&loss.not_above_zero), Some(0.01));
    let outcome = |name| &study.outcome(name).unwrap().estimate;
    let stayed = outcome("twelve_month_survival");
    assert_eq!((stayed.value, all(stayed)), (0.5, Some(0.99)));
    assert_eq!(all(outcome("participants_share_of_money")), Some(0.1));
    let outside = &study.sign("outside_sales_share").unwrap().estimate;
    assert!((all(outside).unwrap() - 0.9).abs() < 1e-12, "{outside:?}");
    // What is no ratio has nothing to pool, nor has a percentile.
    assert_eq!(all(outcome("ever_joined")), None);
    for figure in &study.incomes {
        let is_ratio = Average::of_statistic(figure.statistic) == Average::Mean
            && figure.statistic != Statistic::People;
        assert_eq!(all(&figure.estimate).is_some(), is_ratio && figure.estimate.runs > 0);
    }
}

/// What every ratio among the single figures of a run is divided by is of the run, and not the same in all.
#[test]
fn outcomes_are_plain_or_ratios_with_what_they_are_divided_by() {
    let report = simulate(&lively(), 1, 0);
    let plain: Vec<&str> = OUTCOMES
        .iter()
        .zip(&report.outcomes)
        .filter(|(_, figure)| figure.by.is_nan())
        .map(|(quantity, _)| quantity.name)
        .collect();
    let counted = ["ever_joined", "members_at_end", "members_at_peak", "peak_month"];
    assert_eq!(plain, [&counted[..], &["saturation_at_end", "market_cut_off"]].concat());
}
