//! Conditions as people say them: answers compared with numbers and codes, joined by and, or, not. What is none of these is kept as
//! the expression that it is.

use crate::expression::{Axis, Chain, Expression, Kind, Operator, Start, Test, parse};

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Holds for everybody.
    Always,
    /// Holds for nobody.
    Never,
    /// All of them hold; two or more.
    All(Vec<Condition>),
    /// At least one of them holds; two or more.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// An answer compared.
    Compare {
        /// The question.
        subject: Subject,
        /// How.
        relation: Relation,
        /// With what.
        value: Value,
    },
    /// One of several answers is chosen.
    Selected {
        /// The question.
        subject: Subject,
        /// Code of the choice.
        code: String,
    },
    /// So many answers are chosen.
    Count {
        /// The question.
        subject: Subject,
        /// How the number compares.
        relation: Relation,
        /// With what.
        number: f64,
    },
    /// There is an answer.
    Answered(Subject),
    /// Anything else, as written.
    Other(String),
}

/// Whose answer is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The question on which the condition stands: `.`
    Itself,
    /// Another one, by name.
    Question(String),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
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
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text or the code of a choice.
    Text(String),
    /// Another answer.
    Answer(Subject),
    /// Anything else, as written.
    Other(String),
}

impl Relation {
    /// The same seen from the other side: `18 <= x` as `x >= 18`.
    #[must_use]
    pub fn turned(self) -> Relation {
        match self {
            Relation::Less => Relation::Greater,
            Relation::LessOrEqual => Relation::GreaterOrEqual,
            Relation::Greater => Relation::Less,
            Relation::GreaterOrEqual => Relation::LessOrEqual,
            same => same,
        }
    }

    /// What holds for an answer that is there when this does not.
    #[must_use]
    pub fn denied(self) -> Relation {
        match self {
            Relation::Equal => Relation::NotEqual,
            Relation::NotEqual => Relation::Equal,
            Relation::Less => Relation::GreaterOrEqual,
            Relation::LessOrEqual => Relation::Greater,
            Relation::Greater => Relation::LessOrEqual,
            Relation::GreaterOrEqual => Relation::Less,
        }
    }

    /// Whether it holds between two numbers.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Relation::Equal => left == right,
            Relation::NotEqual => left != right,
            Relation::Less => left < right,
            Relation::LessOrEqual => left <= right,
            Relation::Greater => left > right,
            Relation::GreaterOrEqual => left >= right,
        }
    }

    fn of(operator: Operator) -> Option<Relation> {
        Some(match operator {
            Operator::Equal => Relation::Equal,
            Operator::NotEqual => Relation::NotEqual,
            Operator::Less => Relation::Less,
            Operator::LessOrEqual => Relation::LessOrEqual,
            Operator::Greater => Relation::Greater,
            Operator::GreaterOrEqual => Relation::GreaterOrEqual,
            _ => return None,
        })
    }
}

impl Condition {
    /// Reads an expression; one that cannot be parsed is [`Condition::Other`], and an empty one holds for everybody.
    pub fn read(written: &str) -> Condition {
        if written.trim().is_empty() {
            return Condition::Always;
        }
        match parse(written) {
            Ok(expression) => read(written, &expression),
            Err(_) => Condition::Other(written.trim().to_owned()),
        }
    }

    /// All of several; nested ones are joined.
    pub fn all(parts: impl IntoIterator<Item = Condition>) -> Condition {
        let mut flat: Vec<Condition> = Vec::new();
        for part in parts {
            match part {
                Condition::Always => {}
                Condition::Never => return Condition::Never,
                Condition::All(inner) => inner.into_iter().for_each(|one| push(&mut flat, one)),
                one => push(&mut flat, one),
            }
        }
        match flat.len() {
            0 => Condition::Always,
            1 => flat.remove(0),
            _ => Condition::All(flat),
        }
    }

    /// At least one of several; nested ones are joined.
    pub fn any(parts: impl IntoIterator<Item = Condition>) -> Condition {
        let mut flat: Vec<Condition> = Vec::new();
        for part in parts {
            match part {
                Condition::Never => {}
                Condition::Always => return Condition::Always,
                Condition::Any(inner) => inner.into_iter().for_each(|one| push(&mut flat, one)),
                one => push(&mut flat, one),
            }
        }
        match flat.len() {
            0 => Condition::Never,
            1 => flat.remove(0),
            _ => Condition::Any(flat),
        }
    }

