//! Populations of which the likeness to a statement is known.

use std::sync::atomic::AtomicBool;

use super::*;
use crate::experiment::{Design, Origin, run};
use crate::observation::{Concept, Denominator, MonthsOf, Statistic, Window};
use crate::results::{Exactness, Grade, Per};
use crate::simulation::tests::models::lively;
use crate::simulation::{Model, simulate};

/// A statement that everyone gets nothing but a quarter, of whom one half gets three times as much.
fn statement() -> Disclosure {
    let bracket = |share, average| Bracket {
        name: None,
        share,
        average: Some(average),
        from: None,
        to: None,
    };
    Disclosure {
        name: "s".into(),
        company: "C".into(),
        place: "P".into(),
        year: 2020,
        until: None,
        denominator: "all".into(),
        people: None,
        counts: Counted::People(Denominator::Everyone),
        differs: None,
        concept: Concept::CompanyPay,
        window: Window::LastTwelveMonths,
        per: Per::Year,
        currency: "USD".into(),
        brackets: vec![bracket(0.5, 0.0), bracket(0.25, 100.0), bracket(0.25, 300.0)],
        rest: Rest::Nobody,
        figures: Vec::new(),
        source: vec!["s".into()],
        grade: Grade::V,
        note: None,
    }
}

/// Runs in which the lowest people got this, by the number of all.
fn runs(lowest: &[&[f64]]) -> Vec<RunReport> {
    let report = simulate(&Model { months: 12, ..lively() }, 1, 0);
    let answer = |lowest: &&[f64]| Answer {
        people: 40.0,
        mean: 3.0,
        median: 0.0,
        maximum: 9.0,
        at_zero: 0.5,
        lowest: [&[0.0], *lowest].concat(),
        below: vec![0.5, 0.75],
        above: vec![0.5, 0.25],
    };
    // Statement's own income, gross and net.
    let with = |answer: Answer| {
        let net = Answer { mean: answer.mean - 2.0, ..answer.clone() };
        RunReport { answers: vec![answer.clone(), answer, net], ..report.clone() }
    };
    lowest.iter().map(answer).map(with).collect()
}

fn likeness(disclosure: &Disclosure, scale: f64, lowest: &[&[f64]]) -> Likeness {
    compare_to(disclosure, scale, Provenance::of_publications("mlmsim 0".into()), &runs(lowest))
}

fn figures(likeness: &Likeness, measure: Measure) -> Vec<(f64, f64)> {
    likeness.of(measure).map(|row| (row.published, row.simulated.value)).collect()
}

fn of_pay(likeness: &Likeness) -> Distance {
    likeness.distances.iter().find(|distance| distance.of == DistanceOf::Pay).unwrap().clone()
}

#[test]
fn the_distance_is_the_share_that_would_have_to_change_hands() {
    let alike: &[f64] = &[0.0, 0.75, 3.0];
    let found = likeness(&statement(), 1.0, &[alike]);
    let distance = of_pay(&found);
    assert_eq!((distance.simulated.value, distance.of_equal_pay), (0.0, Some(0.5)));
    let shares = figures(&found, Measure::ShareOfPay);
    assert_eq!(shares, [(0.0, 0.0), (0.25, 0.25), (0.75, 0.75)]);
    // One run is alike, and in the other one of four people has it all.
    let found = likeness(&statement(), 1.0, &[alike, &[0.0, 0.0, 3.0]]);
    let distance = of_pay(&found).simulated;
    assert_eq!((distance.value, distance.runs), (0.125, 2));
    assert!(distance.interval.is_some());
    // Nobody got anything: there is nothing to share.
    let found = likeness(&statement(), 1.0, &[&[0.0, 0.0, 0.0]]);
    assert_eq!(of_pay(&found).simulated.runs, 0);
}

