//! How much room an answer takes on paper.

use sounding_questionnaire::definition::{Choice, Kind, Question};
use sounding_questionnaire::quality::is_apart;
use sounding_questionnaire::routing::{
    Answers, Condition, Lead, Relation, Routing, Step, Subject, Target, Value,
};
use sounding_survey::Language;

use super::paper::{Answer, Shape, Tick};
use crate::locale::Locale;
use crate::words::Words;

/// Longer lists stand on a card.
const CARD: usize = 24;
/// Choices of a card that the form shows.
const SHOWN: usize = 3;
/// A row of choices has at most so many, and so many characters in all.
const ROW: (usize, usize) = (7, 160);
/// Lists of more choices with short labels stand in two columns.
const TALL: usize = 7;
/// A short label, in characters.
const SHORT: usize = 34;

/// Who writes what.
pub(super) struct Writer<'r, 'a> {
    pub(super) routing: &'r Routing<'a>,
    pub(super) language: Language,
    pub(super) words: &'r Words,
}

impl Writer<'_, '_> {
    pub(super) fn answer(&self, step: &Step<'_>) -> Answer {
        let question = step.question;
        match question.kind {
            Kind::SelectOne | Kind::SelectMultiple | Kind::Rank | Kind::SelectOneExternal => {
                self.choices(step)
            }
            Kind::Integer | Kind::Range => self.number(question, 0),
            Kind::Decimal => self.number(question, 1),
            Kind::Date => Self::fields(&[(2, "/"), (2, "/"), (4, "")]),
            Kind::Time => Self::fields(&[(2, ":"), (2, "")]),
            Kind::DateTime => Self::fields(&[(2, "/"), (2, "/"), (4, "  "), (2, ":"), (2, "")]),
            Kind::Text => {
                let long =
                    question.node.appearance.as_deref().is_some_and(|words| words.contains("multiline"));
                Answer::Lines(if long { 4 } else { 1 })
            }
            Kind::Acknowledge => Answer::Choices {
                shape: Shape::Many,
                columns: 1,
                choices: vec![Tick {
                    code: "OK".into(),
                    label: self.words.say("form-acknowledged"),
                    lead: None,
                    apart: false,
                }],
            },
            Kind::Geopoint | Kind::Geotrace | Kind::Geoshape => {
                Answer::Elsewhere(self.words.say("form-position"))
            }
            Kind::Barcode => Answer::Lines(1),
            _ => Answer::Elsewhere(self.words.say("form-recorded")),
        }
    }

    fn fields(parts: &[(usize, &str)]) -> Answer {
        Answer::Fields(parts.iter().map(|(boxes, sign)| (*boxes, (*sign).to_owned())).collect())
    }

    fn choices(&self, step: &Step<'_>) -> Answer {
        let question = step.question;
        let list = self.routing.list(question).map_or(&[][..], |list| &list.choices);
        if list.len() > CARD || list.is_empty() {
            return self.card(question, list);
        }
        let choices = self.ticks(step, list);
        let shape = match question.kind {
            Kind::SelectMultiple => Shape::Many,
            Kind::Rank => Shape::Rank,
            _ => Shape::One,
        };
        let letters: usize = choices.iter().map(|choice| choice.label.chars().count() + 8).sum();
        let leads = choices.iter().any(|choice| choice.lead.is_some());
        let small = choices.len() <= ROW.0 && letters <= ROW.1;
        let short = choices.iter().all(|choice| choice.label.chars().count() <= SHORT);
        if shape == Shape::One && small && !leads && (self.routing.is_scale(question) || choices.len() <= 4) {
            return Answer::Scale(choices);
        }
        Answer::Choices {
            shape,
            columns: if choices.len() >= TALL && short && !leads { 2 } else { 1 },
            choices,
        }
    }

    pub(super) fn ticks(&self, step: &Step<'_>, list: &[Choice]) -> Vec<Tick> {
        let other = step.question.options.as_ref().is_some_and(|options| options.or_other);
        let tick = |choice: &Choice| Tick {
            code: choice.code.clone(),
            label: self.routing.text(&choice.label, self.language).unwrap_or_else(|| choice.code.clone()),
            lead: step
                .leads
                .iter()
                .find(|lead| leads_on(lead, &choice.code))
                .map(|lead| self.arrow(&lead.to)),
            apart: is_apart(choice),
        };
        let mut ticks: Vec<Tick> = list.iter().map(tick).collect();
        if other {
            let label = self.words.say("form-other");
            ticks.push(Tick { code: "other".into(), label, lead: None, apart: false });
        }
        ticks
    }

