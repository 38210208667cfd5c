//! A small study, made by hand, for tests of what shows results.

use super::{
    Average, Determinant, DisclosureLine, EntryTenth, Flow, IncomeClass, IncomeFigure, LedgerLine,
    LorenzCurve, LossFigure, NetworkMeasure, NetworkShare, Outcome, Provenance, RankShare,
    RunColumn, RunTable, Series, SignLine, Study,
};
use crate::observation::{
    CONVENTIONS, Concept, Denominator, Node, OwnUse, RunFigure, SIGNS, Statistic, Window,
};
use crate::statistics::{Estimate, Pooled, Support};

/// An estimate from 40 runs.
pub(crate) fn estimate(value: f64, interval: (f64, f64), spread: (f64, f64)) -> Estimate {
    Estimate { value, interval: Some(interval), spread: Some(spread), runs: 40, pooled: None }
}

/// An estimate from 40 runs with an interval of 1/64 and a spread of 1/8 of it to either side.
pub(crate) fn around(value: f64) -> Estimate {
    let ends = |part: f64| (value - part * value.abs(), value + part * value.abs());
    estimate(value, ends(1.0 / 64.0), ends(0.125))
}

/// The same of a ratio, which is a 64th more of all runs together.
pub(crate) fn ratio(value: f64) -> Estimate {
    let Estimate { value: all, interval, .. } = around(value * 1.015_625);
    around(value).and_pooled(Some(Pooled { value: all, interval }))
}

/// A figure that no run has.
pub(crate) fn nothing() -> Estimate {
    Estimate { value: f64::NAN, interval: None, spread: None, runs: 0, pooled: None }
}

/// A study of 40 out of 50 runs of 24 months, with every kind of figure and with missing ones.
#[expect(clippy::too_many_lines, reason = "it is one value")]
pub(crate) fn study() -> Study {
    Study {
        rejoining_among: None,
        provenance: provenance(),
        incomes: incomes(),
        losses: losses(),
        disclosure: vec![DisclosureLine {
            convention: &CONVENTIONS[0],
            people: around(1200.0),
            share_of_everyone: around(1.0),
            mean: around(48.0),
            median: estimate(0.0, (0.0, 0.0), (0.0, 0.0)),
            not_above_zero: around(0.875),
        }],
        lorenz: vec![LorenzCurve {
            window: Window::Life,
            denominator: Denominator::Everyone,
            concept: Concept::CompanyPay,
            points: [(0.0, 0.0), (0.5, 0.0), (0.9, 0.125), (0.99, 0.5), (1.0, 1.0)]
                .map(|(people, pay)| (people, around(pay)))
                .to_vec(),
        }],
        distribution: [
            (f64::NEG_INFINITY, 0.0, 0.75, 0.125),
            (0.0, 0.0, 0.0, 0.109_375),
            (0.0, f64::INFINITY, 0.015_625, 0.0),
        ]
        .map(|(from, to, builders, buyers)| IncomeClass {
            from,
            to,
            everyone: ratio(builders + buyers),
            builders: ratio(builders),
            buyers: ratio(buyers),
        })
        .to_vec(),
        scale: 1000.0,
        series: series(),
        entry: (1..=10).map(entry_tenth).collect(),
        sponsors: Vec::new(),
        determinants: vec![Determinant {
            concept: Concept::Net,
            factor: None,
            share: around(0.75),
            alone: None,
        }],
        ranks: vec![RankShare {
            rank: "Gold".into(),
            everyone: around(0.125),
            builders: around(0.25),
        }],
        network: [
            (NetworkMeasure::Recruits, 0, Some(0), 0.75),
            (NetworkMeasure::Recruits, 1, None, 0.25),
            (NetworkMeasure::Depth, 1, Some(8), 1.0),
            (NetworkMeasure::Downline, 0, Some(0), 0.8),
            (NetworkMeasure::Downline, 1, None, 0.2),
        ]
        .map(|(measure, from, to, share)| NetworkShare { measure, from, to, share: around(share) })
        .to_vec(),
        ledger: [
            ("customers", "participants", "retail purchases", 20_000.0),
            ("participants", "company", "wholesale purchases", 180_000.0),
            ("company", "participants", "bonus \"fast start\", month 1", 60_000.0),
        ]
        .map(|(from, to, flow, amount)| LedgerLine {
            from,
            to,
            flow: flow.into(),
            levels: Vec::new(),
            amount: around(amount),
        })
        .to_vec(),
        flows: vec![
            Flow { from: Node::Customers, to: Node::Line(0), amount: around(20_000.0) },
            Flow { from: Node::Line(0), to: Node::MembersGet, amount: around(20_000.0) },
        ],
        outcomes: vec![Outcome {
            name: "joined",
            unit: "people".into(),
            meaning: "People who ever joined.",
            estimate: around(1500.0),
        }],
        signs: vec![
            SignLine {
                sign: &SIGNS[0],
                unit: "share".into(),
                estimate: ratio(0.695_312_5),
                why_not: "",
            },
            SignLine {
                sign: &SIGNS[9],
                unit: "share".into(),
                estimate: nothing(),
                why_not: SIGNS[9].lacking.unwrap(),
            },
        ],
        runs: RunTable {
            columns: [("joined", "people"), ("net_mean", "USD")]
                .map(|(name, unit)| RunColumn {
                    name: name.into(),
                    unit: unit.into(),
                    meaning: "Made by hand.".into(),
                    average: Average::Mean,
                    support: Support::Real,
                })
                .into(),
            rows: [(0, [1480.0, -80.25]), (1, [3.0, f64::NAN])]
                .map(|(run, figures)| (run, figures.map(RunFigure::plain).to_vec()))
                .to_vec(),
        },
    }
}

