//! Whether conditions can hold together: goals are taken apart one by one, each answer keeps the values that are still possible,
//! and an "or" is tried on both sides. What is not understood is taken to be possible.

use std::collections::{BTreeMap, BTreeSet};

use super::form::{Entry, Form};
use crate::definition::{Item, Kind};
use crate::routing::{Condition, Relation, Subject, Value};

/// Steps after which conditions are taken to be possible.
const STEPS: usize = 4_000;
/// An "or" of more ways is taken to be possible.
const WAYS: usize = 256;
/// Lists longer than this are not looked at code by code.
const LONG: usize = 400;

/// What is known of a form's answers.
pub(crate) struct Reason<'f, 'a> {
    form: &'f Form<'a>,
}

/// A condition that is to hold, and the question on which it stands.
#[derive(Debug, Clone)]
struct Goal {
    condition: Condition,
    /// Whether it is to hold or to fail.
    holds: bool,
    at: Option<usize>,
}

/// What an answer can still be.
#[derive(Debug, Clone)]
struct Domain<'a> {
    may_be_empty: bool,
    values: Values<'a>,
}

#[derive(Debug, Clone)]
enum Values<'a> {
    /// One of these codes.
    Codes(BTreeSet<&'a str>),
    /// Several of a list: which must and must not be among them, and how many.
    Several { must: BTreeSet<String>, must_not: BTreeSet<String>, least: f64, most: f64 },
    /// A number from `low` to `high`, apart from some.
    Number { low: f64, high: f64, open: [bool; 2], whole: bool, not: Vec<f64> },
    /// Any text; `Some` where it is known.
    Free { is: Option<String>, not: BTreeSet<String> },
}

/// Where the search stands; cloned at every "or".
#[derive(Debug, Clone, Default)]
struct State<'a> {
    goals: Vec<Goal>,
    domains: BTreeMap<usize, Domain<'a>>,
}

impl<'f, 'a> Reason<'f, 'a> {
    pub(crate) fn new(form: &'f Form<'a>) -> Reason<'f, 'a> {
        Reason { form }
    }

    pub(crate) fn question(&self, name: &str) -> Option<&'f Entry<'a>> {
        self.form.place(name).map(|at| &self.form.questions[at])
    }

    /// Whether all conditions can hold for someone. With `linked` the conditions of the questions that they compare hold too.
    pub(crate) fn possible(&self, conditions: &[&str], linked: bool) -> bool {
        let goals = conditions.iter().rev().map(|condition| Goal {
            condition: Condition::read(condition),
            holds: true,
            at: None,
        });
        let state = State { goals: goals.collect(), domains: BTreeMap::new() };
        self.search(state, linked)
    }

    /// Whether any answer to a question meets its own constraint.
    pub(crate) fn answerable(&self, name: &str) -> bool {
        let Some(at) = self.form.place(name) else { return true };
        let mut state = State::default();
        self.answered(&mut state, at, false) && self.search(state, false)
    }

