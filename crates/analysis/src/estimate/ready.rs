//! Replicate weights that a file brings: its columns, and what is wrong with them.

use std::num::NonZeroUsize;

use sounding_statistics::variance::replicates::{
    Centre, ReadyColumns, ReadyError, ReadyInput, ReadyReplicates,
};
use sounding_survey::{Finding, Place};

use super::ReplicateColumns;
use crate::data::{Frame, Source};
use crate::fault::Faults;

/// At most so many values are listed for one kind of fault.
const LISTED: usize = 10;

/// The columns as numbers, or everything in them that is none.
pub(crate) fn slices<'a>(
    source: &Source,
    columns: &ReplicateColumns,
    frame: &'a Frame,
) -> Result<Vec<&'a [f64]>, Faults> {
    let mut slices = Vec::new();
    let (mut faults, mut holes) = (Vec::new(), 0);
    for name in &columns.columns {
        let values = match source.numbers(frame, name) {
            Ok(values) => values,
            Err(more) => {
                faults.extend(more.0);
                continue;
            }
        };
        for (row, value) in values.iter().enumerate().filter(|(_, value)| !value.is_finite()) {
            holes += 1;
            if holes <= LISTED {
                let place = place(source).line(row as u64 + 2).column(name);
                faults.push(Finding::error("E-EST-014", place, hole(*value), REMEDY_OF_HOLES));
            }
        }
        slices.push(values);
    }
    if holes > LISTED {
        let message = format!("the same in {} more values", holes - LISTED);
        faults.push(Finding::error("E-EST-014", place(source), message, REMEDY_OF_HOLES));
    }
    if faults.is_empty() { Ok(slices) } else { Err(Faults(faults)) }
}

/// The replicates of full-sample `weights`; `slices` are their columns.
pub(crate) fn ready<'a>(
    source: &Source,
    columns: &'a ReplicateColumns,
    slices: &'a [&'a [f64]],
    weights: &'a [f64],
    threads: NonZeroUsize,
) -> Result<ReadyReplicates<'a>, Faults> {
    let input = ReadyInput {
        weights,
        columns: ReadyColumns::Slices(slices),
        content: columns.content,
        method: columns.method,
        scale: columns.scale,
        rscales: (!columns.rscales.is_empty()).then_some(columns.rscales.as_slice()),
        corrections: None,
        degrees_of_freedom: columns.df,
    };
    ReadyReplicates::new(&input, threads).map_err(|error| fault(&error, source, columns))
}

impl ReplicateColumns {
    /// The same, a single rscale serving for all replicates.
    #[must_use]
    pub fn spread(mut self) -> ReplicateColumns {
        if let [one] = self.rscales[..] {
            self.rscales = vec![one; self.columns.len()];
        }
        self
    }

    /// From where deviations are taken.
    pub(crate) fn centre(&self) -> Centre {
        if self.around_estimate { Centre::FullSample } else { Centre::ReplicateMean }
    }
}

const REMEDY_OF_HOLES: &str =
    "give every row a weight in every replicate; who is left out of a replicate has 0";

fn hole(value: f64) -> String {
    let found = if value.is_nan() { "nothing".to_owned() } else { value.to_string() };
    format!("expected a replicate weight, found {found}")
}

fn place(source: &Source) -> Place {
    Place::file(source.path().display().to_string())
}

/// What is wrong with replicate weights, in the names of the file.
fn fault(error: &ReadyError, source: &Source, columns: &ReplicateColumns) -> Faults {
    let place = match error {
        ReadyError::ReplicateWeight { replicate, row, .. } => place(source)
            .line(*row as u64 + 2)
            .column(columns.columns.get(*replicate).cloned().unwrap_or_default()),
        _ => place(source),
    };
    let (message, remedy) = match error {
        ReadyError::ReplicateWeight { value, .. } => (hole(*value), REMEDY_OF_HOLES),
        ReadyError::TooFew { replicates } => (
            format!("{replicates} column of replicate weights is too few: two at least make a variance"),
            "name all columns of replicate weights, such as --rep-weights \"repw*\" (rep_weights in study.toml)",
        ),
        ReadyError::ScaleMissing | ReadyError::RscalesMissing => (
            error.to_string(),
            "give --rep-scale or --rep-rscales (rep_scale or rep_rscales in study.toml) as the file's documentation has them",
        ),
        _ => {
            (error.to_string(), "see the file's documentation for the method and the scale of its replicates")
        }
    };
    Faults::one("E-EST-014", place, message, remedy)
}
