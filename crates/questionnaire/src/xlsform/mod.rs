#![doc = include_str!("xlsform.md")]

mod choices;
mod entities;
mod entity_places;
mod external;
mod heads;
mod instances;
mod reading;
mod references;
mod settings;
mod sheets;
mod survey;
#[cfg(test)]
mod tests;
mod translations;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use self::heads::{CHOICES, ENTITIES, SETTINGS, SURVEY, Table};
use self::reading::Reading;
use self::sheets::xlsx::{LARGEST_INFLATED, Refusal};
use self::sheets::{Book, Sheet};
pub use self::write::{Format, cannot_say, write_markdown, write_xlsx};
use crate::Fault;
use crate::definition::{ChoiceList, ChoiceSource, Item, Kind, Questionnaire, Settings};

/// Reads a form of any format by the end of the file's name: `.xlsx`, `.xlsm`, `.csv`, `.md`. Where the name says nothing, what is
/// in the file decides. The questionnaire is there unless the file cannot be read or has no survey; with any fault that is an
/// error it must not be used for fieldwork.
pub fn read(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let end = file.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "xlsx" | "xlsm" => read_xlsx(bytes, file),
        "csv" => read_csv(bytes, file),
        "md" | "markdown" => match std::str::from_utf8(bytes) {
            Ok(text) => read_markdown(text, file),
            Err(_) => refused(file, "E-FORM-018"),
        },
        _ if bytes.starts_with(b"PK") => read_xlsx(bytes, file),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if sheets::markdown::looks_so(text) => read_markdown(text, file),
            Ok(text) if sheets::csv::looks_so(text) => read_csv(bytes, file),
            _ => refused(file, "E-FORM-018"),
        },
    }
}

/// Reads a workbook.
pub fn read_xlsx(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let mut reading = Reading::new(file);
    let place = sounding_survey::Place::file(file);
    match sheets::xlsx::grids(bytes) {
        Ok((grids, errors)) => {
            for (sheet, row, column, error) in errors {
                let cell = format!("{}{row}", sheets::letters(column));
                let place = reading.place(&sheet.to_lowercase(), row).column(cell);
                reading.push(Fault::warning("W-FORM-023", place).with("error", error));
            }
            whole(grids, reading)
        }
        Err(Refusal::Broken(cause)) => (None, vec![Fault::error("E-FORM-001", place).with("cause", cause)]),
        Err(Refusal::TooLarge) => {
            let limit = (LARGEST_INFLATED >> 20).to_string();
            (None, vec![Fault::error("E-FORM-002", place).with("limit", limit)])
        }
    }
}

/// Reads a form in one CSV file: the name of a sheet in the first column, its head and rows from the second column on.
pub fn read_csv(bytes: &[u8], file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    let grids = std::str::from_utf8(bytes)
        .map_err(|cause| cause.to_string())
        .and_then(|text| sheets::csv::grids(text).map_err(|cause| cause.to_string()));
    match grids {
        Ok(grids) => whole(grids, Reading::new(file)),
        Err(cause) => {
            let place = sounding_survey::Place::file(file);
            (None, vec![Fault::error("E-FORM-001", place).with("cause", cause)])
        }
    }
}

/// Reads a form written as tables of Markdown, as manuals and tests do:
///
/// ```
/// use sounding_questionnaire::xlsform::read_markdown;
///
/// let form = "
///     | survey |
///     |        | type    | name | label |
///     |        | integer | age  | Age   |
/// ";
/// let (questionnaire, faults) = read_markdown(form, "form.md");
/// assert_eq!(faults, []);
/// assert_eq!(questionnaire.unwrap().items[0].node().name, "age");
/// ```
pub fn read_markdown(text: &str, file: &str) -> (Option<Questionnaire>, Vec<Fault>) {
    whole(sheets::markdown::grids(text), Reading::new(file))
}

fn refused(file: &str, code: &'static str) -> (Option<Questionnaire>, Vec<Fault>) {
    (None, vec![Fault::error(code, sounding_survey::Place::file(file))])
}

fn whole(grids: Vec<sheets::Grid>, mut reading: Reading) -> (Option<Questionnaire>, Vec<Fault>) {
    let book = Book::new(grids, &mut reading);
    let questionnaire = questionnaire(&book, &mut reading);
    (questionnaire, reading.faults())
}

