//! What a study found, on one screen, the headline first.

use std::fmt::Write;

use crate::observation::{Concept, Denominator, OwnUse, Statistic, Window};
use crate::plot::format::{count, counted, percent, pooled, tenths};
use crate::results::{Provenance, Study};
use crate::statistics::Estimate;

/// The summary of a study; `question` is the scenario's.
pub(super) fn summary(study: &Study, question: Option<&str>) -> String {
    let mut text = String::new();
    let origin = &study.provenance;
    // Writing to a string cannot fail.
    let mut line = |words: &str| {
        text.push_str(words.trim_end());
        text.push('\n');
    };
    line(&origin.title);
    if let Some(question) = question {
        line(question);
    }
    line(&format!(
        "{} · {} · seed {} · a hypothetical company",
        counted(origin.months.into(), "month", "months"),
        runs(origin, "run", "runs"),
        origin.seed
    ));
    line("");
    line(&headline(study));
    line("");
    for row in losses(study) {
        line(&row);
    }
    line("");
    for row in incomes(study) {
        line(&row);
    }
    line("");
    for row in context(study) {
        line(&row);
    }
    // No line is broken here, and who searches for a figure types a plain space.
    text.replace('\u{a0}', " ")
}

/// How many runs there are, or pairs of them, and of how many that were asked for if these are more.
pub(super) fn runs(origin: &Provenance, one: &str, several: &str) -> String {
    let noun = if origin.runs == 1 { one } else { several };
    let partial = if origin.is_partial() {
        format!(" of {} asked for (stopped early)", count(origin.runs_requested.into()))
    } else {
        String::new()
    };
    format!("{} {noun}{partial}", count(origin.runs.into()))
}

/// The claim that the program measures, with its uncertainty, for its two denominators.
fn headline(study: &Study) -> String {
    const NOBODY: &str = "Nobody joined, so nobody earned anything.";
    let share = |denominator| {
        study
            .loss(denominator, OwnUse::Scenario)
            .map(|loss| loss.below_zero)
            .filter(|share| share.runs > 0)
    };
    let Some(everyone) = share(Denominator::Everyone) else { return NOBODY.into() };
    let again = study.rejoining_among.map_or("", |_| " (again: counted again)");
    let mut text = format!(
        "Of everyone who ever joined{again}, {} lost money over their whole time as members",
        tenths(everyone.value)
    );
    if let Some(builders) = share(Denominator::Builders) {
        let _ = write!(text, ";\nof those who joined to earn, {}", tenths(builders.value));
    }
    let worlds = count(everyone.runs.into());
    if study.worlds_differ() {
        let _ = write!(text, ": means of {worlds} worlds");
    }
    text.push('.');
    if let Some((low, high)) = everyone.interval {
        let alike = everyone.runs > 1 && !study.worlds_differ();
        let mean = if alike { format!(", a mean of {worlds} worlds") } else { String::new() };
        let _ =
            write!(text, "\n95 % interval of the first{mean}: {} to {}", tenths(low), tenths(high));
        if let Some((low, high)) = everyone.spread {
            let _ = write!(text, "; from world to world: {} to {}", tenths(low), tenths(high));
        }
        text.push('.');
    }
    if let Some(pooled) = pooled_headline(study) {
        let _ = write!(text, "\n{pooled}\n{WORLDS_DIFFER}");
    }
    if let Some(little) = little(study) {
        text.push('\n');
        text.push_str(&little);
    }
    text
}

/// The same claim over the people of all worlds together, which their mean is not where they differ in size;
/// nothing where it would read the same.
fn pooled_headline(study: &Study) -> Option<String> {
    let share = |denominator| study.loss(denominator, OwnUse::Scenario).map(|loss| loss.below_zero);
    let everyone = share(Denominator::Everyone)?;
    let builders = share(Denominator::Builders);
    let differ = [Some(everyone), builders].into_iter().flatten();
    let differ = differ.filter_map(|share| pooled(study, &share, tenths)).count() > 0;
    let all = study.pooled(&everyone).filter(|_| differ)?;
    let mut text =
        format!("Of the people of all worlds taken together, {} of everyone", tenths(all.value));
    if let Some((low, high)) = all.interval {
        let _ = write!(text, " (95 % interval {} to {})", tenths(low), tenths(high));
    }
    if let Some(builders) = builders.and_then(|share| study.pooled(&share)) {
        let _ = write!(text, ", {} of those who joined to earn", tenths(builders.value));
    }
    text.push_str(" lost.");
    Some(text)
}

