//! A step: its outputs and the files that they are made from.

use std::cell::OnceCell;
use std::path::PathBuf;

use sounding_study::Study;
use sounding_survey::{Provenance, ProvenanceFile};

use super::provenance::{self, Hashes, Stamps};
use super::{analyses, report};
use crate::failure::Failure;
use crate::folder::{self, SAMPLE, WEIGHTS};

/// A step about to be done. Its inputs are looked at before they are read, so that a file that changes meanwhile makes the step due again.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    study: &'a Study,
    outputs: Vec<String>,
    inputs: Stamps,
    hashes: OnceCell<Hashes>,
}

impl<'a> Step<'a> {
    /// The drawing of the sample.
    pub(crate) fn sample(study: &'a Study) -> Step<'a> {
        Step::new(study, vec![SAMPLE.to_owned()], &["study.toml", &study.definition.files.frame])
    }

    /// The weights.
    pub(crate) fn weights(study: &'a Study) -> Step<'a> {
        Step::new(study, vec![WEIGHTS.to_owned()], &answered(study))
    }

    /// The report in its languages and formats, and the files of the analyses.
    pub(crate) fn report(study: &'a Study) -> Step<'a> {
        let mut inputs = answered(study);
        if study.definition.sample.is_some() {
            inputs.push(&study.definition.files.frame);
        }
        let outputs = [report::files(study), analyses::names(study)].concat();
        Step::new(study, outputs, &inputs)
    }

    /// Other files made from what the report is made from.
    pub(crate) fn beside_report(study: &'a Study, outputs: Vec<String>) -> Step<'a> {
        Step { outputs, ..Step::report(study) }
    }

    fn new(study: &'a Study, outputs: Vec<String>, inputs: &[&str]) -> Step<'a> {
        let inputs = provenance::stamps(&study.folder, inputs.iter().copied());
        Step { study, outputs, inputs, hashes: OnceCell::new() }
    }

    /// Whether the outputs are what this program makes from these inputs.
    pub(crate) fn up_to_date(&self) -> Result<bool, Failure> {
        Ok(provenance::sizes_hold(self.study, &self.outputs, &self.inputs)
            && provenance::holds(self.study, &self.outputs, self.hashes()?)?)
    }

    /// What the step is made from, for those who read its results.
    pub(crate) fn provenance(&self) -> Result<Provenance, Failure> {
        let file = |(name, hash): (&String, &serde_json::Value)| ProvenanceFile {
            name: name.clone(),
            sha256: hash["sha256"].as_str().unwrap_or_default().to_owned(),
        };
        Ok(Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.study.definition.about.seed,
            inputs: self.hashes()?.iter().map(file).collect(),
        })
    }

    /// The inputs by their hashes; each file is read once.
    fn hashes(&self) -> Result<&Hashes, Failure> {
        if let Some(hashes) = self.hashes.get() {
            return Ok(hashes);
        }
        let hashes = provenance::hashes(&self.study.folder, self.inputs.keys().map(String::as_str))?;
        Ok(self.hashes.get_or_init(|| hashes))
    }

    /// Whether no input changed since the step began.
    fn is_stable(&self) -> bool {
        provenance::stamps(&self.study.folder, self.inputs.keys().map(String::as_str)) == self.inputs
    }
}

/// What weights and estimates are made from.
fn answered(study: &Study) -> Vec<&str> {
    let files = &study.definition.files;
    let mut inputs = vec!["study.toml", &*files.questionnaire, &*files.margins, &*files.answers];
    if study.definition.answers.link.is_some() {
        inputs.push(SAMPLE);
    }
    inputs
}

/// Files that steps made, by their names in the study.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Writes what steps made, all of it or nothing, and keeps the account of it; a step whose input changed meanwhile is due again.
pub(crate) fn finish(study: &Study, steps: &[&Step<'_>], files: &Files) -> Result<Vec<PathBuf>, Failure> {
    let hashes = steps.iter().map(|step| step.hashes()).collect::<Result<Vec<_>, _>>()?;
    let paths = folder::write(study, files)?;
    let made: Vec<_> = steps
        .iter()
        .zip(hashes)
        .map(|(step, hashes)| (&*step.outputs, step.is_stable().then_some(hashes)))
        .collect();
    provenance::record(study, &made)?;
    Ok(paths)
}
