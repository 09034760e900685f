//! What can be said of an expression before it is evaluated: errors that keep it from being used, and doubts for its author.

use super::dates::{Moment, format_moment, parse_date_time};
use super::functions::pattern::Pattern;
use super::functions::{self, Arity, digest};
use super::syntax::{Axis, Call, Expression, Kind, Operator, Path, Reference, Span, Start, Test};
use super::value::parse_number;

/// One thing that is wrong or doubtful in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where in its text.
    pub span: Span,
    /// What.
    pub kind: RemarkKind,
}

/// What is wrong or doubtful in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// A function that does not exist.
    UnknownFunction {
        /// Its name.
        name: String,
    },
    /// A function with a wrong number of arguments.
    Arguments {
        /// Its name.
        name: &'static str,
        /// How many it takes.
        expected: Arity,
        /// How many it got.
        found: usize,
    },
    /// `${name}` that was not replaced by a path.
    Reference {
        /// Which.
        reference: Reference,
    },
    /// A function that needs a plain path got something else.
    NotPath {
        /// The function.
        function: &'static str,
    },
    /// `indexed-repeat` got a repeat in which the question does not stand.
    NotInRepeat,
    /// A function that needs nodes got a value.
    NotNodes {
        /// The function.
        function: String,
    },
    /// A regular expression that cannot be read.
    Pattern {
        /// What is wrong with it.
        reason: String,
    },
    /// A digest or encoding that does not exist.
    Digest {
        /// Its name.
        name: String,
    },
    /// A format of dates with a code that does not exist.
    DateFormat {
        /// The format.
        format: String,
    },
    /// A text where a date is needed.
    NotDate {
        /// The text.
        text: String,
    },
    /// A text in quotes is put in order with something: texts have no order, so it is never true.
    TextInOrder {
        /// The text.
        text: String,
    },
    /// A date in quotes is put in order with something: it is a text as long as `date()` does not make it a date.
    DateInOrder {
        /// The date.
        text: String,
    },
    /// A number is compared, or computed, with a text that is no number.
    NotNumber {
        /// The text.
        text: String,
    },
    /// `selected()` with a number: choices are texts.
    SelectedNumber {
        /// The number as written.
        number: String,
    },
    /// The name of a function without its parentheses means a question of that name.
    NoParentheses {
        /// The name.
        name: String,
    },
    /// Something that this program evaluates and the engine of ODK Collect does not.
    NotInCollect {
        /// What.
        construct: String,
    },
    /// A function for which engines give different values where answers are blank.
    EnginesDiffer {
        /// The function.
        function: String,
    },
    /// A pattern without `^` and `$`, which for some engines may fit any part of a text.
    PatternOpen {
        /// The pattern.
        pattern: String,
    },
}

impl RemarkKind {
    /// Does it keep the expression from being used?
    pub fn is_error(&self) -> bool {
        !matches!(
            self,
            RemarkKind::TextInOrder { .. }
                | RemarkKind::DateInOrder { .. }
                | RemarkKind::NotNumber { .. }
                | RemarkKind::SelectedNumber { .. }
                | RemarkKind::NoParentheses { .. }
                | RemarkKind::NotInCollect { .. }
                | RemarkKind::EnginesDiffer { .. }
                | RemarkKind::PatternOpen { .. }
        )
    }
}

/// Everything that can be said of an expression by itself, in reading order. References may stand in it.
///
/// ```
/// use sounding_questionnaire::expression::{RemarkKind, check, parse};
/// let remarks = check(&parse(". >= '2024-01-01' and todaye() > 1").unwrap());
/// assert_eq!(remarks[0].kind, RemarkKind::DateInOrder { text: "2024-01-01".into() });
/// assert_eq!(remarks[1].kind, RemarkKind::UnknownFunction { name: "todaye".into() });
/// ```
pub fn check(expression: &Expression) -> Vec<Remark> {
    let mut remarks = Vec::new();
    expression.walk(&mut |part| {
        let span = part.span;
        match &part.kind {
            Kind::Call(call) => check_call(call, span, &mut remarks),
            Kind::Chain(chain) => {
                let operands =
                    std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, operand)| operand));
                let operands: Vec<_> = operands.collect();
                for (pair, (operator, _)) in operands.windows(2).zip(&chain.rest) {
                    check_pair(pair[0], *operator, pair[1], &mut remarks);
                }
            }
            Kind::Path(path) => check_path(path, span, &mut remarks),
            _ => {}
        }
    });
    remarks.sort_by_key(|remark| remark.span.start);
    remarks
}

