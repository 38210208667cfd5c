//! Keys that do not belong where they stand: which one was meant, or where it belongs.

use super::super::keys::Table;
use super::super::problem::Problem;
use super::super::suggest::{listed, nearest};
use super::super::tree::Entry;
use super::super::vocabulary::{PLAN, SCENARIO};
use super::{Checker, quoted};

impl Checker<'_> {
    /// What is wrong with a key that the table does not have beside this `kind`.
    pub(super) fn unknown(&mut self, table: &Table, entry: &Entry, kind: Option<&str>) -> Problem {
        let name = entry.key.as_str();
        let problem = |reason: String| Problem::at(entry.key_place.clone(), reason);
        if let (Some(kind), Some(_)) = (kind, table.key(name, None)) {
            let what = table.title.trim_matches(['[', ']']);
            let reason = format!("a {what} of kind `{kind}` has no `{name}`");
            let rows = table.all().filter(|key| key.name == name);
            let kinds = listed(rows.flat_map(|key| key.kinds).copied());
            return problem(reason).help(format!("it belongs to kind {kinds}"));
        }
        self.is_plan_misplaced |= name == "plan";
        let reason = format!("unknown key in {}", quoted(table.title));
        if let Some(home) = home(name) {
            return problem(reason).help(home);
        }
        let known = || table.all().filter(|key| key.goes_with(kind)).map(|key| key.name);
        if let Some(near) = nearest(name, known()) {
            self.suggested.push(near);
            return problem(reason).help(format!("did you mean `{near}`?"));
        }
        if let Some(home) = near_home(name) {
            return problem(reason).help(home);
        }
        problem(reason).help(format!("known keys: {}", listed(known())))
    }
}

/// Where a key of nearly this name belongs, if anywhere in a section of a scenario.
fn near_home(name: &str) -> Option<String> {
    let sections = SCENARIO.keys.iter().filter_map(|key| key.shape.table());
    let known = sections.flat_map(Table::all).map(|key| key.name);
    let near = nearest(name, known)?;
    home_in(&SCENARIO, near).map(|home| format!("did you mean `{near}`? {home}"))
}

/// Where a key of this name belongs, if anywhere.
fn home(name: &str) -> Option<String> {
    home_in(&SCENARIO, name).or_else(|| home_in(&PLAN, name))
}

fn home_in(root: &'static Table, name: &str) -> Option<String> {
    let is_plan = std::ptr::eq(root, &raw const PLAN);
    let file = if is_plan { "plan" } else { "scenario" };
    if let Some(key) = root.key(name, None) {
        return Some(match key.shape.table() {
            None => format!("`{name}` stands at the top of a {file}, before the first section"),
            Some(_) if is_plan => {
                format!(
                    "`{name}` belongs to the plan: write it in the plan file, or here as `plan.{name}`"
                )
            }
            Some(_) => format!("`{name}` belongs to the scenario, not to its plan"),
        });
    }
    let mut sections = root.keys.iter().filter_map(|key| key.shape.table());
    let section = sections.find(|table| table.key(name, None).is_some())?;
    Some(format!("`{name}` belongs in {} of the {file}", quoted(section.title)))
}
