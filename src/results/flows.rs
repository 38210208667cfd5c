//! The table of where the money went, from place to place.

use super::tables::{columns, row};
use super::{Cell, ESTIMATES, Study, Table};
use crate::observation::Node;

pub(super) fn table(study: &Study) -> Table {
    let rows = study.flows.iter().map(|flow| {
        let kind = |node| if matches!(node, Node::Line(_)) { "purpose" } else { "party" };
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
        meaning: "Every flow of the ledger from who pays to what it is paid for, and from there to \
                  who gets it, over a whole run; means over runs. In each run every place but \
                  the outer ones passes on, to the cent, what it gets.",
        notes: vec![
            ESTIMATES.into(),
            "members pay, members get: the same people, all members past and present.".into(),
            "company keeps: what the company is left with after goods and bonuses, before its \
             other costs; company adds: what it pays beyond what it gets. One of them is zero in \
             a run."
                .into(),
        ],
        columns: columns(
            [
                ("from", "word", "where the money comes from"),
                ("from_kind", "word", "party, or purpose: a flow of the ledger"),
                ("to", "word", "where it goes"),
                ("to_kind", "word", "party, or purpose: a flow of the ledger"),
            ],
            &study.provenance.currency,
        ),
        rows: rows.collect(),
    }
}
