//! Where the money went: from who paid, over what it was paid for, to who got it.

use crate::observation::{NO_BONUSES, Node};
use crate::plot::Chart;
use crate::plot::format::{self, money, percent, short};
use crate::plot::page::{self, MARGIN, Page};
use crate::plot::palette::{
    BLACK, BLUE, Color, DARK_GREY, GREEN, MIDDLE_GREY, ORANGE, PURPLE, RGBColor, VERMILLION, WHITE,
};
use crate::plot::scene::{Area, LABEL, Point};
use crate::plot::strands::{Layout, Place, Strand};
use crate::results::{LedgerLine, Study};

/// Purposes of one kind that are shown; the smaller ones are added up.
const SHOWN: usize = 6;
/// Width of a bar.
const BAR: f64 = 14.0;
/// Where the columns stand, from the margin on: who pays, what for, the company, what it pays
/// for, who gets it.
const COLUMNS: [f64; 5] = [0.0, 164.0, 372.0, 540.0, 882.0];
/// Room for the words behind a bar; those of the last column stand before it.
const ROOM: [f64; 5] = [138.0, 182.0, 142.0, 196.0, 112.0];
/// How much of the ground a flow covers.
const FLOW_ALPHA: f64 = 0.32;
/// Room for the names of bonuses without levels, below the picture.
const FOOT: f64 = 48.0;
/// Names that are listed; how many letters of each.
const NAMED: usize = 5;
const LETTERS: usize = 40;
/// How much of the flows the ground of words covers.
const GROUND_ALPHA: f64 = 0.78;

/// A bar: its words and colour.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    words: String,
    colour: RGBColor,
}

/// What is drawn, from the top.
#[derive(Clone, Debug, Default)]
struct Picture {
    bars: Vec<Bar>,
    strands: Vec<Strand>,
    colours: Vec<RGBColor>,
}

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let money = Money::of(study);
    let paid_in = money.by_customers() + money.by_members() + money.added;
    if paid_in <= 0.0 {
        return None;
    }
    let picture = picture(&money);
    let currency = page::currency(study);
    let differ = study.worlds_differ();
    let of = if differ { ", and so of all runs taken together," } else { "," };
    let subtitle = format!(
        "All money of the whole run from left to right in {currency}, {}. Heights are \
         amounts, percentages are of all the money in the picture{of} and each bar passes on what it \
         gets.{}{} The company keeps what goods and bonuses leave, before its other costs. Ranges: \
         money_flows.csv.",
        page::mean_of_runs(&study.provenance),
        for_goods_and_fees(study),
        money.levels(),
    );
    let note = money.without_levels();
    let foot = if note.is_empty() { 0.0 } else { FOOT };
    let mut page = Page::new(study, title(&money, &currency), subtitle, 680.0 + foot);
    let ends = (page.area.top + 10.0, page.area.bottom - 4.0 - foot);
    page.sentence(MARGIN, ends.1 + 26.0, page.area.right - MARGIN, &note);
    let layout = Layout::new(&picture.strands, COLUMNS.len(), ends);
    for (n, strand) in picture.strands.iter().enumerate() {
        draw_strand(&mut page, strand, &layout, n, picture.colours[n]);
    }
    // Words stand above all flows, each on a ground that keeps them legible.
    for place in &layout.places {
        draw_bar(&mut page, &picture.bars[place.bar], place, paid_in);
    }
    Some(page.finish("money_flow"))
}

/// How the picture goes with the share that the summary gives.
fn for_goods_and_fees(study: &Study) -> String {
    let share = study.outcome("participants_share_of_money").map(|outcome| &outcome.estimate);
    let Some((share, mean)) = share.and_then(|share| Some((share, page::value(share)?))) else {
        return String::new();
    };
    let share = match format::pooled(study, share, percent) {
        // The picture is of all runs together, the headline is of a mean of runs.
        Some(all) => format!("{all} (as the mean of shares over runs: {})", percent(mean)),
        None => percent(mean),
    };
    format!(
        " Of the money for goods and fees alone, less refunds and what members resold, {share} came \
         from members."
    )
}