    fn search(&self, first: State<'a>, linked: bool) -> bool {
        let mut open = vec![first];
        let mut steps = 0;
        'branches: while let Some(mut state) = open.pop() {
            while let Some(goal) = state.goals.pop() {
                steps += 1;
                if steps > STEPS {
                    return true;
                }
                if !self.step(&mut state, goal, linked, &mut open) {
                    continue 'branches;
                }
            }
            return true;
        }
        false
    }

    /// Takes one goal apart; `false` where it cannot hold.
    fn step(&self, state: &mut State<'a>, goal: Goal, linked: bool, open: &mut Vec<State<'a>>) -> bool {
        let Goal { condition, holds, at } = goal;
        let goals =
            |parts: Vec<Condition>| parts.into_iter().map(move |condition| Goal { condition, holds, at });
        match condition {
            Condition::Always => holds,
            Condition::Never => !holds,
            Condition::Other(_) => true,
            Condition::Not(inner) => {
                state.goals.push(Goal { condition: *inner, holds: !holds, at });
                true
            }
            Condition::All(parts) | Condition::Any(parts) if parts.is_empty() => true,
            Condition::All(parts) if holds => {
                state.goals.extend(goals(parts).rev());
                true
            }
            Condition::Any(parts) if !holds => {
                state.goals.extend(goals(parts).rev());
                true
            }
            Condition::All(parts) | Condition::Any(parts) if parts.len() > WAYS => true,
            Condition::All(mut parts) | Condition::Any(mut parts) => {
                // The last way is tried now, the others are left for later.
                let last = parts.pop();
                if !parts.is_empty() {
                    let rest = if holds { Condition::Any(parts) } else { Condition::All(parts) };
                    let mut branch = state.clone();
                    branch.goals.push(Goal { condition: rest, holds, at });
                    open.push(branch);
                }
                state.goals.extend(last.map(|condition| Goal { condition, holds, at }));
                true
            }
            Condition::Compare { subject, relation, value } => {
                let Some(of) = self.place(&subject, at) else { return true };
                self.compare(state, of, relation, &value, holds, linked)
            }
            Condition::Selected { subject, code } => {
                let Some(of) = self.place(&subject, at) else { return true };
                self.selected(state, of, &code, holds, linked)
            }
            Condition::Count { subject, relation, number } => {
                let Some(of) = self.place(&subject, at) else { return true };
                self.counted(state, of, relation, number, holds, linked)
            }
            Condition::Answered(subject) => {
                let Some(of) = self.place(&subject, at) else { return true };
                if holds { self.answered(state, of, linked) } else { self.empty(state, of) }
            }
        }
    }

    /// The question whose one answer is meant; none for an answer of a repeat, which several people gave.
    fn place(&self, subject: &Subject, at: Option<usize>) -> Option<usize> {
        let of = match subject {
            Subject::Itself => at?,
            Subject::Question(name) => self.form.place(name)?,
        };
        let repeated = |at: usize| {
            self.form.questions[at].around.iter().filter(|item| matches!(item, Item::Repeat(_))).count()
        };
        (repeated(of) == 0 || at == Some(of)).then_some(of)
    }

    fn domain<'s>(&self, state: &'s mut State<'a>, of: usize) -> &'s mut Domain<'a> {
        let entry = &self.form.questions[of];
        state.domains.entry(of).or_insert_with(|| Domain { may_be_empty: true, values: values(entry) })
    }

    /// An answer is there: so its question was asked, and it meets the constraint.
    fn answered(&self, state: &mut State<'a>, of: usize, linked: bool) -> bool {
        let domain = self.domain(state, of);
        if domain.values.is_none() {
            return false;
        }
        if std::mem::take(&mut domain.may_be_empty) {
            let entry = &self.form.questions[of];
            let goal =
                |condition: &str| Goal { condition: Condition::read(condition), holds: true, at: Some(of) };
            state.goals.extend(entry.node().constraint.as_deref().map(goal));
            if linked {
                state.goals.extend(entry.node().relevant.as_deref().map(goal));
                let around = entry.around.iter().filter_map(|item| item.node().relevant.as_deref());
                state.goals.extend(around.map(|condition| Goal {
                    condition: Condition::read(condition),
                    holds: true,
                    at: None,
                }));
            }
        }
        true
    }

    fn empty(&self, state: &mut State<'a>, of: usize) -> bool {
        let domain = self.domain(state, of);
        domain.values = Values::Codes(BTreeSet::new());
        domain.may_be_empty
    }

    fn compare(
        &self,
        state: &mut State<'a>,
        of: usize,
        relation: Relation,
        value: &Value,
        holds: bool,
        linked: bool,
    ) -> bool {
        // "x != 1" and "not(x < 1)" hold where there is no answer; "x < 1" does not.
        let without_answer = (relation == Relation::NotEqual) == holds;
        let relation = if holds { relation } else { relation.denied() };
        let domain = self.domain(state, of);
        domain.values.narrow(relation, value);
        if without_answer { domain.possible() } else { self.answered(state, of, linked) }
    }

    fn selected(&self, state: &mut State<'a>, of: usize, code: &str, holds: bool, linked: bool) -> bool {
        let domain = self.domain(state, of);
        match &mut domain.values {
            Values::Codes(codes) => codes.retain(|own| (*own == code) == holds),
            Values::Several { must, must_not, .. } => {
                if holds { &mut *must } else { &mut *must_not }.insert(code.to_owned());
            }
            Values::Free { .. } | Values::Number { .. } => {}
        }
        if holds { self.answered(state, of, linked) } else { domain.possible() }
    }

    fn counted(
        &self,
        state: &mut State<'a>,
        of: usize,
        relation: Relation,
        number: f64,
        holds: bool,
        linked: bool,
    ) -> bool {
        let relation = if holds { relation } else { relation.denied() };
        let domain = self.domain(state, of);
        if let Values::Several { least, most, .. } = &mut domain.values {
            match relation {
                Relation::Equal => (*least, *most) = (least.max(number), most.min(number)),
                Relation::Less => *most = most.min(number.ceil() - 1.0),
                Relation::LessOrEqual => *most = most.min(number.floor()),
                Relation::Greater => *least = least.max(number.floor() + 1.0),
                Relation::GreaterOrEqual => *least = least.max(number.ceil()),
                Relation::NotEqual => {}
            }
        }
        // No answer counts as none chosen.
        if relation.holds(0.0, number) { domain.possible() } else { self.answered(state, of, linked) }
    }
}

