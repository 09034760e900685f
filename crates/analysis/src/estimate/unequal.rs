//! Designs with unequal probabilities without replacement, and the file of their joint probabilities.

use std::collections::BTreeMap;

use sounding_statistics::variance::Design;
use sounding_statistics::variance::pps::{Form, JointProbabilities, PpsError, PpsInput, PpsMethod, PpsRule};
use sounding_survey::{Finding, Place};

use super::UnequalColumns;
use crate::data::{Reading, Source, Text};
use crate::fault::Faults;

/// At most so many pairs are listed.
const LISTED: usize = 10;

impl UnequalColumns {
    /// The method in words.
    pub(super) fn words(&self) -> String {
        let form = match self.form {
            Form::HorvitzThompson => "Horvitz-Thompson",
            Form::YatesGrundy => "Yates-Grundy",
        };
        match self.method {
            PpsMethod::Joint => format!("with joint probabilities ({form})"),
            PpsMethod::HartleyRao => format!("with Hartley and Rao's joint probabilities ({form})"),
            PpsMethod::Overton => format!("with Overton's joint probabilities ({form})"),
            PpsMethod::Brewer => "with Brewer's approximation".to_owned(),
            PpsMethod::Hajek => "with Hájek's approximation".to_owned(),
            PpsMethod::Deville => "with Deville's approximation".to_owned(),
        }
    }
}

/// The design of the units, and the leaf of each row. `first` are the labels of the first stage, where units have any.
pub(super) fn design(
    source: &Source,
    columns: &UnequalColumns,
    probabilities: &[Vec<f64>],
    strata: Option<&[u32]>,
    stages: &[&[u32]],
    first: Option<&Text>,
) -> Result<(Design, Vec<u32>), Faults> {
    let rows = probabilities.first().map_or(0, Vec::len);
    let joint = match (&columns.method, &columns.joint) {
        (PpsMethod::Joint, Some(path)) => {
            let labels: Vec<String> = match first {
                Some(text) => text.codes.iter().map(|&code| text.labels[code as usize].clone()).collect(),
                None => (1..=rows).map(|row| row.to_string()).collect(),
            };
            Some(joint(path, &labels, probabilities.first().map_or(&[][..], Vec::as_slice))?)
        }
        _ => None,
    };
    let probabilities: Vec<&[f64]> = probabilities.iter().map(Vec::as_slice).collect();
    let input = PpsInput { rows, strata, stages, probabilities: &probabilities };
    let rule = PpsRule { method: columns.method, form: columns.form, joint, mean_square: None };
    Design::unequal(&input, rule).map_err(|error| fault(&error, source, columns))
}

/// Joint probabilities by the labels of the units. Units are numbered in the order of their first rows.
fn joint(path: &std::path::Path, labels: &[String], own: &[f64]) -> Result<JointProbabilities, Faults> {
    let source = Source::open(path, Reading::default())?;
    let frame = source.frame(["a", "b", "p"])?;
    let values = source.numbers(&frame, "p")?;
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut probabilities = Vec::new();
    for (label, &p) in labels.iter().zip(own) {
        let next = numbers.len() as u32;
        if *numbers.entry(label).or_insert(next) == next {
            probabilities.push(p);
        }
    }
    let file = path.display().to_string();
    let mut faults: Vec<Finding> = Vec::new();
    let mut pairs: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for (row, &p) in values.iter().enumerate() {
        let unit = |name: &str| {
            let label = frame.column(name).and_then(|column| column.label(row)).unwrap_or_default();
            numbers.get(label.as_str()).copied().ok_or(label)
        };
        let mut wrong = |column: &str, message: String, remedy: &str| {
            if faults.len() < LISTED {
                let place = Place::file(&file).line(row as u64 + 2).column(column);
                faults.push(Finding::error("E-EST-011", place, message, remedy));
            }
        };
        match (unit("a"), unit("b")) {
            // A unit's probability with itself is its own, which the file of answers has.
            (Ok(a), Ok(b)) if a == b => {}
            (Ok(a), Ok(b)) => {
                let before = pairs.insert((a.min(b), a.max(b)), p);
                if before.is_some_and(|before| before != p) {
                    let message = format!("the pair stands twice, with {} and {p}", before.unwrap_or(p));
                    wrong("p", message, "give each pair one joint probability");
                }
            }
            (Err(label), _) => {
                wrong("a", format!("\"{label}\" is no unit of the sample"), "name sampled units only");
            }
            (_, Err(label)) => {
                wrong("b", format!("\"{label}\" is no unit of the sample"), "name sampled units only");
            }
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let pairs: Vec<(u32, u32, f64)> = pairs.into_iter().map(|((a, b), p)| (a, b, p)).collect();
    JointProbabilities::sparse(&probabilities, &pairs).map_err(|error| {
        let message = match error {
            PpsError::Joint { a, b, value } => {
                let label = |unit: usize| {
                    let named = numbers.iter().find(|(_, number)| **number as usize == unit);
                    named.map_or_else(String::new, |(label, _)| (*label).to_owned())
                };
                format!("{value} cannot be the joint probability of {} and {}", label(a), label(b))
            }
            other => other.to_string(),
        };
        Faults::one(
            "E-EST-011",
            Place::file(&file).column("p"),
            message,
            "a joint probability is above 0 and at most the smaller of the two units' own",
        )
    })
}

fn fault(error: &PpsError, source: &Source, columns: &UnequalColumns) -> Faults {
    let place = Place::file(source.path().display().to_string());
    let column = |stage: usize| columns.probabilities.get(stage - 1).cloned().unwrap_or_default();
    match error {
        PpsError::ProbabilityVaries { stage, row } => Faults::one(
            "E-EST-012",
            place.line(*row as u64 + 2).column(column(*stage)),
            "rows of one unit have different probabilities",
            "give all rows of a unit the probability with which the unit was drawn",
        ),
        PpsError::Stages { stages, probabilities } => Faults::one(
            "E-EST-012",
            place,
            format!("there are {probabilities} columns of probabilities for {stages} stages"),
            "name one column of probabilities for each stage of --psu",
        ),
        PpsError::Units { .. } | PpsError::Diagonal { .. } | PpsError::Joint { .. } => Faults::one(
            "E-EST-011",
            place,
            format!("the joint probabilities do not fit the sample: {error}"),
            "name the file of the joint probabilities of these units with --joint",
        ),
        _ => Faults::one("E-EST-010", place, error.to_string(), "correct the probabilities"),
    }
}
