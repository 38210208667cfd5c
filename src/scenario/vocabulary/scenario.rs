//! The keys of a scenario file.
//!
//! Evidence is graded: A, a figure of a company, a regulator or a survey, read at the source; B,
//! second-hand or derived; C, judgement.

use super::super::keys::{Quantity, Shape, Table};
use super::key;
use super::market::{DIGITAL, MARKET, SHOCK};
use super::network::NETWORK;
use super::plan::PLAN;

const SIGMA: Shape = Shape::number(0.0, 3.0);

/// A scenario file.
pub(in crate::scenario) static SCENARIO: Table = Table {
    title: "a scenario",
    about: "A scenario names a plan and says what the market, the people and the study are like. \
            Only `plan` must be given.",
    keys: &[
        key("title", Shape::Text, "heading of reports").follows("the name of the file"),
        key("question", Shape::Text, "what the scenario is to answer"),
        key(
            "plan",
            Shape::Either(&Shape::Text, &Shape::Keys(&PLAN)),
            "path of the plan file, relative to the scenario file, or the plan itself as `[plan]`",
        )
        .required(),
        key("study", Shape::Keys(&STUDY), "how the scenario is simulated and measured")
            .default("{}"),
        key("market", Shape::Keys(&MARKET), "how many people there are").default("{}"),
        key("shock", Shape::Tables(&SHOCK), "months that are unlike others").default("[]"),
        key(
            "network",
            Shape::Keys(&NETWORK),
            "who knows whom, if not everybody can meet everybody",
        ),
        key("people", Shape::Keys(&PEOPLE), "who joins").default("{}"),
        key("recruiting", Shape::Keys(&RECRUITING), "how people are won as members").default("{}"),
        key("digital", Shape::Keys(&DIGITAL), "what digital tools change").default("{}"),
        key("selling", Shape::Keys(&SELLING), "how customers are won and buy").default("{}"),
        key("purchasing", Shape::Keys(&PURCHASING), "what members buy themselves").default("{}"),
        key("inventory", Shape::Keys(&INVENTORY), "goods that are kept and bought ahead")
            .default("{}"),
        key("training", Shape::Keys(&TRAINING), "what is learnt, and from whom").default("{}"),
        key("belief", Shape::Keys(&BELIEF), "what builders think of it, and how they learn")
            .default("{}"),
        key("costs", Shape::Keys(&COSTS), "what the business costs a member").default("{}"),
        key("quitting", Shape::Keys(&QUITTING), "why and when members leave").default("{}"),
    ],
    also: None,
};

static STUDY: Table = Table {
    title: "[study]",
    about: "How the scenario is simulated and measured.",
    keys: &[
        key("months", Shape::whole(12, 1200), "simulated time")
            .unit("months")
            .default("120")
            .evidence("(C)"),
        key("runs", Shape::whole(1, 1_000_000), "independent simulated worlds")
            .unit("runs")
            .default("200")
            .evidence("(C)"),
        key("seed", Shape::whole(0, 1 << 53), "where all randomness starts from")
            .default("1")
            .evidence("(C)"),
        key(
            "currency",
            Shape::Currency,
            "currency of every amount: its code by ISO 4217, or one made up",
        )
        .default("\"USD\""),
        key(
            "thresholds",
            Shape::List { of: &Shape::money(0.0, 1.0e9), min: 0, max: 20, ascending: true },
            "amounts below which the share of people is counted; the lowest also sets the scale of \
             the classes in the distribution of incomes and in charts",
        )
        .unit("currency a year")
        .default("[1000, 5000]")
        .evidence(
            "1,000 a year: most participants of 70 disclosure statements got no more, before \
             expenses (FTC staff report, US, 2024; B)",
        ),
        key(
            "minimum_wage",
            Shape::money(0.0, 10_000.0),
            "hourly wage that net income per hour is compared with",
        )
        .unit("currency an hour")
        .default("7.25")
        .evidence("meant for the US federal minimum wage: set that of your country (C)"),
    ],
    also: None,
};

