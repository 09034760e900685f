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

/// From this many rows on, every so many-th block of rows gives a first estimate.
const LARGE: usize = 200_000;
const EVERY: usize = 16;
/// Squared standard errors that a first estimate may move by in its last step.
const NEAR: f64 = 1e-4;
/// A step shorter than this, in squared standard errors, is most likely the last but one: the pass after it keeps its scores.
const LAST: f64 = 1e-8;

/// Coefficients of the shifted columns.
#[derive(Debug)]
pub(super) struct Scored {
    pub(super) coefficients: Vec<f64>,
    /// Inverse of the information, the weights scaled to a mean of 1.
    pub(super) inverse: Vec<f64>,
    pub(super) iterations: u32,
    pub(super) left: Left,
}

/// What a fit leaves, with the weights as they are.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// Of each row, weight times score.
    pub(super) weighted_scores: Vec<f64>,
    /// Sums of weight times deviance, Pearson's residual, and its square.
    pub(super) deviance: f64,
    pub(super) pearson: f64,
    pub(super) squares: f64,
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
    /// Of the rows read, where it is kept.
    left: Left,
}

impl Pass {
    fn new(p: usize) -> Pass {
        Pass {
            score: vec![0.0; p],
            information: vec![0.0; p * (p + 1) / 2],
            squares: 0.0,
            deviance: 0.0,
            valid: true,
            left: Left::default(),
        }
    }
}

/// Which rows a pass reads, and what it leaves beside its sums.
#[derive(Clone, Copy)]
struct Reading {
    threads: usize,
    /// Every so many-th block.
    every: usize,
    keep: bool,
}

/// Fits the model, from a `start` where there is one.
pub(super) fn score(
    input: &GlmInput<'_>,
    family: Family,
    columns: &Columns,
    threads: usize,
    start: Option<Vec<f64>>,
) -> Result<Scored, ModelError> {
    // Where a part of the rows has no estimate, the whole is asked from the beginning.
    let start = match start {
        None if input.rows.weights.len() >= LARGE => near(input, family, columns, threads),
        given => given,
    };
    let p = input.columns.len();
    let scale = columns.rows as f64 / columns.weight;
    let reading = |keep: bool| Reading { threads, every: 1, keep };
    let mut keep = false;
    let pass = |beta: Option<&[f64]>, keep: bool| pass(input, family, columns, scale, reading(keep), beta);
    let mut now = pass(start.as_deref(), false);
    if !now.valid && start.is_some() {
        now = pass(None, false);
    }
    let started = start.is_some() && now.valid;
    let mut beta = start.filter(|_| started).unwrap_or_else(|| vec![0.0; p]);
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
        let dispersion = if family.free_dispersion() { now.deviance / columns.rows as f64 } else { 1.0 };
        let floor = SETTLED * dispersion + ROUNDING * now.squares;
        // Where rounding keeps the steps from shrinking further, they have no more to say.
        let at_rounding = moved <= 1e6 * floor && moved >= last_step / 2.0;
        // The first guess of a fit without a start is no estimate.
        if (iteration > 1 || started) && (moved <= floor || at_rounding) {
            let left = if keep { now.left } else { pass(Some(&beta), true).left };
            return Ok(Scored { coefficients: beta, inverse: factor.inverse(), iterations: iteration, left });
        }
        keep = moved <= LAST * dispersion;
        let (next, taken) = 'halving: {
            for _ in 0..40 {
                let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                let at = pass(Some(&trial), keep);
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
        last_step = moved;
    }
    Err(ModelError::NotConverged { iterations: ITERATIONS })
}

