//! Estimates from any file: a request in, figures with their uncertainty out.

mod answer;
mod grouped;
mod measures;
mod prepare;
mod replicates;
mod request;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Association, DesignFacts, Figure};
pub(crate) use prepare::{Prepared, design_fault};
pub use request::{DesignColumns, IntervalMethod, Measure, Request, SinglePsuRule, VarianceMethod};

use sounding_survey::{Finding, Place};

use crate::data::Source;
use crate::fault::Faults;
use measures::Estimator;
use prepare::DOMAIN;

/// Estimates everything that is asked for. Every column that is missing and every value that is wrong is reported at once.
pub fn estimate(source: &mut Source, request: &Request) -> Result<Answer, Faults> {
    if request.measures.is_empty() {
        return Err(Faults::one(
            "E-EST-001",
            Place::default(),
            "nothing to estimate was asked for",
            "name at least one measure, such as --mean Y, --proportion Y or --table A*B",
        ));
    }
    for (name, sql) in &request.derive {
        source.derive(name, sql)?;
    }
    if let Some(filter) = &request.filter {
        source.derive(DOMAIN, &format!("CASE WHEN {filter} THEN 1 ELSE 0 END"))?;
    }
    if source.in_groups() {
        return grouped::estimate(source, request);
    }
    let prepared = Prepared::new(source, request)?;
    let estimator = Estimator::new(source, request, &prepared)?;
    let mut answer = Answer {
        figures: Vec::new(),
        tests: Vec::new(),
        design: prepared.facts(request),
        warnings: Vec::new(),
    };
    let mut faults: Vec<Finding> = Vec::new();
    for measure in &request.measures {
        if let Err(more) = estimator.measure(measure, &mut answer) {
            faults.extend(more.0);
        }
    }
    faults.dedup();
    if faults.is_empty() { Ok(answer) } else { Err(Faults(faults)) }
}