static PEOPLE: Table = Table {
    title: "[people]",
    about: "Who joins: traits that a person brings along.",
    keys: &[
        key(
            "discount_only",
            Shape::PROBABILITY,
            "share of joiners who only buy at the member's price and never build",
        )
        .default("0.5")
        .evidence(
            "0 to 0.8: of Herbalife members 73 % in a survey, of doTERRA's 85 % (2014), of US \
             participants 74 % (DSA 2016), but 90 % joined for money in AARP 2018 (A, contested)",
        ),
        key("hours", Shape::number(0.1, 168.0), "mean working time of a builder")
            .unit("hours a week")
            .default("5")
            .evidence("1 to 40: 4 to 6 for 93 % of paid MonaVie distributors, 2009 (B)"),
        key("hours_sigma", SIGMA, "spread of working time: standard deviation of its logarithm")
            .default("0.5")
            .evidence("(C)"),
        key("skill_sigma", SIGMA, "spread of selling skill: standard deviation of its logarithm")
            .default("0.5")
            .evidence("(C)"),
        key(
            "propensity_shape",
            Shape::Number { of: Quantity::Plain, min: 0.01, max: 1000.0, infinite: true },
            "evenness of the propensity to approach people: shape of its gamma distribution, \
             whose mean is 1; infinite means that all builders are alike",
        )
        .default("0.5")
        .evidence(
            "0.15 to 1: set so that about 77 % of all joiners sign nobody up, where half of them \
             only buy; of Herbalife's US distributors 71 and 78 % had no recruit, 2012 and 2013 \
             (B)",
        ),
        key(
            "warm_list",
            Shape::number(0.0, 100_000.0),
            "mean number of acquaintances a builder can approach before strangers",
        )
        .unit("people")
        .default("290")
        .evidence("150 Dunbar, 290 Killworth, 610 McCormick and Salganik (B)"),
        key("warm_list_sigma", SIGMA, "spread of that number: standard deviation of its logarithm")
            .default("0.5")
            .evidence("(C)"),
    ],
    also: None,
};

static RECRUITING: Table = Table {
    title: "[recruiting]",
    about: "How people are approached and signed up.",
    keys: &[
        key(
            "contacts",
            Shape::number(0.0, 1000.0),
            "mean number of people approached by a builder of mean propensity and hours",
        )
        .unit("people a month")
        .default("8")
        .evidence(
            "1 to 10; with the other defaults a member signs up 0.2 people a month in an empty \
             market, within 0.03 to 0.3, so that a company grows (C)",
        ),
        key(
            "warm_signup",
            Shape::PROBABILITY,
            "chance that an approached acquaintance who has not joined signs up",
        )
        .default("0.05")
        .evidence("one in 10 to 100: trainers speak of 20 or more approaches a sign-up (C)"),
        key("cold_signup", Shape::PROBABILITY, "the same for a stranger")
            .default("0.01")
            .evidence("one in 100, the low end of what trainers say (C)"),
    ],
    also: None,
};

static SELLING: Table = Table {
    title: "[selling]",
    about: "How retail customers are won, buy and are lost.",
    keys: &[
        key(
            "conversion",
            Shape::PROBABILITY,
            "chance that an approached person who does not sign up becomes a customer of a seller \
             of mean skill",
        )
        .default("0.05")
        .evidence(
            "set for about 3 customers a builder, within 0 to 10; US 2022: 6.1 signed customers a \
             seller (B)",
        ),
        key("reorder", Shape::PROBABILITY, "chance that a customer orders in a month")
            .default("0.6")
            .evidence("(C)"),
        key("churn", Shape::PROBABILITY, "chance that a customer is lost in a month")
            .default("0.08")
            .evidence("members are lost at 5 to 18 % a month (B for members, C for customers)"),
        key("order", Shape::number(0.01, 1.0e6), "mean value of an order at list price")
            .unit("currency")
            .default("60")
            .evidence("30 to 120; US 2022: 71 a month for each buyer or seller (B)"),
        key(
            "order_sigma",
            SIGMA,
            "spread of an order's value: standard deviation of its logarithm",
        )
        .default("0.6")
        .evidence("(C)"),
    ],
    also: None,
};

static PURCHASING: Table = Table {
    title: "[purchasing]",
    about: "What members buy themselves.",
    keys: &[
        key(
            "demand",
            Shape::number(0.0, 1.0e6),
            "mean amount, at the member's price, that a member wants for own use",
        )
        .unit("currency a month")
        .default("40")
        .evidence("US 2022: 71 a month for each buyer or seller (B)"),
        key(
            "demand_sigma",
            SIGMA,
            "spread of that amount between members: standard deviation of its logarithm",
        )
        .default("0.5")
        .evidence("(C)"),
        key(
            "stay_active",
            Shape::PROBABILITY,
            "chance that a builder who lacks points to be active buys them in a month",
        )
        .default("0.7")
        .evidence("(C)"),
        key(
            "own_use_value",
            Shape::RATE,
            "what goods that a builder bought for himself are worth to him, as a share of their \
             price",
        )
        .default("0.5")
        .evidence("contested: 0 gives what critics count, 1 what companies count (C)"),
    ],
    also: None,
};

static INVENTORY: Table = Table {
    title: "[inventory]",
    about: "Goods that members keep, buy ahead, and lose. By default nobody keeps any: goods are used \
            when they are bought.",
    keys: &[
        key(
            "kept",
            Shape::Flag,
            "whether starter packs, and what is bought beyond own wants to be active, are kept as \
             stock; where `loaders` is above 0 they are in any case",
        )
        .default("false")
        .evidence("(C)"),
        key(
            "loaders",
            Shape::PROBABILITY,
            "chance that a builder is one who buys ahead each month to qualify, up to `volume`",
        )
        .default("0")
        .evidence("0 to 1 (C)"),
        key(
            "volume",
            Shape::POINTS,
            "personal volume of a month that such a builder fills up to, as a rank or a bonus may \
             ask for it",
        )
        .unit("points")
        .default("0")
        .evidence("(C)"),
        key(
            "limit",
            Shape::Number { of: Quantity::Money, min: 0.0, max: 1.0e9, infinite: true },
            "stock beyond which he buys nothing ahead, at the member's price; infinite: no such limit",
        )
        .unit("currency")
        .default("\"infinite\"")
        .evidence("(C)"),
        key("spoilage", Shape::RATE, "share of the goods on hand that is lost in a month")
            .default("0")
            .evidence("0 to 0.1 (C)"),
    ],
    also: None,
};

