//! The last twelve months of a study under every convention of income statements.

use super::Figures;
use crate::observation::{
    CONVENTIONS, Concept, Convention, Counted, Denominator, IncomeKey, OF_MONTHS, RunFigure,
    RunReport, Statement, Statistic, Window,
};
use crate::results::{Average, DisclosureLine, support_of_income};
use crate::statistics::Support;

/// One line a convention.
pub(super) fn lines(runs: Figures<'_>) -> Vec<DisclosureLine> {
    let keys = runs.income_keys;
    let people = place(keys, Denominator::Everyone, Concept::CompanyPay, Statistic::People);
    CONVENTIONS
        .iter()
        .map(|convention| {
            let source = Source::of(convention, keys);
            let statements: Vec<Statement> =
                runs.reports.iter().map(|report| source.read(report)).collect();
            let over = |average: Average, figure: fn(&Statement) -> f64, support| {
                average.over(&statements.iter().map(figure).collect::<Vec<f64>>(), support)
            };
            let of_people = |figure: fn(&Statement) -> f64, support| {
                let figures =
                    statements.iter().map(|s| RunFigure { value: figure(s), by: s.people });
                Average::Mean.over_runs(support, &figures.collect::<Vec<_>>())
            };
            let shares: Vec<RunFigure> = statements
                .iter()
                .zip(runs.reports)
                .map(|(statement, report)| {
                    RunFigure::ratio(statement.people, report.incomes[people])
                })
                .collect();
            let amount = support_of_income(convention.concept, Statistic::Mean);
            DisclosureLine {
                convention,
                people: over(Average::Mean, |s| s.people, Support::NonNegative),
                share_of_everyone: Average::Mean.over_runs(Support::Share, &shares),
                mean: of_people(|s| s.mean, amount),
                median: over(Average::Median, |s| s.median, amount),
                not_above_zero: of_people(|s| s.not_above_zero, Support::Share),
            }
        })
        .collect()
}

/// Where a report has what a statement says.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The places of its four figures among the incomes.
    Incomes([usize; 4]),
    /// Its place among those over months.
    Months(usize),
}

impl Source {
    fn of(convention: &Convention, keys: &[IncomeKey]) -> Self {
        let concept = convention.concept;
        match convention.counts {
            Counted::People(denominator) => {
                let figures = [
                    Statistic::People,
                    Statistic::Mean,
                    Statistic::Percentile(50.0),
                    Statistic::ShareNotAboveZero,
                ];
                Self::Incomes(figures.map(|figure| place(keys, denominator, concept, figure)))
            }
            Counted::Months(of) => {
                let place = OF_MONTHS.iter().position(|months| *months == (of, concept));
                Self::Months(place.expect("all that conventions say of months is counted"))
            }
        }
    }

    fn read(self, report: &RunReport) -> Statement {
        match self {
            Self::Incomes(places) => {
                let [people, mean, median, not_above_zero] = places.map(|n| report.incomes[n]);
                Statement { people, mean, median, not_above_zero }
            }
            Self::Months(place) => report.monthly[place],
        }
    }
}

/// The place of a figure of the last twelve months.
fn place(
    keys: &[IncomeKey],
    denominator: Denominator,
    concept: Concept,
    statistic: Statistic,
) -> usize {
    let window = Window::LastTwelveMonths;
    let key = IncomeKey { window, denominator, concept, statistic };
    let place = keys.iter().position(|other| *other == key);
    place.expect("every income of the last twelve months has this figure")
}
