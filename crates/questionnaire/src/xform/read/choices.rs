//! What questions choose from: lists in secondary instances or in the controls, files beside the form, answers of a repeat.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{
    Attachment, Choice, ChoiceList, ChoiceSource, Item, Kind, NO_LANGUAGE, Options, Questionnaire, Words,
};
use crate::expression::{Expression, Kind as Sort, Path, Start, Test, parse};
use crate::xform::write::{At, Found, LAST_SAVED, Manner, expressions, instance_of_file, pulled, resolve};
use crate::xform::xml::Element;

use super::Reading;
use super::texts::itext_id;

/// Lists and other secondary instances.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Of secondary instances, in order.
    held: Vec<ChoiceList>,
    /// Of the controls themselves.
    inline: Vec<ChoiceList>,
    /// Their names by what they hold, and whether a client replaces them.
    known: BTreeMap<(bool, String), String>,
    /// Names that are taken.
    taken: BTreeSet<String>,
    /// Address of each instance beside the form.
    external: BTreeMap<String, String>,
    /// Whether all items of a list have `name`, and `label` or a text's identifier.
    usual: BTreeMap<String, (bool, bool)>,
    pub(super) tags: Vec<ChoiceList>,
}

/// A node set in parts.
pub(super) struct NodeSet {
    /// Without predicates, as written.
    pub(super) base: String,
    pub(super) instance: Option<String>,
    pub(super) filter: Option<String>,
}

impl<'x> Reading<'x> {
    /// The secondary instances.
    pub(super) fn lists(&self, model: &'x Element) -> Lists {
        let mut lists = Lists::default();
        let wanted = self.wanted();
        for instance in model.elements().filter(|element| element.name == "instance").skip(1) {
            let Some(id) = instance.get("id") else {
                self.warn("W-XFORM-005", instance, &[("name", "")]);
                continue;
            };
            lists.taken.insert(id.to_owned());
            if let Some(source) = instance.get("src") {
                lists.external.insert(id.to_owned(), source.to_owned());
                continue;
            }
            let items: Vec<&Element> = instance.elements().flat_map(Element::elements).collect();
            let flat = |item: &&Element| {
                item.attributes.is_empty() && item.elements().all(|field| field.elements().next().is_none())
            };
            if !items.iter().all(flat) {
                self.warn("W-XFORM-005", instance, &[("name", id)]);
                continue;
            }
            let (value, label) =
                wanted.get(id).map_or(("name", "label"), |(value, label)| (&**value, &**label));
            let named = items.iter().all(|item| item.child("name").is_some());
            let labelled =
                items.iter().any(|item| item.child("label").is_some() || item.child("itextId").is_some());
            lists.usual.insert(id.to_owned(), (named, labelled));
            let value = if named { "name" } else { value };
            let label = if labelled { "label" } else { label };
            let choices = items.into_iter().map(|item| self.choice(item, value, label)).collect();
            lists.held.push(ChoiceList { name: id.to_owned(), choices });
        }
        lists
    }

    fn choice(&self, item: &Element, value: &str, label: &str) -> Choice {
        let mut choice = Choice::default();
        let by_id =
            label.strip_prefix("jr:itext(").and_then(|inside| inside.strip_suffix(')')).unwrap_or("itextId");
        for field in item.elements() {
            let text = field.text().trim().to_owned();
            if field.name == value && choice.code.is_empty() {
                choice.code.clone_from(&text);
                if value == "name" {
                    continue;
                }
            } else if field.name == by_id && self.texts.holds(&text) {
                choice.label = self.itext(&text, None).words;
                if by_id == "itextId" {
                    continue;
                }
            } else if field.name == label {
                let message = self.message(field, None);
                if !message.is_empty() {
                    choice.label.by_language.entry(NO_LANGUAGE.into()).or_default().text = Some(message);
                }
                if label == "label" {
                    continue;
                }
            }
            if !text.is_empty() {
                choice.columns.push((field.name.clone(), text));
            }
        }
        choice
    }

