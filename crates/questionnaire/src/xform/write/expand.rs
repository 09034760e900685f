//! What XLSForm says in one word and an XForm spells out: `or_other`, `table-list`, the count of a repeat, and what stands among
//! the data about the interview.

use std::collections::BTreeSet;

use crate::definition::{ChoiceSource, Item, Kind, Metadata, Node, Question, Questionnaire, Words};
use crate::expression::references;

use super::Faults;

/// Groups and repeats that may stand within one another.
pub(crate) const NESTING_LIMIT: usize = 64;

/// A questionnaire's items as an XForm has them.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) items: Vec<Item>,
    /// What stands in `meta` at the end: the log of events, identifier and name of the interview.
    pub(super) meta: Vec<Question>,
    /// Lists to which "other" is added.
    pub(super) with_other: BTreeSet<String>,
}

/// The code of the choice that `or_other` adds.
pub(crate) const OTHER: &str = "other";
/// Its label.
pub(crate) const OTHER_LABEL: &str = "Other";
/// The label of the question that asks which other.
pub(crate) const WHICH_OTHER: &str = "Specify other.";
/// How the names of the two items begin that a table of questions gets.
pub(crate) const TABLE_LABEL: &str = "generated_table_list_label_";
/// See [`TABLE_LABEL`].
pub(crate) const TABLE_HEADER: &str = "reserved_name_for_field_list_labels_";

pub(super) fn expand(questionnaire: &Questionnaire, faults: &Faults) -> Expanded {
    let mut expanding = Expanding { done: Expanded::default(), table: Table::None, faults };
    let items = expanding.items(&questionnaire.items, 0);
    let mut done = expanding.done;
    done.items = items;
    let settings = &questionnaire.settings;
    if !settings.omit_instance_id.as_deref().is_some_and(is_yes) {
        let mut identifier = Question::new("instanceID", Kind::Calculate);
        identifier.node.read_only = Some("true()".into());
        let preload = settings.instance_id.as_deref().unwrap_or("uid");
        identifier.node.bind_attributes.push(("jr:preload".into(), preload.into()));
        done.meta.push(identifier);
    }
    if let Some(name) = &settings.instance_name {
        let mut named = Question::new("instanceName", Kind::Calculate);
        named.node.calculation = Some(name.clone());
        done.meta.push(named);
    }
    done
}

/// What XLSForm takes for yes.
pub(crate) fn is_yes(word: &str) -> bool {
    matches!(word, "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()")
}

/// Whether a text is one `${name}` and nothing else.
pub(super) fn is_reference(text: &str) -> bool {
    matches!(&references(text)[..], [(range, _)] if *range == (0..text.len()))
}

struct Expanding<'a> {
    done: Expanded,
    table: Table,
    faults: &'a Faults,
}

/// A table of questions with the same choices: the first question in it says which.
enum Table {
    None,
    Begun,
    Of(String),
}

