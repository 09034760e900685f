//! What the design that answers bring, the variance and the weighting must agree on.

use sounding_survey::Finding;

use super::fault;
use crate::definition::{SinglePsu, VarianceMethod};
use crate::{OwnDesign, Study};

pub(super) fn check(study: &Study, findings: &mut Vec<Finding>) {
    let definition = &study.definition;
    let independent = definition.design.as_ref().is_some_and(|own| !own.probabilities.is_empty());
    if definition.variance.method == VarianceMethod::Poisson && !independent {
        findings.push(fault(
            "E-STUDY-063",
            "variance.method",
            "a Poisson bootstrap needs the probabilities with which units were included, and the answers do not bring them",
            "name their column in design.probabilities, or choose another method",
        ));
    }
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
            "E-STUDY-064",
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
            "E-STUDY-063",
            "variance.method",
            "replicates are to be made, and the answers bring replicate weights of their own",
            "leave method out: the variance is that of design.rep_weights",
        ));
    }
    if makes && own.second.is_some() {
        findings.push(fault(
            "E-STUDY-063",
            "variance.method",
            "replicates know one phase only, and the answers come from two",
            "leave method out: both phases are linearised",
        ));
    }
    if own.replicates.is_some() && variance.single_psu != SinglePsu::Fail {
        findings.push(fault(
            "E-STUDY-063",
            "variance.single_psu",
            "replicate weights know no strata, and no rule for those with a single unit",
            "leave single_psu out",
        ));
    }
}

#[cfg(test)]
mod tests {
    use sounding_questionnaire::Questionnaire;
    use sounding_survey::Codebook;

    use crate::{Margins, Study, read_definition};

    const REPLICATES: &str = "[design]\nweights = \"w\"\nrep_weights = [\"r*\"]\nrep_type = \"brr\"\n";
    const PHASES: &str = "[design]\nfpc = [\"n\"]\nphase2 = \"asked\"\n";

    /// Code and key of everything that does not go together.
    fn faults(text: &str) -> Vec<(&'static str, String)> {
        let study = Study {
            folder: "study".into(),
            definition: read_definition(text, "study.toml").0,
            questionnaire: Questionnaire::default(),
            codebook: Codebook::default(),
            margins: Margins::default(),
        };
        let found = study.check().into_iter();
        found.map(|own| (own.code, own.place.column.unwrap_or_default())).collect()
    }

    #[test]
    fn weighting_steps_would_leave_replicate_weights_behind() {
        let step = "[[weighting]]\nstep = \"trim\"\nupper = 3\n";
        assert_eq!(faults(&format!("{REPLICATES}{step}")), [("E-STUDY-064", "weighting".to_owned())]);
        assert_eq!(faults(REPLICATES), []);
        assert_eq!(faults(&format!("[design]\nweights = \"w\"\n{step}")), []);
    }

    #[test]
    fn a_poisson_bootstrap_has_probabilities() {
        let variance = "[variance]\nmethod = \"poisson\"\n";
        let wrong = [("E-STUDY-063", "variance.method".to_owned())];
        assert_eq!(faults(variance), wrong);
        assert_eq!(faults(&format!("[design]\nfpc = [\"n\"]\n{variance}")), wrong);
        assert_eq!(faults(&format!("[design]\nprobabilities = [\"p\"]\n{variance}")), []);
    }

    #[test]
    fn replicates_are_made_of_one_phase_and_of_no_replicates() {
        let variance = "[variance]\nmethod = \"bootstrap\"\nsingle_psu = \"remove\"\n";
        let of = |key: &str| ("E-STUDY-063", format!("variance.{key}"));
        assert_eq!(faults(&format!("{REPLICATES}{variance}")), [of("method"), of("single_psu")]);
        assert_eq!(faults(&format!("{PHASES}{variance}")), [of("method")]);
        assert_eq!(faults(&format!("{PHASES}[variance]\nsingle_psu = \"remove\"\n")), []);
    }
}