    /// How controls name the fields of each instance: the first that does.
    fn wanted(&self) -> BTreeMap<String, (String, String)> {
        let mut wanted = BTreeMap::new();
        for set in self.nodes.iter().filter_map(|info| info.control?.child("itemset")) {
            let nodes = set.get("nodeset").unwrap_or_default();
            let Some((_, rest)) = nodes.split_once("instance(") else { continue };
            let Some(id) = rest.get(1..).and_then(|rest| rest.split(['\'', '"']).next()) else { continue };
            let of = |name: &str, usual: &str| {
                set.child(name).and_then(|field| field.get("ref")).unwrap_or(usual).trim().to_owned()
            };
            wanted.entry(id.to_owned()).or_insert_with(|| (of("value", "name"), of("label", "label")));
        }
        wanted
    }

    /// What a question chooses from; further parameters are added.
    pub(super) fn options(
        &self,
        at: At,
        kind: Kind,
        control: &Element,
        lists: &mut Lists,
        parameters: &mut Vec<(String, String)>,
    ) -> Option<Options> {
        let plain = |source| Some(Options { source, filter: None, or_other: false });
        if kind == Kind::SelectOneExternal {
            let set = NodeSet::read(control.get("query")?)?;
            let manner = Manner { from: Some(at), current: true, from_list: false };
            let filter = set.filter.map(|filter| self.named_as(&filter, manner, None));
            let source = ChoiceSource::List(set.instance.unwrap_or(set.base));
            return Some(Options { source, filter, or_other: false });
        }
        if kind == Kind::Osm {
            return plain(ChoiceSource::List(self.tags(at, control, lists)?));
        }
        let items: Vec<&Element> = control.elements().filter(|element| element.name == "item").collect();
        if !items.is_empty() {
            let searched = control.get("appearance").is_some_and(|appearance| appearance.contains("search("));
            return plain(ChoiceSource::List(self.inline(at, &items, searched, lists)));
        }
        let set = control.child("itemset")?;
        let of = |name: &str, usual: &str| {
            set.child(name).and_then(|field| field.get("ref")).unwrap_or(usual).trim().to_owned()
        };
        let (value, label) = (of("value", "name"), of("label", "label"));
        let written = self.shuffled(set.get("nodeset")?.trim(), at, parameters);
        let geometry = matches!(kind, Kind::Geopoint | Kind::Geotrace | Kind::Geoshape);
        let nodes =
            NodeSet::read(&written).unwrap_or(NodeSet { base: written, instance: None, filter: None });
        if geometry || kind == Kind::Range {
            let from_list = Manner { from: Some(at), current: false, from_list: true };
            let named = nodes.instance.unwrap_or_else(|| self.named_as(&nodes.base, from_list, None));
            let parameter = if geometry { "reference-geometry" } else { "tick_labelset" };
            parameters.push((parameter.into(), named));
            return None;
        }
        let manner = Manner { from: Some(at), current: true, from_list: false };
        let filter = nodes.filter.as_deref().map(|filter| self.named_as(filter, manner, None));
        let mut fields = |usual_value: &str, usual_label: &str| {
            for (name, field, usual) in [("value", &value, usual_value), ("label", &label, usual_label)] {
                if field != usual {
                    parameters.push((name.into(), field.clone()));
                }
            }
        };
        if let Some(id) = &nodes.instance {
            if let Some((named, labelled)) = lists.usual.get(id) {
                let usual_label = ["label", "jr:itext(itextId)"].contains(&&*label);
                if (!named || value == "name") && (!labelled || usual_label) {
                    return Some(Options { source: ChoiceSource::List(id.clone()), filter, or_other: false });
                }
            } else if let Some(source) = lists.external.get(id) {
                let file = source.rsplit('/').next().unwrap_or_default();
                if instance_of_file(file) == Some((id, source.clone())) {
                    let map = file.ends_with(".geojson");
                    fields(if map { "id" } else { "name" }, if map { "title" } else { "label" });
                    return Some(Options {
                        source: ChoiceSource::File(file.into()),
                        filter,
                        or_other: false,
                    });
                }
            }
        } else if value == label
            && let Some(options) = self.answers(at, &nodes, &value)
        {
            return Some(options);
        }
        fields("name", "label");
        Some(Options { source: ChoiceSource::Answers(nodes.base), filter, or_other: false })
    }

