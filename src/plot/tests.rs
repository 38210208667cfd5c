//! What must hold of every chart of every study.

use super::fixture;
use super::palette::RGBColor;
use super::scene::{Mark, Point, Style};
use super::{
    Chart, charts, collapse_charts, comparison_charts, likeness_charts, palette, published_charts,
    scene,
};
use crate::results::{
    COLLAPSE_MONTHS, Collapse, CollapseRow, Comparison, Distance, DistanceOf, Exactness, Likeness,
    LikenessRow, Measure, Parts, Provenance, REMAINING, Study,
};
use crate::scenario::shipped_disclosures;
use crate::statistics::Estimate;

/// The studies that every chart must cope with, by name.
fn studies() -> Vec<(&'static str, Study)> {
    let mut studies = fixture::degenerate();
    studies.push(("realistic", fixture::realistic()));
    studies
}

fn chart(name: &str) -> Chart {
    charts(&fixture::realistic()).into_iter().find(|chart| chart.name == name).unwrap()
}

/// The texts of a chart with their places and looks.
fn texts(chart: &Chart) -> Vec<(Point, &str, Style)> {
    chart
        .scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text { at, text, style } => Some((*at, text.as_str(), *style)),
            _ => None,
        })
        .collect()
}

/// The rectangle that the letters of a text fill: left, top, right, bottom.
fn letters((at, text, style): (Point, &str, Style)) -> [f64; 4] {
    let left = style.start(at.0, text);
    [left, at.1 - 0.75 * style.size, left + style.width(text), at.1 + 0.22 * style.size]
}

/// Hands every chart of every study to a check, with a name for messages.
fn for_every_chart(mut check: impl FnMut(&str, &Chart)) {
    for (study_name, study) in studies() {
        let of_study = charts(&study).into_iter();
        let compared = fixture::comparisons(&study);
        for chart in of_study.chain(compared.iter().flat_map(comparison_charts)) {
            check(&format!("{} of study `{study_name}`", chart.name), &chart);
        }
    }
    let published = shipped_disclosures();
    for shown in [&published[..], &published[..2], &[&published[..], &published].concat()] {
        let from = Provenance::of_publications("mlmsim 0.0.0".into());
        for chart in published_charts(shown, &from) {
            check(&format!("{} of {} statements", chart.name, shown.len()), &chart);
        }
    }
    for (name, collapse) in collapses() {
        for chart in collapse_charts(&collapse) {
            check(&format!("{} of {name}", chart.name), &chart);
        }
    }
    for likeness in likenesses() {
        for chart in likeness_charts(&likeness) {
            check(&format!("{} of {}", chart.name, likeness.disclosure.name), &chart);
        }
    }
}

/// Collapse tests of companies that go on, end at once, grow without bounds, or have few runs.
fn collapses() -> Vec<(&'static str, Collapse)> {
    let test = |runs: u32, left: fn(u32) -> f64, with_recruits: f64| {
        let about = |value: f64| {
            let range = |by: f64| (runs > 1).then_some((value * (1.0 - by), value * (1.0 + by)));
            Estimate { value, interval: range(0.05), spread: range(0.3), runs, pooled: None }
        };
        let rows = REMAINING.iter().flat_map(|quantity| {
            (0..=COLLAPSE_MONTHS).map(move |after| CollapseRow {
                quantity,
                after,
                stopped: about(left(after)),
                undisturbed: about(1.0 + with_recruits * f64::from(after)),
                difference: about(left(after) - 1.0),
            })
        });
        let provenance = Provenance { runs, ..fixture::realistic().provenance };
        Collapse { at: 18, rows: rows.collect(), provenance }
    };
    let shrinking: fn(u32) -> f64 = |after| 1.0 - 0.05 * f64::from(after);
    vec![
        ("a company that sells goods", test(200, shrinking, 0.1)),
        ("a pyramid", test(200, |after| if after == 0 { 1.0 } else { 0.0 }, 0.02)),
        ("endless growth", test(200, shrinking, 1e9)),
        ("one run", test(1, shrinking, 0.1)),
        ("nothing to lose", test(200, |_| f64::NAN, f64::NAN)),
    ]
}

