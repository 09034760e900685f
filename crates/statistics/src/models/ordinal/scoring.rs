//! Newton's steps on the likelihood of ordered categories.

use super::{OrdinalInput, OrdinalLink, Sample};
use crate::models::ModelError;
use crate::models::cholesky::Cholesky;

/// A column that keeps less than this share of its information beside the columns before it is collinear with them.
const COLLINEAR: f64 = 1e-11;
/// Steps before the fit counts as failed.
const ITERATIONS: u32 = 200;
/// Steps after which slow progress is looked at for separation.
const SLOW: u32 = 12;
/// The fit has settled when a step moves it by less than this, in squared standard errors.
const SETTLED: f64 = 1e-22;
/// A row that moves against its response by less than this share of the largest movement does not hold the step back.
const HELD_BACK: f64 = 1e-6;

pub(super) struct Scored {
    pub(super) parameters: Vec<f64>,
    pub(super) inverse: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) iterations: u32,
}

/// A row's category at its two ends.
pub(super) struct Ends {
    /// Logarithm of the category's probability.
    log: f64,
    /// Derivatives of it by the upper threshold and by minus the lower one.
    pub(super) upper: f64,
    pub(super) lower: f64,
    /// Minus the second derivatives by both ends, and by one after the other.
    upper_upper: f64,
    lower_lower: f64,
    both: f64,
    /// The same, expected of a row with any category.
    expected: [f64; 2],
}

pub(super) fn ends(
    input: &OrdinalInput<'_>,
    link: OrdinalLink,
    parameters: &[f64],
    row: usize,
    x: &[f64],
) -> Ends {
    let p = x.len();
    let known = input.offset.map_or(0.0, |offset| offset[row]);
    let eta = known + x.iter().zip(parameters).map(|(x, b)| x * b).sum::<f64>();
    let (y, last) = (input.response[row] as usize, input.categories as usize - 1);
    let up = (y < last).then(|| parameters[p + y] - eta);
    let low = (y > 0).then(|| parameters[p + y - 1] - eta);
    let (below_up, above_up) = up.map_or((1.0, 0.0), |t| link.below(t));
    let (below_low, above_low) = low.map_or((0.0, 1.0), |t| link.below(t));
    // Whichever tail is smaller keeps its digits.
    let probability = if below_low > 0.5 { above_low - above_up } else { below_up - below_low };
    let (density_up, slope_up) = up.map_or((0.0, 0.0), |t| link.density(t));
    let (density_low, slope_low) = low.map_or((0.0, 0.0), |t| link.density(t));
    let (upper, lower) = (density_up / probability, density_low / probability);
    Ends {
        log: probability.ln(),
        upper,
        lower,
        upper_upper: upper * upper - slope_up / probability,
        lower_lower: lower * lower + slope_low / probability,
        both: -upper * lower,
        expected: [upper * upper, lower * lower],
    }
}

struct Pass {
    log_likelihood: f64,
    score: Vec<f64>,
    /// Row by row: observed, and the mean square of the scores for where that is not definite.
    information: Vec<f64>,
    outer: Vec<f64>,
}

pub(super) fn score(
    input: &OrdinalInput<'_>,
    sample: &Sample,
    link: OrdinalLink,
    start: Option<Vec<f64>>,
) -> Result<Scored, ModelError> {
    let p = input.columns.len();
    let k = p + input.categories as usize - 1;
    let mut theta = start.unwrap_or_else(|| {
        let mut below = 0.0;
        let thresholds = sample.shares[..k - p].iter().map(|share| {
            below += share;
            link.threshold(below)
        });
        std::iter::repeat_n(0.0, p).chain(thresholds).collect()
    });
    let mut now = pass(input, sample, link, &theta);
    let mut last_step = f64::INFINITY;
    for iteration in 1..=ITERATIONS {
        let factor = match Cholesky::new(&now.information, k, COLLINEAR) {
            Ok(factor) => factor,
            Err(_) => Cholesky::new(&now.outer, k, COLLINEAR).map_err(|column| {
                if iteration == 1 {
                    ModelError::Collinear { column }
                } else {
                    ModelError::Separation { column }
                }
            })?,
        };
        let mut step = factor.solve(&now.score);
        let moved: f64 = step.iter().zip(&now.score).map(|(a, b)| a * b).sum();
        if iteration > SLOW
            && let Some(column) = separates(input, sample, &step)
        {
            return Err(ModelError::Separation { column });
        }
        let settled = moved <= SETTLED || (moved <= 1e6 * SETTLED && moved >= last_step / 2.0);
        if settled {
            let factor = Cholesky::new(&now.information, k, COLLINEAR)
                .map_err(|_| ModelError::NotConverged { iterations: iteration })?;
            return Ok(Scored {
                parameters: theta,
                inverse: factor.inverse(),
                log_likelihood: now.log_likelihood,
                iterations: iteration,
            });
        }
        let (next, taken) = 'halving: {
            for _ in 0..40 {
                let trial: Vec<f64> = theta.iter().zip(&step).map(|(b, s)| b + s).collect();
                if trial[p..].is_sorted_by(|a, b| a < b) {
                    let at = pass(input, sample, link, &trial);
                    let finite = at.information.iter().chain(&at.score).all(|x| x.is_finite());
                    let loss = now.log_likelihood - at.log_likelihood;
                    if finite && loss <= 1e-9 * now.log_likelihood.abs() {
                        break 'halving (trial, at);
                    }
                }
                for change in &mut step {
                    *change /= 2.0;
                }
            }
            return Err(ModelError::NotConverged { iterations: iteration });
        };
        theta = next;
        now = taken;
        last_step = moved;
    }
    Err(ModelError::NotConverged { iterations: ITERATIONS })
}

