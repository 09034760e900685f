//! Reading a formula by recursive descent: every part is a list of terms, and signs are operations on such lists.

use super::tokens::{Kind, Token, tokens};
use super::{Formula, FormulaError, FormulaFault, Response, Transform, Variable};

/// Parentheses inside each other.
const DEPTH: usize = 50;
/// Terms of a formula, also on the way.
const TERMS: usize = 2_000;

/// A set of variables in ascending order; the empty one is the constant.
type Term = Vec<usize>;

struct Reader {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    variables: Vec<Variable>,
    offsets: Vec<Variable>,
    strata: Vec<Variable>,
}

pub(super) fn formula(text: &str) -> Result<Formula, FormulaError> {
    let tokens = tokens(text)?;
    if !tokens.iter().any(|token| token.kind == Kind::Sign('~')) {
        return Err(FormulaError { at: text.chars().count() + 1, fault: FormulaFault::Tilde });
    }
    let mut reader =
        Reader { tokens, next: 0, depth: 0, variables: Vec::new(), offsets: Vec::new(), strata: Vec::new() };
    let response = if reader.takes('~') { None } else { Some(reader.response()?) };
    // A constant is there unless it is taken out.
    let mut terms = vec![Term::new()];
    reader.side(&mut terms)?;
    if reader.peek().kind != Kind::End {
        return Err(reader.unexpected());
    }
    let intercept = terms.contains(&Term::new());
    terms.retain(|term| !term.is_empty());
    // Stable, so that terms of one size stay in order of appearance.
    terms.sort_by_key(Vec::len);
    if terms.is_empty() && !intercept {
        return Err(FormulaError { at: text.chars().count() + 1, fault: FormulaFault::Empty });
    }
    let Reader { variables, offsets, strata, .. } = reader;
    Ok(Formula { response, variables, terms, intercept, offsets, strata })
}

impl Reader {
    fn peek(&self) -> &Token {
        // The last token is the end, which nothing goes beyond.
        &self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek().kind == Kind::Sign(sign);
        self.next += usize::from(found);
        found
    }

    fn fault(&self, fault: FormulaFault) -> FormulaError {
        FormulaError { at: self.peek().at, fault }
    }

    fn unexpected(&self) -> FormulaError {
        match &self.peek().kind {
            Kind::End => self.fault(FormulaFault::End),
            kind => self.fault(FormulaFault::Unexpected { found: kind.text() }),
        }
    }

    fn response(&mut self) -> Result<Response, FormulaError> {
        let at = self.peek().at;
        let response = if self.peek().kind == Kind::Name("Surv".to_owned()) {
            self.next += 1;
            let mut parts = Vec::new();
            if self.takes('(') {
                loop {
                    parts.push(self.variable()?);
                    if !self.takes(',') {
                        break;
                    }
                }
                self.close(at)?;
            }
            let takes = "time and status, or start, stop and status";
            let wrong =
                FormulaError { at, fault: FormulaFault::Arguments { function: "Surv".to_owned(), takes } };
            let status = parts.pop().ok_or_else(|| wrong.clone())?;
            let time = parts.pop().ok_or_else(|| wrong.clone())?;
            let start = parts.pop();
            if !parts.is_empty() {
                return Err(wrong);
            }
            Response::Survival { start, time, status }
        } else {
            Response::Variable(self.variable()?)
        };
        if self.takes('~') { Ok(response) } else { Err(self.unexpected()) }
    }

    /// Sums and differences, applied to `terms`.
    fn side(&mut self, terms: &mut Vec<Term>) -> Result<(), FormulaError> {
        let mut minus = if self.takes('-') {
            true
        } else {
            self.takes('+');
            false
        };
        loop {
            let zero = self.peek().kind == Kind::Number("0".to_owned());
            if zero {
                // Adding nothing takes the constant out, and taking nothing out puts it in.
                self.next += 1;
                if minus {
                    add(terms, Term::new());
                } else {
                    terms.retain(|term| !term.is_empty());
                }
            } else {
                let own = self.product()?;
                for term in own {
                    if minus {
                        terms.retain(|known| *known != term);
                    } else {
                        add(terms, term);
                    }
                }
            }
            if terms.len() > TERMS {
                return Err(self.fault(FormulaFault::Large));
            }
            minus = if self.takes('-') {
                true
            } else if self.takes('+') {
                false
            } else {
                return Ok(());
            };
        }
    }

    /// `a * b`: both, and their interactions.
    fn product(&mut self) -> Result<Vec<Term>, FormulaError> {
        let mut left = self.interaction()?;
        while self.takes('*') {
            let right = self.interaction()?;
            let crossed = self.cross(&left, &right)?;
            for term in right.into_iter().chain(crossed) {
                add(&mut left, term);
            }
        }
        Ok(left)
    }

    /// `a : b`: the interactions alone.
    fn interaction(&mut self) -> Result<Vec<Term>, FormulaError> {
        let mut left = self.power()?;
        while self.takes(':') {
            let right = self.power()?;
            left = self.cross(&left, &right)?;
        }
        Ok(left)
    }

    /// `(a + b)^2`: interactions of up to so many.
    fn power(&mut self) -> Result<Vec<Term>, FormulaError> {
        let base = self.atom()?;
        let mut all = base.clone();
        if self.takes('^') {
            let times = match &self.peek().kind {
                Kind::Number(text) => text.parse().ok().filter(|k| (1..=10).contains(k)),
                _ => None,
            };
            let times: u32 = times.ok_or_else(|| self.unexpected())?;
            self.next += 1;
            for _ in 1..times {
                for term in self.cross(&all, &base)? {
                    add(&mut all, term);
                }
            }
        }
        Ok(all)
    }