    /// That it does not hold.
    #[must_use]
    pub fn denied(self) -> Condition {
        match self {
            Condition::Always => Condition::Never,
            Condition::Never => Condition::Always,
            Condition::Not(inner) => *inner,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// How many conditions it is made of.
    fn size(&self) -> usize {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                1 + parts.iter().map(Condition::size).sum::<usize>()
            }
            Condition::Not(inner) => 1 + inner.size(),
            _ => 1,
        }
    }

    /// Every question that it names, in reading order and as often as it does.
    pub fn subjects(&self) -> Vec<&Subject> {
        match self {
            Condition::Always | Condition::Never | Condition::Other(_) => Vec::new(),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::subjects).collect()
            }
            Condition::Not(inner) => inner.subjects(),
            Condition::Compare { subject, value: Value::Answer(other), .. } => vec![subject, other],
            Condition::Compare { subject, .. }
            | Condition::Selected { subject, .. }
            | Condition::Count { subject, .. }
            | Condition::Answered(subject) => vec![subject],
        }
    }
}

/// A condition of an `if` is kept up to this size.
const LARGEST: usize = 64;
/// So many parts are compared with each other, to say none of them twice.
const COMPARED: usize = 128;

fn push(flat: &mut Vec<Condition>, one: Condition) {
    if flat.len() > COMPARED || !flat.contains(&one) {
        flat.push(one);
    }
}

/// The tree as a condition. The parser bounds its depth.
fn read(written: &str, expression: &Expression) -> Condition {
    let other =
        || Condition::Other(written.get(expression.span.range()).unwrap_or(written).trim().to_owned());
    match &expression.kind {
        Kind::Chain(chain) => read_chain(written, chain).unwrap_or_else(other),
        Kind::Call(call) => match (&*call.name, &call.arguments[..]) {
            ("true", []) => Condition::Always,
            ("false", []) => Condition::Never,
            ("not", [inner]) => read(written, inner).denied(),
            ("boolean", [inner]) if subject(inner).is_none() => read(written, inner),
            ("selected", [of, code]) => match (subject(of), text(code)) {
                (Some(subject), Some(code)) if !code.trim().is_empty() => {
                    Condition::Selected { subject, code: code.trim().to_owned() }
                }
                _ => other(),
            },
            ("if", [when, then, otherwise]) => {
                let when = read(written, when);
                // It stands in both ways: one inside the other they would double at every level.
                if when.size() > LARGEST {
                    return other();
                }
                let then = Condition::all([when.clone(), read(written, then)]);
                Condition::any([then, Condition::all([when.denied(), read(written, otherwise)])])
            }
            _ => other(),
        },
        _ => other(),
    }
}

fn read_chain(written: &str, chain: &Chain) -> Option<Condition> {
    let operator = chain.rest.first()?.0;
    let operands = || std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, operand)| operand));
    match operator {
        Operator::And => Some(Condition::all(operands().map(|operand| read(written, operand)))),
        Operator::Or => Some(Condition::any(operands().map(|operand| read(written, operand)))),
        _ if chain.rest.len() == 1 => {
            compare(written, &chain.first, Relation::of(operator)?, &chain.rest.first()?.1)
        }
        _ => None,
    }
}

fn compare(written: &str, left: &Expression, relation: Relation, right: &Expression) -> Option<Condition> {
    let sides = [(left, relation, right), (right, relation.turned(), left)];
    for (one, relation, other) in sides {
        if let (Some(subject), Some(number)) = (counted(one), number(other)) {
            return Some(Condition::Count { subject, relation, number });
        }
    }
    // `string-length(${x}) > 0` is an answer that is there.
    for (one, relation, other) in sides {
        if let (Some(subject), Some(number)) = (measured(one), number(other)) {
            let some = matches!((relation, number), (Relation::Greater | Relation::NotEqual, 0.0))
                || (relation, number) == (Relation::GreaterOrEqual, 1.0);
            let none =
                (relation, number) == (Relation::Equal, 0.0) || (relation, number) == (Relation::Less, 1.0);
            let answered = Condition::Answered(subject);
            return if some { Some(answered) } else { none.then(|| answered.denied()) };
        }
    }
    let (one, relation, other) = sides.into_iter().find(|(one, ..)| subject(one).is_some())?;
    let subject = subject(one)?;
    let value = value(written, other);
    if let Value::Text(text) = &value
        && text.is_empty()
    {
        let answered = Condition::Answered(subject);
        return match relation {
            Relation::Equal => Some(answered.denied()),
            Relation::NotEqual => Some(answered),
            _ => None,
        };
    }
    Some(Condition::Compare { subject, relation, value })
}

/// The question in `count-selected(${x})`.
fn counted(expression: &Expression) -> Option<Subject> {
    match &expression.kind {
        Kind::Call(call) if call.name == "count-selected" => subject(call.arguments.first()?),
        _ => None,
    }
}

