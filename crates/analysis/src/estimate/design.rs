//! From columns to a design: strata, units, corrections or probabilities, and weights, with everything wrong said at once.

use std::borrow::Cow;

use sounding_statistics::variance::single::{CollapseError, CollapseInput, collapse};
use sounding_statistics::variance::{Design, DesignError, DesignInput, SinglePsu};
use sounding_survey::{Finding, Place};

use super::domains::texts;
use super::{DesignColumns, Request, SinglePsuRule};
use super::{phases, unequal};
use crate::data::{Frame, MISSING, Source, Text};
use crate::fault::Faults;

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// A design over the rows of a file.
pub(super) struct Made {
    pub(super) design: Design,
    /// Leaf of each row.
    pub(super) leaves: Vec<u32>,
    pub(super) weights: Vec<f64>,
    /// Labels of the strata of each group that were joined.
    pub(super) joined: Vec<String>,
}

/// The design that the request's columns describe.
pub(super) fn design(source: &Source, request: &Request, frame: &Frame) -> Result<Made, Faults> {
    let columns = &request.design;
    let file = source.path().display().to_string();
    let mut read = Reader { source, frame, file: &file, faults: Vec::new() };
    let strata = columns.strata.as_deref().map(|name| read.codes(name));
    let units: Vec<Cow<'_, Text>> = columns.psu.iter().map(|name| read.codes(name)).collect();
    let fpc: Vec<Vec<f64>> = columns
        .fpc
        .iter()
        .map(|name| {
            read.numbers(
                name,
                "E-EST-003",
                |value| value.is_nan() || value <= 0.0,
                "a population count or sampling fraction",
                "give the number of units in the population, or the sampling fraction",
            )
        })
        .collect();
    let probabilities: Vec<Vec<f64>> = (columns.unequal.iter().flat_map(|unequal| &unequal.probabilities))
        .map(|name| {
            read.numbers(
                name,
                "E-EST-010",
                |value| !(value > 0.0 && value <= 1.0),
                "a probability of inclusion above 0 and at most 1",
                "give every unit the probability with which it was drawn",
            )
        })
        .collect();
    let weights = columns.weights.as_deref().map(|name| {
        read.numbers(
            name,
            "E-EST-004",
            |value| value.is_nan() || value < 0.0,
            "a weight of zero or more",
            "give every row a weight; a nonrespondent has 0",
        )
    });
    let likeness = request.collapse_by.as_deref().map(|name| {
        read.numbers(
            name,
            "E-EST-013",
            |value| !value.is_finite(),
            "a number that says which strata are alike",
            "give every stratum a number, the same in all of its rows",
        )
    });
    if !read.faults.is_empty() {
        return Err(Faults(read.faults));
    }
    let stages: Vec<&[u32]> = units.iter().map(|text| text.codes.as_slice()).collect();
    let mut strata = strata;
    let mut corrections = fpc;
    let mut joined = Vec::new();
    if let (SinglePsuRule::Collapse, Some(given)) = (request.single_psu, &mut strata) {
        let psus = stages.first().copied();
        joined = join(given.to_mut(), psus, corrections.first_mut(), likeness.as_deref())
            .map_err(|error| collapse_fault(&error, &file, columns, request.collapse_by.as_deref(), frame))?;
    }
    let (crossed, shares) = match &columns.frames {
        Some(frames) => Some(phases::frames(source, frames, frame, strata.as_deref())?),
        None => None,
    }
    .unzip();
    let codes = crossed.as_deref().or(strata.as_ref().map(|text| text.codes.as_slice()));
    let fpc: Vec<&[f64]> = corrections.iter().map(Vec::as_slice).collect();
    let input = DesignInput { rows: frame.rows, strata: codes, stages: &stages, fpc: &fpc };
    let (design, leaves, mut weights) = if let Some(second) = &columns.second {
        phases::second(source, columns, second, frame, &input, weights, request.single_psu.into())?
    } else {
        let (design, leaves) = if let Some(unequal) = &columns.unequal {
            let first = units.first().map(|text| &**text);
            unequal::design(source, unequal, &probabilities, codes, &stages, first)?
        } else {
            Design::new(&input).map_err(|error| design_fault(&error, &file, columns, frame))?
        };
        let weights = weights.unwrap_or_else(|| {
            if corrections.is_empty() && columns.unequal.is_none() {
                vec![1.0; frame.rows]
            } else {
                design.weights(&leaves)
            }
        });
        (design, leaves, weights)
    };
    // Whoever could be drawn from several frames counts once in all of them together.
    for (weight, share) in weights.iter_mut().zip(shares.iter().flatten()) {
        *weight *= share;
    }
    Ok(Made { design, leaves, weights, joined })
}

/// Joins the strata that have a single unit to those most like them, and says which.
pub(crate) fn join(
    strata: &mut Text,
    psus: Option<&[u32]>,
    fpc: Option<&mut Vec<f64>>,
    likeness: Option<&[f64]>,
) -> Result<Vec<String>, CollapseError> {
    let joined = collapse(&CollapseInput {
        strata: &strata.codes,
        psus,
        fpc: fpc.as_ref().map(|fpc| fpc.as_slice()),
        similarity: likeness,
        blocks: None,
    })?;
    let names = |group: &Vec<u32>| {
        let labels: Vec<&str> = group.iter().map(|&code| strata.labels[code as usize].as_str()).collect();
        labels.join(", ")
    };
    let notes = joined.groups.iter().map(names).collect();
    strata.codes = joined.strata;
    if let (Some(first), Some(fpc)) = (fpc, joined.fpc) {
        *first = fpc;
    }
    Ok(notes)
}

