//! Estimates from several completed data sets made into one (multiple imputation).
#![doc = include_str!("method.md")]

#[cfg(test)]
mod tests;

use super::ModelError;
use super::cholesky::{Cholesky, submatrix};
use super::hypothesis::check;
use crate::estimation::Interval;
use crate::numerics::{f_upper_tail, student_t_quantile};
use crate::tabulation::FTest;

/// The estimates of one completed data set.
#[derive(Debug, Clone, Copy)]
pub struct Completed<'a> {
    /// The estimates: coefficients, means, anything near normal.
    pub estimates: &'a [f64],
    /// Their covariance, row by row.
    pub covariance: &'a [f64],
}

/// Estimates of all completed data sets together.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// Mean of the estimates.
    pub estimates: Vec<f64>,
    /// Total covariance: within and between data sets. Row by row.
    pub covariance: Vec<f64>,
    /// Mean of the covariances.
    pub within: Vec<f64>,
    /// Covariance of the estimates between data sets.
    pub between: Vec<f64>,
    /// Data sets.
    pub imputations: usize,
    /// Degrees of freedom of each estimate, for its t and its interval.
    pub degrees_of_freedom: Vec<f64>,
    /// Share of each estimate's information that is missing.
    pub missing_information: Vec<f64>,
}

/// Combines by Rubin's rules. `degrees_of_freedom` are those that each estimate has with complete data (the design's, say): then
/// those of the result are Barnard's and Rubin's, which are never more.
///
/// Source: Rubin (1987), *Multiple Imputation for Nonresponse in Surveys*, 3.3; Barnard and Rubin (1999), *Biometrika* 86.
pub fn combine(completed: &[Completed<'_>], degrees_of_freedom: Option<f64>) -> Result<Combined, ModelError> {
    let m = completed.len();
    let k = completed.first().map_or(0, |first| first.estimates.len());
    if k == 0 || m < 2 {
        return Err(ModelError::Imputations { found: m });
    }
    for one in completed {
        for (expected, found) in [(k, one.estimates.len()), (k * k, one.covariance.len())] {
            if expected != found {
                return Err(ModelError::Entries { expected, found });
            }
        }
    }
    if let Some(degrees_of_freedom) = degrees_of_freedom.filter(|df| df.is_nan() || *df <= 0.0) {
        return Err(ModelError::DegreesOfFreedom { degrees_of_freedom });
    }
    let count = m as f64;
    let mean = |of: &dyn Fn(&Completed<'_>) -> f64| completed.iter().map(of).sum::<f64>() / count;
    let estimates: Vec<f64> = (0..k).map(|i| mean(&|one| one.estimates[i])).collect();
    let within: Vec<f64> = (0..k * k).map(|at| mean(&|one| one.covariance[at])).collect();
    let deviation = |one: &Completed<'_>, i: usize| one.estimates[i] - estimates[i];
    let between: Vec<f64> = (0..k * k)
        .map(|at| mean(&|one| deviation(one, at / k) * deviation(one, at % k)) * count / (count - 1.0))
        .collect();
    let inflation = 1.0 + 1.0 / count;
    let covariance: Vec<f64> = within.iter().zip(&between).map(|(u, b)| u + inflation * b).collect();
    let mut combined = Combined {
        estimates,
        covariance,
        within,
        between,
        imputations: m,
        degrees_of_freedom: Vec::with_capacity(k),
        missing_information: Vec::with_capacity(k),
    };
    for i in 0..k {
        let at = i * (k + 1);
        let added = inflation * combined.between[at];
        let share = added / combined.covariance[at];
        // Without variance between data sets nothing is lost.
        let large = if added > 0.0 { (count - 1.0) / (share * share) } else { f64::INFINITY };
        let df = degrees_of_freedom.map_or(large, |complete| {
            let observed = (complete + 1.0) / (complete + 3.0) * complete * (1.0 - share);
            1.0 / (1.0 / large + 1.0 / observed)
        });
        let increase = added / combined.within[at];
        combined.degrees_of_freedom.push(df);
        combined.missing_information.push((increase + 2.0 / (df + 3.0)) / (increase + 1.0));
    }
    Ok(combined)
}

impl Combined {
    /// The standard error of an estimate; NaN if there is no such estimate.
    pub fn standard_error(&self, estimate: usize) -> f64 {
        let k = self.estimates.len();
        if estimate < k { self.covariance[estimate * (k + 1)].sqrt() } else { f64::NAN }
    }

    /// The interval of an estimate.
    ///
    /// # Panics
    /// If there is no such estimate.
    pub fn interval(&self, estimate: usize, level: f64) -> Interval {
        let t = student_t_quantile(f64::midpoint(1.0, level), self.degrees_of_freedom[estimate]);
        let (value, half) = (self.estimates[estimate], t * self.standard_error(estimate));
        Interval { low: value - half, high: value + half }
    }

    /// Tests that the estimates `terms` are all zero, the share of missing information being taken as the same for all.
    ///
    /// Source: Li, Raghunathan and Rubin (1991), *JASA* 86.
    pub fn wald(&self, terms: &[usize]) -> Result<FTest, ModelError> {
        let size = self.estimates.len();
        check(size, &self.within, terms)?;
        let (k, m) = (terms.len() as f64, self.imputations as f64);
        let within = submatrix(&self.within, size, terms, terms);
        let between = submatrix(&self.between, size, terms, terms);
        let factor = Cholesky::new(&within, terms.len(), 1e-12)
            .map_err(|position| ModelError::Singular { position })?;
        let white = factor.whiten(&between);
        let trace: f64 = white.iter().step_by(terms.len() + 1).sum();
        let increase = (1.0 + 1.0 / m) * trace / k;
        let tested: Vec<f64> = terms.iter().map(|&term| self.estimates[term]).collect();
        let statistic = factor.forward(&tested).iter().map(|x| x * x).sum::<f64>() / (k * (1.0 + increase));
        let t = k * (m - 1.0);
        let denominator = if increase == 0.0 {
            f64::INFINITY
        } else if t > 4.0 {
            4.0 + (t - 4.0) * (1.0 + (1.0 - 2.0 / t) / increase).powi(2)
        } else {
            t * (1.0 + 1.0 / k) * (1.0 + 1.0 / increase).powi(2) / 2.0
        };
        Ok(FTest { statistic, numerator: k, denominator, p: f_upper_tail(statistic, k, denominator) })
    }
}
