//! Numbers of questions: one after the other; the rows of a table share one, with a letter each.

use super::Step;
use crate::definition::{ChoiceSource, Item, Kind, Question};

/// The share of labels that must begin with a number for the author's numbers to be taken: 8 of 10.
const MOSTLY: [usize; 2] = [8, 10];

pub(super) fn give(steps: &mut [Step<'_>]) {
    let asked = steps.iter().filter(|step| step.is_asked()).count();
    let own = steps.iter().filter(|step| step.is_asked() && author(step).is_some()).count();
    if asked > 0 && own * MOSTLY[1] >= asked * MOSTLY[0] {
        for step in steps.iter_mut().filter(|step| step.is_asked()) {
            step.number = author(step);
            step.numbered_by_author = step.number.is_some();
        }
        return;
    }
    let mut number = 0;
    let mut table: Option<(&str, usize)> = None;
    for step in steps.iter_mut() {
        if !step.is_asked() {
            continue;
        }
        let group = step.around.last().filter(|item| is_table(item)).map(|item| item.node().name.as_str());
        match (group, &mut table) {
            (Some(name), Some((open, row))) if *open == name => *row += 1,
            (Some(name), _) => {
                number += 1;
                table = Some((name, 0));
            }
            (None, _) => {
                number += 1;
                table = None;
            }
        }
        let letter = table.map(|(_, row)| letter(row)).unwrap_or_default();
        step.number = Some(format!("{number}{letter}"));
    }
}

/// Whether a group is a table: at least two questions, each with one answer of the same list.
pub(crate) fn is_table(item: &Item) -> bool {
    let Item::Group(group) = item else { return false };
    let asked = |item: &Item| match item {
        Item::Question(question) => question.kind.is_asked(),
        _ => true,
    };
    let lists: Vec<Option<&str>> = group.items.iter().filter(|item| asked(item)).map(list_of).collect();
    lists.len() >= 2 && lists[0].is_some() && lists.iter().all(|list| *list == lists[0])
}

fn list_of(item: &Item) -> Option<&str> {
    let Item::Question(Question { kind: Kind::SelectOne, options: Some(options), .. }) = item else {
        return None;
    };
    match &options.source {
        ChoiceSource::List(name) if options.filter.is_none() => Some(name),
        _ => None,
    }
}

/// a, b, … z, aa, ab, …
fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letter(at / 26 - 1) + &last.to_string() }
}

/// The number with which the label begins: `C3`, `12b`, `A1.2`.
fn author(step: &Step<'_>) -> Option<String> {
    let label =
        step.question.node.label.by_language.values().find_map(|words| words.text.as_ref())?.to_string();
    number_of(&label).map(str::to_owned)
}

/// The number with which a text begins, without the sign after it.
pub(crate) fn number_of(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find([' ', '\u{a0}', '\t', '\n'])?;
    let first = &text[..end];
    let bare = first.strip_suffix(['.', ':', ')'])?;
    let letters = bare.chars().take_while(char::is_ascii_alphabetic).count();
    let rest = &bare[letters..];
    let digits = rest.starts_with(|sign: char| sign.is_ascii_digit());
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-');
    (letters <= 2 && digits && bare.len() <= 8 && rest.chars().all(plain)).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_authors_are_known_by_their_sign() {
        assert_eq!(number_of("C3. Giới tính?"), Some("C3"));
        assert_eq!(number_of("12b) Age"), Some("12b"));
        assert_eq!(number_of("A1.2: Nghề"), Some("A1.2"));
        assert_eq!(number_of("2026 là năm gì?"), None);
        assert_eq!(number_of("Tuổi"), None);
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([letter(0), letter(25), letter(26), letter(701)], ["a", "z", "aa", "zz"]);
    }
}