fn draw_strand(page: &mut Page, strand: &Strand, layout: &Layout, n: usize, colour: RGBColor) {
    let (tops, height) = (&layout.tops[n], strand.amount * layout.unit);
    let ink = colour.mix(FLOW_ALPHA);
    for (step, ends) in tops.windows(2).enumerate() {
        let column = strand.first + step;
        // Behind a bar that it passes by there is nothing to stop at.
        let passes = strand.bars[step].is_none();
        let from = x(column) + if passes { 0.0 } else { BAR };
        let outline = outline((from, ends[0].1), (x(column + 1), ends[1].0), height);
        page.scene.fill(outline, ink);
    }
}

fn draw_bar(page: &mut Page, bar: &Bar, place: &Place, paid_in: f64) {
    let left = x(place.column);
    // What can hardly be seen is drawn as a line.
    let height = place.height.max(1.0);
    let area = Area { left, right: left + BAR, top: place.top, bottom: place.top + height };
    page.scene.rectangle(area, bar.colour);
    let (name, figure) = (LABEL.bold().colour(BLACK), LABEL.colour(DARK_GREY));
    let is_last = place.column + 1 == COLUMNS.len();
    let (at, name, figure) = if is_last {
        (left - 6.0, name.end(), figure.end())
    } else {
        (left + BAR + 6.0, name, figure)
    };
    let (middle, room) = (place.top + place.height / 2.0, ROOM[place.column]);
    let amount = format!("{} · {}", short(place.amount), percent(place.amount / paid_in));
    let (words, amount) = (name.cut(&bar.words, room), figure.cut(&amount, room));
    let width = name.width(&words).max(figure.width(&amount)) + 6.0;
    let left = if is_last { at - width + 3.0 } else { at - 3.0 };
    let ground = Area { left, right: left + width, top: middle - 15.0, bottom: middle + 16.0 };
    page.scene.rectangle(ground, WHITE.mix(GROUND_ALPHA));
    page.scene.text((at, middle - 3.0), words, name);
    page.scene.text((at, middle + 12.0), amount, figure);
}

fn x(column: usize) -> f64 {
    MARGIN + COLUMNS[column]
}

/// A band of constant height.
fn outline(from: Point, to: Point, height: f64) -> Vec<Point> {
    const STEPS: u32 = 24;
    let along = |lift: f64| {
        (0..=STEPS).map(move |step| {
            let part = f64::from(step) / f64::from(STEPS);
            let eased = part * part * (3.0 - 2.0 * part);
            (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * eased + lift)
        })
    };
    along(0.0).chain(along(height).rev()).collect()
}

/// What is paid for, and how much.
type Purpose = (String, f64);

/// The money of a study by who pays whom, without what is nothing.
#[derive(Clone, Debug, Default)]
struct Money {
    /// Customers to the company.
    sales: Vec<Purpose>,
    /// Customers to members.
    margins: Vec<Purpose>,
    /// Members to the company.
    payments: Vec<Purpose>,
    /// Members to suppliers.
    expenses: Vec<Purpose>,
    /// The company to members.
    bonuses: Vec<Purpose>,
    /// Whether some of these are shown by their levels.
    has_levels: bool,
    /// Bonuses that are paid and have none: their names.
    whole: Vec<String>,
    /// The company to suppliers.
    goods: Vec<Purpose>,
    /// What the company keeps.
    kept: f64,
    /// What it adds.
    added: f64,
}

