//! Columns written as a Parquet file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use sounding_survey::Place;

use super::frame::{Column, Frame};
use crate::fault::Faults;

/// Writes a frame: numbers as doubles, texts as strings, missing values as nulls.
pub fn write_parquet(frame: &Frame, path: &Path) -> Result<(), Faults> {
    let columns = frame.names().filter_map(|name| {
        let column: ArrayRef = match frame.column(name)? {
            Column::Number(values) => {
                Arc::new(values.iter().map(|y| (!y.is_nan()).then_some(*y)).collect::<Float64Array>())
            }
            Column::Text(text) => {
                Arc::new((0..frame.rows).map(|row| text.label(row)).collect::<StringArray>())
            }
        };
        Some((name.to_owned(), column))
    });
    let write = || -> Result<(), Box<dyn std::error::Error>> {
        let batch = RecordBatch::try_from_iter(columns)?;
        let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?;
        writer.write(&batch)?;
        writer.close()?;
        Ok(())
    };
    write().map_err(|cause| {
        Faults::one(
            "E-IO-001",
            Place::file(path.display().to_string()),
            format!("the file or folder cannot be used: {cause}"),
            "check the path, the permissions and the space on the disk",
        )
    })
}
