//! The keys of a disclosure file: what a company published about the incomes of its members.

use super::super::keys::{Shape, Table, Word};
use super::key;

/// An amount as published, in the currency of the file.
const AMOUNT: Shape = Shape::money(0.0, 1.0e12);
/// A part of a whole.
const SHARE: Shape = Shape::number(0.0, 1.0);

/// The groups of people, and of their months, of which the program keeps incomes.
const GROUPS: Shape = Shape::Word(&[
    Word::new("everyone", "everyone who was a member at some time in the window"),
    Word::new("active_at_end", "members at the window's end"),
    Word::new("active_throughout", "members from the window's start to its end"),
    Word::new("paid", "those whom the company paid something in the window"),
    Word::new("builders", "everyone but those who joined only to buy"),
    Word::new("member_months", "every month of every member, by itself"),
    Word::new("active_months", "the months in which a member was active by the plan's clause"),
    Word::new("paid_months", "the months in which the company paid a member something"),
]);

/// A disclosure file.
pub(in crate::scenario) static DISCLOSURE: Table = Table {
    title: "a disclosure",
    about: "A disclosure holds what was published about the incomes of a company's members, with \
            its convention: over whom, of which income, over what time. Shares are parts of one.",
    keys: &[
        key("company", Shape::Text, "who published it").required(),
        key("place", Shape::Text, "country or region of the members").required(),
        key("year", Shape::whole(1900, 2100), "year that the figures are of").required(),
        key(
            "until",
            Shape::whole(1900, 2100),
            "the last year that they may be of, where it is not one year or was not read",
        ),
        key("denominator", Shape::Text, "over whom, in the words of the publication").required(),
        key("people", Shape::whole(1, 1_000_000_000_000), "how many people that is").unit("people"),
        key("counts", GROUPS, "the program's group that is nearest to the denominator").required(),
        key("differs", Shape::Text, "how that group differs from the denominator, if it does"),
        key(
            "concept",
            Shape::Word(&[
                Word::new("company_pay", "all that the company paid"),
                Word::new("gross", "company pay and retail margin"),
                Word::new("net", "gross less own purchases beyond their own-use value and costs"),
            ]),
            "which income",
        )
        .default("\"company_pay\""),
        key(
            "window",
            Shape::Word(&[
                Word::new("last_12_months", "a year of a going company: the last of a simulation"),
                Word::new("first_12_months", "the first twelve months of each member"),
                Word::new("life", "each member's whole time"),
            ]),
            "the stretch of time that income is added up over",
        )
        .default("\"last_12_months\""),
        key(
            "per",
            Shape::Word(&[
                Word::new("year", "amounts are of a year, or of the whole window"),
                Word::new("month", "amounts are monthly averages"),
                Word::new("week", "amounts are weekly averages"),
            ]),
            "what time the amounts are of",
        )
        .default("\"year\""),
        key("currency", Shape::Currency, "currency of every amount, an ISO 4217 code").required(),
        key("bracket", Shape::Tables(&BRACKET), "the people by what they got").default("[]"),
        key(
            "rest",
            Shape::Word(&[
                Word::new("none", "nobody: the shares of the brackets add up to one"),
                Word::new("nothing", "they got nothing"),
                Word::new("above", "they got more than the highest bracket"),
                Word::new("below", "they got less than the lowest bracket, or nothing"),
                Word::new("unknown", "it was not published"),
            ]),
            "what the people in no bracket got",
        )
        .default("\"unknown\""),
        key("figure", Shape::Tables(&FIGURE), "single figures").default("[]"),
        key(
            "source",
            Shape::List { of: &Shape::Text, min: 1, max: 10, ascending: false },
            "where it was read: an address, or what the copy is called",
        )
        .required(),
        key(
            "grade",
            Shape::Word(&[
                Word::new("V", "read at the company, in a court's or agency's copy, or a paper"),
                Word::new("V2", "read where somebody else reports it"),
            ]),
            "how it was verified",
        )
        .required(),
        key("note", Shape::Text, "what else a reader should know"),
    ],
    also: None,
};

static BRACKET: Table = Table {
    title: "[[bracket]]",
    about: "A part of the people and what they got: on average, from one amount to another, or both.",
    keys: &[
        key("name", Shape::Text, "what the publication calls it, such as a rank"),
        key("share", SHARE, "share of the people").required(),
        key("average", AMOUNT, "what they got on average").unit("currency per `per`"),
        key("from", AMOUNT, "the least that they got").unit("currency per `per`"),
        key("to", AMOUNT, "the most that they got").unit("currency per `per`"),
    ],
    also: None,
};

static FIGURE: Table = Table {
    title: "[[figure]]",
    about: "A single figure.",
    keys: &[
        key(
            "statistic",
            Shape::Word(&[
                Word::new("mean", "the mean"),
                Word::new("median", "the median"),
                Word::new("maximum", "the most that anybody got"),
                Word::new("mean_expenses", "the mean of what the business cost a member"),
                Word::new("share_unpaid", "the share of people who got nothing"),
                Word::new("share_paid", "the share of people who got something"),
                Word::new("share_below", "the share of people who got less than `amount`"),
                Word::new("share_above", "the share of people who got more than `amount`"),
                Word::new("without_recruits", "the share of people who never signed anybody up"),
            ]),
            "what is said of the incomes",
        )
        .required(),
        key("value", AMOUNT, "the figure: an amount, or a share of people").required(),
        key("amount", AMOUNT, "for `share_below` and `share_above`, the amount in question")
            .unit("currency per `per`"),
        key("about", Shape::Flag, "the publication is not exact: \"about\", \"nearly\"")
            .default("false"),
        key(
            "bound",
            Shape::Word(&[
                Word::new("least", "of the denominator it is this or more"),
                Word::new("most", "of the denominator it is this or less"),
            ]),
            "whether the figure is only a bound; if not given, it is none",
        ),
        key("denominator", Shape::Text, "over whom").follows("that of the file"),
        key("counts", GROUPS, "the program's nearest group").follows("that of the file"),
    ],
    also: None,
};
