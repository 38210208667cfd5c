//! How a simulated population looks under the convention of a published statement.

use super::tables::{AS_IN_UNIT, UNIT, columns, row};
use super::{Cell, Column, Disclosure, ESTIMATES, Exactness, Provenance, Table};
use crate::observation::Counted;
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
    /// How far the simulated population is from the statement, in each way in which that can be said.
    pub distances: Vec<Distance>,
    /// The figures that have no distance, and why.
    pub without_distance: Vec<(String, &'static str)>,
    /// The figures, in the order of the statement.
    pub rows: Vec<LikenessRow>,
}

/// How far a simulated population is from a statement; 0 is alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// In which way.
    pub of: DistanceOf,
    /// The figure that lies farthest, where the distance is that of one.
    pub farthest: Option<String>,
    /// The distance.
    pub simulated: Estimate,
    /// Of a population in which everybody gets the same, for shares of pay.
    pub of_equal_pay: Option<f64>,
    /// For shares of pay, into how many parts the published ones were put together, and how many these
    /// are.
    pub parts: Option<Parts>,
}

/// Parts of the people whose shares of pay are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// How many are compared.
    pub compared: usize,
    /// How many were published.
    pub published: usize,
}

impl Parts {
    /// Whether some were put together, so that the distance between all is this or more.
    pub fn is_bound(self) -> bool {
        self.compared < self.published
    }

    /// How many are compared, in words.
    pub fn words(self) -> String {
        let Self { compared, published } = self;
        if self.is_bound() {
            format!("{compared} parts compared, of {published} published")
        } else {
            format!("{compared} parts compared")
        }
    }
}

impl Distance {
    /// Whether the distance is this or more: parts of few people are compared together.
    pub fn is_bound(&self) -> bool {
        self.parts.is_some_and(Parts::is_bound)
    }
}

/// The ways in which a population can be far from a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistanceOf {
    /// Half of the sum of the absolute differences between shares of all pay: the share of pay that
    /// would have to change hands. A mean over runs. It knows no currency.
    Pay,
    /// The largest absolute difference between a published share of people and the simulated one,
    /// its mean over runs.
    People,
    /// The largest absolute natural logarithm of a simulated amount, its mean over runs, by the
    /// published one. It depends on the scale.
    Amounts,
    /// The same of the mean by the median, which knows no currency.
    Ratio,
}

impl DistanceOf {
    /// What it is, in tables.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Pay => "distance: half of the sum of differences between the shares of pay",
            Self::People => "distance: the largest difference between shares of those counted",
            Self::Amounts => "distance: the largest logarithm of simulated by published amounts",
            Self::Ratio => "distance: the logarithm of simulated by published mean by median",
        }
    }

    /// Whether it is the logarithm of a factor.
    pub fn is_logarithm(self) -> bool {
        matches!(self, Self::Amounts | Self::Ratio)
    }

    fn unit(self) -> &'static str {
        if self.is_logarithm() { "logarithm" } else { "share" }
    }
}

/// A figure of fewer simulated people in a run, on average, has no distance.
pub const PEOPLE_MIN: f64 = 5.0;

/// One figure, published and simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct LikenessRow {
    /// Whom it is of, or what is said: `lowest 63.84 %`, `got nothing`.
    pub what: String,
    /// What is measured.
    pub measure: Measure,
    /// The published figure.
    pub published: f64,
    /// How exact the publication is.
    pub exactness: Exactness,
    /// The program's group that it is of.
    pub counts: Counted,
    /// How many simulated people it is of, the mean over runs; of person-months, how many in a month. The
    /// most that anybody got is of one.
    pub people: f64,
    /// The simulated one, a mean over runs; over no runs where the program does not measure it.
    pub simulated: Estimate,
}

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A share of all that was paid.
    ShareOfPay,
    /// A share of people, or of person-months where these are counted.
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

    /// A figure's words with those that it is a figure of.
    pub fn of_whom(&self, what: &str) -> String {
        let mut others = self.disclosure.figures.iter().filter_map(|one| one.denominator.as_ref());
        if others.any(|over| what.ends_with(&format!(", of {over}"))) {
            what.into()
        } else if self.disclosure.denominator.starts_with("not stated") {
            format!("{what} (of whom: {})", self.disclosure.denominator)
        } else {
            format!("{what}, of {}", self.disclosure.denominator)
        }
    }

    /// What is counted: people or person-months.
    pub fn counted(&self) -> &'static str {
        self.disclosure.counts.noun()
    }

    /// Whether a figure counts in a distance; all shares of pay do, together.
    pub fn has_distance(&self, row: &LikenessRow) -> bool {
        row.measure == Measure::ShareOfPay
            || !self.without_distance.iter().any(|(what, _)| *what == row.what)
    }

    /// A sentence for each reason why figures have no distance, with these figures in such words.
    pub fn without_distance_by_reason(&self, words: impl Fn(&str) -> String) -> Vec<String> {
        let mut reasons: Vec<&str> = self.without_distance.iter().map(|(_, why)| *why).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let sentence = |why: &str| {
            let those = self.without_distance.iter().filter(|(_, reason)| *reason == why);
            let those: Vec<String> = those.map(|(what, _)| words(what)).collect();
            format!("No distance for {}: {why}.", those.join(", "))
        };
        reasons.into_iter().map(sentence).collect()
    }

    /// Whether amounts were compared and have no distance: all that is left is nothing beside nothing, or
    /// there is nothing left.
    pub fn no_distance_of_amounts(&self) -> Option<String> {
        let mut amounts = self.of(Measure::Amount).peekable();
        amounts.peek()?;
        if self.distance(DistanceOf::Amounts).is_some() {
            return None;
        }
        let alike: Vec<&str> =
            amounts.filter(|row| self.has_distance(row)).map(|row| row.what.as_str()).collect();
        Some(match &alike[..] {
            [] => "no row can be compared".into(),
            _ => format!(
                "all that is left is nothing beside nothing ({}), between which there is no factor",
                alike.join(", ")
            ),
        })
    }

    /// The distance of this kind, if it is defined.
    pub fn distance(&self, of: DistanceOf) -> Option<&Distance> {
        self.distances.iter().find(|distance| distance.of == of && distance.simulated.runs > 0)
    }
}

