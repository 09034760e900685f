//! Weighted sums of independent chi-squared variables, against a constant or over another chi-squared variable.

use crate::models::ModelError;
use crate::models::cholesky::Cholesky;
use crate::numerics::chi_squared_upper_tail;
use crate::testing::quadratic_form::{TailMethod, f_sum_upper_tail};
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

    /// The upper tail of [`f_sum_upper_tail`]: over a chi-squared variable with the degrees of freedom of the variance, or against
    /// a constant where these are infinite.
    pub fn tail(&self, statistic: f64, method: TailMethod) -> f64 {
        f_sum_upper_tail(statistic, &self.design_effects, self.degrees_of_freedom, method)
    }

    /// The upper tail by Satterthwaite's approximation.
    pub fn satterthwaite(&self, statistic: f64) -> f64 {
        self.tail(statistic, TailMethod::Satterthwaite)
    }

    /// The upper tail by a saddlepoint approximation, which holds far out too.
    pub fn saddlepoint(&self, statistic: f64) -> f64 {
        self.tail(statistic, TailMethod::Saddlepoint)
    }

    /// The upper tail by numerical inversion.
    pub fn exact(&self, statistic: f64) -> f64 {
        self.tail(statistic, TailMethod::Exact)
    }

    /// The upper tail by chi-squared after division by the mean design effect (first order).
    pub fn first_order(&self, statistic: f64) -> f64 {
        let k = self.design_effects.len() as f64;
        chi_squared_upper_tail(statistic * k / self.sum(), k)
    }
}
