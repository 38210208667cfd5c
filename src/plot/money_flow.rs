//! Who paid whom, and what for.

use crate::plot::Chart;
use crate::plot::format::{self, money, short};
use crate::plot::page::{self, Grid, MARGIN, Page, Reading};
use crate::plot::palette::{BLACK, BLUE, Color, GREEN, MIDDLE_GREY, RGBColor, VERMILLION};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL};
use crate::results::Study;

/// Flows of one pair of parties that are shown; the smaller ones are added up.
const FLOWS_SHOWN: usize = 8;

/// All that one party paid to another.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    from: &'static str,
    to: &'static str,
    /// What for, and how much; the largest first.
    flows: Vec<(String, Reading)>,
}

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let pairs = pairs(study);
    if pairs.iter().flat_map(|pair| &pair.flows).all(|(_, amount)| amount.value == 0.0) {
        return None;
    }
    let rows: usize = pairs.iter().map(|pair| pair.flows.len()).sum();
    let height = 240.0 + 22.0 * rows as f64 + 30.0 * pairs.len() as f64;
    let currency = page::currency(study);
    let subtitle = format!(
        "All money between customers, members, the company and suppliers over the \
         whole run, in {currency}; mean of runs.{}",
        if study.provenance.runs > 1 {
            " Whiskers: 5–95\u{a0}% of runs, what one world may look like."
        } else {
            " One run: no interval can be given."
        },
    );
    let mut page = Page::new(study, title(&pairs, &currency), subtitle, height);
    let area = Area {
        left: MARGIN + 244.0,
        right: page.area.right - 96.0,
        top: page.area.top + 4.0,
        bottom: page.area.bottom - 26.0,
    };
    let amounts = pairs.iter().flat_map(|pair| &pair.flows).flat_map(|(_, r)| r.extent());
    let scale = Scale::linear(amounts.chain([0.0]), 5.0);
    page.horizontal_axis(area, &scale, short, Grid::Lines);
    let step = area.height() / (22.0 * rows as f64 + 30.0 * pairs.len() as f64);
    let mut y = area.top;
    for pair in &pairs {
        let heading = format!("{} → {}", party(pair.from), party(pair.to));
        let style = LABEL.bold().colour(BLACK);
        page.scene.text((MARGIN, y + 20.0 * step), style.cut(&heading, 236.0), style);
        y += 30.0 * step;
        for (words, amount) in &pair.flows {
            let row = Area { top: y + 2.0, bottom: y + 20.0 * step, ..area };
            bar(&mut page, row, &scale, (words, amount, colour(pair.from)));
            y += 22.0 * step;
        }
    }
    Some(page.finish("money_flow"))
}

/// A party of the ledger as charts call it.
fn party(name: &'static str) -> String {
    match name {
        "participants" => "members".into(),
        other => format::clean(other, 20),
    }
}

/// The colour of who pays.
fn colour(from: &str) -> RGBColor {
    match from {
        "customers" => BLUE,
        "participants" => VERMILLION,
        "company" => GREEN,
        _ => MIDDLE_GREY,
    }
}

fn bar(page: &mut Page, row: Area, scale: &Scale, flow: (&str, &Reading, RGBColor)) {
    let (words, amount, colour) = flow;
    let middle = f64::midpoint(row.top, row.bottom);
    let place = |value: f64| row.x(scale.share(value));
    let (zero, end) = (place(0.0), place(amount.value));
    let shape = Area { left: zero.min(end), right: zero.max(end), ..row };
    page.scene.rectangle(shape, colour.mix(0.85));
    let mut label = zero.max(end);
    if let Some((low, high)) = amount.spread.filter(|(low, high)| low < high) {
        page.whisker((place(low), middle), (place(high), middle));
        label = label.max(place(high));
    }
    let y = middle + LABEL.half();
    page.scene.text((MARGIN + 14.0, y), LABEL.cut(words, 218.0), LABEL);
    let style = LABEL.bold().colour(BLACK);
    page.figure((label + 10.0, y), &short(amount.value), style);
}

/// The ledger by pairs of parties in order of payer, with the flows of each by size.
fn pairs(study: &Study) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in &study.ledger {
        let Some(amount) = Reading::of(&line.amount) else { continue };
        let flow = (format::clean(&line.flow, 60), amount);
        match pairs.iter_mut().find(|pair| pair.from == line.from && pair.to == line.to) {
            Some(pair) => pair.flows.push(flow),
            None => pairs.push(Pair { from: line.from, to: line.to, flows: vec![flow] }),
        }
    }
    for pair in &mut pairs {
        pair.flows.sort_by(|a, b| b.1.value.abs().total_cmp(&a.1.value.abs()));
        if pair.flows.len() > FLOWS_SHOWN {
            let rest = pair.flows.split_off(FLOWS_SHOWN - 1);
            // Ranges of a sum are not sums of ranges, so the rest has none.
            let value = rest.iter().map(|(_, amount)| amount.value).sum();
            let words = format!("{} smaller flows", rest.len());
            pair.flows.push((words, Reading { value, interval: None, spread: None }));
        }
    }
    let order =
        |pair: &Pair| ["customers", "participants", "company"].iter().position(|p| *p == pair.from);
    pairs.sort_by_key(|pair| order(pair).unwrap_or(usize::MAX));
    pairs
}

fn title(pairs: &[Pair], currency: &str) -> String {
    let total = |from: &str, to: &str| -> f64 {
        pairs
            .iter()
            .filter(|pair| pair.from == from && pair.to == to)
            .flat_map(|pair| pair.flows.iter().map(|(_, amount)| amount.value))
            .sum()
    };
    format!(
        "Members paid {} to the company and got {} from it",
        money(total("participants", "company"), currency),
        money(total("company", "participants"), currency),
    )
}
