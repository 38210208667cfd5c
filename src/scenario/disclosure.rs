//! The whole way from a text to a disclosure.

use crate::observation::{Concept, Counted, Window};
use crate::results::{
    Bracket, Disclosure, Exactness, Grade, Per, PublishedFigure, PublishedStatistic, Rest,
};

use super::check::check_disclosure;
use super::fields::{Fields, number, whole as whole_number};
use super::load::stem;
use super::problem::{Problem, ScenarioError};
use super::suggest::nearest;
use super::tree::{Node, Place, Sources, read_document};

/// How far published shares may miss a whole by rounding.
const ROUNDING: f64 = 0.001;

/// Reads a disclosure from the text of the file at `path`.
///
/// # Errors
///
/// All faults together.
pub fn read_disclosure(path: &str, text: &str) -> Result<Disclosure, ScenarioError> {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let source = sources.add(Some(path.into()), text.into());
    let disclosure = read_document(text, source, &mut problems).map(|entries| {
        let entries = check_disclosure(&entries, &mut problems);
        // Beside other faults nobody can say what belongs together, but that shares are too many.
        if problems.is_empty() {
            return build(path, Fields(&entries), &mut problems);
        }
        too_many(Fields(&entries), &mut problems);
        None
    });
    match disclosure.flatten() {
        Some(disclosure) if problems.is_empty() => Ok(disclosure),
        _ => Err(ScenarioError::new(path, sources, problems)),
    }
}

/// Says that no disclosure has this name, and what the name may have been meant to be.
pub fn unknown_disclosure<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`mlmsim disclosures` lists all; a file goes by its path, such as ./x.toml".into(),
    };
    format!("error: no disclosure is called `{name}`\n  = help: {help}")
}

/// The checked values; nothing if something that must be there is not.
fn build(path: &str, fields: Fields<'_>, problems: &mut Vec<Problem>) -> Option<Disclosure> {
    let counts = counted(fields.text("counts")?);
    let brackets = brackets(fields, problems);
    let rest = rest(fields.text("rest")?);
    whole(fields, &brackets, rest, problems);
    years(fields, problems);
    let figures: Vec<PublishedFigure> = fields
        .sections("figure")
        .filter_map(|(figure, place)| published(figure, place, counts, problems))
        .collect();
    single_months(fields, &figures, counts, problems);
    if brackets.is_empty() && figures.is_empty() && problems.is_empty() {
        let help = "add a `[[bracket]]` of people or a `[[figure]]`";
        problems.push(Problem::at(None, "this disclosure has no figures").help(help));
    }
    let texts = fields.get("source").and_then(Node::elements).unwrap_or_default();
    Some(Disclosure {
        name: stem(path),
        company: fields.text("company")?.into(),
        place: fields.text("place")?.into(),
        year: u16::try_from(fields.whole("year")).expect("a year has four digits"),
        until: fields
            .get("until")
            .map(|node| u16::try_from(whole_number(node)).expect("a year has four digits")),
        denominator: fields.text("denominator")?.into(),
        people: fields.get("people").map(|node| number(node) as u64),
        counts,
        differs: fields.text("differs").map(str::to_owned),
        concept: match fields.text("concept")? {
            "gross" => Concept::Gross,
            "net" => Concept::Net,
            _ => Concept::CompanyPay,
        },
        window: match fields.text("window")? {
            "life" => Window::Life,
            "first_12_months" => Window::FirstTwelveMonths,
            _ => Window::LastTwelveMonths,
        },
        per: match fields.text("per")? {
            "month" => Per::Month,
            "week" => Per::Week,
            _ => Per::Year,
        },
        currency: fields.text("currency")?.into(),
        brackets,
        rest,
        figures,
        source: texts.iter().filter_map(Node::text).map(str::to_owned).collect(),
        grade: if fields.text("grade")? == "V" { Grade::V } else { Grade::V2 },
        note: fields.text("note").map(str::to_owned),
    })
}

/// Whether what is asked of single months is counted of them.
fn single_months(
    fields: Fields<'_>,
    figures: &[PublishedFigure],
    counts: Counted,
    problems: &mut Vec<Problem>,
) {
    if !counts.is_months() && !figures.iter().any(|figure| figure.counts.is_months()) {
        return;
    }
    let mut refuse = |place, reason: &str, help: &str| {
        problems.push(Problem::at(place, reason).help(help));
    };
    if fields.text("window") != Some("last_12_months") {
        let reason = "single months are counted of the last twelve alone";
        refuse(fields.place("window"), reason, "leave `window` out, or count people");
    }
    let of_people = "count people, whose net income is known";
    if fields.text("concept") == Some("net") {
        refuse(fields.place("concept"), "net income is not counted month by month", of_people);
    }
    let costs = |figure: &PublishedFigure| {
        figure.statistic == PublishedStatistic::MeanExpenses && figure.counts.is_months()
    };
    if figures.iter().any(costs) {
        refuse(fields.place("figure"), "expenses are not counted month by month", of_people);
    }
}

/// Whether the last year comes after the first.
fn years(fields: Fields<'_>, problems: &mut Vec<Problem>) {
    let Some(until) = fields.get("until").map(whole_number) else { return };
    if until <= fields.whole("year") {
        let reason = "the last year that the figures may be of does not come after `year`";
        problems.push(Problem::at(fields.place("until"), reason).help("leave `until` out"));
    }
}

