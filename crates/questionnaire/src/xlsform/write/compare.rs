//! What differs between a questionnaire and what was read of it.

use sounding_survey::Place;

use crate::Fault;
use crate::definition::{ChoiceList, Item, Node, Questionnaire};

/// A fault for everything of `wanted` that `read` does not have as it is. Rows do not matter.
pub(super) fn differences(wanted: &Questionnaire, read: &Questionnaire) -> Vec<Fault> {
    let mut found = Found::default();
    let (wanted, read) = (without_rows(wanted), without_rows(read));
    found.say(wanted.settings == read.settings, "settings", "settings");
    found.say(wanted.languages == read.languages, "settings", "languages");
    found.items(&wanted.items, &read.items);
    found.lists(&wanted.lists, &read.lists);
    found.lists(&wanted.osm_tags, &read.osm_tags);
    found.say(wanted.attachments == read.attachments, "survey", "attachments");
    found.say(wanted.entities == read.entities, "entities", "entities");
    found.say(wanted.external_choices == read.external_choices, "external_choices", "external_choices");
    found.faults
}

/// The same without the rows that things stood in.
pub(crate) fn without_rows(questionnaire: &Questionnaire) -> Questionnaire {
    fn items_of(items: &mut [Item]) {
        for item in items {
            item.node_mut().row = 0;
            match item {
                Item::Question(_) => {}
                Item::Group(group) => items_of(&mut group.items),
                Item::Repeat(repeat) => items_of(&mut repeat.items),
            }
        }
    }
    let mut questionnaire = questionnaire.clone();
    items_of(&mut questionnaire.items);
    for list in questionnaire.lists.iter_mut().chain(&mut questionnaire.osm_tags) {
        list.choices.iter_mut().for_each(|choice| choice.row = 0);
    }
    questionnaire.attachments.iter_mut().for_each(|attachment| attachment.row = 0);
    questionnaire.entities.iter_mut().for_each(|entity| entity.row = 0);
    questionnaire
}

#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
}

impl Found {
    fn say(&mut self, same: bool, name: &str, what: &str) {
        if !same {
            self.faults
                .push(Fault::error("E-FORM-098", Place::default()).with("name", name).with("what", what));
        }
    }

    fn items(&mut self, wanted: &[Item], read: &[Item]) {
        for (at, item) in wanted.iter().enumerate() {
            let name = item.node().name.as_str();
            let Some(other) = read.get(at) else {
                self.say(false, name, "question");
                continue;
            };
            self.node(item.node(), other.node());
            match (item, other) {
                (Item::Question(one), Item::Question(other)) => {
                    self.say(one.kind == other.kind && one.options == other.options, name, "type");
                    self.say(one.parameters == other.parameters, name, "parameters");
                    self.say(one.ordered == other.ordered, name, "ordered");
                }
                (Item::Group(one), Item::Group(other)) => {
                    self.say(one.intent == other.intent, name, "intent");
                    self.items(&one.items, &other.items);
                }
                (Item::Repeat(one), Item::Repeat(other)) => {
                    self.say(one.count == other.count, name, "repeat_count");
                    self.items(&one.items, &other.items);
                }
                _ => self.say(false, name, "type"),
            }
        }
    }

    fn node(&mut self, one: &Node, other: &Node) {
        let name = one.name.as_str();
        for (what, same) in [
            ("name", one.name == other.name),
            ("label", one.label == other.label),
            ("short", one.short == other.short),
            ("hint", one.hint == other.hint),
            ("guidance_hint", one.guidance == other.guidance),
            ("relevant", one.relevant == other.relevant),
            ("constraint", one.constraint == other.constraint),
            ("constraint_message", one.constraint_message == other.constraint_message),
            ("required", one.required == other.required),
            ("required_message", one.required_message == other.required_message),
            ("readonly", one.read_only == other.read_only),
            ("calculation", one.calculation == other.calculation),
            ("default", one.default == other.default),
            ("trigger", one.trigger == other.trigger),
            ("appearance", one.appearance == other.appearance),
            ("bind::type", one.data_type == other.data_type),
            ("save_to", one.save_to == other.save_to),
            ("bind", one.bind_attributes == other.bind_attributes),
            ("body", one.body_attributes == other.body_attributes),
            ("instance", one.instance_attributes == other.instance_attributes),
            ("other columns", one.other_columns == other.other_columns),
        ] {
            self.say(same, name, what);
        }
    }

    fn lists(&mut self, wanted: &[ChoiceList], read: &[ChoiceList]) {
        for (at, list) in wanted.iter().enumerate() {
            let other = read.get(at);
            if other.is_none_or(|other| other.name != list.name || other.choices.len() != list.choices.len())
            {
                self.say(false, &list.name, "list");
                continue;
            }
            for (one, other) in list.choices.iter().zip(other.map_or(&[][..], |other| &other.choices)) {
                self.say(one == other, &format!("{} {}", list.name, one.code), "choice");
            }
        }
    }
}
