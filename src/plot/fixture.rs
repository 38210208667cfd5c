//! Studies made by hand: a realistic one, and degenerate ones that no chart may stumble over.

use crate::experiment::compare;
use crate::observation::{
    AFTER_STOP, CONVENTIONS, Concept, Denominator, Factor, LedgerKey, OwnUse, Party, Quantity,
    RANKED, RunFigure, SIGNS, SPONSOR_FIGURES, Statistic, Window, flow_keys, flows,
};
use crate::results::{
    Average, Comparison, Determinant, DisclosureLine, EntryTenth, Flow, HEADLINES, IncomeClass,
    IncomeFigure, LedgerLine, LorenzCurve, LossFigure, Outcome, Provenance, RankShare, RunColumn,
    RunTable, Series, SignLine, SponsorFifth, Study,
};
use crate::statistics::{Estimate, Pooled, Support};

/// An estimate with an interval of this relative half width and a spread five times as wide.
fn about(value: f64, relative: f64) -> Estimate {
    let range = |width: f64| Some((value - width * value.abs(), value + width * value.abs()));
    Estimate {
        value,
        interval: range(relative),
        spread: range(5.0 * relative),
        runs: 200,
        pooled: None,
    }
}

/// A share, whose ranges stay between 0 and 1.
fn share(value: f64) -> Estimate {
    let range = |width: f64| Some(((value - width).max(0.0), (value + width).min(1.0)));
    let width = 0.05 * value * (1.0 - value) + 0.0005;
    Estimate { value, interval: range(width), spread: range(5.0 * width), runs: 200, pooled: None }
}

/// A study such as a mid-sized company gives in five years.
pub(crate) fn realistic() -> Study {
    Study {
        rejoining_among: None,
        provenance: Provenance {
            program: "mlmsim 0.1.0".into(),
            format: 1,
            title: "A unilevel plan with small joining fee".into(),
            scenario_hash: "3f9c21d07ab4e865".into(),
            seed: 42,
            runs: 200,
            runs_requested: 200,
            runs_extinct: 3,
            months: 60,
            currency: "USD".into(),
        },
        incomes: incomes(),
        losses: losses(),
        disclosure: disclosure(),
        lorenz: vec![lorenz(Denominator::Everyone, 12.0), lorenz(Denominator::Paid, 4.0)],
        distribution: distribution(),
        scale: 1_000.0,
        series: series(),
        entry: (1..=10).map(tenth).collect(),
        sponsors: (1..=5).map(sponsors).collect(),
        determinants: determinants(),
        network: Vec::new(),
        ranks: ranks(),
        flows: flows_of(&ledger()),
        ledger: ledger(),
        signs: signs(),
        outcomes: vec![Outcome {
            name: "participants_share_of_money",
            unit: "share".into(),
            meaning: "Share of all money paid for goods and fees that came from members.",
            estimate: about(0.77, 0.01),
        }],
        runs: runs(),
    }
}

/// Signs of a company of which most is sold to members, who keep no stock.
fn signs() -> Vec<SignLine> {
    let none = f64::NAN;
    let figures = [0.231, 0.748, 0.12, -412.5, 1.043, 0.42, 149.0, 1_325.0, 1_180.4, none, none];
    SIGNS
        .iter()
        .chain([&AFTER_STOP])
        .zip(figures)
        .map(|(sign, value)| {
            let unit = if sign.unit == "money" { "USD" } else { sign.unit };
            let estimate = match sign.unit {
                _ if value.is_nan() => {
                    Estimate { value, interval: None, spread: None, runs: 0, pooled: None }
                }
                "share" => share(value),
                _ if sign.name.starts_with("cost_to_") => about(value, 0.0),
                _ => about(value, 0.02),
            };
            SignLine {
                sign,
                unit: unit.into(),
                estimate,
                why_not: sign.lacking.unwrap_or(sign.absent),
            }
        })
        .collect()
}

/// Two runs with the headlines of a comparison.
fn runs() -> RunTable {
    let figures = [
        ("share", 0.784),
        ("share", 0.905),
        ("USD", -402.0),
        ("USD", -61.5),
        ("USD", 9_480.0),
        ("coefficient", 0.846),
        ("share", 0.768),
        ("people", 48_369.0),
        ("ratio", 0.41),
        ("share", 0.77),
    ];
    let columns = HEADLINES.iter().zip(figures).map(|(&(name, _), (unit, _))| RunColumn {
        name: name.into(),
        unit: unit.into(),
        meaning: "Made by hand.".into(),
        average: Average::Mean,
        support: Support::Real,
    });
    let row = |part: f64| figures.map(|(_, value)| RunFigure::ratio(value * part, 1.0)).to_vec();
    RunTable { columns: columns.collect(), rows: vec![(0, row(0.98)), (1, row(1.02))] }
}

