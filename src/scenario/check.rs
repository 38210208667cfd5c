//! A tree as written against the table of keys: every fault is reported, and what remains is a
//! tree in which every value has its shape and every default is filled in.

mod numbers;
mod unknown;

pub(super) use numbers::grouped;

use super::keys::{Key, Presence, Shape, Table, Word};
use super::problem::Problem;
use super::suggest::{composed, listed, nearest};
use super::tree::{Entry, Node, Place, Value, find, read_default};
use super::vocabulary::{DISCLOSURE, SCENARIO};

/// The most tables under one double-bracketed heading.
const TABLES_MAX: usize = 100;

/// Checks a scenario whose plan, if it could be read, stands in it as a table.
pub(super) fn check(entries: &[Entry], problems: &mut Vec<Problem>) -> Vec<Entry> {
    let ranks = rank_names(entries);
    let mut checker = Checker::new(problems, ranks);
    let names_no_plan = find(entries, "plan").is_none();
    let entries = checker.table(&SCENARIO, entries, None);
    if names_no_plan && !checker.is_plan_misplaced {
        problems.push(Problem::at(None, "the scenario names no plan").help(MINIMAL));
    }
    entries
}

/// Checks a disclosure.
pub(super) fn check_disclosure(entries: &[Entry], problems: &mut Vec<Problem>) -> Vec<Entry> {
    Checker::new(problems, Vec::new()).table(&DISCLOSURE, entries, None)
}

/// The names in the plan's `[[rank]]` sections, so that references to them can be checked where
/// they stand.
fn rank_names(entries: &[Entry]) -> Vec<String> {
    let plan = find(entries, "plan").and_then(|entry| entry.node.entries()).unwrap_or_default();
    let ranks = find(plan, "rank").and_then(|entry| entry.node.elements()).unwrap_or_default();
    let name = |rank: &Node| Some(find(rank.entries()?, "name")?.node.text()?.to_owned());
    ranks.iter().filter_map(name).collect()
}

struct Checker<'p> {
    problems: &'p mut Vec<Problem>,
    ranks: Vec<String>,
    /// Keys that a "did you mean" has named: they are not also reported as missing.
    suggested: Vec<&'static str>,
    /// The key `plan` stands where it does not belong: that is reported there, not as missing.
    is_plan_misplaced: bool,
    /// What is checked holds, and no override took its place.
    holds: bool,
}

impl<'p> Checker<'p> {
    fn new(problems: &'p mut Vec<Problem>, ranks: Vec<String>) -> Self {
        Self { problems, ranks, suggested: Vec::new(), is_plan_misplaced: false, holds: true }
    }

    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The entries of a table in the order of its keys, defaults included.
    fn table(
        &mut self,
        table: &'static Table,
        entries: &[Entry],
        place: Option<&Place>,
    ) -> Vec<Entry> {
        let kind = entries.iter().find(|entry| entry.key == "kind");
        let kind = kind.and_then(|entry| entry.node.text().map(str::to_owned));
        let kind = kind.filter(|kind| known_kind(table, kind));
        self.suggested.clear();
        for entry in entries.iter().flat_map(|entry| entry.replaced.iter().chain([entry])) {
            if table.key(&entry.key, kind.as_deref()).is_none() {
                let problem = self.unknown(table, entry, kind.as_deref());
                self.report(problem);
            }
        }
        let suggested = std::mem::take(&mut self.suggested);
        let mut checked = Vec::new();
        for key in table.all().filter(|key| key.goes_with(kind.as_deref())) {
            // Beside an unknown kind nobody can say what the keys of the kinds should be.
            if kind.is_none() && !key.kinds.is_empty() {
                continue;
            }
            let written = find(entries, key.name);
            if written.is_none() && key.presence == Presence::Required {
                // A missing plan is reported at the end, unless it turns up in another place.
                if key.name == "plan" {
                    self.is_plan_misplaced |= suggested.contains(&"plan");
                } else if !suggested.contains(&key.name) {
                    self.report(missing(table, key, place));
                }
                continue;
            }
            let node = written.and_then(|entry| self.value(key, &key.shape, &entry.node));
            let key_place = written.and_then(|entry| entry.key_place.clone());
            self.replaced(key, &key.shape, written);
            let refused = || written.map(|_| Node { value: Value::Faulty, place: None });
            if let Some(node) = node.or_else(|| self.default(key)).or_else(refused) {
                checked.push(Entry::new(key.name, key_place, node));
            }
        }
        checked
    }

