//! Cuts the text of an expression into tokens, by the rules of XPath 1.0: whether `*`, `div` or `and` is an operator depends on
//! what stands before it.

use super::fault::{SyntaxError, SyntaxFault};
use super::name::{continues_name, name_length};
use super::reference::read_reference;
use super::tree::{Operator, Reference, Span};

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    Number(f64),
    Text(&'a str),
    Reference(Reference),
    /// With its prefix, if it has one.
    Name(&'a str),
    /// `*` where an operand is expected.
    Star,
    /// `prefix:*`
    StarOf(&'a str),
    /// Also `-`, whether it joins or negates.
    Operator(Operator),
    Slash,
    DoubleSlash,
    Dot,
    DoubleDot,
    At,
    DoubleColon,
    Comma,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
}

/// Signs that people bring along from elsewhere, and what to write instead; longer ones first.
const FOREIGN: &[(&str, &str)] = &[
    ("===", "="),
    ("!==", "!="),
    ("==", "="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("**", "pow(x, y)"),
    ("!", "not(…)"),
    ("&", "and"),
    ("%", "mod"),
    ("^", "pow(x, y)"),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "*"),
    ("÷", "div"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("‘", "'…'"),
    ("’", "'…'"),
    ("“", "'…'"),
    ("”", "'…'"),
    ("«", "'…'"),
    ("»", "'…'"),
    ("`", "'…'"),
    ("，", ","),
    ("（", "("),
    ("）", ")"),
    (";", ","),
    ("{", "${…}"),
    ("}", "${…}"),
    ("\\", "div"),
];

/// All tokens of a text with their places.
pub(crate) fn lex(text: &str) -> Result<Vec<(Token<'_>, Span)>, SyntaxError> {
    let mut tokens: Vec<(Token<'_>, Span)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}') {
            at += c.len_utf8();
            continue;
        }
        let after_operand = tokens.last().is_some_and(|(token, _)| ends_operand(token));
        let (token, length) = next(&text[at..], c, after_operand).map_err(|(skip, fault)| SyntaxError {
            offset: at + skip,
            character: 0,
            fault,
        })?;
        tokens.push((token, Span { start: at, end: at + length }));
        at += length;
    }
    Ok(tokens)
}

fn ends_operand(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Number(_)
            | Token::Text(_)
            | Token::Reference(_)
            | Token::Name(_)
            | Token::Star
            | Token::StarOf(_)
            | Token::Dot
            | Token::DoubleDot
            | Token::Close
            | Token::CloseBracket
    )
}

/// The token at the start of `rest` and its bytes; or a fault and the bytes before it.
fn next(rest: &str, c: char, after_operand: bool) -> Result<(Token<'_>, usize), (usize, SyntaxFault)> {
    let second = rest[c.len_utf8()..].chars().next();
    let one = |token| Ok((token, 1));
    let two = |token| Ok((token, 2));
    // Most tokens begin with a character that begins none of them.
    let ours = c.is_ascii_alphanumeric() || "_'\"()[],$./@:+-".contains(c);
    let foreign = || FOREIGN.iter().find(|(found, _)| !ours && rest.starts_with(found));
    if let Some((found, instead)) = foreign().filter(|(found, _)| !is_ours(rest, found)) {
        return Err((0, SyntaxFault::Foreign { found: (*found).to_string(), instead }));
    }
    match c {
        '=' => one(Token::Operator(Operator::Equal)),
        '!' => two(Token::Operator(Operator::NotEqual)),
        '<' if second == Some('=') => two(Token::Operator(Operator::LessOrEqual)),
        '<' => one(Token::Operator(Operator::Less)),
        '>' if second == Some('=') => two(Token::Operator(Operator::GreaterOrEqual)),
        '>' => one(Token::Operator(Operator::Greater)),
        '+' => one(Token::Operator(Operator::Add)),
        '-' => one(Token::Operator(Operator::Subtract)),
        '*' if after_operand => one(Token::Operator(Operator::Multiply)),
        '*' => one(Token::Star),
        '|' => one(Token::Operator(Operator::Union)),
        '/' if second == Some('/') => two(Token::DoubleSlash),
        '/' => one(Token::Slash),
        '(' => one(Token::Open),
        ')' => one(Token::Close),
        '[' => one(Token::OpenBracket),
        ']' => one(Token::CloseBracket),
        '@' => one(Token::At),
        ',' => one(Token::Comma),
        ':' if second == Some(':') => two(Token::DoubleColon),
        '.' if second == Some('.') => two(Token::DoubleDot),
        '.' if !second.is_some_and(|c| c.is_ascii_digit()) => one(Token::Dot),
        '.' | '0'..='9' => number(rest),
        '\'' | '"' => match rest[1..].find(c) {
            Some(length) => Ok((Token::Text(&rest[1..=length]), length + 2)),
            None => Err((0, SyntaxFault::UnclosedText { quote: c })),
        },
        '$' if second == Some('{') => read_reference(rest)
            .map(|(reference, length)| (Token::Reference(reference), length))
            .map_err(|fault| (0, fault)),
        '$' => {
            let name = &rest[1..][..name_length(&rest[1..])];
            Err((
                0,
                if name.is_empty() {
                    SyntaxFault::Unknown { character: c }
                } else {
                    SyntaxFault::Variable { name: name.into() }
                },
            ))
        }
        _ if name_length(rest) > 0 => word(rest, after_operand),
        c if c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}') =>
        {
            Err((0, SyntaxFault::Invisible { character: c }))
        }
        c => Err((0, SyntaxFault::Unknown { character: c })),
    }
}

/// Signs of the table that are the start of one of ours.
fn is_ours(rest: &str, found: &str) -> bool {
    found == "!" && rest.starts_with("!=")
}

fn number(rest: &str) -> Result<(Token<'_>, usize), (usize, SyntaxFault)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut length = digits(rest);
    if rest[length..].starts_with('.') {
        length += 1;
        length += digits(&rest[length..]);
    }
    match rest[..length].parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((Token::Number(value), length)),
        _ => Err((0, SyntaxFault::Number)),
    }
}

/// A name; or, after an operand, one of the operators that are words. These are taken also directly before a digit or a point, as
/// JavaRosa does; in capitals they are none there.
fn word(rest: &str, after_operand: bool) -> Result<(Token<'_>, usize), (usize, SyntaxFault)> {
    if after_operand {
        let words = [
            ("and", Operator::And),
            ("or", Operator::Or),
            ("div", Operator::Divide),
            ("mod", Operator::Modulo),
        ];
        for (word, operator) in words {
            let Some((start, after)) = rest.split_at_checked(word.len()) else { continue };
            let goes_on = |c: char| continues_name(c) && !matches!(c, '.' | '-' | '0'..='9');
            if !start.eq_ignore_ascii_case(word) || after.starts_with(goes_on) {
                continue;
            }
            if start != word {
                return Err((0, SyntaxFault::Foreign { found: start.into(), instead: word }));
            }
            return Ok((Token::Operator(operator), word.len()));
        }
    }
    let length = name_length(rest);
    let after = rest[length..].strip_prefix(':');
    Ok(match after {
        Some(after) if after.starts_with('*') => (Token::StarOf(&rest[..length]), length + 2),
        Some(after) if name_length(after) > 0 => {
            let length = length + 1 + name_length(after);
            (Token::Name(&rest[..length]), length)
        }
        _ => (Token::Name(&rest[..length]), length),
    })
}
