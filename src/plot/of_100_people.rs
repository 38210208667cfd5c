//! A hundred people who joined, by what became of them.

use crate::observation::{Denominator, OwnUse};
use crate::plot::Chart;
use crate::plot::bins::{self, Bin, Side};
use crate::plot::format::{count, money, percent, short};
use crate::plot::page::{self, HEIGHT, Page};
use crate::plot::palette::{
    BLACK, BLUE, GREEN, MIDDLE_GREY, ORANGE, RGBColor, SKY_BLUE, VERMILLION,
};
use crate::plot::scene::{Area, LABEL, Point, Scene};
use crate::results::Study;

/// What became of people.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    words: String,
    colour: RGBColor,
    side: Side,
    /// Share of all people.
    share: f64,
    /// People out of a hundred.
    people: u32,
}

/// Amounts that part the groups, where the bins have them as edges.
const LOST_MUCH: f64 = -1_000.0;
const GAINED_SOME: f64 = 1_000.0;
const GAINED_MUCH: f64 = 10_000.0;

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let groups = groups(&bins::read(study), &page::currency(study));
    if groups.is_empty() {
        return None;
    }
    let people = |side| -> u32 {
        groups.iter().filter(|group| group.side == side).map(|group| group.people).sum()
    };
    let title = format!(
        "Of 100 people who joined, {} lost money and {} gained",
        people(Side::Loss),
        people(Side::Gain),
    );
    let subtitle = "Net income over their whole time as members, everyone who ever joined, mean \
                    of runs. Rounded to 100 people by largest remainders: first losses, even and \
                    gains, then the groups within them.";
    let mut page = Page::new(study, title, subtitle.into(), HEIGHT);
    let grid = Area { right: page.area.left + 430.0, top: page.area.top + 6.0, ..page.area };
    crowd(&mut page.scene, grid, &groups);
    legend(&mut page, study, grid.right + 44.0, &groups);
    Some(page.finish("of_100_people"))
}

/// The groups that the bins can tell apart, from the largest losses to the largest gains.
fn groups(bins: &[Bin], currency: &str) -> Vec<Group> {
    let amount = |value: f64| money(value.abs(), currency);
    let within = |from: f64, to: f64| {
        move |bin: &Bin| bin.side != Side::Even && bin.from >= from && bin.to <= to
    };
    let mut groups = Vec::new();
    let mut add = |words: String, colour: RGBColor, side: Side, share: f64| {
        groups.push(Group { words, colour, side, share, people: 0 });
    };
    if bins::has_edge(bins, LOST_MUCH) {
        let share = bins::total(bins, within(f64::NEG_INFINITY, LOST_MUCH));
        // The lower edge belongs to a bin, so these lost more than the amount itself.
        add(format!("lost more than {}", amount(LOST_MUCH)), VERMILLION, Side::Loss, share);
        let share = bins::total(bins, within(LOST_MUCH, 0.0));
        add(format!("lost up to {}", amount(LOST_MUCH)), ORANGE, Side::Loss, share);
    } else if bins.iter().any(|bin| bin.side == Side::Loss) {
        let share = bins::total(bins, |bin| bin.side == Side::Loss);
        add("lost money".into(), VERMILLION, Side::Loss, share);
    }
    if let Some(even) = bins.iter().find(|bin| bin.side == Side::Even) {
        let (from, to) = (short(even.from), money(even.to, currency));
        let words = format!("came out about even ({from} to under {to})");
        add(words, MIDDLE_GREY, Side::Even, even.share.value);
    }
    let mut from = 0.0;
    let steps = [(GAINED_SOME, SKY_BLUE), (GAINED_MUCH, BLUE), (f64::INFINITY, GREEN)];
    for (to, colour) in steps {
        let share = bins::total(bins, within(from, to));
        let is_last = to == f64::INFINITY;
        let words = match (from == 0.0, is_last) {
            (true, true) => "gained".into(),
            (true, false) => format!("gained less than {}", amount(to)),
            (false, true) => format!("gained {} or more", amount(from)),
            (false, false) => format!("gained {} to {}", count(from), amount(to)),
        };
        if is_last || bins::has_edge(bins, to) {
            if bins.iter().any(|bin| bin.side == Side::Gain) {
                add(words, colour, Side::Gain, share);
            }
            from = to;
        }
    }
    round(&mut groups);
    groups
}

/// Gives each group its people out of a hundred: first to losses, even and gains as wholes, so
/// that their totals are right, then to the groups within each.
fn round(groups: &mut [Group]) {
    let of = |groups: &[Group], side| -> Vec<f64> {
        groups.iter().filter(|group| group.side == side).map(|group| group.share).collect()
    };
    let sides = Side::ALL.map(|side| of(groups, side).iter().sum());
    for (side, people) in Side::ALL.into_iter().zip(apportion(&sides, 100)) {
        let parts = apportion(&of(groups, side), people);
        let members = groups.iter_mut().filter(|group| group.side == side);
        for (group, people) in members.zip(parts) {
            group.people = people;
        }
    }
}

