//! The keys of a plan file.
//!
//! Everything that the plan language has is listed, so that every plan is checked in full. What
//! this version cannot compute is marked `later`, and refused by name.

use super::super::keys::{Quantity, Shape, Table, Word};
use super::key;
use super::tree::TREE;

/// A plan file.
pub(in crate::scenario) static PLAN: Table = Table {
    title: "a plan",
    about: "A plan says what the company sets: product, joining, ranks and bonuses. No key must \
            be given.",
    keys: &[
        key("name", Shape::Text, "what the plan is called").follows("the name of the file"),
        key(
            "period",
            Shape::Word(PERIODS),
            "how often `mlmsim pay` computes commissions; a simulation does so every month",
        )
        .default("\"month\""),
        key("product", Shape::Keys(&PRODUCT), "what is sold").default("{}"),
        key("join", Shape::Keys(&JOIN), "what joining and staying cost").default("{}"),
        key("active", Shape::Keys(&CLAUSE), "when a member counts as active in a period")
            .follows("everyone is active"),
        key(
            "breakaway",
            Shape::Rank,
            "members of this rank or a higher one leave the `pgv` of their upline",
        ),
        key(
            "refund",
            Shape::Keys(&REFUND),
            "what is bought back from those who leave, where members keep stock",
        ),
        key("cap", Shape::Keys(&PLAN_CAP), "a limit on all company-paid bonuses together"),
        key("tree", Shape::Tables(&TREE), "placement trees beside the tree of sponsors")
            .default("[]"),
        key("rank", Shape::Tables(&RANK), "the ladder of ranks, lowest first").default("[]"),
        key("bonus", Shape::Tables(&BONUS), "the rules by which money is paid, in their order")
            .default("[]"),
    ],
    also: None,
};

/// The unit of what is counted in periods.
const OF_A_PLAN: &str = "periods (months in a simulation)";

const PERIODS: &[Word] = &[Word::new("month", "every month"), Word::new("week", "every week")];

static PRODUCT: Table = Table {
    title: "[product]",
    about: "What is sold, and how a purchase counts.",
    keys: &[
        key("price", Shape::money(0.01, 1.0e6), "list price of one unit")
            .unit("currency")
            .default("40"),
        key(
            "discount",
            Shape::Either(&Shape::RATE, &Shape::Tiers),
            "what a member pays less than the list price, as a share of it, or `[[from, rate], …]` by \
             his own points: the first rate is that of everybody, and who reaches another gets the \
             difference at the end of the period, as the bonus `volume discount`",
        )
        .default("0.25")
        .evidence("0.2 to 0.5: retail margins of seven companies (A)"),
        key("cost", Shape::RATE, "what the goods cost the company, as a share of the list price")
            .default("0.2")
            .evidence("(C)"),
        key("pv", Shape::number(0.0, 1000.0), "points for each unit of currency a member pays")
            .unit("points")
            .default("1"),
        key(
            "cv",
            Shape::number(0.0, 2.0),
            "commissionable volume for each unit of currency a member pays",
        )
        .unit("currency")
        .default("1"),
    ],
    also: None,
};

static JOIN: Table = Table {
    title: "[join]",
    about: "What joining and staying cost.",
    keys: &[
        key("fee", Shape::money(0.0, 1.0e6), "paid once on joining")
            .unit("currency")
            .default("0")
            .evidence("0 to 5,000 US dollars, typically 50 to 100 (A)"),
        key("pack", Shape::whole(0, 10_000), "units bought on joining, at the member's price")
            .unit("units")
            .default("0"),
        key("renewal", Shape::money(0.0, 1.0e6), "paid every twelve months after joining")
            .unit("currency")
            .default("0")
            .evidence("Amway US 76 (2023), Beautycounter US 50 (A)"),
    ],
    also: None,
};

