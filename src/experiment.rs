//! Many runs: in parallel, merged in run order, so that the number of threads changes nothing.

mod collapse;
mod compare;
mod compare_to;
mod determinants;
mod disclosure;
mod flows;
mod run_table;
mod signs;
mod sponsors;

pub use collapse::{collapse, collapse_models};
pub use compare::compare;
pub use compare_to::{compare_to, questions};

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::compensation::{PaidBy, Rank};
use crate::observation::{
    Concept, Denominator, IncomeClasses, IncomeKey, LORENZ_CURVES, LORENZ_STEPS, LedgerKey,
    NETWORK_RANGES, NetworkMeasure, OUTCOMES, OwnUse, RunFigure, RunReport, SERIES, SHARE_OF_RUNS,
    Statistic, Window, ledger_keys, loss_keys,
};
use crate::results::{
    Average, EntryTenth, FORMAT, IncomeClass, IncomeFigure, LedgerLine, LorenzCurve, LossFigure,
    NetworkShare, Outcome, Provenance, RankShare, Series, Study, support_of_income,
};
use crate::simulation::{Model, simulate_unless};
use crate::statistics::{Estimate, Support};
use crate::submodels::market::Population;

/// The design of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Number of runs, at least 1.
    pub runs: u32,
    /// The seed of all randomness.
    pub seed: u64,
}

/// Told of every finished run: how many member-months it had.
pub type Progress<'p> = dyn Fn(u64) + Sync + 'p;

/// Runs a study on `threads` threads (`None`: one per processor).
///
/// Results are the reports in run order, the same for any number of threads. Once `stop` is set
/// no further run begins, and those under way are dropped at their next month, for a large one may
/// take hours; the reports are then those of the first runs without a gap, for runs that happened to
/// finish early are not a fair sample. Nor are the first quite one: long runs are more often under way
/// when a study is stopped, which matters less the more runs are finished.
///
/// # Errors
/// If the threads cannot be started.
pub fn run(
    model: &Model,
    design: Design,
    threads: Option<usize>,
    progress: &Progress<'_>,
    stop: &AtomicBool,
) -> Result<Vec<RunReport>, rayon::ThreadPoolBuildError> {
    let mut studies = run_side_by_side(&[model], design, threads, progress, stop)?;
    Ok(studies.pop().expect("one model has one study"))
}

/// Runs studies of several models with the same seeds, run by run side by side: whenever they are
/// stopped, all have the same runs. Each has the reports that [`run`] gives.
///
/// # Errors
/// If the threads cannot be started.
pub fn run_side_by_side(
    models: &[&Model],
    design: Design,
    threads: Option<usize>,
    progress: &Progress<'_>,
    stop: &AtomicBool,
) -> Result<Vec<Vec<RunReport>>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build()?;
    // Runs are taken in order; after a stop, those of other threads may be missing among them.
    let next = AtomicUsize::new(0);
    let work = || {
        let mut reports = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let taken = next.fetch_add(1, Ordering::Relaxed);
            let (run, place) = (taken / models.len(), taken % models.len());
            if run >= design.runs as usize {
                break;
            }
            let is_stopped = || stop.load(Ordering::Relaxed);
            let report = simulate_unless(models[place], design.seed, run as u64, is_stopped);
            let Some(report) = report else { break };
            progress(report.member_months);
            reports.push((taken, report));
        }
        reports
    };
    let mut reports: Vec<_> = pool.broadcast(|_| work()).into_iter().flatten().collect();
    reports.sort_unstable_by_key(|(taken, _)| *taken);
    let without_gap = reports.iter().zip(0..).take_while(|((taken, _), n)| taken == n).count();
    let whole_runs = without_gap / models.len();
    let mut studies: Vec<Vec<RunReport>> = models.iter().map(|_| Vec::new()).collect();
    for (taken, report) in reports.into_iter().take(whole_runs * models.len()) {
        studies[taken % models.len()].push(report);
    }
    Ok(studies)
}

/// What `work` makes of each item, in their order, on this number of threads.
///
/// # Errors
/// If the threads cannot be started.
pub fn map<I: Sync, T: Send>(
    items: &[I],
    threads: usize,
    work: impl Fn(&I) -> T + Send + Sync,
) -> Result<Vec<T>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    Ok(pool.install(|| items.par_iter().map(work).collect()))
}

