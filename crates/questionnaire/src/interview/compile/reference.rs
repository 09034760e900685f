//! What the references of an expression lead to: `${name}` becomes a path, and every path is followed over the definition to find
//! on which elements the expression depends, and within which instance of a repeat.

use std::collections::BTreeMap;

use crate::expression::{
    Axis, Call, Expression, Kind, Path, Reference, Start, Step, Test, replace_references,
};

use super::tree::{FormNode, NOTHING, Tree};

/// Questions, groups and repeats by name.
pub(crate) type ByName = BTreeMap<String, Vec<FormNode>>;

/// What is wrong with a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReferenceFault {
    /// No element has that name; the nearest name that there is.
    Unknown(String, Option<String>),
    /// Several elements have that name.
    Ambiguous(String),
    /// A path leads to no element.
    NoPath(String),
    /// An instance that is not there.
    NoInstance(String),
}

/// How an expression depends on an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependency {
    /// The element.
    pub(crate) on: FormNode,
    /// The scope within whose instance it is looked for; the root where it may be any instance.
    pub(crate) within: FormNode,
    /// Only the place among the instances matters, not how many there are.
    pub(crate) position: bool,
}

/// Puts paths in the place of every `${name}`: from the element of the expression, so that within a repeat the same instance is meant.
pub(crate) fn resolve(
    tree: &Tree,
    names: &ByName,
    expression: &Expression,
    context: FormNode,
    faults: &mut Vec<ReferenceFault>,
) -> Expression {
    let mut replace = |reference: &Reference| -> Option<Expression> {
        let target = target(names, reference, faults)?;
        if reference.last_saved {
            return Some(last_saved(tree, target));
        }
        Some(path_between(tree, context, target))
    };
    let mut plain = expression.clone();
    prepare(tree, names, &mut plain, context);
    plain.map_references(&mut replace)
}

/// What a reference by reference cannot know: `indexed-repeat` counts its own instances, so that its nodes are meant in all of them;
/// and a text in quotes may hold references too, as in `jr:choice-name(${q}, '${q}')`.
fn prepare(tree: &Tree, names: &ByName, expression: &mut Expression, context: FormNode) {
    change_calls(expression, &mut |call: &mut Call| {
        let indexed = call.name == "indexed-repeat";
        for (place, argument) in call.arguments.iter_mut().enumerate() {
            match &mut argument.kind {
                Kind::Reference(reference) if indexed && (place == 0 || place % 2 == 1) => {
                    if let Some([only]) = names.get(&reference.name).map(Vec::as_slice) {
                        argument.kind = absolute(tree, *only).kind;
                    }
                }
                Kind::Text(text) if text.contains("${") => {
                    *text = replace_references(text, |reference| {
                        let target = names.get(&reference.name)?.first()?;
                        Some(relative_text(tree, context, *target))
                    });
                }
                _ => {}
            }
        }
    });
}

/// `../../group/name`, or the absolute path where no repeat holds both.
fn relative_text(tree: &Tree, context: FormNode, target: FormNode) -> String {
    let shared = tree.holds(tree.get(context).scope, target) && tree.get(context).scope != 0;
    if !shared || context == target {
        return tree.path(target);
    }
    let written = path_between(tree, context, target).to_string();
    written.trim_start_matches("current()/").to_owned()
}

fn change_calls(expression: &mut Expression, change: &mut dyn FnMut(&mut Call)) {
    match &mut expression.kind {
        Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => {}
        Kind::Negate(operand) => change_calls(operand, change),
        Kind::Chain(chain) => {
            change_calls(&mut chain.first, change);
            chain.rest.iter_mut().for_each(|(_, operand)| change_calls(operand, change));
        }
        Kind::Call(call) => {
            change(call);
            call.arguments.iter_mut().for_each(|argument| change_calls(argument, change));
        }
        Kind::Path(path) => {
            if let Start::Filter { base, predicates } = &mut path.start {
                change_calls(base, change);
                predicates.iter_mut().for_each(|predicate| change_calls(predicate, change));
            }
            for step in &mut path.steps {
                step.predicates.iter_mut().for_each(|predicate| change_calls(predicate, change));
            }
        }
    }
}

