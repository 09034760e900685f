//! The languages of people, and texts that exist in each of them.

use std::fmt;

/// A language that pages, reports and messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Vietnamese, the first language of everything that a person receives.
    Vi,
    /// English, the second.
    En,
}

impl Language {
    /// Both, in the order in which they are shown.
    pub const ALL: [Language; 2] = [Language::Vi, Language::En];

    /// The BCP 47 tag: `vi` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }

    /// The language of a BCP 47 tag; `None` for any other.
    pub fn from_tag(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A text for people, in Vietnamese and in English. Either may be missing while a study is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    /// Vietnamese.
    pub vi: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Text {
    /// A text in both languages.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Text {
        Text { vi: Some(vi.into()), en: Some(en.into()) }
    }

    /// The same words in both languages: a number, a code, a proper name.
    pub fn same(words: impl Into<String>) -> Text {
        let words = words.into();
        Text { vi: Some(words.clone()), en: Some(words) }
    }

    /// The words in `language`, or in the other one where they are missing, or nothing.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Vi => (&self.vi, &self.en),
            Language::En => (&self.en, &self.vi),
        };
        first.as_deref().or(second.as_deref()).unwrap_or("")
    }

    /// Whether `language` itself has words here.
    pub fn has(&self, language: Language) -> bool {
        match language {
            Language::Vi => self.vi.is_some(),
            Language::En => self.en.is_some(),
        }
    }

    /// Whether there are no words in any language.
    pub fn is_empty(&self) -> bool {
        self.vi.is_none() && self.en.is_none()
    }

    /// Sets the words of one language.
    pub fn set(&mut self, language: Language, words: impl Into<String>) {
        match language {
            Language::Vi => self.vi = Some(words.into()),
            Language::En => self.en = Some(words.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_the_other() {
        let text = Text { vi: None, en: Some("Region".into()) };
        assert_eq!(text.get(Language::Vi), "Region");
        assert!(!text.has(Language::Vi));
        assert_eq!(Text::default().get(Language::En), "");
    }

    #[test]
    fn tags_round_trip() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::from_tag("fr"), None);
    }
}
