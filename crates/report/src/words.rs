//! The report's own words, from `locales/`: one Fluent file for each section in each language. A key is written in code as one
//! literal that begins with its section's name, so that the tests find every one of them.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use sounding_survey::Language;

macro_rules! files {
    ($($name:literal),+) => {
        /// Name, Vietnamese and English text of every file.
        const FILES: &[(&str, [&str; 2])] = &[$((
            $name,
            [
                include_str!(concat!("../locales/vi/", $name, ".ftl")),
                include_str!(concat!("../locales/en/", $name, ".ftl")),
            ],
        )),+];
    };
}

files!(
    "front",
    "findings",
    "tables",
    "analyses",
    "methodology",
    "sample",
    "outcome",
    "weighting",
    "precision",
    "rules",
    "provenance",
    "page",
    "workbook",
    "form"
);

/// The report's words in one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The words in `language`.
    pub(crate) fn new(language: Language) -> Words {
        // The tag of a language of ours is well formed; plural rules follow it.
        let mut bundle = FluentBundle::new(language.tag().parse().into_iter().collect());
        // The marks that isolate arguments are for scripts of both directions; print engines draw them.
        bundle.set_use_isolating(false);
        for (_, texts) in FILES {
            let text = texts[usize::from(language == Language::En)];
            // What cannot be read of a file is a missing key, which a test refuses.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
            bundle.add_resource_overriding(resource);
        }
        Words { bundle }
    }

    /// The words of a key.
    pub(crate) fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The words of a key with values in their places.
    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.format(key, Some(&arguments(values)))
    }

    /// The same where the form of the words depends on a number, which they call `$count`.
    pub(crate) fn counted(&self, key: &str, count: u64, values: &[(&str, &str)]) -> String {
        let mut arguments = arguments(values);
        arguments.set("count", FluentValue::from(count));
        self.format(key, Some(&arguments))
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟪{key}⟫");
        };
        // A value that is not given stays visible as `{$name}`, which a test refuses.
        self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned()
    }
}

fn arguments<'a>(values: &[(&'a str, &'a str)]) -> FluentArgs<'a> {
    values.iter().map(|&(name, value)| (name, FluentValue::from(value))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// The variables of every message of a file. `$count` only chooses a form, which Vietnamese does not need.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            if let (false, Some((name, _))) = (line.starts_with(' '), line.split_once(" =")) {
                name.clone_into(&mut key);
                assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
                if name != "count" {
                    found.get_mut(&key).unwrap().insert(name);
                }
            }
        }
        found
    }

    /// Every literal in the code of this crate, tests apart.
    fn literals(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                literals(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                found.extend(code.split('"').skip(1).step_by(2).map(str::to_owned));
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_and_variables() {
        for (name, [vi, en]) in FILES {
            assert_eq!(messages(vi), messages(en), "{name}");
            assert!(!messages(vi).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_file_is_read_whole_and_its_keys_bear_its_name() {
        for (name, texts) in FILES {
            for text in texts {
                if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                    panic!("{name}: {errors:?}");
                }
                for key in messages(text).keys() {
                    assert!(key.starts_with(&format!("{name}-")), "{key} in {name}.ftl");
                }
            }
        }
    }

    #[test]
    fn every_key_in_code_has_words_and_all_words_are_used() {
        let mut code = BTreeSet::new();
        literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        let known: BTreeSet<String> =
            FILES.iter().flat_map(|(_, [vi, _])| messages(vi).into_keys()).collect();
        let is_key = |literal: &&String| {
            let signs = literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            signs && FILES.iter().any(|(name, _)| literal.starts_with(&format!("{name}-")))
        };
        let used: BTreeSet<String> =
            code.iter().filter(is_key).filter(|key| !key.ends_with('-')).cloned().collect();
        assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "no words");
        assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "never used");
    }

    #[test]
    fn a_missing_key_or_value_can_be_seen() {
        let words = Words::new(Language::En);
        assert_eq!(words.say("front-nothing"), "⟪front-nothing⟫");
        assert!(words.say("tables-base").contains("{$"));
    }

    #[test]
    fn english_has_its_plural() {
        let words = Words::new(Language::En);
        assert_eq!(words.counted("tables-base", 1, &[("n", "1")]), "Base: 1 respondent (unweighted).");
        assert_eq!(
            words.counted("tables-base", 1200, &[("n", "1,200")]),
            "Base: 1,200 respondents (unweighted)."
        );
    }
}
