//! A calibration as a model: terms whose columns stay as they are in the file, with the totals of each part of the population.

use super::error::{CalibrationError, Constraint};
use crate::moments::OUTSIDE;
use crate::weighting::WeightingError;

/// A term of the model. Totals stand part after part: those of all constraints of the term in the first part, then in the second.
#[derive(Debug, Clone, Copy)]
pub enum Term<'a> {
    /// One constraint for each category: the number of units in it. The code [`OUTSIDE`] is none of them.
    Categories {
        /// Category of each row.
        codes: &'a [u32],
        /// Number of categories.
        categories: u32,
        /// Population of each category.
        totals: &'a [f64],
    },
    /// One constraint: the total of a variable. A variable of ones is the number of units.
    Values {
        /// Value of each row.
        values: &'a [f64],
        /// Population total.
        totals: &'a [f64],
    },
    /// One constraint for each category: the total of a variable in it. The code [`OUTSIDE`] is none of them.
    ValuesByCategory {
        /// Value of each row.
        values: &'a [f64],
        /// Category of each row.
        codes: &'a [u32],
        /// Number of categories.
        categories: u32,
        /// Population total in each category.
        totals: &'a [f64],
    },
}

/// Parts of the population that are calibrated each by itself.
#[derive(Debug, Clone, Copy)]
pub struct Partition<'a> {
    /// Part of each row.
    pub codes: &'a [u32],
    /// Number of parts.
    pub parts: u32,
}

/// What is calibrated to.
#[derive(Debug, Clone, Copy, Default)]
pub struct CalibrationModel<'a> {
    /// The terms.
    pub terms: &'a [Term<'a>],
    /// Parts with totals of their own; `None` for one.
    pub partition: Option<Partition<'a>>,
    /// Variance of each row in the working model, up to a factor: factors are F(x'λ / variance). `None` for equal ones.
    pub variances: Option<&'a [f64]>,
    /// Cluster of each row: all rows of a cluster get the same factor, for which their vectors are averaged.
    pub clusters: Option<&'a [u32]>,
}

impl<'a> Term<'a> {
    /// Number of constraints.
    pub fn len(&self) -> usize {
        match self {
            Term::Categories { categories, .. } | Term::ValuesByCategory { categories, .. } => {
                *categories as usize
            }
            Term::Values { .. } => 1,
        }
    }

    /// Whether the term has no constraint.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn totals(&self) -> &'a [f64] {
        match self {
            Term::Categories { totals, .. }
            | Term::Values { totals, .. }
            | Term::ValuesByCategory { totals, .. } => totals,
        }
    }

    pub(super) fn codes(&self) -> Option<&'a [u32]> {
        match self {
            Term::Categories { codes, .. } | Term::ValuesByCategory { codes, .. } => Some(codes),
            Term::Values { .. } => None,
        }
    }

    pub(super) fn values(&self) -> Option<&'a [f64]> {
        match self {
            Term::Categories { .. } => None,
            Term::Values { values, .. } | Term::ValuesByCategory { values, .. } => Some(values),
        }
    }

    /// The constraint of a row within the term, and its value; `None` for none.
    pub(super) fn entry(&self, row: usize) -> Option<(u32, f64)> {
        let code = self.codes().map_or(0, |codes| codes[row]);
        let value = self.values().map_or(1.0, |values| values[row]);
        (code != OUTSIDE).then_some((code, value))
    }
}

impl CalibrationModel<'_> {
    /// Number of parts.
    pub fn parts(&self) -> usize {
        self.partition.map_or(1, |partition| partition.parts as usize)
    }

    /// Constraints of a part.
    pub fn constraints(&self) -> usize {
        self.terms.iter().map(Term::len).sum()
    }

    /// The totals of a part, constraint by constraint.
    pub(super) fn totals(&self, part: usize) -> Vec<f64> {
        let of = |term: &Term<'_>| term.totals()[part * term.len()..(part + 1) * term.len()].to_vec();
        self.terms.iter().flat_map(of).collect()
    }

    /// The constraint with a number.
    pub(super) fn constraint(&self, number: u32) -> Constraint {
        let mut left = number as usize;
        for (term, own) in self.terms.iter().enumerate() {
            if left < own.len() {
                return Constraint { term, category: own.codes().map(|_| left as u32) };
            }
            left -= own.len();
        }
        Constraint { term: self.terms.len(), category: None }
    }

    /// Everything that makes the columns unusable; the first of each kind.
    pub(super) fn check(&self, start: &[f64]) -> Result<(), CalibrationError> {
        let rows = start.len();
        if let Some(row) = start.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            return Err(WeightingError::Weight { row, value: start[row] }.into());
        }
        let of_terms = self.terms.iter().flat_map(|term| {
            [term.codes().map(<[u32]>::len), term.values().map(<[f64]>::len)].into_iter().flatten()
        });
        let others = [
            self.partition.map(|partition| partition.codes.len()),
            self.variances.map(<[f64]>::len),
            self.clusters.map(<[u32]>::len),
        ];
        if let Some(found) = of_terms.chain(others.into_iter().flatten()).find(|&found| found != rows) {
            return Err(WeightingError::Length { rows, found }.into());
        }
        for (number, term) in self.terms.iter().enumerate() {
            let (expected, found) = (self.parts() * term.len(), term.totals().len());
            if expected != found {
                return Err(CalibrationError::Totals { term: number, expected, found });
            }
            if let Some(at) = term.totals().iter().position(|total| !total.is_finite()) {
                return Err(CalibrationError::Total { term: number, at, value: term.totals()[at] });
            }
            let beyond = |&code: &u32| code != OUTSIDE && code as usize >= term.len();
            if let Some(codes) = term.codes()
                && let Some(row) = codes.iter().position(beyond)
            {
                return Err(CalibrationError::Code { term: number, row, code: codes[row] });
            }
            if let Some(values) = term.values()
                && let Some(row) = values.iter().position(|value| !value.is_finite())
            {
                return Err(CalibrationError::Value { term: number, row, value: values[row] });
            }
        }
        if let Some(partition) = self.partition
            && let Some(row) = partition.codes.iter().position(|&code| code >= partition.parts)
        {
            return Err(CalibrationError::Part { row, code: partition.codes[row] });
        }
        if let Some(variances) = self.variances
            && let Some(row) = variances.iter().position(|value| !value.is_finite() || *value <= 0.0)
        {
            return Err(CalibrationError::Variance { row, value: variances[row] });
        }
        Ok(())
    }
}
