//! Answers as the codebook's categories.

use std::collections::BTreeMap;

use sounding_survey::{
    Category, CategoryRole, Codebook, Finding, Place, Text as Words, Variable, VariableKind,
};

use crate::data::{Column, Frame, MISSING, Source, Text};

/// At most so many rows are listed for one kind of fault.
const LISTED: usize = 10;

/// A variable with categories: for each row the index of its category, in the codebook's order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coded {
    /// Index into `categories`, or [`MISSING`].
    pub(crate) codes: Vec<u32>,
    /// The categories; of a crossing, every combination, the last variable moving fastest.
    pub(crate) categories: Vec<Category>,
}

/// A question with several answers: for each row which categories were named.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    /// Whether the row has an answer.
    pub(crate) answered: Vec<bool>,
    /// One flag a row for each category.
    pub(crate) chosen: Vec<Vec<bool>>,
    /// The categories in the codebook's order.
    pub(crate) categories: Vec<Category>,
}

/// Variables of a file, coded when they are first asked for.
#[derive(Debug)]
pub(crate) struct Coding<'a> {
    pub(crate) codebook: &'a Codebook,
    pub(crate) frame: &'a Frame,
    pub(crate) file: String,
}

impl Coding<'_> {
    /// A variable or a crossing `a*b` as categories. What is not an answer of the codebook is a fault.
    pub(crate) fn categories(&self, name: &str, faults: &mut Vec<Finding>) -> Coded {
        let mut parts = name.split('*').map(|part| self.one(part, faults));
        let first = parts.next().unwrap_or(Coded { codes: Vec::new(), categories: Vec::new() });
        parts.fold(first, |left, right| cross(&left, &right))
    }

    fn one(&self, name: &str, faults: &mut Vec<Finding>) -> Coded {
        let text = self.text(name);
        let Some(variable) =
            self.codebook.variable(name).filter(|variable| !variable.categories().is_empty())
        else {
            // A column that is only weighted by needs no words: its values are its categories.
            let categories = text
                .labels
                .iter()
                .map(|label| Category {
                    code: label.clone(),
                    label: Words::same(label),
                    role: CategoryRole::Substantive,
                })
                .collect();
            return Coded { codes: text.codes, categories };
        };
        let categories = variable.categories().to_vec();
        let codes: Vec<&str> = categories.iter().map(|category| category.code.as_str()).collect();
        let coded = text.codes_in(&codes);
        let wrong = (0..coded.len()).filter(|&row| coded[row] == MISSING && text.codes[row] != MISSING);
        self.unknown(name, wrong.map(|row| (row, text.label(row).unwrap_or("").to_owned())), &codes, faults);
        Coded { codes: coded, categories }
    }

    /// A question with several answers, stored as codes separated by spaces or as one 0/1 column `name/code` each.
    pub(crate) fn several(&self, variable: &Variable, faults: &mut Vec<Finding>) -> Named {
        let categories = variable.categories().to_vec();
        let codes: Vec<&str> = categories.iter().map(|category| category.code.as_str()).collect();
        let rows = self.frame.rows;
        let mut named = Named {
            answered: vec![false; rows],
            chosen: vec![vec![false; rows]; codes.len()],
            categories: categories.clone(),
        };
        if self.frame.column(&variable.name).is_some() {
            let text = self.text(&variable.name);
            let mut wrong = Vec::new();
            let parsed: Vec<(Vec<usize>, Option<String>)> = text
                .labels
                .iter()
                .map(|label| {
                    let mut found = Vec::new();
                    let mut unknown = None;
                    for word in label.split_whitespace() {
                        match codes.iter().position(|code| *code == word) {
                            Some(at) => found.push(at),
                            None => unknown = Some(word.to_owned()),
                        }
                    }
                    (found, unknown)
                })
                .collect();
            for row in 0..rows {
                let Some((found, unknown)) = parsed.get(text.codes[row] as usize) else { continue };
                named.answered[row] = true;
                for &at in found {
                    named.chosen[at][row] = true;
                }
                if let Some(unknown) = unknown {
                    wrong.push((row, unknown.clone()));
                }
            }
            self.unknown(&variable.name, wrong.into_iter(), &codes, faults);
            return named;
        }
        for (at, code) in codes.iter().enumerate() {
            let column = format!("{}/{code}", variable.name);
            if let Some(Column::Number(values)) = self.frame.column(&column) {
                for (row, value) in values.iter().enumerate() {
                    named.answered[row] |= !value.is_nan();
                    named.chosen[at][row] = *value == 1.0;
                }
            }
        }
        named
    }

    fn text(&self, name: &str) -> Text {
        self.frame.column(name).map_or_else(
            || Text { codes: vec![MISSING; self.frame.rows], labels: Vec::new() },
            Column::categories,
        )
    }

    fn unknown(
        &self,
        name: &str,
        rows: impl Iterator<Item = (usize, String)>,
        known: &[&str],
        faults: &mut Vec<Finding>,
    ) {
        let mut values: BTreeMap<String, (usize, u64)> = BTreeMap::new();
        for (row, value) in rows {
            values.entry(value).or_insert((row, 0)).1 += 1;
        }
        for (value, (row, count)) in values.into_iter().take(LISTED) {
            let finding = Finding::error(
                "E-ANS-003",
                Place::file(&self.file).line(row as u64 + 2).column(name),
                format!("\"{value}\" is no category of \"{name}\" (in {count} rows, this being the first)"),
                format!(
                    "its codes are: {}; add the code to the questionnaire, or name it in answers.missing",
                    known.join(", ")
                ),
            );
            if !faults.contains(&finding) {
                faults.push(finding);
            }
        }
    }
}

/// Every combination of two variables' categories.
fn cross(left: &Coded, right: &Coded) -> Coded {
    let size = right.categories.len() as u32;
    let codes = left
        .codes
        .iter()
        .zip(&right.codes)
        .map(|(&a, &b)| if a == MISSING || b == MISSING { MISSING } else { a * size + b })
        .collect();
    let mut categories = Vec::new();
    for a in &left.categories {
        for b in &right.categories {
            let both = |language| format!("{}, {}", a.label.get(language), b.label.get(language));
            categories.push(Category {
                code: format!("{}*{}", a.code, b.code),
                label: Words::new(both(sounding_survey::Language::Vi), both(sounding_survey::Language::En)),
                role: a.role.max(b.role),
            });
        }
    }
    Coded { codes, categories }
}

/// Columns that are texts whatever they look like: everything with categories.
pub(crate) fn text_columns(codebook: &Codebook) -> impl Iterator<Item = String> + '_ {
    codebook
        .variables
        .iter()
        .filter(|variable| {
            matches!(variable.kind, VariableKind::One { .. } | VariableKind::Many { .. } | VariableKind::Text)
        })
        .map(|variable| variable.name.clone())
}

/// The columns that a variable is read from.
pub(crate) fn columns_of(source: &Source, codebook: &Codebook, name: &str) -> Vec<String> {
    if source.has(name) {
        return vec![name.to_owned()];
    }
    match codebook.variable(name) {
        Some(Variable { kind: VariableKind::Many { categories }, .. }) => {
            let spread: Vec<String> =
                categories.iter().map(|category| format!("{name}/{}", category.code)).collect();
            if spread.iter().any(|column| source.has(column)) {
                return spread.into_iter().filter(|column| source.has(column)).collect();
            }
            vec![name.to_owned()]
        }
        _ => vec![name.to_owned()],
    }
}
