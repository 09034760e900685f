//! Small symmetric positive definite systems, with the name of the row at fault when they are not.

/// The lower triangular factor of a matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    lower: Vec<f64>,
    size: usize,
}

impl Cholesky {
    /// Factors a symmetric matrix (only its lower triangle is read). The error is the first row that keeps at most
    /// `tolerance` of its diagonal beside the rows before it.
    pub(super) fn new(matrix: &[f64], size: usize, tolerance: f64) -> Result<Cholesky, usize> {
        let mut lower = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..=i {
                let product: f64 = (0..j).map(|k| lower[i * size + k] * lower[j * size + k]).sum();
                let rest = matrix[i * size + j] - product;
                if i == j {
                    // Not-a-number fails too.
                    let kept = rest > tolerance * matrix[i * size + i];
                    if !kept || rest <= 0.0 || !rest.is_finite() {
                        return Err(i);
                    }
                    lower[i * size + i] = rest.sqrt();
                } else {
                    lower[i * size + j] = rest / lower[j * size + j];
                }
            }
        }
        Ok(Cholesky { lower, size })
    }

    /// L⁻¹ b.
    pub(super) fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..self.size {
            for k in 0..i {
                x[i] -= self.lower[i * self.size + k] * x[k];
            }
            x[i] /= self.lower[i * self.size + i];
        }
        x
    }

    /// The solution of A x = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for i in (0..self.size).rev() {
            for k in i + 1..self.size {
                x[i] -= self.lower[k * self.size + i] * x[k];
            }
            x[i] /= self.lower[i * self.size + i];
        }
        x
    }

    /// A⁻¹, row by row.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let n = self.size;
        let mut inverse = vec![0.0; n * n];
        for column in 0..n {
            let mut unit = vec![0.0; n];
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[row * n + column] = value;
            }
        }
        inverse
    }

    /// L⁻¹ M L⁻ᵀ for a symmetric M, whose eigenvalues are those of A⁻¹ M.
    pub(super) fn whiten(&self, matrix: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut half = vec![0.0; n * n];
        for row in 0..n {
            let solved = self.forward(&matrix[row * n..(row + 1) * n]);
            half[row * n..(row + 1) * n].copy_from_slice(&solved);
        }
        let mut white = vec![0.0; n * n];
        for column in 0..n {
            let of_column: Vec<f64> = (0..n).map(|row| half[row * n + column]).collect();
            for (row, value) in self.forward(&of_column).into_iter().enumerate() {
                white[row * n + column] = value;
            }
        }
        white
    }
}

/// A B Aᵀ for A of `rows` × `size` and a symmetric B of `size` × `size`, all row by row.
pub(super) fn sandwich(a: &[f64], b: &[f64], size: usize) -> Vec<f64> {
    let rows = a.len() / size.max(1);
    let row = |r: usize| &a[r * size..(r + 1) * size];
    let mut out = vec![0.0; rows * rows];
    for r in 0..rows {
        let left: Vec<f64> =
            (0..size).map(|c| (0..size).map(|k| row(r)[k] * b[k * size + c]).sum()).collect();
        for s in 0..rows {
            out[r * rows + s] = left.iter().zip(row(s)).map(|(l, x)| l * x).sum();
        }
    }
    out
}

/// Rows and columns `index` of a square matrix.
pub(super) fn submatrix(matrix: &[f64], size: usize, rows: &[usize], columns: &[usize]) -> Vec<f64> {
    rows.iter().flat_map(|&r| columns.iter().map(move |&c| matrix[r * size + c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_system_by_hand() {
        let a = [4.0, 2.0, 2.0, 3.0];
        let factor = Cholesky::new(&a, 2, 0.0).unwrap();
        // Determinant 8, inverse (3, -2, -2, 4) / 8.
        let inverse = factor.inverse();
        for (found, expected) in inverse.iter().zip([0.375, -0.25, -0.25, 0.5]) {
            assert!((found - expected).abs() < 1e-15);
        }
        // A⁻¹ A is the identity, whatever the square root.
        for (at, value) in factor.whiten(&a).into_iter().enumerate() {
            assert!((value - f64::from(u8::from(at % 3 == 0))).abs() < 1e-15);
        }
    }

    #[test]
    fn the_row_at_fault_is_named() {
        let a = [1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(Cholesky::new(&a, 3, 1e-12).map(|_| ()), Err(1));
        assert_eq!(Cholesky::new(&[f64::NAN], 1, 1e-12).map(|_| ()), Err(0));
    }
}
