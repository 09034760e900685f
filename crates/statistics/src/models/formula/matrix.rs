//! Terms as columns: categories become indicators, coded as R codes them.

use super::{Formula, MatrixError, Transform, Variable};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// More columns than any survey has degrees of freedom for.
const COLUMNS: usize = 5_000;

/// The category of a missing answer.
const MISSING: u32 = u32::MAX;

/// A variable as the caller has it, one value a row.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Numbers; NaN is missing.
    Numeric(&'a [f64]),
    /// Categories in their order; the first is compared with unless a formula names another. `u32::MAX` is missing.
    Categories {
        /// Code of each row, an index of `labels`.
        codes: &'a [u32],
        /// Label of each category.
        labels: &'a [String],
    },
}

/// The columns of a model, borrowed where a variable is taken as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelMatrix<'a> {
    /// Names of the columns, as R names them: `(Intercept)`, `age`, `regionnorth`, `age:regionnorth`.
    pub names: Vec<String>,
    /// The columns. A NaN is missing, and leaves the row out of the model.
    pub columns: Vec<Cow<'a, [f64]>>,
    /// The term of each column: 0 for the constant, else one more than its number in the formula.
    pub terms: Vec<usize>,
    /// Categories without a row, which have no column: the variable and the category.
    pub unused: Vec<(String, String)>,
}

/// A variable ready to be coded.
enum Ready<'a> {
    Numbers(Cow<'a, [f64]>),
    /// Codes of the categories that occur, the one that others are compared with first.
    Categories {
        codes: Vec<u32>,
        labels: Vec<String>,
    },
}

impl<'a> ModelMatrix<'a> {
    /// The columns of a formula's terms. `find` gives a variable by its name.
    ///
    /// Categories are coded by indicators of all but the first where the term without their variable is in the model too, and of all
    /// where it is not. Without a constant the first variable of categories has indicators of all: `~ region` has one column less
    /// than regions, and `~ region - 1` one for each.
    pub fn new(
        formula: &Formula,
        rows: usize,
        find: impl Fn(&str) -> Option<Column<'a>>,
    ) -> Result<ModelMatrix<'a>, MatrixError> {
        let mut matrix =
            ModelMatrix { names: Vec::new(), columns: Vec::new(), terms: Vec::new(), unused: Vec::new() };
        let ready: Vec<Ready<'a>> = formula
            .variables
            .iter()
            .map(|variable| ready(variable, rows, &find, &mut matrix.unused))
            .collect::<Result<_, _>>()?;
        if formula.intercept {
            matrix.push("(Intercept)".to_owned(), Cow::Owned(vec![1.0; rows]), 0);
        }
        // Without a constant the first categories found take its place.
        let mut whole = !formula.intercept;
        for (number, term) in formula.terms.iter().enumerate() {
            let full: Vec<bool> = term
                .iter()
                .map(|variable| {
                    let categories = matches!(ready[*variable], Ready::Categories { .. });
                    if categories && std::mem::take(&mut whole) {
                        return true;
                    }
                    let without: Vec<usize> =
                        term.iter().copied().filter(|other| other != variable).collect();
                    !without.is_empty() && !formula.terms.contains(&without)
                })
                .collect();
            matrix.term(formula, &ready, number, &full)?;
        }
        Ok(matrix)
    }

    /// Slices of the columns, as models take them.
    pub fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(AsRef::as_ref).collect()
    }

    /// The numbers of the columns of a term of the formula, counted from 0.
    pub fn columns_of(&self, term: usize) -> Vec<usize> {
        (0..self.terms.len()).filter(|&column| self.terms[column] == term + 1).collect()
    }

    fn push(&mut self, name: String, column: Cow<'a, [f64]>, term: usize) {
        self.names.push(name);
        self.columns.push(column);
        self.terms.push(term);
    }

    /// Adds the columns of a term, the categories of its first variable changing fastest.
    fn term(
        &mut self,
        formula: &Formula,
        ready: &[Ready<'a>],
        number: usize,
        full: &[bool],
    ) -> Result<(), MatrixError> {
        let term = &formula.terms[number];
        let sizes: Vec<usize> = term
            .iter()
            .zip(full)
            .map(|(&variable, &full)| match &ready[variable] {
                Ready::Numbers(_) => 1,
                Ready::Categories { labels, .. } => labels.len() - usize::from(!full),
            })
            .collect();
        let count = sizes.iter().fold(1_usize, |product, size| product.saturating_mul(*size));
        if self.columns.len().saturating_add(count) > COLUMNS {
            return Err(MatrixError::Columns { term: formula.labels()[number].clone(), columns: count });
        }
        for at in 0..count {
            let mut rest = at;
            let mut names = Vec::new();
            let mut product: Option<Cow<'a, [f64]>> = None;
            for ((&variable, &full), size) in term.iter().zip(full).zip(&sizes) {
                let label = &formula.variables[variable].label;
                let own: Cow<'a, [f64]> = match &ready[variable] {
                    Ready::Numbers(values) => {
                        names.push(label.clone());
                        values.clone()
                    }
                    Ready::Categories { codes, labels } => {
                        let category = rest % size + usize::from(!full);
                        names.push(format!("{label}{}", labels[category]));
                        Cow::Owned(codes.iter().map(|&code| indicator(code, category as u32)).collect())
                    }
                };
                rest /= size;
                product = Some(match product {
                    None => own,
                    Some(before) => Cow::Owned(before.iter().zip(own.iter()).map(|(a, b)| a * b).collect()),
                });
            }
            if let Some(column) = product {
                self.push(names.join(":"), column, number + 1);
            }
        }
        Ok(())
    }
}

