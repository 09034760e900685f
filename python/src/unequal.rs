//! Designs with unequal probabilities without replacement, and the table of their joint probabilities.

use std::collections::BTreeMap;

use sounding_statistics::variance::Design;
use sounding_statistics::variance::pps::{Form, JointProbabilities, PpsError, PpsInput, PpsMethod, PpsRule};
use sounding_survey::Finding;

use crate::categories::Categories;
use crate::fault::{Faults, finding};
use crate::table::{Numbers, Table};

/// At most so many pairs are listed.
const LISTED: usize = 10;

/// Units that were drawn with unequal probabilities without replacement.
#[derive(Debug)]
pub(crate) struct Unequal {
    /// Inclusion probabilities, one column for each stage, given the stages before.
    pub(crate) probabilities: Vec<String>,
    /// How they enter the variance.
    pub(crate) method: PpsMethod,
    /// The quadratic form, where the method has two.
    pub(crate) form: Form,
    /// For [`PpsMethod::Joint`]: columns `a`, `b` and `p`, two first-stage units and their joint probability. Pairs that it leaves
    /// out are independent.
    pub(crate) joint: Option<Table>,
}

impl Unequal {
    /// The method in words.
    pub(crate) fn words(&self) -> String {
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

    /// The design of the units, and the leaf of each row. `first` are the labels of the first stage, where units have any.
    pub(crate) fn design(
        &self,
        rows: usize,
        probabilities: &[Numbers],
        strata: Option<&[u32]>,
        stages: &[&[u32]],
        first: Option<&Categories>,
    ) -> Result<(Design, Vec<u32>), Faults> {
        let joint = match (&self.joint, probabilities.first()) {
            (Some(pairs), Some(own)) => Some(joint(pairs, first, own)?),
            _ => None,
        };
        let probabilities: Vec<&[f64]> = probabilities.iter().map(|column| &column[..]).collect();
        let input = PpsInput { rows, strata, stages, probabilities: &probabilities };
        let rule = PpsRule { method: self.method, form: self.form, joint, mean_square: None };
        Design::unequal(&input, rule).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &PpsError) -> Faults {
        let column = |stage: usize| self.probabilities.get(stage - 1).map_or("", String::as_str);
        match error {
            PpsError::ProbabilityVaries { stage, row } => Faults::one(
                "E-EST-012",
                column(*stage),
                format!("row {row}: rows of one unit have different probabilities"),
                "give all rows of a unit the probability with which the unit was drawn",
            ),
            PpsError::Stages { stages, probabilities } => Faults::one(
                "E-EST-012",
                "probabilities",
                format!("there are {probabilities} columns of probabilities for {stages} stages"),
                "name one column of probabilities for each stage of psu=",
            ),
            PpsError::Units { .. } | PpsError::Diagonal { .. } | PpsError::Joint { .. } => Faults::one(
                "E-EST-011",
                "joint",
                format!("the joint probabilities do not fit the sample: {error}"),
                "give the joint probabilities of these units with joint=",
            ),
            _ => Faults::one("E-EST-010", column(1), error.to_string(), "correct the probabilities"),
        }
    }
}

/// Joint probabilities by the labels of the units, or by rows counted from 0. Units are numbered in the order of their first rows.
fn joint(pairs: &Table, first: Option<&Categories>, own: &[f64]) -> Result<JointProbabilities, Faults> {
    pairs.require(["a", "b", "p"])?;
    let (a, b, p) = (pairs.categories("a")?, pairs.categories("b")?, pairs.numbers("p")?);
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut probabilities = Vec::new();
    for (row, &probability) in own.iter().enumerate() {
        let label = match first {
            Some(labels) => labels.of_row(row).unwrap_or_default(),
            None => row.to_string(),
        };
        let next = numbers.len() as u32;
        if *numbers.entry(label).or_insert(next) == next {
            probabilities.push(probability);
        }
    }
    let units = |column: &Categories| -> Vec<Option<u32>> {
        (0..column.len()).map(|code| numbers.get(&column.label(code)).copied()).collect()
    };
    let (of_a, of_b) = (units(&a), units(&b));
    let mut faults: Vec<Finding> = Vec::new();
    let mut found: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for (row, &p) in p.iter().enumerate() {
        let unit = |column: &Categories, of: &[Option<u32>]| {
            let unit = of.get(column.codes[row] as usize).copied().flatten();
            unit.ok_or_else(|| column.of_row(row).unwrap_or_default())
        };
        let mut wrong = |column: &str, message: String, remedy: &str| {
            if faults.len() < LISTED {
                faults.push(finding("E-EST-011", column, format!("row {row} of joint: {message}"), remedy));
            }
        };
        match (unit(&a, &of_a), unit(&b, &of_b)) {
            // A unit's probability with itself is its own, which the table has.
            (Ok(a), Ok(b)) if a == b => {}
            (Ok(a), Ok(b)) => {
                if let Some(before) = found.insert((a.min(b), a.max(b)), p).filter(|before| *before != p) {
                    let message = format!("the pair stands twice, with {before} and {p}");
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
    let found: Vec<(u32, u32, f64)> = found.into_iter().map(|((a, b), p)| (a, b, p)).collect();
    JointProbabilities::sparse(&probabilities, &found).map_err(|error| {
        let message = match error {
            PpsError::Joint { a, b, value } => {
                let label = |unit: usize| {
                    let named = numbers.iter().find(|(_, number)| **number as usize == unit);
                    named.map_or("", |(label, _)| label.as_str())
                };
                format!("{value} cannot be the joint probability of {} and {}", label(a), label(b))
            }
            other => other.to_string(),
        };
        let remedy = "a joint probability is above 0 and at most the smaller of the two units' own";
        Faults::one("E-EST-011", "p", message, remedy)
    })
}