/// The question in `string-length(${x})`.
fn measured(expression: &Expression) -> Option<Subject> {
    match &expression.kind {
        Kind::Call(call) if call.name == "string-length" => subject(call.arguments.first()?),
        _ => None,
    }
}

fn value(written: &str, expression: &Expression) -> Value {
    if let Some(number) = number(expression) {
        return Value::Number(number);
    }
    match &expression.kind {
        Kind::Text(text) => Value::Text(text.clone()),
        _ => subject(expression).map_or_else(
            || Value::Other(written.get(expression.span.range()).unwrap_or_default().trim().to_owned()),
            Value::Answer,
        ),
    }
}

fn number(expression: &Expression) -> Option<f64> {
    match &expression.kind {
        Kind::Number(number) => Some(*number),
        Kind::Negate(inner) => number(inner).map(|number| -number),
        _ => None,
    }
}

fn text(expression: &Expression) -> Option<String> {
    match &expression.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The question that an expression is: `${x}`, `.`, `../x`, `/data/group/x`, `number(${x})`.
pub(crate) fn subject(expression: &Expression) -> Option<Subject> {
    match &expression.kind {
        Kind::Reference(reference) if !reference.last_saved => {
            Some(Subject::Question(reference.name.clone()))
        }
        Kind::Call(call) if matches!(&*call.name, "number" | "int" | "string") => {
            subject(call.arguments.first()?)
        }
        Kind::Path(path) => {
            let start = match &path.start {
                Start::Root | Start::Context => true,
                Start::Filter { base, predicates } => {
                    predicates.is_empty() && matches!(&base.kind, Kind::Call(call) if call.name == "current")
                }
            };
            let plain = path.steps.iter().all(|step| step.predicates.is_empty());
            let last = path.steps.last()?;
            match (&last.axis, &last.test) {
                (Axis::Itself, Test::Node) if path.steps.len() == 1 && plain && start => {
                    Some(Subject::Itself)
                }
                (Axis::Child, Test::Name(name)) if plain && start && (path.steps.len() > 1) => {
                    Some(Subject::Question(name.clone()))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(name: &str) -> Subject {
        Subject::Question(name.into())
    }

    #[test]
    fn comparisons_are_read_from_either_side() {
        let adult = Condition::Compare {
            subject: question("age"),
            relation: Relation::GreaterOrEqual,
            value: Value::Number(18.0),
        };
        assert_eq!(Condition::read("${age} >= 18"), adult);
        assert_eq!(Condition::read("18 <= number(/data/person/age)"), adult);
        assert_eq!(Condition::read("(${age} >= 18) and true()"), adult);
        assert_eq!(Condition::read("not(not(${age} >= 18))"), adult);
        let own = Condition::Compare {
            subject: Subject::Itself,
            relation: Relation::Less,
            value: Value::Number(-1.5),
        };
        assert_eq!(Condition::read(". < -1.5"), own);
    }

    #[test]
    fn what_is_no_comparison_stays_as_written() {
        let written = "count(${member}[${age} > 5]) = 2";
        assert_eq!(Condition::read(written), Condition::Other(written.into()));
        assert_eq!(Condition::read("${a} = "), Condition::Other("${a} =".into()));
        assert_eq!(Condition::read("  "), Condition::Always);
        let half = Condition::read("${a} = 1 and regex(${b}, 'x')");
        assert!(
            matches!(&half, Condition::All(parts) if parts[1] == Condition::Other("regex(${b}, 'x')".into()))
        );
    }

    #[test]
    fn conditions_inside_conditions_do_not_double_without_end() {
        let mut written = "${a} = 1".to_owned();
        for at in 0..60 {
            written = format!("if({written}, ${{b}} = {at}, ${{c}} = {at})");
        }
        assert!(Condition::read(&written).size() < 1_000);
        let many: Vec<String> = (0..3_000).map(|at| format!("${{a}} = {at}")).collect();
        assert!(matches!(Condition::read(&many.join(" or ")), Condition::Any(parts) if parts.len() == 3_000));
    }

    #[test]
    fn choices_counts_and_empty_answers_are_told_apart() {
        assert_eq!(
            Condition::read("selected(${a}, 'x')"),
            Condition::Selected { subject: question("a"), code: "x".into() }
        );
        assert_eq!(
            Condition::read("count-selected(.) > 1"),
            Condition::Count { subject: Subject::Itself, relation: Relation::Greater, number: 1.0 }
        );
        assert_eq!(Condition::read("${a} != ''"), Condition::Answered(question("a")));
        assert_eq!(Condition::read("string-length(${a}) = 0"), Condition::Answered(question("a")).denied());
    }
}