impl Money {
    fn of(study: &Study) -> Self {
        let amount = |to: Node| {
            let flow = study.flows.iter().find(|flow| flow.to == to);
            flow.and_then(|flow| page::value(&flow.amount)).filter(|&amount| amount > 0.0)
        };
        let between = |from: &str, to: &str| -> Vec<Purpose> {
            let lines = study.ledger.iter().enumerate();
            let found = lines.filter(|(_, line)| (line.from, line.to) == (from, to));
            let found = found.map(|(n, line)| {
                let words = format::clean(&line.flow, 60);
                // A level bonus is shown by its levels.
                let levels = (0..line.levels.len())
                    .filter_map(|level| Some((line.levels[level], amount(Node::Level(n, level))?)));
                let levels: Vec<(u32, f64)> = levels.collect();
                let whole = amount(Node::Line(n)).unwrap_or(0.0);
                Kind { words, whole, levels }
            });
            together(found.filter(|kind| kind.whole > 0.0).collect())
        };
        let has_levels = study.ledger.iter().any(|line| line.levels.len() > 1);
        let is_whole = |line: &LedgerLine| {
            let is_bonus = (line.from, line.to) == ("company", "participants")
                && !NO_BONUSES.contains(&line.flow.as_str());
            is_bonus && line.levels.len() < 2
        };
        let whole = study.ledger.iter().enumerate();
        let whole = whole.filter(|(n, line)| is_whole(line) && amount(Node::Line(*n)).is_some());
        let added = study.flows.iter().find(|flow| flow.from == Node::CompanyAdds);
        Self {
            sales: between("customers", "company"),
            margins: between("customers", "participants"),
            payments: between("participants", "company"),
            expenses: between("participants", "suppliers"),
            bonuses: between("company", "participants"),
            has_levels,
            whole: whole.map(|(_, line)| format::clean(&line.flow, LETTERS)).collect(),
            goods: between("company", "suppliers"),
            kept: amount(Node::CompanyKeeps).unwrap_or(0.0),
            added: added.and_then(|flow| page::value(&flow.amount)).unwrap_or(0.0).max(0.0),
        }
    }

    fn by_customers(&self) -> f64 {
        sum(&self.sales) + sum(&self.margins)
    }

    fn by_members(&self) -> f64 {
        sum(&self.payments) + sum(&self.expenses)
    }

    /// From whom levels are counted, where any are shown.
    fn levels(&self) -> &'static str {
        let is_paid = |words: &str| self.payments.iter().any(|(purpose, _)| purpose == words);
        let goods = is_paid("own purchases") || !self.sales.is_empty();
        match (self.has_levels, goods, is_paid("joining fees")) {
            (false, ..) => "",
            (true, false, true) => " Levels are counted up from whoever joins.",
            (true, true, true) => " Levels are counted up from whoever buys or joins.",
            (true, _, false) => " Levels are counted up from the buyer.",
        }
    }

    /// Which bonuses go through the picture in one piece, and why.
    fn without_levels(&self) -> String {
        let (named, others) = self.whole.split_at(self.whole.len().min(NAMED));
        let names = match others.len() {
            _ if named.is_empty() => return String::new(),
            0 => named.join(", "),
            n => format!("{} and {n} more", named.join(", ")),
        };
        format!("Not by level, for the plan pays on one level there or counts none: {names}.")
    }
}

fn sum(purposes: &[Purpose]) -> f64 {
    purposes.iter().map(|(_, amount)| amount).sum()
}

/// What is paid for, with the amounts of its levels from the buyer up, if it has any.
#[derive(Clone, Debug)]
struct Kind {
    words: String,
    whole: f64,
    levels: Vec<(u32, f64)>,
}

/// The purposes: kinds by size, and the levels of each in their order. Where there are too many, the
/// deepest levels of the kind with the most are one, and then the smallest kinds.
fn together(mut kinds: Vec<Kind>) -> Vec<Purpose> {
    kinds.sort_by(|a, b| b.whole.total_cmp(&a.whole));
    // A kind has at least its first level, and what is left of it.
    let n_rows = |shown: &[usize]| shown.iter().sum::<usize>();
    let mut shown: Vec<usize> = kinds.iter().map(|kind| kind.levels.len().max(1)).collect();
    while n_rows(&shown) > SHOWN {
        let most = (0..shown.len()).max_by_key(|&kind| (shown[kind], kind));
        match most.filter(|&kind| shown[kind] > 2) {
            Some(kind) => shown[kind] -= 1,
            None => break,
        }
    }
    let mut purposes = Vec::new();
    let mut smaller = Vec::new();
    for (kind, &n_shown) in kinds.iter().zip(&shown) {
        // One row is kept for what does not fit.
        let is_left_out = purposes.len() + n_shown > SHOWN - 1 && n_rows(&shown) > SHOWN;
        if is_left_out { smaller.push(kind.whole) } else { purposes.extend(rows(kind, n_shown)) }
    }
    if !smaller.is_empty() {
        let words = if smaller.len() == 1 {
            "1 smaller flow".into()
        } else {
            format!("{} smaller flows", smaller.len())
        };
        purposes.push((words, smaller.iter().sum()));
    }
    purposes
}

