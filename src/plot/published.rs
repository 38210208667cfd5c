//! What companies published, side by side: people by what they got.

use super::Chart;
use super::format::{self, percent};
use super::page::{self, Grid, MARGIN, Page};
use super::palette::{
    BLACK, BLUE, DARK_GREY, GREEN, LIGHT_GREY, MIDDLE_GREY, ORANGE, RGBColor, SKY_BLUE, VERMILLION,
    WHITE,
};
use super::scale::Scale;
use super::scene::{Area, LABEL, SUBTITLE};
use crate::observation::{Concept, Counted, Denominator, MonthsOf};
use crate::results::{
    Bracket, Disclosure, Exactness, Per, Provenance, PublishedFigure, PublishedStatistic, Rest,
    Unpaid,
};

/// The most statements in one picture.
const ROWS_MAX: usize = 48;
/// Height of a bar, of all that is in a row, and of the heading of a group.
const BAR: f64 = 22.0;
const ROW: f64 = 50.0;
const HEADING: f64 = 30.0;
/// Room for axis and key, and for a further line of the key.
const FRAME: f64 = 80.0;
const KEY_LINE: f64 = 26.0;

/// The groups of people that statements are of, with the headings over them: only bars of one group can be
/// compared, and these with care.
const GROUPS: [(&[Counted], &str); 6] = [
    (&[Counted::People(Denominator::Everyone)], "Over all of a kind, active or not"),
    (
        &[Counted::People(Denominator::ActiveAtEnd)],
        "Over active members, or those with a rank, by their year",
    ),
    (&[Counted::People(Denominator::ActiveThroughout)], "Over members all year"),
    (
        &[Counted::People(Denominator::Paid), Counted::People(Denominator::Builders)],
        "Over those who were paid, or who sponsor or lead",
    ),
    (
        &[Counted::Months(MonthsOf::Members), Counted::Months(MonthsOf::Active)],
        "Over active members, or those with a rank, by their month",
    ),
    (&[Counted::Months(MonthsOf::Paid)], "Over those paid in a month or a week"),
];

/// Classes of income a year: their words, their upper end and their colour.
const CLASSES: [(&str, f64, RGBColor); 5] = [
    ("nothing", 0.0, MIDDLE_GREY),
    ("up to 1,000", 1_000.0, ORANGE),
    ("up to 10,000", 10_000.0, SKY_BLUE),
    ("more", f64::INFINITY, BLUE),
    (NOT_PUBLISHED.0, f64::NAN, NOT_PUBLISHED.1),
];
const NOT_PUBLISHED: (&str, RGBColor) = ("not published", LIGHT_GREY);

/// What becomes of people by their net income, beside [`NOT_PUBLISHED`].
const NETS: [(&str, RGBColor); 3] =
    [("lost", VERMILLION), ("came out even", MIDDLE_GREY), ("gained", GREEN)];

/// All charts of published figures.
pub fn charts(disclosures: &[Disclosure], from: &Provenance) -> Vec<Chart> {
    draw(disclosures, from).into_iter().collect()
}

/// Shares of people and their colours, which together are all.
type Parts = Vec<(f64, RGBColor)>;

/// A statement, and the parts of its people, as far as it tells of any.
type Row<'d> = (&'d Disclosure, Option<Parts>);

