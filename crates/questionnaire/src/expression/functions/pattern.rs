//! Regular expressions as Java's: the whole text has to fit, and `\w`, `\d` and `\s` are those of ASCII. They are matched in linear
//! time; only those that look around or refer back go back in their steps, and these are counted.

use crate::expression::evaluate::EvaluationError;

/// Bytes that a pattern may have.
const LONGEST: usize = 4096;
/// Bytes that a compiled pattern may take.
const LARGEST: usize = 1 << 20;
/// Steps that a pattern may go back.
const STEPS: usize = 200_000;
/// Repetitions by number, multiplied, in a pattern that looks around: it is unrolled.
const UNROLLED: u64 = 1000;

/// A pattern that was read.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(fancy_regex::Regex);

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Result<Pattern, EvaluationError> {
        let bad = |reason: String| EvaluationError::Pattern { pattern: pattern.to_owned(), reason };
        if pattern.len() > LONGEST {
            return Err(bad(format!("it has more than {LONGEST} bytes")));
        }
        if looks_around(pattern) && repetitions(pattern) > UNROLLED {
            return Err(bad("it repeats too often".into()));
        }
        let whole = format!(r"\A(?:{})\z", translate(pattern));
        let mut builder = fancy_regex::RegexBuilder::new(&whole);
        builder.backtrack_limit(STEPS).delegate_size_limit(LARGEST).delegate_dfa_size_limit(LARGEST);
        builder.build().map(Pattern).map_err(|error| bad(error.to_string()))
    }

    pub(crate) fn matches(&self, text: &str) -> Result<bool, EvaluationError> {
        self.0.is_match(text).map_err(|error| EvaluationError::Pattern {
            pattern: self.0.as_str().to_owned(),
            reason: error.to_string(),
        })
    }
}

fn looks_around(pattern: &str) -> bool {
    let back =
        pattern.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == 'k'));
    back || ["(?=", "(?!", "(?<", "(?>"].iter().any(|start| pattern.contains(start))
}

fn repetitions(pattern: &str) -> u64 {
    let counts = pattern.split('{').skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once('}')?;
        inside.split(',').filter_map(|count| count.trim().parse::<u64>().ok()).max()
    });
    counts.fold(1, |product, count| product.saturating_mul(count.max(1)))
}

/// Classes of Java that mean something else, or nothing, in Rust.
const CLASSES: &[(&str, &str)] = &[
    ("Alpha", "A-Za-z"),
    ("Digit", "0-9"),
    ("Alnum", "A-Za-z0-9"),
    ("Upper", "A-Z"),
    ("Lower", "a-z"),
    ("Punct", r"!-/:-@\[-`{-~"),
    ("Space", r" \t\n\x0B\f\r"),
    ("XDigit", "0-9A-Fa-f"),
    ("ASCII", r"\x00-\x7F"),
];

/// From the writing of Java to that of Rust.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut depth = 0usize;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let Some(next) = rest.chars().next() else {
                    out.push(c);
                    break;
                };
                rest = &rest[next.len_utf8()..];
                match next {
                    'd' => class(&mut out, "0-9", false, depth),
                    'D' => class(&mut out, "0-9", true, depth),
                    'w' => class(&mut out, "A-Za-z0-9_", false, depth),
                    'W' => class(&mut out, "A-Za-z0-9_", true, depth),
                    's' => class(&mut out, r" \t\n\x0B\f\r", false, depth),
                    'S' => class(&mut out, r" \t\n\x0B\f\r", true, depth),
                    'p' | 'P' => rest = property(&mut out, rest, next == 'P', depth),
                    'Q' => {
                        let (literal, after) = rest.split_once(r"\E").unwrap_or((rest, ""));
                        literal.chars().for_each(|c| escape(&mut out, c));
                        rest = after;
                    }
                    next => {
                        out.push('\\');
                        out.push(next);
                    }
                }
            }
            '[' => {
                depth += 1;
                out.push(c);
                if let Some(after) = rest.strip_prefix('^') {
                    out.push('^');
                    rest = after;
                }
            }
            ']' => {
                depth = depth.saturating_sub(1);
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn class(out: &mut String, signs: &str, not: bool, depth: usize) {
    if depth > 0 && !not {
        out.push_str(signs);
    } else {
        out.push_str(if not { "[^" } else { "[" });
        out.push_str(signs);
        out.push(']');
    }
}

/// After `\p` or `\P`; gives what follows.
fn property<'t>(out: &mut String, rest: &'t str, not: bool, depth: usize) -> &'t str {
    let named = rest.strip_prefix('{').and_then(|inside| inside.split_once('}'));
    let Some((name, after)) = named else {
        out.push_str(if not { r"\P" } else { r"\p" });
        return rest;
    };
    if let Some((_, signs)) = CLASSES.iter().find(|(class, _)| *class == name) {
        class(out, signs, not, depth);
    } else {
        let name = name.strip_prefix("Is").unwrap_or(name);
        out.push_str(if not { r"\P{" } else { r"\p{" });
        out.push_str(name);
        out.push('}');
    }
    after
}

fn escape(out: &mut String, c: char) {
    if c.is_ascii_punctuation() {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_the_whole_text_as_in_java() {
        let cases = [
            ("abc", "a.c", true),
            ("xabcx", "abc", false),
            ("Việt", r"\w+", false),
            ("Việt", r"[\p{L}]+", true),
            ("Việt", r"\p{IsAlphabetic}+", true),
            ("viet", r"\p{Alpha}+", true),
            ("việt", r"\p{Alpha}+", false),
            ("0912345678", r"^0\d{9}$", true),
            ("٣", r"\d", false),
            ("", ".*", true),
            ("a-b", r"[\w-]+", true),
            ("a b", r"[^\d]+", true),
            ("a1", r"(?=.*[0-9])[a-z0-9]+", true),
            ("ab", r"(?=.*[0-9])[a-z0-9]+", false),
            ("aa", r"(a)\1", true),
            ("a.b", r"\Qa.b\E", true),
            ("axb", r"\Qa.b\E", false),
            ("a|b", "a|b", false),
            ("b", "a|b", true),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(Pattern::new(pattern).unwrap().matches(text).unwrap(), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn patterns_that_are_wrong_or_too_costly_are_errors_and_never_hang() {
        assert!(Pattern::new("[").is_err());
        assert!(Pattern::new(&"a".repeat(5000)).is_err());
        assert!(Pattern::new("((a{1000}){1000}){1000}").is_err());
        assert!(Pattern::new("(?=((a{1000}){1000}){1000})").is_err());
        assert!(Pattern::new(r"(?=x)(a+)+\1b").unwrap().matches(&"a".repeat(2000)).is_ok());
        let costly = Pattern::new(r"(?:(a*)*)*\1b").map(|pattern| pattern.matches(&"a".repeat(3000)));
        assert!(!matches!(costly, Ok(Ok(true))));
    }
}
