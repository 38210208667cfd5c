//! Whether scenarios can be compared: what is measured, and how, must be the same.

use super::fields::Fields;
use super::load::Scenario;
use super::problem::{Problem, ScenarioError};
use super::tree::{Node, Value, written};

impl Scenario {
    /// What keeps the scenario from being compared with another: every key of `[study]` that has
    /// another value than there. Amounts of two currencies, lives of two lengths or runs of two
    /// seeds have no difference that would mean anything.
    pub fn not_comparable_with(&self, first: &Self) -> Option<ScenarioError> {
        let study = |scenario: &'_ Self| Fields(&scenario.entries).section("study").0.to_vec();
        let of_first = study(first);
        let problems: Vec<Problem> = study(self)
            .iter()
            .filter_map(|entry| {
                let other = &Fields(&of_first).get(&entry.key)?;
                let [here, there] = [&entry.node, other].map(shown);
                (here != there).then(|| {
                    let key = &entry.key;
                    let reason =
                        format!("`study.{key}` is {here}, but {there} in `{}`", first.path);
                    let help = match key.as_str() {
                        "runs" | "seed" => {
                            format!("write the same number in both, or `--{key}` for all of them")
                        }
                        _ => format!(
                            "compared scenarios have one `study.{key}`: write the same in both"
                        ),
                    };
                    Problem::at(entry.node.place.clone(), reason).help(help)
                })
            })
            .collect();
        (!problems.is_empty())
            .then(|| ScenarioError::new(&self.path, self.sources.clone(), problems))
    }

    /// Says that another scenario of a comparison has the same name.
    pub fn has_name_of(&self, first: &Self) -> ScenarioError {
        let (reason, help) = if self.path == first.path {
            ("this scenario is given twice".to_owned(), "give each scenario once")
        } else {
            (
                format!("this scenario has the name `{}`, and so has `{}`", self.name, first.path),
                "a comparison tells scenarios apart by the names of their files: rename one",
            )
        };
        ScenarioError::new(
            &self.path,
            self.sources.clone(),
            vec![Problem::at(None, reason).help(help)],
        )
    }
}

/// A value as it could be written.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => written(text),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(elements) => {
            let elements: Vec<String> = elements.iter().map(shown).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Table(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{} = {}", entry.key, shown(&entry.node)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Date | Value::Faulty => unreachable!("a checked scenario has neither"),
    }
}
