//! Loops: an old form of XLSForm that asks the same for each choice of a list. A loop becomes a group that has a group for each
//! choice; `%(name)s`, `%(label)s` and any other column of the choice stand for what the choice has there.

use crate::definition::{Choice, ChoiceList, Group, Item, NO_LANGUAGE, Node, Words};
use crate::xlsform::heads::Table;
use crate::xlsform::reading::Reading;
use crate::xlsform::references::is_xml_name;

/// The group of a loop. Without its list, which was said before, nothing is repeated.
pub(super) fn unroll(
    mut group: Group,
    list: Option<&ChoiceList>,
    table: &Table<'_>,
    reading: &mut Reading,
) -> Item {
    let Some(list) = list else { return Item::Group(group) };
    let template = std::mem::take(&mut group.items);
    // The choice that stands for no choice is not asked about.
    for choice in list.choices.iter().filter(|choice| choice.code != "none") {
        let node = Node {
            row: group.node.row,
            name: choice.code.clone(),
            label: choice.label.clone(),
            ..Node::default()
        };
        if !is_xml_name(&choice.code) {
            reading.error("E-FORM-009", (table, group.node.row, "type"), &[("name", &choice.code)]);
        }
        let mut items = template.clone();
        for item in &mut items {
            let row = item.node().row;
            if let Err(text) = fill_node(item.node_mut(), choice) {
                reading.error("E-FORM-058", (table, row, "label"), &[("text", &text)]);
            }
        }
        group.items.push(Item::Group(Group { node, items, intent: None }));
    }
    Item::Group(group)
}

fn fill_node(node: &mut Node, choice: &Choice) -> Result<(), String> {
    let Node {
        label,
        short,
        hint,
        guidance,
        constraint_message,
        required_message,
        relevant,
        constraint,
        required,
        read_only,
        calculation,
        default,
        appearance,
        name,
        ..
    } = node;
    for words in [label, short, hint, guidance, constraint_message, required_message] {
        fill_words(words, choice)?;
    }
    for text in
        [relevant, constraint, required, read_only, calculation, default, appearance].into_iter().flatten()
    {
        *text = fill(text, choice, NO_LANGUAGE)?;
    }
    *name = fill(name, choice, NO_LANGUAGE)?;
    Ok(())
}

fn fill_words(words: &mut Words, choice: &Choice) -> Result<(), String> {
    for (language, local) in &mut words.by_language {
        if let Some(message) = &local.text {
            let text = fill(&message.to_string(), choice, language)?;
            local.text = Some(crate::definition::Message::parse(&text));
        }
        for file in
            [&mut local.image, &mut local.big_image, &mut local.audio, &mut local.video].into_iter().flatten()
        {
            *file = fill(file, choice, language)?;
        }
    }
    Ok(())
}

/// Puts the columns of the choice in. The text itself where a `%` says something else; `%%` is a per cent sign.
fn fill(text: &str, choice: &Choice, language: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let inner = rest.strip_prefix('(').and_then(|rest| rest.split_once(")s"));
        let value = inner.and_then(|(name, _)| column(choice, name, language));
        let (Some((_, after)), Some(value)) = (inner, value) else { return Err(text.to_owned()) };
        out.push_str(&value);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn column(choice: &Choice, name: &str, language: &str) -> Option<String> {
    match name {
        "name" => Some(choice.code.clone()),
        "label" => {
            let any = || choice.label.by_language.values().find_map(|words| words.text.as_ref());
            choice.label.text(language).or_else(any).map(ToString::to_string)
        }
        _ => choice.columns.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
    }
}
