//! Prose against fact: what ARCHITECTURE.md and README.md say is there, is there.

use std::collections::BTreeSet;

use super::Tree;

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    breaches.extend(crates(tree));
    breaches.extend(commands(tree));
    let architecture = tree.file("ARCHITECTURE.md").unwrap_or_default();
    if architecture.lines().count() > 200 {
        breaches.push("ARCHITECTURE.md: has more than 200 lines".into());
    }
    breaches
}

/// The code map of ARCHITECTURE.md names exactly the folders under crates/.
fn crates(tree: &Tree) -> Vec<String> {
    let architecture = tree.file("ARCHITECTURE.md").unwrap_or_default();
    let named: BTreeSet<&str> =
        architecture.lines().filter_map(|line| line.strip_prefix("| `crates/")?.split('`').next()).collect();
    let there: BTreeSet<&str> = tree
        .files
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
        .collect();
    named
        .symmetric_difference(&there)
        .map(|name| format!("ARCHITECTURE.md: the code map and the folders differ in crates/{name}"))
        .collect()
}

/// Every `sounding X` in README.md is a subcommand, and every subcommand is in README.md.
fn commands(tree: &Tree) -> Vec<String> {
    let there: BTreeSet<String> = std::fs::read_dir(tree.root.join("crates/cli/src/commands"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
        .filter(|name| name != "mod")
        .collect();
    let readme = tree.file("README.md").unwrap_or_default();
    let named: BTreeSet<String> = readme
        .split("sounding ")
        .skip(1)
        .filter_map(|rest| {
            let word: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
            let ends = rest[word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-');
            (there.contains(&word) && ends).then_some(word)
        })
        .chain(readme.contains("cargo run -- demo").then(|| "demo".to_owned()))
        .collect();
    there.difference(&named).map(|name| format!("README.md: does not show the command {name}")).collect()
}
