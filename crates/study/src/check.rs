//! What the parts of a study must agree on.

mod analyses;
mod design;
mod margins;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use sounding_questionnaire::Questionnaire;
use sounding_survey::{Category, CategoryRole, Codebook, Finding, Place, Variable, VariableKind, nearest};

use crate::definition::Selection;
use crate::{Definition, Frame, Study};

/// The questionnaire's variables with the study's additions, and the derived ones.
pub(crate) fn codebook(
    questionnaire: &Questionnaire,
    definition: &Definition,
    findings: &mut Vec<Finding>,
) -> Codebook {
    let mut codebook = questionnaire.codebook();
    for derived in &definition.derive {
        if codebook.variable(&derived.name).is_some() {
            findings.push(fault(
                "E-STUDY-040",
                "derive",
                format!("there is already a variable \"{}\"", derived.name),
                "choose another name",
            ));
            continue;
        }
        let categories: Vec<Category> = derived
            .categories
            .iter()
            .map(|category| Category {
                code: category.code.clone(),
                label: category.label.clone(),
                role: CategoryRole::Substantive,
            })
            .collect();
        let kind = if categories.is_empty() {
            VariableKind::Decimal
        } else {
            VariableKind::One { categories, ordered: derived.ordered }
        };
        codebook.variables.push(Variable {
            name: derived.name.clone(),
            label: derived.label.clone(),
            short: derived.label.clone(),
            hint: sounding_survey::Text::default(),
            kind,
            relevant: None,
            group: Vec::new(),
        });
    }
    for (name, notes) in &definition.variables {
        let path = format!("variables.{name}");
        let known: Vec<String> = codebook.variables.iter().map(|variable| variable.name.clone()).collect();
        let Some(variable) = codebook.variables.iter_mut().find(|variable| variable.name == *name) else {
            findings.push(unknown_variable(&path, name, &known));
            continue;
        };
        if !notes.short.is_empty() {
            variable.short = notes.short.clone();
        }
        if let (VariableKind::One { ordered, .. }, Some(wanted)) = (&mut variable.kind, notes.ordered) {
            *ordered = wanted;
        }
        let roles = [
            (&notes.dont_know, CategoryRole::DontKnow),
            (&notes.refused, CategoryRole::Refused),
            (&notes.not_applicable, CategoryRole::NotApplicable),
        ];
        for (codes, role) in roles {
            for code in codes {
                let categories = match &mut variable.kind {
                    VariableKind::One { categories, .. } | VariableKind::Many { categories } => categories,
                    _ => &mut Vec::new(),
                };
                match categories.iter_mut().find(|category| category.code == *code) {
                    Some(category) => category.role = role,
                    None => findings.push(fault(
                        "E-STUDY-041",
                        &path,
                        format!("\"{name}\" has no category \"{code}\""),
                        "use a code of the questionnaire",
                    )),
                }
            }
        }
    }
    codebook
}