fn indicator(code: u32, category: u32) -> f64 {
    if code == MISSING { f64::NAN } else { f64::from(u8::from(code == category)) }
}

impl Variable {
    /// The values of a variable that is a number after its transformation: a response, an offset, a time.
    pub fn numbers<'a>(
        &self,
        rows: usize,
        find: impl Fn(&str) -> Option<Column<'a>>,
    ) -> Result<Cow<'a, [f64]>, MatrixError> {
        match ready(self, rows, &find, &mut Vec::new())? {
            Ready::Numbers(values) => Ok(values),
            Ready::Categories { .. } => Err(MatrixError::NotNumeric { name: self.name.clone() }),
        }
    }

    /// Codes and labels of a variable that is categories: an ordered response, strata, groups. Only categories that occur have
    /// a code, in their order.
    pub fn categories<'a>(
        &self,
        rows: usize,
        find: impl Fn(&str) -> Option<Column<'a>>,
    ) -> Result<(Vec<u32>, Vec<String>), MatrixError> {
        let factor = Variable {
            transform: match &self.transform {
                Transform::None => Transform::Factor { reference: None },
                other => other.clone(),
            },
            ..self.clone()
        };
        match ready(&factor, rows, &find, &mut Vec::new())? {
            Ready::Categories { codes, labels } => Ok((codes, labels)),
            Ready::Numbers(values) => Ok(of_numbers(&values)),
        }
    }
}

fn ready<'a>(
    variable: &Variable,
    rows: usize,
    find: &impl Fn(&str) -> Option<Column<'a>>,
    unused: &mut Vec<(String, String)>,
) -> Result<Ready<'a>, MatrixError> {
    let name = || variable.name.clone();
    let column =
        find(&variable.name).ok_or_else(|| MatrixError::Unknown { name: name(), at: variable.at })?;
    let found = match column {
        Column::Numeric(values) => values.len(),
        Column::Categories { codes, .. } => codes.len(),
    };
    if found != rows {
        return Err(MatrixError::Length { name: name(), rows, found });
    }
    let function: &dyn Fn(f64) -> f64 = match &variable.transform {
        Transform::Equals(value) => return equals(variable, column, value),
        Transform::None => match column {
            Column::Numeric(values) => return Ok(Ready::Numbers(Cow::Borrowed(values))),
            Column::Categories { codes, labels } => {
                return categories(variable, codes.to_vec(), labels, None, unused);
            }
        },
        Transform::Factor { reference } => {
            let (codes, labels) = match column {
                Column::Numeric(values) => of_numbers(values),
                Column::Categories { codes, labels } => (codes.to_vec(), labels.to_vec()),
            };
            return categories(variable, codes, &labels, reference.as_deref(), unused);
        }
        Transform::Log => &f64::ln,
        Transform::Log10 => &f64::log10,
        Transform::Exp => &f64::exp,
        Transform::Sqrt => &f64::sqrt,
        Transform::Power(power) => &|x| x.powf(*power),
    };
    match column {
        Column::Numeric(values) => Ok(Ready::Numbers(values.iter().map(|&x| function(x)).collect())),
        Column::Categories { .. } => Err(MatrixError::NotNumeric { name: name() }),
    }
}

