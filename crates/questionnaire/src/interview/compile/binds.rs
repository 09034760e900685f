//! The conditions and values of every element, compiled.

use crate::definition::{Kind, Node};
use crate::expression::{Axis, Expression, Kind as Syntax, Operator, Path, Start, Step, Test, parse};
use crate::faults::Fault;
use crate::xform::lexer::is_dynamic;

use super::program::{Compiler, ProgramId, Site};
use super::reference::dependencies;
use super::tree::{FormNode, Role};

/// A condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// True whatever was answered.
    Always,
    /// False whatever was answered.
    Never,
    /// As an expression says.
    When(ProgramId),
}

/// What an element holds when it comes to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum First {
    /// Nothing.
    Blank,
    /// Always the same.
    Fixed(String),
    /// What an expression says at that moment.
    Computed(ProgramId),
}

/// What holds of one element.
#[derive(Debug)]
pub(crate) struct Bind {
    pub(crate) relevant: Condition,
    pub(crate) read_only: Condition,
    pub(crate) required: Condition,
    /// Condition on the answer.
    pub(crate) constraint: Option<ProgramId>,
    /// Condition whose breach can be confirmed.
    pub(crate) soft: Option<ProgramId>,
    /// The value, computed whenever something that it depends on changes.
    pub(crate) calculation: Option<ProgramId>,
    /// The value when one of the triggers changes; nothing clears it.
    pub(crate) set: Option<ProgramId>,
    pub(crate) first: First,
    /// The elements that are set when this one changes.
    pub(crate) sets: Vec<FormNode>,
    /// How many instances of this repeat there are, evaluated for the element around it.
    pub(crate) count: Option<ProgramId>,
    /// The condition of this repeat where it has no instance yet, evaluated for the element around it.
    pub(crate) offered: Option<ProgramId>,
    /// What there is to choose from, by number.
    pub(crate) choices: Option<u32>,
    /// Least, greatest and step of a range.
    pub(crate) range: Option<(f64, f64, f64)>,
}

/// What is written into an entity.
#[derive(Debug)]
pub(crate) struct EntityBind {
    /// The element `entity`.
    pub(crate) node: FormNode,
    pub(crate) list: String,
    /// Which entity is updated; `None` where a new one is made.
    pub(crate) id: Option<ProgramId>,
    /// When it is created; `None` where it never is.
    pub(crate) create: Option<Condition>,
    /// When it is updated; `None` where it never is.
    pub(crate) update: Option<Condition>,
}

/// The column and attribute with which an author writes a condition that can be confirmed.
const SOFT: &str = "soft_constraint";

pub(crate) fn compile(compiler: &mut Compiler<'_>) -> Vec<Bind> {
    let mut binds = Vec::with_capacity(compiler.tree.nodes.len());
    for node in 0..compiler.tree.nodes.len() as FormNode {
        binds.push(bind(compiler, node));
    }
    for node in 0..compiler.tree.nodes.len() as FormNode {
        for name in compiler.tree.get(node).node.trigger.clone() {
            let name = name.trim().trim_start_matches("${").trim_end_matches('}');
            if let Some(trigger) = compiler.by_name.get(name).and_then(|found| found.first()) {
                binds[*trigger as usize].sets.push(node);
            } else {
                let place = compiler.place(node, "trigger");
                compiler.faults.push(Fault::error("E-EXPR-054", place).with("name", name));
            }
        }
    }
    warn(compiler, &binds);
    for repeat in compiler.tree.repeats.clone() {
        if let Condition::When(program) = binds[repeat as usize].relevant {
            binds[repeat as usize].offered = offered(compiler, repeat, program);
        }
    }
    binds
}

