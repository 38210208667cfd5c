mod disclosures;
mod messages;
mod keys;
mod network;
mod generated;
mod values;
mod warnings;
mod idle;
mod memory;

use super::{Scenario, ScenarioError};

/// A plan that names everything that others may refer to.
const PLAN: &str = r#"
[active]
pv = 1
[[rank]]
name = "Bronze"
[[rank]]
name = "Silver"
pv = 10
[[bonus]]
name = "sales"
kind = "retail"
paid_by = "company"
[[bonus]]
name = "team"
kind = "level"
rates = [0.1, 0.05]
need = { active = true }
"#;

/// The least scenario that uses it.
const MINIMAL: &str = "plan = \"plans/p.toml\"\n";

/// Loads a scenario whose plan file has this text, with overrides.
fn load(text: &str, plan: &str, overrides: &[&str]) -> Result<Scenario, ScenarioError> {
    let overrides: Vec<String> = overrides.iter().map(|&text| text.into()).collect();
    Scenario::parse("scenarios/x.toml", text, &overrides, &mut |path| match path {
        "scenarios/plans/p.toml" => Ok(plan.to_owned()),
        _ => Err("no such file".to_owned()),
    })
}

/// The same, for what must be valid.
fn valid(text: &str, plan: &str, overrides: &[&str]) -> Scenario {
    load(text, plan, overrides).unwrap_or_else(|error| panic!("{error}"))
}
