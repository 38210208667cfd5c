//! What a commission run costs: member-months per second on random recursive trees.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mlmsim::compensation::{
    Age, Base, Bonus, BonusKind, Clause, CommissionRun, Join, Level, Orders, Plan, Product, Rank,
    RankHistory, Step, Volumes,
};
use mlmsim::genealogy::Genealogy;
use mlmsim::random::{RunKey, Stream, uniform};
use mlmsim::units::{Money, Points, Rate};

/// A period's numbers as columns, as a simulation keeps them.
struct Columns {
    points: Vec<Points>,
    volume: Vec<Money>,
}

impl Volumes for Columns {
    fn points(&self, member: usize) -> Points {
        self.points[member]
    }

    fn base(&self, member: usize, _: Base, _: Orders) -> Money {
        self.volume[member]
    }

    fn tenure(&self, _: usize) -> u32 {
        0
    }
}

/// Members who each enrolled under a member drawn evenly from those before, half of them buying.
fn company(members: u32) -> (Genealogy, Columns) {
    let stream = RunKey::new(1, 0).stream(Stream::Theory, 0);
    let mut draws = stream.open(mlmsim::random::Lineage::founder(0));
    let sponsors: Vec<Option<u32>> = (0..members)
        .map(|m| (m > 0).then(|| (uniform(&mut draws) * f64::from(m)) as u32))
        .collect();
    let bought: Vec<i64> =
        (0..members).map(|_| if uniform(&mut draws) < 0.5 { 0 } else { 12_345 }).collect();
    let columns = Columns {
        points: bought.iter().map(|&b| Points::from_hundredths(b)).collect(),
        volume: bought.iter().map(|&b| Money::from_cents(b)).collect(),
    };
    (Genealogy::from_sponsors(&sponsors).0, columns)
}

fn clause(pv: i64) -> Clause {
    Clause { pv: Some(Points::from_hundredths(pv)), months: 1, ..Clause::default() }
}

/// Active on 100 points; five levels of 5 %, paid to the active.
fn five_levels(step: Step, ranks: Vec<Rank>) -> Plan {
    let standings = ranks.len() + 1;
    Plan {
        name: "five levels".into(),
        product: Product {
            price: Money::from_cents(10_000),
            discount: Rate::ZERO,
            cost: Rate::ZERO,
            pv: Rate::ONE,
            cv: Rate::ONE,
        },
        join: Join { fee: Money::ZERO, pack: 0, renewal: Money::ZERO },
        active: Some(clause(10_000)),
        breakaway: None,
        cap: None,
        bonuses: vec![Bonus {
            name: "unilevel".into(),
            kind: BonusKind::Level(Level {
                rates: vec![vec![Rate::from_f64(0.05); 5]; standings],
                start: 1,
                step,
                depth: (0..standings as u32).map(|s| 5_u32.saturating_sub(s)).collect(),
            }),
            base: Base::Cv,
            orders: Orders::All,
            age: Age::default(),
            need: Some(Clause { active: Some(true), months: 1, ..Clause::default() }),
            cap: None,
        }],
        ranks,
    }
}

/// Three ranks on group volume, legs and recruits.
fn ladder() -> Vec<Rank> {
    let rung = |name: &str, clause| Rank { name: name.into(), clause, keeps_title: false };
    let gv = |hundredths| Some(Points::from_hundredths(hundredths));
    vec![
        rung("Manager", Clause { gv: gv(50_000), ..clause(10_000) }),
        rung("Silver", Clause { gv: gv(200_000), recruits: Some(2), ..clause(10_000) }),
        rung("Gold", Clause { legs: vec![(1, 2)], ..clause(10_000) }),
    ]
}

fn commission_run(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("commission run");
    for members in [100_000, 1_000_000] {
        let (genealogy, volumes) = company(members);
        group.throughput(Throughput::Elements(members.into()));
        let plans = [
            ("member", five_levels(Step::Member, Vec::new())),
            ("active", five_levels(Step::Active, Vec::new())),
            ("qualified with ranks", five_levels(Step::Qualified, ladder())),
        ];
        for (name, plan) in plans {
            let mut run = CommissionRun::new(&plan);
            let mut history = RankHistory::new(&plan, genealogy.len());
            group.bench_function(BenchmarkId::new(name, members), |bencher| {
                bencher.iter(|| run.settle(&genealogy, &volumes, &mut history));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = commission_run
}
criterion_main!(benches);
