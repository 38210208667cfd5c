//! What a study found: self-describing values, whatever computed them and whoever shows them.

mod collapse;
mod comparison;
mod determinants;
mod disclosure;
mod entry;
mod flows;
mod likeness;
mod money;
mod published;
mod signs;
mod sponsors;
mod table;
mod tables;
mod worlds;

#[cfg(test)]
pub(crate) mod fixture;

pub use collapse::{COLLAPSE_MONTHS, Collapse, CollapseRow, REMAINING, Remaining, collapse_tables};
pub use comparison::{
    Comparison, DIFFERENCES, Difference, HEADLINES, Unpaired, Verdict, comparison_tables,
};
pub use likeness::{
    Distance, DistanceOf, Likeness, LikenessRow, Measure, PEOPLE_MIN, Parts, likeness_table,
};
pub use published::{
    Bracket, Disclosure, Exactness, Grade, Per, PublishedFigure, PublishedStatistic, Rest, Unpaid,
    published_table,
};
pub use signs::{NO_VERDICT, Side};
pub use sponsors::SponsorFifth;
pub use table::{Cell, Column, Table};
pub use tables::{ESTIMATES, income_unit, tables};
pub use worlds::POOLED;

use serde::Serialize;

pub use crate::observation::NetworkMeasure;
use crate::observation::{
    Concept, Convention, Denominator, Factor, Node, OwnUse, RunFigure, Sign, Statistic, Window,
};
use crate::statistics::{Estimate, Pooled, Support};

/// All that a study found.
#[derive(Clone, Debug)]
pub struct Study {
    /// Where the results come from.
    pub provenance: Provenance,
    /// Income by window, denominator, concept and statistic; sorted in this order.
    pub incomes: Vec<IncomeFigure>,
    /// The loss headlines: share of people who lost, by denominator and valuation of own use,
    /// over life.
    pub losses: Vec<LossFigure>,
    /// The last twelve months as income statements would put them, one line a convention of
    /// [`crate::observation::CONVENTIONS`].
    pub disclosure: Vec<DisclosureLine>,
    /// Lorenz curves.
    pub lorenz: Vec<LorenzCurve>,
    /// The distribution of life net income over everyone who joined, in classes that cover all
    /// amounts, ascending.
    pub distribution: Vec<IncomeClass>,
    /// The amount in units of currency that the classes are multiples or tenths of.
    pub scale: f64,
    /// Quantities month by month.
    pub series: Vec<Series>,
    /// Outcomes by tenth of entry date, earliest first.
    pub entry: Vec<EntryTenth>,
    /// Outcomes by fifth of the sponsors' skill, the least first; empty where no skill depends on a
    /// sponsor or on training.
    pub sponsors: Vec<SponsorFifth>,
    /// What decides income: for each of [`crate::observation::RANKED`] the factors, and luck.
    pub determinants: Vec<Determinant>,
    /// Distributions of counts: recruits, depth, downline.
    pub network: Vec<NetworkShare>,
    /// Who ever earned which rank, lowest first; empty in a plan without ranks.
    pub ranks: Vec<RankShare>,
    /// Where the money of a run went, mean over runs.
    pub ledger: Vec<LedgerLine>,
    /// The same from place to place: [`crate::observation::flow_keys`] of the ledger.
    pub flows: Vec<Flow>,
    /// Single figures of the whole run.
    pub outcomes: Vec<Outcome>,
    /// Warning signs: one line for each of [`crate::observation::SIGNS`], and an empty one for
    /// [`crate::observation::AFTER_STOP`].
    pub signs: Vec<SignLine>,
    /// One row a run of the main results.
    pub runs: RunTable,
    /// Where former members may join again, and so count again as new members: how many people there
    /// are in the market.
    pub rejoining_among: Option<u64>,
}

/// Version of the layout of the tables; it changes when a reader of old tables would be misled.
pub const FORMAT: u32 = 1;