#[test]
fn amounts_are_put_into_the_money_and_time_of_the_statement() {
    let statement = Disclosure { per: Per::Month, ..statement() };
    let found = likeness(&statement, 48.0, &[&[0.0, 0.75, 3.0]]);
    // Of a year three and nine of the scenario's; a twelfth of it a month, and 48 for each.
    assert_eq!(figures(&found, Measure::Amount), [(0.0, 0.0), (100.0, 12.0), (300.0, 36.0)]);
    // The published mean is 100 a month, and the simulated one 12.
    assert_eq!(found.scale_of_means, Some(400.0));
}

#[test]
fn who_stands_in_no_bracket_is_where_the_statement_says() {
    let whole = statement();
    let without_nothing =
        |rest| Disclosure { brackets: whole.brackets[1..].to_vec(), rest, ..whole.clone() };
    let nothing = without_nothing(Rest::Nothing);
    assert_eq!(parts(&nothing), whole.brackets);
    let unknown = likeness(&without_nothing(Rest::Unknown), 1.0, &[&[0.75, 3.0]]);
    assert_eq!(unknown.distance(DistanceOf::Pay), None);
    // Above the brackets somebody got more: only the pay of the others is shared.
    let above =
        Disclosure { brackets: whole.brackets[..2].to_vec(), rest: Rest::Above, ..whole.clone() };
    let found = likeness(&above, 1.0, &[&[0.25, 0.75]]);
    let third = 1.0 / 3.0;
    assert_eq!(figures(&found, Measure::ShareOfPay), [(0.0, third), (1.0, 2.0 * third)]);
    assert!((of_pay(&found).simulated.value - third).abs() < 1e-12);
    // Below them somebody got less: the people are cut from the top.
    let below =
        Disclosure { brackets: whole.brackets[1..].to_vec(), rest: Rest::Below, ..whole.clone() };
    assert_eq!(questions(&below, 1.0)[0].cuts, [0.5, 0.75, 1.0]);
    let mut reports = runs(&[&[0.25, 1.0, 3.0]]);
    reports[0].answers[0].lowest.remove(0);
    let found = compare_to(&below, 1.0, Provenance::of_publications("mlmsim 0".into()), &reports);
    assert_eq!(figures(&found, Measure::ShareOfPay), [(0.25, 0.75 / 2.75), (0.75, 2.0 / 2.75)]);
    assert_eq!(figures(&found, Measure::Amount), [(100.0, 3.0), (300.0, 8.0)]);
    assert_eq!(found.rows[0].people, 10.0, "a quarter of 40");
    assert_eq!(below.unpaid(), None);
}

#[test]
fn the_ends_of_a_statement_that_is_not_whole_are_compared() {
    let mut ends = statement();
    ends.brackets.remove(1);
    ends.brackets[0].average = Some(2.0);
    ends.rest = Rest::Unknown;
    assert_eq!(questions(&ends, 1.0)[0].cuts, [0.0, 0.5, 0.75]);
    // Of a mean of 3 the lower half has 0.5, and the highest quarter 2.
    let found = likeness(&ends, 1.0, &[&[0.5, 1.0]]);
    assert_eq!(figures(&found, Measure::Amount), [(2.0, 1.0), (300.0, 8.0)]);
    assert!(found.distance(DistanceOf::Amounts).is_some());
    ends.brackets.pop();
    assert_eq!(questions(&ends, 1.0)[0].cuts, [0.0, 0.5]);
    assert_eq!(figures(&likeness(&ends, 1.0, &[&[0.5]]), Measure::Amount), [(2.0, 1.0)]);
}

