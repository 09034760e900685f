//! Texts in several languages, or with pictures and sounds: they stand together in `itext`, and controls refer to them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::definition::{ChoiceList, LocalWords, Message, NO_LANGUAGE, Node, Words};

use super::expand::{OTHER, OTHER_LABEL};
use super::tree::{At, Sort};
use super::{Form, Writer};

/// What is said in a language that has no words of its own.
pub(crate) const MISSING: &str = "-";

/// Everything that stands in `itext`, in order.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    entries: Vec<Entry<'a>>,
    /// Lists whose labels stand there.
    lists: BTreeSet<&'a str>,
}

#[derive(Debug)]
struct Entry<'a> {
    id: String,
    from: Option<At>,
    node: Option<&'a Node>,
    words: Option<Cow<'a, Words>>,
    guidance: Option<&'a Words>,
}

/// Code, label and further columns of a choice.
pub(super) type Chosen<'a> = (&'a str, Cow<'a, Words>, &'a [(String, String)]);

/// One of the files of a text, with the folder in which clients look for it.
type Medium = (&'static str, &'static str, fn(&LocalWords) -> Option<&String>);

const MEDIA: [Medium; 4] = [
    ("image", "images", |words| words.image.as_ref()),
    ("big-image", "images", |words| words.big_image.as_ref()),
    ("audio", "audio", |words| words.audio.as_ref()),
    ("video", "video", |words| words.video.as_ref()),
];

/// Whether the text differs by language.
pub(super) fn by_language(words: &Words) -> bool {
    words.by_language.iter().any(|(language, words)| language != NO_LANGUAGE && words.text.is_some())
}

fn has_media(words: &Words) -> bool {
    words.by_language.values().any(|words| MEDIA.iter().any(|(_, _, medium)| medium(words).is_some()))
}

/// Whether a label stands in `itext`, and not in the control.
pub(super) fn label_in_itext(label: &Words) -> bool {
    by_language(label) || has_media(label)
}

/// The same for a hint: that which is said on request stands nowhere else.
pub(super) fn hint_in_itext(node: &Node) -> bool {
    label_in_itext(&node.hint) || !node.guidance.is_empty()
}

/// The same for a message of a bind, which cannot hold values.
pub(super) fn message_in_itext(words: &Words) -> bool {
    let mut texts = words.by_language.values().filter_map(|words| words.text.as_ref());
    label_in_itext(words) || texts.any(Message::has_values)
}

/// The message of words that have no language.
pub(super) fn plain(words: &Words) -> Option<&Message> {
    words.by_language.get(NO_LANGUAGE)?.text.as_ref()
}

fn list_in_itext(list: &ChoiceList) -> bool {
    list.choices.iter().any(|choice| message_in_itext(&choice.label))
}

/// The label of the choice that `or_other` adds to a list: in the languages that its other labels have.
fn other_label(list: &ChoiceList) -> Words {
    let mut words = Words::default();
    for choice in &list.choices {
        for (language, known) in &choice.label.by_language {
            if known.text.is_some() {
                words.set(language, OTHER_LABEL);
            }
        }
    }
    if words.is_empty() { Words::plain(OTHER_LABEL) } else { words }
}

impl<'a> Form<'a> {
    /// Codes and labels of a list, with the one that `or_other` adds.
    pub(super) fn choices(&self, list: &'a ChoiceList) -> Vec<Chosen<'a>> {
        let mut choices: Vec<Chosen<'_>> = list
            .choices
            .iter()
            .map(|choice| (&*choice.code, Cow::Borrowed(&choice.label), &*choice.columns))
            .collect();
        let asked = self.expanded.with_other.contains(&list.name);
        if asked && list.choices.iter().all(|choice| choice.code != OTHER) {
            choices.push((OTHER, Cow::Owned(other_label(list)), &[]));
        }
        choices
    }
}

impl<'a> Texts<'a> {
    pub(super) fn collect(form: &Form<'a>) -> Texts<'a> {
        let mut texts = Texts::default();
        let mut add = |id: String, from: Option<At>, node: Option<&'a Node>, words, guidance| {
            texts.entries.push(Entry { id, from, node, words, guidance });
        };
        let mut lists = BTreeSet::new();
        for list in form.questionnaire.lists.iter().filter(|list| list_in_itext(list)) {
            lists.insert(&*list.name);
            for (index, (_, label, _)) in form.choices(list).into_iter().enumerate() {
                add(format!("{}-{index}", list.name), None, None, Some(label), None);
            }
        }
        for (at, here) in form.tree.nodes.iter().enumerate() {
            let Some(node) = form.node_of(at) else { continue };
            let mut of = |words: &'a Words, what: &str, guidance: Option<&'a Words>| {
                let id = format!("{}:{what}", here.path);
                add(id, Some(at), Some(node), Some(Cow::Borrowed(words)), guidance);
            };
            if message_in_itext(&node.constraint_message) {
                of(&node.constraint_message, "jr:constraintMsg", None);
            }
            if message_in_itext(&node.required_message) {
                of(&node.required_message, "jr:requiredMsg", None);
            }
            if label_in_itext(&node.label) {
                of(&node.label, "label", None);
            }
            if hint_in_itext(node) {
                of(&node.hint, "hint", Some(&node.guidance));
            }
            if let Sort::Question(question) = &here.sort {
                for tag in form.tags(question).filter(|tag| message_in_itext(&tag.label)) {
                    of(&tag.label, &format!("tag:{}", tag.code), None);
                }
            }
        }
        texts.lists = lists;
        texts
    }

