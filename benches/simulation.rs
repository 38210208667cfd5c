//! The whole program but for its files: member-months per second of one run on one core.
//!
//! The shipped scenario as it is, then with larger markets: the rate should not depend on size.

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

fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("simulation/saturation");
    for (name, overrides) in [
        ("as shipped", &[][..]),
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
