//! Reading of the California samples and of R's frozen output, and comparison.

#![allow(dead_code, reason = "every test binary uses its own part of this module")]

use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::{Psus, Replicates, jk1, jkn};
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Relative agreement with R: both sides compute the same sums in another order.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// Two threads, so that every case also runs the parallel path.
pub(crate) const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// A data file of the reference folder, by column.
pub(crate) struct Sample {
    columns: BTreeMap<String, Vec<String>>,
    pub(crate) rows: usize,
}

impl Sample {
    pub(crate) fn read(name: &str) -> Sample {
        let text = read(&format!("data/{name}.csv"));
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut columns: BTreeMap<String, Vec<String>> =
            names.iter().map(|n| ((*n).to_owned(), Vec::new())).collect();
        for line in lines {
            for (name, field) in names.iter().zip(line.split(',')) {
                columns.get_mut(*name).unwrap().push(field.to_owned());
            }
        }
        let rows = columns[names[0]].len();
        Sample { columns, rows }
    }

    pub(crate) fn text(&self, column: &str) -> &[String] {
        &self.columns[column]
    }

    /// Numbers; NaN where the field is empty.
    pub(crate) fn number(&self, column: &str) -> Vec<f64> {
        self.text(column).iter().map(|s| if s.is_empty() { f64::NAN } else { s.parse().unwrap() }).collect()
    }

    /// Codes by order of label, and how many there are.
    pub(crate) fn code(&self, column: &str) -> (Vec<u32>, usize) {
        code(self.text(column))
    }
}

/// A sample, the PSU of each row, and the jackknife of its design.
pub(crate) type Design = (Sample, Vec<u32>, Replicates);

/// The cluster sample of districts, with JK1.
pub(crate) fn clusters() -> Design {
    let sample = Sample::read("apiclus1");
    let (psu, n) = sample.code("dnum");
    let fraction = n as f64 / sample.number("fpc")[0];
    let psus = Psus::new(&vec![0; n], 1).unwrap().with_fraction(&[fraction]).unwrap();
    let replicates = jk1(&psus).unwrap();
    (sample, psu, replicates)
}

/// The stratified sample of schools, with JKn.
pub(crate) fn strata() -> Design {
    let sample = Sample::read("apistrat");
    let (stratum, h) = sample.code("stype");
    let fpc = sample.number("fpc");
    let mut fraction = vec![0.0; h];
    (0..sample.rows).for_each(|row| fraction[stratum[row] as usize] += 1.0 / fpc[row]);
    let psus = Psus::new(&stratum, h).unwrap().with_fraction(&fraction).unwrap();
    (sample, (0..200).collect(), jkn(&psus, SinglePsu::Fail).unwrap())
}

/// Codes by order of label, and how many there are.
pub(crate) fn code(labels: &[String]) -> (Vec<u32>, usize) {
    let mut levels: Vec<&String> = labels.iter().collect();
    levels.sort();
    levels.dedup();
    (labels.iter().map(|l| levels.binary_search(&l).unwrap() as u32).collect(), levels.len())
}

/// R's frozen output of a case, by name.
pub(crate) struct Expected(BTreeMap<String, f64>);

impl Expected {
    pub(crate) fn read(case: &str) -> Expected {
        let text = read(&format!("{case}/expected.csv"));
        let lines = text.lines().filter(|l| !l.starts_with('#')).skip(1);
        Expected(
            lines
                .map(|l| l.rsplit_once(',').map(|(n, v)| (n.to_owned(), v.parse().unwrap())).unwrap())
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> f64 {
        *self.0.get(name).unwrap_or_else(|| panic!("no value {name}"))
    }

    /// Agreement to the tolerance, relative to R's value.
    pub(crate) fn check(&self, name: &str, found: f64) {
        self.check_within(name, found, TOLERANCE);
    }

    pub(crate) fn check_within(&self, name: &str, found: f64, tolerance: f64) {
        let expected = self.get(name);
        let close = (found - expected).abs() <= tolerance * expected.abs().max(1e-12);
        assert!(close, "{name}: expected {expected:e}, found {found:e}");
    }
}

/// A file of the reference folder.
pub(crate) fn read(path: &str) -> String {
    let path = reference(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Replaces a file of the reference folder.
pub(crate) fn write(path: &str, text: &str) {
    fs::write(reference(path), text).unwrap();
}

fn reference(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference").join(path)
}
