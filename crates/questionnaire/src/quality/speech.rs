//! Words of Vietnamese and English texts, so that rules can look for phrases: lower case, signs apart, both ways of placing
//! the tone mark (`hoà`, `hòa`) made one.

use sounding_survey::Language;

/// A text cut into words.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) language: Language,
    /// As written.
    pub(crate) text: String,
    /// Words and signs in order.
    pub(crate) tokens: Vec<Token>,
}

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// In lower case, the tone mark in its old place.
    pub(crate) word: String,
    /// Whether it was written with a capital.
    pub(crate) capital: bool,
}

impl Token {
    pub(crate) fn is_word(&self) -> bool {
        self.word.starts_with(|sign: char| sign.is_alphanumeric())
    }

    fn ends_sentence(&self) -> bool {
        matches!(&*self.word, "." | "?" | "!" | "…")
    }
}

/// Words of one language in a table of words by language.
pub(crate) fn of<'a>(language: Language, words: &'a [&'a [&'a str]; 2]) -> &'a [&'a str] {
    words[usize::from(language == Language::En)]
}

impl Said {
    pub(crate) fn new(language: Language, text: &str) -> Said {
        Said { language, text: text.to_owned(), tokens: tokens(text) }
    }

    /// How many words: syllables in Vietnamese, which writes them apart.
    pub(crate) fn count(&self) -> usize {
        self.tokens.iter().filter(|token| token.is_word()).count()
    }

    /// Where a phrase stands, in tokens.
    pub(crate) fn find(&self, phrase: &str) -> Option<usize> {
        find(&self.tokens, phrase)
    }

    pub(crate) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    /// The first of several phrases that it has.
    pub(crate) fn first_of<'a>(&self, phrases: &[&'a str]) -> Option<&'a str> {
        phrases.iter().copied().find(|phrase| self.has(phrase))
    }

    /// The same without what stands in brackets and without some phrases.
    pub(crate) fn without(&self, phrases: &[&str]) -> Said {
        let mut depth = 0_usize;
        let mut kept = Vec::new();
        for token in &self.tokens {
            match &*token.word {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ if depth == 0 => kept.push(token.clone()),
                _ => {}
            }
        }
        for phrase in phrases {
            while let Some(at) = find(&kept, phrase) {
                let gap = Token { word: "·".into(), capital: false };
                kept.splice(at..at + phrase.split(' ').count(), [gap]);
            }
        }
        Said { language: self.language, text: self.text.clone(), tokens: kept }
    }

    /// The sentences, each with its closing sign.
    pub(crate) fn sentences(&self) -> Vec<&[Token]> {
        self.tokens
            .split_inclusive(Token::ends_sentence)
            .filter(|part| part.iter().any(Token::is_word))
            .collect()
    }

    /// The sentences that ask; the last one where none does.
    pub(crate) fn questions(&self) -> Vec<&[Token]> {
        let all = self.sentences();
        let asking: Vec<&[Token]> =
            all.iter().copied().filter(|part| part.last().is_some_and(|token| token.word == "?")).collect();
        if asking.is_empty() { all.last().copied().into_iter().collect() } else { asking }
    }
}

/// Where a phrase stands among tokens. Phrases are written as they are compared: in lower case, a blank between all words and signs.
pub(crate) fn find(tokens: &[Token], phrase: &str) -> Option<usize> {
    let first = phrase.split(' ').next()?;
    let begins = |token: &Token| token.word == first;
    // Most phrases are ruled out by their first word.
    let mut from = tokens.iter().position(begins)?;
    debug_assert!(is_comparable(phrase), "{phrase}: not as it is compared");
    let length = phrase.split(' ').count();
    while from + length <= tokens.len() {
        if phrase.split(' ').zip(&tokens[from..]).all(|(word, token)| word == token.word) {
            return Some(from);
        }
        from += 1 + tokens[from + 1..].iter().position(begins)?;
    }
    None
}

