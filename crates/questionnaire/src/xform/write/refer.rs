//! `${name}` turned into the path that XLSForm means by it: relative within a repeat, absolute elsewhere.

use crate::expression::{Reference, is_name, references};

use super::tree::{At, Found, Tree};

/// How references of an expression are turned into paths.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// The node for which the expression is evaluated; paths are absolute without one.
    pub(crate) from: Option<At>,
    /// The expression stands in a predicate over something else, so that relative paths begin with `current()`.
    pub(crate) current: bool,
    /// See [`Tree::relative`].
    pub(crate) from_list: bool,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lost {
    /// No node has the name.
    None(String),
    /// Several have it.
    Several(String),
    /// `${…}` without a name in it.
    Malformed(String),
}

/// The identifier of the instance that holds the last saved record.
pub(crate) const LAST_SAVED: &str = "__last-saved";

/// The expression with paths in the place of references; the rest as written.
pub(crate) fn resolve(tree: &Tree<'_>, text: &str, manner: Manner, lost: &mut dyn FnMut(Lost)) -> String {
    if !text.contains("${") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut copied = 0;
    let keep = |piece: &str, lost: &mut dyn FnMut(Lost)| {
        if let Some(at) = piece.find("${") {
            let end = piece[at..].find('}').map_or(piece.len(), |length| at + length + 1);
            lost(Lost::Malformed(piece[at..end].chars().take(60).collect()));
        }
    };
    for (range, reference) in references(text) {
        let before = &text[copied..range.start];
        keep(before, lost);
        out.push_str(before);
        let path = match tree.find(&reference.name) {
            Found::One(to) => path(tree, text, range.start, range.end, &reference, to, manner),
            Found::None => {
                lost(Lost::None(reference.name.clone()));
                text[range.clone()].to_owned()
            }
            Found::Several => {
                lost(Lost::Several(reference.name.clone()));
                text[range.clone()].to_owned()
            }
        };
        // A path must not run into the name or number before or after it.
        if out.ends_with('/') || ends_in_word(&out) {
            out.push(' ');
        }
        out.push_str(&path);
        if text[range.end..].starts_with(joins) {
            out.push(' ');
        }
        copied = range.end;
    }
    keep(&text[copied..], lost);
    out.push_str(&text[copied..]);
    out
}

/// Whether the text ends with a name or a number, and not only with a sign that one may have within.
fn ends_in_word(text: &str) -> bool {
    let start =
        text.rfind(|c| !joins(c)).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text[start..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn joins(c: char) -> bool {
    let mut name = String::from("a");
    name.push(c);
    c == ':' || is_name(&name)
}

fn path(
    tree: &Tree<'_>,
    text: &str,
    start: usize,
    end: usize,
    reference: &Reference,
    to: At,
    manner: Manner,
) -> String {
    let absolute = &tree.nodes[to].path;
    if reference.last_saved {
        return format!("instance('{LAST_SAVED}'){absolute}");
    }
    let Some(from) = manner.from else { return absolute.clone() };
    if !may_be_relative(text, start, end, &reference.name) {
        return absolute.clone();
    }
    let Some(relative) = tree.relative(from, to, manner.from_list) else { return absolute.clone() };
    if manner.current || in_instance_predicate(text, start, end) {
        format!("current()/{relative}")
    } else {
        relative
    }
}

/// Whether the bytes stand between brackets of an expression that reads a secondary instance.
fn in_instance_predicate(text: &str, start: usize, end: usize) -> bool {
    let reads = text.match_indices("instance(").any(|(at, call)| {
        let after = &text[at + call.len()..];
        !after.starts_with(')') && after.chars().take_while(|c| *c != '\n').count() > 1
    });
    if !reads {
        return false;
    }
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|skip| at + skip) {
        let Some(close) = text[open..].find(']').map(|skip| open + skip) else { return false };
        if close > open + 1 && open <= start && end <= close + 1 {
            return true;
        }
        at = close.max(open + 1);
    }
    false
}

/// In `indexed-repeat(question, repeat, index, …)` questions and repeats are absolute, because a relative path would say which
/// instance is meant; the indexes are as everywhere.
fn may_be_relative(text: &str, start: usize, end: usize, name: &str) -> bool {
    let calls: Vec<(usize, usize)> = indexed_repeats(text);
    if !text.contains("indexed-repeat(") {
        return true;
    }
    let mut next = 0;
    while let Some(&(from, to)) = calls.get(next) {
        if end > to {
            if next + 1 >= calls.len() {
                return true;
            }
            next += 2;
            continue;
        }
        if end < from || start > to {
            return true;
        }
        let arguments = &text[from + "indexed-repeat(".len()..to - 1];
        let wanted = format!("${{{name}}}");
        let position = arguments.split(',').enumerate().filter(|(_, argument)| argument.contains(&wanted));
        return position.last().is_some_and(|(position, _)| ![0, 1, 3, 5].contains(&position));
    }
    false
}

/// The bytes of each call up to the first closing parenthesis.
fn indexed_repeats(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find("indexed-repeat(").map(|skip| at + skip) {
        let inside = from + "indexed-repeat(".len();
        match text[inside..].find(')') {
            Some(0) => at = inside,
            Some(length) => {
                found.push((from, inside + length + 1));
                at = inside + length + 1;
            }
            None => break,
        }
    }
    found
}
