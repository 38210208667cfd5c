//! Texts and the trees read from them: every key and value remembers where it was written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::problem::Problem;

/// A text that was read: a file, or one override of the command line.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The path of a file; `None` for an override.
    pub path: Option<String>,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// How messages name it.
    pub(super) fn name(&self) -> &str {
        self.path.as_deref().unwrap_or("the command line")
    }
}

/// All texts of one load, in the order of reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources(pub Vec<Source>);

impl Sources {
    /// Keeps a text and says by which number it goes.
    pub(super) fn add(&mut self, path: Option<String>, text: String) -> usize {
        self.0.push(Source { path, text });
        self.0.len() - 1
    }
}

/// Where something was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The number of the text.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A value with its place; without one it is a default.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub value: Value,
    pub place: Option<Place>,
}

/// A TOML value. Whole and other numbers are told apart as written; dates are kept as such only
/// to be refused.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Whole(i128),
    Number(f64),
    Flag(bool),
    Date,
    /// What was written was refused: the key is there, and has no value.
    Faulty,
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub key_place: Option<Place>,
    pub node: Node,
    /// What overrides took the place of, in the order of writing: it is checked and does not hold.
    pub replaced: Vec<Self>,
}

impl Entry {
    /// A key with a value that takes the place of no other.
    pub(super) fn new(key: &str, key_place: Option<Place>, node: Node) -> Self {
        Self { key: key.into(), key_place, node, replaced: Vec::new() }
    }
}

impl Node {
    /// Its text, if it is text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Its entries, if it is a table.
    pub(super) fn entries(&self) -> Option<&[Entry]> {
        if let Value::Table(entries) = &self.value { Some(entries) } else { None }
    }

    /// Its elements, if it is a list.
    pub(super) fn elements(&self) -> Option<&[Self]> {
        if let Value::List(elements) = &self.value { Some(elements) } else { None }
    }
}

impl Value {
    /// What it is, in words.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Whole(_) | Self::Number(_) => "a number",
            Self::Flag(_) => "`true` or `false`",
            Self::Date => "a date",
            Self::Faulty => "what was refused",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// The entry of a key.
pub(super) fn find<'t>(entries: &'t [Entry], key: &str) -> Option<&'t Entry> {
    entries.iter().find(|entry| entry.key == key)
}

/// Where texts are turned into trees: which text, and at which byte of it the parsed part starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub source: usize,
    pub offset: usize,
}

impl Origin {
    pub(super) fn place(self, span: Range<usize>) -> Place {
        let (start, end) = (span.start + self.offset, span.end + self.offset);
        Place { source: self.source, start, end }
    }

    fn table(self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| {
                let (place, value_place) = (self.place(key.span()), self.place(value.span()));
                let node = Node { value: self.value(value.get_ref()), place: Some(value_place) };
                Entry::new(key.get_ref(), Some(place), node)
            })
            .collect();
        entries.sort_by(|a, b| a.key_place.cmp(&b.key_place));
        entries
    }

    fn value(self, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(digits) => match i128::from_str_radix(digits.as_str(), digits.radix())
            {
                Ok(whole) => Value::Whole(whole),
                // Beyond 38 digits only the sign matters: every range refuses it.
                Err(_) if digits.as_str().starts_with('-') => Value::Whole(i128::MIN),
                Err(_) => Value::Whole(i128::MAX),
            },
            DeValue::Float(digits) => {
                let number: f64 = digits.as_str().parse().unwrap_or(f64::NAN);
                // A literal too large for the type is large, not the infinity of `inf`.
                let is_written_infinite = digits.as_str().contains("inf");
                Value::Number(if is_written_infinite {
                    number
                } else {
                    number.clamp(f64::MIN, f64::MAX)
                })
            }
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(_) => Value::Date,
            DeValue::Array(array) => Value::List(
                array
                    .iter()
                    .map(|element| Node {
                        value: self.value(element.get_ref()),
                        place: Some(self.place(element.span())),
                    })
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table)),
        }
    }
}

