//! What the parts of a study must agree on.

use std::collections::{BTreeMap, BTreeSet};

use sounding_questionnaire::Questionnaire;
use sounding_survey::{Category, CategoryRole, Codebook, Finding, Place, Variable, VariableKind, nearest};

use crate::definition::{Calibration, Selection};
use crate::{Definition, Frame, Margin, Study};

/// Margins describe the same population when their sums differ by no more than this share.
const SAME_POPULATION: f64 = 1e-6;

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
    margins(study, findings);
    if definition.design.is_some() && definition.answers.link.is_some() {
        findings.push(fault(
            "E-STUDY-043",
            "design",
            "the answers are linked to the sample, and bring a design of their own",
            "keep [design] or answers.link, not both",
        ));
    }
    if definition.design.as_ref().is_some_and(|own| !own.fpc.is_empty() && !own.probabilities.is_empty()) {
        findings.push(fault(
            "E-STUDY-052",
            "design.probabilities",
            "both corrections and probabilities of inclusion are given",
            "keep design.probabilities for unequal probabilities without replacement, and design.fpc otherwise",
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

fn margins(study: &Study, findings: &mut Vec<Finding>) {
    let file = &study.definition.files.margins;
    for (at, step) in study.definition.weighting.iter().enumerate() {
        let width = step.calibration().map_or(0, Calibration::partition_width);
        let mut of_parts: Vec<(&str, BTreeMap<&str, f64>)> = Vec::new();
        for (name, numeric) in step
            .margins()
            .iter()
            .map(|name| (name, false))
            .chain(step.totals().iter().map(|name| (name, true)))
        {
            let Some(margin) = study.margins.margins.get(name) else {
                let known: Vec<&str> = study.margins.margins.keys().map(String::as_str).collect();
                let remedy = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("{file} has: {}", known.join(", ")),
                };
                let key = if numeric { "totals" } else { "margins" };
                findings.push(fault(
                    "E-STUDY-046",
                    &format!("weighting[{at}].{key}"),
                    format!("{file} has no margin \"{name}\""),
                    &remedy,
                ));
                continue;
            };
            if let (true, Some(own)) = (numeric, step.calibration()) {
                number(study, at, own.number(name), findings);
            }
            categories(study, name, margin, numeric.then_some(width), findings);
            let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
            for (code, total) in &margin.categories {
                *sums.entry(part_of(code, width)).or_default() += total;
            }
            if numeric {
                if let Some((first, known)) = of_parts.first()
                    && let Some(part) = known
                        .keys()
                        .chain(sums.keys())
                        .find(|part| known.contains_key(*part) != sums.contains_key(*part))
                {
                    findings.push(Finding::error(
                        "E-STUDY-055",
                        Place::file(file).column(name.as_str()),
                        format!("of \"{first}\" and \"{name}\" only one has the part \"{part}\""),
                        "give every part its line, or leave it out of both",
                    ));
                }
                of_parts.push((name, sums));
                continue;
            }
            if let Some((first, known)) = of_parts.first() {
                for part in known.keys().chain(sums.keys().filter(|part| !known.contains_key(*part))) {
                    let sum = |of: &BTreeMap<&str, f64>| of.get(part).copied().unwrap_or(0.0);
                    let (sum, total) = (sum(&sums), sum(known));
                    if (sum - total).abs() > SAME_POPULATION * total {
                        let within = if part.is_empty() { String::new() } else { format!(" in \"{part}\"") };
                        findings.push(Finding::error(
                            "E-STUDY-048",
                            Place::file(file).column(name.as_str()),
                            format!(
                                "the margin \"{name}\" sums to {sum}{within}, and \"{first}\" to {total}"
                            ),
                            "margins of one step describe the same population: correct the totals",
                        ));
                    }
                }
            }
            of_parts.push((name, sums));
        }
    }
}

/// The part of a category: the codes of the partition's variables. Without a partition all is one part, with the empty name.
fn part_of(code: &str, width: usize) -> &str {
    let end = code.match_indices('*').nth(width.wrapping_sub(1)).map_or(code.len(), |(end, _)| end);
    if width == 0 { "" } else { &code[..end] }
}

/// A variable whose total is to be met has numbers.
fn number(study: &Study, at: usize, name: &str, findings: &mut Vec<Finding>) {
    if study.codebook.variable(name).is_some_and(|variable| !variable.categories().is_empty()) {
        findings.push(fault(
            "E-STUDY-054",
            &format!("weighting[{at}].totals"),
            format!("\"{name}\" has categories, and no total of numbers"),
            "name it among the margins",
        ));
    }
}

/// The categories of a margin are those of its variables. With `numbers` it has totals of a number, in the categories of so many
/// variables before it.
fn categories(
    study: &Study,
    name: &str,
    margin: &Margin,
    numbers: Option<usize>,
    findings: &mut Vec<Finding>,
) {
    let place = || Place::file(&study.definition.files.margins).column(name);
    let crossed = numbers.unwrap_or(usize::MAX);
    for (code, _) in &margin.categories {
        match numbers {
            Some(0) if !code.is_empty() => findings.push(Finding::error(
                "E-STUDY-056",
                place(),
                format!("the total of \"{name}\" has the category \"{code}\""),
                "leave the category empty: the line is the total of a number",
            )),
            Some(0) => {}
            _ if code.is_empty() => findings.push(Finding::error(
                "E-STUDY-022",
                place(),
                format!("a line of the margin \"{name}\" names no category"),
                "fill the field; only the total of a number has none",
            )),
            _ => {}
        }
    }
    for (place_in_code, variable) in name.split('*').enumerate().take(crossed) {
        let Some(variable) = study.codebook.variable(variable) else { continue };
        let known: BTreeSet<&str> =
            variable.categories().iter().map(|category| category.code.as_str()).collect();
        for (code, _) in margin.categories.iter().filter(|(code, _)| !known.is_empty() && !code.is_empty()) {
            let part = code.split('*').nth(place_in_code).unwrap_or("");
            if !known.contains(part) {
                findings.push(Finding::error(
                    "E-STUDY-047",
                    place(),
                    format!(
                        "the margin \"{name}\" has the category \"{code}\", which \"{}\" does not have",
                        variable.name
                    ),
                    format!("its categories are: {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
                ));
            }
        }
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
        needed.extend(stage.size.iter().chain(&stage.count).map(String::as_str));
    }
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