/// Reads columns and keeps what is wrong with them.
struct Reader<'a> {
    source: &'a Source,
    frame: &'a Frame,
    file: &'a str,
    faults: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn codes(&mut self, name: &str) -> Cow<'a, Text> {
        let text = self.frame.column(name).map_or_else(|| Cow::Owned(Text::of([None::<&str>])), texts);
        let missing: Vec<usize> = (0..self.frame.rows).filter(|&row| text.codes[row] == MISSING).collect();
        let message = |_| "the row has no stratum or sampling unit".to_owned();
        self.report("E-EST-002", name, &missing, message, "give every row its stratum and its units");
        text
    }

    fn numbers(
        &mut self,
        name: &str,
        code: &'static str,
        wrong: impl Fn(f64) -> bool,
        what: &str,
        remedy: &str,
    ) -> Vec<f64> {
        match self.source.numbers(self.frame, name) {
            Ok(values) => {
                let rows: Vec<usize> = (0..self.frame.rows).filter(|&row| wrong(values[row])).collect();
                self.report(code, name, &rows, |row| found(what, values[row]), remedy);
                values.to_vec()
            }
            Err(more) => {
                self.faults.extend(more.0);
                vec![1.0; self.frame.rows]
            }
        }
    }

    fn report(
        &mut self,
        code: &'static str,
        name: &str,
        rows: &[usize],
        message: impl Fn(usize) -> String,
        remedy: &str,
    ) {
        for &row in rows.iter().take(LISTED) {
            let place = Place::file(self.file).line(row as u64 + 2).column(name);
            self.faults.push(Finding::error(code, place, message(row), remedy));
        }
        if rows.len() > LISTED {
            let message = format!("the same in {} more rows", rows.len() - LISTED);
            self.faults.push(Finding::error(code, Place::file(self.file).column(name), message, remedy));
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

impl From<SinglePsuRule> for SinglePsu {
    fn from(rule: SinglePsuRule) -> SinglePsu {
        match rule {
            SinglePsuRule::Remove => SinglePsu::Remove,
            SinglePsuRule::Certainty => SinglePsu::Certainty,
            SinglePsuRule::Adjust => SinglePsu::Adjust,
            SinglePsuRule::Average => SinglePsu::Average,
            SinglePsuRule::AdjustDomain => SinglePsu::AdjustDomain,
            SinglePsuRule::AverageDomain => SinglePsu::AverageDomain,
            // Strata are joined before the variance sees them, and none is left with a single unit.
            SinglePsuRule::Fail | SinglePsuRule::Collapse => SinglePsu::Fail,
        }
    }
}

/// What is wrong with a design, in the names of the file.
pub(crate) fn design_fault(
    error: &DesignError,
    file: &str,
    columns: &DesignColumns,
    frame: &Frame,
) -> Faults {
    let fpc = |stage: usize| columns.fpc.get(stage - 1).cloned().unwrap_or_default();
    let line = |row: usize| row as u64 + 2;
    match error {
        DesignError::SinglePsu { stage, rows } => {
            let name = if *stage == 1 { columns.strata.clone() } else { columns.psu.get(stage - 2).cloned() };
            let label = |row: &usize| {
                let column = name.as_deref().and_then(|name| frame.column(name));
                column.and_then(|column| column.label(*row)).unwrap_or_else(|| "(all)".into())
            };
            let mut labels: Vec<String> = rows.iter().map(label).collect();
            labels.sort();
            Faults::one(
                "E-EST-005",
                Place::file(file).column(name.clone().unwrap_or_default()),
                format!("a single sampling unit at stage {stage} in: {}", labels.join(", ")),
                "join each with a similar stratum, or name a rule with --single-psu (single_psu in study.toml)",
            )
        }
        DesignError::FpcVaries { stage, row } => Faults::one(
            "E-EST-006",
            Place::file(file).line(line(*row)).column(fpc(*stage)),
            "the finite population correction differs within a stratum (or within a unit of the stage before)",
            "give every row of a stratum the same population count",
        ),
        DesignError::FpcTooSmall { stage, row, sampled, population } => Faults::one(
            "E-EST-007",
            Place::file(file).line(line(*row)).column(fpc(*stage)),
            format!("{sampled} units were sampled from a population of {population}"),
            "give the number of units in the population, not in the sample",
        ),
        DesignError::Fpc { .. } | DesignError::Length { .. } => Faults::one(
            "E-EST-003",
            Place::file(file),
            error.to_string(),
            "give a count or a fraction for every row",
        ),
    }
}

/// Why strata could not be joined, in the names of the file; `by` is the column of their likeness.
pub(crate) fn collapse_fault(
    error: &CollapseError,
    file: &str,
    columns: &DesignColumns,
    by: Option<&str>,
    frame: &Frame,
) -> Faults {
    match error {
        CollapseError::Design(error) => design_fault(error, file, columns, frame),
        CollapseError::Varies { row } => Faults::one(
            "E-EST-013",
            Place::file(file).line(*row as u64 + 2).column(by.unwrap_or_default()),
            "what strata are joined by differs within a stratum",
            "give all rows of a stratum the same number",
        ),
        CollapseError::NoPartner { rows } => {
            design_fault(&DesignError::SinglePsu { stage: 1, rows: rows.clone() }, file, columns, frame)
        }
    }
}
