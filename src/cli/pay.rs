//! The command `pay`: the commissions of given members and orders.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::arguments::PayArguments;
use super::files::{self, Input};
use super::{Failure, print};
use crate::compensation::{BonusLine, Plan};
use crate::export::{self, Foreign, PayrollOrigin};
use crate::pay::{Company, InputFile, Payroll, Unreadable};
use crate::units::Money;

/// Computes all commissions and writes them.
pub(super) fn pay(arguments: &PayArguments) -> Result<ExitCode, Failure> {
    let paths = [arguments.members.as_str(), &arguments.orders];
    let contents = paths.map(files::read_table);
    let (Input::Scenario(scenario) | Input::Plan(scenario)) =
        files::read_scenario_or_plan(&arguments.plan, &[])
            .map_err(|failure| with_unreadable(failure, paths, &contents))?;
    let plan = &scenario.model.plan;
    let [members, orders] = [0, 1].map(|table| match &contents[table] {
        Ok(bytes) => Ok(InputFile { name: paths[table], bytes }),
        Err(reason) => Err(Unreadable { name: paths[table], reason: reason.clone() }),
    });
    let inputs: Vec<_> = [&members, &orders].into_iter().flatten().copied().collect();
    let company = Company::read(members, orders, plan.placement)
        .map_err(|faults| Failure::Input(faults.to_string()))?;
    if let Some(name) = &arguments.explain {
        print(&explanation(plan, &company, name)?)?;
        if arguments.out.is_none() {
            return Ok(ExitCode::SUCCESS);
        }
    }

    let folder = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("output").join(format!("{}-payroll", scenario.name)));
    let foreign = if arguments.force { Foreign::Overwrite } else { Foreign::Refuse };
    export::check(&folder, foreign).context("nothing was computed")?;
    let origin = PayrollOrigin {
        program: concat!("mlmsim ", env!("CARGO_PKG_VERSION")).into(),
        plan: plan.name.clone(),
        plan_hash: format!("{:016x}", scenario.hash),
        period: plan.period,
        inputs: inputs.into_iter().map(named_without_folder).collect(),
    };
    let (files, sums) = export::payroll_files(plan, &company, &origin);
    export::publish(&folder, &origin, &files, foreign).context("failed to write the results")?;
    if !arguments.quiet && arguments.explain.is_none() {
        print(&summary(plan, &company, &sums))?;
        print(&format!("\nTables: {}\n", folder.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with the plan, and which tables cannot be read either.
fn with_unreadable(
    failure: Failure,
    paths: [&str; 2],
    contents: &[Result<Vec<u8>, String>; 2],
) -> Failure {
    let Failure::Input(mut text) = failure else { return failure };
    for (path, content) in paths.iter().zip(contents) {
        if let Err(reason) = content {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\n\nerror: cannot read `{path}`: {reason}");
        }
    }
    Failure::Input(text)
}

/// Why a member is paid what he is paid, period by period.
fn explanation(plan: &Plan, company: &Company, name: &str) -> Result<String, Failure> {
    let Some(member) = company.members.find(name) else {
        return Err(Failure::Input(format!("error: no member is called `{name}`")));
    };
    let mut payroll = Payroll::new(plan, company).with_reasons();
    let mut texts = Vec::new();
    while payroll.advance().is_some() {
        texts.extend(payroll.explain(member));
    }
    Ok(texts.join("\n"))
}

/// Where a table lies is no part of what is computed of it.
fn named_without_folder(input: InputFile<'_>) -> InputFile<'_> {
    let name = Path::new(input.name).file_name().and_then(|name| name.to_str());
    InputFile { name: name.unwrap_or(input.name), ..input }
}

/// What the bonuses came to over all periods.
fn summary(plan: &Plan, company: &Company, sums: &[BonusLine]) -> String {
    let counted = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    let mut text = format!(
        "{} · {} · {} · {}\n\n",
        plan.name,
        counted(company.members.len(), "member"),
        counted(company.orders.list.len(), "order"),
        counted(company.n_periods() as usize, plan.period.label()),
    );
    let mut rows = vec![["bonus", "committed", "paid", "breakage"].map(str::to_owned)];
    let row = |name: &str, committed: Money, paid: Money| {
        [name.to_owned(), committed.to_string(), paid.to_string(), (committed - paid).to_string()]
    };
    for (bonus, sum) in plan.bonuses.iter().zip(sums) {
        rows.push(row(&bonus.name, sum.committed, sum.paid));
    }
    let committed = sums.iter().map(|sum| sum.committed).sum();
    rows.push(row("all", committed, sums.iter().map(|sum| sum.paid).sum()));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..4).map(|column| width(column).unwrap_or_default()).collect();
    for row in &rows {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{:<1$}", row[0], widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
    text
}
