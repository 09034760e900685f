//! What holds of the form as a whole, and the data about the interview.

use std::collections::BTreeMap;

use crate::definition::{Entity, Kind, Metadata, Question, Questionnaire, Words};
use crate::xform::write::{At, OF_BIND, Sort};
use crate::xform::xml::{Element, space};

use super::{Parts, Reading};

/// Prefix of every name space that is declared anywhere, by address; known ones have their usual prefix.
pub(super) fn prefixes(page: &Element) -> BTreeMap<String, String> {
    fn collect(element: &Element, found: &mut BTreeMap<String, String>, taken: &mut Vec<String>) {
        for (prefix, address) in &element.declared {
            if !prefix.is_empty() && !address.is_empty() && !found.contains_key(&**address) {
                let mut name = prefix.clone();
                while taken.contains(&name) {
                    name.push('_');
                }
                taken.push(name.clone());
                found.insert(address.to_string(), name);
            }
        }
        element.elements().for_each(|inner| collect(inner, found, taken));
    }
    let known = space::OF_FORMS.into_iter().chain([("entities", space::ENTITIES), ("xml", space::XML)]);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = Vec::new();
    for (prefix, address) in known {
        found.insert(address.into(), prefix.into());
        taken.push(prefix.into());
    }
    collect(page, &mut found, &mut taken);
    found
}

/// Prefixes of a form that have nothing of the author's in them.
const USUAL: [&str; 9] = ["", "h", "ev", "xsd", "jr", "orx", "odk", "entities", "xml"];

impl<'x> Reading<'x> {
    pub(super) fn settings(&self, page: &Element, parts: &Parts<'x>, questionnaire: &mut Questionnaire) {
        let settings = &mut questionnaire.settings;
        let data = parts.data;
        settings.form_id = data.get("id").map(ToOwned::to_owned);
        let title = parts.head.child("title").map(|title| title.text().trim().to_owned()).unwrap_or_default();
        if !title.is_empty() && Some(&*title) != data.get("id") {
            settings.title = Words::plain("");
            settings.title.set(crate::definition::NO_LANGUAGE, &title);
        }
        settings.version = data.get("version").map(ToOwned::to_owned);
        settings.name = (data.name != "data").then(|| data.name.clone());
        settings.default_language.clone_from(&self.texts.default);
        settings.style = parts.body.and_then(|body| body.get("class")).map(ToOwned::to_owned);
        let declared = data.declared.iter().find(|(prefix, _)| prefix.is_empty());
        settings.instance_xmlns =
            declared.map(|(_, address)| address.to_string()).filter(|address| !address.is_empty());
        settings.prefix = data.get_in(space::ODK, "prefix").map(ToOwned::to_owned);
        settings.delimiter = data.get_in(space::ODK, "delimiter").map(ToOwned::to_owned);
        for attribute in &data.attributes {
            let name = self.name_of(attribute);
            if !["id", "version", "odk:prefix", "odk:delimiter", "jr:template"].contains(&&*name) {
                settings.attributes.push((name, attribute.value.clone()));
            }
        }
        let used = self.prefixes.iter().filter(|(_, prefix)| !USUAL.contains(&&***prefix));
        let mut order: Vec<(String, String)> =
            used.map(|(address, prefix)| (prefix.clone(), address.clone())).collect();
        // As they were declared on the page.
        let place = |prefix: &str| page.declared.iter().position(|(known, _)| known == prefix);
        order.sort_by_key(|(prefix, _)| place(prefix).unwrap_or(usize::MAX));
        settings.namespaces = order;
        if let Some(submission) = parts.model.child("submission") {
            settings.submission_url = submission.get("action").map(ToOwned::to_owned);
            settings.public_key = submission.get("base64RsaPublicKey").map(ToOwned::to_owned);
            settings.auto_send = submission.get_in(space::OPENROSA, "auto-send").map(ToOwned::to_owned);
            settings.auto_delete = submission.get_in(space::OPENROSA, "auto-delete").map(ToOwned::to_owned);
            settings.client_editable =
                submission.get_in(space::ODK, "client-editable").map(ToOwned::to_owned);
        }
    }

    /// Identifier and name of the interview, the log of events, and entities.
    pub(super) fn meta(&self, questionnaire: &mut Questionnaire) {
        let mut identified = false;
        let mut audit = None;
        for (at, here) in self.tree.nodes.iter().enumerate() {
            match &here.sort {
                Sort::Entity => questionnaire.entities.push(self.entity(at)),
                Sort::Question(_) if self.in_meta_of_root(at) => {
                    let info = &self.nodes[at];
                    match &*here.name {
                        "instanceID" => {
                            identified = true;
                            let preload = info.bind_in(space::JAVAROSA, "preload");
                            questionnaire.settings.instance_id =
                                preload.filter(|preload| *preload != "uid").map(ToOwned::to_owned);
                            let made = info.bind("calculate").filter(|made| !made.contains("uuid()"));
                            if made.is_some() {
                                self.warn("W-XFORM-006", info.line(), &[("name", &here.name)]);
                            }
                        }
                        "instanceName" => {
                            let name = info.bind("calculate").map(|name| self.named(name, Some(at), false));
                            questionnaire.settings.instance_name = name;
                        }
                        "audit" => audit = Some(self.audit(at)),
                        name => self.warn("W-XFORM-006", info.line(), &[("name", name)]),
                    }
                }
                Sort::Question(_) | Sort::Group(_) | Sort::Repeat(_) => {
                    let within =
                        here.parent.is_some_and(|around| matches!(self.tree.nodes[around].sort, Sort::Meta));
                    if within {
                        self.warn("W-XFORM-006", self.nodes[at].line(), &[("name", &here.name)]);
                    }
                }
                Sort::Root | Sort::Meta | Sort::Leaf(_) => {}
            }
        }
        if !identified {
            questionnaire.settings.omit_instance_id = Some("yes".into());
        }
        if let Some(audit) = audit {
            questionnaire.items.insert(0, crate::definition::Item::Question(audit));
        }
    }

    fn in_meta_of_root(&self, at: At) -> bool {
        self.tree.nodes[at].parent.is_some_and(|meta| {
            matches!(self.tree.nodes[meta].sort, Sort::Meta) && self.tree.nodes[meta].parent == Some(0)
        })
    }

    fn audit(&self, at: At) -> Question {
        let mut audit = Question::new("audit", Kind::Metadata(Metadata::Audit));
        let attributes = self.nodes[at].binds.iter().flat_map(|bind| &bind.attributes);
        for attribute in attributes {
            let name = self.name_of(attribute);
            if let Some((parameter, _)) = OF_BIND.iter().find(|(_, known)| *known == name) {
                audit.parameters.push(((*parameter).to_owned(), attribute.value.clone()));
            } else if !["nodeset", "type", "id"].contains(&&*name) {
                audit.node.bind_attributes.push((name, attribute.value.clone()));
            }
        }
        audit
    }

    fn entity(&self, at: At) -> Entity {
        let element = self.nodes[at].elements[0];
        let here = &self.tree.nodes[at];
        let computed = |name: &str| {
            let child = here.children.iter().copied().find(|child| self.tree.nodes[*child].name == name)?;
            let calculation = self.nodes[child].bind("calculate")?;
            Some(self.named(calculation, Some(child), false))
        };
        Entity {
            row: 0,
            list: element.get("dataset").unwrap_or_default().to_owned(),
            id: computed("@id").filter(|_| element.get("update").is_some()),
            create_if: computed("@create"),
            update_if: computed("@update"),
            label: computed("label"),
            repeat: None,
        }
    }
}
