//! The primary instance: the answers before anything was answered.

use crate::definition::Question;

use super::tree::{At, Sort};
use super::{Form, Writer, lexer};

impl Form<'_> {
    pub(super) fn primary(&self, writer: &mut Writer) {
        let settings = &self.questionnaire.settings;
        let root = &self.tree.nodes[0];
        writer.start(&root.name);
        for (name, value) in &settings.attributes {
            if name != "id" && name != "version" {
                self.attribute(writer, name, value, None);
            }
        }
        self.attribute(writer, "id", self.form_id(), None);
        let further = [
            ("xmlns", &settings.instance_xmlns),
            ("version", &settings.version),
            ("odk:prefix", &settings.prefix),
            ("odk:delimiter", &settings.delimiter),
        ];
        for (name, value) in further {
            if let Some(value) = value {
                writer.attribute(name, value);
            }
        }
        self.inside(writer, 0, false, false);
        writer.end();
    }

    /// What is in a node. Each repeat is preceded by its template, except within the first instance of another one, where the
    /// template of the outer one serves; within a template, a repeat directly in another one is its own template.
    fn inside(&self, writer: &mut Writer, at: At, in_instance: bool, in_template: bool) {
        for child in &self.tree.nodes[at].children {
            match &self.tree.nodes[*child].sort {
                Sort::Repeat(_) if in_template => self.template(writer, *child),
                Sort::Repeat(_) if !in_instance => {
                    self.template(writer, *child);
                    self.element(writer, *child, true);
                }
                Sort::Leaf(leaf) => {
                    if !self.tree.nodes[*child].name.starts_with('@') {
                        writer.leaf(&self.tree.nodes[*child].name, &leaf.value);
                    }
                }
                _ => self.element(writer, *child, in_instance),
            }
        }
    }

    fn template(&self, writer: &mut Writer, at: At) {
        writer.start(&self.tree.nodes[at].name);
        writer.attribute("jr:template", "");
        self.inside(writer, at, false, true);
        writer.end();
    }

    fn element(&self, writer: &mut Writer, at: At, in_instance: bool) {
        let here = &self.tree.nodes[at];
        let node = self.node_of(at);
        writer.start(&here.name);
        for child in &here.children {
            let child = &self.tree.nodes[*child];
            if let (Sort::Leaf(leaf), Some(name)) = (&child.sort, child.name.strip_prefix('@')) {
                writer.attribute(name, &leaf.value);
            }
        }
        for (name, value) in node.map(|node| &node.instance_attributes).into_iter().flatten() {
            let value = self.resolve_at(value, at, node);
            self.attribute(writer, name, &value, node);
        }
        match &here.sort {
            Sort::Question(question) => {
                if let Some(value) = first_value(question) {
                    self.check_characters(value, node);
                    writer.text(value);
                }
            }
            _ => self.inside(writer, at, in_instance, false),
        }
        writer.end();
    }
}

/// The first value where it is a text; an expression is computed when the interview begins.
pub(super) fn first_value(question: &Question) -> Option<&str> {
    let default = question.node.default.as_deref()?;
    (!lexer::is_dynamic(default, question.kind)).then_some(default)
}
