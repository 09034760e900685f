//! From the tree to what is evaluated: functions found, names numbered, constants computed, patterns read, and the lookups recognised
//! that a table can answer from an index.

use super::check::{Remark, RemarkKind};
use super::functions::boolean::BooleanFunction;
use super::functions::node::NodeFunction;
use super::functions::pattern::Pattern;
use super::functions::select::SelectFunction;
use super::functions::{self, Function, number::NumberFunction};
use super::names::{NameId, Names};
use super::syntax::{Axis, Call, Chain, Expression, Kind, Operator, Path, Span, Start, Step, Test, parse};

/// An expression that can be evaluated as often as need be.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub(crate) code: Code,
}

/// What is evaluated.
#[derive(Debug, Clone)]
pub(crate) enum Code {
    Text(Box<str>),
    Number(f64),
    Boolean(bool),
    Path(Box<PathCode>),
    Call(Function, Box<[Code]>),
    /// `regex` with a pattern that was read beforehand.
    Regex(Box<(Code, Pattern)>),
    IndexedRepeat(Box<IndexedCode>),
    Negate(Box<Code>),
    Chain(Box<Code>, Box<[(Operator, Code)]>),
}

/// `indexed-repeat`: the target, and each repeat with its number.
#[derive(Debug, Clone)]
pub(crate) struct IndexedCode {
    pub(crate) target: Trail,
    pub(crate) groups: Box<[(Trail, Code)]>,
}

#[derive(Debug, Clone)]
pub(crate) struct PathCode {
    pub(crate) start: StartCode,
    pub(crate) steps: Box<[StepCode]>,
}

#[derive(Debug, Clone)]
pub(crate) enum StartCode {
    Root,
    Context,
    Current,
    Instance(NameId, Box<str>),
    Filter(Code, Box<[Code]>),
}

#[derive(Debug, Clone)]
pub(crate) struct StepCode {
    pub(crate) axis: Axis,
    pub(crate) test: TestCode,
    pub(crate) predicates: Box<[Code]>,
    pub(crate) lookup: Option<Box<LookupCode>>,
}

#[derive(Debug, Clone)]
pub(crate) enum TestCode {
    Name(NameId),
    Any,
    /// Names that start so, colon included.
    AnyOf(Box<str>),
    Node,
}

/// The first predicate says `column = key`, where the key is the same for all nodes.
#[derive(Debug, Clone)]
pub(crate) struct LookupCode {
    pub(crate) column: NameId,
    pub(crate) key: Code,
    /// What is left of the predicates.
    pub(crate) rest: Box<[Code]>,
}

/// A path of names only, for `indexed-repeat`.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    pub(crate) start: TrailStart,
    pub(crate) up: usize,
    pub(crate) names: Box<[NameId]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrailStart {
    Root,
    Context,
    Current,
}

/// Prepares an expression. Every `${name}` must have been replaced by a path ([`Expression::map_references`]). The names of `names` are
/// those that the [`super::World`] uses.
///
/// # Errors
/// Everything that keeps the expression from being evaluated: unknown functions, wrong numbers of arguments, references left.
pub fn compile(expression: &Expression, names: &mut Names) -> Result<Compiled, Vec<Remark>> {
    let mut compiler = Compiler { names, remarks: Vec::new() };
    let code = compiler.code(expression);
    if compiler.remarks.is_empty() { Ok(Compiled { code }) } else { Err(compiler.remarks) }
}

impl Compiled {
    /// Is it the same for every node and at any time?
    pub fn is_constant(&self) -> bool {
        matches!(self.code, Code::Text(_) | Code::Number(_) | Code::Boolean(_))
    }
}

struct Compiler<'n> {
    names: &'n mut Names,
    remarks: Vec<Remark>,
}

