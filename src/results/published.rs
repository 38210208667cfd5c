//! What companies published about the incomes of their members.

use super::{Cell, Column, Table};
use crate::observation::{Concept, Counted, Window};

/// A published statement of incomes, with its convention and its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosure {
    /// The stem of the file's name: `doterra-us-2017`.
    pub name: String,
    /// Who published it.
    pub company: String,
    /// Country or region of the members.
    pub place: String,
    /// Year that the figures are of.
    pub year: u16,
    /// The last year that they may be of, where it is not one year or was not read.
    pub until: Option<u16>,
    /// Over whom, in the words of the publication.
    pub denominator: String,
    /// How many people that is, if it was published.
    pub people: Option<u64>,
    /// The program's group that is nearest to the denominator.
    pub counts: Counted,
    /// How that group differs from the denominator, if it does.
    pub differs: Option<String>,
    /// Which income.
    pub concept: Concept,
    /// The stretch of time that income is added up over.
    pub window: Window,
    /// What time the amounts are of.
    pub per: Per,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// The people by what they got, from those who got least, as far as it was published.
    pub brackets: Vec<Bracket>,
    /// What the people in no bracket got.
    pub rest: Rest,
    /// Single figures.
    pub figures: Vec<PublishedFigure>,
    /// Where it was read.
    pub source: Vec<String>,
    /// How it was verified.
    pub grade: Grade,
    /// What else a reader should know.
    pub note: Option<String>,
}

/// What time an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A year, or the whole window.
    Year,
    /// A month, on average.
    Month,
    /// A week, on average.
    Week,
}

/// A part of the people, and what they got.
#[derive(Clone, Debug, PartialEq)]
pub struct Bracket {
    /// What the publication calls it, such as a rank.
    pub name: Option<String>,
    /// Share of the people.
    pub share: f64,
    /// What they got on average, in units of currency.
    pub average: Option<f64>,
    /// The least that they got.
    pub from: Option<f64>,
    /// The most that they got.
    pub to: Option<f64>,
}

/// What the people in no bracket got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// There are none: the shares of the brackets add up to one, but for rounding.
    Nobody,
    /// They got nothing.
    Nothing,
    /// They got more than those in the highest bracket.
    Above,
    /// They got less than those in the lowest bracket, or nothing.
    Below,
    /// It was not published.
    Unknown,
}

/// A single published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedFigure {
    /// What is said of the incomes.
    pub statistic: PublishedStatistic,
    /// The figure, an amount or a share.
    pub value: f64,
    /// How exact the publication is.
    pub exactness: Exactness,
    /// Over whom, where that is not the denominator of the statement.
    pub denominator: Option<String>,
    /// The program's group that is nearest.
    pub counts: Counted,
}

/// How exact a published figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exactness {
    /// As it stands.
    #[default]
    Exact,
    /// "About", "nearly".
    About,
    /// The figure of the denominator is this or more.
    AtLeast,
    /// It is this or less.
    AtMost,
}

impl Exactness {
    /// The word in tables, in the column `about`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "no",
            Self::About => "yes",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        }
    }

    /// The words before the figure, in lists.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::About => "about ",
            Self::AtLeast => "at least ",
            Self::AtMost => "at most ",
        }
    }

    /// Of the share of all others.
    fn of_the_rest(self) -> Self {
        match self {
            Self::AtLeast => Self::AtMost,
            Self::AtMost => Self::AtLeast,
            alike => alike,
        }
    }

    /// What of a simulated figure lies beyond a published one: the published one itself where the
    /// simulated one is on the side that it leaves open.
    pub fn beyond(self, simulated: f64, published: f64) -> f64 {
        match self {
            Self::AtLeast => simulated.min(published),
            Self::AtMost => simulated.max(published),
            Self::Exact | Self::About => simulated,
        }
    }
}

/// The share of people who got nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unpaid {
    /// Of all people of the statement's denominator, from 0 to 1.
    pub share: f64,
    /// How exact it is.
    pub exactness: Exactness,
    /// Whether it is what others leave of all, and was not itself published.
    pub is_computed: bool,
}

impl Unpaid {
    /// The share who are known to have got nothing at the least.
    pub fn at_least(&self) -> Option<f64> {
        (self.exactness != Exactness::AtMost).then_some(self.share)
    }
}

