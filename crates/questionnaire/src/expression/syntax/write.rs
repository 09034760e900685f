//! Writes a tree as text again, with as few parentheses as its meaning allows; the text reads back as the same tree.

use std::fmt::{self, Display, Formatter, Write};

use super::tree::{Axis, Chain, Expression, Kind, Operator, Path, Reference, Span, Start, Step, Test};

/// Precedence of the unary minus, and of what needs no parentheses anywhere.
const NEGATE: u8 = 7;
const OPERAND: u8 = 9;

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Display for Operator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

impl Display for Reference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "${{{}{}}}", if self.last_saved { "last-saved#" } else { "" }, self.name)
    }
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Number(number) => write!(f, "{number}"),
            Kind::Text(text) => quote(f, text),
            Kind::Reference(reference) => reference.fmt(f),
            Kind::Path(path) => path.fmt(f),
            Kind::Call(call) => {
                write!(f, "{}(", call.name)?;
                for (i, argument) in call.arguments.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    argument.fmt(f)?;
                }
                f.write_char(')')
            }
            Kind::Negate(operand) => {
                f.write_char('-')?;
                within(f, operand, NEGATE)
            }
            Kind::Chain(chain) => chain.fmt(f),
        }
    }
}

impl Display for Chain {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let precedence = self.precedence();
        within(f, &self.first, precedence)?;
        for (operator, operand) in &self.rest {
            write!(f, " {operator} ")?;
            within(f, operand, precedence + 1)?;
        }
        Ok(())
    }
}

/// In parentheses when it binds less tightly than `least`.
fn within(f: &mut Formatter<'_>, expression: &Expression, least: u8) -> fmt::Result {
    let binds = match &expression.kind {
        Kind::Chain(chain) => chain.precedence(),
        Kind::Negate(_) => NEGATE,
        // After a bare `/` the name of an operator would be a step.
        Kind::Path(Path { start: Start::Root, steps }) if steps.is_empty() => 0,
        _ => OPERAND,
    };
    if binds < least { write!(f, "({expression})") } else { expression.fmt(f) }
}

/// XPath 1.0 cannot write a text that has both quotation marks; it is put together from parts that have one.
fn quote(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    if !text.contains('\'') {
        return write!(f, "'{text}'");
    }
    if !text.contains('"') {
        return write!(f, "\"{text}\"");
    }
    f.write_str("concat(")?;
    for (i, part) in text.split('\'').enumerate() {
        if i > 0 {
            f.write_str(", \"'\", ")?;
        }
        write!(f, "'{part}'")?;
    }
    f.write_char(')')
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut slash = match &self.start {
            Start::Root => {
                f.write_char('/')?;
                false
            }
            Start::Context => false,
            Start::Filter { base, predicates } => {
                let bare =
                    matches!(base.kind, Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) | Kind::Call(_));
                if bare {
                    base.fmt(f)?;
                } else {
                    write!(f, "({base})")?;
                }
                bracketed(f, predicates)?;
                true
            }
        };
        let mut steps = self.steps.iter().enumerate().peekable();
        while let Some((i, step)) = steps.next() {
            let all =
                step.axis == Axis::DescendantOrSelf && step.test == Test::Node && step.predicates.is_empty();
            // `//` stands between two steps, or between the root and a step.
            let after_slash = slash || matches!(self.start, Start::Root) && i == 0;
            if all && after_slash && steps.peek().is_some() {
                f.write_str(if slash { "//" } else { "/" })?;
                slash = false;
                continue;
            }
            if slash {
                f.write_char('/')?;
            }
            step.fmt(f)?;
            slash = true;
        }
        Ok(())
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let alone = self.test == Test::Node && self.predicates.is_empty();
        match self.axis {
            Axis::Itself if alone => return f.write_char('.'),
            Axis::Parent if alone => return f.write_str(".."),
            Axis::Child => {}
            Axis::Attribute => f.write_char('@')?,
            axis => write!(f, "{}::", axis.name())?,
        }
        match &self.test {
            Test::Name(name) => f.write_str(name)?,
            Test::Any => f.write_char('*')?,
            Test::AnyOf(prefix) => write!(f, "{prefix}:*")?,
            Test::Node => f.write_str("node()")?,
        }
        bracketed(f, &self.predicates)
    }
}

fn bracketed(f: &mut Formatter<'_>, predicates: &[Expression]) -> fmt::Result {
    predicates.iter().try_for_each(|predicate| write!(f, "[{predicate}]"))
}