/// Everything that can be checked without the frame and the answers.
pub(crate) fn study(study: &Study, findings: &mut Vec<Finding>) {
    let definition = &study.definition;
    let names: Vec<String> = study.codebook.variables.iter().map(|variable| variable.name.clone()).collect();
    for (at, table) in definition.tables.iter().enumerate() {
        let crossed = table.by.iter().flat_map(|by| by.split('*'));
        for name in table.questions.iter().map(String::as_str).chain(crossed) {
            if study.codebook.variable(name).is_none() {
                findings.push(unknown_variable(&format!("tables[{at}]"), name, &names));
            }
        }
        for by in table.by.iter().flat_map(|by| by.split('*')) {
            if study.codebook.variable(by).is_some_and(|variable| variable.categories().is_empty()) {
                let message = format!("\"{by}\" has no categories, so that no groups can be made of it");
                findings.push(fault(
                    "E-STUDY-042",
                    &format!("tables[{at}].by"),
                    message,
                    "derive a variable with categories from it",
                ));
            }
        }
    }
    for (at, benchmark) in definition.benchmarks.iter().enumerate() {
        match study.codebook.variable(&benchmark.question) {
            None => {
                findings.push(unknown_variable(&format!("benchmarks[{at}]"), &benchmark.question, &names));
            }
            Some(variable) => {
                let known = variable.categories().iter().any(|category| category.code == benchmark.category);
                if !benchmark.category.is_empty() && !known {
                    let message =
                        format!("\"{}\" has no category \"{}\"", benchmark.question, benchmark.category);
                    findings.push(fault(
                        "E-STUDY-041",
                        &format!("benchmarks[{at}]"),
                        message,
                        "use a code of the questionnaire",
                    ));
                }
            }
        }
    }
    analyses::check(study, &names, findings);
    margins::check(study, findings);
    design::check(study, findings);
    if definition.design.is_some() && definition.answers.link.is_some() {
        findings.push(fault(
            "E-STUDY-043",
            "design",
            "the answers are linked to the sample, and bring a design of their own",
            "keep [design] or answers.link, not both",
        ));
    }
    if definition.answers.link.is_some() && definition.sample.is_none() {
        findings.push(fault(
            "E-STUDY-044",
            "answers.link",
            "there is no [sample] to link the answers to",
            "describe the sample, or give [design]",
        ));
    }
    if definition.sample.is_some() && definition.about.seed.is_none() {
        findings.push(fault(
            "E-STUDY-045",
            "study.seed",
            "a sample is drawn and no seed is given",
            "give a whole number as seed, and keep it",
        ));
    }
}

/// The columns that the sample needs, and units that are listed twice.
pub(crate) fn frame(study: &Study, frame: &Frame, findings: &mut Vec<Finding>) {
    let Some(sample) = &study.definition.sample else { return };
    let file = &study.definition.files.frame;
    let mut needed: Vec<&str> = sample.strata.iter().map(String::as_str).collect();
    for stage in &sample.stages {
        if stage.count.is_none() {
            needed.push(&stage.unit);
        }
        needed.extend(stage.size.iter().chain(&stage.count).chain(&stage.balance).map(String::as_str));
    }
    needed.extend(sample.permanent.key.as_deref());
    let allocation = &sample.allocation;
    needed.extend(allocation.size.iter().chain(&allocation.sd).chain(&allocation.cost).map(String::as_str));
    for name in needed.into_iter().collect::<BTreeSet<_>>() {
        if !frame.columns.contains_key(name) {
            let remedy = match nearest(name, frame.columns.keys().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!(
                    "the columns are: {}",
                    frame.columns.keys().cloned().collect::<Vec<_>>().join(", ")
                ),
            };
            findings.push(Finding::error(
                "E-STUDY-033",
                Place::file(file),
                format!("the frame has no column \"{name}\""),
                remedy,
            ));
        }
    }
    for (at, stage) in sample.stages.iter().enumerate() {
        let last = at + 1 == sample.stages.len();
        if at > 0 && stage.take.is_none() {
            findings.push(fault(
                "E-STUDY-049",
                &format!("sample.stages[{at}].take"),
                "the stage does not say how many units are taken",
                "add take = N",
            ));
        }
        if at > 0 && stage.method.random_size() {
            let message =
                "a unit of the stage before in which chance draws nobody would be missing from the sample";
            findings.push(fault(
                "E-STUDY-055",
                &format!("sample.stages[{at}].method"),
                message,
                "draw this stage by a method of fixed size, such as pareto or cube",
            ));
        }
        if stage.count.is_some() && (!last || stage.method != Selection::Srs) {
            let message = "only the last stage can be counted instead of listed, and only by srs";
            findings.push(fault(
                "E-STUDY-050",
                &format!("sample.stages[{at}].count"),
                message,
                "list the units of this stage in the frame",
            ));
        }
    }
}

fn fault(code: &'static str, path: &str, message: impl Into<String>, remedy: &str) -> Finding {
    Finding::error(code, Place::file("study.toml").column(path), message, remedy)
}

fn unknown_variable(path: &str, name: &str, known: &[String]) -> Finding {
    let remedy = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "name a question of the questionnaire or a derived variable".to_owned(),
    };
    fault("E-STUDY-051", path, format!("there is no variable \"{name}\""), &remedy)
}
