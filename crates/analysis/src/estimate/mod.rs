//! Estimates from any file: a request in, figures with their uncertainty out.

mod answer;
mod design;
mod domains;
mod grouped;
mod measures;
mod phases;
mod prepare;
pub(crate) mod ready;
pub(crate) mod replicates;
mod request;
mod sampled;
mod streamed;
#[cfg(test)]
mod tests;
mod unequal;

pub use answer::{Answer, Association, DesignFacts, Figure};
pub(crate) use design::{collapse_fault, design_fault, join};
pub(crate) use domains::domains;
pub(crate) use prepare::DOMAIN;
pub(crate) use prepare::Prepared;
pub(crate) use replicates::{CarriedRows, Replicated};
pub use request::{
    DesignColumns, FrameColumns, IntervalMethod, Measure, QuantileInterval, QuantileRule, ReplicateColumns,
    ReplicateMethod, Request, SecondPhaseColumns, SinglePsuRule, UnequalColumns, VarianceMethod,
};
pub(crate) use sampled::{Calibrated, Sampled, derive, missing_words, number_of, with_design};
pub use sounding_statistics::estimation::function::Function;
pub use sounding_statistics::variance::pps::{Form, PpsMethod};
pub use sounding_statistics::variance::replicates::ReadyContent;
pub use sounding_statistics::variance::two_phase::PhaseMethod;

use sounding_survey::{Finding, Place};

use crate::data::Source;
use crate::fault::Faults;

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
    derive(source, request)?;
    if source.in_groups() {
        return grouped::estimate(source, request);
    }
    let prepared = match streamed::prepared(source, request)? {
        Some(prepared) => prepared,
        None => Prepared::new(source, request, &[])?,
    };
    answer(source, request, &prepared)
}

fn answer(source: &Source, request: &Request, prepared: &Prepared) -> Result<Answer, Faults> {
    with_design(source, request, prepared, measured)
}

/// The measures of the request of a sample.
pub(crate) fn measured(sampled: &Sampled<'_>, warnings: Vec<String>) -> Result<Answer, Faults> {
    let mut answer = Answer { figures: Vec::new(), tests: Vec::new(), design: sampled.facts(), warnings };
    let mut faults: Vec<Finding> = Vec::new();
    for (number, measure) in sampled.request.measures.iter().enumerate() {
        if let Err(more) = sampled.measure(number, measure, &mut answer) {
            faults.extend(more.0);
        }
    }
    faults.dedup();
    let without = answer.figures.iter().filter(|figure| figure.se.is_nan()).count();
    if without > 0 {
        answer.warnings.push(format!(
            "{without} figures have no standard error: their variance is estimated as negative (joint probabilities), or a replicate has no such figure"
        ));
    }
    if faults.is_empty() { Ok(answer) } else { Err(Faults(faults)) }
}
