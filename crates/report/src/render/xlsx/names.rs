//! Names of sheets: short, all different, without the signs that workbooks refuse.

use std::collections::BTreeSet;

/// Characters of a name at most, as workbooks count them (UTF-16 units).
const LONGEST: usize = 31;

/// The names that were given.
#[derive(Debug)]
pub(super) struct Names {
    /// In small letters: names that differ only in capitals are the same.
    taken: BTreeSet<String>,
}

impl Names {
    pub(super) fn new() -> Names {
        // The program that reads the workbook keeps this name to itself.
        Names { taken: BTreeSet::from(["history".to_owned()]) }
    }

    /// A name for what is called `title`, which nothing else has.
    pub(super) fn take(&mut self, title: &str) -> String {
        let title = clean(title);
        let mut name = cut(&title, LONGEST);
        let mut number = 1;
        while name.is_empty() || !self.taken.insert(name.to_lowercase()) {
            number += 1;
            let end = format!(" ({number})");
            name = cut(&title, LONGEST - units(&end)) + &end;
        }
        name
    }
}

/// Where a link to a sheet leads.
pub(super) fn address(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}

fn clean(title: &str) -> String {
    let sign = |sign: char| {
        if sign.is_control() || "[]:*?/\\".contains(sign) { ' ' } else { sign }
    };
    let words: String = title.chars().map(sign).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|sign| sign == '\'' || sign == ' ').to_owned()
}

/// The beginning of a title, up to a whole word where that leaves most of the room filled.
fn cut(title: &str, longest: usize) -> String {
    if units(title) <= longest {
        return title.to_owned();
    }
    let mut room = longest - 1;
    let fits = |sign: &char| {
        let fits = sign.len_utf16() <= room;
        room = room.saturating_sub(sign.len_utf16());
        fits
    };
    let start: String = title.chars().take_while(fits).collect();
    let whole = title[start.len()..].starts_with(' ');
    let kept = match start.rfind(' ') {
        Some(end) if !whole && units(&start[..end]) * 3 > longest * 2 => &start[..end],
        _ => &*start,
    };
    format!("{}…", kept.trim_end_matches(|sign: char| !sign.is_alphanumeric()))
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::utility::check_sheet_name;

    use super::*;

    #[test]
    fn the_same_long_title_gets_a_different_name_each_time() {
        let mut names = Names::new();
        let title = "Mức độ hài lòng của người dân đối với dịch vụ hành chính công";
        let given: Vec<String> = (0..120).map(|_| names.take(title)).collect();
        assert_eq!(given[0], "Mức độ hài lòng của người dân…");
        assert_eq!(given[1], "Mức độ hài lòng của người… (2)");
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 120);
        assert!(given.iter().all(|name| check_sheet_name(name).is_ok()), "{given:?}");
    }

    #[test]
    fn signs_that_workbooks_refuse_are_left_out() {
        let mut names = Names::new();
        for title in
            ["'a[b]:c*d?e/f\\g\u{7}'", "", "[*]", "History", "🙂".repeat(40).as_str(), &"x".repeat(80)]
        {
            let name = names.take(title);
            assert!(check_sheet_name(&name).is_ok(), "{name:?}");
            assert_ne!(name.to_lowercase(), "history");
        }
        assert_eq!((names.take("Trust"), names.take("TRUST")), ("Trust".into(), "TRUST (2)".into()));
    }

    #[test]
    fn an_apostrophe_in_a_name_is_doubled_in_its_address() {
        assert_eq!(address("Don't know"), "internal:'Don''t know'!A1");
    }
}