/// A condition on a member in a period.
pub(in crate::scenario) static CLAUSE: Table = Table {
    title: "a clause",
    about: "A condition on a member in a period: everything that is given must hold. It stands \
            in `[active]`, in `[[rank]]`, in the `need` of a bonus and in `any`.",
    keys: &[
        key("pv", Shape::POINTS, "personal volume of at least this").unit("points"),
        key("gv", Shape::POINTS, "group volume, own and whole downline, of at least this")
            .unit("points"),
        key("pgv", Shape::POINTS, "the same without broken-away groups").unit("points"),
        key(
            "retail_share",
            Shape::RATE,
            "at least this share of one's own points comes from customers, in a simulation also \
             from goods resold to them; of no points it does",
        )
        .evidence("0.7: Amway's 70 % rule, FTC v. Amway, US, 1979 (B)"),
        key(
            "customers",
            Shape::whole(0, 100_000),
            "at least so many customers; for `mlmsim pay`, customers' orders of the period",
        )
        .unit("people")
        .evidence("10: Amway's ten customers rule, FTC v. Amway, US, 1979 (B)"),
        key("leg_max", Shape::RATE, "share of the required `gv` that one leg may supply"),
        key(
            "recruits",
            Shape::whole(0, 100_000),
            "at least so many active members whom one enrolled oneself",
        )
        .unit("people"),
        key(
            "recruits_per_leg",
            Shape::whole(1, 100_000),
            "at least so many of them in each leg of the width-limited tree",
        )
        .unit("people"),
        key(
            "legs",
            Shape::ByRank(&Shape::whole(1, 1000)),
            "for each rank, so many different legs that contain it or a higher one",
        )
        .unit("legs"),
        key("rank", Shape::Rank, "this rank or a higher one"),
        key("active", Shape::Flag, "active, or not active, in the period"),
        key(
            "any",
            Shape::List { of: &Shape::Keys(&CLAUSE), min: 1, max: 100, ascending: false },
            "at least one of these clauses holds",
        ),
        key("months", Shape::whole(1, 120), "so many periods in a row, this one included")
            .unit(OF_A_PLAN)
            .default("1"),
    ],
    also: None,
};

static REFUND: Table = Table {
    title: "[refund]",
    about: "What is bought back from those who leave: goods that they have on hand, where the scenario \
            lets them keep stock (`[inventory]`).",
    keys: &[
        key(
            "rate",
            Shape::RATE,
            "share of what he paid that a leaver gets for goods on hand; at 0 he gives none back",
        )
        .default("0.9")
        .evidence("France, Code de la consommation L121-15: at most a tenth off (A)"),
        key("months", Shape::whole(1, 120), "for goods of so many months, his last one included")
            .unit("months")
            .default("12"),
        key("clawback", Shape::Flag, "whether commissions on them are taken back from his uplines")
            .default("true"),
    ],
    also: None,
};

static PLAN_CAP: Table = Table {
    title: "[cap]",
    about: "A limit on all company-paid bonuses together.",
    keys: &[key(
        "share",
        Shape::RATE,
        "share of the commissionable volume of a period; beyond it all bonuses are scaled down",
    )
    .required()],
    also: None,
};

static RANK: Table = Table {
    title: "[[rank]]",
    about: "A rung of the ladder, lowest first. A member has the highest rank whose clause holds.",
    keys: &[
        key("name", Shape::Text, "how other keys and the results refer to it").required(),
        key("keep", Shape::Word(KEEPS), "which rank counts").default("\"paid\""),
    ],
    also: Some(&CLAUSE),
};

const KEEPS: &[Word] = &[
    Word::new("paid", "the rank that this period's numbers earn"),
    Word::new("title", "the highest rank ever earned"),
];

