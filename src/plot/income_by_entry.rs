//! Who came first, and what became of them.

use crate::plot::Chart;
use crate::plot::columns::{self, Nets, column};
use crate::plot::format::{count, ordinal, percent, with_pooled};
use crate::plot::page::{self, HEIGHT, Page, Reading};
use crate::plot::palette::{BLUE, GREEN};
use crate::plot::scene::{Area, LABEL};
use crate::results::{EntryTenth, Study};
use crate::statistics::Estimate;

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    if !study.has_late_joiners() {
        return None;
    }
    let tenths = &study.entry[..];
    if tenths.iter().all(|tenth| {
        page::value(&tenth.share_gaining).is_none() && page::value(&tenth.mean_net).is_none()
    }) {
        return None;
    }
    let currency = page::currency(study);
    let subtitle = format!(
        "Everyone who ever joined, in ten groups of equal size by entry date, the late ones with less time; net income over \
         their whole time as members, in {currency}; {}. {}",
        page::mean_of(study),
        page::bands_explained(study, "Thick whiskers and dark bands", "thin whiskers, light bands"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT);
    let [upper, lower] = columns::areas(&page, 62.0);
    let part = |of: fn(&EntryTenth) -> &Estimate| -> Vec<Option<Reading>> {
        tenths.iter().map(|tenth| Reading::banded(of(tenth))).collect()
    };
    let lines = [
        ("ever paid", GREEN, part(|tenth| &tenth.share_paid)),
        ("gained", BLUE, part(|tenth| &tenth.share_gaining)),
    ];
    columns::shares(&mut page, upper, &lines);
    let nets = Nets { means: part(|tenth| &tenth.mean_net), medians: Vec::new() };
    columns::nets(&mut page, lower, &nets, &currency, ["first tenth", "last tenth"]);
    names(&mut page, lower, tenths);
    Some(page.finish("income_by_entry"))
}

fn title(study: &Study) -> String {
    let gaining = |tenth: Option<&EntryTenth>| {
        let share = &tenth?.share_gaining;
        page::value(share).map(|_| with_pooled(study, share, percent))
    };
    match (gaining(study.entry.first()), gaining(study.entry.last())) {
        (Some(first), Some(last)) => {
            format!("Of the first tenth to join {first} gained money, of the last tenth {last}")
        }
        _ => "Income by date of entry".into(),
    }
}

/// The tenths, and when they joined.
fn names(page: &mut Page, area: Area, tenths: &[EntryTenth]) {
    for (i, tenth) in tenths.iter().enumerate() {
        let x = column(area, i, tenths.len());
        let name = ordinal(u32::from(tenth.tenth));
        page.scene.text((x, area.bottom + 20.0), name, LABEL.bold().middle());
        if let Some(joined) = page::value(&tenth.joined) {
            let month = format!("month {}", count(joined));
            let style = LABEL.size(11.5).middle();
            let column = area.width() / tenths.len() as f64 - 4.0;
            page.scene.text((x, area.bottom + 36.0), style.cut(&month, column), style);
        }
    }
    page.words_below(area, 56.0, "Tenth of entry, and the mean month of joining");
}
