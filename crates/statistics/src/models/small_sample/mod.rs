//! Linear models and means from few sampling units: bias-reduced variances, and degrees of freedom that know the leverage.
#![doc = include_str!("method.md")]

mod adjust;
#[cfg(test)]
mod tests;

use super::ModelError;
use super::cholesky::{Cholesky, sandwich};
use crate::numerics::dot;
use crate::variance::{Design, DesignError};
use adjust::{Unit, unit};

/// Which variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmallSampleMethod {
    /// The design's own by linearisation, with degrees of freedom that follow from the leverage of its units.
    Linearised,
    /// Residuals of each unit adjusted so that the variance is unbiased under equal and independent errors (CR2). Units count
    /// as independent draws, whatever the strata.
    Cr2,
}

/// The variables of a linear model. A NaN in any of them, or a weight of zero, leaves a row out.
#[derive(Debug, Clone, Copy)]
pub struct SmallSampleInput<'a> {
    /// The response.
    pub response: &'a [f64],
    /// Columns of the model matrix; a column of ones alone gives the mean.
    pub columns: &'a [&'a [f64]],
    /// Weights.
    pub weights: &'a [f64],
    /// Leaf of each row in the design.
    pub leaves: &'a [u32],
}

/// Coefficients with small-sample variances.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallSample {
    /// Coefficients in the order of the columns.
    pub coefficients: Vec<f64>,
    /// Their covariance, row by row.
    pub covariance: Vec<f64>,
    /// Degrees of freedom of each coefficient's variance; NaN where the variance is zero whatever the errors.
    pub degrees_of_freedom: Vec<f64>,
    /// Sampling units with rows.
    pub units: usize,
    /// Rows used.
    pub rows: u64,
}

/// A column that keeps less than this share of itself beside those before it is collinear.
const COLLINEAR: f64 = 1e-11;

/// Fits the weighted linear model and gives the variance of its coefficients with Satterthwaite's degrees of freedom.
pub fn small_sample(
    design: &Design,
    input: &SmallSampleInput<'_>,
    method: SmallSampleMethod,
) -> Result<SmallSample, ModelError> {
    let groups = rows_by_unit(design, input)?;
    let p = input.columns.len();
    let rows = || groups.iter().flat_map(|(_, rows)| rows.iter().copied());
    let (mut information, mut squares, mut right) = (vec![0.0; p * p], vec![0.0; p * p], vec![0.0; p]);
    for row in rows() {
        let w = input.weights[row];
        for a in 0..p {
            let x = input.columns[a][row];
            right[a] += w * x * input.response[row];
            for b in 0..p {
                information[a * p + b] += w * x * input.columns[b][row];
                squares[a * p + b] += w * w * x * input.columns[b][row];
            }
        }
    }
    let factor =
        Cholesky::new(&information, p, COLLINEAR).map_err(|column| ModelError::Collinear { column })?;
    let (inverse, coefficients) = (factor.inverse(), factor.solve(&right));
    let middle = sandwich(&inverse, &squares, p);
    let residual = |row: usize| {
        input.response[row] - (0..p).map(|a| input.columns[a][row] * coefficients[a]).sum::<f64>()
    };
    let adjusted = method == SmallSampleMethod::Cr2;
    let units: Vec<Unit> = groups
        .iter()
        .map(|(psu, rows)| unit(*psu, rows, input, &residual, (&inverse, &middle), adjusted))
        .collect::<Option<_>>()
        .ok_or(ModelError::Empty)?;
    let centring = Centring::of(design, &units, method)?;
    let totals: Vec<Vec<f64>> = units.iter().map(|unit| times(&inverse, &unit.score)).collect();
    let covariance = centring.form(&totals);
    let degrees_of_freedom = (0..p)
        .map(|coefficient| {
            let m: Vec<f64> = (0..p).map(|a| inverse[coefficient * p + a]).collect();
            satterthwaite(&units, &centring, &m, &inverse, &middle)
        })
        .collect();
    Ok(SmallSample {
        coefficients,
        covariance,
        degrees_of_freedom,
        units: units.len(),
        rows: rows().count() as u64,
    })
}

/// The rows of each primary unit, units in order.
fn rows_by_unit(design: &Design, input: &SmallSampleInput<'_>) -> Result<Vec<(u32, Vec<usize>)>, ModelError> {
    let rows = input.weights.len();
    let lengths = input.columns.iter().map(|column| column.len());
    for found in lengths.chain([input.response.len(), input.leaves.len()]) {
        if found != rows {
            return Err(ModelError::Length { rows, found });
        }
    }
    if input.columns.is_empty() {
        return Err(ModelError::Empty);
    }
    if let Some(row) = input.weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
        return Err(ModelError::Weight { row, value: input.weights[row] });
    }
    let psu = design.psu_of_leaves();
    let mut of_units: Vec<Vec<usize>> = vec![Vec::new(); design.psus()];
    for row in 0..rows {
        let known = !input.response[row].is_nan() && input.columns.iter().all(|column| !column[row].is_nan());
        if input.weights[row] > 0.0 && known {
            if input.response[row].is_infinite() {
                return Err(ModelError::Response { row, value: input.response[row] });
            }
            if let Some(column) = input.columns.iter().position(|column| column[row].is_infinite()) {
                return Err(ModelError::Infinite { column: Some(column), row });
            }
            of_units[psu[input.leaves[row] as usize] as usize].push(row);
        }
    }
    let groups: Vec<(u32, Vec<usize>)> = (0..).zip(of_units).filter(|(_, rows)| !rows.is_empty()).collect();
    if groups.is_empty() { Err(ModelError::NoRows) } else { Ok(groups) }
}