/// What companies published beside made-up figures, as large and as small as they come.
fn likenesses() -> impl Iterator<Item = Likeness> {
    shipped_disclosures().into_iter().map(|disclosure| {
        let estimate = |value: f64| {
            let range = |by: f64| Some((value * (1.0 - by), (value * (1.0 + by)).min(value + 0.1)));
            Estimate { value, interval: range(0.1), spread: range(0.3), runs: 9, pooled: None }
        };
        let brackets = disclosure.brackets.iter().flat_map(|bracket| {
            let amount = bracket.average.unwrap_or(f64::NAN);
            [(Measure::ShareOfPay, bracket.share), (Measure::Amount, amount)]
        });
        let figures = disclosure.figures.iter().map(|figure| {
            let is_share = figure.statistic.is_share();
            (if is_share { Measure::ShareOfPeople } else { Measure::Amount }, figure.value)
        });
        let rows = brackets.chain(figures).filter(|(_, value)| value.is_finite());
        let rows = rows.map(|(measure, published)| LikenessRow {
            what: format!("a figure with quite a long name, {published}"),
            measure,
            published,
            counts: disclosure.counts,
            people: 100.0,
            exactness: Exactness::Exact,
            simulated: estimate(published * 0.7),
        });
        Likeness {
            provenance: fixture::realistic().provenance,
            scale: 1.0,
            scale_of_means: None,
            distances: vec![Distance {
                of: DistanceOf::Pay,
                farthest: None,
                simulated: estimate(0.3),
                of_equal_pay: Some(0.8),
                parts: Some(Parts { compared: 2, published: 3 }),
            }],
            without_distance: Vec::new(),
            rows: rows.collect(),
            disclosure,
        }
    })
}

/// The tags of a document, if it is well-formed: what is opened is closed in order, attributes
/// are quoted and occur once, `&` only starts an entity, and no character is forbidden.
fn well_formed(document: &str) -> Result<usize, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut tags = 0;
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start])?;
        let end = start + rest[start..].find('>').ok_or("a tag without an end")?;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        tags += 1;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`{name}` is closed but not open"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        check_attributes(attributes.trim_end_matches('/'))?;
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    if rest.trim().is_empty() && open.is_empty() { Ok(tags) } else { Err("not closed".into()) }
}

