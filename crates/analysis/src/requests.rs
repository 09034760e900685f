//! What a study asks for, as far as it can be understood without the answers: formulas and the variables that they name.

use std::collections::BTreeSet;

use sounding_statistics::estimation::function::Function;
use sounding_statistics::models::formula::Formula;
use sounding_study::{AnalysisKind, AnalysisRequest, Study};
use sounding_survey::{Finding, Place, VariableKind, nearest};

use crate::analyses::variables;

/// Everything that is wrong with the formulas of a study file.
pub fn check_requests(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, table) in study.definition.tables.iter().enumerate() {
        if let Some(text) = &table.function {
            function(study, &format!("tables[{at}].function"), text, &mut findings);
        }
    }
    for (at, analysis) in study.definition.analyses.iter().enumerate() {
        formulas(study, &format!("analyses[{at}]"), analysis, &mut findings);
    }
    findings
}

fn formulas(study: &Study, path: &str, analysis: &AnalysisRequest, findings: &mut Vec<Finding>) {
    match &analysis.kind {
        AnalysisKind::Model(model) => {
            for (key, text) in [("formula", Some(&model.formula)), ("against", model.against.as_ref())] {
                let Some(text) = text else { continue };
                let path = format!("{path}.{key}");
                match Formula::parse(text) {
                    Ok(formula) => {
                        for name in formula.names() {
                            known(study, &path, name, findings);
                        }
                    }
                    Err(error) => findings.push(Finding::error(
                        "E-ANL-001",
                        Place::file("study.toml").column(path),
                        format!("the formula cannot be read: {error}"),
                        "write the response, a tilde and the terms: y ~ x + factor(g) + x:z",
                    )),
                }
            }
        }
        AnalysisKind::Change(change) => {
            for text in &change.function {
                function(study, &format!("{path}.function"), text, findings);
            }
        }
        _ => {}
    }
}

fn function(study: &Study, path: &str, text: &str, findings: &mut Vec<Finding>) {
    match Function::parse(text) {
        Ok(function) => {
            for name in function.variables() {
                known(study, path, name, findings);
            }
        }
        Err(error) => findings.push(Finding::error(
            "E-TAB-005",
            Place::file("study.toml").column(path),
            format!("the function cannot be read: {error}"),
            error.remedy(),
        )),
    }
}

/// The variables that functions of tables and analyses name; those of a formula that cannot be read are none.
pub(crate) fn formula_variables(study: &Study) -> BTreeSet<String> {
    let functions = study.definition.tables.iter().filter_map(|table| table.function.as_deref());
    let mut names: BTreeSet<String> = functions
        .filter_map(|text| Function::parse(text).ok())
        .flat_map(|function| function.variables().to_vec())
        .collect();
    for analysis in &study.definition.analyses {
        names.extend(variables(analysis));
        names.extend(analysis.by.iter().cloned());
        if let AnalysisKind::Change(change) = &analysis.kind {
            names.insert(change.wave.clone());
        }
    }
    names
}

/// Reports a variable that is neither a question nor derived, or that a person has several values of.
fn known(study: &Study, path: &str, name: &str, findings: &mut Vec<Finding>) {
    let place = || Place::file("study.toml").column(path);
    let finding = match study.codebook.variable(name).map(|variable| &variable.kind) {
        Some(VariableKind::Many { .. }) => Finding::error(
            "E-STUDY-042",
            place(),
            format!("a person may give several answers to \"{name}\", and a formula needs one value of each"),
            "derive a variable from each answer that is of interest",
        ),
        Some(_) => return,
        None => {
            let names = study.codebook.variables.iter().map(|variable| variable.name.as_str());
            let remedy = match nearest(name, names) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "name a question of the questionnaire or a derived variable".to_owned(),
            };
            Finding::error("E-STUDY-051", place(), format!("there is no variable \"{name}\""), remedy)
        }
    };
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}
