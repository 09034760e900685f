//! Evaluates compiled expressions over a [`World`].

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;

use super::compile::{Code, Compiled, LookupCode, PathCode, StartCode, StepCode, TestCode, arithmetic};
pub(crate) use super::fault::EvaluationError;
use super::functions::Function;
use super::names::NameId;
use super::syntax::{Axis, Operator};
use super::value::{Atom, Value};
use super::world::{Environment, Key, World};

/// What an evaluation gives.
pub(crate) type Evaluated<'a, W> = Result<Value<'a, <W as World>::Node>, EvaluationError>;

/// For which node an expression is evaluated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<N> {
    /// The node that a predicate is about; outside of predicates the same as `current`.
    pub(crate) node: N,
    /// Its place among the nodes that the predicate filters, from 1.
    pub(crate) place: Option<usize>,
    /// How many these are.
    pub(crate) size: usize,
    /// The node of the whole expression.
    pub(crate) current: N,
}

/// A world and what is known beside it.
pub(crate) struct Evaluator<'a, W> {
    pub(crate) world: &'a W,
    pub(crate) environment: &'a Environment<'a>,
    /// Nodes that were looked at.
    visits: Cell<usize>,
}

/// Nodes that one evaluation may look at: conditions within conditions multiply.
const VISITS: usize = 20_000_000;
/// Bytes that a text may have.
pub(crate) const TEXT_LIMIT: usize = 16 << 20;

