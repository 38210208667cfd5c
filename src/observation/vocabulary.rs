//! The words of every table: windows, denominators, concepts, statistics.

/// The stretch of time that income is added up over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    /// From joining to leaving or to the end of the simulation.
    Life,
    /// The joining month and the twelve months after it, for those who joined early enough.
    FirstTwelveMonths,
    /// A calendar year, from 1; the simulation starts with a January.
    CalendarYear(u16),
    /// The last twelve months of the simulation.
    LastTwelveMonths,
}

/// Over whom a figure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denominator {
    /// Everyone who was a member at some time in the window (for life: who ever joined).
    Everyone,
    /// Members at the window's end.
    ActiveAtEnd,
    /// Members from the window's start to its end.
    ActiveThroughout,
    /// Those whom the company paid something in the window.
    Paid,
    /// Everyone but those who joined only to buy at the member's price.
    Builders,
}

/// Whose months are counted, each of the last twelve by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonthsOf {
    /// All who were members in the month, whoever left at its end among them.
    Members,
    /// Those of them who were active in it by the plan's clause.
    Active,
    /// Those of them whom the company paid something in it.
    Paid,
}

/// What a distribution of income has one value for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// A person, with what he got over a window.
    People(Denominator),
    /// A person-month, one person in one month, with what he got in it.
    Months(MonthsOf),
}

/// What is called income.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concept {
    /// All that the company paid.
    CompanyPay,
    /// The margin on sales to customers, paid by them.
    RetailMargin,
    /// Company pay and retail margin.
    Gross,
    /// Gross less own purchases beyond their own-use value, fees and expenses.
    Net,
    /// Net by hours worked; people without hours are left out.
    NetPerHour,
}

/// How goods that members bought themselves are valued in net income.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnUse {
    /// They are worth nothing.
    Nothing,
    /// They are worth what the scenario says.
    Scenario,
    /// They are worth what was paid for them.
    Full,
}

/// What is said of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Statistic {
    /// The number of people in the denominator.
    People,
    /// The mean.
    Mean,
    /// The percentile, in percent: 50.0 is the median.
    Percentile(f64),
    /// The share of people at or below zero.
    ShareNotAboveZero,
    /// The share of people below zero.
    ShareBelowZero,
    /// The share of people below an amount, in the concept's unit.
    ShareBelow(f64),
    /// The mean of the worst tenth.
    WorstTenthMean,
    /// The Gini coefficient (non-negative concepts only).
    Gini,
    /// The share of the whole that this top percentage of people gets (non-negative only).
    TopShare(f64),
    /// The Hill tail exponent of the top 1 % (non-negative only).
    TailExponent,
}

impl Window {
    /// The word in tables.
    pub fn label(self) -> String {
        match self {
            Self::Life => "life".into(),
            Self::FirstTwelveMonths => "first_12_months".into(),
            Self::CalendarYear(year) => format!("year_{year}"),
            Self::LastTwelveMonths => "last_12_months".into(),
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> String {
        match self {
            Self::Life => "over their whole time as members".into(),
            Self::FirstTwelveMonths => "in their first twelve months".into(),
            Self::CalendarYear(year) => format!("in calendar year {year}"),
            Self::LastTwelveMonths => "in the last twelve months".into(),
        }
    }
}

impl Denominator {
    /// All denominators, in the order of tables.
    pub const ALL: [Self; 5] =
        [Self::Everyone, Self::ActiveAtEnd, Self::ActiveThroughout, Self::Paid, Self::Builders];

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::ActiveAtEnd => "active_at_end",
            Self::ActiveThroughout => "active_throughout",
            Self::Paid => "paid",
            Self::Builders => "builders",
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Everyone => "everyone who was a member",
            Self::ActiveAtEnd => "members at the end",
            Self::ActiveThroughout => "members all through",
            Self::Paid => "those paid at least once",
            Self::Builders => "those who joined to earn",
        }
    }
}

impl MonthsOf {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Members => "member_months",
            Self::Active => "active_months",
            Self::Paid => "paid_months",
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Members => "person-months of members",
            Self::Active => "person-months of those active in the month by the plan’s clause",
            Self::Paid => "person-months of those paid in the month",
        }
    }
}

