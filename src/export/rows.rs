//! Rows of tables that are long, written without an allocation for each cell.

use std::fmt::{Display, Write as _};

use crate::units::Money;

/// Rows of a table in CSV, one after the other.
#[derive(Debug)]
pub(super) struct Rows {
    writer: csv::Writer<Vec<u8>>,
    /// The cell that is being written.
    cell: String,
}

impl Default for Rows {
    fn default() -> Self {
        // A cell with `#` in it is quoted, lest it be read as a comment.
        let writer = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(Vec::new());
        Self { writer, cell: String::new() }
    }
}

impl Rows {
    /// A row, which is empty so far.
    pub(super) fn row(&mut self) -> Row<'_> {
        Row(self)
    }

    /// All that was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory takes all that is written")
    }
}

/// A row under way; [`Row::end`] ends it.
#[derive(Debug)]
#[must_use = "a row has an end"]
pub(super) struct Row<'r>(&'r mut Rows);

impl Row<'_> {
    /// Adds a text.
    pub(super) fn text(self, text: &str) -> Self {
        self.0.writer.write_field(text).expect("memory takes all that is written");
        self
    }

    /// Adds an amount of so many hundredths: `-1234.50`.
    pub(super) fn hundredths(self, hundredths: i64) -> Self {
        self.shown(Money::from_cents(hundredths))
    }

    /// Adds a whole number, or nothing.
    pub(super) fn whole(self, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.shown(number),
            None => self.text(""),
        }
    }

    fn shown(self, value: impl Display) -> Self {
        let Rows { writer, cell } = &mut *self.0;
        cell.clear();
        write!(cell, "{value}").expect("a text takes all that is written");
        writer.write_field(&*cell).expect("memory takes all that is written");
        self
    }

    /// Ends the row.
    pub(super) fn end(self) {
        let ended = self.0.writer.write_record(None::<&[u8]>);
        ended.expect("rows have one length");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows are those of the library that writes all other tables.
    #[test]
    fn rows_are_those_of_other_tables() {
        let texts =
            ["", "plain", "a,b", "\"", "say \"so\"", "#1", "a#b", "two\nlines", " é; '\t", "\r"];
        let numbers = [0, 1, 9, 10, 99, 100, 101, -1, -10, -99, -100, 12_345, i64::MAX, i64::MIN];
        let mut rows = Rows::default();
        let mut writer = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(Vec::new());
        for text in texts {
            for number in numbers {
                let whole = u64::try_from(number).ok();
                rows.row().text(text).hundredths(number).whole(whole).text(text).end();
                let amount = Money::from_cents(number).to_string();
                let whole = whole.map_or(String::new(), |number| number.to_string());
                writer.write_record([text, &amount, &whole, text]).unwrap();
            }
        }
        let expected = writer.into_inner().unwrap();
        assert_eq!(String::from_utf8(rows.into_bytes()), String::from_utf8(expected));
    }
}