/// The matrix C: blocks scale × (I − 11' / n) of strata, or the identity.
struct Centring {
    /// For each block the first unit, the end, the units sampled, and the scale.
    blocks: Vec<(usize, usize, f64, f64)>,
    /// Whether units are centred within their blocks.
    centred: bool,
}

impl Centring {
    fn of(design: &Design, units: &[Unit], method: SmallSampleMethod) -> Result<Centring, ModelError> {
        if method == SmallSampleMethod::Cr2 {
            return Ok(Centring { blocks: vec![(0, units.len(), f64::INFINITY, 1.0)], centred: false });
        }
        let strata = design.stratum_of_psus();
        let mut sampled = vec![0_usize; design.strata()];
        for &stratum in strata {
            sampled[stratum as usize] += 1;
        }
        let mut blocks = Vec::new();
        let mut single = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let stratum = strata[units[at].psu as usize];
            let end = at + units[at..].partition_point(|unit| strata[unit.psu as usize] == stratum);
            let (n, fraction) =
                (sampled[stratum as usize] as f64, design.fraction_of_strata()[stratum as usize]);
            if sampled[stratum as usize] > 1 {
                blocks.push((at, end, n, (1.0 - fraction) * n / (n - 1.0)));
            } else if fraction < 1.0 {
                single.push(design.row_of_strata()[stratum as usize]);
            }
            at = end;
        }
        if single.is_empty() {
            Ok(Centring { blocks, centred: true })
        } else {
            Err(DesignError::SinglePsu { stage: 1, rows: single }.into())
        }
    }

    /// The rows of C Z for the rows Z of the units; zero outside the blocks.
    fn applied(&self, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let width = rows.first().map_or(0, Vec::len);
        let mut out = vec![vec![0.0; width]; rows.len()];
        for &(start, end, n, scale) in &self.blocks {
            for column in 0..width {
                let sum: f64 = rows[start..end].iter().map(|row| row[column]).sum();
                let mean = if self.centred { sum / n } else { 0.0 };
                for unit in start..end {
                    out[unit][column] = scale * (rows[unit][column] - mean);
                }
            }
        }
        out
    }

    /// Σ z_g (C z)_g', row by row.
    fn form(&self, rows: &[Vec<f64>]) -> Vec<f64> {
        products(rows, &self.applied(rows), |_| 1.0)
    }

    /// tr(C D) and tr(C D C D) for a diagonal D.
    fn traces(&self, diagonal: &[f64]) -> (f64, f64) {
        let (mut one, mut two) = (0.0, 0.0);
        for &(start, end, n, scale) in &self.blocks {
            let own = &diagonal[start..end];
            let (sum, squares) = (own.iter().sum::<f64>(), dot(own, own));
            let share = if self.centred { 1.0 / n } else { 0.0 };
            one += scale * (1.0 - share) * sum;
            two += scale
                * scale
                * (squares * ((1.0 - share).powi(2) - share * share) + sum * sum * share * share);
        }
        (one, two)
    }
}

/// tr(CΩ)² / tr(CΩCΩ), where Ω = D + Z K Z' with z_g = (X'W a, X'a) of the unit's direction a and K = [[0, −M], [−M, M S M]].
fn satterthwaite(units: &[Unit], centring: &Centring, m: &[f64], inverse: &[f64], middle: &[f64]) -> f64 {
    let p = m.len();
    let mut k = vec![0.0; 4 * p * p];
    for a in 0..p {
        for b in 0..p {
            k[a * 2 * p + p + b] = -inverse[a * p + b];
            k[(p + a) * 2 * p + b] = -inverse[a * p + b];
            k[(p + a) * 2 * p + p + b] = middle[a * p + b];
        }
    }
    let diagonal: Vec<f64> = units.iter().map(|unit| dot(m, &times(&unit.own, m))).collect();
    let z: Vec<Vec<f64>> =
        units.iter().map(|unit| [times(&unit.weighted, m), times(&unit.plain, m)].concat()).collect();
    let cz = centring.applied(&z);
    let once = products(&z, &cz, |_| 1.0);
    let twice = products(&cz, &cz, |unit| diagonal[unit]);
    let (of_diagonal, of_squares) = centring.traces(&diagonal);
    let through = |y: &[f64]| -> Vec<f64> {
        let size = 2 * p;
        (0..size * size)
            .map(|at| (0..size).map(|j| k[at / size * size + j] * y[j * size + at % size]).sum())
            .collect()
    };
    let trace = |matrix: &[f64]| (0..2 * p).map(|at| matrix[at * (2 * p + 1)]).sum::<f64>();
    let ky = through(&once);
    let squared: f64 =
        (0..2 * p).map(|a| (0..2 * p).map(|b| ky[a * 2 * p + b] * ky[b * 2 * p + a]).sum::<f64>()).sum();
    let first = of_diagonal + trace(&ky);
    let second = of_squares + 2.0 * trace(&through(&twice)) + squared;
    first * first / second
}

/// Σ weight a_g b_g', row by row.
fn products(a: &[Vec<f64>], b: &[Vec<f64>], weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let width = a.first().map_or(0, Vec::len);
    let mut sums = vec![0.0; width * width];
    for (unit, (a, b)) in a.iter().zip(b).enumerate() {
        let weight = weight(unit);
        for i in 0..width {
            for j in 0..width {
                sums[i * width + j] += weight * a[i] * b[j];
            }
        }
    }
    sums
}

fn times(matrix: &[f64], vector: &[f64]) -> Vec<f64> {
    matrix.chunks_exact(vector.len()).map(|row| dot(row, vector)).collect()
}
