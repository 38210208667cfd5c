//! What a commission run costs: member-months per second on random recursive trees.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mlmsim::compensation::{Base, CommissionRun, Orders, Plan, RankHistory, Volumes};
use mlmsim::genealogy::Genealogy;
use mlmsim::random::{RunKey, Stream, uniform};
use mlmsim::scenario::Scenario;
use mlmsim::units::{Money, Points};

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
    let (sponsors, columns) = people(members);
    (Genealogy::from_sponsors(&sponsors).0, columns)
}

/// Their sponsors in joining order, and what they bought.
fn people(members: u32) -> (Vec<Option<u32>>, Columns) {
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
    (sponsors, columns)
}

/// Ranks on own and group volume, on recruits and on legs; half of the members are active.
const LADDER: &str = r#"
breakaway = "Gold"
[active]
pv = 100
[[rank]]
name = "Manager"
pv = 100
gv = 500
[[rank]]
name = "Silver"
pv = 100
gv = 2_000
recruits = 2
[[rank]]
name = "Gold"
pv = 100
legs = { Silver = 2 }
"#;

/// The bonuses of a month, each of a kind of its own or walked in another way.
const BONUSES: [(&str, &str); 8] = [
    (
        "retail",
        r#"kind = "retail"
paid_by = "company"
orders = "all"
rate = [[0, 0], [50, 0.02], [100, 0.03]]
mode = "marginal""#,
    ),
    (
        "level",
        r#"kind = "level"
rates = [0.05, 0.04, 0.03, 0.02, 0.01]"#,
    ),
    (
        "level, compressed",
        r#"kind = "level"
rates = [0.05, 0.04, 0.03, 0.02, 0.01]
depth = { Manager = 2, Silver = 4, Gold = 5 }
step = "qualified"
need = { active = true }"#,
    ),
    (
        "generations",
        r#"kind = "level"
step = "rank:Silver"
start = 0
rates = [0.0, 0.05, 0.03]"#,
    ),
    (
        "differential",
        r#"kind = "differential"
brackets = [[100, 0.03], [300, 0.06], [600, 0.09], [1_000, 0.12], [2_500, 0.18], [7_500, 0.25]]"#,
    ),
    (
        "match",
        r#"kind = "level"
base = "pay:differential"
rates = [0.10, 0.05]"#,
    ),
    (
        "pool",
        r#"kind = "pool"
share = 0.02
points = { Silver = 1, Gold = 5 }"#,
    ),
    (
        "award",
        r#"kind = "award"
on = "rank"
amount = { Silver = 100, Gold = 500 }"#,
    ),
];

/// The plan of the ladder with these bonuses.
fn plan(names: &[&str]) -> Plan {
    let bonus = |(name, keys): &(&str, &str)| format!("[[bonus]]\nname = \"{name}\"\n{keys}\n");
    let chosen = BONUSES.iter().filter(|(name, _)| names.contains(name));
    let text = LADDER.to_owned() + &chosen.map(bonus).collect::<String>();
    let scenario = Scenario::around_plan("bench.toml", &text, &[]);
    scenario.unwrap_or_else(|error| panic!("{error}")).model.plan
}

/// A company that fits the cache, and the largest on earth.
const SIZES: [u32; 2] = [100_000, 10_000_000];

/// A month under the ladder alone, and with a bonus of each kind.
fn kinds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a bonus of each kind");
    group.sample_size(10);
    for members in SIZES {
        let (genealogy, volumes) = company(members);
        group.throughput(Throughput::Elements(members.into()));
        let mut month = |name: &str, plan: &Plan| {
            let mut run = CommissionRun::new(plan);
            let mut history = RankHistory::new(plan, genealogy.len());
            group.bench_function(BenchmarkId::new(name, members), |bencher| {
                bencher.iter(|| run.settle(&genealogy, &volumes, &mut history));
            });
        };
        month("none", &plan(&[]));
        for (name, _) in BONUSES {
            // A match needs what it is a share of.
            let names = if name == "match" { vec!["differential", name] } else { vec![name] };
            month(name, &plan(&names));
        }
    }
    group.finish();
}

