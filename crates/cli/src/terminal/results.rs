//! Results of a computation over a file, in the form that was asked for.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};
use sounding_analysis::estimate::DesignFacts;
use sounding_analysis::{Listing, Values};

use super::{listing, note, say, wrote};
use crate::failure::Failure;

/// Where results go, and in which form.
#[derive(Args, Debug, Clone)]
pub(crate) struct Form {
    /// Print JSON with numbers in full precision.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV with numbers in full precision.
    #[arg(long)]
    csv: bool,
    /// Write to a file instead; its ending says the form: .csv, .json or .parquet.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "csv"], value_parser = output)]
    output: Option<Output>,
}

/// A file of results.
#[derive(Debug, Clone)]
struct Output {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Csv,
    Json,
    Parquet,
}

fn output(text: &str) -> Result<Output, String> {
    let path = PathBuf::from(text);
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let kind = match ending.as_deref() {
        Some("csv") => Kind::Csv,
        Some("json") => Kind::Json,
        Some("parquet") => Kind::Parquet,
        _ => return Err("expected a file that ends in .csv, .json or .parquet".to_owned()),
    };
    Ok(Output { path, kind })
}

/// What a command found.
#[derive(Debug)]
pub(crate) struct Results {
    /// The listings, the chief one first: it is what CSV and Parquet hold.
    pub(crate) listings: Vec<Listing>,
    /// Sentences under the tables for people.
    pub(crate) remarks: Vec<String>,
    /// What was noticed.
    pub(crate) warnings: Vec<String>,
    /// The design, where there is one.
    pub(crate) design: Option<DesignFacts>,
    /// Confidence level.
    pub(crate) level: f64,
}

impl Results {
    /// Prints them or writes them to a file.
    pub(crate) fn give(&self, form: &Form) -> Result<(), Failure> {
        for warning in &self.warnings {
            note(&format!("note: {warning}"));
        }
        if let Some(output) = &form.output {
            return self.write(&output.path, output.kind);
        }
        say(&match (form.json, form.csv) {
            (true, _) => self.json(Map::new()),
            (_, true) => self.csv(),
            _ => self.table(),
        });
        Ok(())
    }

    fn write(&self, path: &Path, kind: Kind) -> Result<(), Failure> {
        let bytes = match kind {
            Kind::Csv => (self.csv() + "\n").into_bytes(),
            Kind::Json => (self.json(Map::new()) + "\n").into_bytes(),
            Kind::Parquet => self.listings.first().map_or_else(|| Ok(Vec::new()), Listing::parquet)?,
        };
        // What was there stays whole until the new file is.
        let mut staged = path.as_os_str().to_owned();
        staged.push(".part");
        let staged = PathBuf::from(staged);
        std::fs::write(&staged, bytes).map_err(|cause| Failure::io(&staged, &cause))?;
        std::fs::rename(&staged, path).map_err(|cause| Failure::io(path, &cause))?;
        wrote(&[path.to_owned()]);
        Ok(())
    }

    /// The chief listing.
    pub(crate) fn csv(&self) -> String {
        self.listings.first().map_or_else(String::new, Listing::csv)
    }

    fn table(&self) -> String {
        let interval = format!("{}% interval", self.level * 100.0);
        let filled = self.listings.iter().filter(|listing| listing.rows() > 0);
        let mut parts: Vec<String> = filled.map(|one| listing::grid(one, &interval)).collect();
        if !self.remarks.is_empty() {
            parts.push(self.remarks.join("\n"));
        }
        if let Some(facts) = &self.design {
            parts.push(format!(
                "{} rows, {} strata, {} sampling units, {} degrees of freedom; weights sum to {:.1}; {}",
                facts.rows, facts.strata, facts.psus, facts.df, facts.population, facts.variance
            ));
        }
        parts.join("\n\n")
    }

    /// All listings, after what `whole` says already.
    pub(crate) fn json(&self, mut whole: Map<String, Value>) -> String {
        for listing in &self.listings {
            let row = |at: usize| -> Value {
                let fields =
                    listing.fields.iter().map(|field| (field.name.clone(), value(&field.values, at)));
                fields.collect::<Map<_, _>>().into()
            };
            whole.insert(listing.name.to_owned(), (0..listing.rows()).map(row).collect());
        }
        whole.insert("warnings".into(), json!(self.warnings));
        if let Some(facts) = &self.design {
            whole.insert("level".into(), json!(self.level));
            whole.insert(
                "design".into(),
                json!({
                    "rows": facts.rows, "strata": facts.strata, "psus": facts.psus, "df": facts.df,
                    "population": facts.population, "variance": facts.variance,
                }),
            );
        }
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }
}

fn value(values: &Values, row: usize) -> Value {
    match values {
        Values::Text(values) => json!(values[row]),
        Values::Count(values) => json!(values[row]),
        Values::Number(values) => json!(values[row]),
    }
}
