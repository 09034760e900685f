//! Reads an expression into its tree. Operators are put together with a stack of their own, so that only parentheses, predicates
//! and function calls nest; how deep is limited.

use super::fault::{SyntaxError, SyntaxFault};
use super::lexer::{Token, lex};
use super::tree::{Axis, Call, Expression, Kind, Operator, Path, Span, Start, Step, Test};

/// Bytes that an expression may have: eight full cells of a workbook.
pub const LENGTH_LIMIT: usize = 262_144;
/// Levels that an expression may have, parentheses included.
pub const DEPTH_LIMIT: usize = 256;

/// Precedence of the unary minus.
const NEGATE: u8 = 7;

/// Reads an expression of XLSForm or of an XForm.
///
/// ```
/// use sounding_questionnaire::expression::parse;
/// let expression = parse("${age} >= 18 and selected(${topics}, 'a')").unwrap();
/// assert_eq!(expression.to_string(), "${age} >= 18 and selected(${topics}, 'a')");
///
/// let fault = parse("${age} >= 18 and").unwrap_err();
/// assert_eq!(fault.character, 17);
/// assert_eq!(fault.message(), "the expression ends where a question, value or function should follow");
/// ```
///
/// # Errors
/// The first fault in reading order, with its byte, what is wrong and the remedy.
pub fn parse(text: &str) -> Result<Expression, SyntaxError> {
    read(text).map_err(|mut error| {
        error.character = character(text, error.offset);
        error
    })
}

/// The character at a byte, counted from 1.
pub(crate) fn character(text: &str, offset: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < offset).count() + 1
}

fn read(text: &str) -> Result<Expression, SyntaxError> {
    let fail = |offset, fault| Err(SyntaxError { offset, character: 0, fault });
    if text.len() > LENGTH_LIMIT {
        return fail(LENGTH_LIMIT, SyntaxFault::TooLong { limit: LENGTH_LIMIT });
    }
    let tokens = lex(text)?;
    if tokens.is_empty() {
        return fail(0, SyntaxFault::Empty);
    }
    let mut parser = Parser { text, tokens, at: 0, nested: 0 };
    let tree = parser.expression()?;
    match parser.peek() {
        None => Ok(tree.expression),
        Some(Token::Close) => Err(parser.fault(SyntaxFault::Unopened { closed: ')' })),
        Some(Token::CloseBracket) => Err(parser.fault(SyntaxFault::Unopened { closed: ']' })),
        Some(_) => Err(parser.operator_missing()),
    }
}

/// An expression and how many levels it has.
struct Tree {
    expression: Expression,
    height: usize,
}

/// An operator that waits for its right operand.
enum Waiting {
    Binary(Operator),
    Negate(Span),
}

