//! One respondent: from the first screen to the last, or to where the form lets nobody go on.

use std::collections::BTreeMap;

use super::chance::{Bits, Chance};
use super::plan::{Known, Plan};
use super::propose::{ranking, several};
use crate::client::{Client, Question, Stop};
use crate::definition::Kind;
use crate::expression::Moment;
use crate::interview::{Answered, Interview, Surroundings, Trouble};

/// Screens after which a walk is given up.
const LAST_SCREEN: usize = 20_000;
/// Answers proposed for one question.
const PROPOSALS: usize = 60;
/// Proposals from the author's shares before others are tried.
const FROM_SHARES: usize = 20;
/// Chance that a question which needs no answer is left blank.
const BLANK: f64 = 0.1;
/// Chance that one more instance of a repeat is added where the interviewer may; and the most of them.
const ONE_MORE: f64 = 0.5;
const INSTANCES: usize = 30;
/// Where interviews begin: 2026-07-06 09:00 in Vietnam, a Monday. Only dates that are computed depend on it.
const BEGIN: i64 = 1_783_303_200_000;
const VIETNAM: i32 = 420;

/// A walk that came to its end.
#[derive(Debug)]
pub struct Walked {
    /// How it ended.
    pub ended: Ended,
    /// The interview as it stands.
    pub interview: Interview,
    /// For each question of the plan: how often it was asked, and how often answered.
    pub(super) asked: Vec<(u32, u32)>,
    /// Expressions that had no value.
    pub(super) troubles: Vec<Trouble>,
    pub(super) seconds: f64,
}

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// At the end of the form.
    Finished,
    /// Before it: at this question, for this reason.
    Stuck(String, Stuck),
    /// Not: at this question or repeat it was given up.
    Endless(String),
}

/// Why nobody could go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stuck {
    /// An answer is required and no choice is on offer.
    NoChoice,
    /// No answer was found that the form accepts.
    NoAnswer,
    /// The form does not let go on, although nothing on the screen is open: something cannot be answered.
    Missing,
}

impl Stuck {
    /// A few words for tables.
    pub fn words(self) -> &'static str {
        match self {
            Stuck::NoChoice => "no choice on offer",
            Stuck::NoAnswer => "no answer found that the form accepts",
            Stuck::Missing => "something is missing that cannot be answered",
        }
    }
}

impl Plan {
    /// One respondent's walk. `bits` are its own; `fixed` answers, by the name of the question, are given wherever they are accepted.
    pub fn walk(&self, bits: Bits<'_>, fixed: &BTreeMap<String, String>) -> Walked {
        let mut chance = Chance::new(bits);
        let mut seed = [0; 32];
        for bytes in seed.chunks_exact_mut(8) {
            bytes.copy_from_slice(&chance.bits().to_le_bytes());
        }
        let surroundings = Surroundings { offset_minutes: VIETNAM, seed, ..Surroundings::default() };
        let interview = Interview::begin(std::sync::Arc::clone(&self.form), surroundings, Moment(BEGIN));
        let asked = vec![(0, 0); self.questions.len()];
        let client = Client::new(interview, Moment(BEGIN));
        let mut walk =
            Walk { plan: self, client, chance, fixed, asked, seconds: 0.0, instances: BTreeMap::new() };
        let ended = walk.on();
        let at = walk.now();
        let interview = walk.client.into_interview(at);
        let troubles = interview.troubles();
        Walked { ended, troubles, interview, asked: walk.asked, seconds: walk.seconds }
    }
}

struct Walk<'a> {
    plan: &'a Plan,
    client: Client,
    chance: Chance<'a>,
    fixed: &'a BTreeMap<String, String>,
    asked: Vec<(u32, u32)>,
    seconds: f64,
    /// Instances that were added to each repeat.
    instances: BTreeMap<String, usize>,
}

