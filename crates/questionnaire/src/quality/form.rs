//! A questionnaire as the rules look at it: its questions in order with what is around them, and its lists with their scales.

use std::collections::BTreeMap;

use sounding_survey::{Language, Place};

use super::scale::{self, Scale};
use super::speech::{Said, language_of_text};
use crate::definition::{
    Choice, ChoiceList, ChoiceSource, Item, Kind, NO_LANGUAGE, Node, Question, Questionnaire, Words,
    language_of,
};

/// The questionnaire and what is known of it.
pub(crate) struct Form<'a> {
    pub(crate) questionnaire: &'a Questionnaire,
    /// Every question in order: also notes, calculations and what the client knows.
    pub(crate) questions: Vec<Entry<'a>>,
    /// Questions by name.
    index: BTreeMap<&'a str, usize>,
    /// Scales by the name of their list.
    scales: BTreeMap<&'a str, Scale>,
}

/// A question in its place.
pub(crate) struct Entry<'a> {
    pub(crate) question: &'a Question,
    /// Groups and repeats around it, outermost first.
    pub(crate) around: Vec<&'a Item>,
    /// The list that it chooses from, where it is in the form.
    pub(crate) list: Option<&'a ChoiceList>,
    /// Its wording in every language.
    pub(crate) wording: Vec<Said>,
}

impl<'a> Form<'a> {
    pub(crate) fn new(questionnaire: &'a Questionnaire) -> Form<'a> {
        let mut questions = Vec::new();
        questionnaire.walk(&mut |item, around| {
            if let Item::Question(question) = item {
                let list = question.options.as_ref().and_then(|options| match &options.source {
                    ChoiceSource::List(name) => questionnaire.list(name),
                    _ => None,
                });
                let wording = said(&question.node.label);
                questions.push(Entry { question, around: around.to_vec(), list, wording });
            }
        });
        let scaled = |list: &'a ChoiceList| scale::recognise(list).map(|scale| (list.name.as_str(), scale));
        let scales = questionnaire.lists.iter().filter_map(scaled).collect();
        let index = questions.iter().enumerate().map(|(at, entry): (usize, &Entry<'a>)| (entry.name(), at));
        let index = index.collect();
        Form { questionnaire, questions, index, scales }
    }

    /// The place of a question among all.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Questions to which someone gives an answer.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.questions.iter().filter(|entry| entry.is_asked())
    }

    /// The scale that a question's answers are.
    pub(crate) fn scale(&self, entry: &Entry<'_>) -> Option<&Scale> {
        self.scale_of(&entry.list?.name)
    }

    /// The scale that a list is.
    pub(crate) fn scale_of(&self, list: &str) -> Option<&Scale> {
        self.scales.get(list)
    }

    /// The first row in which a list stands, for warnings about the list.
    pub(crate) fn place_of_list(list: &ChoiceList) -> Place {
        let row = list.choices.first().map_or(0, |choice| choice.row);
        at("choices", row, "label")
    }
}

impl<'a> Entry<'a> {
    pub(crate) fn node(&self) -> &'a Node {
        &self.question.node
    }

    pub(crate) fn name(&self) -> &'a str {
        &self.question.node.name
    }

    pub(crate) fn is_asked(&self) -> bool {
        self.question.kind.is_asked() && self.node().calculation.is_none()
    }

    /// Where a warning on one of its columns points to.
    pub(crate) fn place(&self, column: &str) -> Place {
        at("survey", self.node().row, column)
    }

    /// Its choices that are in the form.
    pub(crate) fn choices(&self) -> &'a [Choice] {
        self.list.map_or(&[], |list| &list.choices)
    }

    /// Whether it has this word in its appearance.
    pub(crate) fn appears(&self, word: &str) -> bool {
        let words = self.node().appearance.as_deref().unwrap_or_default();
        words.split_whitespace().any(|own| own == word || own.starts_with(&format!("{word}(")))
    }

    pub(crate) fn chooses_one(&self) -> bool {
        self.question.kind == Kind::SelectOne
    }
}

/// A place in a sheet; the row is left out where the form did not come from one.
pub(crate) fn at(sheet: &str, row: u64, column: &str) -> Place {
    let place = Place::default().sheet(sheet).column(column);
    if row == 0 { place } else { place.line(row) }
}

/// What words say in each language; those of no particular language in the language that their letters show.
pub(crate) fn said(words: &Words) -> Vec<Said> {
    let mut all = Vec::new();
    for (name, local) in &words.by_language {
        let Some(text) = &local.text else { continue };
        let text = text.to_string();
        let language = if name == NO_LANGUAGE { Some(language_of_text(&text)) } else { language_of(name) };
        if let Some(language) = language {
            all.push(Said::new(language, &text));
        }
    }
    all.sort_by_key(|said| usize::from(said.language == Language::En));
    all
}