    fn card(&self, question: &Question, list: &[Choice]) -> Answer {
        let options = question.options.as_ref();
        let name = options.map(|options| match &options.source {
            sounding_questionnaire::definition::ChoiceSource::List(name)
            | sounding_questionnaire::definition::ChoiceSource::File(name)
            | sounding_questionnaire::definition::ChoiceSource::Answers(name) => name.clone(),
        });
        let name = name.unwrap_or_default();
        let label = |choice: &Choice| self.routing.text(&choice.label, self.language);
        let first: Vec<String> = list.iter().filter_map(label).take(SHOWN).collect();
        let boxes = list.iter().map(|choice| choice.code.chars().count()).max().unwrap_or(6).clamp(2, 8);
        let count = Locale::new(self.language).count(list.len() as u64);
        let text = if first.is_empty() {
            self.words.with("form-card-outside", &[("list", &name)])
        } else {
            let values = [("list", name.as_str()), ("count", &count), ("first", &first.join(", "))];
            self.words.with("form-card", &values)
        };
        Answer::Card { text, boxes }
    }

    /// Where a lead goes, in short: `→ C7`.
    pub(super) fn arrow(&self, target: &Target) -> String {
        let to = match target {
            Target::Question(at) => {
                self.routing.number(&self.routing.steps[*at], self.language).unwrap_or_default()
            }
            Target::NextRound(_) => self.words.say("form-next-person"),
            Target::End => self.words.say("form-end"),
        };
        format!("→ {to}")
    }

    fn number(&self, question: &Question, decimals: usize) -> Answer {
        let (low, high) = limits(question);
        let largest = [low, high].into_iter().flatten().map(f64::abs).fold(0.0, f64::max);
        let digits = if high.is_some() { format!("{:.0}", largest.trunc()).len() } else { 6 };
        let said = |number: f64| {
            let places = usize::from(number.fract() != 0.0);
            Locale::new(self.language).number(number, places)
        };
        let limits = match (low, high) {
            (Some(low), Some(high)) => {
                Some(self.words.with("form-between", &[("low", &said(low)), ("high", &said(high))]))
            }
            (Some(low), None) => Some(self.words.with("form-at-least", &[("low", &said(low))])),
            (None, Some(high)) => Some(self.words.with("form-at-most", &[("high", &said(high))])),
            (None, None) => None,
        };
        Answer::Number { boxes: digits.clamp(1, 10), decimals, limits }
    }

    /// What the interviewer does with the choices.
    pub(super) fn instruction(&self, question: &Question) -> Option<String> {
        let mut said = Vec::new();
        match question.kind {
            Kind::SelectMultiple => said.push(self.words.say("form-choose-several")),
            Kind::Rank => said.push(self.words.say("form-rank")),
            _ => {}
        }
        if question.parameter("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            said.push(self.words.say("form-random-order"));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

fn leads_on(lead: &Lead, code: &str) -> bool {
    matches!(&lead.answers, Answers::Codes(codes) if codes.iter().any(|own| own == code))
}

/// The smallest and the largest number that a constraint or a range allows.
fn limits(question: &Question) -> (Option<f64>, Option<f64>) {
    let parameter = |name: &str| question.parameter(name).and_then(|text| text.parse().ok());
    let (mut low, mut high): (Option<f64>, Option<f64>) = (parameter("start"), parameter("end"));
    let condition = Condition::read(question.node.constraint.as_deref().unwrap_or_default());
    let parts = match condition {
        Condition::All(parts) => parts,
        one => vec![one],
    };
    for part in parts {
        let Condition::Compare { subject: Subject::Itself, relation, value: Value::Number(number) } = part
        else {
            continue;
        };
        let whole = question.kind != Kind::Decimal;
        match relation {
            Relation::GreaterOrEqual => low = Some(number),
            Relation::Greater => low = Some(if whole { number.floor() + 1.0 } else { number }),
            Relation::LessOrEqual => high = Some(number),
            Relation::Less => high = Some(if whole { number.ceil() - 1.0 } else { number }),
            Relation::Equal | Relation::NotEqual => {}
        }
    }
    (low, high)
}