#[test]
fn an_average_is_compared_where_its_people_are_known_and_else_it_is_told_why_not() {
    let range =
        |share| Bracket { name: None, share, average: None, from: Some(1.0), to: Some(5.0) };
    let mut mixed = statement();
    mixed.brackets = vec![statement().brackets[1].clone(), range(0.5)];
    mixed.rest = Rest::Above;
    assert_eq!(questions(&mixed, 1.0)[0].cuts, [0.0, 0.25, 0.75]);
    // The lowest quarter has 0.5 of a mean of 3.
    let found = likeness(&mixed, 1.0, &[&[0.5, 1.0]]);
    assert_eq!(figures(&found, Measure::Amount), [(100.0, 2.0)]);
    assert_eq!(figures(&found, Measure::ShareOfPeople), [(0.5, 0.25)]);
    assert_eq!(found.rows[0].what, "lowest 25 %");
    assert!(found.without_distance.is_empty());
    // Between brackets that are not all known nobody can say who they are.
    mixed.brackets = [&statement().brackets[..2], &[range(0.125)]].concat();
    mixed.brackets[0].average = Some(2.0);
    mixed.rest = Rest::Unknown;
    let nothing = Disclosure { brackets: statement().brackets[..1].to_vec(), ..mixed.clone() };
    assert!(likeness(&nothing, 1.0, &[&[0.5]]).without_distance.is_empty(), "a share of people");
    let found = likeness(&mixed, 1.0, &[&[0.5, 1.0]]);
    assert_eq!(figures(&found, Measure::Amount), [(2.0, 1.0)]);
    let [(what, why)] = &found.without_distance[..] else { panic!("{found:?}") };
    assert_eq!(what, "25 % with 100 USD on average");
    assert!(why.contains("not all brackets are known"), "{why}");
}

#[test]
fn single_figures_and_ranges_are_counted() {
    let figure = |statistic, value| PublishedFigure {
        statistic,
        value,
        exactness: Exactness::Exact,
        denominator: None,
        counts: Counted::People(Denominator::Everyone),
    };
    let statement = Disclosure {
        brackets: vec![Bracket {
            name: None,
            share: 0.25,
            average: None,
            from: Some(1.0),
            to: Some(5.0),
        }],
        rest: Rest::Unknown,
        figures: vec![
            figure(PublishedStatistic::Mean, 6.0),
            figure(PublishedStatistic::Median, 2.0),
            figure(PublishedStatistic::ShareAbove(5.0), 0.1),
            figure(PublishedStatistic::SharePaid, 0.6),
            figure(PublishedStatistic::MeanExpenses, 7.0),
        ],
        ..statement()
    };
    let asked = questions(&statement, 1.0);
    assert_eq!(asked.len(), 3, "expenses are what is left of gross income");
    assert_eq!(asked[0].amounts, [1.0, 5.0, 5.0].map(Money::from_units));
    let found = likeness(&statement, 1.0, &[&[0.0]]);
    let shares = figures(&found, Measure::ShareOfPeople);
    assert_eq!(shares, [(0.25, 0.25), (0.1, 0.25), (0.6, 0.5)]);
    let amounts = figures(&found, Measure::Amount);
    assert_eq!(amounts[..2], [(6.0, 3.0), (2.0, 0.0)]);
    let expenses = found.of(Measure::Amount).last().unwrap();
    assert_eq!(expenses.simulated.value, 2.0);
    let far = |of| found.distance(of).unwrap();
    assert!((far(DistanceOf::People).simulated.value - 0.15).abs() < 1e-12, "above 5");
    let amounts = far(DistanceOf::Amounts);
    assert_eq!(amounts.farthest.as_deref(), Some("mean expenses"));
    let without: Vec<&str> = found.without_distance.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(without, ["median", "mean by median"], "the simulated median is nothing");
    let ratio = found.of(Measure::Ratio).next().unwrap();
    assert_eq!((ratio.published, ratio.simulated.runs), (3.0, 0), "nothing by nothing");
}

#[test]
fn parts_of_few_people_are_put_together_from_the_highest_down() {
    let together = |people: &[f64]| -> Vec<(usize, usize)> {
        distance::together(people).iter().map(|range| (range.start, range.end)).collect()
    };
    assert_eq!(together(&[50.0, 9.0, 5.0]), [(2, 3), (1, 2), (0, 1)]);
    assert_eq!(together(&[50.0, 4.0, 3.0, 1.0, 0.5]), [(1, 5), (0, 1)]);
    assert_eq!(together(&[4.0, 6.0]), [(0, 2)]);
    assert_eq!(together(&[1.0, 1.0]), [(0, 2)]);
    assert!(together(&[]).is_empty());
}

