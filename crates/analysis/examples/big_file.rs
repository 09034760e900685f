//! Writes answers of the size of a large survey as Parquet, for measuring: `big_file OUT.parquet [ROWS]`. 50 strata, 40 sampling units
//! in each, a number and two breakdowns that cross to 600 cells. The same arguments give the same file.

use std::env::args;
use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;

const STRATA: u64 = 50;
const UNITS: u64 = 40;
const PIECE: u64 = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let out = args().nth(1).ok_or("usage: big_file OUT.parquet [ROWS]")?;
    let rows: u64 = args().nth(2).map_or(Ok(1_000_000), |text| text.parse())?;
    let mut writer: Option<ArrowWriter<File>> = None;
    let mut start = 0;
    while start < rows {
        let batch = piece(start, PIECE.min(rows - start))?;
        if writer.is_none() {
            writer = Some(ArrowWriter::try_new(File::create(&out)?, batch.schema(), None)?);
        }
        if let Some(writer) = &mut writer {
            writer.write(&batch)?;
        }
        start += PIECE;
    }
    writer.ok_or("no rows")?.close()?;
    Ok(())
}

/// Rows from `start` on.
fn piece(start: u64, rows: u64) -> Result<RecordBatch, Box<dyn Error>> {
    let ids = || start..start + rows;
    let text =
        |of: &dyn Fn(u64) -> String| Arc::new(StringArray::from_iter_values(ids().map(of))) as ArrayRef;
    let number =
        |of: &dyn Fn(u64) -> f64| Arc::new(Float64Array::from_iter_values(ids().map(of))) as ArrayRef;
    let stratum = |id: u64| mixed(id, 1) % STRATA;
    let unit = |id: u64| mixed(id, 2) % UNITS;
    let columns = [
        ("stratum", text(&|id| format!("h{:02}", stratum(id)))),
        ("psu", text(&|id| format!("u{:02}-{:02}", stratum(id), unit(id)))),
        ("weight", number(&|id| 50.0 + (mixed(id, 3) % 1_000) as f64 / 10.0)),
        ("commune_type", text(&|id| format!("c{:02}", mixed(id, 4) % 30))),
        ("age_group", text(&|id| format!("a{:02}", mixed(id, 5) % 20))),
        (
            "score",
            number(&|id| {
                let own = (mixed(id, 6) % 10_000) as f64 / 1_000.0;
                own + stratum(id) as f64 / 50.0 + (mixed(unit(id), 7) % 100) as f64 / 100.0
            }),
        ),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

/// Well mixed bits of a row and a purpose (the finaliser of SplitMix64).
fn mixed(id: u64, purpose: u64) -> u64 {
    let mut bits =
        id.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(purpose.wrapping_mul(0xd1b5_4a32_d192_ed03));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
