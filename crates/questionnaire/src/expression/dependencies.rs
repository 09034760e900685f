//! What an expression depends on: for the graph by which only that is recomputed which has to be.

use std::collections::BTreeSet;

use super::syntax::{Axis, Call, Expression, Kind, Path, Reference, Start, Test, parse};

/// A place in a tree by names, whatever its repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodePath {
    /// The secondary instance; none for the primary one.
    pub instance: Option<String>,
    /// Names from the root element down; `*` for any, `@name` for an attribute.
    pub names: Vec<String>,
    /// Also everything below it: after `//`, and where a path cannot be followed by names.
    pub below: bool,
}

/// What an expression depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// Nodes, in whose value, relevance, number or place a change matters. A path into a repeat depends on the repeat.
    pub places: BTreeSet<NodePath>,
    /// Secondary instances of which any part is read.
    pub instances: BTreeSet<String>,
    /// References that were not replaced by paths.
    pub references: BTreeSet<Reference>,
    /// `today()` and `now()`.
    pub time: bool,
    /// `random()`, `uuid()` and `randomize()` without seed.
    pub randomness: bool,
    /// `jr:choice-name()`, `jr:itext()`, and names of months and days.
    pub language: bool,
}

/// What an expression depends on when it is evaluated for the node with these names from the root element down.
///
/// ```
/// use sounding_questionnaire::expression::{dependencies, parse};
/// let found = dependencies(&parse("../age >= 18 and today() > /data/start").unwrap(), &["data", "person", "vote"]);
/// let places: Vec<_> = found.places.iter().map(|place| place.names.join("/")).collect();
/// assert_eq!(places, ["data/person/age", "data/start"]);
/// assert!(found.time);
/// ```
pub fn dependencies<S: AsRef<str>>(expression: &Expression, node: &[S]) -> Dependencies {
    let names = node.iter().map(|name| name.as_ref().to_owned()).collect();
    let current = NodePath { names, ..NodePath::default() };
    let mut finder = Finder { found: Dependencies::default(), current: current.clone() };
    finder.expression(expression, &current);
    finder.found
}

struct Finder {
    found: Dependencies,
    current: NodePath,
}

impl Finder {
    /// Gives the place if it is a path.
    fn expression(&mut self, expression: &Expression, node: &NodePath) -> Option<NodePath> {
        match &expression.kind {
            Kind::Number(_) | Kind::Text(_) => None,
            Kind::Reference(reference) => {
                self.found.references.insert(reference.clone());
                None
            }
            Kind::Negate(operand) => {
                self.expression(operand, node);
                None
            }
            Kind::Chain(chain) => {
                self.expression(&chain.first, node);
                for (_, operand) in &chain.rest {
                    self.expression(operand, node);
                }
                None
            }
            Kind::Call(call) => {
                let place = self.call(call, node);
                if call.name == "current" {
                    self.note(self.current.clone());
                }
                place
            }
            Kind::Path(path) => {
                let place = self.path(path, node);
                self.note(place.clone());
                Some(place)
            }
        }
    }

    fn note(&mut self, place: NodePath) {
        self.found.instances.extend(place.instance.clone());
        self.found.places.insert(place);
    }

