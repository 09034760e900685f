//! A questionnaire made ready for interviews: elements numbered, names found, every expression read, the order in which things follow
//! from one another, lists and attached data laid out with indexes. Done once; any number of interviews share it.

mod binds;
mod choices;
mod graph;
mod program;
mod reference;
mod tree;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use sounding_survey::{Place, Severity};

use crate::definition::{ChoiceSource, Item, LocalWords, NO_LANGUAGE, Options, Questionnaire};
use crate::expression::{Kind as Syntax, Names, parse};
use crate::faults::{Fault, sort_faults};
use crate::xform::write::{Spelled, spelled_out};

use super::stock::{self, Index, IndexKey, Stock};

pub(crate) use binds::{Bind, Condition, First};
pub(crate) use choices::{Choices, Labels, Order, Search};
pub(crate) use graph::{Aspect, Graph, counts_itself};
pub(crate) use program::{Compiler, ProgramId};
pub(crate) use reference::ByName;
pub(crate) use tree::{DataType, FormNode, NOTHING, Preload, Role, Tree, local, same_name};
pub use words::Media;
pub(crate) use words::{Piece, Said, Text, UNTRANSLATED, Wording, media, text_in};

/// Files beside a form, by name without folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A questionnaire made ready for interviews.
#[derive(Debug)]
pub struct Form {
    pub(crate) questionnaire: Arc<Questionnaire>,
    pub(crate) tree: Tree,
    pub(crate) names: Names,
    /// Name of each element, by its number.
    pub(crate) name_of: Vec<crate::expression::NameId>,
    /// For each element the names and numbers of the elements directly in it, in order of the names' numbers.
    pub(crate) children: Vec<Vec<(crate::expression::NameId, FormNode)>>,
    pub(crate) by_name: ByName,
    pub(crate) stock: Stock,
    pub(crate) indexes: BTreeMap<IndexKey, Index>,
    pub(crate) programs: Vec<program::Program>,
    pub(crate) binds: Vec<Bind>,
    pub(crate) words: Vec<Wording>,
    pub(crate) choices: Vec<Choices>,
    /// Values inserted in the labels of choices, by how they are written.
    pub(crate) choice_values: BTreeMap<String, ProgramId>,
    /// For each list the places in it in the order of their codes.
    codes: Vec<Vec<u32>>,
    pub(crate) entities: Vec<binds::EntityBind>,
    pub(crate) graph: Graph,
    /// For each expression, whether its value follows from the moment or from chance.
    pub(crate) fleeting: Vec<bool>,
    pub(crate) languages: Vec<String>,
    /// Whether texts stand by language, so that engines of XForms name the languages.
    pub(crate) named: bool,
    pub(crate) hash: String,
}

impl Form {
    /// Makes a questionnaire ready. Everything that is wrong is said at once; there is no form when anything is an error.
    pub fn compile(questionnaire: &Questionnaire, files: &Files) -> (Option<Form>, Vec<Fault>) {
        Form::compile_shared(&Arc::new(questionnaire.clone()), files)
    }