/// A kind in so many rows: the last one holds all deeper levels.
fn rows(kind: &Kind, n_shown: usize) -> Vec<Purpose> {
    let Kind { words, whole, levels } = kind;
    if levels.len() < 2 || n_shown < 2 {
        return vec![(words.clone(), *whole)];
    }
    let of = |level: &(u32, f64)| (format!("level {} of {words}", level.0), level.1);
    let mut rows: Vec<Purpose> = levels.iter().take(n_shown).map(of).collect();
    if let (Some(row), Some((deepest, _))) = (rows.last_mut(), levels.last())
        && levels.len() > n_shown
    {
        let rest = &levels[n_shown - 1..];
        *row = (
            format!("levels {} to {deepest} of {words}", rest[0].0),
            rest.iter().map(|(_, amount)| amount).sum(),
        );
    }
    rows
}

/// All strands in their order from the top, which lets none cross another.
fn picture(money: &Money) -> Picture {
    let mut picture = Picture::default();
    let customers = picture.bar("customers pay", BLUE);
    let added = picture.bar("company adds", ORANGE);
    let paying = picture.bar("members pay", VERMILLION);
    let company = picture.bar("the company", BLACK);
    let getting = picture.bar("members get", GREEN);
    let keeping = picture.bar("company keeps", PURPLE);
    let suppliers = picture.bar("suppliers get", MIDDLE_GREY);
    for purpose in &money.margins {
        let bar = picture.bar(&purpose.0, GREEN);
        let bars = [Some(customers), Some(bar), None, None, Some(getting)];
        picture.strand(purpose.1, 0, &bars, GREEN);
    }
    for purpose in &money.bonuses {
        let bar = picture.bar(&purpose.0, GREEN);
        picture.strand(purpose.1, 2, &[Some(company), Some(bar), Some(getting)], GREEN);
    }
    for (payer, colour, purposes) in
        [(customers, BLUE, &money.sales), (paying, VERMILLION, &money.payments)]
    {
        for purpose in purposes {
            let bar = picture.bar(sale_or(&purpose.0), colour);
            picture.strand(purpose.1, 0, &[Some(payer), Some(bar), Some(company)], colour);
        }
        if payer == customers {
            picture.strand(money.added, 0, &[Some(added), None, Some(company)], ORANGE);
        }
    }
    picture.strand(money.kept, 2, &[Some(company), None, Some(keeping)], PURPLE);
    for purpose in &money.goods {
        let bar = picture.bar(&purpose.0, MIDDLE_GREY);
        picture.strand(purpose.1, 2, &[Some(company), Some(bar), Some(suppliers)], MIDDLE_GREY);
    }
    for purpose in &money.expenses {
        let bar = picture.bar(&purpose.0, VERMILLION);
        let bars = [Some(paying), Some(bar), None, None, Some(suppliers)];
        picture.strand(purpose.1, 0, &bars, VERMILLION);
    }
    picture
}

/// What customers pay to the company, in fewer words.
fn sale_or(words: &str) -> &str {
    if words == "retail sales less margin" { "sales less margin" } else { words }
}

impl Picture {
    fn bar(&mut self, words: &str, colour: RGBColor) -> usize {
        self.bars.push(Bar { words: words.into(), colour });
        self.bars.len() - 1
    }

