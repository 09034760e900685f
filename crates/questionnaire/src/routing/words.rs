//! Conditions and targets in words. The words are in `locales/*/routing.ftl`.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use sounding_survey::{Language, Text};

use super::leads::{Answers, Lead, Target};
use super::{Condition, Relation, Routing, Step, Subject, Value};
use crate::definition::{Message, Question, Words};
use crate::expression::replace_references;

/// Names with more words than this do not stand beside a number.
const SHORT: usize = 7;

/// The phrases of one language.
pub(crate) struct Phrases {
    bundle: FluentBundle<FluentResource>,
}

impl Phrases {
    pub(crate) fn new(language: Language) -> Phrases {
        let text = match language {
            Language::Vi => include_str!("../../locales/vi/routing.ftl"),
            Language::En => include_str!("../../locales/en/routing.ftl"),
        };
        let mut bundle = FluentBundle::new(language.tag().parse().into_iter().collect());
        // The marks that isolate arguments are for scripts of both directions; terminals and print engines draw them.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
        Phrases { bundle }
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let arguments: FluentArgs<'_> =
            values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟪{key}⟫");
        };
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

impl Routing<'_> {
    /// Who is asked, as a sentence: `Hỏi nếu C3 (Giới tính) là “Nữ”`; nothing where everybody is.
    pub fn asked_if(&self, condition: &Condition, language: Language) -> Option<String> {
        match condition {
            Condition::Always => None,
            Condition::Never => Some(self.phrases(language).say("routing-asked-never")),
            _ => {
                let words = self.say(condition, language);
                Some(self.phrases(language).with("routing-asked-if", &[("condition", &words)]))
            }
        }
    }

    /// A condition in words: `C3 (Giới tính) là “Nữ”`.
    pub fn say(&self, condition: &Condition, language: Language) -> String {
        Speaker { routing: self, language, phrases: self.phrases(language) }.say(condition, false)
    }

    /// Where an answer leads: `chuyển đến C7`.
    pub fn target(&self, target: &Target, language: Language) -> String {
        let phrases = self.phrases(language);
        match target {
            Target::Question(at) => {
                let number = self.number(&self.steps[*at], language).unwrap_or_default();
                phrases.with("routing-go-to", &[("number", &number)])
            }
            Target::NextRound(_) => phrases.say("routing-next-round"),
            Target::End => phrases.say("routing-end"),
        }
    }

    /// The answers of a lead: codes, or numbers in words: `từ 5 trở xuống`.
    pub fn answers(&self, lead: &Lead, language: Language) -> String {
        match &lead.answers {
            Answers::Codes(codes) => codes.join(", "),
            Answers::Between(low, high) => {
                Speaker { routing: self, language, phrases: self.phrases(language) }.between(*low, *high)
            }
        }
    }

    /// A lead in words: `từ 5 trở xuống: chuyển đến C9`.
    pub fn lead(&self, lead: &Lead, language: Language) -> String {
        let values =
            [("answers", &*self.answers(lead, language)), ("target", &self.target(&lead.to, language))];
        self.phrases(language).with("routing-lead", &values)
    }

    /// A few words for a question, where it has them: its short label, else a label of few words.
    pub fn short(&self, question: &Question, language: Language) -> Option<String> {
        let node = &question.node;
        let own = text_of(&node.short, language).filter(|text| !text.is_empty());
        own.or_else(|| {
            let label = node
                .label
                .by_language
                .values()
                .any(|words| words.text.as_ref().is_some_and(Message::has_values));
            let text = text_of(&node.label, language).filter(|_| !label)?;
            (text.split_whitespace().count() <= SHORT)
                .then(|| text.trim_end_matches(['?', ':', '.']).to_owned())
        })
    }
}

/// The text of words in a language of pages; that of the other, or of any, where it is missing.
pub(crate) fn text_of(words: &Words, language: Language) -> Option<String> {
    let both: Text = words.in_both();
    let text = both.get(language);
    if !text.is_empty() {
        return Some(text.to_owned());
    }
    words.by_language.values().find_map(|words| words.text.as_ref()).map(ToString::to_string)
}

struct Speaker<'r, 'a> {
    routing: &'r Routing<'a>,
    language: Language,
    phrases: &'r Phrases,
}

