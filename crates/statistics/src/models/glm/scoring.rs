//! Fisher scoring: one blocked pass over the rows for each step.

use super::columns::{BLOCK, Block, Columns, chunks};
use super::{Family, GlmInput};
use crate::models::ModelError;
use crate::models::cholesky::Cholesky;

/// A column that keeps less than this share of its sum of squares beside the columns before it is collinear with them.
const COLLINEAR: f64 = 1e-11;
/// Steps before the fit counts as failed.
const ITERATIONS: u32 = 100;
/// Steps after which slow progress is looked at for separation; regular fits have settled by then.
const SLOW: u32 = 12;
/// The fit has settled when a step moves it by less than this, in squared standard errors.
const SETTLED: f64 = 1e-22;
/// Squared relative rounding of a linear predictor.
const ROUNDING: f64 = 1e-29;
/// A row that moves against its response by less than this share of the largest movement does not hold the step back.
const HELD_BACK: f64 = 1e-6;

/// Coefficients of the shifted columns.
#[derive(Debug)]
pub(super) struct Scored {
    pub(super) coefficients: Vec<f64>,
    /// Inverse of the information, the weights scaled to a mean of 1.
    pub(super) inverse: Vec<f64>,
    pub(super) iterations: u32,
}

/// The sums of a pass.
#[derive(Debug)]
struct Pass {
    score: Vec<f64>,
    /// Lower triangle by row.
    information: Vec<f64>,
    /// Weighted sum of squared linear predictors.
    squares: f64,
    deviance: f64,
    /// Whether every row has a mean.
    valid: bool,
}

pub(super) fn score(
    input: &GlmInput<'_>,
    family: Family,
    columns: &Columns,
    threads: usize,
) -> Result<Scored, ModelError> {
    let p = input.columns.len();
    let scale = columns.rows as f64 / columns.weight;
    let deviance = family.free_dispersion();
    let pass = |beta: Option<&[f64]>| pass(input, family, columns, scale, threads, beta, deviance);
    let mut beta = vec![0.0; p];
    let mut now = pass(None);
    let mut last_step = f64::INFINITY;
    for iteration in 1..=ITERATIONS {
        let factor = match Cholesky::new(&square(&now.information, p), p, COLLINEAR) {
            Ok(factor) => factor,
            Err(column) if iteration == 1 => return Err(ModelError::Collinear { column }),
            // The information of a separated model fades on the way.
            Err(column) => return Err(ModelError::Separation { column }),
        };
        let mut step = factor.solve(&now.score);
        let moved: f64 = step.iter().zip(&now.score).map(|(a, b)| a * b).sum();
        if iteration > SLOW
            && let Some(column) = separates(input, family, columns, threads, &step)
        {
            return Err(ModelError::Separation { column });
        }
        let (next, taken) = 'halving: {
            for _ in 0..40 {
                let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                let at = pass(Some(&trial));
                if at.valid {
                    break 'halving (trial, at);
                }
                for change in &mut step {
                    *change /= 2.0;
                }
            }
            return Err(ModelError::NotConverged { iterations: iteration });
        };
        beta = next;
        now = taken;
        let dispersion = if deviance { now.deviance / columns.rows as f64 } else { 1.0 };
        let floor = SETTLED * dispersion + ROUNDING * now.squares;
        // Where rounding keeps the steps from shrinking further, they have no more to say.
        let at_rounding = moved <= 1e6 * floor && moved >= last_step / 2.0;
        if iteration > 1 && (moved <= floor || at_rounding) {
            let factor = Cholesky::new(&square(&now.information, p), p, COLLINEAR)
                .map_err(|column| ModelError::Separation { column })?;
            return Ok(Scored { coefficients: beta, inverse: factor.inverse(), iterations: iteration });
        }
        last_step = moved;
    }
    Err(ModelError::NotConverged { iterations: ITERATIONS })
}

