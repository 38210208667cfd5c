//! What a comparison of scenarios found, and its tables.

use super::tables::{Key, OVER_RUNS, UNIT, columns_and_pooled, row_and_pooled, tables};
use super::{Cell, Column, Provenance, RunColumn, Study, Table};
use crate::observation::RunFigure;
use crate::statistics::Estimate;

/// Several scenarios with the same people and the same luck.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Where the results come from.
    pub provenance: Provenance,
    /// The study of each scenario, with its name; all are compared with the first.
    pub studies: Vec<(String, Study)>,
    /// The differences to the first scenario, scenario by scenario, figure by figure.
    pub differences: Vec<Difference>,
}

/// By how much a figure of a scenario differs from that of the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The name of the scenario.
    pub scenario: String,
    /// The figure.
    pub figure: RunColumn,
    /// The mean (or median, as the figure's own) over pairs of runs of what the run of the
    /// scenario has more than that of the first; with the interval of the difference. Pooled it is
    /// the difference of the two pooled figures.
    pub estimate: Estimate,
    /// The standard deviation of the difference over pairs, by what it would be if the runs of a
    /// pair had no luck in common: below 1 where pairs narrow the interval. Close to 1 where the
    /// figure hardly varies in one of the scenarios, and above where it falls in one with what
    /// raises it in the other. None if the figure varies in neither, or of fewer than two pairs.
    pub relative_spread: Option<f64>,
    /// The standard deviation of the figure over these pairs, in the scenario and in the first.
    pub deviations: [f64; 2],
}

/// Why pairs of runs narrow an interval by nothing or hardly anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unpaired {
    /// The figure is nearly the same in all runs of the first scenario, so that there is no luck to have
    /// in common.
    SteadyInFirst,
    /// The same of the scenario itself.
    Steady,
    /// It varies in both, and the figures of pairs are as little related as this correlation says.
    Unrelated(f64),
}

/// From this [`Difference::relative_spread`] on pairs are said not to narrow an interval.
const HARDLY_NARROWER: f64 = 0.95;

/// What the runs say of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its 95 % interval does not hold zero.
    Told,
    /// It does.
    NotTold,
    /// There is no interval.
    Unknown,
}

/// The figures that readers ask for first, by name, with what they are in words; a share of those
/// who lost is one under the scenario's own valuation of goods for own use.
pub const HEADLINES: [(&str, &str); 10] = [
    ("below_zero_everyone_scenario", "Lost money, of everyone who ever joined"),
    ("below_zero_builders_scenario", "Lost money, of those who joined to earn"),
    ("net_p50_builders", "Median net income, joined to earn"),
    ("net_mean_builders", "Mean net income, joined to earn"),
    ("net_p99_everyone", "One in 100 of everyone has at least"),
    ("company_pay_gini_everyone", "Gini of company pay, everyone"),
    ("without_recruits", "Never signed anybody up"),
    ("ever_joined", "Times that people joined"),
    ("payout_of_revenue", "Company pay by what the company received"),
    ("participants_share_of_money", "Share of money for goods and fees from members"),
];

impl Difference {
    /// Whether the difference is told from zero.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.estimate)
    }

    /// Whether there is an interval that pairs make no narrower, or hardly.
    pub fn is_not_narrowed(&self) -> bool {
        self.estimate.interval.is_some()
            && self.relative_spread.is_some_and(|spread| spread >= HARDLY_NARROWER)
    }

    /// Why pairs make the interval no narrower, or hardly, if they do not.
    pub fn why_not_narrowed(&self) -> Option<Unpaired> {
        let relative = self.relative_spread.filter(|_| self.is_not_narrowed())?;
        let [own, first] = self.deviations;
        // The variance of a difference is the sum of the two less twice what they have in common.
        let (apart, most) = (own * own + first * first, 2.0 * own * first);
        let narrowed_at_best = (1.0 - most / apart).max(0.0).sqrt();
        Some(if narrowed_at_best < HARDLY_NARROWER {
            Unpaired::Unrelated(apart * (1.0 - relative * relative) / most)
        } else if first < own {
            Unpaired::SteadyInFirst
        } else {
            Unpaired::Steady
        })
    }

    /// Whether the figure is the same in every pair of runs, of which there are at least two.
    pub fn is_nothing(&self) -> bool {
        self.estimate.value == 0.0 && self.estimate.spread == Some((0.0, 0.0))
    }
}

impl Verdict {
    /// What the runs say of this difference.
    pub fn of(difference: &Estimate) -> Self {
        match difference.interval {
            Some((low, high)) if low > 0.0 || high < 0.0 => Self::Told,
            Some(_) => Self::NotTold,
            None => Self::Unknown,
        }
    }