/// This study beside the realistic one and another of it, under names of all lengths, and beside
/// so many of them that not all can be shown.
pub(crate) fn comparisons(study: &Study) -> [Comparison; 2] {
    let seed = study.provenance.seed;
    let mut other = realistic();
    other.provenance.seed = seed;
    for (run, (_, row)) in other.runs.rows.iter_mut().enumerate() {
        for figure in row {
            figure.value *= 1.1 - 0.004 * run as f64;
        }
    }
    let long = "a-company-with-a-name-that-nobody-could-ever-write-on-one-line-of-a-chart";
    let few = [("a", study), ("realistic", &other), (long, study)];
    let many =
        (0..15).map(|place| (format!("company-{place}"), [study, &other][place % 2].clone()));
    let few = few.map(|(name, study)| (name.to_owned(), study.clone()));
    [compare(few.into()), compare(many.collect())]
}

fn incomes() -> Vec<IncomeFigure> {
    let life = Window::Life;
    let mut figures = Vec::new();
    let rows = [
        (Denominator::Everyone, 48_213.0, [-912.0, -588.0, -286.0, -41.0, 212.0, 9_480.0]),
        (Denominator::ActiveAtEnd, 9_120.0, [-1_480.0, -720.0, -205.0, 130.0, 1_270.0, 31_400.0]),
        (
            Denominator::ActiveThroughout,
            412.0,
            [-3_900.0, -1_620.0, -310.0, 2_210.0, 16_800.0, 148_000.0],
        ),
        (Denominator::Paid, 11_840.0, [-1_350.0, -610.0, -92.0, 415.0, 2_900.0, 41_250.0]),
        (Denominator::Builders, 33_020.0, [-1_120.0, -730.0, -402.0, -88.0, 301.0, 12_900.0]),
    ];
    let pay = [
        [0.0, 0.0, 0.0, 4.0, 61.0, 8_150.0],
        [0.0, 0.0, 14.0, 140.0, 980.0, 28_300.0],
        [0.0, 45.0, 640.0, 3_900.0, 19_700.0, 156_000.0],
        [6.0, 14.0, 48.0, 263.0, 2_450.0, 38_900.0],
        [0.0, 0.0, 0.0, 9.0, 104.0, 11_200.0],
    ];
    let percentiles = [10.0, 25.0, 50.0, 75.0, 90.0, 99.0];
    for ((denominator, people, net), pay) in rows.into_iter().zip(pay) {
        let mut add = |concept, statistic, estimate| {
            figures.push(IncomeFigure { window: life, denominator, concept, statistic, estimate });
        };
        add(Concept::Net, Statistic::People, about(people, 0.01));
        for (i, percentile) in percentiles.into_iter().enumerate() {
            add(Concept::Net, Statistic::Percentile(percentile), about(net[i], 0.02));
            add(Concept::CompanyPay, Statistic::Percentile(percentile), about(pay[i], 0.03));
        }
        // As the curves made below have them.
        let power = if denominator == Denominator::Everyone { 12.0 } else { 4.0 };
        let top = |people: f64| 1.0 - crate::portable::pow(1.0 - people, power);
        add(Concept::CompanyPay, Statistic::Gini, share(1.0 - 2.0 / (power + 1.0)));
        add(Concept::CompanyPay, Statistic::TopShare(1.0), share(top(0.01)));
        add(Concept::CompanyPay, Statistic::TopShare(10.0), share(top(0.1)));
    }
    figures
}

fn losses() -> Vec<LossFigure> {
    OwnUse::ALL
        .into_iter()
        .zip([(0.0, 0.873), (0.5, 0.784), (1.0, 0.416)])
        .map(|(own_use, (own_use_value, below))| LossFigure {
            denominator: Denominator::Everyone,
            own_use,
            own_use_value,
            below_zero: share(below),
            not_above_zero: share(below + 0.05),
        })
        .collect()
}

