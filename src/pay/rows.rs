//! The rows of a table, with the lines they stand on.

use std::io::Cursor;

use super::company::InputFile;
use super::fault::Faults;

/// After so many faults a table is no longer read again from the line behind an open quote: each
/// such reading may go on to the end of the table.
const REREAD_MAX: usize = 1000;

const OPEN_QUOTE: &str = "a quote opens here that is not closed on the same line: close it, or \
                          remove it";

/// A column that a table has or may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnName {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
}

/// A column without which the table is no such table.
pub(super) const fn required(name: &'static str) -> ColumnName {
    ColumnName { name, is_required: true }
}

/// A column that may be left out.
pub(super) const fn optional(name: &'static str) -> ColumnName {
    ColumnName { name, is_required: false }
}

/// A reader of rows.
pub(super) struct Rows<'a, const N: usize> {
    file: usize,
    text: &'a str,
    reader: csv::Reader<Cursor<&'a [u8]>>,
    record: csv::StringRecord,
    /// Where in a row each column stands.
    columns: [Option<usize>; N],
    width: usize,
}

/// A row.
pub(super) struct Row<'r, const N: usize> {
    pub(super) line: u32,
    record: &'r csv::StringRecord,
    columns: &'r [Option<usize>; N],
}

impl<'r, const N: usize> Row<'r, N> {
    /// The text in a column, without spaces around it; empty where there is no such column.
    pub(super) fn get(&self, column: usize) -> &'r str {
        self.columns[column].and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }
}

impl<'a, const N: usize> Rows<'a, N> {
    /// Reads the header. `None`, with the reason among the faults, if this is no such table.
    pub(super) fn open(
        file: usize,
        input: InputFile<'a>,
        wanted: [ColumnName; N],
        faults: &mut Faults,
    ) -> Option<Self> {
        let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input.bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = 1 + newlines(&bytes[..error.valid_up_to()]);
                faults.add(file, Some(line), "this is not text in UTF-8: save the table as such");
                return None;
            }
        };
        if text.len() >= u32::MAX as usize {
            faults.add(file, None, "it is larger than 4 GiB: split the company");
            return None;
        }
        let open = |comment| {
            let mut table = csv::ReaderBuilder::new();
            table.has_headers(false).flexible(true).comment(comment);
            table.from_reader(Cursor::new(text.as_bytes()))
        };
        let mut reader = open(Some(b'#'));
        let mut record = csv::StringRecord::new();
        let is_there = reader.read_record(&mut record).expect("text in memory can be read");
        if !is_there {
            faults.add(file, None, format!("it is empty: {}", header_of(&wanted)));
            return None;
        }
        record.trim();
        let start = Start::of_header(text, &record);
        let line = Some(start.line);
        if start.has_open_quote(text) {
            faults.add(file, line, OPEN_QUOTE);
            return None;
        }
        let find = |column: ColumnName| record.iter().position(|name| name == column.name);
        let columns = wanted.map(find);
        let n_before = faults.len();
        for (at, name) in record.iter().enumerate() {
            if !wanted.iter().any(|column| column.name == name) {
                if name.contains([';', '\t']) {
                    faults.add(file, line, "columns are separated by commas: save the table so");
                    return None;
                }
                let reason = format!("`{name}` is no column of this table: {}", header_of(&wanted));
                faults.add(file, line, reason);
            } else if record.iter().take(at).any(|earlier| earlier == name) {
                faults.add(
                    file,
                    line,
                    format!("the column `{name}` stands here twice: remove one"),
                );
            }
        }
        for (column, place) in wanted.iter().zip(columns) {
            if column.is_required && place.is_none() {
                let reason =
                    format!("there is no column `{}`: {}", column.name, header_of(&wanted));
                faults.add(file, line, reason);
            }
        }
        let width = record.len();
        // Below the header a name may begin as a comment does.
        let behind_header = reader.position().clone();
        let mut reader = open(None);
        reader.seek(behind_header).expect("text in memory can be read");
        (faults.len() == n_before).then_some(Self { file, text, reader, record, columns, width })
    }

    /// The next row that has as many fields as the header.
    pub(super) fn next(&mut self, faults: &mut Faults) -> Option<Row<'_, N>> {
        loop {
            let is_there =
                self.reader.read_record(&mut self.record).expect("text in memory can be read");
            if !is_there {
                return None;
            }
            if self.may_have_open_quote() {
                let start = Start::of(self.text, &self.record);
                if start.has_open_quote(self.text) {
                    faults.add(self.file, Some(start.line), OPEN_QUOTE);
                    self.go_on_behind(start, faults.len());
                    continue;
                }
            }
            if self.record.len() == self.width {
                break;
            }
            let line = Start::of(self.text, &self.record).line;
            let fields = match self.record.len() {
                1 => "1 field".to_owned(),
                n => format!("{n} fields"),
            };
            let cure = if self.record.len() > self.width {
                "put text with commas in quotes"
            } else {
                "an empty field keeps its comma"
            };
            let reason = format!("this row has {fields}, and the header {}: {cure}", self.width);
            faults.add(self.file, Some(line), reason);
        }
        let line = Start::of(self.text, &self.record).line;
        Some(Row { line, record: &self.record, columns: &self.columns })
    }

    /// Whether the row that was read goes on over several lines, or to the end of the table.
    fn may_have_open_quote(&self) -> bool {
        let end = self.reader.position();
        let first = self.record.position().map_or(0, csv::Position::line);
        end.line() > first + 1 || end.byte() as usize >= self.text.len()
    }

    /// Reads on from the line behind that of a row.
    fn go_on_behind(&mut self, start: Start, n_faults: usize) {
        if n_faults > REREAD_MAX {
            return;
        }
        let rest = &self.text.as_bytes()[start.byte..];
        let length = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let mut position = csv::Position::new();
        position.set_byte((start.byte + length) as u64).set_line(u64::from(start.line) + 1);
        self.reader.seek(position).expect("text in memory can be read");
    }
}

