//! The keys of `[network]`.

use super::super::keys::{Shape, Table, Word};
use super::key;

/// Kinds of random networks.
const RANDOM: &[&str] = &["erdos-renyi", "watts-strogatz", "barabasi-albert"];

/// Who knows whom.
pub(super) static NETWORK: Table = Table {
    title: "[network]",
    about: "Who knows whom: people approach only those they know, and each of their circles fills \
            up by itself. Without this section the market is well mixed.",
    keys: &[
        key(
            "kind",
            Shape::Word(&[
                Word::new("erdos-renyi", "any two people know each other with the same chance"),
                Word::new(
                    "watts-strogatz",
                    "people on a ring know the nearest, but for some who know others anywhere",
                ),
                Word::new("barabasi-albert", "a few people are known to very many"),
                Word::new("edge-list", "those in a file"),
            ]),
            "how the network comes about",
        )
        .required()
        .evidence("(C)"),
        key(
            "degree",
            Shape::number(0.0, 10_000.0),
            "mean number of people whom a person knows, whether they join or not: the list of \
             acquaintances of a builder; even for `watts-strogatz` and `barabasi-albert`",
        )
        .of(RANDOM)
        .unit("people")
        .default("150")
        .evidence("150 Dunbar, 290 Killworth, 610 McCormick and Salganik (B)"),
        key(
            "rewiring",
            Shape::PROBABILITY,
            "share of acquaintances who do not live near but anywhere: 0 is a place in which \
             circles overlap, 1 is almost `erdos-renyi`",
        )
        .of(&["watts-strogatz"])
        .default("0.1")
        .evidence("a small world, in which everybody is few steps away (C)"),
        key(
            "file",
            Shape::Text,
            "path of a CSV file with the columns `person,contact`, relative to the scenario file: \
             each line is a pair of people who know each other, numbered from 1 to `population`",
        )
        .of(&["edge-list"])
        .required(),
    ],
    also: None,
};
