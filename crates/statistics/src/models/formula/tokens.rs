//! The words of a formula.

use super::{FormulaError, FormulaFault};

/// A word with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// In characters from 1.
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Name(String),
    Number(String),
    Text(String),
    /// `~ + - * : ^ ( ) , =`, and `==` as `≡`.
    Sign(char),
    End,
}

impl Kind {
    /// As written, for labels and errors.
    pub(super) fn text(&self) -> String {
        match self {
            Kind::Name(name) => name.clone(),
            Kind::Number(text) => text.clone(),
            Kind::Text(text) => format!("\"{text}\""),
            Kind::Sign('≡') => "==".to_owned(),
            Kind::Sign(sign) => sign.to_string(),
            Kind::End => String::new(),
        }
    }
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FormulaError> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < letters.len() {
        let (at, letter) = (i + 1, letters[i]);
        let run = |from: usize, keep: &dyn Fn(char) -> bool| -> String {
            letters[from..].iter().take_while(|c| keep(**c)).collect()
        };
        let kind = if letter.is_whitespace() {
            i += 1;
            continue;
        } else if letter == '`' || letter == '"' || letter == '\'' {
            let inside = run(i + 1, &|c| c != letter);
            let length = inside.chars().count();
            if i + 1 + length >= letters.len() {
                return Err(FormulaError { at, fault: FormulaFault::Unclosed });
            }
            i += length + 2;
            if letter == '`' { Kind::Name(inside) } else { Kind::Text(inside) }
        } else if letter.is_ascii_digit() {
            let word = run(i, &|c| c.is_ascii_digit() || c == '.');
            i += word.chars().count();
            Kind::Number(word)
        } else if letter.is_alphabetic() || letter == '_' || letter == '.' {
            let word = run(i, &|c| c.is_alphanumeric() || c == '_' || c == '.');
            i += word.chars().count();
            Kind::Name(word)
        } else if letter == '=' && letters.get(i + 1) == Some(&'=') {
            i += 2;
            Kind::Sign('≡')
        } else if "~+-*:^(),=".contains(letter) {
            i += 1;
            Kind::Sign(letter)
        } else {
            return Err(FormulaError { at, fault: FormulaFault::Unexpected { found: letter.to_string() } });
        };
        tokens.push(Token { at, kind });
    }
    tokens.push(Token { at: letters.len() + 1, kind: Kind::End });
    Ok(tokens)
}
