//! The numbers of one run, in an order that is the same for all runs of a study.

use super::cells::{Limits, denominators, statistics};
use super::determinants::Explained;
use super::disclosure::Statement;
use super::observer::loss_denominators;
use super::question::Answer;
use super::vocabulary::{Concept, Denominator, NetworkMeasure, OwnUse, Party, Statistic, Window};
use crate::statistics::Support;
use crate::units::Money;

/// Everything measured of one run. Shares over nobody are NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct RunReport {
    /// The figures named by [`income_keys`].
    pub incomes: Vec<f64>,
    /// What statements over single months say: of the active, and of the paid.
    pub monthly: [Statement; 2],
    /// What explains the ranks of life income among builders, for each of [`RANKED`].
    pub explained: [Explained; RANKED.len()],
    /// For each denominator of life and each valuation of own use: shares below zero, and of
    /// zero or below.
    pub losses: Vec<[[f64; 2]; 3]>,
    /// Shares of income at `0..=LORENZ_STEPS` shares of people, for each of [`LORENZ_CURVES`].
    pub lorenz: Vec<Vec<f64>>,
    /// By class of life net income ([`super::IncomeClasses`]) the shares of everyone who joined to
    /// earn, and who joined only to buy.
    pub distribution: Vec<[f64; 2]>,
    /// For each month, from 0, the quantities of [`SERIES`].
    pub series: Vec<Vec<f64>>,
    /// For each tenth of joiners: month of joining, net, pay (means), share gaining, share paid,
    /// recruits (mean).
    pub entry: Vec<f64>,
    /// For each fifth of those who joined to earn, by their sponsor's skill, the figures of
    /// [`super::SPONSOR_FIGURES`], of people whose sponsor's skill is known.
    pub sponsors: Vec<[RunFigure; super::SPONSOR_FIGURES.len()]>,
    /// The shares of [`NETWORK_RANGES`].
    pub network: Vec<f64>,
    /// For each rank, lowest first, the shares of everyone and of those who joined to earn who ever
    /// earned it or a higher one.
    pub ranks: Vec<[f64; 2]>,
    /// The flows of [`ledger_keys`], in units of currency.
    pub ledger: Vec<f64>,
    /// For each of these flows what of it is paid on each level, where it is a level bonus.
    pub levels: Vec<Vec<f64>>,
    /// The figures of [`OUTCOMES`].
    pub outcomes: Vec<RunFigure>,
    /// The figures of [`super::SIGNS`].
    pub signs: Vec<RunFigure>,
    /// The answers to the questions of the model, in their order.
    pub answers: Vec<Answer>,
    /// Members times months simulated.
    pub member_months: u64,
    /// Whether the network died out before the end.
    pub is_extinct: bool,
}

/// A single figure of a run: a number, or one thing by another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunFigure {
    /// The number; NaN if the run has none.
    pub value: f64,
    /// What it is divided by, such as people or an amount of money, which is its weight where all runs
    /// are taken together; NaN of what is no ratio.
    pub by: f64,
}

impl RunFigure {
    /// A figure that is no ratio, or one whose denominator is the same in every run.
    pub fn plain(value: f64) -> Self {
        Self { value, by: f64::NAN }
    }

    /// One thing by another; there is none by nothing.
    pub fn ratio(numerator: f64, denominator: f64) -> Self {
        Self { value: ratio(numerator, denominator), by: denominator }
    }
}

/// One thing by another; NaN by nothing.
pub(super) fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator == 0.0 { f64::NAN } else { numerator / denominator }
}

/// What one number of [`RunReport::incomes`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncomeKey {
    /// The stretch of time.
    pub window: Window,
    /// Over whom.
    pub denominator: Denominator,
    /// Which income.
    pub concept: Concept,
    /// What is said of it.
    pub statistic: Statistic,
}

/// What the numbers of [`RunReport::incomes`] are, for runs of `months` months.
pub fn income_keys(months: u32, thresholds: &[Money], wage: Money) -> Vec<IncomeKey> {
    let limits = Limits { thresholds: thresholds.to_vec(), wage };
    let years = (1..=months / 12).map(|year| Window::CalendarYear(year as u16));
    let windows = [Window::Life, Window::FirstTwelveMonths]
        .into_iter()
        .chain(years)
        .chain([Window::LastTwelveMonths]);
    let mut keys = Vec::new();
    for window in windows {
        for &denominator in denominators(window) {
            for concept in Concept::ALL {
                keys.extend(statistics(concept, &limits).into_iter().map(|statistic| IncomeKey {
                    window,
                    denominator,
                    concept,
                    statistic,
                }));
            }
        }
    }
    keys
}

/// What the numbers of [`RunReport::losses`] are: place, denominator, each with all valuations.
pub fn loss_keys() -> impl Iterator<Item = (usize, Denominator, OwnUse)> {
    loss_denominators().enumerate().flat_map(|(place, denominator)| {
        OwnUse::ALL.map(move |own_use| (place, denominator, own_use))
    })
}

