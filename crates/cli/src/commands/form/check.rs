//! `sounding form check FILE`: everything that is wrong or doubtful in a questionnaire.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use sounding_questionnaire::definition::Item;
use sounding_questionnaire::{Fault, Questionnaire, quality, say_all};
use sounding_survey::{Language, Severity};

use super::file;
use crate::failure::Failure;
use crate::terminal::say;

/// Say everything that is wrong or doubtful in a questionnaire, in its syntax and as a methodologist would.
#[derive(Args, Debug)]
#[command(after_help = "\
Errors stop a form from being used; warnings are for its author to think over. docs/questionnaires.md explains each.

Examples:
  sounding form check questionnaire.xlsx
  sounding form check questionnaire.xlsx --language vi
  sounding form check questionnaire.xlsx --json")]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// Language of the findings.
    #[arg(long, value_enum, default_value = "en", value_name = "LANGUAGE")]
    language: Said,
    /// Print the findings as JSON, in both languages.
    #[arg(long)]
    json: bool,
    /// Only what stops the form from being used.
    #[arg(long)]
    errors_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Said {
    /// Vietnamese.
    Vi,
    /// English.
    En,
    /// Vietnamese, then English.
    Both,
}

/// Reads, compiles and judges the form; nothing is written.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (questionnaire, mut faults) = file::read(&arguments.file)?;
    if let Some(questionnaire) = &questionnaire {
        let files = file::beside(&arguments.file, questionnaire)?;
        faults.extend(sounding_questionnaire::check(
            questionnaire,
            &files,
            &arguments.file.display().to_string(),
        ));
        sounding_questionnaire::sort_faults(&mut faults);
    }
    if arguments.errors_only {
        faults.retain(|fault| fault.severity == Severity::Error);
    }
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    if arguments.json {
        say(&serde_json::to_string_pretty(&listed(&faults)).unwrap_or_default());
        return if errors == 0 { Ok(()) } else { Err(Failure::Said) };
    }
    let languages: &[Language] = match arguments.language {
        Said::Vi => &[Language::Vi],
        Said::En => &[Language::En],
        Said::Both => &Language::ALL,
    };
    let said: Vec<_> = languages.iter().map(|language| say_all(&faults, *language)).collect();
    if errors > 0 {
        return Err(Failure::Input(said.concat()));
    }
    file::say_findings(&said.concat());
    if let Some(questionnaire) = &questionnaire {
        say(&summary(questionnaire, faults.len()));
    }
    Ok(())
}

/// How many questions, in which languages, how long.
fn summary(questionnaire: &Questionnaire, warnings: usize) -> String {
    let mut asked = 0;
    questionnaire.walk(&mut |item, _| {
        if let Item::Question(question) = item {
            asked += usize::from(question.kind.is_asked());
        }
    });
    let languages = match questionnaire.languages.as_slice() {
        [] => "no language named".to_owned(),
        named => named.join(", "),
    };
    let length = quality::length(questionnaire);
    format!(
        "no errors, {warnings} warning{}; questions: {asked}; languages: {languages}; estimated length: {:.0} minutes ({:.0} to {:.0})",
        if warnings == 1 { "" } else { "s" },
        length.minutes_typical,
        length.minutes_low,
        length.minutes_high,
    )
}

fn listed(faults: &[Fault]) -> Value {
    let both = Language::ALL.map(|language| say_all(faults, language));
    let one = |(at, fault): (usize, &Fault)| {
        let [vi, en] = [&both[0][at], &both[1][at]];
        json!({
            "severity": if fault.severity == Severity::Error { "error" } else { "warning" },
            "code": fault.code,
            "sheet": fault.place.sheet,
            "row": fault.place.line,
            "column": fault.place.column,
            "message": { "vi": vi.message, "en": en.message },
            "remedy": { "vi": vi.remedy, "en": en.remedy },
        })
    };
    faults.iter().enumerate().map(one).collect()
}
