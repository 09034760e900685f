//! `sounding form simulate FILE`: random respondents walk through a questionnaire.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use sounding_questionnaire::say_all;
use sounding_questionnaire::simulate::{Bits, Distributions, Plan, Report, Spread, Stuck, simulate};
use sounding_statistics::numerics::Stream;
use sounding_survey::{Finding, Language, Place, Severity};

use super::file;
use crate::failure::Failure;
use crate::terminal::{Align, Grid, note, say};

/// Let random respondents, who obey the conditions on answers, walk through a questionnaire.
#[derive(Args, Debug)]
#[command(after_help = "\
A table of answers has the columns question, answer and share: age,18..29,0.2. Questions that it does not name are answered
uniformly. Random respondents find what is impossible or never happens; they do not say what people think.

Examples:
  sounding form simulate questionnaire.xlsx -n 10000 --seed 1
  sounding form simulate questionnaire.xlsx --answers shares.csv --json")]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// How many respondents.
    #[arg(short = 'n', long, default_value_t = 1_000, value_name = "COUNT")]
    respondents: u64,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Table of how often which answer is given.
    #[arg(long, value_name = "CSV")]
    answers: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Random bits of one respondent.
fn bits(seed: u64, respondent: u64) -> Bits<'static> {
    let mut stream = Stream::new(seed, respondent);
    Box::new(move || (stream.below(1 << 32) << 32) | stream.below(1 << 32))
}

/// Simulates and prints; nothing is written.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let form = file::compiled(&arguments.file)?;
    let mut shares = Distributions::default();
    if let Some(path) = &arguments.answers {
        let text = fs::read_to_string(path).map_err(|cause| Failure::io(path, &cause))?;
        let (read, faults) = Distributions::read_csv(&text, &path.display().to_string());
        if faults.iter().any(|fault| fault.severity == Severity::Error) {
            return Err(Failure::Input(say_all(&faults, Language::En)));
        }
        shares = read;
    }
    let (plan, strangers) = Plan::new(form, shares);
    if !strangers.is_empty() {
        let place =
            Place::file(arguments.answers.iter().map(|path| path.display().to_string()).collect::<String>());
        let message = format!("the form has no question named {}", strangers.join(", "));
        let remedy = "write the name as in the column \"name\" of the form";
        return Err(Failure::from(Finding::error("E-SIM-004", place.column("question"), message, remedy)));
    }
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let seed = arguments.seed;
    let report = simulate(&plan, arguments.respondents, &|number| bits(seed, number), threads);
    if arguments.json {
        say(&serde_json::to_string_pretty(&listed(&report)).unwrap_or_default());
    } else {
        print(&report);
    }
    Ok(())
}

fn print(report: &Report) {
    let all = report.respondents.max(1) as f64;
    let mut grid = Grid::default();
    grid.column("question", Align::Left);
    for head in ["reached", "%", "asked", "answered"] {
        grid.column(head, Align::Right);
    }
    for reach in &report.questions {
        let share = format!("{:.1}", 100.0 * reach.respondents as f64 / all);
        let counts = [reach.respondents, reach.asked, reach.answered].map(|count| count.to_string());
        grid.row(vec![
            reach.question.clone(),
            counts[0].clone(),
            share,
            counts[1].clone(),
            counts[2].clone(),
        ]);
    }
    say(&grid.render());
    let never: Vec<&str> = report
        .questions
        .iter()
        .filter(|reach| reach.respondents == 0)
        .map(|reach| &*reach.question)
        .collect();
    say(&format!("\nrespondents: {}, came to the end: {}", report.respondents, report.finished));
    let spread = |spread: &Spread, places: usize| {
        format!(
            "median {:.places$}, a quarter up to {:.places$}, three quarters up to {:.places$}, nine in ten up to {:.places$}, from {:.places$} to {:.places$}",
            spread.median,
            spread.quarter,
            spread.three_quarters,
            spread.nine_tenths,
            spread.least,
            spread.greatest
        )
    };
    if report.finished > 0 {
        say(&format!("questions and notes in an interview: {}", spread(&report.asked, 0)));
        say(&format!("minutes of an interview: {}", spread(&report.minutes, 1)));
    }
    if !never.is_empty() && report.respondents > 0 {
        note(&format!(
            "reached by nobody: {}; under these shares of answers fewer than {:.2}% of respondents reach each of them (95% limit)",
            never.join(", "),
            100.0 * (3.0 / all).min(1.0)
        ));
    }
    for end in &report.dead_ends {
        let why = end.why.map_or("the interview did not end after 20,000 screens", Stuck::words);
        note(&format!(
            "dead end at {}: {why}; respondents: {}, first number {}",
            end.question, end.respondents, end.first
        ));
    }
    for unsolved in &report.unsolved {
        note(&format!(
            "no value for {} of {}: {}; respondents: {}, first number {}",
            unsolved.column, unsolved.path, unsolved.what, unsolved.respondents, unsolved.first
        ));
    }
}

fn listed(report: &Report) -> Value {
    let spread = |spread: &Spread| {
        json!({
            "least": spread.least, "quarter": spread.quarter, "median": spread.median,
            "three_quarters": spread.three_quarters, "nine_tenths": spread.nine_tenths, "greatest": spread.greatest,
        })
    };
    json!({
        "respondents": report.respondents,
        "finished": report.finished,
        "questions": report.questions.iter().map(|reach| json!({
            "question": reach.question, "path": reach.path, "respondents": reach.respondents,
            "asked": reach.asked, "answered": reach.answered,
        })).collect::<Vec<_>>(),
        "dead_ends": report.dead_ends.iter().map(|end| json!({
            "question": end.question, "why": end.why.map_or("did not end", Stuck::words),
            "respondents": end.respondents, "first": end.first,
        })).collect::<Vec<_>>(),
        "unsolved": report.unsolved.iter().map(|one| json!({
            "path": one.path, "column": one.column, "what": one.what,
            "respondents": one.respondents, "first": one.first,
        })).collect::<Vec<_>>(),
        "asked": spread(&report.asked),
        "minutes": spread(&report.minutes),
    })
}