/// The answers that a question allows before anything is known.
fn values<'a>(entry: &Entry<'a>) -> Values<'a> {
    let question = entry.question;
    let limit =
        |name: &str, or: f64| question.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let whole = |low, high, whole| Values::Number { low, high, open: [false; 2], whole, not: Vec::new() };
    let other = question.options.as_ref().is_some_and(|options| options.or_other);
    let known = entry.list.is_some_and(|list| list.choices.len() <= LONG);
    match question.kind {
        _ if entry.node().calculation.is_some() => Values::Free { is: None, not: BTreeSet::new() },
        Kind::Integer => whole(f64::NEG_INFINITY, f64::INFINITY, true),
        Kind::Decimal => whole(f64::NEG_INFINITY, f64::INFINITY, false),
        Kind::Range => {
            let step: f64 = limit("step", 1.0);
            whole(limit("start", f64::NEG_INFINITY), limit("end", f64::INFINITY), step.fract() == 0.0)
        }
        Kind::SelectOne if known => {
            let mut codes: BTreeSet<&str> =
                entry.choices().iter().map(|choice| choice.code.as_str()).collect();
            if other {
                codes.insert("other");
            }
            Values::Codes(codes)
        }
        Kind::SelectMultiple if known => Values::Several {
            must: BTreeSet::new(),
            must_not: BTreeSet::new(),
            least: 1.0,
            most: (entry.choices().len() + usize::from(other)) as f64,
        },
        _ => Values::Free { is: None, not: BTreeSet::new() },
    }
}

impl Domain<'_> {
    fn possible(&self) -> bool {
        self.may_be_empty || !self.values.is_none()
    }
}

impl Values<'_> {
    fn is_none(&self) -> bool {
        match self {
            Values::Codes(codes) => codes.is_empty(),
            Values::Several { must, must_not, least, most } => {
                !must.is_disjoint(must_not) || must.len() as f64 > *most || least > most
            }
            Values::Number { low, high, open, whole, not } => {
                if *whole && low.is_finite() && high.is_finite() {
                    let first = if open[0] { low.floor() + 1.0 } else { low.ceil() };
                    let last = if open[1] { high.ceil() - 1.0 } else { high.floor() };
                    let excluded =
                        not.iter().filter(|one| one.fract() == 0.0 && (first..=last).contains(*one));
                    return last - first + 1.0 - (excluded.count() as f64) < 0.5;
                }
                low > high || (low == high && (open[0] || open[1] || not.contains(low)))
            }
            Values::Free { is, not } => is.as_ref().is_some_and(|is| not.contains(is)),
        }
    }

    /// Keeps what stands in a relation to a value.
    fn narrow(&mut self, relation: Relation, value: &Value) {
        let number = match value {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse::<f64>().ok(),
            Value::Answer(_) | Value::Other(_) => return,
        };
        let equality = matches!(relation, Relation::Equal | Relation::NotEqual);
        match self {
            Values::Codes(codes) => codes.retain(|code| match value {
                Value::Text(text) if equality => (code == text) == (relation == Relation::Equal),
                _ => match (code.trim().parse::<f64>().ok(), number) {
                    (Some(own), Some(number)) => relation.holds(own, number),
                    // A code that is no number equals none, and is neither more nor less.
                    _ => relation == Relation::NotEqual,
                },
            }),
            Values::Several { must, most, .. } => {
                if let (Relation::Equal, Value::Text(text)) = (relation, value) {
                    must.extend(text.split_whitespace().map(str::to_owned));
                    *most = most.min(text.split_whitespace().count() as f64);
                }
            }
            Values::Number { low, high, open, not, .. } => {
                let Some(number) = number else { return };
                let mut raise = |to: f64, strict: bool| {
                    if to > *low || (to == *low && strict) {
                        (*low, open[0]) = (to, strict);
                    }
                };
                match relation {
                    Relation::Greater => raise(number, true),
                    Relation::GreaterOrEqual | Relation::Equal => raise(number, false),
                    _ => {}
                }
                let mut lower = |to: f64, strict: bool| {
                    if to < *high || (to == *high && strict) {
                        (*high, open[1]) = (to, strict);
                    }
                };
                match relation {
                    Relation::Less => lower(number, true),
                    Relation::LessOrEqual | Relation::Equal => lower(number, false),
                    Relation::NotEqual => not.push(number),
                    _ => {}
                }
            }
            Values::Free { is, not } => {
                let text = match value {
                    Value::Text(text) => text.clone(),
                    _ => number.map(|number| number.to_string()).unwrap_or_default(),
                };
                match (relation, &is) {
                    // Two different texts at once; numbers may be written in several ways.
                    (Relation::Equal, Some(known)) if *known != text && number.is_none() => {
                        not.insert(known.clone());
                    }
                    (Relation::Equal, None) => *is = Some(text),
                    (Relation::NotEqual, _) => {
                        not.insert(text);
                    }
                    _ => {}
                }
            }
        }
    }
}