/// Shares out whole people in proportion to the shares: whole parts first, then one each to the
/// largest remainders, the first of equal ones. Nobody, if there are no shares.
fn apportion(shares: &[f64], people: u32) -> Vec<u32> {
    let total: f64 = shares.iter().sum();
    if total <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| share / total * f64::from(people)).collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    let left = people.saturating_sub(parts.iter().sum());
    for &i in order.iter().cycle().take(left as usize) {
        parts[i] += 1;
    }
    parts
}

/// Ten rows of ten people, group after group.
fn crowd(scene: &mut Scene, area: Area, groups: &[Group]) {
    let (cell_width, cell_height) = (area.width() / 10.0, area.height() / 10.0);
    let colours =
        groups.iter().flat_map(|group| (0..group.people).map(|_| group.colour)).enumerate();
    for (i, colour) in colours {
        let (row, column) = ((i / 10) as f64, (i % 10) as f64);
        let middle = area.left + cell_width * (column + 0.5);
        person(scene, (middle, area.top + cell_height * row), cell_height * 0.88, colour);
    }
}

/// A head above shoulders; `at` is the middle of the top.
fn person(scene: &mut Scene, at: Point, height: f64, colour: RGBColor) {
    let unit = height / 10.0;
    let place = |x: f64, y: f64| (at.0 + x * unit, at.1 + y * unit);
    scene.disc(place(0.0, 2.3), 2.1 * unit, colour);
    let mut body = vec![place(-3.9, 10.0)];
    body.extend(curve([place(-3.9, 8.6), place(-3.9, 6.2), place(-2.4, 5.0), place(0.0, 5.0)]));
    body.extend(curve([place(0.0, 5.0), place(2.4, 5.0), place(3.9, 6.2), place(3.9, 8.6)]));
    body.push(place(3.9, 10.0));
    scene.fill(body, colour);
}

/// Points on a cubic Bézier curve after its start, the last one its end.
fn curve([a, b, c, d]: [Point; 4]) -> impl Iterator<Item = Point> {
    (1..=10).map(move |i| {
        let t = f64::from(i) / 10.0;
        let u = 1.0 - t;
        let mix = |a: f64, b: f64, c: f64, d: f64| {
            u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
        };
        (mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1))
    })
}

/// One line a group, and what other values of own use would change.
fn legend(page: &mut Page, study: &Study, left: f64, groups: &[Group]) {
    let step = 44.0;
    let mut y = page.area.top + 6.0;
    for group in groups {
        person(&mut page.scene, (left + 14.0, y), 30.0, group.colour);
        let number = LABEL.size(26.0).bold().colour(BLACK).end();
        page.scene.text((left + 84.0, y + 26.0), group.people.to_string(), number);
        let style = LABEL.size(15.0).colour(BLACK);
        let room = page.area.right - left - 98.0;
        page.scene.text((left + 98.0, y + 16.0), style.cut(&group.words, room), style);
        let share = format!("{} of all who joined", percent(group.share));
        page.scene.text((left + 98.0, y + 33.0), share, LABEL.size(12.0));
        y += step;
    }
    let width = page.area.right - left;
    if let Some(words) = own_use(study) {
        y += 22.0;
        let heading = LABEL.bold().colour(BLACK);
        page.scene.text((left, y), "What are the goods worth that members bought?", heading);
        page.sentence(left, y + 19.0, width, &words);
    }
}

/// How the share of losers depends on the value of goods for own use; it decides many quarrels.
fn own_use(study: &Study) -> Option<String> {
    let losing = |own_use| {
        let figure = study.loss(Denominator::Everyone, own_use)?;
        Some((figure.own_use_value, page::value(&figure.below_zero)?))
    };
    let (value, scenario) = losing(OwnUse::Scenario)?;
    let (_, nothing) = losing(OwnUse::Nothing)?;
    let (_, full) = losing(OwnUse::Full)?;
    Some(format!(
        "Here goods for own use count as {} of their price to those who joined to earn, as the \
         scenario says; {} of all who joined lost money. Were the goods worth \
         nothing, it would be {}; were they worth all that was paid for them, {}.",
        percent(value),
        percent(scenario),
        percent(nothing),
        percent(full),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_shared_out_by_largest_remainders() {
        assert_eq!(apportion(&[0.784, 0.103, 0.113], 100), [79, 10, 11]);
        assert_eq!(apportion(&[1.0 / 3.0; 3], 100), [34, 33, 33]);
        assert_eq!(apportion(&[0.004, 0.996], 100), [0, 100]);
        assert_eq!(apportion(&[0.0, 0.0], 100), [0, 0]);
        assert_eq!(apportion(&[], 100), [0; 0]);
        // Means of runs may miss one a little: what matters is the proportion.
        assert_eq!(apportion(&[0.45, 0.45], 100), [50, 50]);
    }

    #[test]
    fn the_groups_of_losers_add_up_to_the_share_of_losers() {
        let group =
            |side, share| Group { words: String::new(), colour: BLUE, side, share, people: 0 };
        let mut groups = [
            group(Side::Loss, 0.0878),
            group(Side::Loss, 0.6962),
            group(Side::Even, 0.0502),
            group(Side::Gain, 0.1658),
        ];
        round(&mut groups);
        // One step of rounding would make 9 and 70 of them, and 79 is not 78.4.
        assert_eq!(groups.map(|group| group.people), [9, 69, 5, 17]);
    }
}
