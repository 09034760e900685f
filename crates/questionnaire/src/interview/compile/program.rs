//! Expressions of one form: read, their references resolved, compiled for evaluation; and what is wrong with them said with its place.

use std::collections::BTreeMap;

use sounding_survey::Place;

use crate::definition::Questionnaire;
use crate::expression::{
    self, Axis, Chain, Expression, Kind, Names, Operator, Path, RemarkKind, Start, Test,
};
use crate::faults::Fault;
use crate::interview::stock::{Index, IndexKey, Stock};

use super::reference::{ByName, Dependency, ReferenceFault, dependencies, resolve};
use super::tree::{FormNode, Tree};

/// Number of a compiled expression.
pub(crate) type ProgramId = u32;

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Program {
    /// What is evaluated.
    pub(crate) compiled: expression::Compiled,
    /// The tree from which it was compiled.
    pub(crate) syntax: Expression,
    /// On which elements it depends.
    pub(crate) on: Vec<Dependency>,
    /// The element for which it is evaluated.
    pub(crate) node: FormNode,
    /// Where it was written.
    pub(crate) column: &'static str,
    /// Whether a choice is its context.
    pub(crate) over_choices: bool,
}

/// Functions whose values are not the same later.
const FLEETING: [&str; 8] = ["now", "today", "random", "uuid", "randomize", "once", "property", "version"];

impl Program {
    /// Whether its value follows from the moment or from chance.
    pub(crate) fn is_fleeting(&self) -> bool {
        self.syntax.functions().into_iter().any(|name| FLEETING.contains(&name))
    }
}

/// What an expression is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site {
    /// The element for which it is evaluated.
    pub(crate) node: FormNode,
    /// Column of the sheet, or what it is.
    pub(crate) column: &'static str,
    /// Whether a choice is its context.
    pub(crate) over_choices: bool,
}

/// Gathers the expressions and faults of a form.
pub(crate) struct Compiler<'a> {
    pub(crate) questionnaire: &'a Questionnaire,
    pub(crate) tree: &'a Tree,
    pub(crate) by_name: &'a ByName,
    pub(crate) stock: &'a Stock,
    pub(crate) names: Names,
    pub(crate) programs: Vec<Program>,
    pub(crate) faults: Vec<Fault>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        questionnaire: &'a Questionnaire,
        tree: &'a Tree,
        by_name: &'a ByName,
        stock: &'a Stock,
        names: Names,
        faults: Vec<Fault>,
    ) -> Compiler<'a> {
        Compiler { questionnaire, tree, by_name, stock, names, programs: Vec::new(), faults }
    }

    /// Where an element was written.
    pub(crate) fn place(&self, node: FormNode, column: &str) -> Place {
        let row = self.tree.get(node).node.row;
        let place = Place::default().sheet("survey");
        if row > 0 {
            place.line(row).column(column)
        } else {
            place.column(format!("{} ({column})", self.tree.path(node)))
        }
    }

    /// Compiles an expression as written; `None` when it is wrong, which was said.
    pub(crate) fn program(&mut self, written: &str, site: Site) -> Option<ProgramId> {
        let syntax = self.read(written, site)?;
        self.compile(&syntax, site)
    }

    /// Reads an expression and says what is wrong or doubtful with it by itself.
    pub(crate) fn read(&mut self, written: &str, site: Site) -> Option<Expression> {
        let place = self.place(site.node, site.column);
        let syntax = match expression::parse(written) {
            Ok(syntax) => syntax,
            Err(fault) => {
                self.faults.push(fault.fault(&place));
                return None;
            }
        };
        let mut good = true;
        for remark in expression::check(&syntax) {
            // Of blanks in sums more is known once the questions are.
            if !matches!(remark.kind, RemarkKind::EnginesDiffer { .. }) {
                good &= !remark.kind.is_error();
                self.faults.push(remark.fault(&place, written));
            }
        }
        good.then_some(syntax)
    }

    /// Compiles an expression that was read.
    pub(crate) fn compile(&mut self, syntax: &Expression, site: Site) -> Option<ProgramId> {
        let mut wrong = Vec::new();
        let resolved = resolve(self.tree, self.by_name, syntax, site.node, &mut wrong);
        let stock = self.stock;
        let known = |instance: &str| stock.document(instance).is_some();
        let on = dependencies(self.tree, &resolved, site.node, site.over_choices, &known, &mut wrong);
        let bad = !wrong.is_empty();
        for fault in wrong {
            self.say(fault, site);
        }
        if bad {
            return None;
        }
        match expression::compile(&resolved, &mut self.names) {
            Ok(compiled) => {
                let Site { node, column, over_choices } = site;
                self.programs.push(Program { compiled, syntax: resolved, on, node, column, over_choices });
                Some(self.programs.len() as ProgramId - 1)
            }
            Err(remarks) => {
                for remark in remarks {
                    let place = self.place(site.node, site.column);
                    self.faults.push(remark.fault(&place, &syntax.to_string()));
                }
                None
            }
        }
    }

    fn say(&mut self, fault: ReferenceFault, site: Site) {
        let place = self.place(site.node, site.column);
        self.faults.push(match fault {
            ReferenceFault::Unknown(name, near) => match near {
                Some(near) => Fault::error("E-EXPR-053", place).with("name", name).with("near", near),
                None => Fault::error("E-EXPR-054", place).with("name", name),
            },
            ReferenceFault::Ambiguous(name) => Fault::error("E-EXPR-055", place).with("name", name),
            ReferenceFault::NoPath(path) => Fault::error("E-EXPR-056", place).with("path", path),
            ReferenceFault::NoInstance(name) => Fault::error("E-EXPR-057", place).with("name", name),
        });
    }
}

