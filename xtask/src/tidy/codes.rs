//! Codes of errors and warnings: each that the program can say is explained once in docs/errors.md, and no other is.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;

const CATALOGUE: &str = "docs/errors.md";

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let program = |path: &str| path.starts_with("crates/") || path.starts_with("python/src/");
    let rust = tree.with_ending(".rs").filter(|(path, _)| program(path));
    let python = tree.with_ending(".py").filter(|(path, _)| path.starts_with("python/sounding/"));
    for (path, content) in rust.chain(python) {
        if path.ends_with("tests.rs") || path.contains("/tests/") {
            continue;
        }
        let code_only = content.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for code in codes(code_only, '"') {
            said.entry(code).or_insert_with(|| path.to_owned());
        }
    }
    let Some(catalogue) = tree.file(CATALOGUE) else { return vec![format!("{CATALOGUE}: there is none")] };
    let mut explained = BTreeSet::new();
    let mut breaches = Vec::new();
    for line in catalogue.lines().filter(|line| line.starts_with("| `")) {
        for code in codes(line, '`').into_iter().take(1) {
            if !explained.insert(code.clone()) {
                breaches.push(format!("{CATALOGUE}: {code} is explained twice"));
            }
        }
    }
    for (code, path) in &said {
        if !explained.contains(code) {
            breaches.push(format!("{path}: {code} is not explained in {CATALOGUE}"));
        }
    }
    for code in explained.iter().filter(|code| !said.contains_key(*code)) {
        breaches.push(format!("{CATALOGUE}: {code} is said nowhere in the program"));
    }
    breaches
}

/// Words such as `E-DATA-001` that stand between two `quote`s.
fn codes(content: &str, quote: char) -> Vec<String> {
    content
        .split(quote)
        .filter(|word| {
            let mut parts = word.split('-');
            matches!(parts.next(), Some("E" | "W"))
                && parts
                    .next()
                    .is_some_and(|area| area.len() >= 2 && area.chars().all(|c| c.is_ascii_uppercase()))
                && parts.next().is_some_and(|n| n.len() == 3 && n.chars().all(|c| c.is_ascii_digit()))
                && parts.next().is_none()
        })
        .map(str::to_owned)
        .collect()
}
