//! Names of questions, groups and repeats.

use super::Walk;
use super::kinds::Type;
use super::row::Written;
use crate::definition::Kind;
use crate::xlsform::references::is_xml_name;

impl Walk<'_> {
    /// Checks the name of a row and counts it. A note without a name gets one.
    pub(super) fn name(&mut self, written: &mut Written, found: &Type) {
        let row = written.node.row;
        if !written.has_name {
            if matches!(found, Type::Plain(plain) if plain.kind == Kind::Note) {
                written.node.name = format!("generated_note_name_{row}");
            } else {
                // Where the sheet has no such column at all, that is said once.
                if self.table.has("name") {
                    self.error("E-FORM-008", row, "name", &[]);
                } else if !std::mem::replace(&mut self.no_names, true) {
                    self.error("E-FORM-004", 1, "name", &[("head", "name")]);
                }
                return;
            }
        }
        let name = written.node.name.clone();
        if !is_xml_name(&name) {
            self.error("E-FORM-009", row, "name", &[("name", &name)]);
            return;
        }
        *self.survey.names.entry(name.clone()).or_default() += 1;
        let number = self.open.number();
        let inner = self.open.inner();
        let lower = name.to_lowercase();
        let same = !inner.names.insert(name.clone());
        let alike = !inner.lower.insert(lower);
        if name == "meta" {
            self.error("E-FORM-054", row, "name", &[]);
        } else if same {
            self.error("E-FORM-017", row, "name", &[("name", &name)]);
        } else if alike {
            self.reading.warning("W-FORM-008", (self.table, row, "name"), &[("name", &name)]);
        }
        if matches!(found, Type::Begin(..)) {
            return;
        }
        match self.question_names.get(&name) {
            None => {
                self.question_names.insert(name, (row, number));
            }
            Some(&(first, container)) if container != number => {
                let values = [("name", name.as_str()), ("row", &first.to_string())];
                self.reading.warning("W-FORM-021", (self.table, row, "name"), &values);
            }
            Some(_) => {}
        }
    }
}