/// Reads a file's text. Keys given twice are reported, and the first value goes on; after any
/// other fault of syntax the rest of the text cannot be trusted, so there is no tree.
pub(super) fn read_document(
    text: &str,
    source: usize,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Entry>> {
    const TWICE: &str = "duplicate key";
    let origin = Origin { source, offset: 0 };
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let is_twice = |error: &toml::de::Error| error.message() == TWICE;
    if let Some(error) = errors.iter().find(|error| !is_twice(error)) {
        problems.push(syntax_problem(error, origin, text.len()));
        return None;
    }
    for error in &errors {
        let place = error.span().map(|span| origin.place(span));
        problems.push(
            Problem::at(place, "this key or section is given twice")
                .help("keep one of the two; the keys of one section stand together"),
        );
    }
    Some(origin.table(table.get_ref()))
}

/// Reads one value, as on the right of an equals sign.
pub(super) fn read_value(text: &str, origin: Origin) -> Result<Node, Problem> {
    match DeValue::parse(text) {
        Ok(value) => Ok(Node {
            value: origin.value(value.get_ref()),
            place: Some(origin.place(value.span())),
        }),
        Err(error) => Err(syntax_problem(&error, origin, text.len())),
    }
}

/// Reads a dotted key: its parts with their places. Parts that TOML would have in quotes may stand
/// without: a shell takes them away.
pub(super) fn read_key(text: &str, origin: Origin) -> Option<Vec<(String, Place)>> {
    let document = format!("{text} = 0");
    let Ok(table) = DeTable::parse(&document) else { return read_bare_key(text, origin) };
    let mut parts = Vec::new();
    let mut entries = origin.table(table.get_ref());
    while let Some(entry) = entries.pop() {
        parts.push((entry.key, entry.key_place?));
        entries = match entry.node.value {
            Value::Table(inner) => inner,
            _ => Vec::new(),
        };
    }
    Some(parts)
}

/// Reads a key with parts such as `fast start`, which end at dots.
fn read_bare_key(text: &str, origin: Origin) -> Option<Vec<(String, Place)>> {
    let mut start = 0;
    let parts = text.split('.').map(|written| {
        let part = written.trim();
        let at = start + written.len() - written.trim_start().len();
        start += written.len() + 1;
        let is_name = !part.is_empty() && !part.contains(['"', '\'', '[', ']', '{', '}']);
        is_name.then(|| (part.to_owned(), origin.place(at..at + part.len())))
    });
    parts.collect()
}

/// A part of a dotted key as TOML writes it: in quotes where it must be.
pub(super) fn written_key(part: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if !part.is_empty() && part.chars().all(is_bare) {
        return part.into();
    }
    written(part)
}

/// A text as TOML writes it.
pub(super) fn written(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The default that the vocabulary writes for a key.
pub(super) fn read_default(text: &str) -> Node {
    let value = DeValue::parse(text).expect("defaults of the vocabulary are TOML");
    let mut node =
        Node { value: Origin { source: 0, offset: 0 }.value(value.get_ref()), place: None };
    forget_places(&mut node);
    node
}

fn forget_places(node: &mut Node) {
    node.place = None;
    match &mut node.value {
        Value::List(elements) => elements.iter_mut().for_each(forget_places),
        Value::Table(entries) => {
            for entry in entries {
                entry.key_place = None;
                forget_places(&mut entry.node);
            }
        }
        Value::Text(_)
        | Value::Whole(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Date
        | Value::Faulty => {}
    }
}

fn syntax_problem(error: &toml::de::Error, origin: Origin, length: usize) -> Problem {
    let span = error.span().unwrap_or(length..length);
    let message = error.message();
    if message.starts_with("string values must be quoted") {
        if span.is_empty() {
            return Problem::at(Some(origin.place(span)), "a value is missing here")
                .help("write a number, text in quotes, `true`, `false` or a list");
        }
        return Problem::at(Some(origin.place(span)), "this is neither a number nor quoted text")
            .help("put text in quotes: \"…\"; write five percent as 0.05");
    }
    Problem::at(Some(origin.place(span)), message)
        .help("a line is `key = value`, a section starts with `[name]`, text stands in quotes")
}
