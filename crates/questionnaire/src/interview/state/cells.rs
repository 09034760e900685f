//! The answers of one interview: a block of cells for the record and one for each instance of a repeat, laid out as the
//! definition says. Getting from a cell to any other element is arithmetic; no name is compared and no list of all is searched.

use crate::interview::compile::{FormNode, NOTHING, Role, Tree};

/// Number of a cell.
pub(crate) type Cell = u32;

/// Number of a block.
pub(crate) type BlockNumber = u32;

/// The cells of one scope: the record, or one instance of a repeat.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The repeat, or the root.
    pub(crate) scope: FormNode,
    /// The block around it; [`NOTHING`] for the record.
    pub(crate) around: BlockNumber,
    /// Its first cell: that of the repeat instance or root itself.
    pub(crate) base: Cell,
    /// Its place among the instances of the same repeat, from 0.
    pub(crate) position: u32,
    /// The instances of each repeat directly in it.
    pub(crate) lists: Vec<Vec<BlockNumber>>,
}

/// What one cell holds.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// The element of the definition.
    pub(crate) form: FormNode,
    /// The block it is in.
    pub(crate) block: BlockNumber,
    /// The value as stored; blank where there is none, and in groups.
    pub(crate) text: String,
    /// What the value is for expressions where it was computed as something else than the element's type says.
    pub(crate) computed: Option<crate::expression::DataType>,
    /// What its own condition says.
    pub(crate) own: bool,
    /// Whether it and all around it are relevant.
    pub(crate) relevant: bool,
}

/// All cells of an interview.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    contents: Vec<Content>,
    blocks: Vec<Block>,
    /// Blocks that were removed, by repeat, to be used again.
    free: Vec<Vec<BlockNumber>>,
}

impl Cells {
    /// The record without any instance of a repeat.
    pub(crate) fn new(tree: &Tree) -> Cells {
        let mut cells = Cells { free: vec![Vec::new(); tree.layout.len()], ..Cells::default() };
        cells.allocate(tree, 0, NOTHING);
        cells
    }

    /// What a cell holds.
    pub(crate) fn get(&self, cell: Cell) -> &Content {
        &self.contents[cell as usize]
    }

    /// What a cell holds, to change it.
    pub(crate) fn get_mut(&mut self, cell: Cell) -> &mut Content {
        &mut self.contents[cell as usize]
    }

    /// The block of that number.
    pub(crate) fn block(&self, block: BlockNumber) -> &Block {
        &self.blocks[block as usize]
    }

    /// The cell around a cell.
    pub(crate) fn parent(&self, tree: &Tree, cell: Cell) -> Option<Cell> {
        let content = self.get(cell);
        let block = self.block(content.block);
        let parent = tree.get(content.form).parent;
        if parent == NOTHING {
            return None;
        }
        if content.form != block.scope {
            return Some(block.base + tree.get(parent).offset);
        }
        Some(self.block(block.around).base + tree.get(parent).offset)
    }

    /// Calls `see` with the cells directly in a cell, in order.
    pub(crate) fn each_child(&self, tree: &Tree, cell: Cell, see: &mut dyn FnMut(Cell)) {
        for child in &tree.get(self.get(cell).form).children {
            self.each_of(tree, cell, *child, see);
        }
    }

    /// Calls `see` with the cells directly in a cell that are instances of the element `child` of its element.
    pub(crate) fn each_of(&self, tree: &Tree, cell: Cell, child: FormNode, see: &mut dyn FnMut(Cell)) {
        let block = self.block(self.get(cell).block);
        match tree.get(child).role {
            Role::Repeat { list, .. } => {
                for instance in &block.lists[list as usize] {
                    see(self.block(*instance).base);
                }
            }
            _ => see(block.base + tree.get(child).offset),
        }
    }

    /// The instances of a repeat whose element is directly in the scope of `cell`.
    pub(crate) fn instances(&self, tree: &Tree, cell: Cell, repeat: FormNode) -> &[BlockNumber] {
        match tree.get(repeat).role {
            Role::Repeat { list, .. } => &self.block(self.get(cell).block).lists[list as usize],
            _ => &[],
        }
    }

    /// The block around a cell (its own included) whose scope holds the element.
    pub(crate) fn block_towards(&self, tree: &Tree, cell: Cell, element: FormNode) -> BlockNumber {
        let mut block = self.get(cell).block;
        while !tree.holds(self.block(block).scope, element) && self.block(block).around != NOTHING {
            block = self.block(block).around;
        }
        block
    }

