//! The jobs that are measured, once for the kernel benches and once beside other engines: what a survey statistician asks of
//! 1,000,000 answers from 2,000 sampling units in 50 strata, with unequal weights and units that differ. Every job returns its
//! figures, so that they can be compared.

use std::num::NonZeroUsize;

use sounding_statistics::estimation::mean::mean;
use sounding_statistics::estimation::quantile::{QuantileInput, QuantileParams, quantiles};
use sounding_statistics::estimation::total::total;
use sounding_statistics::estimation::{Context, Statistic};
use sounding_statistics::models::Rows;
use sounding_statistics::models::glm::{BinomialLink, Family, GlmInput, glm};
use sounding_statistics::moments::Moments;
use sounding_statistics::numerics::Stream;
use sounding_statistics::tabulation::crosstab;
use sounding_statistics::variance::replicates::{
    Carried, Centre, Groups, Psus, bootstrap, jkn, replicate_statistics,
};
use sounding_statistics::variance::{Design, DesignInput, SinglePsu};
use sounding_statistics::weighting::Patterns;
use sounding_statistics::weighting::calibrate::{Auxiliary, CalibrationParams, Distance, calibrate};
use sounding_statistics::weighting::rake::{Margin, RakingParams, rake};

/// Rows of the large survey and of the one with many cells.
pub(crate) const SIZES: [usize; 2] = [1_000_000, 50_000];
/// Groups of the mean by groups.
pub(crate) const GROUPS: u32 = 600;
/// Cells of the totals by many cells.
pub(crate) const CELLS: u32 = 6_760;
/// Categories of the four margins.
pub(crate) const MARGINS: [u32; 4] = [2, 5, 6, 11];
const STRATA: u32 = 50;
const PSUS: u32 = 2_000;
const ROWS_OF_TABLE: u32 = 5;
const COLUMNS_OF_TABLE: u32 = 6;
const REPLICATES: usize = 200;
const SEED: u64 = 1;
/// People in the margins.
const POPULATION: f64 = 3_000_000.0;

/// The answers, one value a row in each column.
pub(crate) struct Answers {
    pub(crate) strata: Vec<u32>,
    pub(crate) psus: Vec<u32>,
    pub(crate) groups: Vec<u32>,
    pub(crate) cells: Vec<u32>,
    pub(crate) row: Vec<u32>,
    pub(crate) column: Vec<u32>,
    pub(crate) margins: [Vec<u32>; 4],
    pub(crate) weights: Vec<f64>,
    pub(crate) y: Vec<f64>,
    pub(crate) voted: Vec<f64>,
    pub(crate) x: [Vec<f64>; 6],
}

/// A design with the leaf of every row: what the warm jobs start from.
pub(crate) struct Ready {
    pub(crate) design: Design,
    pub(crate) leaves: Vec<u32>,
}

impl Answers {
    /// The same number of rows gives the same answers.
    pub(crate) fn new(rows: usize) -> Answers {
        let mut stream = Stream::new(SEED, 1);
        let effects: Vec<f64> = (0..PSUS).map(|_| stream.normal()).collect();
        let psus: Vec<u32> = (0..rows).map(|_| stream.below(u64::from(PSUS)) as u32).collect();
        let effect = |row: usize| effects[psus[row] as usize];
        let codes = |number: u64, size: u32| -> Vec<u32> {
            let mut stream = Stream::new(SEED, number);
            (0..rows).map(|_| stream.below(u64::from(size)) as u32).collect()
        };
        let (groups, cells, row) = (codes(2, GROUPS), codes(3, CELLS), codes(4, ROWS_OF_TABLE));
        let margins = [6, 7, 8, 9].map(|number| codes(number, MARGINS[number as usize - 6]));
        let mut stream = Stream::new(SEED, 5);
        // A column that goes a little with the row, and with the unit.
        let column = (0..rows)
            .map(|at| {
                let shift = if stream.uniform() < 0.05 + 0.05 * effect(at).abs() { row[at] } else { 0 };
                (stream.below(u64::from(COLUMNS_OF_TABLE)) as u32 + shift) % COLUMNS_OF_TABLE
            })
            .collect();
        let mut stream = Stream::new(SEED, 10);
        let weights = (0..rows).map(|_| 1.0 + 4.0 * stream.uniform()).collect();
        let y = (0..rows).map(|at| 10.0 + effect(at) + stream.normal()).collect();
        let x: [Vec<f64>; 6] = [11, 12, 13, 14, 15, 16].map(|number| {
            let mut stream = Stream::new(SEED, number);
            (0..rows).map(|_| if number < 14 { stream.normal() } else { stream.uniform() }).collect()
        });
        let slopes = [0.5, -0.3, 0.1, 1.0, -1.0, 0.2];
        let voted = (0..rows)
            .map(|at| {
                let linear: f64 = x.iter().zip(slopes).map(|(x, slope)| x[at] * slope).sum();
                let odds = (0.5 * effect(at) + linear - 0.3).exp();
                f64::from(u8::from(stream.uniform() * (1.0 + odds) < odds))
            })
            .collect();
        let strata = psus.iter().map(|psu| psu % STRATA).collect();
        Answers { strata, psus, groups, cells, row, column, margins, weights, y, voted, x }
    }

