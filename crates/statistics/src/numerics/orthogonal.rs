//! Orthonormal columns, by Gram and Schmidt's method made twice.

/// Columns of a matrix as a product Q R: `q` has orthonormal columns, `r` for each column its coordinates in them.
#[derive(Debug, Clone)]
pub(crate) struct Orthonormal {
    pub(crate) q: Vec<Vec<f64>>,
    pub(crate) r: Vec<Vec<f64>>,
}

impl Orthonormal {
    /// A column that keeps at most `tolerance` of its length beside those before it adds none.
    pub(crate) fn of(columns: &[Vec<f64>], tolerance: f64) -> Orthonormal {
        let (mut q, mut r): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for column in columns {
            let length = dot(column, column).sqrt();
            let mut rest = column.clone();
            let mut own = vec![0.0; q.len()];
            for _ in 0..2 {
                for (direction, coordinate) in q.iter().zip(&mut own) {
                    let along = dot(direction, &rest);
                    *coordinate += along;
                    rest.iter_mut().zip(direction).for_each(|(x, d)| *x -= along * d);
                }
            }
            let kept = dot(&rest, &rest).sqrt();
            if kept > tolerance * length {
                for x in &mut rest {
                    *x /= kept;
                }
                q.push(rest);
                own.push(kept);
            }
            r.push(own);
        }
        for own in &mut r {
            own.resize(q.len(), 0.0);
        }
        Orthonormal { q, r }
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_products_and_repeats_add_nothing() {
        let columns = [vec![3.0, 4.0, 0.0], vec![6.0, 8.0, 0.0], vec![3.0, 4.0, 2.0]];
        let found = Orthonormal::of(&columns, 1e-10);
        assert_eq!(found.q.len(), 2);
        for (column, r) in columns.iter().zip(&found.r) {
            for row in 0..3 {
                let back: f64 = found.q.iter().zip(r).map(|(q, r)| q[row] * r).sum();
                assert!((back - column[row]).abs() < 1e-14);
            }
        }
        assert!((dot(&found.q[1], &found.q[1]) - 1.0).abs() < 1e-15);
    }
}