/// The incomes of which [`RunReport::explained`] speaks.
pub const RANKED: [Concept; 2] = [Concept::Net, Concept::CompanyPay];

/// The Lorenz curves of a run.
pub const LORENZ_CURVES: [(Window, Denominator, Concept); 4] = [
    (Window::Life, Denominator::Everyone, Concept::CompanyPay),
    (Window::Life, Denominator::Paid, Concept::CompanyPay),
    (Window::Life, Denominator::Builders, Concept::Gross),
    (Window::LastTwelveMonths, Denominator::Everyone, Concept::CompanyPay),
];

/// Steps of a Lorenz curve: one percent of the people each.
pub const LORENZ_STEPS: usize = 100;

/// Tenths of the joiners.
pub(super) const TENTHS: usize = 10;

/// A range of counts, both ends included.
type CountRange = (u64, u64);

pub(super) const RECRUIT_RANGES: [CountRange; 11] = [
    (0, 0),
    (1, 1),
    (2, 2),
    (3, 3),
    (4, 4),
    (5, 5),
    (6, 10),
    (11, 20),
    (21, 50),
    (51, 100),
    (101, u64::MAX),
];

pub(super) const DEPTH_RANGES: [CountRange; 16] = [
    (0, 0),
    (1, 1),
    (2, 2),
    (3, 3),
    (4, 4),
    (5, 5),
    (6, 6),
    (7, 7),
    (8, 8),
    (9, 9),
    (10, 10),
    (11, 15),
    (16, 20),
    (21, 30),
    (31, 50),
    (51, u64::MAX),
];

pub(super) const DOWNLINE_RANGES: [CountRange; 12] = [
    (0, 0),
    (1, 1),
    (2, 2),
    (3, 5),
    (6, 10),
    (11, 20),
    (21, 50),
    (51, 100),
    (101, 1000),
    (1001, 10_000),
    (10_001, 100_000),
    (100_001, u64::MAX),
];

/// The ranges of [`RunReport::network`].
pub const NETWORK_RANGES: [(NetworkMeasure, &[CountRange]); 3] = [
    (NetworkMeasure::Recruits, &RECRUIT_RANGES),
    (NetworkMeasure::Depth, &DEPTH_RANGES),
    (NetworkMeasure::Downline, &DOWNLINE_RANGES),
];

/// The place of a count among ranges that cover all counts.
pub(super) fn range_of(ranges: &[CountRange], count: u64) -> usize {
    ranges.partition_point(|&(_, to)| to < count)
}

/// A measured quantity, which is never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The word in tables.
    pub name: &'static str,
    /// Its unit; `money` stands for the currency, and a `share` is at most 1.
    pub unit: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// The unit of what happens in a run or does not: 1 or 0.
pub const SHARE_OF_RUNS: &str = "share of runs";

impl Quantity {
    /// Which values it can have.
    pub fn support(&self) -> Support {
        if self.unit == "share" { Support::Share } else { Support::NonNegative }
    }
}

pub(super) const fn quantity(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
) -> Quantity {
    Quantity { name, unit, meaning }
}

/// The unit of who joined: whoever joins again is counted again.
const JOININGS: &str = "joinings";

/// Of a month, and of a whole run.
const EVER_JOINED: Quantity = quantity(
    "ever_joined",
    JOININGS,
    "People who ever joined, founders included; whoever joins again counts each time, and how many \
     different people that is, is not known.",
);

/// The quantities of every month.
pub const SERIES: [Quantity; 15] = [
    quantity("members", "people", "Members at the month's end."),
    quantity("builders", "people", "Members at the month's end who joined to earn."),
    EVER_JOINED,
    quantity("joins", JOININGS, "People who joined in the month, be it again."),
    quantity("leavers", "people", "Members who left at the month's end."),
    quantity("customers", "people", "Customers of the members at the month's end."),
    quantity(
        "active",
        "people",
        "Those of the members at the month's end who were active in it by the plan's clause.",
    ),
    quantity(
        "saturation",
        "share",
        "Share of the market that ever joined and may not join again; absent in an infinite market.",
    ),
    quantity("paid_by_customers", "money", "What customers paid, at list price."),
    quantity(
        "paid_by_participants",
        "money",
        "What members paid to the company: own purchases, starter packs and fees.",
    ),
    quantity("company_pay", "money", "What the company paid to members."),
    quantity(
        "retail_margin",
        "money",
        "What members kept of their customers' payments beyond the cost of the goods.",
    ),
    quantity("expenses", "money", "Members' expenses for tools, events, travel and samples."),
    quantity(
        "outside_sales_share",
        "share",
        "Points of customers' orders and of goods resold to them among the points of the month's \
         orders, whether goods are given back later or not.",
    ),
    quantity(
        "belief",
        "share",
        "Mean belief in the opportunity of the members at the month's end who joined to earn; absent where all believe all, always.",
    ),
];

