//! The table of where the money went, from place to place.

use super::tables::{columns, row};
use super::{Cell, ESTIMATES, Study, Table};
use crate::observation::Node;

pub(super) fn table(study: &Study) -> Table {
    let rows = study.flows.iter().map(|flow| {
        let kind = |node| match node {
            Node::Line(_) => "purpose",
            Node::Level(..) => "level",
            _ => "party",
        };
        let keys = [
            Cell::from(study.label(flow.from)),
            kind(flow.from).into(),
            study.label(flow.to).into(),
            kind(flow.to).into(),
        ];
        row(keys, &flow.amount)
    });
    Table {
        name: "money_flows",
        title: "Where the money went, from place to place",
        meaning: "Every flow of the ledger from who pays to what it is paid for, and from there, of a \
                  level bonus over each of its levels, to who gets it, over a whole run; means over runs. In each run every place but \
                  the outer ones passes on, to the cent, what it gets.",
        notes: vec![
            ESTIMATES.into(),
            "members pay, members get: the same people, all members past and present.".into(),
            "level: how far above the buyer who gets it stands, by the levels that the plan counts; 0 is \
             the buyer. Caps and rounding are shared out like what is due."
                .into(),
            "A bonus that the plan pays on one level, and one for which it counts none (differential, \
             pair, pool, award), goes in one piece from the company to members: how far above the \
             buyer who gets it stands is not a term of the plan there."
                .into(),
            "company keeps: what the company is left with after goods and bonuses, before its \
             other costs; company adds: what it pays beyond what it gets. One of them is zero in \
             a run."
                .into(),
        ],
        columns: columns(
            [
                ("from", "word", "where the money comes from"),
                (
                    "from_kind",
                    "word",
                    "party; purpose: a flow of the ledger; or level: a part of it",
                ),
                ("to", "word", "where it goes"),
                ("to_kind", "word", "the same"),
            ],
            &study.provenance.currency,
        ),
        rows: rows.collect(),
    }
}
