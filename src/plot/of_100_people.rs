//! A hundred people who joined, by what became of them.

use crate::observation::{Denominator, OwnUse};
use crate::plot::Chart;
use crate::plot::classes::{self, Class, Side, VISIBLE};
use crate::plot::format::{count, money, percent, tenths};
use crate::plot::page::{self, HEIGHT, Page};
use crate::plot::palette::{
    BLACK, BLUE, Color, GREEN, MIDDLE_GREY, ORANGE, PALE_ALPHA, RGBAColor, RGBColor, SKY_BLUE,
    VERMILLION,
};
use crate::plot::scene::{Area, LABEL, Point, Scene};
use crate::results::Study;

/// What became of people who joined for one reason.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    words: String,
    ink: RGBAColor,
    side: Side,
    /// Whether they joined only to buy.
    are_buyers: bool,
    /// Share of all people.
    share: f64,
    /// People out of a hundred.
    people: u32,
}

/// In a study's scale, the amount that parts small from large gains and losses.
const LARGE: f64 = 1.0;
/// The same for very large gains.
const VERY_LARGE: f64 = 10.0;

pub(crate) fn draw(study: &Study) -> Option<Chart> {
    let groups = groups(study);
    if groups.is_empty() {
        return None;
    }
    let title = title(&groups);
    let has_buyers = groups.iter().any(|group| group.are_buyers);
    let buyers =
        if has_buyers { "Paler: joined only to buy at the member’s price. " } else { "" };
    let subtitle = format!(
        "Net income over their whole time as members, everyone who ever joined, {}. \
         {buyers}Rounded to 100 people: the losers like their percentage, the others so that all are 100.{}",
        page::mean_of(study),
        page::all_people(study),
    );
    let mut page = Page::new(study, title, subtitle, HEIGHT);
    let grid = Area { right: page.area.left + 430.0, top: page.area.top + 6.0, ..page.area };
    crowd(&mut page.scene, grid, &groups);
    legend(&mut page, study, grid.right + 44.0, &groups);
    Some(page.finish("of_100_people"))
}

/// What became of the hundred, and for whom among them more was never at stake.
fn title(groups: &[Group]) -> String {
    let people = |fits: &dyn Fn(&Group) -> bool| -> u32 {
        groups.iter().filter(|group| fits(group)).map(|group| group.people).sum()
    };
    let on = |side| people(&|group| group.side == side);
    let buyers_on = |side| people(&|group| group.side == side && group.are_buyers);
    let (losing, even, gaining) = (on(Side::Loss), on(Side::Even), on(Side::Gain));
    let lost = match buyers_on(Side::Loss) {
        0 => format!("{losing} lost money"),
        buyers => format!("{losing} lost money ({buyers} of them had joined only to buy)"),
    };
    let rest = if even == 0 {
        format!(" and {gaining} gained")
    } else if buyers_on(Side::Even) == even {
        format!(", {gaining} gained, and {even} who had joined only to buy came out even")
    } else {
        format!(", {gaining} gained and {even} came out even")
    };
    format!("Of 100 people who joined, {lost}{rest}")
}

/// The groups that the classes can tell apart, from the largest losses to the largest gains; in
/// each first those who joined to earn.
fn groups(study: &Study) -> Vec<Group> {
    let classes = classes::read(study);
    let mut groups = Vec::new();
    for (words, colour, side, holds) in kinds(&classes, study) {
        let all = classes::total(&classes, &holds);
        let buyers = classes::total_of_buyers(&classes, &holds);
        let mut add = |words: String, are_buyers: bool, share: f64| {
            let ink = colour.mix(if are_buyers { PALE_ALPHA } else { 1.0 });
            groups.push(Group { words, ink, side, are_buyers, share, people: 0 });
        };
        let builders = all - buyers;
        // Nothing lost and nothing gained to the cent is rare among those who joined to earn.
        let is_rare = side == Side::Even || buyers >= VISIBLE;
        if builders >= VISIBLE || !is_rare {
            add(words.clone(), false, builders);
        }
        if buyers >= VISIBLE {
            add(format!("joined only to buy; {words}"), true, buyers);
        }
    }
    let all = classes::total(&classes, |_| true);
    round(&mut groups, classes::total(&classes, |class| class.side == Side::Loss) / all);
    groups
}

/// Which classes make up what is told apart.
type Holds = Box<dyn Fn(&Class) -> bool>;