/// Single figures of a run.
pub const OUTCOMES: [Quantity; 22] = [
    EVER_JOINED,
    quantity("members_at_end", "people", "Members at the end."),
    quantity("members_at_peak", "people", "Members in the month with the most."),
    quantity("peak_month", "month", "The first month with the most members."),
    quantity(
        "saturation_at_end",
        "share",
        "Share of the market that ever joined and may not join again; absent where infinite.",
    ),
    quantity(
        "twelve_month_survival",
        "share",
        "Share still members twelve months after the joining month, of those who joined early enough.",
    ),
    quantity(
        "mean_tenure",
        "months",
        "Mean months as a member, unfinished memberships as far as they go.",
    ),
    quantity(
        "still_members",
        "share",
        "Share of those who ever joined who are members at the end.",
    ),
    quantity(
        "without_recruits",
        "share",
        "Share of those who ever joined who never signed anybody up.",
    ),
    quantity(
        "builders_without_recruits",
        "share",
        "Share of those who joined to earn who never signed anybody up.",
    ),
    quantity("builders", "share", "Share of those who ever joined who joined to earn."),
    quantity("customers_per_member", "people", "Customers per member, over all months."),
    quantity(
        "customers_per_builder",
        "people",
        "Customers per member of those who joined to earn, over all months.",
    ),
    quantity(
        "active_share",
        "share",
        "Share of the members at the ends of months who were active in the month by the plan's clause.",
    ),
    quantity("payout_of_cv", "ratio", "Company pay by commissionable volume."),
    quantity("payout_of_revenue", "ratio", "Company pay by all that the company received."),
    quantity(
        "outside_sales_share",
        "share",
        "Points of customers' orders and of goods resold to them among the points of all orders less \
         goods that were given back.",
    ),
    quantity(
        "resold_share",
        "share",
        "Share of the goods bought by members that they resold to customers from stock.",
    ),
    quantity(
        "unsold_share",
        "share",
        "Share of the goods bought by members that they neither used, resold nor gave back: lost, or left on their hands.",
    ),
    quantity(
        "participants_share_of_money",
        "share",
        "Share of all money paid for goods and fees (by customers at list price; by members, less what they resold and what they were refunded) that came from members. Members' expenses elsewhere are neither.",
    ),
    quantity("breakage_share", "share", "Share of the committed bonuses that was not paid."),
    quantity(
        "market_cut_off",
        SHARE_OF_RUNS,
        "1 in a run in which an infinite market reached its ceiling; absent where finite.",
    ),
];

/// What one number of [`RunReport::ledger`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerKey {
    /// Who pays.
    pub from: Party,
    /// Who gets.
    pub to: Party,
    /// What for.
    pub flow: String,
    /// Of a level bonus the levels that it is paid on, counted from the buyer.
    pub levels: Vec<u32>,
}

/// How many flows the ledger has before those of bonuses.
pub(super) const FLOWS_BEFORE_BONUSES: usize = 7;

/// What participants pay for goods, starter packs included.
pub const OWN_PURCHASES: &str = "own purchases";

/// What the company pays to participants that is no bonus.
pub const NO_BONUSES: [&str; 2] = ["stock bought back", "clawbacks not collected"];

/// The flows of a run, given the names of the bonuses that the company pays and their levels, and
/// whether members keep stock.
pub fn ledger_keys<'a>(
    company_bonuses: impl Iterator<Item = (&'a str, Vec<u32>)>,
    keeps_stock: bool,
) -> Vec<LedgerKey> {
    let key = |from, to, flow: &str| LedgerKey { from, to, flow: flow.into(), levels: Vec::new() };
    let mut keys = vec![
        key(Party::Customers, Party::Company, "retail sales less margin"),
        key(Party::Customers, Party::Participants, "retail margin"),
        key(Party::Participants, Party::Company, OWN_PURCHASES),
        key(Party::Participants, Party::Company, "joining fees"),
        key(Party::Participants, Party::Company, "renewal fees"),
        key(Party::Participants, Party::Suppliers, "expenses"),
        key(Party::Company, Party::Suppliers, "cost of goods"),
    ];
    assert!(keys.len() == FLOWS_BEFORE_BONUSES);
    keys.extend(company_bonuses.map(|(name, levels)| {
        let line = key(Party::Company, Party::Participants, name);
        LedgerKey { levels, ..line }
    }));
    if keeps_stock {
        keys.extend([
            key(Party::Customers, Party::Participants, "resale from stock"),
            key(Party::Company, Party::Participants, NO_BONUSES[0]),
            key(Party::Company, Party::Participants, NO_BONUSES[1]),
        ]);
    }
    keys
}