fn bind(compiler: &mut Compiler<'_>, number: FormNode) -> Bind {
    let template = compiler.tree.get(number);
    let node = &template.node;
    let kind = match &template.role {
        Role::Leaf(leaf) => Some(leaf.question.kind),
        _ => None,
    };
    let at = |column| Site { node: number, column, over_choices: false };
    let triggered = !node.trigger.is_empty();
    let calculation =
        node.calculation.as_deref().and_then(|written| compiler.program(written, at("calculation")));
    let first = match node.default.as_deref() {
        None | Some("") => First::Blank,
        Some(written) if kind.is_some_and(|kind| is_dynamic(written, kind)) => {
            compiler.program(written, at("default")).map_or(First::Blank, First::Computed)
        }
        Some(written) => First::Fixed(written.to_owned()),
    };
    let count = match &template.role {
        Role::Repeat { count: Some(count), .. } => counted(compiler, number, count),
        _ => None,
    };
    let soft = soft(node).map(ToOwned::to_owned);
    Bind {
        relevant: relevant(compiler, node.relevant.as_deref(), at("relevant")),
        read_only: match kind {
            Some(Kind::Note) => Condition::Always,
            _ => condition(compiler, node.read_only.as_deref(), at("read_only"), Condition::Never),
        },
        required: condition(compiler, node.required.as_deref(), at("required"), Condition::Never),
        constraint: node
            .constraint
            .as_deref()
            .and_then(|written| compiler.program(written, at("constraint"))),
        soft: soft.and_then(|written| compiler.program(&written, at(SOFT))),
        calculation: calculation.filter(|_| !triggered),
        set: calculation.filter(|_| triggered),
        first,
        sets: Vec::new(),
        count,
        offered: None,
        choices: None,
        range: range(template),
    }
}

/// The condition that can be confirmed: the column `soft_constraint`, or the attribute that a form carries it in.
fn soft(node: &Node) -> Option<&str> {
    let own = |(name, _): &&(String, String)| name == SOFT || name == "sounding:soft_constraint";
    let found = node.bind_attributes.iter().chain(&node.other_columns).find(own);
    found.map(|(_, written)| written.as_str()).filter(|written| !written.trim().is_empty())
}

fn condition(compiler: &mut Compiler<'_>, written: Option<&str>, site: Site, unsaid: Condition) -> Condition {
    match written.map(str::trim) {
        None | Some("") => unsaid,
        Some("true()" | "yes" | "true" | "TRUE") => Condition::Always,
        Some("false()" | "no" | "false" | "FALSE") => Condition::Never,
        Some(written) => compiler.program(written, site).map_or(unsaid, Condition::When),
    }
}

/// What is never asked is computed like any other relevance, so that it is carried to all that is in it.
fn relevant(compiler: &mut Compiler<'_>, written: Option<&str>, site: Site) -> Condition {
    match condition(compiler, written, site, Condition::Always) {
        Condition::Never => compiler.program("false()", site).map_or(Condition::Never, Condition::When),
        said => said,
    }
}

/// A count is written for the repeat and evaluated for the element around it, which is there before the first instance.
fn counted(compiler: &mut Compiler<'_>, repeat: FormNode, written: &str) -> Option<ProgramId> {
    let parent = compiler.tree.get(repeat).parent;
    let site = Site { node: parent, column: "repeat_count", over_choices: false };
    let mut syntax = compiler.read(written, site)?;
    if let Syntax::Path(Path { start: Start::Context, steps }) = &mut syntax.kind
        && steps.first().is_some_and(|step| step.axis == Axis::Parent)
    {
        steps.remove(0);
        if steps.is_empty() {
            steps.push(Step::new(Axis::Itself, Test::Node));
        }
    }
    compiler.compile(&syntax, site)
}

