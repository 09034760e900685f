//! An interview in progress: the answers, and what follows from them.

mod answer;
mod cells;
mod compute;
mod offer;
mod paths;
mod repeats;
mod scene;
mod value;
mod view;

use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::expression::{Atom, Environment, EvaluationError, Moment};

use super::compile::{Condition, First, Form, FormNode, NOTHING, Preload, ProgramId, Role};
use super::log::{EventKind, EventLog};

pub use answer::{Answered, Changed, Refused};
pub use offer::Offer;
pub use scene::Surroundings;
pub use view::Element;

pub(crate) use cells::{BlockNumber, Cell, Cells};
pub(crate) use scene::{Node, Scene};
pub(crate) use value::read as read_value;

/// An interview in progress. Every call that can change it is given the instant; it has no clock.
#[derive(Debug, Clone)]
pub struct Interview {
    pub(crate) form: Arc<Form>,
    pub(crate) surroundings: Surroundings,
    pub(crate) cells: Cells,
    pub(crate) language: usize,
    pub(crate) log: EventLog,
    /// The instant of the call that is carried out.
    pub(crate) now: Moment,
    /// How many random numbers were drawn.
    pub(crate) draws: Counter<u64>,
    /// What is to be computed: number of the computation, and the cell.
    queue: BTreeSet<(u32, Cell)>,
    /// Doubtful answers that were confirmed, with the answer.
    pub(crate) confirmed: BTreeMap<Cell, String>,
    /// What could not be computed, by expression and cell.
    pub(crate) troubles: BTreeMap<(ProgramId, Cell), EvaluationError>,
    /// Identifier of the submission that this one replaces.
    pub(crate) replaces: Option<String>,
    /// Whether it was finished.
    pub(crate) finished: bool,
    /// While it begins: the defaults of all instances are set together.
    beginning: bool,
    /// While a submission is gone through: nothing is added, taken away or drawn.
    frozen: bool,
}

/// An expression that had no value for the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The element.
    pub path: String,
    /// Which of its expressions.
    pub column: &'static str,
    /// What went wrong.
    pub error: EvaluationError,
}

impl Interview {
    /// Begins an interview: defaults are set, the first instance of every repeat without a count is there, everything is computed.
    pub fn begin(form: Arc<Form>, surroundings: Surroundings, at: Moment) -> Interview {
        let mut interview = Interview::blank(form, surroundings, at);
        interview.log.add(EventKind::FormStart, None, at.0);
        interview.preload(0);
        interview.fill_block(0);
        // As when the engine of Collect opens a form: defaults first, in reading order, then all that follows from answers.
        interview.set_defaults(0);
        interview.beginning = false;
        interview.compute_all();
        interview
    }

    /// The cells of the record, with nothing in them.
    pub(crate) fn blank(form: Arc<Form>, surroundings: Surroundings, at: Moment) -> Interview {
        let cells = Cells::new(&form.tree);
        let language = form.default_language();
        Interview {
            form,
            surroundings,
            cells,
            language,
            log: EventLog::default(),
            now: at,
            draws: Counter::new(0),
            queue: BTreeSet::new(),
            confirmed: BTreeMap::new(),
            troubles: BTreeMap::new(),
            replaces: None,
            finished: false,
            beginning: true,
            frozen: false,
        }
    }

    /// Nothing is set any more as in a new interview.
    pub(crate) fn begun(&mut self) {
        self.beginning = false;
    }

    /// From now on nothing is added, taken away or drawn.
    pub(crate) fn freeze(&mut self) {
        self.frozen = true;
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// What happened so far.
    pub fn log(&self) -> &EventLog {
        &self.log
    }

    /// Where the client is from now on: latitude, longitude and accuracy in metres; kept with the events.
    pub fn locate(&mut self, location: Option<(f64, f64, f64)>) {
        self.log.location = location;
    }

    /// The language shown, as written.
    pub fn language(&self) -> &str {
        &self.form.languages[self.language]
    }

    /// Shows another language from now on; `false` where the form does not have it.
    pub fn set_language(&mut self, language: &str, at: Moment) -> bool {
        self.now = at;
        let Some(found) = self.form.languages.iter().position(|known| known == language) else {
            return false;
        };
        self.language = found;
        self.log.add(EventKind::Language, None, at.0).new = Some(language.to_owned());
        true
    }

    /// Whether it was finished.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Expressions that have no value for the answers given; where the engine of Collect would stop.
    pub fn troubles(&self) -> Vec<Trouble> {
        let trouble = |((program, cell), error): (&(ProgramId, Cell), &EvaluationError)| Trouble {
            path: self.path(*cell),
            column: self.form.programs[*program as usize].column,
            error: error.clone(),
        };
        self.troubles.iter().map(trouble).collect()
    }

    /// Evaluates something over the interview as it is.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&Scene<'_>, &Environment<'_>) -> R) -> R {
        let random = || self.draw();
        let environment = Environment {
            now: self.now,
            offset_minutes: self.surroundings.offset_minutes,
            language: tag(self.language()),
            random: &random,
        };
        let scene = Scene {
            form: &self.form,
            cells: &self.cells,
            language: self.language,
            surroundings: &self.surroundings,
            environment,
            depth: Counter::new(0),
        };
        work(&scene, &environment)
    }

