//! Chi-squared statistics of categories, corrected for the design: what tests of tables and of given shares have in common.

use super::outcome::positive;
use super::quadratic_form::TailMethod;
use super::{Outcome, Reference, TestKind, TestingError};
use crate::models::hypothesis::wald;

/// Which statistic is computed, and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChiSquaredStatistic {
    /// Pearson's, corrected to the second order, as F. The one to report.
    #[default]
    F,
    /// Pearson's over the mean design effect, against chi-squared.
    FirstOrder,
    /// Pearson's corrected to the second order, against chi-squared.
    SecondOrder,
    /// Pearson's against its distribution, numerically inverted.
    Exact,
    /// The same by saddlepoint.
    Saddlepoint,
    /// Wald's, as F.
    Wald,
    /// Wald's, as F with a denominator for few units.
    AdjustedWald,
}

/// Pearson's statistic, whose distribution has the design effects as weights, as one of the corrected statistics. `None` for Wald's.
pub(super) fn corrected(
    statistic: ChiSquaredStatistic,
    pearson: f64,
    design_effects: &[f64],
    degrees_of_freedom: f64,
) -> Option<Outcome> {
    let k = design_effects.len() as f64;
    let sum: f64 = design_effects.iter().sum();
    let squares: f64 = design_effects.iter().map(|effect| effect * effect).sum();
    let effective = sum * sum / squares;
    let denominator = effective * degrees_of_freedom;
    let over = |tail| Reference::ChiSquaredSum { weights: design_effects.to_vec(), denominator, tail };
    let chi_squared = |degrees_of_freedom| Reference::ChiSquared { degrees_of_freedom };
    let (kind, value, reference) = match statistic {
        ChiSquaredStatistic::F => {
            (TestKind::RaoScottF, pearson / sum, Reference::F { numerator: effective, denominator })
        }
        ChiSquaredStatistic::FirstOrder => (TestKind::RaoScottFirstOrder, pearson * k / sum, chi_squared(k)),
        ChiSquaredStatistic::SecondOrder => {
            (TestKind::RaoScottSecondOrder, pearson * effective / sum, chi_squared(effective))
        }
        ChiSquaredStatistic::Exact => (TestKind::RaoScottExact, pearson, over(TailMethod::Exact)),
        ChiSquaredStatistic::Saddlepoint => {
            (TestKind::RaoScottSaddlepoint, pearson, over(TailMethod::Saddlepoint))
        }
        ChiSquaredStatistic::Wald | ChiSquaredStatistic::AdjustedWald => return None,
    };
    Some(Outcome::new(kind, value, reference))
}

/// Wald's test that the expectations of `away` are zero, as F.
pub(super) fn wald_of(
    away: &[f64],
    covariance: &[f64],
    degrees_of_freedom: f64,
    adjusted: bool,
) -> Result<Outcome, TestingError> {
    let k = away.len();
    if let Some(at) = covariance.iter().position(|value| !value.is_finite()) {
        return Err(TestingError::Undefined { estimate: at / k });
    }
    positive(degrees_of_freedom)?;
    let terms: Vec<usize> = (0..k).collect();
    let found = wald(away, covariance, &terms, None, degrees_of_freedom)?;
    let numerator = k as f64;
    if !adjusted {
        let reference = Reference::F { numerator, denominator: degrees_of_freedom };
        return Ok(Outcome::new(TestKind::Wald, found.f.statistic, reference));
    }
    let denominator = degrees_of_freedom - numerator + 1.0;
    positive(denominator)?;
    let statistic = found.f.statistic * denominator / degrees_of_freedom;
    Ok(Outcome::new(TestKind::AdjustedWald, statistic, Reference::F { numerator, denominator }))
}
