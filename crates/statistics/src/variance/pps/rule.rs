//! The rule of a variance as part of a design, so that every estimator and model follows it.

use super::{Approximation, FirstStage, Form, JointProbabilities, PpsDesign, PpsError, PpsVariance};
use crate::variance::replicates::{Indefinite, QuadraticForm, ReplicatesError};
use crate::variance::{DesignError, Linearised, SinglePsu};

/// How the first stage of a sample with unequal probabilities without replacement enters a variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PpsMethod {
    /// Brewer's approximation (2002).
    Brewer,
    /// Hájek's (1964).
    Hajek,
    /// Deville's (1993).
    Deville,
    /// That of Hartley and Rao (1962).
    HartleyRao,
    /// Overton's (1985).
    Overton,
    /// The joint probabilities themselves.
    Joint,
}

/// A method with what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct PpsRule {
    /// The method.
    pub method: PpsMethod,
    /// The quadratic form, where the method has two.
    pub form: Form,
    /// The joint probabilities of the first-stage units, for [`PpsMethod::Joint`].
    pub joint: Option<JointProbabilities>,
    /// Σ π² / n over the population of each first-stage stratum, for [`PpsMethod::HartleyRao`].
    pub mean_square: Option<Vec<f64>>,
}

impl PpsRule {
    /// An approximation, in the form of Yates and Grundy where it has two.
    pub fn approximate(method: PpsMethod) -> PpsRule {
        PpsRule { method, form: Form::YatesGrundy, joint: None, mean_square: None }
    }

    fn variance(&self, single: SinglePsu) -> Option<PpsVariance<'_>> {
        let form = self.form;
        let approximation = match self.method {
            PpsMethod::Brewer => Approximation::Brewer,
            PpsMethod::Hajek => Approximation::Hajek,
            PpsMethod::Deville => Approximation::Deville,
            PpsMethod::HartleyRao => {
                Approximation::HartleyRao { form, mean_square: self.mean_square.as_deref() }
            }
            PpsMethod::Overton => Approximation::Overton { form },
            PpsMethod::Joint => {
                return Some(PpsVariance { single, ..PpsVariance::joint(self.joint.as_ref()?, form) });
            }
        };
        let later = match approximation {
            Approximation::HartleyRao { .. } => Approximation::HartleyRao { form, mean_square: None },
            other => other,
        };
        Some(PpsVariance { first: FirstStage::Approximate(approximation), later, single })
    }
}

/// A tree of units with the rule that was checked to fit it.
#[derive(Debug, Clone)]
pub(in crate::variance) struct Unequal {
    pub(in crate::variance) tree: PpsDesign,
    rule: PpsRule,
}

impl Unequal {
    /// Refuses what does not fit the tree, except strata with a single unit, which are for the variance to refuse.
    pub(in crate::variance) fn new(tree: PpsDesign, rule: PpsRule) -> Result<Unequal, PpsError> {
        let nothing = Linearised::default();
        match rule.variance(SinglePsu::Certainty) {
            Some(variance) => tree.covariance(&nothing, &variance)?,
            None => return Err(PpsError::Units { units: tree.psus(), found: 0 }),
        };
        Ok(Unequal { tree, rule })
    }

    /// The estimator as an operator on totals of leaves.
    pub(in crate::variance) fn quadratic_form(
        &self,
        single: SinglePsu,
    ) -> Result<QuadraticForm, ReplicatesError> {
        match self.rule.variance(single) {
            Some(variance) => QuadraticForm::unequal(&self.tree, &variance, Indefinite::Nearest),
            None => Err(ReplicatesError::NoPsus),
        }
    }

    pub(in crate::variance) fn covariance(
        &self,
        linearised: &Linearised,
        single: SinglePsu,
    ) -> Result<Vec<f64>, DesignError> {
        let found = self.rule.variance(single).map(|variance| self.tree.covariance(linearised, &variance));
        match found {
            Some(Ok(covariance)) => Ok(covariance),
            Some(Err(PpsError::SinglePsu { stage, rows })) => Err(DesignError::SinglePsu { stage, rows }),
            // Nothing else is left to be wrong once the rule was found to fit.
            Some(Err(_)) | None => {
                let k = linearised.estimates;
                Ok(vec![f64::NAN; k * k])
            }
        }
    }
}