impl Expanding<'_> {
    fn items(&mut self, items: &[Item], depth: usize) -> Vec<Item> {
        if depth > NESTING_LIMIT {
            self.faults.error("E-XFORM-006", None, &[("limit", &NESTING_LIMIT.to_string())]);
            return Vec::new();
        }
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Question(question) => self.question(question, &mut out),
                Item::Group(group) => {
                    let mut group = group.clone();
                    let label = self.table_begins(&mut group.node);
                    let inside = self.items(&group.items, depth + 1);
                    group.items = label.into_iter().chain(inside).collect();
                    self.table = Table::None;
                    out.push(Item::Group(group));
                }
                Item::Repeat(repeat) => {
                    let mut repeat = repeat.clone();
                    if let Some(count) = repeat.count.as_ref().filter(|count| !is_reference(count)) {
                        let name = format!("{}_count", repeat.node.name);
                        let mut counted = Question::new(&name, Kind::Calculate);
                        counted.node.row = repeat.node.row;
                        counted.node.read_only = Some("true()".into());
                        counted.node.calculation = Some(count.clone());
                        out.push(Item::Question(counted));
                        repeat.count = Some(format!("${{{name}}}"));
                    }
                    let label = self.table_begins(&mut repeat.node);
                    let inside = self.items(&repeat.items, depth + 1);
                    repeat.items = label.into_iter().chain(inside).collect();
                    self.table = Table::None;
                    out.push(Item::Repeat(repeat));
                }
            }
        }
        out
    }

    fn question(&mut self, question: &Question, out: &mut Vec<Item>) {
        let mut question = question.clone();
        if question.kind == Kind::Metadata(Metadata::Audit) {
            "audit".clone_into(&mut question.node.name);
            self.done.meta.push(question);
            return;
        }
        if question.kind == Kind::Image
            && let Some(default) = &mut question.node.default
            && !default.contains("jr://images/")
            && !super::lexer::is_dynamic(default, Kind::Image)
        {
            default.insert_str(0, "jr://images/");
        }
        if question.kind.chooses() && !matches!(self.table, Table::None) {
            self.row_of_table(&mut question, out);
        }
        if question.node.appearance.as_deref() == Some("label") && question.node.label.is_empty() {
            question.node.label = Words::plain(" ");
        }
        let other = match &question.options {
            Some(options) if options.or_other => match &options.source {
                ChoiceSource::List(list) => Some(list.clone()),
                _ => None,
            },
            _ => None,
        };
        let asked = question.node.name.clone();
        let row = question.node.row;
        out.push(Item::Question(question));
        if let Some(list) = other {
            self.done.with_other.insert(list);
            let mut which = Question::new(&format!("{asked}_other"), Kind::Text);
            which.node.row = row;
            which.node.label = Words::plain(WHICH_OTHER);
            which.node.relevant = Some(format!("selected(../{asked}, '{OTHER}')"));
            out.push(Item::Question(which));
        }
    }

    /// Where a group is a table, its label becomes a note, so that it stands above the heads of the columns.
    fn table_begins(&mut self, node: &mut Node) -> Option<Item> {
        let appearance = node.appearance.as_deref()?;
        if !appearance.split_whitespace().any(|word| word == "table-list") {
            return None;
        }
        let rest = appearance.split_whitespace().filter(|word| *word != "table-list");
        node.appearance = Some(rest.fold("field-list".to_owned(), |all, word| all + " " + word));
        self.table = Table::Begun;
        if node.label.is_empty() && node.hint.is_empty() {
            return None;
        }
        let mut note = Question::new(&numbered(TABLE_LABEL, node), Kind::Note);
        note.node.row = node.row;
        note.node.label = std::mem::take(&mut node.label);
        note.node.hint = std::mem::take(&mut node.hint);
        Some(Item::Question(note))
    }

    fn row_of_table(&mut self, question: &mut Question, out: &mut Vec<Item>) {
        let Some(options) = &question.options else { return };
        let ChoiceSource::List(list) = &options.source else { return };
        let said = [("question", &*question.node.name), ("list", list)];
        match &self.table {
            Table::Of(first) if first == list => {}
            Table::Of(_) => self.faults.error("E-XFORM-010", Some(&question.node), &said),
            _ => {
                if options.filter.is_some() {
                    self.faults.error("E-XFORM-010", Some(&question.node), &said);
                }
                let mut header = Question::new(&numbered(TABLE_HEADER, &question.node), question.kind);
                header.node.row = question.node.row;
                header.node.appearance = Some("label".into());
                header.node.label = Words::plain(" ");
                header.options =
                    Some(crate::definition::Options { filter: None, or_other: false, ..options.clone() });
                out.push(Item::Question(header));
                self.table = Table::Of(list.clone());
            }
        }
        question.node.appearance = Some("list-nolabel".into());
    }
}

/// By the row of the sheet; by name where there is no sheet.
fn numbered(start: &str, node: &Node) -> String {
    if node.row == 0 { format!("{start}{}", node.name) } else { format!("{start}{}", node.row) }
}
