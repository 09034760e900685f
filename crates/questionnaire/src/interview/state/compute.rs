//! Computing what follows from what changed, and nothing else: the computations wait in their order, each with the cell that it is
//! for, and what one of them changes lets others wait.

use std::sync::Arc;

use crate::interview::compile::{Aspect, FormNode, Role, counts_itself};

use super::cells::{BlockNumber, Cell};
use super::{Interview, value};

/// Computations in one go; more means that something turns in a circle that the graph cannot show.
const BUDGET: u32 = 5_000_000;

impl Interview {
    /// Lets everything wait that depends on the value of a cell.
    pub(crate) fn changed(&mut self, cell: Cell) {
        self.await_dependents(cell, false);
    }

    /// Lets everything wait that depends on a cell; with `asked` also what depends only on whether it is there and asked.
    fn await_dependents(&mut self, cell: Cell, asked: bool) {
        let form = Arc::clone(&self.form);
        let node = self.node(cell);
        for dependent in &form.graph.dependents[node as usize] {
            if asked || !dependent.position {
                self.await_within(cell, dependent.within, dependent.computation);
            }
        }
    }

    /// Lets a computation wait for all its cells within the scope around a cell.
    pub(crate) fn await_within(&mut self, cell: Cell, within: FormNode, computation: u32) {
        let form = Arc::clone(&self.form);
        let target = form.graph.computations[computation as usize].node;
        let aspect = form.graph.computations[computation as usize].aspect;
        // A count is computed for the element around the repeat.
        let target = if aspect == Aspect::Count { form.tree.get(target).parent } else { target };
        let queue = &mut self.queue;
        self.cells.each_within(&form.tree, cell, within, target, &mut |found| {
            queue.insert((computation, found));
        });
    }

    /// Lets everything in a block and the blocks in it wait, and all that depends on it.
    pub(crate) fn await_block(&mut self, block: BlockNumber) {
        let form = Arc::clone(&self.form);
        for block in self.cells.blocks_in(block) {
            for (cell, node) in self.cells_of(block) {
                let own_repeat = self.cells.block(block).scope == node && node != 0;
                for computation in &form.graph.of[node as usize] {
                    if form.graph.computations[*computation as usize].aspect == Aspect::Count && own_repeat {
                        continue;
                    }
                    self.queue.insert((*computation, cell));
                }
                self.await_counts(cell, node);
            }
        }
    }

    /// Lets the counts of the repeats directly in an element wait.
    fn await_counts(&mut self, cell: Cell, node: FormNode) {
        let form = Arc::clone(&self.form);
        for child in &form.tree.get(node).children {
            if let Role::Repeat { count: Some(_), .. } = form.tree.get(*child).role {
                for computation in &form.graph.of[*child as usize] {
                    if form.graph.computations[*computation as usize].aspect == Aspect::Count {
                        self.queue.insert((*computation, cell));
                    }
                }
            }
        }
    }

    /// Computes everything, in order.
    pub(crate) fn compute_all(&mut self) {
        self.await_block(0);
        self.settle();
    }

    /// Computes all that waits.
    pub(crate) fn settle(&mut self) {
        let mut budget = BUDGET;
        while let Some((computation, cell)) = self.queue.pop_first() {
            self.compute(computation, cell);
            budget -= 1;
            if budget == 0 {
                self.queue.clear();
            }
        }
    }

    /// Takes the cells of blocks that are gone out of all that waits and of all that is known of them.
    pub(crate) fn forget(&mut self, blocks: &[BlockNumber]) {
        let mut gone: Vec<std::ops::Range<Cell>> = Vec::with_capacity(blocks.len());
        for block in blocks {
            let here = self.cells.block(*block);
            let length = self.form.tree.layout[self.form.tree.scope_number(here.scope)].len() as Cell;
            gone.push(here.base..here.base + length);
        }
        let is_gone = |cell: &Cell| gone.iter().any(|range| range.contains(cell));
        self.queue.retain(|(_, cell)| !is_gone(cell));
        self.confirmed.retain(|cell, _| !is_gone(cell));
        self.troubles.retain(|(_, cell), _| !is_gone(cell));
    }

    fn compute(&mut self, number: u32, cell: Cell) {
        let form = Arc::clone(&self.form);
        let computation = form.graph.computations[number as usize];
        if self.frozen {
            let kept = match computation.aspect {
                Aspect::Offered | Aspect::Count => true,
                Aspect::Calculation => form.fleeting[computation.program as usize],
                Aspect::Relevant => false,
            };
            if kept {
                return;
            }
        }
        if computation.aspect == Aspect::Offered {
            self.keep_offered(cell);
            return;
        }
        let result = self.atom(computation.program, cell);
        let atom = match result {
            Ok(atom) => {
                if !self.troubles.is_empty() {
                    self.troubles.remove(&(computation.program, cell));
                }
                Some(atom)
            }
            Err(error) => {
                self.troubles.insert((computation.program, cell), error);
                None
            }
        };
        match computation.aspect {
            Aspect::Relevant => {
                // What cannot be said is asked rather than lost.
                let own = atom.is_none_or(|atom| atom.to_boolean());
                if self.cells.get(cell).own != own {
                    self.cells.get_mut(cell).own = own;
                    self.spread(cell);
                }
            }
            Aspect::Calculation => {
                let Some(leaf) = form.tree.leaf(computation.node) else { return };
                let (text, computed) = match &atom {
                    Some(atom) => {
                        self.with(|_, environment| value::computed(atom, leaf.data_type, environment))
                    }
                    None => (String::new(), None),
                };
                self.write(cell, text, computed);
            }
            Aspect::Count => {
                let number = atom.map_or(0.0, |atom| self.with(|_, environment| atom.to_number(environment)));
                let wanted = if number >= 1.0 { number.floor() as usize } else { 0 };
                // A count by what is in its own instances would turn in a circle if it took any away, and never begin without one.
                let on = &form.programs[computation.program as usize].on;
                let itself = on.iter().any(|on| counts_itself(&form.tree, computation, on.on));
                let there = self.cells.instances(&form.tree, cell, computation.node).len();
                let least = if itself { there.max(1) } else { 0 };
                self.resize(cell, computation.node, wanted.max(least));
            }
            Aspect::Offered => {}
        }
    }

    /// Carries the relevance of a cell to all that is in it.
    pub(crate) fn spread(&mut self, cell: Cell) {
        let form = Arc::clone(&self.form);
        let around = self.around(cell).is_none_or(|parent| self.cells.get(parent).relevant);
        let mut waiting = vec![(cell, around)];
        while let Some((cell, around)) = waiting.pop() {
            let content = self.cells.get_mut(cell);
            let relevant = around && content.own;
            if content.relevant == relevant {
                continue;
            }
            content.relevant = relevant;
            self.cells.each_child(&form.tree, cell, &mut |child| waiting.push((child, relevant)));
            self.await_dependents(cell, true);
        }
    }
}
