//! References to answers, `${name}` and `${last-saved#name}`, in the cells of a form; and the names that they may have.

use std::collections::BTreeMap;

use super::heads::Table;
use super::reading::Reading;

/// A reference, or a `${` that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    /// The name that is meant.
    Name { name: &'a str, last_saved: bool },
    /// Not a name, or no end.
    Malformed(&'a str),
}

/// All references of a text in order.
pub(crate) fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find("${")?;
            let after = &rest[at + 2..];
            let Some(end) = after.find('}') else {
                let whole = &rest[at..];
                rest = "";
                return Some(Reference::Malformed(whole));
            };
            let (inner, whole) = (&after[..end], &rest[at..at + 3 + end]);
            rest = &after[end + 1..];
            if inner.is_empty() {
                continue;
            }
            let (name, last_saved) = match inner.strip_prefix("last-saved#") {
                Some(name) => (name, true),
                None => (inner, false),
            };
            let reference = if is_nc_name(name) {
                Reference::Name { name, last_saved }
            } else {
                Reference::Malformed(whole)
            };
            return Some(reference);
        }
    })
}

/// The name of a text that is a single reference and nothing else.
pub(crate) fn single(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("${")?.strip_suffix('}')?;
    let name = inner.strip_prefix("last-saved#").unwrap_or(inner);
    is_nc_name(name).then_some(name)
}

/// Whether a text has a reference to an answer.
pub(crate) fn any(text: &str) -> bool {
    text.contains("${") && matches!(references(text).next(), Some(Reference::Name { .. }))
}

/// Whether XML allows the name, with at most one prefix.
pub(crate) fn is_xml_name(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, name)) => is_nc_name(prefix) && is_nc_name(name),
        None => is_nc_name(name),
    }
}

/// Whether XML allows the name, without a prefix.
pub(crate) fn is_nc_name(name: &str) -> bool {
    let first = |one: char| {
        matches!(one, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
    };
    let later = |one: char| {
        first(one)
            || matches!(one, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    name.chars().next().is_some_and(first) && name.chars().all(later)
}

/// How often each name stands in the survey.
pub(crate) type Names = BTreeMap<String, usize>;

/// Checks the references of all cells of a sheet whose columns `wanted` takes.
pub(crate) fn check(
    table: &Table<'_>,
    names: &Names,
    wanted: &dyn Fn(&[String]) -> bool,
    reading: &mut Reading,
) {
    for row in &table.sheet.rows {
        for (column, text) in table.cells(row) {
            if text.contains("${") && wanted(&column.path) {
                check_text(text, (table, row.number, &column.written), names, reading);
            }
        }
    }
}

/// Checks the references of one cell.
pub(crate) fn check_text(text: &str, cell: (&Table<'_>, u64, &str), names: &Names, reading: &mut Reading) {
    for reference in references(text) {
        match reference {
            Reference::Malformed(whole) => {
                reading.error("E-FORM-065", cell, &[("reference", &super::sheets::start_of(whole))]);
            }
            Reference::Name { name, .. } => match names.get(name) {
                None => {
                    let near = reading.near(name, names.keys().map(String::as_str)).to_owned();
                    reading.error("E-FORM-066", cell, &[("name", name), ("near", &near)]);
                }
                Some(1) => {}
                Some(_) => reading.error("E-FORM-067", cell, &[("name", name)]),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_and_what_is_none_is_said() {
        let found: Vec<Reference<'_>> = references("${a} + ${last-saved#b} ${} ${ c} ${d").collect();
        let name = |name, last_saved| Reference::Name { name, last_saved };
        assert_eq!(
            found,
            [name("a", false), name("b", true), Reference::Malformed("${ c}"), Reference::Malformed("${d")]
        );
        assert_eq!(single("${a}"), Some("a"));
        assert_eq!(single("${a} "), None);
    }

    #[test]
    fn names_are_those_of_xml() {
        for good in ["a", "_a", "a-1.b", "tuổi", "Âm", "x:y"] {
            assert!(is_xml_name(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a b", "a/b", "a:b:c", "a:"] {
            assert!(!is_xml_name(bad), "{bad}");
        }
    }
}
