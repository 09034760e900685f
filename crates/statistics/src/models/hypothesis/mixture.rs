//! Weighted sums of independent chi-squared variables, against a constant or over another chi-squared variable.

use crate::models::ModelError;
use crate::models::cholesky::Cholesky;
use crate::numerics::{chi_squared_upper_tail, f_upper_tail, normal_upper_tail};
use faer::{Mat, Side};

/// The distribution of a statistic: Σ λ χ²₁, the λ being generalised design effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    /// Generalised design effects in ascending order.
    pub design_effects: Vec<f64>,
    /// Degrees of freedom of the estimated variance.
    pub degrees_of_freedom: f64,
}

impl Mixture {
    /// The eigenvalues of `simple`⁻¹ `design`, both `size` × `size`.
    pub(in crate::models) fn of(
        simple: &[f64],
        design: &[f64],
        size: usize,
        degrees_of_freedom: f64,
    ) -> Result<Mixture, ModelError> {
        let factor = Cholesky::new(simple, size, super::DEPENDENT)
            .map_err(|position| ModelError::Singular { position })?;
        let white = factor.whiten(design);
        let values = Mat::from_fn(size, size, |row, column| white[row * size + column])
            .self_adjoint_eigenvalues(Side::Lower)
            .map_err(|_| ModelError::Singular { position: 0 })?;
        let mut design_effects: Vec<f64> = values.into_iter().map(|value| value.max(0.0)).collect();
        design_effects.sort_by(f64::total_cmp);
        if design_effects.iter().all(|value| *value == 0.0) {
            return Err(ModelError::Singular { position: 0 });
        }
        Ok(Mixture { design_effects, degrees_of_freedom })
    }

    /// The sum of the design effects: an effective number of parameters.
    pub fn sum(&self) -> f64 {
        self.design_effects.iter().sum()
    }

    /// The upper tail by Satterthwaite's approximation: F, or chi-squared with infinite degrees of freedom of the variance.
    pub fn satterthwaite(&self, statistic: f64) -> f64 {
        let (sum, squares) = (self.sum(), self.design_effects.iter().map(|a| a * a).sum::<f64>());
        let df = sum * sum / squares;
        f_upper_tail(statistic / sum, df, self.degrees_of_freedom)
    }

    /// The upper tail by a saddlepoint approximation, which holds far out too; by Satterthwaite where the saddlepoint is at the
    /// mean. With finite degrees of freedom the denominator is a chi-squared variable over them.
    pub fn saddlepoint(&self, statistic: f64) -> f64 {
        let df = self.degrees_of_freedom;
        let mut parts: Vec<(f64, f64)> = self.design_effects.iter().map(|&a| (a, 1.0)).collect();
        let tail = if df.is_infinite() {
            saddle(statistic, &parts)
        } else {
            parts.push((-statistic / df, df));
            saddle(0.0, &parts)
        };
        tail.unwrap_or_else(|| self.satterthwaite(statistic))
    }

    /// The upper tail by chi-squared after division by the mean design effect (first order).
    pub fn first_order(&self, statistic: f64) -> f64 {
        let k = self.design_effects.len() as f64;
        chi_squared_upper_tail(statistic * k / self.sum(), k)
    }
}

/// A saddlepoint nearer to zero than this, in units of the largest weight, is at the mean.
const AT_THE_MEAN: f64 = 1e-4;

/// P(Σ λ χ²_d > x) by Lugannani and Rice in Barndorff-Nielsen's form; `parts` are (λ, d). `None` at the mean.
///
/// Source: Kuonen (1999), *Biometrika* 86; `saddle` of R's survey package.
fn saddle(x: f64, parts: &[(f64, f64)]) -> Option<f64> {
    let largest = parts.iter().map(|part| part.0).fold(0.0, f64::max);
    if largest <= 0.0 || !x.is_finite() {
        return None;
    }
    let x = x / largest;
    let parts: Vec<(f64, f64)> = parts.iter().map(|&(a, d)| (a / largest, d)).collect();
    let smallest = parts.iter().map(|part| part.0).fold(f64::INFINITY, f64::min);
    let k = |z: f64| -parts.iter().map(|(a, d)| d * (-2.0 * z * a).ln_1p()).sum::<f64>() / 2.0;
    let first = |z: f64| parts.iter().map(|(a, d)| d * a / (1.0 - 2.0 * z * a)).sum::<f64>();
    let second = |z: f64| 2.0 * parts.iter().map(|(a, d)| d * (a / (1.0 - 2.0 * z * a)).powi(2)).sum::<f64>();
    let mut high = 0.5;
    let mut low = if smallest < 0.0 {
        1.0 / (2.0 * smallest)
    } else if x > 0.0 {
        -parts.iter().map(|part| part.1).sum::<f64>() / x
    } else {
        return None;
    };
    // K' rises from −∞ (or below x) to ∞ between the bounds.
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if first(middle) < x { low = middle } else { high = middle }
    }
    let z = f64::midpoint(low, high);
    if z.abs() < AT_THE_MEAN {
        return None;
    }
    let w = z.signum() * (2.0 * (z * x - k(z))).sqrt();
    let v = z * second(z).sqrt();
    let tail = normal_upper_tail(w + (v / w).ln() / w);
    tail.is_finite().then_some(tail)
}