fn questionnaire(book: &Book, reading: &mut Reading) -> Option<Questionnaire> {
    let Some(survey_sheet) = book.sheet("survey") else {
        let near = book.misspelt("survey").unwrap_or("none").to_owned();
        let place = sounding_survey::Place::file(&reading.file);
        reading.push(Fault::error("E-FORM-003", place).with("near", near));
        return None;
    };
    for name in ["settings", "entities"] {
        if let (None, Some(near)) = (book.sheet(name), book.misspelt(name)) {
            let place = reading.sheet_place(near);
            reading.push(Fault::warning("W-FORM-002", place).with("sheet", name).with("near", near));
        }
    }
    let none = Sheet::default();
    let settings_sheet = settings::without_old_id(book.sheet("settings").unwrap_or(&none), reading);
    let settings_table = Table::new(&settings_sheet, SETTINGS, reading);
    let mut settings = settings::read(&settings_table, reading);
    let no_choices = Sheet { name: "choices".into(), ..Sheet::default() };
    let choices_table = Table::new(book.sheet("choices").unwrap_or(&no_choices), CHOICES, reading);
    let lists = choices::read(&choices_table, settings.allow_choice_duplicates, reading);
    let table = Table::new(survey_sheet, SURVEY, reading);
    if !table.has("type") {
        reading.error("E-FORM-004", (&table, 1, "type"), &[("head", "type")]);
    }
    unknown_columns(&table, reading);
    let external_table = book.sheet("external_choices").map(|sheet| Table::new(sheet, CHOICES, reading));
    let (external_choices, external) = external_table.as_ref().and_then(external::external_choices).unzip();
    let osm_table = book.sheet("osm").map(|sheet| Table::new(sheet, CHOICES, reading));
    let osm_tags = osm_table.as_ref().map(|table| external::osm(table, reading)).unwrap_or_default();
    let entities_table = book.sheet("entities").map(|sheet| Table::new(sheet, ENTITIES, reading));
    let entities = entities_table.as_ref().map(|table| entities::read(table, reading)).unwrap_or_default();
    let context = survey::Context {
        book,
        lists: &lists,
        by_name: lists.iter().enumerate().map(|(at, list)| (list.name.as_str(), at)).collect(),
        external,
        osm: (!osm_tags.is_empty()).then_some(&osm_tags[..]),
        entities: entities.iter().map(|entity| entity.list.as_str()).collect(),
        root: settings.root().to_owned(),
        keep_spaces: settings.keep_spaces,
    };
    let survey = survey::read(&table, &context, reading);
    for (name, value) in &survey.settings {
        set_from_survey(&mut settings, name, value);
    }
    if settings.form_id.is_none() {
        settings.form_id = stem(&reading.file);
    }
    let languages = translations::languages(
        settings.default_language.as_deref(),
        &choices_table,
        &table,
        osm_table.iter().chain([&settings_table]),
    );
    translations::check(&[&table, &choices_table], &languages, survey.or_other, reading);
    references::check(&settings_table, &survey.names, &|_| true, reading);
    if let Some(table) = &entities_table {
        references::check(
            table,
            &survey.names,
            &|path| !matches!(path[0].as_str(), "dataset" | "repeat"),
            reading,
        );
    }
    let not = ["type", "name", "trigger"];
    references::check(&table, &survey.names, &|path| !not.contains(&path[0].as_str()), reading);
    references::check(
        &choices_table,
        &survey.names,
        &|path| matches!(path[0].as_str(), "label" | "media"),
        reading,
    );
    entities::check(&entities, &survey, (&table, entities_table.as_ref()), reading);
    instances::check(&survey.items, &survey.attachments, &lists, (&table, &choices_table), reading);
    check_lists(&survey, &lists, &table, &choices_table, reading);
    Some(Questionnaire {
        settings,
        languages,
        items: survey.items,
        attachments: survey.attachments,
        lists,
        entities,
        external_choices,
        osm_tags,
    })
}

/// A file's name without folders and its ending: the identifier of a form that says none.
fn stem(file: &str) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    (!stem.is_empty()).then(|| stem.to_owned())
}

fn set_from_survey(settings: &mut Settings, name: &str, value: &str) {
    match name {
        "title" => settings.title = crate::definition::Words::plain(value),
        "id_string" => settings.form_id = Some(value.to_owned()),
        _ => settings.prefix = Some(value.to_owned()),
    }
}

/// A column of the author's is kept; one that is nearly a known one is said.
fn unknown_columns(table: &Table<'_>, reading: &mut Reading) {
    for column in table.columns.iter().filter(|column| !column.known) {
        if matches!(column.path[0].as_str(), "disabled" | "intent") {
            continue;
        }
        let known = SURVEY.names.iter().copied().chain(SURVEY.others.iter().map(|(name, _)| *name));
        let near = reading.near(&column.path[0], known);
        if near != "none" {
            let values = [("head", column.written.as_str()), ("near", near)];
            reading.warning("W-FORM-005", (table, 1, &column.written), &values);
        }
    }
}

/// Codes that cannot be told apart in one field, and lists that nothing uses.
fn check_lists(
    survey: &survey::Survey,
    lists: &[ChoiceList],
    table: &Table<'_>,
    choices: &Table<'_>,
    reading: &mut Reading,
) {
    let mut used: BTreeSet<&str> = survey.tick_lists.iter().map(String::as_str).collect();
    let mut several: BTreeMap<&str, &str> = BTreeMap::new();
    collect(&survey.items, &mut used, &mut several);
    for row in &table.sheet.rows {
        for (column, text) in table.cells(row) {
            used.extend(instances(text));
            if let ("type", Some((_, list))) = (column.path[0].as_str(), text.rsplit_once(' ')) {
                used.insert(list);
            }
            used.extend(text.split(['=', ' ']).filter(|_| column.path[0] == "parameters"));
        }
    }
    for list in lists {
        if let Some(name) = several.get(list.name.as_str()) {
            for choice in list.choices.iter().filter(|choice| choice.code.contains(char::is_whitespace)) {
                let values = [("code", choice.code.as_str()), ("name", name)];
                reading.error("E-FORM-013", (choices, choice.row, "name"), &values);
            }
        }
        if !used.contains(list.name.as_str()) {
            let row = list.choices.first().map_or(1, |choice| choice.row);
            reading.warning("W-FORM-001", (choices, row, "list_name"), &[("list", &list.name)]);
        }
    }
}

fn collect<'a>(items: &'a [Item], used: &mut BTreeSet<&'a str>, several: &mut BTreeMap<&'a str, &'a str>) {
    for item in items {
        if let Item::Question(question) = item
            && let Some(options) = &question.options
            && let ChoiceSource::List(list) = &options.source
        {
            used.insert(list);
            if question.kind == Kind::SelectMultiple {
                several.entry(list).or_insert(&question.node.name);
            }
        }
        collect(item.items(), used, several);
    }
}

/// Names in `instance('name')`.
fn instances(text: &str) -> impl Iterator<Item = &str> {
    text.split("instance(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|one| matches!(one, '\'' | '"'))?;
        rest[1..].split(quote).next()
    })
}
