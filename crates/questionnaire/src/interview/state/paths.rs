//! Cells by path: `/data/roster[2]/age`, with the number of the instance at every repeat and only there.

use std::fmt::Write;

use crate::interview::compile::{FormNode, NOTHING, Role, same_name};

use super::Interview;
use super::cells::{BlockNumber, Cell};

impl Interview {
    /// The path of a cell.
    pub(crate) fn path(&self, cell: Cell) -> String {
        let tree = &self.form.tree;
        let mut above = vec![cell];
        let mut at = cell;
        while let Some(parent) = self.around(at) {
            above.push(parent);
            at = parent;
        }
        let mut path = String::new();
        for cell in above.into_iter().rev() {
            path.push('/');
            path.push_str(&tree.get(self.node(cell)).name);
            if self.is_instance(cell) {
                let position = self.cells.block(self.cells.get(cell).block).position + 1;
                // Writing to a String cannot fail.
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }

    /// The cell of a path; a repeat without a number means its first instance.
    pub(crate) fn find(&self, path: &str) -> Option<Cell> {
        let (cell, repeat) = self.find_from_root(path, true)?;
        (repeat == NOTHING).then_some(cell)
    }

    /// The element around a repeat, and the repeat, of a path that ends with its name.
    pub(crate) fn find_repeat(&self, path: &str) -> Option<(Cell, FormNode)> {
        self.find_from_root(path, false).filter(|(_, repeat)| *repeat != NOTHING)
    }

    /// The cell of a question's name alone, or of a path. A name in a repeat means its first instance.
    pub(crate) fn find_named(&self, name: &str) -> Option<Cell> {
        if name.starts_with('/') {
            return self.find(name);
        }
        let (name, instance) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((name, number)) => (name, number.parse::<usize>().ok()?),
            None => (name, 1),
        };
        let node = *self.form.by_name.get(name)?.first()?;
        let mut cells = Vec::new();
        self.cells.each_in_block(&self.form.tree, 0, node, &mut |cell| cells.push(cell));
        cells.get(instance.checked_sub(1)?).copied()
    }

    fn find_from_root(&self, path: &str, instance_wanted: bool) -> Option<(Cell, FormNode)> {
        let tree = &self.form.tree;
        let mut steps = path.strip_prefix('/')?.split('/').peekable();
        let (root, _) = step(steps.next()?)?;
        if !same_name(&tree.get(0).name, root) {
            return None;
        }
        let mut cell: Cell = 0;
        while let Some(written) = steps.next() {
            let (name, number) = step(written)?;
            let children = &tree.get(self.node(cell)).children;
            let child = *children.iter().find(|child| same_name(&tree.get(**child).name, name))?;
            if let Role::Repeat { .. } = tree.get(child).role {
                if steps.peek().is_none() && !instance_wanted {
                    return Some((cell, child));
                }
                cell = self.cells.block(self.instance(cell, child, number)?).base;
            } else {
                if number != 0 {
                    return None;
                }
                cell = self.cells.block(self.cells.get(cell).block).base + tree.get(child).offset;
            }
        }
        Some((cell, NOTHING))
    }

    /// An instance by its number, from 0.
    fn instance(&self, cell: Cell, repeat: FormNode, number: usize) -> Option<BlockNumber> {
        self.cells.instances(&self.form.tree, cell, repeat).get(number).copied()
    }
}

/// A name and the number from 0 after it.
fn step(written: &str) -> Option<(&str, usize)> {
    match written.strip_suffix(']') {
        Some(open) => {
            let (name, number) = open.split_once('[')?;
            Some((name, number.parse::<usize>().ok()?.checked_sub(1)?))
        }
        None => Some((written, 0)),
    }
}
