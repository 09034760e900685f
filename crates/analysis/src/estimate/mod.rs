//! Estimates from any file: a request in, figures with their uncertainty out.

mod answer;
mod design;
mod measures;
mod prepare;
mod replicates;
mod request;
#[cfg(test)]
mod tests;
mod unequal;

pub use answer::{Answer, Association, DesignFacts, Figure};
pub(crate) use design::{collapse_fault, design_fault, join};
pub(crate) use prepare::Prepared;
pub use request::{
    DesignColumns, IntervalMethod, Measure, ReplicateColumns, ReplicateMethod, Request, SinglePsuRule,
    UnequalColumns, VarianceMethod,
};
pub use sounding_statistics::estimation::function::Function;
pub use sounding_statistics::variance::pps::{Form, PpsMethod};
pub use sounding_statistics::variance::replicates::ReadyContent;

use sounding_survey::{Finding, Place};

use crate::data::Source;
use crate::fault::Faults;
use measures::Estimator;
use prepare::DOMAIN;
use replicates::Replicated;

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
    let prepared = Prepared::new(source, request)?;
    let mut warnings: Vec<String> =
        prepared.joined.iter().map(|labels| format!("strata joined for the variance: {labels}")).collect();
    let slices = replicate_columns(source, request, &prepared)?;
    let replicated = match &request.design.replicates {
        Some(columns) => {
            let (ready, notes) = Replicated::ready(source, columns, &slices, &prepared)?;
            warnings.extend(notes);
            Some(ready)
        }
        None if request.variance == VarianceMethod::Taylor => None,
        None => Some(Replicated::made(source, request, &prepared)?),
    };
    let estimator = Estimator { source, request, prepared: &prepared, replicated: replicated.as_ref() };
    let df = replicated.as_ref().filter(|replicated| replicated.is_ready()).map(Replicated::df);
    let mut answer =
        Answer { figures: Vec::new(), tests: Vec::new(), design: prepared.facts(request, df), warnings };
    let mut faults: Vec<Finding> = Vec::new();
    for measure in &request.measures {
        if let Err(more) = estimator.measure(measure, &mut answer) {
            faults.extend(more.0);
        }
    }
    faults.dedup();
    if faults.is_empty() { Ok(answer) } else { Err(Faults(faults)) }
}

/// The columns of replicate weights, as numbers.
fn replicate_columns<'a>(
    source: &Source,
    request: &Request,
    prepared: &'a Prepared,
) -> Result<Vec<&'a [f64]>, Faults> {
    let mut slices = Vec::new();
    let mut faults = Vec::new();
    for name in request.design.replicates.iter().flat_map(|replicates| &replicates.columns) {
        match source.numbers(&prepared.frame, name) {
            Ok(values) => slices.push(values),
            Err(more) => faults.extend(more.0),
        }
    }
    if faults.is_empty() { Ok(slices) } else { Err(Faults(faults)) }
}