    /// The same for a questionnaire that is shared, which the form then holds without a copy.
    pub fn compile_shared(shared: &Arc<Questionnaire>, files: &Files) -> (Option<Form>, Vec<Fault>) {
        let questionnaire = &**shared;
        let mut faults = Vec::new();
        let mut names = Names::new();
        let mut stock = Stock::default();
        let spelled = spelled_out(questionnaire);
        let tree = Tree::new(questionnaire, &spelled);
        if tree.too_deep {
            let place = Place::default().sheet("survey");
            faults.push(Fault::error("E-EXPR-061", place).with("limit", tree::DEPTH_LIMIT.to_string()));
        }
        add_lists(questionnaire, &spelled.with_other, &mut names, &mut stock);
        add_attachments(questionnaire, files, &mut names, &mut stock, &mut faults);
        // `${last-saved#name}` is blank where no record was saved before.
        if stock.document(reference::LAST_SAVED).is_none() {
            stock.add_empty(reference::LAST_SAVED, &mut names);
        }
        let mut by_name = ByName::new();
        for number in 1..tree.nodes.len() as FormNode {
            by_name.entry(tree.get(number).name.clone()).or_default().push(number);
        }
        let name_of: Vec<_> = tree.nodes.iter().map(|node| names.intern(&node.name)).collect();
        let children = tree.nodes.iter().map(|node| {
            let mut children: Vec<_> =
                node.children.iter().map(|child| (name_of[*child as usize], *child)).collect();
            children.sort_unstable();
            children
        });
        let children = children.collect();
        let mut compiler = Compiler::new(questionnaire, &tree, &by_name, &stock, names, faults);
        let named = !spelled.languages.is_empty();
        let languages = languages(questionnaire, &spelled);
        let binds = binds::compile(&mut compiler);
        let words = words::compile(&mut compiler, &languages);
        let (choices, binds) = choices::compile(&mut compiler, binds);
        let choice_values = words::choice_values(&mut compiler);
        let entities = binds::entities(&mut compiler);
        let graph = graph::build(&mut compiler, &binds, &choices);
        let Compiler { programs, names, mut faults, .. } = compiler;
        let indexes = program::indexes(&programs, &stock, &names);
        sort_faults(&mut faults);
        if faults.iter().any(|fault| fault.severity == Severity::Error) {
            return (None, faults);
        }
        let codes = questionnaire.lists.iter().map(|list| {
            let mut places: Vec<u32> = (0..list.choices.len() as u32).collect();
            places.sort_by_key(|place| (list.choices[*place as usize].code.as_str(), *place));
            places
        });
        let codes = codes.collect();
        let fleeting = programs.iter().map(program::Program::is_fleeting).collect();
        let form = Form {
            fleeting,
            hash: hash(questionnaire),
            codes,
            questionnaire: Arc::clone(shared),
            tree,
            names,
            name_of,
            children,
            by_name,
            stock,
            indexes,
            programs,
            binds,
            words,
            choices,
            choice_values,
            entities,
            graph,
            languages,
            named,
        };
        (Some(form), faults)
    }

    /// The place of a code in a list; of one that stands twice the first.
    pub(crate) fn place_of(&self, list: u32, code: &str) -> Option<u32> {
        let choices = &self.questionnaire.lists[list as usize].choices;
        let places = &self.codes[list as usize];
        let from = places.partition_point(|place| choices[*place as usize].code.as_str() < code);
        places.get(from).copied().filter(|place| choices[*place as usize].code == code)
    }

    /// The questionnaire as it was given.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// Languages as written, in order; one without a name where the form has no languages.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// A short text that differs when anything in the questionnaire differs.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The identifier that submissions carry.
    pub fn form_id(&self) -> &str {
        self.questionnaire.settings.form_id.as_deref().unwrap_or("data")
    }

    /// The version that submissions carry; blank where the form has none.
    pub fn version(&self) -> &str {
        self.questionnaire.settings.version.as_deref().unwrap_or_default()
    }

    /// The title in a language.
    pub fn title(&self, language: &str) -> String {
        let text = self.questionnaire.settings.title.text(language);
        text.map_or_else(|| self.form_id().to_owned(), ToString::to_string)
    }

    /// The language of texts that name none.
    pub(crate) fn language_of_plain(&self) -> &str {
        self.questionnaire.settings.default_language.as_deref().unwrap_or(NO_LANGUAGE)
    }

    /// The place in the list of the language shown first; the first where the form says nothing that is known. That of texts without a
    /// language comes first only where they are labels: pictures alone do not make a language in which anybody can be asked.
    pub(crate) fn default_language(&self) -> usize {
        let wanted = self.language_of_plain();
        let has_text = |words: &LocalWords| words.text.is_some();
        let in_both = |template: &tree::Template| {
            let words = &template.node.label.by_language;
            words.get(NO_LANGUAGE).is_some_and(has_text)
                && words.values().filter(|one| has_text(one)).count() > 1
        };
        let named = wanted == NO_LANGUAGE && !self.tree.nodes.iter().any(in_both);
        let is_first = |known: &String| if named { known != NO_LANGUAGE } else { known == wanted };
        self.languages.iter().position(is_first).unwrap_or(0)
    }
}