/// A year in which few are paid.
fn disclosure() -> Vec<DisclosureLine> {
    let figures = [
        (1.0, 96.0, 0.0, 0.86),
        (1.0, 131.0, 0.0, 0.71),
        (1.0, -302.0, -286.0, 0.91),
        (0.58, 160.0, 0.0, 0.8),
        (0.21, 404.0, 12.0, 0.46),
        (0.21, -51.0, -205.0, 0.78),
        (0.33, 512.0, 36.0, 0.22),
        (0.14, 686.0, 48.0, 0.0),
        (0.14, 802.0, 97.0, 0.0),
        (0.14, 210.0, -92.0, 0.69),
        (0.04, 2_484.0, 161.0, 0.0),
    ];
    CONVENTIONS
        .iter()
        .zip(figures)
        .map(|(convention, (counted, mean, median, zero))| DisclosureLine {
            convention,
            people: about(counted * 21_300.0, 0.01),
            share_of_everyone: share(counted),
            mean: about(mean, 0.02),
            median: about(median, 0.02),
            not_above_zero: share(zero),
        })
        .collect()
}

/// A curve under which the poorest share `p` of people gets the share `p` to this power.
fn lorenz(denominator: Denominator, power: f64) -> LorenzCurve {
    let points = (0..=100)
        .map(|i| {
            let people = f64::from(i) / 100.0;
            (people, share(crate::portable::pow(people, power)))
        })
        .collect();
    LorenzCurve { window: Window::Life, denominator, concept: Concept::CompanyPay, points }
}

fn distribution() -> Vec<IncomeClass> {
    let edges = [
        f64::NEG_INFINITY,
        -10_000.0,
        -3_000.0,
        -1_000.0,
        -300.0,
        -100.0,
        -30.0,
        -10.0,
        0.0,
        0.0,
        10.0,
        30.0,
        100.0,
        300.0,
        1_000.0,
        3_000.0,
        10_000.0,
        30_000.0,
        100_000.0,
        f64::INFINITY,
    ];
    let shares = [
        0.0002, 0.0061, 0.0815, 0.3924, 0.2108, 0.0612, 0.0211, 0.0107, 0.0502, 0.0020, 0.0110,
        0.0224, 0.0461, 0.0383, 0.0236, 0.0126, 0.0071, 0.0021, 0.0006,
    ];
    // Who joined only to buy lost the fee, or nothing.
    let buyers = |from: f64| match from {
        -30.0 => 0.95,
        0.0 => 0.9,
        _ => 0.0,
    };
    edges
        .windows(2)
        .zip(shares)
        .map(|(edge, people)| {
            let buyers = if edge[1] > 0.0 { 0.0 } else { buyers(edge[0]) };
            IncomeClass {
                from: edge[0],
                to: edge[1],
                everyone: share(people),
                builders: share(people * (1.0 - buyers)),
                buyers: share(people * buyers),
            }
        })
        .collect()
}

/// A logistic growth, as far as five years go.
fn series() -> Vec<Series> {
    let grown = |month: f64| 50_000.0 / (1.0 + 150.0 * crate::portable::exp(-0.14 * month));
    let joins = move |month: f64| 1.3 * (grown(month) - grown(month - 1.0));
    let members = move |month: f64| grown(month) * (0.9 - 0.0118 * month);
    let line = |name, unit: &str, value: &dyn Fn(f64) -> f64| Series {
        name,
        unit: unit.into(),
        meaning: "Made by hand.",
        months: (0..=60)
            .map(|m| about(value(f64::from(m)), 0.002 * f64::from(m).sqrt() * 4.0))
            .collect(),
    };
    vec![
        line("members", "people", &members),
        line("ever_joined", "joinings", &grown),
        line("customers", "people", &|m| 0.4 * members(m)),
        line("joins", "joinings", &joins),
        line("leavers", "people", &|m| 0.06 * members(m)),
        line("belief", "share", &|m| 0.3 + 0.7 * (1.0 - m / 60.0)),
        line("outside_sales_share", "share", &|m| 0.6 - 0.005 * m),
        line("saturation", "share", &|m| grown(m) / 400_000.0),
        line("paid_by_customers", "USD", &|m| 21.0 * members(m)),
        line("paid_by_participants", "USD", &|m| 62.0 * members(m) + 49.0 * joins(m)),
        line("company_pay", "USD", &|m| 33.0 * members(m)),
        line("expenses", "USD", &|m| 11.0 * members(m)),
    ]
}

