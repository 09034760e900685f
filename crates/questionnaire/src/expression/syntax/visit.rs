//! Goes through a tree, and puts paths in the place of `${name}`.

use super::reference::replace_references;
use super::tree::{Expression, Kind, Path, Reference, Start, Step};

impl Expression {
    /// Calls `see` with the expression and with every one in it, in reading order, the outer before the inner.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Expression)) {
        self.visit(see);
    }

    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Expression)) {
        see(self);
        match &self.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => {}
            Kind::Negate(operand) => operand.visit(see),
            Kind::Call(call) => call.arguments.iter().for_each(|argument| argument.visit(see)),
            Kind::Chain(chain) => {
                chain.first.visit(see);
                chain.rest.iter().for_each(|(_, operand)| operand.visit(see));
            }
            Kind::Path(path) => {
                if let Start::Filter { base, predicates } = &path.start {
                    base.visit(see);
                    for predicate in predicates {
                        predicate.visit(see);
                    }
                }
                let predicates = path.steps.iter().flat_map(|step| &step.predicates);
                predicates.for_each(|predicate| predicate.visit(see));
            }
        }
    }

    /// Every `${name}` in it, in reading order, as often as it stands there.
    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        self.walk(&mut |expression| {
            if let Kind::Reference(reference) = &expression.kind {
                found.push(reference);
            }
        });
        found
    }

    /// Every path in it, in reading order, those within predicates of others included.
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.walk(&mut |expression| {
            if let Kind::Path(path) = &expression.kind {
                found.push(path);
            }
        });
        found
    }

    /// The names of all functions called in it, in reading order.
    pub fn functions(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.walk(&mut |expression| {
            if let Kind::Call(call) = &expression.kind {
                found.push(call.name.as_str());
            }
        });
        found
    }

    /// The same expression with what `replace` gives in the place of each `${name}`; where it gives nothing the reference stays.
    /// Steps and predicates after a reference continue the path that replaces it, as if it stood there in the text. References
    /// in texts in quotes are replaced too, with blanks around, as XLSForm does it for `jr:choice-name(${x}, '${x}')`.
    #[must_use]
    pub fn map_references(&self, replace: &mut impl FnMut(&Reference) -> Option<Expression>) -> Expression {
        self.mapped(replace)
    }

    fn mapped(&self, replace: &mut dyn FnMut(&Reference) -> Option<Expression>) -> Expression {
        let kind = match &self.kind {
            Kind::Reference(reference) => match replace(reference) {
                Some(replacement) => replacement.kind,
                None => self.kind.clone(),
            },
            Kind::Text(text) if text.contains("${") => {
                Kind::Text(replace_references(text, |reference| Some(format!(" {} ", replace(reference)?))))
            }
            Kind::Number(_) | Kind::Text(_) => self.kind.clone(),
            Kind::Negate(operand) => Kind::Negate(Box::new(operand.mapped(replace))),
            Kind::Call(call) => {
                let mut call = call.clone();
                map_all(&mut call.arguments, replace);
                Kind::Call(call)
            }
            Kind::Chain(chain) => {
                let mut joined = chain.first.mapped(replace);
                for (operator, operand) in &chain.rest {
                    joined = Expression::binary(joined, *operator, operand.mapped(replace));
                }
                joined.kind
            }
            Kind::Path(path) => map_path(path, replace),
        };
        Expression { kind, span: self.span }
    }
}

fn map_all(expressions: &mut [Expression], replace: &mut dyn FnMut(&Reference) -> Option<Expression>) {
    for expression in expressions {
        *expression = expression.mapped(replace);
    }
}

fn map_path(path: &Path, replace: &mut dyn FnMut(&Reference) -> Option<Expression>) -> Kind {
    let mut steps = path.steps.clone();
    let start = match &path.start {
        Start::Filter { base, predicates } => {
            let replaced = base.mapped(replace);
            let mut predicates = predicates.clone();
            map_all(&mut predicates, replace);
            map_steps(&mut steps, replace);
            match (&base.kind, replaced.kind) {
                (Kind::Reference(_), Kind::Path(mut longer)) if !longer.steps.is_empty() => {
                    if let Some(last) = longer.steps.last_mut() {
                        last.predicates.append(&mut predicates);
                    }
                    longer.steps.append(&mut steps);
                    return Kind::Path(longer);
                }
                (_, kind) => {
                    Start::Filter { base: Box::new(Expression { kind, span: base.span }), predicates }
                }
            }
        }
        start => {
            map_steps(&mut steps, replace);
            start.clone()
        }
    };
    Kind::Path(Path { start, steps })
}

fn map_steps(steps: &mut [Step], replace: &mut dyn FnMut(&Reference) -> Option<Expression>) {
    for step in steps {
        map_all(&mut step.predicates, replace);
    }
}