/// The indexes that the expressions can use: for every `instance('x')/root/item[column = …]`, by its first predicate.
pub(crate) fn indexes(programs: &[Program], stock: &Stock, names: &Names) -> BTreeMap<IndexKey, Index> {
    let mut found = BTreeMap::new();
    for program in programs {
        for path in program.syntax.paths() {
            let Some(key) = indexed(path, stock, names) else { continue };
            for child in key.1 {
                let key = IndexKey { child, ..key.0 };
                found.entry(key).or_insert_with(|| Index::new(stock, key));
            }
        }
    }
    found
}

fn indexed(path: &Path, stock: &Stock, names: &Names) -> Option<(IndexKey, Vec<expression::NameId>)> {
    let Start::Filter { base, .. } = &path.start else { return None };
    let Kind::Call(call) = &base.kind else { return None };
    let ("instance", [Expression { kind: Kind::Text(instance), .. }]) =
        (&*call.name, call.arguments.as_slice())
    else {
        return None;
    };
    let [root, item, ..] = path.steps.as_slice() else { return None };
    let (Axis::Child, Test::Name(_), Axis::Child, Test::Name(item_name)) =
        (root.axis, &root.test, item.axis, &item.test)
    else {
        return None;
    };
    let parent = stock.root(instance)?;
    let mut columns = Vec::new();
    for predicate in &item.predicates {
        compared(predicate, &mut |column| columns.extend(names.get(column)));
    }
    let first = *columns.first()?;
    Some((IndexKey { parent, item: names.get(item_name)?, child: first }, columns))
}

/// The columns that a predicate compares with something by `=`, in a chain of `and`.
fn compared(predicate: &Expression, see: &mut dyn FnMut(&str)) {
    let Kind::Chain(Chain { first, rest }) = &predicate.kind else { return };
    match rest.first() {
        Some((Operator::And, _)) => {
            compared(first, see);
            rest.iter().for_each(|(_, operand)| compared(operand, see));
        }
        Some((Operator::Equal, right)) if rest.len() == 1 => {
            for side in [&**first, right] {
                if let Kind::Path(Path { start: Start::Context, steps }) = &side.kind
                    && let [step] = steps.as_slice()
                    && let (Axis::Child, Test::Name(column)) = (step.axis, &step.test)
                {
                    see(column);
                }
            }
        }
        _ => {}
    }
}