fn draw(disclosures: &[Disclosure], from: &Provenance) -> Option<Chart> {
    if disclosures.is_empty() {
        return None;
    }
    let shown = &disclosures[..disclosures.len().min(ROWS_MAX)];
    let more = if shown.len() < disclosures.len() {
        let all = disclosures.len();
        format!(" Only the first {ROWS_MAX} of {all} statements are shown.")
    } else {
        String::new()
    };
    let has_net = shown.iter().any(is_of_net);
    let net = if has_net {
        " Of statements of net income: who lost, came out even and gained."
    } else {
        ""
    };
    let subtitle = format!(
        "Share of people by the pay of a year in the currency of the statement, of a month or week times \
         twelve or 52 where that stands below the name: brackets by their average (else by their \
         middle), single figures as far as they tell.{net} Bars of different groups, or of the \
         denominators below the names, cannot be compared.{more}"
    );
    let groups: Vec<(&str, Vec<Row<'_>>)> = GROUPS
        .iter()
        .map(|(counts, heading)| (*heading, rows(shown, counts)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let content = ROW * shown.len() as f64 + HEADING * groups.len() as f64;
    let frame = if has_net { FRAME + KEY_LINE } else { FRAME };
    let mut page = Page::around(from, title(disclosures), subtitle, frame + content);
    let top = page.area.top + 4.0;
    let left = MARGIN + 330.0;
    let area = Area { left, right: page.area.right - 14.0, top, bottom: top + content };
    let scale = Scale::shares([1.0].into_iter());
    page.horizontal_axis(area, &scale, page::share_label, Grid::Lines);
    let mut y = top;
    for (heading, rows) in &groups {
        let style = SUBTITLE.bold().colour(BLACK);
        let ground = Area { left: MARGIN, right: area.right + 6.0, top: y, bottom: y + HEADING };
        page.scene.rectangle(ground, WHITE);
        page.scene.text((MARGIN, y + HEADING - 10.0), *heading, style);
        y += HEADING;
        for (disclosure, parts) in rows {
            let middle = y + ROW / 2.0;
            name(&mut page, disclosure, middle, left - 12.0);
            let place = Area { top: middle - BAR / 2.0, bottom: middle + BAR / 2.0, ..area };
            match parts {
                Some(parts) => bar(&mut page, parts, place),
                None => only_words(&mut page, disclosure, place),
            }
            y += ROW;
        }
    }
    let classes = CLASSES.map(|(words, _, colour)| (words, colour));
    key(&mut page, left, area.bottom + 48.0, &classes);
    if has_net {
        key(&mut page, left, area.bottom + 48.0 + KEY_LINE, &NETS);
    }
    Some(page.finish("published_brackets"))
}

/// The statements of a group: those that tell of shares of people first.
fn rows<'d>(shown: &'d [Disclosure], counts: &[Counted]) -> Vec<Row<'d>> {
    let of_group = shown.iter().filter(|disclosure| counts.contains(&disclosure.counts));
    let mut rows: Vec<Row<'_>> =
        of_group.map(|disclosure| (disclosure, parts(disclosure))).collect();
    rows.sort_by_key(|(_, parts)| parts.is_none());
    rows
}

/// What a statement says that tells of no share of its people.
fn only_words(page: &mut Page, disclosure: &Disclosure, area: Area) {
    let currency = format::clean(&disclosure.currency, 8);
    let words = match (disclosure.mean(), disclosure.unpaid()) {
        (Some(mean), _) => format!(
            "only a mean was published: {} a year",
            format::money(mean * disclosure.per.in_a_year(), &currency)
        ),
        (None, Some(unpaid)) => in_words(unpaid),
        (None, None) => "no share of these people by their pay was published".into(),
    };
    let ground = Area { left: area.left, right: area.right, ..area };
    page.scene.rectangle(ground, WHITE);
    let style = LABEL.colour(DARK_GREY);
    let y = f64::midpoint(area.top, area.bottom) + style.half();
    page.scene.text((area.left + 2.0, y), style.cut(&words, area.width()), style);
}

/// How many got nothing, in words.
fn in_words(unpaid: Unpaid) -> String {
    format!("{}{} got nothing", unpaid.exactness.prefix(), percent(unpaid.share))
}

/// Whether a statement is of what is left after purchases and expenses.
fn is_of_net(disclosure: &Disclosure) -> bool {
    disclosure.concept == Concept::Net
}

/// The parts of the people of a statement, as far as it tells of any.
fn parts(disclosure: &Disclosure) -> Option<Parts> {
    if is_of_net(disclosure) {
        return nets(disclosure);
    }
    let shares = classes(disclosure)?;
    Some(shares.into_iter().zip(CLASSES.map(|(.., colour)| colour)).collect())
}

/// The least shares of people who are known to have lost, come out even and gained, and what is not known;
/// `None` if nothing is.
fn nets(disclosure: &Disclosure) -> Option<Parts> {
    let brackets = disclosure.brackets.iter();
    let brackets = brackets.map(|bracket| (of_year(disclosure, bracket), bracket.share));
    let (lowest, highest) = (brackets.clone().next(), brackets.clone().next_back());
    let of_rest = match disclosure.rest {
        Rest::Nothing => Some(0.0),
        Rest::Below => lowest.filter(|(amount, _)| *amount <= 0.0).map(|_| f64::NEG_INFINITY),
        Rest::Above => highest.filter(|(amount, _)| *amount >= 0.0).map(|_| f64::INFINITY),
        Rest::Nobody | Rest::Unknown => None,
    };
    let people: Vec<(f64, f64)> =
        brackets.chain(of_rest.map(|amount| (amount, 1.0 - disclosure.covered()))).collect();
    let with = |is_so: fn(f64) -> bool| {
        people.iter().filter(|(amount, _)| is_so(*amount)).map(|(_, share)| share).sum::<f64>()
    };
    let published = |is_so: fn(PublishedStatistic) -> bool| {
        let figures = own_figures(disclosure).filter(|figure| is_so(figure.statistic));
        let least = figures.filter(|figure| figure.exactness != Exactness::AtMost);
        least.map(|figure| figure.value).fold(0.0, f64::max)
    };
    let lost = published(|said| matches!(said, PublishedStatistic::ShareBelow(to) if to <= 0.0));
    let gained =
        published(|said| matches!(said, PublishedStatistic::ShareAbove(from) if from >= 0.0));
    let (lost, gained) =
        (lost.max(with(|amount| amount < 0.0)), gained.max(with(|amount| amount > 0.0)));
    let rest = (1.0 - lost - gained).max(0.0);
    let is_published = |what: PublishedStatistic| {
        let mut figures = own_figures(disclosure)
            .filter(|figure| matches!(figure.exactness, Exactness::Exact | Exactness::About));
        figures.any(|figure| figure.statistic == what)
    };
    // Who neither lost nor gained is left where both were published.
    let zero = [PublishedStatistic::ShareBelow(0.0), PublishedStatistic::ShareAbove(0.0)];
    let even = if zero.into_iter().all(is_published) {
        rest
    } else {
        with(|amount| amount == 0.0).min(rest)
    };
    let colours = NETS.iter().chain([&NOT_PUBLISHED]).map(|(_, colour)| *colour);
    let parts = [lost, even, gained, rest - even].into_iter().zip(colours);
    (lost + even + gained > 0.0).then(|| parts.collect())
}

/// The least shares of people who are known to be in each class, and what is not known; `None` if nothing is.
fn classes(disclosure: &Disclosure) -> Option<[f64; 5]> {
    // Who is known to have got no more than the upper end of each class, or more than the last.
    let [nothing, low, middle] = [0, 1, 2].map(|class| up_to(disclosure, CLASSES[class].1));
    let (low, middle) = (low.max(nothing), middle.max(low).max(nothing));
    let high = above(disclosure, CLASSES[2].1).min(1.0 - middle);
    let shares = [nothing, low - nothing, middle - low, high, 1.0 - middle - high];
    let known = middle + high;
    (known > 0.0).then(|| shares.map(|share| share.max(0.0)))
}

/// A year's amount of a bracket: its average, or its middle, or the end that it has.
fn of_year(disclosure: &Disclosure, bracket: &Bracket) -> f64 {
    let amount = bracket.average.or(match (bracket.from, bracket.to) {
        (Some(from), Some(to)) => Some(f64::midpoint(from, to)),
        (from, to) => from.or(to),
    });
    amount.unwrap_or(f64::NAN) * disclosure.per.in_a_year()
}

/// The share of people who are known to have got no more than this in a year.
fn up_to(disclosure: &Disclosure, amount: f64) -> f64 {
    let brackets = disclosure.brackets.iter();
    let low = brackets.filter(|bracket| of_year(disclosure, bracket) <= amount);
    let lowest = disclosure.brackets.first();
    let is_below = match disclosure.rest {
        Rest::Nothing => true,
        Rest::Below => lowest.is_some_and(|lowest| of_year(disclosure, lowest) <= amount),
        _ => false,
    };
    let rest = if is_below { 1.0 - disclosure.covered() } else { 0.0 };
    let in_brackets = low.map(|bracket| bracket.share).sum::<f64>() + rest;
    let figures = own_figures(disclosure).filter_map(|figure| match figure.statistic {
        PublishedStatistic::ShareBelow(limit) if of(disclosure, limit) <= amount => {
            Some(figure.value)
        }
        PublishedStatistic::Median if of(disclosure, figure.value) <= amount => Some(0.5),
        _ => None,
    });
    let unpaid = disclosure.unpaid().and_then(|unpaid| unpaid.at_least());
    let known = figures.chain(unpaid).fold(in_brackets, f64::max);
    known.clamp(0.0, 1.0)
}

/// The share who are known to have got more.
fn above(disclosure: &Disclosure, amount: f64) -> f64 {
    let high = |bracket: &&Bracket| of_year(disclosure, bracket) > amount;
    let in_brackets: f64 =
        disclosure.brackets.iter().filter(high).map(|bracket| bracket.share).sum();
    let is_above = disclosure.rest == Rest::Above
        && disclosure.brackets.last().is_some_and(|highest| high(&highest));
    let rest = if is_above { 1.0 - disclosure.covered() } else { 0.0 };
    let figures = own_figures(disclosure).filter_map(|figure| match figure.statistic {
        PublishedStatistic::ShareAbove(limit) if of(disclosure, limit) >= amount => {
            Some(figure.value)
        }
        _ => None,
    });
    figures.fold(in_brackets + rest, f64::max).clamp(0.0, 1.0)
}

/// A published amount as one of a year.
fn of(disclosure: &Disclosure, amount: f64) -> f64 {
    amount * disclosure.per.in_a_year()
}

/// The figures over the statement's own denominator.
fn own_figures(disclosure: &Disclosure) -> impl Iterator<Item = &PublishedFigure> {
    disclosure.figures.iter().filter(|figure| figure.denominator.is_none())
}

/// The company with place and year, and whom it counts.
fn name(page: &mut Page, disclosure: &Disclosure, y: f64, right: f64) {
    let Disclosure { denominator, currency, .. } = disclosure;
    let words = format::clean(&disclosure.heading(), 80);
    let style = LABEL.bold().colour(BLACK);
    page.scene.text((MARGIN, y - 9.0), style.cut(&words, right - MARGIN), style);
    let per = match disclosure.per {
        Per::Year => String::new(),
        shorter => format!(" a {}", shorter.label()),
    };
    let below = format!("{currency}{per}; {denominator}").replace(" %", "\u{a0}%");
    let below = format::clean(&below, 160);
    let mut line = y + 5.0;
    for words in LABEL.wrap(&below, right - MARGIN, 2) {
        page.scene.text((MARGIN, line), words, LABEL);
        line += LABEL.size * 1.15;
    }
}

fn bar(page: &mut Page, parts: &Parts, area: Area) {
    // Published shares may miss one a little.
    let total: f64 = parts.iter().map(|(share, _)| share).sum();
    let mut before = 0.0;
    for &(share, colour) in parts {
        let (left, right) = (area.x(before / total), area.x((before + share) / total));
        before += share;
        if right - left < 0.3 {
            continue;
        }
        let right = right.min(area.right);
        page.scene.rectangle(Area { left, right, ..area }, colour);
        let words = percent(share);
        let style = LABEL.colour(if colour == BLUE { WHITE } else { BLACK }).middle();
        if style.width(&words) + 8.0 <= right - left {
            let y = f64::midpoint(area.top, area.bottom) + style.half();
            page.scene.text((f64::midpoint(left, right), y), words, style);
        }
    }
}

/// What these colours mean.
fn key(page: &mut Page, left: f64, y: f64, colours: &[(&str, RGBColor)]) {
    let mut x = left;
    for &(words, colour) in colours {
        let square = Area { left: x, right: x + 16.0, top: y - 8.0, bottom: y + 8.0 };
        page.scene.rectangle(square, colour);
        page.scene.text((x + 24.0, y + LABEL.half()), words, LABEL);
        x += 24.0 + LABEL.width(words) + 22.0;
    }
}

/// How many of the statements that tell say that more than half got nothing.
fn title(disclosures: &[Disclosure]) -> String {
    if let [only] = disclosures
        && let Some(unpaid) = only.unpaid()
        && unpaid.at_least().is_none()
    {
        let words = in_words(unpaid);
        return format!("{}{}", words[..1].to_uppercase(), &words[1..]);
    }
    let unpaid = disclosures.iter().filter_map(Disclosure::unpaid);
    let unpaid: Vec<f64> = unpaid.filter_map(|unpaid| unpaid.at_least()).collect();
    let most = unpaid.iter().filter(|&&share| share > 0.5).count();
    match unpaid.len() {
        0 => "What companies published of the incomes of their members".into(),
        1 => format!("{} got nothing", percent(unpaid[0])),
        all if most == all => {
            format!("More than half got nothing in all {all} statements that say how many did")
        }
        all => format!(
            "More than half got nothing in {most} of the {all} statements that say how many did"
        ),
    }
}
