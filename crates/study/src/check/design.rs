//! What the design that answers bring, the variance and the weighting must agree on.

use sounding_survey::Finding;

use super::fault;
use crate::definition::{SinglePsu, VarianceMethod};
use crate::{OwnDesign, Study};

pub(super) fn check(study: &Study, findings: &mut Vec<Finding>) {
    let definition = &study.definition;
    let Some(own) = &definition.design else { return };
    if !own.fpc.is_empty() && !own.probabilities.is_empty() {
        findings.push(fault(
            "E-STUDY-052",
            "design.probabilities",
            "both corrections and probabilities of inclusion are given",
            "keep design.probabilities for unequal probabilities without replacement, and design.fpc otherwise",
        ));
    }
    variance(study, own, findings);
    if own.replicates.is_some() && !definition.weighting.is_empty() {
        findings.push(fault(
            "E-TAB-005",
            "weighting",
            "the weights that came with the answers would be changed, and their replicate weights would not: the variance would be that of other weights",
            "leave the weighting steps out, or describe the design by strata and units in the place of design.rep_weights",
        ));
    }
}

/// Replicates and rules for single units that the design cannot have.
fn variance(study: &Study, own: &OwnDesign, findings: &mut Vec<Finding>) {
    let variance = &study.definition.variance;
    let makes = variance.method != VarianceMethod::Taylor;
    if makes && own.replicates.is_some() {
        findings.push(fault(
            "E-STUDY-071",
            "variance.method",
            "replicates are to be made, and the answers bring replicate weights of their own",
            "leave method out: the variance is that of design.rep_weights",
        ));
    }
    if makes && own.second.is_some() {
        findings.push(fault(
            "E-STUDY-071",
            "variance.method",
            "replicates know one phase only, and the answers come from two",
            "leave method out: both phases are linearised",
        ));
    }
    if own.replicates.is_some() && variance.single_psu != SinglePsu::Fail {
        findings.push(fault(
            "E-STUDY-071",
            "variance.single_psu",
            "replicate weights know no strata, and no rule for those with a single unit",
            "leave single_psu out",
        ));
    }
}
