//! Paths turned back into `${name}`, where that is unambiguous and is written as the same path again.

use std::ops::Range;

use crate::expression::{Axis, Call, Expression, Kind, Path, Start, Step, Test, parse};
use crate::xform::write::{At, Found, LAST_SAVED, Manner, resolve};
use crate::xform::xml::Element;

use super::Reading;

/// A path that could be written as a name: its bytes, and what stands for it.
#[derive(Debug)]
struct Candidate {
    range: Range<usize>,
    name: String,
}

/// References that one expression may have before reading them again becomes slow; the rest stay paths.
const LIMIT: usize = 64;
/// Bytes of an expression in which each path is tried alone where not all of them can be names.
const TRIED_ALONE: usize = 8192;

impl Reading<'_> {
    /// An expression with names in the place of paths.
    pub(super) fn named(&self, written: &str, from: Option<At>, in_predicate: bool) -> String {
        let manner = Manner { from, current: in_predicate, from_list: false };
        self.named_as(written, manner, None)
    }

    /// The same; `answers` is the repeat whose answers are the choices that a filter keeps, with the path that it is written as.
    pub(super) fn named_as(&self, written: &str, manner: Manner, answers: Option<(At, &str)>) -> String {
        let written = written.trim();
        if !written.contains(['/', '.']) && answers.is_none() {
            return written.to_owned();
        }
        let Ok(tree) = parse(written) else { return written.to_owned() };
        if let Some(tidy) = tidy(written, &tree) {
            return self.named_as(&tidy, manner, answers);
        }
        let mut candidates = Vec::new();
        let inside = if manner.current { Inside::Predicate } else { Inside::Nothing };
        self.find(&tree, manner.from, inside, answers.map(|(at, _)| at), &mut candidates);
        // An axis in words would shift a name.
        let is_there = |candidate: &Candidate| {
            let name = candidate.name.trim_matches(['$', '{', '}']).trim_start_matches("last-saved#");
            written.get(candidate.range.clone()).is_some_and(|found| found.ends_with(name))
        };
        candidates.retain(is_there);
        candidates.truncate(LIMIT);
        if self.spaced {
            widen(written, &mut candidates);
        }
        let same = |candidates: &[&Candidate]| {
            let named = replace(written, candidates);
            let mut lost = false;
            let mut again = resolve(&self.tree, &named, manner, &mut |_| lost = true);
            if let Some((_, nodes)) = answers {
                again = again.replace(&format!("current()/{nodes}"), ".").replace(nodes, ".");
            }
            (!lost && parse(&again).is_ok_and(|again| again == tree)).then_some(named)
        };
        let all: Vec<&Candidate> = candidates.iter().collect();
        if let Some(named) = same(&all) {
            return named;
        }
        if written.len() > TRIED_ALONE {
            return written.to_owned();
        }
        // Some of them are not written as the same path: those that are.
        let mut kept: Vec<&Candidate> = Vec::new();
        let mut best = written.to_owned();
        for candidate in &candidates {
            kept.push(candidate);
            match same(&kept) {
                Some(named) => best = named,
                None => {
                    kept.pop();
                }
            }
        }
        best
    }

    fn find(
        &self,
        expression: &Expression,
        from: Option<At>,
        inside: Inside,
        answers: Option<At>,
        found: &mut Vec<Candidate>,
    ) {
        match &expression.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Reference(_) => {}
            Kind::Negate(operand) => self.find(operand, from, inside, answers, found),
            Kind::Call(call) => {
                if let Some(quoted) = question_in_quotes(call) {
                    found.extend(self.in_quotes(quoted));
                }
                for argument in &call.arguments {
                    self.find(argument, from, inside, answers, found);
                }
            }
            Kind::Chain(chain) => {
                self.find(&chain.first, from, inside, answers, found);
                for (_, operand) in &chain.rest {
                    self.find(operand, from, inside, answers, found);
                }
            }
            Kind::Path(path) => {
                if let Some(candidate) = self.candidate(expression, path, from, inside, answers) {
                    found.push(candidate);
                }
                if let Start::Filter { base, predicates } = &path.start {
                    self.find(base, from, inside, answers, found);
                    for predicate in predicates {
                        self.find(predicate, from, Inside::Predicate, None, found);
                    }
                }
                for predicate in path.steps.iter().flat_map(|step| &step.predicates) {
                    self.find(predicate, from, Inside::Predicate, None, found);
                }
            }
        }
    }

    /// A path in quotation marks, as `jr:choice-name` names a question.
    fn in_quotes(&self, quoted: &Expression) -> Option<Candidate> {
        let Kind::Text(path) = &quoted.kind else { return None };
        let node = *self.by_path.get(path)?;
        let name = &self.tree.nodes[node].name;
        let only = node != 0 && self.tree.find(name) == Found::One(node);
        let range = quoted.span.start + 1..quoted.span.end - 1;
        only.then(|| Candidate { range, name: format!("${{{name}}}") })
    }

    /// The path up to its first predicate, if it leads to a node with a name of its own.
    fn candidate(
        &self,
        expression: &Expression,
        path: &Path,
        from: Option<At>,
        inside: Inside,
        answers: Option<At>,
    ) -> Option<Candidate> {
        let filtered = path.steps.iter().position(|step| !step.predicates.is_empty());
        let steps = &path.steps[..filtered.map_or(path.steps.len(), |at| at + 1)];
        let last = steps.last()?;
        let Test::Name(last_name) = &last.test else { return None };
        let mut last_saved = false;
        let start = match &path.start {
            Start::Root => None,
            Start::Context if inside == Inside::Nothing => Some(from?),
            Start::Context => match answers {
                Some(repeat) if steps[0].axis == Axis::Itself => Some(repeat),
                _ => return None,
            },
            Start::Filter { base, predicates } if predicates.is_empty() => match &base.kind {
                Kind::Call(call) if call.name == "current" && call.arguments.is_empty() => Some(from?),
                Kind::Call(call) if call.name == "instance" => match &call.arguments[..] {
                    [Expression { kind: Kind::Text(name), .. }] if name == LAST_SAVED => {
                        last_saved = true;
                        None
                    }
                    _ => return None,
                },
                _ => return None,
            },
            Start::Filter { .. } => return None,
        };
        let node = self.follow(start, steps)?;
        let name = &self.tree.nodes[node].name;
        if node == 0 || name.starts_with('@') || self.tree.find(name) != Found::One(node) {
            return None;
        }
        let end = last.span.start + last_name.len();
        let name = if last_saved { format!("${{last-saved#{name}}}") } else { format!("${{{name}}}") };
        Some(Candidate { range: expression.span.start..end, name })
    }

    /// The node to which steps without predicates lead.
    fn follow(&self, start: Option<At>, steps: &[Step]) -> Option<At> {
        let mut here = start;
        let local = |name: &str| name.rsplit_once(':').map_or(name.to_owned(), |(_, name)| name.to_owned());
        for step in steps {
            here = match (step.axis, &step.test, here) {
                (Axis::Parent, Test::Node, Some(at)) => Some(self.tree.nodes[at].parent?),
                (Axis::Itself, Test::Node, Some(at)) => Some(at),
                (Axis::Child, Test::Name(name), None) => {
                    (self.tree.nodes[0].name == local(name)).then_some(0)
                }
                (Axis::Child, Test::Name(name), Some(at)) => {
                    self.by_path.get(&format!("{}/{}", self.tree.nodes[at].path, local(name))).copied()
                }
                _ => return None,
            };
            here?;
        }
        here
    }

    /// The node that a path of names leads to, as a node set is written: `/data/household`, `../../household`.
    pub(super) fn node_at(&self, written: &str, from: At) -> Option<At> {
        let Expression { kind: Kind::Path(path), .. } = parse(written.trim()).ok()? else { return None };
        let start = match &path.start {
            Start::Root => None,
            Start::Context => Some(from),
            Start::Filter { base, .. } => match &base.kind {
                Kind::Call(call) if call.name == "current" => Some(from),
                _ => return None,
            },
        };
        path.steps.iter().all(|step| step.predicates.is_empty()).then_some(())?;
        self.follow(start, &path.steps)
    }
}

