//! From columns to a design: strata, units, corrections or probabilities, and weights, with everything wrong said at once.

use std::sync::Arc;

use sounding_statistics::variance::single::{CollapseError, CollapseInput, collapse};
use sounding_statistics::variance::{Design, DesignError, DesignInput, SinglePsu};
use sounding_survey::Finding;

use crate::categories::{Categories, MISSING};
use crate::fault::{Faults, finding};
use crate::replicates::{ReadyNames, Replicated};
use crate::settings::Made;
use crate::table::{Numbers, Table};
use crate::unequal::Unequal;

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// Columns that describe the design.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Weights; without them they follow from `fpc` or from the probabilities, and without any every row weighs one.
    pub(crate) weights: Option<String>,
    /// Strata of the first stage.
    pub(crate) strata: Option<String>,
    /// Sampling units, one column for each stage, nested in the strata.
    pub(crate) psu: Vec<String>,
    /// Population counts or sampling fractions, one column for each stage.
    pub(crate) fpc: Vec<String>,
    /// Unequal probabilities without replacement, in the place of `fpc`.
    pub(crate) unequal: Option<Unequal>,
    /// What says which strata are alike, where single units are joined to others.
    pub(crate) collapse_by: Option<String>,
}

/// How variances are estimated.
#[derive(Debug, Clone)]
pub(crate) enum Variance {
    /// Taylor linearisation.
    Taylor,
    /// Replicates made from the design, the random ones with this seed, successive differences in the order of a column.
    Made(Made, u64, Option<String>),
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
    /// `single` is `None` where strata with a single unit are joined to others.
    pub(crate) fn new(
        table: Table,
        names: Names,
        single: Option<SinglePsu>,
        variance: Variance,
        mse: bool,
    ) -> Result<Sample, Faults> {
        let made = Columns::read(&table, &names, &variance)?.design(&table, &names, single.is_none())?;
        let words =
            names.unequal.as_ref().map(|unequal| format!("variance by linearisation {}", unequal.words()));
        let mut sample = Sample {
            table,
            names,
            design: made.design,
            leaves: made.leaves,
            weights: made.weights,
            single: single.unwrap_or(SinglePsu::Fail),
            replicated: None,
            variance: words.unwrap_or_else(|| "variance by Taylor linearisation".to_owned()),
            warnings: made.joined,
        };
        match variance {
            Variance::Taylor => {}
            Variance::Made(made, seed, order) => {
                Replicated::made(&mut sample, made, seed, order.as_deref(), mse)?;
            }
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

/// The columns of a design, read.
struct Columns {
    strata: Option<Arc<Categories>>,
    units: Vec<Arc<Categories>>,
    fpc: Vec<Numbers>,
    probabilities: Vec<Numbers>,
    weights: Option<Numbers>,
    likeness: Option<Numbers>,
}

/// A design over the rows of a table.
struct Designed {
    design: Design,
    leaves: Vec<u32>,
    weights: Numbers,
    joined: Vec<String>,
}

impl Columns {
    fn read(table: &Table, names: &Names, variance: &Variance) -> Result<Columns, Faults> {
        let more: Vec<&String> = match variance {
            Variance::Taylor => Vec::new(),
            Variance::Made(_, _, order) => order.iter().collect(),
            Variance::Ready(ready) => ready.columns.iter().collect(),
        };
        let probabilities = names.unequal.iter().flat_map(|unequal| &unequal.probabilities);
        let all = (names.weights.iter().chain(&names.strata).chain(&names.psu).chain(&names.fpc))
            .chain(probabilities.clone())
            .chain(&names.collapse_by)
            .chain(more);
        table.require(all.map(String::as_str))?;
        let mut read = Reader { table, faults: Vec::new() };
        let columns = Columns {
            strata: names.strata.as_ref().and_then(|name| read.codes(name)),
            units: names.psu.iter().filter_map(|name| read.codes(name)).collect(),
            fpc: (names.fpc.iter())
                .filter_map(|name| {
                    let what = "a population count or sampling fraction";
                    let remedy = "give the number of units in the population, or the sampling fraction";
                    read.numbers(name, "E-EST-003", |value| value.is_nan() || value <= 0.0, what, remedy)
                })
                .collect(),
            probabilities: probabilities
                .filter_map(|name| {
                    let what = "a probability of inclusion above 0 and at most 1";
                    let remedy = "give every unit the probability with which it was drawn";
                    read.numbers(name, "E-EST-010", |value| !(value > 0.0 && value <= 1.0), what, remedy)
                })
                .collect(),
            weights: names.weights.as_ref().and_then(|name| {
                let remedy = "give every row a weight; a nonrespondent has 0";
                let wrong = |value: f64| !value.is_finite() || value < 0.0;
                read.numbers(name, "E-EST-004", wrong, "a weight of zero or more", remedy)
            }),
            likeness: names.collapse_by.as_ref().and_then(|name| {
                let what = "a number that says which strata are alike";
                let remedy = "give every stratum a number, the same in all of its rows";
                read.numbers(name, "E-EST-013", |value| !value.is_finite(), what, remedy)
            }),
        };
        if read.faults.is_empty() { Ok(columns) } else { Err(Faults(read.faults)) }
    }

    fn design(mut self, table: &Table, names: &Names, join: bool) -> Result<Designed, Faults> {
        let stages: Vec<&[u32]> = self.units.iter().map(|units| units.codes.as_slice()).collect();
        let given = self.strata.as_ref().map(|strata| strata.codes.as_slice());
        let mut own = Vec::new();
        let mut joined = Vec::new();
        if let (true, Some(labels), Some(strata)) = (join, &self.strata, given) {
            let collapsed = collapse(&CollapseInput {
                strata,
                psus: stages.first().copied(),
                fpc: self.fpc.first().map(|fpc| &fpc[..]),
                similarity: self.likeness.as_deref(),
                blocks: None,
            });
            let collapsed = collapsed.map_err(|error| collapse_fault(&error, names, table))?;
            let named = |group: &Vec<u32>| {
                let group: Vec<String> = group.iter().map(|&code| labels.label(code as usize)).collect();
                format!("strata joined for the variance: {}", group.join(", "))
            };
            joined = collapsed.groups.iter().map(named).collect();
            own = collapsed.strata;
            if let (Some(first), Some(fpc)) = (self.fpc.first_mut(), collapsed.fpc) {
                *first = fpc.into();
            }
        }
        let strata = if join && given.is_some() { Some(own.as_slice()) } else { given };
        let (design, leaves) = if let Some(unequal) = &names.unequal {
            let first = self.units.first().map(AsRef::as_ref);
            unequal.design(table.rows, &self.probabilities, strata, &stages, first)?
        } else {
            let fpc: Vec<&[f64]> = self.fpc.iter().map(|column| &column[..]).collect();
            let input = DesignInput { rows: table.rows, strata, stages: &stages, fpc: &fpc };
            Design::new(&input).map_err(|error| design_fault(&error, names, table))?
        };
        let weights = self.weights.unwrap_or_else(|| {
            let plain = self.fpc.is_empty() && names.unequal.is_none();
            let own = if plain { vec![1.0; table.rows] } else { design.weights(&leaves) };
            own.into()
        });
        Ok(Designed { design, leaves, weights, joined })
    }
}

/// Reads columns and keeps what is wrong with them.
struct Reader<'a> {
    table: &'a Table,
    faults: Vec<Finding>,
}

impl Reader<'_> {
    fn codes(&mut self, name: &str) -> Option<Arc<Categories>> {
        match self.table.categories(name) {
            Ok(categories) => {
                let rows = (0..self.table.rows).filter(|&row| categories.codes[row] == MISSING).collect();
                let message = |_| "the row has no stratum or sampling unit".to_owned();
                self.report("E-EST-002", name, rows, message, "give every row its stratum and its units");
                Some(categories)
            }
            Err(more) => {
                self.faults.extend(more.0);
                None
            }
        }
    }

    fn numbers(
        &mut self,
        name: &str,
        code: &'static str,
        wrong: impl Fn(f64) -> bool,
        what: &str,
        remedy: &str,
    ) -> Option<Numbers> {
        match self.table.numbers(name) {
            Ok(values) => {
                let rows = (0..self.table.rows).filter(|&row| wrong(values[row])).collect();
                self.report(code, name, rows, |row| found(what, values[row]), remedy);
                Some(values)
            }
            Err(more) => {
                self.faults.extend(more.0);
                None
            }
        }
    }

    fn report(
        &mut self,
        code: &'static str,
        name: &str,
        rows: Vec<usize>,
        message: impl Fn(usize) -> String,
        remedy: &str,
    ) {
        let count = rows.len();
        for row in rows.into_iter().take(LISTED) {
            self.faults.push(finding(code, name, format!("row {row}: {}", message(row)), remedy));
        }
        if count > LISTED {
            let message = format!("the same in {} more rows", count - LISTED);
            self.faults.push(finding(code, name, message, remedy));
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

fn collapse_fault(error: &CollapseError, names: &Names, table: &Table) -> Faults {
    match error {
        CollapseError::Design(error) => design_fault(error, names, table),
        CollapseError::Varies { row } => Faults::one(
            "E-EST-013",
            names.collapse_by.as_deref().unwrap_or_default(),
            format!("row {row}: what strata are joined by differs within a stratum"),
            "give all rows of a stratum the same number",
        ),
        CollapseError::NoPartner { rows } => {
            design_fault(&DesignError::SinglePsu { stage: 1, rows: rows.clone() }, names, table)
        }
    }
}