/// The word for what is no mean of worlds.
pub(super) const ALL_WORLDS: &str = "all worlds together";

/// What a mean of worlds is beside what holds of all of them together.
pub(super) const WORLDS_DIFFER: &str = "Worlds differ in size: in a mean of worlds a small one weighs as much as a large \
                             one, taken together\nevery person does, and in a ratio of money every unit of it.";

/// How many of those who lost, lost next to nothing: a loss of a cent is a loss, and the headline alone
/// does not tell it from one of thousands.
fn little(study: &Study) -> Option<String> {
    let class = study.small_loss()?;
    let small = class.everyone;
    let all = study.loss(Denominator::Everyone, OwnUse::Scenario)?.below_zero;
    let parts = |small: f64, all: f64| (tenths(small), tenths((all - small).max(0.0)));
    let together = |less: &str, more: &str| {
        let (small, all) = (study.pooled(&small)?, study.pooled(&all)?);
        let together = parts(small.value, all.value);
        let (all_less, all_more) = &together;
        (all_less != less || all_more != more)
            .then(|| format!(" ({ALL_WORLDS}: {all_less} and {all_more})"))
    };
    (small.runs > 0 && all.runs > 0).then(|| {
        let (less, more) = parts(small.value, all.value);
        format!(
            "Of everyone, {less} lost less than {} {} and {more} that or more{}.",
            count(-class.from),
            study.provenance.currency,
            together(&less, &more).unwrap_or_default()
        )
    })
}

/// A table: over whom, and how the verdict depends on what own-use goods are worth.
fn losses(study: &Study) -> Vec<String> {
    let scenario = study.losses.iter().find(|loss| loss.own_use == OwnUse::Scenario);
    let value = percent(scenario.map_or(f64::NAN, |loss| loss.own_use_value));
    let mut rows = vec![cells([
        "Share who lost money, if",
        "goods they bought",
        "they are worth",
        "they are worth",
    ])];
    rows.push(vec![
        "over life, of".into(),
        "are worth nothing".into(),
        format!("{value} of price *"),
        "their price".into(),
    ]);
    for denominator in Denominator::ALL {
        let share = |own_use| {
            study
                .loss(denominator, own_use)
                .filter(|loss| loss.below_zero.runs > 0)
                .map(|loss| tenths(loss.below_zero.value))
        };
        let [Some(nothing), Some(scenario), Some(full)] = OwnUse::ALL.map(share) else { continue };
        rows.push(vec![format!("  {}", words(denominator)), nothing, scenario, full]);
    }
    let mut rows = aligned(&rows);
    rows.push("  * as the scenario says; their price to those who joined only to buy".into());
    if study.worlds_differ() {
        rows.push("  Means of worlds, here and of means in the next table; losses.csv and income.csv have those of all worlds together".into());
    }
    rows
}

pub(super) fn cells<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(String::from).to_vec()
}

/// Rows of a table, the first column flush left, the others flush right.
pub(super) fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let length = |text: &String| text.chars().count();
    let width = |column: usize| rows.iter().map(|row| length(&row[column])).max().unwrap_or(0);
    rows.iter()
        .map(|row| {
            let mut line = format!("{:<1$}", row[0], width(0));
            for (column, text) in row.iter().enumerate().skip(1) {
                let _ = write!(line, "  {text:>0$}", width(column));
            }
            line
        })
        .collect()
}

/// A denominator over life, for a narrow table.
pub(super) fn words(denominator: Denominator) -> &'static str {
    match denominator {
        Denominator::Everyone => "everyone who ever joined",
        Denominator::ActiveAtEnd => "members at the end of the study",
        Denominator::ActiveThroughout => "members all through",
        Denominator::Paid => "those the company ever paid",
        Denominator::Builders => "those who joined to earn",
    }
}