/// The question of `jr:choice-name(value, 'question')`.
fn question_in_quotes(call: &Call) -> Option<&Expression> {
    call.arguments.get(1).filter(|named| call.name == "jr:choice-name" && matches!(named.kind, Kind::Text(_)))
}

/// The expression without the blanks that some writers put around a path also in quotation marks; `None` where there are none.
fn tidy(written: &str, tree: &Expression) -> Option<String> {
    let mut padded: Vec<Range<usize>> = Vec::new();
    tree.walk(&mut |expression| {
        if let Kind::Call(call) = &expression.kind
            && let Some(quoted) = question_in_quotes(call)
            && let Kind::Text(path) = &quoted.kind
            && path.trim().len() < path.len()
        {
            padded.push(quoted.span.start + 1..quoted.span.end - 1);
        }
    });
    padded.sort_by_key(|range| range.start);
    let mut tidy = written.to_owned();
    for range in padded.iter().rev() {
        let trimmed = written[range.clone()].trim().to_owned();
        tidy.replace_range(range.clone(), &trimmed);
    }
    (!padded.is_empty()).then_some(tidy)
}

/// Where in an expression something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Predicate,
}

fn replace(written: &str, candidates: &[&Candidate]) -> String {
    let mut ordered: Vec<&&Candidate> = candidates.iter().collect();
    ordered.sort_by_key(|candidate| candidate.range.start);
    let mut out = String::with_capacity(written.len());
    let mut copied = 0;
    for candidate in ordered {
        if candidate.range.start < copied {
            continue;
        }
        out.push_str(&written[copied..candidate.range.start]);
        out.push_str(&candidate.name);
        copied = candidate.range.end;
    }
    out.push_str(&written[copied..]);
    out.trim().to_owned()
}

/// Takes the blanks that a writer put around paths with them.
fn widen(written: &str, candidates: &mut [Candidate]) {
    for candidate in candidates {
        let before = written[..candidate.range.start].ends_with(' ');
        let after = written[candidate.range.end..].starts_with(' ');
        if before {
            candidate.range.start -= 1;
        }
        if after {
            candidate.range.end += 1;
        }
    }
}

/// Whether paths stand between blanks of their own: an expression begins with one, and nobody begins one so.
pub(super) fn are_spaced(model: &Element) -> bool {
    let begins = |value: &str| {
        [" /", " ../", " current()/", " instance('__last"].iter().any(|start| value.starts_with(start))
    };
    let binds = model.elements().filter(|element| matches!(&*element.name, "bind" | "setvalue"));
    binds.flat_map(|bind| &bind.attributes).any(|attribute| begins(&attribute.value))
}