fn check_text(text: &str) -> Result<(), String> {
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    let is_entity = |at: usize| entities.iter().any(|entity| text[at..].starts_with(entity));
    if text.match_indices('&').any(|(at, _)| !is_entity(at)) || text.contains('>') {
        return Err(format!("`{text}` is not escaped"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(format!("`{text}` has a control character"));
    }
    Ok(())
}

fn check_attributes(attributes: &str) -> Result<(), String> {
    let mut names = Vec::new();
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (name, value) = rest.split_once("=\"").ok_or(format!("`{rest}` is no attribute"))?;
        let (value, after) = value.split_once('"').ok_or(format!("`{value}` is not quoted"))?;
        if names.contains(&name) || value.contains('&') || name.contains(' ') {
            return Err(format!("`{name}` is wrong"));
        }
        names.push(name);
        rest = after.trim_start();
    }
    Ok(())
}

#[test]
fn a_study_with_everything_has_all_charts() {
    let names: Vec<&str> = charts(&fixture::realistic()).iter().map(|chart| chart.name).collect();
    assert_eq!(
        names,
        [
            "of_100_people",
            "income_distribution",
            "percentiles_by_denominator",
            "disclosure_lens",
            "income_by_entry",
            "sponsor_skill",
            "what_decides_income",
            "ranks",
            "lorenz",
            "growth",
            "belief",
            "money_over_time",
            "money_flow",
            "warning_signs",
            "outside_sales",
        ]
    );
}

#[test]
fn a_study_without_numbers_has_no_charts() {
    assert_eq!(charts(&fixture::empty()), []);
    for (name, study) in fixture::degenerate() {
        if ["no numbers", "infinite", "minus infinite", "beyond all limits"].contains(&name) {
            assert_eq!(charts(&study), [], "{name}");
        }
    }
}

#[test]
fn a_world_without_money_has_charts_of_people_only() {
    let of_money = [
        "of_100_people",
        "income_distribution",
        "percentiles_by_denominator",
        "disclosure_lens",
        "income_by_entry",
        "money_over_time",
        "money_flow",
        "warning_signs",
    ];
    let names =
        |study: &Study| -> Vec<&str> { charts(study).iter().map(|chart| chart.name).collect() };
    let mut study = fixture::realistic();
    assert!(of_money.iter().all(|name| names(&study).contains(name)));
    for amount in study.ledger.iter_mut().map(|line| &mut line.amount) {
        *amount = Estimate { value: 0.0, interval: None, spread: None, ..*amount };
    }
    study.flows.clear();
    let drawn = names(&study);
    assert!(drawn.contains(&"growth"));
    assert!(of_money.iter().all(|name| !drawn.contains(name)), "{drawn:?}");
    let [mut comparison, _] = fixture::comparisons(&study);
    let compared = |comparison: &Comparison| -> Vec<&str> {
        comparison_charts(comparison).iter().map(|chart| chart.name).collect()
    };
    for (_, study) in &mut comparison.studies {
        study.ledger.clear();
    }
    assert_eq!(compared(&comparison), ["differences", "compared_members"]);
}

#[test]
fn a_distribution_that_cannot_tell_losses_from_gains_is_not_shown() {
    for (name, study) in fixture::degenerate() {
        if ["one bin", "bins around zero"].contains(&name) {
            let charts = charts(&study);
            assert!(charts.iter().all(|chart| chart.name != "income_distribution"), "{name}");
            assert!(charts.iter().all(|chart| chart.name != "of_100_people"), "{name}");
        }
    }
}

#[test]
fn titles_state_what_the_study_found() {
    let titles = [
        (
            "of_100_people",
            "Of 100 people who joined, 78 lost money (2 of them had joined only to buy), 17 gained, \
             and 5 who had joined only to buy came out even",
        ),
        (
            "income_distribution",
            "78 % of everyone who joined lost money; the median outcome is −286 USD; 1.0 % gained \
             10,000 USD or more",
        ),
        (
            "percentiles_by_denominator",
            "Same people, other story: the median net income is −286 USD among all who joined, \
             −92 USD among those ever paid",
        ),
        (
            "disclosure_lens",
            "Same people, same year, other ways to count: mean 2,484 USD (paid in a month, × 12, \
             company pay), median −286 USD (all enrolled, after purchases and expenses)",
        ),
        (
            "income_by_entry",
            "Of the first tenth to join 52 % gained money, of the last tenth 5.2 %",
        ),
        (
            "sponsor_skill",
            "Of the fifth with the least skilled sponsors 91.0 % lost money, of the fifth with the most skilled 87 %",
        ),
        (
            "what_decides_income",
            "Luck and all else decide 68 % of who ranks where in net income; willingness to recruit \
             decides 14 %",
        ),
        ("ranks", "Of those who joined to earn 12 % ever became Silver and 0.3 % Diamond"),
        (
            "lorenz",
            "The top 1 % of all who joined got 11 % of all company pay; the Gini coefficient is 0.85",
        ),
        (
            "growth",
            "After 60 months 48,369 people have joined (12 % of the market) and 9,287 are still \
             members",
        ),
        (
            "belief",
            "After 60 months members who joined to earn believed in 30 % of what people hope to earn; \
             100 % at first",
        ),
        (
            "outside_sales",
            "Outsiders bought 30 % of what was ordered in the last month with orders, and 60 % in the month \
             with the most",
        ),
        (
            "money_over_time",
            "Over 60 months members themselves paid 77 % of the money for goods and fees, customers 23 %",
        ),
        (
            "money_flow",
            "Members paid 38.2M USD for goods and fees and 4.93M USD elsewhere, and got 25.4M USD; customers paid 11.6M USD",
        ),
    ];
    for (name, title) in titles {
        assert_eq!(chart(name).title, title);
    }
}

#[test]
fn the_headline_of_the_lens_rests_on_five_people_or_more() {
    let lens = |people: f64, of: &dyn Fn(&str) -> bool| {
        let mut study = fixture::realistic();
        let lines = study.disclosure.iter_mut().filter(|line| of(line.convention.name));
        lines.for_each(|line| line.people.value = people);
        let charts = charts(&study);
        let chart = charts.into_iter().find(|chart| chart.name == "disclosure_lens").unwrap();
        (chart.title, chart.description.contains("fewer than 5 people in a run"))
    };
    let months = |name: &str| name == "paid_months_pay";
    let (title, says_so) = lens(5.0, &months);
    assert!(title.contains("mean 2,484 USD (paid in a month, × 12") && !says_so, "{title}");
    let (title, says_so) = lens(0.2, &months);
    assert!(title.contains("mean 802 USD (paid in the year, pay and") && says_so, "{title}");
    assert_eq!(lens(4.9, &|_| true), ("Income depends on whom one counts".into(), true));
}

#[test]
fn fifths_by_sponsors_that_lose_alike_are_said_to() {
    let mut study = fixture::realistic();
    let [first, .., last] = &mut study.sponsors[..] else { panic!("five fifths") };
    last.figures = first.figures.clone();
    let charts = charts(&study);
    let chart = charts.iter().find(|chart| chart.name == "sponsor_skill").unwrap();
    let alike = "Of the fifth with the least skilled sponsors, as of that with the most skilled, 91.0 % lost money";
    assert_eq!(chart.title, alike);
}

#[test]
fn who_joined_only_to_buy_is_told_apart() {
    let title = |change: &dyn Fn(&mut crate::results::IncomeClass)| {
        let mut study = fixture::realistic();
        study.distribution.iter_mut().for_each(change);
        let charts = charts(&study);
        let chart = charts.into_iter().find(|chart| chart.name == "of_100_people").unwrap();
        let explains = chart.description.contains("Paler: joined only to buy");
        let pale = chart.scene.marks.iter().filter(|mark| {
            matches!(mark, Mark::Disc { ink, .. } if (ink.3 - palette::PALE_ALPHA).abs() < 1e-9)
        });
        // The heads of the crowd and of the rows beside it.
        (chart.title, explains, pale.count())
    };
    let (_, explains, pale) = title(&|_| {});
    assert_eq!((explains, pale), (true, 2 + 5 + 2));
    let (none, explains, pale) = title(&|class| class.buyers.value = 0.0);
    assert_eq!(none, "Of 100 people who joined, 78 lost money, 17 gained and 5 came out even");
    assert_eq!((explains, pale), (false, 0));
    let (nobody_is_even, ..) = title(&|class| {
        if class.to == 0.0 && class.from == 0.0 {
            class.everyone.value = 0.0;
        }
    });
    assert_eq!(
        nobody_is_even,
        "Of 100 people who joined, 83 lost money (2 of them had joined only to buy) and 17 gained"
    );
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let [first, second] = [charts(&fixture::realistic()), charts(&fixture::realistic())];
    for (a, b) in first.iter().zip(&second) {
        assert_eq!(a.svg(), b.svg());
        assert!(a.png() == b.png(), "{}", a.name);
    }
}

#[test]
fn every_chart_becomes_a_picture_of_the_right_size() {
    for chart in charts(&fixture::realistic()) {
        let bytes = chart.png();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let expected = (chart.scene.width * 2.0, chart.scene.height * 2.0);
        assert_eq!((f64::from(frame.width), f64::from(frame.height)), expected);
        let inked = pixels.iter().filter(|&&byte| byte != 255).count();
        assert!(inked * 50 > pixels.len(), "{} is nearly empty", chart.name);
    }
}

#[test]
fn every_mark_stays_on_the_canvas() {
    for_every_chart(|name, chart| {
        let (width, height) = (chart.scene.width, chart.scene.height);
        let is_inside = |p: &Point| (0.0..=width).contains(&p.0) && (0.0..=height).contains(&p.1);
        for mark in &chart.scene.marks {
            let is_inside = match mark {
                Mark::Fill { outline: points, .. } | Mark::Stroke { points, .. } => {
                    points.iter().all(is_inside)
                }
                Mark::Disc { centre, .. } => is_inside(centre),
                Mark::Text { at, text, style } => {
                    let [left, top, right, bottom] = letters((*at, text, *style));
                    is_inside(&(left, top)) && is_inside(&(right, bottom))
                }
            };
            assert!(is_inside, "{name}: {mark:?}");
        }
    });
}

#[test]
fn no_text_covers_another() {
    for_every_chart(|name, chart| {
        let texts = texts(chart);
        for (i, &a) in texts.iter().enumerate() {
            for &b in &texts[..i] {
                let ([l0, t0, r0, b0], [l1, t1, r1, b1]) = (letters(a), letters(b));
                let apart = r0 <= l1 || r1 <= l0 || b0 <= t1 || b1 <= t0;
                assert!(apart, "{name}: `{}` and `{}`", a.1, b.1);
            }
        }
    });
}

#[test]
fn no_text_touches_a_whisker() {
    let mut whiskers = 0;
    for_every_chart(|name, chart| {
        for mark in &chart.scene.marks {
            let Mark::Stroke { points, ink, .. } = mark else { continue };
            if *ink != palette::WHISKER {
                continue;
            }
            whiskers += 1;
            let range = |of: fn(&Point) -> f64| {
                let values = points.iter().map(of);
                (values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max))
            };
            let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
            for text in texts(chart) {
                let [l, t, r, b] = letters(text);
                let apart = r <= left || l >= right || b <= top || t >= bottom;
                assert!(apart, "{name}: `{}` at {:?} and {points:?}", text.1, text.0);
            }
        }
    });
    assert!(whiskers > 1_000, "{whiskers}");
}

