//! The sample of a study: drawn from its frame, written to `out/sample.csv`, and read back when answers come in.

mod allocation;
mod draw;
mod file;
mod permanent;
mod rotation;
mod select;
#[cfg(test)]
mod tests;

pub use draw::draw;

use sounding_study::{Definition, Frame};
use sounding_survey::{SampleSummary, Text as Words};

use crate::fault::Faults;

/// The stream of the seed that samples are drawn with. A public contract: changing it changes every sample.
pub(crate) const STREAM: u64 = 1;

/// The stream that permanent random numbers come from, a public contract likewise: studies with the same seed of numbers share them.
const PERMANENT: u64 = (1 << 40) + 1;

/// The stream that deals units to rotation groups.
const ROTATION: u64 = (1 << 40) + 2;

/// A drawn sample: one row for each unit of the last listed stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// What the units of each listed stage are called, the first stage first.
    pub units: Vec<String>,
    /// The units drawn.
    pub rows: Vec<SampleRow>,
}

/// One drawn unit, with all that its weight and the variance need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampleRow {
    /// First-stage stratum.
    pub stratum: String,
    /// Label of the unit at each listed stage.
    pub labels: Vec<String>,
    /// Inclusion probability at each listed stage (with replacement: expected number of hits).
    pub probabilities: Vec<f64>,
    /// How often it was drawn: 1, except with replacement.
    pub hits: u32,
    /// Persons to invite and persons there are, where the last stage is counted and not listed.
    pub invite: Option<(u64, u64)>,
    /// Base weight of each person invited here, or of the unit where the last stage is listed.
    pub weight: f64,
    /// Stratum for the variance: the stratum, or a unit drawn with certainty, which is a stratum of its own.
    pub variance_stratum: String,
    /// First-stage unit for the variance: inside a unit drawn with certainty, the unit of the next stage.
    pub variance_unit: String,
    /// Units in the population at each stage from the first on, as far as every stage was drawn with equal probabilities.
    pub populations: Vec<u64>,
    /// When it is asked, where the sample rotates.
    pub rotation: Option<Asked>,
}

/// When a unit of a panel is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its rotation group, counted from 1 in the order in which groups enter.
    pub group: u32,
    /// The waves in which it is asked, counted from 1.
    pub waves: Vec<u32>,
}

/// A sample with the account of how it was drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawn {
    /// The sample.
    pub sample: Sample,
    /// How it was drawn.
    pub summary: SampleSummary,
}

/// How the sample of the text `fielded` was drawn. Where the study would now draw another one, that is not known any more: then there is
/// a warning instead.
pub fn account(
    definition: &Definition,
    frame: &Frame,
    fielded: &str,
) -> Result<Result<SampleSummary, Words>, Faults> {
    let drawn = draw(definition, frame)?;
    Ok(if drawn.sample.to_csv() == fielded {
        Ok(drawn.summary)
    } else {
        Err(Words::new(
            "Mẫu đã khảo sát khác với mẫu mà dàn mẫu, tệp nghiên cứu và số khởi tạo hiện tại cho ra, nên báo cáo không mô tả các giai đoạn chọn mẫu.",
            "The sample in the field is not the one that the present frame, study file and seed would draw, so that its stages are not described.",
        ))
    })
}