fn provenance() -> Provenance {
    Provenance {
        program: "mlmsim 0.1.0".into(),
        format: 1,
        title: "A made-up company".into(),
        scenario_hash: "0123456789abcdef".into(),
        seed: 7,
        runs: 40,
        runs_requested: 50,
        runs_extinct: 2,
        months: 24,
        currency: "USD".into(),
    }
}

fn incomes() -> Vec<IncomeFigure> {
    let figure = |denominator, concept, statistic, estimate| IncomeFigure {
        window: Window::Life,
        denominator,
        concept,
        statistic,
        estimate,
    };
    let median = estimate(-120.5, (-130.0, -110.25), (-160.0, -80.0));
    let mut incomes = vec![
        figure(Denominator::Everyone, Concept::Net, Statistic::People, around(1500.0)),
        figure(Denominator::Everyone, Concept::Net, Statistic::Mean, ratio(-80.0)),
        figure(Denominator::Everyone, Concept::Net, Statistic::Percentile(50.0), median),
        figure(Denominator::Everyone, Concept::Net, Statistic::Percentile(90.0), around(4.0)),
        figure(Denominator::Everyone, Concept::Net, Statistic::Percentile(99.0), around(1250.0)),
        figure(Denominator::Everyone, Concept::NetPerHour, Statistic::Mean, around(-1.5)),
        figure(Denominator::Paid, Concept::Net, Statistic::Percentile(50.0), nothing()),
    ];
    let year = IncomeFigure { window: Window::CalendarYear(1), ..incomes[2].clone() };
    incomes.push(year);
    incomes
}

fn losses() -> Vec<LossFigure> {
    let figure = |denominator, own_use, own_use_value, share| LossFigure {
        denominator,
        own_use,
        own_use_value,
        below_zero: ratio(share),
        not_above_zero: ratio(share + 0.0625),
    };
    vec![
        figure(Denominator::Everyone, OwnUse::Nothing, 0.0, 0.875),
        figure(Denominator::Everyone, OwnUse::Scenario, 0.5, 0.75),
        figure(Denominator::Builders, OwnUse::Scenario, 0.5, 0.8125),
    ]
}

fn series() -> Vec<Series> {
    let months = |first: f64, step: f64| {
        (0..=24).map(|month| around(first + step * f64::from(month))).collect()
    };
    vec![
        Series {
            name: "members",
            unit: "people".into(),
            meaning: "Members at the end of the month.",
            months: months(10.0, 50.0),
        },
        Series {
            name: "company_pay",
            unit: "USD".into(),
            meaning: "What the company paid members in the month.",
            months: months(0.0, 200.0),
        },
    ]
}

fn entry_tenth(tenth: u8) -> EntryTenth {
    let tenths = f64::from(tenth);
    EntryTenth {
        tenth,
        joined: around(2.0 * tenths),
        mean_net: around(100.0 - 50.0 * tenths),
        mean_pay: around(500.0 / tenths),
        share_gaining: around(0.5 / tenths),
        share_paid: around(0.75 / tenths),
        mean_recruits: around(4.0 / tenths),
    }
}
