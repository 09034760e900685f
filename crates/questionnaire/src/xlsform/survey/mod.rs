//! The sheet `survey`: rows in order into questions, groups and repeats.

mod containers;
mod kinds;
mod loops;
mod names;
mod parameters;
mod questions;
mod range;
pub(super) mod row;
mod selects;
mod triggers;

use std::collections::{BTreeMap, BTreeSet};

use self::containers::Containers;
use self::kinds::Type;
pub(super) use self::kinds::usual_name;
pub(super) use self::parameters::Parameters;
use self::row::Written;
use super::heads::Table;
use super::reading::Reading;
use super::references::{self, Names};
use super::sheets::Book;
use crate::definition::{Attachment, ChoiceList, Item, Kind, Metadata};

/// What the rows may refer to.
pub(super) struct Context<'a> {
    pub(super) book: &'a Book,
    pub(super) lists: &'a [ChoiceList],
    /// Place in `lists` by name.
    pub(super) by_name: BTreeMap<&'a str, usize>,
    /// Names of the lists in the sheet `external_choices`, where there is one.
    pub(super) external: Option<BTreeSet<String>>,
    /// `None` where the sheet `osm` has no rows.
    pub(super) osm: Option<&'a [ChoiceList]>,
    /// Lists of entities that the form declares.
    pub(super) entities: BTreeSet<&'a str>,
    /// Name of the instance's root element.
    pub(super) root: String,
    pub(super) keep_spaces: bool,
}

impl<'a> Context<'a> {
    pub(super) fn list(&self, name: &str) -> Option<&'a ChoiceList> {
        self.by_name.get(name).map(|&at| &self.lists[at])
    }
}

/// An answer that is saved in an entity, or a name at its place; see the sheet `entities`.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) row: u64,
    /// Groups and repeats around it by number, the form itself (0) first.
    pub(super) path: Vec<u32>,
}

/// What the survey holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) items: Vec<Item>,
    pub(super) attachments: Vec<Attachment>,
    /// How often each name stands in the sheet.
    pub(super) names: Names,
    /// Settings written among the questions.
    pub(super) settings: Vec<(&'static str, String)>,
    /// `save_to` as written.
    pub(super) saves: Vec<(Place, String)>,
    /// Every name with its place.
    pub(super) places: Vec<(String, Place)>,
    /// Numbers of the containers that are repeats.
    pub(super) repeats: BTreeSet<u32>,
    /// Whether any question has the choice "other" added.
    pub(super) or_other: bool,
    /// Lists that questions use otherwise than to choose from.
    pub(super) tick_lists: BTreeSet<String>,
}

/// Reads the rows.
pub(super) fn read(table: &Table<'_>, context: &Context<'_>, reading: &mut Reading) -> Survey {
    let mut walk = Walk {
        table,
        context,
        reading,
        survey: Survey::default(),
        open: Containers::new(),
        repeat_names: BTreeSet::new(),
        question_names: BTreeMap::new(),
        triggers: Vec::new(),
        triggered: Vec::new(),
        audited: false,
        geometries: Vec::new(),
        table_list: TableList::No,
        answers: Vec::new(),
        no_names: false,
    };
    for row in &table.sheet.rows {
        let written = row::read(table, row, context.keep_spaces, walk.reading);
        walk.row(written);
    }
    walk.finish()
}

/// Whether the rows are those of a table, whose questions all choose from one list.
enum TableList {
    No,
    /// A table whose first question has not come.
    First,
    Of(String),
}

/// The state of the walk through the rows.
struct Walk<'a> {
    table: &'a Table<'a>,
    context: &'a Context<'a>,
    reading: &'a mut Reading,
    survey: Survey,
    open: Containers,
    repeat_names: BTreeSet<String>,
    /// Names of questions with the row and the container that each stands in first.
    question_names: BTreeMap<String, (u64, u32)>,
    /// Row and name of every trigger.
    triggers: Vec<(u64, String)>,
    /// Row and name of every question that has a trigger.
    triggered: Vec<(u64, String)>,
    /// Whether the log of events was asked for.
    audited: bool,
    /// Row and value of every `reference-geometry`.
    geometries: Vec<(u64, String)>,
    table_list: TableList,
    /// Row and text of every reference to answers that are chosen from.
    answers: Vec<(u64, String)>,
    /// Whether it was said that the sheet has no names.
    no_names: bool,
}

