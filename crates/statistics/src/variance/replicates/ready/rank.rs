//! The rank of the replicate weights, which is what R takes the degrees of freedom from.

use super::ReadyReplicates;
use crate::variance::replicates::parallel::fill_rows;
use std::convert::Infallible;
use std::num::NonZeroUsize;

/// A column is a combination of earlier ones when less than this share of its length is left beside them: the tolerance
/// that R's `degf` gives to its QR decomposition.
const TOLERANCE: f64 = 1e-5;

/// Rank of the matrix of rows times replicates, from the products of its columns: memory is replicates squared. Their
/// rounding is eight orders below the square of the tolerance.
pub(super) fn rank(ready: &ReadyReplicates<'_>, threads: NonZeroUsize) -> usize {
    let r = ready.len();
    let mut products = vec![0.0; r * r];
    // Several columns at a time, so that the rows are read seldom; the sums go along the rows whatever the number.
    let band = r.div_ceil(threads.get().min(r));
    let state = || vec![0.0; r];
    let fill = |at: usize, weights: &mut Vec<f64>, out: &mut [f64]| {
        let first = at * band;
        let end = first + out.len() / r;
        for row in 0..ready.rows() {
            for (replicate, weight) in weights[..end].iter_mut().enumerate() {
                *weight = ready.weight(row, replicate);
            }
            for (i, line) in out.chunks_exact_mut(r).enumerate() {
                let weight = weights[first + i];
                if weight != 0.0 {
                    for (product, other) in line[..=first + i].iter_mut().zip(&weights[..=first + i]) {
                        *product += weight * other;
                    }
                }
            }
        }
        Ok::<(), Infallible>(())
    };
    let Ok(()) = fill_rows(&mut products, band * r, threads, state, fill);
    independent(&products, r)
}

/// How many columns are no combination of earlier ones: Cholesky's decomposition of the products (lower triangle), which
/// passes over the others.
fn independent(products: &[f64], size: usize) -> usize {
    let mut kept: Vec<(usize, Vec<f64>)> = Vec::new();
    for column in 0..size {
        let line = &products[column * size..];
        let mut own: Vec<f64> = Vec::with_capacity(kept.len() + 1);
        for (at, (other, factor)) in kept.iter().enumerate() {
            let known: f64 = own.iter().zip(factor).map(|(a, b)| a * b).sum();
            own.push((line[*other] - known) / factor[at]);
        }
        let left = line[column] - own.iter().map(|a| a * a).sum::<f64>();
        if left > TOLERANCE * TOLERANCE * line[column] {
            own.push(left.sqrt());
            kept.push((column, own));
        }
    }
    kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_follow_from_others_do_not_count() {
        // Products of (1, 0, 0), (2, 0, 0), (0, 0, 0) and (1, 1, 0), lower triangle.
        let products = [1.0, 0.0, 0.0, 0.0, 2.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.0, 2.0];
        assert_eq!(independent(&products, 4), 2);
    }
}
