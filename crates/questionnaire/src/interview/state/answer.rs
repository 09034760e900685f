//! Answering: what an interface would offer is stored, everything else is refused and changes nothing.

use std::sync::Arc;

use crate::definition::Kind;
use crate::expression::Moment;
use crate::interview::compile::{DataType, FormNode, Role};
use crate::interview::log::EventKind;

use super::cells::Cell;
use super::{Interview, read_value, value};

/// Actions may set off actions; deeper than this they do not.
const ACTIONS_LIMIT: u32 = 50;

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is no such element.
    NotThere,
    /// It is not asked, cannot be changed, or the choice is not on offer.
    NotOffered,
    /// It is no value of the question's type.
    NotAValue,
}

/// What became of an answer that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// Nothing to say.
    Good,
    /// It breaks the condition of the question, whose message this is. It is kept, and must be mended before the end.
    Breaks(Option<String>),
    /// It is unusual: the message of the condition that can be confirmed.
    Doubtful(Option<String>),
}

/// Whether something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It did.
    Yes,
    /// It was so already.
    No,
}

impl Interview {
    /// Answers a question, given by path, or by name outside repeats; a blank clears it.
    pub fn answer(&mut self, question: &str, written: &str, at: Moment) -> Result<Answered, Refused> {
        let cell = self.find_named(question).ok_or(Refused::NotThere)?;
        self.answer_cell(cell, written, at)
    }

    pub(crate) fn answer_cell(&mut self, cell: Cell, written: &str, at: Moment) -> Result<Answered, Refused> {
        self.now = at;
        let text = self.acceptable(cell, written)?;
        let old = self.cells.get(cell).text.clone();
        if old != text {
            let path = self.path(cell);
            let event = self.log.add(EventKind::Change, Some(path), at.0);
            (event.old, event.new) = (Some(old), Some(text.clone()));
            self.confirmed.remove(&cell);
            self.write(cell, text, None);
            self.settle();
            self.act(cell, 0);
        }
        let verdict = self.verdict(cell);
        if let Answered::Breaks(_) = verdict {
            let path = self.path(cell);
            let value = self.cells.get(cell).text.clone();
            self.log.add(EventKind::ConstraintError, Some(path), at.0).new = Some(value);
        }
        Ok(verdict)
    }

    /// An answer as it would be kept, if an interface could give it.
    pub(crate) fn acceptable(&self, cell: Cell, written: &str) -> Result<String, Refused> {
        let form = &self.form;
        let Some(leaf) = form.tree.leaf(self.node(cell)) else { return Err(Refused::NotOffered) };
        if !is_asked(leaf.question.kind) || !self.cells.get(cell).relevant || self.is_read_only(cell) {
            return Err(Refused::NotOffered);
        }
        let text = self.with(|_, environment| read_value(written, leaf.data_type, environment));
        let text = text.ok_or(Refused::NotAValue)?;
        if leaf.question.kind == Kind::Range
            && !text.is_empty()
            && !on_scale(&text, form.binds[self.node(cell) as usize].range)
        {
            return Err(Refused::NotAValue);
        }
        if leaf.question.kind.chooses() {
            let mut codes: Vec<&str> = match leaf.data_type {
                DataType::Codes => text.split(' ').collect(),
                _ => vec![text.as_str()],
            };
            codes.retain(|code| !code.is_empty());
            let count = codes.len();
            let offered = self.are_offered(cell, codes.iter().copied());
            codes.sort_unstable();
            codes.dedup();
            if !offered || codes.len() < count {
                return Err(Refused::NotOffered);
            }
        }
        Ok(text)
    }

    /// Confirms a doubtful answer, which is then kept as it is.
    pub fn confirm(&mut self, question: &str, at: Moment) -> Result<Changed, Refused> {
        self.now = at;
        let cell = self.find_named(question).ok_or(Refused::NotThere)?;
        if !self.is_doubtful(cell) {
            return Ok(Changed::No);
        }
        let value = self.cells.get(cell).text.clone();
        let path = self.path(cell);
        self.log.add(EventKind::Confirmed, Some(path), at.0).new = Some(value.clone());
        self.confirmed.insert(cell, value);
        Ok(Changed::Yes)
    }

