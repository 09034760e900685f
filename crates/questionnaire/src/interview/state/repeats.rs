//! Instances of repeats, added and removed.

use std::sync::Arc;

use crate::expression::Moment;
use crate::interview::compile::{Condition, FormNode, NOTHING, Role};
use crate::interview::log::EventKind;

use super::cells::{BlockNumber, Cell};
use super::{Changed, Interview, Refused};

/// Instances that a count may ask for.
const INSTANCES_LIMIT: usize = 10_000;

impl Interview {
    /// Adds an instance of a repeat, given by path without number, after the last one.
    pub fn add(&mut self, repeat: &str, at: Moment) -> Result<String, Refused> {
        self.now = at;
        let (around, repeat) = self.find_repeat(repeat).ok_or(Refused::NotThere)?;
        if !self.may_add(around, repeat) {
            return Err(Refused::NotOffered);
        }
        let block = self.insert(around, repeat);
        self.settle();
        let path = self.path(self.cells.block(block).base);
        self.log.add(EventKind::AddRepeat, Some(path.clone()), at.0);
        Ok(path)
    }

    /// Removes an instance of a repeat, given by path with its number.
    pub fn remove(&mut self, instance: &str, at: Moment) -> Result<Changed, Refused> {
        self.now = at;
        let cell = self.find(instance).filter(|cell| self.is_instance(*cell)).ok_or(Refused::NotThere)?;
        if !self.may_remove(cell) {
            return Err(Refused::NotOffered);
        }
        let path = self.path(cell);
        self.log.add(EventKind::DeleteRepeat, Some(path), at.0);
        self.take(self.cells.get(cell).block);
        self.settle();
        Ok(Changed::Yes)
    }

    /// Whether someone may add an instance: nothing counts them, and the repeat is asked.
    pub(crate) fn may_add(&self, around: Cell, repeat: FormNode) -> bool {
        let form = &self.form;
        let bind = &form.binds[repeat as usize];
        if bind.count.is_some() || is_fixed(&form.tree.get(repeat).node) || !self.cells.get(around).relevant {
            return false;
        }
        // A condition of the repeat is that of its instances; without any it is asked from the place of the next.
        let instances = self.cells.instances(&form.tree, around, repeat);
        match (bind.relevant, instances.last()) {
            (Condition::When(_), Some(last)) => self.cells.get(self.cells.block(*last).base).own,
            (Condition::Never, _) => false,
            _ => bind.offered.is_none_or(|program| self.holds(Condition::When(program), around, true)),
        }
    }

    /// Whether someone may remove an instance.
    pub(crate) fn may_remove(&self, instance: Cell) -> bool {
        let node = self.node(instance);
        let bind = &self.form.binds[node as usize];
        bind.count.is_none() && !is_fixed(&self.form.tree.get(node).node) && self.cells.get(instance).relevant
    }

    /// Gives a block the instances that it has from the beginning, and these theirs.
    pub(crate) fn fill_block(&mut self, block: BlockNumber) {
        let form = Arc::clone(&self.form);
        let here = self.cells.block(block);
        let (base, scope) = (here.base, form.tree.scope_number(here.scope));
        for repeat in &form.tree.lists[scope] {
            if let Role::Repeat { count: None, .. } = form.tree.get(*repeat).role {
                let around = base + form.tree.get(form.tree.get(*repeat).parent).offset;
                self.insert_whole(around, *repeat, true);
            }
        }
    }

    /// Adds an instance, with its defaults, and lets everything wait that this concerns. Only what stands in the form itself begins
    /// with instances in it: what is there from the beginning, and the first that a count asks for.
    pub(crate) fn insert(&mut self, around: Cell, repeat: FormNode) -> BlockNumber {
        let counted = self.form.binds[repeat as usize].count.is_some();
        let none = self.cells.instances(&self.form.tree, around, repeat).is_empty();
        let first = counted && none && self.is_first(self.cells.get(around).block);
        self.insert_whole(around, repeat, self.beginning || first)
    }

    /// Whether a block and all around it are the first instances of their repeats.
    fn is_first(&self, block: BlockNumber) -> bool {
        let mut block = block;
        while block != NOTHING {
            let here = self.cells.block(block);
            if here.position > 0 {
                return false;
            }
            block = here.around;
        }
        true
    }

    fn insert_whole(&mut self, around: Cell, repeat: FormNode, whole: bool) -> BlockNumber {
        let form = Arc::clone(&self.form);
        let holder = self.cells.get(around).block;
        let block = self.cells.add(&form.tree, holder, repeat, usize::MAX);
        let relevant = self.cells.get(around).relevant;
        for (cell, _) in self.cells_of(block) {
            self.cells.get_mut(cell).relevant = relevant;
        }
        self.preload(block);
        // Later instances begin without instances in them, as the template of an XForm has none.
        if whole {
            self.fill_block(block);
        }
        self.await_block(block);
        for (cell, _) in self.cells_of(block) {
            self.changed(cell);
        }
        self.set_new_defaults(block);
        block
    }

    /// The computed defaults of an instance. While an interview begins they are set after those of the record.
    fn set_new_defaults(&mut self, block: BlockNumber) {
        if self.beginning {
            return;
        }
        let form = Arc::clone(&self.form);
        let first = |node: FormNode| form.binds[node as usize].first != super::First::Blank;
        if self.cells_of(block).iter().any(|(_, node)| first(*node)) {
            self.set_defaults(block);
        }
    }

    /// Takes an instance away and lets everything wait that this concerns.
    pub(crate) fn take(&mut self, block: BlockNumber) {
        let form = Arc::clone(&self.form);
        let (repeat, holder, position) = {
            let here = self.cells.block(block);
            (here.scope, here.around, here.position)
        };
        let gone = self.cells.blocks_in(block);
        self.forget(&gone);
        self.cells.remove(&form.tree, block);
        let around = self.cells.block(holder).base;
        for node in repeat..form.tree.get(repeat).end {
            for dependent in &form.graph.dependents[node as usize] {
                // What looks within the instance has gone with it.
                let inside = form.tree.holds(repeat, dependent.within);
                if !inside && !dependent.position {
                    self.await_within(around, dependent.within, dependent.computation);
                }
            }
        }
        let later: Vec<BlockNumber> = match form.tree.get(repeat).role {
            Role::Repeat { list, .. } => self.cells.block(holder).lists[list as usize]
                .iter()
                .skip(position as usize)
                .copied()
                .collect(),
            _ => Vec::new(),
        };
        for block in later {
            let base = self.cells.block(block).base;
            for dependent in &form.graph.dependents[repeat as usize] {
                if dependent.position {
                    self.await_within(base, dependent.within, dependent.computation);
                }
            }
        }
    }

    /// Adds or takes instances at the end until there are as many as a count says.
    pub(crate) fn resize(&mut self, around: Cell, repeat: FormNode, wanted: usize) {
        let form = Arc::clone(&self.form);
        let wanted = wanted.min(INSTANCES_LIMIT);
        loop {
            let instances = self.cells.instances(&form.tree, around, repeat);
            match instances.len().cmp(&wanted) {
                std::cmp::Ordering::Less => {
                    self.insert(around, repeat);
                }
                std::cmp::Ordering::Greater => {
                    if let Some(last) = instances.last().copied() {
                        self.take(last);
                    }
                }
                std::cmp::Ordering::Equal => return,
            }
        }
    }
}

/// Whether the author said that nobody adds or removes instances.
fn is_fixed(node: &crate::definition::Node) -> bool {
    let said = |(name, value): &(String, String)| name == "jr:noAddRemove" && value.starts_with("true");
    node.body_attributes.iter().any(said)
}