/// Those in which texts stand; one without a name where there are none. Beside texts with a language those without one are a
/// language of their own, as in the XForm.
fn languages(questionnaire: &Questionnaire, spelled: &Spelled) -> Vec<String> {
    let found = if spelled.languages.is_empty() { &questionnaire.languages } else { &spelled.languages };
    if found.is_empty() { vec![NO_LANGUAGE.to_owned()] } else { found.clone() }
}

/// SHA-256 of all that the questionnaire says. The debugging form is stable for one version of the program, and a version names itself.
fn hash(questionnaire: &Questionnaire) -> String {
    use std::fmt::Write;
    struct Hashing(Sha256);
    impl Write for Hashing {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut hashing = Hashing(Sha256::new());
    // Writing into a hash cannot fail.
    let _ = write!(hashing, "{}", env!("CARGO_PKG_VERSION"));
    let _ = write!(hashing, "{:?}{:?}", questionnaire.settings, questionnaire.items);
    for list in &questionnaire.lists {
        let _ = write!(hashing, "{}", list.name);
        for choice in &list.choices {
            let _ = write!(hashing, "\u{1}{}\u{2}", choice.code);
            for (language, words) in &choice.label.by_language {
                let _ = write!(hashing, "{language}\u{5}");
                if let Some(text) = &words.text {
                    let _ = write!(hashing, "{text}\u{6}");
                }
            }
            for (column, value) in &choice.columns {
                let _ = write!(hashing, "{column}\u{3}{value}\u{4}");
            }
        }
    }
    let _ = write!(hashing, "{:?}{:?}", questionnaire.attachments, questionnaire.entities);
    hashing.0.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn add_lists(questionnaire: &Questionnaire, other: &BTreeSet<String>, names: &mut Names, stock: &mut Stock) {
    let (code, label, itext) = (names.intern("name"), names.intern("label"), names.intern("itextId"));
    for list in &questionnaire.lists {
        let translated = list.choices.iter().any(|choice| {
            choice.label.by_language.keys().any(|language| language != NO_LANGUAGE)
                || choice.label.by_language.values().any(|words| {
                    words.image.is_some()
                        || words.audio.is_some()
                        || words.text.as_ref().is_some_and(crate::definition::Message::has_values)
                })
        });
        let labels: Vec<String> = list
            .choices
            .iter()
            .enumerate()
            .map(|(place, choice)| match choice.label.text(NO_LANGUAGE) {
                _ if translated => format!("{}-{place}", list.name),
                Some(text) => text.to_string(),
                None => String::new(),
            })
            .collect();
        let columns: BTreeMap<&str, stock::Name> = list
            .choices
            .iter()
            .flat_map(|choice| &choice.columns)
            .map(|(column, _)| (column.as_str(), names.intern(column)))
            .collect();
        let mut rows: Vec<Vec<stock::Cell<'_>>> = Vec::with_capacity(list.choices.len() + 1);
        for (choice, text) in list.choices.iter().zip(&labels) {
            let mut row = Vec::with_capacity(choice.columns.len() + 2);
            row.push((code, choice.code.as_str()));
            if !text.is_empty() {
                row.push((if translated { itext } else { label }, text.as_str()));
            }
            let kept = choice
                .columns
                .iter()
                .filter_map(|(column, text)| Some((*columns.get(column.as_str())?, text.as_str())));
            row.extend(kept);
            rows.push(row);
        }
        if other.contains(list.name.as_str()) && list.choices.iter().all(|choice| choice.code != "other") {
            rows.push(vec![(code, "other"), (label, "Other")]);
        }
        stock.add_table(&list.name, names, rows.into_iter());
    }
    let Some(table) = &questionnaire.external_choices else { return };
    let columns: Vec<stock::Name> = table.columns.iter().map(|column| names.intern(column)).collect();
    let rows: Vec<Vec<stock::Cell<'_>>> = table
        .rows
        .iter()
        .map(|row| columns.iter().copied().zip(row.iter().map(String::as_str)).collect())
        .collect();
    stock.add_table(choices::EXTERNAL, names, rows.into_iter());
}

/// Names of the files that a form needs beside itself, without folder, in order of first mention.
pub fn files_named(questionnaire: &Questionnaire) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for (_, source, _) in sources(questionnaire) {
        let file = source.rsplit('/').next().unwrap_or(&source).to_owned();
        if !source.starts_with("jr://instance") && !named.contains(&file) {
            named.push(file);
        }
    }
    named
}

/// Instance, source and row of every file that the form names: attachments, choices from files, tables of `pulldata` and `search`.
fn sources(questionnaire: &Questionnaire) -> Vec<(String, String, u64)> {
    let mut wanted: Vec<(String, String, u64)> = Vec::new();
    for attachment in &questionnaire.attachments {
        wanted.push((attachment.name.clone(), attachment.source.clone(), attachment.row));
    }
    let mut table = |instance: &str, name: &str, row: u64| {
        wanted.push((instance.to_owned(), format!("jr://file-csv/{name}.csv"), row));
    };
    let mut from_files: Vec<(String, String, u64)> = Vec::new();
    questionnaire.walk(&mut |item, _| {
        let node = item.node();
        if let Item::Question(question) = item
            && let Some(Options { source: ChoiceSource::File(file), .. }) = &question.options
        {
            let name = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name);
            from_files.push((name.to_owned(), format!("jr://file/{file}"), node.row));
        }
        let written = [
            &node.relevant,
            &node.constraint,
            &node.required,
            &node.read_only,
            &node.calculation,
            &node.default,
            &node.appearance,
        ];
        for expression in written.into_iter().flatten() {
            tables_of(expression, &mut |instance, name| table(instance, name, node.row));
        }
    });
    wanted.extend(from_files);
    wanted
}

