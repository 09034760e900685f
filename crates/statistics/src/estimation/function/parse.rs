//! Reading a function of totals, by recursive descent into the steps of the stack machine.

use super::Step;
use std::fmt;

/// Parentheses and signs inside each other; more is a mistake, and would need as much stack.
const DEPTH: usize = 100;

/// What is wrong with the text of a function, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionError {
    /// The character at which reading stopped, counted from 1.
    pub at: usize,
    /// What was found there.
    pub fault: FunctionFault,
}

/// What is wrong with the text of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FunctionFault {
    /// Something that cannot stand here.
    Unexpected {
        /// What was found.
        found: String,
    },
    /// The text ends where a value is needed.
    End,
    /// A parenthesis or backquote is not closed.
    Unclosed,
    /// Digits that are not a number.
    Number {
        /// The digits.
        text: String,
    },
    /// A function that does not exist.
    Name {
        /// Its name.
        name: String,
    },
    /// A variable outside `total`, `mean` and `ratio`.
    Bare {
        /// Its name.
        name: String,
    },
    /// `total`, `mean` and `ratio` take variables, not values.
    Variable {
        /// The function.
        function: String,
        /// How many variables it takes.
        takes: usize,
    },
    /// More than a hundred parentheses or signs inside each other.
    Deep,
    /// The text has no total, and so is not an estimate.
    Constant,
}

impl FunctionError {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match &self.fault {
            FunctionFault::Unexpected { .. } | FunctionFault::End => {
                "write values joined by + - * / ^, such as total(a) / total(b) - 1".to_owned()
            }
            FunctionFault::Unclosed => "close what was opened here".to_owned(),
            FunctionFault::Number { .. } => "write numbers as 12, 0.5 or 1e6".to_owned(),
            FunctionFault::Name { .. } => {
                "use total, mean, ratio, count, exp, log or sqrt; a variable stands inside total( ) or mean( )"
                    .to_owned()
            }
            FunctionFault::Bare { name } => format!("write total({name}) or mean({name})"),
            FunctionFault::Variable { function, takes: 2 } => {
                format!("write {function}(y, x) with the names of two variables")
            }
            FunctionFault::Variable { function, takes: 0 } => format!("write {function}()"),
            FunctionFault::Variable { function, .. } => {
                format!("write {function}(y) with the name of a variable; backquotes enclose names with spaces")
            }
            FunctionFault::Deep => "write it with fewer parentheses".to_owned(),
            FunctionFault::Constant => "name at least one total, mean, ratio or count".to_owned(),
        }
    }
}

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: ", self.at)?;
        match &self.fault {
            FunctionFault::Unexpected { found } => write!(f, "'{found}' cannot stand here")?,
            FunctionFault::End => write!(f, "the function ends where a value is needed")?,
            FunctionFault::Unclosed => write!(f, "this is never closed")?,
            FunctionFault::Number { text } => write!(f, "'{text}' is not a number")?,
            FunctionFault::Name { name } => write!(f, "there is no function {name}")?,
            FunctionFault::Bare { name } => write!(f, "{name} is neither a number nor a total")?,
            FunctionFault::Variable { function, takes: 0 } => write!(f, "{function}( ) takes nothing")?,
            FunctionFault::Variable { function, .. } => {
                write!(f, "{function}( ) takes variables by name and nothing else")?;
            }
            FunctionFault::Deep => write!(f, "more than {DEPTH} parentheses or signs inside each other")?,
            FunctionFault::Constant => write!(f, "the function has no total")?,
        }
        write!(f, "; {}", self.remedy())
    }
}

impl std::error::Error for FunctionError {}

/// The steps of a function and its variables in the order of their first appearance.
pub(super) fn parse(text: &str) -> Result<(Vec<Step>, Vec<String>), FunctionError> {
    let text = text.chars().collect();
    let mut reader = Reader { text, at: 0, depth: 0, steps: Vec::new(), variables: Vec::new() };
    reader.sum()?;
    if let Some(found) = reader.peek() {
        return Err(reader.error(FunctionFault::Unexpected { found: found.to_string() }));
    }
    let estimate =
        |step: &Step| matches!(step, Step::Count | Step::Total(_) | Step::Mean(_) | Step::Ratio(..));
    if !reader.steps.iter().any(estimate) {
        return Err(FunctionError { at: 1, fault: FunctionFault::Constant });
    }
    Ok((reader.steps, reader.variables))
}

struct Reader {
    text: Vec<char>,
    at: usize,
    depth: usize,
    steps: Vec<Step>,
    variables: Vec<String>,
}

impl Reader {
    fn error(&self, fault: FunctionFault) -> FunctionError {
        FunctionError { at: self.at + 1, fault }
    }

    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Result<(), FunctionError> {
        self.product()?;
        loop {
            let step = match self.peek() {
                Some('+') => Step::Add,
                Some('-') => Step::Subtract,
                _ => return Ok(()),
            };
            self.at += 1;
            self.product()?;
            self.steps.push(step);
        }
    }

