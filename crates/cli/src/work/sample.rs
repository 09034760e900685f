//! The sample: drawn from the frame, and kept once it may be in the field.

use std::fs;

use sounding_analysis::sample::{Drawn, draw};
use sounding_study::Study;
use sounding_survey::{Finding, Place, SampleSummary, Text};

use crate::failure::Failure;
use crate::folder::SAMPLE;

/// A sample as it was drawn.
pub(crate) struct Drawing {
    /// The sample and how it was drawn.
    pub(crate) drawn: Drawn,
    /// Its file; nothing where it is there already.
    pub(crate) file: Option<Vec<u8>>,
}

/// Draws the sample; one that differs from what is there replaces it only where `redraw` says so.
pub(crate) fn sample(study: &Study, redraw: bool) -> Result<Drawing, Failure> {
    let drawn = draw(&study.definition, &study.frame()?)?;
    let text = drawn.sample.to_csv();
    let before = fs::read(study.folder.join(SAMPLE)).ok();
    let same = before.as_ref().is_some_and(|before| before == text.as_bytes());
    if before.is_some() && !same && !redraw {
        return Err(Finding::error(
            "E-OUT-001",
            Place::file(SAMPLE),
            "another sample was drawn before, and may be in the field",
            "keep it, or give --redraw if nobody was asked yet",
        )
        .into());
    }
    Ok(Drawing { drawn, file: (!same).then(|| text.into_bytes()) })
}

/// How the sample that is in the field was drawn, or a warning that it is not known; neither where no sample is there.
pub(super) fn account(study: &Study) -> Result<(Option<SampleSummary>, Option<Text>), Failure> {
    let Ok(fielded) = fs::read_to_string(study.folder.join(SAMPLE)) else { return Ok((None, None)) };
    if study.definition.sample.is_none() {
        return Ok((None, None));
    }
    Ok(match sounding_analysis::sample::account(&study.definition, &study.frame()?, &fielded)? {
        Ok(summary) => (Some(summary), None),
        Err(warning) => (None, Some(warning)),
    })
}
