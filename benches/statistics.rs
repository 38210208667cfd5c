//! What recording, merging and asking cost, few values (kept) and many (in bins).

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mlmsim::random::{Draws, LogNormal};
use mlmsim::statistics::{Estimate, Histogram};
use rand::SeedableRng;

/// Incomes in cents: two thirds lose a little, the others gain with a long tail.
fn incomes(count: usize) -> Vec<i64> {
    let mut draws = Draws::seed_from_u64(1);
    let amount = LogNormal::with_mean(50_000.0, 1.5);
    let mut income = |n: usize| {
        let cents = amount.draw(&mut draws) as i64;
        if n % 3 < 2 { -cents / 4 } else { cents }
    };
    (0..count).map(&mut income).collect()
}

fn recorded(values: &[i64]) -> Histogram {
    let mut histogram = Histogram::default();
    for &value in values {
        histogram.record(value);
    }
    histogram
}

fn histograms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("histogram");
    for count in [4_000, 1_000_000] {
        let values = incomes(count);
        let histogram = recorded(&values);
        let distribution = histogram.distribution();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(BenchmarkId::new("record", count), &values, |bench, values| {
            bench.iter(|| recorded(values));
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("merge", count), |bench| {
            bench.iter(|| {
                let mut sum = Histogram::default();
                sum.merge(&histogram);
                sum
            });
        });
        group.bench_function(BenchmarkId::new("distribution", count), |bench| {
            bench.iter(|| histogram.distribution());
        });
        group.bench_function(BenchmarkId::new("percentile", count), |bench| {
            bench.iter(|| distribution.percentile(black_box(99.0)));
        });
        let gains: Vec<i64> = values.iter().map(|&cents| cents.max(0)).collect();
        let gains = recorded(&gains).distribution();
        group.bench_function(BenchmarkId::new("gini", count), |bench| {
            bench.iter(|| gains.gini());
        });
    }
    group.finish();
}

fn estimates(criterion: &mut Criterion) {
    let figures: Vec<f64> = incomes(200).into_iter().map(|cents| cents as f64 / 100.0).collect();
    let mut group = criterion.benchmark_group("estimate of 200 runs");
    group.bench_function("mean", |bench| bench.iter(|| Estimate::mean_of(black_box(&figures))));
    group.bench_function("median", |bench| bench.iter(|| Estimate::median_of(black_box(&figures))));
    group.finish();
}

criterion_group!(benches, histograms, estimates);
criterion_main!(benches);
