//! The main figures of a study as JSON.

use serde::Serialize;

use super::OutputFile;
use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::results::{
    ESTIMATES, NO_VERDICT, POOLED, Provenance, Side, SignLine, Study, income_unit,
};
use crate::statistics::Estimate;

/// What a value is; see [`Average`](crate::results::Average).
fn over_runs(provenance: &Provenance) -> String {
    match provenance.runs {
        1 => "Every value is that of the one run.".into(),
        runs => format!(
            "Percentiles (p50, p90, ...) are medians of the figures of {runs} runs; all other values, losses \
             among them, are means of them."
        ),
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    provenance: &'a Provenance,
    partial: bool,
    /// How to read an estimate.
    estimates: &'static str,
    over_runs: String,
    /// What a mean over runs is beside a pooled figure.
    pooled: &'static str,
    /// Whether worlds differ so much in size that the two may differ.
    worlds_differ: bool,
    losses: Vec<Loss<'a>>,
    small_loss: Option<SmallLoss<'a>>,
    life_net_income: Vec<LifeNetIncome<'a>>,
    disclosure: Vec<Disclosure<'a>>,
    determinants: Vec<Determinant<'a>>,
    /// Why these have no figures, where they have none.
    determinants_absent: Option<String>,
    ranks: Vec<RankShare<'a>>,
    outcomes: Vec<NamedFigure<'a>>,
    /// How to read a sign.
    signs: &'static str,
    warning_signs: Vec<WarningSign<'a>>,
    files: Vec<ListedFile<'a>>,
}

/// Shares of people who lost money over life.
#[derive(Serialize)]
struct Loss<'a> {
    denominator: &'static str,
    own_use: &'static str,
    own_use_value: f64,
    below_zero: &'a Estimate,
    not_above_zero: &'a Estimate,
}

/// How many of everyone lost next to nothing over life, at the scenario's worth of own use.
#[derive(Serialize)]
struct SmallLoss<'a> {
    less_than: f64,
    unit: &'a str,
    everyone: &'a Estimate,
}

/// Net income over life; the mean is a mean over runs, percentiles are medians over runs.
#[derive(Serialize)]
struct LifeNetIncome<'a> {
    denominator: &'static str,
    unit: String,
    people: Option<&'a Estimate>,
    mean: Option<&'a Estimate>,
    p50: Option<&'a Estimate>,
    p90: Option<&'a Estimate>,
    p99: Option<&'a Estimate>,
}

/// The last twelve months under one convention of income statements.
#[derive(Serialize)]
pub(super) struct Disclosure<'a> {
    convention: &'static str,
    definition: &'static str,
    used_by: Option<&'static str>,
    unit: &'a str,
    people: &'a Estimate,
    share_of_everyone: &'a Estimate,
    mean: &'a Estimate,
    p50: &'a Estimate,
    share_not_above_zero: &'a Estimate,
}

/// The shares of people who ever earned a rank or a higher one.
#[derive(Serialize)]
pub(super) struct RankShare<'a> {
    rank: &'a str,
    everyone: &'a Estimate,
    builders: &'a Estimate,
}

/// How much of the variance of the rank of income something explains.
#[derive(Serialize)]
pub(super) struct Determinant<'a> {
    concept: &'static str,
    factor: &'static str,
    share: &'a Estimate,
    /// None of luck.
    alone: Option<&'a Estimate>,
}

/// A warning sign, with the lines that it is held against.
#[derive(Serialize)]
pub(super) struct WarningSign<'a> {
    sign: &'static str,
    unit: &'a str,
    denominator: &'static str,
    definition: &'static str,
    basis: &'static str,
    applies: bool,
    /// Why not, where it does not.
    why_not: Option<&'static str>,
    figure: &'a Estimate,
    lines: Vec<DrawnLine>,
}

#[derive(Serialize)]
struct DrawnLine {
    at: f64,
    drawn_by: &'static str,
    /// None without an interval.
    side: Option<&'static str>,
    /// That of all runs together; the same.
    pooled_side: Option<&'static str>,
}

#[derive(Serialize)]
struct NamedFigure<'a> {
    name: &'a str,
    unit: &'a str,
    meaning: &'a str,
    figure: &'a Estimate,
}

/// Another file of the result.
#[derive(Serialize)]
pub(super) struct ListedFile<'a> {
    name: &'a str,
    meaning: &'a str,
}

