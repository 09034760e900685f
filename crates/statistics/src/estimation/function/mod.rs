//! Functions of totals that the analyst writes down, such as `total(a) / total(b) - 1`.
#![doc = include_str!("method.md")]

mod parse;
#[cfg(test)]
mod tests;

pub use parse::{FunctionError, FunctionFault};

use super::context::{by_pattern, linearise};
use super::{Context, Estimate};
use crate::moments::Moments;
use crate::variance::DesignError;

/// A smooth function of the weight and the totals of one domain cell, as the steps of a stack machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    text: String,
    variables: Vec<String>,
    expressions: Vec<usize>,
    steps: Vec<Step>,
}

/// One step: a number or a total is pushed, or the last one or two values are replaced by a result.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Number(f64),
    Count,
    Total(usize),
    Mean(usize),
    Ratio(usize, usize),
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Exp,
    Log,
    Sqrt,
}

/// A value with its derivatives by the weight and by the total of each variable.
#[derive(Debug, Clone, PartialEq)]
struct Dual {
    value: f64,
    slope: Vec<f64>,
}

impl Function {
    /// Reads a function. The variables that it names become expressions 0, 1, … of the moments in the order of their first
    /// appearance; see [`Function::variables`].
    pub fn parse(text: &str) -> Result<Function, FunctionError> {
        let (steps, variables) = parse::parse(text)?;
        let expressions = (0..variables.len()).collect();
        Ok(Function { text: text.to_owned(), variables, expressions, steps })
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The variables, in the order of their first appearance: the caller makes an expression of the moments of each.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The same function for moments in which its variables have these expressions, so that several functions can share
    /// their moments; `None` where there is not one expression for each variable.
    #[must_use]
    pub fn with_expressions(mut self, expressions: &[usize]) -> Option<Function> {
        (expressions.len() == self.variables.len()).then(|| {
            self.expressions = expressions.to_vec();
            self
        })
    }

    /// The number of expressions that moments must have.
    pub(crate) fn expressions_end(&self) -> usize {
        self.expressions.iter().map(|expression| expression + 1).max().unwrap_or(0)
    }

    /// The value for a domain with this weight and these totals (by expression of the moments), and its derivatives: by
    /// the weight first, then by each total. NaN or infinite where the function is not defined.
    ///
    /// # Panics
    /// If there are fewer totals than the function has expressions.
    pub fn evaluate(&self, weight: f64, totals: &[f64]) -> (f64, Vec<f64>) {
        let k = self.variables.len();
        let total = |variable: usize| totals[self.expressions[variable]];
        let mut stack: Vec<Dual> = Vec::new();
        for step in &self.steps {
            let result = match *step {
                Step::Number(value) => Dual { value, slope: vec![0.0; k + 1] },
                Step::Count => Dual::base(k, weight, 0),
                Step::Total(a) => Dual::base(k, total(a), a + 1),
                Step::Mean(a) => Dual::base(k, total(a), a + 1).over(&Dual::base(k, weight, 0)),
                Step::Ratio(y, x) => Dual::base(k, total(y), y + 1).over(&Dual::base(k, total(x), x + 1)),
                Step::Negate => stack.pop().map_or_else(Dual::undefined, |a| a.map(|v| (-v, -1.0))),
                Step::Exp => stack.pop().map_or_else(Dual::undefined, |a| a.map(|v| (v.exp(), v.exp()))),
                Step::Log => stack.pop().map_or_else(Dual::undefined, |a| a.map(|v| (v.ln(), 1.0 / v))),
                Step::Sqrt => {
                    stack.pop().map_or_else(Dual::undefined, |a| a.map(|v| (v.sqrt(), 0.5 / v.sqrt())))
                }
                Step::Add | Step::Subtract | Step::Multiply | Step::Divide | Step::Power => {
                    match (stack.pop(), stack.pop()) {
                        (Some(b), Some(a)) => a.combine(*step, &b),
                        _ => Dual::undefined(),
                    }
                }
            };
            stack.push(result);
        }
        let Dual { value, slope } = stack.pop().unwrap_or_else(Dual::undefined);
        let mut gradient = vec![0.0; totals.len() + 1];
        for (at, slope) in slope.iter().enumerate() {
            let column = at.checked_sub(1).map_or(0, |variable| self.expressions[variable] + 1);
            gradient[column] += slope;
        }
        (value, gradient)
    }
}

impl Dual {
    fn base(variables: usize, value: f64, by: usize) -> Dual {
        let mut slope = vec![0.0; variables + 1];
        slope[by] = 1.0;
        Dual { value, slope }
    }