/// How the header should read.
fn header_of(wanted: &[ColumnName]) -> String {
    let part = |(at, column): (usize, &ColumnName)| match (at, column.is_required) {
        (0, _) => column.name.to_owned(),
        (_, true) => format!(",{}", column.name),
        (_, false) => format!("[,{}]", column.name),
    };
    let header: String = wanted.iter().enumerate().map(part).collect();
    format!("the first line names the columns, {header}")
}

/// Where a row begins.
#[derive(Clone, Copy)]
struct Start {
    byte: usize,
    line: u32,
}

impl Start {
    /// That of the header, behind comments.
    fn of_header(text: &str, record: &csv::StringRecord) -> Self {
        Self::behind(text, record, |first| matches!(first, b'\r' | b'\n' | b'#'))
    }

    fn of(text: &str, record: &csv::StringRecord) -> Self {
        Self::behind(text, record, |first| matches!(first, b'\r' | b'\n'))
    }

    /// The reader counts from the end of the row before, so empty lines and comments in between
    /// are skipped here: lines with these first bytes.
    fn behind(text: &str, record: &csv::StringRecord, is_skipped: impl Fn(u8) -> bool) -> Self {
        let Some(position) = record.position() else { return Self { byte: 0, line: 1 } };
        let text = text.as_bytes();
        let (mut byte, mut line) = (position.byte() as usize, position.line() as u32);
        while text.get(byte).is_some_and(|&first| is_skipped(first)) {
            let Some(end) = text[byte..].iter().position(|&byte| byte == b'\n') else { break };
            byte += end + 1;
            line += 1;
        }
        Self { byte, line }
    }

    /// Whether a quote of the row is not closed on the line on which it begins.
    fn has_open_quote(self, text: &str) -> bool {
        let line = text[self.byte..].split(['\r', '\n']).next().unwrap_or_default();
        let mut rest = line.as_bytes();
        loop {
            // At the beginning of a field; a quote further on is a letter like any other.
            if let [b'"', quoted @ ..] = rest {
                match behind_quoted(quoted) {
                    Some(behind) => rest = behind,
                    None => return true,
                }
            }
            match rest.iter().position(|&byte| byte == b',') {
                Some(comma) => rest = &rest[comma + 1..],
                None => return false,
            }
        }
    }
}

/// What stands behind the quote that closes a text; two quotes are one letter of it.
fn behind_quoted(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        let quote = text.iter().position(|&byte| byte == b'"')?;
        match &text[quote + 1..] {
            [b'"', rest @ ..] => text = rest,
            rest => return Some(rest),
        }
    }
}

fn newlines(bytes: &[u8]) -> u32 {
    bytes.split(|&byte| byte == b'\n').count() as u32 - 1
}
