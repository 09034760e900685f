//! A submission gone through again: everything is computed anew from the answers in it, and every difference and breach is listed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::definition::{Kind, Metadata};
use crate::expression::{Moment, parse_number};
use crate::xform::xml;

use super::compile::{Aspect, DataType, Form, Role};
use super::state::{Cell, Interview, Surroundings, read_value};
use super::stock;

/// Something in a submission that does not agree with the form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The element: `/data/roster[2]/age`.
    pub path: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
}

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It is no XML, or its root is not the form's; why.
    Unreadable(String),
    /// It is of another form: its identifier.
    OtherForm(String),
    /// It is of another version of the form: its version.
    OtherVersion(String),
    /// The form has no such element, or has it only once.
    Unknown,
    /// The value is none of the question's type.
    NotAValue(String),
    /// These codes are not on offer for the answers given.
    NotOffered(Vec<String>),
    /// There is a value though the question is not asked for the answers given.
    NotAsked(String),
    /// A required answer is not there.
    Missing,
    /// The value breaks the condition of the question.
    Breaks(String),
    /// The value breaks the condition that an interviewer can confirm.
    Doubtful(String),
    /// The value differs from the computed one: as sent, as computed.
    Computed(String, String),
    /// There are more or fewer instances of a repeat than its count says: as sent, as computed.
    Count(usize, usize),
    /// An expression has no value for these answers; why.
    NotComputed(String),
}

/// Goes through a submission. The surroundings' time zone and the instant are those with which expressions of today and now are
/// computed; values that follow from the moment or from chance are taken as they were sent.
pub fn revalidate(
    form: &Arc<Form>,
    submission: &[u8],
    surroundings: &Surroundings,
    at: Moment,
) -> Vec<Difference> {
    let whole = |kind| vec![Difference { path: "/".to_owned(), kind }];
    let root = match xml::read(submission) {
        Ok(root) => root,
        Err(fault) => return whole(DifferenceKind::Unreadable(stock::said(&fault))),
    };
    let mut differences = Vec::new();
    let root_path = form.tree.path(0);
    let mut say = |path: String, kind| differences.push(Difference { path, kind });
    let id = root.get("id").unwrap_or_default();
    if id != form.form_id() {
        say(root_path.clone(), DifferenceKind::OtherForm(id.to_owned()));
    }
    let version = root.get("version").unwrap_or_default();
    if version != form.version() {
        say(root_path, DifferenceKind::OtherVersion(version.to_owned()));
    }
    let mut interview = Interview::blank(Arc::clone(form), surroundings.clone(), at);
    let mut strange = Vec::new();
    interview.take_element(0, &root, &mut |interview, around, element| {
        strange.push(format!("{}/{}", interview.path(around), element.name));
    });
    for path in strange {
        if !is_clients_own(&path) {
            say(path, DifferenceKind::Unknown);
        }
    }
    interview.begun();
    let cells = interview.cells_in_order();
    let sent: Vec<String> = cells.iter().map(|cell| interview.cells.get(*cell).text.clone()).collect();
    interview.freeze();
    interview.compute_all();
    for ((repeat, around), (found, wanted)) in interview.counted() {
        let path = format!("{}/{}", interview.path(around), form.tree.get(repeat).name);
        say(path, DifferenceKind::Count(found, wanted));
    }
    for (cell, sent) in cells.iter().zip(sent) {
        for kind in interview.differences(*cell, sent) {
            say(interview.path(*cell), kind);
        }
    }
    for trouble in interview.troubles() {
        say(trouble.path, DifferenceKind::NotComputed(trouble.error.to_string()));
    }
    differences
}

/// What clients write of their own accord.
fn is_clients_own(path: &str) -> bool {
    let Some((around, name)) = path.rsplit_once('/') else { return false };
    around.ends_with("meta")
        && ["deprecatedID", "instanceID", "instanceName", "audit", "entity"].contains(&name)
}

impl Interview {
    fn differences(&self, cell: Cell, sent: String) -> Vec<DifferenceKind> {
        let form = &self.form;
        let content = self.cells.get(cell);
        let Role::Leaf(leaf) = &form.tree.get(content.form).role else { return Vec::new() };
        if !content.relevant {
            return if sent.is_empty() { Vec::new() } else { vec![DifferenceKind::NotAsked(sent)] };
        }
        let bind = &form.binds[content.form as usize];
        let mut found = Vec::new();
        if bind.calculation.is_some() {
            if !same_value(&sent, &content.text) {
                found.push(DifferenceKind::Computed(sent, content.text.clone()));
            }
            return found;
        }
        if sent.is_empty() {
            if self.is_required(cell) {
                found.push(DifferenceKind::Missing);
            }
            return found;
        }
        let audit = leaf.question.kind == Kind::Metadata(Metadata::Audit);
        let read = self.with(|_, environment| read_value(&sent, leaf.data_type, environment));
        if read.is_none() && !audit {
            return vec![DifferenceKind::NotAValue(sent)];
        }
        if bind.choices.is_some() {
            let codes: Vec<&str> = match leaf.data_type {
                DataType::Codes => sent.split_whitespace().collect(),
                _ => vec![&sent],
            };
            if !self.are_offered(cell, codes.iter().copied()) {
                let strange =
                    codes.into_iter().filter(|code| !self.are_offered(cell, std::iter::once(*code)));
                found.push(DifferenceKind::NotOffered(strange.map(ToOwned::to_owned).collect()));
            }
        }
        if !self.is_valid(cell) {
            found.push(DifferenceKind::Breaks(sent));
        } else if self.is_doubtful(cell) {
            found.push(DifferenceKind::Doubtful(sent));
        }
        found
    }

    /// For counted repeats, by repeat and the cell around it, how many instances there are and how many there should be.
    fn counted(&self) -> BTreeMap<(u32, Cell), (usize, usize)> {
        let form = &self.form;
        let mut found = BTreeMap::new();
        for computation in &form.graph.computations {
            if computation.aspect != Aspect::Count {
                continue;
            }
            let mut around = Vec::new();
            self.cells.each_in_block(&form.tree, 0, form.tree.get(computation.node).parent, &mut |cell| {
                around.push(cell)
            });
            for cell in around.into_iter().filter(|cell| self.cells.get(*cell).relevant) {
                let wanted = self
                    .atom(computation.program, cell)
                    .map_or(0.0, |atom| self.with(|_, environment| atom.to_number(environment)));
                let wanted = if wanted >= 1.0 { wanted.floor() as usize } else { 0 };
                let instances = self.cells.instances(&form.tree, cell, computation.node);
                let asked =
                    instances.first().is_none_or(|first| self.cells.get(self.cells.block(*first).base).own);
                if instances.len() != wanted && asked {
                    found.insert((computation.node, cell), (instances.len(), wanted));
                }
            }
        }
        found
    }
}

/// The same text, or numbers that differ no more than engines write them differently.
fn same_value(a: &str, b: &str) -> bool {
    if a == b || (a.is_empty() && b == "NaN") {
        return true;
    }
    let truth = |text: &str| match text {
        "true" => Some(1.0),
        "false" => Some(0.0),
        text => Some(parse_number(text)).filter(|number| number.is_finite()).or_else(|| text.parse().ok()),
    };
    match (truth(a), truth(b)) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        _ => false,
    }
}