/// Score and information at `beta`; without one, at the first guess that the responses give, whose score is that of a step
/// from zero.
fn pass(
    input: &GlmInput<'_>,
    family: Family,
    columns: &Columns,
    scale: f64,
    threads: usize,
    beta: Option<&[f64]>,
    deviance: bool,
) -> Pass {
    let p = input.columns.len();
    let parts = chunks(input.rows.weights.len(), threads, |rows| {
        let mut sums = Pass {
            score: vec![0.0; p],
            information: vec![0.0; p * (p + 1) / 2],
            squares: 0.0,
            deviance: 0.0,
            valid: true,
        };
        let mut eta = [0.0; BLOCK];
        let (mut weighted, mut scores, mut information) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        columns.blocks(input.columns, rows, |block| {
            let n = block.rows;
            if let Some(beta) = beta {
                predictors(input, block, beta, &mut eta);
            }
            for i in 0..n {
                let row = block.row[i] as usize;
                let (y, weight) = (input.response[row], scale * input.rows.weights[row]);
                if beta.is_none() {
                    eta[i] = family.start(y);
                }
                let point = family.point(y, eta[i]);
                sums.valid &= family.has_mean(eta[i]);
                sums.squares += weight * point.information * eta[i] * eta[i];
                information[i] = weight * point.information;
                scores[i] = weight * point.score;
                if beta.is_none() {
                    let offset = input.offset.map_or(0.0, |offset| offset[row]);
                    scores[i] += information[i] * (eta[i] - offset);
                }
                if deviance {
                    sums.deviance += weight * family.deviance(y, eta[i]);
                }
            }
            let mut at = 0;
            for a in 0..p {
                let x = block.column(a);
                for i in 0..n {
                    weighted[i] = information[i] * x[i];
                }
                sums.score[a] += dot(&scores[..n], x);
                for b in 0..=a {
                    sums.information[at] += dot(&weighted[..n], block.column(b));
                    at += 1;
                }
            }
        });
        sums
    });
    let mut total = Pass {
        score: vec![0.0; p],
        information: vec![0.0; p * (p + 1) / 2],
        squares: 0.0,
        deviance: 0.0,
        valid: true,
    };
    for part in parts {
        total.score.iter_mut().zip(&part.score).for_each(|(sum, x)| *sum += x);
        total.information.iter_mut().zip(&part.information).for_each(|(sum, x)| *sum += x);
        total.squares += part.squares;
        total.deviance += part.deviance;
        total.valid &= part.valid;
    }
    let finite = total.score.iter().chain(&total.information).all(|value| value.is_finite());
    total.valid &= finite && total.deviance.is_finite();
    total
}

/// Linear predictors of a block's rows.
pub(super) fn predictors(input: &GlmInput<'_>, block: &Block, beta: &[f64], eta: &mut [f64; BLOCK]) {
    for i in 0..block.rows {
        eta[i] = input.offset.map_or(0.0, |offset| offset[block.row[i] as usize]);
    }
    for (column, b) in beta.iter().enumerate() {
        for (sum, x) in eta.iter_mut().zip(block.column(column)) {
            *sum += b * x;
        }
    }
}

/// The inner product in eight running sums, which are added in a fixed order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    rest + ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}

/// The column that moves the linear predictor most, if a step moves no row away from its response: then the likelihood rises
/// along the step for ever (Albert and Anderson 1984).
fn separates(
    input: &GlmInput<'_>,
    family: Family,
    columns: &Columns,
    threads: usize,
    step: &[f64],
) -> Option<usize> {
    // How far a response lets its predictor go down and up for ever.
    let free = |y: f64| match family {
        Family::Binomial(_) | Family::Quasibinomial(_) => (y == 0.0, y == 1.0),
        Family::Poisson | Family::Quasipoisson => (y == 0.0, false),
        Family::Gaussian | Family::Gamma(_) => (false, false),
    };
    let p = step.len();
    let parts = chunks(input.rows.weights.len(), threads, |rows| {
        let (mut against, mut largest) = (0.0_f64, 0.0_f64);
        let mut by_column = vec![0.0_f64; p];
        let mut moves = [0.0; BLOCK];
        columns.blocks(input.columns, rows, |block| {
            moves.fill(0.0);
            for (column, s) in step.iter().enumerate() {
                for (sum, x) in moves.iter_mut().zip(block.column(column)) {
                    *sum += s * x;
                    by_column[column] = by_column[column].max((s * x).abs());
                }
            }
            for (i, &change) in moves[..block.rows].iter().enumerate() {
                let (down, up) = free(input.response[block.row[i] as usize]);
                largest = largest.max(change.abs());
                if (change < 0.0 && !down) || (change > 0.0 && !up) {
                    against = against.max(change.abs());
                }
            }
        });
        (against, largest, by_column)
    });
    let (mut against, mut largest) = (0.0_f64, 0.0_f64);
    let mut by_column = vec![0.0_f64; p];
    for part in parts {
        against = against.max(part.0);
        largest = largest.max(part.1);
        by_column.iter_mut().zip(&part.2).for_each(|(most, x)| *most = most.max(*x));
    }
    let column = (0..p).max_by(|&a, &b| by_column[a].total_cmp(&by_column[b]))?;
    (against <= HELD_BACK * largest).then_some(column)
}

fn square(triangle: &[f64], size: usize) -> Vec<f64> {
    let mut square = vec![0.0; size * size];
    for a in 0..size {
        for b in 0..=a {
            square[a * size + b] = triangle[a * (a + 1) / 2 + b];
            square[b * size + a] = square[a * size + b];
        }
    }
    square
}