    /// The value of an expression for a cell.
    pub(crate) fn atom(&self, program: ProgramId, cell: Cell) -> Result<Atom<'static>, EvaluationError> {
        let form = &self.form;
        self.with(|scene, environment| {
            let compiled = &form.programs[program as usize].compiled;
            compiled.atom(scene, environment, Node::Cell(cell)).map(Atom::into_owned)
        })
    }

    /// Whether a condition holds; what cannot be computed is `unsaid`.
    pub(crate) fn holds(&self, condition: Condition, cell: Cell, unsaid: bool) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Never => false,
            Condition::When(program) => self.atom(program, cell).map_or(unsaid, |atom| atom.to_boolean()),
        }
    }

    /// The next 64 random bits: of a digest of the seed and the number of the draw.
    pub(crate) fn draw(&self) -> u64 {
        let number = self.draws.get();
        self.draws.set(number + 1);
        digest(&self.surroundings.seed, &number.to_be_bytes())
    }

    /// Random bits that belong to something, and are the same whenever they are asked for.
    pub(crate) fn drawn_for(&self, what: &str) -> u64 {
        digest(&self.surroundings.seed, what.as_bytes())
    }

    /// A random identifier in the writing of UUIDs.
    pub(crate) fn uuid(&self) -> String {
        let (high, low) = (self.draw(), self.draw());
        identifier(high, low)
    }

    /// Sets what the client knows in a block and in the blocks in it.
    fn preload(&mut self, block: BlockNumber) {
        let form = Arc::clone(&self.form);
        let offset = self.surroundings.offset_minutes;
        for (cell, node) in self.cells_of(block) {
            let Some(leaf) = form.tree.leaf(node) else { continue };
            if let First::Fixed(text) = &form.binds[node as usize].first {
                // What does not fit the type, or is not among the choices, is nothing.
                let read = self.with(|_, environment| read_value(text, leaf.data_type, environment));
                self.cells.get_mut(cell).text = read.unwrap_or_default();
                if self.is_chosen_once(node) {
                    self.keep_offered(cell);
                }
            }
            let text = match &leaf.preload {
                Some(Preload::Start) => self.now.date_time_text(offset),
                Some(Preload::Today) => self.now.date_text(offset),
                Some(Preload::InstanceId) => format!("uuid:{}", self.uuid()),
                Some(Preload::Property(name)) => self.property(name),
                Some(Preload::End) | None => continue,
            };
            if !text.is_empty() {
                self.cells.get_mut(cell).text = text;
            }
        }
    }

    fn property(&self, name: &str) -> String {
        let known = |name: &str| self.surroundings.properties.get(name).cloned();
        if let Some(value) = known(name) {
            return value;
        }
        // `uri:username` is the same with its kind before it.
        let Some(plain) = name.strip_prefix("uri:") else { return String::new() };
        known(plain).map_or_else(String::new, |value| match plain {
            "email" => format!("mailto:{value}"),
            "phonenumber" => format!("tel:{value}"),
            _ => format!("{plain}:{value}"),
        })
    }

    /// Every cell of a block itself with its element.
    pub(crate) fn cells_of(&self, block: BlockNumber) -> Vec<(Cell, FormNode)> {
        let here = self.cells.block(block);
        let layout = &self.form.tree.layout[self.form.tree.scope_number(here.scope)];
        layout.iter().enumerate().map(|(place, node)| (here.base + place as Cell, *node)).collect()
    }

    /// Sets the defaults that are computed, in reading order; each is seen by those after it.
    pub(crate) fn set_defaults(&mut self, block: BlockNumber) {
        let form = Arc::clone(&self.form);
        for block in self.cells.blocks_in(block) {
            for (cell, node) in self.cells_of(block) {
                let First::Computed(program) = form.binds[node as usize].first else { continue };
                let Some(leaf) = form.tree.leaf(node) else { continue };
                // What it names may have to be computed first.
                self.settle();
                let text = match self.atom(program, cell) {
                    Ok(atom) => self.with(|_, environment| value::set(&atom, leaf.data_type, environment)),
                    Err(error) => {
                        self.troubles.insert((program, cell), error);
                        continue;
                    }
                };
                self.write(cell, text, None);
            }
        }
        self.settle();
    }

    /// Writes a value and lets everything that depends on it wait for its computation.
    pub(crate) fn write(
        &mut self,
        cell: Cell,
        text: String,
        computed: Option<crate::expression::DataType>,
    ) -> bool {
        let content = self.cells.get_mut(cell);
        if content.text == text && content.computed == computed {
            return false;
        }
        content.computed = computed;
        content.text = text;
        self.changed(cell);
        true
    }

    /// The element of a cell.
    pub(crate) fn node(&self, cell: Cell) -> FormNode {
        self.cells.get(cell).form
    }

    /// Whether a cell is the instance of a repeat.
    pub(crate) fn is_instance(&self, cell: Cell) -> bool {
        matches!(self.form.tree.get(self.node(cell)).role, Role::Repeat { .. })
    }

    /// The cell around it.
    pub(crate) fn around(&self, cell: Cell) -> Option<Cell> {
        self.cells.parent(&self.form.tree, cell).filter(|parent| *parent != NOTHING)
    }
}

/// An identifier in the writing of UUIDs, of given bits.
pub(crate) fn identifier(high: u64, low: u64) -> String {
    let high = (high & !0xF000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// The tag in brackets of a language's name, else the name: `vi` of `Tiếng Việt (vi)`.
pub(crate) fn tag(language: &str) -> &str {
    language.rsplit_once('(').map_or(language, |(_, tag)| tag.trim_end_matches(')').trim())
}

fn digest(seed: &[u8; 32], what: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed);
    hash.update(what);
    hash.finalize().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}