impl Waiting {
    fn precedence(&self) -> u8 {
        match self {
            Waiting::Binary(operator) => operator.precedence(),
            Waiting::Negate(_) => NEGATE,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token<'a>, Span)>,
    at: usize,
    nested: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn peek_after(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at + 1).map(|(token, _)| token)
    }

    /// Place of the next token; the end of the text after the last.
    fn place(&self) -> Span {
        let end = Span { start: self.text.len(), end: self.text.len() };
        self.tokens.get(self.at).map_or(end, |(_, span)| *span)
    }

    /// Place of the token before.
    fn before(&self) -> Span {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(Span::default(), |(_, span)| *span)
    }

    fn take_if(&mut self, wanted: &Token<'_>) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn fault(&self, fault: SyntaxFault) -> SyntaxError {
        SyntaxError { offset: self.place().start, character: 0, fault }
    }

    /// The next token as written; nothing at the end.
    fn found(&self) -> Option<String> {
        let (_, span) = self.tokens.get(self.at)?;
        Some(self.text[span.range()].chars().take(40).collect())
    }

    fn operand_missing(&self) -> SyntaxError {
        self.fault(SyntaxFault::Operand { found: self.found() })
    }

    fn operator_missing(&self) -> SyntaxError {
        self.fault(SyntaxFault::Operator { found: self.found().unwrap_or_default() })
    }

    fn step_missing(&self) -> SyntaxError {
        self.fault(SyntaxFault::Step { found: self.found() })
    }

    fn too_deep(&self) -> SyntaxError {
        self.fault(SyntaxFault::TooDeep { limit: DEPTH_LIMIT })
    }

    fn tree(&self, kind: Kind, span: Span, below: usize) -> Result<Tree, SyntaxError> {
        if below >= DEPTH_LIMIT {
            return Err(self.too_deep());
        }
        Ok(Tree { expression: Expression { kind, span }, height: below + 1 })
    }

    /// An expression up to a token that cannot belong to it.
    fn expression(&mut self) -> Result<Tree, SyntaxError> {
        if self.nested >= DEPTH_LIMIT {
            return Err(self.too_deep());
        }
        self.nested += 1;
        let mut operands = Vec::new();
        let mut waiting = Vec::new();
        loop {
            while self.peek() == Some(&Token::Operator(Operator::Subtract)) {
                // A union joins nodes, and what is negated is a number.
                if matches!(waiting.last(), Some(Waiting::Binary(Operator::Union)))
                    || waiting.len() > DEPTH_LIMIT
                {
                    return Err(self.operand_missing());
                }
                waiting.push(Waiting::Negate(self.place()));
                self.at += 1;
            }
            operands.push(self.operand()?);
            let Some(Token::Operator(operator)) = self.peek() else { break };
            let operator = *operator;
            self.join(&mut operands, &mut waiting, operator.precedence())?;
            waiting.push(Waiting::Binary(operator));
            self.at += 1;
        }
        self.join(&mut operands, &mut waiting, 0)?;
        self.nested -= 1;
        operands.pop().ok_or_else(|| self.operand_missing())
    }

    /// Applies the waiting operators that bind at least as tightly as the next one.
    fn join(
        &self,
        operands: &mut Vec<Tree>,
        waiting: &mut Vec<Waiting>,
        precedence: u8,
    ) -> Result<(), SyntaxError> {
        while let Some(operator) = waiting.pop_if(|operator| operator.precedence() >= precedence) {
            let Some(right) = operands.pop() else { return Err(self.operand_missing()) };
            let joined = match operator {
                Waiting::Negate(minus) => {
                    let span = minus.to(right.expression.span);
                    self.tree(Kind::Negate(Box::new(right.expression)), span, right.height)?
                }
                Waiting::Binary(operator) => {
                    let Some(left) = operands.pop() else { return Err(self.operand_missing()) };
                    // A chain that goes on does not become deeper by it.
                    let goes_on = matches!(&left.expression.kind,
                        Kind::Chain(chain) if chain.precedence() == operator.precedence());
                    let left_height = if goes_on { left.height } else { left.height + 1 };
                    let height = left_height.max(right.height + 1);
                    if height > DEPTH_LIMIT {
                        return Err(self.too_deep());
                    }
                    Tree {
                        expression: Expression::binary(left.expression, operator, right.expression),
                        height,
                    }
                }
            };
            operands.push(joined);
        }
        Ok(())
    }

    /// A path, or a value that may be filtered and followed by steps.
    fn operand(&mut self) -> Result<Tree, SyntaxError> {
        let start = self.place();
        let mut steps = Vec::new();
        let mut below = 0;
        match self.peek() {
            Some(Token::Slash) => {
                self.at += 1;
                if self.starts_step() {
                    below = self.steps(&mut steps)?;
                }
                let span = start.to(self.before());
                self.tree(Kind::Path(Path { start: Start::Root, steps }), span, below)
            }
            Some(Token::DoubleSlash) => {
                below = self.further_steps(&mut steps)?;
                let span = start.to(self.before());
                self.tree(Kind::Path(Path { start: Start::Root, steps }), span, below)
            }
            Some(_) if self.starts_step() => {
                below = self.steps(&mut steps)?;
                let span = start.to(self.before());
                self.tree(Kind::Path(Path { start: Start::Context, steps }), span, below)
            }
            _ => {
                let base = self.primary()?;
                let mut predicates = Vec::new();
                let mut below = base.height.max(self.predicates(&mut predicates)?);
                below = below.max(self.further_steps(&mut steps)?);
                if predicates.is_empty() && steps.is_empty() {
                    return Ok(base);
                }
                let span = start.to(self.before());
                let start = Start::Filter { base: Box::new(base.expression), predicates };
                self.tree(Kind::Path(Path { start, steps }), span, below)
            }
        }
    }

    /// A value, a function call or an expression in parentheses.
    fn primary(&mut self) -> Result<Tree, SyntaxError> {
        let place = self.place();
        let kind = match self.peek() {
            Some(Token::Number(number)) => Kind::Number(*number),
            Some(Token::Text(text)) => Kind::Text((*text).to_string()),
            Some(Token::Reference(reference)) => Kind::Reference(reference.clone()),
            Some(Token::Name(name)) => {
                let name = (*name).to_string();
                self.at += 1;
                let (arguments, below) = self.arguments()?;
                return self.tree(Kind::Call(Call { name, arguments }), place.to(self.before()), below);
            }
            Some(Token::Open) => {
                self.at += 1;
                let inside = self.expression()?;
                self.close(&Token::Close, '(', place)?;
                return Ok(inside);
            }
            _ => return Err(self.operand_missing()),
        };
        self.at += 1;
        self.tree(kind, place, 0)
    }

    fn arguments(&mut self) -> Result<(Vec<Expression>, usize), SyntaxError> {
        let opened = self.place();
        self.at += 1;
        let mut arguments = Vec::new();
        let mut below = 0;
        if !self.take_if(&Token::Close) {
            loop {
                let argument = self.expression()?;
                below = below.max(argument.height);
                arguments.push(argument.expression);
                if !self.take_if(&Token::Comma) {
                    break;
                }
            }
            self.close(&Token::Close, '(', opened)?;
        }
        Ok((arguments, below))
    }

    fn close(&mut self, token: &Token<'_>, opened: char, at: Span) -> Result<(), SyntaxError> {
        if self.take_if(token) {
            return Ok(());
        }
        match self.peek() {
            None | Some(Token::Close | Token::CloseBracket) => {
                let character = character(self.text, at.start);
                Err(self.fault(SyntaxFault::Unclosed { opened, character }))
            }
            Some(_) => Err(self.operator_missing()),
        }
    }

    fn predicates(&mut self, predicates: &mut Vec<Expression>) -> Result<usize, SyntaxError> {
        let mut below = 0;
        loop {
            let opened = self.place();
            if !self.take_if(&Token::OpenBracket) {
                return Ok(below);
            }
            let predicate = self.expression()?;
            self.close(&Token::CloseBracket, '[', opened)?;
            below = below.max(predicate.height);
            predicates.push(predicate.expression);
        }
    }

    /// Does a step of a path start here, rather than a value or a function call?
    fn starts_step(&self) -> bool {
        match self.peek() {
            Some(Token::Dot | Token::DoubleDot | Token::At | Token::Star | Token::StarOf(_)) => true,
            Some(Token::Name(name)) => self.peek_after() != Some(&Token::Open) || is_node_type(name),
            _ => false,
        }
    }

    /// A step and all that follow it.
    fn steps(&mut self, steps: &mut Vec<Step>) -> Result<usize, SyntaxError> {
        let below = self.step(steps)?;
        Ok(below.max(self.further_steps(steps)?))
    }

    /// The steps after a slash, as long as there is one.
    fn further_steps(&mut self, steps: &mut Vec<Step>) -> Result<usize, SyntaxError> {
        let mut below = 0;
        loop {
            let slash = self.place();
            match self.peek() {
                Some(Token::Slash) => {
                    let divides = matches!(
                        self.peek_after(),
                        Some(Token::Number(_) | Token::Reference(_) | Token::Open)
                    );
                    if divides {
                        let fault = SyntaxFault::Foreign { found: "/".into(), instead: "div" };
                        return Err(self.fault(fault));
                    }
                    self.at += 1;
                }
                Some(Token::DoubleSlash) => {
                    self.at += 1;
                    let mut all = Step::new(Axis::DescendantOrSelf, Test::Node);
                    all.span = slash;
                    steps.push(all);
                }
                _ => return Ok(below),
            }
            below = below.max(self.step(steps)?);
        }
    }

    fn step(&mut self, steps: &mut Vec<Step>) -> Result<usize, SyntaxError> {
        let start = self.place();
        if self.take_if(&Token::Dot) {
            steps.push(Step { span: start, ..Step::new(Axis::Itself, Test::Node) });
            return Ok(0);
        }
        if self.take_if(&Token::DoubleDot) {
            steps.push(Step { span: start, ..Step::new(Axis::Parent, Test::Node) });
            return Ok(0);
        }
        let axis = self.axis()?;
        let test = self.test()?;
        let mut predicates = Vec::new();
        let below = self.predicates(&mut predicates)?;
        steps.push(Step { axis, test, predicates, span: start.to(self.before()) });
        Ok(below)
    }

    fn axis(&mut self) -> Result<Axis, SyntaxError> {
        if self.take_if(&Token::At) {
            return Ok(Axis::Attribute);
        }
        let (Some(Token::Name(name)), Some(Token::DoubleColon)) = (self.peek(), self.peek_after()) else {
            return Ok(Axis::Child);
        };
        let axes = [Axis::Child, Axis::Parent, Axis::Itself, Axis::DescendantOrSelf, Axis::Attribute];
        match axes.into_iter().find(|axis| axis.name() == *name) {
            Some(axis) => {
                self.at += 2;
                Ok(axis)
            }
            None => Err(self.fault(SyntaxFault::Axis { name: (*name).to_string() })),
        }
    }

    fn test(&mut self) -> Result<Test, SyntaxError> {
        let test = match self.peek() {
            Some(Token::Star) => Test::Any,
            Some(Token::StarOf(prefix)) => Test::AnyOf((*prefix).to_string()),
            Some(Token::Name(name)) if self.peek_after() == Some(&Token::Open) => {
                if *name != "node" {
                    return Err(self.fault(SyntaxFault::NodeType { name: (*name).to_string() }));
                }
                self.at += 2;
                if self.peek() != Some(&Token::Close) {
                    return Err(self.operator_missing());
                }
                Test::Node
            }
            Some(Token::Name(name)) => Test::Name((*name).to_string()),
            _ => return Err(self.step_missing()),
        };
        self.at += 1;
        Ok(test)
    }
}

/// Names that, before a parenthesis, are kinds of nodes and not functions.
fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}