    fn cross(&self, left: &[Term], right: &[Term]) -> Result<Vec<Term>, FormulaError> {
        if left.len() * right.len() > TERMS {
            return Err(self.fault(FormulaFault::Large));
        }
        let mut crossed = Vec::new();
        for a in left {
            for b in right {
                let mut term = [a.as_slice(), b.as_slice()].concat();
                term.sort_unstable();
                term.dedup();
                add(&mut crossed, term);
            }
        }
        Ok(crossed)
    }

    fn atom(&mut self) -> Result<Vec<Term>, FormulaError> {
        let at = self.peek().at;
        if self.takes('(') {
            self.depth += 1;
            if self.depth > DEPTH {
                return Err(self.fault(FormulaFault::Large));
            }
            let mut terms = Vec::new();
            self.side(&mut terms)?;
            self.close(at)?;
            self.depth -= 1;
            return Ok(terms);
        }
        match self.peek().kind.clone() {
            Kind::Number(text) if text == "1" => {
                self.next += 1;
                Ok(vec![Term::new()])
            }
            Kind::Number(text) => Err(self.fault(FormulaFault::Number { text })),
            Kind::Name(name) if (name == "offset" || name == "strata") && self.opens() => {
                self.next += 2;
                loop {
                    let variable = self.variable()?;
                    if name == "offset" { &mut self.offsets } else { &mut self.strata }.push(variable);
                    if name == "offset" || !self.takes(',') {
                        break;
                    }
                }
                self.close(at)?;
                Ok(Vec::new())
            }
            _ => {
                let variable = self.variable()?;
                let known = self.variables.iter().position(|known| known.label == variable.label);
                let number = known.unwrap_or_else(|| {
                    self.variables.push(variable);
                    self.variables.len() - 1
                });
                Ok(vec![vec![number]])
            }
        }
    }

    /// Whether a parenthesis follows the next word.
    fn opens(&self) -> bool {
        self.tokens.get(self.next + 1).is_some_and(|token| token.kind == Kind::Sign('('))
    }

    fn close(&mut self, opened: usize) -> Result<(), FormulaError> {
        if self.takes(')') {
            return Ok(());
        }
        match self.peek().kind {
            Kind::End => Err(FormulaError { at: opened, fault: FormulaFault::Unclosed }),
            _ => Err(self.unexpected()),
        }
    }

    /// A variable, or a function of one.
    fn variable(&mut self) -> Result<Variable, FormulaError> {
        let (first, at) = (self.next, self.peek().at);
        let Kind::Name(word) = self.peek().kind.clone() else { return Err(self.unexpected()) };
        let (name, transform) = if self.opens() {
            self.next += 2;
            let found = self.function(&word, at)?;
            self.close(at)?;
            found
        } else {
            self.next += 1;
            if self.takes('≡') { (word, Transform::Equals(self.value()?)) } else { (word, Transform::None) }
        };
        let label = self.tokens[first..self.next].iter().map(|token| match &token.kind {
            Kind::Sign(',') => ", ".to_owned(),
            Kind::Sign('=') => " = ".to_owned(),
            Kind::Sign('≡') => " == ".to_owned(),
            kind => kind.text(),
        });
        Ok(Variable { label: label.collect(), name, transform, at })
    }

    /// What stands in the parentheses of a function.
    fn function(&mut self, function: &str, at: usize) -> Result<(String, Transform), FormulaError> {
        let takes = match function {
            "factor" | "relevel" => "a variable, and perhaps ref = \"a category\"",
            "I" => "a variable with a power (x^2) or with a value (x == \"yes\")",
            "log" | "log10" | "exp" | "sqrt" => "a variable",
            _ => {
                return Err(FormulaError { at, fault: FormulaFault::Function { name: function.to_owned() } });
            }
        };
        let wrong =
            |at| FormulaError { at, fault: FormulaFault::Arguments { function: function.to_owned(), takes } };
        let Kind::Name(name) = self.peek().kind.clone() else { return Err(wrong(self.peek().at)) };
        self.next += 1;
        let transform = match function {
            "log" => Transform::Log,
            "log10" => Transform::Log10,
            "exp" => Transform::Exp,
            "sqrt" => Transform::Sqrt,
            "I" if self.takes('^') => match &self.peek().kind {
                Kind::Number(text) => {
                    let power = text.parse().map_err(|_| wrong(self.peek().at))?;
                    self.next += 1;
                    Transform::Power(power)
                }
                _ => return Err(wrong(self.peek().at)),
            },
            "I" if self.takes('≡') => Transform::Equals(self.value()?),
            "I" => return Err(wrong(self.peek().at)),
            _ => {
                let mut reference = None;
                if self.takes(',') {
                    if self.peek().kind != Kind::Name("ref".to_owned()) {
                        return Err(wrong(self.peek().at));
                    }
                    self.next += 1;
                    if !self.takes('=') {
                        return Err(wrong(self.peek().at));
                    }
                    reference = Some(self.value()?);
                }
                Transform::Factor { reference }
            }
        };
        Ok((name, transform))
    }

    /// A text in quotes, or a number.
    fn value(&mut self) -> Result<String, FormulaError> {
        let minus = if self.takes('-') { "-" } else { "" };
        match self.peek().kind.clone() {
            Kind::Text(text) if minus.is_empty() => {
                self.next += 1;
                Ok(text)
            }
            Kind::Number(text) => {
                self.next += 1;
                Ok(format!("{minus}{text}"))
            }
            _ => Err(self.unexpected()),
        }
    }
}

fn add(terms: &mut Vec<Term>, term: Term) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}
