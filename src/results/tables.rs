//! The tables of a study.

use super::{Average, Cell, Column, EntryTenth, POOLED, Provenance, Study, Table};
use crate::observation::{Concept, Denominator, Statistic};
use crate::statistics::Estimate;

/// All tables of a study, in the order of a reader's questions.
pub fn tables(study: &Study) -> Vec<Table> {
    let mut all = vec![
        losses(study),
        income(study),
        super::disclosure::table(study),
        distribution(study),
        lorenz(study),
        entry_tenths(study),
    ];
    all.extend(super::sponsors::table(study));
    all.extend([
        super::determinants::table(study),
        network(study),
        ranks(study),
        ledger(study),
        super::flows::table(study),
        outcomes(study),
        super::signs::table(&study.signs),
        series(study),
        runs(study),
    ]);
    all
}

/// The unit of a figure of income, with the study's unit of money.
pub fn income_unit(concept: Concept, statistic: Statistic, currency: &str) -> String {
    match statistic {
        Statistic::People => "people".into(),
        Statistic::Mean | Statistic::Percentile(_) | Statistic::WorstTenthMean => {
            if concept == Concept::NetPerHour {
                format!("{currency} per hour")
            } else {
                currency.into()
            }
        }
        Statistic::ShareNotAboveZero
        | Statistic::ShareBelowZero
        | Statistic::ShareBelow(_)
        | Statistic::TopShare(_) => "share".into(),
        Statistic::Gini => "coefficient".into(),
        Statistic::TailExponent => "exponent".into(),
    }
}

/// How to read the two ranges of an estimate.
pub const ESTIMATES: &str = "The interval says how well the runs know the value, and shrinks with \
                             more runs; the spread says what a single run may look like, and \
                             does not.";

/// The unit of a column of numbers whose unit stands in the column `unit`.
pub(super) const AS_IN_UNIT: &str = "as in unit";