/// The known function whose name is most like an unknown one.
pub fn nearest_function(name: &str) -> Option<&'static str> {
    sounding_survey::nearest(name, functions::all().map(|entry| entry.name))
}

fn check_call(call: &Call, span: Span, remarks: &mut Vec<Remark>) {
    let mut say = |span, kind| remarks.push(Remark { span, kind });
    let Some(entry) = functions::find(&call.name) else {
        return say(span, RemarkKind::UnknownFunction { name: call.name.clone() });
    };
    let found = call.arguments.len();
    if !entry.arity.allows(found) {
        return say(span, RemarkKind::Arguments { name: entry.name, expected: entry.arity, found });
    }
    if !entry.in_collect {
        say(span, RemarkKind::NotInCollect { construct: format!("{}()", entry.name) });
    }
    let text = |at: usize| match call.arguments.get(at) {
        Some(Expression { kind: Kind::Text(text), span }) => Some((text.as_str(), *span)),
        _ => None,
    };
    match entry.name {
        "regex" => {
            if let Some((pattern, span)) = text(1) {
                if let Err(error) = Pattern::new(pattern) {
                    say(span, RemarkKind::Pattern { reason: error.reason() });
                } else if !pattern.starts_with('^') || !pattern.ends_with('$') {
                    say(span, RemarkKind::PatternOpen { pattern: pattern.into() });
                }
            }
        }
        "max" | "min" => {
            if let [only] = &call.arguments[..]
                && may_be_nodes(only)
            {
                say(span, RemarkKind::EnginesDiffer { function: call.name.clone() });
            }
        }
        "digest" => {
            for (name, span) in [
                text(1).filter(|(name, _)| !digest::is_algorithm(name)),
                text(2).filter(|(name, _)| !digest::is_encoding(name)),
            ]
            .into_iter()
            .flatten()
            {
                say(span, RemarkKind::Digest { name: name.into() });
            }
        }
        "format-date" | "format-date-time" => {
            if let Some((format, span)) = text(1)
                && format_moment(Moment(0), format, 0, "en").is_err()
            {
                say(span, RemarkKind::DateFormat { format: format.into() });
            }
            check_date(text(0), &mut say);
        }
        "date" | "date-time" | "decimal-date-time" => check_date(text(0), &mut say),
        "selected" | "is-selected" => {
            if let Some(Expression { kind: Kind::Number(number), span }) = call.arguments.get(1) {
                say(*span, RemarkKind::SelectedNumber { number: number.to_string() });
            }
        }
        "count" | "count-non-empty" | "sum" | "randomize" => {
            if let Some(argument) = call.arguments.first()
                && !may_be_nodes(argument)
            {
                say(argument.span, RemarkKind::NotNodes { function: call.name.clone() });
            } else if entry.name == "sum" {
                say(span, RemarkKind::EnginesDiffer { function: call.name.clone() });
            }
        }
        "instance" if text(0).is_none() => {
            let construct = "instance(…)".into();
            say(span, RemarkKind::NotInCollect { construct });
        }
        _ => {}
    }
}

fn check_date(text: Option<(&str, Span)>, say: &mut impl FnMut(Span, RemarkKind)) {
    if let Some((text, span)) = text
        && !text.is_empty()
        && !text.contains("${")
        && parse_date_time(text, 0).is_none()
    {
        say(span, RemarkKind::NotDate { text: text.into() });
    }
}

fn check_pair(left: &Expression, operator: Operator, right: &Expression, remarks: &mut Vec<Remark>) {
    let mut say = |span, kind| remarks.push(Remark { span, kind });
    let ordered = matches!(
        operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    );
    let equal = matches!(operator, Operator::Equal | Operator::NotEqual);
    let computed = matches!(
        operator,
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo
    );
    if operator == Operator::Union {
        say(left.span.to(right.span), RemarkKind::NotInCollect { construct: "|".into() });
    }
    for (one, other) in [(left, right), (right, left)] {
        let Kind::Text(text) = &one.kind else { continue };
        if text.contains("${") || !parse_number(text).is_nan() {
            continue;
        }
        let text = text.clone();
        if ordered && parse_date_time(&text, 0).is_some() {
            say(one.span, RemarkKind::DateInOrder { text });
        } else if ordered {
            say(one.span, RemarkKind::TextInOrder { text });
        } else if computed || equal && is_number(other) {
            say(one.span, RemarkKind::NotNumber { text });
        }
    }
}