/// The summary of a study, which lists the other `files` of the result.
pub(super) fn encode(study: &Study, files: &[OutputFile]) -> String {
    let losses = study.losses.iter().map(|figure| Loss {
        denominator: figure.denominator.label(),
        own_use: figure.own_use.label(),
        own_use_value: figure.own_use_value,
        below_zero: &figure.below_zero,
        not_above_zero: &figure.not_above_zero,
    });
    let outcomes = study.outcomes.iter().map(|outcome| NamedFigure {
        name: outcome.name,
        unit: &outcome.unit,
        meaning: outcome.meaning,
        figure: &outcome.estimate,
    });
    let summary = Summary {
        provenance: &study.provenance,
        partial: study.provenance.is_partial(),
        estimates: ESTIMATES,
        over_runs: over_runs(&study.provenance),
        pooled: POOLED,
        worlds_differ: study.worlds_differ(),
        losses: losses.collect(),
        small_loss: study.small_loss().map(|class| SmallLoss {
            less_than: -class.from,
            unit: &study.provenance.currency,
            everyone: &class.everyone,
        }),
        life_net_income: Denominator::ALL.iter().filter_map(|&d| life_net(study, d)).collect(),
        disclosure: disclosure(study),
        determinants: determinants(study),
        determinants_absent: study.undecided(),
        ranks: ranks(study),
        outcomes: outcomes.collect(),
        signs: NO_VERDICT,
        warning_signs: warning_signs(&study.signs),
        files: listed(files),
    };
    pretty(&summary)
}

/// The last twelve months of a study as income statements would put them.
pub(super) fn disclosure(study: &Study) -> Vec<Disclosure<'_>> {
    let lines = study.disclosure.iter().map(|line| Disclosure {
        convention: line.convention.name,
        definition: line.convention.definition,
        used_by: line.convention.used_by,
        unit: &study.provenance.currency,
        people: &line.people,
        share_of_everyone: &line.share_of_everyone,
        mean: &line.mean,
        p50: &line.median,
        share_not_above_zero: &line.not_above_zero,
    });
    lines.collect()
}

/// What decides income in a study.
pub(super) fn determinants(study: &Study) -> Vec<Determinant<'_>> {
    let lines = study.determinants.iter().map(|line| Determinant {
        concept: line.concept.label(),
        factor: line.label(),
        share: &line.share,
        alone: line.alone.as_ref(),
    });
    lines.collect()
}

/// Who ever earned which rank.
pub(super) fn ranks(study: &Study) -> Vec<RankShare<'_>> {
    let lines = study.ranks.iter().map(|line| RankShare {
        rank: &line.rank,
        everyone: &line.everyone,
        builders: &line.builders,
    });
    lines.collect()
}

/// Warning signs.
pub(super) fn warning_signs(signs: &[SignLine]) -> Vec<WarningSign<'_>> {
    let lines = signs.iter().map(|line| WarningSign {
        sign: line.sign.name,
        unit: &line.unit,
        denominator: line.sign.denominator,
        definition: line.sign.definition,
        basis: line.sign.basis,
        applies: line.applies(),
        why_not: (!line.applies()).then_some(line.why_not),
        figure: &line.estimate,
        lines: line
            .sign
            .lines
            .iter()
            .map(|drawn| DrawnLine {
                at: drawn.at,
                drawn_by: drawn.drawn_by,
                side: Side::of(line.estimate.interval, drawn).map(Side::label),
                pooled_side: Side::of(line.estimate.pooled.and_then(|all| all.interval), drawn)
                    .map(Side::label),
            })
            .collect(),
    });
    lines.collect()
}

/// The files of a result, listed.
pub(super) fn listed(files: &[OutputFile]) -> Vec<ListedFile<'_>> {
    files.iter().map(|file| ListedFile { name: &file.name, meaning: &file.meaning }).collect()
}

/// A summary as text.
pub(super) fn pretty(summary: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(summary).expect("a summary has only text, numbers and lists");
    text.push('\n');
    text
}

