//! The routing as a graph: boxes of questions that are asked of the same people, and the ways between them.

use sounding_survey::Language;

use super::{Condition, Routing, Step};
use crate::definition::{Item, Questionnaire};
use crate::quality::Reasoning;

/// Boxes and the ways between them; the first box is the beginning, the last the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Boxes in the order of the form.
    pub nodes: Vec<GraphNode>,
    /// Ways.
    pub edges: Vec<Edge>,
}

/// Questions that follow each other and are asked of the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// What it is.
    pub kind: NodeKind,
    /// Numbers of its questions: `C7`, `C7–C12`; empty for the beginning and the end.
    pub numbers: String,
    /// What it is about.
    pub text: String,
    /// How many questions it holds.
    pub questions: usize,
    /// Who is asked, in words; none where they are the people of the box before, or all that are asked further out.
    pub condition: Option<String>,
    /// How many conditions stand one inside the other here.
    pub depth: usize,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// The beginning.
    Start,
    /// One question.
    Question,
    /// Several questions.
    Block,
    /// Questions asked once for each of several.
    Repeat,
    /// The end.
    End,
}

/// A way from one box to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Place of the box among the nodes.
    pub from: usize,
    /// Place of the box to which it leads.
    pub to: usize,
    /// Whether boxes between them are passed over.
    pub skips: bool,
}

/// Up to so many questions each has a box of its own.
const FEW: usize = 24;
/// So many questions of a box are named where it has no heading of its own.
const NAMED: usize = 3;
/// Ways from one box that pass over more boxes than this are left to the conditions in the boxes.
const FAR: usize = 12;

/// The graph of a questionnaire, with words in one language. Long questionnaires have one box for each run of questions of one group
/// that the same people are asked.
pub fn graph(questionnaire: &Questionnaire, language: Language) -> Graph {
    let routing = Routing::new(questionnaire);
    let runs = runs(&routing);
    let end = |kind| GraphNode {
        kind,
        numbers: String::new(),
        text: String::new(),
        questions: 0,
        condition: None,
        depth: 0,
    };
    let mut nodes = vec![end(NodeKind::Start)];
    let mut before: Vec<&str> = Vec::new();
    let mut headings = Vec::new();
    for run in &runs {
        nodes.push(node(&routing, run, &before, &mut headings, language));
        before = written(run[0]);
    }
    nodes.push(end(NodeKind::End));
    let conditions: Vec<Vec<&str>> =
        [vec![]].into_iter().chain(runs.iter().map(|run| written(run[0]))).chain([vec![]]).collect();
    Graph { nodes, edges: edges(questionnaire, &conditions) }
}

/// Runs of asked questions with the same conditions in the same block.
fn runs<'r, 'a>(routing: &'r Routing<'a>) -> Vec<Vec<&'r Step<'a>>> {
    let asked: Vec<&Step<'_>> = routing.steps.iter().filter(|step| step.is_asked()).collect();
    let all_apart = asked.len() <= FEW;
    let mut runs: Vec<Vec<&Step<'_>>> = Vec::new();
    for step in asked {
        let joins = runs.last().and_then(|run| run.last()).is_some_and(|before| {
            let same = written(before) == written(step) && before.repeat() == step.repeat();
            let inside = step.repeat().is_some() && same;
            same && block(before) == block(step)
                && (!all_apart || inside || table(step).is_some() && table(before) == table(step))
        });
        match runs.last_mut() {
            Some(run) if joins => run.push(step),
            _ => runs.push(vec![step]),
        }
    }
    runs
}

/// The conditions on a step and around it, outermost first.
fn written<'a>(step: &Step<'a>) -> Vec<&'a str> {
    let around = step.around.iter().filter_map(|item| item.node().relevant.as_deref());
    around.chain(step.question.node.relevant.as_deref()).collect()
}

/// The heading under which a step stands: the innermost group with a label that is no table.
fn block<'a>(step: &Step<'a>) -> Option<&'a Item> {
    let mut headings = step
        .around
        .iter()
        .copied()
        .filter(|item| !item.node().label.is_empty() && !super::numbers::is_table(item));
    headings.next_back()
}

fn table<'a>(step: &Step<'a>) -> Option<&'a str> {
    step.around.last().filter(|item| super::numbers::is_table(item)).map(|item| item.node().name.as_str())
}

/// The box of a run, after a box with the conditions `before`; `headings` are those that boxes have had.
fn node(
    routing: &Routing<'_>,
    run: &[&Step<'_>],
    before: &[&str],
    headings: &mut Vec<String>,
    language: Language,
) -> GraphNode {
    let first = run[0];
    let last = run[run.len() - 1];
    let number = |step| routing.number(step, language).unwrap_or_default();
    let numbers =
        if run.len() == 1 { number(first) } else { format!("{}–{}", number(first), number(last)) };
    let own = |step: &Step<'_>| {
        routing.short(step.question, language).unwrap_or_else(|| routing.wording(step, language))
    };
    let of_table = table(first).is_some() && run.iter().all(|step| table(step) == table(first));
    let heading = if of_table { first.around.last().copied() } else { block(first) };
    let heading = heading.and_then(|item| routing.text(&item.node().label, language));
    let text = match heading {
        // The second box under a heading is told apart by its questions.
        Some(heading) if run.len() > 1 && !headings.contains(&heading) => {
            headings.push(heading.clone());
            heading
        }
        _ => {
            let named: Vec<String> = run.iter().take(NAMED).map(|step| own(step)).collect();
            named.join(", ") + if run.len() > NAMED { ", …" } else { "" }
        }
    };
    let conditions = written(first);
    // Conditions that the box before had too are not said again.
    let new = conditions.iter().filter(|condition| !before.contains(condition));
    let new = Condition::all(new.map(|condition| Condition::read(condition)));
    GraphNode {
        kind: match (first.repeat(), run.len()) {
            (Some(_), _) => NodeKind::Repeat,
            (None, 1) => NodeKind::Question,
            _ => NodeKind::Block,
        },
        numbers,
        text,
        questions: run.len(),
        condition: (new != Condition::Always).then(|| routing.say(&new, language)),
        depth: conditions.len(),
    }
}

/// From every box to those that can come next: each with a condition that can hold, up to the first that must.
fn edges(questionnaire: &Questionnaire, conditions: &[Vec<&str>]) -> Vec<Edge> {
    let reasoning = Reasoning::new(questionnaire);
    let mut edges = Vec::new();
    for from in 0..conditions.len().saturating_sub(1) {
        let mut held: Vec<String> = conditions[from].iter().map(|text| (*text).to_owned()).collect();
        for to in from + 1..conditions.len() {
            let open: Vec<&str> =
                conditions[to].iter().copied().filter(|text| !conditions[from].contains(text)).collect();
            let mut all: Vec<&str> = held.iter().map(String::as_str).collect();
            all.extend(&open);
            let possible = reasoning.possible(&all);
            if possible && (to - from <= FAR || open.is_empty()) {
                edges.push(Edge { from, to, skips: to > from + 1 });
            }
            if open.is_empty() {
                break;
            }
            // Further on only those come who were not asked here.
            if let [one] = open[..] {
                held.push(format!("not({one})"));
            } else {
                let joined: Vec<String> = open.iter().map(|text| format!("({text})")).collect();
                held.push(format!("not({})", joined.join(" and ")));
            }
            let left: Vec<&str> = held.iter().map(String::as_str).collect();
            if possible && !reasoning.possible(&left) {
                break;
            }
        }
    }
    edges
}
