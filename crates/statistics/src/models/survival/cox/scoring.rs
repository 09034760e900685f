//! Newton's steps on the partial likelihood: one pass over the sorted rows for each.

use super::{CoxInput, Sample, Ties};
use crate::models::ModelError;
use crate::models::cholesky::Cholesky;

/// A column that keeps less than this share of its information beside the columns before it is collinear with them.
const COLLINEAR: f64 = 1e-11;
/// Steps before the fit counts as failed.
const ITERATIONS: u32 = 100;
/// Steps after which slow progress is looked at for a likelihood that rises for ever.
const SLOW: u32 = 12;
/// The fit has settled when a step moves it by less than this, in squared standard errors.
const SETTLED: f64 = 1e-22;
/// A row that moves against the events by less than this share of the largest movement does not hold the step back.
const HELD_BACK: f64 = 1e-6;

pub(super) struct Scored {
    pub(super) coefficients: Vec<f64>,
    pub(super) inverse: Vec<f64>,
    pub(super) log_likelihood: [f64; 2],
    pub(super) iterations: u32,
}

/// Sums of a pass.
struct Pass {
    log_likelihood: f64,
    score: Vec<f64>,
    /// Row by row.
    information: Vec<f64>,
}

pub(super) fn score(
    input: &CoxInput<'_>,
    sample: &Sample,
    ties: Ties,
    start: Option<&[f64]>,
) -> Result<Scored, ModelError> {
    let p = input.columns.len();
    if let Some(found) = start.map(<[f64]>::len).filter(|&found| found != p) {
        return Err(ModelError::Entries { expected: p, found });
    }
    let mut beta = start.map_or_else(|| vec![0.0; p], <[f64]>::to_vec);
    let mut now = pass(input, sample, ties, &beta);
    let null = now.log_likelihood;
    let mut last_step = f64::INFINITY;
    for iteration in 1..=ITERATIONS {
        let factor = Cholesky::new(&now.information, p, COLLINEAR).map_err(|column| {
            if iteration == 1 { ModelError::Collinear { column } } else { ModelError::Separation { column } }
        })?;
        let mut step = factor.solve(&now.score);
        let moved: f64 = step.iter().zip(&now.score).map(|(a, b)| a * b).sum();
        if iteration > SLOW
            && let Some(column) = separates(input, sample, &step)
        {
            return Err(ModelError::Separation { column });
        }
        // Where rounding keeps the steps from shrinking further, they have no more to say.
        let settled = moved <= SETTLED || (moved <= 1e6 * SETTLED && moved >= last_step / 2.0);
        if settled {
            return Ok(Scored {
                coefficients: beta,
                inverse: factor.inverse(),
                log_likelihood: [null, now.log_likelihood],
                iterations: iteration,
            });
        }
        let (next, taken) = 'halving: {
            for _ in 0..40 {
                let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                let at = pass(input, sample, ties, &trial);
                let finite = at.information.iter().chain(&at.score).all(|x| x.is_finite());
                let loss = now.log_likelihood - at.log_likelihood;
                if finite && loss <= 1e-9 * now.log_likelihood.abs() {
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

/// Sums over a set of rows: hazard, and its products with the columns and with pairs of columns.
struct Sums {
    hazard: f64,
    first: Vec<f64>,
    /// Lower triangle by row.
    second: Vec<f64>,
}

impl Sums {
    fn new(p: usize) -> Sums {
        Sums { hazard: 0.0, first: vec![0.0; p], second: vec![0.0; p * (p + 1) / 2] }
    }

    fn clear(&mut self) {
        self.hazard = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    fn add(&mut self, hazard: f64, x: &[f64]) {
        self.hazard += hazard;
        let mut at = 0;
        for (a, (sum, value)) in self.first.iter_mut().zip(x).enumerate() {
            let own = hazard * value;
            *sum += own;
            for other in &x[..=a] {
                self.second[at] += own * other;
                at += 1;
            }
        }
    }
}

fn pass(input: &CoxInput<'_>, sample: &Sample, ties: Ties, beta: &[f64]) -> Pass {
    let p = beta.len();
    let mut total = Pass { log_likelihood: 0.0, score: vec![0.0; p], information: vec![0.0; p * p] };
    let (mut risk, mut events) = (Sums::new(p), Sums::new(p));
    let (mut x, mut mean) = (vec![0.0; p], vec![0.0; p]);
    for stratum in 0..sample.sets.strata() {
        risk.clear();
        sample.sets.backwards(&input.times, stratum, |step| {
            for (rows, sign) in [(step.ending, 1.0), (step.leaving, -1.0)] {
                for &row in rows {
                    let row = row as usize;
                    sample.values(input, row, &mut x);
                    let weight = sample.scale * input.rows.weights[row];
                    risk.add(sign * weight * Sample::hazard(input, row, &x, beta), &x);
                }
            }
            events.clear();
            let (mut count, mut weight) = (0.0, 0.0);
            for &row in step.ending.iter().filter(|&&row| input.times.event[row as usize] == 1.0) {
                let row = row as usize;
                sample.values(input, row, &mut x);
                let (own, hazard) =
                    (sample.scale * input.rows.weights[row], Sample::hazard(input, row, &x, beta));
                events.add(own * hazard, &x);
                count += 1.0;
                weight += own;
                total.log_likelihood += own * hazard.ln();
                for (score, x) in total.score.iter_mut().zip(&x) {
                    *score += own * x;
                }
            }
            if count == 0.0 {
                return;
            }
            // Breslow: one term with all of the weight. Efron: one for each event, fewer and fewer of them at risk.
            let terms = if ties == Ties::Breslow { 1.0 } else { count };
            let each = weight / terms;
            for term in 0..terms as usize {
                let gone = term as f64 / terms;
                let hazard = risk.hazard - gone * events.hazard;
                total.log_likelihood -= each * hazard.ln();
                for (mean, (all, own)) in mean.iter_mut().zip(risk.first.iter().zip(&events.first)) {
                    *mean = (all - gone * own) / hazard;
                }
                let mut at = 0;
                for a in 0..p {
                    total.score[a] -= each * mean[a];
                    for b in 0..=a {
                        let product = (risk.second[at] - gone * events.second[at]) / hazard;
                        total.information[a * p + b] += each * (product - mean[a] * mean[b]);
                        at += 1;
                    }
                }
            }
        });
    }
    for a in 0..p {
        for b in 0..a {
            total.information[b * p + a] = total.information[a * p + b];
        }
    }
    total
}

/// The column that moves the hazards most, if along a step no row at risk ever overtakes an event: then the likelihood rises for
/// ever. Only looked for where everybody is at risk from the beginning.
fn separates(input: &CoxInput<'_>, sample: &Sample, step: &[f64]) -> Option<usize> {
    if input.times.start.is_some() {
        return None;
    }
    let p = step.len();
    let mut x = vec![0.0; p];
    let mut by_column = vec![0.0_f64; p];
    let (mut against, mut largest) = (0.0_f64, 0.0_f64);
    for stratum in 0..sample.sets.strata() {
        let mut highest = f64::NEG_INFINITY;
        sample.sets.backwards(&input.times, stratum, |at| {
            let mut lowest_event = f64::INFINITY;
            for &row in at.ending {
                sample.values(input, row as usize, &mut x);
                for (most, (x, s)) in by_column.iter_mut().zip(x.iter().zip(step)) {
                    *most = most.max((x * s).abs());
                }
                let change: f64 = x.iter().zip(step).map(|(x, s)| x * s).sum();
                highest = highest.max(change);
                largest = largest.max(change.abs());
                if input.times.event[row as usize] == 1.0 {
                    lowest_event = lowest_event.min(change);
                }
            }
            if lowest_event.is_finite() {
                against = against.max(highest - lowest_event);
            }
        });
    }
    let column = (0..p).max_by(|&a, &b| by_column[a].total_cmp(&by_column[b]))?;
    (against <= HELD_BACK * largest).then_some(column)
}