#[test]
fn titles_and_subtitles_are_shown_whole() {
    let mut study = fixture::realistic();
    study.provenance.months = 1_200;
    // As long as numbers get.
    for figure in &mut study.incomes {
        figure.estimate.value = -987_654.0;
    }
    for series in &mut study.series {
        for month in &mut series.months {
            month.value = 987_654_321.0;
        }
    }
    for study in [fixture::realistic(), study] {
        for chart in charts(&study) {
            for words in [&chart.title, &chart.description] {
                assert!(!words.contains('…'));
                let shown: Vec<&str> = texts(&chart).iter().map(|(_, text, _)| *text).collect();
                let all = shown.join(" ").replace('\u{a0}', " ");
                assert!(all.contains(words.as_str()), "{}: {words}: {all}", chart.name);
            }
        }
    }
}

/// The vertical extent of all that is filled with this colour.
fn heights_of(chart: &Chart, colour: RGBColor) -> Vec<f64> {
    let filled = chart.scene.marks.iter().filter_map(|mark| match mark {
        Mark::Fill { outline, ink } if RGBColor(ink.0, ink.1, ink.2) == colour => Some(outline),
        _ => None,
    });
    let heights = filled.map(|outline| {
        let ys = outline.iter().map(|point| point.1);
        ys.clone().fold(f64::MIN, f64::max) - ys.fold(f64::MAX, f64::min)
    });
    heights.collect()
}

