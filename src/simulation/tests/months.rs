//! What single months answer, against everybody's bookings month by month.

use super::agreement::check;
use super::models::{self, lively, ranked};
use super::person::Person;
use crate::observation::{Answer, Concept, Counted, MonthsOf, Question, Totals, Window};
use crate::simulation::{Model, simulate};
use crate::units::Money;

const ALL: [(MonthsOf, Concept); 9] = [
    (MonthsOf::Members, Concept::CompanyPay),
    (MonthsOf::Members, Concept::RetailMargin),
    (MonthsOf::Members, Concept::Gross),
    (MonthsOf::Active, Concept::CompanyPay),
    (MonthsOf::Active, Concept::RetailMargin),
    (MonthsOf::Active, Concept::Gross),
    (MonthsOf::Paid, Concept::CompanyPay),
    (MonthsOf::Paid, Concept::RetailMargin),
    (MonthsOf::Paid, Concept::Gross),
];

/// A model that is asked for all months.
fn asked(model: &Model) -> Model {
    let ask = |(of, concept)| Question {
        window: Window::LastTwelveMonths,
        counts: Counted::Months(of),
        concept,
        cuts: vec![0.5, 1.0],
        amounts: vec![Money::ZERO],
    };
    let mut model = model.clone();
    model.measures.questions = ALL.into_iter().map(ask).collect();
    model
}

/// What is to be counted, in the wrong way for the second two.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    MonthByMonth,
    /// A twelfth of each person's year, once.
    YearByTwelve,
    /// The months of those who leave are left out.
    WithoutLeavers,
}

fn income(totals: Totals, concept: Concept) -> i64 {
    match concept {
        Concept::CompanyPay => totals.pay,
        Concept::RetailMargin => totals.margin,
        _ => totals.pay + totals.margin,
    }
    .cents()
}

/// The incomes of all that is counted, in cents, ascending.
fn incomes(people: &[Person], last: u32, (of, concept): (MonthsOf, Concept), way: Way) -> Vec<f64> {
    let is_counted = |person: &Person, from: u32, to: u32| match of {
        MonthsOf::Members => (from..=to).any(|month| person.is_member_in(month)),
        MonthsOf::Active => (from..=to).any(|month| person.active_in.contains(&month)),
        MonthsOf::Paid => person.totals(from, to).pay > Money::ZERO,
    };
    let of_months = |person: &Person, from: u32, to: u32, parts: f64| {
        let cents = income(person.totals(from, to), concept) as f64 / parts;
        is_counted(person, from, to).then_some(cents)
    };
    let mut incomes: Vec<f64> = match way {
        Way::YearByTwelve => {
            people.iter().filter_map(|person| of_months(person, last - 11, last, 12.0)).collect()
        }
        _ => people
            .iter()
            .filter(|person| way == Way::MonthByMonth || person.left.is_none())
            .flat_map(|person| (last - 11..=last).filter_map(move |m| of_months(person, m, m, 1.0)))
            .collect(),
    };
    incomes.sort_by(f64::total_cmp);
    incomes
}

/// Whether an answer is that of these incomes.
fn agrees(answer: &Answer, incomes: &[f64]) -> bool {
    let near = |one: f64, other: f64| {
        (one - other).abs() <= 1e-9 * other.abs() || one.is_nan() && other.is_nan()
    };
    let count = incomes.len() as f64;
    let share = |is: &dyn Fn(f64) -> bool| {
        incomes.iter().filter(|&&income| is(income)).count() as f64 / count
    };
    let mean = incomes.iter().sum::<f64>() / count / 100.0;
    let most = incomes.last().map_or(f64::NAN, |cents| cents / 100.0);
    near(answer.people, count / 12.0)
        && near(answer.mean, mean)
        && near(answer.lowest[1], mean)
        && near(answer.at_zero, share(&|income| income == 0.0))
        && near(answer.below[0], share(&|income| income < 0.0))
        && near(answer.above[0], share(&|income| income > 0.0))
        // Where there are many, amounts are known to a thousandth.
        && (near(answer.maximum, most) || (answer.maximum / most - 1.0).abs() < 0.001)
}

/// Models with leavers, ranks, refunds and stock, and seats that stay vacant.
fn all_models() -> Vec<Model> {
    let seated = (0..12).map(models::with_seats);
    [lively(), ranked(), models::busy()].into_iter().chain(seated).collect()
}

#[test]
fn months_are_counted_one_by_one() {
    let mut told = [0; 2];
    for model in all_models() {
        let model = asked(&model);
        let (report, company) = check(&model, 0);
        for (answer, what) in report.answers.iter().zip(ALL) {
            let of = |way| incomes(&company.people, model.months, what, way);
            assert!(agrees(answer, &of(Way::MonthByMonth)), "{what:?}: {answer:?}");
            for (told, way) in told.iter_mut().zip([Way::YearByTwelve, Way::WithoutLeavers]) {
                *told += u32::from(!agrees(answer, &of(way)));
            }
        }
        let members: f64 = report.answers[0].people * 12.0;
        let is_member = |month| company.people.iter().filter(move |p| p.is_member_in(month));
        let months: usize = (model.months - 11..=model.months).map(|m| is_member(m).count()).sum();
        assert!((members - months as f64).abs() < 1e-6, "{members} and {months}");
    }
    // A count of years, or one that forgets leavers, is told from the right one.
    assert!(told.iter().all(|&told| told > 50), "{told:?} of 135");
}

/// What is kept anyway says the same, and what is asked changes nothing else.
#[test]
fn the_lens_says_the_same() {
    let model = lively();
    let (bare, report) = (simulate(&model, 5, 1), simulate(&asked(&model), 5, 1));
    let [active, paid] = [5, 6].map(|place| &report.answers[place]);
    for (answer, statement) in [active, paid].into_iter().zip(report.monthly) {
        assert_eq!(answer.people, statement.people);
        assert!((answer.mean * 12.0 - statement.mean).abs() < 1e-9 * statement.mean);
        assert_eq!(answer.at_zero, statement.not_above_zero);
    }
    let without = |mut report: crate::observation::RunReport| {
        report.answers.clear();
        format!("{report:?}")
    };
    assert_eq!(without(bare), without(report));
}
