//! The command `disclosures`: what companies published, as a list, in full, and as files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::study::{chart_files, program};
use super::summary::{aligned, cells};
use super::{Failure, files, print};
use crate::export::{self, Foreign};
use crate::plot;
use crate::plot::format::{count, decimal, percent};
use crate::results::{
    Bracket, Disclosure, Provenance, PublishedFigure, PublishedStatistic, Rest, Unpaid,
};

/// Lists published figures of incomes, or shows those that are named in full, and writes them.
pub(super) fn disclosures(
    named: &[String],
    out: Option<&PathBuf>,
    foreign: Foreign,
) -> Result<ExitCode, Failure> {
    let disclosures = files::read_disclosures(named)?;
    if named.is_empty() {
        print(&list(&disclosures))?;
    } else {
        let texts: Vec<String> = disclosures.iter().map(in_full).collect();
        print(&texts.join("\n"))?;
    }
    if let Some(folder) = out {
        let provenance = Provenance::of_publications(program());
        let charts = chart_files(&plot::published_charts(&disclosures, &provenance), 1)?;
        let files = export::published_files(&disclosures, charts, &provenance);
        export::publish(folder, &provenance, &files, foreign)
            .context("failed to write the figures")?;
        print(&format!("\nTable and chart: {}\n", Path::new(folder).display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Behind a figure that follows from published ones.
const COMPUTED: &str = "*";

/// One line for each.
fn list(disclosures: &[Disclosure]) -> String {
    let mut rows = vec![
        cells(["disclosure", "got", "mean", "median", "currency", "grade", "counts"]),
        cells(["", "nothing", "a year", "a year", "", "", ""]),
    ];
    for disclosure in disclosures {
        let star = |is_computed: bool| if is_computed { COMPUTED } else { "" };
        let of_year = |amount: Option<f64>| {
            amount.map_or("-".into(), |amount| count(amount * disclosure.per.in_a_year()))
        };
        rows.push(vec![
            disclosure.name.clone(),
            disclosure.unpaid().map_or("-".into(), |Unpaid { share, exactness, is_computed }| {
                format!("{}{}{}", exactness.prefix(), percent(share), star(is_computed))
            }),
            of_year(disclosure.mean()) + star(disclosure.mean_is_computed()),
            of_year(disclosure.median()),
            disclosure.currency.clone(),
            disclosure.grade.label().into(),
            disclosure.counts.label().into(),
        ]);
    }
    let lines = aligned(&rows).join("\n");
    let text = format!(
        "What companies published about the incomes of their members. Denominators differ, so the\n\
         figures of two lines cannot be compared: `mlmsim disclosures NAME` shows what each says of\n\
         whom, and where it was read. A dash: not published. A star: computed here, the mean from the brackets,\n\
         who got nothing from who got something. `counts` is the nearest group of a simulation; means of\n\
         months or weeks are put as of a year in which all are alike.\n\n{lines}\n"
    );
    text.replace('\u{a0}', " ")
}

/// All that is known of one.
fn in_full(disclosure: &Disclosure) -> String {
    let Disclosure { company, denominator, .. } = disclosure;
    let place = disclosure.place_in_words();
    let year = disclosure.years();
    let people = disclosure
        .people
        .map_or(String::new(), |people| format!(", {} people", count(people as f64)));
    let mut lines = vec![
        disclosure.name.clone(),
        format!("  {company}, {place}, {year}"),
        format!("  over: {denominator}{people}"),
        format!("  of: {}, {}", disclosure.concept.phrase(), disclosure.money()),
        format!("  nearest in a simulation: {}", counterpart(disclosure)),
    ];
    if !disclosure.brackets.is_empty() {
        lines.push(String::new());
        let mut rows = vec![cells(["  people", "share", "average", "from", "to"])];
        rows.extend(disclosure.brackets.iter().map(bracket));
        let rest = match disclosure.rest {
            Rest::Nobody => None,
            Rest::Nothing => Some("  the others: nothing"),
            Rest::Above => Some("  the others: more"),
            Rest::Below => Some("  the others: less"),
            Rest::Unknown => Some("  the others: not published"),
        };
        if let Some(rest) = rest {
            let share = percent(1.0 - disclosure.covered());
            rows.push(cells([rest, &share, "", "", ""]));
        }
        lines.extend(aligned(&rows));
    }
    if !disclosure.figures.is_empty() {
        lines.push(String::new());
        lines.extend(
            disclosure.figures.iter().map(|one| format!("  {}", figure(one, &disclosure.currency))),
        );
    }
    lines.extend(computed(disclosure));
    lines.push(String::new());
    lines.extend(disclosure.note.iter().map(|note| format!("  note: {note}")));
    lines.push(format!(
        "  source: {} (grade {})",
        disclosure.source.join("; "),
        disclosure.grade.label()
    ));
    lines.push(String::new());
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n").replace('\u{a0}', " ")
}

/// What was not published and follows from what was.
fn computed(disclosure: &Disclosure) -> Vec<String> {
    let mean = disclosure.mean().filter(|_| disclosure.mean_is_computed());
    let unpaid = disclosure.unpaid().filter(|unpaid| unpaid.is_computed);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(mean.map(|mean| {
        format!("  computed from the brackets: mean: {} {}", exact(mean), disclosure.money())
    }));
    lines.extend(unpaid.map(|Unpaid { share, exactness, .. }| {
        let from = match disclosure.rest {
            Rest::Nothing => "those in the brackets",
            _ => "who got something",
        };
        let about = exactness.prefix();
        format!(
            "  computed from {from}: {}: {about}{}",
            PublishedStatistic::ShareUnpaid.phrase(),
            percent(share)
        )
    }));
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

/// Whom and what a simulation is asked for in place of the publication, and how that differs.
fn counterpart(disclosure: &Disclosure) -> String {
    let group = disclosure.counterpart();
    match disclosure.differences() {
        Some(differs) => format!("{group}. {differs}"),
        None => group,
    }
}

fn bracket(bracket: &Bracket) -> Vec<String> {
    let amount = |amount: Option<f64>| amount.map_or(String::new(), exact);
    vec![
        format!("  {}", bracket.name.as_deref().unwrap_or("")),
        format!("{} %", decimal(bracket.share * 100.0, 3)),
        amount(bracket.average),
        amount(bracket.from),
        amount(bracket.to),
    ]
}

/// An amount as it was published, with cents only where it has them.
fn exact(amount: f64) -> String {
    if amount.fract() == 0.0 { count(amount) } else { decimal(amount, 2) }
}

/// A single figure in words.
fn figure(figure: &PublishedFigure, currency: &str) -> String {
    let statistic = figure.statistic;
    let about = figure.exactness.prefix();
    let value = if statistic.is_share() {
        percent(figure.value)
    } else {
        format!("{} {currency}", exact(figure.value))
    };
    let limit =
        statistic.amount().map_or(String::new(), |limit| format!(" {} {currency}", exact(limit)));
    let over = figure.denominator.as_ref().map_or(String::new(), |over| format!(", of {over}"));
    format!("{}{limit}: {about}{value}{over}", statistic.phrase())
}
