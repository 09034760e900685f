//! The routing of a questionnaire as data: the number of each question, who is asked it, where each answer leads, and the whole as
//! a graph; with the words for it in Vietnamese and English.
#![doc = include_str!("routing.md")]

mod condition;
mod graph;
mod leads;
mod numbers;
#[cfg(test)]
mod tests;
mod truth;
mod words;

use std::collections::BTreeMap;

use sounding_survey::Language;

use crate::definition::{ChoiceList, ChoiceSource, Item, Question, Questionnaire, Words};
use crate::expression::replace_references;
pub(crate) use condition::subject;
pub use condition::{Condition, Relation, Subject, Value};
pub use graph::{Edge, Graph, GraphNode, NodeKind, graph};
pub use leads::{Answers, Lead, Target};
use words::Phrases;

/// A questionnaire with its questions numbered and its routing worked out.
pub struct Routing<'a> {
    /// The questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// Every question in order, also notes and calculations.
    pub steps: Vec<Step<'a>>,
    index: BTreeMap<&'a str, usize>,
    phrases: [Phrases; 2],
}

/// A question in its place.
pub struct Step<'a> {
    /// The question.
    pub question: &'a Question,
    /// Groups and repeats around it, outermost first.
    pub around: Vec<&'a Item>,
    /// Its number without the letter of the language: `7`, `12b`; the author's own where the labels have them. None for what is not
    /// asked.
    pub number: Option<String>,
    /// Whether the number is the author's own and stands in the label.
    pub numbered_by_author: bool,
    /// Its own condition.
    pub condition: Condition,
    /// The answers after which the next question is not the one that follows.
    pub leads: Vec<Lead>,
}

impl<'a> Routing<'a> {
    /// The routing of a questionnaire.
    pub fn new(questionnaire: &'a Questionnaire) -> Routing<'a> {
        let mut steps = Vec::new();
        questionnaire.walk(&mut |item, around| {
            if let Item::Question(question) = item {
                let condition = Condition::read(question.node.relevant.as_deref().unwrap_or_default());
                steps.push(Step {
                    question,
                    around: around.to_vec(),
                    number: None,
                    numbered_by_author: false,
                    condition,
                    leads: Vec::new(),
                });
            }
        });
        numbers::give(&mut steps);
        let index = steps.iter().enumerate().map(|(at, step)| (step.name(), at)).collect();
        let phrases = Language::ALL.map(Phrases::new);
        let mut routing = Routing { questionnaire, steps, index, phrases };
        let leads = leads::all(&routing);
        for (step, leads) in routing.steps.iter_mut().zip(leads) {
            step.leads = leads;
        }
        routing
    }

    /// The question of a name.
    pub fn step(&self, name: &str) -> Option<&Step<'a>> {
        self.index.get(name).map(|at| &self.steps[*at])
    }

    /// The number of a question as people of a language write it: `C7`, `Q7`.
    pub fn number(&self, step: &Step<'_>, language: Language) -> Option<String> {
        let number = step.number.as_ref()?;
        let own = step.numbered_by_author;
        Some(if own {
            number.clone()
        } else {
            format!("{}{number}", self.phrases(language).say("routing-prefix"))
        })
    }

    /// The list that a question chooses from, where it is in the form.
    pub fn list(&self, question: &Question) -> Option<&'a ChoiceList> {
        match &question.options.as_ref()?.source {
            ChoiceSource::List(name) => self.questionnaire.list(name),
            _ => None,
        }
    }

    /// What words say in a language, with the numbers of questions in the place of their answers; the other language where it is
    /// missing.
    pub fn text(&self, words: &Words, language: Language) -> Option<String> {
        let text = words::text_of(words, language).filter(|text| !text.trim().is_empty())?;
        Some(replace_references(&text, |reference| {
            let number = self.step(&reference.name).and_then(|step| self.number(step, language));
            Some(number.map_or_else(|| "…".to_owned(), |number| format!("[{number}]")))
        }))
    }

    /// The wording of a question without a number of the author's.
    pub fn wording(&self, step: &Step<'_>, language: Language) -> String {
        let text = self.text(&step.question.node.label, language).unwrap_or_else(|| step.name().to_owned());
        match numbers::number_of(&text).filter(|_| step.numbered_by_author) {
            Some(number) => text.trim_start()[number.len() + 1..].trim_start().to_owned(),
            None => text,
        }
    }

    /// Whether a question's answers are a scale: by the author's word, or because they point two ways in order.
    pub fn is_scale(&self, question: &Question) -> bool {
        let list = self.list(question);
        question.ordered == Some(true) || list.is_some_and(crate::quality::is_scale)
    }

    /// Whether a group is a table: its questions all have one answer of the same list.
    pub fn is_table(item: &Item) -> bool {
        numbers::is_table(item)
    }

    fn phrases(&self, language: Language) -> &Phrases {
        &self.phrases[usize::from(language == Language::En)]
    }
}

impl<'a> Step<'a> {
    /// Name of the variable.
    pub fn name(&self) -> &'a str {
        &self.question.node.name
    }

    /// Whether someone gives an answer.
    pub fn is_asked(&self) -> bool {
        self.question.kind.is_asked() && self.question.node.calculation.is_none()
    }

    /// The innermost repeat around it.
    pub(crate) fn repeat(&self) -> Option<&'a str> {
        let mut repeats = self.around.iter().filter(|item| matches!(item, Item::Repeat(_)));
        repeats.next_back().map(|item| item.node().name.as_str())
    }
}
