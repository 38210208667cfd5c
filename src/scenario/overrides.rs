//! Overrides of the command line: `market.population=1e6` set into a tree before it is checked.

use super::problem::Problem;
use super::suggest::{listed, nearest};
use super::tree::{
    Entry, Node, Origin, Place, Sources, Value, find, read_key, read_value, written_key,
};

/// What stands before an override where it is shown.
const SHOWN_BEFORE: &str = "--set ";

/// Options of the command line that are short for a key: `--runs 5` for `study.runs=5`.
const SHORT: [(&str, [&str; 2]); 2] =
    [("--runs ", ["study", "runs"]), ("--seed ", ["study", "seed"])];

/// One override: which key, and its value.
#[derive(Debug)]
pub(super) struct Setting {
    path: Vec<(String, Place)>,
    node: Node,
}

impl Setting {
    /// Reads `key.key=value`, or an option of [`SHORT`] with its value. The value is TOML; names
    /// and text need no quotes where they cannot be taken for anything else, since a shell would
    /// take the quotes away.
    pub(super) fn read(text: &str, sources: &mut Sources) -> Result<Self, Problem> {
        const EXAMPLE: &str = "write a key and a value, for example --set market.population=1e6";
        for (option, key) in SHORT {
            if let Some(value) = text.strip_prefix(option) {
                let origin = Origin { source: sources.add(None, text.into()), offset: 0 };
                let path = key.map(|part| (part.into(), origin.place(0..option.trim_end().len())));
                return Ok(Self { path: path.into(), node: given(value, origin, option.len())? });
            }
        }
        let source = sources.add(None, format!("{SHOWN_BEFORE}{text}"));
        let origin = Origin { source, offset: SHOWN_BEFORE.len() };
        let whole = || Some(origin.place(0..text.len()));
        let Some(equals) = equals_sign(text) else {
            return Err(Problem::at(whole(), "expected `key=value`").help(EXAMPLE));
        };
        let Some(path) = read_key(&text[..equals], origin) else {
            let place = Some(origin.place(0..equals));
            return Err(Problem::at(place, "this is not a key").help(EXAMPLE));
        };
        Ok(Self { path, node: given(&text[equals + 1..], origin, equals + 1)? })
    }

    /// Whether it changes something inside the plan, so that the plan must be read first.
    pub(super) fn is_inside_plan(&self) -> bool {
        self.path.len() > 1 && self.path[0].0 == "plan"
    }

    /// Sets the value, making the tables on the way.
    pub(super) fn apply(&self, entries: &mut Vec<Entry>) -> Result<(), Problem> {
        set(entries, &self.path, &self.node)
    }
}

/// The value that stands at byte `at` of what was given.
fn given(text: &str, origin: Origin, at: usize) -> Result<Node, Problem> {
    let value = text.trim_start();
    let start = origin.offset + at + text.len() - value.len();
    let value = value.trim_end();
    let origin = Origin { offset: start, ..origin };
    match read_value(value, origin) {
        Err(_) if value.starts_with(|first: char| first.is_alphabetic()) => {
            Ok(Node { value: Value::Text(value.into()), place: Some(origin.place(0..value.len())) })
        }
        Err(_) if !value.is_empty() => {
            let place = Some(origin.place(0..value.len()));
            let help = "write a number (five percent as 0.05), text in quotes, `true`, `false` or a \
                        list";
            Err(Problem::at(place, "this is no value").help(help))
        }
        read => read,
    }
}

/// The first equals sign outside quotes.
fn equals_sign(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '=' => return Some(at),
            Some(_) | None => {}
        }
    }
    None
}

fn set(entries: &mut Vec<Entry>, path: &[(String, Place)], node: &Node) -> Result<(), Problem> {
    let Some(((key, place), rest)) = path.split_first() else { return Ok(()) };
    let known = entries.iter().position(|entry| entry.key == *key);
    if rest.is_empty() {
        let entry = Entry::new(key, Some(place.clone()), node.clone());
        match known {
            Some(at) => {
                let mut earlier = std::mem::replace(&mut entries[at], entry);
                let mut replaced = std::mem::take(&mut earlier.replaced);
                replaced.push(earlier);
                entries[at].replaced = replaced;
            }
            None => entries.push(entry),
        }
        return Ok(());
    }
    let at = known.unwrap_or_else(|| {
        let node = Node { value: Value::Table(Vec::new()), place: Some(place.clone()) };
        entries.push(Entry::new(key, Some(place.clone()), node));
        entries.len() - 1
    });
    match &mut entries[at].node.value {
        Value::Table(inner) => set(inner, rest, node),
        Value::List(elements) if elements.iter().all(|element| element.entries().is_some()) => {
            set_in_named(key, elements, rest, node)
        }
        _ => {
            let reason = format!("`{key}` is one value and has no parts");
            Err(Problem::at(Some(place.clone()), reason).help(format!("set it whole: {key}=value")))
        }
    }
}

/// Sets a value in the one of several tables that the next part of the path names.
fn set_in_named(
    key: &str,
    tables: &mut [Node],
    path: &[(String, Place)],
    node: &Node,
) -> Result<(), Problem> {
    let Some(((name, place), rest)) = path.split_first() else { return Ok(()) };
    let name_of = |table: &Node| Some(find(table.entries()?, "name")?.node.text()?.to_owned());
    let names: Vec<String> = tables.iter().filter_map(name_of).collect();
    let table = tables.iter_mut().find(|table| name_of(table).as_ref() == Some(name));
    match table.map(|table| &mut table.value) {
        Some(Value::Table(_)) if rest.is_empty() => {
            let reason = format!("the key ends at the {key} `{name}`");
            Err(Problem::at(Some(place.clone()), reason).help("add the key to set, after a dot"))
        }
        Some(Value::Table(entries)) => set(entries, rest, node),
        _ => {
            let written: Vec<String> = names.iter().map(|name| written_key(name)).collect();
            let near = nearest(name, names.iter().map(String::as_str));
            let mut help = near.map_or_else(
                || format!("the names are {}", listed(written.iter().map(String::as_str))),
                |near| format!("did you mean `{}`?", written_key(near)),
            );
            if names.iter().any(|name| name.contains('.')) {
                help.push_str("; a shell keeps these quotes if all of it stands in single ones");
            }
            Err(Problem::at(Some(place.clone()), format!("no {key} is called `{name}`")).help(help))
        }
    }
}