    fn strand(&mut self, amount: f64, first: usize, bars: &[Option<usize>], colour: RGBColor) {
        if amount > 0.0 {
            self.strands.push(Strand { amount, first, bars: bars.into() });
            self.colours.push(colour);
        }
    }
}

fn title(flows: &Money, currency: &str) -> String {
    let elsewhere = match sum(&flows.expenses) {
        0.0 => String::new(),
        expenses => format!(" and {} elsewhere", money(expenses, currency)),
    };
    format!(
        "Members paid {} for goods and fees{elsewhere}, and got {}; customers paid {}",
        money(sum(&flows.payments), currency),
        money(sum(&flows.margins) + sum(&flows.bonuses), currency),
        money(flows.by_customers(), currency),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(words: &str, amounts: &[f64]) -> Kind {
        let levels = (1..).zip(amounts.iter().copied()).collect::<Vec<_>>();
        let whole = amounts.iter().sum();
        Kind { words: words.into(), whole, levels: if amounts.len() > 1 { levels } else { vec![] } }
    }

    fn words(purposes: &[Purpose]) -> Vec<&str> {
        purposes.iter().map(|(words, _)| words.as_str()).collect()
    }

    #[test]
    fn levels_stand_in_their_order_whatever_they_pay() {
        let found = together(vec![kind("pool", &[5.0]), kind("team", &[3.0, 9.0, 1.0, 4.0])]);
        let team = ["level 1 of team", "level 2 of team", "level 3 of team", "level 4 of team"];
        assert_eq!(words(&found), [&team[..], &["pool"]].concat());
    }

    #[test]
    fn levels_are_counted_from_those_who_pay_what_is_shared() {
        let purposes = |words: &[&str]| words.iter().map(|&words| (words.into(), 1.0)).collect();
        for (payments, sales, counted) in [
            (&["joining fees"][..], &[][..], "from whoever joins"),
            (&["joining fees", "own purchases"], &[], "from whoever buys or joins"),
            (&["joining fees"], &["sales"], "from whoever buys or joins"),
            (&["own purchases", "renewal fees"], &["sales"], "from the buyer"),
        ] {
            let (payments, sales) = (purposes(payments), purposes(sales));
            let money = Money { payments, sales, has_levels: true, ..Money::default() };
            assert!(money.levels().contains(counted), "{}", money.levels());
            assert_eq!(Money { has_levels: false, ..money }.levels(), "");
        }
    }

    #[test]
    fn bonuses_without_levels_are_named() {
        let said = |names: &[&str]| {
            let whole = names.iter().map(|&name| name.into()).collect();
            Money { whole, ..Money::default() }.without_levels()
        };
        assert_eq!(said(&[]), "");
        let why = "Not by level, for the plan pays on one level there or counts none:";
        assert_eq!(said(&["binary", "matching"]), format!("{why} binary, matching."));
        let many = said(&["a", "b", "c", "d", "e", "f", "g"]);
        assert_eq!(many, format!("{why} a, b, c, d, e and 2 more."));
        let study = crate::plot::fixture::realistic();
        // Neither the level bonus, nor what is no bonus.
        let named = "rank advance bonus, generation bonus on the leaders of a leg.";
        assert_eq!(Money::of(&study).without_levels(), format!("{why} {named}"));
    }

    #[test]
    fn what_is_too_much_is_summed_at_the_deep_end_and_among_the_small() {
        let deep: Vec<f64> = (1..=9).map(f64::from).collect();
        let found = together(vec![kind("team", &deep), kind("pool", &[2.0])]);
        let expected = [
            "level 1 of team",
            "level 2 of team",
            "level 3 of team",
            "level 4 of team",
            "levels 5 to 9 of team",
            "pool",
        ];
        assert_eq!(words(&found), expected);
        assert_eq!(found[4].1, 35.0);
        let many: Vec<Kind> = (1..=9).map(|n| kind(&format!("b{n}"), &[f64::from(n)])).collect();
        let found = together(many);
        assert_eq!(words(&found), ["b9", "b8", "b7", "b6", "b5", "4 smaller flows"]);
        assert_eq!(found[5].1, 10.0);
    }
}
