//! Sets of nodes: counted, numbered, put in another order, found in repeats.

use super::{Arity, Entry, Function, digest, random};
use crate::expression::compile::{Code, Trail, TrailStart};
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope};
use crate::expression::names::NameId;
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeFunction {
    Count,
    CountNonEmpty,
    Position,
    Last,
    Name,
    LocalName,
    Instance,
    Current,
    Randomize,
    IndexedRepeat,
}

use NodeFunction as N;

const fn entry(name: &'static str, function: N, arity: Arity) -> Entry {
    Entry::new(name, Function::Node(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("count", N::Count, Arity::Exactly(1)),
    entry("count-non-empty", N::CountNonEmpty, Arity::Exactly(1)),
    entry("position", N::Position, Arity::Between(0, 1)),
    Entry::only_here("last", Function::Node(N::Last), Arity::Exactly(0)),
    Entry::only_here("name", Function::Node(N::Name), Arity::Between(0, 1)),
    Entry::only_here("local-name", Function::Node(N::LocalName), Arity::Between(0, 1)),
    entry("instance", N::Instance, Arity::Exactly(1)),
    entry("current", N::Current, Arity::Exactly(0)),
    entry("randomize", N::Randomize, Arity::Between(1, 2)),
    entry("indexed-repeat", N::IndexedRepeat, Arity::PairsUpTo(3, 11)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn node_function(
        &self,
        function: NodeFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let number = match function {
            N::Count => self.nodes_of(arguments, 0, "count", scope)?.len() as f64,
            N::CountNonEmpty => {
                let nodes = self.nodes_of(arguments, 0, "count-non-empty", scope)?;
                nodes.into_iter().filter(|node| !self.is_empty(*node)).count() as f64
            }
            N::Position => match (arguments.is_empty(), scope.place) {
                (true, Some(place)) => place as f64,
                (true, None) => self.world.position(scope.node) as f64,
                (false, _) => {
                    let nodes = self.nodes_of(arguments, 0, "position", scope)?;
                    nodes.first().map_or(0.0, |node| self.world.position(*node) as f64)
                }
            },
            N::Last => scope.size as f64,
            N::Name | N::LocalName => {
                let node = match arguments {
                    [] => Some(scope.node),
                    _ => self.nodes_of(arguments, 0, "name", scope)?.first().copied(),
                };
                let name = node.and_then(|node| self.world.name(node));
                let name = name.map_or("", |name| self.world.names().text(name));
                let local = name.split_once(':').map_or(name, |(_, local)| local);
                return Ok(Value::Atom(Atom::text(if function == N::Name { name } else { local })));
            }
            N::Instance => {
                let id = self.text_of(arguments, 0, scope)?;
                let document = self.world.names().get(&id).and_then(|name| self.world.instance(name));
                let document = document.ok_or(EvaluationError::MissingInstance { id: id.into_owned() })?;
                return Ok(Value::Nodes(vec![document]));
            }
            N::Current => return Ok(Value::Nodes(vec![scope.current])),
            N::Randomize => return self.randomize(arguments, scope),
            // The compiler puts it into a form of its own.
            N::IndexedRepeat => return Err(EvaluationError::NotNodes { function: "indexed-repeat" }),
        };
        Ok(Value::Atom(Atom::Number(number)))
    }

    fn is_empty(&self, node: W::Node) -> bool {
        if !self.world.value(node).0.is_empty() {
            return false;
        }
        let mut children = Vec::new();
        self.world.all_children(node, &mut children);
        children.is_empty()
    }

    fn randomize(&self, arguments: &'a [Code], scope: Scope<W::Node>) -> Evaluated<'a, W> {
        let nodes = self.nodes_of(arguments, 0, "randomize", scope)?;
        if arguments.len() < 2 {
            return Ok(Value::Nodes(random::shuffle_random(&nodes, self.environment.random)));
        }
        let seed = self.atom_of(arguments, 1, scope)?;
        let number = seed.to_number(self.environment);
        let seed = match &seed {
            Atom::Text(text) if number.is_nan() => digest::seed(text),
            _ => number as i64,
        };
        Ok(Value::Nodes(random::shuffle_seeded(&nodes, seed)))
    }

    /// `indexed-repeat`: the target's nodes in the repeats of the given numbers.
    pub(crate) fn indexed_repeat(
        &self,
        target: &Trail,
        groups: &'a [(Trail, Code)],
        scope: Scope<W::Node>,
    ) -> Result<Vec<W::Node>, EvaluationError> {
        let mut trail = self.resolved(target, scope);
        for (group, index) in groups {
            let group = self.resolved(group, scope);
            let leads = group.len() < trail.len() && group.iter().zip(&trail).all(|(a, b)| a.0 == b.0);
            if !leads || group.is_empty() {
                return Err(EvaluationError::NotInRepeat);
            }
            // A number that is none yet, or below 1, is the first.
            let index = self.atom(index, scope)?.to_number(self.environment);
            trail[group.len() - 1].1 = Some(if index >= 1.0 { index as usize } else { 1 });
        }
        let mut nodes = vec![self.world.primary()];
        for (name, place) in trail {
            let mut next = Vec::new();
            for node in nodes {
                let from = next.len();
                self.world.children(node, name, &mut next);
                if let Some(place) = place {
                    let kept = next.get(from..).and_then(|own| own.get(place - 1)).copied();
                    next.truncate(from);
                    next.extend(kept);
                }
            }
            nodes = next;
        }
        Ok(nodes)
    }

    /// Names from the root element down, each with its place where it is known from the node for which the expression is evaluated.
    fn resolved(&self, trail: &Trail, scope: Scope<W::Node>) -> Vec<(NameId, Option<usize>)> {
        let above = self.chain_above(match trail.start {
            TrailStart::Current => scope.current,
            TrailStart::Root | TrailStart::Context => scope.node,
        });
        let known =
            |node: &W::Node| self.world.name(*node).map(|name| (name, Some(self.world.position(*node))));
        let names = trail.names.iter().map(|name| (*name, None));
        if trail.start == TrailStart::Root {
            let mut out: Vec<_> = names.collect();
            for (own, node) in out.iter_mut().zip(&above) {
                match known(node) {
                    Some(step) if step.0 == own.0 => *own = step,
                    _ => break,
                }
            }
            return out;
        }
        let kept = above.len().saturating_sub(trail.up);
        above.iter().take(kept).filter_map(known).chain(names).collect()
    }
}