/// Bonuses in trees of their own.
const TREES: [(&str, &str); 6] = [
    (
        "pair",
        r#"kind = "pair"
tree = "legs"
rate = 0.1
carry = { max = 5_000 }
[[tree]]
name = "legs"
place = "weak"
width = 2"#,
    ),
    (
        "pair, two to one",
        r#"kind = "pair"
tree = "legs"
rate = 0.1
ratio = [2, 1]
unit = 300
carry = { max = 5_000 }
[[tree]]
name = "legs"
place = "weak"
width = 2"#,
    ),
    (
        "level in a matrix",
        r#"kind = "level"
tree = "matrix"
rates = [0.05, 0.04, 0.03, 0.02, 0.01]
[[tree]]
name = "matrix"
place = "bfs"
width = 3"#,
    ),
    (
        "level where recruits are passed up",
        r#"kind = "level"
tree = "money"
rates = [0.05, 0.04, 0.03, 0.02, 0.01]
[[tree]]
name = "money"
place = "pass_up"
n = 2"#,
    ),
    (
        "award on fill",
        r#"kind = "award"
on = "fill"
tree = "matrix"
levels = 2
amount = 50
[[tree]]
name = "matrix"
place = "bfs"
width = 3"#,
    ),
    (
        "award on cycle",
        r#"kind = "award"
on = "cycle"
amount = 400
[[tree]]
name = "board"
place = "board"
width = 2
depth = 3"#,
    ),
];

/// A month of each of these, in which a tenth of the members have joined.
fn trees(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a bonus in a tree of its own");
    group.sample_size(10);
    for members in SIZES {
        group.throughput(Throughput::Elements(members.into()));
        let (sponsors, volumes) = people(members);
        for (name, keys) in TREES {
            let text = format!("[active]\npv = 100\n[[bonus]]\nname = \"bonus\"\n{keys}\n");
            let scenario = Scenario::around_plan("bench.toml", &text, &[]);
            let plan = scenario.unwrap_or_else(|error| panic!("{error}")).model.plan;
            let (genealogy, place) = match plan.placement {
                Some(placement) => Genealogy::placed_in_turn(&sponsors, |_| None, placement),
                None => Genealogy::from_sponsors(&sponsors),
            };
            let before = sponsors.len() * 9 / 10;
            let genealogy = plan.seated_in_turn(genealogy, &sponsors, &place, before);
            let mut run = CommissionRun::new(&plan);
            let mut history = RankHistory::new(&plan, genealogy.len());
            group.bench_function(BenchmarkId::new(name, members), |bencher| {
                bencher.iter(|| run.settle(&genealogy, &volumes, &mut history));
            });
        }
    }
    group.finish();
}

/// A month of six bonuses, from a company that fits the cache to the largest on earth.
fn six_bonuses(criterion: &mut Criterion) {
    let six = ["retail", "level, compressed", "generations", "differential", "match", "pool"];
    let plan = plan(&six);
    let mut group = criterion.benchmark_group("a month of six bonuses");
    group.sample_size(10);
    for members in [100_000, 1_000_000, 10_000_000] {
        let (genealogy, volumes) = company(members);
        group.throughput(Throughput::Elements(u64::from(members) * six.len() as u64));
        let mut run = CommissionRun::new(&plan);
        let mut history = RankHistory::new(&plan, genealogy.len());
        group.bench_function(BenchmarkId::from_parameter(members), |bencher| {
            bencher.iter(|| run.settle(&genealogy, &volumes, &mut history));
        });
    }
    group.finish();
}

/// How a walk counts levels, with and without ranks.
fn steps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("commission run");
    for members in [100_000, 1_000_000] {
        let (genealogy, volumes) = company(members);
        group.throughput(Throughput::Elements(members.into()));
        let level = |step: &str| {
            let text = format!(
                "[active]\npv = 100\n[[bonus]]\nname = \"unilevel\"\nkind = \"level\"\n\
                 rates = [0.05, 0.05, 0.05, 0.05, 0.05]\nstep = \"{step}\"\n\
                 need = {{ active = true }}\n"
            );
            let scenario = Scenario::around_plan("bench.toml", &text, &[]);
            scenario.unwrap_or_else(|error| panic!("{error}")).model.plan
        };
        let plans = [
            ("member", level("member")),
            ("active", level("active")),
            ("qualified with ranks", plan(&["level, compressed"])),
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
    targets = steps, kinds, trees, six_bonuses
}
criterion_main!(benches);