#[test]
fn the_bar_of_a_single_rank_is_no_higher_than_those_of_many() {
    let mut study = fixture::realistic();
    let all = heights_of(&chart("ranks"), palette::BLUE);
    study.ranks.truncate(1);
    let charts = charts(&study);
    let single = charts.iter().find(|chart| chart.name == "ranks").unwrap();
    let one = heights_of(single, palette::BLUE);
    assert!(all.len() == 3 && one.len() == 1, "{all:?} {one:?}");
    assert!(all.iter().chain(&one).all(|&height| (height - 24.0).abs() < 1e-9), "{all:?} {one:?}");
    assert!(single.scene.height < chart("ranks").scene.height);
}

/// The names of drawn lines stand at their lines, wherever the other line ends.
#[test]
fn names_of_drawn_lines_are_not_pushed_away() {
    for last in [0.0, 0.31, 0.49, 0.505, 0.54, 0.6, 0.69, 0.71, 0.75, 0.79, 0.8, 0.82, 1.0] {
        let mut study = fixture::realistic();
        let outside = study.series.iter_mut().find(|series| series.name == "outside_sales_share");
        outside.unwrap().months.last_mut().unwrap().value = last;
        let charts = charts(&study);
        let chart = charts.iter().find(|chart| chart.name == "outside_sales").unwrap();
        let lines = chart.scene.marks.iter().filter_map(|mark| match mark {
            Mark::Stroke { points, dash: Some(_), .. } => Some(points[0].1),
            _ => None,
        });
        let lines: Vec<f64> = lines.collect();
        assert_eq!(lines.len(), 3);
        let texts = texts(chart);
        for (y, name) in lines.iter().zip(["50\u{a0}%", "70\u{a0}%", "80\u{a0}%"]) {
            let is_name = |at: &Point, text: &str| text == name && at.0 > 600.0;
            let places =
                texts.iter().filter(|(at, text, style)| is_name(at, text) && style.is_bold);
            let places: Vec<f64> = places.map(|(at, ..)| at.1 - scene::LABEL.half()).collect();
            assert_eq!(places.len(), 1, "{last}: {name}");
            assert!((places[0] - y).abs() < 0.02, "{last}: {name} at {} and not {y}", places[0]);
        }
    }
}

