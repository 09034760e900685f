//! What a questionnaire is, as its author defined it: questions, groups and repeats in order, the lists they choose from, texts
//! in any number of languages, and settings. Immutable once read; the same whether it came from XLSForm or from an XForm.
//!
//! Expressions and texts are kept as written, with `${name}` for another question's answer. Reading checks the form of things;
//! whether references lead anywhere is said when the questionnaire is compiled for interviews.

mod choice;
mod codebook;
mod entity;
mod item;
mod kind;
mod settings;
mod words;

pub use choice::{Choice, ChoiceList, ChoiceSource, ExternalChoices, Options};
pub use entity::Entity;
pub use item::{Group, Item, Node, Question, Repeat};
pub use kind::{Kind, Metadata};
pub use settings::Settings;
pub(crate) use words::language_of;
pub use words::{LocalWords, Message, NO_LANGUAGE, Part, Words};

/// The whole questionnaire.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Questionnaire {
    /// Title, identifier, version, languages and what servers and clients are told.
    pub settings: Settings,
    /// Languages as written (`Tiếng Việt (vi)`), in order of first use, without [`NO_LANGUAGE`].
    pub languages: Vec<String>,
    /// Questions, groups and repeats in order.
    pub items: Vec<Item>,
    /// Choice lists in order of first row.
    pub lists: Vec<ChoiceList>,
    /// Files of data that the form reads beside itself, in order of declaration.
    pub attachments: Vec<Attachment>,
    /// What the form creates or updates in lists of entities.
    pub entities: Vec<Entity>,
    /// Choices that a client looks up in a table of its own (`select_one_external`).
    pub external_choices: Option<ExternalChoices>,
    /// Tags of OpenStreetMap questions, by the name of their list.
    pub osm_tags: Vec<ChoiceList>,
}

/// A file of data beside the form, visible to expressions as `instance('name')`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Row in the survey sheet, counted from 1; 0 where it did not come from a sheet.
    pub row: u64,
    /// Identifier of the instance.
    pub name: String,
    /// Where it is: `jr://file-csv/villages.csv`, `jr://file/villages.xml`, `jr://instance/last-saved`.
    pub source: String,
}

impl Questionnaire {
    /// The list of that name.
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// Every item, groups before what is in them, with the path of the groups and repeats around it (outermost first).
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Item, &[&'a Item])) {
        fn inside<'a>(
            items: &'a [Item],
            around: &mut Vec<&'a Item>,
            visit: &mut dyn FnMut(&'a Item, &[&'a Item]),
        ) {
            for item in items {
                visit(item, around);
                around.push(item);
                inside(item.items(), around, visit);
                around.pop();
            }
        }
        inside(&self.items, &mut Vec::new(), visit);
    }
}