fn target(names: &ByName, reference: &Reference, faults: &mut Vec<ReferenceFault>) -> Option<FormNode> {
    match names.get(&reference.name).map(Vec::as_slice) {
        Some([only]) => Some(*only),
        Some([first, ..]) => {
            faults.push(ReferenceFault::Ambiguous(reference.name.clone()));
            Some(*first)
        }
        _ => {
            faults.push(ReferenceFault::Unknown(reference.name.clone(), nearest(names, &reference.name)));
            None
        }
    }
}

/// The name that differs in case or in one character, to propose it.
fn nearest(names: &ByName, wanted: &str) -> Option<String> {
    let lower = wanted.to_lowercase();
    let same = names.keys().find(|name| name.to_lowercase() == lower);
    same.or_else(|| names.keys().find(|name| one_apart(name, wanted))).cloned()
}

fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a.len().max(b.len()) < 3 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - head - tail <= 1
}

/// `/data/group/name`.
pub(crate) fn absolute(tree: &Tree, target: FormNode) -> Expression {
    let path = tree.path(target);
    let names: Vec<&str> = path.split('/').skip(1).collect();
    Expression::absolute(&names)
}

fn last_saved(tree: &Tree, target: FormNode) -> Expression {
    let path = tree.path(target);
    let steps = path.split('/').skip(1).map(Step::child).collect();
    let base = Box::new(Expression::call("instance", vec![Expression::text("__last-saved")]));
    Expression::new(Kind::Path(Path { start: Start::Filter { base, predicates: Vec::new() }, steps }))
}

/// `current()/../../group/name`, from one element to another.
fn path_between(tree: &Tree, context: FormNode, target: FormNode) -> Expression {
    let mut steps = Vec::new();
    let mut common = context;
    while !tree.holds(common, target) {
        steps.push(Step::new(Axis::Parent, Test::Node));
        common = tree.get(common).parent;
    }
    let mut down = Vec::new();
    let mut at = target;
    while at != common {
        down.push(Step::child(&*tree.get(at).name));
        at = tree.get(at).parent;
    }
    steps.extend(down.into_iter().rev());
    if steps.is_empty() {
        steps.push(Step::new(Axis::Itself, Test::Node));
    }
    let base = Box::new(Expression::call("current", Vec::new()));
    Expression::new(Kind::Path(Path { start: Start::Filter { base, predicates: Vec::new() }, steps }))
}

/// Where a path is while it is followed.
#[derive(Debug, Clone)]
enum Place {
    /// The document around the root.
    Document,
    /// Elements, and the scope within whose instance they are.
    Elements(Vec<FormNode>, FormNode),
    /// The data beside the answers, or nothing that can be known.
    Elsewhere,
}

/// All elements on which an expression depends. References must be resolved. An expression over choices has a choice for its
/// context, and the question is `current()`.
pub(crate) fn dependencies(
    tree: &Tree,
    expression: &Expression,
    context: FormNode,
    over_choices: bool,
    instances: &dyn Fn(&str) -> bool,
    faults: &mut Vec<ReferenceFault>,
) -> Vec<Dependency> {
    let origin = Place::Elements(vec![context], tree.get(context).scope);
    let start = if over_choices { Place::Elsewhere } else { origin.clone() };
    let mut following = Following { tree, origin, instances, found: Vec::new(), faults };
    following.expression(expression, &start, false);
    let mut found = following.found;
    found.sort_unstable();
    found.dedup();
    found
}

struct Following<'a> {
    tree: &'a Tree,
    origin: Place,
    instances: &'a dyn Fn(&str) -> bool,
    found: Vec<Dependency>,
    faults: &'a mut Vec<ReferenceFault>,
}

