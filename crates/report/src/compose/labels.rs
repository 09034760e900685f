//! What people read for the names and codes of the study file, as far as the results say it: labels of variables and of their
//! categories are gathered from the tables, the margins, and the codebook.

use std::collections::BTreeMap;

use sounding_survey::{Language, Results, Text};

/// The labels of one language.
pub(crate) struct Labels {
    language: Language,
    variables: BTreeMap<String, Text>,
    categories: BTreeMap<(String, String), Text>,
}

impl Labels {
    /// The labels that `results` know.
    pub(crate) fn of(results: &Results, language: Language) -> Labels {
        let mut labels = Labels { language, variables: BTreeMap::new(), categories: BTreeMap::new() };
        for table in &results.tables {
            labels.variable_is(
                &table.variable,
                if table.short.is_empty() { &table.question } else { &table.short },
            );
            for column in table.columns.iter().filter(|column| !column.code.is_empty()) {
                labels.category_is(&table.variable, &column.code, &column.label);
            }
            for (name, label) in table.breakdowns.iter().zip(&table.breakdown_labels) {
                labels.variable_is(name, label);
            }
            for group in &table.groups {
                if let Some(name) = group.breakdown.and_then(|at| table.breakdowns.get(at)) {
                    labels.category_is(name, &group.codes.join("*"), &group.label);
                }
            }
        }
        for margin in results.weighting.iter().flat_map(|weighting| &weighting.margins) {
            labels.variable_is(&margin.variable, &margin.label);
            for category in &margin.categories {
                labels.category_is(&margin.variable, &category.code, &category.label);
            }
        }
        for variable in &results.codebook.variables {
            labels.variable_is(&variable.name, variable.short_label());
            for category in variable.categories() {
                labels.category_is(&variable.name, &category.code, &category.label);
            }
        }
        labels
    }

    /// The label of a variable or of a crossing `a*b`; its name where there is none.
    pub(crate) fn variable(&self, name: &str) -> String {
        if let Some(label) = self.variables.get(name) {
            return label.get(self.language).to_owned();
        }
        let part =
            |part: &str| self.variables.get(part).map_or(part, |label| label.get(self.language)).to_owned();
        name.split('*').map(part).collect::<Vec<_>>().join(" × ")
    }

    /// The label of a category; its code where there is none.
    pub(crate) fn category<'a>(&'a self, variable: &str, code: &'a str) -> &'a str {
        let key = (variable.to_owned(), code.to_owned());
        self.categories.get(&key).map_or(code, |label| label.get(self.language))
    }

    fn variable_is(&mut self, name: &str, label: &Text) {
        if !label.is_empty() {
            self.variables.entry(name.to_owned()).or_insert_with(|| label.clone());
        }
    }

    fn category_is(&mut self, variable: &str, code: &str, label: &Text) {
        if !label.is_empty() {
            let key = (variable.to_owned(), code.to_owned());
            self.categories.entry(key).or_insert_with(|| label.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use sounding_survey::{Category, CategoryRole, Codebook, Variable, VariableKind};

    use super::*;

    #[test]
    fn what_no_table_shows_is_called_as_in_the_questionnaire() {
        let category = Category {
            code: "R".into(),
            label: Text::new("Nông thôn", "Rural"),
            role: CategoryRole::Substantive,
        };
        let area = Variable {
            name: "area".into(),
            label: Text::new("Nơi ở thuộc thành thị hay nông thôn?", "Urban or rural?"),
            short: Text::new("Khu vực", "Area"),
            hint: Text::default(),
            kind: VariableKind::One { categories: vec![category], ordered: false },
            relevant: None,
            group: Vec::new(),
        };
        let results = Results { codebook: Codebook { variables: vec![area] }, ..Results::default() };
        let labels = Labels::of(&results, Language::Vi);
        assert_eq!(
            (labels.variable("area").as_str(), labels.category("area", "R")),
            ("Khu vực", "Nông thôn")
        );
        assert_eq!((labels.variable("x").as_str(), labels.category("area", "U")), ("x", "U"));
    }
}
