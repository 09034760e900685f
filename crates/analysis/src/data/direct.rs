//! Parquet without the query engine: where nothing is computed, texts come as the file's own dictionaries, so that a label is looked up once
//! for each dictionary and not for each row. Another thread decodes the next batch while one is taken.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};

/// Rows of a batch.
const BATCH: usize = 65_536;

/// Batches that wait to be taken.
const WAITING: usize = 2;

/// Gives the named columns of the file to `each`, batch by batch in the order of the rows, until it breaks. The columns stand in the
/// order of the file, as their schema, given first, says.
pub(super) fn read(
    path: &Path,
    names: &[&str],
    mut each: impl FnMut(&SchemaRef, Option<&RecordBatch>) -> Result<ControlFlow<()>, ArrowError>,
) -> Result<(), ArrowError> {
    let file = File::open(path)?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::default())?;
    let fields: Vec<Arc<Field>> = metadata.schema().fields().iter().map(dictionary).collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)?;
    let places: Vec<usize> =
        names.iter().map(|name| metadata.schema().index_of(name)).collect::<Result<_, _>>()?;
    let mask = ProjectionMask::roots(metadata.parquet_schema(), places);
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build()?;
    let schema = datafusion::arrow::array::RecordBatchReader::schema(&reader);
    if each(&schema, None)?.is_break() {
        return Ok(());
    }
    let (give, take) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        scope.spawn(move || reader.into_iter().map(|batch| give.send(batch)).any(|sent| sent.is_err()));
        for batch in take {
            if each(&schema, Some(&batch?))?.is_break() {
                break;
            }
        }
        Ok(())
    })
}

/// Whether columns of this kind are read the same way here as by the query engine.
pub(super) fn is_plain(kind: &DataType) -> bool {
    kind.is_integer()
        || matches!(kind, DataType::Float32 | DataType::Float64 | DataType::Boolean | DataType::Utf8)
}

/// A text as a dictionary, anything else as it is.
fn dictionary(field: &Arc<Field>) -> Arc<Field> {
    if *field.data_type() != DataType::Utf8 {
        return Arc::clone(field);
    }
    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    Arc::new(field.as_ref().clone().with_data_type(kind))
}
