//! What all measures of a request share: the columns, the design, the weights and the domains.

use std::path::Path;

use sounding_statistics::moments::OUTSIDE;
use sounding_statistics::variance::{Design, SinglePsu};
use sounding_survey::Place;

use super::design::design;
use super::{DesignFacts, Measure, Request, VarianceMethod};
use crate::data::{Column, Frame, MISSING, Source, Text};
use crate::fault::Faults;

/// Name of the computed column that says whether a row is in the domain of study.
pub(super) const DOMAIN: &str = "sounding: domain of study";

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
    /// Labels of the strata of each group that were joined.
    pub(crate) joined: Vec<String>,
}

impl Prepared {
    pub(crate) fn new(source: &Source, request: &Request) -> Result<Prepared, Faults> {
        let mut names: Vec<&str> = request.measures.iter().flat_map(Measure::variables).collect();
        names.extend(request.by.iter().map(String::as_str));
        names.extend(request.design.names());
        names.extend(request.collapse_by.iter().map(String::as_str));
        if request.filter.is_some() {
            names.push(DOMAIN);
        }
        let frame = source.frame(names)?;
        let made = design(source, request, &frame)?;
        let (cells, domains) = domains(&frame, request, source.path())?;
        Ok(Prepared {
            design: made.design,
            leaves: made.leaves,
            weights: made.weights,
            cells,
            domains,
            single: request.single_psu.into(),
            joined: made.joined,
            frame,
        })
    }

    /// The design as it was understood; `df` of the replicates, where they have degrees of freedom of their own.
    pub(super) fn facts(&self, request: &Request, df: Option<usize>) -> DesignFacts {
        let own = request.design.replicates.as_ref();
        let unequal = request.design.unequal.as_ref();
        let variance = match request.variance {
            _ if own.is_some() => {
                format!(
                    "variance by the {} replicate weights of the file",
                    own.map_or(0, |r| r.columns.len())
                )
            }
            VarianceMethod::Taylor => match unequal {
                Some(unequal) => format!("variance by linearisation {}", unequal.words()),
                None => "variance by Taylor linearisation".to_owned(),
            },
            VarianceMethod::Jk1 => "variance by jackknife (JK1)".to_owned(),
            VarianceMethod::Jkn => "variance by stratified jackknife (JKn)".to_owned(),
            VarianceMethod::Brr => "variance by balanced repeated replication".to_owned(),
            VarianceMethod::Fay(rho) => format!("variance by Fay's method with coefficient {rho}"),
            VarianceMethod::Bootstrap(count) => {
                format!("variance by Rao-Wu bootstrap with {count} replicates, seed {}", request.seed)
            }
        };
        DesignFacts {
            rows: self.frame.rows as u64,
            strata: self.design.strata() as u64,
            psus: self.design.psus() as u64,
            df: df.map_or(self.design.degrees_of_freedom() as u64, |df| df as u64),
            population: self.weights.iter().sum(),
            variance,
        }
    }
}

/// The domain of each row and the labels of each domain that occurs, in the order of the labels.
fn domains(frame: &Frame, request: &Request, file: &Path) -> Result<(Vec<u32>, Vec<Vec<String>>), Faults> {
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
            Place::file(file.display().to_string()),
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
