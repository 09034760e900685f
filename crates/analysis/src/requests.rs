//! What a study asks for, as far as it can be understood without the answers: formulas and the variables that they name.

use sounding_statistics::estimation::function::Function;
use sounding_study::Study;
use sounding_survey::{Finding, Place, nearest};

/// Everything that is wrong with the formulas of a study file.
pub fn check_requests(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, table) in study.definition.tables.iter().enumerate() {
        let Some(text) = &table.function else { continue };
        let path = format!("tables[{at}].function");
        match Function::parse(text) {
            Ok(function) => {
                for name in function.variables() {
                    known(study, &path, name, &mut findings);
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
    findings
}

/// The variables of the functions that tables estimate; those of a function that cannot be read are none.
pub(crate) fn function_variables(study: &Study) -> Vec<String> {
    let functions = study.definition.tables.iter().filter_map(|table| table.function.as_deref());
    functions
        .filter_map(|text| Function::parse(text).ok())
        .flat_map(|function| function.variables().to_vec())
        .collect()
}

/// Reports a variable that is neither a question nor derived.
fn known(study: &Study, path: &str, name: &str, findings: &mut Vec<Finding>) {
    if study.codebook.variable(name).is_some() {
        return;
    }
    let remedy = match nearest(name, study.codebook.variables.iter().map(|variable| variable.name.as_str())) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "name a question of the questionnaire or a derived variable".to_owned(),
    };
    let place = Place::file("study.toml").column(path);
    let finding = Finding::error("E-STUDY-051", place, format!("there is no variable \"{name}\""), remedy);
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}
