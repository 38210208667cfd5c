//! What a study found, on one screen, the headline first.

use std::path::Path;

use crate::observation::{Concept, Denominator, OwnUse, Statistic, Window};
use crate::plot::format::{count, counted, percent, pooled, short, tenths};
use crate::results::{Provenance, Study};
use crate::statistics::Estimate;

/// How many columns a line of the summary may have: what any terminal shows.
const COLUMNS: usize = 80;

/// The summary of a study; `question` is the scenario's, `place` is where its files are.
pub(super) fn summary(study: &Study, question: Option<&str>, place: &Path) -> String {
    let origin = &study.provenance;
    let early = if origin.is_partial() { " · stopped early" } else { "" };
    let head = format!("{} · a hypothetical company{early}", origin.title);
    let months = counted(origin.months.into(), "month", "months");
    let design = format!("{months} · {} · seed {} · ", runs(origin, "run", "runs"), origin.seed);
    let place = format!("tables and charts: {}", place.display());
    // Whoever copies a path needs it on one line.
    let fits = design.chars().count() + place.chars().count() <= COLUMNS;
    let end = [design.as_str(), if fits { "" } else { "\n" }, &place].concat();
    let title = std::iter::once(head).chain(question.map(String::from)).collect();
    let parts = if study.has_money() {
        vec![title, headline(study), people(study), context(study)]
    } else {
        // What there is are people who come and go.
        vec![title, without_money(study), context(study)]
    };
    // No figure is torn from its sign, and who searches for one types a plain space.
    let parts: Vec<String> = parts.iter().map(|part| wrapped(&part.join("\n"))).collect();
    parts.join("\n").replace('\u{a0}', " ") + &end + "\n"
}

/// The text with lines of at most [`COLUMNS`], as far as its words allow; what goes on is indented
/// as its line is.
fn wrapped(text: &str) -> String {
    let mut broken = String::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let mut column = 0;
        if line.chars().count() <= COLUMNS {
            // Columns of a table stay as they are.
            broken.push_str(line);
            broken.push('\n');
            continue;
        }
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if column > indent && column + 1 + length > COLUMNS {
                broken.push('\n');
                column = 0;
            }
            let gap = if column == 0 { indent } else { 1 };
            broken.extend(std::iter::repeat_n(' ', gap));
            broken.push_str(word);
            column += gap + length;
        }
        broken.push('\n');
    }
    broken
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

/// The headline where no money moves.
fn without_money(study: &Study) -> Vec<String> {
    let nobody = "No money moved: nobody bought, paid or earned anything.";
    let in_brackets = study.worlds_differ().then(|| IN_BRACKETS.into());
    std::iter::once(nobody.into()).chain(in_brackets).collect()
}

/// The claim that the program measures, with its uncertainty, for its two denominators.
fn headline(study: &Study) -> Vec<String> {
    let share = |denominator| {
        study
            .loss(denominator, OwnUse::Scenario)
            .map(|loss| loss.below_zero)
            .filter(|share| share.runs > 0)
    };
    let Some(everyone) = share(Denominator::Everyone) else {
        return vec!["Nobody joined, so nobody earned anything.".into()];
    };
    let again = study.rejoining_among.map_or("", |_| " (again: counted again)");
    if everyone.value == 0.0 {
        let claim = format!(
            "Of everyone who ever joined{again}, nobody lost money over his whole time as a member."
        );
        let in_brackets = study.worlds_differ().then(|| IN_BRACKETS.into());
        return std::iter::once(claim).chain(in_brackets).collect();
    }
    let first = ranges(study, &everyone, ["95\u{a0}% interval ", "from world to world "]);
    let mut claim = vec![format!(
        "Of everyone who ever joined{again}, {} lost money over their whole time as members",
        both(study, &everyone, tenths)
    )];
    claim.extend(first);
    if let Some(builders) = share(Denominator::Builders) {
        claim.last_mut().expect("there is a first").push(';');
        // Where there is more to say, `losses.csv` says these.
        let ranges = ranges(study, &builders, [""; 2]).filter(|_| !study.worlds_differ());
        let ranges = ranges.map_or(String::new(), |ranges| format!(" {ranges}"));
        let builders = both(study, &builders, tenths);
        claim.push(format!("of those who joined to earn, {builders}{ranges}"));
    }
    if study.worlds_differ() {
        // There is more to say: lines end where they are full.
        let sentences = std::iter::once(format!("{}.", claim.join(" "))).chain(little(study));
        return vec![sentences.collect::<Vec<_>>().join(" "), IN_BRACKETS.into()];
    }
    std::iter::once(format!("{}.", claim.join("\n"))).chain(little(study)).collect()
}