/// What a single figure says of the incomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PublishedStatistic {
    /// The mean.
    Mean,
    /// The median.
    Median,
    /// The most that anybody got.
    Maximum,
    /// The mean of what the business cost a member.
    MeanExpenses,
    /// The share of people who got nothing.
    ShareUnpaid,
    /// The share of people who got something.
    SharePaid,
    /// The share of people who got less than this amount.
    ShareBelow(f64),
    /// The share of people who got more than this amount.
    ShareAbove(f64),
    /// The share of people who never signed anybody up.
    WithoutRecruits,
}

/// How a figure was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Read at the company, in the copy of a court or an agency, or in a paper.
    V,
    /// Read where somebody else reports it.
    V2,
}

impl Per {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Week => "week",
        }
    }

    /// How many amounts of this time the income of what is counted is: of a year, or of a month.
    pub fn amounts_in(self, counted: Counted) -> f64 {
        match counted {
            Counted::People(_) => self.in_a_year(),
            Counted::Months(_) => self.in_a_year() / Self::Month.in_a_year(),
        }
    }

    /// How many of it a year has.
    pub fn in_a_year(self) -> f64 {
        match self {
            Self::Year => 1.0,
            Self::Month => 12.0,
            Self::Week => 52.0,
        }
    }
}

impl Rest {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nobody => "none",
            Self::Nothing => "nothing",
            Self::Above => "above",
            Self::Below => "below",
            Self::Unknown => "unknown",
        }
    }
}

impl Grade {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::V => "V",
            Self::V2 => "V2",
        }
    }
}

impl PublishedStatistic {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Median => "median",
            Self::Maximum => "maximum",
            Self::MeanExpenses => "mean_expenses",
            Self::ShareUnpaid => "share_unpaid",
            Self::SharePaid => "share_paid",
            Self::ShareBelow(_) => "share_below",
            Self::ShareAbove(_) => "share_above",
            Self::WithoutRecruits => "without_recruits",
        }
    }

    /// The words in lists; an amount may follow.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Median => "median",
            Self::Maximum => "the most that anybody got",
            Self::MeanExpenses => "mean expenses",
            Self::ShareUnpaid => "got nothing",
            Self::SharePaid => "got something",
            Self::ShareBelow(_) => "got less than",
            Self::ShareAbove(_) => "got more than",
            Self::WithoutRecruits => "signed nobody up",
        }
    }

    /// Whether the figure is a share of people, and not an amount.
    pub fn is_share(self) -> bool {
        !matches!(self, Self::Mean | Self::Median | Self::Maximum | Self::MeanExpenses)
    }

    /// The amount that people are counted below or above.
    pub fn amount(self) -> Option<f64> {
        match self {
            Self::ShareBelow(amount) | Self::ShareAbove(amount) => Some(amount),
            _ => None,
        }
    }
}

/// The place of a statement that names none.
const NOWHERE: &str = "not stated";

impl Disclosure {
    /// Whom a simulation is asked for in place of the denominator, and over what time, in words.
    pub fn counterpart(&self) -> String {
        format!("{}, {}", self.counts.phrase(), self.window.phrase())
    }