/// Where a study comes from, as far as the runs do not tell.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Name and version of the program.
    pub program: String,
    /// Title of the scenario.
    pub title: String,
    /// Hash of the scenario, as 16 hexadecimal digits.
    pub scenario_hash: String,
    /// Unit of money.
    pub currency: String,
}

/// Where what the reports of a study's runs say comes from.
pub fn provenance(
    model: &Model,
    design: Design,
    origin: Origin,
    reports: &[RunReport],
) -> Provenance {
    Provenance {
        program: origin.program,
        format: FORMAT,
        title: origin.title,
        scenario_hash: origin.scenario_hash,
        seed: design.seed,
        runs: reports.len() as u32,
        runs_requested: design.runs,
        runs_extinct: reports.iter().filter(|report| report.is_extinct).count() as u32,
        months: model.months,
        currency: origin.currency,
    }
}

/// What the reports of a study's runs say together.
pub fn summarise(model: &Model, design: Design, origin: Origin, reports: &[RunReport]) -> Study {
    let provenance = provenance(model, design, origin, reports);
    let over_runs = Figures { reports, income_keys: &model.income_keys() };
    let unit = |unit: &str| if unit == "money" { provenance.currency.clone() } else { unit.into() };
    Study {
        incomes: incomes(over_runs),
        losses: losses(model, over_runs),
        disclosure: disclosure::lines(over_runs),
        lorenz: lorenz(over_runs),
        distribution: distribution(model, over_runs),
        scale: IncomeClasses::new(&model.measures.thresholds).scale().units(),
        series: series(model, over_runs, unit),
        entry: entry(over_runs),
        sponsors: sponsors::lines(model, over_runs, unit),
        determinants: determinants::lines(over_runs),
        network: network(over_runs),
        ranks: ranks(model, over_runs),
        flows: flows::lines(&ledger_lines(model), over_runs),
        ledger: ledger(model, over_runs),
        outcomes: outcomes(over_runs, unit),
        signs: signs::lines(model, over_runs, unit),
        runs: run_table::table(model, over_runs, unit),
        rejoining_among: rejoining_among(model),
        provenance,
    }
}

/// How many people there are where former members may join again.
fn rejoining_among(model: &Model) -> Option<u64> {
    match (model.market.population, model.market.rejoin_after) {
        (Population::Finite(people), Some(months)) if months < model.months => Some(people),
        _ => None,
    }
}

/// The figures of all runs.
#[derive(Clone, Copy, Debug)]
struct Figures<'r> {
    reports: &'r [RunReport],
    /// What the figures of income of each report are.
    income_keys: &'r [IncomeKey],
}

impl Figures<'_> {
    fn values(self, figure: impl Fn(&RunReport) -> f64) -> Vec<f64> {
        self.reports.iter().map(figure).collect()
    }

    fn mean(self, support: Support, figure: impl Fn(&RunReport) -> f64) -> Estimate {
        Average::Mean.over(&self.values(figure), support)
    }

    fn mean_share(self, figure: impl Fn(&RunReport) -> f64) -> Estimate {
        self.mean(Support::Share, figure)
    }

    /// The mean of a ratio, and beside it the ratio of all runs together.
    fn ratio(self, support: Support, figure: impl Fn(&RunReport) -> RunFigure) -> Estimate {
        let figures: Vec<RunFigure> = self.reports.iter().map(figure).collect();
        Average::Mean.over_runs(support, &figures)
    }

    /// The same of a share of people, given how many these are in a run.
    fn share_of(
        self,
        people: impl Fn(&RunReport) -> f64,
        share: impl Fn(&RunReport) -> f64,
    ) -> Estimate {
        self.ratio(Support::Share, |r| RunFigure { value: share(r), by: people(r) })
    }

    /// How many people a denominator has in a run.
    fn people_in(
        self,
        window: Window,
        denominator: Denominator,
    ) -> impl Fn(&RunReport) -> f64 + use<> {
        let place = people_in(self.income_keys, window, denominator, Concept::Net);
        move |report| report.incomes[place]
    }

    /// The share of runs in which something happened, which is 1 there and 0 elsewhere, of those in
    /// which it could: it is not a number in the others.
    fn share_of_runs(self, figure: impl Fn(&RunReport) -> f64) -> Estimate {
        let count = |fits: fn(f64) -> bool| {
            self.reports.iter().filter(|report| fits(figure(report))).count() as u32
        };
        Estimate::share_of(count(|value| value > 0.0), count(|value| !value.is_nan()))
    }
}