/// Net income is no pay: who lost, came out even and gained has a bar of its own.
#[test]
fn a_statement_of_net_income_has_a_bar() {
    let shipped = shipped_disclosures();
    let from = Provenance::of_publications("mlmsim 0.0.0".into());
    let drawn = |name: &str| {
        let of_one: Vec<_> = shipped.iter().filter(|one| one.name == name).cloned().collect();
        let chart = published_charts(&of_one, &from).remove(0);
        let words: Vec<String> =
            texts(&chart).iter().map(|(_, text, _)| text.replace('\u{a0}', " ")).collect();
        (
            words,
            [palette::VERMILLION, palette::GREEN].map(|colour| heights_of(&chart, colour).len()),
        )
    };
    // Bar and key.
    let (words, [lost, gained]) = drawn("aarp-foundation-us-2018");
    assert_eq!(words.iter().filter(|word| *word == "25 %").count(), 2, "{words:?}");
    assert!(words.iter().any(|word| word == "gained") && words.iter().any(|word| word == "50 %"));
    assert_eq!((lost, gained), (2, 2));
    let (words, [lost, gained]) = drawn("burnlounge-us-2014");
    assert!(words.iter().any(|word| word == "93.8 %"), "{words:?}");
    assert_eq!((lost, gained), (2, 1), "how many gained was not published");
    let (words, colours) = drawn("herbalife-us-2012");
    assert!(!words.iter().any(|word| word == "gained") && colours == [0, 0], "{words:?}");
}

