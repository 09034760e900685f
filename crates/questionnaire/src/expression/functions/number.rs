//! Numbers: arithmetic beyond the operators, and sums over nodes.

use super::{Arity, Entry, Function, random};
use crate::expression::compile::Code;
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope};
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy)]
pub(crate) enum NumberFunction {
    Number,
    Int,
    Round,
    Floor,
    Ceiling,
    Pow,
    Atan2,
    /// A function of one number.
    Of(fn(f64) -> f64),
    Pi,
    Sum,
    Max,
    Min,
    Random,
}

use NumberFunction as N;

const fn entry(name: &'static str, function: N, arity: Arity) -> Entry {
    Entry::new(name, Function::Number(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("number", N::Number, Arity::Exactly(1)),
    entry("int", N::Int, Arity::Exactly(1)),
    entry("round", N::Round, Arity::Between(1, 2)),
    Entry::only_here("floor", Function::Number(N::Floor), Arity::Exactly(1)),
    Entry::only_here("ceiling", Function::Number(N::Ceiling), Arity::Exactly(1)),
    entry("pow", N::Pow, Arity::Exactly(2)),
    entry("abs", N::Of(f64::abs), Arity::Exactly(1)),
    entry("sqrt", N::Of(f64::sqrt), Arity::Exactly(1)),
    entry("exp", N::Of(f64::exp), Arity::Exactly(1)),
    entry("exp10", N::Of(exp10), Arity::Exactly(1)),
    entry("log", N::Of(f64::ln), Arity::Exactly(1)),
    entry("log10", N::Of(f64::log10), Arity::Exactly(1)),
    entry("sin", N::Of(f64::sin), Arity::Exactly(1)),
    entry("cos", N::Of(f64::cos), Arity::Exactly(1)),
    entry("tan", N::Of(f64::tan), Arity::Exactly(1)),
    entry("asin", N::Of(f64::asin), Arity::Exactly(1)),
    entry("acos", N::Of(f64::acos), Arity::Exactly(1)),
    entry("atan", N::Of(f64::atan), Arity::Exactly(1)),
    entry("atan2", N::Atan2, Arity::Exactly(2)),
    entry("pi", N::Pi, Arity::Exactly(0)),
    entry("sum", N::Sum, Arity::Exactly(1)),
    entry("max", N::Max, Arity::AtLeast(0)),
    entry("min", N::Min, Arity::AtLeast(0)),
    entry("random", N::Random, Arity::Exactly(0)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn number_function(
        &self,
        function: NumberFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let number = |at: usize| self.number_of(arguments, at, scope);
        let result = match function {
            N::Number => number(0)?,
            N::Int => number(0)?.trunc(),
            N::Round => round(number(0)?, if arguments.len() > 1 { number(1)?.trunc() } else { 0.0 }),
            N::Floor => number(0)?.floor(),
            N::Ceiling => number(0)?.ceil(),
            N::Pow => self.fraction_of(arguments, 0, scope)?.powf(self.fraction_of(arguments, 1, scope)?),
            N::Atan2 => self.fraction_of(arguments, 0, scope)?.atan2(self.fraction_of(arguments, 1, scope)?),
            N::Of(function) => function(self.fraction_of(arguments, 0, scope)?),
            N::Pi => std::f64::consts::PI,
            N::Sum => {
                let nodes = self.nodes_of(arguments, 0, "sum", scope)?;
                let numbers = nodes.into_iter().map(|node| self.node_atom(node).to_number(self.environment));
                // Blank answers and texts count as nothing.
                numbers.filter(|number| !number.is_nan()).fold(0.0, |sum, number| sum + number)
            }
            N::Max => self.numbers(arguments, scope)?.into_iter().fold(f64::NAN, f64::max),
            N::Min => self.numbers(arguments, scope)?.into_iter().fold(f64::NAN, f64::min),
            N::Random => random::unit(self.environment.random),
        };
        Ok(Value::Atom(Atom::Number(result)))
    }

    /// As a number; a moment that was computed keeps its part of the day here.
    fn fraction_of(
        &self,
        arguments: &'a [Code],
        at: usize,
        scope: Scope<W::Node>,
    ) -> Result<f64, EvaluationError> {
        match self.value_of(arguments, at, scope)? {
            Value::Atom(Atom::Date(moment)) => {
                let day = moment.days(self.environment.offset_minutes) as f64;
                Ok(day + moment.decimal_time(self.environment.offset_minutes))
            }
            value => Ok(self.unpack(value)?.to_number(self.environment)),
        }
    }

    fn numbers(&self, arguments: &'a [Code], scope: Scope<W::Node>) -> Result<Vec<f64>, EvaluationError> {
        let atoms = self.atoms(arguments, scope)?;
        Ok(atoms.iter().map(|atom| atom.to_number(self.environment)).collect())
    }
}

fn exp10(number: f64) -> f64 {
    10f64.powf(number)
}

/// To so many decimals, halves upwards, by the digits with which the number is written: 1.005 to two decimals is 1.01. Negative
/// decimals round to tens and hundreds; more than 30 either way give NaN.
pub(crate) fn round(number: f64, decimals: f64) -> f64 {
    if !number.is_finite() {
        return number;
    }
    if !(-30.0..=30.0).contains(&decimals) {
        // What is not a number counts as 0, as in Java.
        return if decimals.is_nan() { round(number, 0.0) } else { f64::NAN };
    }
    let decimals = decimals as i32;
    let text = number.abs().to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits: Vec<u8> = whole.bytes().chain(part.bytes()).map(|byte| byte - b'0').collect();
    // How many digits are kept; those before the point are `whole.len()`.
    let length = |digits: usize| i64::try_from(digits).unwrap_or(i64::MAX - 30);
    let kept = length(whole.len()) + i64::from(decimals);
    if kept >= length(digits.len()) {
        return number;
    }
    let mut result: Vec<u8> = vec![0];
    result.extend(digits.iter().take(usize::try_from(kept).unwrap_or(0)));
    let up = usize::try_from(kept).is_ok_and(|kept| {
        let half_is_up = number > 0.0 || digits[kept + 1..].iter().any(|digit| *digit > 0);
        digits[kept] > 5 || digits[kept] == 5 && half_is_up
    });
    if up {
        for digit in result.iter_mut().rev() {
            *digit = if *digit == 9 { 0 } else { *digit + 1 };
            if *digit > 0 {
                break;
            }
        }
    }
    let written: String = result.iter().map(|digit| char::from(digit + b'0')).collect();
    let rounded: f64 = format!("{written}e{}", -decimals).parse().unwrap_or(f64::NAN);
    if number < 0.0 { -rounded } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::round;

    #[test]
    fn rounding_goes_by_the_written_digits_and_halves_go_up() {
        // What JavaRosa 5 gave for round(x, n); of negative numbers to tens it gives -1100 for the last but one.
        let cases = [
            (2.5, 0.0, 3.0),
            (-2.5, 0.0, -2.0),
            (2.345, 2.0, 2.35),
            (1.005, 2.0, 1.01),
            (0.5, 0.0, 1.0),
            (-0.5, 0.0, 0.0),
            (-1.5, 0.0, -1.0),
            (-0.4, 0.0, 0.0),
            (1234.5, -2.0, 1200.0),
            (15.0, -1.0, 20.0),
            (14.9, -1.0, 10.0),
            (99.99, 1.0, 100.0),
            (1e21, 2.0, 1e21),
            (7.0, -3.0, 0.0),
            (-1234.5, -2.0, -1200.0),
            (-2.51, 0.0, -3.0),
        ];
        for (number, decimals, expected) in cases {
            assert_eq!(round(number, decimals), expected, "round({number}, {decimals})");
        }
        assert!(round(2.5, 31.0).is_nan());
        assert_eq!(round(f64::INFINITY, 2.0), f64::INFINITY);
    }
}
