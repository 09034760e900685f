//! Questions that choose.

use super::kinds::Select;
use super::parameters::Parameters;
use super::row::Written;
use super::{TableList, Walk};
use crate::definition::{ChoiceSource, Kind, Options};
use crate::xlsform::references::any;

/// Ends of the names of files that choices may come from.
const FILES: [&str; 3] = [".xml", ".csv", ".geojson"];

/// Whether a list is a file of choices.
pub(crate) fn is_file(list: &str) -> bool {
    FILES.iter().any(|end| list.strip_suffix(end).is_some_and(|stem| !stem.is_empty()))
}

impl Walk<'_> {
    pub(super) fn select(&mut self, select: Select, mut written: Written, parameters: Parameters) {
        let row = written.node.row;
        let Select { kind, list, from_file, or_other } = select;
        let file = is_file(&list);
        if from_file && !(file && list.matches('.').count() == 1) {
            self.error("E-FORM-027", row, "type", &[("file", &list)]);
        }
        let answers = any(&list);
        if kind == Kind::SelectOneExternal {
            self.external_list(&list, &written);
        } else if !file && !answers && !from_file {
            self.check_list(&list, row);
        }
        if or_other {
            self.survey.or_other = true;
            if written.choice_filter.is_some() {
                self.error("E-FORM-025", row, "choice_filter", &[]);
            }
            if file || answers || kind == Kind::SelectOneExternal {
                self.error("E-FORM-026", row, "type", &[]);
            }
        }
        let data_type =
            written.node.data_type.clone().filter(|kind| !matches!(kind.as_str(), "string" | "odk:rank"));
        if let (Some(data_type), true) = (data_type, kind != Kind::SelectOneExternal) {
            self.error("E-FORM-071", row, "bind::type", &[("kind", &data_type)]);
        }
        self.in_table(&list, &written);
        let source = if file {
            ChoiceSource::File(list)
        } else if answers {
            self.answers.push((row, list.clone()));
            ChoiceSource::Answers(list)
        } else {
            ChoiceSource::List(list)
        };
        let options = Options { source, filter: written.choice_filter.take(), or_other };
        self.question(kind, Some(options), written, parameters, false);
    }

    /// Says where the sheet `choices` has no such list.
    pub(super) fn check_list(&mut self, list: &str, row: u64) {
        if self.context.list(list).is_some() {
            return;
        }
        let near = self.reading.near(list, self.context.by_name.keys().copied());
        let sheet = if self.context.lists.is_empty() { self.context.book.misspelt("choices") } else { None };
        let values = [("list", list), ("near", near), ("sheet", sheet.unwrap_or("none"))];
        self.error("E-FORM-012", row, "type", &values);
    }

    fn external_list(&mut self, list: &str, written: &Written) {
        let row = written.node.row;
        if written.choice_filter.is_none() {
            self.error("E-FORM-062", row, "choice_filter", &[]);
        }
        match &self.context.external {
            None => {
                let sheet = self.context.book.misspelt("external_choices").unwrap_or("none");
                self.error("E-FORM-028", row, "type", &[("sheet", sheet)]);
            }
            Some(lists) if !lists.contains(list) => {
                let near = self.reading.near(list, lists.iter().map(String::as_str));
                self.error("E-FORM-029", row, "type", &[("list", list), ("near", near)]);
            }
            Some(_) => {}
        }
    }

    /// The questions of a table of lists all choose from the same.
    fn in_table(&mut self, list: &str, written: &Written) {
        let row = written.node.row;
        match &self.table_list {
            TableList::First => {
                self.table_list = TableList::Of(list.to_owned());
                if written.choice_filter.is_some() {
                    self.error("E-FORM-060", row, "choice_filter", &[]);
                }
            }
            TableList::Of(first) if first != list => {
                let first = first.clone();
                self.error("E-FORM-059", row, "type", &[("list", list), ("first", &first)]);
            }
            TableList::Of(_) | TableList::No => {}
        }
    }
}