fn tenth(tenth: u8) -> EntryTenth {
    let place = f64::from(tenth);
    EntryTenth {
        tenth,
        joined: about(6.0 * place, 0.01),
        mean_net: about(9_000.0 / (place * place * place) - 420.0, 0.05),
        mean_pay: about(10_000.0 / (place * place), 0.05),
        share_gaining: share(0.52 / place),
        share_paid: share(0.81 / place.sqrt()),
        mean_recruits: about(4.0 / place, 0.05),
    }
}

/// Where sponsors are skilled, recruits are talented and join late.
fn sponsors(fifth: u8) -> SponsorFifth {
    let place = f64::from(fifth);
    let figure = |quantity: &Quantity| match quantity.name {
        "people" => ("people", about(4_000.0, 0.05)),
        "sponsor_skill" => ("skill", about(0.5 * place, 0.02)),
        "talent" => ("skill", about(0.7 + 0.1 * place, 0.02)),
        "share_twelve_months" => ("share", share(0.38)),
        "share_recruiting" => ("share", share(0.52 - 0.02 * place)),
        "share_paid" => ("share", share(0.5 - 0.02 * place)),
        "share_losing" => ("share", share(0.92 - 0.01 * place)),
        "mean_pay" => ("USD", about(1_400.0 / place, 0.1)),
        "mean_net" => ("USD", about(700.0 / place - 200.0, 0.1)),
        "median_net" => ("USD", about(10.0 * place - 410.0, 0.05)),
        _ => ("month", about(25.0 + 3.0 * place, 0.02)),
    };
    let figures = SPONSOR_FIGURES.iter().map(figure);
    let figures = figures.map(|(unit, estimate)| (unit.to_owned(), estimate));
    SponsorFifth { fifth, figures: figures.collect() }
}

fn ledger() -> Vec<LedgerLine> {
    [
        ("customers", "participants", "retail purchases", 9_400_000.0),
        ("customers", "company", "direct orders", 2_180_000.0),
        ("participants", "company", "joining fees", 2_360_000.0),
        ("participants", "company", "purchases for own use", 28_900_000.0),
        ("participants", "company", "purchases for sale", 6_100_000.0),
        ("participants", "company", "renewal fees", 812_000.0),
        ("participants", "suppliers", "expenses", 4_930_000.0),
        ("company", "participants", "level bonus", 11_800_000.0),
        ("company", "participants", "rank advance bonus", 1_120_000.0),
        ("company", "participants", "generation bonus on the leaders of a leg", 2_650_000.0),
        ("company", "participants", "stock bought back", 440_000.0),
        ("company", "suppliers", "cost of goods", 9_870_000.0),
    ]
    .map(|(from, to, flow, amount)| LedgerLine {
        from,
        to,
        flow: flow.into(),
        levels: if flow == "level bonus" { (1..=5).collect() } else { Vec::new() },
        amount: about(amount, 0.01),
    })
    .into()
}

/// A ladder that few climb.
fn ranks() -> Vec<RankShare> {
    let rank = |(name, part): (&str, f64)| RankShare {
        rank: name.into(),
        everyone: share(part / 2.0),
        builders: share(part),
    };
    [("Silver", 0.12), ("Gold", 0.023), ("Diamond", 0.003)].map(rank).into()
}

/// Mostly luck, and of one factor less than nothing.
fn determinants() -> Vec<Determinant> {
    let shares = [0.112, -0.001, 0.043, 0.024, 0.141];
    let lines = |concept| {
        let factors = Factor::ALL.into_iter().zip(shares).map(move |(factor, value)| Determinant {
            concept,
            factor: Some(factor),
            share: about(value, 0.05),
            alone: Some(about(value, 0.05)),
        });
        let luck = Determinant { concept, factor: None, share: about(0.681, 0.01), alone: None };
        factors.chain([luck])
    };
    RANKED.into_iter().flat_map(lines).collect()
}