/// The word for what a figure measures.
fn measure(figure: &LikenessRow) -> &'static str {
    match figure.measure {
        Measure::ShareOfPeople if figure.counts.is_months() => "share_of_person_months",
        measure => measure.label(),
    }
}

/// The table of a comparison with a statement.
pub fn likeness_table(likeness: &Likeness) -> Table {
    let disclosure = &likeness.disclosure;
    let money = disclosure.money();
    let unit = |measure| match measure {
        Measure::ShareOfPay | Measure::ShareOfPeople => "share",
        Measure::Amount => money.as_str(),
        Measure::Ratio => "ratio",
    };
    let line = |figure: &LikenessRow| {
        let keys = [
            figure.what.as_str().into(),
            figure.counts.label().into(),
            measure(figure).into(),
            unit(figure.measure).into(),
            Cell::real(figure.published),
            figure.exactness.label().into(),
            Cell::real(figure.people),
        ];
        row(keys, &figure.simulated)
    };
    let distances = likeness.distances.iter().map(|distance| {
        let definition = distance.of.definition();
        let what = match (&distance.farthest, distance.parts) {
            (Some(farthest), _) => format!("{definition}; farthest: {farthest}"),
            (None, Some(parts)) if parts.is_bound() => {
                format!("{definition}, at least: {}", parts.words())
            }
            (None, Some(parts)) => format!("{definition}: {}", parts.words()),
            (None, None) => definition.into(),
        };
        let unit = distance.of.unit();
        let none = || Cell::Missing;
        let keys = [what.into(), none(), "distance".into(), unit.into(), none(), none(), none()];
        row(keys, &distance.simulated)
    });
    let mut columns = columns(
        [
            ("what", "word", "whom the figure is of, or what it says"),
            ("group", "word", "the program's group that is counted, people or person-months"),
            ("measure", "word", "what it measures"),
            UNIT,
            ("published", AS_IN_UNIT, "what was published"),
            (
                "about",
                "word",
                "yes if the publication is not exact; at least, at most: it is a bound",
            ),
            (
                "people",
                "people",
                "simulated people that the figure is of, the mean over runs; of person-months, how \
                 many in a month",
            ),
        ],
        AS_IN_UNIT,
    );
    if let Some(value) = columns.iter_mut().find(|column| column.name == "value") {
        *value = Column::new("value", AS_IN_UNIT, "the simulated figure, the mean over runs");
    }
    Table {
        name: "likeness",
        title: "A simulated population beside published figures",
        meaning: "The people of the simulation, or their months, are counted and cut as the \
                  publication does it. It says how alike two distributions are, and nothing of why.",
        notes: notes(likeness),
        columns,
        rows: likeness.rows.iter().map(line).chain(distances).collect(),
    }
}

/// Under which convention, from where, and on what scale.
fn notes(likeness: &Likeness) -> Vec<String> {
    let Disclosure { company, denominator, .. } = &likeness.disclosure;
    let place = likeness.disclosure.place_in_words();
    let year = likeness.disclosure.years();
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
    notes.extend(disclosure.differences());
    let no_distance = likeness.no_distance_of_amounts();
    notes.extend(no_distance.map(|why| format!("Distance in amounts: cannot be told; {why}.")));
    notes.extend(likeness.without_distance_by_reason(str::to_owned));
    notes.push(ESTIMATES.into());
    notes
}
