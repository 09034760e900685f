//! Known population totals: `margins.csv` with the columns margin, category, total, and se where totals are estimates.

use std::collections::BTreeMap;

use sounding_survey::{Finding, Place};

/// A margin: a variable (or a crossing `a*b`) and the population of each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Margin {
    /// Category codes (`x*y` for a crossing) with their totals, in the order of the file. The total of a number has an empty code.
    pub categories: Vec<(String, f64)>,
    /// The standard error of each total, 0 where it is known; those beyond the end are 0.
    pub errors: Vec<f64>,
}

/// All margins by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Margins {
    /// The margins.
    pub margins: BTreeMap<String, Margin>,
}

impl Margin {
    /// The standard error of a total by its place; 0 where it is known.
    pub fn error(&self, at: usize) -> f64 {
        self.errors.get(at).copied().unwrap_or(0.0)
    }

    /// The population that it sums to.
    pub fn total(&self) -> f64 {
        self.categories.iter().map(|(_, total)| total).sum()
    }
}

/// Reads the text of a margins file, with every fault.
pub(crate) fn read(text: &str, file: &str) -> (Margins, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut margins = Margins::default();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads: Vec<String> =
        reader.headers().map(|head| head.iter().map(str::to_owned).collect()).unwrap_or_default();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let (Some(margin), Some(category), Some(total)) = (column("margin"), column("category"), column("total"))
    else {
        let missing: Vec<&str> =
            ["margin", "category", "total"].into_iter().filter(|name| column(name).is_none()).collect();
        findings.push(Finding::error(
            "E-STUDY-020",
            Place::file(file).line(1),
            format!("the file has no column {}", missing.join(", ")),
            "write the header margin,category,total",
        ));
        return (margins, findings);
    };
    let se = column("se");
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(cause) => {
                findings.push(Finding::error(
                    "E-STUDY-021",
                    Place::file(file),
                    cause.to_string(),
                    "mend the line",
                ));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let place = Place::file(file).line(line);
        let field = |at: usize| record.get(at).unwrap_or("").to_owned();
        let (name, code, number) = (field(margin), field(category), field(total));
        if name.is_empty() {
            let remedy = "name the variable, or the crossing";
            findings.push(Finding::error("E-STUDY-022", place, "the line names no margin", remedy));
            continue;
        }
        let known = margins.margins.entry(name.clone()).or_default();
        if known.categories.iter().any(|(known, _)| *known == code) {
            let message = format!("the margin \"{name}\" has the category \"{code}\" twice");
            findings.push(Finding::error("E-STUDY-023", place, message, "give each category one line"));
            continue;
        }
        let positive =
            |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
        let error = se.map_or(String::new(), &field);
        let error = if error.is_empty() { Some(0.0) } else { positive(&error) };
        if error.is_none() {
            findings.push(Finding::error(
                "E-STUDY-026",
                place.clone().column("se"),
                "the standard error of the total is no number of zero or more",
                "write it in digits with a decimal point, and leave it empty where the total is known",
            ));
        }
        match positive(&number) {
            Some(value) => {
                known.categories.push((code, value));
                known.errors.push(error.unwrap_or(0.0));
            }
            None => findings.push(Finding::error(
                "E-STUDY-024",
                place.column("total"),
                format!("expected a population of zero or more, found \"{number}\""),
                "write the number in digits with a decimal point",
            )),
        }
    }
    if margins.margins.is_empty() && findings.is_empty() {
        findings.push(Finding::error(
            "E-STUDY-025",
            Place::file(file),
            "the file has no margins",
            "write a line for each category",
        ));
    }
    (margins, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_numbers_have_no_category_and_estimates_a_standard_error() {
        let text = "margin,category,total,se\nsex,F,10,\nsex,M,12,0.5\nincome,,900,30\n,a,1,\nage,a,1,-2\n";
        let (margins, findings) = read(text, "margins.csv");
        let sex = &margins.margins["sex"];
        assert_eq!((sex.error(0), sex.error(1), sex.error(7)), (0.0, 0.5, 0.0));
        assert_eq!(margins.margins["income"].categories, [(String::new(), 900.0)]);
        assert_eq!(margins.margins["income"].error(0), 30.0);
        let found: Vec<_> = findings.iter().map(|f| (f.code, f.place.line)).collect();
        assert_eq!(found, [("E-STUDY-022", Some(5)), ("E-STUDY-026", Some(6))]);
    }
}
