//! What a question chooses from, as the node set of an `itemset`.

use crate::definition::{ChoiceSource, Kind, Question};

use super::expand::is_reference;
use super::refer::Manner;
use super::secondary::instance_of_file;
use super::texts::Texts;
use super::tree::At;
use super::{Form, Writer};

/// Where choices come from: node set, and the paths of code and label in each node.
#[derive(Debug)]
pub(super) struct Itemset {
    pub(super) nodes: String,
    pub(super) value: String,
    pub(super) label: String,
}

impl Form<'_> {
    pub(super) fn itemset(
        &self,
        question: &Question,
        source: &ChoiceSource,
        filter: Option<&str>,
        at: At,
        texts: &Texts<'_>,
    ) -> Itemset {
        let node = Some(&question.node);
        let from_answers = matches!(source, ChoiceSource::Answers(answers) if is_reference(answers));
        let (mut set, generated) = match source {
            ChoiceSource::List(list) => {
                if self.questionnaire.list(list).is_none() {
                    self.faults.error("E-XFORM-011", node, &[("list", list)]);
                }
                let label = if texts.hold(list) { "jr:itext(itextId)" } else { "label" };
                let nodes = format!("instance('{list}')/root/item");
                (Itemset { nodes, value: "name".into(), label: label.into() }, None)
            }
            ChoiceSource::File(file) => {
                let map = file.ends_with(".geojson");
                let (value, label) = if map { ("id", "title") } else { ("name", "label") };
                let name = instance_of_file(file).map_or(&**file, |(name, _)| name);
                let said = |name: &str, usual: &str| question.parameter(name).unwrap_or(usual).to_owned();
                let nodes = format!("instance('{name}')/root/item");
                (Itemset { nodes, value: said("value", value), label: said("label", label) }, None)
            }
            ChoiceSource::Answers(answers) => self.of_answers(question, answers, at),
        };
        let manner = Manner { from: Some(at), current: true, from_list: from_answers };
        let filter = match filter {
            Some(filter) => {
                let mut filter = self.resolve(filter, manner, node);
                if from_answers {
                    // The answers of the same node are those of the candidate, not those of this interview's.
                    filter = filter.replace(&format!("current()/{}", set.nodes), ".");
                    filter = filter.replace(&set.nodes, ".");
                }
                Some(filter)
            }
            None => generated,
        };
        if let Some(filter) = filter {
            set.nodes = format!("{}[{filter}]", set.nodes);
        }
        if question.parameter("randomize") == Some("true") {
            set.nodes = match question.parameter("seed") {
                Some(seed) => {
                    let seed = self.resolve_at(seed, at, node);
                    format!("randomize({}, {})", set.nodes, seed.trim())
                }
                None => format!("randomize({})", set.nodes),
            };
        }
        set
    }

    /// Choices that are answers given to a question of a repeat; empty ones are left out.
    fn of_answers(&self, question: &Question, answers: &str, at: At) -> (Itemset, Option<String>) {
        let manner = Manner { from: Some(at), current: false, from_list: true };
        let path = self.resolve(answers, manner, Some(&question.node)).trim().to_owned();
        if matches!(question.kind, Kind::Geopoint | Kind::Geotrace | Kind::Geoshape) {
            let set = Itemset { nodes: path, value: "geometry".into(), label: "geometry".into() };
            return (set, Some("./geometry != ''".into()));
        }
        if is_reference(answers) {
            let (nodes, name) = path.rsplit_once('/').unwrap_or((".", &path));
            let set = Itemset { nodes: nodes.to_owned(), value: name.to_owned(), label: name.to_owned() };
            let filter = format!("./{} != ''", set.value);
            return (set, Some(filter));
        }
        let said = |name: &str, usual: &str| question.parameter(name).unwrap_or(usual).to_owned();
        (Itemset { nodes: path, value: said("value", "name"), label: said("label", "label") }, None)
    }

    pub(super) fn write_itemset(writer: &mut Writer, set: &Itemset) {
        writer.start("itemset");
        writer.attribute("nodeset", &set.nodes);
        writer.empty("value", &[("ref", &set.value)]);
        writer.empty("label", &[("ref", &set.label)]);
        writer.end();
    }
}
