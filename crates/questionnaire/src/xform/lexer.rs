//! Cuts a cell into words as XLSForm does where it must guess: whether a default is an expression, and how far an
//! `instance(…)` in a text goes. Knows no syntax, so that it reads anything.

use std::ops::Range;

use crate::definition::Kind;
use crate::expression::references;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Operator,
    Union,
    Open,
    Close,
    Slash,
    Text,
    Blank,
    Reference,
    /// A name with `(` directly after it.
    Function,
    /// A name with `[` directly after it.
    Bracket,
    CloseBracket,
    Other,
}

/// Whether a default is to be computed: it has an operator, a function or a reference. Hyphens of dates and places do not
/// count.
pub(crate) fn is_dynamic(default: &str, kind: Kind) -> bool {
    let hyphens =
        matches!(kind, Kind::Date | Kind::DateTime | Kind::Geopoint | Kind::Geotrace | Kind::Geoshape);
    for (word, range) in words(default) {
        match word {
            Word::Operator if hyphens && &default[range.clone()] == "-" => return false,
            Word::Operator | Word::Union | Word::Reference | Word::Function => return true,
            _ => {}
        }
    }
    false
}

/// Where in `instance(…)/path[…]` a word stands.
#[derive(PartialEq)]
enum Inside {
    Call,
    Path,
    Predicate,
}

/// The bytes of each `instance(…)/path[…]` in a text. A blank outside brackets ends it.
pub(crate) fn instance_paths(text: &str) -> Vec<Range<usize>> {
    if !text.contains("instance(") {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut inside: Option<Inside> = None;
    let mut last = Word::Other;
    let mut last_is_instance = false;
    for (word, range) in words(text) {
        let is_instance = word == Word::Function && &text[range.clone()] == "instance(";
        let goes_on = match &inside {
            None => {
                if is_instance {
                    found.push(range.start..range.end);
                    inside = Some(Inside::Call);
                }
                is_instance
            }
            Some(_) if word == Word::Text && last_is_instance => true,
            Some(_) if last == Word::Text && word == Word::Close => true,
            Some(_) if word == Word::Slash && matches!(last, Word::Close | Word::CloseBracket) => {
                inside = Some(Inside::Path);
                true
            }
            Some(Inside::Path) => match word {
                Word::Blank => {
                    inside = Some(Inside::Call);
                    false
                }
                Word::Bracket => {
                    inside = Some(Inside::Predicate);
                    true
                }
                Word::Slash | Word::Reference => true,
                // What no path has belongs to the sentence.
                _ => text[range.clone()].starts_with(|c: char| c.is_alphanumeric() || "_.*@:".contains(c)),
            },
            Some(Inside::Predicate) => {
                if word == Word::CloseBracket {
                    inside = Some(Inside::Call);
                }
                true
            }
            Some(Inside::Call) => false,
        };
        if goes_on {
            last = word;
            last_is_instance = is_instance;
            if let Some(open) = found.last_mut() {
                open.end = range.end;
            }
        } else if inside.is_some() {
            inside = None;
        }
    }
    found
}

fn words(text: &str) -> Vec<(Word, Range<usize>)> {
    let references = references(text);
    let mut references = references.iter().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        while references.peek().is_some_and(|(range, _)| range.start < at) {
            references.next();
        }
        let here = references.peek().filter(|(range, _)| range.start == at).map(|(range, _)| range.len());
        let (word, length) = match here {
            Some(length) => (Word::Reference, length),
            None => next(&text[at..]),
        };
        found.push((word, at..at + length));
        at += length;
    }
    found
}

fn next(rest: &str) -> (Word, usize) {
    if let Some(length) = moment(rest) {
        return (Word::Other, length);
    }
    for operator in [" mod ", " div "] {
        if rest.starts_with(operator) {
            return (Word::Operator, operator.len());
        }
    }
    for operator in [" and ", " or "] {
        if rest.starts_with(operator) {
            return (Word::Other, operator.len());
        }
    }
    let Some(first) = rest.chars().next() else { return (Word::Other, 0) };
    match first {
        '*' | '+' | '-' => (Word::Operator, 1),
        '|' => (Word::Union, 1),
        '(' => (Word::Open, 1),
        ')' => (Word::Close, 1),
        ']' => (Word::CloseBracket, 1),
        '/' => (Word::Slash, 1),
        '"' | '\'' => match rest[1..].find(first) {
            Some(length) => (Word::Text, length + 2),
            None => (Word::Other, 1),
        },
        c if c.is_whitespace() => {
            (Word::Blank, rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()))
        }
        c => {
            let mut length = name_length(rest);
            if length == 0 {
                return (Word::Other, c.len_utf8());
            }
            if let Some(more) = rest[length..].strip_prefix(':').map(name_length).filter(|more| *more > 0) {
                length += 1 + more;
            }
            if rest[length..].starts_with('(') {
                return (Word::Function, length + 1);
            }
            if rest[length..].starts_with('[') {
                return (Word::Bracket, length + 1);
            }
            (Word::Other, length)
        }
    }
}

/// A number, date or time: signs and points in it are no operators.
fn moment(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let signed = usize::from(bytes.first() == Some(&b'-'));
    let digits =
        |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let shape = |from: usize, shape: &str| {
        let fits = |(byte, sign): (&u8, u8)| if sign == b'0' { byte.is_ascii_digit() } else { *byte == sign };
        bytes.len() >= from + shape.len() && bytes[from..].iter().zip(shape.bytes()).all(fits)
    };
    if shape(signed, "0000-00-00") {
        let date = signed + 10;
        return Some(if shape(date, "T00:00:00") { date + 9 } else { date });
    }
    if shape(0, "00:00:00") {
        return Some(8);
    }
    let whole = digits(signed);
    let point = bytes.get(signed + whole) == Some(&b'.');
    match (whole, point) {
        (0, true) if digits(signed + 1) > 0 => Some(signed + 1 + digits(signed + 1)),
        (0, _) => None,
        (_, true) => Some(signed + whole + 1 + digits(signed + whole + 1)),
        (_, false) => Some(signed + whole),
    }
}

fn name_length(text: &str) -> usize {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    if !text.starts_with(starts) {
        return 0;
    }
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{300}'..='\u{36F}');
    text.find(|c| !goes_on(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_computed_where_it_has_an_operator_a_function_or_a_reference() {
        for (default, kind, dynamic) in [
            ("5", Kind::Integer, false),
            ("-5.25", Kind::Decimal, false),
            ("Hà Nội", Kind::Text, false),
            ("north-west", Kind::Text, false),
            ("a - b", Kind::Text, true),
            ("now()", Kind::DateTime, true),
            ("${a}", Kind::Text, true),
            ("1 + 1", Kind::Integer, true),
            ("2020-01-01", Kind::Date, false),
            ("2020-01", Kind::Date, false),
            ("10 20 -30 0", Kind::Geopoint, false),
            ("a | b", Kind::Text, true),
            ("${ a }", Kind::Text, false),
        ] {
            assert_eq!(is_dynamic(default, kind), dynamic, "{default}");
        }
    }

    #[test]
    fn an_instance_in_a_text_goes_to_the_blank_after_its_path() {
        let text = "See instance('c')/root/item[name = ${s} and x = 'a b']/label here (instance(\"d\")/root/item), ok";
        let found: Vec<&str> = instance_paths(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found[0], "instance('c')/root/item[name = ${s} and x = 'a b']/label");
        assert_eq!(found.len(), 2);
    }
}
