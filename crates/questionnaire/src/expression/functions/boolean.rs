//! Conditions: choices between values, negation, lists of conditions, patterns.

use super::{Arity, Entry, Function, pattern};
use crate::expression::compile::Code;
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope};
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BooleanFunction {
    If,
    Coalesce,
    Once,
    True,
    False,
    Boolean,
    FromString,
    Not,
    Regex,
    Checklist,
    WeightedChecklist,
    Depend,
}

use BooleanFunction as B;

const fn entry(name: &'static str, function: B, arity: Arity) -> Entry {
    Entry::new(name, Function::Boolean(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("if", B::If, Arity::Exactly(3)),
    entry("coalesce", B::Coalesce, Arity::Exactly(2)),
    entry("once", B::Once, Arity::Exactly(1)),
    entry("true", B::True, Arity::Exactly(0)),
    entry("false", B::False, Arity::Exactly(0)),
    entry("boolean", B::Boolean, Arity::Exactly(1)),
    entry("boolean-from-string", B::FromString, Arity::Exactly(1)),
    entry("not", B::Not, Arity::Exactly(1)),
    entry("regex", B::Regex, Arity::Exactly(2)),
    entry("checklist", B::Checklist, Arity::AtLeast(2)),
    entry("weighted-checklist", B::WeightedChecklist, Arity::Pairs(2)),
    entry("depend", B::Depend, Arity::AtLeast(1)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn boolean_function(
        &self,
        function: BooleanFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let value = |at: usize| self.value_of(arguments, at, scope);
        let truth = match function {
            B::If => return value(if self.boolean_of(arguments, 0, scope)? { 1 } else { 2 }),
            B::Coalesce => {
                let first = value(0)?;
                return if self.unpack_ref(&first)?.is_blank() { value(1) } else { Ok(first) };
            }
            B::Once => {
                let kept = self.node_atom(scope.node);
                let blank = kept.to_text(self.environment).is_empty();
                return if blank { value(0) } else { Ok(Value::Atom(kept)) };
            }
            B::Depend => return value(0),
            B::True => true,
            B::False => false,
            B::Boolean => self.boolean_of(arguments, 0, scope)?,
            B::FromString => {
                let text = self.text_of(arguments, 0, scope)?;
                text.eq_ignore_ascii_case("true") || text == "1"
            }
            B::Not => !self.boolean_of(arguments, 0, scope)?,
            B::Regex => {
                let (text, pattern) =
                    (self.text_of(arguments, 0, scope)?, self.text_of(arguments, 1, scope)?);
                pattern::Pattern::new(&pattern)?.matches(&text)?
            }
            B::Checklist => self.checklist(arguments, scope)?,
            B::WeightedChecklist => self.weighted_checklist(arguments, scope)?,
        };
        Ok(Value::Atom(Atom::Boolean(truth)))
    }

    /// Is the number of true ones between the first argument and the second? A negative limit is none.
    fn checklist(&self, arguments: &'a [Code], scope: Scope<W::Node>) -> Result<bool, EvaluationError> {
        let least = self.number_of(arguments, 0, scope)?;
        let most = self.number_of(arguments, 1, scope)?;
        let factors = self.atoms(arguments.get(2..).unwrap_or_default(), scope)?;
        let count = factors.iter().filter(|factor| factor.to_boolean()).count() as f64;
        // A limit that is no number is 0, as in Java.
        let limit = |number: f64| if number.is_nan() { 0.0 } else { number.trunc() };
        let (least, most) = (limit(least), limit(most));
        Ok((least < 0.0 || count >= least) && (most < 0.0 || count <= most))
    }

    /// Is the sum of the weights of the true ones between the first argument and the second?
    fn weighted_checklist(
        &self,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<bool, EvaluationError> {
        let (least, most) = (self.number_of(arguments, 0, scope)?, self.number_of(arguments, 1, scope)?);
        let pairs = arguments.get(2..).unwrap_or_default();
        let (flags, weights) = match pairs {
            [flags, weights] => (
                self.atoms(std::slice::from_ref(flags), scope)?,
                self.atoms(std::slice::from_ref(weights), scope)?,
            ),
            pairs => {
                let mut both = (Vec::new(), Vec::new());
                for pair in pairs.chunks_exact(2) {
                    both.0.push(self.atom(&pair[0], scope)?);
                    both.1.push(self.atom(&pair[1], scope)?);
                }
                both
            }
        };
        if flags.len() != weights.len() {
            return Err(EvaluationError::UnequalSets { function: "weighted-checklist" });
        }
        let mut sum = 0.0;
        for (flag, weight) in flags.iter().zip(&weights) {
            if flag.to_boolean() {
                sum += weight.to_number(self.environment);
            }
        }
        Ok(sum >= least && sum <= most)
    }
}