/// Where results come from; nothing in it depends on machine, time or number of threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Name and version of the program.
    pub program: String,
    /// Version of the layout of the tables.
    pub format: u32,
    /// Title of the scenario; of a comparison, the names of its scenarios.
    pub title: String,
    /// Hash of the scenario with plan and overrides, but without seed and number of runs, as 16
    /// hexadecimal digits; of a comparison, those of its scenarios in their order.
    pub scenario_hash: String,
    /// The seed of the study.
    pub seed: u64,
    /// Runs that are in the results.
    pub runs: u32,
    /// Runs that were asked for; more than `runs` marks a partial result.
    pub runs_requested: u32,
    /// Runs in which the network died out before the end; of a comparison, in the scenario with
    /// the most of them.
    pub runs_extinct: u32,
    /// Length of a run in months.
    pub months: u32,
    /// Unit of money, such as USD.
    pub currency: String,
}

impl Provenance {
    /// The provenance of what was published, and not simulated: it has no runs.
    pub fn of_publications(program: String) -> Self {
        Self {
            program,
            format: FORMAT,
            title: "published figures".into(),
            scenario_hash: String::new(),
            seed: 0,
            runs: 0,
            runs_requested: 0,
            runs_extinct: 0,
            months: 0,
            currency: String::new(),
        }
    }

    /// Whether there is a simulation behind the result.
    pub fn is_simulated(&self) -> bool {
        self.runs_requested > 0
    }

    /// Whether the study was stopped before all runs were done.
    pub fn is_partial(&self) -> bool {
        self.runs < self.runs_requested
    }
}

/// How the figures of the runs become the figure of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// Their mean: for means, counts, amounts, and shares that add up to a whole.
    Mean,
    /// Their median: for quantiles and indices, whose mean a few strange runs would decide.
    Median,
}

impl Average {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Median => "median",
        }
    }

    /// The rule for a statistic of income; loss shares follow it, and all else is a mean.
    pub fn of_statistic(statistic: Statistic) -> Self {
        match statistic {
            // Shares of people are means, so that they add up with those of the distribution.
            Statistic::People
            | Statistic::Mean
            | Statistic::ShareNotAboveZero
            | Statistic::ShareBelowZero
            | Statistic::ShareBelow(_) => Self::Mean,
            Statistic::Percentile(_)
            | Statistic::WorstTenthMean
            | Statistic::Gini
            | Statistic::TopShare(_)
            | Statistic::TailExponent => Self::Median,
        }
    }

    /// The estimate from the figures of the runs, in run order, NaN where a run has none, with
    /// the support of the figure.
    pub fn over(self, figures: &[f64], support: Support) -> Estimate {
        match self {
            Self::Mean => Estimate::mean_of(figures).within(support),
            // An interval between figures goes no further than they do.
            Self::Median => Estimate::median_of(figures),
        }
    }

    /// The same from figures that may be ratios, of whose mean that of all runs together is beside it.
    pub fn over_runs(self, support: Support, figures: &[RunFigure]) -> Estimate {
        let values: Vec<f64> = figures.iter().map(|figure| figure.value).collect();
        let estimate = self.over(&values, support);
        match self {
            Self::Mean => estimate.and_pooled(Pooled::of(&ratios(figures))).within(support),
            Self::Median => estimate,
        }
    }

    /// The estimate of the difference of two such figures over pairs of runs, the first less the
    /// second, and beside it that of the two of all runs together.
    pub fn of_difference(self, figures: &[RunFigure], less: &[RunFigure]) -> Estimate {
        assert_eq!(figures.len(), less.len(), "every run has its pair");
        let pairs = figures.iter().zip(less);
        let differences: Vec<f64> = pairs.map(|(one, other)| one.value - other.value).collect();
        let estimate = self.over(&differences, Support::Real);
        match self {
            Self::Mean => estimate.and_pooled(Pooled::difference(&ratios(figures), &ratios(less))),
            Self::Median => estimate,
        }
    }
}

/// Figures and what they are divided by.
fn ratios(figures: &[RunFigure]) -> Vec<(f64, f64)> {
    figures.iter().map(|figure| (figure.value, figure.by)).collect()
}

/// Which values a statistic of income can have.
pub fn support_of_income(concept: Concept, statistic: Statistic) -> Support {
    match statistic {
        Statistic::Mean | Statistic::Percentile(_) | Statistic::WorstTenthMean => {
            if concept.is_non_negative() { Support::NonNegative } else { Support::Real }
        }
        Statistic::People | Statistic::TailExponent => Support::NonNegative,
        Statistic::ShareNotAboveZero
        | Statistic::ShareBelowZero
        | Statistic::ShareBelow(_)
        | Statistic::Gini
        | Statistic::TopShare(_) => Support::Share,
    }
}

