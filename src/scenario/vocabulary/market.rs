//! The keys of a scenario about the world around the company.

use super::super::keys::{Shape, Table};
use super::key;

pub(super) static MARKET: Table = Table {
    title: "[market]",
    about: "How many people there are, and how soon everyone has been asked.",
    keys: &[
        key(
            "population",
            Shape::Whole { min: 1, max: 100_000_000, infinite: true },
            "people who could ever join, founders included",
        )
        .unit("people")
        .default("100_000")
        .evidence("(C)"),
        key("founders", Shape::whole(1, 1_000_000), "members at the start")
            .unit("people")
            .default("50")
            .evidence("(C)"),
        key(
            "overlap",
            Shape::number(1.0, 10.0),
            "how much circles of acquaintances overlap: the chance that a contact has not joined \
             is the share of people who have not, to this power; 1 is well mixed",
        )
        .default("1.0")
        .evidence("well mixed is the case with known theory (C)"),
        key(
            "spontaneous",
            Shape::number(0.0, 1.0),
            "people who sign up without being approached, for each who has not joined: Bass's \
             coefficient of innovation; each is assigned to a builder drawn by lot",
        )
        .unit("a month")
        .default("0")
        .evidence(
            "near 0: in Montana nearly all who joined one company followed others (Bosley and \
             McKeage 2015; B)",
        ),
        key(
            "crowding",
            Shape::number(0.0, 1.0e6),
            "people whom each builder's offer reaches: who is approached by one builder and reached \
             by k others in the mean is won 1/(1 + k) times as often, as member or customer; 0: \
             builders do not stand in each other's way",
        )
        .unit("people")
        .default("0")
        .evidence("(C)"),
        key(
            "customers_run_out",
            Shape::Flag,
            "whether customers are people of the market too: whoever is somebody's customer can be \
             won neither as a customer nor as a member, and customers run out; otherwise there is \
             no end of them",
        )
        .default("false")
        .evidence("(C)"),
        key(
            "rejoin_after",
            Shape::Whole { min: 1, max: 1200, infinite: true },
            "time after leaving from which former members may join again, as new members; infinite: \
             nobody returns",
        )
        .unit("months")
        .default("\"infinite\"")
        .evidence("(C)"),
    ],
    also: None,
};

pub(super) static DIGITAL: Table = Table {
    title: "[digital]",
    about: "What digital tools change. With all keys at 0 there are none.",
    keys: &[
        key(
            "reach",
            Shape::number(0.0, 100.0),
            "strangers whom builders approach by digital means, for each person whom they approach \
             otherwise",
        )
        .default("0")
        .evidence("(C)"),
        key(
            "crm",
            Shape::PROBABILITY,
            "share of customers who would be lost and are kept by digital care for them",
        )
        .default("0")
        .evidence("(C)"),
        key(
            "lower_barriers",
            Shape::RATE,
            "by how much joining is cheaper: what is taken off `fee` in `[join]`, as a share",
        )
        .default("0")
        .evidence("(C)"),
        key(
            "transparency",
            Shape::PROBABILITY,
            "how much of what others earn is known: to builders what their downlines earn, and to \
             recruits what their sponsors believe; acts where `learning` in `[belief]` is above 0",
        )
        .default("0")
        .evidence("(C)"),
    ],
    also: None,
};

const FACTOR: Shape = Shape::number(0.0, 100.0);

pub(super) static SHOCK: Table = Table {
    title: "[[shock]]",
    about: "Months that are unlike others: a stop of recruiting, a viral month. Where several fall \
            into one month, their factors multiply.",
    keys: &[
        key("name", Shape::Text, "how overrides refer to it").required(),
        key("from", Shape::whole(1, 1200), "the first such month").required().evidence("(C)"),
        key(
            "months",
            Shape::Whole { min: 1, max: 1200, infinite: true },
            "how many there are; infinite: all months from then on",
        )
        .unit("months")
        .default("1")
        .evidence("(C)"),
        key("contacts", FACTOR, "what the number of people approached is multiplied by")
            .default("1")
            .evidence("(C)"),
        key(
            "sign_ups",
            FACTOR,
            "what chances to sign up are multiplied by, and people who sign up without being \
             approached; 0: recruiting stops, while selling goes on",
        )
        .default("1")
        .evidence("(C)"),
        key("orders", FACTOR, "what a customer's chance to order is multiplied by")
            .default("1")
            .evidence("(C)"),
    ],
    also: None,
};