    /// What no parsed function leads to.
    fn undefined() -> Dual {
        Dual { value: f64::NAN, slope: Vec::new() }
    }

    /// A function of one value, given with its derivative.
    fn map(mut self, function: impl Fn(f64) -> (f64, f64)) -> Dual {
        let (value, derivative) = function(self.value);
        self.value = value;
        self.slope.iter_mut().for_each(|slope| *slope *= derivative);
        self
    }

    fn over(&self, other: &Dual) -> Dual {
        let value = self.value / other.value;
        self.with(other, value, 1.0 / other.value, -value / other.value)
    }

    /// A function of two values, given with both derivatives. A constant operand's derivative is not looked at, because it
    /// may be undefined (the exponent's logarithm, say).
    fn with(&self, other: &Dual, value: f64, by_self: f64, by_other: f64) -> Dual {
        let part = |derivative: f64, slope: f64| if slope == 0.0 { 0.0 } else { derivative * slope };
        let slopes = self.slope.iter().zip(&other.slope);
        Dual { value, slope: slopes.map(|(a, b)| part(by_self, *a) + part(by_other, *b)).collect() }
    }

    fn combine(&self, step: Step, other: &Dual) -> Dual {
        let (a, b) = (self.value, other.value);
        match step {
            Step::Add => self.with(other, a + b, 1.0, 1.0),
            Step::Subtract => self.with(other, a - b, 1.0, -1.0),
            Step::Multiply => self.with(other, a * b, b, a),
            Step::Divide => self.over(other),
            _ => {
                let value = a.powf(b);
                // At a = 0 the slope b a^(b - 1) is that of the power, never 0/0.
                self.with(other, value, if b == 0.0 { 0.0 } else { b * a.powf(b - 1.0) }, value * a.ln())
            }
        }
    }
}

/// Estimates a function of the totals of `cell`; `None` where the cell has no rows, or the function or one of its
/// derivatives is not a finite number there. `cross` as for a total.
///
/// # Panics
/// If the moments have fewer expressions than the function.
pub fn function(
    context: &Context<'_>,
    moments: &Moments,
    cross: Option<&Moments>,
    cell: u32,
    function: &Function,
) -> Result<Option<Estimate>, DesignError> {
    assert!(function.expressions_end() <= moments.expressions(), "an expression for every variable");
    let Some(sums) = moments.cell_sums(cell) else { return Ok(None) };
    let (value, gradient) = function.evaluate(sums.weight, &sums.values);
    if !value.is_finite() || gradient.iter().any(|slope| !slope.is_finite()) {
        return Ok(None);
    }
    let influence = |weight: f64, values: &[f64]| along(&gradient, weight, values);
    let linearised = linearise(moments, cell, influence);
    let df = context.degrees_of_freedom(linearised.leaves.iter().copied());
    let linearised = context.residuals(linearised, || vec![by_pattern(cross, cell, influence)]);
    context.estimate(value, &linearised, df, &sums, None).map(Some)
}

/// The step along the gradient that a weight and values make.
pub(crate) fn along(gradient: &[f64], weight: f64, values: &[f64]) -> f64 {
    gradient[1..].iter().zip(values).fold(gradient[0] * weight, |sum, (slope, value)| sum + slope * value)
}