    /// Answers to a question of a repeat, if they are written as the same node set again.
    fn answers(&self, at: At, nodes: &NodeSet, value: &str) -> Option<Options> {
        let container = self.node_at(&nodes.base, at)?;
        let children = &self.tree.nodes[container].children;
        let answered = children.iter().copied().find(|child| self.tree.nodes[*child].name == value)?;
        if self.tree.find(value) != Found::One(answered) {
            return None;
        }
        let name = format!("${{{value}}}");
        let manner = Manner { from: Some(at), current: false, from_list: true };
        let again = resolve(&self.tree, &name, manner, &mut |_| {});
        if parse(again.rsplit_once('/')?.0).ok()? != parse(&nodes.base).ok()? {
            return None;
        }
        let filter = nodes.filter.as_deref().map(str::trim)?;
        let usual = filter == format!("./{value} != ''");
        let manner = Manner { current: true, ..manner };
        let named = || self.named_as(filter, manner, Some((container, &nodes.base)));
        let filter = (!usual).then(named);
        Some(Options { source: ChoiceSource::Answers(name), filter, or_other: false })
    }

    /// The node set within `randomize(…)`, which becomes parameters.
    fn shuffled(&self, written: &str, at: At, parameters: &mut Vec<(String, String)>) -> String {
        let Ok(Expression { kind: Sort::Call(call), .. }) = parse(written) else { return written.to_owned() };
        let (true, Some(nodes)) = (call.name == "randomize", call.arguments.first()) else {
            return written.to_owned();
        };
        parameters.push(("randomize".into(), "true".into()));
        if let Some(seed) = call.arguments.get(1) {
            let seed = self.named(&slice(written, seed), Some(at), false);
            parameters.push(("seed".into(), seed));
        }
        slice(written, nodes)
    }

    /// Choices in the control itself, as a list with the name that their texts have, or that of the question.
    fn inline(&self, at: At, items: &[&Element], searched: bool, lists: &mut Lists) -> String {
        let mut choices = Vec::new();
        let mut said: Option<String> = None;
        let mut same = true;
        for (index, item) in items.iter().enumerate() {
            let label = item.child("label");
            let named = label.and_then(|label| label.get("ref")).and_then(itext_id);
            let named = named.and_then(|id| id.strip_suffix(&format!("-{index}"))).map(ToOwned::to_owned);
            same &= named.is_some() && (said.is_none() || said == named);
            said = said.or(named);
            let code = item.child("value").map(Element::text).unwrap_or_default().trim().to_owned();
            choices.push(Choice { code, label: self.said(label, None).words, ..Choice::default() });
        }
        let key = (searched, format!("{choices:?}"));
        if let Some(name) = lists.known.get(&key) {
            return name.clone();
        }
        let wanted = said.filter(|_| same).unwrap_or_else(|| self.tree.nodes[at].name.clone());
        let further = (2..).map(|number| format!("{wanted}_{number}"));
        let name = std::iter::once(wanted.clone())
            .chain(further)
            .find(|name| !lists.taken.contains(name))
            .unwrap_or(wanted);
        lists.known.insert(key, name.clone());
        lists.taken.insert(name.clone());
        lists.inline.push(ChoiceList { name: name.clone(), choices });
        name
    }