fn losses(study: &Study) -> Table {
    let rows = study.losses.iter().flat_map(|figure| {
        let measures =
            [("below_zero", &figure.below_zero), ("not_above_zero", &figure.not_above_zero)];
        measures.map(|(measure, estimate)| {
            let keys = [
                figure.denominator.label().into(),
                figure.own_use.label().into(),
                Cell::real(figure.own_use_value),
                measure.into(),
                Average::Mean.label().into(),
            ];
            row_and_pooled(keys, estimate)
        })
    });
    Table {
        name: "losses",
        title: "Who lost money",
        meaning: "Share of people whose net income over their whole time as members is below zero, \
                  or zero or below, over each group of people and under each valuation of the \
                  goods that they bought for themselves.",
        notes: vec![ESTIMATES.into(), POOLED.into()],
        columns: columns_and_pooled(
            [
                DENOMINATOR,
                ("own_use", "word", "how goods bought for own use are valued"),
                ("own_use_value", "share", "that value, as a share of what builders paid"),
                ("measure", "word", "which share: below_zero or not_above_zero"),
                OVER_RUNS,
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

fn income(study: &Study) -> Table {
    let currency = &study.provenance.currency;
    let rows = study.incomes.iter().map(|figure| {
        let keys = [
            figure.window.label().into(),
            figure.denominator.label().into(),
            figure.concept.label().into(),
            figure.statistic.label().into(),
            income_unit(figure.concept, figure.statistic, currency).into(),
            Average::of_statistic(figure.statistic).label().into(),
        ];
        row_and_pooled(keys, &figure.estimate)
    });
    Table {
        name: "income",
        title: "Income",
        meaning: "One statistic of one kind of income, over one group of people and one stretch \
                  of time, a row. Never compare figures of different groups as if they were one.",
        notes: vec![ESTIMATES.into(), POOLED.into()],
        columns: columns_and_pooled(
            [
                WINDOW,
                DENOMINATOR,
                CONCEPT,
                (
                    "statistic",
                    "word",
                    "what is said of the incomes: people counts them, p50 is their median",
                ),
                UNIT,
                OVER_RUNS,
            ],
            AS_IN_UNIT,
        ),
        rows: rows.collect(),
    }
}

fn distribution(study: &Study) -> Table {
    let currency = study.provenance.currency.as_str();
    let rows = study.distribution.iter().flat_map(|class| {
        let groups = [
            ("everyone", &class.everyone),
            ("builders", &class.builders),
            ("buyers_only", &class.buyers),
        ];
        groups.map(|(group, share)| {
            row_and_pooled([Cell::real(class.from), Cell::real(class.to), group.into()], share)
        })
    });
    let scale = study.scale;
    Table {
        name: "distribution",
        title: "The distribution of net income",
        meaning: "Share of everyone who ever joined with a net income, over the whole time as \
                  member, from one amount to another; means over runs. Those of everyone add up to \
                  one, and so do those of builders and buyers_only together.",
        notes: vec![
            ESTIMATES.into(),
            POOLED.into(),
            "A class holds its end nearer to zero and not the other, so that losses and gains are \
             classed alike; zero, nothing lost and nothing gained, is a class of its own."
                .into(),
            format!(
                "All ends are multiples or tenths of {scale} {currency}, the power of ten at or \
                 below the lowest of study.thresholds."
            ),
        ],
        columns: columns_and_pooled(
            [
                ("from", currency, "lower end; empty: there is none"),
                ("to", currency, "upper end; empty: there is none"),
                (
                    "group",
                    "word",
                    "who is counted: everyone, those who joined to earn, or those who joined only \
                     to buy",
                ),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

fn lorenz(study: &Study) -> Table {
    let rows = study.lorenz.iter().flat_map(|curve| {
        curve.points.iter().map(|(share_of_people, share_of_income)| {
            let keys = [
                curve.window.label().into(),
                curve.denominator.label().into(),
                curve.concept.label().into(),
                Cell::real(*share_of_people),
            ];
            row(keys, share_of_income)
        })
    });
    Table {
        name: "lorenz",
        title: "Lorenz curves",
        meaning: "Share of all income that the poorest share of people gets; means over runs. On \
                  the diagonal all get the same.",
        notes: vec![ESTIMATES.into()],
        columns: columns(
            [
                WINDOW,
                DENOMINATOR,
                CONCEPT,
                ("share_of_people", "share", "the poorest share of people"),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

/// A quantity of a tenth: its word, its meaning, and its figure.
type EntryQuantity = (&'static str, &'static str, fn(&EntryTenth) -> &Estimate);

const ENTRY_SHARES_AND_COUNTS: [(EntryQuantity, &str); 4] = [
    (("joined", "mean month of joining", |tenth| &tenth.joined), "month"),
    (
        ("share_gaining", "share with a life net income above zero", |tenth| &tenth.share_gaining),
        "share",
    ),
    (("share_paid", "share whom the company ever paid", |tenth| &tenth.share_paid), "share"),
    (("mean_recruits", "mean number of people signed up", |tenth| &tenth.mean_recruits), "people"),
];

const ENTRY_AMOUNTS: [EntryQuantity; 2] = [
    ("mean_net", "mean life net income", |tenth| &tenth.mean_net),
    ("mean_pay", "mean life company pay", |tenth| &tenth.mean_pay),
];

fn entry_tenths(study: &Study) -> Table {
    let currency = study.provenance.currency.as_str();
    let amounts = ENTRY_AMOUNTS.iter().map(|quantity| (*quantity, currency));
    let quantities: Vec<_> = ENTRY_SHARES_AND_COUNTS.into_iter().chain(amounts).collect();
    let rows = study.entry.iter().flat_map(|tenth| {
        quantities.iter().map(|&((word, _, figure), unit)| {
            let number = Cell::Integer(u64::from(tenth.tenth));
            row_and_pooled([number, word.into(), unit.into()], figure(tenth))
        })
    });
    Table {
        name: "entry_tenths",
        title: "Outcomes by time of joining",
        meaning: "Everyone who ever joined, in ten groups of equal size by the order of joining; \
                  means over runs. Late joiners had less time.",
        notes: notes_and_pooled(
            quantities.iter().map(|((word, meaning, _), unit)| note(word, unit, meaning)),
        ),
        columns: columns_and_pooled(
            [("tenth", "number", "1 for the first to join to 10 for the last"), QUANTITY, UNIT],
            AS_IN_UNIT,
        ),
        rows: rows.collect(),
    }
}

fn network(study: &Study) -> Table {
    let rows = study.network.iter().map(|range| {
        let to = range.to.map_or(Cell::Missing, Cell::Integer);
        let keys = [range.measure.label().into(), Cell::Integer(range.from), to];
        row_and_pooled(keys, &range.share)
    });
    Table {
        name: "network",
        title: "The network",
        meaning: "Share of people for whom a count lies in a range; means over runs.",
        notes: notes_and_pooled([
            note("recruits", "people", "sign-ups ever made, over everyone who ever joined"),
            note("depth", "levels", "levels above, over members at the end"),
            note("downline", "people", "people below, over members at the end"),
        ]),
        columns: columns_and_pooled(
            [
                ("measure", "word", "what is counted"),
                ("from", "count", "smallest count of the range"),
                ("to", "count", "largest count of the range; empty: there is none"),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

fn ranks(study: &Study) -> Table {
    let rows = study.ranks.iter().zip(1..).flat_map(|(line, place)| {
        [(Denominator::Everyone, &line.everyone), (Denominator::Builders, &line.builders)].map(
            |(denominator, share)| {
                let rank = line.rank.as_str().into();
                row_and_pooled([rank, Cell::Integer(place), denominator.label().into()], share)
            },
        )
    });
    Table {
        name: "ranks",
        title: "How far people come",
        meaning: "Share of people who ever earned a rank of the plan or a higher one while they were \
                  members; means over runs. Empty: the plan has no ranks.",
        notes: notes_and_pooled([]),
        columns: columns_and_pooled(
            [
                ("rank", "word", "name of the rank"),
                ("place", "count", "its place on the ladder, from 1, the lowest"),
                ("denominator", "word", "over whom"),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

fn ledger(study: &Study) -> Table {
    let currency = &study.provenance.currency;
    let rows = study.ledger.iter().map(|line| {
        let keys =
            [line.from.into(), line.to.into(), line.flow.clone().into(), currency.clone().into()];
        row(keys, &line.amount)
    });
    Table {
        name: "ledger",
        title: "Where the money went",
        meaning: "Every flow of money between two parties, over a whole run; means over runs. \
                  Every payment stands in one row, once.",
        notes: vec![ESTIMATES.into()],
        columns: columns(
            [
                ("from", "word", "who pays"),
                ("to", "word", "who gets it"),
                ("flow", "word", "what for"),
                UNIT,
            ],
            AS_IN_UNIT,
        ),
        rows: rows.collect(),
    }
}

fn outcomes(study: &Study) -> Table {
    let rows = study.outcomes.iter().map(|outcome| {
        let keys = [outcome.name.into(), outcome.unit.clone().into()];
        let mut cells = row_and_pooled(keys, &outcome.estimate);
        cells.push(outcome.meaning.into());
        cells
    });
    let mut columns = columns_and_pooled([("outcome", "word", "which figure"), UNIT], AS_IN_UNIT);
    columns.push(Column::new("meaning", "word", "what the figure means"));
    Table {
        name: "outcomes",
        title: "Single figures of a run",
        meaning: "Figures of the whole run; means over runs.",
        notes: vec![ESTIMATES.into(), POOLED.into()],
        columns,
        rows: rows.collect(),
    }
}

fn series(study: &Study) -> Table {
    let rows = study.series.iter().flat_map(|series| {
        series.months.iter().zip(0..).map(|(estimate, month)| {
            let keys = [Cell::Integer(month), series.name.into(), series.unit.clone().into()];
            row(keys, estimate)
        })
    });
    let words = study.series.iter().map(|series| note(series.name, &series.unit, series.meaning));
    Table {
        name: "series",
        title: "Month by month",
        meaning: "One quantity in one month a row; means over runs. Month 0 is the start.",
        notes: notes(words),
        columns: columns(
            [("month", "month", "months since the start"), QUANTITY, UNIT],
            AS_IN_UNIT,
        ),
        rows: rows.collect(),
    }
}

fn runs(study: &Study) -> Table {
    let Provenance { seed, .. } = study.provenance;
    let of_figures = study.runs.columns.iter().map(|column| {
        Column::new(
            &column.name,
            &column.unit,
            &format!("{} Empty: the run has no such figure.", column.meaning),
        )
    });
    let number = Column::new("run", "number", "number of the run, which with the seed decides it");
    let rows = study.runs.rows.iter().map(|(run, figures)| {
        assert_eq!(figures.len(), study.runs.columns.len(), "run {run} has a figure a column");
        let figures = figures.iter().map(|figure| Cell::real(figure.value));
        [Cell::Integer(*run)].into_iter().chain(figures).collect()
    });
    Table {
        name: "runs",
        title: "Run by run",
        meaning: "The main figures of every run, for readers who want other summaries than ours.",
        notes: vec![format!("All runs have the seed {seed}.")],
        columns: [number].into_iter().chain(of_figures).collect(),
        rows: rows.collect(),
    }
}

/// Name, unit and meaning of a column.
pub(super) type Key<'a> = (&'a str, &'a str, &'a str);

const WINDOW: Key = ("window", "word", "the stretch of time that income is added up over");
const DENOMINATOR: Key = ("denominator", "word", "the group of people");
const CONCEPT: Key = ("concept", "word", "what is called income");
pub(super) const QUANTITY: Key = ("quantity", "word", "what is measured");
pub(super) const UNIT: Key = ("unit", "word", "the unit of the figures in this row");
pub(super) const OVER_RUNS: Key =
    ("over_runs", "word", "whether value is the mean or the median of the figures of the runs");

/// Key columns and those of an estimate.
pub(super) fn columns<const N: usize>(keys: [Key; N], unit: &str) -> Vec<Column> {
    let estimate = [
        ("value", unit, "the estimate over runs; empty: no run has the figure"),
        ("interval_low", unit, "lower end of the 95 % Monte Carlo interval; empty: too few runs"),
        ("interval_high", unit, "upper end of the 95 % Monte Carlo interval"),
        ("spread_low", unit, "5 % quantile of the figures of the runs; empty: fewer than two runs"),
        ("spread_high", unit, "95 % quantile of the figures of the runs"),
        ("runs", "runs", "number of runs that have the figure"),
    ];
    keys.into_iter()
        .chain(estimate)
        .map(|(name, unit, meaning)| Column::new(name, unit, meaning))
        .collect()
}

/// Key cells and those of an estimate.
pub(super) fn row<const N: usize>(keys: [Cell; N], estimate: &Estimate) -> Vec<Cell> {
    let ends = |range: Option<(f64, f64)>| {
        range.map_or([Cell::Missing, Cell::Missing], |(low, high)| {
            [Cell::real(low), Cell::real(high)]
        })
    };
    keys.into_iter()
        .chain([Cell::real(estimate.value)])
        .chain(ends(estimate.interval))
        .chain(ends(estimate.spread))
        .chain([Cell::Integer(u64::from(estimate.runs))])
        .collect()
}

/// The same columns, and behind them those of the figure of all runs together.
pub(super) fn columns_and_pooled<const N: usize>(keys: [Key; N], unit: &str) -> Vec<Column> {
    let pooled = [
        (
            "pooled",
            "the same of all runs together; empty: it is no ratio, such as a mean or share of people, \
             or no run has it",
        ),
        ("pooled_low", "lower end of its 95 % Monte Carlo interval; empty: too few runs"),
        ("pooled_high", "upper end of its 95 % Monte Carlo interval"),
    ];
    let mut columns = columns(keys, unit);
    columns.extend(pooled.map(|(name, meaning)| Column::new(name, unit, meaning)));
    columns
}

/// The cells of a row of such columns.
pub(super) fn row_and_pooled<const N: usize>(keys: [Cell; N], estimate: &Estimate) -> Vec<Cell> {
    let (low, high) = estimate.pooled.and_then(|all| all.interval).unzip();
    let value = estimate.pooled.map(|all| all.value);
    let mut cells = row(keys, estimate);
    cells.extend([value, low, high].map(|figure| figure.map_or(Cell::Missing, Cell::real)));
    cells
}

/// How to read estimates and what stands beside them, and what the words in the rows mean.
pub(super) fn notes_and_pooled(words: impl IntoIterator<Item = String>) -> Vec<String> {
    notes([POOLED.to_owned()].into_iter().chain(words))
}

/// How to read the estimates, and what the words in the rows mean.
fn notes(words: impl IntoIterator<Item = String>) -> Vec<String> {
    [ESTIMATES.to_owned()].into_iter().chain(words).collect()
}

/// A line that explains a word of the rows.
pub(super) fn note(word: &str, unit: &str, meaning: &str) -> String {
    format!("{word} [{unit}]: {meaning}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fixture;
    use super::*;

    #[test]
    fn every_row_has_one_cell_a_column() {
        for table in tables(&fixture::study()) {
            assert!(!table.rows.is_empty(), "{} has no rows", table.name);
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "in {}: {row:?}", table.name);
            }
        }
    }

    #[test]
    fn tables_and_columns_have_names_of_their_own_and_meanings() {
        let tables = tables(&fixture::study());
        let names: BTreeSet<_> = tables.iter().map(|table| table.name).collect();
        assert_eq!(names.len(), tables.len());
        for table in &tables {
            let names: BTreeSet<_> = table.columns.iter().map(|column| &column.name).collect();
            assert_eq!(names.len(), table.columns.len(), "in {}", table.name);
            assert!(table.columns.iter().all(|c| !c.unit.is_empty() && !c.meaning.is_empty()));
        }
    }

    /// The row of a table whose first cells are these.
    fn find<'a>(tables: &'a [Table], name: &str, keys: &[Cell]) -> &'a [Cell] {
        let table = tables.iter().find(|table| table.name == name).unwrap();
        let row = table.rows.iter().find(|row| row.starts_with(keys)).unwrap();
        &row[keys.len()..]
    }

    #[test]
    fn figures_come_with_unit_average_interval_and_spread() {
        let tables = tables(&fixture::study());
        let keys = ["life", "everyone", "net", "p50"].map(Cell::from);
        let expected = [
            Cell::from("USD"),
            Cell::from("median"),
            Cell::Real(-120.5),
            Cell::Real(-130.0),
            Cell::Real(-110.25),
            Cell::Real(-160.0),
            Cell::Real(-80.0),
            Cell::Integer(40),
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
        ];
        assert_eq!(find(&tables, "income", &keys), expected);
        // Of a mean there is the same over all people, of a percentile not.
        let keys = ["life", "everyone", "net", "mean"].map(Cell::from);
        let mean = find(&tables, "income", &keys);
        assert_eq!((&mean[2], &mean[8]), (&Cell::Real(-80.0), &Cell::Real(-81.25)));
        let keys = ["life", "everyone", "net_per_hour", "mean"].map(Cell::from);
        assert_eq!(find(&tables, "income", &keys)[..2], ["USD per hour", "mean"].map(Cell::from));
    }

    #[test]
    fn what_is_not_known_is_missing() {
        let tables = tables(&fixture::study());
        let lowest = &tables.iter().find(|table| table.name == "distribution").unwrap().rows[0];
        assert_eq!(lowest[..2], [Cell::Missing, Cell::Real(0.0)]);
        let last_range = [Cell::from("recruits"), Cell::Integer(1), Cell::Missing];
        assert_eq!(find(&tables, "network", &last_range)[0], Cell::Real(0.25));
        let keys = ["life", "paid", "net", "p50"].map(Cell::from);
        let missing = [const { Cell::Missing }; 5];
        let figure = find(&tables, "income", &keys);
        assert_eq!(figure[2..7], missing);
        assert_eq!(figure[7], Cell::Integer(0));
        assert_eq!(find(&tables, "runs", &[Cell::Integer(1)])[1], Cell::Missing);
    }
}