/// The flows of a ledger, with the balance of the company.
fn flows_of(ledger: &[LedgerLine]) -> Vec<Flow> {
    let party = |name: &str| match name {
        "customers" => Party::Customers,
        "participants" => Party::Participants,
        "company" => Party::Company,
        _ => Party::Suppliers,
    };
    let key = |line: &LedgerLine| LedgerKey {
        from: party(line.from),
        to: party(line.to),
        flow: line.flow.clone(),
        levels: line.levels.clone(),
    };
    let keys: Vec<LedgerKey> = ledger.iter().map(key).collect();
    let cents: Vec<i128> =
        ledger.iter().map(|line| (line.amount.value * 100.0).round() as i128).collect();
    // Each level has half of what the one before leaves, and the last one the rest.
    let levels: Vec<Vec<i128>> = ledger
        .iter()
        .zip(&cents)
        .map(|(line, &cents)| {
            let mut left = cents;
            let n_levels = line.levels.len();
            let level = |n: usize| {
                let part = if n + 1 == n_levels { left } else { left / 2 };
                left -= part;
                part
            };
            (0..n_levels).map(level).collect()
        })
        .collect();
    let amounts = flows(&keys, &cents, &levels);
    let keys = flow_keys(&keys).into_iter().zip(amounts);
    keys.map(|((from, to), cents)| Flow { from, to, amount: about(cents as f64 / 100.0, 0.01) })
        .collect()
}

/// The realistic study with every estimate changed.
pub(crate) fn mapped(change: impl Fn(Estimate) -> Estimate) -> Study {
    let mut study = realistic();
    let apply = |estimate: &mut Estimate| *estimate = change(*estimate);
    study.incomes.iter_mut().for_each(|figure| apply(&mut figure.estimate));
    for loss in &mut study.losses {
        apply(&mut loss.below_zero);
        apply(&mut loss.not_above_zero);
    }
    for line in &mut study.disclosure {
        for estimate in [
            &mut line.people,
            &mut line.share_of_everyone,
            &mut line.mean,
            &mut line.median,
            &mut line.not_above_zero,
        ] {
            apply(estimate);
        }
    }
    study.lorenz.iter_mut().flat_map(|curve| &mut curve.points).for_each(|(_, y)| apply(y));
    for class in &mut study.distribution {
        for estimate in [&mut class.everyone, &mut class.builders, &mut class.buyers] {
            apply(estimate);
        }
    }
    study.series.iter_mut().flat_map(|series| &mut series.months).for_each(apply);
    for tenth in &mut study.entry {
        for estimate in [
            &mut tenth.joined,
            &mut tenth.mean_net,
            &mut tenth.mean_pay,
            &mut tenth.share_gaining,
            &mut tenth.share_paid,
            &mut tenth.mean_recruits,
        ] {
            apply(estimate);
        }
    }
    study
        .sponsors
        .iter_mut()
        .flat_map(|fifth| &mut fifth.figures)
        .for_each(|(_, figure)| apply(figure));
    for line in &mut study.ranks {
        [&mut line.everyone, &mut line.builders].into_iter().for_each(apply);
    }
    for line in &mut study.determinants {
        apply(&mut line.share);
        // Of a variance within groups of two nobody finds more than twice the whole.
        line.share.value = line.share.value.clamp(-2.0, 2.0);
        line.alone.iter_mut().for_each(apply);
    }
    study.signs.iter_mut().for_each(|line| apply(&mut line.estimate));
    study.ledger.iter_mut().for_each(|line| apply(&mut line.amount));
    study.flows.iter_mut().for_each(|flow| apply(&mut flow.amount));
    for figure in study.runs.rows.iter_mut().flat_map(|(_, row)| row) {
        figure.value = change(about(figure.value, 0.01)).value;
    }
    study
}

/// The study of a single run: no intervals, no spreads.
pub(crate) fn one_run() -> Study {
    let mut study =
        mapped(|estimate| Estimate { interval: None, spread: None, runs: 1, ..estimate });
    study.provenance.runs = 1;
    study.provenance.runs_requested = 1;
    study
}

/// The same figures as if of so many runs.
pub(crate) fn with_runs(runs: u32) -> Study {
    let mut study = mapped(|estimate| Estimate { runs, ..estimate });
    study.provenance.runs = runs;
    study.provenance.runs_requested = runs;
    study
}

/// A study of worlds that differ in size, of which all together have other figures than their mean.
pub(crate) fn unlike() -> Study {
    let mut study = mapped(|e| {
        let interval = e.interval.map(|(low, high)| (low * 0.625, high * 0.625));
        e.and_pooled(Some(Pooled { value: e.value * 0.625, interval }))
    });
    study.distribution = distribution();
    study
}

