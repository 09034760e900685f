//! The permanent random numbers of the units of a frame.

use std::collections::BTreeMap;

use sounding_statistics::sampling::coordinated::{PermanentNumbers, key_of};
use sounding_survey::{Finding, Place};

use super::PERMANENT;
use super::draw::{Draw, Units};
use crate::fault::Faults;

/// The most faults of one kind that are listed.
const LISTED: usize = 20;

/// For each stage that uses them the number of each row's unit.
#[derive(Debug, Default)]
pub(super) struct Register {
    stages: BTreeMap<usize, Vec<f64>>,
}

impl Register {
    /// The numbers of all units, or every unit that has no key of its own.
    pub(super) fn of(draw: &Draw<'_>, seed: u64) -> Result<Register, Faults> {
        let mut register = Register::default();
        let numbers = PermanentNumbers::new(draw.design.permanent.seed.unwrap_or(seed), PERMANENT);
        let mut faults = Vec::new();
        for (at, _) in draw.design.stages.iter().enumerate().filter(|(_, stage)| stage.method.permanent()) {
            let keys = keys(draw, at, &mut faults);
            register.stages.insert(at, keys.into_iter().map(|key| numbers.number(key)).collect());
        }
        if faults.is_empty() { Ok(register) } else { Err(Faults(faults)) }
    }

    /// The numbers of `units` of a stage.
    pub(super) fn numbers(&self, at: usize, units: &Units) -> Vec<f64> {
        self.stages.get(&at).map_or_else(Vec::new, |own| units.iter().map(|(_, rows)| own[rows[0]]).collect())
    }
}

/// The key of each row's unit: the value of `permanent_key`, else the labels of the stages down to it. The stratum is no part of it, so that
/// a unit keeps its number when strata are drawn otherwise.
fn keys(draw: &Draw<'_>, at: usize, faults: &mut Vec<Finding>) -> Vec<u64> {
    let (design, columns) = (draw.design, &draw.frame.columns);
    let named = design.permanent.key.as_ref();
    let mut key_of_unit: BTreeMap<Vec<&str>, &str> = BTreeMap::new();
    let mut unit_of_key: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    let mut keys = Vec::with_capacity(draw.frame.rows);
    let (mut unclear, mut twice) = (Vec::new(), Vec::new());
    let place = |row: usize, column: &str| Place::file(draw.file).line(row as u64 + 2).column(column);
    for row in 0..draw.frame.rows {
        let labels: Vec<&str> =
            design.stages[..=at].iter().map(|stage| columns[&stage.unit][row].as_str()).collect();
        let label = labels.join("/");
        let strata = design.strata.iter().map(|name| columns[name][row].as_str());
        let unit: Vec<&str> = strata.chain(labels).collect();
        if let Some(name) = named {
            let value = columns[name][row].as_str();
            let first = *key_of_unit.entry(unit.clone()).or_insert(value);
            let message = if value.is_empty() {
                format!("\"{label}\" has no permanent key")
            } else if first != value {
                format!("\"{label}\" has the permanent keys \"{first}\" and \"{value}\"")
            } else {
                String::new()
            };
            if !message.is_empty() {
                let remedy = "give all rows of a unit the same identifier";
                unclear.push(Finding::error("E-SAMPLE-009", place(row, name), message, remedy));
                keys.push(0);
                continue;
            }
        }
        let text = named.map_or(label.as_str(), |name| columns[name][row].as_str());
        let key = key_of(text);
        let known = unit_of_key.entry(key).or_insert_with(|| unit.clone());
        if *known != unit {
            twice.push(Finding::error(
                "E-SAMPLE-010",
                place(row, named.unwrap_or(&design.stages[at].unit)),
                format!("another unit has the permanent key \"{text}\" too ({})", known.join(" / ")),
                "name a column in sample.permanent_key that identifies each unit once",
            ));
        }
        keys.push(key);
    }
    faults.extend(unclear.into_iter().take(LISTED).chain(twice.into_iter().take(LISTED)));
    keys
}
