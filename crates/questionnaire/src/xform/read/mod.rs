//! Any XForm read back into a questionnaire. What a questionnaire cannot hold is said, never left out in silence.

mod actions;
mod choices;
mod controls;
mod folded;
mod items;
mod nodes;
mod paths;
mod settings;
mod texts;

use std::cell::RefCell;
use std::collections::BTreeMap;

use sounding_survey::{Place, Severity};

use crate::definition::{Group, Kind, Question, Questionnaire, Repeat};
use crate::faults::{Fault, sort_faults};

use super::write::{At, Tree};
use super::xml::{self, Element, XmlError, space};
use nodes::Info;
use texts::Itext;

pub(super) fn read(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let stop = |code, line: Option<u64>, values: &[(&'static str, String)]| {
        let place = Place { line, ..Place::file(file) };
        let fault =
            values.iter().fold(Fault::error(code, place), |fault, (name, value)| fault.with(name, value));
        (None, vec![fault])
    };
    let page = match xml::read(bytes) {
        Ok(page) => page,
        Err(XmlError::NotXml(line, said)) => return stop("E-XFORM-020", Some(line), &[("said", said)]),
        Err(XmlError::DocumentType(line)) => return stop("E-XFORM-021", Some(line), &[]),
        Err(XmlError::TooDeep(line)) => return stop("E-XFORM-022", Some(line), &[]),
        Err(XmlError::TooLarge) => return stop("E-XFORM-022", None, &[]),
    };
    let Some(parts) = Parts::find(&page) else { return stop("E-XFORM-023", Some(page.line), &[]) };
    // What a node is, for the tree: only which of the three it is counts.
    let shapes = Shapes {
        group: Group::default(),
        repeat: Repeat::default(),
        question: Question::new("", Kind::Text),
    };
    let mut reading = Reading::new(file, &page, &parts, &shapes);
    if reading.tree.is_too_large() {
        return stop("E-XFORM-022", None, &[]);
    }
    let questionnaire = reading.questionnaire(&page, &parts);
    let mut faults = reading.faults.into_inner();
    sort_faults(&mut faults);
    let stopped = faults.iter().any(|fault| fault.severity == Severity::Error);
    ((!stopped).then_some(questionnaire), faults)
}

/// The parts of the page.
struct Parts<'x> {
    head: &'x Element,
    model: &'x Element,
    /// The root of the primary instance.
    data: &'x Element,
    body: Option<&'x Element>,
}

impl<'x> Parts<'x> {
    fn find(page: &'x Element) -> Option<Parts<'x>> {
        let head = page.child("head").filter(|_| page.name == "html")?;
        let model = head.child("model")?;
        let data = model.child("instance")?.elements().next()?;
        Some(Parts { head, model, data, body: page.child("body") })
    }
}

struct Shapes {
    group: Group,
    repeat: Repeat,
    question: Question,
}

/// Everything known of the form while it is read.
struct Reading<'x> {
    file: &'x str,
    faults: RefCell<Vec<Fault>>,
    tree: Tree<'x>,
    /// For each node of the tree.
    nodes: Vec<Info<'x>>,
    /// Nodes by path.
    by_path: BTreeMap<String, At>,
    texts: Itext<'x>,
    /// Prefix of each name space, by address.
    prefixes: BTreeMap<String, String>,
    /// Paths stand between blanks of their own, as some writers put them.
    spaced: bool,
}

impl<'x> Reading<'x> {
    fn warn(&self, code: &'static str, element: &Element, values: &[(&'static str, &str)]) {
        self.say(Fault::warning(code, Place::file(self.file).line(element.line)), values);
    }

    fn error(&self, code: &'static str, element: &Element, values: &[(&'static str, &str)]) {
        self.say(Fault::error(code, Place::file(self.file).line(element.line)), values);
    }

    fn say(&self, fault: Fault, values: &[(&'static str, &str)]) {
        let fault = values.iter().fold(fault, |fault, (name, value)| fault.with(name, *value));
        self.faults.borrow_mut().push(fault);
    }

    fn new(file: &'x str, page: &'x Element, parts: &Parts<'x>, shapes: &'x Shapes) -> Reading<'x> {
        let mut reading = Reading {
            file,
            faults: RefCell::default(),
            tree: Tree::new(&parts.data.name),
            nodes: vec![Info::of(parts.data)],
            by_path: BTreeMap::new(),
            texts: Itext::default(),
            prefixes: settings::prefixes(page),
            spaced: false,
        };
        reading.texts = Itext::read(parts.model);
        let body = controls::scan(&reading, parts);
        reading.grow(parts.data, &body, shapes);
        reading.spaced = paths::are_spaced(parts.model);
        reading.attach(parts.model, body);
        reading
    }

    fn questionnaire(&mut self, page: &'x Element, parts: &Parts<'x>) -> Questionnaire {
        let mut questionnaire =
            Questionnaire { languages: self.texts.languages(), ..Questionnaire::default() };
        self.settings(page, parts, &mut questionnaire);
        let mut lists = self.lists(parts.model);
        questionnaire.items = self.items(&mut lists);
        self.meta(&mut questionnaire);
        choices::finish_lists(lists, parts.model, &mut questionnaire);
        folded::fold(&mut questionnaire);
        questionnaire
    }

    /// An attribute's name with the prefix that its name space has in what is written.
    fn name_of(&self, attribute: &xml::Attribute) -> String {
        if attribute.space.is_empty() {
            return attribute.written.clone();
        }
        let prefix = match &*attribute.space {
            space::JAVAROSA => "jr",
            space::ODK => "odk",
            space::OPENROSA => "orx",
            space::ENTITIES => "entities",
            space::XML => "xml",
            space::EVENTS => "ev",
            address => match self.prefixes.get(address) {
                Some(prefix) => prefix,
                None => return attribute.written.clone(),
            },
        };
        format!("{prefix}:{}", attribute.name())
    }
}