/// Where reports say of how many people a denominator's figures of a concept are.
fn people_in(
    keys: &[IncomeKey],
    window: Window,
    denominator: Denominator,
    concept: Concept,
) -> usize {
    let key = IncomeKey { window, denominator, concept, statistic: Statistic::People };
    let place = keys.iter().position(|other| *other == key);
    place.expect("people are counted in every window")
}

/// A figure of income of a run: of a mean or share with the people that it is of.
fn income_figure(keys: &[IncomeKey], n: usize) -> impl Fn(&RunReport) -> RunFigure + use<> {
    let IncomeKey { window, denominator, concept, statistic } = keys[n];
    let is_ratio =
        Average::of_statistic(statistic) == Average::Mean && statistic != Statistic::People;
    let people = is_ratio.then(|| people_in(keys, window, denominator, concept));
    move |report| RunFigure {
        value: report.incomes[n],
        by: people.map_or(f64::NAN, |people| report.incomes[people]),
    }
}

fn incomes(runs: Figures<'_>) -> Vec<IncomeFigure> {
    let keys = runs.income_keys;
    keys.iter()
        .enumerate()
        .map(|(n, key)| {
            let support = support_of_income(key.concept, key.statistic);
            let figures: Vec<RunFigure> = runs.reports.iter().map(income_figure(keys, n)).collect();
            IncomeFigure {
                window: key.window,
                denominator: key.denominator,
                concept: key.concept,
                statistic: key.statistic,
                estimate: Average::of_statistic(key.statistic).over_runs(support, &figures),
            }
        })
        .collect()
}

fn losses(model: &Model, runs: Figures<'_>) -> Vec<LossFigure> {
    loss_keys()
        .map(|(place, denominator, own_use)| {
            let people = runs.people_in(Window::Life, denominator);
            let share = |n: usize| {
                runs.share_of(&people, |report| report.losses[place][own_use as usize][n])
            };
            LossFigure {
                denominator,
                own_use,
                own_use_value: match own_use {
                    OwnUse::Nothing => 0.0,
                    OwnUse::Scenario => model.purchasing.own_use_value.value(),
                    OwnUse::Full => 1.0,
                },
                below_zero: share(0),
                not_above_zero: share(1),
            }
        })
        .collect()
}

fn lorenz(runs: Figures<'_>) -> Vec<LorenzCurve> {
    LORENZ_CURVES
        .iter()
        .enumerate()
        .map(|(curve, &(window, denominator, concept))| LorenzCurve {
            window,
            denominator,
            concept,
            points: (0..=LORENZ_STEPS)
                .map(|step| {
                    let share = step as f64 / LORENZ_STEPS as f64;
                    (share, runs.mean_share(|report| report.lorenz[curve][step]))
                })
                .collect(),
        })
        .collect()
}

fn distribution(model: &Model, runs: Figures<'_>) -> Vec<IncomeClass> {
    let ends = IncomeClasses::new(&model.measures.thresholds).ends();
    let people = runs.people_in(Window::Life, Denominator::Everyone);
    ends.into_iter()
        .enumerate()
        .map(|(n, (from, to))| IncomeClass {
            from,
            to,
            everyone: runs.share_of(&people, |report| report.distribution[n].iter().sum()),
            builders: runs.share_of(&people, |report| report.distribution[n][0]),
            buyers: runs.share_of(&people, |report| report.distribution[n][1]),
        })
        .collect()
}

