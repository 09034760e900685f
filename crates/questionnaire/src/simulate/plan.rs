//! What a simulation knows of each question before it begins.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::distribution::Distributions;
use super::propose::Hints;
use crate::definition::{Item, Kind, Node};
use crate::interview::Form;
use crate::quality;

/// A form with what helps to answer its questions; shared by all respondents.
#[derive(Debug)]
pub struct Plan {
    pub(super) form: Arc<Form>,
    pub(super) distributions: Distributions,
    /// Questions and notes in order.
    pub(super) questions: Vec<Known>,
    /// Their places, by path without numbers of instances.
    pub(super) places: BTreeMap<String, usize>,
}

/// What is known of a question.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) hints: Hints,
    /// Seconds for asking and answering it once.
    pub(super) seconds: f64,
}

impl Plan {
    /// Prepares a simulation of a form. Shares for questions that the form does not have are given back by name.
    pub fn new(form: Arc<Form>, distributions: Distributions) -> (Plan, Vec<String>) {
        let questionnaire = form.questionnaire();
        let mut seconds: BTreeMap<String, f64> = BTreeMap::new();
        for question in quality::length(questionnaire).per_question {
            seconds.entry(question.question).or_insert(question.seconds);
        }
        let mut questions = Vec::new();
        let root = questionnaire.settings.root();
        questionnaire.walk(&mut |item, around| {
            let Item::Question(question) = item else { return };
            if !(question.kind.is_asked() || question.kind == Kind::Note) {
                return;
            }
            let Node { name, constraint, .. } = &question.node;
            let names = around.iter().map(|item| &*item.node().name).chain([&**name]);
            let path = names.fold(format!("/{root}"), |path, name| path + "/" + name);
            questions.push(Known {
                seconds: seconds.get(name).copied().unwrap_or(0.0),
                hints: Hints::of(constraint.as_deref()),
                kind: question.kind,
                name: name.clone(),
                path,
            });
        });
        let places = questions.iter().enumerate().map(|(at, known)| (known.path.clone(), at)).collect();
        let unknown = |name: &&str| !questions.iter().any(|known| known.name == **name);
        let strangers: Vec<String> = distributions.questions().filter(unknown).map(str::to_owned).collect();
        (Plan { form, distributions, questions, places }, strangers)
    }

    /// The place of a question on a screen.
    pub(super) fn place(&self, path: &str) -> Option<usize> {
        self.places.get(&without_numbers(path)).copied()
    }
}

/// `/data/roster[2]/age` without the number of the instance.
fn without_numbers(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}
