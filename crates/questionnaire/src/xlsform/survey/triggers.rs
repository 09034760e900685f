//! Triggers, and the lists of geometries that a map shows beside an answer.

use std::collections::BTreeSet;

use super::Walk;
use super::row::Written;
use crate::definition::{Item, Kind, Metadata};
use crate::xlsform::references::{Reference, references, single};
use crate::xlsform::sheets::start_of;

impl Walk<'_> {
    /// Reads `${a}, ${b}`.
    pub(super) fn read_trigger(&mut self, written: &mut Written) {
        let Some(text) = written.trigger.take() else { return };
        let row = written.node.row;
        if !text.contains("${") {
            self.error("E-FORM-065", row, "trigger", &[("reference", &start_of(&text))]);
            return;
        }
        for part in text.split(',') {
            for (at, reference) in references(part).enumerate() {
                match reference {
                    Reference::Malformed(whole) => {
                        self.error("E-FORM-065", row, "trigger", &[("reference", &start_of(whole))]);
                    }
                    Reference::Name { .. } if at > 0 => self.error("E-FORM-072", row, "trigger", &[]),
                    Reference::Name { name, .. } => {
                        self.triggered.push((row, written.node.name.clone()));
                        written.node.trigger.push(name.to_owned());
                        self.triggers.push((row, name.to_owned()));
                    }
                }
            }
        }
    }

    /// A trigger is a question that people answer.
    pub(super) fn check_triggers(&mut self) {
        let mut unseen = BTreeSet::new();
        let mut places = BTreeSet::new();
        silent(&self.survey.items, &mut unseen, &mut places);
        for (row, own) in std::mem::take(&mut self.triggered) {
            if self.survey.names.get(&own).is_some_and(|count| *count > 1) {
                self.error("E-FORM-067", row, "name", &[("name", &own)]);
            }
        }
        for (row, name) in std::mem::take(&mut self.triggers) {
            if !self.question_names.contains_key(&name) {
                let near =
                    self.reading.near(&name, self.question_names.keys().map(String::as_str)).to_owned();
                self.error("E-FORM-066", row, "trigger", &[("name", &name), ("near", &near)]);
            } else if unseen.contains(&name) && !places.contains(&row) {
                self.error("E-FORM-070", row, "trigger", &[("name", &name)]);
            }
        }
    }

    pub(super) fn check_geometries(&mut self) {
        for (row, target) in std::mem::take(&mut self.geometries) {
            let stem = |file: &str| file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
            let file = |attachment: &crate::definition::Attachment| stem(&attachment.name) == target;
            let known = self.context.list(&target).is_some()
                || self.context.entities.contains(target.as_str())
                || self.survey.attachments.iter().any(file)
                || from_files(&self.survey.items, &target)
                || single(&target).is_some_and(|name| self.repeat_names.contains(name));
            if !known {
                self.error("E-FORM-053", row, "parameters", &[("target", &target)]);
            }
        }
    }
}

/// Names of the questions that nobody sees, and rows of those that ask for the place in the background.
fn silent(items: &[Item], unseen: &mut BTreeSet<String>, places: &mut BTreeSet<u64>) {
    for item in items {
        if let Item::Question(question) = item {
            let node = &question.node;
            let computed = node.calculation.is_some() || !node.trigger.is_empty();
            if question.kind == Kind::Calculate || (computed && node.label.is_empty() && node.hint.is_empty())
            {
                unseen.insert(node.name.clone());
            }
            if question.kind == Kind::Metadata(Metadata::BackgroundGeopoint) {
                places.insert(node.row);
            }
        }
        silent(item.items(), unseen, places);
    }
}

/// Whether any question chooses from a file of that name, or from that list.
fn from_files(items: &[Item], name: &str) -> bool {
    use crate::definition::ChoiceSource;
    items.iter().any(|item| match item {
        Item::Question(question) => match question.options.as_ref().map(|options| &options.source) {
            Some(ChoiceSource::File(file)) => file.rsplit_once('.').is_some_and(|(stem, _)| stem == name),
            _ => false,
        },
        other => from_files(other.items(), name),
    })
}