    /// Calls `see` with every cell of an element under the block that holds `scope` around `cell`. A scope that does not hold
    /// the cell stands for all of them.
    pub(crate) fn each_within(
        &self,
        tree: &Tree,
        cell: Cell,
        scope: FormNode,
        element: FormNode,
        see: &mut dyn FnMut(Cell),
    ) {
        let mut block = self.get(cell).block;
        while self.block(block).scope > scope && self.block(block).around != NOTHING {
            block = self.block(block).around;
        }
        self.each_in_block(tree, block, element, see);
    }

    /// Calls `see` with every cell of an element in a block and in the blocks in it, in order.
    pub(crate) fn each_in_block(
        &self,
        tree: &Tree,
        block: BlockNumber,
        element: FormNode,
        see: &mut dyn FnMut(Cell),
    ) {
        let scope = tree.get(element).scope;
        let here = self.block(block);
        if scope == here.scope {
            see(here.base + tree.get(element).offset);
            return;
        }
        // The repeat directly in this scope that leads to the element; the definition is not deeper than its limit.
        let next =
            tree.lists[tree.scope_number(here.scope)].iter().position(|repeat| tree.holds(*repeat, element));
        if let Some(list) = next {
            for inner in &here.lists[list] {
                self.each_in_block(tree, *inner, element, see);
            }
        }
    }

    /// Adds an instance of a repeat to the block around it, at a place from 0. Its cells are blank.
    pub(crate) fn add(
        &mut self,
        tree: &Tree,
        around: BlockNumber,
        repeat: FormNode,
        place: usize,
    ) -> BlockNumber {
        let block = self.allocate(tree, repeat, around);
        if let Role::Repeat { list, .. } = tree.get(repeat).role {
            let instances = &mut self.blocks[around as usize].lists[list as usize];
            let place = place.min(instances.len());
            instances.insert(place, block);
            self.number(around, list as usize, place);
        }
        block
    }

    /// Takes an instance and all in it away.
    pub(crate) fn remove(&mut self, tree: &Tree, block: BlockNumber) {
        let Block { scope, around, position, .. } = *self.block(block);
        if let Role::Repeat { list, .. } = tree.get(scope).role {
            self.blocks[around as usize].lists[list as usize].remove(position as usize);
            self.number(around, list as usize, position as usize);
            self.release(tree, block);
        }
    }

    /// Every block in a block, itself first, in order.
    pub(crate) fn blocks_in(&self, block: BlockNumber) -> Vec<BlockNumber> {
        let mut found = vec![block];
        let mut at = 0;
        while at < found.len() {
            found.extend(self.block(found[at]).lists.iter().flatten());
            at += 1;
        }
        found
    }

    fn number(&mut self, around: BlockNumber, list: usize, from: usize) {
        for place in from..self.blocks[around as usize].lists[list].len() {
            let block = self.blocks[around as usize].lists[list][place];
            self.blocks[block as usize].position = place as u32;
        }
    }

    fn release(&mut self, tree: &Tree, block: BlockNumber) {
        for inner in self.blocks_in(block) {
            for list in &mut self.blocks[inner as usize].lists {
                list.clear();
            }
            let place = tree.scope_number(self.block(inner).scope);
            self.free[place].push(inner);
        }
    }

    fn allocate(&mut self, tree: &Tree, scope: FormNode, around: BlockNumber) -> BlockNumber {
        let place = tree.scope_number(scope);
        let layout = &tree.layout[place];
        if let Some(block) = self.free[place].pop() {
            let base = self.blocks[block as usize].base as usize;
            for content in &mut self.contents[base..base + layout.len()] {
                content.text.clear();
                content.computed = None;
                (content.own, content.relevant) = (true, true);
            }
            self.blocks[block as usize].around = around;
            return block;
        }
        let block = self.blocks.len() as BlockNumber;
        let base = self.contents.len() as Cell;
        self.contents.extend(layout.iter().map(|form| Content {
            form: *form,
            block,
            text: String::new(),
            computed: None,
            own: true,
            relevant: true,
        }));
        let lists = vec![Vec::new(); tree.lists[place].len()];
        self.blocks.push(Block { scope, around, base, position: 0, lists });
        block
    }
}