    /// How what a simulation is asked for differs from the statement, as far as it does.
    pub fn differences(&self) -> Option<String> {
        let by_time = match (self.per, self.counts.is_months()) {
            (Per::Week, true) => Some(
                "The program counts no weeks: twelve fifty-seconds of what somebody got in a month \
                 stand for what he got in a week, and who was paid in one week of a month counts as paid \
                 in all of it.",
            ),
            (Per::Month | Per::Week, false) => Some(
                "The program adds up what each person got in all the time and divides it; nobody’s month \
                 or week is counted by itself.",
            ),
            _ => None,
        };
        let counts_recruits =
            |figure: &PublishedFigure| figure.statistic == PublishedStatistic::WithoutRecruits;
        let by_recruits = self.figures.iter().any(counts_recruits).then_some(
            "Who signed nobody up is counted of all who ever joined, over their whole time.",
        );
        let differs = self.differs.as_deref().into_iter();
        let all: Vec<&str> = differs.chain(by_time).chain(by_recruits).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Currency and time of the amounts, in words.
    pub fn money(&self) -> String {
        match (self.per, self.window) {
            (Per::Year, Window::Life) => format!("{} over a member’s whole time", self.currency),
            _ => format!("{} per {}", self.currency, self.per.label()),
        }
    }

    /// Company, place and years, for titles.
    pub fn heading(&self) -> String {
        let comma = if self.place == NOWHERE { "," } else { "" };
        format!("{}, {}{comma} {}", self.company, self.place_in_words(), self.years())
    }

    /// The country or region of the members.
    pub fn place_in_words(&self) -> &str {
        if self.place == NOWHERE { "country not stated" } else { &self.place }
    }

    /// The year, or the years from the first to the last that the figures may be of.
    pub fn years(&self) -> String {
        match self.until {
            Some(until) => format!("{}–{until}", self.year),
            None => self.year.to_string(),
        }
    }

    /// Share of people in the brackets.
    pub fn covered(&self) -> f64 {
        self.brackets.iter().map(|bracket| bracket.share).sum()
    }

    /// A single figure over the statement's own denominator.
    fn figure(&self, statistic: PublishedStatistic) -> Option<&PublishedFigure> {
        let is_it = |figure: &&PublishedFigure| {
            figure.statistic == statistic && figure.denominator.is_none()
        };
        self.figures.iter().find(is_it)
    }

    /// The share of people who got nothing, as far as it is known.
    pub fn unpaid(&self) -> Option<Unpaid> {
        if let Some(unpaid) = self.figure(PublishedStatistic::ShareUnpaid) {
            let (share, exactness) = (unpaid.value, unpaid.exactness);
            return Some(Unpaid { share, exactness, is_computed: false });
        }
        if let Some(paid) = self.figure(PublishedStatistic::SharePaid) {
            let (share, exactness) = (1.0 - paid.value, paid.exactness.of_the_rest());
            return Some(Unpaid { share, exactness, is_computed: true });
        }
        let nothing = self.brackets.iter().find(|bracket| bracket.average == Some(0.0));
        let rest = (self.rest == Rest::Nothing).then(|| 1.0 - self.covered());
        let (share, is_computed) = match (nothing, rest) {
            (Some(bracket), _) => (bracket.share, false),
            (None, rest) => (rest?, true),
        };
        Some(Unpaid { share, exactness: Exactness::Exact, is_computed })
    }

    /// Whether the mean follows from the brackets, and was not itself published.
    pub fn mean_is_computed(&self) -> bool {
        self.mean().is_some() && self.figure(PublishedStatistic::Mean).is_none()
    }

    /// Whether whoever got something is in a bracket.
    fn is_whole(&self) -> bool {
        matches!(self.rest, Rest::Nobody | Rest::Nothing)
    }

    /// The pay that the brackets part, in words: that of those outside them is not known.
    pub fn pay_in_parts(&self) -> String {
        let concept = self.concept.phrase();
        if self.is_whole() {
            format!("all {concept}")
        } else {
            format!("the {concept} of those in the brackets")
        }
    }

    /// The mean for one `per`, as published or as the brackets have it.
    pub fn mean(&self) -> Option<f64> {
        let of_brackets = || {
            let pay = self.brackets.iter().map(|bracket| Some(bracket.share * bracket.average?));
            let pay: Option<f64> = pay.sum();
            pay.filter(|_| self.is_whole() && !self.brackets.is_empty())
        };
        let published = self.figure(PublishedStatistic::Mean).map(|figure| figure.value);
        published.or_else(of_brackets)
    }

    /// The median for one `per`, if it was published.
    pub fn median(&self) -> Option<f64> {
        self.figure(PublishedStatistic::Median).map(|figure| figure.value)
    }
}

/// The published figures as a table.
pub fn published_table(disclosures: &[Disclosure]) -> Table {
    let rows = disclosures.iter().flat_map(|disclosure| {
        let brackets = disclosure.brackets.iter().map(|bracket| bracket_cells(disclosure, bracket));
        let figures = disclosure.figures.iter().map(figure_cells);
        brackets.chain(figures).map(|[over, cells @ ..]| row(disclosure, over, cells))
    });
    Table {
        name: "published",
        title: "Published figures of incomes",
        meaning: "A row is one bracket of people, or one single figure, as it was published. Every \
                  figure holds for its denominator, income and time alone: never compare figures \
                  of different conventions as if they were one.",
        notes: vec![
            "Grade V: read at the company, in a court's or agency's copy, or in a paper. V2: read \
             where somebody else reports it."
                .into(),
            "Company figures are the companies' own; they are before expenses and, unless a note \
             says so, without retail margin."
                .into(),
        ],
        columns: COLUMNS
            .iter()
            .map(|(name, unit, meaning)| Column::new(name, unit, meaning))
            .collect(),
        rows: rows.collect(),
    }
}

const COLUMNS: [(&str, &str, &str); 21] = [
    ("disclosure", "word", "name of the statement"),
    ("company", "word", "who published it"),
    ("place", "word", "country or region of the members"),
    ("year", "year", "year that the figures are of"),
    (
        "until",
        "year",
        "the last year that they may be of, where it is not one year or was not read",
    ),
    ("denominator", "word", "over whom, in the words of the publication"),
    ("group", "word", "the program's group that is nearest to the denominator"),
    ("concept", "word", "which income"),
    ("window", "word", "the stretch of time that income is added up over"),
    ("currency", "word", "currency of all amounts"),
    ("per", "word", "what time the amounts are of"),
    ("statistic", "word", "bracket for a part of the people; else the single figure"),
    ("bracket", "word", "what the publication calls the bracket"),
    ("share", "share", "share of people"),
    ("amount", "currency per `per`", "the amount: of a bracket, its average"),
    ("from", "currency per `per`", "the least in a bracket; the amount of share_above"),
    ("to", "currency per `per`", "the most in a bracket; the amount of share_below"),
    ("about", "word", "yes if the publication is not exact; at least, at most: it is a bound"),
    ("grade", "word", "how it was verified"),
    ("source", "word", "where it was read"),
    ("note", "word", "what else a reader should know"),
];

/// The denominator where it is not the statement's, and the cells from `group` and `statistic` on.
fn bracket_cells(disclosure: &Disclosure, bracket: &Bracket) -> [Cell; 9] {
    [
        Cell::Missing,
        disclosure.counts.label().into(),
        "bracket".into(),
        bracket.name.as_deref().map_or(Cell::Missing, Cell::from),
        Cell::real(bracket.share),
        optional(bracket.average),
        optional(bracket.from),
        optional(bracket.to),
        "no".into(),
    ]
}

fn figure_cells(figure: &PublishedFigure) -> [Cell; 9] {
    let statistic = figure.statistic;
    let value = Cell::real(figure.value);
    let (share, amount) =
        if statistic.is_share() { (value, Cell::Missing) } else { (Cell::Missing, value) };
    let limit = Cell::real(statistic.amount().unwrap_or(f64::NAN));
    let (from, to) = match statistic {
        PublishedStatistic::ShareAbove(_) => (limit, Cell::Missing),
        _ => (Cell::Missing, limit),
    };
    [
        figure.denominator.as_deref().map_or(Cell::Missing, Cell::from),
        figure.counts.label().into(),
        statistic.label().into(),
        Cell::Missing,
        share,
        amount,
        from,
        to,
        figure.exactness.label().into(),
    ]
}

fn optional(value: Option<f64>) -> Cell {
    Cell::real(value.unwrap_or(f64::NAN))
}

fn row(disclosure: &Disclosure, over: Cell, cells: [Cell; 8]) -> Vec<Cell> {
    let [group, figure @ ..] = cells;
    let denominator = match over {
        Cell::Missing => disclosure.denominator.as_str().into(),
        over => over,
    };
    let mut row: Vec<Cell> = vec![
        disclosure.name.as_str().into(),
        disclosure.company.as_str().into(),
        disclosure.place.as_str().into(),
        Cell::Integer(disclosure.year.into()),
        disclosure.until.map_or(Cell::Missing, |until| Cell::Integer(until.into())),
        denominator,
        group,
        disclosure.concept.label().into(),
        disclosure.window.label().into(),
        disclosure.currency.as_str().into(),
        disclosure.per.label().into(),
    ];
    row.extend(figure);
    row.extend([
        disclosure.grade.label().into(),
        disclosure.source.join(" ; ").into(),
        disclosure.note.as_deref().map_or(Cell::Missing, Cell::from),
    ]);
    row
}