/// A rule by which money is paid.
pub(in crate::scenario) static BONUS: Table = Table {
    title: "[[bonus]]",
    about: "A rule by which money is paid. Bonuses are evaluated in their order.",
    keys: &[
        key("name", Shape::Text, "how other keys and the results refer to it").required(),
        key("kind", Shape::Word(KINDS), "the rule").required(),
        // Keys of one kind.
        key(
            "rate",
            Shape::Either(&Shape::RATE, &Shape::Tiers),
            "share of the seller's own sales, or `[[from, rate], …]` by these sales",
        )
        .of(&["retail"])
        .follows("`product.discount`"),
        key("mode", Shape::Word(MODES), "what a reached rate applies to")
            .of(&["retail"])
            .default("\"whole\""),
        key("paid_by", Shape::Word(PAYERS), "who pays").of(&["retail"]).default("\"customer\""),
        key(
            "rates",
            Shape::Either(&RATES, &Shape::ByRank(&RATES)),
            "shares of the base for level 1, 2, …, or such a list for each rank; a rank that is \
             not listed has the list of the one below",
        )
        .of(&["level"])
        .required(),
        key("start", Shape::whole(0, 1), "who is paid first: 0 the buyer, 1 his sponsor")
            .of(&["level"])
            .default("1"),
        key("step", Shape::Word(STEPS), "which uplines use up a level")
            .of(&["level"])
            .default("\"member\""),
        key(
            "depth",
            Shape::Either(&DEPTH, &Shape::ByRank(&DEPTH)),
            "the deepest level a member is paid on, level 0 being the first with `start = 0`, and level \
             1 the first otherwise; or such a number for each rank: a rank that is not listed has the \
             number of the one below, and a member without rank is paid on no level",
        )
        .of(&["level"])
        .follows("all levels"),
        key(
            "guarantee",
            Shape::Later(&Shape::POINTS),
            "least volume whose override each leader passes to his sponsor",
        )
        .of(&["level"])
        .unit("points"),
        key(
            "brackets",
            Shape::Tiers,
            "a member's own rate by his volume, `[[from, rate], …]`; below the first it is 0",
        )
        .of(&["differential"])
        .unit("points"),
        key("by", Shape::Word(VOLUMES), "the volume of the brackets")
            .of(&["differential"])
            .default("\"pgv\""),
        key(
            "rates",
            Shape::ByRank(&Shape::RATE),
            "in place of `brackets`: a member's own rate by his rank; a rank that is not listed \
             has the rate of the one below, and a member without rank 0",
        )
        .of(&["differential"]),
        key("floor", Shape::Word(FLOORS), "what a member's rate is never below")
            .of(&["differential"]),
        key("start", Shape::whole(0, 1), "who is paid first: 0 the buyer, 1 his sponsor")
            .of(&["differential"])
            .default("0"),
        key("stop", Shape::Word(STOPS), "where the walk ends")
            .of(&["differential"])
            .follows("`breakaway` in a plan that has one, else `none`"),
        key(
            "rate",
            Shape::Either(&Shape::RATE, &Shape::ByRank(&Shape::RATE)),
            "share of the volume that both legs have, or such a share for each rank; a rank that \
             is not listed has the share of the one below, and a member without rank none",
        )
        .of(&["pair"])
        .required(),
        key(
            "ratio",
            Shape::List { of: &Shape::whole(1, 10), min: 2, max: 2, ascending: false },
            "what a match takes of the stronger and of the weaker leg: the order in which more is \
             matched, before `unit` is counted",
        )
        .of(&["pair"])
        .follows("`[1, 1]`"),
        key("unit", UNIT, "volume is matched in multiples of this").of(&["pair"]).unit("points"),
        key("min", Shape::POINTS, "less matched volume counts as none")
            .of(&["pair"])
            .unit("points"),
        key("carry", Shape::Keys(&CARRY), "how volume that was not used is carried on")
            .of(&["pair"])
            .follows("it is lost"),
        key("share", Shape::RATE, "share of all members' volume that is divided")
            .of(&["pool"])
            .required(),
        key(
            "points",
            Shape::ByRank(&Shape::POINTS),
            "what it is divided by: points of each rank; a rank that is not listed has those of \
             the one below, and a member without rank none",
        )
        .of(&["pool"])
        .unit("points")
        .required(),
        key("on", Shape::Word(EVENTS), "the event").of(&["award"]).required(),
        key(
            "amount",
            Shape::Either(&AMOUNT, &Shape::ByRank(&AMOUNT)),
            "the sum, or the sum of each rank: on `rank` of the rank that is reached, and none \
             where it is not listed; on other events of the member's, and that of the one \
             below where it is not listed",
        )
        .of(&["award"])
        .unit("currency")
        .required(),
        key("levels", Shape::whole(1, 20), "on `fill`, how many levels of seats must be full")
            .of(&["award"])
            .unit("levels"),
        // Keys of several kinds.
        key("tree", Shape::Text, "the tree that is walked").of(WALKS).default("\"sponsor\""),
        key("base", Shape::Word(BASES), "what a share is taken of")
            .of(&["retail"])
            .default("\"price\""),
        key("base", Shape::Word(BASES), "what a share is taken of")
            .of(ON_ALL_ORDERS)
            .default("\"cv\""),
        key("orders", Shape::Word(ORDERS), "whose orders count")
            .of(&["retail"])
            .default("\"retail\""),
        key("orders", Shape::Word(ORDERS), "whose orders count")
            .of(ON_ALL_ORDERS)
            .default("\"all\""),
        key("first", AGE, "only orders in the buyer's first so many periods as a member")
            .of(ON_ORDERS)
            .unit(OF_A_PLAN),
        key("after", AGE, "only orders after so many periods as a member")
            .of(ON_ORDERS)
            .unit(OF_A_PLAN),
        key("need", Shape::Keys(&CLAUSE), "who may be paid").follows("everyone"),
        key("cap", Shape::Keys(&BONUS_CAP), "the most that one member gets in a period"),
    ],
    also: None,
};