impl Compiler<'_> {
    /// Notes an error; what is given in place of the code is never evaluated.
    fn refuse(&mut self, span: Span, kind: RemarkKind) -> Code {
        self.remarks.push(Remark { span, kind });
        Code::Boolean(false)
    }

    fn all(&mut self, expressions: &[Expression]) -> Box<[Code]> {
        expressions.iter().map(|expression| self.code(expression)).collect()
    }

    fn code(&mut self, expression: &Expression) -> Code {
        match &expression.kind {
            Kind::Number(number) => Code::Number(*number),
            Kind::Text(text) => Code::Text(text.as_str().into()),
            Kind::Reference(reference) => {
                self.refuse(expression.span, RemarkKind::Reference { reference: reference.clone() })
            }
            Kind::Path(path) => Code::Path(Box::new(self.path(path))),
            Kind::Call(call) => self.call(call, expression.span),
            Kind::Negate(operand) => match self.code(operand) {
                Code::Number(number) => Code::Number(-number),
                operand => Code::Negate(Box::new(operand)),
            },
            Kind::Chain(chain) => self.chain(chain),
        }
    }

    fn chain(&mut self, chain: &Chain) -> Code {
        let first = self.code(&chain.first);
        let rest: Box<[_]> =
            chain.rest.iter().map(|(operator, operand)| (*operator, self.code(operand))).collect();
        let mut folded = match first {
            Code::Number(number) => Some(number),
            _ => None,
        };
        for (operator, operand) in &rest {
            folded = match (folded, operand) {
                (Some(left), Code::Number(right)) => arithmetic(left, *operator, *right),
                _ => None,
            };
        }
        folded.map_or_else(|| Code::Chain(Box::new(first), rest), Code::Number)
    }

    fn call(&mut self, call: &Call, span: Span) -> Code {
        let Some(entry) = functions::find(&call.name) else {
            return self.refuse(span, RemarkKind::UnknownFunction { name: call.name.clone() });
        };
        if !entry.arity.allows(call.arguments.len()) {
            let (name, expected, found) = (entry.name, entry.arity, call.arguments.len());
            return self.refuse(span, RemarkKind::Arguments { name, expected, found });
        }
        match entry.function {
            Function::Boolean(BooleanFunction::True) => Code::Boolean(true),
            Function::Boolean(BooleanFunction::False) => Code::Boolean(false),
            Function::Number(NumberFunction::Pi) => Code::Number(std::f64::consts::PI),
            Function::Boolean(BooleanFunction::Regex) => self.regex(call),
            Function::Node(NodeFunction::Current | NodeFunction::Instance) => {
                let path = Path { start: filter_start(call.clone(), span), steps: Vec::new() };
                Code::Path(Box::new(self.path(&path)))
            }
            Function::Node(NodeFunction::IndexedRepeat) => self.indexed_repeat(call),
            Function::Select(SelectFunction::ChoiceName) => self.choice_name(entry.function, call),
            function => Code::Call(function, self.all(&call.arguments)),
        }
    }

    fn regex(&mut self, call: &Call) -> Code {
        let arguments = self.all(&call.arguments);
        if let (Some(Code::Text(pattern)), Some(place)) = (arguments.get(1), call.arguments.get(1)) {
            return match Pattern::new(pattern) {
                Ok(pattern) => {
                    let subject = arguments.into_vec().swap_remove(0);
                    Code::Regex(Box::new((subject, pattern)))
                }
                Err(error) => self.refuse(place.span, RemarkKind::Pattern { reason: error.reason() }),
            };
        }
        Code::Call(Function::Boolean(BooleanFunction::Regex), arguments)
    }

    /// The question stands as a path in quotes.
    fn choice_name(&mut self, function: Function, call: &Call) -> Code {
        let mut arguments = self.all(&call.arguments).into_vec();
        let Some(question) = call.arguments.get(1) else { return Code::Call(function, arguments.into()) };
        let path = match &question.kind {
            Kind::Text(text) => parse(text.trim()).ok(),
            _ => Some(question.clone()),
        };
        let path = path.map(|path| self.code(&path));
        match path {
            Some(path @ Code::Path(_)) => arguments[1] = path,
            _ => return self.refuse(question.span, RemarkKind::NotPath { function: "jr:choice-name" }),
        }
        Code::Call(function, arguments.into())
    }

    fn indexed_repeat(&mut self, call: &Call) -> Code {
        let Some((target, pairs)) = call.arguments.split_first() else { return Code::Boolean(false) };
        let target = self.trail(target);
        let groups: Box<[(Trail, Code)]> =
            pairs.chunks_exact(2).map(|pair| (self.trail(&pair[0]), self.code(&pair[1]))).collect();
        for ((group, _), pair) in groups.iter().zip(pairs.chunks_exact(2)) {
            // From the same place both lead down by names: what lies within the repeat begins with its path.
            let comparable = group.start == target.start && group.up == target.up && !group.names.is_empty();
            if comparable && !target.names.starts_with(&group.names) {
                self.refuse(pair[0].span, RemarkKind::NotInRepeat);
            }
        }
        Code::IndexedRepeat(Box::new(IndexedCode { target, groups }))
    }

    fn trail(&mut self, expression: &Expression) -> Trail {
        let mut trail = Trail { start: TrailStart::Root, up: 0, names: Box::new([]) };
        let refused = RemarkKind::NotPath { function: "indexed-repeat" };
        let Kind::Path(path) = &expression.kind else {
            if let Kind::Reference(_) = &expression.kind {
                self.code(expression);
            } else {
                self.refuse(expression.span, refused);
            }
            return trail;
        };
        trail.start = match &path.start {
            Start::Root => TrailStart::Root,
            Start::Context => TrailStart::Context,
            Start::Filter { base, predicates } if predicates.is_empty() && is_call(base, "current") => {
                TrailStart::Current
            }
            Start::Filter { .. } => {
                self.refuse(expression.span, refused);
                return trail;
            }
        };
        let mut names = Vec::new();
        for step in &path.steps {
            match (step.axis, &step.test) {
                _ if !step.predicates.is_empty() => {}
                (Axis::Itself, Test::Node) => continue,
                (Axis::Parent, Test::Node) => {
                    if names.pop().is_none() {
                        trail.up += 1;
                    }
                    continue;
                }
                (Axis::Child, Test::Name(name)) => {
                    names.push(self.names.intern(name));
                    continue;
                }
                _ => {}
            }
            self.refuse(step.span, refused.clone());
        }
        trail.names = names.into();
        trail
    }

    fn path(&mut self, path: &Path) -> PathCode {
        let mut secondary = false;
        let start = match &path.start {
            Start::Root => StartCode::Root,
            Start::Context => StartCode::Context,
            Start::Filter { base, predicates } if predicates.is_empty() && is_call(base, "current") => {
                self.counted(base);
                StartCode::Current
            }
            Start::Filter { base, predicates } => match instance_id(base) {
                Some(id) if predicates.is_empty() => {
                    secondary = true;
                    StartCode::Instance(self.names.intern(id), id.into())
                }
                _ => {
                    let base_code = match &base.kind {
                        // Not as a path: it would lead here again.
                        Kind::Call(call) if matches!(call.name.as_str(), "instance" | "current") => {
                            match self.counted(base) {
                                Some(function) => Code::Call(function, self.all(&call.arguments)),
                                None => Code::Boolean(false),
                            }
                        }
                        _ => self.code(base),
                    };
                    StartCode::Filter(base_code, self.all(predicates))
                }
            },
        };
        let steps = path.steps.iter().map(|step| self.step(step, secondary)).collect();
        PathCode { start, steps }
    }

    /// The function of a call, whose number of arguments is checked.
    fn counted(&mut self, call: &Expression) -> Option<Function> {
        let Kind::Call(name) = &call.kind else { return None };
        let entry = functions::find(&name.name)?;
        let found = name.arguments.len();
        if !entry.arity.allows(found) {
            self.refuse(call.span, RemarkKind::Arguments { name: entry.name, expected: entry.arity, found });
        }
        Some(entry.function)
    }

    fn step(&mut self, step: &Step, secondary: bool) -> StepCode {
        let test = match &step.test {
            Test::Name(name) => TestCode::Name(self.names.intern(name)),
            Test::Any => TestCode::Any,
            Test::AnyOf(prefix) => TestCode::AnyOf(format!("{prefix}:").into()),
            Test::Node => TestCode::Node,
        };
        let lookup = match (&step.test, step.predicates.split_first()) {
            (Test::Name(_), Some((first, rest))) if secondary && step.axis == Axis::Child => {
                self.lookup(first, rest)
            }
            _ => None,
        };
        StepCode {
            axis: step.axis,
            test,
            predicates: self.all(&step.predicates),
            lookup: lookup.map(Box::new),
        }
    }

    /// `[column = key]` and `[column = key and …]`, with the sides in any order.
    fn lookup(&mut self, first: &Expression, rest: &[Expression]) -> Option<LookupCode> {
        let operands: Vec<&Expression> = match &first.kind {
            Kind::Chain(chain) if chain.precedence() == Operator::And.precedence() => {
                std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, operand)| operand)).collect()
            }
            _ => vec![first],
        };
        let (at, (column, key)) =
            operands.iter().enumerate().find_map(|(at, operand)| Some((at, column_and_key(operand)?)))?;
        let left: Vec<&Expression> = operands
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, operand)| *operand)
            .collect();
        // Places would be counted among fewer nodes.
        if left.iter().any(|operand| !is_condition(operand)) {
            return None;
        }
        let column = self.names.intern(column);
        let key = self.code(key);
        let codes = left.into_iter().chain(rest).map(|expression| self.code(expression)).collect();
        Some(LookupCode { column, key, rest: codes })
    }
}

