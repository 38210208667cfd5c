//! The keys of the trees of a plan.

use super::super::keys::{Shape, Table, Word};
use super::key;

pub(super) static TREE: Table = Table {
    title: "[[tree]]",
    about: "A tree beside that of sponsors, which always exists and is called `sponsor`. At most \
            one of them limits how many stand below one, at most one passes recruits up, and at \
            most one is of boards.",
    keys: &[
        key("name", Shape::Text, "how bonuses refer to it").required(),
        key("place", Shape::Word(PLACES), "where a recruit is placed").required(),
        key(
            "width",
            Shape::whole(2, 100),
            "most members directly below one; `weak` compares 2; of `board`, into how many a board \
             splits",
        )
        .unit("people"),
        key(
            "depth",
            Shape::whole(2, 20),
            "of `board`, its rows, the one at the top and the last one included",
        )
        .unit("rows"),
        key(
            "n",
            Shape::whole(0, 100),
            "of `pass_up`, how many of his recruits everybody passes up",
        )
        .unit("people"),
        key(
            "follow",
            Shape::Flag,
            "of `board`, whether recruits take a seat on the board of their sponsor while he is on \
             one, and not on the oldest",
        )
        .follows("`false`"),
        key("hold", Shape::Later(&Shape::whole(0, 120)), "time in the holding tank")
            .unit("periods"),
        key("seats", Shape::Later(&Shape::whole(1, 15)), "seats of one person").unit("seats"),
        key(
            "vacant",
            Shape::Word(VACANT),
            "what happens to the seat of a leaver with somebody below him",
        )
        .follows("`keep`"),
    ],
    also: None,
};

const PLACES: &[Word] = &[
    Word::new("sponsor", "under the sponsor"),
    Word::new("bfs", "in the first open seat below the sponsor, level by level, left to right"),
    Word::new(
        "weak",
        "in an open seat directly below the sponsor, or else down the outer edge of the leg with \
         less volume at the last run",
    ),
    Word::new(
        "left",
        "in an open seat directly below the sponsor, of whichever leg, or else down the left edge",
    ),
    Word::new(
        "right",
        "in an open seat directly below the sponsor, of whichever leg, or else down the right edge",
    ),
    Word::new(
        "alternate",
        "in an open seat directly below the sponsor, or else down the edge of the leg whose turn it \
         is by how many people he signed up before: of two legs the left one after an even number",
    ),
    Word::new("pass_up", "the first `n` under whomever their sponsor is under, others under him"),
    Word::new("board", "in the last row of a board, which splits when that is full"),
];

const VACANT: &[Word] =
    &[Word::new("keep", "it stays empty"), Word::new("refill", "the next recruit who comes by")];