/// Net income over life of a group of people, unless the study says nothing of it.
fn life_net(study: &Study, denominator: Denominator) -> Option<LifeNetIncome<'_>> {
    let figure = |statistic| study.income(Window::Life, denominator, Concept::Net, statistic);
    let figures = LifeNetIncome {
        denominator: denominator.label(),
        unit: income_unit(Concept::Net, Statistic::Mean, &study.provenance.currency),
        people: figure(Statistic::People),
        mean: figure(Statistic::Mean),
        p50: figure(Statistic::Percentile(50.0)),
        p90: figure(Statistic::Percentile(90.0)),
        p99: figure(Statistic::Percentile(99.0)),
    };
    let known = [figures.people, figures.mean, figures.p50, figures.p90, figures.p99];
    known.iter().any(Option::is_some).then_some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{Average, fixture};

    fn table() -> OutputFile {
        OutputFile { name: "income.csv".into(), meaning: "Income".into(), bytes: Vec::new() }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "it is one snapshot")]
    fn a_summary_says_where_it_comes_from_and_how_to_read_it() {
        let mut study = fixture::study();
        study.losses.truncate(1);
        study.distribution.clear();
        study.incomes.clear();
        study.disclosure.clear();
        study.outcomes.clear();
        study.determinants.clear();
        study.ranks.clear();
        study.signs.clear();
        insta::assert_snapshot!(encode(&study, &[table()]), @r#"
        {
          "provenance": {
            "program": "mlmsim 0.1.0",
            "format": 1,
            "title": "A made-up company",
            "scenario_hash": "0123456789abcdef",
            "seed": 7,
            "runs": 40,
            "runs_requested": 50,
            "runs_extinct": 2,
            "months": 24,
            "currency": "USD"
          },
          "partial": true,
          "estimates": "The interval says how well the runs know the value, and shrinks with more runs; the spread says what a single run may look like, and does not.",
          "over_runs": "Percentiles (p50, p90, ...) are medians of the figures of 40 runs; all other values, losses among them, are means of them.",
          "pooled": "A mean of worlds is what to expect of one world: a small world, such as one that died out early, weighs as much as a large one. Pooled, all worlds are taken together, a sum over runs by a sum over runs: every person weighs the same, and in a ratio of money or points every unit that is divided by.",
          "worlds_differ": false,
          "losses": [
            {
              "denominator": "everyone",
              "own_use": "nothing",
              "own_use_value": 0.0,
              "below_zero": {
                "value": 0.875,
                "interval": [
                  0.861328125,
                  0.888671875
                ],
                "spread": [
                  0.765625,
                  0.984375
                ],
                "runs": 40,
                "pooled": {
                  "value": 0.888671875,
                  "interval": [
                    0.874786376953125,
                    0.902557373046875
                  ]
                }
              },
              "not_above_zero": {
                "value": 0.9375,
                "interval": [
                  0.9228515625,
                  0.9521484375
                ],
                "spread": [
                  0.8203125,
                  1.0546875
                ],
                "runs": 40,
                "pooled": {
                  "value": 0.9521484375,
                  "interval": [
                    0.9372711181640625,
                    0.9670257568359375
                  ]
                }
              }
            }
          ],
          "small_loss": null,
          "life_net_income": [],
          "disclosure": [],
          "determinants": [],
          "determinants_absent": null,
          "ranks": [],
          "outcomes": [],
          "signs": "Each sign is a figure by its definition; none is a legal verdict, and laws and courts look at more than figures.",
          "warning_signs": [],
          "files": [
            {
              "name": "income.csv",
              "meaning": "Income"
            }
          ]
        }
        "#);
    }

    /// What is said of values over runs is how their tables compute them.
    #[test]
    fn what_is_said_of_runs_is_what_is_done() {
        let said = over_runs(&fixture::study().provenance);
        let (medians, means) = said.split_once(';').unwrap();
        assert!(
            medians.contains("medians of the figures of 40 runs")
                && medians.starts_with("Percentiles")
        );
        assert!(means.contains("losses among them, are means of them"));
        assert_eq!(Average::of_statistic(Statistic::Percentile(50.0)), Average::Median);
        for statistic in [Statistic::Mean, Statistic::People, Statistic::ShareBelowZero] {
            assert_eq!(Average::of_statistic(statistic), Average::Mean);
        }
        let tables = crate::results::tables(&fixture::study());
        let losses = tables.iter().find(|table| table.name == "losses").unwrap();
        let column = losses.columns.iter().position(|column| column.name == "over_runs").unwrap();
        assert!(losses.rows.iter().all(|row| row[column] == Average::Mean.label().into()));
        let one = Provenance { runs: 1, ..fixture::study().provenance };
        assert_eq!(over_runs(&one), "Every value is that of the one run.");
    }

    #[test]
    fn a_summary_has_the_main_figures_with_their_ranges() {
        let mut study = fixture::study();
        study.distribution[0].from = -10.0;
        let text = encode(&study, &[table()]);
        let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
        let everyone = &summary["life_net_income"][0];
        assert_eq!(everyone["denominator"], "everyone");
        assert_eq!(everyone["unit"], "USD");
        assert_eq!(everyone["people"]["value"], 1500.0);
        assert_eq!(everyone["p50"]["interval"], serde_json::json!([-130.0, -110.25]));
        assert_eq!(everyone["p50"]["spread"], serde_json::json!([-160.0, -80.0]));
        assert_eq!(everyone["p90"]["runs"], 40);
        assert_eq!(everyone["p99"]["value"], 1250.0);
        assert_eq!(summary["small_loss"]["less_than"], 10.0);
        assert_eq!(summary["small_loss"]["everyone"]["value"], 0.875);
        let paid = &summary["life_net_income"][1];
        assert_eq!(paid["denominator"], "paid");
        assert!(paid["mean"].is_null() && paid["p50"]["value"].is_null());
        assert_eq!(summary["life_net_income"].as_array().map(Vec::len), Some(2));
        assert_eq!(summary["losses"].as_array().map(Vec::len), Some(3));
        assert_eq!(summary["outcomes"][0]["figure"]["value"], 1500.0);
        let luck = &summary["determinants"][0];
        assert_eq!((&luck["factor"], &luck["share"]["value"]), (&"luck".into(), &0.75.into()));
        assert!(luck["alone"].is_null());
        let [sales, stock] = [0, 1].map(|n| &summary["warning_signs"][n]);
        assert_eq!(sales["applies"], true);
        let sides: Vec<_> = (0..3).map(|n| &sales["lines"][n]["side"]).collect();
        assert_eq!(sides, ["above", "not told", "below"]);
        assert_eq!((&stock["applies"], stock["why_not"].is_string()), (&false.into(), true));
    }
}