/// The 95 % interval of a share and its spread over worlds, in brackets behind these words.
fn ranges(study: &Study, share: &Estimate, words: [&str; 2]) -> Option<String> {
    let range = |(low, high)| format!("{} to {}", tenths(low), tenths(high));
    let mean = range(share.interval?);
    let together = study.pooled(share).and_then(|all| all.interval).map(range);
    let together = together.filter(|all| *all != mean);
    let together = together.map_or(String::new(), |all| format!(" [{all}]"));
    let [interval, worlds] = words;
    let spread = share.spread.map_or(String::new(), |ends| format!("; {worlds}{}", range(ends)));
    Some(format!("({interval}{mean}{together}{spread})"))
}

/// What the brackets of [`both`] say.
const IN_BRACKETS: &str =
    "Means of worlds; in [ ] all worlds together, in which a large one weighs more.";

/// A mean of worlds, and in brackets what holds of all of them together, which their mean is not where
/// they differ in size; no brackets where these would read the same.
fn both(study: &Study, estimate: &Estimate, write: fn(f64) -> String) -> String {
    let all = pooled(study, estimate, write).map_or(String::new(), |all| format!(" [{all}]"));
    format!("{}{all}", write(estimate.value))
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
    let more = |small: f64, all: f64| tenths((all - small).max(0.0));
    let mean = more(small.value, all.value);
    let together = study.pooled(&small).zip(study.pooled(&all));
    let together = together.map(|(small, all)| more(small.value, all.value));
    let together = together.filter(|together| *together != mean);
    (small.runs > 0 && all.runs > 0).then(|| {
        format!(
            "Of everyone, {} lost less than {} {} and {mean}{} that or more.",
            both(study, &small, tenths),
            count(-class.from),
            study.provenance.currency,
            together.map_or(String::new(), |together| format!(" [{together}]"))
        )
    })
}

/// A table: over whom; how the verdict depends on what own-use goods are worth, where any are bought;
/// net income.
fn people(study: &Study) -> Vec<String> {
    let scenario = study.losses.iter().find(|loss| loss.own_use == OwnUse::Scenario);
    let value = percent(scenario.map_or(f64::NAN, |loss| loss.own_use_value));
    let buys = study.has_own_purchases();
    let own_uses = if buys { &OwnUse::ALL[..] } else { &[OwnUse::Scenario] };
    let table = |amount: fn(f64) -> String| {
        let mut heads = cells(["Of those who"]);
        heads.extend(if buys {
            cells(["nothing", &format!("{value} *"), "price"])
        } else {
            cells(["lost"])
        });
        heads.extend(cells(["median", "mean", "1 in 10 ≥", "1 in 100 ≥"]));
        let row = |whom| row(study, whom, own_uses, amount);
        let rows: Vec<_> =
            std::iter::once(heads).chain(Denominator::ALL.into_iter().filter_map(row)).collect();
        let mut lines = aligned(&rows);
        lines.insert(0, groups(&rows, own_uses.len(), &study.provenance.currency));
        lines
    };
    let fits = |lines: &Vec<String>| lines.iter().all(|line| line.chars().count() <= COLUMNS);
    let mut lines = Some(table(count)).filter(fits).unwrap_or_else(|| table(short));
    if buys {
        lines.push(
            "* of the price of goods they bought; to those who joined only to buy, all of it"
                .into(),
        );
    }
    lines
}

