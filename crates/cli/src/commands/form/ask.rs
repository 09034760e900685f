//! `sounding form ask FILE`: an interview in the terminal, or by a script.

mod answer;
mod screen;

use std::fs;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::Args;
use sounding_questionnaire::client::{Client, Missing, Stop, Why};
use sounding_questionnaire::expression::Moment;
use sounding_questionnaire::interview::{Changed, Interview, Surroundings, run_script};
use sounding_survey::{Finding, Place};

use super::file;
use crate::failure::Failure;
use crate::terminal::{note, say};

/// Hold an interview in the terminal.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct Arguments {
    /// The form: .xlsx, .csv, .md or .xml.
    file: PathBuf,
    /// Language to begin with, as the form writes it or by its tag: vi.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Where the finished record goes; beside it the log of events, where the form asks for one. Printed without it.
    #[arg(short, long, value_name = "XML")]
    output: Option<PathBuf>,
    /// Where an unfinished interview is kept, and taken up again when the file is there.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Seed of all chance, so that the same answers give the same record.
    #[arg(long)]
    seed: Option<u64>,
    /// Steps to carry out instead of asking, as JSON; docs/forms-conformance.md has the format.
    #[arg(long, value_name = "JSON", requires = "trace")]
    script: Option<PathBuf>,
    /// Where what each step of the script did is written, as JSON.
    #[arg(long, value_name = "JSON", requires = "script")]
    trace: Option<PathBuf>,
}

const HELP: &str = "\
Dates and times are those of Vietnam (UTC+7). At a question type the answer: a code, part of a label, several codes with spaces between. Enter alone keeps what is there.
Instead of an answer:
  <         one screen back               ?        what is said to interviewers
  =NAME     to a question                 !LANG    another language
  -         clear the answer              #        save and leave (with --save)

Examples:
  sounding form ask questionnaire.xlsx --language en -o record.xml
  sounding form ask questionnaire.xlsx --save half.json";

/// Minutes by which Vietnam is ahead of universal time.
const VIETNAM: i32 = 420;

/// What the interviewer wants after a screen.
enum Then {
    Next,
    Back,
    Stay,
    Leave,
}

/// Asks until the end, or carries out the script.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let form = file::compiled(&arguments.file)?;
    if let (Some(script), Some(trace)) = (&arguments.script, &arguments.trace) {
        let text = fs::read_to_string(script).map_err(|cause| Failure::io(script, &cause))?;
        let done = run_script(&form, &text).map_err(|fault| {
            let place = Place::file(script.display().to_string());
            Finding::error(
                "E-ASK-001",
                place,
                fault.to_string(),
                "docs/forms-conformance.md has the format of scripts",
            )
        })?;
        return fs::write(trace, done).map_err(|cause| Failure::io(trace, &cause));
    }
    let surroundings =
        Surroundings { offset_minutes: VIETNAM, seed: seed(arguments.seed), ..Surroundings::default() };
    let mut interview = match arguments.save.as_ref().filter(|path| path.is_file()) {
        Some(path) => {
            let saved = fs::read_to_string(path).map_err(|cause| Failure::io(path, &cause))?;
            Interview::resume(form, surroundings, &saved, now()).map_err(|unusable| {
                let place = Place::file(path.display().to_string());
                let remedy = "take up the interview with the form it was held with, or name another file";
                Finding::error(
                    "E-ASK-002",
                    place,
                    format!("the saved interview cannot be taken up: {unusable}"),
                    remedy,
                )
            })?
        }
        None => Interview::begin(form, surroundings, now()),
    };
    if let Some(wanted) = &arguments.language {
        screen::choose_language(&mut interview, wanted, now())?;
    }
    let mut asking =
        Asking { client: Client::new(interview, now()), input: Box::new(std::io::stdin().lock()) };
    let finished = asking.on()?;
    let mut interview = asking.client.into_interview(now());
    if !finished {
        if let Some(path) = &arguments.save {
            return file::write(path, interview.save(now()).as_bytes());
        }
        note("left before the end; nothing was kept (--save keeps it)");
        return Ok(());
    }
    let submission = interview.finish(now());
    match &arguments.output {
        Some(path) => {
            file::write(path, submission.xml.as_bytes())?;
            if let Some((_, log)) = &submission.audit {
                file::write(&path.with_extension("audit.csv"), log.as_bytes())?;
            }
        }
        None => say(&submission.xml),
    }
    // The record is whole: what was kept of the way to it is not needed any more.
    if let Some(path) = arguments.save.as_ref().filter(|path| path.is_file()) {
        fs::remove_file(path).map_err(|cause| Failure::io(path, &cause))?;
    }
    Ok(())
}

struct Asking {
    client: Client,
    input: Box<dyn BufRead>,
}

impl Asking {
    /// Screen by screen; `true` at the end of the form, `false` where the interviewer left.
    fn on(&mut self) -> Result<bool, Failure> {
        loop {
            let shown = self.client.screen();
            say(&screen::head(&shown));
            let then = match &shown.stop {
                Stop::End if shown.missing.is_empty() => return Ok(true),
                Stop::End => {
                    say_missing(&shown.missing);
                    let first = shown.missing[0].path.clone();
                    match self.line("Enter goes to the first of them")?.as_deref() {
                        None | Some("#") => Then::Leave,
                        Some("<") => Then::Back,
                        Some(_) => {
                            let _ = self.client.jump(&first, now());
                            Then::Stay
                        }
                    }
                }
                Stop::Prompt(_) => self.prompt()?,
                Stop::Question(_) | Stop::Group { .. } => self.questions()?,
            };
            match then {
                Then::Next => {
                    if let Err(missing) = self.client.next(now()) {
                        say_missing(&missing);
                    }
                }
                Then::Back => {
                    if self.client.back(now()) == Changed::No {
                        say("this is the first screen");
                    }
                }
                Then::Stay => {}
                Then::Leave => return Ok(false),
            }
        }
    }