#[test]
fn brackets_of_few_people_have_no_distance() {
    let lowest: &[f64] = &[0.0, 0.75, 3.0];
    let of_people = |people: f64| {
        let mut reports = runs(&[lowest]);
        reports[0].answers[0].people = people;
        compare_to(&statement(), 1.0, Provenance::of_publications("mlmsim 0".into()), &reports)
    };
    let found = of_people(20.0);
    assert_eq!(
        found.rows.iter().map(|row| row.people).take(3).collect::<Vec<_>>(),
        [10.0, 5.0, 5.0]
    );
    assert!(found.without_distance.is_empty(), "{:?}", found.without_distance);
    let found = of_people(19.0);
    let without: Vec<&str> = found.without_distance.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(without, ["next 25 %", "highest 25 %"]);
    assert!(found.without_distance[0].1.contains("market.population"));
    assert_eq!(of_pay(&found).of_equal_pay, Some(0.5), "the upper half has it all");
    assert_eq!(of_pay(&found).parts, Some(Parts { compared: 2, published: 3 }));
    assert!(of_pay(&found).is_bound() && !of_pay(&of_people(20.0)).is_bound());
    // What is told of parts put together is no more than what all of them have.
    assert!(of_pay(&found).simulated.value <= of_pay(&of_people(20.0)).simulated.value);
    assert_eq!(of_people(4.0).distance(DistanceOf::Pay), None, "all are one part");
}

/// Statements of months count months; of weeks, what stands for them is told.
#[test]
fn statements_of_months_ask_for_months() {
    let mut of_months = Vec::new();
    for disclosure in crate::scenario::shipped_disclosures() {
        let is_of_months = disclosure.counts.is_months();
        // Active in the year 2000, says the one; times twelve, the other.
        match disclosure.name.as_str() {
            "amway-us-2000" => assert!(!is_of_months),
            "amway-us-2019" => assert!(is_of_months),
            name => assert_eq!(is_of_months, disclosure.per != Per::Year, "{name}"),
        }
        let differs = disclosure.differences().unwrap_or_default();
        let is_told = |words: &str| differs.contains(words);
        assert_eq!(is_told("no weeks"), disclosure.per == Per::Week);
        assert_eq!(is_told("is counted by itself"), disclosure.per != Per::Year && !is_of_months);
        assert!(is_told(disclosure.differs.as_deref().unwrap_or_default()));
        of_months.extend(is_of_months.then_some(disclosure.name));
    }
    assert_eq!(of_months.len(), 9, "{of_months:?}");
}

/// A month of 9 is 9 a month, 108 a year, and twelve fifty-seconds of it a week; of people, 9 is a year's.
#[test]
fn a_months_income_is_put_into_the_time_of_the_statement() {
    let mean = |counts, per| {
        let figure = PublishedFigure {
            statistic: PublishedStatistic::ShareBelow(18.0),
            value: 0.5,
            exactness: Exactness::Exact,
            denominator: None,
            counts,
        };
        let statement = Disclosure { counts, per, figures: vec![figure], ..statement() };
        let asked = questions(&statement, 2.0);
        let found = likeness(&statement, 2.0, &[&[0.0, 0.75, 3.0]]);
        (asked[0].amounts[0].units(), figures(&found, Measure::Amount)[2].1)
    };
    let months = Counted::Months(MonthsOf::Active);
    assert_eq!(mean(months, Per::Month), (9.0, 18.0));
    assert_eq!(mean(months, Per::Year), (0.75, 216.0));
    assert_eq!(mean(months, Per::Week), (39.0, 18.0 * 12.0 / 52.0));
    let people = Counted::People(Denominator::Everyone);
    assert_eq!(mean(people, Per::Year), (9.0, 18.0));
    assert_eq!(mean(people, Per::Month), (108.0, 1.5));
}

