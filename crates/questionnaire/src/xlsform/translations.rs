//! Languages: which the form has, and columns that a language lacks.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::Table;
use super::reading::Reading;
use crate::definition::NO_LANGUAGE;

/// Columns that may have a language, by the last known name of their path, with the name that people know.
const TRANSLATED: [(&str, &str); 9] = [
    ("label", "label"),
    ("hint", "hint"),
    ("guidance_hint", "guidance_hint"),
    ("image", "image"),
    ("big-image", "big-image"),
    ("audio", "audio"),
    ("video", "video"),
    ("jr:constraintMsg", "constraint_message"),
    ("jr:requiredMsg", "required_message"),
];

/// The name and the language of a column that may have one.
fn translated(path: &[String]) -> Option<(&'static str, Option<&str>)> {
    let rest = match path.first().map(String::as_str) {
        Some("media" | "bind") => path.get(1..)?,
        _ => path,
    };
    let (_, name) = TRANSLATED.iter().find(|(known, _)| rest.first().is_some_and(|first| first == known))?;
    match rest {
        [_] => Some((name, None)),
        [_, language] => Some((name, Some(language))),
        _ => None,
    }
}

/// Names of texts in the order in which an XForm lists those of a question; those of files stand after all others.
const TEXTS: [&str; 5] = ["constraint_message", "required_message", "label", "hint", "guidance_hint"];
const FILES: [&str; 4] = ["image", "big-image", "audio", "video"];

/// Languages in the order in which pyxform lists them: that of the first text in each, those of the choices before those of the
/// survey. Languages that only columns without a text have follow, and the one shown first where no text has it.
pub(super) fn languages<'a>(
    default: Option<&str>,
    choices: &'a Table<'a>,
    survey: &'a Table<'a>,
    others: impl IntoIterator<Item = &'a Table<'a>>,
) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    let mut add = |language: &str| {
        if language != NO_LANGUAGE && !language.is_empty() && !languages.iter().any(|known| known == language)
        {
            languages.push(language.to_owned());
        }
    };
    for column in used(choices, &["label", "image", "big-image", "audio", "video"], default) {
        add(column);
    }
    used(survey, &TEXTS, default).into_iter().chain(used(survey, &FILES, default)).for_each(&mut add);
    for table in [choices, survey].into_iter().chain(others) {
        for column in &table.columns {
            let own = match column.path.as_slice() {
                [name, language] if matches!(name.as_str(), "title" | "short") => Some(language.as_str()),
                path => translated(path).and_then(|(_, language)| language),
            };
            own.into_iter().for_each(&mut add);
        }
    }
    default.into_iter().for_each(&mut add);
    languages
}

/// Languages of the texts in a table's columns of these names, row by row, each once. A column without a language is of the
/// language shown first where another one says the same in a language.
fn used<'t>(table: &'t Table<'_>, names: &[&str], default: Option<&'t str>) -> Vec<&'t str> {
    let own = |path: &'t [String]| {
        let (name, language) = translated(path)?;
        let beside = || table.columns.iter().filter_map(|column| translated(&column.path));
        let language = match language {
            Some(language) => language,
            None => {
                default.filter(|_| beside().any(|(other, language)| other == name && language.is_some()))?
            }
        };
        Some((names.iter().position(|known| *known == name)?, language))
    };
    let mut found: Vec<&str> = Vec::new();
    for row in &table.sheet.rows {
        let mut texts: Vec<(usize, &str)> =
            table.cells(row).filter_map(|(column, _)| own(&column.path)).collect();
        texts.sort_by_key(|(place, _)| *place);
        for (_, language) in texts {
            if !found.contains(&language) {
                found.push(language);
            }
        }
    }
    found
}

/// Says which columns a language lacks that another has, and languages without a code.
pub(super) fn check(tables: &[&Table<'_>], languages: &[String], or_other: bool, reading: &mut Reading) {
    let mut translations = false;
    for table in tables {
        let mut seen: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for column in &table.columns {
            if let Some((name, language)) = translated(&column.path) {
                seen.entry(language.unwrap_or(NO_LANGUAGE)).or_default().insert(name);
                all.insert(name);
            }
        }
        if seen.keys().all(|language| *language == NO_LANGUAGE) {
            continue;
        }
        translations = true;
        for (language, columns) in &seen {
            let missing: Vec<&str> = all.difference(columns).copied().collect();
            if !missing.is_empty() {
                let values = [("language", *language), ("columns", &missing.join(", "))];
                reading.warning("W-FORM-013", (table, 1, missing[0]), &values);
            }
        }
    }
    if let (true, true, Some(survey)) = (or_other, translations, tables.first()) {
        reading.warning("W-FORM-014", (survey, 1, "type"), &[]);
    }
    if let Some(survey) = tables.first() {
        for language in languages.iter().filter(|language| !has_code(language)) {
            reading.warning("W-FORM-015", (survey, 1, "label"), &[("language", language)]);
        }
    }
}

/// Whether the language is given by its code, or has it in brackets at the end: `Tiếng Việt (vi)`.
fn has_code(language: &str) -> bool {
    let code = match language.rsplit_once('(') {
        Some((_, code)) => code.strip_suffix(')').unwrap_or_default(),
        None if language.chars().count() < 3 => language,
        None => return false,
    };
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.chars().all(|one| one.is_ascii_alphabetic());
    matches!(first.len(), 2 | 3)
        && letters(first)
        && parts
            .all(|part| (2..=8).contains(&part.len()) && part.chars().all(|one| one.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_code_in_brackets() {
        for good in ["Tiếng Việt (vi)", "English (en)", "中文 (zh-Hant)", "vi", "Mường (mtq)"] {
            assert!(has_code(good), "{good}");
        }
        for bad in ["English", "Tiếng Việt (Việt)", "French ()", "English (en"] {
            assert!(!has_code(bad), "{bad}");
        }
    }
}
