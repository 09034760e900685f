//! The sheet `survey`, written.

use super::tables::{Cells, Page, all_languages, heads, join, put, put_words};
use crate::definition::{
    Attachment, ChoiceSource, Item, Kind, NO_LANGUAGE, Node, Options, Question, Questionnaire, Words,
};
use crate::xlsform::instances::pulled;
use crate::xlsform::survey::usual_name;

/// Texts that may have languages, by head.
const TRANSLATED: [&str; 10] = [
    "label",
    "short",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
];

/// Columns that have none, in the order in which people look for them.
const PLAIN: [&str; 15] = [
    "relevant",
    "required",
    "constraint",
    "calculation",
    "default",
    "readonly",
    "trigger",
    "choice_filter",
    "appearance",
    "parameters",
    "repeat_count",
    "intent",
    "save_to",
    "bind::type",
    "ordered",
];

pub(super) fn page(questionnaire: &Questionnaire) -> Page {
    let mut writing = Writing::default();
    for item in &questionnaire.items {
        writing.item(item);
    }
    for attachment in &questionnaire.attachments {
        writing.attachment(attachment, questionnaire);
    }
    let mut words = Vec::new();
    questionnaire.walk(&mut |item, _| words.extend(texts(item.node()).map(|(_, words)| words)));
    let used = |language: &String| words.iter().any(|words| words.by_language.contains_key(language));
    // A language that is shown first and has no words of its own needs no column.
    let first = questionnaire.settings.default_language.as_ref();
    let known: Vec<String> =
        questionnaire.languages.iter().filter(|one| Some(*one) != first || used(one)).cloned().collect();
    let languages = all_languages(&known, words.iter().copied());
    let mut order: Vec<String> = vec!["type".into(), "name".into()];
    for name in TRANSLATED {
        order.extend(heads(name, &languages));
    }
    order.extend(PLAIN.map(str::to_owned));
    for (kind, names) in [("bind", &writing.bind), ("body", &writing.body), ("instance", &writing.instance)] {
        order.extend(names.iter().map(|name| format!("{kind}::{name}")));
    }
    order.extend(writing.others);
    let plain = words.iter().any(|words| words.by_language.contains_key(NO_LANGUAGE)) || languages.is_empty();
    let always = |head: &str| {
        matches!(head, "type" | "name") || (head == "label" && plain) || head.starts_with("label::")
    };
    Page::new("survey", order, &writing.rows, &always)
}

/// All words of a node with their heads.
fn texts(node: &Node) -> impl Iterator<Item = (&'static str, &Words)> {
    [
        ("label", &node.label),
        ("short", &node.short),
        ("hint", &node.hint),
        ("guidance_hint", &node.guidance),
        ("constraint_message", &node.constraint_message),
        ("required_message", &node.required_message),
    ]
    .into_iter()
}

/// Rows, and the columns beside the usual ones.
#[derive(Default)]
struct Writing {
    rows: Vec<Cells>,
    bind: Vec<String>,
    body: Vec<String>,
    instance: Vec<String>,
    others: Vec<String>,
}

