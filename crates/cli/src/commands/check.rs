//! `sounding check STUDY`: everything that is wrong with a study, at once.

use std::path::PathBuf;

use clap::Args;
use sounding_analysis::sample::draw;
use sounding_analysis::{Answers, check_requests, weigh};
use sounding_questionnaire::say_all;
use sounding_study::Study;
use sounding_survey::{Finding, Language, Severity};

use super::form::file::beside;
use crate::failure::Failure;
use crate::folder::{self, SAMPLE};
use crate::terminal::{note, say};

/// Say everything that is wrong with a study: its file, questionnaire, frame, known totals and answers.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  sounding check my-study")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
}

/// Checks as far as each part allows the next; nothing is written.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (study, mut findings) = Study::open(&arguments.study);
    if let Some(study) = &study {
        let frame = if study.definition.sample.is_some() { study.frame().map(drop) } else { Ok(()) };
        // Before fieldwork there are no answers, and that is no fault.
        let found = match frame {
            Err(more) => Err(Failure::Input(more)),
            Ok(()) if study.answers().exists() => answers(study),
            Ok(()) => match check_requests(study) {
                faults if faults.is_empty() => Ok(()),
                faults => Err(Failure::Input(faults)),
            },
        };
        match found {
            Ok(()) => {}
            Err(Failure::Input(more)) => findings.extend(more),
            Err(machine) => return Err(machine),
        }
    }
    if let Some(study) = &study {
        findings.extend(unusable(study)?);
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Failure::Input(findings));
    }
    for finding in &findings {
        note(&finding.to_string());
    }
    if let Some(study) = study {
        let definition = &study.definition;
        say(&format!(
            "no faults; variables: {}, weighting steps: {}, requests for tables: {}, analyses: {}{}",
            study.codebook.variables.len(),
            definition.weighting.len(),
            definition.tables.len(),
            definition.analyses.len(),
            if study.answers().exists() { "" } else { "; no answers yet" }
        ));
    }
    Ok(())
}

/// What stops the questionnaire from being asked: what its expressions refer to, and how they depend on each other. What is only
/// doubtful in it `sounding form check` says.
fn unusable(study: &Study) -> Result<Vec<Finding>, Failure> {
    let name = &study.definition.files.questionnaire;
    let files = beside(&study.folder.join(name), &study.questionnaire)?;
    let mut faults = sounding_questionnaire::check(&study.questionnaire, &files, name);
    faults.retain(|fault| fault.severity == Severity::Error);
    Ok(say_all(&faults, Language::En))
}

fn answers(study: &Study) -> Result<(), Failure> {
    // Where no sample was drawn yet, the one that would be drawn serves: nothing is written.
    let drawn = study.folder.join(SAMPLE).exists() || study.definition.sample.is_none();
    let sample =
        if drawn { folder::sample(study)? } else { Some(draw(&study.definition, &study.frame()?)?.sample) };
    let answers = Answers::open(study, sample.as_ref())?;
    weigh(&answers)?;
    Ok(())
}
