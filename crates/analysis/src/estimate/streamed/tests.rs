//! Rows read batch by batch give the figures of all rows in memory, bit for bit.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, Int32Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;

use super::*;
use crate::data::Reading;
use crate::estimate::{Answer, DesignColumns, VarianceMethod, answer};

/// Several batches, in none of which all categories occur first in their order.
const ROWS: u64 = 150_000;

fn mixed(id: u64, purpose: u64) -> u64 {
    let bits = (id + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_mul(2 * purpose + 1);
    (bits ^ (bits >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

fn write(path: &Path) {
    let text = |of: &dyn Fn(u64) -> Option<String>| -> ArrayRef {
        Arc::new((0..ROWS).map(of).collect::<StringArray>())
    };
    let number = |of: &dyn Fn(u64) -> Option<f64>| -> ArrayRef {
        Arc::new((0..ROWS).map(of).collect::<Float64Array>())
    };
    let columns = [
        ("stratum", text(&|id| Some(format!("{}", mixed(id, 1) % 12)))),
        (
            "psu",
            Arc::new((0..ROWS).map(|id| Some((mixed(id, 2) % 9) as i32)).collect::<Int32Array>()) as ArrayRef,
        ),
        ("weight", number(&|id| Some((mixed(id, 3) % 50) as f64 / 7.0))),
        (
            "region",
            text(&|id| (id % 37 != 0).then(|| format!("r{}", 20 - (mixed(id, 4) + id / 40_000) % 20))),
        ),
        ("age", number(&|id| (id % 41 != 0).then(|| (mixed(id, 5) % 15) as f64 * 5.0))),
        ("party", text(&|id| (id % 13 != 0).then(|| format!("p{}", mixed(id, 6) % 7)))),
        ("score", number(&|id| (id % 17 != 0).then(|| (mixed(id, 7) % 1_000) as f64 / 3.0))),
        ("income", number(&|id| (id > 70_000).then(|| (mixed(id, 8) % 10_000) as f64 / 9.0))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn request() -> Request {
    Request {
        design: DesignColumns {
            weights: Some("weight".into()),
            strata: Some("stratum".into()),
            psu: vec!["psu".into()],
            ..DesignColumns::default()
        },
        measures: vec![
            Measure::Mean("score".into()),
            Measure::Total("income".into()),
            Measure::Ratio("income".into(), "score".into()),
            Measure::Proportion("party".into()),
            Measure::Proportion("age".into()),
        ],
        ..Request::default()
    }
}

/// Both answers: batch by batch, and from all rows.
fn both(path: &Path, request: &Request) -> [Answer; 2] {
    let mut source = Source::open(path, Reading::default()).unwrap();
    if let Some(filter) = &request.filter {
        source.derive(DOMAIN, &format!("CASE WHEN {filter} THEN 1 ELSE 0 END")).unwrap();
    }
    let streamed = prepared(&source, request).unwrap().unwrap();
    assert!(streamed.streamed.is_some() && streamed.leaves.is_empty());
    let whole = Prepared::new(&source, request, &[]).unwrap();
    [streamed, whole].map(|prepared| answer(&source, request, &prepared).unwrap())
}

#[test]
fn batches_and_all_rows_give_the_same_bits() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.parquet");
    write(&path);
    let by = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut cases = vec![request()];
    cases.push(Request { by: by(&["region", "age"]), ..request() });
    cases.push(Request { by: by(&["region"]), filter: Some("party <> 'p3'".into()), ..request() });
    cases.push(Request { by: by(&["age"]), variance: VarianceMethod::Bootstrap(20), ..request() });
    cases.push(Request { variance: VarianceMethod::Jkn, ..request() });
    for request in cases {
        let [streamed, whole] = both(&path, &request);
        assert!(streamed.figures.len() > 5 && !streamed.warnings.is_empty());
        assert_eq!(streamed, whole);
    }
}

#[test]
fn what_needs_rows_or_is_wrong_is_left_to_the_rows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.parquet");
    write(&path);
    let source = Source::open(&path, Reading::default()).unwrap();
    let with = |change: &dyn Fn(&mut Request)| {
        let mut request = request();
        change(&mut request);
        prepared(&source, &request).unwrap().is_none()
    };
    assert!(with(&|request| request.measures.push(Measure::Quantile("score".into(), 0.5))));
    assert!(with(&|request| request.design.psu.clear()));
    assert!(with(&|request| request.design.fpc.push("income".into())));
    // A weight, a stratum and a number that are missing or no such thing.
    assert!(with(&|request| request.design.weights = Some("score".into())));
    assert!(with(&|request| request.design.strata = Some("region".into())));
    assert!(with(&|request| request.measures.push(Measure::Mean("party".into()))));
    assert!(!with(&|_| {}));
    let mut source = source;
    source.derive(DOMAIN, "CASE WHEN score > 1e9 THEN 1 ELSE 0 END").unwrap();
    let nobody = Request { filter: Some("score > 1e9".into()), ..request() };
    assert!(prepared(&source, &nobody).unwrap().is_none());
}
