//! What becomes of people by how skilled their sponsor was.

use crate::plot::Chart;
use crate::plot::columns::{self, Nets, column};
use crate::plot::format::{count, decimal, ordinal, percent, with_pooled};
use crate::plot::page::{self, HEIGHT, Page, Reading};
use crate::plot::palette::{BLUE, GREEN, PURPLE, RGBColor, VERMILLION};
use crate::plot::scene::{Area, LABEL};
use crate::results::{SponsorFifth, Study};

/// The shares of each fifth that are shown.
const SHARES: [(&str, &str, RGBColor); 4] = [
    ("share_losing", "lost", VERMILLION),
    ("share_paid", "ever paid", GREEN),
    ("share_recruiting", "had a recruit", BLUE),
    ("share_twelve_months", "stayed a year", PURPLE),
];

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let fifths = &study.sponsors[..];
    let readings = |name: &str| -> Vec<Option<Reading>> {
        fifths.iter().map(|fifth| fifth.figure(name).and_then(Reading::banded)).collect()
    };
    let [losing, means] = ["share_losing", "mean_net"].map(readings);
    losing.iter().chain(&means).flatten().next()?;
    let currency = page::currency(study);
    let subtitle = format!(
        "Those who joined to earn under a sponsor, in five groups by the skill that he had when they came in, training \
         included; what they had over their whole time as members, in {currency}; {}, of medians the median. It shows \
         what goes with a sponsor’s skill, not what it does: who joined later had less time. {}",
        page::mean_of(study),
        page::bands_explained(study, "Thick whiskers and dark bands", "thin whiskers, light bands"),
    );
    let mut page = Page::new(study, title(study), subtitle, HEIGHT + 60.0);
    let [upper, lower] = columns::areas(&page, 78.0);
    let lines = SHARES.map(|(figure, name, colour)| (name, colour, readings(figure)));
    columns::shares(&mut page, upper, &lines);
    let medians =
        readings("median_net").iter().map(|reading| Some(reading.as_ref()?.value)).collect();
    columns::nets(
        &mut page,
        lower,
        &Nets { means, medians },
        &currency,
        ["least skilled", "most skilled"],
    );
    names(&mut page, lower, fifths);
    Some(page.finish("sponsor_skill"))
}

fn title(study: &Study) -> String {
    let losing = |fifth: Option<&SponsorFifth>| {
        let share = fifth?.figure("share_losing")?;
        page::value(share).map(|_| with_pooled(study, share, percent))
    };
    match (losing(study.sponsors.first()), losing(study.sponsors.last())) {
        (Some(least), Some(most)) if least == most => format!(
            "Of the fifth with the least skilled sponsors, as of that with the most skilled, {least} lost money"
        ),
        (Some(least), Some(most)) => format!(
            "Of the fifth with the least skilled sponsors {least} lost money, of the fifth with the most skilled {most}"
        ),
        _ => "Outcomes by the sponsor’s skill".into(),
    }
}

/// The fifths, how skilled their sponsors were, and when they joined.
fn names(page: &mut Page, area: Area, fifths: &[SponsorFifth]) {
    for (i, fifth) in fifths.iter().enumerate() {
        let x = column(area, i, fifths.len());
        let name = ordinal(u32::from(fifth.fifth));
        page.scene.text((x, area.bottom + 20.0), name, LABEL.bold().middle());
        let value = |name: &str| fifth.figure(name).and_then(page::value);
        let skill = value("sponsor_skill").map(|skill| format!("skill {}", decimal(skill, 2)));
        let joined = value("joined").map(|joined| format!("month {}", count(joined)));
        let style = LABEL.size(11.5).middle();
        let room = area.width() / fifths.len() as f64 - 4.0;
        for (words, y) in [(skill, 36.0), (joined, 51.0)] {
            if let Some(words) = words {
                page.scene.text((x, area.bottom + y), style.cut(&words, room), style);
            }
        }
    }
    page.words_below(
        area,
        71.0,
        "Fifth by the sponsor’s skill, its mean, and the mean month of joining",
    );
}
