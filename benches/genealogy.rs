//! What the primitives of the genealogy cost: nanoseconds per member at three sizes.
//!
//! Expected: a fold of one number 2 to 3 ns, an advance with one column of 64 bytes about 10 ns,
//! at every size alike, for all of it streams.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mlmsim::genealogy::{Advance, Genealogy, Recruitment};
use mlmsim::random::{Lineage, RunKey, Stream};
use mlmsim::submodels::theory::uniform_tree;

const SIZES: [u32; 3] = [10_000, 100_000, 1_000_000];

fn tree(members: u32) -> Genealogy {
    let mut draws = RunKey::new(1, 0).stream(Stream::Theory, 0).open(Lineage::founder(0));
    Genealogy::from_sponsors(&uniform_tree(members, &mut draws)).0
}

fn folding(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("genealogy/fold");
    for members in SIZES {
        let genealogy = tree(members);
        group.throughput(Throughput::Elements(members.into()));
        group.bench_function(BenchmarkId::from_parameter(members), |bencher| {
            bencher.iter(|| genealogy.fold(|_, below: i64| below + 1));
        });
    }
    group.finish();
}

/// One member in 15 leaves and one in 15 recruits, so that the size stays.
fn advancing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("genealogy/advance");
    for members in SIZES {
        let genealogy = tree(members);
        let recruitments: Vec<Recruitment> =
            (0..members).step_by(15).map(|sponsor| Recruitment { sponsor, count: 1 }).collect();
        let column = vec![[0_u64; 8]; members as usize];
        group.throughput(Throughput::Elements(members.into()));
        group.bench_function(BenchmarkId::from_parameter(members), |bencher| {
            bencher.iter_batched_ref(
                || (genealogy.clone(), column.clone(), Advance::default()),
                |(genealogy, column, advance)| {
                    genealogy.advance(|member| member % 15 == 7, &recruitments, advance);
                    advance.relayout(column, |_| [1; 8]);
                },
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots().sample_size(20);
    targets = folding, advancing
}
criterion_main!(benches);
