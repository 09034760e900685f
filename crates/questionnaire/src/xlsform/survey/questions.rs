//! Questions other than those that choose.

use super::Walk;
use super::kinds::Plain;
use super::parameters::{self, Asked, Parameters};
use super::row::Written;
use crate::definition::{Attachment, ChoiceSource, Item, Kind, Metadata, Node, Options, Question, Words};

impl Walk<'_> {
    /// A question that needs no list.
    pub(super) fn plain(&mut self, plain: &Plain, mut written: Written, parameters: Parameters) {
        let row = written.node.row;
        let node = &mut written.node;
        if node.constraint.is_none() {
            node.constraint = plain.constraint.map(str::to_owned);
        }
        if let (true, Some(hint)) = (node.hint.is_empty(), plain.hint) {
            node.hint = Words::plain(hint);
        }
        match plain.kind {
            Kind::Calculate => {
                let dynamic = node.default.as_deref().is_some_and(is_computed);
                if node.calculation.is_none() && !dynamic {
                    self.error("E-FORM-050", row, "calculation", &[("name", &written.node.name)]);
                }
            }
            Kind::Metadata(Metadata::SubscriberId | Metadata::SimSerial) => {
                self.reading.warning("W-FORM-010", (self.table, row, "type"), &[("kind", plain.name)]);
            }
            Kind::Metadata(Metadata::BackgroundGeopoint) => {
                if node.trigger.is_empty() {
                    self.error("E-FORM-051", row, "trigger", &[]);
                }
                if written.node.calculation.is_some() {
                    self.error("E-FORM-052", row, "calculation", &[]);
                }
            }
            _ => {}
        }
        self.question(plain.kind, None, written, parameters, plain.old);
    }

    /// The log of events; its name is always `audit`.
    pub(super) fn audit(&mut self, mut written: Written, parameters: Parameters) {
        if written.has_name && written.node.name != "audit" {
            self.error("E-FORM-049", written.node.row, "name", &[("name", &written.node.name)]);
        }
        if std::mem::replace(&mut self.audited, true) {
            self.error("E-FORM-017", written.node.row, "type", &[("name", "audit")]);
        }
        "audit".clone_into(&mut written.node.name);
        self.question(Kind::Metadata(Metadata::Audit), None, written, parameters, false);
    }

    /// Tags of OpenStreetMap.
    pub(super) fn osm(&mut self, list: Option<String>, written: Written, parameters: Parameters) {
        // Without the sheet there is nothing to name.
        let known = self.context.osm.unwrap_or_default();
        if let (Some(list), true) = (list.as_deref(), self.context.osm.is_some())
            && !known.iter().any(|known| known.name == list)
        {
            let near = self.reading.near(list, known.iter().map(|list| list.name.as_str()));
            self.error("E-FORM-078", written.node.row, "type", &[("list", list), ("near", near)]);
        }
        let options =
            list.map(|list| Options { source: ChoiceSource::List(list), filter: None, or_other: false });
        self.question(Kind::Osm, options, written, parameters, false);
    }

    /// A file of data beside the form.
    pub(super) fn external(&mut self, end: &'static str, written: &Written) {
        let name = written.node.name.clone();
        let source =
            if end == "csv" { format!("jr://file-csv/{name}.csv") } else { format!("jr://file/{name}.xml") };
        self.survey.attachments.push(Attachment { row: written.node.row, name, source });
    }

    /// Checks what all questions have in common and takes the question in.
    pub(super) fn question(
        &mut self,
        kind: Kind,
        options: Option<Options>,
        mut written: Written,
        parameters: Parameters,
        old: bool,
    ) {
        let row = written.node.row;
        let ticks =
            parameters.iter().find(|(name, _)| name == "tick_labelset").map(|(_, list)| list.as_str());
        if let Some(list) = ticks.filter(|_| kind == Kind::Range) {
            self.survey.tick_lists.insert(list.to_owned());
        }
        let from_file = matches!(&options, Some(Options { source: ChoiceSource::File(_), .. }));
        let asked = Asked {
            table: self.table,
            kind,
            from_file,
            parameters: &parameters,
            ticks: ticks.and_then(|list| self.context.list(list)),
        };
        // Old spellings of a type take any parameter.
        if !old {
            parameters::check(&asked, &mut written.node, self.reading);
        }
        if let (Kind::Geopoint | Kind::Geotrace | Kind::Geoshape, Some(target)) =
            (kind, asked.get("reference-geometry"))
        {
            self.geometries.push((row, target.to_owned()));
        }
        self.shown(kind, &written.node);
        let Written { mut node, count, intent, choice_filter, ordered, .. } = written;
        if options.is_none() || kind == Kind::Osm {
            node.other_columns.extend(choice_filter.map(|text| ("choice_filter".into(), text)));
        }
        for (name, value) in [("intent", intent), ("jr:count", count)] {
            node.body_attributes.extend(value.map(|value| (name.into(), value)));
        }
        node.body_attributes.sort();
        self.open.inner().items.push(Item::Question(Question { node, kind, options, parameters, ordered }));
    }

    /// What people are to see must be there.
    fn shown(&mut self, kind: Kind, node: &Node) {
        let big = node.label.by_language.values().any(|words| words.big_image.is_some());
        let small = node.label.by_language.values().any(|words| words.image.is_some());
        let silent = matches!(kind, Kind::Calculate | Kind::Hidden | Kind::Metadata(_));
        if big && !small && !silent {
            self.error("E-FORM-061", node.row, "big-image", &[("name", &node.name)]);
        }
        let computed = node.calculation.is_some() || !node.trigger.is_empty();
        let nothing = node.label.is_empty() && node.hint.is_empty();
        // The guidance is not shown unless asked for, so it is no label; and what is computed needs none.
        // The head of a table shows the labels of its choices.
        let head = node.appearance.as_deref() == Some("label");
        if nothing && !silent && !head && !computed {
            self.error("E-FORM-010", node.row, "label", &[("name", &node.name)]);
        }
    }
}

/// Whether a default is computed: an expression with operators, calls or references.
fn is_computed(text: &str) -> bool {
    // A reading of the words is enough here; the expression itself is read when the form is compiled.
    text.contains('(')
        || text.contains("${")
        || text.contains(['+', '*', '|', '-'])
        || text.contains(" div ")
        || text.contains(" mod ")
}