impl Counted {
    /// All that can be counted: groups of people, then months.
    pub const ALL: [Self; 8] = [
        Self::People(Denominator::Everyone),
        Self::People(Denominator::ActiveAtEnd),
        Self::People(Denominator::ActiveThroughout),
        Self::People(Denominator::Paid),
        Self::People(Denominator::Builders),
        Self::Months(MonthsOf::Members),
        Self::Months(MonthsOf::Active),
        Self::Months(MonthsOf::Paid),
    ];

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::People(denominator) => denominator.label(),
            Self::Months(of) => of.label(),
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::People(denominator) => denominator.phrase(),
            Self::Months(of) => of.phrase(),
        }
    }

    /// What is counted, whosoever it is of.
    pub fn noun(self) -> &'static str {
        match self {
            Self::People(_) => "people",
            Self::Months(_) => "person-months",
        }
    }

    /// Whether months are counted.
    pub fn is_months(self) -> bool {
        matches!(self, Self::Months(_))
    }
}

impl Concept {
    /// All concepts, in the order of tables.
    pub const ALL: [Self; 5] =
        [Self::CompanyPay, Self::RetailMargin, Self::Gross, Self::Net, Self::NetPerHour];

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::CompanyPay => "company_pay",
            Self::RetailMargin => "retail_margin",
            Self::Gross => "gross",
            Self::Net => "net",
            Self::NetPerHour => "net_per_hour",
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::CompanyPay => "company pay",
            Self::RetailMargin => "retail margin",
            Self::Gross => "gross income",
            Self::Net => "net income",
            Self::NetPerHour => "net income per hour",
        }
    }

    /// Whether the concept is never negative, so that shares of its whole make sense.
    pub fn is_non_negative(self) -> bool {
        matches!(self, Self::CompanyPay | Self::RetailMargin | Self::Gross)
    }
}

impl OwnUse {
    /// All valuations, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Scenario, Self::Full];

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Scenario => "scenario",
            Self::Full => "full",
        }
    }

    /// What they are worth, in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Scenario => "what the scenario says",
            Self::Full => "what was paid for them",
        }
    }
}

impl Statistic {
    /// The word in tables.
    pub fn label(self) -> String {
        match self {
            Self::People => "people".into(),
            Self::Mean => "mean".into(),
            Self::Percentile(p) => format!("p{p}"),
            Self::ShareNotAboveZero => "share_not_above_zero".into(),
            Self::ShareBelowZero => "share_below_zero".into(),
            Self::ShareBelow(amount) => format!("share_below_{amount}"),
            Self::WorstTenthMean => "worst_tenth_mean".into(),
            Self::Gini => "gini".into(),
            Self::TopShare(p) => format!("top_{p}_percent_share"),
            Self::TailExponent => "tail_exponent".into(),
        }
    }

    /// The words in sentences, behind "the".
    pub fn phrase(self) -> String {
        match self {
            Self::People => "number of people".into(),
            Self::Mean => "mean".into(),
            Self::Percentile(50.0) => "median".into(),
            Self::Percentile(p) => format!("percentile {p}"),
            Self::ShareNotAboveZero => "share of zero or below".into(),
            Self::ShareBelowZero => "share below zero".into(),
            Self::ShareBelow(amount) => format!("share below {amount}"),
            Self::WorstTenthMean => "mean of the worst tenth".into(),
            Self::Gini => "Gini coefficient".into(),
            Self::TopShare(p) => format!("share of the top {p} %"),
            Self::TailExponent => "tail exponent".into(),
        }
    }
}

/// A count that people differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkMeasure {
    /// Sign-ups ever made, over everyone who joined.
    Recruits,
    /// Levels above, over members at the end.
    Depth,
    /// People below, over members at the end.
    Downline,
}

impl NetworkMeasure {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Recruits => "recruits",
            Self::Depth => "depth",
            Self::Downline => "downline",
        }
    }
}

/// What somebody joined as, that may decide his income.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// When he joined.
    EntryDate,
    /// How many levels stood above him when he joined.
    Position,
    /// His selling skill on joining.
    Skill,
    /// His hours.
    Hours,
    /// His willingness to recruit.
    Propensity,
}

impl Factor {
    /// All factors, in the order of tables.
    pub const ALL: [Self; 5] =
        [Self::EntryDate, Self::Position, Self::Skill, Self::Hours, Self::Propensity];

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::EntryDate => "entry_date",
            Self::Position => "position",
            Self::Skill => "skill",
            Self::Hours => "hours",
            Self::Propensity => "propensity",
        }
    }

    /// The words in sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::EntryDate => "when they joined",
            Self::Position => "levels above them on joining",
            Self::Skill => "skill on joining",
            Self::Hours => "hours put in",
            Self::Propensity => "willingness to recruit",
        }
    }
}

/// Who money comes from and goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// People outside who buy from members.
    Customers,
    /// All members, past and present.
    Participants,
    /// The company.
    Company,
    /// Those who sell goods to the company, and tools and travel to members.
    Suppliers,
}

impl Party {
    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Participants => "participants",
            Self::Company => "company",
            Self::Suppliers => "suppliers",
        }
    }
}
