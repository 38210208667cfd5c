//! How a simulated population looks under the convention of a published statement.

use super::tables::{AS_IN_UNIT, UNIT, columns, row};
use super::{Cell, Column, Disclosure, ESTIMATES, Provenance, Table};
use crate::statistics::Estimate;

/// A published statement and a simulated population beside it.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// Where the simulated figures come from.
    pub provenance: Provenance,
    /// What was published.
    pub disclosure: Disclosure,
    /// Units of the statement's currency for one of the scenario's.
    pub scale: f64,
    /// The scale at which the means agree, if there are two means.
    pub scale_of_means: Option<f64>,
    /// How far the shares of pay lie from the published ones, a mean over runs; none where the
    /// publication does not part all pay.
    pub distance: Option<Distance>,
    /// The figures, in the order of the statement.
    pub rows: Vec<LikenessRow>,
}

/// Half of the sum of the absolute differences between shares of all pay: the share of pay that would
/// have to change hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// Of the simulated population.
    pub simulated: Estimate,
    /// Of a population in which everybody gets the same.
    pub of_equal_pay: f64,
}

/// One figure, published and simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct LikenessRow {
    /// Whom it is of, or what is said: `lowest 63.84 %`, `got nothing`.
    pub what: String,
    /// What is measured.
    pub measure: Measure,
    /// The published figure.
    pub published: f64,
    /// Whether the publication is not exact.
    pub about: bool,
    /// The simulated one, a mean over runs; over no runs where the program does not measure it.
    pub simulated: Estimate,
}

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A share of all that was paid.
    ShareOfPay,
    /// A share of people.
    ShareOfPeople,
    /// An amount in the currency of the statement, for its `per`.
    Amount,
    /// A ratio of two amounts.
    Ratio,
}

impl Measure {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::ShareOfPay => "share_of_pay",
            Self::ShareOfPeople => "share_of_people",
            Self::Amount => "amount",
            Self::Ratio => "ratio",
        }
    }
}

impl Likeness {
    /// The rows of a measure.
    pub fn of(&self, measure: Measure) -> impl Iterator<Item = &LikenessRow> {
        self.rows.iter().filter(move |row| row.measure == measure)
    }
}

/// The table of a comparison with a statement.
pub fn likeness_table(likeness: &Likeness) -> Table {
    let disclosure = &likeness.disclosure;
    let money = format!("{} per {}", disclosure.currency, disclosure.per.label());
    let unit = |measure| match measure {
        Measure::ShareOfPay | Measure::ShareOfPeople => "share",
        Measure::Amount => money.as_str(),
        Measure::Ratio => "ratio",
    };
    let line = |figure: &LikenessRow| {
        let keys = [
            figure.what.as_str().into(),
            figure.measure.label().into(),
            unit(figure.measure).into(),
            Cell::real(figure.published),
            if figure.about { "yes" } else { "no" }.into(),
        ];
        row(keys, &figure.simulated)
    };
    let distance = likeness.distance.map(|distance| {
        let what = "distance: half of the sum of differences between the shares of pay";
        let keys = [what.into(), "distance".into(), "share".into(), Cell::Missing, Cell::Missing];
        row(keys, &distance.simulated)
    });
    let mut columns = columns(
        [
            ("what", "word", "whom the figure is of, or what it says"),
            ("measure", "word", "what it measures"),
            UNIT,
            ("published", AS_IN_UNIT, "what was published"),
            ("about", "word", "yes if the publication is not exact"),
        ],
        AS_IN_UNIT,
    );
    if let Some(value) = columns.iter_mut().find(|column| column.name == "value") {
        *value = Column::new("value", AS_IN_UNIT, "the simulated figure, the mean over runs");
    }
    Table {
        name: "likeness",
        title: "A simulated population beside published figures",
        meaning: "The people of the simulation are counted and cut as the publication does it. It \
                  says how alike two distributions are, and nothing of why.",
        notes: notes(likeness),
        columns,
        rows: likeness.rows.iter().map(line).chain(distance).collect(),
    }
}

/// Under which convention, from where, and on what scale.
fn notes(likeness: &Likeness) -> Vec<String> {
    let Disclosure { company, place, year, denominator, .. } = &likeness.disclosure;
    let disclosure = &likeness.disclosure;
    let mut notes = vec![
        format!("Published: {company}, {place}, {year}; over: {denominator}."),
        format!("Source: {} (grade {}).", disclosure.source.join(" ; "), disclosure.grade.label()),
        format!("Simulated: {}.", disclosure.counterpart()),
        format!(
            "One unit of the scenario's money is taken for {} of the statement's.",
            likeness.scale
        ),
    ];
    notes.extend(disclosure.differs.clone());
    notes.push(ESTIMATES.into());
    notes
}