impl Walk<'_> {
    fn now(&self) -> Moment {
        Moment(BEGIN + (self.seconds * 1_000.0) as i64)
    }

    fn on(&mut self) -> Ended {
        let mut last = String::new();
        for _ in 0..LAST_SCREEN {
            let screen = self.client.screen();
            let now = self.now();
            match screen.stop {
                Stop::End => {
                    return match screen.missing.first() {
                        None => Ended::Finished,
                        Some(missing) => Ended::Stuck(self.name(&missing.path), Stuck::Missing),
                    };
                }
                Stop::Prompt(repeat) => {
                    let count = self.instances.entry(repeat.clone()).or_default();
                    if *count < INSTANCES && self.chance.happens(ONE_MORE) && self.client.add(now).is_ok() {
                        *count += 1;
                        last = repeat;
                        continue;
                    }
                }
                Stop::Question(_) | Stop::Group { .. } => {
                    if let Err(stuck) = self.answer_screen(&mut last) {
                        return stuck;
                    }
                }
            }
            let now = self.now();
            if let Err(missing) = self.client.next(now) {
                let first = missing.first().map_or_else(|| last.clone(), |missing| self.name(&missing.path));
                return Ended::Stuck(first, Stuck::Missing);
            }
        }
        Ended::Endless(self.name(&last))
    }

    fn name(&self, path: &str) -> String {
        let place = self.plan.place(path);
        place.map_or_else(|| path.to_owned(), |place| self.plan.questions[place].name.clone())
    }

    /// Answers the questions of a screen one after the other; each may change which others are there.
    fn answer_screen(&mut self, last: &mut String) -> Result<(), Ended> {
        let mut done: Vec<String> = Vec::new();
        loop {
            let screen = self.client.screen();
            let Some(question) = screen.questions.into_iter().find(|one| !done.contains(&one.path)) else {
                return Ok(());
            };
            done.push(question.path.clone());
            last.clone_from(&question.path);
            let Some(place) = self.plan.place(&question.path) else { continue };
            let known = &self.plan.questions[place];
            self.asked[place].0 += 1;
            self.seconds += known.seconds;
            if question.read_only || known.kind == Kind::Note {
                continue;
            }
            match self.answer(&question, known) {
                Ok(answered) => self.asked[place].1 += u32::from(answered),
                Err(stuck) => return Err(Ended::Stuck(known.name.clone(), stuck)),
            }
        }
    }

    /// Answers a question; `false` where it is left blank.
    fn answer(&mut self, question: &Question, known: &Known) -> Result<bool, Stuck> {
        let at = self.now();
        let codes: Option<Vec<String>> =
            question.choices.as_ref().map(|offers| offers.iter().map(|offer| offer.code.clone()).collect());
        if let Some(answer) = self.fixed.get(&known.name)
            && self.accepted(question, answer, at)
        {
            return Ok(!answer.is_empty());
        }
        let whole = known.kind == Kind::Integer;
        for number in 0..PROPOSALS {
            let drawn = if number < FROM_SHARES {
                self.plan.distributions.draw(&known.name, whole, &mut self.chance)
            } else {
                None
            };
            let answer = match drawn {
                Some(answer) => answer,
                None if !question.required && self.chance.happens(BLANK) => String::new(),
                None => match self.proposal(question, known, codes.as_deref()) {
                    Some(answer) => answer,
                    None => break,
                },
            };
            if (answer.is_empty() && question.required) || !self.accepted(question, &answer, at) {
                continue;
            }
            return Ok(!answer.is_empty());
        }
        if !question.required && self.accepted(question, "", at) {
            return Ok(false);
        }
        let empty = codes.is_some_and(|codes| codes.is_empty());
        Err(if empty { Stuck::NoChoice } else { Stuck::NoAnswer })
    }

    fn accepted(&mut self, question: &Question, answer: &str, at: Moment) -> bool {
        match self.client.answer(&question.path, answer, at) {
            Ok(Answered::Good) => true,
            // What is unusual is confirmed, as an interviewer would.
            Ok(Answered::Doubtful(_)) => self.client.confirm(&question.path, at).is_ok(),
            Ok(Answered::Breaks(_)) | Err(_) => false,
        }
    }

    /// An answer to try; `None` where there is nothing to choose from.
    fn proposal(&mut self, question: &Question, known: &Known, codes: Option<&[String]>) -> Option<String> {
        const DAY: f64 = 86_400_000.0;
        let chance = &mut self.chance;
        let hints = &known.hints;
        let coordinates = |chance: &mut Chance<'_>| {
            let (north, east) = (8.5 + 14.8 * chance.uniform(), 102.2 + 7.2 * chance.uniform());
            format!("{north:.6} {east:.6} 0 5")
        };
        Some(match known.kind {
            Kind::SelectOne => {
                let codes = codes.filter(|codes| !codes.is_empty())?;
                codes[chance.below(codes.len())].clone()
            }
            Kind::SelectMultiple => {
                several(codes.filter(|codes| !codes.is_empty())?, question.required, chance)
            }
            Kind::Rank => ranking(codes.filter(|codes| !codes.is_empty())?, chance),
            Kind::Integer | Kind::Barcode => hints.number(true, chance),
            Kind::Decimal => hints.number(false, chance),
            Kind::Range => {
                let (low, high, step) = question.range.unwrap_or((1.0, 10.0, 1.0));
                let steps =
                    if step > 0.0 { ((high - low) / step).round().clamp(0.0, 1e6) as usize } else { 0 };
                let value = low + step * chance.below(steps + 1) as f64;
                format!("{}", (value * 1e9).round() / 1e9)
            }
            Kind::Date | Kind::DateTime => {
                let reach = [40.0, 400.0, 4_000.0, 36_000.0][chance.below(4)];
                let days = ((2.0 * chance.uniform() - 1.6) * reach).round();
                let (year, month, day) = civil(((BEGIN as f64 / DAY) + days).floor() as i64);
                let date = format!("{year:04}-{month:02}-{day:02}");
                if known.kind == Kind::Date { date } else { date + "T10:00:00.000+07:00" }
            }
            Kind::Time => format!("{:02}:{:02}:00.000+07:00", chance.below(24), chance.below(60)),
            Kind::Geopoint => coordinates(chance),
            Kind::Geotrace => format!("{}; {}", coordinates(chance), coordinates(chance)),
            Kind::Geoshape => {
                let first = coordinates(chance);
                format!("{first}; {}; {}; {first}", coordinates(chance), coordinates(chance))
            }
            Kind::Image => "picture.jpg".to_owned(),
            Kind::Audio => "sound.m4a".to_owned(),
            Kind::Video => "film.mp4".to_owned(),
            Kind::File | Kind::Osm => "file.xml".to_owned(),
            Kind::Acknowledge => "OK".to_owned(),
            _ => hints.text(chance),
        })
    }
}

/// Year, month and day of a number of days since 1970-01-01, by the proleptic Gregorian calendar (Howard Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
