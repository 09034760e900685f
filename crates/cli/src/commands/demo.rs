//! `sounding demo`: a simulated national study with a known truth, run like any other, and how close its estimates came.

use std::path::PathBuf;

use clap::Args;
use sounding_demo::{Demo, how_close};
use sounding_report::{Block, Document, GridCell, html};
use sounding_survey::{Finding, Language};

use crate::failure::Failure;
use crate::folder::{self, SAMPLE};
use crate::terminal::{Align, Grid, Steps, note, say};
use crate::work::{Files, Step, Wanted, answered, finish, sample};

/// Make a simulated national study of Vietnam with a known truth, run it, and say how close it came.
#[derive(Args, Debug)]
#[command(after_help = "\
The communes are real; everything said about their people is simulated. A folder with other files, or with the study of
another seed, is left alone.

Examples:
  sounding demo
  sounding demo my-demo --seed 7")]
pub(crate) struct Arguments {
    /// Folder to make the study in.
    #[arg(default_value = "sounding-demo")]
    folder: PathBuf,
    /// Seed of the simulated world, the sample and the fieldwork.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

/// Makes the folder, draws the sample, plays the fieldwork, weighs, estimates, reports and compares.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = &arguments.folder;
    let steps = Steps::new(6);
    steps.begin("a population in 3,321 communes");
    let demo = Demo::new(arguments.seed);
    folder::make(root, &demo.study_files())?;
    let study = folder::open(root)?;
    steps.begin("the sample");
    let step = Step::sample(&study);
    let drawing = sample(&study, false)?;
    finish(&study, &[&step], &drawing.file.map(|file| (SAMPLE.to_owned(), file)).into_iter().collect())?;
    steps.begin("fieldwork");
    let answers = demo.answers(&drawing.drawn.sample.to_csv()).map_err(|fault| *fault)?;
    folder::make(root, &[(study.definition.files.answers.clone(), answers.clone().into_bytes())])?;
    let made = answered(&study, &steps, Wanted::All)?;
    let results = made.results.unwrap_or_default();
    let comparison = demo.compare(&results, &Demo::unweighted(&answers));
    let mut pages = Files::new();
    for language in Language::ALL {
        let page = html(&how_close(&comparison, language)).map_err(Finding::from)?;
        pages.push((format!("out/how-close.{}.html", language.tag()), page.into_bytes()));
    }
    let names = pages.iter().map(|(name, _)| name.clone()).collect();
    finish(&study, &[&Step::beside_report(&study, names)], &pages)?;
    steps.finish();
    print(&how_close(&comparison, Language::En));
    let shown = root.display();
    note(&format!(
        "\nLook at
  {shown}/out/report.vi.html     the report; in English report.en.html; in print report.vi.pdf, as a workbook report.vi.xlsx, as data tables.vi.csv
  {shown}/out/how-close.vi.html  how close the survey came to the truth; in English how-close.en.html
  {shown}/study.toml             what was asked for; questionnaire, frame, known totals and answers are beside it
and ask for a table of your own:
  sounding table {shown} --question {} --by sex",
        results.tables.first().map_or("", |table| table.variable.as_str())
    ));
    Ok(())
}

/// In a terminal the small second line of a cell stands behind its figure.
fn words(cell: &GridCell) -> String {
    match &cell.detail {
        Some(detail) => format!("{} ({detail})", cell.text),
        None => cell.text.clone(),
    }
}

fn print(document: &Document) {
    say(&document.title);
    if let Some(notice) = &document.notice {
        say(notice);
    }
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(text) | Block::Note(text) | Block::Warning(text) => say(&format!("\n{text}")),
            Block::Grid(table) => {
                let mut grid = Grid::default();
                for column in &table.columns {
                    grid.column(&column.head, if column.numeric { Align::Right } else { Align::Left });
                }
                for row in &table.rows {
                    grid.row(row.cells.iter().map(words).collect());
                }
                say(&format!("\n{}", grid.render()));
                for line in &table.notes {
                    say(line);
                }
            }
            _ => {}
        }
    }
}
