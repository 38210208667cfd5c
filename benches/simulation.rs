//! The whole program but for its files: member-months per second of one run on one core.
//!
//! The shipped scenario as it is, then with larger markets: the rate should not depend on size. Then
//! with every dial of realism on, which should cost less than as much again; and on a network of
//! contacts, most of whose time is spent drawing it.

use std::fs;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mlmsim::scenario::Scenario;
use mlmsim::simulation::{Model, simulate};

fn model(overrides: &[&str]) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let path = folder.join("saturation.toml");
    let text = fs::read_to_string(&path).expect("the scenario is shipped");
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    Scenario::parse(&path.to_string_lossy(), &text, &overrides, &mut |plan| {
        fs::read_to_string(plan).map_err(|error| error.to_string())
    })
    .unwrap_or_else(|error| panic!("{error}"))
    .model
}

/// Every dial of realism but the network of contacts.
const EVERY_DIAL: &[&str] = &[
    "market.overlap=1.5",
    "market.spontaneous=0.0002",
    "market.crowding=1",
    "market.customers_run_out=true",
    "market.rejoin_after=24",
    "shock=[{name='viral', from=24, months=3, contacts=2}]",
    "digital.reach=1",
    "digital.crm=0.25",
    "digital.lower_barriers=0.5",
    "digital.transparency=0.5",
    "inventory.kept=true",
    "inventory.loaders=0.1",
    "inventory.volume=200",
    "inventory.limit=500",
    "inventory.spoilage=0.02",
    "training.duplication=0.3",
    "training.gain=1",
    "belief.learning=0.05",
    "belief.floor=0.5",
    "quitting.influence=1",
    "plan.refund.rate=0.9",
    "plan.refund.months=12",
];

/// A network of 1.5 million edges.
const NETWORK: &[&str] = &["network.kind=erdos-renyi", "network.degree=150"];

fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("simulation/saturation");
    for (name, overrides) in [
        ("as shipped", &[][..]),
        ("every dial on", EVERY_DIAL),
        ("network of contacts", NETWORK),
        ("market of 100,000", &["market.population=1e5", "market.founders=250"]),
        ("market of 1,000,000", &["market.population=1e6", "market.founders=2500"]),
    ] {
        let model = model(overrides);
        // The work of a run is known only when it is done.
        let member_months = simulate(&model, 1, 0).member_months;
        group.throughput(Throughput::Elements(member_months));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| simulate(&model, 1, 0));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots().sample_size(10);
    targets = runs
}
criterion_main!(benches);