impl Following<'_> {
    fn expression(&mut self, expression: &Expression, context: &Place, position: bool) {
        match &expression.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => {}
            Kind::Negate(operand) => self.expression(operand, context, false),
            Kind::Chain(chain) => {
                self.expression(&chain.first, context, false);
                chain.rest.iter().for_each(|(_, operand)| self.expression(operand, context, false));
            }
            Kind::Call(call) => {
                let position = call.name == "position";
                let everywhere = call.name == "indexed-repeat";
                for (place, argument) in call.arguments.iter().enumerate() {
                    if everywhere && (place == 0 || place % 2 == 1) {
                        let before = self.found.len();
                        self.expression(argument, context, false);
                        self.found[before..].iter_mut().for_each(|found| found.within = 0);
                    } else {
                        self.expression(argument, context, position);
                    }
                }
            }
            Kind::Path(path) => {
                let place = self.path(path, context);
                if let Place::Elements(elements, within) = place {
                    self.found.extend(elements.iter().map(|on| Dependency { on: *on, within, position }));
                }
            }
        }
    }

    fn path(&mut self, path: &Path, context: &Place) -> Place {
        let mut place = match &path.start {
            Start::Root => Place::Document,
            Start::Context => context.clone(),
            Start::Filter { base, predicates } => {
                let start = match &base.kind {
                    Kind::Call(call) if call.name == "current" => self.origin.clone(),
                    Kind::Call(call) if call.name == "instance" => {
                        self.instance(call);
                        Place::Elsewhere
                    }
                    Kind::Path(inner) => self.path(inner, context),
                    _ => {
                        self.expression(base, context, false);
                        Place::Elsewhere
                    }
                };
                predicates.iter().for_each(|predicate| self.expression(predicate, &start, false));
                start
            }
        };
        // An absolute path means the instances around the element of the expression as far as its names are theirs.
        let mut own = matches!(path.start, Start::Root);
        let from = match &self.origin {
            Place::Elements(elements, _) => elements.first().copied(),
            _ => None,
        };
        for step in &path.steps {
            place = self.step(step, place, path);
            for predicate in &step.predicates {
                self.expression(predicate, &place, false);
            }
            if let (true, Some(from), Place::Elements(elements, within)) = (own, from, &mut place)
                && let [element] = elements[..]
            {
                own =
                    step.axis == Axis::Child && step.predicates.is_empty() && self.tree.holds(element, from);
                if own {
                    *within = self.tree.get(element).scope;
                }
            }
        }
        place
    }

    fn instance(&mut self, call: &Call) {
        if let [Expression { kind: Kind::Text(name), .. }] = call.arguments.as_slice()
            && !(self.instances)(name)
        {
            self.faults.push(ReferenceFault::NoInstance(name.clone()));
        }
    }

    fn step(&mut self, step: &Step, place: Place, path: &Path) -> Place {
        let tree = self.tree;
        let (elements, within) = match place {
            Place::Elsewhere => return Place::Elsewhere,
            Place::Document => match (step.axis, &step.test) {
                (Axis::Child, Test::Any | Test::Node | Test::AnyOf(_)) => return Place::Elements(vec![0], 0),
                (Axis::Child, Test::Name(name)) if same_name(&tree.get(0).name, name) => {
                    return Place::Elements(vec![0], 0);
                }
                (Axis::DescendantOrSelf, _) => (vec![0], 0),
                _ => {
                    self.lost(path);
                    return Place::Elsewhere;
                }
            },
            Place::Elements(elements, within) => (elements, within),
        };
        let mut next: Vec<FormNode> = Vec::new();
        let mut around = within;
        for element in &elements {
            match step.axis {
                Axis::Child => {
                    let children = &tree.get(*element).children;
                    next.extend(children.iter().filter(|child| fits(&tree.get(**child).name, &step.test)));
                }
                Axis::Parent => {
                    let parent = tree.get(*element).parent;
                    if parent != NOTHING {
                        around = around.min(tree.get(parent).scope);
                        next.push(parent);
                    }
                }
                Axis::Itself => next.push(*element),
                Axis::DescendantOrSelf => next.extend(*element..tree.get(*element).end),
                // Attributes do not change.
                Axis::Attribute => return Place::Elsewhere,
            }
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            self.lost(path);
            return Place::Elsewhere;
        }
        Place::Elements(next, around)
    }

    fn lost(&mut self, path: &Path) {
        let written = Expression::new(Kind::Path(path.clone())).to_string();
        self.faults.push(ReferenceFault::NoPath(written));
    }
}

/// Names are the same with and without a prefix, because forms write them either way.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let local = |name: &str| name.rsplit_once(':').map_or(0, |(prefix, _)| prefix.len() + 1);
    a == b || (a[local(a)..] == b[local(b)..] && (local(a) == 0 || local(b) == 0))
}

fn fits(name: &str, test: &Test) -> bool {
    match test {
        Test::Name(wanted) => same_name(name, wanted),
        Test::Any | Test::Node => true,
        Test::AnyOf(prefix) => name.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with(':')),
    }
}
