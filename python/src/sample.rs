//! From columns to a design: strata, units, corrections and weights, with everything wrong said at once.

use sounding_statistics::variance::{Design, DesignError, DesignInput, SinglePsu};
use sounding_survey::Finding;

use crate::categories::MISSING;
use crate::fault::{Faults, finding};
use crate::replicates::{ReadyNames, Replicated};
use crate::settings::Made;
use crate::table::{Numbers, Table};

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// Columns that describe the design.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Weights; without them they follow from `fpc`, and without either every row weighs one.
    pub(crate) weights: Option<String>,
    /// Strata of the first stage.
    pub(crate) strata: Option<String>,
    /// Sampling units, one column for each stage, nested in the strata.
    pub(crate) psu: Vec<String>,
    /// Population counts or sampling fractions, one column for each stage.
    pub(crate) fpc: Vec<String>,
}

/// How variances are estimated.
#[derive(Debug, Clone)]
pub(crate) enum Variance {
    /// Taylor linearisation.
    Taylor,
    /// Replicates made from the design, the random ones with this seed.
    Made(Made, u64),
    /// Replicate weights that the table brings.
    Ready(ReadyNames),
}

/// A table with its design: everything that estimates share.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) table: Table,
    pub(crate) names: Names,
    pub(crate) design: Design,
    /// Leaf of each row.
    pub(crate) leaves: Vec<u32>,
    pub(crate) weights: Numbers,
    pub(crate) single: SinglePsu,
    pub(crate) replicated: Option<Replicated>,
    /// How variances are estimated, in words.
    pub(crate) variance: String,
    /// What was noticed when the design was made.
    pub(crate) warnings: Vec<String>,
}

impl Sample {
    pub(crate) fn new(
        table: Table,
        names: Names,
        single: SinglePsu,
        variance: Variance,
        mse: bool,
    ) -> Result<Sample, Faults> {
        let ready: &[String] = match &variance {
            Variance::Ready(ready) => &ready.columns,
            _ => &[],
        };
        let all = names.weights.iter().chain(&names.strata).chain(&names.psu).chain(&names.fpc).chain(ready);
        table.require(all.map(String::as_str))?;
        let mut faults = Vec::new();
        let mut codes = |name: &String| match table.categories(name) {
            Ok(categories) => {
                let rows = (0..table.rows).filter(|&row| categories.codes[row] == MISSING);
                report(
                    &mut faults,
                    "E-EST-002",
                    name,
                    rows.collect(),
                    |_| "the row has no stratum or sampling unit".to_owned(),
                    "give every row its stratum and its units",
                );
                Some(categories)
            }
            Err(more) => {
                faults.extend(more.0);
                None
            }
        };
        let strata = names.strata.as_ref().map(&mut codes);
        let stages: Vec<_> = names.psu.iter().map(&mut codes).collect();
        let mut numbers =
            |name: &String, code: &'static str, wrong: fn(f64) -> bool, what: &str, remedy: &str| match table
                .numbers(name)
            {
                Ok(values) => {
                    let rows = (0..table.rows).filter(|&row| wrong(values[row]));
                    report(&mut faults, code, name, rows.collect(), |row| found(what, values[row]), remedy);
                    Some(values)
                }
                Err(more) => {
                    faults.extend(more.0);
                    None
                }
            };
        let fpc: Vec<_> = names
            .fpc
            .iter()
            .map(|name| {
                let what = "a population count or sampling fraction";
                let remedy = "give the number of units in the population, or the sampling fraction";
                numbers(name, "E-EST-003", |value| value.is_nan() || value <= 0.0, what, remedy)
            })
            .collect();
        let weights = names.weights.as_ref().map(|name| {
            let remedy = "give every row a weight; a nonrespondent has 0";
            let wrong = |value: f64| !value.is_finite() || value < 0.0;
            numbers(name, "E-EST-004", wrong, "a weight of zero or more", remedy)
        });
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        let strata = strata.flatten();
        let stages: Vec<_> = stages.into_iter().flatten().collect();
        let stages: Vec<&[u32]> = stages.iter().map(|stage| stage.codes.as_slice()).collect();
        let fpc: Vec<Numbers> = fpc.into_iter().flatten().collect();
        let fpc: Vec<&[f64]> = fpc.iter().map(|column| &column[..]).collect();
        let strata = strata.as_ref().map(|strata| strata.codes.as_slice());
        let input = DesignInput { rows: table.rows, strata, stages: &stages, fpc: &fpc };
        let (design, leaves) = Design::new(&input).map_err(|error| design_fault(&error, &names, &table))?;
        let weights = weights.flatten().unwrap_or_else(|| {
            let own = if fpc.is_empty() { vec![1.0; table.rows] } else { design.weights(&leaves) };
            own.into()
        });
        let mut sample = Sample {
            table,
            names,
            design,
            leaves,
            weights,
            single,
            replicated: None,
            variance: "variance by Taylor linearisation".to_owned(),
            warnings: Vec::new(),
        };
        match variance {
            Variance::Taylor => {}
            Variance::Made(made, seed) => Replicated::made(&mut sample, made, seed, mse)?,
            Variance::Ready(ready) => Replicated::ready(&mut sample, ready, mse)?,
        }
        Ok(sample)
    }