/// A study without any table.
pub(crate) fn empty() -> Study {
    Study {
        incomes: Vec::new(),
        losses: Vec::new(),
        disclosure: Vec::new(),
        lorenz: Vec::new(),
        distribution: Vec::new(),
        series: Vec::new(),
        entry: Vec::new(),
        sponsors: Vec::new(),
        determinants: Vec::new(),
        ranks: Vec::new(),
        signs: Vec::new(),
        ledger: Vec::new(),
        flows: Vec::new(),
        ..realistic()
    }
}

/// The realistic study with as many people in each of the classes between these ends.
fn coarse(edges: &[f64]) -> Study {
    let part = share(1.0 / (edges.len() - 1) as f64);
    let distribution = edges
        .windows(2)
        .map(|edge| IncomeClass {
            from: edge[0],
            to: edge[1],
            everyone: part,
            builders: part,
            buyers: share(0.0),
        })
        .collect();
    Study { distribution, ..realistic() }
}

/// Studies that go to the limits, by name.
pub(crate) fn degenerate() -> Vec<(&'static str, Study)> {
    let constant = |value: f64| {
        let range = Some((value, value));
        mapped(move |_| Estimate { value, interval: range, spread: range, runs: 7, pooled: None })
    };
    let scaled = |factor: f64| {
        let range = move |range: Option<(f64, f64)>| range.map(|(a, b)| (a * factor, b * factor));
        let mut study = mapped(|e| Estimate {
            value: e.value * factor,
            interval: range(e.interval),
            spread: range(e.spread),
            ..e
        });
        study.distribution = distribution();
        study
    };
    let mut wordy = realistic();
    wordy.provenance.title = "<A \"title\" & more> \u{7} 会社 ".repeat(40);
    wordy.provenance.currency = "a very long name of a currency".into();
    wordy.provenance.program = "p".repeat(300);
    wordy.provenance.runs_requested = 4_000_000_000;
    wordy.provenance.seed = u64::MAX;
    for line in &mut wordy.ledger {
        line.flow = line.flow.repeat(30);
    }
    let mut many_flows = realistic();
    let line = many_flows.ledger[0].clone();
    many_flows.ledger.extend((0..40).map(|_| line.clone()));
    many_flows.flows = flows_of(&many_flows.ledger);
    let mut short = realistic();
    short.series.iter_mut().for_each(|series| series.months.truncate(1));
    short.entry.truncate(1);
    short.sponsors.truncate(1);
    short.distribution.truncate(9);
    let mut ragged = realistic();
    for (i, series) in ragged.series.iter_mut().enumerate() {
        series.months.truncate(60_usize.saturating_sub(6 * i));
        if let Some(month) = series.months.get_mut(10) {
            month.value = f64::NAN;
        }
    }
    // Of a class of skill in which everybody is, one fifth is told of.
    for (_, figure) in ragged.sponsors.iter_mut().flat_map(|fifth| &mut fifth.figures).step_by(2) {
        figure.value = f64::NAN;
    }
    ragged.distribution[3].from = f64::NAN;
    ragged.distribution[5].everyone.spread = Some((0.9, 0.1));
    let mut swung = realistic();
    swung.series.iter_mut().for_each(|series| {
        series.months[30].value = -1e12;
        series.months[31].spread = Some((f64::NEG_INFINITY, f64::NAN));
    });
    let fine: Vec<f64> = (-40..=40).map(|i| 25.0 * f64::from(i)).collect();
    vec![
        ("one run", one_run()),
        ("worlds that differ", unlike()),
        ("empty", empty()),
        ("all zero", constant(0.0)),
        ("all one", constant(1.0)),
        ("all negative", constant(-5.0)),
        ("no numbers", constant(f64::NAN)),
        ("infinite", constant(f64::INFINITY)),
        ("minus infinite", constant(f64::NEG_INFINITY)),
        ("beyond all limits", constant(f64::MAX)),
        ("least of all", constant(f64::MIN_POSITIVE)),
        ("huge", scaled(1e12)),
        ("tiny", scaled(1e-9)),
        ("wordy", wordy),
        ("many flows", many_flows),
        ("short", short),
        ("ragged", ragged),
        ("swung", swung),
        ("two bins", coarse(&[f64::NEG_INFINITY, 0.0, f64::INFINITY])),
        ("one bin", coarse(&[f64::NEG_INFINITY, f64::INFINITY])),
        ("gains only", coarse(&[1.0, 10.0, 100.0, 1_000.0])),
        ("bins around zero", coarse(&[-1_000.0, -1.0, 1.0, 1_000.0, 10_000.0])),
        ("eighty bins", coarse(&fine)),
    ]
}
