//! Which crate may use which: the direction of the architecture, and the heavy libraries each behind one door.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Rows of the architecture; a crate may use only crates of lower rows.
const ROWS: [(&str, u8); 11] = [
    ("sounding-survey", 0),
    ("sounding-statistics", 0),
    ("sounding-questionnaire", 1),
    ("sounding-disclosure", 1),
    ("sounding-python", 1),
    ("sounding-study", 2),
    ("sounding-analysis", 3),
    ("sounding-report", 4),
    ("sounding-cluster", 4),
    ("sounding-demo", 5),
    ("sounding", 7),
];

/// Libraries that stand behind one door, and the crates that may name them.
const WRAPPERS: [(&str, &[&str]); 12] = [
    // The cluster's session is one of the query engine; it makes it and reads nothing from it.
    ("datafusion", &["sounding-analysis", "sounding-cluster"]),
    ("ballista", &["sounding-cluster"]),
    ("ballista-core", &["sounding-cluster"]),
    ("ballista-executor", &["sounding-cluster"]),
    ("ballista-scheduler", &["sounding-cluster"]),
    ("typst", &["sounding-report"]),
    ("typst-pdf", &["sounding-report"]),
    ("calamine", &["sounding-questionnaire"]),
    ("faer", &["sounding-statistics"]),
    ("pyo3", &["sounding-python"]),
    ("pyo3-arrow", &["sounding-python"]),
    ("clap", &["sounding"]),
];

/// Licences that a library linked into the program may not have.
const COPYLEFT: [&str; 4] = ["GPL", "AGPL", "LGPL", "SSPL"];

pub(super) fn check(root: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output();
    let Ok(metadata) = output
        .map_err(|_| ())
        .and_then(|output| serde_json::from_slice::<Value>(&output.stdout).map_err(|_| ()))
    else {
        return vec!["layers: cargo metadata could not be read; is Cargo.lock up to date?".into()];
    };
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let rows: BTreeMap<&str, u8> = ROWS.into();
    let wrappers: BTreeMap<&str, &[&str]> = WRAPPERS.into();
    let mut breaches = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        if !package["source"].is_null() {
            breaches.extend(copyleft(name, package["license"].as_str().unwrap_or_default()));
            continue;
        }
        if name == "xtask" {
            continue;
        }
        let Some(row) = rows.get(name) else {
            breaches.push(format!(
                "layers: crate {name} has no row; give it one in xtask/src/tidy/layers.rs and ARCHITECTURE.md"
            ));
            continue;
        };
        for dependency in
            package["dependencies"].as_array().into_iter().flatten().filter(|d| d["kind"].is_null())
        {
            let used = dependency["name"].as_str().unwrap_or_default();
            if rows.get(used).is_some_and(|lower| lower >= row) {
                breaches.push(format!(
                    "layers: {name} (row {row}) may not use {used}: it does not stand on a lower row"
                ));
            }
            if let Some(owners) = wrappers.get(used).filter(|owners| !owners.contains(&name)) {
                breaches.push(format!("layers: only {} may use {used}, and {name} does", owners.join(", ")));
            }
        }
    }
    breaches
}

fn copyleft(name: &str, licence: &str) -> Option<String> {
    // "MIT OR LGPL" leaves a choice; a licence without one is judged whole.
    let choices = licence.split(" OR ").map(|choice| choice.trim_matches(['(', ')']));
    let refused = |choice: &str| COPYLEFT.iter().any(|word| choice.contains(word));
    choices
        .clone()
        .all(refused)
        .then(|| format!("layers: {name} has the licence \"{licence}\", which the program does not link"))
}