/// What is told apart: its words, colour, side and classes.
fn kinds(classes: &[Class], study: &Study) -> Vec<(String, RGBColor, Side, Holds)> {
    let currency = page::currency(study);
    let (large, very_large) = (LARGE * study.scale, VERY_LARGE * study.scale);
    let amount = |value: f64| money(value, &currency);
    let on = |side: Side, from: f64, to: f64| -> Holds {
        Box::new(move |class| class.side == side && class.from >= from && class.to <= to)
    };
    let has = |side| classes.iter().any(|class| class.side == side);
    let none = f64::INFINITY;
    let mut kinds = Vec::new();
    if classes::has_edge(classes, -large) {
        let words = format!("lost {} or more", amount(large));
        kinds.push((words, VERMILLION, Side::Loss, on(Side::Loss, -none, -large)));
        let words = format!("lost less than {}", amount(large));
        kinds.push((words, ORANGE, Side::Loss, on(Side::Loss, -large, 0.0)));
    } else if has(Side::Loss) {
        let all = on(Side::Loss, -none, 0.0);
        kinds.push(("lost money".into(), VERMILLION, Side::Loss, all));
    }
    if has(Side::Even) {
        let words = "neither lost nor gained".into();
        kinds.push((words, MIDDLE_GREY, Side::Even, on(Side::Even, 0.0, 0.0)));
    }
    if !has(Side::Gain) {
        return kinds;
    }
    let mut from = 0.0;
    for (to, colour) in [(large, SKY_BLUE), (very_large, BLUE), (none, GREEN)] {
        if to.is_finite() && !classes::has_edge(classes, to) {
            continue;
        }
        let words = match (from == 0.0, to.is_infinite()) {
            (true, true) => "gained".into(),
            (true, false) => format!("gained less than {}", amount(to)),
            (false, true) => format!("gained {} or more", amount(from)),
            (false, false) => format!("gained {} to {}", count(from), amount(to)),
        };
        kinds.push((words, colour, Side::Gain, on(Side::Gain, from, to)));
        from = to;
    }
    kinds
}