/// One figure of income.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomeFigure {
    /// The stretch of time.
    pub window: Window,
    /// Over whom.
    pub denominator: Denominator,
    /// Which income.
    pub concept: Concept,
    /// What is said of it.
    pub statistic: Statistic,
    /// The figure, over runs as [`Average::of_statistic`] says.
    pub estimate: Estimate,
}

/// The share of people who lost money over life, under one valuation of own use.
#[derive(Clone, Debug, PartialEq)]
pub struct LossFigure {
    /// Over whom.
    pub denominator: Denominator,
    /// How goods bought for own use are valued.
    pub own_use: OwnUse,
    /// Value of own-use goods per unit paid, for builders.
    pub own_use_value: f64,
    /// Share of people with net income below zero: the mean over runs.
    pub below_zero: Estimate,
    /// Share of people with net income of zero or below: the mean over runs.
    pub not_above_zero: Estimate,
}

/// One year of a company under one convention of income statements.
#[derive(Clone, Debug, PartialEq)]
pub struct DisclosureLine {
    /// The convention.
    pub convention: &'static Convention,
    /// Number of people counted; where months are, in a month: the mean over runs.
    pub people: Estimate,
    /// The same by everyone who was a member at some time in the year: the mean over runs.
    pub share_of_everyone: Estimate,
    /// Mean income of a year: the mean over runs.
    pub mean: Estimate,
    /// Median income of a year: the median of runs.
    pub median: Estimate,
    /// Share of the counted with an income of zero or below: the mean over runs.
    pub not_above_zero: Estimate,
}

/// A Lorenz curve: the share of all income that the poorest share of people gets.
#[derive(Clone, Debug, PartialEq)]
pub struct LorenzCurve {
    /// The stretch of time.
    pub window: Window,
    /// Over whom.
    pub denominator: Denominator,
    /// Which income (non-negative).
    pub concept: Concept,
    /// Pairs of share of people (0 to 1, ascending) and share of income, the mean over runs.
    pub points: Vec<(f64, Estimate)>,
}

/// A class of the distribution of income, as [`crate::observation::IncomeClasses`] has it. All
/// shares are of everyone who ever joined, and means over runs.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomeClass {
    /// Lower end; minus infinity in the first class.
    pub from: f64,
    /// Upper end; plus infinity in the last class, and zero, as `from`, in that of zero.
    pub to: f64,
    /// Share of those with an income in the class.
    pub everyone: Estimate,
    /// Share of those among them who joined to earn.
    pub builders: Estimate,
    /// Share of those among them who joined only to buy.
    pub buyers: Estimate,
}

/// A quantity month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The word in tables, such as `members`.
    pub name: &'static str,
    /// Its unit, such as `people` or the currency.
    pub unit: String,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// One estimate (mean over runs) a month, from month 0, the start.
    pub months: Vec<Estimate>,
}

/// Outcomes of one tenth of the joiners, by entry date; all are means over runs.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryTenth {
    /// 1 for the earliest tenth to 10 for the last.
    pub tenth: u8,
    /// Mean month of joining.
    pub joined: Estimate,
    /// Mean life net income.
    pub mean_net: Estimate,
    /// Mean life company pay.
    pub mean_pay: Estimate,
    /// Share with life net income above zero.
    pub share_gaining: Estimate,
    /// Share whom the company ever paid.
    pub share_paid: Estimate,
    /// Mean number of people signed up.
    pub mean_recruits: Estimate,
}

/// How much of the variance of the rank of income something explains, among those who joined to
/// earn; means over runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Determinant {
    /// Which income, over life.
    pub concept: Concept,
    /// What explains it; `None` is luck, all that the factors do not.
    pub factor: Option<Factor>,
    /// Its share; those of an income add up to one.
    pub share: Estimate,
    /// What it explains by itself; luck is never alone.
    pub alone: Option<Estimate>,
}

/// How many ever earned a rank of the plan, or a higher one, the means over runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RankShare {
    /// Its name.
    pub rank: String,
    /// Share of everyone who ever joined.
    pub everyone: Estimate,
    /// Share of those who joined to earn.
    pub builders: Estimate,
}