#[test]
fn intervals_of_what_cannot_be_negative_end_at_nothing() {
    let lowest: &[&[f64]] = &[&[0.0, 0.0, 3.0], &[0.0, 2.0, 3.0]];
    let pay = likeness(&statement(), 1.0, lowest);
    let rows: Vec<_> = pay.of(Measure::Amount).collect();
    let (low, high) = rows[1].simulated.interval.unwrap();
    assert!(low == 0.0 && high > 4.0, "{low} to {high}");
    // Net income may be a loss.
    let net = Disclosure { concept: Concept::Net, ..statement() };
    let net = likeness(&net, 1.0, lowest);
    assert!(net.of(Measure::Amount).nth(1).unwrap().simulated.interval.unwrap().0 < 0.0);
}

/// Runs of a model that is asked what a statement needs.
fn asked(statement: &Disclosure) -> (Model, Vec<RunReport>) {
    let mut model = lively();
    model.measures.questions = questions(statement, 1.0);
    let design = Design { runs: 3, seed: 4 };
    let reports = run(&model, design, Some(2), &|_| {}, &AtomicBool::new(false)).unwrap();
    (model, reports)
}

#[test]
fn answers_agree_with_the_standard_figures() {
    let (model, reports) = asked(&statement());
    let keys = model.income_keys();
    for report in &reports {
        let answer = &report.answers[0];
        let standard = |statistic| {
            let place = keys.iter().position(|key| {
                let group = (key.window, key.denominator, key.concept);
                let own = (Window::LastTwelveMonths, Denominator::Everyone, Concept::CompanyPay);
                group == own && key.statistic == statistic
            });
            report.incomes[place.unwrap()]
        };
        assert_eq!(answer.people, standard(Statistic::People));
        assert_eq!(answer.mean, standard(Statistic::Mean));
        assert_eq!(answer.median, standard(Statistic::Percentile(50.0)));
        assert!((answer.at_zero - standard(Statistic::ShareNotAboveZero)).abs() < 1e-12);
        let curve = &report.lorenz[3];
        for (cut, lowest) in
            [(50, answer.lowest[1]), (75, answer.lowest[2]), (100, answer.lowest[3])]
        {
            assert!((lowest / answer.mean - curve[cut]).abs() < 1e-9, "{cut}");
        }
    }
}

#[test]
fn a_question_changes_nothing_else() {
    let (model, reports) = asked(&statement());
    let mut unasked = model.clone();
    unasked.measures.questions.clear();
    for (run, report) in reports.iter().enumerate() {
        let bare = RunReport { answers: Vec::new(), ..report.clone() };
        assert_eq!(format!("{bare:?}"), format!("{:?}", simulate(&unasked, 4, run as u64)));
    }
}

/// A statement made of a run's own people, and the distance of this run to it.
fn own_distance(change: impl Fn(&mut Disclosure)) -> f64 {
    let cut = statement();
    let (model, reports) = asked(&cut);
    let mut own = cut.clone();
    let steps = steps(&reports[0].answers[0].lowest);
    for (bracket, pay) in own.brackets.iter_mut().zip(steps) {
        bracket.average = Some(pay / bracket.share);
    }
    change(&mut own);
    let origin = Origin {
        program: "mlmsim 0".into(),
        title: "t".into(),
        scenario_hash: "h".into(),
        currency: "USD".into(),
    };
    let one = &reports[..1];
    let from = crate::experiment::provenance(&model, Design { runs: 1, seed: 4 }, origin, one);
    of_pay(&compare_to(&own, 1.0, from, one)).simulated.value
}

#[test]
fn a_run_is_like_its_own_statement_and_unlike_another() {
    assert!(own_distance(|_| {}) < 1e-9);
    // What a statement gives the middle is taken from the top.
    let other = own_distance(|own| {
        let top = own.brackets[2].average.unwrap();
        own.brackets[1].average = Some(own.brackets[1].average.unwrap() + top / 2.0);
        own.brackets[2].average = Some(top / 2.0);
    });
    assert!(other > 0.2, "{other}");
}
