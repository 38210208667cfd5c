//! Where the money comes from, month by month, and where it goes.

use crate::plot::Chart;
use crate::plot::format::{counted, money, percent, with_pooled};
use crate::plot::growth::{self, Line};
use crate::plot::page::{self, HEIGHT, MARGIN, Page};
use crate::plot::palette::{BLUE, GREEN, ORANGE, VERMILLION};
use crate::plot::scene::Area;
use crate::results::Study;
use crate::statistics::Estimate;

const LINES: [Line; 4] = [
    ("paid_by_customers", "paid by customers", BLUE),
    ("paid_by_participants", "paid by members", VERMILLION),
    ("company_pay", "company pay", GREEN),
    ("expenses", "members’ expenses", ORANGE),
];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let lines = growth::read(study, &LINES);
    if lines.is_empty() {
        return None;
    }
    let currency = page::currency(study);
    let subtitle = format!(
        "The whole network, {currency} a month; {}. Paid by members: purchases and \
         fees. Company pay: all bonuses. {}",
        page::mean_of(study),
        page::bands_explained(study, "Dark band", "light band"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT);
    let area = Area {
        left: MARGIN + 54.0,
        right: page.area.right - 150.0,
        top: page.area.top + 34.0,
        bottom: page.area.bottom - 46.0,
    };
    growth::panel(&mut page, area, &format!("{currency} a month"), &lines, true);
    Some(page.finish("money_over_time"))
}

/// The share of the money for goods and fees that came from members.
fn by_members(study: &Study) -> Option<&Estimate> {
    study.outcome("participants_share_of_money").map(|outcome| &outcome.estimate)
}

fn title(study: &Study) -> String {
    let sum = |name: &str| -> Option<f64> {
        Some(study.series(name)?.months.iter().filter_map(page::value).sum())
    };
    let currency = page::currency(study);
    let months = counted(study.provenance.months.into(), "month", "months");
    // The same estimate as in the tables, not the ratio of the sums drawn here.
    let share = by_members(study).filter(|share| page::value(share).is_some());
    match (share, sum("company_pay")) {
        (Some(share), _) => format!(
            "Over {months} members themselves paid {} of the money for goods and fees, \
             customers {}",
            with_pooled(study, share, percent),
            with_pooled(study, share, |share| percent(1.0 - share))
        ),
        (None, Some(pay)) => {
            format!("Over {months} the company paid out {}", money(pay, &currency))
        }
        _ => format!("Money over {months}"),
    }
}
