//! What an XForm spells out is said in one word again: `or_other`, `table-list`, the count of a repeat.

use std::collections::BTreeSet;

use crate::definition::{ChoiceSource, Item, Kind, Node, Question, Questionnaire, Words};
use crate::xform::write::{OTHER, OTHER_LABEL, TABLE_HEADER, TABLE_LABEL, WHICH_OTHER};

use super::choices::says_only;

pub(super) fn fold(questionnaire: &mut Questionnaire) {
    let items = std::mem::take(&mut questionnaire.items);
    let mut lists = BTreeSet::new();
    questionnaire.items = fold_items(items, &mut lists);
    for list in questionnaire.lists.iter_mut().filter(|list| lists.contains(&list.name)) {
        let added = list.choices.last().is_some_and(|last| {
            last.code == OTHER && last.columns.is_empty() && says_only(&last.label, OTHER_LABEL)
        });
        if added {
            list.choices.pop();
        }
    }
}

fn fold_items(items: Vec<Item>, lists: &mut BTreeSet<String>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    for mut item in items {
        match &mut item {
            Item::Question(question) => {
                if let Some(Item::Question(before)) = out.last_mut()
                    && is_which_other(before, question)
                    && let Some(options) = &mut before.options
                    && let ChoiceSource::List(list) = &options.source
                {
                    options.or_other = true;
                    lists.insert(list.clone());
                    continue;
                }
            }
            Item::Group(group) => {
                group.items = fold_items(std::mem::take(&mut group.items), lists);
                fold_table(&mut group.node, &mut group.items);
            }
            Item::Repeat(repeat) => {
                repeat.items = fold_items(std::mem::take(&mut repeat.items), lists);
                fold_table(&mut repeat.node, &mut repeat.items);
                let name = format!("{}_count", repeat.node.name);
                if repeat.count.as_deref() == Some(&*format!("${{{name}}}"))
                    && let Some(Item::Question(counted)) = out.last_mut()
                    && is_count(counted, &name)
                {
                    repeat.count = counted.node.calculation.take();
                    out.pop();
                }
            }
        }
        out.push(item);
    }
    out
}

fn is_which_other(asked: &Question, which: &Question) -> bool {
    let name = &asked.node.name;
    let filtered = asked.options.as_ref().is_none_or(|options| options.filter.is_some() || options.or_other);
    let mut expected = Question::new(&format!("{name}_other"), Kind::Text);
    expected.node.label = Words::plain(WHICH_OTHER);
    let mut same = |relevant: String| {
        expected.node.relevant = Some(relevant);
        *which == expected
    };
    asked.kind.chooses()
        && !filtered
        && (same(format!("selected(../{name}, '{OTHER}')"))
            || same(format!("selected(${{{name}}}, '{OTHER}')")))
}

fn is_count(counted: &Question, name: &str) -> bool {
    let mut expected = Question::new(name, Kind::Calculate);
    expected.node.read_only = Some("true()".into());
    expected.node.calculation.clone_from(&counted.node.calculation);
    counted.node.calculation.is_some() && *counted == expected
}

/// The two items that a table of questions gets are taken out, and its label and appearance put back.
fn fold_table(node: &mut Node, items: &mut Vec<Item>) {
    let Some(rest) = node.appearance.as_deref().and_then(|appearance| appearance.strip_prefix("field-list"))
    else {
        return;
    };
    let is = |item: Option<&Item>, start: &str| {
        item.is_some_and(|item| matches!(item, Item::Question(_)) && item.node().name.starts_with(start))
    };
    let labelled = is(items.first(), TABLE_LABEL);
    let at = items.iter().position(|item| is(Some(item), TABLE_HEADER));
    let Some(at) = at.filter(|at| labelled || *at == 0 || node.label.is_empty()) else { return };
    let row = |item: &Item, start: &str| item.node().name[start.len()..].parse().unwrap_or(0);
    node.appearance = Some(format!("table-list{rest}"));
    let header_row = row(&items[at], TABLE_HEADER);
    items.remove(at);
    if let Some(first) = items.get_mut(at) {
        first.node_mut().row = header_row;
    }
    for item in items.iter_mut() {
        let node = item.node_mut();
        if node.appearance.as_deref() == Some("list-nolabel") {
            node.appearance = None;
        }
    }
    if labelled {
        let note = items.remove(0);
        node.row = row(&note, TABLE_LABEL);
        node.label = note.node().label.clone();
        node.hint = note.node().hint.clone();
    }
}
