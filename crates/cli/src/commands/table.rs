//! `sounding table STUDY`: one protected table in the terminal.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sounding_analysis::{Answers, tabulate, weigh};
use sounding_disclosure::{Shown, shown, shown_base};
use sounding_study::{Statistic, TableRequest};
use sounding_survey::{Finding, Language, Place, Provenance, Statistic as Figure, Table, TableRole, Text};

use crate::failure::Failure;
use crate::folder;
use crate::terminal::{Align, Grid, note, p_value, say};

/// The mark of what is not shown to protect respondents.
const HIDDEN: &str = "[c]";

/// Show one question of a study by groups, weighted and protected.
#[derive(Args, Debug)]
#[command(after_help = "\
Cells are hidden as [c] under the study's rules of release, and figures that cannot be relied on carry a *.
The protection looks at the one table that is asked for: what is published together belongs in one report.

Examples:
  sounding table my-study --question trust --by sex
  sounding table my-study --question age --statistic mean --by region,sex*area --language vi
  sounding table my-study --question income --statistic quantile --p 0.9 --by region")]
pub(crate) struct Arguments {
    /// Folder of the study.
    study: PathBuf,
    /// The question or derived variable.
    #[arg(long, value_name = "Q")]
    question: String,
    /// Variables to break it down by; a crossing is a*b.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// What is estimated.
    #[arg(long, value_enum, default_value = "percent")]
    statistic: Wanted,
    /// Of a quantile, the share at or below it.
    #[arg(long, value_name = "P", required_if_eq("statistic", "quantile"), value_parser = probability)]
    p: Option<f64>,
    /// Who is in the base, in SQL.
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
    /// Language of the labels.
    #[arg(long, value_enum, default_value = "en")]
    language: Tongue,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wanted {
    Percent,
    Mean,
    Total,
    Median,
    Quantile,
    Sd,
    Variance,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tongue {
    Vi,
    En,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if p > 0.0 && p < 1.0 => Ok(p),
        _ => Err("expected a number between 0 and 1, such as 0.9".to_owned()),
    }
}

/// Puts the request in the place of the study's own tables and shows what comes out.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut study = folder::open(&arguments.study)?;
    let universe = arguments.filter.as_ref().map_or_else(Text::default, Text::same);
    study.definition.tables = vec![TableRequest {
        questions: vec![arguments.question],
        by: arguments.by,
        filter: arguments.filter,
        universe,
        statistic: match arguments.statistic {
            Wanted::Percent => Statistic::Percent,
            Wanted::Mean => Statistic::Mean,
            Wanted::Total => Statistic::Total,
            Wanted::Median => Statistic::Median,
            Wanted::Quantile => Statistic::Quantile,
            Wanted::Sd => Statistic::Sd,
            Wanted::Variance => Statistic::Variance,
        },
        p: arguments.p,
        ..TableRequest::default()
    }];
    study.definition.analyses.clear();
    let faults = study.check();
    if !faults.is_empty() {
        return Err(asked(faults));
    }
    let sample = folder::sample(&study)?;
    let answers = Answers::open(&study, sample.as_ref())?;
    let weighted = weigh(&answers)?;
    let results =
        tabulate(&answers, &weighted, None, Provenance::default()).map_err(|faults| asked(faults.0))?;
    let language = match arguments.language {
        Tongue::Vi => Language::Vi,
        Tongue::En => Language::En,
    };
    for warning in &results.warnings {
        note(&format!("note: {}", warning.get(language)));
    }
    let wanted = results.tables.iter().find(|table| table.role != TableRole::Topline);
    if let Some(table) = wanted.or(results.tables.first()) {
        say(&show(table, study.definition.release.minimum_cell, language));
    }
    Ok(())
}

/// Faults of the request are on the command line, not in the file that it stands in for.
fn asked(faults: Vec<Finding>) -> Failure {
    let moved = |fault: Finding| {
        let ours = fault.place.file.as_deref() == Some("study.toml")
            && fault.place.column.as_deref().is_some_and(|key| key.starts_with("tables"));
        let place = if ours { Place::default().column("--question, --by, --statistic") } else { fault.place };
        Finding { place, ..fault }
    };
    Failure::Input(faults.into_iter().map(moved).collect())
}

fn show(table: &Table, minimum: u64, language: Language) -> String {
    let mut grid = Grid::default();
    grid.column("", Align::Left);
    grid.column("n", Align::Right);
    for column in &table.columns {
        grid.column(column.label.get(language), Align::Right);
    }
    let mut breakdown = None;
    for (row, group) in table.groups.iter().enumerate() {
        if group.breakdown != breakdown {
            breakdown = group.breakdown;
            let label = breakdown.and_then(|at| table.breakdown_labels.get(at));
            grid.row(vec![label.map_or("", |label| label.get(language)).to_uppercase()]);
        }
        let mut cells = vec![
            group.label.get(language).to_owned(),
            shown_base(table, row, minimum).map_or_else(|| HIDDEN.to_owned(), |base| base.to_string()),
        ];
        cells.extend(
            (0..table.columns.len()).map(|column| figure(table.statistic, shown(table, row, column))),
        );
        grid.row(cells);
    }
    let mut text = format!("{}\n\n{}", table.question.get(language), grid.render());
    for test in &table.tests {
        let by = table.breakdown_labels.get(test.breakdown).map_or("", |label| label.get(language));
        text.extend([format!(
            "\n{by}: {}({:.2}, {:.2}) = {:.3}, {}",
            test.method,
            test.df1,
            test.df2,
            test.statistic,
            p_value(test.p_value)
        )]);
    }
    text
}

/// A figure with its interval, or why there is none.
fn figure(statistic: Figure, cell: Shown) -> String {
    let (found, reliable) = match cell {
        Shown::Hidden => return HIDDEN.to_owned(),
        Shown::Nothing => return "-".to_owned(),
        Shown::Figure(found, reliable) => (found, reliable),
    };
    let (scale, places) = if statistic == Figure::Percent { (100.0, 1) } else { (1.0, 2) };
    let star = if reliable { "" } else { "*" };
    let [value, low, high] = [found.value, found.low, found.high].map(|number| number * scale);
    format!("{value:.places$}{star} ({low:.places$} to {high:.places$})")
}