impl Speaker<'_, '_> {
    fn say(&self, condition: &Condition, inside: bool) -> String {
        match condition {
            Condition::Always => self.phrases.say("routing-always"),
            Condition::Never => self.phrases.say("routing-never"),
            Condition::All(parts) => self.join(&self.ranges(parts, true), "routing-and", inside),
            Condition::Any(parts) => self.join(&self.ranges(parts, false), "routing-or", inside),
            Condition::Not(inner) => self.deny(inner, inside),
            Condition::Compare { subject, relation, value } => self.compare(subject, *relation, value),
            Condition::Selected { subject, code } => self.selected("routing-selected", subject, &[code]),
            Condition::Count { subject, relation, number } => self.count(subject, *relation, *number),
            Condition::Answered(subject) => self.about("routing-answered", subject),
            Condition::Other(written) => {
                let text = replace_references(written, |reference| {
                    let step = self.routing.step(&reference.name)?;
                    self.routing.number(step, self.language)
                });
                self.phrases.with("routing-other", &[("expression", &text)])
            }
        }
    }

    /// The contrary, said of the answers rather than of the sentence.
    fn deny(&self, condition: &Condition, inside: bool) -> String {
        let denied = |parts: &[Condition]| -> Vec<Condition> {
            parts.iter().map(|part| part.clone().denied()).collect()
        };
        match condition {
            Condition::All(parts) => self.say(&Condition::any(denied(parts)), inside),
            Condition::Any(parts) => self.say(&Condition::all(denied(parts)), inside),
            Condition::Compare { subject, relation, value } => {
                self.compare(subject, relation.denied(), value)
            }
            Condition::Count { subject, relation, number } => self.count(subject, relation.denied(), *number),
            Condition::Selected { subject, code } => self.selected("routing-not-selected", subject, &[code]),
            Condition::Answered(subject) => self.about("routing-not-answered", subject),
            Condition::Not(inner) => self.say(inner, inside),
            other => {
                let words = self.say(other, true);
                self.phrases.with("routing-not", &[("condition", &words)])
            }
        }
    }

    fn join(&self, parts: &[String], key: &str, inside: bool) -> String {
        let word = self.phrases.say(key);
        let joined = match parts {
            [one] => return one.clone(),
            _ => parts.join(&format!(" {word} ")),
        };
        if inside { format!("({joined})") } else { joined }
    }

    /// Parts in words; what says "from" and "to" of one answer, or names several of its codes, is said in one.
    fn ranges(&self, parts: &[Condition], all: bool) -> Vec<String> {
        let mut said = Vec::new();
        let mut done = vec![false; parts.len()];
        for at in 0..parts.len() {
            if done[at] {
                continue;
            }
            let bounds = |part: &Condition| match part {
                Condition::Compare { subject, relation, value: Value::Number(number) } => {
                    Some((subject.clone(), *relation, *number))
                }
                _ => None,
            };
            if all
                && let Some((subject, Relation::GreaterOrEqual, low)) = bounds(&parts[at])
                && let Some(other) = (at + 1..parts.len()).find(|&other| {
                    matches!(bounds(&parts[other]), Some((same, Relation::LessOrEqual, _)) if same == subject)
                })
                && let Some((_, _, high)) = bounds(&parts[other])
            {
                done[other] = true;
                let range = self.between(Some(low), Some(high));
                said.push(
                    self.phrases.with("routing-within", &[("question", &self.name(&subject)), ("value", &range)]),
                );
                continue;
            }
            match self.codes(parts, at, all, &mut done) {
                Some(words) => said.push(words),
                None => said.push(self.say(&parts[at], true)),
            }
        }
        said
    }

