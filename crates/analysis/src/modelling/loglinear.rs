//! Log-linear models of the shares of a table, with tests of nested models.

use sounding_statistics::estimation::Statistic;
use sounding_statistics::models::ModelError;
use sounding_statistics::models::formula::Formula;
use sounding_statistics::models::hypothesis::wald;
use sounding_statistics::models::loglinear::{ShareTable, loglinear, nested};
use sounding_statistics::moments::OUTSIDE;
use sounding_statistics::testing::{Outcome, Reference, TestKind};

use super::fit::{Fit, Place};
use super::{ModelRequest, Term};
use crate::data::MISSING;
use crate::fault::Faults;

/// The model of the request in one domain, with what was noticed.
pub(super) fn fit(place: &Place<'_>, request: &ModelRequest) -> Result<(Fit, Vec<String>), Faults> {
    let sampled = place.sampled;
    let prepared = sampled.prepared;
    let formula = &request.formula;
    let names: Vec<&str> = formula.variables.iter().map(|variable| variable.name.as_str()).collect();
    let texts: Vec<_> = names.iter().map(|name| sampled.categories(name)).collect();
    // The first variable changes fastest. A category that nobody has has no cells.
    let mut cells: Vec<u32> =
        prepared.cells.iter().map(|&cell| if cell == place.cell { 0 } else { OUTSIDE }).collect();
    let (mut sizes, mut labels, mut step) = (Vec::new(), Vec::new(), 1);
    for text in &texts {
        let mut present = vec![false; text.labels.len()];
        for (row, cell) in cells.iter().enumerate() {
            if *cell != OUTSIDE && text.codes[row] != MISSING && prepared.weights[row] > 0.0 {
                present[text.codes[row] as usize] = true;
            }
        }
        let mut rank = vec![OUTSIDE; present.len()];
        let own: Vec<String> =
            (0..present.len()).filter(|&at| present[at]).map(|at| text.labels[at].clone()).collect();
        (0..present.len()).filter(|&at| present[at]).zip(0..).for_each(|(at, place)| rank[at] = place);
        for (row, cell) in cells.iter_mut().enumerate() {
            let code = text.codes[row];
            let code = if code == MISSING { OUTSIDE } else { rank[code as usize] };
            *cell = if *cell == OUTSIDE || code == OUTSIDE { OUTSIDE } else { *cell + step * code };
        }
        step *= own.len() as u32;
        sizes.push(own.len());
        labels.push(own);
    }
    let rows = cells
        .iter()
        .zip(&prepared.weights)
        .filter(|(cell, weight)| **cell != OUTSIDE && **weight > 0.0)
        .count();
    let shares: Vec<Statistic> = (0..step).map(|cell| Statistic::Share { cell, of: 0..step }).collect();
    let joint = sampled.joint(&cells, &[], &shares)?;
    let table = ShareTable {
        sizes: &sizes,
        shares: &joint.estimates,
        covariance: &joint.covariance,
        rows: rows as f64,
        degrees_of_freedom: joint.degrees_of_freedom,
    };
    let fault = |error: ModelError| place.model_fault(&error, &[]);
    let model = loglinear(&table, &formula.terms).map_err(fault)?;
    // Deviation coding: a coefficient for all but the last category of each variable of a term.
    let mut coefficients = Vec::new();
    for (number, label) in formula.labels().into_iter().enumerate() {
        let count = model.terms.iter().filter(|term| **term == number).count();
        let variables = &formula.terms[number];
        for at in 0..count {
            let mut rest = at;
            let categories: Vec<&str> = variables
                .iter()
                .map(|&variable| {
                    let size = sizes[variable] - 1;
                    let category = rest % size;
                    rest /= size;
                    labels[variable][category].as_str()
                })
                .collect();
            coefficients.push(format!("{label}[{}]", categories.join(",")));
        }
    }
    let df = joint.degrees_of_freedom;
    let mut terms = Vec::new();
    for (number, name) in formula.labels().into_iter().enumerate() {
        let tested: Vec<usize> = (0..model.terms.len()).filter(|&at| model.terms[at] == number).collect();
        if let Ok(test) = wald(&model.coefficients, &model.covariance, &tested, None, df) {
            terms.push(Term { name, outcome: Outcome::of_wald(TestKind::Wald, &test) });
        }
    }
    if let Some(against) = &request.against {
        let smaller = loglinear(&table, &in_variables(place, formula, against)?).map_err(fault)?;
        let test = nested(&table, &smaller, &model).map_err(fault)?;
        for (name, statistic) in [("likelihood ratio", test.deviance), ("Pearson", test.pearson)] {
            let f = test.f(statistic);
            let reference = Reference::F { numerator: f.numerator, denominator: f.denominator };
            terms.push(Term {
                name: format!("against {} ({name})", against.labels().join(" + ")),
                outcome: Outcome::new(TestKind::LikelihoodRatio, f.statistic, reference),
            });
        }
    }
    let fit = Fit {
        names: coefficients,
        estimates: model.coefficients.clone(),
        covariance: model.covariance.clone(),
        df,
        own_df: Vec::new(),
        terms,
        margins: Vec::new(),
        rows: rows as u64,
        facts: vec![("deviance", model.deviance), ("cells", f64::from(step))],
    };
    Ok((fit, Vec::new()))
}

/// The terms of another formula in the numbers of the variables of this one.
fn in_variables(place: &Place<'_>, formula: &Formula, other: &Formula) -> Result<Vec<Vec<usize>>, Faults> {
    let number = |at: &usize| {
        let name = &other.variables[*at].name;
        formula.variables.iter().position(|variable| variable.name == *name).ok_or_else(|| {
            Faults::one(
                "E-MODEL-001",
                sounding_survey::Place::file(place.sampled.source.path().display().to_string()).column(name),
                format!("\"{name}\" is not in the larger model"),
                "the smaller model has some of the terms of the larger",
            )
        })
    };
    let term = |term: &Vec<usize>| {
        let mut numbers = term.iter().map(number).collect::<Result<Vec<usize>, Faults>>()?;
        numbers.sort_unstable();
        Ok(numbers)
    };
    other.terms.iter().map(term).collect()
}