    /// Checks what overrides took the place of, where a fault would be a fault still.
    fn replaced(&mut self, key: &Key, shape: &Shape, written: Option<&Entry>) {
        let earlier = written.map_or(&[][..], |entry| &entry.replaced);
        let holds = std::mem::replace(&mut self.holds, false);
        for entry in earlier {
            self.value(key, shape, &entry.node);
        }
        self.holds = holds;
    }

    fn default(&mut self, key: &Key) -> Option<Node> {
        let Presence::Default(text) = key.presence else { return None };
        let node = self.value(key, &key.shape, &read_default(text));
        Some(node.expect("defaults of the vocabulary are valid"))
    }

    /// The value of a key in its shape, or nothing, with a problem reported.
    fn value(&mut self, key: &Key, shape: &Shape, node: &Node) -> Option<Node> {
        let value = match (shape, &node.value) {
            (Shape::Later(shape), _) => {
                self.value(key, shape, node)?;
                self.report(not_built(key, shape, node));
                return None;
            }
            (Shape::Either(first, second), value) => {
                let matching = [first, second].into_iter().find(|shape| admits(shape, value));
                let Some(shape) = matching else { return self.mismatch(key, shape, node) };
                return self.value(key, shape, node);
            }
            (Shape::Text, Value::Text(text)) if text.trim().is_empty() => {
                let problem = Problem::at(node.place.clone(), "this text is empty");
                self.report(problem.help(about(key)));
                return None;
            }
            (Shape::Text, Value::Text(text)) => {
                // A terminal would obey them.
                if let Some(letter) = text.chars().find(|c| c.is_control() && *c != '\n') {
                    let reason = format!("this text has a control character, {letter:?}");
                    self.report(Problem::at(node.place.clone(), reason).help("remove it"));
                    return None;
                }
                Value::Text(text.clone())
            }
            (Shape::Currency, Value::Text(text)) => Value::Text(self.currency(key, text, node)?),
            (Shape::Flag, Value::Flag(flag)) => Value::Flag(*flag),
            (Shape::Rank, Value::Text(text)) => {
                self.rank(text, node.place.as_ref())?;
                Value::Text(text.clone())
            }
            (Shape::Word(words), Value::Text(text)) => self.word(key, words, text, node)?,
            (Shape::Whole { .. } | Shape::Number { .. }, value) if is_number(shape, value) => {
                self.number(key, shape, node)?
            }
            (Shape::List { of, min, max, ascending }, Value::List(elements)) => {
                let list = self.list(key, of, elements)?;
                self.length(key, node, list.len(), *min, *max)?;
                if *ascending {
                    self.ascending(&list, |element| Some(element))?;
                }
                Value::List(list)
            }
            (Shape::Tiers, Value::List(pairs)) => self.tiers(key, pairs, node)?,
            (Shape::ByRank(of), Value::Table(entries)) => self.by_rank(key, of, entries, node)?,
            (Shape::Keys(table), Value::Table(entries)) => {
                Value::Table(self.table(table, entries, node.place.as_ref()))
            }
            (Shape::Tables(table), Value::List(elements)) => {
                self.length(key, node, elements.len(), 0, TABLES_MAX)?;
                self.tables(key, table, elements)
            }
            _ => return self.mismatch(key, shape, node),
        };
        Some(Node { value, place: node.place.clone() })
    }

