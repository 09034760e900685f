//! What all measures of a request share: the columns, the design, the weights and the domains.

use sounding_statistics::moments::OUTSIDE;
use sounding_statistics::variance::{Design, SinglePsu};

use super::design::design;
use super::domains::domains;
use super::streamed::Streamed;
use super::{DesignFacts, Measure, Request, VarianceMethod};
use crate::data::{Frame, Source};
use crate::fault::Faults;

/// Name of the computed column that says whether a row is in the domain of study.
pub(crate) const DOMAIN: &str = "sounding: domain of study";

/// Everything that measures share.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) frame: Frame,
    pub(crate) design: Design,
    /// Leaf of each row.
    pub(crate) leaves: Vec<u32>,
    pub(crate) weights: Vec<f64>,
    /// Domain of each row, or outside.
    pub(crate) cells: Vec<u32>,
    /// Labels of each domain, one for each variable of `by`.
    pub(crate) domains: Vec<Vec<String>>,
    pub(crate) single: SinglePsu,
    /// Labels of the strata of each group that were joined.
    pub(crate) joined: Vec<String>,
    /// The sums of the measures where the rows were not kept: then the frame has a row for each unit, and the columns none.
    pub(crate) streamed: Option<Streamed>,
}

/// The columns that a request reads.
pub(super) fn columns(request: &Request) -> Vec<&str> {
    let mut names: Vec<&str> = request.measures.iter().flat_map(Measure::variables).collect();
    names.extend(request.by.iter().chain(&request.wave).map(String::as_str));
    names.extend(request.design.names());
    names.extend(request.collapse_by.iter().chain(&request.order).map(String::as_str));
    if request.filter.is_some() {
        names.push(DOMAIN);
    }
    names
}

impl Prepared {
    /// The design and the domains; `more` are columns beside those that the request names.
    pub(crate) fn new(source: &Source, request: &Request, more: &[&str]) -> Result<Prepared, Faults> {
        let mut names = columns(request);
        names.extend(more);
        let frame = source.frame(names)?;
        let made = design(source, request, &frame)?;
        let (mut cells, domains) = domains(&frame, request, source)?;
        if request.design.second.is_some() {
            // What was asked in the second phase is known of its rows only.
            for (cell, weight) in cells.iter_mut().zip(&made.weights) {
                if *weight == 0.0 {
                    *cell = OUTSIDE;
                }
            }
        }
        Ok(Prepared {
            design: made.design,
            leaves: made.leaves,
            weights: made.weights,
            cells,
            domains,
            single: request.single_psu.into(),
            joined: made.joined,
            streamed: None,
            frame,
        })
    }

    /// The design as it was understood; `df` of the replicates, where they have degrees of freedom of their own.
    pub(super) fn facts(&self, request: &Request, df: Option<usize>) -> DesignFacts {
        let (rows, population) = match &self.streamed {
            Some(streamed) => (streamed.rows, streamed.population),
            None => (self.frame.rows as u64, self.weights.iter().sum()),
        };
        let facts = facts(request, &self.design, rows, population);
        DesignFacts { df: df.map_or(facts.df, |df| df as u64), ..facts }
    }
}

/// A design of so many rows, as it was understood.
fn facts(request: &Request, design: &Design, rows: u64, population: f64) -> DesignFacts {
    let own = request.design.replicates.as_ref();
    let unequal = request.design.unequal.as_ref();
    let variance = match request.variance {
        _ if own.is_some() => {
            format!("variance by the {} replicate weights of the file", own.map_or(0, |r| r.columns.len()))
        }
        VarianceMethod::Taylor if request.design.second.is_some() => {
            "variance by linearisation in two phases".to_owned()
        }
        VarianceMethod::Taylor => match unequal {
            Some(unequal) => format!("variance by linearisation {}", unequal.words()),
            None => "variance by Taylor linearisation".to_owned(),
        },
        VarianceMethod::Jk1 => "variance by jackknife (JK1)".to_owned(),
        VarianceMethod::Jkn => "variance by stratified jackknife (JKn)".to_owned(),
        VarianceMethod::Brr => "variance by balanced repeated replication".to_owned(),
        VarianceMethod::Fay(rho) => format!("variance by Fay's method with coefficient {rho}"),
        VarianceMethod::Jk2 => "variance by jackknife of pairs (JK2)".to_owned(),
        VarianceMethod::Groups(count) => {
            format!("variance by delete-a-group jackknife with {count} groups, seed {}", request.seed)
        }
        VarianceMethod::Sdr(_) => {
            "variance by successive difference replicates in the order of selection".to_owned()
        }
        VarianceMethod::Preston(count) => {
            format!(
                "variance by Preston's bootstrap of every stage with {count} replicates, seed {}",
                request.seed
            )
        }
        VarianceMethod::CantyDavison(count) => {
            format!(
                "variance by Canty and Davison's bootstrap with {count} replicates, seed {}",
                request.seed
            )
        }
        VarianceMethod::Poisson(count) => {
            format!("variance by Poisson bootstrap with {count} replicates, seed {}", request.seed)
        }
        VarianceMethod::Generalised(count) => {
            format!("variance by generalised bootstrap with {count} replicates, seed {}", request.seed)
        }
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
