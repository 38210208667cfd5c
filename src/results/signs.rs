//! The table of warning signs.

use super::tables::{AS_IN_UNIT, UNIT, columns_and_pooled, row_and_pooled};
use super::{Cell, Column, ESTIMATES, POOLED, SignLine, Table};
use crate::observation::Line;

/// How a sign stands to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its 95 % interval lies below.
    Below,
    /// It holds the line.
    NotTold,
    /// It lies above.
    Above,
}

impl Side {
    /// The side of a line on which a figure with this interval lies; `None` without one.
    pub fn of(interval: Option<(f64, f64)>, line: &Line) -> Option<Self> {
        let (low, high) = interval?;
        Some(if high < line.at {
            Self::Below
        } else if low > line.at {
            Self::Above
        } else {
            Self::NotTold
        })
    }

    /// The word in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::NotTold => "not told",
            Self::Above => "above",
        }
    }
}

impl SignLine {
    /// Whether the sign says something of this company: some run has the figure.
    pub fn applies(&self) -> bool {
        self.estimate.runs > 0
    }
}

/// What is said wherever signs are shown.
pub const NO_VERDICT: &str = "Each sign is a figure by its definition; none is a legal verdict, \
                              and laws and courts look at more than figures.";

/// The table of the signs of a study, or of a collapse test.
pub(super) fn table(lines: &[SignLine]) -> Table {
    let rows = lines.iter().flat_map(|line| {
        // A sign without a line has one row, and a sign that does not apply, too.
        let drawn: Vec<Option<&Line>> = match line.sign.lines {
            lines if line.applies() && !lines.is_empty() => lines.iter().map(Some).collect(),
            _ => vec![None],
        };
        drawn.into_iter().map(|drawn| {
            let all = line.estimate.pooled.and_then(|all| all.interval);
            let side = drawn.and_then(|drawn| Side::of(line.estimate.interval, drawn));
            let pooled_side = drawn.and_then(|drawn| Side::of(all, drawn));
            let keys = [
                Cell::from(line.sign.name),
                line.unit.as_str().into(),
                if line.applies() { "yes" } else { "no" }.into(),
                drawn.map_or(Cell::Missing, |drawn| Cell::real(drawn.at)),
                side.map_or(Cell::Missing, |side| side.label().into()),
            ];
            let mut cells = row_and_pooled(keys, &line.estimate);
            cells.push(pooled_side.map_or(Cell::Missing, |side| side.label().into()));
            cells.push(line.sign.denominator.into());
            cells.push(line.sign.definition.into());
            cells.push(drawn.map_or(Cell::Missing, |drawn| drawn.drawn_by.into()));
            cells.push(line.sign.basis.into());
            cells.push(if line.applies() { Cell::Missing } else { line.why_not.into() });
            cells
        })
    });
    let mut columns = columns_and_pooled(
        [
            ("sign", "word", "which figure"),
            UNIT,
            ("applies", "word", "yes, or no where no run has the figure"),
            ("line", AS_IN_UNIT, "a line that the figure is held against; empty: there is none"),
            (
                "side",
                "word",
                "below or above the line if the interval does not hold it, not told if it does; \
                 empty: no line, or no interval",
            ),
        ],
        AS_IN_UNIT,
    );
    let texts = [
        ("pooled_side", "the side of all runs together, by their interval; empty as side"),
        ("denominator", "what the figure is divided by, or over whom it is taken"),
        ("definition", "what the figure is"),
        ("line_drawn_by", "who draws the line, and where that is known from"),
        ("basis", "who looks at such a figure, and where that is known from"),
        ("why_not", "why the sign does not apply; empty: it does"),
    ];
    columns.extend(texts.map(|(name, meaning)| Column::new(name, "word", meaning)));
    Table {
        name: "warning_signs",
        title: "Warning signs",
        meaning: "What is looked at where a company is told from a pyramid scheme, each figure by \
                  its definition, of a whole run; means over runs. One row a sign and line.",
        notes: vec![
            ESTIMATES.into(),
            POOLED.into(),
            NO_VERDICT.into(),
            "Lines are those of rules and orders for single companies, which count in their own \
             way; here they are held against the whole company."
                .into(),
        ],
        columns,
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn an_interval_lies_on_a_side_or_holds_the_line() {
        let line = Line { at: 0.5, drawn_by: "us" };
        let side = |low, high| Side::of(Some((low, high)), &line);
        assert_eq!(side(0.2, 0.499), Some(Side::Below));
        assert_eq!(side(0.501, 0.6), Some(Side::Above));
        assert_eq!(side(0.5, 0.6), Some(Side::NotTold));
        assert_eq!(Side::of(None, &line), None);
    }

    #[test]
    fn a_sign_has_a_row_for_each_line_and_says_where_it_does_not_apply() {
        let table = table(&fixture::study().signs);
        let rows: Vec<_> = table.rows.iter().map(|row| row[..5].to_vec()).collect();
        let sales = |line: f64, side: &str| {
            let keys = [Cell::from("outside_sales_share"), "share".into(), "yes".into()];
            keys.into_iter().chain([Cell::Real(line), side.into()]).collect::<Vec<_>>()
        };
        let stock = ["unsold_share", "share", "no"].map(Cell::from);
        let stock = stock.into_iter().chain([Cell::Missing, Cell::Missing]).collect::<Vec<_>>();
        let expected =
            [sales(0.5, "above"), sales(0.7, "not told"), sales(0.8, "below"), stock.clone()];
        assert_eq!(rows, expected);
        let why_not = table.rows[3].last();
        assert!(matches!(why_not, Some(Cell::Text(text)) if text.contains("no stock")));
    }
}
