//! One kernel for each row of the table in docs/performance.md: 1,000,000 rows (50,000 for totals by 6,760 cells), 50 strata, 2,000
//! sampling units. `cargo bench -p sounding-statistics`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

use jobs::{Answers, SIZES};

#[path = "../../../bench/peers/jobs.rs"]
mod jobs;

fn kernels(criterion: &mut Criterion) {
    let [large, small] = SIZES.map(Answers::new);
    let [ready, ready_small] = [&large, &small].map(Answers::ready);
    let mut bench = |name: &str, job: &dyn Fn() -> Vec<f64>| {
        criterion.bench_function(name, |bench| bench.iter(|| black_box(job())));
    };
    bench("design_and_mean_cold", &|| large.mean_cold());
    bench("mean_warm", &|| large.mean(&ready));
    bench("mean_by_600_cells", &|| large.means_by_group(&ready));
    bench("total_by_6760_cells", &|| small.totals_by_cell(&ready_small));
    bench("three_quantiles", &|| large.quantiles(&ready));
    bench("table_5_by_6_rao_scott", &|| large.table(&ready));
    bench("bootstrap_200_and_mean", &|| large.bootstrap(&ready));
    bench("jackknife_2000_and_mean", &|| large.jackknife(&ready));
    bench("rake_four_margins", &|| large.rake());
    bench("rake_in_200_replicates", &|| large.rake_in_replicates(&ready));
    bench("calibrate_21_totals", &|| large.calibrate());
    bench("logistic_7_coefficients", &|| large.logistic(&ready));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = kernels
}
criterion_main!(benches);
