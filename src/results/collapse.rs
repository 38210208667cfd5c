//! What is left of a company some months after the last person joined.

use super::tables::{columns_and_pooled, row_and_pooled};
use super::worlds::SAME;
use super::{
    Cell, Column, DIFFERENCES, ESTIMATES, POOLED, Provenance, SignLine, Table, Verdict, signs,
};
use crate::observation::AFTER_STOP;
use crate::statistics::Estimate;

/// The collapse test: recruiting stops, and what is left is put beside the same world undisturbed.
#[derive(Clone, Debug)]
pub struct Collapse {
    /// Where the figures come from.
    pub provenance: Provenance,
    /// The last month in which people join.
    pub at: u32,
    /// By quantity, then by month from that one on.
    pub rows: Vec<CollapseRow>,
}

/// What is left of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct CollapseRow {
    /// The quantity.
    pub quantity: &'static Remaining,
    /// Months since the last one in which people join.
    pub after: u32,
    /// What is left of the quantity of that month where recruiting stops; a mean over runs.
    pub stopped: Estimate,
    /// The same where it goes on.
    pub undisturbed: Estimate,
    /// The first less the second, pair by pair of runs.
    pub difference: Estimate,
}

/// A quantity of which something may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// The word in tables.
    pub name: &'static str,
    /// What it is, for readers.
    pub words: &'static str,
    /// The series that are added up.
    pub series: &'static [&'static str],
    /// Whether it is taken for each member.
    pub per_member: bool,
}

/// The quantities of the collapse test; the first is the headline.
pub const REMAINING: [Remaining; 5] = [
    Remaining {
        name: "company_pay",
        words: "what the company pays to members",
        series: &["company_pay"],
        per_member: false,
    },
    Remaining {
        name: "retail_margin",
        words: "what members keep of customers' payments",
        series: &["retail_margin"],
        per_member: false,
    },
    Remaining {
        name: "gross",
        words: "both",
        series: &["company_pay", "retail_margin"],
        per_member: false,
    },
    Remaining { name: "members", words: "members", series: &["members"], per_member: false },
    Remaining {
        name: "company_pay_per_member",
        words: "company pay per member",
        series: &["company_pay"],
        per_member: true,
    },
];

/// Months after which the test says what is left.
pub const COLLAPSE_MONTHS: u32 = 12;

impl Collapse {
    /// What is left of a quantity at the end of the test.
    pub fn at_end(&self, quantity: &str) -> Option<&CollapseRow> {
        self.of(quantity).last()
    }

    /// What is left of pay, as a warning sign.
    pub fn sign(&self) -> SignLine {
        let left = self.at_end(REMAINING[0].name).expect("every quantity has its rows");
        let sign = &AFTER_STOP;
        SignLine { sign, unit: sign.unit.into(), estimate: left.stopped, why_not: sign.absent }
    }

    /// Whether of all runs together something else is left at the end than in the mean of runs.
    pub fn worlds_differ(&self) -> bool {
        let ends = REMAINING.iter().filter_map(|quantity| self.at_end(quantity.name));
        ends.flat_map(|row| [row.stopped, row.undisturbed])
            .any(|left| left.pooled.is_some_and(|all| (all.value - left.value).abs() >= SAME))
    }

    /// The rows of a quantity, month by month.
    pub fn of(&self, quantity: &str) -> impl Iterator<Item = &CollapseRow> {
        self.rows.iter().filter(move |row| row.quantity.name == quantity)
    }
}

/// The tables of a collapse test: what is left, and the warning sign that it is.
pub fn collapse_tables(collapse: &Collapse) -> [Table; 2] {
    [left_table(collapse), signs::table(&[collapse.sign()])]
}

fn left_table(collapse: &Collapse) -> Table {
    let rows = collapse.rows.iter().flat_map(|line| {
        let worlds = [
            ("stopped", &line.stopped),
            ("undisturbed", &line.undisturbed),
            ("difference", &line.difference),
        ];
        worlds.map(|(world, estimate)| {
            let told = match world {
                "difference" => Verdict::of(estimate).label(),
                _ => None,
            };
            let keys = [
                line.quantity.name.into(),
                Cell::Integer(line.after.into()),
                world.into(),
                told.map_or(Cell::Missing, Cell::from),
            ];
            let mut cells = row_and_pooled(keys, estimate);
            cells.push(line.quantity.words.into());
            cells
        })
    });
    let mut columns = columns_and_pooled(
        [
            ("quantity", "word", "of what something is left"),
            ("months_after", "months", "months since the last one in which people join"),
            (
                "world",
                "word",
                "stopped: nobody joins any more; undisturbed; difference: of the two",
            ),
            (
                "told_from_zero",
                "word",
                "of a difference: yes if the interval does not hold zero, no if it does",
            ),
        ],
        "share",
    );
    columns.push(Column::new("meaning", "word", "what the quantity is"));
    Table {
        name: "collapse",
        title: "What is left when recruiting stops",
        meaning: "What is left of a quantity of the last month in which people join, so many months \
                  later: as a share of it, where nobody joins any more and where people go on to \
                  join; means over runs. More than one is more than there was.",
        notes: vec![
            ESTIMATES.into(),
            POOLED.into(),
            DIFFERENCES.into(),
            format!("The last month in which people join is month {}.", collapse.at),
            "A run without the quantity in that month has no figure.".into(),
            "Those who stay go on to sell and buy as before, which is an assumption.".into(),
            "No line is known to be drawn at such a figure. The revenue of BurnLounge, US, is said, at \
             second hand, to have fallen sharply after its programme stopped."
                .into(),
        ],
        columns,
        rows: rows.collect(),
    }
}