const WALKS: &[&str] = &["level", "differential", "pair", "award"];
const ON_ORDERS: &[&str] = &["retail", "level", "differential", "pair", "pool"];
const ON_ALL_ORDERS: &[&str] = &["level", "differential", "pair", "pool"];
const RATES: Shape = Shape::List { of: &Shape::RATE, min: 1, max: 100, ascending: false };
const DEPTH: Shape = Shape::whole(0, 100);
const UNIT: Shape = Shape::Number { of: Quantity::Points, min: 0.01, max: 1.0e9, infinite: false };
const AMOUNT: Shape = Shape::money(0.0, 1.0e9);
const AGE: Shape = Shape::whole(1, 1200);

const KINDS: &[Word] = &[
    Word::new("retail", "a share of a member's own sales"),
    Word::new("level", "a walk up the sponsors of each buyer"),
    Word::new("differential", "such a walk, by what one's own rate exceeds those paid below"),
    Word::new("pair", "a share of the volume that both legs of a tree of width 2 have"),
    Word::new("pool", "a share of all members' volume, divided by points of ranks"),
    Word::new("award", "a fixed sum on an event"),
];

const MODES: &[Word] = &[
    Word::new("whole", "to all sales of the period"),
    Word::new("marginal", "to the sales above each threshold only"),
];

const PAYERS: &[Word] = &[
    Word::new("customer", "the customer, who pays the list price: a retail margin"),
    Word::new("company", "the company: a commission"),
];

const STEPS: &[Word] = &[
    Word::new("member", "everyone: no compression"),
    Word::new("active", "active members: standard compression"),
    Word::new("qualified", "only those who are paid: dynamic compression"),
    Word::new("rank:", "members of this rank or a higher one: generations"),
];

const BASES: &[Word] = &[
    Word::new("cv", "commissionable volume"),
    Word::new("pv", "points, one counting as one unit of currency"),
    Word::new("price", "what the buyer paid"),
    Word::new("fee", "joining fees"),
    Word::new("pay:", "what this earlier bonus paid"),
];

const ORDERS: &[Word] = &[
    Word::new("all", "all orders"),
    Word::new("retail", "orders of retail customers"),
    Word::new("member", "orders of members themselves"),
];

const VOLUMES: &[Word] = &[
    Word::new("pgv", "personal group volume"),
    Word::new("gv", "group volume"),
    Word::new("pv", "personal volume"),
];

const FLOORS: &[Word] = &[Word::new("best_leg", "the rate of his best leg, whoever is paid there")];

const STOPS: &[Word] = &[
    Word::new("breakaway", "at the first who has broken away, the buyer included"),
    Word::new("none", "at the top of the tree"),
];

const EVENTS: &[Word] = &[
    Word::new("cycle", "the board is full that the member is at the top of"),
    Word::new(
        "fill",
        "for the first time `levels` of seats below the member are full, in a tree with a `width`",
    ),
    Word::new("rank", "a member has a rank or a higher one for the first time"),
    Word::new("recruit", "somebody joins whom the member enrolled himself"),
];

static CARRY: Table = Table {
    title: "the `carry` of a bonus",
    about: "How volume of a leg that was not used is carried to the next period.",
    keys: &[
        key("max", Shape::POINTS, "the most that is carried of a leg").unit("points"),
        key("lose", Shape::Word(LOSES), "when it is lost").follows("`never`"),
    ],
    also: None,
};

const LOSES: &[Word] = &[
    Word::new("unqualified", "in a period in which one may not be paid"),
    Word::new("never", "never"),
];

static BONUS_CAP: Table = Table {
    title: "the `cap` of a bonus",
    about: "The most that one member gets of a bonus in a period.",
    keys: &[
        key("amount", AMOUNT, "as an amount of money").unit("currency"),
        key("volume", Shape::POINTS, "of a `pair` bonus, as matched volume").unit("points"),
        key("over", Shape::Word(OVERS), "of a `pair` bonus, what becomes of volume above the cap")
            .follows("`keep`"),
    ],
    also: None,
};

const OVERS: &[Word] = &[Word::new("keep", "it is carried"), Word::new("flush", "it is lost")];
