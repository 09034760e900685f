//! A matrix as the sum of columns times themselves.

use faer::{Mat, Side};

/// A pivot below this share of the largest diagonal entry is rounding.
const PIVOT: f64 = 1e-12;

/// What may be left beside such a pivot.
const BESIDE: f64 = 1e-9;

/// Columns whose products with themselves add up to a symmetric positive semi-definite matrix, row by row: Cholesky's, without those of
/// pivots of zero. The row at which it is seen not to be semi-definite, otherwise, with its pivot.
pub(in crate::variance::replicates) fn columns(
    matrix: &[f64],
    size: usize,
) -> Result<Vec<Vec<f64>>, (usize, f64)> {
    let largest = (0..size).map(|at| matrix[at * size + at]).fold(0.0, f64::max);
    let mut rest = matrix.to_vec();
    let mut columns = Vec::with_capacity(size);
    for at in 0..size {
        let pivot = rest[at * size + at];
        if pivot <= PIVOT * largest {
            let beside = (at + 1..size).any(|row| rest[row * size + at].abs() > BESIDE * largest);
            if beside || pivot < -PIVOT * largest {
                return Err((at, pivot));
            }
            continue;
        }
        let mut column = vec![0.0; size];
        for row in at..size {
            column[row] = rest[row * size + at] / pivot.sqrt();
        }
        for row in at + 1..size {
            let left = column[row];
            for below in at + 1..=row {
                rest[row * size + below] -= left * column[below];
            }
        }
        columns.push(column);
    }
    Ok(columns)
}

/// The same for the nearest semi-definite matrix (in the sum of squared differences), whose negative eigenvalues are taken as zero; with the
/// smallest eigenvalue. `None` if they cannot be found.
pub(super) fn nearest(matrix: &[f64], size: usize) -> Option<(Vec<Vec<f64>>, f64)> {
    let eigen = Mat::from_fn(size, size, |row, column| matrix[row * size + column])
        .self_adjoint_eigen(Side::Lower)
        .ok()?;
    let (vectors, values) = (eigen.U(), eigen.S().column_vector());
    let smallest = (0..size).map(|at| values[at]).fold(f64::INFINITY, f64::min);
    let largest = (0..size).map(|at| values[at]).fold(0.0, f64::max);
    let kept = (0..size).filter(|&at| values[at] > PIVOT * largest);
    let columns = kept.map(|at| (0..size).map(|row| vectors[(row, at)] * values[at].sqrt()).collect());
    Some((columns.collect(), smallest))
}
