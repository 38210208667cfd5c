//! How life net income is distributed over everyone who joined.

use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::plot::Chart;
use crate::plot::classes::{self, Class, Side, VISIBLE};
use crate::plot::format::{money, percent, short};
use crate::plot::page::{self, HEIGHT, MARGIN, Page};
use crate::plot::palette::{BLACK, Color, DARK_GREY, GREY, PALE_ALPHA, WHITE};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL, Style};
use crate::results::Study;

/// Bars of equal width, one a class: classes widen with the distance from zero, so the axis is like
/// a symmetric-log one and losses, zero and gains all have room.
pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let classes = classes::read(study);
    if classes.is_empty() {
        return None;
    }
    let mut page = Page::new(study, title(study, &classes), subtitle(study, &classes), HEIGHT);
    let classes = classes::shown(&classes);
    let area = Area {
        left: MARGIN + 44.0,
        top: page.area.top + 58.0,
        bottom: page.area.bottom - 52.0,
        ..page.area
    };
    let scale = Scale::shares(classes.iter().flat_map(|class| class.share.extent()));
    page.vertical_axis(area, &scale, page::share_label, "");
    for (i, class) in classes.iter().enumerate() {
        bar(&mut page, area, &scale, class, (i, classes.len()));
    }
    headings(&mut page, area, &classes);
    edges(&mut page, area, &classes);
    let words = format!(
        "Net income over life, {} (a bar holds its end nearer to zero; zero is a bar of its own)",
        page::currency(study)
    );
    page.words_below(area, 42.0, LABEL.cut(&words, area.width() + 40.0));
    Some(page.finish("income_distribution"))
}

fn title(study: &Study, classes: &[Class]) -> String {
    let currency = page::currency(study);
    // As the bars have it: the mean of runs, not their median, or the picture would contradict it.
    let losing = percent(classes::total(classes, |class| class.side == Side::Loss));
    let mut findings = vec![format!("{losing} of everyone who joined lost money")];
    let statistic = Statistic::Percentile(50.0);
    let median = study.income(Window::Life, Denominator::Everyone, Concept::Net, statistic);
    if let Some(median) = median.and_then(page::value) {
        findings.push(format!("the median outcome is {}", money(median, &currency)));
    }
    if let Some(edge) =
        [10.0 * study.scale, study.scale].into_iter().find(|&e| classes::has_edge(classes, e))
    {
        let share = percent(classes::total(classes, |class| class.from >= edge));
        findings.push(format!("{share} gained {} or more", money(edge, &currency)));
    }
    findings.join("; ")
}

fn subtitle(study: &Study, classes: &[Class]) -> String {
    let has_buyers = classes.iter().any(|class| class.buyers >= VISIBLE);
    let buyers = if has_buyers { " Paler: joined only to buy." } else { "" };
    format!(
        "Share of people by net income over their whole time as members; everyone who ever joined. \
         Net: company pay and retail margin less fees, expenses and purchases beyond own-use \
         value, in {}. Bars: {}.{buyers} {}{}",
        page::currency(study),
        page::mean_of(study),
        page::spread_of(&study.provenance, "Whiskers"),
        page::all_people(study),
    )
}

/// The bar of class `i` of `n`, its whisker and its share.
fn bar(page: &mut Page, area: Area, scale: &Scale, class: &Class, (i, n): (usize, usize)) {
    let slot = area.width() / n as f64;
    let gap = (slot * 0.08).min(3.0);
    let (left, right) =
        (area.left + slot * i as f64 + gap, area.left + slot * (i + 1) as f64 - gap);
    let [top, parting] =
        [class.share.value, class.builders()].map(|share| area.y(scale.share(share)));
    let colour = class.side.colour();
    // Who joined to earn stands below who joined only to buy.
    page.scene.rectangle(Area { left, top: parting, right, bottom: area.bottom }, colour);
    if class.buyers > 0.0 {
        let above = Area { left, top, right, bottom: parting };
        page.scene.rectangle(above, WHITE);
        page.scene.rectangle(above, colour.mix(PALE_ALPHA));
    }
    let middle = f64::midpoint(left, right);
    let mut label_y = top;
    if let Some((low, high)) = class.share.spread.filter(|(low, high)| low < high) {
        let (from, to) = (area.y(scale.share(low)), area.y(scale.share(high)));
        page.whisker((middle, from), (middle, to));
        label_y = label_y.min(to);
    }
    let text = percent(class.share.value);
    let fitting = [12.5, 11.0, 9.5]
        .map(|size| LABEL.size(size).bold().colour(BLACK).middle())
        .into_iter()
        .find(|style| style.width(&text) <= slot - 6.0);
    if let Some(style) = fitting {
        page.figure((middle, label_y - 6.0), &text, style);
    }
}