/// The heading over the columns of the table's two groups, of which the first has so many.
fn groups(rows: &[Vec<String>], n_lost: usize, currency: &str) -> String {
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0) + 2;
    let columns = rows.first().map_or(0, Vec::len);
    let [lost, net] =
        [1..1 + n_lost, 1 + n_lost..columns].map(|columns| columns.map(width).sum::<usize>());
    let of_lost = if n_lost > 1 { "lost, with own goods at" } else { "" };
    let net_income = format!("net income over life, {currency}");
    format!("{:1$}{of_lost:>lost$}{net_income:>net$}", "", width(0) - 2)
}

/// A row of it; none if nobody is counted.
fn row(
    study: &Study,
    denominator: Denominator,
    own_uses: &[OwnUse],
    amount: fn(f64) -> String,
) -> Option<Vec<String>> {
    let lost = |own_use| {
        let share = study.loss(denominator, own_use)?.below_zero;
        (share.runs > 0).then(|| tenths(share.value))
    };
    let net = |statistic| {
        let figure = study.income(Window::Life, denominator, Concept::Net, statistic)?;
        (figure.runs > 0).then(|| amount(figure.value))
    };
    let statistics = [
        Statistic::Percentile(50.0),
        Statistic::Mean,
        Statistic::Percentile(90.0),
        Statistic::Percentile(99.0),
    ];
    let figures = own_uses.iter().copied().map(lost).chain(statistics.map(net));
    std::iter::once(Some(words(denominator).into())).chain(figures).collect()
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
            let first = format!("{:<1$}", row[0], width(0));
            let others = row.iter().enumerate().skip(1);
            let others = others.map(|(column, text)| format!("  {text:>0$}", width(column)));
            std::iter::once(first).chain(others).collect()
        })
        .collect()
}

