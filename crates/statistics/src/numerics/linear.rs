//! Small symmetric systems.

use faer::{Mat, Side};

/// Eigenvalues below this share of the largest belong to equations that say the same thing twice.
const RANK: f64 = 1e-10;

/// The Moore-Penrose inverse of a symmetric positive semi-definite matrix given row by row; `None` when it has values that
/// are not finite.
pub(crate) fn pseudo_inverse(matrix: &[f64], size: usize) -> Option<Vec<f64>> {
    if matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = Mat::from_fn(size, size, |row, column| matrix[row * size + column])
        .self_adjoint_eigen(Side::Lower)
        .ok()?;
    let (vectors, values) = (eigen.U(), eigen.S().column_vector());
    let largest = (0..size).map(|at| values[at]).fold(0.0, f64::max);
    let mut inverse = vec![0.0; size * size];
    for at in (0..size).filter(|&at| values[at] > RANK * largest) {
        for row in 0..size {
            for column in 0..size {
                inverse[row * size + column] += vectors[(row, at)] * vectors[(column, at)] / values[at];
            }
        }
    }
    Some(inverse)
}

/// Matrix times vector, the matrix row by row.
pub(crate) fn times(matrix: &[f64], vector: &[f64]) -> Vec<f64> {
    matrix
        .chunks_exact(vector.len().max(1))
        .map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_singular_system_gets_its_shortest_solution() {
        // x + y = 2, said twice.
        let inverse = pseudo_inverse(&[1.0, 1.0, 1.0, 1.0], 2).unwrap();
        let solution = times(&inverse, &[2.0, 2.0]);
        assert!((solution[0] - 1.0).abs() < 1e-14 && (solution[1] - 1.0).abs() < 1e-14);
        assert_eq!(pseudo_inverse(&[f64::NAN], 1), None);
    }
}
