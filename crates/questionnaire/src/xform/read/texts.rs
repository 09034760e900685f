//! Texts: those of `itext` by identifier and language, and those in the controls.

use std::collections::BTreeMap;

use crate::definition::{LocalWords, Message, NO_LANGUAGE, Part, Words};
use crate::xform::lexer;
use crate::xform::write::{At, MISSING};
use crate::xform::xml::{Content, Element};

use super::Reading;

/// `itext`: by identifier, the element of each language.
#[derive(Debug, Default)]
pub(super) struct Itext<'x> {
    languages: Vec<String>,
    pub(super) default: Option<String>,
    texts: BTreeMap<&'x str, Vec<(usize, &'x Element)>>,
}

/// What a text says, and what it says on request.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) words: Words,
    pub(super) guidance: Words,
    pub(super) short: Words,
}

impl<'x> Itext<'x> {
    pub(super) fn read(model: &'x Element) -> Itext<'x> {
        let mut itext = Itext::default();
        let translations =
            model.elements().filter(|element| element.name == "itext").flat_map(Element::elements);
        for translation in translations.filter(|element| element.name == "translation") {
            let language = translation.get("lang").unwrap_or(NO_LANGUAGE);
            let at = itext.languages.len();
            itext.languages.push(language.to_owned());
            if translation.get("default").is_some_and(|said| said != "false()") && language != NO_LANGUAGE {
                itext.default = Some(language.to_owned());
            }
            for text in translation.elements().filter(|element| element.name == "text") {
                if let Some(id) = text.get("id") {
                    itext.texts.entry(id).or_default().push((at, text));
                }
            }
        }
        itext
    }

    /// In order, without the one that stands for none.
    pub(super) fn languages(&self) -> Vec<String> {
        let mut languages: Vec<String> = Vec::new();
        for language in self.languages.iter().filter(|language| *language != NO_LANGUAGE) {
            if !languages.contains(language) {
                languages.push(language.clone());
            }
        }
        languages
    }

    pub(super) fn holds(&self, id: &str) -> bool {
        self.texts.contains_key(id)
    }
}

/// The identifier in `jr:itext('…')`.
pub(super) fn itext_id(reference: &str) -> Option<&str> {
    let inside = reference.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    let quote = inside.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    inside.strip_prefix(quote)?.strip_suffix(quote)
}

impl Reading<'_> {
    /// The words of a label or hint: by reference, or as they stand in it.
    pub(super) fn said(&self, element: Option<&Element>, from: Option<At>) -> Said {
        let Some(element) = element else { return Said::default() };
        let reference = element.get("ref").map(str::trim).filter(|reference| !reference.is_empty());
        match reference.map(|reference| (reference, itext_id(reference))) {
            Some((_, Some(id))) if self.texts.holds(id) => return self.itext(id, from),
            Some((reference, _)) => self.warn("W-XFORM-010", element, &[("id", reference)]),
            None => {}
        }
        let mut said = Said::default();
        let message = self.message(element, from);
        if !message.is_empty() {
            said.words.by_language.entry(NO_LANGUAGE.to_owned()).or_default().text = Some(message);
        }
        said
    }

    /// The words of a message in a bind.
    pub(super) fn said_in_bind(&self, value: Option<&str>, from: At) -> Words {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Words::default() };
        match itext_id(value) {
            Some(id) if self.texts.holds(id) => self.itext(id, Some(from)).words,
            _ => {
                let mut words = Words::default();
                let text = Some(Message(vec![Part::Text(value.to_owned())]));
                words.by_language.insert(NO_LANGUAGE.into(), LocalWords { text, ..LocalWords::default() });
                words
            }
        }
    }

    /// The words of an identifier.
    pub(super) fn itext(&self, id: &str, from: Option<At>) -> Said {
        let mut said = Said::default();
        let all = self.texts.texts.get(id).map(|all| &all[..]).unwrap_or_default();
        let mut missing = 0;
        for (language, text) in all {
            let language = &self.texts.languages[*language];
            for value in text.elements().filter(|element| element.name == "value") {
                let form = value.get("form").unwrap_or_default();
                let message = self.message(value, from);
                let written = message.to_string();
                if written == MISSING || written.is_empty() {
                    missing += 1;
                    continue;
                }
                let file = written.strip_prefix("jr://").and_then(|rest| rest.split_once('/'));
                let file = Some(file.map_or(&*written, |(_, file)| file).to_owned());
                let words = match form {
                    "guidance" => &mut said.guidance,
                    "short" => &mut said.short,
                    _ => &mut said.words,
                };
                let local = words.by_language.entry(language.clone()).or_default();
                match form {
                    "" | "long" | "guidance" | "short" => local.text = Some(message),
                    "image" => local.image = file,
                    "big-image" => local.big_image = file,
                    "audio" => local.audio = file,
                    "video" => local.video = file,
                    other => self.warn("W-XFORM-007", value, &[("form", other)]),
                }
            }
        }
        // A text that is a hyphen in every language is one.
        let nothing = said.words.is_empty() && said.guidance.is_empty() && said.short.is_empty();
        if nothing && missing > 0 {
            for (language, _) in all {
                said.words.set(&self.texts.languages[*language], MISSING);
            }
        }
        said.words.by_language.retain(|_, words| *words != LocalWords::default());
        said
    }

    /// The text of an element with the values inserted in it.
    pub(super) fn message(&self, element: &Element, from: Option<At>) -> Message {
        let mut parts: Vec<Part> = Vec::new();
        let mut push = |part: Part| match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => parts.push(part),
        };
        for content in &element.content {
            match content {
                Content::Text(text) => push(Part::Text(text.clone())),
                Content::Element(output) if output.name == "output" => {
                    let value = output.get("value").or_else(|| output.get("ref")).unwrap_or_default();
                    let value = self.named(value, from, false);
                    let whole = lexer::instance_paths(&value);
                    if whole.len() == 1 && whole[0] == (0..value.len()) {
                        Message::parse(&value).0.into_iter().for_each(&mut push);
                    } else if !value.is_empty() {
                        push(Part::Value(value));
                    }
                }
                Content::Element(other) => {
                    self.warn("W-XFORM-001", other, &[("element", &other.name)]);
                    push(Part::Text(other.text()));
                }
            }
        }
        if let Some(Part::Text(first)) = parts.first_mut() {
            first.drain(..first.len() - first.trim_start().len());
        }
        if let Some(Part::Text(last)) = parts.last_mut() {
            last.truncate(last.trim_end().len());
        }
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Message(parts)
    }
}