/// Adds every file that the form names.
fn add_attachments(
    questionnaire: &Questionnaire,
    files: &Files,
    names: &mut Names,
    stock: &mut Stock,
    faults: &mut Vec<Fault>,
) {
    for (name, source, row) in sources(questionnaire) {
        if stock.document(&name).is_some() {
            continue;
        }
        let file = source.rsplit('/').next().unwrap_or(&source);
        if source.starts_with("jr://instance") {
            stock.add_empty(&name, names);
            continue;
        }
        let place = Place::default().sheet("survey");
        let place = if row > 0 { place.line(row) } else { place };
        let Some(bytes) = files.get(file) else {
            faults.push(Fault::warning("W-EXPR-062", place).with("file", file));
            stock.add_empty(&name, names);
            continue;
        };
        if let Err(reason) = stock::attach(stock, names, &name, file, bytes) {
            faults.push(Fault::error("E-EXPR-063", place).with("file", file).with("reason", reason));
        }
    }
}

/// The instances and names of tables in `pulldata('name', …)` and `search('name')`.
fn tables_of(written: &str, see: &mut dyn FnMut(&str, &str)) {
    if !written.contains("pulldata") && !written.contains("search") {
        return;
    }
    let written = choices::search_call(written).unwrap_or(written);
    let Ok(expression) = parse(written) else { return };
    expression.walk(&mut |part| {
        if let Syntax::Call(call) = &part.kind
            && (call.name == "pulldata" || call.name == "search")
            && let Some(Syntax::Text(name)) = call.arguments.first().map(|argument| &argument.kind)
        {
            // A searched table may have the name of the list that it replaces.
            if call.name == "search" {
                see(&choices::searched_instance(name), name);
            } else {
                see(name, name);
            }
        }
    });
}
