//! The syntax tree of an expression. Two trees are equal when they say the same, wherever they stood in a text.

/// Bytes from `start` up to, not including, `end` of the text that was parsed; both 0 in a tree made by hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// From the start of this one to the end of another.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end }
    }

    /// As a range with which a text can be sliced.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// An expression and where it stood.
#[derive(Debug, Clone)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Where it stood, without the parentheses around it.
    pub span: Span,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.kind == other.kind
    }
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number as written: not negative, finite.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// `${name}` or `${last-saved#name}` of XLSForm.
    Reference(Reference),
    /// A path to nodes.
    Path(Path),
    /// A function with its arguments.
    Call(Call),
    /// `-x`
    Negate(Box<Expression>),
    /// Operators of one precedence, from left to right: `a + b - c`.
    Chain(Chain),
}

/// A question by its name, as XLSForm writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Name of the question, group or repeat.
    pub name: String,
    /// The answer in the last saved record, not in this one.
    pub last_saved: bool,
}

/// A function call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Name with its prefix: `jr:choice-name`.
    pub name: String,
    /// Arguments in order.
    pub arguments: Vec<Expression>,
}

/// Operators of the same precedence and their operands. A chain is flat, so that a condition of a thousand `or` is not a
/// thousand levels deep; `first` is never a chain of the same precedence.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Leftmost operand.
    pub first: Box<Expression>,
    /// Each further operand with the operator before it; never empty.
    pub rest: Vec<(Operator, Expression)>,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `div`
    Divide,
    /// `mod`
    Modulo,
    /// `|`
    Union,
}

impl Operator {
    /// How tightly it binds: 1 (`or`) to 8 (`|`); 7 is that of the unary minus.
    pub fn precedence(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Equal | Operator::NotEqual => 3,
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => 4,
            Operator::Add | Operator::Subtract => 5,
            Operator::Multiply | Operator::Divide | Operator::Modulo => 6,
            Operator::Union => 8,
        }
    }

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "div",
            Operator::Modulo => "mod",
            Operator::Union => "|",
        }
    }
}

/// A path to nodes: `/data/a`, `../b`, `instance('x')/root/item[name = 'y']`.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub start: Start,
    /// Steps in order; none in `/` and in an expression that is only filtered.
    pub steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// `/`: the document that holds the root of the primary instance.
    Root,
    /// The node for which the expression is evaluated.
    Context,
    /// The nodes that an expression gives, if need be filtered: `instance('x')`, `current()`, `${repeat}[1]`.
    Filter {
        /// Gives the nodes.
        base: Box<Expression>,
        /// Each keeps some of them.
        predicates: Vec<Expression>,
    },
}

/// One step of a path.
#[derive(Debug, Clone)]
pub struct Step {
    /// In which direction.
    pub axis: Axis,
    /// Which nodes there.
    pub test: Test,
    /// Each keeps some of them.
    pub predicates: Vec<Expression>,
    /// Where it stood.
    pub span: Span,
}

impl PartialEq for Step {
    fn eq(&self, other: &Step) -> bool {
        self.axis == other.axis && self.test == other.test && self.predicates == other.predicates
    }
}

impl Step {
    /// A step without predicates and without a place.
    pub fn new(axis: Axis, test: Test) -> Step {
        Step { axis, test, predicates: Vec::new(), span: Span::default() }
    }

    /// The step to the children of a name.
    pub fn child(name: impl Into<String>) -> Step {
        Step::new(Axis::Child, Test::Name(name.into()))
    }
}

/// Direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// `name`
    Child,
    /// `..`
    Parent,
    /// `.`
    Itself,
    /// The middle of `//`.
    DescendantOrSelf,
    /// `@name`
    Attribute,
}

impl Axis {
    /// Its name in XPath.
    pub fn name(self) -> &'static str {
        match self {
            Axis::Child => "child",
            Axis::Parent => "parent",
            Axis::Itself => "self",
            Axis::DescendantOrSelf => "descendant-or-self",
            Axis::Attribute => "attribute",
        }
    }
}

/// Which nodes a step takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// Those of a name, prefix included.
    Name(String),
    /// `*`
    Any,
    /// `prefix:*`
    AnyOf(String),
    /// `node()`
    Node,
}

impl Expression {
    /// An expression without a place.
    pub fn new(kind: Kind) -> Expression {
        Expression { kind, span: Span::default() }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Expression {
        Expression::new(Kind::Text(text.into()))
    }

    /// A number; the sign becomes an operator, and what is not finite a division, because XPath writes neither.
    pub fn number(number: f64) -> Expression {
        if number.is_nan() {
            return Expression::binary(Expression::number(0.0), Operator::Divide, Expression::number(0.0));
        }
        if number.is_infinite() {
            return Expression::binary(
                Expression::number(number.signum()),
                Operator::Divide,
                Expression::number(0.0),
            );
        }
        if number.is_sign_negative() {
            return Expression::new(Kind::Negate(Box::new(Expression::new(Kind::Number(-number)))));
        }
        Expression::new(Kind::Number(number))
    }

    /// A function call.
    pub fn call(name: impl Into<String>, arguments: Vec<Expression>) -> Expression {
        Expression::new(Kind::Call(Call { name: name.into(), arguments }))
    }

    /// Two operands; a left one that is a chain of the same precedence is continued.
    pub fn binary(left: Expression, operator: Operator, right: Expression) -> Expression {
        let span = left.span.to(right.span);
        let kind = match left.kind {
            Kind::Chain(mut chain) if chain.precedence() == operator.precedence() => {
                chain.rest.push((operator, right));
                Kind::Chain(chain)
            }
            kind => {
                let first = Box::new(Expression { kind, span: left.span });
                Kind::Chain(Chain { first, rest: vec![(operator, right)] })
            }
        };
        Expression { kind, span }
    }

    /// An absolute path of children: `["data", "a"]` is `/data/a`.
    pub fn absolute<S: AsRef<str>>(names: &[S]) -> Expression {
        let steps = names.iter().map(|name| Step::child(name.as_ref())).collect();
        Expression::new(Kind::Path(Path { start: Start::Root, steps }))
    }
}

impl Chain {
    /// The precedence that all its operators have.
    pub fn precedence(&self) -> u8 {
        self.rest.first().map_or(0, |(operator, _)| operator.precedence())
    }
}