    fn mismatch(&mut self, key: &Key, shape: &Shape, node: &Node) -> Option<Node> {
        let reason = format!("expected {}, found {}", shape.noun(), node.value.noun());
        let mut problem = Problem::at(node.place.clone(), reason).help(about(key));
        if let (Value::Text(text), Shape::Whole { .. } | Shape::Number { .. }) =
            (&node.value, shape)
        {
            problem = numbers::of_text(key, shape, text, problem);
        }
        if let Shape::Tables(table) = shape {
            problem = problem.help(format!("write the heading as `{}`", table.title));
        }
        self.report(problem);
        None
    }

    fn word(&mut self, key: &Key, words: &[Word], text: &str, node: &Node) -> Option<Value> {
        let matching = words.iter().find_map(|word| Some((word, word.matches(text)?)));
        let Some((word, name)) = matching else {
            let written: Vec<_> = words.iter().map(Word::written).collect();
            let composed = composed(text).filter(|_| key.name == "kind");
            let help = match nearest(text, words.iter().map(|word| word.text)) {
                _ if composed.is_some() => composed.unwrap_or_default().into(),
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("it is one of {}", written.join(", ")),
            };
            let reason = format!("`{}` does not know `{text}`", key.name);
            self.report(Problem::at(node.place.clone(), reason).help(help));
            return None;
        };
        if word.text == "rank:" {
            self.rank(name, node.place.as_ref())?;
        }
        Some(Value::Text(text.into()))
    }

    fn currency(&mut self, key: &Key, text: &str, node: &Node) -> Option<String> {
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(text.into());
        }
        let reason = "a currency code is three capital letters";
        self.report(Problem::at(node.place.clone(), reason).help(about(key)));
        None
    }

    /// Whether the plan has a rank of this name.
    fn rank(&mut self, name: &str, place: Option<&Place>) -> Option<()> {
        // What does not hold may name ranks of a plan that does not hold.
        if !self.holds || self.ranks.iter().any(|rank| rank == name) {
            return Some(());
        }
        let ranks = self.ranks.iter().map(String::as_str);
        let help = match nearest(name, ranks.clone()) {
            Some(rank) => format!("did you mean `{rank}`?"),
            None if self.ranks.is_empty() => {
                "the plan has no ranks: add a `[[rank]]` section with this name".into()
            }
            None => format!("the ranks of the plan: {}", listed(ranks)),
        };
        let reason = format!("no rank is called `{name}`");
        self.report(Problem::at(place.cloned(), reason).help(help));
        None
    }

    fn list(&mut self, key: &Key, of: &Shape, elements: &[Node]) -> Option<Vec<Node>> {
        let checked: Vec<_> =
            elements.iter().filter_map(|element| self.value(key, of, element)).collect();
        (checked.len() == elements.len()).then_some(checked)
    }

    fn length(
        &mut self,
        key: &Key,
        node: &Node,
        length: usize,
        min: usize,
        max: usize,
    ) -> Option<()> {
        if (min..=max).contains(&length) {
            return Some(());
        }
        let allowed = if min == max { format!("{min}") } else { format!("{min} to {max}") };
        let reason = format!("`{}` has {allowed} elements, not {length}", key.name);
        self.report(Problem::at(node.place.clone(), reason).help(about(key)));
        None
    }

    fn by_rank(&mut self, key: &Key, of: &Shape, entries: &[Entry], node: &Node) -> Option<Value> {
        self.length(key, node, entries.len(), 1, TABLES_MAX)?;
        let mut checked = Vec::new();
        for entry in entries {
            let rank = self.rank(&entry.key, entry.key_place.as_ref());
            let value = self.value(key, of, &entry.node);
            self.replaced(key, of, Some(entry));
            if let (Some(()), Some(node)) = (rank, value) {
                checked.push(Entry { node, ..entry.clone() });
            }
        }
        (checked.len() == entries.len()).then_some(Value::Table(checked))
    }

    /// Sections under one heading; names are given once.
    fn tables(&mut self, key: &Key, table: &'static Table, elements: &[Node]) -> Value {
        let mut names: Vec<String> = Vec::new();
        let mut checked = Vec::new();
        for element in elements {
            let Value::Table(entries) = &element.value else {
                self.mismatch(key, &Shape::Keys(table), element);
                continue;
            };
            if let Some(name) = find(entries, "name")
                && let Some(text) = name.node.text()
            {
                if names.iter().any(|known| known == text) {
                    let reason = format!("another {} is called `{text}`", key.name);
                    let help = "give each a name of its own";
                    self.report(Problem::at(name.node.place.clone(), reason).help(help));
                }
                names.push(text.into());
            }
            let entries = self.table(table, entries, element.place.as_ref());
            checked.push(Node { value: Value::Table(entries), place: element.place.clone() });
        }
        Value::List(checked)
    }
}