#[test]
fn the_bars_of_a_distribution_have_no_empty_runs_and_name_their_open_ends() {
    let mut study = fixture::realistic();
    for class in &mut study.distribution {
        if class.from < -1_000.0 {
            class.everyone.value = 0.0;
        }
        if class.from >= 10_000.0 {
            class.everyone.value = 0.0003;
        }
    }
    let charts = charts(&study);
    let chart = charts.iter().find(|chart| chart.name == "income_distribution").unwrap();
    let shown: Vec<&str> = texts(chart).iter().map(|(_, text, _)| *text).collect();
    // Once at the axis, and never above a bar.
    assert_eq!(shown.iter().filter(|text| **text == "0\u{a0}%").count(), 1, "{shown:?}");
    assert_eq!(shown.iter().filter(|text| **text == "0.1\u{a0}%").count(), 1, "{shown:?}");
    assert!(shown.contains(&"−1k") && shown.contains(&"≥\u{a0}10k"), "{shown:?}");
    assert!(!shown.iter().any(|text| text.starts_with('≤')), "{shown:?}");
    for class in &mut study.distribution {
        if class.from < -1_000.0 {
            class.everyone.value = 0.0001;
        }
    }
    let charts = super::charts(&study);
    let chart = charts.iter().find(|chart| chart.name == "income_distribution").unwrap();
    assert!(texts(chart).iter().any(|(_, text, _)| *text == "≤\u{a0}−1k"));
}

#[test]
fn percent_signs_stand_behind_a_space_that_does_not_break() {
    let mut signs = 0;
    for_every_chart(|name, chart| {
        for (_, text, _) in texts(chart) {
            for (place, _) in text.match_indices('%') {
                let before = text[..place].strip_suffix('\u{a0}');
                let is_number = before.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
                assert!(is_number, "{name}: {text}");
                signs += 1;
            }
        }
    });
    assert!(signs > 100, "{signs}");
}

#[test]
fn all_colours_come_from_the_palette() {
    for_every_chart(|name, chart| {
        for mark in &chart.scene.marks {
            let colour = match mark {
                Mark::Fill { ink, .. } | Mark::Stroke { ink, .. } | Mark::Disc { ink, .. } => {
                    RGBColor(ink.0, ink.1, ink.2)
                }
                Mark::Text { style, .. } => style.colour,
            };
            assert!(palette::ALL.contains(&colour), "{name}: {mark:?}");
        }
    });
}

#[test]
fn every_document_is_well_formed_and_complete_in_itself() {
    for_every_chart(|name, chart| {
        let svg = chart.svg();
        let tags = well_formed(&svg).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert!(tags > chart.scene.marks.len(), "{name}");
        for word in ["href", "<image", "<style", "<script", "NaN", "inf\"", "base64"] {
            assert!(!svg.contains(word), "{name} has {word}");
        }
        assert!(svg.len() < 200_000, "{name} has {} bytes", svg.len());
    });
}

#[test]
fn documents_that_are_not_well_formed_are_told_apart() {
    for document in
        ["<a>", "<a></b>", "<a x=1/>", "<a x=\"1\" x=\"2\"/>", "<a>&</a>", "<a>\u{7}</a>", "<a"]
    {
        assert!(well_formed(document).is_err(), "{document}");
    }
    assert_eq!(well_formed("<a x=\"1\"><b/>&lt;</a>\n"), Ok(3));
}

#[test]
fn every_chart_says_where_it_comes_from_and_that_no_firm_is_shown() {
    let mut study = fixture::realistic();
    let has = |study: &Study, words: &str| {
        charts(study)
            .iter()
            .all(|chart| texts(chart).iter().any(|(_, text, _)| text.contains(words)))
    };
    assert!(has(&study, "(3f9c21d07ab4e865) · 200 runs, seed 42"));
    assert!(has(&study, "mlmsim 0.1.0 · scenario A unilevel plan with small joining fee"));
    assert!(has(&study, "a hypothetical company"));
    assert!(!has(&study, "PARTIAL"));
    study.provenance.runs_requested = 1_000;
    assert!(has(&study, "PARTIAL: 200 of 1,000 runs, seed 42"));
}