    /// One more of a repeat?
    fn prompt(&mut self) -> Result<Then, Failure> {
        loop {
            match self.line("one more? (y/n)")?.as_deref() {
                None | Some("#") => return Ok(Then::Leave),
                Some("<") => return Ok(Then::Back),
                Some("y" | "yes" | "c" | "có") => {
                    let _ = self.client.add(now());
                    return Ok(Then::Stay);
                }
                Some("" | "n" | "no" | "k" | "không") => return Ok(Then::Next),
                Some(_) => say("y or n"),
            }
        }
    }

    /// Every question of the screen, each answer before the next.
    fn questions(&mut self) -> Result<Then, Failure> {
        let mut done: Vec<String> = Vec::new();
        loop {
            let shown = self.client.screen();
            let Some(question) = shown.questions.into_iter().find(|one| !done.contains(&one.path)) else {
                return Ok(Then::Next);
            };
            say(&screen::question(&question));
            loop {
                let Some(line) = self.line("")? else { return Ok(Then::Leave) };
                match line.as_str() {
                    "<" => return Ok(Then::Back),
                    "#" => return Ok(Then::Leave),
                    "?" => {
                        say(question.guidance.as_deref().unwrap_or("nothing is said to interviewers here"));
                        continue;
                    }
                    _ => {}
                }
                if let Some(name) = line.strip_prefix('=') {
                    if self.client.jump(name.trim(), now()).is_ok() {
                        return Ok(Then::Stay);
                    }
                    say(&format!("no question {} is asked now", name.trim()));
                    continue;
                }
                if let Some(wanted) = line.strip_prefix('!') {
                    match screen::language(self.client.interview(), wanted.trim()) {
                        Some(language) => {
                            self.client.set_language(&language, now());
                            return Ok(Then::Stay);
                        }
                        None => say(&screen::languages(self.client.interview())),
                    }
                    continue;
                }
                if self.taken(&question, &line)? {
                    break;
                }
            }
            done.push(question.path);
        }
    }

    /// Whether the line was an answer that can stay, or none was needed.
    fn taken(
        &mut self,
        question: &sounding_questionnaire::client::Question,
        line: &str,
    ) -> Result<bool, Failure> {
        use sounding_questionnaire::interview::{Answered, Refused};
        if line.is_empty() || question.read_only {
            return Ok(true);
        }
        let value = match answer::read(question, line) {
            Ok(value) => value,
            Err(why) => {
                say(&why);
                return Ok(false);
            }
        };
        match self.client.answer(&question.path, &value, now()) {
            Ok(Answered::Good) => Ok(true),
            Ok(Answered::Breaks(message)) => {
                say(message.as_deref().unwrap_or("this answer is not allowed here"));
                Ok(false)
            }
            Ok(Answered::Doubtful(message)) => {
                say(message.as_deref().unwrap_or("this answer is unusual"));
                let sure = self.line("keep it? (y/n)")?;
                if matches!(sure.as_deref(), Some("y" | "yes" | "c" | "có")) {
                    let _ = self.client.confirm(&question.path, now());
                    return Ok(true);
                }
                Ok(false)
            }
            Err(Refused::NotAValue) => {
                say(&format!("this is no {}", answer::kind(question.kind)));
                Ok(false)
            }
            Err(Refused::NotOffered | Refused::NotThere) => {
                say("this cannot be answered so");
                Ok(false)
            }
        }
    }

    /// A line of input without spaces around it; `None` at the end of input.
    fn line(&mut self, what: &str) -> Result<Option<String>, Failure> {
        let failed = |cause: std::io::Error| Failure::io(std::path::Path::new("standard input"), &cause);
        let mut out = std::io::stdout();
        let _ = write!(out, "{what}{}> ", if what.is_empty() { "" } else { " " });
        let _ = out.flush();
        let mut line = String::new();
        let read = self.input.read_line(&mut line).map_err(failed)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }
}

/// Says what is missing, a line each.
fn say_missing(missing: &[Missing]) {
    for missing in missing {
        say(&missing_words(missing));
    }
}

fn missing_words(missing: &Missing) -> String {
    let what = missing.label.as_deref().unwrap_or(&missing.path);
    let why = missing.message.as_deref().unwrap_or(match missing.why {
        Why::Required => "an answer is required",
        Why::Breaks => "the answer is not allowed here",
        Why::Doubtful => "the answer is unusual and was not confirmed",
    });
    format!("  {what}: {why}")
}

/// The instant, which only the command line asks for.
#[expect(clippy::disallowed_methods, reason = "an interview is held now")]
fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Moment(since.as_millis() as i64)
}

/// Bits of the seed, or of the system's own chance.
fn seed(given: Option<u64>) -> [u8; 32] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut seed = [0; 32];
    match given {
        Some(number) => seed[..8].copy_from_slice(&number.to_be_bytes()),
        None => {
            for bytes in seed.chunks_exact_mut(8) {
                bytes.copy_from_slice(&RandomState::new().build_hasher().finish().to_be_bytes());
            }
        }
    }
    seed
}