/// A denominator over life, for a narrow table of those who…
fn words(denominator: Denominator) -> &'static str {
    match denominator {
        Denominator::Everyone => "ever joined",
        Denominator::ActiveAtEnd => "are still members",
        Denominator::ActiveThroughout => "were always members",
        Denominator::Paid => "were ever paid",
        Denominator::Builders => "joined to earn",
    }
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
            "Of those who joined to earn {} ever had the rank `{}` or a higher one, {} the highest, `{}`",
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
    let written = |estimate: &Estimate| both(study, estimate, percent);
    let share = |name: &str, words: &str| Some(format!("{} {words}", written(&outcome(name)?)));
    let mut rows = Vec::new();
    let mut sentence = |parts: Vec<Option<String>>| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            rows.push(format!("{}.", parts.join("; ")));
        }
    };
    let has_ends = study.has_money() && study.has_late_joiners();
    let ends = has_ends.then(|| (study.entry.first(), study.entry.last()));
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
    if !study.has_money() {
        // Of people there is more to say.
        let months = |e: Estimate| counted(e.value, "month", "months");
        sentence(vec![
            outcome("members_at_peak").map(|e| {
                format!("A run had {} in its largest month", counted(e.value, "member", "members"))
            }),
            outcome("mean_tenure").map(|e| format!("people stayed for {} in the mean", months(e))),
        ]);
    }
    sentence(vec![
        share("twelve_month_survival", "stayed twelve months"),
        share("without_recruits", "signed nobody up"),
        outcome("participants_share_of_money")
            .map(|e| format!("members paid {} of the money for goods and fees", written(&e))),
    ]);
    sentence(vec![ranks_reached(study)]);
    if study.provenance.runs_extinct > 0 {
        sentence(vec![Some(format!(
            "In {} of {} runs the network died out; they are in all figures",
            study.provenance.runs_extinct, study.provenance.runs
        ))]);
    }
    if outcome("market_cut_off").is_some_and(|e| e.value > 0.0) {
        sentence(vec![Some(
            "Some runs in the infinite market were cut off at their ceiling; see outcomes.csv"
                .into(),
        )]);
    }
    if let Some(undecided) = study.undecided().filter(|_| study.has_money()) {
        let (what, _) = undecided.split_once(':').unwrap_or((&undecided, ""));
        let short = format!("{what}: see determinants.csv.");
        rows.push(if undecided.chars().count() <= COLUMNS { undecided } else { short });
    }
    // One paragraph, so that lines are full.
    vec![rows.join(" ")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::OWN_PURCHASES;
    use crate::results::{IncomeFigure, LossFigure, fixture};

    #[test]
    fn lines_are_broken_at_spaces_and_go_on_below() {
        let text = format!("  {}\n\na  table\n{}\n", "word ".repeat(20).trim_end(), "x".repeat(90));
        let broken = format!(
            "  {}\n  {}\n\na  table\n{}\n",
            "word ".repeat(15).trim_end(),
            "word ".repeat(5).trim_end(),
            "x".repeat(90)
        );
        assert_eq!(wrapped(&text), broken);
    }

    /// A study in which everybody there can be has an income of some such amount.
    fn of_incomes(amount: f64) -> Study {
        let mut study = fixture::study();
        (study.incomes, study.losses) = (Vec::new(), Vec::new());
        study.ledger[1].flow = OWN_PURCHASES.into();
        for denominator in Denominator::ALL {
            for own_use in OwnUse::ALL {
                study.losses.push(LossFigure {
                    denominator,
                    own_use,
                    own_use_value: 0.5,
                    below_zero: fixture::around(1.0),
                    not_above_zero: fixture::around(1.0),
                });
            }
            for (percent, factor) in [(50.0, -0.4), (90.0, 3.0), (99.0, 90.0)] {
                study.incomes.push(income(
                    denominator,
                    Statistic::Percentile(percent),
                    factor * amount,
                ));
            }
            study.incomes.push(income(denominator, Statistic::Mean, -amount));
        }
        study
    }

    fn income(denominator: Denominator, statistic: Statistic, amount: f64) -> IncomeFigure {
        let (window, concept) = (Window::Life, Concept::Net);
        IncomeFigure { window, denominator, concept, statistic, estimate: fixture::around(amount) }
    }

    #[test]
    fn it_fits_whatever_the_amounts() {
        for (amount, has_suffixes) in [(400.0, false), (4e6, true), (4e11, true)] {
            let study = of_incomes(amount);
            let text = summary(&study, Some("Who earns what?"), Path::new("here"));
            let width = text.lines().map(|line| line.chars().count()).max();
            assert!(width <= Some(COLUMNS), "{text}");
            let table = people(&study);
            assert_eq!(table.len(), 2 + Denominator::ALL.len() + 1, "{text}");
            let table = table.concat();
            assert_eq!(table.contains('M') || table.contains("bn"), has_suffixes, "{text}");
        }
    }

    #[test]
    fn where_nobody_buys_nothing_is_said_of_what_goods_are_worth() {
        let mut study = of_incomes(400.0);
        let heads = |study: &Study| people(study)[..2].join("\n");
        assert!(heads(&study).contains("lost, with own goods at"), "{}", heads(&study));
        study.ledger.remove(1);
        assert!(!people(&study).concat().contains('*'), "{}", heads(&study));
        let columns: Vec<String> = heads(&study).lines().map(|line| line.trim().into()).collect();
        assert_eq!(columns[0], "net income over life, USD");
        assert!(columns[1].starts_with("Of those who"), "{columns:?}");
        assert_eq!(heads(&study).matches("lost").count(), 1);
    }

    #[test]
    fn that_nobody_lost_is_said_without_figures() {
        let mut study = of_incomes(400.0);
        for loss in &mut study.losses {
            loss.below_zero = fixture::around(0.0);
        }
        let told =
            "Of everyone who ever joined, nobody lost money over his whole time as a member.";
        assert_eq!(headline(&study), [told]);
    }

    #[test]
    fn a_world_without_money_is_told_of_by_its_people() {
        let mut study = of_incomes(400.0);
        study.outcomes[0].name = "ever_joined";
        study.ledger.clear();
        let text = summary(&study, None, Path::new("here"));
        assert!(text.contains("\nNo money moved: nobody bought, paid or earned anything.\n"));
        assert!(text.contains("1,500 people joined in a run"), "{text}");
        for word in ["lost", "gained", "USD", "net income", "decides"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}