    /// Whether it is told from zero; none if it is not known.
    pub fn is_told(self) -> Option<bool> {
        match self {
            Self::Told => Some(true),
            Self::NotTold => Some(false),
            Self::Unknown => None,
        }
    }

    /// The word in tables; none if it is not known.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Self::Told => Some("yes"),
            Self::NotTold => Some("no"),
            Self::Unknown => None,
        }
    }
}

impl Comparison {
    /// The name of the scenario that all others are compared with.
    pub fn first(&self) -> &str {
        &self.studies[0].0
    }

    /// The headlines that the studies have: figure and words.
    pub fn headlines(&self) -> impl Iterator<Item = (&RunColumn, &'static str)> {
        let columns = &self.studies[0].1.runs.columns;
        HEADLINES.iter().filter_map(|&(name, words)| {
            Some((columns.iter().find(|column| column.name == name)?, words))
        })
    }

    /// The difference of a figure, by the name of scenario and figure.
    pub fn difference(&self, scenario: &str, figure: &str) -> Option<&Difference> {
        self.differences.iter().find(|d| d.scenario == scenario && d.figure.name == figure)
    }

    /// The estimate of a figure of the runs, by its place among the scenarios and its name.
    pub fn figure(&self, place: usize, name: &str) -> Option<Estimate> {
        let (_, study) = &self.studies[place];
        let n = study.runs.columns.iter().position(|column| column.name == name)?;
        let figures: Vec<RunFigure> = study.runs.rows.iter().map(|(_, row)| row[n]).collect();
        let column = &study.runs.columns[n];
        Some(column.average.over_runs(column.support, &figures))
    }
}

/// How to read a difference.
pub const DIFFERENCES: &str = "A difference is taken in each pair of runs with the same number, in \
                               which people have the same luck; its interval is that of the \
                               difference itself, and as a rule narrower than those of the two \
                               figures let expect.";

const SCENARIO: Key = ("scenario", "word", "the name of the scenario");

/// The tables of a comparison: the differences, and each table of the studies with the scenario
/// in its first column.
pub fn comparison_tables(comparison: &Comparison) -> Vec<Table> {
    let mut joined = vec![differences(comparison)];
    for (name, study) in &comparison.studies {
        for table in tables(study) {
            let rows = table.rows.into_iter().map(|mut row| {
                row.insert(0, name.as_str().into());
                row
            });
            if let Some(known) = joined.iter_mut().find(|known| known.name == table.name) {
                known.rows.extend(rows);
            } else {
                let rows = rows.collect();
                let (word, unit, meaning) = SCENARIO;
                let mut columns = vec![Column::new(word, unit, meaning)];
                columns.extend(table.columns);
                joined.push(Table { columns, rows, ..table });
            }
        }
    }
    joined
}

fn differences(comparison: &Comparison) -> Table {
    let first = comparison.first();
    let rows = comparison.differences.iter().map(|difference| {
        let figure = &difference.figure;
        let told = difference.verdict().label().map_or(Cell::Missing, Cell::from);
        let keys = [
            difference.scenario.as_str().into(),
            first.into(),
            figure.name.as_str().into(),
            figure.unit.as_str().into(),
            figure.average.label().into(),
            told,
        ];
        let mut cells = row_and_pooled(keys, &difference.estimate);
        cells.push(difference.relative_spread.map_or(Cell::Missing, Cell::real));
        cells.push(figure.meaning.as_str().into());
        cells
    });
    let mut columns = columns_and_pooled(
        [
            SCENARIO,
            ("baseline", "word", "the scenario that it is compared with: the first that was named"),
            ("figure", "word", "which figure; those of single runs stand in runs.csv"),
            UNIT,
            OVER_RUNS,
            (
                "told_from_zero",
                "word",
                "yes if the interval does not hold zero, no if it does; empty: there is none",
            ),
        ],
        super::tables::AS_IN_UNIT,
    );
    columns.push(Column::new(
        "relative_spread",
        "ratio",
        "standard deviation of the difference over pairs, by what it would be without common luck: \
         below 1 where pairs narrow the interval; empty: the figure varies in neither scenario, or \
         there are fewer than two pairs",
    ));
    columns.push(Column::new("meaning", "word", "what the figure means"));
    Table {
        name: "differences",
        title: "Differences between scenarios",
        meaning: "By how much a figure of a scenario exceeds that of the baseline, pair of runs by \
                  pair of runs. The median of differences is not in general the difference of the \
                  medians.",
        notes: vec![
            DIFFERENCES.into(),
            super::ESTIMATES.into(),
            super::POOLED.into(),
            "The difference of pooled figures is that of all runs of the one and of the other together, with \
             an interval over the same pairs."
                .into(),
            "Of twenty figures without any difference one is told from zero by chance.".into(),
        ],
        columns,
        rows: rows.collect(),
    }
}
