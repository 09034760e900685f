//! Margins and totals of the weighting steps: that they are in the file, belong to their variables, and agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::{Finding, Place, nearest};

use super::fault;
use crate::definition::Calibration;
use crate::{Margin, Study};

/// Margins describe the same population when their sums differ by no more than this share.
const SAME_POPULATION: f64 = 1e-6;

/// The margins and totals of every weighting step.
pub(super) fn check(study: &Study, findings: &mut Vec<Finding>) {
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
                        "E-STUDY-059",
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
            "E-STUDY-058",
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
                "E-STUDY-060",
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use sounding_questionnaire::Questionnaire;
    use sounding_survey::{Category, CategoryRole, Codebook, Text, Variable, VariableKind};

    use super::*;
    use crate::margins::read;
    use crate::read_definition;

    fn codes(step: &str, margins: &str) -> Vec<&'static str> {
        let variable = |name: &str, codes: &[&str]| Variable {
            name: name.into(),
            label: Text::same(name),
            short: Text::default(),
            hint: Text::default(),
            kind: if codes.is_empty() {
                VariableKind::Decimal
            } else {
                let of = |code: &&str| Category {
                    code: (*code).into(),
                    label: Text::same(*code),
                    role: CategoryRole::Substantive,
                };
                VariableKind::One { categories: codes.iter().map(of).collect(), ordered: false }
            },
            relevant: None,
            group: Vec::new(),
        };
        let (margins, findings) = read(margins, "margins.csv");
        assert_eq!(findings, []);
        let study = Study {
            folder: PathBuf::new(),
            definition: read_definition(&format!("[[weighting]]\n{step}\n"), "study.toml").0,
            questionnaire: Questionnaire::default(),
            codebook: Codebook {
                variables: vec![
                    variable("region", &["n", "s"]),
                    variable("sex", &["F", "M"]),
                    variable("age", &["a", "b"]),
                    variable("income", &[]),
                ],
            },
            margins,
        };
        study.check().into_iter().map(|finding| finding.code).collect()
    }

    const WHOLE: &str = "step = \"calibrate\"\nmargins = [\"sex\"]\ntotals = [\"income\"]";
    const PARTS: &str =
        "step = \"calibrate\"\npartition = \"region\"\nmargins = [\"sex\", \"age\"]\ntotals = [\"income\"]";
    const LINES: &str = "margin,category,total\nregion*sex,n*F,10\nregion*sex,n*M,12\nregion*sex,s*F,5\nregion*sex,s*M,6\n\
        region*age,n*a,11\nregion*age,n*b,11\nregion*age,s*a,5\nregion*age,s*b,6\nregion*income,n,900\nregion*income,s,500\n";

    #[test]
    fn totals_and_parts_that_agree_are_no_fault() {
        assert_eq!(codes(WHOLE, "margin,category,total\nsex,F,10\nsex,M,12\nincome,,900\n"), [""; 0]);
        assert_eq!(codes(PARTS, LINES), [""; 0]);
    }

    #[test]
    fn every_part_describes_its_own_population() {
        // The sums over all parts are equal, those in each are not.
        let moved = LINES.replace("n*b,11", "n*b,12").replace("s*b,6", "s*b,5");
        assert_eq!(codes(PARTS, &moved), ["E-STUDY-048", "E-STUDY-048"]);
        assert_eq!(codes(PARTS, &LINES.replace("region*income,s,500\n", "")), ["E-STUDY-059"]);
        assert_eq!(
            codes(PARTS, &LINES.replace("region*income,s,500", "region*income,w,500")),
            ["E-STUDY-047", "E-STUDY-059"]
        );
        assert_eq!(codes(PARTS, &LINES.replace("region*income", "income")), ["E-STUDY-046"]);
    }

    #[test]
    fn numbers_have_no_category_and_categories_no_total() {
        let head = "margin,category,total\nsex,F,10\nsex,M,12\n";
        assert_eq!(codes(WHOLE, &format!("{head}income,x,900\n")), ["E-STUDY-060"]);
        assert_eq!(codes(WHOLE, &format!("{head}sex,,900\nincome,,900\n")), ["E-STUDY-022"]);
        let sex = WHOLE.replace("\"income\"", "\"sex\"");
        assert!(codes(&sex, head).contains(&"E-STUDY-058"));
    }
}
