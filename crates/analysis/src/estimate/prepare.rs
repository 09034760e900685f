//! From columns to a design: strata, units, corrections, weights and domains, with everything wrong said at once.

use sounding_statistics::moments::OUTSIDE;
use sounding_statistics::variance::{Design, DesignError, DesignInput, SinglePsu};
use sounding_survey::{Finding, Place};

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
}

impl Prepared {
    pub(crate) fn new(source: &Source, request: &Request) -> Result<Prepared, Faults> {
        let columns = &request.design;
        let mut names: Vec<&str> = request.measures.iter().flat_map(Measure::variables).collect();
        names.extend(request.by.iter().map(String::as_str));
        names.extend(
            columns
                .weights
                .iter()
                .chain(&columns.strata)
                .chain(&columns.psu)
                .chain(&columns.fpc)
                .map(String::as_str),
        );
        if request.filter.is_some() {
            names.push(DOMAIN);
        }
        let frame = source.frame(names)?;
        let mut faults = Vec::new();
        let file = source.path().display().to_string();
        let mut codes = |name: &str| -> Vec<u32> {
            let text = frame.column(name).map_or_else(|| Text::of([None::<&str>]), Column::categories);
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
            text.codes
        };
        let strata = columns.strata.as_deref().map(&mut codes);
        let stages: Vec<Vec<u32>> = columns.psu.iter().map(|name| codes(name)).collect();
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
        let stages: Vec<&[u32]> = stages.iter().map(Vec::as_slice).collect();
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
        Ok(Prepared { frame, design, leaves, weights, cells, domains, single })
    }

    /// The design as it was understood.
    pub(super) fn facts(&self, request: &Request) -> DesignFacts {
        facts(request, &self.design, self.frame.rows as u64, self.weights.iter().sum())
    }
}

/// A design of so many rows, as it was understood.
pub(super) fn facts(request: &Request, design: &Design, rows: u64, population: f64) -> DesignFacts {
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
    DesignFacts {
        rows,
        strata: design.strata() as u64,
        psus: design.psus() as u64,
        df: design.degrees_of_freedom() as u64,
        population,
        variance,
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
    let by: Vec<Text> =
        request.by.iter().filter_map(|name| frame.column(name)).map(Column::categories).collect();
    let inside: Option<&[f64]> = match frame.column(DOMAIN) {
        Some(Column::Number(inside)) => Some(inside),
        _ => None,
    };
    let mut keys = vec![u64::MAX; frame.rows];
    for (row, key) in keys.iter_mut().enumerate() {
        if inside.is_some_and(|inside| inside[row] != 1.0) || by.iter().any(|text| text.codes[row] == MISSING)
        {
            continue;
        }
        *key = by.iter().fold(0, |key, text| key * text.labels.len() as u64 + u64::from(text.codes[row]));
    }
    let mut occurring: Vec<u64> = keys.clone();
    occurring.sort_unstable();
    occurring.dedup();
    occurring.retain(|&key| key != u64::MAX);
    if occurring.is_empty() {
        return Err(Faults::one(
            "E-EST-008",
            Place::file(source.path().display().to_string()),
            "no row is in the domain of study",
            "look at the condition, and at the values that the file has",
        ));
    }
    let labels = occurring
        .iter()
        .map(|&key| {
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
        })
        .collect();
    let cells = keys.iter().map(|key| occurring.binary_search(key).map_or(OUTSIDE, |at| at as u32)).collect();
    Ok((cells, labels))
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
