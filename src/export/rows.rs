//! Rows of tables that are long, written without an allocation for each cell.

/// Rows of a table in CSV, one after the other.
#[derive(Debug, Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
}

impl Rows {
    /// A row, which is empty so far.
    pub(super) fn row(&mut self) -> Row<'_> {
        Row { bytes: &mut self.bytes }
    }

    /// All that was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A row under way; [`Row::end`] ends it.
#[derive(Debug)]
#[must_use = "a row has an end"]
pub(super) struct Row<'r> {
    bytes: &'r mut Vec<u8>,
}

impl Row<'_> {
    /// Adds a text, in quotes where it would be read as something else: `#` begins a comment.
    pub(super) fn text(self, text: &str) -> Self {
        if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n' | b'#')) {
            self.bytes.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    self.bytes.push(b'"');
                }
                self.bytes.push(byte);
            }
            self.bytes.push(b'"');
        } else {
            self.bytes.extend_from_slice(text.as_bytes());
        }
        self.bytes.push(b',');
        self
    }

    /// Adds an amount of so many hundredths: `-1234.50`.
    pub(super) fn hundredths(self, hundredths: i64) -> Self {
        if hundredths < 0 {
            self.bytes.push(b'-');
        }
        let size = hundredths.unsigned_abs();
        push_whole(self.bytes, size / 100);
        let rest = (size % 100) as u8;
        self.bytes.extend_from_slice(&[b'.', b'0' + rest / 10, b'0' + rest % 10, b',']);
        self
    }

    /// Adds a whole number, or nothing.
    pub(super) fn whole(self, number: Option<u64>) -> Self {
        if let Some(number) = number {
            push_whole(self.bytes, number);
        }
        self.bytes.push(b',');
        self
    }

    /// Ends the row.
    pub(super) fn end(self) {
        let last = self.bytes.last_mut().expect("a row has a cell");
        *last = b'\n';
    }
}

fn push_whole(bytes: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    bytes.extend_from_slice(&digits[first..]);
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
