//! Where answers lead: the first question after it that is not ruled out by the answer.

use std::collections::BTreeSet;

use super::truth::{Answer, Known};
use super::{Condition, Relation, Routing, Step, Subject, Value};
use crate::definition::{Item, Kind};
use crate::quality::excludes_others;

/// Answers after which another question than the following one comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The answers.
    pub answers: Answers,
    /// What comes next.
    pub to: Target,
}

/// Some answers to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// Codes of choices.
    Codes(Vec<String>),
    /// Numbers from one to another, both included; `None` where there is no end.
    Between(Option<f64>, Option<f64>),
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A question, by its place among the steps.
    Question(usize),
    /// The next round of a repeat, by name.
    NextRound(String),
    /// The end.
    End,
}

/// Lists longer than this lead nowhere in particular.
const LONG: usize = 60;

/// The leads of every step.
pub(super) fn all(routing: &Routing<'_>) -> Vec<Vec<Lead>> {
    let full: Vec<Vec<(&str, Condition)>> = routing.steps.iter().map(conditions).collect();
    (0..routing.steps.len()).map(|at| of(routing, &full, at)).collect()
}

/// The conditions around a question and on it, each with the name of what it stands on.
fn conditions<'a>(step: &Step<'a>) -> Vec<(&'a str, Condition)> {
    let around = step.around.iter().map(|item| item.node());
    let nodes = around.chain([&step.question.node]);
    let relevant = |node: &'a crate::definition::Node| {
        Some((node.name.as_str(), Condition::read(node.relevant.as_deref()?)))
    };
    nodes.filter_map(relevant).collect()
}

fn of(routing: &Routing<'_>, full: &[Vec<(&str, Condition)>], at: usize) -> Vec<Lead> {
    let step = &routing.steps[at];
    if !step.is_asked() || !names_it(full, at, step.name()) {
        return Vec::new();
    }
    let follows = next(routing, full, at, None);
    let mut leads: Vec<Lead> = Vec::new();
    match step.question.kind {
        Kind::SelectOne | Kind::SelectMultiple => {
            let choices = routing.list(step.question).map_or(&[][..], |list| &list.choices);
            let alone = step.question.kind == Kind::SelectOne;
            for choice in choices.iter().take(LONG).filter(|choice| alone || excludes_others(choice)) {
                let to = next(routing, full, at, Some(Answer::Code(&choice.code)));
                if to == follows {
                    continue;
                }
                match leads.iter_mut().find(|lead| lead.to == to) {
                    Some(Lead { answers: Answers::Codes(codes), .. }) => codes.push(choice.code.clone()),
                    _ => leads.push(Lead { answers: Answers::Codes(vec![choice.code.clone()]), to }),
                }
            }
        }
        Kind::Integer | Kind::Range => {
            for (low, high) in regions(full, at, step.name()) {
                let inside = low.or(high).unwrap_or(0.0);
                let to = next(routing, full, at, Some(Answer::Number(inside)));
                match leads.last_mut() {
                    Some(Lead { answers: Answers::Between(_, end), to: same }) if *same == to => *end = high,
                    _ => leads.push(Lead { answers: Answers::Between(low, high), to }),
                }
            }
            leads.retain(|lead| lead.to != follows);
        }
        _ => {}
    }
    leads
}

/// Whether any later condition is about the question.
fn names_it(full: &[Vec<(&str, Condition)>], at: usize, name: &str) -> bool {
    let is_it = |subject: &&Subject| matches!(subject, Subject::Question(own) if own == name);
    full[at + 1..].iter().flatten().any(|(_, condition)| condition.subjects().iter().any(is_it))
}

/// What comes after a question: with an answer, the first question that it does not rule out.
fn next(
    routing: &Routing<'_>,
    full: &[Vec<(&str, Condition)>],
    at: usize,
    answer: Option<Answer<'_>>,
) -> Target {
    let step = &routing.steps[at];
    let held: BTreeSet<&str> = full[at].iter().map(|(name, _)| *name).collect();
    let mut known =
        Known { question: step.name(), answer: answer.unwrap_or(Answer::Code("")), skipped: BTreeSet::new() };
    for (later, other) in routing.steps.iter().enumerate().skip(at + 1) {
        if let Some(repeat) = step.repeat()
            && !other.around.iter().any(|item| matches!(item, Item::Repeat(_)) && item.node().name == repeat)
        {
            return Target::NextRound(repeat.to_owned());
        }
        let open = |(name, _): &&(&str, Condition)| !held.contains(name);
        let mut conditions = full[later].iter().filter(open);
        let ruled_out =
            answer.is_some() && conditions.any(|(_, condition)| known.holds(condition) == Some(false));
        if ruled_out {
            known.skipped.insert(other.name());
        } else if other.is_asked() {
            return Target::Question(later);
        }
    }
    step.repeat().map_or(Target::End, |repeat| Target::NextRound(repeat.to_owned()))
}

/// The numbers between which later conditions tell no difference: from one to another, both included.
fn regions(full: &[Vec<(&str, Condition)>], at: usize, name: &str) -> Vec<(Option<f64>, Option<f64>)> {
    let mut cuts: Vec<f64> = Vec::new();
    for (_, condition) in full[at + 1..].iter().flatten() {
        collect(condition, name, &mut cuts);
    }
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts.truncate(LONG);
    // Each cut is the last number before a change.
    let mut low = None;
    let mut regions = Vec::new();
    for cut in cuts {
        regions.push((low, Some(cut)));
        low = Some(cut + 1.0);
    }
    regions.push((low, None));
    regions
}

fn collect(condition: &Condition, name: &str, cuts: &mut Vec<f64>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(part, name, cuts);
            }
        }
        Condition::Not(inner) => collect(inner, name, cuts),
        Condition::Compare { subject: Subject::Question(own), relation, value: Value::Number(number) }
            if own == name =>
        {
            let number = *number;
            match relation {
                Relation::Less | Relation::GreaterOrEqual => cuts.push(number.ceil() - 1.0),
                Relation::LessOrEqual | Relation::Greater => cuts.push(number.floor()),
                Relation::Equal | Relation::NotEqual => cuts.extend([number - 1.0, number]),
            }
        }
        _ => {}
    }
}