    /// Several codes of one question: `C3 là “A” hoặc “B”`, `C3 không phải là “A” hoặc “B”`.
    fn codes(&self, parts: &[Condition], at: usize, all: bool, done: &mut [bool]) -> Option<String> {
        let wanted = if all { Relation::NotEqual } else { Relation::Equal };
        let code = |part: &Condition| -> Option<(Subject, String, bool)> {
            match part {
                Condition::Compare { subject, relation, value } if *relation == wanted => {
                    Some((subject.clone(), self.value(subject, value), false))
                }
                Condition::Not(inner) if all => match &**inner {
                    Condition::Compare { subject, relation: Relation::Equal, value } => {
                        Some((subject.clone(), self.value(subject, value), false))
                    }
                    Condition::Selected { subject, code } => {
                        Some((subject.clone(), self.label(subject, code), true))
                    }
                    _ => None,
                },
                Condition::Selected { subject, code } if !all => {
                    Some((subject.clone(), self.label(subject, code), true))
                }
                _ => None,
            }
        };
        let (subject, first, several) = code(&parts[at])?;
        let mut values = vec![first];
        for other in at + 1..parts.len() {
            if let Some((same, value, kind)) = code(&parts[other])
                && same == subject
                && kind == several
            {
                done[other] = true;
                values.push(value);
            }
        }
        let or = format!(" {} ", self.phrases.say("routing-or"));
        let value = match values.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}{or}{last}", rest.join(", ")),
            _ => values.concat(),
        };
        let key = match (several, all) {
            (false, false) => "routing-is",
            (false, true) => "routing-is-not",
            (true, false) => "routing-selected",
            (true, true) => "routing-not-selected",
        };
        Some(self.phrases.with(key, &[("question", &self.name(&subject)), ("value", &value)]))
    }

    fn compare(&self, subject: &Subject, relation: Relation, value: &Value) -> String {
        let question = self.name(subject);
        let words = self.value(subject, value);
        let chooses = self.question(subject).is_some_and(|question| question.kind.chooses());
        let number = matches!(value, Value::Number(_)) && !chooses;
        let key = match (relation, number) {
            (Relation::Equal, false) => "routing-is",
            (Relation::NotEqual, false) => "routing-is-not",
            (Relation::Equal, true) => "routing-equals",
            (Relation::NotEqual, true) => "routing-differs",
            (Relation::Less, _) => "routing-under",
            (Relation::LessOrEqual, _) => "routing-up-to",
            (Relation::Greater, _) => "routing-over",
            (Relation::GreaterOrEqual, _) => "routing-from",
        };
        self.phrases.with(key, &[("question", &question), ("value", &words)])
    }

    fn count(&self, subject: &Subject, relation: Relation, number: f64) -> String {
        // Whole numbers are said as such: more than 1 is at least 2.
        let (key, number) = match relation {
            Relation::Greater => ("routing-count-from", number.floor() + 1.0),
            Relation::GreaterOrEqual => ("routing-count-from", number.ceil()),
            Relation::Less => ("routing-count-up-to", number.ceil() - 1.0),
            Relation::LessOrEqual => ("routing-count-up-to", number.floor()),
            Relation::Equal => ("routing-count", number),
            Relation::NotEqual => ("routing-count-not", number),
        };
        let number = self.number(number);
        self.phrases.with(key, &[("question", &self.name(subject)), ("value", &number)])
    }

    fn selected(&self, key: &str, subject: &Subject, codes: &[&str]) -> String {
        let labels: Vec<String> = codes.iter().map(|code| self.label(subject, code)).collect();
        self.phrases.with(key, &[("question", &self.name(subject)), ("value", &labels.join(", "))])
    }

    fn about(&self, key: &str, subject: &Subject) -> String {
        self.phrases.with(key, &[("question", &self.name(subject))])
    }

    fn between(&self, low: Option<f64>, high: Option<f64>) -> String {
        let number = |number: f64| self.number(number);
        match (low, high) {
            (Some(low), Some(high)) if low == high => number(low),
            (Some(low), Some(high)) => {
                self.phrases.with("routing-between", &[("low", &number(low)), ("high", &number(high))])
            }
            (Some(low), None) => self.phrases.with("routing-and-more", &[("value", &number(low))]),
            (None, Some(high)) => self.phrases.with("routing-and-less", &[("value", &number(high))]),
            (None, None) => self.phrases.say("routing-always"),
        }
    }

    fn number(&self, number: f64) -> String {
        let written = number.to_string();
        if self.language == Language::Vi { written.replace('.', ",") } else { written }
    }

    fn question(&self, subject: &Subject) -> Option<&Question> {
        match subject {
            Subject::Itself => None,
            Subject::Question(name) => self.routing.step(name).map(|step| step.question),
        }
    }

    /// `C3 (Giới tính)`; what has no number by its name.
    fn name(&self, subject: &Subject) -> String {
        let Subject::Question(name) = subject else { return self.phrases.say("routing-itself") };
        let step: Option<&Step<'_>> = self.routing.step(name);
        let number = step.and_then(|step| self.routing.number(step, self.language));
        let short = step.and_then(|step| self.routing.short(step.question, self.language));
        match (number, short) {
            (Some(number), Some(short)) => format!("{number} ({short})"),
            (Some(number), None) => number,
            (None, _) => self.phrases.with("routing-value-of", &[("name", name)]),
        }
    }

    fn value(&self, subject: &Subject, value: &Value) -> String {
        let chooses = self.question(subject).is_some_and(|question| question.kind.chooses());
        match value {
            Value::Number(number) if chooses => self.label(subject, &number.to_string()),
            Value::Number(number) => self.number(*number),
            Value::Text(code) => self.label(subject, code),
            Value::Answer(other) => self.name(other),
            Value::Other(written) => replace_references(written, |reference| {
                self.routing.number(self.routing.step(&reference.name)?, self.language)
            }),
        }
    }

    /// The label of a choice in quotation marks; the code where it has none.
    fn label(&self, subject: &Subject, code: &str) -> String {
        let list = self.question(subject).and_then(|question| self.routing.list(question));
        let choice = list.and_then(|list| list.choices.iter().find(|choice| choice.code == code));
        let label = choice.and_then(|choice| text_of(&choice.label, self.language));
        format!("“{}”", label.as_deref().unwrap_or(code))
    }
}
