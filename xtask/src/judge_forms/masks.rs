//! What of a form cannot be compared, read from the form itself: what is by chance, and where engines write the same in different ways.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::xform;

/// What of a form cannot be the same in two runs.
#[derive(Debug, Default)]
pub(super) struct Masks {
    /// Paths, without numbers of repeats, of what holds something by chance or follows from it.
    pub(super) chance: BTreeSet<String>,
    /// Paths of what is relevant by chance: nothing of it can be compared, nor of what is below.
    pub(super) open: BTreeSet<String>,
    /// Of questions whose choices are shuffled without a seed.
    pub(super) shuffled: BTreeSet<String>,
    /// Questions of which several choices may be chosen: a set, which engines put in orders of their own.
    pub(super) several: BTreeSet<String>,
    /// Whether `true` and `1`, `3.0` and `3` are the same: where one engine writes numbers and truth otherwise than the others.
    pub(super) loose: bool,
    /// Repeats with a count.
    pub(super) counted: BTreeSet<String>,
    /// Texts with a form that one engine shows as part of the words: `path hint`, `path label`.
    pub(super) more: BTreeSet<String>,
}

/// What calls chance.
const BY_CHANCE: [&str; 3] = ["random(", "uuid(", "uid"];

impl Masks {
    pub(super) fn read(source: &str, loose: bool) -> Self {
        let mut masks = Self { loose, ..Self::default() };
        let Ok(document) = Document::parse(source) else { return masks };
        masks.follow(&sources(&document));
        for repeat in document.descendants().filter(|node| node.attributes().any(|one| one.name() == "count"))
        {
            masks.counted.extend(repeat.attribute("nodeset").map(str::to_owned));
        }
        let forms: BTreeSet<&str> = document
            .descendants()
            .filter(|value| {
                value.attribute("form").is_some_and(|form| ["guidance", "big-image"].contains(&form))
            })
            .filter_map(|value| value.parent()?.attribute("id"))
            .collect();
        for control in document.descendants().filter(|node| node.attribute("ref").is_some()) {
            if control.tag_name().name() == "select" {
                masks.several.extend(control.attribute("ref").map(str::to_owned));
            }
            for name in ["hint", "label"] {
                let text =
                    xform::child(control, name).and_then(|said| xform::reference(said.attribute("ref")?));
                if text.is_some_and(|text| forms.contains(text)) {
                    masks.more.extend(control.attribute("ref").map(|path| format!("{path} {name}")));
                }
            }
            let nodeset = xform::child(control, "itemset").and_then(|itemset| itemset.attribute("nodeset"));
            let inner = nodeset.and_then(|text| text.trim().strip_prefix("randomize(")?.strip_suffix(')'));
            let seed =
                inner.is_some_and(|inner| inner.rsplit(']').next().is_some_and(|rest| rest.contains(',')));
            let seeded_by_chance =
                inner.is_some_and(|inner| masks.chance.iter().any(|path| inner.contains(last(path))));
            if inner.is_some() && (!seed || seeded_by_chance) {
                masks.shuffled.extend(control.attribute("ref").map(str::to_owned));
            }
        }
        masks
    }
}

impl Masks {
    /// What is by chance, and what follows from that.
    fn follow(&mut self, sources: &[(String, bool, String)]) {
        loop {
            let before = self.chance.len() + self.open.len();
            for (place, relevance, text) in sources {
                let words: BTreeSet<&str> =
                    text.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).collect();
                let follows = self.chance.iter().chain(&self.open).any(|path| words.contains(last(path)));
                if follows || BY_CHANCE.iter().any(|call| text.contains(call)) {
                    let set = if *relevance { &mut self.open } else { &mut self.chance };
                    set.insert(place.clone());
                }
            }
            if self.chance.len() + self.open.len() == before {
                return;
            }
        }
    }

    /// Whether a path without numbers is below what is relevant by chance.
    pub(super) fn is_open(&self, path: &str) -> bool {
        let below = |open: &String| {
            path.strip_prefix(open.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.open.iter().any(below)
    }
}

/// Where values and relevance come from: the path, whether it is relevance, and the expression.
fn sources(document: &Document) -> Vec<(String, bool, String)> {
    let mut sources = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let (place, names): (_, &[&str]) = match node.tag_name().name() {
            "bind" => (node.attribute("nodeset"), &["calculate", "relevant"]),
            "setvalue" => (node.attribute("ref"), &["value"]),
            _ => continue,
        };
        let Some(place) = place else { continue };
        for name in names {
            let text =
                node.attribute(*name).map(|text| (place.to_owned(), *name == "relevant", text.to_owned()));
            sources.extend(text);
        }
        if node.attributes().any(|one| one.name() == "preload" && one.value() == "uid") {
            sources.push((place.to_owned(), false, "uuid()".into()));
        }
    }
    sources
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A path without the numbers of repeats.
pub(super) fn bare(path: &str) -> String {
    let mut bare = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => bare.push(letter),
            _ => {}
        }
    }
    bare
}