fn series(model: &Model, runs: Figures<'_>, unit: impl Fn(&str) -> String) -> Vec<Series> {
    SERIES
        .iter()
        .enumerate()
        .map(|(n, quantity)| {
            // Where nobody joins twice, a market is no more than full.
            let counts_joiners = ["members", "ever_joined"].contains(&quantity.name);
            let support = match model.market.population {
                Population::Finite(most)
                    if counts_joiners && model.market.rejoin_after.is_none() =>
                {
                    Support::UpTo(most)
                }
                _ => quantity.support(),
            };
            Series {
                name: quantity.name,
                unit: unit(quantity.unit),
                meaning: quantity.meaning,
                months: (0..=model.months as usize)
                    .map(|month| runs.mean(support, |report| report.series[month][n]))
                    .collect(),
            }
        })
        .collect()
}

fn entry(runs: Figures<'_>) -> Vec<EntryTenth> {
    const FIGURES: usize = 6;
    let everyone = runs.people_in(Window::Life, Denominator::Everyone);
    (0..10_u8)
        .map(|tenth| {
            let figure = |n: usize, support| {
                runs.ratio(support, |report| RunFigure {
                    value: report.entry[usize::from(tenth) * FIGURES + n],
                    by: everyone(report) / 10.0,
                })
            };
            EntryTenth {
                tenth: tenth + 1,
                joined: figure(0, Support::NonNegative),
                mean_net: figure(1, Support::Real),
                mean_pay: figure(2, Support::NonNegative),
                share_gaining: figure(3, Support::Share),
                share_paid: figure(4, Support::Share),
                mean_recruits: figure(5, Support::NonNegative),
            }
        })
        .collect()
}

fn network(runs: Figures<'_>) -> Vec<NetworkShare> {
    let ranges = NETWORK_RANGES
        .iter()
        .flat_map(|(measure, ranges)| ranges.iter().map(move |range| (*measure, *range)));
    let people = |denominator| runs.people_in(Window::Life, denominator);
    let (everyone, at_end) = (people(Denominator::Everyone), people(Denominator::ActiveAtEnd));
    ranges
        .enumerate()
        .map(|(n, (measure, (from, to)))| NetworkShare {
            measure,
            from,
            to: (to != u64::MAX).then_some(to),
            share: runs.share_of(
                |report| match measure {
                    NetworkMeasure::Recruits => everyone(report),
                    NetworkMeasure::Depth | NetworkMeasure::Downline => at_end(report),
                },
                |report| report.network[n],
            ),
        })
        .collect()
}

fn ranks(model: &Model, runs: Figures<'_>) -> Vec<RankShare> {
    let people = |denominator| runs.people_in(Window::Life, denominator);
    let (everyone, builders) = (people(Denominator::Everyone), people(Denominator::Builders));
    let line = |(n, rank): (usize, &Rank)| RankShare {
        rank: rank.name.clone(),
        everyone: runs.share_of(&everyone, |report| report.ranks[n][0]),
        builders: runs.share_of(&builders, |report| report.ranks[n][1]),
    };
    model.plan.ranks.iter().enumerate().map(line).collect()
}

/// The flows of a run of a model.
fn ledger_lines(model: &Model) -> Vec<LedgerKey> {
    let bonuses = model.plan.bonuses.iter().filter(|bonus| bonus.paid_by() == PaidBy::Company);
    let bonuses = bonuses.map(|bonus| (bonus.name.as_str(), bonus.levels()));
    ledger_keys(bonuses, model.inventory.keeps_stock())
}

fn ledger(model: &Model, runs: Figures<'_>) -> Vec<LedgerLine> {
    ledger_lines(model)
        .into_iter()
        .enumerate()
        .map(|(n, key)| LedgerLine {
            from: key.from.label(),
            to: key.to.label(),
            flow: key.flow,
            levels: key.levels,
            amount: runs.mean(Support::NonNegative, |report| report.ledger[n]),
        })
        .collect()
}

fn outcomes(runs: Figures<'_>, unit: impl Fn(&str) -> String) -> Vec<Outcome> {
    OUTCOMES
        .iter()
        .enumerate()
        .map(|(n, quantity)| Outcome {
            name: quantity.name,
            unit: unit(quantity.unit),
            meaning: quantity.meaning,
            estimate: if quantity.unit == SHARE_OF_RUNS {
                runs.share_of_runs(|report| report.outcomes[n].value)
            } else {
                runs.ratio(quantity.support(), |report| report.outcomes[n])
            },
        })
        .collect()
}

#[cfg(test)]
mod tests;