    /// Gives the place of the functions that start paths.
    fn call(&mut self, call: &Call, node: &NodePath) -> Option<NodePath> {
        let text = |at: usize| match call.arguments.get(at).map(|argument| &argument.kind) {
            Some(Kind::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        match call.name.as_str() {
            "today" | "now" => self.found.time = true,
            "random" | "uuid" => self.found.randomness = true,
            "randomize" if call.arguments.len() < 2 => self.found.randomness = true,
            "jr:itext" | "format-date" | "format-date-time" => self.found.language = true,
            "jr:choice-name" => {
                self.found.language = true;
                if let Some(question) = text(1).and_then(|text| parse(text.trim()).ok()) {
                    self.expression(&question, node);
                }
            }
            "pulldata" => self.found.instances.extend(text(0).map(str::to_owned)),
            "current" => return Some(self.current.clone()),
            "instance" => {
                if let Some(id) = text(0) {
                    self.found.instances.insert(id.to_owned());
                    return Some(NodePath { instance: Some(id.to_owned()), ..NodePath::default() });
                }
            }
            "once" => self.note(node.clone()),
            "position" | "string-length" | "normalize-space" if call.arguments.is_empty() => {
                self.note(node.clone());
            }
            _ => {}
        }
        let mut first = None;
        for (at, argument) in call.arguments.iter().enumerate() {
            let place = self.expression(argument, node);
            if at == 0 {
                first = place;
            }
        }
        // These give the nodes that they are given.
        if matches!(call.name.as_str(), "randomize" | "indexed-repeat" | "depend") { first } else { None }
    }

    fn path(&mut self, path: &Path, node: &NodePath) -> NodePath {
        let mut place = match &path.start {
            Start::Root => NodePath::default(),
            Start::Context => node.clone(),
            Start::Filter { base, predicates } => {
                let start = match &base.kind {
                    Kind::Call(call) => self.call(call, node),
                    _ => self.expression(base, node),
                };
                let place = start.unwrap_or(NodePath { below: true, ..NodePath::default() });
                for predicate in predicates {
                    self.expression(predicate, &place);
                }
                place
            }
        };
        for step in &path.steps {
            match (step.axis, &step.test) {
                _ if place.below => {}
                (Axis::Itself, _) => {}
                (Axis::Parent, _) => {
                    place.names.pop();
                }
                (Axis::DescendantOrSelf, _) => place.below = true,
                (Axis::Attribute, Test::Name(name)) => place.names.push(format!("@{name}")),
                (_, Test::Name(name)) => place.names.push(name.clone()),
                (_, Test::Any | Test::AnyOf(_) | Test::Node) => place.names.push("*".to_owned()),
            }
            for predicate in &step.predicates {
                self.expression(predicate, &place);
            }
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let found = dependencies(&parse(text).unwrap(), &["data", "r", "x"]);
        let show = |place: &NodePath| {
            let start = place.instance.as_ref().map(|id| format!("{id}:")).unwrap_or_default();
            format!("{start}/{}{}", place.names.join("/"), if place.below { "//" } else { "" })
        };
        found.places.iter().map(show).collect()
    }

    #[test]
    fn paths_are_followed_by_their_names() {
        let cases: &[(&str, &[&str])] = &[
            ("1 + 2", &[]),
            (". > 0", &["/data/r/x"]),
            ("../y + /data/a", &["/data/a", "/data/r/y"]),
            ("current()/../../b", &["/data/b"]),
            ("sum(/data/r/x[../y = ../../c])", &["/data/c", "/data/r/x", "/data/r/y"]),
            ("count(../../r)", &["/data/r"]),
            ("position(..)", &["/data/r"]),
            ("position()", &["/data/r/x"]),
            ("once(random())", &["/data/r/x"]),
            ("//z", &["///"]),
            ("/data/*", &["/data/*"]),
            ("string(current())", &["/data/r/x"]),
            ("@id", &["/data/r/x/@id"]),
            (
                "instance('p')/root/item[k = current()/../y and v > /data/a]/label",
                &["/data/a", "/data/r/y", "p:/root/item/k", "p:/root/item/label", "p:/root/item/v"],
            ),
            ("indexed-repeat(/data/r/y, /data/r, /data/n)", &["/data/n", "/data/r", "/data/r/y"]),
            ("jr:choice-name(../y, ' /data/r/y ')", &["/data/r/y"]),
            ("(../y | ../z)[. > 1]", &["///", "/data/r/y", "/data/r/z"]),
        ];
        for (text, expected) in cases {
            let mut expected: Vec<&str> = expected.to_vec();
            let mut found = places(text);
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_path_is_noted_too() {
        let text = "format-date(now(), '%a') = pulldata('t', 'a', 'b', ${c}) or uuid() = ''";
        let found = dependencies(&parse(text).unwrap(), &["data", "x"]);
        assert!(found.time && found.randomness && found.language && found.places.is_empty());
        assert_eq!(found.instances.first().map(String::as_str), Some("t"));
        assert_eq!(found.references.first().map(|reference| reference.name.as_str()), Some("c"));
    }
}