/// Names and totals of the three sides, above a line that spans their bars.
fn headings(page: &mut Page, area: Area, classes: &[Class]) {
    let slot = area.width() / classes.len() as f64;
    let y = area.top - 34.0;
    // From the left: losses start at the left end, gains end at the right one, and what is even
    // stands above its bar as far as the others leave room.
    let (mut free_left, mut free_right) = (area.left, area.right);
    for side in [Side::Loss, Side::Gain, Side::Even] {
        let first = classes.iter().position(|class| class.side == side);
        let last = classes.iter().rposition(|class| class.side == side);
        let (Some(first), Some(last)) = (first, last) else { continue };
        let (left, right) =
            (area.left + slot * first as f64 + 2.0, area.left + slot * (last + 1) as f64 - 2.0);
        page.scene.line(vec![(left, y), (right, y)], 3.0, side.colour());
        let share = percent(classes::total(classes, |class| class.side == side));
        let text = match side {
            Side::Loss => format!("lost money: {share}"),
            Side::Even => format!("came out even: {share}"),
            Side::Gain => format!("gained: {share}"),
        };
        let style = LABEL.size(15.0).bold().colour(match side {
            Side::Even => DARK_GREY,
            Side::Loss | Side::Gain => side.colour(),
        });
        let width = style.width(&text);
        let start = match side {
            Side::Loss => free_left,
            Side::Gain => free_right - width,
            Side::Even => {
                let wanted = f64::midpoint(left, right) - width / 2.0;
                wanted.min(free_right - 16.0 - width).max(free_left)
            }
        };
        page.scene.text((start, y - 8.0), text, style);
        match side {
            Side::Loss => free_left = start + width + 16.0,
            Side::Gain => free_right = start,
            Side::Even => {}
        }
    }
}

/// The amounts between bars; those of open bars say which way these are open.
fn edges(page: &mut Page, area: Area, classes: &[Class]) {
    let slot = area.width() / classes.len() as f64;
    let (Some(first), Some(last)) = (classes.first(), classes.last()) else { return };
    let amounts = classes.iter().map(|class| class.from).chain([last.to]);
    let edges: Vec<(f64, f64)> = amounts
        .enumerate()
        .map(|(i, amount)| (area.left + slot * i as f64, amount))
        .filter(|(_, amount)| amount.is_finite())
        .collect();
    for &(x, _) in &edges {
        page.scene.line(vec![(x, area.bottom), (x, area.bottom + 5.0)], 1.0, GREY);
    }
    page.scene.line(vec![(area.left, area.bottom), (area.right, area.bottom)], 1.2, GREY);
    // The size at which all amounts fit, or the smallest.
    let fits =
        |style: &Style| edges.iter().all(|(_, amount)| style.width(&short(*amount)) + 5.0 <= slot);
    let sizes = [13.0, 12.0, 11.0].map(|size| LABEL.size(size));
    let style = sizes.into_iter().find(fits).unwrap_or(sizes[2]);
    let label = |&(x, amount): &(f64, f64)| {
        let number = short(amount);
        let sign = if amount == first.to && first.from.is_infinite() {
            "≤"
        } else if amount == last.from && last.to.is_infinite() {
            "≥"
        } else {
            return (x, number);
        };
        (x, format!("{sign}\u{a0}{number}"))
    };
    // Below the bar of zero itself stands one label for both of its ends.
    let zeros: Vec<f64> = edges.iter().filter(|(_, a)| *a == 0.0).map(|(x, _)| *x).collect();
    let zero = zeros.iter().sum::<f64>() / zeros.len().max(1) as f64;
    let others = edges.iter().filter(|(_, amount)| *amount != 0.0).map(label);
    let nothing = zeros.first().map(|_| (zero, short(0.0)));
    let labels: Vec<(f64, String)> = others.chain(nothing).collect();
    page.labels_below(area.bottom + 20.0, &labels, zero, style);
}
