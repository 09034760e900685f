//! One sampling unit: its adjusted residuals, and the products that its part in the degrees of freedom is made from.

use super::SmallSampleInput;
use crate::numerics::{Orthonormal, dot};
use faer::{Mat, Side};

/// Products of a unit's columns, 𝒜 being A W X; matrices row by row.
pub(super) struct Unit {
    pub(super) psu: u32,
    /// X'W A e.
    pub(super) score: Vec<f64>,
    /// X'W 𝒜.
    pub(super) weighted: Vec<f64>,
    /// X'𝒜.
    pub(super) plain: Vec<f64>,
    /// 𝒜'𝒜.
    pub(super) own: Vec<f64>,
}

/// Directions that carry less than this share of a column are rounding.
const DIRECTION: f64 = 1e-9;
/// Eigenvalues of the residuals' covariance under this are zero: the rows decide a coefficient by themselves.
const SINGULAR: f64 = 1e-12;

/// The products of a unit with its rows; `matrices` are M and M S M with S = Σ w² x x'. `None` if a decomposition fails.
pub(super) fn unit(
    psu: u32,
    rows: &[usize],
    input: &SmallSampleInput<'_>,
    residual: &impl Fn(usize) -> f64,
    matrices: (&[f64], &[f64]),
    adjusted: bool,
) -> Option<Unit> {
    let p = input.columns.len();
    let of = |column: usize| -> Vec<f64> { rows.iter().map(|&row| input.columns[column][row]).collect() };
    let x: Vec<Vec<f64>> = (0..p).map(of).collect();
    let weigh = |column: &Vec<f64>| -> Vec<f64> {
        column.iter().zip(rows).map(|(x, &row)| x * input.weights[row]).collect()
    };
    let wx: Vec<Vec<f64>> = x.iter().map(weigh).collect();
    let mut a = wx.clone();
    if adjusted {
        adjust(&x, &wx, matrices, &mut a)?;
    }
    let e: Vec<f64> = rows.iter().map(|&row| residual(row)).collect();
    let cross = |left: &[Vec<f64>], right: &[Vec<f64>]| -> Vec<f64> {
        left.iter().flat_map(|left| right.iter().map(move |right| dot(left, right))).collect()
    };
    Some(Unit {
        psu,
        score: a.iter().map(|column| dot(column, &e)).collect(),
        weighted: cross(&wx, &a),
        plain: cross(&x, &a),
        own: cross(&a, &a),
    })
}

/// Multiplies the columns of `a` by B^{−1/2}, B = I + U K U' with U = [X, W X] and K = [[M S M, −M], [−M, 0]].
fn adjust(x: &[Vec<f64>], wx: &[Vec<f64>], matrices: (&[f64], &[f64]), a: &mut [Vec<f64>]) -> Option<()> {
    let p = x.len();
    let (inverse, middle) = matrices;
    let basis = Orthonormal::of(&[x, wx].concat(), DIRECTION);
    let size = basis.q.len();
    let k = |i: usize, j: usize| match (i < p, j < p) {
        (true, true) => middle[i * p + j],
        (true, false) => -inverse[i * p + j - p],
        (false, true) => -inverse[(i - p) * p + j],
        (false, false) => 0.0,
    };
    let mut small = vec![0.0; size * size];
    for i in 0..2 * p {
        for j in 0..2 * p {
            let entry = k(i, j);
            if entry != 0.0 {
                for s in 0..size {
                    for t in 0..size {
                        small[s * size + t] += basis.r[i][s] * entry * basis.r[j][t];
                    }
                }
            }
        }
    }
    let eigen = Mat::from_fn(size, size, |s, t| small[s * size + t] + f64::from(u8::from(s == t)))
        .self_adjoint_eigen(Side::Lower)
        .ok()?;
    let (vectors, values) = (eigen.U(), eigen.S().column_vector());
    let power = |value: f64| if value > SINGULAR { 1.0 / value.sqrt() } else { 0.0 };
    for column in a {
        let along: Vec<f64> = basis.q.iter().map(|direction| dot(direction, column)).collect();
        let mut change = vec![0.0; size];
        for at in 0..size {
            let part: f64 = (0..size).map(|s| vectors[(s, at)] * along[s]).sum();
            (0..size).for_each(|s| change[s] += vectors[(s, at)] * part * (power(values[at]) - 1.0));
        }
        for (direction, change) in basis.q.iter().zip(change) {
            column.iter_mut().zip(direction).for_each(|(value, d)| *value += change * d);
        }
    }
    Some(())
}