/// 1 where a variable has a value, 0 where it has another.
fn equals<'a>(variable: &Variable, column: Column<'a>, value: &str) -> Result<Ready<'a>, MatrixError> {
    let values = match column {
        Column::Numeric(values) => {
            let Ok(number) = value.parse::<f64>() else {
                let (name, reference) = (variable.name.clone(), value.to_owned());
                return Err(MatrixError::Reference { name, reference });
            };
            let of = |&x: &f64| if x.is_nan() { x } else { f64::from(u8::from(x == number)) };
            values.iter().map(of).collect()
        }
        Column::Categories { codes, labels } => {
            let Some(category) = labels.iter().position(|label| label == value) else {
                let (name, reference) = (variable.name.clone(), value.to_owned());
                return Err(MatrixError::Reference { name, reference });
            };
            codes.iter().map(|&code| indicator(code, category as u32)).collect()
        }
    };
    Ok(Ready::Numbers(values))
}

/// Codes of numbers in ascending order, with labels as R prints them.
fn of_numbers(values: &[f64]) -> (Vec<u32>, Vec<String>) {
    // Bits of positive and negative zero differ, and they are one number.
    let key = |x: f64| {
        let bits = (x + 0.0).to_bits();
        if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
    };
    let mut codes: BTreeMap<u64, (u32, f64)> = BTreeMap::new();
    for &x in values.iter().filter(|x| !x.is_nan()) {
        codes.entry(key(x)).or_insert((0, x + 0.0));
    }
    let labels = codes
        .values_mut()
        .enumerate()
        .map(|(code, entry)| {
            entry.0 = code as u32;
            entry.1.to_string()
        })
        .collect();
    let code = |&x: &f64| codes.get(&key(x)).map_or(MISSING, |entry| entry.0);
    (values.iter().map(code).collect(), labels)
}

/// Keeps the categories that occur, and puts the one that others are compared with first.
fn categories<'a>(
    variable: &Variable,
    mut codes: Vec<u32>,
    labels: &[String],
    reference: Option<&str>,
    unused: &mut Vec<(String, String)>,
) -> Result<Ready<'a>, MatrixError> {
    let name = || variable.name.clone();
    let mut occurs = vec![false; labels.len()];
    for (row, &code) in codes.iter().enumerate().filter(|(_, code)| **code != MISSING) {
        match occurs.get_mut(code as usize) {
            Some(found) => *found = true,
            None => return Err(MatrixError::Code { name: name(), row, code }),
        }
    }
    let mut kept: Vec<usize> = (0..labels.len()).filter(|&category| occurs[category]).collect();
    let without = (0..labels.len()).filter(|&category| !occurs[category]);
    unused.extend(without.map(|category| (name(), labels[category].clone())));
    if kept.len() < 2 {
        return Err(MatrixError::OneCategory { name: name() });
    }
    if let Some(reference) = reference {
        let Some(at) = kept.iter().position(|&category| labels[category] == reference) else {
            return Err(MatrixError::Reference { name: name(), reference: reference.to_owned() });
        };
        kept[..=at].rotate_right(1);
    }
    let mut places = vec![MISSING; labels.len()];
    for (place, &category) in kept.iter().enumerate() {
        places[category] = place as u32;
    }
    for code in codes.iter_mut().filter(|code| **code != MISSING) {
        *code = places[*code as usize];
    }
    let labels = kept.iter().map(|&category| labels[category].clone()).collect();
    Ok(Ready::Categories { codes, labels })
}