/// Gives each group its people out of a hundred: first to losses, even and gains as wholes, so
/// that their totals are right, then to the groups within each. As many lose as the share of losers
/// comes to, rounded by itself: this number stands in other places too.
fn round(groups: &mut [Group], lost: f64) {
    let of = |groups: &[Group], side| -> Vec<f64> {
        groups.iter().filter(|group| group.side == side).map(|group| group.share).collect()
    };
    let sides: [f64; 3] = Side::ALL.map(|side| of(groups, side).iter().sum());
    let mut people = apportion(&sides, 100);
    let total: f64 = sides.iter().sum();
    let of_100 =
        |shares: &[f64]| -> Vec<f64> { shares.iter().map(|share| share / total * 100.0).collect() };
    if sides[0] > 0.0 && sides[1] + sides[2] > 0.0 {
        people[0] = (lost * 100.0).round_ties_even().clamp(0.0, 100.0) as u32;
        people.splice(1.., whole(&of_100(&sides[1..]), 100 - people[0]));
    }
    for (side, people) in Side::ALL.into_iter().zip(people) {
        // By the parts of a hundred that they are, and not of what their side was rounded to.
        let parts = whole(&of_100(&of(groups, side)), people);
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
    whole(&exact, people)
}

/// Whole people for exact numbers that are so many together or nearly: whole parts first, then one
/// each to the largest remainders.
fn whole(exact: &[f64], people: u32) -> Vec<u32> {
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
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
    let inks = groups.iter().flat_map(|group| (0..group.people).map(|_| group.ink)).enumerate();
    for (i, ink) in inks {
        let (row, column) = ((i / 10) as f64, (i % 10) as f64);
        let middle = area.left + cell_width * (column + 0.5);
        person(scene, (middle, area.top + cell_height * row), cell_height * 0.88, ink);
    }
}

/// A head above shoulders; `at` is the middle of the top.
fn person(scene: &mut Scene, at: Point, height: f64, ink: RGBAColor) {
    let unit = height / 10.0;
    let place = |x: f64, y: f64| (at.0 + x * unit, at.1 + y * unit);
    scene.disc(place(0.0, 2.3), 2.1 * unit, ink);
    let mut body = vec![place(-3.9, 10.0)];
    body.extend(curve([place(-3.9, 8.6), place(-3.9, 6.2), place(-2.4, 5.0), place(0.0, 5.0)]));
    body.extend(curve([place(0.0, 5.0), place(2.4, 5.0), place(3.9, 6.2), place(3.9, 8.6)]));
    body.push(place(3.9, 10.0));
    scene.fill(body, ink);
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
    /// What the words below the groups need.
    const WORDS: f64 = 130.0;
    let step = ((page.area.height() - WORDS) / groups.len() as f64).min(44.0);
    let mut y = page.area.top + 6.0;
    for group in groups {
        person(&mut page.scene, (left + 14.0, y), 30.0, group.ink);
        let number = LABEL.size(26.0).bold().colour(BLACK).end();
        page.scene.text((left + 84.0, y + 26.0), group.people.to_string(), number);
        let style = LABEL.size(15.0).colour(BLACK);
        let room = page.area.right - left - 98.0;
        page.scene.text((left + 98.0, y + 16.0), style.cut(&group.words, room), style);
        let share = format!("{} of all who joined", tenths(group.share));
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

/// How the share of losers depends on the value of goods for own use; it decides many quarrels,
/// but nothing where nobody buys for himself.
fn own_use(study: &Study) -> Option<String> {
    let losing = |own_use| {
        let figure = study.loss(Denominator::Everyone, own_use)?;
        Some((figure.own_use_value, page::value(&figure.below_zero)?))
    };
    let (value, scenario) = losing(OwnUse::Scenario)?;
    let (_, nothing) = losing(OwnUse::Nothing)?;
    let (_, full) = losing(OwnUse::Full)?;
    if nothing == full {
        return None;
    }
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

    fn group(side: Side, share: f64) -> Group {
        let (words, ink) = (String::new(), BLUE.mix(1.0));
        Group { words, ink, side, are_buyers: false, share, people: 0 }
    }

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
    fn the_worth_of_goods_is_spoken_of_where_it_matters() {
        let mut study = crate::plot::fixture::realistic();
        assert!(own_use(&study).is_some());
        for loss in &mut study.losses {
            loss.below_zero = crate::results::fixture::around(0.5);
        }
        assert_eq!(own_use(&study), None);
    }

    #[test]
    fn the_groups_of_losers_add_up_to_the_share_of_losers() {
        let mut groups = [
            group(Side::Loss, 0.0878),
            group(Side::Loss, 0.6962),
            group(Side::Even, 0.0502),
            group(Side::Gain, 0.1658),
        ];
        round(&mut groups, 0.784);
        // One step of rounding would make 9 and 70 of them, and 79 is not 78.4.
        assert_eq!(groups.map(|group| group.people), [9, 69, 5, 17]);
    }

    /// In proportion to four people 1.75, 2.14 and 0.65 of a hundred would be 1, 2 and 1.
    #[test]
    fn no_group_is_rounded_further_than_it_must() {
        let gain = |share| group(Side::Gain, share);
        let mut groups = [
            group(Side::Loss, 0.455),
            group(Side::Even, 0.4996),
            gain(0.0175),
            gain(0.0214),
            gain(0.0065),
        ];
        round(&mut groups, 0.455_01);
        assert_eq!(groups.map(|group| group.people), [46, 50, 2, 2, 0]);
    }

    /// Shared out by largest remainders alone, 45.5 % would be 45 people where 49.8 and 4.7 % are others.
    #[test]
    fn as_many_lose_as_their_percentage_says() {
        let mut differ = 0;
        for tenths in 0..=1000_u32 {
            for even in [0, 7, 249, 498, 1000 - tenths] {
                let Some(gain) = 1000_u32.checked_sub(tenths + even) else { continue };
                let share = |tenths: u32| f64::from(tenths) / 1000.0 + 1e-7;
                let (lost, even, gain) = (share(tenths), share(even), share(gain));
                let mut groups = [
                    group(Side::Loss, 0.3 * lost),
                    group(Side::Loss, 0.7 * lost),
                    group(Side::Even, even),
                    group(Side::Gain, gain),
                ];
                round(&mut groups, lost);
                let [a, b, c, d] = groups.map(|group| group.people);
                assert_eq!(a + b + c + d, 100, "{lost} {even} {gain}");
                assert_eq!(f64::from(a + b), (100.0 * lost).round(), "{lost} {even} {gain}");
                for (people, share) in [(c, even), (d, gain)] {
                    assert!(
                        (f64::from(people) - 100.0 * share).abs() < 1.0,
                        "{lost} {even} {gain}"
                    );
                }
                differ += u32::from(apportion(&[lost, even, gain], 100)[0] != a + b);
            }
        }
        assert!(differ > 100, "largest remainders alone are rejected: {differ}");
    }
}