fn filter_start(call: Call, span: Span) -> Start {
    Start::Filter { base: Box::new(Expression { kind: Kind::Call(call), span }), predicates: Vec::new() }
}

fn is_call(expression: &Expression, name: &str) -> bool {
    matches!(&expression.kind, Kind::Call(call) if call.name == name)
}

/// The identifier in `instance('id')`.
fn instance_id(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        Kind::Call(call) if call.name == "instance" => match &call.arguments[..] {
            [Expression { kind: Kind::Text(id), .. }] => Some(id),
            _ => None,
        },
        _ => None,
    }
}

/// The two sides of `column = key`.
fn column_and_key(expression: &Expression) -> Option<(&str, &Expression)> {
    let Kind::Chain(Chain { first, rest }) = &expression.kind else { return None };
    let [(Operator::Equal, second)] = &rest[..] else { return None };
    match (column(first), column(second)) {
        (Some(name), _) if is_independent(second) => Some((name, second)),
        (_, Some(name)) if is_independent(first) => Some((name, first)),
        _ => None,
    }
}

/// A child by its name alone.
fn column(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        Kind::Path(Path { start: Start::Context, steps }) => match &steps[..] {
            [Step { axis: Axis::Child, test: Test::Name(name), predicates, .. }] if predicates.is_empty() => {
                Some(name)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Does it not depend on the node that a predicate is about, and on nothing that changes from call to call?
fn is_independent(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => true,
        Kind::Negate(operand) => is_independent(operand),
        Kind::Chain(chain) => {
            is_independent(&chain.first) && chain.rest.iter().all(|(_, operand)| is_independent(operand))
        }
        Kind::Call(call) => {
            let depends = matches!(
                call.name.as_str(),
                "random" | "uuid" | "randomize" | "once" | "last" | "indexed-repeat"
            ) || call.arguments.is_empty()
                && matches!(
                    call.name.as_str(),
                    "position" | "string-length" | "normalize-space" | "name" | "local-name"
                );
            !depends && call.arguments.iter().all(is_independent)
        }
        // Predicates of its own steps are about those steps.
        Kind::Path(path) => match &path.start {
            Start::Root => true,
            Start::Context => false,
            Start::Filter { base, .. } => is_independent(base),
        },
    }
}

/// Is it true or false for each node by itself, whatever its place?
fn is_condition(expression: &Expression) -> bool {
    let counts = expression.functions().into_iter().any(|name| matches!(name, "position" | "last"));
    let truth = match &expression.kind {
        Kind::Chain(chain) => chain.precedence() <= Operator::Less.precedence(),
        Kind::Call(call) => {
            matches!(
                call.name.as_str(),
                "not" | "true" | "false" | "boolean" | "selected" | "contains" | "regex" | "starts-with"
            )
        }
        _ => false,
    };
    truth && !counts
}

/// `+ - * div mod`
pub(crate) fn arithmetic(left: f64, operator: Operator, right: f64) -> Option<f64> {
    Some(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Modulo => left % right,
        _ => return None,
    })
}
