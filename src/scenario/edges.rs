//! A file of pairs of people who know each other: all of its faults, or a network.

use super::check::grouped;
use super::problem::Problem;
use super::tree::Place;
use crate::submodels::network::Graph;

/// The columns.
const HEADER: &str = "person,contact";

/// What stands between the columns of other tables, and its name.
const OTHER_SEPARATORS: [(char, &str); 4] =
    [(';', "a semicolon `;`"), ('\t', "a tab"), ('|', "a bar `|`"), (' ', "a space")];

/// So many faults are shown; the others are counted.
const FAULTS_SHOWN: usize = 10;

/// No line with two numbers has so many bytes.
const LINE_MAX: usize = 200;

/// What is wrong with a file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The first faults.
    pub first: Vec<Problem>,
    /// How many others there are.
    pub more: usize,
}

impl Faults {
    fn add(&mut self, place: Place, reason: impl Into<String>, help: impl Into<String>) {
        if self.first.len() < FAULTS_SHOWN {
            self.first.push(Problem::at(Some(place), reason).help(help));
        } else {
            self.more += 1;
        }
    }
}

/// A pair of people, the smaller number first, and where it was written.
type Pair = ([u32; 2], u32);

/// The network of the pairs in `text`, among people from 1 to `people`; faults are placed in the
/// text of this number. The order of lines, and of the two in a line, makes no difference.
pub(super) fn parse(text: &str, people: u32, source: usize) -> Result<Graph, Faults> {
    let mut reader = Reader { people, source, faults: Faults::default(), pairs: Vec::new() };
    reader.read(text);
    reader.pairs.sort_unstable();
    reader.report_repetitions(text);
    let Reader { pairs, mut faults, .. } = reader;
    if pairs.is_empty() && faults.first.is_empty() {
        let place = Place { source, start: text.len(), end: text.len() };
        faults.add(
            place,
            "no pair of people stands in this file",
            format!("write lines `1,2` below `{HEADER}`"),
        );
    }
    if !faults.first.is_empty() {
        return Err(faults);
    }
    let edges: Vec<[u32; 2]> = pairs.into_iter().map(|(pair, _)| pair).collect();
    Ok(Graph::from_edges(people, &edges))
}

/// What stands between the columns of a line, if it is no comma.
fn other_separator(line: &str) -> Option<&'static str> {
    // Words of a sentence are no columns.
    let is_one = |separator: char| match separator {
        ' ' => line.split(' ').count() == 2,
        _ => line.contains(separator),
    };
    let found = OTHER_SEPARATORS.iter().find(|(separator, _)| is_one(*separator));
    found.filter(|_| !line.contains(',')).map(|(_, name)| *name)
}

struct Reader {
    people: u32,
    source: usize,
    faults: Faults,
    pairs: Vec<Pair>,
}

impl Reader {
    fn read(&mut self, text: &str) {
        // Spreadsheets begin a file with a mark that says that it is UTF-8.
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut start = text.len() - lines.len();
        let mut has_header = false;
        for line in lines.split_inclusive('\n') {
            let at = start;
            start += line.len();
            let line = line.trim_end();
            if line.len() > LINE_MAX {
                let place = Place { source: self.source, start: at, end: at };
                let reason =
                    format!("this line has more than {LINE_MAX} bytes: this is no edge list");
                self.faults.add(place, reason, "each line is a pair of numbers, such as `1,2`");
                return;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if has_header {
                self.read_pair(line, at);
                continue;
            }
            has_header = true;
            if line.replace(' ', "") != HEADER {
                if let Some(separator) = other_separator(line) {
                    let reason = format!(
                        "the columns are separated by {separator}: an edge list has commas"
                    );
                    let help = format!(
                        "save the table with commas: `{HEADER}`, and then lines such as `1,2`"
                    );
                    // So are those of all lines.
                    self.faults.add(self.place(at, line), reason, help);
                    return;
                }
                let reason = format!("the first line names the columns: `{HEADER}`");
                // Other names of columns are no pair besides.
                let is_pair = line.starts_with(|first: char| first.is_ascii_digit());
                let help = if is_pair { "write it above the pairs" } else { "write it so" };
                self.faults.add(self.place(at, line), reason, help);
                if is_pair {
                    self.read_pair(line, at);
                }
            }
        }
    }

    /// Reads a line that starts at this byte.
    fn read_pair(&mut self, line: &str, at: usize) {
        let Some((first, second)) = line.split_once(',').filter(|(_, rest)| !rest.contains(','))
        else {
            let reason = match other_separator(line) {
                Some(separator) => format!("the two are separated by {separator}, not by a comma"),
                None => "this is no pair of people".into(),
            };
            let help = "write two numbers with a comma between them";
            self.faults.add(self.place(at, line), reason, help);
            return;
        };
        let second_at = at + first.len() + 1;
        let [a, b] = [(first, at), (second, second_at)].map(|(field, at)| self.person(field, at));
        let (Some(a), Some(b)) = (a, b) else { return };
        if a == b {
            self.faults.add(self.place(at, line), "nobody is his own contact", "remove this line");
            return;
        }
        self.pairs.push(([a.min(b), a.max(b)], at as u32));
    }

    /// The person of a field that starts at this byte, numbered from 0.
    fn person(&mut self, field: &str, at: usize) -> Option<u32> {
        let number = field.trim();
        let at = at + field.len() - field.trim_start().len();
        let place = self.place(at, number);
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            self.faults.add(
                place,
                "this is not the number of a person",
                "people are numbered from 1",
            );
            return None;
        }
        // A number of too many digits is out of range as well.
        match number.parse::<u32>() {
            Ok(person) if (1..=self.people).contains(&person) => Some(person - 1),
            _ => {
                let people = grouped(f64::from(self.people));
                let reason = format!("people are numbered from 1 to {people}");
                self.faults.add(
                    place,
                    reason,
                    "raise `population` in `[market]`, or remove the line",
                );
                None
            }
        }
    }

    /// Reports pairs that stand more than once; they are sorted.
    fn report_repetitions(&mut self, text: &str) {
        let mut repeated: Vec<(u32, u32)> = self
            .pairs
            .windows(2)
            .filter(|both| both[0].0 == both[1].0)
            .map(|both| (both[1].1, both[0].1))
            .collect();
        repeated.sort_unstable();
        for (at, before) in repeated {
            let line = text[at as usize..].lines().next().unwrap_or_default().trim_end();
            if self.faults.first.len() >= FAULTS_SHOWN {
                self.faults.more += 1;
                continue;
            }
            let number = text[..before as usize].matches('\n').count() + 1;
            let reason = format!("this pair stands already in line {}", grouped(number as f64));
            self.faults.add(
                self.place(at as usize, line),
                reason,
                "remove one of the two: who knows somebody is known by him",
            );
        }
    }

    fn place(&self, start: usize, written: &str) -> Place {
        Place { source: self.source, start, end: start + written.len() }
    }
}