/// Whether a phrase is written as it is compared.
fn is_comparable(phrase: &str) -> bool {
    let inner = |sign: char| sign.is_alphanumeric() || sign == '\'';
    phrase.split(' ').all(|word| !word.is_empty() && (word.chars().count() == 1 || word.chars().all(inner)))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut word = String::new();
    let flush = |word: &mut String, all: &mut Vec<Token>| {
        if !word.is_empty() {
            let capital = word.starts_with(char::is_uppercase);
            all.push(Token { word: folded(&word.to_lowercase()), capital });
            word.clear();
        }
    };
    for sign in text.chars() {
        let inner = matches!(sign, '\'' | '’') && !word.is_empty();
        if sign.is_alphanumeric() || is_mark(sign) {
            word.push(sign);
        } else if inner {
            word.push('\'');
        } else {
            flush(&mut word, &mut all);
            if !sign.is_whitespace() {
                all.push(Token { word: sign.to_string(), capital: false });
            }
        }
    }
    flush(&mut word, &mut all);
    all
}

/// Accents written as signs of their own.
fn is_mark(sign: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&sign)
}

/// The tone mark of an open syllable in `oa`, `oe`, `uy` in its old place: `khoẻ` as `khỏe`.
fn folded(word: &str) -> String {
    const ENDS: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    for (new, old) in ENDS {
        if let Some(start) = word.strip_suffix(new).filter(|start| !start.ends_with('q')) {
            return format!("{start}{old}");
        }
    }
    word.trim_end_matches('\'').to_owned()
}

/// Vietnamese where a letter has a mark as Vietnamese letters have, else English.
pub(crate) fn language_of_text(text: &str) -> Language {
    const MARKED: &str = "àáâãèéêìíòóôõùúýăđĩũơư";
    let own = |sign: char| MARKED.contains(sign) || ('\u{1ea0}'..='\u{1ef9}').contains(&sign);
    let vietnamese = text.chars().flat_map(char::to_lowercase).any(own);
    if vietnamese { Language::Vi } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_whatever_their_capitals_and_the_place_of_the_tone_mark() {
        let said = Said::new(Language::Vi, "Sức khoẻ của ông/bà thế nào?");
        assert!(said.has("sức khỏe") && said.has("ông / bà") && !said.has("khỏe sức"));
        assert_eq!(said.count(), 7);
        assert!(Said::new(Language::En, "Don’t you agree?").has("don't you"));
        assert_eq!(language_of_text("Tuổi"), Language::Vi);
        assert_eq!(language_of_text("Age"), Language::En);
    }

    #[test]
    fn what_stands_in_brackets_is_left_out_and_questions_are_told_from_introductions() {
        let said =
            Said::new(Language::En, "I will read a list. How good is it (roads and bridges)? Thank you.");
        assert!(!said.without(&[]).has("and"));
        assert_eq!(said.questions().len(), 1);
        assert_eq!(said.questions()[0].iter().filter(|token| token.is_word()).count(), 7);
    }

    #[test]
    fn phrases_of_the_rules_are_written_as_they_are_compared() {
        let sources = [
            include_str!("answers.rs"),
            include_str!("scale.rs"),
            include_str!("rules/absolutes.rs"),
            include_str!("rules/consent.rs"),
            include_str!("rules/double_barrelled.rs"),
            include_str!("rules/identity.rs"),
            include_str!("rules/leading.rs"),
            include_str!("rules/negatives.rs"),
            include_str!("rules/open.rs"),
            include_str!("rules/period.rs"),
            include_str!("rules/rotation.rs"),
            include_str!("rules/sensitive.rs"),
        ];
        let mut seen = 0;
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap();
            let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            for phrase in code
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|phrase| !phrase.trim().is_empty() && !phrase.contains(['.', 'W', '_', '(', '{']))
            {
                let compared: Vec<String> = tokens(phrase).into_iter().map(|token| token.word).collect();
                assert_eq!(compared.join(" "), phrase.trim());
                seen += 1;
            }
        }
        assert!(seen > 600, "{seen}");
    }
}
