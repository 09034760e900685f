//! Known population totals: `margins.csv` with the columns margin, category, total.

use std::collections::BTreeMap;

use sounding_survey::{Finding, Place};

/// A margin: a variable (or a crossing `a*b`) and the population of each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Margin {
    /// Category codes (`x*y` for a crossing) with their totals, in the order of the file.
    pub categories: Vec<(String, f64)>,
}

/// All margins by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Margins {
    /// The margins.
    pub margins: BTreeMap<String, Margin>,
}

impl Margin {
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
        if name.is_empty() || code.is_empty() {
            findings.push(Finding::error(
                "E-STUDY-022",
                place,
                "the line names no margin or no category",
                "fill both fields",
            ));
            continue;
        }
        let known = margins.margins.entry(name.clone()).or_default();
        if known.categories.iter().any(|(known, _)| *known == code) {
            let message = format!("the margin \"{name}\" has the category \"{code}\" twice");
            findings.push(Finding::error("E-STUDY-023", place, message, "give each category one line"));
            continue;
        }
        match number.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0) {
            Some(value) => known.categories.push((code, value)),
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