/// The share of people for whom a count lies in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkShare {
    /// Which count.
    pub measure: NetworkMeasure,
    /// Smallest count of the range.
    pub from: u64,
    /// Largest count of the range; `None` if it has no upper end.
    pub to: Option<u64>,
    /// Share of people, the mean over runs.
    pub share: Estimate,
}

/// One flow of money between two parties, over a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    /// Who pays: `customers`, `participants`, `company`.
    pub from: &'static str,
    /// Who gets: `participants`, `company`, `suppliers`.
    pub to: &'static str,
    /// What for, such as `retail purchases` or the name of a bonus.
    pub flow: String,
    /// Of a level bonus the levels that it is paid on, counted from the buyer.
    pub levels: Vec<u32>,
    /// The amount in units of currency, mean over runs.
    pub amount: Estimate,
}

/// Money on its way from one place to the next, over a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Where it comes from.
    pub from: Node,
    /// Where it goes.
    pub to: Node,
    /// The amount in units of currency, mean over runs.
    pub amount: Estimate,
}

/// A single figure of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The word in tables.
    pub name: &'static str,
    /// Its unit, such as `share`, `people` or `months`.
    pub unit: String,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// The figure: the mean over runs.
    pub estimate: Estimate,
}

/// A warning sign of the whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct SignLine {
    /// The sign.
    pub sign: &'static Sign,
    /// Its unit, such as `share` or the currency.
    pub unit: String,
    /// The figure: the mean over runs; no run has one where the sign does not apply.
    pub estimate: Estimate,
    /// Why it does not apply, where it does not.
    pub why_not: &'static str,
}

/// A figure that every run has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunColumn {
    /// The word in tables.
    pub name: String,
    /// Its unit, such as `share` or the currency.
    pub unit: String,
    /// What it means, in one sentence.
    pub meaning: String,
    /// How the figures of the runs become that of the study.
    pub average: Average,
    /// Which values it can have.
    pub support: Support,
}

/// One row a run of the main results.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTable {
    /// The columns behind the run number.
    pub columns: Vec<RunColumn>,
    /// One row a run: its number and its figures.
    pub rows: Vec<(u64, Vec<RunFigure>)>,
}

impl Study {
    /// The estimate of an income figure, if the study has it.
    pub fn income(
        &self,
        window: Window,
        denominator: Denominator,
        concept: Concept,
        statistic: Statistic,
    ) -> Option<&Estimate> {
        self.incomes
            .iter()
            .find(|figure| {
                figure.window == window
                    && figure.denominator == denominator
                    && figure.concept == concept
                    && figure.statistic == statistic
            })
            .map(|figure| &figure.estimate)
    }

    /// The loss figure of a denominator under a valuation, if the study has it.
    pub fn loss(&self, denominator: Denominator, own_use: OwnUse) -> Option<&LossFigure> {
        self.losses
            .iter()
            .find(|figure| figure.denominator == denominator && figure.own_use == own_use)
    }

    /// The class of the smallest losses, if the study has it.
    pub fn small_loss(&self) -> Option<&IncomeClass> {
        self.distribution.iter().find(|class| class.from < 0.0 && class.to == 0.0)
    }

    /// The line of this convention, if the study has it.
    pub fn disclosed(&self, convention: &str) -> Option<&DisclosureLine> {
        self.disclosure.iter().find(|line| line.convention.name == convention)
    }

    /// What a place that money passes is called.
    pub fn label(&self, node: Node) -> String {
        let line = |line: usize| self.ledger.get(line);
        match node {
            Node::Line(place) => line(place).map_or(String::new(), |line| line.flow.clone()),
            Node::Level(place, level) => line(place).map_or(String::new(), |line| {
                format!("{}, level {}", line.flow, line.levels.get(level).copied().unwrap_or(0))
            }),
            party => party.label(&[]).into(),
        }
    }

    /// The warning sign of this name, if the study has it.
    pub fn sign(&self, name: &str) -> Option<&SignLine> {
        self.signs.iter().find(|line| line.sign.name == name)
    }

    /// The series of this name, if the study has it.
    pub fn series(&self, name: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.name == name)
    }

    /// The outcome of this name, if the study has it.
    pub fn outcome(&self, name: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.name == name)
    }
}