    /// What is to be said of the value that a cell has.
    pub(crate) fn verdict(&self, cell: Cell) -> Answered {
        let words = &self.form.words[self.node(cell) as usize];
        let said = |said: &[_]| self.with(|scene, _| scene.filled(said.get(self.language), cell));
        if !self.is_valid(cell) {
            Answered::Breaks(said(&words.constraint))
        } else if self.is_doubtful(cell) {
            Answered::Doubtful(said(&words.soft))
        } else {
            Answered::Good
        }
    }

    /// Whether a value meets the condition of its question; a blank does.
    pub(crate) fn is_valid(&self, cell: Cell) -> bool {
        let Some(program) = self.form.binds[self.node(cell) as usize].constraint else { return true };
        self.cells.get(cell).text.is_empty()
            || self.atom(program, cell).map_or(true, |atom| atom.to_boolean())
    }

    /// Whether a value breaks the condition that can be confirmed, and was not confirmed.
    pub(crate) fn is_doubtful(&self, cell: Cell) -> bool {
        let Some(program) = self.form.binds[self.node(cell) as usize].soft else { return false };
        let text = &self.cells.get(cell).text;
        if text.is_empty() || self.confirmed.get(&cell) == Some(text) {
            return false;
        }
        self.atom(program, cell).is_ok_and(|atom| !atom.to_boolean())
    }

    pub(crate) fn is_required(&self, cell: Cell) -> bool {
        self.holds(self.form.binds[self.node(cell) as usize].required, cell, false)
    }

    /// Whether a value cannot be changed, because of itself or of what is around it.
    pub(crate) fn is_read_only(&self, cell: Cell) -> bool {
        let mut at = Some(cell);
        while let Some(cell) = at {
            if self.holds(self.form.binds[self.node(cell) as usize].read_only, cell, false) {
                return true;
            }
            at = self.around(cell);
        }
        false
    }

    /// Sets what the change of a cell sets off.
    fn act(&mut self, cell: Cell, depth: u32) {
        let form = Arc::clone(&self.form);
        let node = self.node(cell);
        if depth == ACTIONS_LIMIT {
            return;
        }
        for target in &form.binds[node as usize].sets {
            let mut cells = Vec::new();
            let within = shared_scope(&form.tree, node, *target);
            self.cells.each_within(&form.tree, cell, within, *target, &mut |found| cells.push(found));
            for cell in cells {
                let Some(leaf) = form.tree.leaf(*target) else { continue };
                let text = match form.binds[*target as usize].set {
                    None => String::new(),
                    Some(program) => match self.atom(program, cell) {
                        Ok(atom) => {
                            self.with(|_, environment| value::set(&atom, leaf.data_type, environment))
                        }
                        Err(error) => {
                            self.troubles.insert((program, cell), error);
                            continue;
                        }
                    },
                };
                if self.write(cell, text, None) {
                    self.settle();
                    self.act(cell, depth + 1);
                }
            }
        }
    }
}

/// The innermost scope around both elements.
fn shared_scope(tree: &crate::interview::compile::Tree, a: FormNode, b: FormNode) -> FormNode {
    let mut scope = tree.get(a).scope;
    while scope != 0 && !tree.holds(scope, b) {
        scope = tree.scope_around(scope);
    }
    scope
}

/// Whether an interface has a control for it in which something can be entered.
pub(crate) fn is_asked(kind: Kind) -> bool {
    kind.is_asked()
}

/// Whether a value is one of a scale's.
fn on_scale(text: &str, range: Option<(f64, f64, f64)>) -> bool {
    let (Some((start, end, step)), Ok(value)) = (range, text.parse::<f64>()) else { return true };
    let steps = (value - start) / step;
    let within = value >= start.min(end) && value <= start.max(end);
    within && (step == 0.0 || (steps - steps.round()).abs() < 1e-9)
}

/// Whether an element holds a value.
pub(crate) fn is_leaf(role: &Role) -> bool {
    matches!(role, Role::Leaf(_))
}
