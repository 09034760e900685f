//! From columns to a design: strata, units, corrections, weights and domains, with everything wrong said at once.

use std::borrow::Cow;

use sounding_statistics::moments::OUTSIDE;
use sounding_statistics::variance::{Design, DesignError, DesignInput, SinglePsu};
use sounding_survey::{Finding, Place};

use super::streamed::Streamed;
use super::{DesignColumns, DesignFacts, Measure, Request, SinglePsuRule, VarianceMethod};
use crate::data::{Column, Frame, MISSING, Source, Text};
use crate::fault::Faults;

/// Name of the computed column that says whether a row is in the domain of study.
pub(super) const DOMAIN: &str = "sounding: domain of study";

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// Everything that measures share.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) frame: Frame,
    pub(crate) design: Design,
    /// Leaf of each row.
    pub(crate) leaves: Vec<u32>,
    pub(crate) weights: Vec<f64>,
    /// Domain of each row, or outside.
    pub(super) cells: Vec<u32>,
    /// Labels of each domain, one for each variable of `by`.
    pub(super) domains: Vec<Vec<String>>,
    pub(crate) single: SinglePsu,
    /// The sums of the measures where the rows were not kept: then the frame has a row for each unit, and the columns none.
    pub(super) streamed: Option<Streamed>,
}

/// The columns that a request reads.
pub(super) fn columns(request: &Request) -> Vec<&str> {
    let design = &request.design;
    let mut names: Vec<&str> = request.measures.iter().flat_map(Measure::variables).collect();
    names.extend(request.by.iter().map(String::as_str));
    names.extend(
        design.weights.iter().chain(&design.strata).chain(&design.psu).chain(&design.fpc).map(String::as_str),
    );
    if request.filter.is_some() {
        names.push(DOMAIN);
    }
    names
}

impl Prepared {
    pub(crate) fn new(source: &Source, request: &Request) -> Result<Prepared, Faults> {
        let frame = source.frame(columns(request))?;
        let columns = &request.design;
        let mut faults = Vec::new();
        let file = source.path().display().to_string();
        let mut codes = |name: &str| -> Cow<'_, [u32]> {
            let text = frame.column(name).map_or_else(|| Cow::Owned(Text::of([None::<&str>])), texts);
            let missing: Vec<usize> = (0..frame.rows).filter(|&row| text.codes[row] == MISSING).collect();
            report(
                &mut faults,
                "E-EST-002",
                &file,
                name,
                &missing,
                |_| "the row has no stratum or sampling unit".into(),
                "give every row its stratum and its units",
            );
            match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.codes.as_slice()),
                Cow::Owned(text) => Cow::Owned(text.codes),
            }
        };
        let strata = columns.strata.as_deref().map(&mut codes);
        let stages: Vec<Cow<'_, [u32]>> = columns.psu.iter().map(|name| codes(name)).collect();
        let mut numbers = |name: &str,
                           code: &'static str,
                           wrong: &dyn Fn(f64) -> bool,
                           what: &str,
                           remedy: &str|
         -> Vec<f64> {
            match source.numbers(&frame, name) {
                Ok(values) => {
                    let rows: Vec<usize> = (0..frame.rows).filter(|&row| wrong(values[row])).collect();
                    report(&mut faults, code, &file, name, &rows, |row| found(what, values[row]), remedy);
                    values.to_vec()
                }
                Err(more) => {
                    faults.extend(more.0);
                    vec![1.0; frame.rows]
                }
            }
        };
        let fpc: Vec<Vec<f64>> = columns
            .fpc
            .iter()
            .map(|name| {
                numbers(
                    name,
                    "E-EST-003",
                    &|value| value.is_nan() || value <= 0.0,
                    "a population count or sampling fraction",
                    "give the number of units in the population, or the sampling fraction",
                )
            })
            .collect();
        let weights = columns.weights.as_deref().map(|name| {
            numbers(
                name,
                "E-EST-004",
                &|value| value.is_nan() || value < 0.0,
                "a weight of zero or more",
                "give every row a weight; a nonrespondent has 0",
            )
        });
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        let stages: Vec<&[u32]> = stages.iter().map(|codes| &**codes).collect();
        let corrections: Vec<&[f64]> = fpc.iter().map(Vec::as_slice).collect();
        let input =
            DesignInput { rows: frame.rows, strata: strata.as_deref(), stages: &stages, fpc: &corrections };
        let (design, leaves) =
            Design::new(&input).map_err(|error| design_fault(&error, &file, columns, &frame))?;
        let weights = weights.unwrap_or_else(|| {
            if corrections.is_empty() { vec![1.0; frame.rows] } else { design.weights(&leaves) }
        });
        let (cells, domains) = domains(&frame, request, source)?;
        let single = request.single_psu.into();
        Ok(Prepared { frame, design, leaves, weights, cells, domains, single, streamed: None })
    }

    /// The design as it was understood.
    pub(super) fn facts(&self, request: &Request) -> DesignFacts {
        let variance = match request.variance {
            VarianceMethod::Taylor => "variance by Taylor linearisation".to_owned(),
            VarianceMethod::Jk1 => "variance by jackknife (JK1)".to_owned(),
            VarianceMethod::Jkn => "variance by stratified jackknife (JKn)".to_owned(),
            VarianceMethod::Brr => "variance by balanced repeated replication".to_owned(),
            VarianceMethod::Fay(rho) => format!("variance by Fay's method with coefficient {rho}"),
            VarianceMethod::Bootstrap(count) => {
                format!("variance by Rao-Wu bootstrap with {count} replicates, seed {}", request.seed)
            }
        };
        let (rows, population) = match &self.streamed {
            Some(streamed) => (streamed.rows, streamed.population),
            None => (self.frame.rows as u64, self.weights.iter().sum()),
        };
        DesignFacts {
            rows,
            strata: self.design.strata() as u64,
            psus: self.design.psus() as u64,
            df: self.design.degrees_of_freedom() as u64,
            population,
            variance,
        }
    }
}

