//! Score residuals: what each row adds to the score, with what it takes from it while at risk.

use super::{CoxInput, Sample, Ties};

/// At one time with events: what happened there, for those at risk and for those with the event.
struct At {
    time: f64,
    /// Hazard, and hazard times mean of the columns.
    hazard: f64,
    first: Vec<f64>,
    /// What of it those with the event are not at risk for.
    spared: f64,
    spared_first: Vec<f64>,
    /// Mean of the columns that they are compared with.
    mean: Vec<f64>,
}

/// Unweighted residuals of all rows, `columns` numbers each; zeros for rows that are not used.
///
/// Source: Therneau and Grambsch (2000), *Modeling Survival Data*, 3.4; Lin and Wei (1989), *JASA* 84; Binder (1992), *Biometrika* 79.
pub(super) fn residuals(input: &CoxInput<'_>, sample: &Sample, ties: Ties, beta: &[f64]) -> Vec<f64> {
    let p = beta.len();
    let mut residuals = vec![0.0; sample.used.len() * p];
    let mut x = vec![0.0; p];
    for stratum in 0..sample.sets.strata() {
        let events = events(input, sample, ties, beta, stratum);
        // Sums of hazards over times up to each, from the first.
        let mut cumulative = vec![(0.0, vec![0.0; p])];
        for at in &events {
            let (hazard, first) = &cumulative[cumulative.len() - 1];
            let next = first.iter().zip(&at.first).map(|(a, b)| a + b).collect();
            cumulative.push((hazard + at.hazard, next));
        }
        let before = |time: f64| events.partition_point(|at| at.time <= time);
        for &row in sample.sets.rows(stratum) {
            let row = row as usize;
            sample.values(input, row, &mut x);
            let relative = Sample::hazard(input, row, &x, beta);
            let end = before(input.times.time[row]);
            let start = input.times.start.map_or(0, |start| before(start[row]));
            let event = (input.times.event[row] == 1.0).then(|| &events[end - 1]);
            let mut hazard = cumulative[end].0 - cumulative[start].0;
            hazard -= event.map_or(0.0, |at| at.spared);
            for (column, residual) in residuals[row * p..(row + 1) * p].iter_mut().enumerate() {
                let mut first = cumulative[end].1[column] - cumulative[start].1[column];
                if let Some(at) = event {
                    first -= at.spared_first[column];
                    *residual += x[column] - at.mean[column];
                }
                *residual -= relative * (x[column] * hazard - first);
            }
        }
    }
    residuals
}

/// The times with events in a stratum, from the first to the last.
fn events(input: &CoxInput<'_>, sample: &Sample, ties: Ties, beta: &[f64], stratum: usize) -> Vec<At> {
    let p = beta.len();
    let mut events = Vec::new();
    let (mut risk, mut risk_first) = (0.0, vec![0.0; p]);
    let mut x = vec![0.0; p];
    sample.sets.backwards(&input.times, stratum, |step| {
        let (mut own, mut own_first) = (0.0, vec![0.0; p]);
        let (mut count, mut weight) = (0.0, 0.0);
        for (rows, sign) in [(step.ending, 1.0), (step.leaving, -1.0)] {
            for &row in rows {
                let row = row as usize;
                sample.values(input, row, &mut x);
                let hazard = input.rows.weights[row] * Sample::hazard(input, row, &x, beta);
                risk += sign * hazard;
                for (sum, x) in risk_first.iter_mut().zip(&x) {
                    *sum += sign * hazard * x;
                }
                if sign > 0.0 && input.times.event[row] == 1.0 {
                    own += hazard;
                    for (sum, x) in own_first.iter_mut().zip(&x) {
                        *sum += hazard * x;
                    }
                    count += 1.0;
                    weight += input.rows.weights[row];
                }
            }
        }
        if count == 0.0 {
            return;
        }
        let zeros = || vec![0.0; p];
        let mut at = At {
            time: step.time,
            hazard: 0.0,
            first: zeros(),
            spared: 0.0,
            spared_first: zeros(),
            mean: zeros(),
        };
        let terms = if ties == Ties::Breslow { 1.0 } else { count };
        for term in 0..terms as usize {
            let gone = term as f64 / terms;
            let denominator = risk - gone * own;
            let hazard = weight / terms / denominator;
            at.hazard += hazard;
            at.spared += gone * hazard;
            for column in 0..p {
                let mean = (risk_first[column] - gone * own_first[column]) / denominator;
                at.mean[column] += mean / terms;
                at.first[column] += hazard * mean;
                at.spared_first[column] += gone * hazard * mean;
            }
        }
        events.push(at);
    });
    events.reverse();
    events
}