impl Compiled {
    /// The value for a node.
    ///
    /// # Errors
    /// Where JavaRosa would stop the interview: see [`EvaluationError`].
    pub fn evaluate<'a, W: World>(
        &'a self,
        world: &'a W,
        environment: &'a Environment<'a>,
        node: W::Node,
    ) -> Result<Value<'a, W::Node>, EvaluationError> {
        let scope = Scope { node, place: None, size: 1, current: node };
        Evaluator { world, environment, visits: Cell::new(0) }.value(&self.code, scope)
    }

    /// The value for a node, where a set of nodes gives the value of its only node, and blank if it has none.
    ///
    /// # Errors
    /// As [`Compiled::evaluate`], and if there are several nodes.
    pub fn atom<'a, W: World>(
        &'a self,
        world: &'a W,
        environment: &'a Environment<'a>,
        node: W::Node,
    ) -> Result<Atom<'a>, EvaluationError> {
        let scope = Scope { node, place: None, size: 1, current: node };
        Evaluator { world, environment, visits: Cell::new(0) }.atom(&self.code, scope)
    }

    /// The value as a truth: for `relevant`, `constraint`, `required` and `readonly`.
    ///
    /// # Errors
    /// As [`Compiled::atom`].
    pub fn is_true<W: World>(
        &self,
        world: &W,
        environment: &Environment<'_>,
        node: W::Node,
    ) -> Result<bool, EvaluationError> {
        Ok(self.atom(world, environment, node)?.to_boolean())
    }

    /// The value as a number.
    ///
    /// # Errors
    /// As [`Compiled::atom`].
    pub fn number<W: World>(
        &self,
        world: &W,
        environment: &Environment<'_>,
        node: W::Node,
    ) -> Result<f64, EvaluationError> {
        Ok(self.atom(world, environment, node)?.to_number(environment))
    }

    /// The value as a text.
    ///
    /// # Errors
    /// As [`Compiled::atom`].
    pub fn text<W: World>(
        &self,
        world: &W,
        environment: &Environment<'_>,
        node: W::Node,
    ) -> Result<String, EvaluationError> {
        Ok(self.atom(world, environment, node)?.to_text(environment).into_owned())
    }

    /// The nodes: for lists of choices and numbers of repeats.
    ///
    /// # Errors
    /// As [`Compiled::evaluate`], and if the value is not a set of nodes.
    pub fn nodes<W: World>(
        &self,
        world: &W,
        environment: &Environment<'_>,
        node: W::Node,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        match self.evaluate(world, environment, node)? {
            Value::Nodes(nodes) => Ok(nodes),
            Value::Atom(_) => Err(EvaluationError::NotNodes { function: "path" }),
        }
    }
}

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn value(&self, code: &'a Code, scope: Scope<W::Node>) -> Evaluated<'a, W> {
        let atom = match code {
            Code::Text(text) => Atom::text(&**text),
            Code::Number(number) => Atom::Number(*number),
            Code::Boolean(boolean) => Atom::Boolean(*boolean),
            Code::Path(path) => {
                let mut nodes = self.all_nodes(path, scope)?;
                self.keep_relevant(&mut nodes);
                return Ok(Value::Nodes(nodes));
            }
            Code::Call(function, arguments) => return self.call(*function, arguments, scope),
            Code::Regex(parts) => {
                let text = self.atom(&parts.0, scope)?.to_text(self.environment);
                Atom::Boolean(parts.1.matches(&text)?)
            }
            Code::IndexedRepeat(parts) => {
                let mut nodes = self.indexed_repeat(&parts.target, &parts.groups, scope)?;
                self.keep_relevant(&mut nodes);
                return Ok(Value::Nodes(nodes));
            }
            Code::Negate(operand) => Atom::Number(-self.atom(operand, scope)?.to_number(self.environment)),
            Code::Chain(first, rest) => return self.chain(first, rest, scope),
        };
        Ok(Value::Atom(atom))
    }

    fn call(&self, function: Function, arguments: &'a [Code], scope: Scope<W::Node>) -> Evaluated<'a, W> {
        match function {
            Function::Boolean(function) => self.boolean_function(function, arguments, scope),
            Function::Date(function) => self.date_function(function, arguments, scope),
            Function::Geo(function) => self.geo_function(function, arguments, scope),
            Function::Node(function) => self.node_function(function, arguments, scope),
            Function::Number(function) => self.number_function(function, arguments, scope),
            Function::Select(function) => self.select_function(function, arguments, scope),
            Function::Text(function) => self.text_function(function, arguments, scope),
        }
    }

    fn chain(
        &self,
        first: &'a Code,
        rest: &'a [(Operator, Code)],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        match rest.first() {
            Some((Operator::Or, _)) => return self.any(first, rest, true, scope),
            Some((Operator::And, _)) => return self.any(first, rest, false, scope),
            Some((Operator::Union, _)) => return self.union(first, rest, scope),
            _ => {}
        }
        let mut left = self.atom(first, scope)?;
        for (operator, operand) in rest {
            let right = self.atom(operand, scope)?;
            left = self.apply(&left, *operator, &right);
        }
        Ok(Value::Atom(left))
    }

    /// `or` looks for a true operand, `and` for a false one; what follows it is not evaluated.
    fn any(
        &self,
        first: &'a Code,
        rest: &'a [(Operator, Code)],
        wanted: bool,
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        for operand in std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand)) {
            if self.atom(operand, scope)?.to_boolean() == wanted {
                return Ok(Value::Atom(Atom::Boolean(wanted)));
            }
        }
        Ok(Value::Atom(Atom::Boolean(!wanted)))
    }

    fn union(
        &self,
        first: &'a Code,
        rest: &'a [(Operator, Code)],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for operand in std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand)) {
            let Value::Nodes(nodes) = self.value(operand, scope)? else {
                return Err(EvaluationError::NotNodes { function: "|" });
            };
            out.extend(nodes.into_iter().filter(|node| seen.insert(*node)));
        }
        Ok(Value::Nodes(out))
    }

    fn apply(&self, left: &Atom<'a>, operator: Operator, right: &Atom<'a>) -> Atom<'a> {
        match operator {
            Operator::Equal => return Atom::Boolean(left.equals(right, self.environment)),
            Operator::NotEqual => return Atom::Boolean(!left.equals(right, self.environment)),
            _ => {}
        }
        let (left, right) = (left.to_number(self.environment), right.to_number(self.environment));
        match operator {
            Operator::Less => Atom::Boolean(left < right),
            Operator::LessOrEqual => Atom::Boolean(left <= right),
            Operator::Greater => Atom::Boolean(left > right),
            Operator::GreaterOrEqual => Atom::Boolean(left >= right),
            operator => Atom::Number(arithmetic(left, operator, right).unwrap_or(f64::NAN)),
        }
    }

    /// The value of a node; blank where it is not relevant.
    pub(crate) fn node_atom(&self, node: W::Node) -> Atom<'a> {
        if !self.world.is_relevant(node) {
            return Atom::text("");
        }
        let (text, kind) = self.world.value(node);
        Atom::read(text, kind, self.environment)
    }

    pub(crate) fn unpack(&self, value: Value<'a, W::Node>) -> Result<Atom<'a>, EvaluationError> {
        match value {
            Value::Atom(atom) => Ok(atom),
            Value::Nodes(nodes) => self.single(&nodes),
        }
    }

    pub(crate) fn unpack_ref(&self, value: &Value<'a, W::Node>) -> Result<Atom<'a>, EvaluationError> {
        match value {
            Value::Atom(atom) => Ok(atom.clone()),
            Value::Nodes(nodes) => self.single(nodes),
        }
    }

    fn single(&self, nodes: &[W::Node]) -> Result<Atom<'a>, EvaluationError> {
        match nodes {
            [] => Ok(Atom::text("")),
            [node] => Ok(self.node_atom(*node)),
            [node, ..] => {
                let name = self.world.name(*node).map_or("", |name| self.world.names().text(name));
                Err(EvaluationError::Repeated { name: name.to_owned(), count: nodes.len() })
            }
        }
    }

    pub(crate) fn atom(&self, code: &'a Code, scope: Scope<W::Node>) -> Result<Atom<'a>, EvaluationError> {
        self.unpack(self.value(code, scope)?)
    }

    /// All arguments; a single one that is a set of nodes gives the values of all of them.
    pub(crate) fn atoms(
        &self,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<Vec<Atom<'a>>, EvaluationError> {
        if let [only] = arguments {
            return Ok(match self.value(only, scope)? {
                Value::Atom(atom) => vec![atom],
                Value::Nodes(nodes) => nodes.into_iter().map(|node| self.node_atom(node)).collect(),
            });
        }
        arguments.iter().map(|argument| self.atom(argument, scope)).collect()
    }

    // The compiler has counted the arguments: one that is missing here is blank.

    pub(crate) fn value_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        arguments.get(at).map_or(Ok(Value::Atom(Atom::text(""))), |argument| self.value(argument, scope))
    }

    pub(crate) fn atom_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Result<Atom<'a>, EvaluationError> {
        self.unpack(self.value_of(arguments, at, scope)?)
    }

    pub(crate) fn number_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Result<f64, EvaluationError> {
        Ok(self.atom_of(arguments, at, scope)?.to_number(self.environment))
    }

    pub(crate) fn boolean_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Result<bool, EvaluationError> {
        Ok(self.atom_of(arguments, at, scope)?.to_boolean())
    }

    pub(crate) fn text_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Result<Cow<'a, str>, EvaluationError> {
        Ok(self.atom_of(arguments, at, scope)?.to_text(self.environment))
    }

    pub(crate) fn nodes_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        function: &'static str,
        scope: Scope<W::Node>,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        match self.value_of(arguments, at, scope)? {
            Value::Nodes(nodes) => Ok(nodes),
            Value::Atom(_) => Err(EvaluationError::NotNodes { function }),
        }
    }

    fn keep_relevant(&self, nodes: &mut Vec<W::Node>) {
        if nodes.first().is_some_and(|node| self.world.is_primary(*node)) {
            nodes.retain(|node| self.world.is_relevant(*node));
        }
    }

    /// The nodes from the root element down to a node.
    pub(crate) fn chain_above(&self, node: W::Node) -> Vec<W::Node> {
        let mut chain = Vec::with_capacity(8);
        let mut at = Some(node);
        while let Some(node) = at {
            at = self.world.parent(node);
            // The document itself is not among them.
            if at.is_some() {
                chain.push(node);
            }
        }
        chain.reverse();
        chain
    }

    /// The nodes of a path, also those that are not relevant.
    pub(crate) fn all_nodes(
        &self,
        path: &'a PathCode,
        scope: Scope<W::Node>,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        let mut steps = &path.steps[..];
        let mut nodes = match &path.start {
            StartCode::Root => self.absolute(&mut steps, scope)?,
            StartCode::Context => vec![scope.node],
            StartCode::Current => vec![scope.current],
            StartCode::Instance(id, text) => match self.world.instance(*id) {
                Some(document) => vec![document],
                None => return Err(EvaluationError::MissingInstance { id: text.to_string() }),
            },
            StartCode::Filter(base, predicates) => match self.value(base, scope)? {
                Value::Nodes(mut nodes) => {
                    self.filter(&mut nodes, 0, predicates, scope)?;
                    nodes
                }
                Value::Atom(_) => return Err(EvaluationError::NotNodes { function: "path" }),
            },
        };
        for step in steps {
            nodes = self.step(&nodes, step, scope)?;
        }
        Ok(nodes)
    }

    /// The start of an absolute path. As far as its names are those above the node for which it is evaluated, it means these very
    /// nodes: `/data/person/age` asked from within the second person is the age of the second.
    fn absolute(
        &self,
        steps: &mut &'a [StepCode],
        scope: Scope<W::Node>,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        let from = if self.world.is_primary(scope.node) { scope.node } else { scope.current };
        let above = if self.world.is_primary(from) { self.chain_above(from) } else { Vec::new() };
        let mut nodes = vec![self.world.primary()];
        let mut exact = true;
        for own in above {
            let Some((step, rest)) = steps.split_first() else { break };
            let TestCode::Name(name) = step.test else { break };
            if step.axis != Axis::Child || self.world.name(own) != Some(name) {
                break;
            }
            if !step.predicates.is_empty() {
                nodes = self.step(&nodes, step, scope)?;
                exact = false;
            } else if exact {
                nodes = vec![own];
            } else {
                let place = self.world.position(own);
                nodes = self.step(&nodes, step, scope)?;
                nodes.retain(|node| self.world.position(*node) == place);
            }
            *steps = rest;
        }
        Ok(nodes)
    }

    fn step(
        &self,
        nodes: &[W::Node],
        step: &'a StepCode,
        scope: Scope<W::Node>,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        let mut out = Vec::new();
        for node in nodes {
            let from = out.len();
            if let (Some(lookup), TestCode::Name(name)) = (&step.lookup, &step.test) {
                self.look_up(*node, *name, lookup, &mut out, scope)?;
                self.filter(&mut out, from, &lookup.rest, scope)?;
                continue;
            }
            self.candidates(*node, step, &mut out);
            self.visit(out.len() - from)?;
            self.filter(&mut out, from, &step.predicates, scope)?;
        }
        if nodes.len() > 1 && matches!(step.axis, Axis::Parent | Axis::DescendantOrSelf) {
            let mut seen = BTreeSet::new();
            out.retain(|node| seen.insert(*node));
        }
        Ok(out)
    }

    fn visit(&self, nodes: usize) -> Result<(), EvaluationError> {
        let visits = self.visits.get().saturating_add(nodes);
        self.visits.set(visits);
        if visits > VISITS { Err(EvaluationError::TooCostly) } else { Ok(()) }
    }

    /// The children whose column is the key: from the world's index, or one by one with the key computed once.
    fn look_up(
        &self,
        node: W::Node,
        name: NameId,
        lookup: &'a LookupCode,
        out: &mut Vec<W::Node>,
        scope: Scope<W::Node>,
    ) -> Result<(), EvaluationError> {
        let outside = Scope { node: scope.current, place: None, size: 1, current: scope.current };
        let wanted = self.atom(&lookup.key, outside)?;
        let key = match &wanted {
            Atom::Text(text) => Some(Key::Text(text)),
            Atom::Number(number) => Some(Key::Number(*number)),
            Atom::Boolean(_) | Atom::Date(_) => None,
        };
        if key.is_some_and(|key| self.world.lookup(node, name, lookup.column, key, out)) {
            return Ok(());
        }
        let (mut children, mut cells) = (Vec::new(), Vec::new());
        self.world.children(node, name, &mut children);
        self.visit(children.len())?;
        for child in children {
            cells.clear();
            self.world.children(child, lookup.column, &mut cells);
            if self.single(&cells)?.equals(&wanted, self.environment) {
                out.push(child);
            }
        }
        Ok(())
    }

    fn candidates(&self, node: W::Node, step: &StepCode, out: &mut Vec<W::Node>) {
        let from = out.len();
        match step.axis {
            Axis::Child => match &step.test {
                TestCode::Name(name) => return self.world.children(node, *name, out),
                _ => self.world.all_children(node, out),
            },
            Axis::Parent => out.extend(self.world.parent(node)),
            Axis::Itself => out.push(node),
            Axis::Attribute => {
                if let TestCode::Name(name) = &step.test {
                    out.extend(self.world.attribute(node, *name));
                }
                return;
            }
            Axis::DescendantOrSelf => {
                // Depth first, in the order of the document, without recursion.
                let mut waiting = vec![node];
                let mut children = Vec::new();
                while let Some(node) = waiting.pop() {
                    out.push(node);
                    self.world.all_children(node, &mut children);
                    waiting.extend(children.drain(..).rev());
                }
            }
        }
        let mut at = 0;
        out.retain(|node| {
            at += 1;
            at <= from || self.passes(*node, &step.test)
        });
    }

    fn passes(&self, node: W::Node, test: &TestCode) -> bool {
        match test {
            TestCode::Node => true,
            TestCode::Any => self.world.name(node).is_some(),
            TestCode::Name(name) => self.world.name(node) == Some(*name),
            TestCode::AnyOf(prefix) => {
                self.world.name(node).is_some_and(|name| self.world.names().text(name).starts_with(&**prefix))
            }
        }
    }

    /// Keeps of the nodes from `from` on those for which every predicate is true, or is their place.
    fn filter(
        &self,
        nodes: &mut Vec<W::Node>,
        from: usize,
        predicates: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<(), EvaluationError> {
        for predicate in predicates {
            let size = nodes.len() - from;
            self.visit(size)?;
            let mut kept = from;
            for at in from..nodes.len() {
                let node = nodes[at];
                let place = at - from + 1;
                let inner = Scope { node, place: Some(place), size, current: scope.current };
                let keep = match self.atom(predicate, inner)? {
                    Atom::Number(number) => number == place as f64,
                    other => other.to_boolean(),
                };
                if keep {
                    nodes[kept] = node;
                    kept += 1;
                }
            }
            nodes.truncate(kept);
        }
        Ok(())
    }
}