impl From<SinglePsuRule> for SinglePsu {
    fn from(rule: SinglePsuRule) -> SinglePsu {
        match rule {
            SinglePsuRule::Fail => SinglePsu::Fail,
            SinglePsuRule::Remove => SinglePsu::Remove,
            SinglePsuRule::Certainty => SinglePsu::Certainty,
            SinglePsuRule::Adjust => SinglePsu::Adjust,
            SinglePsuRule::Average => SinglePsu::Average,
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

/// The domain of each row and the labels of each domain that occurs, in the order of the labels.
fn domains(
    frame: &Frame,
    request: &Request,
    source: &Source,
) -> Result<(Vec<u32>, Vec<Vec<String>>), Faults> {
    let by: Vec<Cow<'_, Text>> = request.by.iter().filter_map(|name| frame.column(name)).map(texts).collect();
    let inside: Option<&[f64]> = match frame.column(DOMAIN) {
        Some(Column::Number(inside)) => Some(inside),
        _ => None,
    };
    let sizes: Vec<u64> = by.iter().map(|text| text.labels.len() as u64).collect();
    let mut keys = match inside {
        Some(inside) => inside.iter().map(|inside| if *inside == 1.0 { 0 } else { u64::MAX }).collect(),
        None => vec![0; frame.rows],
    };
    for (text, size) in by.iter().zip(&sizes) {
        for (key, &code) in keys.iter_mut().zip(&text.codes) {
            let whole = *key != u64::MAX && code != MISSING;
            *key = if whole { *key * size + u64::from(code) } else { u64::MAX };
        }
    }
    let (cells, occurring) = ranked(&keys, sizes.iter().try_fold(1, |all: u64, size| all.checked_mul(*size)));
    if occurring.is_empty() {
        return Err(Faults::one(
            "E-EST-008",
            Place::file(source.path().display().to_string()),
            "no row is in the domain of study",
            "look at the condition, and at the values that the file has",
        ));
    }
    Ok((cells, occurring.iter().map(|&key| labels_of(key, &by)).collect()))
}

/// The labels of a key, one for each variable.
fn labels_of(key: u64, by: &[Cow<'_, Text>]) -> Vec<String> {
    let mut rest = key;
    let mut labels: Vec<String> = by
        .iter()
        .rev()
        .map(|text| {
            let at = rest % text.labels.len() as u64;
            rest /= text.labels.len() as u64;
            text.labels[at as usize].clone()
        })
        .collect();
    labels.reverse();
    labels
}

/// Keys below so many are ranked by a table with a place for each.
const PLACES: u64 = 1 << 22;

/// The rank of every key among those that occur, and these in ascending order; [`OUTSIDE`] for `u64::MAX`. All others are
/// below `size`, if that is known.
fn ranked(keys: &[u64], size: Option<u64>) -> (Vec<u32>, Vec<u64>) {
    if let Some(size) = size.filter(|&size| size <= PLACES) {
        let mut ranks = vec![OUTSIDE; size as usize];
        for &key in keys.iter().filter(|&&key| key != u64::MAX) {
            ranks[key as usize] = 0;
        }
        let mut occurring = Vec::new();
        for (key, rank) in (0..).zip(&mut ranks) {
            if *rank != OUTSIDE {
                *rank = occurring.len() as u32;
                occurring.push(key);
            }
        }
        let rank = |key: &u64| if *key == u64::MAX { OUTSIDE } else { ranks[*key as usize] };
        return (keys.iter().map(rank).collect(), occurring);
    }
    let mut occurring = keys.to_vec();
    occurring.sort_unstable();
    occurring.dedup();
    occurring.retain(|&key| key != u64::MAX);
    let rank = |key| occurring.binary_search(key).map_or(OUTSIDE, |at| at as u32);
    (keys.iter().map(rank).collect(), occurring)
}

/// A column as categories, without a copy where it has them.
fn texts(column: &Column) -> Cow<'_, Text> {
    match column {
        Column::Text(text) => Cow::Borrowed(text),
        Column::Number(_) => Cow::Owned(column.categories()),
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
    file: &str,
    name: &str,
    rows: &[usize],
    message: impl Fn(usize) -> String,
    remedy: &str,
) {
    for &row in rows.iter().take(LISTED) {
        let place = Place::file(file).line(row as u64 + 2).column(name);
        faults.push(Finding::error(code, place, message(row), remedy));
    }
    if rows.len() > LISTED {
        let message = format!("the same in {} more rows", rows.len() - LISTED);
        faults.push(Finding::error(code, Place::file(file).column(name), message, remedy));
    }
}