    /// What is wrong with the design, in the names of the table.
    pub(crate) fn fault(&self, error: &DesignError) -> Faults {
        design_fault(error, &self.names, &self.table)
    }

    /// The label of a stratum.
    pub(crate) fn stratum(&self, number: usize) -> Option<String> {
        let row = self.design.row_of_strata().get(number)?;
        self.table.categories(self.names.strata.as_deref()?).ok()?.of_row(*row)
    }
}

fn design_fault(error: &DesignError, names: &Names, table: &Table) -> Faults {
    let fpc = |stage: usize| names.fpc.get(stage - 1).cloned().unwrap_or_default();
    match error {
        DesignError::SinglePsu { stage, rows } => {
            let name = if *stage == 1 { names.strata.as_ref() } else { names.psu.get(stage - 2) };
            let column = name.and_then(|name| table.categories(name).ok());
            let label = |row: &usize| {
                column.as_ref().and_then(|column| column.of_row(*row)).unwrap_or_else(|| "(all)".into())
            };
            let mut labels: Vec<String> = rows.iter().map(label).collect();
            labels.sort();
            Faults::one(
                "E-EST-005",
                name.map_or("", String::as_str),
                format!("a single sampling unit at stage {stage} in: {}", labels.join(", ")),
                "join each with a similar stratum, or name a rule with single_psu=",
            )
        }
        DesignError::FpcVaries { stage, row } => Faults::one(
            "E-EST-006",
            &fpc(*stage),
            format!(
                "row {row}: the finite population correction differs within a stratum (or within a unit of the stage before)"
            ),
            "give every row of a stratum the same population count",
        ),
        DesignError::FpcTooSmall { stage, row, sampled, population } => Faults::one(
            "E-EST-007",
            &fpc(*stage),
            format!("row {row}: {sampled} units were sampled from a population of {population}"),
            "give the number of units in the population, not in the sample",
        ),
        DesignError::Fpc { .. } | DesignError::Length { .. } => {
            Faults::one("E-EST-003", "", error.to_string(), "give a count or a fraction for every row")
        }
    }
}

fn found(expected: &str, value: f64) -> String {
    if value.is_nan() {
        format!("expected {expected}, found nothing")
    } else {
        format!("expected {expected}, found {value}")
    }
}

fn report(
    faults: &mut Vec<Finding>,
    code: &'static str,
    name: &str,
    rows: Vec<usize>,
    message: impl Fn(usize) -> String,
    remedy: &str,
) {
    let count = rows.len();
    for row in rows.into_iter().take(LISTED) {
        faults.push(finding(code, name, format!("row {row}: {}", message(row)), remedy));
    }
    if count > LISTED {
        faults.push(finding(code, name, format!("the same in {} more rows", count - LISTED), remedy));
    }
}
