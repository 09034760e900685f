//! The words of every element, with the values inserted in them compiled.

use std::collections::BTreeMap;

use crate::definition::{LocalWords, Message, NO_LANGUAGE, Node, Part, Words};

use super::program::{Compiler, ProgramId, Site};
use super::tree::FormNode;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As written.
    Text(String),
    /// What an expression gives.
    Value(ProgramId),
}

/// Pictures, sounds and films of a text, by file name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Media {
    /// A picture.
    pub image: Option<String>,
    /// The same picture in large.
    pub big_image: Option<String>,
    /// A sound.
    pub audio: Option<String>,
    /// A film.
    pub video: Option<String>,
}

/// What is said in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: Option<Vec<Piece>>,
    pub(crate) media: Media,
}

/// What is said of an element, each by the number of the language.
#[derive(Debug, Default)]
pub(crate) struct Wording {
    pub(crate) label: Vec<Said>,
    pub(crate) hint: Vec<Said>,
    pub(crate) guidance: Vec<Said>,
    pub(crate) constraint: Vec<Said>,
    pub(crate) required: Vec<Said>,
    pub(crate) soft: Vec<Said>,
}

pub(crate) fn compile(compiler: &mut Compiler<'_>, languages: &[String]) -> Vec<Wording> {
    let mut all = Vec::with_capacity(compiler.tree.nodes.len());
    for number in 0..compiler.tree.nodes.len() as FormNode {
        let node = &compiler.tree.get(number).node;
        let mut say = |words: &Words, column| said(compiler, words, languages, number, column);
        let wording = Wording {
            label: say(&node.label, "label"),
            hint: say(&node.hint, "hint"),
            guidance: say(&node.guidance, "guidance_hint"),
            constraint: say(&node.constraint_message, "constraint_message"),
            required: say(&node.required_message, "required_message"),
            soft: say(&soft(node), "soft_constraint_message"),
        };
        all.push(wording);
    }
    all
}

/// The words of a condition that can be confirmed, from the author's columns `soft_constraint_message` with or without a language,
/// or from the attribute that a form carries them in.
fn soft(node: &Node) -> Words {
    let mut words = Words::default();
    for (name, text) in node.bind_attributes.iter().chain(&node.other_columns) {
        let name = name.strip_prefix("sounding:").unwrap_or(name);
        let Some(rest) = name.strip_prefix("soft_constraint_message") else { continue };
        let language = rest.trim_start_matches(':').trim();
        words.set(if language.is_empty() { NO_LANGUAGE } else { language }, text);
    }
    words
}

fn said(
    compiler: &mut Compiler<'_>,
    words: &Words,
    languages: &[String],
    node: FormNode,
    column: &'static str,
) -> Vec<Said> {
    if words.is_empty() {
        return Vec::new();
    }
    let plain = compiler.questionnaire.settings.default_language.as_deref().unwrap_or(NO_LANGUAGE);
    let mut all = Vec::with_capacity(languages.len());
    for language in languages {
        let media = words.get(language).map(media).unwrap_or_default();
        let text = match text_in(words, language, plain) {
            Text::Written(message) => Some(pieces(compiler, message, node, column)),
            Text::Untranslated => Some(vec![Piece::Text(UNTRANSLATED.to_owned())]),
            Text::Nothing => None,
        };
        all.push(Said { text, media });
    }
    all
}

/// What stands where words have no text in one of the languages, as in every XForm made of a form.
pub(crate) const UNTRANSLATED: &str = "-";

/// What words say in a language.
pub(crate) enum Text<'a> {
    Written(&'a Message),
    /// They are translated, and not into this one.
    Untranslated,
    Nothing,
}

/// What words say in a language. A text without a language serves for all only where no other is written: beside texts with a
/// language it is one of them, as in the XForm, and in the language `plain`.
pub(crate) fn text_in<'a>(words: &'a Words, language: &str, plain: &str) -> Text<'a> {
    let own = |language: &str| words.by_language.get(language).and_then(|words| words.text.as_ref());
    let mut texts =
        words.by_language.iter().filter(|(_, words)| words.text.is_some()).map(|(language, _)| language);
    match own(language).or_else(|| own(NO_LANGUAGE).filter(|_| language == plain)) {
        Some(message) => Text::Written(message),
        None if texts.any(|language| language != NO_LANGUAGE) => Text::Untranslated,
        None => own(NO_LANGUAGE).map_or(Text::Nothing, Text::Written),
    }
}

pub(crate) fn media(words: &LocalWords) -> Media {
    Media {
        image: words.image.clone(),
        big_image: words.big_image.clone(),
        audio: words.audio.clone(),
        video: words.video.clone(),
    }
}

fn pieces(
    compiler: &mut Compiler<'_>,
    message: &Message,
    node: FormNode,
    column: &'static str,
) -> Vec<Piece> {
    let site = Site { node, column, over_choices: false };
    let piece = |part: &Part| match part {
        Part::Text(text) => Some(Piece::Text(text.clone())),
        Part::Value(written) => compiler.program(written, site).map(Piece::Value),
    };
    message.0.iter().filter_map(piece).collect()
}

/// The values inserted in the labels of choices, by how they are written. A list belongs to no question, so that they are meant
/// from the root.
pub(crate) fn choice_values(compiler: &mut Compiler<'_>) -> BTreeMap<String, ProgramId> {
    let mut found = BTreeMap::new();
    let questionnaire = compiler.questionnaire;
    for list in &questionnaire.lists {
        for choice in &list.choices {
            for words in choice.label.by_language.values() {
                for part in words.text.iter().flat_map(|message| &message.0) {
                    let Part::Value(written) = part else { continue };
                    if found.contains_key(written) {
                        continue;
                    }
                    let site = Site { node: 0, column: "label", over_choices: false };
                    if let Some(program) = compiler.program(written, site) {
                        found.insert(written.clone(), program);
                    }
                }
            }
        }
    }
    found
}
