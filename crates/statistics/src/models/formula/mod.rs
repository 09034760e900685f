//! Formulas of models: `y ~ x1 + factor(x2) + x1:x2 - 1` read into terms, and terms coded into columns.
#![doc = include_str!("method.md")]

mod error;
mod matrix;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;

pub use error::{FormulaError, FormulaFault, MatrixError};
pub use matrix::{Column, ModelMatrix};

/// A formula: what is explained, and the terms that explain it.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Left of the tilde; `None` for a one-sided formula.
    pub response: Option<Response>,
    /// The variables of the terms, in order of appearance.
    pub variables: Vec<Variable>,
    /// The terms as sets of variables, each in ascending order; by number of variables, then in order of appearance.
    pub terms: Vec<Vec<usize>>,
    /// Whether there is a constant.
    pub intercept: bool,
    /// Known parts of the linear predictor: `offset(…)`.
    pub offsets: Vec<Variable>,
    /// Variables of `strata(…)`: strata of a survival model.
    pub strata: Vec<Variable>,
}

/// What is explained.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// A variable, perhaps transformed.
    Variable(Variable),
    /// `Surv(time, status)`, or `Surv(start, stop, status)`.
    Survival {
        /// When the observation starts; `None` for zero.
        start: Option<Variable>,
        /// When it ends.
        time: Variable,
        /// Whether with an event (not zero).
        status: Variable,
    },
}

/// A variable as a formula uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// As written, without spaces: what columns are named after.
    pub label: String,
    /// Name of the variable.
    pub name: String,
    /// What is done with it.
    pub transform: Transform,
    /// Where it first stands, in characters from 1.
    pub at: usize,
}

/// What is done with a variable.
#[derive(Debug, Clone, PartialEq)]
pub enum Transform {
    /// Numbers stay numbers, and categories categories.
    None,
    /// Categories, also of numbers: `factor(x)`, `factor(x, ref = "b")`.
    Factor {
        /// The category that others are compared with; the first when there is none.
        reference: Option<String>,
    },
    /// Natural logarithm.
    Log,
    /// Logarithm to base 10.
    Log10,
    /// Exponential.
    Exp,
    /// Square root.
    Sqrt,
    /// `I(x^k)`.
    Power(f64),
    /// 1 where the variable has this value, else 0: `I(x == "yes")`.
    Equals(String),
}

impl Formula {
    /// Reads a formula.
    ///
    /// ```
    /// use sounding_statistics::models::formula::Formula;
    /// let formula = Formula::parse("income ~ age * region - 1").unwrap();
    /// assert_eq!(formula.labels(), ["age", "region", "age:region"]);
    /// assert!(!formula.intercept);
    /// ```
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        parse::formula(text)
    }

    /// The names of the terms: variables joined by colons.
    pub fn labels(&self) -> Vec<String> {
        let label = |term: &Vec<usize>| {
            let own: Vec<&str> = term.iter().map(|&at| self.variables[at].label.as_str()).collect();
            own.join(":")
        };
        self.terms.iter().map(label).collect()
    }

    /// The names of all variables that the formula reads, each once, in order of appearance.
    pub fn names(&self) -> Vec<&str> {
        let response: Vec<&Variable> = match &self.response {
            Some(Response::Variable(variable)) => vec![variable],
            Some(Response::Survival { start, time, status }) => start.iter().chain([time, status]).collect(),
            None => Vec::new(),
        };
        let right = self.variables.iter().chain(&self.offsets).chain(&self.strata);
        let mut names: Vec<&str> = Vec::new();
        for variable in response.into_iter().chain(right) {
            if !names.contains(&variable.name.as_str()) {
                names.push(&variable.name);
            }
        }
        names
    }
}
