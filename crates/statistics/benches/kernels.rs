//! The kernels of an estimate on 1,000,000 rows, 50 strata and 2,000 sampling units: `cargo bench -p sounding-statistics`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sounding_statistics::estimation::Context;
use sounding_statistics::estimation::mean::mean;
use sounding_statistics::estimation::quantile::{QuantileInput, QuantileParams, quantiles};
use sounding_statistics::models::Rows;
use sounding_statistics::models::glm::{BinomialLink, Family, GlmInput, glm};
use sounding_statistics::moments::Moments;
use sounding_statistics::numerics::Stream;
use sounding_statistics::variance::replicates::{Psus, bootstrap};
use sounding_statistics::variance::{Design, DesignInput, SinglePsu};
use sounding_statistics::weighting::calibrate::{
    CalibrationModel, CalibrationParams, Distance, Term, calibrate_model,
};
use sounding_statistics::weighting::rake::{Margin, RakingParams, rake};

const ROWS: usize = 1_000_000;
const STRATA: u32 = 50;
const PSUS: u32 = 2_000;
const CELLS: u32 = 600;

struct Answers {
    strata: Vec<u32>,
    psus: Vec<u32>,
    cells: Vec<u32>,
    weights: Vec<f64>,
    values: Vec<f64>,
}

impl Answers {
    /// Unequal weights and a value that differs between the units.
    fn new() -> Answers {
        let mut stream = Stream::new(1, 1);
        let effects: Vec<f64> = (0..PSUS).map(|_| stream.normal()).collect();
        let psus: Vec<u32> = (0..ROWS).map(|_| stream.below(u64::from(PSUS)) as u32).collect();
        Answers {
            strata: psus.iter().map(|psu| psu % STRATA).collect(),
            cells: (0..ROWS).map(|_| stream.below(u64::from(CELLS)) as u32).collect(),
            weights: (0..ROWS).map(|_| 1.0 + 4.0 * stream.uniform()).collect(),
            values: psus.iter().map(|&psu| 10.0 + effects[psu as usize] + stream.normal()).collect(),
            psus,
        }
    }

    fn design(&self) -> (Design, Vec<u32>) {
        let input = DesignInput {
            rows: ROWS,
            strata: Some(&self.strata),
            stages: &[&self.psus],
            ..DesignInput::default()
        };
        Design::new(&input).expect("every stratum has forty units")
    }
}

fn kernels(criterion: &mut Criterion) {
    let answers = Answers::new();
    let (design, leaves) = answers.design();
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    let everyone = vec![0; ROWS];
    criterion.bench_function("design", |bench| bench.iter(|| black_box(answers.design())));
    let means = |cells: &[u32], count: u32| -> f64 {
        let moments = Moments::of(&leaves, cells, &answers.weights, &[&answers.values]);
        (0..count)
            .filter_map(|cell| mean(&context, &moments, None, cell, 0).expect("no single units"))
            .map(|estimate| estimate.se)
            .sum()
    };
    criterion.bench_function("mean", |bench| bench.iter(|| black_box(means(&everyone, 1))));
    criterion
        .bench_function("mean_by_600_cells", |bench| bench.iter(|| black_box(means(&answers.cells, CELLS))));
    let codes: Vec<Vec<u32>> = [2, 5, 6, 12]
        .map(|size| answers.cells.iter().map(|cell| (cell * 7).div_ceil(4) % size).collect())
        .to_vec();
    let totals: Vec<Vec<f64>> =
        [2_u32, 5, 6, 12].map(|size| vec![3e6 / f64::from(size); size as usize]).to_vec();
    let margins: Vec<Margin<'_>> =
        codes.iter().zip(&totals).map(|(codes, totals)| Margin { codes, totals }).collect();
    criterion.bench_function("rake_on_four_margins", |bench| {
        bench.iter(|| {
            black_box(rake(&answers.weights, &margins, &RakingParams::default()).expect("it converges"))
        });
    });
    let terms: Vec<Term<'_>> = codes
        .iter()
        .zip(&totals)
        .map(|(codes, totals)| Term::Categories { codes, categories: totals.len() as u32, totals })
        .collect();
    let model = CalibrationModel { terms: &terms, ..CalibrationModel::default() };
    let linear = CalibrationParams { distance: Distance::Linear, tolerance: 1e-10, max_iterations: 20 };
    criterion.bench_function("calibrate_on_25_totals", |bench| {
        bench.iter(|| {
            black_box(calibrate_model(&answers.weights, &model, &linear).expect("the totals agree"))
        });
    });
    let input = QuantileInput {
        leaves: &leaves,
        cells: &everyone,
        weights: &answers.weights,
        values: &answers.values,
        patterns: None,
    };
    criterion.bench_function("three_quantiles", |bench| {
        bench.iter(|| {
            let params = QuantileParams::default();
            black_box(quantiles(&context, &input, 1, &[0.25, 0.5, 0.75], &params).expect("no single units"))
        });
    });
    let psus = Psus::of(&design).expect("one stage of units");
    let [x1, x2, x3, x4, x5, x6] = [3_u32, 5, 7, 11, 13, 17].map(|prime| -> Vec<f64> {
        answers.cells.iter().map(|cell| f64::from(cell * prime % 101) / 50.0).collect()
    });
    let ones = vec![1.0; ROWS];
    let columns: [&[f64]; 7] = [&ones, &x1, &x2, &x3, &x4, &x5, &x6];
    let response: Vec<f64> = answers.values.iter().map(|value| f64::from(u8::from(*value > 10.5))).collect();
    let rows = Rows { weights: &answers.weights, leaves: &leaves, calibration: None };
    let input = GlmInput { response: &response, columns: &columns, offset: None, rows };
    criterion.bench_function("logistic_7_coefficients", |bench| {
        bench.iter(|| {
            let family = Family::Binomial(BinomialLink::Logit);
            black_box(glm(&context, &input, family).expect("the columns differ"))
        });
    });
    criterion.bench_function("bootstrap_200", |bench| bench.iter(|| black_box(bootstrap(&psus, 200, 1))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = kernels
}
criterion_main!(benches);
