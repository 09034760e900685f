//! Reads a questionnaire from Markdown tables as the tests need it: the columns that the rules look at, and nothing refused.

use sounding_survey::CategoryRole;

use crate::definition::{
    Choice, ChoiceList, ChoiceSource, Group, Item, Kind, Metadata, NO_LANGUAGE, Node, Options, Question,
    Questionnaire, Repeat, Words,
};

/// A row by column.
type Row = Vec<(String, String)>;

/// The questionnaire of a text with the tables `survey` and `choices`.
pub(crate) fn read(text: &str) -> Questionnaire {
    let mut form = Questionnaire::default();
    let (mut sheet, mut columns) = (String::new(), Vec::new());
    let mut open: Vec<(Node, Vec<Item>, Option<String>)> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    let mut line = 0;
    for written in text.lines().map(str::trim).filter(|line| line.starts_with('|')) {
        let cells: Vec<String> =
            written.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        if !cells[0].is_empty() {
            (sheet, columns, line) = (cells[0].clone(), Vec::new(), 0);
            continue;
        }
        line += 1;
        if columns.is_empty() {
            columns = cells;
            continue;
        }
        let row: Row = columns.iter().cloned().zip(cells).filter(|(_, cell)| !cell.is_empty()).collect();
        match &*sheet {
            "survey" => survey(&row, line, &mut open, &mut items, &mut form),
            "choices" => choice(&row, line, &mut form),
            _ => {}
        }
    }
    form.items = items;
    form
}

fn get(row: &Row, column: &str) -> Option<String> {
    row.iter().find(|(known, _)| known == column).map(|(_, cell)| cell.clone())
}

fn words(row: &Row, column: &str, form: &mut Questionnaire) -> Words {
    let mut words = Words::default();
    for (name, cell) in row {
        if name == column {
            words.set(NO_LANGUAGE, cell);
        } else if let Some(language) = name.strip_prefix(&format!("{column}::")) {
            words.set(language, cell);
            if !form.languages.iter().any(|known| known == language) {
                form.languages.push(language.to_owned());
            }
        }
    }
    words
}

fn survey(
    row: &Row,
    line: u64,
    open: &mut Vec<(Node, Vec<Item>, Option<String>)>,
    items: &mut Vec<Item>,
    form: &mut Questionnaire,
) {
    let kind = get(row, "type").unwrap_or_default();
    let required = get(row, "required").map(|value| if value == "yes" { "true()".to_owned() } else { value });
    let node = Node {
        row: line,
        name: get(row, "name").unwrap_or_default(),
        label: words(row, "label", form),
        hint: words(row, "hint", form),
        relevant: get(row, "relevant"),
        constraint: get(row, "constraint"),
        required,
        calculation: get(row, "calculation"),
        appearance: get(row, "appearance"),
        ..Node::default()
    };
    match &*kind {
        "begin_group" | "begin_repeat" => {
            let count = (kind == "begin_repeat").then(|| get(row, "repeat_count").unwrap_or_default());
            open.push((node, std::mem::take(items), count));
        }
        "end_group" | "end_repeat" => {
            let (node, before, count) = open.pop().expect("a group that began");
            let inside = std::mem::replace(items, before);
            items.push(match count {
                None => Item::Group(Group { node, items: inside, intent: None }),
                Some(count) => Item::Repeat(Repeat {
                    node,
                    count: Some(count).filter(|count| !count.is_empty()),
                    items: inside,
                }),
            });
        }
        _ => items.push(Item::Question(question(row, &kind, node))),
    }
}

fn question(row: &Row, written: &str, node: Node) -> Question {
    let (kind, list) = written.split_once(' ').map_or((written, None), |(kind, list)| (kind, Some(list)));
    let kind = match kind {
        "select_one" => Kind::SelectOne,
        "select_multiple" => Kind::SelectMultiple,
        "rank" => Kind::Rank,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "range" => Kind::Range,
        "date" => Kind::Date,
        "note" => Kind::Note,
        "calculate" => Kind::Calculate,
        "geopoint" => Kind::Geopoint,
        "text" => Kind::Text,
        "start" => Kind::Metadata(Metadata::Start),
        "end" => Kind::Metadata(Metadata::End),
        "today" => Kind::Metadata(Metadata::Today),
        "phonenumber" => Kind::Metadata(Metadata::PhoneNumber),
        other => panic!("{other}"),
    };
    let options = list.map(|list| Options {
        source: ChoiceSource::List(list.to_owned()),
        filter: get(row, "choice_filter"),
        or_other: false,
    });
    let parameters = get(row, "parameters").unwrap_or_default();
    let parameters = parameters.split_whitespace().filter_map(|pair| pair.split_once('='));
    Question {
        node,
        kind,
        options,
        parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ordered: get(row, "ordered").map(|value| value == "yes"),
    }
}

fn choice(row: &Row, line: u64, form: &mut Questionnaire) {
    let name = get(row, "list_name").unwrap_or_default();
    let role = match get(row, "role").as_deref() {
        Some("dont_know") => CategoryRole::DontKnow,
        Some("refused") => CategoryRole::Refused,
        _ => CategoryRole::Substantive,
    };
    let code = get(row, "name").unwrap_or_default();
    let choice = Choice { row: line, code, label: words(row, "label", form), columns: Vec::new(), role };
    match form.lists.iter_mut().find(|list| list.name == name) {
        Some(list) => list.choices.push(choice),
        None => form.lists.push(ChoiceList { name, choices: vec![choice] }),
    }
}