    fn tags(&self, at: At, control: &Element, lists: &mut Lists) -> Option<String> {
        let tags = control.elements().filter(|element| element.name == "tag");
        let choices: Vec<Choice> = tags
            .map(|tag| Choice {
                code: tag.get("key").unwrap_or_default().to_owned(),
                label: self.said(tag.child("label"), Some(at)).words,
                ..Choice::default()
            })
            .collect();
        if choices.is_empty() {
            return None;
        }
        if let Some(list) = lists.tags.iter().find(|list| list.choices == choices) {
            return Some(list.name.clone());
        }
        let name = self.tree.nodes[at].name.clone();
        lists.tags.push(ChoiceList { name: name.clone(), choices });
        Some(name)
    }
}

/// Lists and files go into the questionnaire; files that its questions name need no row of their own.
pub(super) fn finish_lists(lists: Lists, model: &Element, questionnaire: &mut Questionnaire) {
    questionnaire.lists = lists.held;
    questionnaire.lists.extend(lists.inline);
    questionnaire.osm_tags = lists.tags;
    let mut needed: BTreeSet<(String, String)> = BTreeSet::new();
    questionnaire.walk(&mut |item, _| {
        for expression in expressions(item) {
            let files = pulled(expression).into_iter();
            needed.extend(files.map(|file| (file.clone(), format!("jr://file-csv/{file}.csv"))));
        }
        if let Item::Question(question) = item
            && let Some(ChoiceSource::File(file)) = question.options.as_ref().map(|options| &options.source)
            && let Some((name, source)) = instance_of_file(file)
        {
            needed.insert((name.to_owned(), source));
        }
    });
    for instance in model.elements().filter(|element| element.name == "instance").skip(1) {
        if let (Some(id), Some(source)) = (instance.get("id"), instance.get("src"))
            && id != LAST_SAVED
            && !needed.contains(&(id.to_owned(), source.to_owned()))
        {
            let attachment = Attachment { row: 0, name: id.to_owned(), source: source.to_owned() };
            questionnaire.attachments.push(attachment);
        }
    }
}

impl NodeSet {
    /// Reads `instance('x')/root/item[filter]` or another path with predicates only at its end.
    pub(super) fn read(written: &str) -> Option<NodeSet> {
        let Expression { kind: Sort::Path(Path { start, steps }), .. } = parse(written).ok()? else {
            return None;
        };
        let (last, before) = steps.split_last()?;
        let Test::Name(name) = &last.test else { return None };
        if before.iter().any(|step| !step.predicates.is_empty()) {
            return None;
        }
        let instance = match &start {
            Start::Filter { base, predicates } if predicates.is_empty() => match &base.kind {
                Sort::Call(call) if call.name == "instance" && steps.len() == 2 => {
                    match &call.arguments[..] {
                        [Expression { kind: Sort::Text(id), .. }] => Some(id.clone()),
                        _ => None,
                    }
                }
                Sort::Call(call) if call.name == "current" => None,
                _ => return None,
            },
            _ => None,
        };
        let end = last.span.start + name.len();
        // Nothing but a name may stand there: an axis in words would shift it.
        let base = written.get(..end).filter(|base| base.ends_with(&**name))?.trim();
        let brackets = written.get(end..last.span.end)?.trim();
        let filter = match &last.predicates[..] {
            [] => None,
            [_] => Some(brackets.strip_prefix('[')?.strip_suffix(']')?.trim().to_owned()),
            several => {
                let parts: Vec<String> = several.iter().map(|part| format!("({part})")).collect();
                Some(parts.join(" and "))
            }
        };
        Some(NodeSet { base: base.to_owned(), instance, filter })
    }
}

/// A part of an expression as written; written anew where its parentheses are not in its place.
fn slice(written: &str, part: &Expression) -> String {
    match written.get(part.span.range()) {
        Some(slice) if parse(slice).is_ok_and(|read| read == *part) => slice.to_owned(),
        _ => part.to_string(),
    }
}

/// Words of a list's labels, to compare.
pub(super) fn says_only(words: &Words, text: &str) -> bool {
    !words.is_empty()
        && words.by_language.values().all(|words| {
            words.text.as_ref().is_some_and(|said| said.to_string() == text)
                && words.image.is_none()
                && words.audio.is_none()
        })
}
