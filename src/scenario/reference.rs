//! The reference page of scenario and plan files, from the table of keys.

use std::fmt::Write;

use super::check::{grouped, quoted};
use super::keys::{Key, Presence, Quantity, Shape, Table};
use super::schema::capitalised;
use super::vocabulary::{DISCLOSURE, PLAN, SCENARIO};

/// What stands at the top of the page.
const INTRODUCTION: &str = "# Scenario reference

This page is generated: `mlmsim reference > docs/scenario-reference.md`.

A scenario is a TOML file. Only `plan` must be given; every other key has a default. Whole numbers
may be written as `100_000` or `1e5`. Rates and probabilities are shares: five percent is `0.05`.
Amounts are in the currency of the scenario. Every fault is reported with its line and a cure, and
unknown keys are faults. Any key can be set for one run: `--set market.population=1e6`,
`--set plan.join.fee=10`, `--set plan.bonus.unilevel.rates=[0.1]` (bonuses, ranks and shocks go by
name). The last value of a key holds, `--runs` and `--seed` after `--set` and that after the file;
those before it must be valid as well.

Evidence is graded: A, a figure of a company, a regulator or a survey, read at the source; B,
second-hand or derived; C, judgement.
";

/// The reference page, in Markdown.
pub fn reference() -> String {
    let mut page = String::from(INTRODUCTION);
    write_file(&mut page, "Scenario file", &SCENARIO);
    write_file(&mut page, "Plan file", &PLAN);
    write_file(&mut page, "Disclosure file", &DISCLOSURE);
    page
}

/// A file's own keys and then its sections, each table once.
fn write_file(page: &mut String, heading: &str, root: &'static Table) {
    // Writing to a `String` cannot fail, here and below.
    let _ = write!(page, "\n## {heading}\n\n{}\n", root.about);
    write_keys(page, root.all().filter(|key| section(key).is_none()));
    let mut waiting: Vec<&'static Table> = root.keys.iter().rev().filter_map(section).collect();
    let mut written: Vec<&'static str> = Vec::new();
    while let Some(table) = waiting.pop() {
        if written.contains(&table.title) {
            continue;
        }
        written.push(table.title);
        let _ = write!(page, "\n### {}\n\n{}\n", heading_of(table), table.about);
        if let Some(also) = table.also {
            let _ = writeln!(page, "It also has the keys of {}.", also.title);
        }
        write_keys(page, table.keys.iter());
        waiting.extend(table.keys.iter().rev().filter_map(section));
        waiting.extend(table.also);
    }
}

/// The table that a key leads to, unless this version refuses it.
fn section(key: &Key) -> Option<&'static Table> {
    if matches!(key.shape, Shape::Later(_)) || !is_built(key) {
        return None;
    }
    key.shape.table()
}

fn heading_of(table: &Table) -> String {
    if table.title.starts_with('[') {
        format!("`{}`", table.title)
    } else {
        capitalised(table.title)
    }
}

fn write_keys<'k>(page: &mut String, keys: impl Iterator<Item = &'k Key>) {
    let (built, later): (Vec<&Key>, Vec<&Key>) = keys.partition(|key| is_built(key));
    // Writing to a `String` cannot fail.
    page.push_str("\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
    for key in built {
        let unit = if key.unit.is_empty() { String::new() } else { format!("; {}", key.unit) };
        let kinds = if key.kinds.is_empty() {
            String::new()
        } else {
            format!(
                " (kind {})",
                key.kinds.iter().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ")
            )
        };
        let evidence = if key.evidence.is_empty() {
            String::new()
        } else {
            format!(". *Evidence:* {}", key.evidence)
        };
        let _ = writeln!(
            page,
            "| `{}`{kinds} | {}{unit} | {} | {}{}{evidence} |",
            key.name,
            cell(&allowed(&key.shape)),
            cell(&default(key)),
            cell(key.meaning),
            cell(&words(&key.shape)),
        );
    }
    if !later.is_empty() {
        let mut names: Vec<_> = later.iter().map(|key| format!("`{}`", key.name)).collect();
        names.dedup();
        let _ = write!(page, "\nChecked, but not built yet: {}.\n", names.join(", "));
    }
}

fn is_built(key: &Key) -> bool {
    !matches!(key.shape, Shape::Later(_))
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn default(key: &Key) -> String {
    match key.presence {
        Presence::Required => "required".into(),
        Presence::Optional => "none".into(),
        Presence::Default("{}" | "[]") => String::new(),
        Presence::Default(value) => format!("`{value}`"),
        Presence::Follows(what) => what.into(),
    }
}

/// What may be written, with its range.
pub(super) fn allowed(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".into(),
        Shape::Currency => "three capital letters".into(),
        Shape::Flag => "`true` or `false`".into(),
        Shape::Word(_) => "a word".into(),
        Shape::Rank => "name of a rank".into(),
        Shape::Whole { min, max, infinite } => {
            let range = format!("{} to {}", grouped(*min as f64), grouped(*max as f64));
            format!("whole number, {range}{}", infinity(*infinite))
        }
        Shape::Number { of: of @ (Quantity::Probability | Quantity::Rate), .. } => {
            format!("{}, 0 to 1", of.noun().trim_start_matches("a "))
        }
        Shape::Number { of, min, max, infinite } => {
            let noun = of.noun().trim_start_matches("an ").trim_start_matches("a ");
            let range = format!("{} to {}", grouped(*min), grouped(*max));
            format!("{noun}, {range}{}", infinity(*infinite))
        }
        Shape::List { of, ascending, .. } => {
            let order = if *ascending { ", ascending" } else { "" };
            format!("list{order}: {}", allowed(of))
        }
        Shape::Tiers => "`[[from, rate], …]`, ascending".into(),
        Shape::ByRank(of) => format!("`{{ Rank = … }}`: {}", allowed(of)),
        Shape::Keys(table) | Shape::Tables(table) => format!("keys of {}", quoted(table.title)),
        Shape::Either(first, Shape::Later(_)) => allowed(first),
        Shape::Either(first, second) => format!("{}; or {}", allowed(first), allowed(second)),
        Shape::Later(shape) => allowed(shape),
    }
}

fn infinity(infinite: bool) -> &'static str {
    if infinite { ", or `\"infinite\"`" } else { "" }
}

/// The words and what they mean, where the shape has any.
fn words(shape: &Shape) -> String {
    let Shape::Word(words) = shape else { return String::new() };
    let words = words.iter().map(|word| format!("{} {}", word.written(), word.meaning));
    format!(": {}", words.collect::<Vec<_>>().join("; "))
}
