//! `${name}` and `${last-saved#name}`, in expressions and in any other text.

use std::ops::Range;

use super::fault::SyntaxFault;
use super::name::name_length;
use super::tree::Reference;

/// Every well-formed `${name}` of a text with its bytes, in order, so that a writer can put something else in its place and keep
/// the rest as the author wrote it. Those inside quotation marks are among them: XLSForm replaces them too.
///
/// ```
/// use sounding_questionnaire::expression::references;
/// let found = references("${age} > 17");
/// assert_eq!((found[0].0.clone(), found[0].1.name.as_str()), (0..6, "age"));
/// ```
pub fn references(text: &str) -> Vec<(Range<usize>, Reference)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find("${") {
        let start = at + skip;
        match well_formed(&text[start..]) {
            Some((reference, length)) => {
                found.push((start..start + length, reference));
                at = start + length;
            }
            None => at = start + 2,
        }
    }
    found
}

/// The text with each well-formed `${name}` replaced by what `replace` gives; kept where it gives nothing.
pub fn replace_references(text: &str, mut replace: impl FnMut(&Reference) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, reference) in references(text) {
        if let Some(replacement) = replace(&reference) {
            out.push_str(&text[copied..range.start]);
            out.push_str(&replacement);
            copied = range.end;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// The reference at the start of a text and its bytes, or what is wrong with it.
pub(crate) fn read_reference(text: &str) -> Result<(Reference, usize), SyntaxFault> {
    if let Some(found) = well_formed(text) {
        return Ok(found);
    }
    let inside = text.strip_prefix("${").and_then(|inside| inside.split_once('}'));
    let (inside, _) = inside.ok_or(SyntaxFault::UnclosedReference)?;
    Err(SyntaxFault::BadReference { inside: inside.chars().take(60).collect() })
}

/// Reads no further than the name goes, so that a text of nothing but `${` is read once.
fn well_formed(text: &str) -> Option<(Reference, usize)> {
    let inside = text.strip_prefix("${")?;
    let name_on = inside.strip_prefix("last-saved#");
    let last_saved = name_on.is_some();
    let name_on = name_on.unwrap_or(inside);
    let length = name_length(name_on);
    let closed = length > 0 && name_on[length..].starts_with('}');
    let bytes = text.len() - name_on.len() + length + 1;
    closed.then(|| (Reference { name: name_on[..length].into(), last_saved }, bytes))
}
