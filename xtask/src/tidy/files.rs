//! Files: documentation first, length within bounds, a method with its description, nothing of a machine in the text.

use super::Tree;

/// Above this a Rust file says in its first comment why it is long.
const LONG: usize = 600;
/// Above this only tables of data may go.
const LONGEST: usize = 1_000;
/// What names a machine or a registry's host. Written in parts so that this file passes.
const FOREIGN: [(&str, &str); 5] =
    [("/ro", "ot/"), ("/ho", "me/"), ("crates", ".io/"), ("pypi", ".org"), ("npmjs", ".org")];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for (path, content) in tree.with_ending(".rs") {
        let first = content.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if !first.starts_with("//!") && !first.starts_with("#!") {
            breaches.push(format!("{path}: starts without a module comment (//!)"));
        }
        let lines = content.lines().count();
        if lines > LONG
            && !content.lines().take(12).any(|line| line.starts_with("//") && line.contains("Long because"))
        {
            breaches.push(format!(
                "{path}: {lines} lines; split it, or say \"Long because …\" in its first comment"
            ));
        }
        if lines > LONGEST {
            breaches.push(format!("{path}: {lines} lines; only tables of data may be longer than {LONGEST}"));
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if ["utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs"].contains(&name) {
            breaches.push(format!("{path}: name the file by what is in it"));
        }
        if name == "lib.rs" && lines > 120 {
            breaches.push(format!("{path}: {lines} lines; a lib.rs has at most 120"));
        }
    }
    for (path, content) in &tree.files {
        if path == "Cargo.lock" {
            continue;
        }
        for (head, tail) in FOREIGN {
            let foreign = format!("{head}{tail}");
            // The root of a list of choices is no folder.
            let lists = content.matches(&format!("{foreign}item")).count()
                + content.matches(&format!("<{foreign}")).count();
            if content.matches(&foreign).count() > lists {
                breaches.push(format!(
                    "{path}: names a place of one machine or a registry's host ({head}{tail})"
                ));
            }
        }
    }
    breaches.extend(methods(tree));
    breaches
}

/// Every method of the statistics has its description beside its code.
fn methods(tree: &Tree) -> Vec<String> {
    let described = |folder: &str| tree.file(&format!("{folder}/method.md")).is_some();
    let mut breaches = Vec::new();
    for (path, content) in tree.with_ending("/mod.rs") {
        let in_methods = path.starts_with("crates/statistics/src/");
        let folder = path.trim_end_matches("/mod.rs");
        if in_methods && content.contains("include_str!(\"method.md\")") != described(folder) {
            breaches.push(format!(
                "{folder}: method.md and the module's documentation do not refer to each other"
            ));
        }
    }
    breaches
}
