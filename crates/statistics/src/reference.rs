//! Frozen figures of R and the samples that they were made from, for the tests.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::moments::OUTSIDE;
use crate::variance::{Design, DesignInput};

/// Agreement with R asked of everything that R computes directly.
pub(crate) const RELATIVE: f64 = 1e-9;

/// One frozen figure.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) design: String,
    pub(crate) measure: String,
    pub(crate) domain: String,
    pub(crate) category: String,
    pub(crate) value: f64,
    pub(crate) se: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) df: f64,
    pub(crate) deff: f64,
}

/// A sample as columns of text.
#[derive(Debug)]
pub(crate) struct Sample {
    columns: BTreeMap<String, Vec<String>>,
    pub(crate) rows: usize,
}

pub(crate) fn expected(folder: &str) -> Vec<Expected> {
    let rows = table(&format!("{folder}/expected.csv"));
    let text = |name: &str, row: usize| rows.columns[name][row].clone();
    let number = |name: &str, row: usize| rows.columns[name][row].parse().unwrap_or(f64::NAN);
    (0..rows.rows)
        .map(|row| Expected {
            design: text("design", row),
            measure: text("measure", row),
            domain: text("domain", row),
            category: text("category", row),
            value: number("value", row),
            se: number("se", row),
            low: number("low", row),
            high: number("high", row),
            df: number("df", row),
            deff: number("deff", row),
        })
        .collect()
}

pub(crate) fn table(path: &str) -> Sample {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference").join(path);
    let content =
        std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    let mut lines = content.lines().filter(|line| !line.starts_with('#'));
    let split = |line: &str| -> Vec<String> {
        line.split(',').map(|field| field.trim_matches('"').to_owned()).collect()
    };
    let names = split(lines.next().unwrap());
    let mut columns: BTreeMap<String, Vec<String>> =
        names.iter().map(|name| (name.clone(), Vec::new())).collect();
    let mut rows = 0;
    for line in lines {
        rows += 1;
        for (name, value) in names.iter().zip(split(line)) {
            columns.get_mut(name).unwrap().push(value);
        }
    }
    Sample { columns, rows }
}

impl Sample {
    pub(crate) fn text(&self, name: &str) -> &[String] {
        &self.columns[name]
    }

    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        self.columns[name].iter().map(|value| value.parse().unwrap_or(f64::NAN)).collect()
    }

    /// Codes in the order of the labels.
    pub(crate) fn codes(&self, name: &str) -> Vec<u32> {
        let mut labels = self.columns[name].clone();
        labels.sort();
        labels.dedup();
        self.columns[name].iter().map(|value| labels.binary_search(value).unwrap() as u32).collect()
    }

    /// Cell 0 for the rows whose `name` is `label` (every row when it is empty), outside for the others.
    pub(crate) fn domain(&self, name: &str, label: &str) -> Vec<u32> {
        self.columns[name]
            .iter()
            .map(|value| if label.is_empty() || value == label { 0 } else { OUTSIDE })
            .collect()
    }
}

/// The designs of reference/api/designs.R: sample, tree, leaf and weight of every row.
pub(crate) fn design(name: &str) -> (Sample, Design, Vec<u32>, Vec<f64>) {
    let file = match name {
        "srs" => "apisrs",
        "strat" | "strat_nofpc" => "apistrat",
        "clus1" => "apiclus1",
        "clus2" => "apiclus2",
        _ => panic!("no design {name}"),
    };
    let sample = table(&format!("data/{file}.csv"));
    let strata = name.starts_with("strat").then(|| sample.codes("stype"));
    let (district, school) = (sample.codes("dnum"), sample.codes("snum"));
    let stages: Vec<&[u32]> = match name {
        "clus1" => vec![&district],
        "clus2" => vec![&district, &school],
        _ => Vec::new(),
    };
    let corrections: Vec<Vec<f64>> = match name {
        "strat_nofpc" => Vec::new(),
        "clus2" => vec![sample.numbers("fpc1"), sample.numbers("fpc2")],
        _ => vec![sample.numbers("fpc")],
    };
    let fpc: Vec<&[f64]> = corrections.iter().map(Vec::as_slice).collect();
    let input = DesignInput { rows: sample.rows, strata: strata.as_deref(), stages: &stages, fpc: &fpc };
    let (design, leaves) = Design::new(&input).unwrap();
    let weights = if name == "clus2" { design.weights(&leaves) } else { sample.numbers("pw") };
    (sample, design, leaves, weights)
}

/// Asserts agreement to [`RELATIVE`].
#[track_caller]
pub(crate) fn close(found: f64, expected: f64, what: &str) {
    let both_missing = found.is_nan() && expected.is_nan();
    let scale = expected.abs().max(1e-12);
    assert!(
        both_missing || (found - expected).abs() <= RELATIVE * scale,
        "{what}: found {found}, R has {expected}"
    );
}

/// A case of figures with names.
#[derive(Debug)]
pub(crate) struct Named(BTreeMap<String, f64>);

impl Named {
    pub(crate) fn read(folder: &str) -> Named {
        let rows = table(&format!("{folder}/expected.csv"));
        Named(rows.text("name").iter().cloned().zip(rows.numbers("value")).collect())
    }

    /// R's figure.
    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> f64 {
        *self.0.get(name).unwrap_or_else(|| panic!("no figure {name}"))
    }

    /// Asserts agreement to [`RELATIVE`].
    #[track_caller]
    pub(crate) fn check(&self, name: &str, found: f64) {
        close(found, self.get(name), name);
    }
}

/// The jackknife of one of R's designs: JK1 without strata, JKn with them.
pub(crate) fn jackknife(design: &Design) -> crate::variance::replicates::Replicates {
    use crate::variance::replicates::{Psus, jk1, jkn};
    let psus = Psus::of(design).unwrap();
    if design.strata() == 1 {
        jk1(&psus).unwrap()
    } else {
        jkn(&psus, crate::variance::SinglePsu::Fail).unwrap()
    }
}
