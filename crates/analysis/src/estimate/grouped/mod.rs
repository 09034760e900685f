//! Estimates from sums by group, for answers that are too many for one machine or lie on others: queries give the sums by leaf and
//! domain, and everything else is as with rows. The sums are exact, so that nothing depends on how the work was shared.

mod figures;
mod gather;
mod plan;
#[cfg(test)]
mod tests;
mod units;

use std::collections::BTreeSet;

use sounding_survey::{Finding, Place};

use super::{Answer, Measure, Request, SinglePsuRule, VarianceMethod};
use crate::data::{Column, Frame, Source, Text};
use crate::fault::Faults;
use figures::Figures;
use gather::{Summed, Words, variables};
use units::Units;

/// The figures of a request whose variables are derived already.
pub(super) fn estimate(source: &Source, request: &Request) -> Result<Answer, Faults> {
    check(source, request)?;
    let summed: BTreeSet<&str> = request.measures.iter().flat_map(variables).collect();
    let summed: Vec<String> = summed.into_iter().map(str::to_owned).collect();
    let units = Units::new(source, request, &summed)?;
    let words = Words::new(source, request, &units);
    let mut figures = Figures::new(source, request, &units)?;

    // One query for all measures of values: their columns are read once.
    let ranges: Vec<Vec<units::Range>> = request
        .measures
        .iter()
        .map(|measure| variables(measure).iter().map(|variable| units.range(variable)).collect())
        .collect();
    let values: Vec<Vec<Summed<'_>>> = request
        .measures
        .iter()
        .zip(&ranges)
        .map(|(measure, ranges)| {
            variables(measure).iter().zip(ranges).map(|(name, range)| Summed::new(name, range)).collect()
        })
        .collect();
    let gathered = if summed.is_empty() { None } else { Some(words.values(&values)?) };
    for (at, measure) in request.measures.iter().enumerate() {
        match (measure, &gathered) {
            (Measure::Proportion(_) | Measure::Table(_, _), _) => {
                let gathered = words.categories(&measure.variables())?;
                let (texts, moments) = words.crossed(&gathered);
                figures.about(&gathered);
                figures.categories(measure, &texts, &moments)?;
            }
            (_, Some(gathered)) => {
                let (moments, missing) = words.moments(gathered, at, &values[at]);
                figures.about(gathered);
                figures.values(measure, &moments, missing)?;
            }
            (_, None) => {}
        }
    }
    Ok(figures.answer)
}

/// What cannot be made of sums by group, and what is not there: everything at once.
fn check(source: &Source, request: &Request) -> Result<(), Faults> {
    let place = || Place::file(source.path().display().to_string());
    let mut faults: Vec<Finding> = Vec::new();
    let columns = &request.design;
    let numeric = columns.weights.iter().chain(&columns.fpc).map(String::as_str);
    let numeric: BTreeSet<&str> = numeric.chain(request.measures.iter().flat_map(variables)).collect();
    let labels = request.by.iter().chain(&columns.strata).chain(&columns.psu).map(String::as_str);
    let named = labels.chain(request.measures.iter().flat_map(Measure::variables));
    if let Err(more) = source.require(named.chain(numeric.iter().copied())) {
        faults.extend(more.0);
    }
    for name in numeric {
        if source.is_number(name) == Some(false) {
            faults.push(Finding::error(
                "E-DATA-013",
                place().column(name),
                format!("\"{name}\" is a text, and numbers are needed"),
                "name another column, or use it as categories",
            ));
        }
    }
    for measure in &request.measures {
        if matches!(measure, Measure::Quantile(_, _)) || measure.is_spread() {
            faults.push(Finding::error(
                "E-ENGINE-003",
                place(),
                format!("{measure} is not a function of sums, and this engine gives no rows"),
                "leave --engine out, or ask for a mean, total, proportion, ratio, function or table",
            ));
        }
    }
    let of_rows = matches!(request.variance, VarianceMethod::Sdr(_) | VarianceMethod::Poisson(_))
        || request.single_psu == SinglePsuRule::Collapse
        || request.wave.is_some()
        || columns.unequal.is_some()
        || columns.replicates.is_some()
        || columns.second.is_some()
        || columns.frames.is_some();
    if of_rows {
        faults.push(Finding::error(
            "E-ENGINE-010",
            place(),
            "this design or variance needs the rows, and this engine gives sums by group",
            "leave --engine out, or describe the sample by strata, units and corrections",
        ));
    }
    if columns.psu.is_empty() {
        faults.push(Finding::error(
            "E-ENGINE-007",
            place(),
            "no sampling units are named, and with every row its own unit there is nothing to sum",
            "name the columns of the units with --psu, or leave --engine out",
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

/// A column of numbers; empty where it is none.
fn numbers<'a>(frame: &'a Frame, name: &str) -> &'a [f64] {
    match frame.column(name) {
        Some(Column::Number(values)) => values,
        _ => &[],
    }
}

/// A column as categories.
fn categories(frame: &Frame, name: &str) -> Text {
    frame.column(name).map_or_else(|| Text::of([None::<&str>]), Column::categories)
}
