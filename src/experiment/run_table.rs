//! One row a run: its main results.

use super::{Figures, income_figure};
use crate::observation::{
    Concept, Denominator, IncomeClasses, IncomeKey, OUTCOMES, RunFigure, SIGNS, Statistic, Window,
    loss_keys,
};
use crate::results::{Average, RunColumn, RunTable, income_unit, support_of_income};
use crate::simulation::Model;
use crate::statistics::Support;
use crate::units::Money;

/// The main results run by run: all outcomes, and of life income what the headline says.
pub(super) fn table(model: &Model, runs: Figures<'_>, unit: impl Fn(&str) -> String) -> RunTable {
    let mut columns: Vec<RunColumn> = OUTCOMES
        .iter()
        .map(|quantity| RunColumn {
            name: quantity.name.into(),
            unit: unit(quantity.unit),
            meaning: quantity.meaning.into(),
            average: Average::Mean,
            support: quantity.support(),
        })
        .collect();
    let losing: Vec<_> = loss_keys().collect();
    columns.extend(losing.iter().map(|(_, denominator, own_use)| RunColumn {
        name: format!("below_zero_{}_{}", denominator.label(), own_use.label()),
        unit: "share".into(),
        meaning: format!(
            "Share of {} with a net income below zero over their whole time as members, if goods \
             for own use are worth {}.",
            denominator.phrase(),
            own_use.phrase()
        ),
        average: Average::Mean,
        support: Support::Share,
    }));
    columns.push(small_loss(&model.measures.thresholds));
    let keys = runs.income_keys;
    let chosen: Vec<usize> = (0..keys.len()).filter(|&n| is_of_every_run(&keys[n])).collect();
    columns.extend(chosen.iter().map(|&n| {
        let IncomeKey { denominator, concept, statistic, .. } = keys[n];
        RunColumn {
            name: format!("{}_{}_{}", concept.label(), statistic.label(), denominator.label()),
            unit: income_unit(concept, statistic, &unit("money")),
            meaning: format!(
                "The {} of {} of {} over their whole time as members.",
                statistic.phrase(),
                concept.phrase(),
                denominator.phrase()
            ),
            average: Average::of_statistic(statistic),
            support: support_of_income(concept, statistic),
        }
    }));
    // Some signs are outcomes, too, and what the plan says of costs is that of every run.
    let is_known =
        |name: &str| name == "cost_to_join" || OUTCOMES.iter().any(|outcome| outcome.name == name);
    let signs: Vec<usize> = (0..SIGNS.len()).filter(|&n| !is_known(SIGNS[n].name)).collect();
    columns.extend(signs.iter().map(|&n| {
        let sign = &SIGNS[n];
        RunColumn {
            name: sign.name.into(),
            unit: unit(sign.unit),
            meaning: format!("{} By {}.", sign.definition, sign.denominator),
            average: Average::Mean,
            support: sign.support(),
        }
    }));
    let people = |denominator| runs.people_in(Window::Life, denominator);
    let groups: Vec<_> = losing.iter().map(|(_, denominator, _)| people(*denominator)).collect();
    let everyone = people(Denominator::Everyone);
    let incomes: Vec<_> = chosen.iter().map(|&n| income_figure(keys, n)).collect();
    let rows = runs
        .reports
        .iter()
        .enumerate()
        .map(|(run, report)| {
            let mut row = report.outcomes.clone();
            row.extend(losing.iter().zip(&groups).map(|(&(place, _, own_use), people)| {
                RunFigure { value: report.losses[place][own_use as usize][0], by: people(report) }
            }));
            row.push(RunFigure {
                value: report.distribution[IncomeClasses::SMALL_LOSS].iter().sum(),
                by: everyone(report),
            });
            row.extend(incomes.iter().map(|figure| figure(report)));
            row.extend(signs.iter().map(|&n| report.signs[n]));
            (run as u64, row)
        })
        .collect();
    RunTable { columns, rows }
}

/// Who of everyone lost next to nothing.
fn small_loss(thresholds: &[Money]) -> RunColumn {
    let (from, _) = IncomeClasses::new(thresholds).ends()[IncomeClasses::SMALL_LOSS];
    let meaning = format!(
        "Share of {} whose net income over their whole time as members is a loss of less than {}.",
        Denominator::Everyone.phrase(),
        -from
    );
    RunColumn {
        name: "small_loss_everyone".into(),
        unit: "share".into(),
        meaning,
        average: Average::Mean,
        support: Support::Share,
    }
}

/// Whether a figure of income is one of the main results of a run.
fn is_of_every_run(key: &IncomeKey) -> bool {
    key.window == Window::Life
        && matches!(key.denominator, Denominator::Everyone | Denominator::Builders)
        && match key.statistic {
            Statistic::Mean | Statistic::Percentile(50.0) | Statistic::Gini => true,
            Statistic::Percentile(99.0) => key.concept == Concept::Net,
            _ => false,
        }
}
