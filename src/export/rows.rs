//! Rows of tables that are long, written without an allocation for each cell.

/// Rows of a table in CSV, one after the other.
#[derive(Debug)]
pub(super) struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    /// None yet, below a heading.
    pub(super) fn below(heading: String) -> Self {
        // A cell with `#` in it is quoted, lest it be read as a comment.
        let mut writer = csv::WriterBuilder::new();
        Self(writer.comment(Some(b'#')).from_writer(heading.into_bytes()))
    }

    /// A row, which is empty so far.
    pub(super) fn row(&mut self) -> Row<'_> {
        Row(self)
    }

    /// All that was written, with the heading.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().expect("memory takes all that is written")
    }
}

/// A row under way; [`Row::end`] ends it.
#[derive(Debug)]
#[must_use = "a row has an end"]
pub(super) struct Row<'r>(&'r mut Rows);

impl Row<'_> {
    /// Adds a text.
    pub(super) fn text(self, text: &str) -> Self {
        self.0.0.write_field(text).expect("memory takes all that is written");
        self
    }

    /// Adds an amount of so many hundredths: `-1234.50`.
    pub(super) fn hundredths(self, hundredths: i64) -> Self {
        self.digits(hundredths.unsigned_abs(), 2, hundredths < 0)
    }

    /// Adds a whole number, or nothing.
    pub(super) fn whole(self, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.digits(number, 0, false),
            None => self.text(""),
        }
    }

    /// Adds a number of so many decimal places, all of its digits told.
    fn digits(self, mut digits: u64, places: usize, is_negative: bool) -> Self {
        // Written from the last one: 20 digits at the most, a point and a sign.
        let mut cell = [0; 22];
        let mut start = cell.len();
        let mut write = |byte: u8| {
            start -= 1;
            cell[start] = byte;
        };
        for place in 0.. {
            if place == places && places > 0 {
                write(b'.');
            }
            write(b'0' + (digits % 10) as u8);
            digits /= 10;
            if digits == 0 && place >= places {
                break;
            }
        }
        if is_negative {
            write(b'-');
        }
        self.0.0.write_field(&cell[start..]).expect("memory takes all that is written");
        self
    }

    /// Ends the row.
    pub(super) fn end(self) {
        let ended = self.0.0.write_record(None::<&[u8]>);
        ended.expect("rows have one length");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Money;

    /// Rows are those of the library that writes all other tables.
    #[test]
    fn rows_are_those_of_other_tables() {
        let texts =
            ["", "plain", "a,b", "\"", "say \"so\"", "#1", "a#b", "two\nlines", " é; '\t", "\r"];
        let numbers = [0, 1, 9, 10, 99, 100, 101, -1, -10, -99, -100, 12_345, i64::MAX, i64::MIN];
        let mut rows = Rows::below(String::new());
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
