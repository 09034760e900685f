//! Texts of a questionnaire in its languages, with answers inserted, and the pictures and sounds that go with them.

use std::collections::BTreeMap;
use std::fmt;

use sounding_survey::{Language, Text};

/// The key of words whose column names no language; they serve for every language that has none of its own.
pub const NO_LANGUAGE: &str = "default";

/// What people read, see or hear, by language as the author wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// By language; see [`NO_LANGUAGE`].
    pub by_language: BTreeMap<String, LocalWords>,
}

/// The words of one language and the files shown or played with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalWords {
    /// What is read.
    pub text: Option<Message>,
    /// A picture, by file name.
    pub image: Option<String>,
    /// The same picture in large.
    pub big_image: Option<String>,
    /// A sound.
    pub audio: Option<String>,
    /// A film.
    pub video: Option<String>,
}

/// A text with answers inserted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message(pub Vec<Part>);

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// As written.
    Text(String),
    /// The value of an expression as written, `${name}` or any other.
    Value(String),
}

impl Message {
    /// Reads `Have you worked in ${place}?`. A `${` without its `}` stays text.
    pub fn parse(written: &str) -> Message {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = written;
        while let Some(at) = rest.find("${") {
            let Some(length) = rest[at..].find('}') else { break };
            text.push_str(&rest[..at]);
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(Part::Value(rest[at..=at + length].to_owned()));
            rest = &rest[at + length + 1..];
        }
        text.push_str(rest);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Message(parts)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any answer is inserted.
    pub fn has_values(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Value(_)))
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(words) | Part::Value(words) => f.write_str(words),
        })
    }
}

impl Words {
    /// Words in no particular language.
    pub fn plain(written: &str) -> Words {
        let mut words = Words::default();
        words.set(NO_LANGUAGE, written);
        words
    }

    /// Sets the text of one language.
    pub fn set(&mut self, language: &str, written: &str) {
        self.by_language.entry(language.to_owned()).or_default().text = Some(Message::parse(written));
    }

    /// The words of `language`, else those of no particular language.
    pub fn get(&self, language: &str) -> Option<&LocalWords> {
        self.by_language.get(language).or_else(|| self.by_language.get(NO_LANGUAGE))
    }

    /// The text of `language`, else that of no particular language.
    pub fn text(&self, language: &str) -> Option<&Message> {
        let own = self.by_language.get(language).and_then(|words| words.text.as_ref());
        own.or_else(|| self.by_language.get(NO_LANGUAGE)?.text.as_ref())
    }

    /// Whether there is neither text nor media in any language.
    pub fn is_empty(&self) -> bool {
        self.by_language.values().all(|words| *words == LocalWords::default())
    }

    /// In the two languages of pages and reports, by the tag in brackets (`English (en)`), the tag itself or the language's
    /// name. Words of no particular language serve for both.
    pub fn in_both(&self) -> Text {
        let mut text = Text::default();
        let written = |words: &LocalWords| words.text.as_ref().map(ToString::to_string);
        if let Some(words) = self.by_language.get(NO_LANGUAGE).and_then(written) {
            text = Text::same(words);
        }
        for (name, words) in &self.by_language {
            if let (Some(language), Some(words)) = (language_of(name), written(words)) {
                text.set(language, words);
            }
        }
        text
    }
}

/// The language of `Tiếng Việt (vi)`, `english`, `vi`; `None` for any that pages and reports do not speak.
pub(crate) fn language_of(name: &str) -> Option<Language> {
    let name = name.trim().to_lowercase();
    let tag = name.rsplit_once('(').map_or(&*name, |(_, tag)| tag.trim_end_matches(')').trim());
    Language::from_tag(tag).or(match &*name {
        "tiếng việt" | "vietnamese" => Some(Language::Vi),
        "english" | "tiếng anh" => Some(Language::En),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_inserted_in_a_text_are_parts_of_their_own() {
        let message = Message::parse("Ông/bà ${name} sống ở ${place}?");
        assert_eq!(message.0.len(), 5);
        assert_eq!(message.0[1], Part::Value("${name}".into()));
        assert_eq!(message.to_string(), "Ông/bà ${name} sống ở ${place}?");
        assert_eq!(Message::parse("a ${b").0, [Part::Text("a ${b".into())]);
    }

    #[test]
    fn words_without_a_language_serve_where_a_language_has_none() {
        let mut words = Words::plain("Age");
        words.set("Tiếng Việt (vi)", "Tuổi");
        assert_eq!(words.in_both(), Text::new("Tuổi", "Age"));
        assert_eq!(words.text("English (en)").unwrap().to_string(), "Age");
    }
}
