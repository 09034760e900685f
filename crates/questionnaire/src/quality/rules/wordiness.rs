//! Questions and answers too long to be kept in mind.
#![doc = include_str!("wordiness.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::quality::form::{Form, at, said};
use crate::quality::speech::Token;

/// Words of a question sentence; a Vietnamese word counts as its syllables, about 1.4 to the English word.
fn most_of_sentence(language: Language) -> usize {
    if language == Language::Vi { 45 } else { 32 }
}

/// Words of everything that is read out for one question.
fn most_of_question(language: Language) -> usize {
    if language == Language::Vi { 100 } else { 70 }
}

/// Words of one choice.
fn most_of_choice(language: Language) -> usize {
    if language == Language::Vi { 22 } else { 16 }
}

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in form.asked() {
        let long = entry.wording.iter().find_map(|said| {
            let words = said.count();
            let longest = said.sentences().iter().map(|sentence| count(sentence)).max().unwrap_or(0);
            let most = most_of_question(said.language);
            let of_one = most_of_sentence(said.language);
            (words > most).then_some((words, most)).or((longest > of_one).then_some((longest, of_one)))
        });
        if let Some((words, most)) = long {
            found.push(
                Fault::warning("W-QUALITY-050", entry.place("label"))
                    .with("question", entry.name())
                    .with("words", words.to_string())
                    .with("most", most.to_string()),
            );
        }
    }
    for list in &form.questionnaire.lists {
        for choice in &list.choices {
            let long = said(&choice.label).into_iter().find_map(|said| {
                let most = most_of_choice(said.language);
                (said.count() > most).then(|| (said.count(), most))
            });
            if let Some((words, most)) = long {
                found.push(
                    Fault::warning("W-QUALITY-051", at("choices", choice.row, "label"))
                        .with("list", &*list.name)
                        .with("choice", &*choice.code)
                        .with("words", words.to_string())
                        .with("most", most.to_string()),
                );
            }
        }
    }
}

fn count(sentence: &[Token]) -> usize {
    sentence.iter().filter(|token| token.is_word()).count()
}