fn pass(input: &OrdinalInput<'_>, sample: &Sample, link: OrdinalLink, theta: &[f64]) -> Pass {
    let (p, k) = (input.columns.len(), theta.len());
    let last = input.categories as usize - 1;
    let square = || vec![0.0; k * k];
    let mut total = Pass { log_likelihood: 0.0, score: vec![0.0; k], information: square(), outer: square() };
    let mut x = vec![0.0; p];
    for row in (0..sample.used.len()).filter(|&row| sample.used[row]) {
        sample.values(input, row, &mut x);
        let weight = sample.scale * input.rows.weights[row];
        let at = ends(input, link, theta, row, &x);
        let y = input.response[row] as usize;
        total.log_likelihood += weight * at.log;
        // The ends move with their thresholds, and both against the linear predictor.
        let (up, low) = ((y < last).then_some(p + y), (y > 0).then(|| p + y - 1));
        let slope = at.lower - at.upper;
        let curved = [at.upper_upper + at.both, at.lower_lower + at.both];
        let outer = [at.expected[0] + at.both, at.expected[1] + at.both];
        for a in 0..p {
            total.score[a] += weight * slope * x[a];
            for b in 0..=a {
                let product = weight * x[a] * x[b];
                total.information[a * k + b] += product * (curved[0] + curved[1]);
                total.outer[a * k + b] += product * (outer[0] + outer[1]);
            }
        }
        for (end, threshold) in [(0, up), (1, low)] {
            let Some(threshold) = threshold else { continue };
            let own = if end == 0 { at.upper } else { -at.lower };
            total.score[threshold] += weight * own;
            for b in 0..p {
                total.information[threshold * k + b] -= weight * x[b] * curved[end];
                total.outer[threshold * k + b] -= weight * x[b] * outer[end];
            }
            let second = if end == 0 { at.upper_upper } else { at.lower_lower };
            total.information[threshold * (k + 1)] += weight * second;
            total.outer[threshold * (k + 1)] += weight * at.expected[end];
        }
        if let (Some(up), Some(low)) = (up, low) {
            total.information[up * k + low] += weight * at.both;
            total.outer[up * k + low] += weight * at.both;
        }
    }
    for a in 0..k {
        for b in 0..a {
            total.information[b * k + a] = total.information[a * k + b];
            total.outer[b * k + a] = total.outer[a * k + b];
        }
    }
    total
}

/// The column that moves the linear predictor most, if a step moves the ends of no row's category into it.
fn separates(input: &OrdinalInput<'_>, sample: &Sample, step: &[f64]) -> Option<usize> {
    let p = input.columns.len();
    let last = input.categories as usize - 1;
    let mut x = vec![0.0; p];
    let mut by_column = vec![0.0_f64; p];
    let (mut against, mut largest) = (0.0_f64, 0.0_f64);
    for row in (0..sample.used.len()).filter(|&row| sample.used[row]) {
        sample.values(input, row, &mut x);
        let mut eta = 0.0;
        for (most, (x, s)) in by_column.iter_mut().zip(x.iter().zip(step)) {
            *most = most.max((x * s).abs());
            eta += x * s;
        }
        let y = input.response[row] as usize;
        let up = if y < last { step[p + y] - eta } else { 0.0 };
        let low = if y > 0 { step[p + y - 1] - eta } else { 0.0 };
        against = against.max(-up).max(low);
        largest = largest.max(up.abs()).max(low.abs());
    }
    let column = (0..p).max_by(|&a, &b| by_column[a].total_cmp(&by_column[b]))?;
    (against <= HELD_BACK * largest).then_some(column)
}