#[test]
fn one_run_has_no_bands_and_says_so() {
    for chart in charts(&fixture::one_run()) {
        for many in ["5–95 %", "of runs", "95 % interval"] {
            assert!(!chart.description.contains(many), "{many}: {}", chart.description);
        }
        let is_band = |mark: &Mark| {
            let alphas = [palette::SPREAD_ALPHA, palette::INTERVAL_ALPHA];
            matches!(mark, Mark::Fill { ink, .. } if alphas.contains(&ink.3))
        };
        assert!(!chart.scene.marks.iter().any(is_band), "{}", chart.name);
    }
    let bands = |mark: &&Mark| matches!(mark, Mark::Fill { ink, .. } if ink.3 < 0.2);
    assert_eq!(chart("growth").scene.marks.iter().filter(bands).count(), 5);
}

/// With two runs Student's interval of a mean is many times as wide as what they found.
#[test]
fn bands_of_few_runs_are_what_they_found_and_no_more() {
    let bands_of = |study: &Study, alpha: f64| {
        let charts = charts(study);
        let growth = charts.iter().find(|chart| chart.name == "growth").unwrap();
        let is_band = |mark: &&Mark| matches!(mark, Mark::Fill { ink, .. } if ink.3 == alpha);
        let bands = growth.scene.marks.iter().filter(is_band).count();
        (bands, growth.description.contains("Too few runs to draw intervals"))
    };
    for (runs, drawn) in [(2, (0, true)), (5, (0, true)), (6, (5, false))] {
        let study = fixture::with_runs(runs);
        assert_eq!(bands_of(&study, palette::INTERVAL_ALPHA), drawn, "{runs} runs");
        assert_eq!(bands_of(&study, palette::SPREAD_ALPHA).0, 5, "{runs} runs");
    }
}

#[test]
fn series_that_a_study_lacks_are_left_out() {
    let mut study = fixture::realistic();
    study.series.retain(|series| series.name == "members");
    let charts = charts(&study);
    let growth = charts.iter().find(|chart| chart.name == "growth").unwrap();
    assert_eq!(growth.title, "After 60 months there are 9,287 members");
    assert!(charts.iter().all(|chart| chart.name != "money_over_time"));
}

#[test]
fn what_decides_income_is_told_of_the_runs_that_say_it() {
    let picture = |study: &Study| {
        let chart = charts(study).into_iter().find(|chart| chart.name == "what_decides_income")?;
        Some((chart.svg(), chart.title))
    };
    let mut study = fixture::realistic();
    let (whole, _) = picture(&study).unwrap();
    assert!(whole.contains("\nRank of net income\n"), "{whole}");
    let runs = study.provenance.runs;
    let told_by = |study: &mut Study, runs: u32| {
        study.determinants.iter_mut().for_each(|line| line.share.runs = runs);
    };
    told_by(&mut study, runs - 1);
    let (some, _) = picture(&study).unwrap();
    let heading = format!("\nRank of net income, in {} of {runs} runs\n", runs - 1);
    assert!(some.contains(&heading) && some.contains("runs that have people enough"), "{some}");
    // What chance makes of a few people is shown as it is.
    let luck = study.determinants.iter_mut().find(|line| line.factor.is_none()).unwrap();
    luck.share.value = 1.103;
    let (beyond, title) = picture(&study).unwrap();
    assert!(beyond.contains("\n110.3\u{a0}%\n"), "{beyond}");
    assert_eq!(title, "What people joined as explains nothing of who ranks where in net income");
    told_by(&mut study, (runs - 1) / 2);
    assert_eq!(picture(&study), None);
}