fn counted(word: &str) -> Counted {
    let known = Counted::ALL.into_iter().find(|counted| counted.label() == word);
    known.expect("the words of groups are their labels")
}

fn rest(word: &str) -> Rest {
    let all = [Rest::Nobody, Rest::Nothing, Rest::Above, Rest::Below, Rest::Unknown];
    let known = all.into_iter().find(|rest| rest.label() == word);
    known.expect("the words of the rest are its labels")
}

/// The brackets in the order of their amounts.
fn brackets(fields: Fields<'_>, problems: &mut Vec<Problem>) -> Vec<Bracket> {
    let mut brackets = Vec::new();
    for (section, place) in fields.sections("bracket") {
        let amount = |key| section.get(key).map(number);
        let bracket = Bracket {
            name: section.text("name").map(str::to_owned),
            share: section.number("share"),
            average: amount("average"),
            from: amount("from"),
            to: amount("to"),
        };
        let Bracket { average, from, to, .. } = bracket;
        if average.or(from).or(to).is_none() {
            let reason = "nothing is said of what these people got";
            problems.push(Problem::at(place, reason).help("add `average`, or `from` and `to`"));
            continue;
        }
        let amounts: Vec<f64> = [from, average, to].into_iter().flatten().collect();
        if !amounts.is_sorted() {
            let reason = "`from`, `average` and `to` do not ascend";
            let place = section.place("to").or_else(|| section.place("average"));
            problems.push(Problem::at(place, reason).help("the least stands in `from`"));
        }
        brackets.push(bracket);
    }
    let amount = |bracket: &Bracket| bracket.average.or(bracket.from).or(bracket.to);
    brackets.sort_by(|a, b| amount(a).partial_cmp(&amount(b)).expect("amounts are numbers"));
    brackets
}

/// Whether the shares of the brackets leave what `rest` says.
fn whole(fields: Fields<'_>, brackets: &[Bracket], rest: Rest, problems: &mut Vec<Problem>) {
    let sum: f64 = brackets.iter().map(|bracket| bracket.share).sum();
    let place = || fields.place("rest").or_else(|| fields.place("bracket"));
    let shown = (sum * 1.0e6).round() / 1.0e6;
    if !too_many(fields, problems) && rest == Rest::Nobody && sum < 1.0 - ROUNDING {
        let reason = format!("nobody is left, and yet the brackets add up to {shown}");
        let help =
            "say in `rest` what the others got: \"nothing\", \"above\", \"below\" or \"unknown\"";
        problems.push(Problem::at(place(), reason).help(help));
    }
}

/// Whether the shares of the brackets, as far as they are known, are more than all people; each adds to
/// the others, whatever else is at fault.
fn too_many(fields: Fields<'_>, problems: &mut Vec<Problem>) -> bool {
    let shares = fields.sections("bracket").filter_map(|(section, _)| section.get("share"));
    let sum: f64 = shares.map(number).sum();
    let is_too_many = sum > 1.0 + ROUNDING;
    if is_too_many {
        let shown = (sum * 1.0e6).round() / 1.0e6;
        let reason = format!("the shares of the brackets add up to {shown}");
        let help = "shares are parts of one, and nobody stands in two brackets";
        problems.push(Problem::at(fields.place("bracket"), reason).help(help));
    }
    is_too_many
}

/// A single figure.
fn published(
    section: Fields<'_>,
    place: Option<Place>,
    counts: Counted,
    problems: &mut Vec<Problem>,
) -> Option<PublishedFigure> {
    let word = section.text("statistic")?;
    let amount = section.get("amount").map(number);
    let needs_amount = matches!(word, "share_below" | "share_above");
    if needs_amount != amount.is_some() {
        let (reason, help) = if needs_amount {
            (format!("`{word}` needs `amount`"), "add the amount that people are counted by")
        } else {
            (format!("`amount` says nothing beside `{word}`"), "remove the key")
        };
        problems.push(Problem::at(section.place("amount").or(place), reason).help(help));
        return None;
    }
    let statistic = match word {
        "mean" => PublishedStatistic::Mean,
        "median" => PublishedStatistic::Median,
        "maximum" => PublishedStatistic::Maximum,
        "mean_expenses" => PublishedStatistic::MeanExpenses,
        "share_unpaid" => PublishedStatistic::ShareUnpaid,
        "share_paid" => PublishedStatistic::SharePaid,
        "share_below" => PublishedStatistic::ShareBelow(amount?),
        "share_above" => PublishedStatistic::ShareAbove(amount?),
        _ => PublishedStatistic::WithoutRecruits,
    };
    let value = section.number("value");
    if statistic.is_share() && value > 1.0 {
        let reason = "a share of people is at most 1";
        let help = "shares are parts of one: five percent is 0.05";
        problems.push(Problem::at(section.place("value"), reason).help(help));
    }
    Some(PublishedFigure {
        statistic,
        value,
        exactness: match (section.text("bound"), section.flag("about")) {
            (Some("least"), _) => Exactness::AtLeast,
            (Some(_), _) => Exactness::AtMost,
            (None, Some(true)) => Exactness::About,
            (None, _) => Exactness::Exact,
        },
        denominator: section.text("denominator").map(str::to_owned),
        counts: section.text("counts").map_or(counts, counted),
    })
}