    /// Whether a list's labels stand in `itext`.
    pub(super) fn hold(&self, list: &str) -> bool {
        self.lists.contains(list)
    }

    pub(super) fn write(&self, form: &Form<'a>, writer: &mut Writer) {
        let default = form.default_language();
        let languages = self.languages(form, default);
        if languages.is_empty() {
            return;
        }
        writer.start("itext");
        for language in languages {
            writer.start("translation");
            form.attribute(writer, "lang", language, None);
            if language == default {
                writer.attribute("default", "true()");
            }
            for entry in &self.entries {
                writer.start("text");
                writer.attribute("id", &entry.id);
                entry.write(form, writer, language, default);
                writer.end();
            }
            writer.end();
        }
        writer.end();
    }

    /// Those that any text has, in the questionnaire's order.
    pub(super) fn languages<'b>(&'b self, form: &Form<'b>, default: &'b str) -> Vec<&'b str> {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for entry in &self.entries {
            for words in entry.words.as_deref().into_iter().chain(entry.guidance) {
                let keys = words.by_language.iter().filter(|(_, words)| **words != LocalWords::default());
                used.extend(keys.map(|(key, _)| if key == NO_LANGUAGE { default } else { &**key }));
            }
        }
        let known = form.questionnaire.languages.iter().map(|language| &**language);
        let mut ordered: Vec<&str> = known.filter(|language| used.remove(language)).collect();
        if used.remove(NO_LANGUAGE) {
            ordered.insert(self.before_plain(&ordered), NO_LANGUAGE);
        }
        ordered.extend(used);
        ordered
    }

    /// How many of the languages have a text before the first one that has no language.
    fn before_plain(&self, languages: &[&str]) -> usize {
        let is_plain = |entry: &Entry<'_>| {
            let words = entry.words.as_deref().into_iter().chain(entry.guidance);
            words.into_iter().any(|words| words.by_language.contains_key(NO_LANGUAGE))
        };
        let before = self.entries.iter().take_while(|entry| !is_plain(entry));
        let said: BTreeSet<&str> = before
            .flat_map(|entry| entry.words.as_deref().into_iter().chain(entry.guidance))
            .flat_map(|words| words.by_language.keys().map(|key| &**key))
            .collect();
        languages.iter().rposition(|language| said.contains(language)).map_or(0, |last| last + 1)
    }
}

impl Entry<'_> {
    fn write(&self, form: &Form<'_>, writer: &mut Writer, language: &str, default: &str) {
        let mut text = |words: &Words, form_name: Option<&str>| {
            if words.by_language.values().all(|words| words.text.is_none()) {
                return;
            }
            writer.start_text("value");
            if let Some(name) = form_name {
                writer.attribute("form", name);
            }
            match find(words, language, default, |words| words.text.as_ref()) {
                Some(message) => form.message(writer, message, self.from, self.node),
                None => writer.text(MISSING),
            }
            writer.end();
        };
        if let Some(words) = &self.words {
            text(words, None);
        }
        if let Some(words) = self.guidance {
            text(words, Some("guidance"));
        }
        let Some(words) = &self.words else { return };
        for (name, folder, medium) in MEDIA {
            if let Some(file) = find(words, language, default, medium).filter(|file| *file != MISSING) {
                let manner = super::Manner { from: None, ..super::Manner::default() };
                writer.start_text("value");
                writer.attribute("form", name);
                writer.text(&format!("jr://{folder}/{}", form.resolve(file, manner, self.node)));
                writer.end();
            }
        }
        if words.is_empty() && self.guidance.is_none() {
            writer.leaf("value", MISSING);
        }
    }
}

/// The words of a language; those of no language stand for the default one.
fn find<'a, T>(
    words: &'a Words,
    language: &str,
    default: &str,
    part: impl Fn(&'a LocalWords) -> Option<&'a T>,
) -> Option<&'a T> {
    let own = words.by_language.get(language).and_then(&part);
    let plain = || words.by_language.get(NO_LANGUAGE).and_then(&part);
    own.or_else(|| if language == default { plain() } else { None })
}
