//! How long an interview lasts.
#![doc = include_str!("length.md")]

use std::collections::BTreeSet;

use sounding_survey::Language;

use super::answers::is_apart;
use super::form::{Entry, Form, said};
use crate::definition::{Item, Kind, Questionnaire, Words};

/// The estimated length of an interview by an interviewer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Length {
    /// Minutes of a quick interview in which no condition holds.
    pub minutes_low: f64,
    /// Minutes of a typical interview.
    pub minutes_typical: f64,
    /// Minutes of a slow interview in which every condition holds.
    pub minutes_high: f64,
    /// Each question and note in order.
    pub per_question: Vec<QuestionLength>,
}

/// What one question adds to an interview.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionLength {
    /// Name of the question.
    pub question: String,
    /// Seconds for asking and answering it once, at a typical pace.
    pub seconds: f64,
    /// How often it is expected to be asked in one interview: low, typical, high.
    pub times: [f64; 3],
}

/// A quick and a slow interview, compared with the typical one.
const PACE: [f64; 3] = [0.8, 1.0, 1.3];
/// The share of interviews in which one condition holds that nothing is known of: low, typical, high.
const CHANCE: [f64; 3] = [0.0, 0.5, 1.0];
/// Rounds of a repeat that nothing is known of.
const ROUNDS: [f64; 3] = [1.0, 3.0, 6.0];
/// More choices than this are not read out but looked up or shown on a card.
const READ_OUT: usize = 10;

/// How long an interview lasts; see the page of this module.
pub fn length(questionnaire: &Questionnaire) -> Length {
    of(&Form::new(questionnaire))
}

pub(super) fn of(form: &Form<'_>) -> Length {
    let language = language(form);
    let mut length = Length::default();
    let mut heard: BTreeSet<String> = BTreeSet::new();
    let mut list_before: Option<&str> = None;
    for entry in &form.questions {
        let speaks = entry.is_asked() || entry.question.kind == Kind::Note;
        if !speaks {
            continue;
        }
        let mut seconds = 0.0;
        // Headings are read once, with the first question under them.
        for (depth, item) in entry.around.iter().enumerate() {
            let path: Vec<&str> =
                entry.around[..=depth].iter().map(|item| item.node().name.as_str()).collect();
            if heard.insert(path.join("/")) {
                seconds += reading(language, &item.node().label);
            }
        }
        seconds += reading(language, &entry.node().label);
        let list = entry.list.map(|list| list.name.as_str());
        seconds += answering(language, entry, list.is_some() && list == list_before);
        list_before = list;
        let times = times(form, entry);
        for (minutes, at) in [&mut length.minutes_low, &mut length.minutes_typical, &mut length.minutes_high]
            .into_iter()
            .zip(0..)
        {
            *minutes += seconds * times[at] * PACE[at] / 60.0;
        }
        length.per_question.push(QuestionLength { question: entry.name().to_owned(), seconds, times });
    }
    length
}

/// The language of most interviews: the default one, else the first, else what the letters show.
fn language(form: &Form<'_>) -> Language {
    let settings = &form.questionnaire.settings;
    let named = settings.default_language.as_deref().into_iter();
    let all = named.chain(form.questionnaire.languages.iter().map(String::as_str));
    let mut known = all.filter_map(crate::definition::language_of);
    known.next().unwrap_or_else(|| {
        let vietnamese =
            form.questions.iter().flat_map(|entry| &entry.wording).any(|said| said.language == Language::Vi);
        if vietnamese { Language::Vi } else { Language::En }
    })
}

/// Words that an interviewer reads out in a second: 150 English words or 210 Vietnamese syllables in a minute.
fn pace(language: Language) -> f64 {
    match language {
        Language::Vi => 3.5,
        Language::En => 2.5,
    }
}

fn reading(language: Language, words: &Words) -> f64 {
    let all = said(words);
    let own = all.iter().find(|said| said.language == language).or(all.first());
    own.map_or(0.0, |said| said.count() as f64 / pace(said.language))
}

/// Seconds for reading the choices out, thinking, answering and noting it.
fn answering(language: Language, entry: &Entry<'_>, again: bool) -> f64 {
    let choices = entry.choices();
    // Thousands of communes are looked up; nobody needs to know which of them is an answer.
    let own = choices.iter().take(4 * READ_OUT).filter(|choice| !is_apart(choice)).collect::<Vec<_>>();
    let read = own.len() <= READ_OUT && !again;
    let choices_read: f64 =
        if read { own.iter().map(|choice| reading(language, &choice.label)).sum() } else { 0.0 };
    // A list that was just heard is not read again; a long one is looked up.
    let count = own.len().min(READ_OUT) as f64;
    match entry.question.kind {
        Kind::SelectOne | Kind::SelectOneExternal if own.len() > READ_OUT || choices.is_empty() => 8.0,
        Kind::SelectOne | Kind::SelectOneExternal => 3.0 + choices_read,
        Kind::SelectMultiple => 4.0 + 1.5 * count + choices_read,
        Kind::Rank => 5.0 + 4.0 * count + choices_read,
        Kind::Integer | Kind::Decimal | Kind::Range => 5.0,
        Kind::Text if entry.appears("multiline") => 35.0,
        Kind::Text => 20.0,
        Kind::Date | Kind::Time => 7.0,
        Kind::DateTime => 10.0,
        Kind::Geopoint | Kind::Barcode => 15.0,
        Kind::Geotrace | Kind::Geoshape | Kind::Osm => 60.0,
        Kind::Image | Kind::Audio | Kind::Video | Kind::File => 25.0,
        Kind::Acknowledge => 2.0,
        _ => 1.0,
    }
}

/// How often it is asked: the conditions on it and around it, and the rounds of the repeats around it.
fn times(form: &Form<'_>, entry: &Entry<'_>) -> [f64; 3] {
    let mut times = [1.0; 3];
    let mut conditions: BTreeSet<&str> = BTreeSet::new();
    conditions.extend(entry.node().relevant.as_deref());
    for item in &entry.around {
        if let Some(relevant) = item.node().relevant.as_deref()
            && !is_consent(form, relevant)
        {
            conditions.insert(relevant);
        }
        if let Item::Repeat(repeat) = item {
            let fixed = repeat.count.as_deref().and_then(|count| count.trim().parse::<f64>().ok());
            let rounds = fixed.map_or(ROUNDS, |rounds| [rounds.clamp(0.0, 1000.0); 3]);
            times = [0, 1, 2].map(|at| times[at] * rounds[at]);
        }
    }
    let count = i32::try_from(conditions.len()).unwrap_or(i32::MAX);
    [0, 1, 2].map(|at| times[at] * if count == 0 { 1.0 } else { CHANCE[at].powi(count) })
}

/// Whether a condition is that the respondent agreed to take part: an interview is one in which it holds.
fn is_consent(form: &Form<'_>, condition: &str) -> bool {
    const WORDS: &[&str] = &["đồng ý", "sẵn lòng", "sẵn sàng", "consent", "agree to", "willing"];
    let mut asked = form.asked().take(4);
    asked.any(|entry| {
        condition.contains(&format!("${{{}}}", entry.name()))
            && entry.wording.iter().any(|said| said.first_of(WORDS).is_some())
    })
}
