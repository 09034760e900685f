//! Texts that a language of the form lacks, and answers inserted in one language and not in another.
#![doc = include_str!("translations.md")]

use std::collections::{BTreeMap, BTreeSet};

use sounding_survey::Place;

use crate::Fault;
use crate::definition::{Part, Words};
use crate::quality::form::{Form, at};

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    let languages: Vec<&str> = form.questionnaire.languages.iter().map(String::as_str).collect();
    let mut texts = Texts { languages, found, missing: BTreeMap::new() };
    form.questionnaire.walk(&mut |item, _| {
        let node = item.node();
        let place = |column: &str| at("survey", node.row, column);
        let all = [
            ("label", &node.label),
            ("hint", &node.hint),
            ("guidance_hint", &node.guidance),
            ("constraint_message", &node.constraint_message),
            ("required_message", &node.required_message),
        ];
        for (column, words) in all {
            texts.look("W-QUALITY-040", place(column), &node.name, column, words);
        }
    });
    for list in &form.questionnaire.lists {
        for choice in &list.choices {
            let name = format!("{} / {}", list.name, choice.code);
            // One warning for each list and language: a list of communes has thousands of choices.
            if let Some(language) = texts.lacks(&choice.label) {
                let entry =
                    texts.missing.entry((&list.name, language)).or_insert((choice.row, &choice.code, 0));
                entry.2 += 1;
            }
            texts.compare(at("choices", choice.row, "label"), &name, &choice.label);
        }
    }
    let missing = std::mem::take(&mut texts.missing);
    for ((list, language), (row, code, count)) in missing {
        found.push(
            Fault::warning("W-QUALITY-041", at("choices", row, "label"))
                .with("list", list)
                .with("choice", code)
                .with("count", count.to_string())
                .with("language", language),
        );
    }
}

struct Texts<'a, 'f> {
    languages: Vec<&'a str>,
    found: &'f mut Vec<Fault>,
    /// First row and code, and how many, by list and language.
    missing: BTreeMap<(&'a str, &'a str), (u64, &'a str, usize)>,
}

impl<'a> Texts<'a, '_> {
    fn look(&mut self, code: &'static str, place: Place, name: &str, column: &str, words: &Words) {
        if let Some(language) = self.lacks(words) {
            self.found.push(
                Fault::warning(code, place.clone())
                    .with("question", name)
                    .with("column", column)
                    .with("language", language),
            );
        }
        self.compare(place, name, words);
    }

    /// The first language of the form in which words have no text though another has.
    fn lacks(&self, words: &Words) -> Option<&'a str> {
        let says = |language: &str| words.text(language).is_some_and(|text| !text.is_empty());
        if !self.languages.iter().any(|language| says(language)) {
            return None;
        }
        self.languages.iter().copied().find(|language| !says(language))
    }

    /// Answers inserted must be the same in all languages.
    fn compare(&mut self, place: Place, name: &str, words: &Words) {
        let mut model: Option<(&str, BTreeSet<&str>)> = None;
        for (language, local) in &words.by_language {
            let Some(text) = &local.text else { continue };
            let values: BTreeSet<&str> = text.0.iter().filter_map(value).collect();
            let Some((first, own)) = &model else {
                model = Some((language, values));
                continue;
            };
            if let Some(only) = own.symmetric_difference(&values).next() {
                let (with, lacking) =
                    if own.contains(only) { (*first, &**language) } else { (&**language, *first) };
                self.found.push(
                    Fault::warning("W-QUALITY-042", place)
                        .with("question", name)
                        .with("value", *only)
                        .with("with", with)
                        .with("language", lacking),
                );
                return;
            }
        }
    }
}

fn value(part: &Part) -> Option<&str> {
    match part {
        Part::Value(value) => Some(value),
        Part::Text(_) => None,
    }
}
