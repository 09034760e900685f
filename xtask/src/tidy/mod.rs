//! `cargo xtask tidy`: rules of the house that no compiler checks. Every breach is reported, with its place and the rule.

mod codes;
mod files;
mod layers;
mod prose;

use std::path::{Path, PathBuf};

use crate::say;

/// Checks every rule; `true` when none is broken.
pub(crate) fn run(root: &Path) -> bool {
    let tree = Tree::read(root);
    let mut breaches = Vec::new();
    breaches.extend(layers::check(root));
    breaches.extend(files::check(&tree));
    breaches.extend(codes::check(&tree));
    breaches.extend(prose::check(&tree));
    for breach in &breaches {
        say(breach);
    }
    say(&format!("tidy: {} files read, {} breaches", tree.files.len(), breaches.len()));
    breaches.is_empty()
}

/// The text files that git tracks or would track, by path from the root.
pub(crate) struct Tree {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<(String, String)>,
}

impl Tree {
    fn read(root: &Path) -> Tree {
        let listed = std::process::Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
            .unwrap_or_default();
        let mut files: Vec<(String, String)> = listed
            .lines()
            .filter_map(|path| Some((path.to_owned(), std::fs::read_to_string(root.join(path)).ok()?)))
            .collect();
        files.sort();
        Tree { root: root.to_path_buf(), files }
    }

    fn with_ending(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.ends_with(ending))
            .map(|(path, content)| (path.as_str(), content.as_str()))
    }

    fn file(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, content)| content.as_str())
    }
}
