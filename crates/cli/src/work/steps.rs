//! A step: one output and the files that it is made from.

use sounding_study::Study;

use super::provenance::{self, Stamps};
use crate::failure::Failure;
use crate::folder::{SAMPLE, WEIGHTS};

/// A step about to be done. Its inputs are looked at before they are read, so that a file that changes meanwhile makes the step due again.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    study: &'a Study,
    output: &'static str,
    inputs: Stamps,
}

impl<'a> Step<'a> {
    /// The drawing of the sample.
    pub(crate) fn sample(study: &'a Study) -> Step<'a> {
        Step::new(study, SAMPLE, &["study.toml", &study.definition.files.frame])
    }

    /// The weights.
    pub(crate) fn weights(study: &'a Study) -> Step<'a> {
        let files = &study.definition.files;
        let mut inputs = vec!["study.toml", &files.questionnaire, &files.margins, &files.answers];
        if study.definition.answers.link.is_some() {
            inputs.push(SAMPLE);
        }
        Step::new(study, WEIGHTS, &inputs)
    }

    fn new(study: &'a Study, output: &'static str, inputs: &[&str]) -> Step<'a> {
        let inputs = provenance::stamps(&study.folder, inputs.iter().copied());
        Step { study, output, inputs }
    }

    /// Whether the output is what this program makes from these inputs.
    pub(crate) fn up_to_date(&self) -> Result<bool, Failure> {
        provenance::holds(self.study, self.output, &self.inputs)
    }

    /// Keeps the account of the step, once its output is written.
    pub(crate) fn done(&self) -> Result<(), Failure> {
        provenance::record(self.study, self.output, &self.inputs)
    }
}