/// Whether the table's `kind` has this word.
fn known_kind(table: &Table, kind: &str) -> bool {
    table.key("kind", None).is_some_and(|key| match key.shape {
        Shape::Word(words) => words.iter().any(|word| word.text == kind),
        _ => false,
    })
}

fn missing(table: &Table, key: &Key, place: Option<&Place>) -> Problem {
    let reason = format!("{} needs `{}`", quoted(table.title), key.name);
    Problem::at(place.cloned(), reason).help(about(key))
}

/// Shown where a plan is missing.
const MINIMAL: &str = "a minimal scenario is one line, the path of a plan file:\n\
    plan = \"plans/unilevel.toml\"\n\
    or the plan itself:\n\
    [[plan.bonus]]\n\
    name = \"margin\"\n\
    kind = \"retail\"";

/// A table's title as it stands in a sentence.
pub(super) fn quoted(title: &str) -> String {
    if title.starts_with('[') { format!("`{title}`") } else { title.into() }
}

/// A key's meaning and default, as a help.
fn about(key: &Key) -> String {
    let default = match key.presence {
        Presence::Optional => "; it may be left out".into(),
        Presence::Required | Presence::Default("{}" | "[]") => String::new(),
        Presence::Default(value) => format!("; default {value}"),
        Presence::Follows(what) => format!("; default: {what}"),
    };
    format!("`{}`: {}{default}", key.name, key.meaning)
}

/// Whether the value has the type of the shape.
fn admits(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Text | Shape::Currency | Shape::Word(_) | Shape::Rank => {
            matches!(value, Value::Text(_))
        }
        Shape::Flag => matches!(value, Value::Flag(_)),
        Shape::Whole { .. } | Shape::Number { .. } => is_number(shape, value),
        Shape::List { .. } | Shape::Tiers | Shape::Tables(_) => matches!(value, Value::List(_)),
        Shape::ByRank(_) | Shape::Keys(_) => matches!(value, Value::Table(_)),
        Shape::Either(first, second) => admits(first, value) || admits(second, value),
        Shape::Later(shape) => admits(shape, value),
    }
}

/// Whether the value is a number, or the word `infinite` where the shape has it.
fn is_number(shape: &Shape, value: &Value) -> bool {
    let may_be_infinite =
        matches!(shape, Shape::Whole { infinite: true, .. } | Shape::Number { infinite: true, .. });
    match value {
        Value::Whole(_) | Value::Number(_) => true,
        Value::Text(text) => may_be_infinite && text == "infinite",
        Value::Flag(_) | Value::Date | Value::Faulty | Value::List(_) | Value::Table(_) => false,
    }
}

fn not_built(key: &Key, shape: &Shape, node: &Node) -> Problem {
    let (reason, help) = match shape {
        Shape::Keys(table) => (format!("`{}` is not built yet", table.title), "remove the section"),
        _ => (format!("`{}` is not built yet", key.name), "remove the key"),
    };
    let help = format!("this version cannot compute it; {help}");
    Problem::at(node.place.clone(), reason).help(help)
}