    /// Population of every category of a margin: not the same for all, and not what the sample says.
    pub(crate) fn totals(margin: usize) -> Vec<f64> {
        let size = MARGINS[margin];
        let sum: f64 = (0..size).map(|code| f64::from(20 + code)).sum();
        (0..size).map(|code| POPULATION * f64::from(20 + code) / sum).collect()
    }

    /// The tree of sampling units.
    pub(crate) fn ready(&self) -> Ready {
        let input = DesignInput {
            rows: self.psus.len(),
            strata: Some(&self.strata),
            stages: &[&self.psus],
            ..DesignInput::default()
        };
        let (design, leaves) = Design::new(&input).expect("every stratum has forty units");
        Ready { design, leaves }
    }

    /// The design and the first mean.
    pub(crate) fn mean_cold(&self) -> Vec<f64> {
        self.mean(&self.ready())
    }

    /// A mean with its standard error.
    pub(crate) fn mean(&self, ready: &Ready) -> Vec<f64> {
        let everyone = vec![0; self.y.len()];
        let moments = Moments::of(&ready.leaves, &everyone, &self.weights, &[&self.y]);
        let estimate = mean(&ready.context(), &moments, None, 0, 0).expect("no single units");
        estimate.map(|mean| vec![mean.value, mean.se]).unwrap_or_default()
    }

    /// A mean in every group: all means, then all standard errors.
    pub(crate) fn means_by_group(&self, ready: &Ready) -> Vec<f64> {
        let moments = Moments::of(&ready.leaves, &self.groups, &self.weights, &[&self.y]);
        let context = ready.context();
        let one = |group| mean(&context, &moments, None, group, 0).expect("no single units");
        let (values, errors): (Vec<f64>, Vec<f64>) =
            (0..GROUPS).filter_map(one).map(|mean| (mean.value, mean.se)).unzip();
        [values, errors].concat()
    }

    /// A total in every cell: all totals, then all standard errors.
    pub(crate) fn totals_by_cell(&self, ready: &Ready) -> Vec<f64> {
        let moments = Moments::of(&ready.leaves, &self.cells, &self.weights, &[&self.y]);
        let context = ready.context();
        let one = |cell| total(&context, &moments, None, cell, 0).expect("no single units");
        let (values, errors): (Vec<f64>, Vec<f64>) =
            (0..CELLS).filter_map(one).map(|total| (total.value, total.se)).unzip();
        [values, errors].concat()
    }

    /// Three quantiles with the ends of their intervals.
    pub(crate) fn quantiles(&self, ready: &Ready) -> Vec<f64> {
        let cells = vec![0; self.y.len()];
        let (leaves, weights, values) = (&ready.leaves, &self.weights, &self.y);
        let input = QuantileInput { leaves, cells: &cells, weights, values, patterns: None };
        let (asked, params) = ([0.25, 0.5, 0.75], QuantileParams::default());
        let found = quantiles(&ready.context(), &input, 1, &asked, &params).expect("no single units");
        let found = found.into_iter().flatten().flatten();
        found.flat_map(|found| [found.value, found.interval.low, found.interval.high]).collect()
    }

    /// F of Rao and Scott's second-order test of a table, with its degrees of freedom.
    pub(crate) fn table(&self, ready: &Ready) -> Vec<f64> {
        let cells: Vec<u32> =
            self.row.iter().zip(&self.column).map(|(row, column)| row * COLUMNS_OF_TABLE + column).collect();
        let moments = Moments::of(&ready.leaves, &cells, &self.weights, &[]);
        let (rows, columns) = (ROWS_OF_TABLE as usize, COLUMNS_OF_TABLE as usize);
        let table = crosstab(&ready.context(), &moments, None, 0, rows, columns).expect("no single units");
        let test = table.expect("respondents").test().expect("no empty cells");
        vec![test.f.statistic, test.f.numerator, test.f.denominator]
    }

    /// Replicates of Rao and Wu's bootstrap and the mean over them.
    pub(crate) fn bootstrap(&self, ready: &Ready) -> Vec<f64> {
        let replicates = bootstrap(&ready.units(), REPLICATES, SEED).expect("no single units");
        self.mean_over(ready, &replicates)
    }

    /// A replicate without each unit and the mean over them.
    pub(crate) fn jackknife(&self, ready: &Ready) -> Vec<f64> {
        let replicates = jkn(&ready.units(), SinglePsu::Fail).expect("no single units");
        self.mean_over(ready, &replicates)
    }

    fn mean_over(
        &self,
        ready: &Ready,
        replicates: &sounding_statistics::variance::replicates::Replicates,
    ) -> Vec<f64> {
        let everyone = vec![0; self.y.len()];
        let moments = Moments::of(&ready.leaves, &everyone, &self.weights, &[&self.y]);
        let (units, means) = (ready.design.psu_of_leaves(), [Statistic::Mean { cell: 0, expression: 0 }]);
        let centre = Centre::ReplicateMean;
        let found = replicate_statistics(replicates, &moments, &units, &means, centre, threads());
        vec![found.estimates[0], found.standard_error(0)]
    }

