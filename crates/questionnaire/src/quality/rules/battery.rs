//! Rows of items answered on one scale.
#![doc = include_str!("battery.md")]

use crate::Fault;
use crate::definition::{ChoiceSource, Item, Kind};
use crate::quality::form::{Form, at};

/// From so many items on their order matters.
const MANY: usize = 8;
/// From so many on people stop to tell them apart.
const TIRING: usize = 12;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    if draws_lots(form) {
        return long(form, found);
    }
    for run in runs(form).into_iter().filter(|run| (MANY..TIRING).contains(&run.len())) {
        report("W-QUALITY-090", &run, found);
    }
    long(form, found);
}

fn long(form: &Form<'_>, found: &mut Vec<Fault>) {
    for run in runs(form).into_iter().filter(|run| run.len() >= TIRING) {
        report("W-QUALITY-091", &run, found);
    }
}

fn report(code: &'static str, run: &[(&str, u64)], found: &mut Vec<Fault>) {
    let (Some((first, row)), Some((last, _))) = (run.first(), run.last()) else { return };
    found.push(
        Fault::warning(code, at("survey", *row, "type"))
            .with("question", *first)
            .with("last", *last)
            .with("count", run.len().to_string()),
    );
}

/// Whether the author moves anything by lot: then the order of items may be one of the things.
fn draws_lots(form: &Form<'_>) -> bool {
    form.questions.iter().any(|entry| {
        let calculation = entry.node().calculation.as_deref().unwrap_or_default();
        let order = calculation.contains("random(") || calculation.contains("randomize(");
        order
            && form.questions.iter().any(|other| {
                let relevant = other.node().relevant.as_deref().unwrap_or_default();
                relevant.contains(&format!("${{{}}}", entry.name())) && form.scale(other).is_some()
            })
    })
}

/// Runs of neighbouring questions of one group on one scale: name and row.
fn runs<'a>(form: &Form<'a>) -> Vec<Vec<(&'a str, u64)>> {
    let mut all = Vec::new();
    gather(form, &form.questionnaire.items, &mut all);
    all.retain(|run: &Vec<_>| run.len() >= MANY);
    all
}

fn gather<'a>(form: &Form<'a>, items: &'a [Item], all: &mut Vec<Vec<(&'a str, u64)>>) {
    let mut list: Option<&str> = None;
    let mut run = Vec::new();
    for item in items {
        let own = scale_list(form, item);
        if own != list || own.is_none() {
            all.push(std::mem::take(&mut run));
        }
        list = own;
        if own.is_some() {
            run.push((item.node().name.as_str(), item.node().row));
        }
        gather(form, item.items(), all);
    }
    all.push(run);
}

/// The list of a question that is answered on a scale.
fn scale_list<'a>(form: &Form<'a>, item: &'a Item) -> Option<&'a str> {
    let Item::Question(question) = item else { return None };
    match &question.options.as_ref()?.source {
        ChoiceSource::List(name) if question.kind == Kind::SelectOne => {
            form.scale_of(name).map(|_| name.as_str())
        }
        _ => None,
    }
}