static TRAINING: Table = Table {
    title: "[training]",
    about: "What builders learn, and from whom. By default nobody learns.",
    keys: &[
        key(
            "duplication",
            Shape::PROBABILITY,
            "how much recruits take after their sponsors: the weight of the sponsor's talent in the \
             recruit's, whose own draw has the rest",
        )
        .default("0")
        .evidence("0 to 1: trainers promise that everybody can be copied, nobody measured it (C)"),
        key(
            "gain",
            Shape::number(0.0, 100.0),
            "how much more skilled at selling full training makes, as a share of talent; 0: nobody \
             learns",
        )
        .default("0")
        .evidence("0 to 1 (C)"),
        key(
            "practice",
            Shape::PROBABILITY,
            "share of what is left to learn that a builder learns in a month in which he is active",
        )
        .default("0.1")
        .evidence("half of it in six and a half months (C)"),
        key(
            "coaching",
            Shape::PROBABILITY,
            "further share that he learns then under an upline who is active and fully trained, in \
             proportion to that upline's training",
        )
        .default("0.1")
        .evidence("as much as practice (C)"),
    ],
    also: None,
};

static BELIEF: Table = Table {
    title: "[belief]",
    about: "What builders believe that the business brings, as a share of the `aspiration` in \
            `[quitting]`, and how they learn. Chances to sign up are multiplied by the sponsor's \
            belief. By default all believe all, always.",
    keys: &[
        key("initial", Shape::PROBABILITY, "what people believe on joining; 1: all of it")
            .default("1")
            .evidence("(C)"),
        key(
            "learning",
            Shape::PROBABILITY,
            "share of the way to what a builder earned of late that his belief goes in a month; 0: \
             nobody learns",
        )
        .default("0")
        .evidence("0 to 0.3: 0.1 is half of the way in six and a half months (C)"),
        key("floor", Shape::PROBABILITY, "belief that poor results do not take away")
            .default("0")
            .evidence("(C)"),
    ],
    also: None,
};

static COSTS: Table = Table {
    title: "[costs]",
    about: "What the business costs a member beside goods and fees.",
    keys: &[key(
        "expenses",
        Shape::number(0.0, 1.0e6),
        "tools, events, travel and samples of a builder",
    )
    .unit("currency a month")
    .default("50")
    .evidence("0 to 2,400 a year; MyDailyChoice survey 2018: mean 1,608 a year (B)")],
    also: None,
};

static QUITTING: Table = Table {
    title: "[quitting]",
    about: "Why and when members leave.",
    keys: &[
        key(
            "survival_12",
            Shape::PROBABILITY,
            "share of joiners still there after twelve months, disappointment apart; 1: nobody \
             leaves",
        )
        .default("0.4")
        .evidence(
            "0.2 to 0.55: of over 300 firms, 0.2 in multilevel and 0.4 in party plans \
             (ServiceQuest); of Young Living's US joiners of 2017, 0.53 bought in 2018 (A to B)",
        ),
        key(
            "shape",
            Shape::number(0.1, 10.0),
            "how the risk of leaving changes with tenure: shape of a Weibull distribution; below \
             1 it falls, at 1 it is constant",
        )
        .default("0.7")
        .evidence("0.5 to 1: 0.53 from two Young Living cohorts, 2018 (B)"),
        key(
            "sensitivity",
            Shape::number(0.0, 100.0),
            "how strongly recent results act: the risk of leaving is multiplied by \
             exp(-sensitivity × recent net income / aspiration), within 1/4 and 4",
        )
        .default("0.3")
        .evidence("(C)"),
        key("aspiration", Shape::number(0.01, 1.0e6), "net income a builder hopes for")
            .unit("currency a month")
            .default("500")
            .evidence("(C)"),
        key("memory", Shape::number(1.0, 120.0), "time over which recent income is smoothed")
            .unit("months")
            .default("3")
            .evidence("(C)"),
        key(
            "loss_tolerance",
            Shape::Number { of: Quantity::Money, min: 0.0, max: 1.0e9, infinite: true },
            "losses since joining beyond which a builder leaves at once; infinite: no such limit",
        )
        .unit("currency")
        .default("3000")
        .evidence("(C)"),
        key(
            "influence",
            Shape::number(0.0, 100.0),
            "how strongly the leaving of a sponsor acts on those right below him: in the month \
             after it their risk of leaving is multiplied by 1 + influence; 0: not at all",
        )
        .default("0")
        .evidence("(C)"),
    ],
    also: None,
};