    /// Factors that meet four margins in turn: the mean with the raked weights.
    pub(crate) fn rake(&self) -> Vec<f64> {
        let totals = [0, 1, 2, 3].map(Answers::totals);
        let margins: Vec<Margin<'_>> =
            self.margins.iter().zip(&totals).map(|(codes, totals)| Margin { codes, totals }).collect();
        let raked = rake(&self.weights, &margins, &RakingParams::default()).expect("it converges");
        self.mean_with(&raked.factors)
    }

    /// Raking again in every replicate: the mean and its standard error.
    pub(crate) fn rake_in_replicates(&self, ready: &Ready) -> Vec<f64> {
        let totals = [0, 1, 2, 3].map(Answers::totals);
        let columns: Vec<&[u32]> = self.margins.iter().map(Vec::as_slice).collect();
        let patterns = Patterns::collapse(&columns, self.weights.len());
        let codes: Vec<Vec<u32>> =
            columns.iter().map(|codes| patterns.rows.iter().map(|&row| codes[row]).collect()).collect();
        let margins: Vec<Margin<'_>> =
            codes.iter().zip(&totals).map(|(codes, totals)| Margin { codes, totals }).collect();
        // A design of one stage: its leaves are the units.
        let (groups, of_row) =
            Groups::collapse(&ready.leaves, &patterns.of_rows, &self.weights, patterns.len());
        let replicates = bootstrap(&ready.units(), REPLICATES, SEED).expect("no single units");
        let adjust = |sums: &[f64]| rake(sums, &margins, &RakingParams::default()).map(|raked| raked.factors);
        let carried = Carried::new(&replicates, &groups, adjust, threads()).expect("all converge");
        let everyone = vec![0; self.y.len()];
        let moments = Moments::of(&of_row, &everyone, &self.weights, &[&self.y]);
        let units: Vec<u32> = (0..groups.len() as u32).collect();
        let means = [Statistic::Mean { cell: 0, expression: 0 }];
        let found =
            replicate_statistics(&carried, &moments, &units, &means, Centre::ReplicateMean, threads());
        vec![found.estimates[0], found.standard_error(0)]
    }

    /// Linear calibration on 21 totals: everyone, and all categories of the margins but the first of each. The mean with the
    /// calibrated weights.
    pub(crate) fn calibrate(&self) -> Vec<f64> {
        let columns: Vec<&[u32]> = self.margins.iter().map(Vec::as_slice).collect();
        let patterns = Patterns::collapse(&columns, self.weights.len());
        let mut totals = vec![POPULATION];
        (0..4).for_each(|margin| totals.extend(&Answers::totals(margin)[1..]));
        let mut values = vec![0.0; patterns.len() * totals.len()];
        for (values, &row) in values.chunks_exact_mut(totals.len()).zip(&patterns.rows) {
            values[0] = 1.0;
            let mut first = 0;
            for (codes, size) in columns.iter().zip(MARGINS) {
                if codes[row] > 0 {
                    values[first + codes[row] as usize] = 1.0;
                }
                first += size as usize - 1;
            }
        }
        let params = CalibrationParams { distance: Distance::Linear, tolerance: 1e-10, max_iterations: 200 };
        let auxiliary = Auxiliary { values: &values, totals: &totals };
        let calibrated =
            calibrate(&patterns.sums(&self.weights), &auxiliary, &params).expect("it is feasible");
        self.mean_with(&patterns.spread(&calibrated.factors))
    }

    /// Logistic regression on an intercept and six numbers: coefficients, then standard errors.
    pub(crate) fn logistic(&self, ready: &Ready) -> Vec<f64> {
        let ones = vec![1.0; self.y.len()];
        let [x1, x2, x3, x4, x5, x6] = &self.x;
        let columns: [&[f64]; 7] = [&ones, x1, x2, x3, x4, x5, x6];
        let rows = Rows { weights: &self.weights, leaves: &ready.leaves, calibration: None };
        let input = GlmInput { response: &self.voted, columns: &columns, offset: None, rows };
        let fit = glm(&ready.context(), &input, Family::Binomial(BinomialLink::Logit)).expect("it converges");
        let errors = (0..7).map(|at| fit.covariance[at * 8].sqrt());
        fit.coefficients.iter().copied().chain(errors).collect()
    }

    fn mean_with(&self, factors: &[f64]) -> Vec<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for ((weight, factor), y) in self.weights.iter().zip(factors).zip(&self.y) {
            sum += weight * factor * y;
            weights += weight * factor;
        }
        vec![sum / weights]
    }
}

impl Ready {
    fn context(&self) -> Context<'_> {
        Context { design: &self.design, single: SinglePsu::Fail, calibration: None }
    }

    fn units(&self) -> Psus {
        Psus::of(&self.design).expect("one stage of units")
    }
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
