//! Names of data that expressions see as `instance('name')`: one name, one source. And lists that a client searches itself.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::Table;
use super::reading::Reading;
use crate::definition::{Attachment, ChoiceList, ChoiceSource, Item, Node};

/// A use of a name: the row and head that brings it, and where its data are; nowhere for a list of choices.
struct Use {
    row: u64,
    head: &'static str,
    name: String,
    source: String,
}

/// Says names with two sources, and lists that are both searched and not.
pub(super) fn check(
    items: &[Item],
    attachments: &[Attachment],
    lists: &[ChoiceList],
    (survey, choices): (&Table<'_>, &Table<'_>),
    reading: &mut Reading,
) {
    let mut uses = Vec::new();
    let mut searches = Searches::default();
    collect(items, &mut uses, &mut searches);
    let mut external = BTreeSet::new();
    for attachment in attachments {
        let Attachment { row, name, source } = attachment.clone();
        if !external.insert(name.clone()) {
            reading.error("E-FORM-073", (survey, row, "name"), &[("name", &name)]);
        }
        uses.push(Use { row, head: "name", name, source });
    }
    uses.sort_by_key(|one| one.row);
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for Use { row, head, name, source } in uses {
        match known.get(&name) {
            Some(other) if *other != source => {
                let values = [("name", name.as_str()), ("source", &source), ("other", other)];
                reading.error("E-FORM-074", (survey, row, head), &values);
            }
            Some(_) => {}
            None => {
                known.insert(name, source);
            }
        }
    }
    for list in lists.iter().filter(|list| !searches.searched.contains_key(&list.name)) {
        if let Some(other) = known.get(&list.name) {
            let row = list.choices.first().map_or(1, |choice| choice.row);
            let values = [("name", list.name.as_str()), ("source", "choices"), ("other", other)];
            reading.error("E-FORM-074", (choices, row, "list_name"), &values);
        }
    }
    for row in searches.files {
        reading.error("E-FORM-024", (survey, row, "appearance"), &[]);
    }
    for (list, row) in &searches.searched {
        if let Some(other) = searches.chosen.get(list) {
            reading.error("E-FORM-021", (survey, *row, "appearance"), &[("list", list), ("name", other)]);
        }
    }
}

/// Lists by how they are used.
#[derive(Default)]
struct Searches {
    /// List and row of questions that search.
    searched: BTreeMap<String, u64>,
    /// List and name of questions that do not.
    chosen: BTreeMap<String, String>,
    /// Rows of questions that search in a file that they have anyway.
    files: Vec<u64>,
}

fn collect(items: &[Item], uses: &mut Vec<Use>, searches: &mut Searches) {
    for item in items {
        let node = item.node();
        let mut filter = None;
        if let Item::Question(question) = item
            && let Some(options) = &question.options
        {
            filter = options.filter.as_deref();
            let searching = node.appearance.as_deref().is_some_and(searches_itself);
            match &options.source {
                ChoiceSource::File(file) => {
                    if searching {
                        searches.files.push(node.row);
                    }
                    let (stem, end) = file.rsplit_once('.').unwrap_or((file, ""));
                    let folder = if end == "csv" { "file-csv" } else { "file" };
                    let source = format!("jr://{folder}/{file}");
                    uses.push(Use { row: node.row, head: "type", name: stem.to_owned(), source });
                }
                ChoiceSource::List(list) if searching => {
                    searches.searched.entry(list.clone()).or_insert(node.row);
                }
                ChoiceSource::List(list) => {
                    searches.chosen.entry(list.clone()).or_insert_with(|| node.name.clone());
                }
                ChoiceSource::Answers(_) => {}
            }
        }
        for (head, text) in expressions(node).into_iter().chain([("choice_filter", filter)]) {
            for name in text.into_iter().flat_map(pulled) {
                let source = format!("jr://file-csv/{name}.csv");
                uses.push(Use { row: node.row, head, name, source });
            }
        }
        collect(item.items(), uses, searches);
    }
}

fn expressions(node: &Node) -> [(&'static str, Option<&str>); 6] {
    [
        ("calculation", node.calculation.as_deref()),
        ("constraint", node.constraint.as_deref()),
        ("read_only", node.read_only.as_deref()),
        ("required", node.required.as_deref()),
        ("relevant", node.relevant.as_deref()),
        ("default", node.default.as_deref()),
    ]
}

/// Names of the tables in `pulldata('table', …)`.
pub(super) fn pulled(text: &str) -> impl Iterator<Item = String> {
    text.split("pulldata").skip(1).filter_map(|rest| {
        let (first, _) = rest.trim_start().strip_prefix('(')?.split_once(',')?;
        Some(first.replace(['\'', '"'], "").trim().to_owned())
    })
}

/// Whether the client is told to search: `minimal search('towns')`.
fn searches_itself(appearance: &str) -> bool {
    appearance.find("search(").is_some_and(|at| appearance[at..].contains(')'))
}