impl Writing {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Question(question) => {
                let mut cells = self.node(&question.node, &type_of(question));
                if let Some(Options { filter, .. }) = &question.options {
                    put(&mut cells, "choice_filter", filter.as_deref());
                }
                let parameters: Vec<String> =
                    question.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
                put(&mut cells, "parameters", Some(&parameters.join(" ")));
                put(&mut cells, "ordered", question.ordered.map(|yes| if yes { "yes" } else { "no" }));
                if matches!(question.kind, Kind::Metadata(crate::definition::Metadata::Audit)) {
                    cells.remove("name");
                }
                self.rows.push(cells);
            }
            Item::Group(group) => {
                let mut cells = self.node(&group.node, "begin_group");
                put(&mut cells, "intent", group.intent.as_deref());
                self.around(cells, &group.items, "end_group");
            }
            Item::Repeat(repeat) => {
                let mut cells = self.node(&repeat.node, "begin_repeat");
                put(&mut cells, "repeat_count", repeat.count.as_deref());
                self.around(cells, &repeat.items, "end_repeat");
            }
        }
    }

    fn around(&mut self, begin: Cells, items: &[Item], end: &str) {
        self.rows.push(begin);
        for item in items {
            self.item(item);
        }
        self.rows.push(Cells::from([("type".to_owned(), end.to_owned())]));
    }

    /// What every item has.
    fn node(&mut self, node: &Node, kind: &str) -> Cells {
        let mut cells = Cells::new();
        put(&mut cells, "type", Some(kind));
        put(&mut cells, "name", Some(&node.name));
        for (head, words) in texts(node) {
            put_words(&mut cells, head, words);
        }
        let trigger: Vec<String> = node.trigger.iter().map(|name| format!("${{{name}}}")).collect();
        for (head, value) in [
            ("relevant", node.relevant.as_deref()),
            ("constraint", node.constraint.as_deref()),
            ("required", node.required.as_deref().map(yes_or_no)),
            ("readonly", node.read_only.as_deref().map(yes_or_no)),
            ("calculation", node.calculation.as_deref()),
            ("default", node.default.as_deref()),
            ("trigger", Some(trigger.join(", ").as_str())),
            ("appearance", node.appearance.as_deref()),
            ("save_to", node.save_to.as_deref()),
            ("bind::type", node.data_type.as_deref()),
        ] {
            put(&mut cells, head, value);
        }
        for (kind, names, known) in [
            ("bind", &node.bind_attributes, &mut self.bind),
            ("body", &node.body_attributes, &mut self.body),
            ("instance", &node.instance_attributes, &mut self.instance),
        ] {
            join(known, names);
            for (name, value) in names {
                put(&mut cells, &format!("{kind}::{name}"), Some(value));
            }
        }
        join(&mut self.others, &node.other_columns);
        for (head, value) in &node.other_columns {
            put(&mut cells, head, Some(value));
        }
        cells
    }

    /// A file of data beside the form; one that a question or an expression brings along needs no row.
    fn attachment(&mut self, attachment: &Attachment, questionnaire: &Questionnaire) {
        let Attachment { name, source, .. } = attachment;
        let kind = if *source == format!("jr://file-csv/{name}.csv") {
            "csv-external"
        } else if *source == format!("jr://file/{name}.xml") {
            "xml-external"
        } else {
            return;
        };
        if attachment.row == 0 && comes_along(name, questionnaire) {
            return;
        }
        let mut cells = Cells::new();
        put(&mut cells, "type", Some(kind));
        put(&mut cells, "name", Some(name));
        self.rows.push(cells);
    }
}

/// Whether a question chooses from a file of that name, or an expression looks it up.
fn comes_along(name: &str, questionnaire: &Questionnaire) -> bool {
    let mut found = false;
    questionnaire.walk(&mut |item, _| {
        let node = item.node();
        let texts = [
            &node.calculation,
            &node.relevant,
            &node.constraint,
            &node.required,
            &node.read_only,
            &node.default,
        ];
        found |= texts.into_iter().flatten().any(|text| pulled(text).any(|table| table == name));
        if let Item::Question(Question {
            options: Some(Options { source: ChoiceSource::File(file), .. }),
            ..
        }) = item
        {
            found |= file.rsplit_once('.').is_some_and(|(stem, _)| stem == name);
        }
    });
    found
}

fn yes_or_no(condition: &str) -> &str {
    match condition {
        "true()" => "yes",
        "false()" => "no",
        other => other,
    }
}

fn type_of(question: &Question) -> String {
    let kind = question.kind;
    let Some(options) = &question.options else {
        return match kind {
            Kind::Osm => "osm".to_owned(),
            _ => usual_name(kind).unwrap_or_default().to_owned(),
        };
    };
    let (list, from_file) = match &options.source {
        ChoiceSource::List(list) | ChoiceSource::Answers(list) => (list, ""),
        ChoiceSource::File(file) if kind == Kind::Rank => (file, ""),
        ChoiceSource::File(file) => (file, "_from_file"),
    };
    let command = match kind {
        Kind::SelectMultiple => "select_multiple",
        Kind::SelectOneExternal => "select_one_external",
        Kind::Rank => "rank",
        Kind::Osm => "osm",
        _ => "select_one",
    };
    let other = if options.or_other { " or_other" } else { "" };
    format!("{command}{from_file} {list}{other}")
}
