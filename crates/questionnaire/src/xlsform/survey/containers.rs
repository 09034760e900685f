//! Groups, repeats and loops: what is open around a row, and what becomes of it at its end.

use std::collections::BTreeSet;

use super::kinds::Container;
use super::row::Written;
use super::{TableList, Walk, loops};
use crate::definition::{Group, Item, Node, Repeat};

/// Groups within groups at most.
const DEEPEST: usize = 64;

/// A group, repeat or loop whose end has not come.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) container: Container,
    pub(super) node: Node,
    count: Option<String>,
    intent: Option<String>,
    /// The list of a loop.
    list: Option<String>,
    pub(super) items: Vec<Item>,
    /// Names in it, and the same in small letters.
    pub(super) names: BTreeSet<String>,
    pub(super) lower: BTreeSet<String>,
    number: u32,
}

/// All that is open, the form itself first.
#[derive(Debug)]
pub(super) struct Containers {
    open: Vec<Open>,
    last: u32,
    /// Groups that are too deep to be kept and have not ended.
    too_deep: usize,
}

impl Containers {
    pub(super) fn new() -> Containers {
        Containers { open: vec![Open::form()], last: 0, too_deep: 0 }
    }

    /// Numbers of what is open, the form's own 0 first.
    pub(super) fn path(&self) -> Vec<u32> {
        self.open.iter().map(|open| open.number).collect()
    }

    /// The innermost; the form itself never ends.
    pub(super) fn inner(&mut self) -> &mut Open {
        if self.open.is_empty() {
            self.open.push(Open::form());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// The number of the innermost.
    pub(super) fn number(&self) -> u32 {
        self.open.last().map_or(0, |open| open.number)
    }

    /// Takes the innermost out; the form itself stays.
    fn pop(&mut self) -> Option<Open> {
        if self.open.len() > 1 { self.open.pop() } else { None }
    }

    /// The innermost that has not ended; `None` where everything has.
    pub(super) fn unfinished(&self) -> Option<(&'static str, &Node)> {
        let open = self.open.get(1..)?.last()?;
        Some((open.container.name(), &open.node))
    }
}

impl Open {
    fn form() -> Open {
        Open {
            container: Container::Group,
            node: Node::default(),
            count: None,
            intent: None,
            list: None,
            items: Vec::new(),
            names: BTreeSet::new(),
            lower: BTreeSet::new(),
            number: 0,
        }
    }
}

impl Walk<'_> {
    /// A group, repeat or loop begins.
    pub(super) fn begin(&mut self, container: Container, list: Option<String>, written: Written) {
        let row = written.node.row;
        let name = written.node.name.clone();
        if self.open.too_deep > 0 || self.open.open.len() > DEEPEST {
            self.open.too_deep += 1;
            self.error("E-FORM-064", row, "type", &[("depth", &DEEPEST.to_string())]);
            return;
        }
        if container == Container::Repeat {
            if name == self.context.root {
                self.error("E-FORM-055", row, "name", &[("name", &name)]);
            } else if !name.is_empty() && !self.repeat_names.insert(name.clone()) {
                self.error("E-FORM-056", row, "name", &[("name", &name)]);
            }
            if written.node.label.is_empty() {
                self.reading.warning("W-FORM-009", (self.table, row, "label"), &[("name", &name)]);
            }
        }
        if container == Container::Loop {
            match &list {
                None => self.error("E-FORM-057", row, "type", &[]),
                Some(list) => self.check_list(list, row),
            }
        }
        let words = || written.node.appearance.iter().flat_map(|appearance| appearance.split_whitespace());
        if words().any(|word| word == "table-list") {
            self.table_list = TableList::First;
        }
        self.open.last += 1;
        let number = self.open.last;
        if container == Container::Repeat {
            self.survey.repeats.insert(number);
        }
        self.open.open.push(Open {
            container,
            count: written.count,
            intent: written.intent,
            list: list.filter(|_| container == Container::Loop),
            number,
            node: written.node,
            ..Open::form()
        });
    }

    /// A group, repeat or loop ends.
    pub(super) fn end(&mut self, container: Container, row: u64) {
        if self.open.too_deep > 0 {
            self.open.too_deep -= 1;
            return;
        }
        let matching = self.open.open.iter().skip(1).rposition(|open| open.container == container);
        let inner = self.open.open.len() - 1;
        if matching.is_none_or(|at| at + 1 != inner) {
            let values = [("container", container.name()), ("name", ""), ("side", "end")];
            self.error("E-FORM-006", row, "type", &values);
        }
        let Some(matching) = matching else { return };
        while self.open.open.len() > matching + 1 {
            self.close();
        }
        self.table_list = TableList::No;
    }

    /// The innermost becomes an item of the one around it.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let item = match open.container {
            Container::Group => {
                let mut node = open.node;
                // Groups have no count; whoever wrote one may have meant a repeat.
                node.body_attributes.extend(open.count.map(|count| ("jr:count".into(), count)));
                node.body_attributes.sort();
                Item::Group(Group { node, items: open.items, intent: open.intent })
            }
            Container::Repeat => {
                let mut node = open.node;
                if let Some(intent) = open.intent {
                    node.body_attributes.push(("intent".into(), intent));
                    node.body_attributes.sort();
                }
                Item::Repeat(Repeat { node, count: open.count, items: open.items })
            }
            Container::Loop => {
                let list = open.list.as_deref().and_then(|list| self.context.list(list));
                let group = Group { node: open.node, items: open.items, intent: open.intent };
                loops::unroll(group, list, self.table, self.reading)
            }
        };
        self.open.inner().items.push(item);
    }
}