fn check_path(path: &Path, span: Span, remarks: &mut Vec<Remark>) {
    let mut say = |span, kind| remarks.push(Remark { span, kind });
    if let (Start::Context, [step]) = (&path.start, &path.steps[..])
        && let (Axis::Child, Test::Name(name)) = (step.axis, &step.test)
        && ["true", "false", "today", "now"].contains(&name.as_str())
    {
        say(span, RemarkKind::NoParentheses { name: name.clone() });
    }
    for step in &path.steps {
        if step.axis == Axis::DescendantOrSelf {
            say(step.span, RemarkKind::NotInCollect { construct: "//".into() });
        }
        for predicate in &step.predicates {
            if is_number(predicate) {
                let construct = format!("[{predicate}]");
                say(predicate.span, RemarkKind::NotInCollect { construct });
            }
        }
    }
}

fn may_be_nodes(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Path(_) | Kind::Reference(_) => true,
        Kind::Call(call) => matches!(
            call.name.as_str(),
            "instance" | "current" | "randomize" | "indexed-repeat" | "if" | "coalesce" | "once" | "depend"
        ),
        Kind::Chain(chain) => chain.precedence() == Operator::Union.precedence(),
        _ => false,
    }
}

/// Does it give a number, whatever the answers?
fn is_number(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Number(_) | Kind::Negate(_) => true,
        Kind::Chain(chain) => {
            let precedence = chain.precedence();
            precedence == Operator::Add.precedence() || precedence == Operator::Multiply.precedence()
        }
        Kind::Call(call) => matches!(
            call.name.as_str(),
            "number"
                | "int"
                | "round"
                | "pow"
                | "abs"
                | "sqrt"
                | "sum"
                | "max"
                | "min"
                | "count"
                | "count-non-empty"
                | "count-selected"
                | "position"
                | "string-length"
                | "decimal-date-time"
                | "random"
                | "area"
                | "distance"
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_told_what_is_wrong_or_doubtful_and_where() {
        // Expression, the part that is meant, the kind of the remark; nothing for what is right.
        let cases = [
            ("${age} >= 18 and selected(${topics}, 'a')", "", ""),
            (". >= date('2024-01-01') and . <= today()", "", ""),
            ("regex(., '^[0-9]{9}$') or . = '' or . = 0", "", ""),
            ("${a} + '5' > '3'", "", ""),
            ("1 + foo(2)", "foo(2)", "UnknownFunction"),
            ("not(1, 2)", "not(1, 2)", "Arguments"),
            (". < '2024-01-01'", "'2024-01-01'", "DateInOrder"),
            (". > 'abc'", "'abc'", "TextInOrder"),
            ("count(${a}) = 'x'", "'x'", "NotNumber"),
            ("'Ông ' + ${name}", "'Ông '", "NotNumber"),
            ("selected(${a}, 3)", "3", "SelectedNumber"),
            ("${a} and true", "true", "NoParentheses"),
            ("regex(., '[0-9]+')", "'[0-9]+'", "PatternOpen"),
            ("regex(., '[0-9+')", "'[0-9+'", "Pattern"),
            ("digest('a', 'MD4')", "'MD4'", "Digest"),
            ("digest('a', 'MD5', 'octal')", "'octal'", "Digest"),
            ("format-date(${d}, '%d %x')", "'%d %x'", "DateFormat"),
            ("date('31/12/2024')", "'31/12/2024'", "NotDate"),
            ("sum('a')", "'a'", "NotNodes"),
            ("sum(${a})", "sum(${a})", "EnginesDiffer"),
            ("max(/data/r/x)", "max(/data/r/x)", "EnginesDiffer"),
            ("max(${a}, ${b})", "", ""),
            ("floor(${a})", "floor(${a})", "NotInCollect"),
            ("/data/r[2]/x", "2", "NotInCollect"),
            ("count(//x)", "//", "NotInCollect"),
            ("count(${a} | ${b})", "${a} | ${b}", "NotInCollect"),
        ];
        for (text, part, kind) in cases {
            let found: Vec<(&str, String)> = check(&super::super::parse(text).unwrap())
                .into_iter()
                .map(|remark| (&text[remark.span.range()], format!("{:?}", remark.kind)))
                .collect();
            if kind.is_empty() {
                assert!(found.is_empty(), "{text}: {found:?}");
            } else {
                assert_eq!(found.len(), 1, "{text}: {found:?}");
                let named = found[0].1.split([' ', '{']).next();
                assert_eq!((found[0].0, named), (part, Some(kind)), "{text}");
            }
        }
    }

    #[test]
    fn a_misspelt_function_has_its_neighbour() {
        assert_eq!(nearest_function("count-select"), Some("count-selected"));
        assert_eq!(nearest_function("choice-name"), Some("jr:choice-name"));
        assert_eq!(nearest_function("vlookup"), None);
    }
}