/// The condition of a repeat as it holds for the element around its instances, where it speaks by name of what is not in them.
fn offered(compiler: &mut Compiler<'_>, repeat: FormNode, program: ProgramId) -> Option<ProgramId> {
    let tree = compiler.tree;
    let inside = |on: FormNode| tree.holds(repeat, on);
    if compiler.programs[program as usize].on.iter().any(|on| inside(on.on)) {
        return None;
    }
    let syntax = parse(tree.get(repeat).node.relevant.as_deref()?).ok()?;
    // Other paths, and places, are those of an instance.
    let by_name = syntax.paths().into_iter().all(|path| !matches!(path.start, Start::Context));
    let own = syntax.functions().into_iter().any(|name| name == "current" || name == "position");
    if !by_name || own {
        return None;
    }
    let site = Site { node: tree.get(repeat).parent, column: "relevant", over_choices: false };
    compiler.compile(&syntax, site)
}

fn range(template: &super::tree::Template) -> Option<(f64, f64, f64)> {
    let Role::Leaf(leaf) = &template.role else { return None };
    if leaf.question.kind != Kind::Range {
        return None;
    }
    let number = |name, unsaid: f64| {
        leaf.question.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(unsaid)
    };
    Some((number("start", 0.0), number("end", 10.0), number("step", 1.0)))
}

pub(crate) fn entities(compiler: &mut Compiler<'_>) -> Vec<EntityBind> {
    let mut found = Vec::new();
    for (entity, node) in compiler.questionnaire.entities.iter().zip(&compiler.tree.entities) {
        let Some(node) = *node else { continue };
        let at = |column| Site { node, column, over_choices: false };
        // One without an identifier is created; one with an identifier is updated, and created where the author says when.
        let creates = entity.id.is_none() || entity.create_if.is_some();
        let create = creates
            .then(|| condition(compiler, entity.create_if.as_deref(), at("create_if"), Condition::Always));
        let update = entity
            .id
            .is_some()
            .then(|| condition(compiler, entity.update_if.as_deref(), at("update_if"), Condition::Always));
        let id = entity.id.as_deref().map(|written| compiler.program(written, at("entity_id")));
        found.push(EntityBind { node, list: entity.list.clone(), id: id.flatten(), create, update });
    }
    found
}

/// What engines understand differently, for the author to know.
fn warn(compiler: &mut Compiler<'_>, binds: &[Bind]) {
    let tree = compiler.tree;
    let mut said = Vec::new();
    for program in &compiler.programs {
        if program.over_choices {
            continue;
        }
        let alone = |operand: &Expression| {
            let nothing = |_: &str| true;
            dependencies(tree, operand, program.node, false, &nothing, &mut Vec::new())
        };
        program.syntax.walk(&mut |part| match &part.kind {
            Syntax::Call(call) if call.name == "sum" => {
                let on = call.arguments.first().map(alone).unwrap_or_default();
                let blank = on.iter().find(|on| {
                    let bind = &binds[on.on as usize];
                    tree.leaf(on.on).is_some()
                        && bind.required != Condition::Always
                        && bind.calculation.is_none()
                });
                if let Some(blank) = blank {
                    said.push(("W-EXPR-058", program.node, program.column, tree.get(blank.on).name.clone()));
                }
            }
            Syntax::Chain(chain)
                if !tree.repeats.is_empty()
                    && chain.rest.iter().all(|(operator, _)| *operator != Operator::Union) =>
            {
                let operands =
                    std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, operand)| operand));
                for operand in operands {
                    let Syntax::Path(path) = &operand.kind else { continue };
                    if path.steps.iter().any(|step| !step.predicates.is_empty()) {
                        continue;
                    }
                    let into = alone(operand).into_iter().find(|on| {
                        tree.leaf(on.on).is_some()
                            && tree.get(on.on).scope > on.within
                            && !tree.holds(tree.get(on.on).scope, program.node)
                    });
                    if let Some(into) = into {
                        said.push((
                            "W-EXPR-059",
                            program.node,
                            program.column,
                            tree.get(into.on).name.clone(),
                        ));
                    }
                }
            }
            _ => {}
        });
    }
    for (code, node, column, name) in said {
        let place = compiler.place(node, column);
        compiler.faults.push(Fault::warning(code, place).with("name", name));
    }
}