impl Walk<'_> {
    fn row(&mut self, mut written: Written) {
        if written.disabled.as_deref().and_then(row::yes) == Some(true) {
            return;
        }
        let row = written.node.row;
        let Some(kind) = written.kind.take() else {
            if written.has_name || written.has_label {
                self.error("E-FORM-005", row, "type", &[]);
            } else {
                self.reading.warning("W-FORM-006", (self.table, row, "type"), &[]);
            }
            return;
        };
        let found = kinds::parse(&kind);
        self.read_trigger(&mut written);
        let parameters = self.read_parameters(&written);
        match &found {
            Type::Plain(plain) if plain.kind == Kind::Metadata(Metadata::Audit) => {
                self.audit(written, parameters);
                return;
            }
            Type::Setting(name) => {
                if written.has_name {
                    self.survey.settings.push((*name, written.node.name));
                }
                return;
            }
            Type::End(container) => {
                if written.node.save_to.is_some() {
                    self.error("E-FORM-082", row, "save_to", &[]);
                }
                self.end(*container, row);
                return;
            }
            _ => {}
        }
        self.name(&mut written, &found);
        self.place(&written, matches!(found, Type::Begin(..)));
        match found {
            Type::Begin(container, list) => self.begin(container, list, written),
            Type::Select(select) => self.select(select, written, parameters),
            Type::Osm(list) => self.osm(list, written, parameters),
            Type::External(end) => self.external(end, &written),
            Type::Plain(plain) => self.plain(plain, written, parameters),
            Type::NoList => self.error("E-FORM-023", row, "type", &[("kind", &kind)]),
            _ => {
                let near = self.reading.near(&kind, kinds::names());
                self.error("E-FORM-007", row, "type", &[("kind", &kind), ("near", near)]);
            }
        }
    }

    fn error(&mut self, code: &'static str, row: u64, head: &str, values: &[(&'static str, &str)]) {
        self.reading.error(code, (self.table, row, head), values);
    }

    fn read_parameters(&mut self, written: &Written) -> Parameters {
        let text = written.parameters.as_deref().unwrap_or_default();
        parameters::parse(text).unwrap_or_else(|| {
            self.error("E-FORM-030", written.node.row, "parameters", &[("text", text)]);
            Parameters::new()
        })
    }

    /// The place of a name, and of what is saved in an entity.
    fn place(&mut self, written: &Written, begins: bool) {
        let place = Place { row: written.node.row, path: self.open.path() };
        if let Some(save_to) = &written.node.save_to {
            if begins {
                self.error("E-FORM-082", written.node.row, "save_to", &[]);
            } else {
                self.survey.saves.push((place.clone(), save_to.clone()));
            }
        }
        self.survey.places.push((written.node.name.clone(), place));
    }

    fn finish(mut self) -> Survey {
        while let Some((container, node)) = self.open.unfinished() {
            let values = [("container", container), ("name", node.name.as_str()), ("side", "begin")];
            self.reading.error("E-FORM-006", (self.table, node.row, "type"), &values);
            self.close();
        }
        self.survey.items = std::mem::take(&mut self.open.inner().items);
        self.check_geometries();
        // A file of data is no answer; its name counts only against others.
        for attachment in &self.survey.attachments {
            if self.survey.names.get(&attachment.name) == Some(&1) {
                self.survey.names.remove(&attachment.name);
            }
        }
        // The root of the instance has a name too.
        if let Some(count) = self.survey.names.get_mut(&self.context.root) {
            *count += 1;
        }
        for (row, text) in std::mem::take(&mut self.answers) {
            let cell = (self.table, row, "type");
            references::check_text(&text, cell, &self.survey.names, self.reading);
        }
        *self.survey.names.entry("instanceID".into()).or_default() += 1;
        self.check_triggers();
        self.survey
    }
}