/// A table: net income over life, by denominator.
fn incomes(study: &Study) -> Vec<String> {
    let currency = &study.provenance.currency;
    let mut rows = vec![
        cells(["Net income over life,", "", "", "one in ten", "one in 100"]),
        vec![
            format!("{currency} per person, of"),
            "median".into(),
            "mean".into(),
            "has at least".into(),
            "has at least".into(),
        ],
    ];
    for denominator in Denominator::ALL {
        let figure = |statistic| {
            study
                .income(Window::Life, denominator, Concept::Net, statistic)
                .filter(|estimate| estimate.runs > 0)
                .map(|estimate| count(estimate.value))
        };
        let statistics = [
            Statistic::Percentile(50.0),
            Statistic::Mean,
            Statistic::Percentile(90.0),
            Statistic::Percentile(99.0),
        ];
        let [Some(median), Some(mean), Some(one_in_ten), Some(one_in_100)] = statistics.map(figure)
        else {
            continue;
        };
        rows.push(vec![format!("  {}", words(denominator)), median, mean, one_in_ten, one_in_100]);
    }
    aligned(&rows)
}

/// How many of those who joined to earn ever earned the lowest rank, and the highest.
fn ranks_reached(study: &Study) -> Option<String> {
    let [lowest, .., highest] = &study.ranks[..] else {
        let only = study.ranks.first().filter(|only| only.builders.runs > 0)?;
        let share = percent(only.builders.value);
        return Some(format!(
            "{share} of those who joined to earn ever had the rank `{}`",
            only.rank
        ));
    };
    (lowest.builders.runs > 0).then(|| {
        format!(
            "{} of those who joined to earn ever had the lowest rank, `{}`, or a higher one; {} the highest, \
             `{}`",
            percent(lowest.builders.value),
            lowest.rank,
            percent(highest.builders.value),
            highest.rank
        )
    })
}

/// Single figures that a reader needs to judge the headline.
fn context(study: &Study) -> Vec<String> {
    let outcome = |name: &str| {
        study.outcome(name).map(|outcome| outcome.estimate).filter(|estimate| estimate.runs > 0)
    };
    let of_all = |estimate: &Estimate| match pooled(study, estimate, percent) {
        None => String::new(),
        Some(all) => format!(" ({ALL_WORLDS}: {all})"),
    };
    let written = |estimate: &Estimate| format!("{}{}", percent(estimate.value), of_all(estimate));
    let share = |name: &str, words: &str| {
        let figure = outcome(name)?;
        Some(format!("{} {words}{}", percent(figure.value), of_all(&figure)))
    };
    let mut rows = Vec::new();
    let mut sentence = |parts: Vec<Option<String>>| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            rows.push(format!("{}.", parts.join("; ")));
        }
    };
    let ends = study.has_late_joiners().then(|| (study.entry.first(), study.entry.last()));
    if let Some((Some(first), Some(last))) = ends {
        let of = |estimate: &Estimate| (estimate.runs > 0).then(|| written(estimate));
        if let (Some(early), Some(late)) = (of(&first.share_gaining), of(&last.share_gaining)) {
            sentence(vec![Some(format!(
                "Of the first tenth to join {early} gained; of the last, who had less time, {late}"
            ))]);
        }
    }
    let joined = outcome("ever_joined").map(|e| count(e.value));
    let in_a_run = if study.worlds_differ() { "in a run on average" } else { "in a run" };
    match study.rejoining_among {
        None => sentence(vec![
            outcome("ever_joined")
                .map(|e| format!("{} joined {in_a_run}", counted(e.value, "person", "people"))),
            share("saturation_at_end", "of all who ever might"),
            share("still_members", "of them were members at the end"),
        ]),
        Some(people) => {
            let people = count(people as f64);
            sentence(vec![
                joined.map(|joined| {
                    format!("The {people} people of the market joined {joined} times {in_a_run}")
                }),
                share("still_members", "of these memberships lasted to the end"),
            ]);
            sentence(vec![Some(format!(
                "Whoever joins again is a new member and counts again in all figures; how many different \
                 people ever joined is not known, and no more than {people}"
            ))]);
        }
    }
    sentence(vec![
        share("twelve_month_survival", "stayed twelve months"),
        share("without_recruits", "signed nobody up"),
        share(
            "participants_share_of_money",
            "of the money paid for goods and fees came from members",
        ),
    ]);
    sentence(vec![ranks_reached(study)]);
    if study.provenance.runs_extinct > 0 {
        sentence(vec![Some(format!(
            "In {} of {} runs the network died out; they are in all figures, and runs.csv has each run",
            study.provenance.runs_extinct, study.provenance.runs
        ))]);
    }
    if outcome("market_cut_off").is_some_and(|e| e.value > 0.0) {
        sentence(vec![Some(
            "Some runs in the infinite market were cut off at their ceiling; see outcomes.csv"
                .into(),
        )]);
    }
    rows.extend(study.undecided());
    rows
}
