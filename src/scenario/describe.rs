//! A scenario in words: what `mlmsim describe` prints.

mod plan;

use std::fmt::Write;

use super::check::grouped;
use super::fields::Fields;
use super::keys::{Key, Presence, Shape, Table};
use super::limits;
use super::load::Scenario;
use super::tree::{Node, Value};
use super::vocabulary::{CLAUSE, PLAN, SCENARIO};

/// The section that says whether there is an end of people.
const MARKET: &str = "market";

impl Scenario {
    /// The scenario in words: its question, the `phases` of a period (name and sentence) in
    /// their order, the plan, and every parameter with its unit and whether it is a default.
    pub fn describe(&self, phases: &[(&str, &str)]) -> String {
        let mut text = format!("{} ({})\n", self.title, self.name);
        if let Some(question) = &self.question {
            push(&mut text, question);
        }
        push(&mut text, "");
        let times = if self.design.runs == 1 { "once" } else { "times" };
        let runs = match self.design.runs {
            1 => String::new(),
            runs => format!("{} ", grouped(f64::from(runs))),
        };
        push(
            &mut text,
            &format!(
                "Simulated {runs}{times} over {} months with seed {}. In each month, in this order:",
                self.model.months, self.design.seed
            ),
        );
        let width = phases.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (number, (name, sentence)) in phases.iter().enumerate() {
            push(&mut text, &format!("{:>4}  {name:width$}  {sentence}", number + 1));
        }
        push(&mut text, "");
        text.push_str(&plan::in_words(&self.model.plan, &self.currency));
        text.push_str(&self.defaults_of_plan());
        let root = Fields(&self.entries);
        for key in SCENARIO.keys {
            if let (Shape::Keys(table), Some(section)) = (key.shape, root.maybe_section(key.name)) {
                write_section(&mut text, table, section, &self.currency);
                if let (MARKET, Some(sentence)) = (key.name, limits::endless(&self.model)) {
                    push(&mut text, &format!("  {sentence}"));
                }
            }
            if let Shape::Tables(table) = key.shape {
                for (section, _) in root.sections(key.name) {
                    write_section(&mut text, table, section, &self.currency);
                }
            }
        }
        text
    }
}

impl Scenario {
    /// The plan in words: what `mlmsim describe` prints of a plan file.
    pub fn describe_plan(&self) -> String {
        let amounts =
            format!("Amounts are in {}, unless a scenario says otherwise.", self.currency);
        let plan = plan::in_words(&self.model.plan, &self.currency);
        format!("{plan}{}\n{amounts}\n", self.defaults_of_plan())
    }

    /// The keys of the plan's sections that nobody wrote, in a line; nothing if there are none.
    fn defaults_of_plan(&self) -> String {
        let Some(plan) = Fields(&self.entries).maybe_section("plan") else { return String::new() };
        let mut names = Vec::new();
        for key in PLAN.keys {
            match key.shape {
                // Clauses have defaults of their own that say nothing of the plan.
                Shape::Keys(table) if !std::ptr::eq(table, &raw const CLAUSE) => {
                    if let Some(section) = plan.maybe_section(key.name) {
                        names.extend(defaults_of(table, section, key.name));
                    }
                }
                Shape::Tables(table) => {
                    for (section, _) in plan.sections(key.name) {
                        let name = section.text("name").unwrap_or_default();
                        names.extend(defaults_of(table, section, &format!("{}.{name}", key.name)));
                    }
                }
                _ => {}
            }
        }
        if names.is_empty() {
            String::new()
        } else {
            format!("  Left at their defaults: {}.\n", names.join(", "))
        }
    }
}

/// The keys of a section that nobody wrote, each with the section's name before it.
fn defaults_of(table: &Table, section: Fields<'_>, name: &str) -> Vec<String> {
    let is_default = |inner: &&Key| {
        matches!(inner.presence, Presence::Default(_))
            && section.get(inner.name).is_some_and(|node| node.place.is_none())
    };
    let mut names: Vec<String> = Vec::new();
    for inner in table.all().filter(is_default) {
        let name = format!("`{name}.{}`", inner.name);
        // A key may mean several things by kind.
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn write_section(text: &mut String, table: &Table, section: Fields<'_>, currency: &str) {
    let _ = write!(text, "\n{} {}\n", table.title, table.about);
    for key in table.keys {
        let Some(node) = section.get(key.name) else { continue };
        let unit = key.unit.replace("currency", currency);
        let is_endless = matches!(node.value, Value::Number(number) if number.is_infinite());
        let unit = if is_endless { "" } else { unit.as_str() };
        let value = format!("{} {unit}", value_in_words(node));
        let origin = if node.place.is_none() { "(default)" } else { "" };
        let line = format!("  {:16} {value:26} {origin:9}  {}", key.name, brief(key));
        push(text, line.trim_end());
    }
}

/// The meaning of a key up to its first colon or semicolon; the reference page has the rest.
fn brief(key: &Key) -> &'static str {
    key.meaning.split([':', ';']).next().unwrap_or_default()
}

fn value_in_words(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.clone(),
        Value::Whole(whole) => grouped(*whole as f64),
        Value::Number(number) if number.is_infinite() => "infinite".into(),
        Value::Number(number) => grouped(*number),
        Value::Flag(flag) => flag.to_string(),
        Value::Date | Value::Faulty | Value::Table(_) => String::new(),
        Value::List(elements) => {
            let elements: Vec<_> = elements.iter().map(value_in_words).collect();
            if elements.is_empty() { "none".into() } else { elements.join(", ") }
        }
    }
}