    fn product(&mut self) -> Result<(), FunctionError> {
        self.signed()?;
        loop {
            let step = match self.peek() {
                Some('*') => Step::Multiply,
                Some('/') => Step::Divide,
                _ => return Ok(()),
            };
            self.at += 1;
            self.signed()?;
            self.steps.push(step);
        }
    }

    fn signed(&mut self) -> Result<(), FunctionError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error(FunctionFault::Deep));
        }
        if self.take('-') {
            self.signed()?;
            self.steps.push(Step::Negate);
        } else if self.take('+') {
            self.signed()?;
        } else {
            self.value()?;
            if self.take('^') {
                // The exponent may have a sign, and powers of powers bind to the right.
                self.signed()?;
                self.steps.push(Step::Power);
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn value(&mut self) -> Result<(), FunctionError> {
        match self.peek() {
            None => Err(self.error(FunctionFault::End)),
            Some('(') => {
                let open = self.at;
                self.at += 1;
                self.sum()?;
                self.close(open)
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' || c == '`' => self.call(),
            Some(c) => Err(self.error(FunctionFault::Unexpected { found: c.to_string() })),
        }
    }

    fn close(&mut self, open: usize) -> Result<(), FunctionError> {
        match self.peek() {
            Some(')') => {
                self.at += 1;
                Ok(())
            }
            Some(found) => Err(self.error(FunctionFault::Unexpected { found: found.to_string() })),
            None => Err(FunctionError { at: open + 1, fault: FunctionFault::Unclosed }),
        }
    }

    fn number(&mut self) -> Result<(), FunctionError> {
        let start = self.at;
        while let Some(&c) = self.text.get(self.at) {
            let before = self.text[self.at.saturating_sub(1)];
            let sign_of_exponent = matches!(c, '+' | '-') && self.at > start && matches!(before, 'e' | 'E');
            if !(c.is_ascii_alphanumeric() || c == '.' || sign_of_exponent) {
                break;
            }
            self.at += 1;
        }
        let text: String = self.text[start..self.at].iter().collect();
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                self.steps.push(Step::Number(number));
                Ok(())
            }
            _ => Err(FunctionError { at: start + 1, fault: FunctionFault::Number { text } }),
        }
    }

    fn call(&mut self) -> Result<(), FunctionError> {
        let start = self.at;
        let name = self.name()?;
        let here = |fault| FunctionError { at: start + 1, fault };
        self.peek();
        let open = self.at;
        if !self.take('(') {
            return Err(here(FunctionFault::Bare { name }));
        }
        let single = match name.as_str() {
            "exp" => Some(Step::Exp),
            "log" => Some(Step::Log),
            "sqrt" => Some(Step::Sqrt),
            _ => None,
        };
        if let Some(step) = single {
            self.sum()?;
            self.close(open)?;
            self.steps.push(step);
            return Ok(());
        }
        let takes = match name.as_str() {
            "count" => 0,
            "total" | "mean" => 1,
            "ratio" => 2,
            _ => return Err(here(FunctionFault::Name { name })),
        };
        let variables = self.names(open, &name, takes)?;
        self.steps.push(match (name.as_str(), &variables[..]) {
            ("total", &[a]) => Step::Total(a),
            ("mean", &[a]) => Step::Mean(a),
            (_, &[y, x]) => Step::Ratio(y, x),
            _ => Step::Count,
        });
        Ok(())
    }

    /// The variables between parentheses, of which the first was read.
    fn names(&mut self, open: usize, function: &str, takes: usize) -> Result<Vec<usize>, FunctionError> {
        let wrong =
            |reader: &Reader| reader.error(FunctionFault::Variable { function: function.to_owned(), takes });
        let mut names = Vec::new();
        for number in 0..takes {
            if number > 0 && !self.take(',') {
                return Err(wrong(self));
            }
            match self.peek() {
                Some(c) if c.is_alphabetic() || c == '_' || c == '`' => {
                    let name = self.name()?;
                    let known = self.variables.iter().position(|variable| *variable == name);
                    names.push(known.unwrap_or_else(|| {
                        self.variables.push(name);
                        self.variables.len() - 1
                    }));
                }
                None => return Err(FunctionError { at: open + 1, fault: FunctionFault::Unclosed }),
                Some(_) => return Err(wrong(self)),
            }
        }
        match self.peek() {
            None => Err(FunctionError { at: open + 1, fault: FunctionFault::Unclosed }),
            Some(')') => self.close(open).map(|()| names),
            Some(_) => Err(wrong(self)),
        }
    }

    fn name(&mut self) -> Result<String, FunctionError> {
        let start = self.at;
        if self.take('`') {
            while self.text.get(self.at).is_some_and(|c| *c != '`') {
                self.at += 1;
            }
            let name: String = self.text[start + 1..self.at].iter().collect();
            if self.at == self.text.len() {
                return Err(FunctionError { at: start + 1, fault: FunctionFault::Unclosed });
            }
            self.at += 1;
            return Ok(name);
        }
        while self.text.get(self.at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
            self.at += 1;
        }
        Ok(self.text[start..self.at].iter().collect())
    }
}