/// An estimate from every so many-th block of rows, to begin with; `None` where they have none.
fn near(input: &GlmInput<'_>, family: Family, columns: &Columns, threads: usize) -> Option<Vec<f64>> {
    let p = input.columns.len();
    let scale = columns.rows as f64 / columns.weight;
    let reading = Reading { threads, every: EVERY, keep: false };
    let mut beta = vec![0.0; p];
    let mut now = pass(input, family, columns, scale, reading, None);
    for _ in 0..SLOW {
        let factor = Cholesky::new(&square(&now.information, p), p, COLLINEAR).ok()?;
        let step = factor.solve(&now.score);
        let moved: f64 = step.iter().zip(&now.score).map(|(a, b)| a * b).sum();
        beta.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
        let dispersion = if family.free_dispersion() { now.deviance / columns.rows as f64 } else { 1.0 };
        if moved <= NEAR * dispersion {
            return Some(beta);
        }
        now = pass(input, family, columns, scale, reading, Some(&beta));
        if !now.valid {
            return None;
        }
    }
    None
}

/// Score and information at `beta`; without one, at the first guess that the responses give, whose score is that of a step
/// from zero.
fn pass(
    input: &GlmInput<'_>,
    family: Family,
    columns: &Columns,
    scale: f64,
    reading: Reading,
    beta: Option<&[f64]>,
) -> Pass {
    let p = input.columns.len();
    let deviance = family.free_dispersion();
    let parts = chunks(input.rows.weights.len(), reading.threads, |rows| {
        let mut sums = Pass::new(p);
        if reading.keep {
            sums.left.weighted_scores = vec![0.0; rows.len()];
        }
        let first = rows.start;
        let (mut eta, mut y, mut weights) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        let (mut weighted, mut scores, mut information) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        let mut residual = [0.0; BLOCK];
        columns.blocks(input.columns, rows, reading.every, |block| {
            let n = block.rows;
            block.gather(input.response, &mut y);
            block.gather(input.rows.weights, &mut weights);
            match beta {
                Some(beta) => predictors(input, block, beta, &mut eta),
                None => eta.iter_mut().zip(&y[..n]).for_each(|(eta, y)| *eta = family.start(*y)),
            }
            sums.valid &= family.points(&y[..n], &eta[..n], &mut scores, &mut information);
            if reading.keep {
                for (i, &row) in block.row[..n].iter().enumerate() {
                    sums.left.weighted_scores[row as usize - first] = weights[i] * scores[i];
                }
                // Room that is filled again below.
                let (deviances, pearson) = (&mut weighted, &mut residual);
                family.residuals(&y[..n], &eta[..n], deviances, pearson);
                sums.left.deviance += dot(&weights[..n], &deviances[..n]);
                sums.left.pearson += dot(&weights[..n], &pearson[..n]);
                for (squared, residual) in deviances.iter_mut().zip(&pearson[..n]) {
                    *squared = residual * residual;
                }
                sums.left.squares += dot(&weights[..n], &deviances[..n]);
            }
            for i in 0..n {
                weights[i] *= scale;
                information[i] *= weights[i];
                scores[i] *= weights[i];
                weighted[i] = information[i] * eta[i];
            }
            sums.squares += dot(&weighted[..n], &eta[..n]);
            if beta.is_none() {
                for (i, &row) in block.row[..n].iter().enumerate() {
                    let offset = input.offset.map_or(0.0, |offset| offset[row as usize]);
                    scores[i] += information[i] * (eta[i] - offset);
                }
            }
            if deviance {
                for i in 0..n {
                    sums.deviance += weights[i] * family.deviance(y[i], eta[i]);
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
    let mut total = Pass::new(p);
    if reading.keep {
        total.left.weighted_scores.reserve(input.rows.weights.len());
    }
    for part in parts {
        total.score.iter_mut().zip(&part.score).for_each(|(sum, x)| *sum += x);
        total.information.iter_mut().zip(&part.information).for_each(|(sum, x)| *sum += x);
        total.squares += part.squares;
        total.deviance += part.deviance;
        total.valid &= part.valid;
        total.left.weighted_scores.extend(part.left.weighted_scores);
        total.left.deviance += part.left.deviance;
        total.left.pearson += part.left.pearson;
        total.left.squares += part.left.squares;
    }
    let finite = total.score.iter().chain(&total.information).all(|value| value.is_finite());
    total.valid &= finite && total.deviance.is_finite() && total.squares.is_finite();
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
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
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
        columns.blocks(input.columns, rows, 1, |block| {
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
