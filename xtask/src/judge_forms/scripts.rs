//! Scripted interviews by chance: what a form asks is read from the form, what is answered follows from its name. `docs/forms-conformance.md`
//! says how a script and a trace are written.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::corpus::chance::Chance;
use super::xform::child;

/// Where all interviews are held; the offset of `NOW` is its.
pub(super) const ZONE: &str = "Asia/Ho_Chi_Minh";
const NOW: &str = "2026-07-01T09:00:00.000+07:00";

/// What a form asks, as far as a script needs it.
#[derive(Debug, Default)]
pub(super) struct Plan {
    asked: Vec<Asked>,
    repeats: Vec<String>,
    languages: Vec<String>,
}

#[derive(Debug)]
struct Asked {
    /// Without numbers of repeats.
    path: String,
    control: String,
    stored: String,
    /// Values of all choices, whatever the filter leaves of them.
    choices: Vec<String>,
    /// Start, end and step of a range.
    range: Option<[f64; 3]>,
}

impl Plan {
    /// Reads what is asked.
    pub(super) fn read(source: &str) -> Option<Self> {
        let document = Document::parse(source).ok()?;
        let root = document.root_element();
        let model = child(child(root, "head")?, "model")?;
        let mut plan = Self::default();
        let binds: BTreeMap<&str, &str> = model
            .children()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2002/xforms", "bind")))
            .filter_map(|bind| Some((bind.attribute("nodeset")?, bind.attribute("type").unwrap_or("string"))))
            .collect();
        let lists: BTreeMap<&str, Vec<String>> = model
            .children()
            .filter(|node| node.tag_name().name() == "instance")
            .filter_map(|instance| Some((instance.attribute("id")?, values(instance))))
            .collect();
        // What a repeat is counted by, directly or through its own calculation: a count below nought would make repeats without end.
        let body = child(root, "body")?;
        let counted: Vec<&str> = body
            .descendants()
            .flat_map(|node| node.attributes())
            .filter(|one| one.name() == "count")
            .map(|one| one.value().trim())
            .collect();
        let calculated = model
            .children()
            .filter(|bind| bind.attribute("nodeset").is_some_and(|path| counted.contains(&path)));
        let counts: Vec<&str> = counted
            .iter()
            .copied()
            .chain(calculated.filter_map(|bind| bind.attribute("calculate")))
            .collect();
        if let Some(itext) = child(model, "itext") {
            let languages = itext.children().filter_map(|translation| translation.attribute("lang"));
            plan.languages = languages.map(str::to_owned).collect();
        }
        for node in body.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            if name == "repeat" {
                plan.repeats.extend(node.attribute("nodeset").map(str::to_owned));
            }
            let controls = ["input", "select", "select1", "range", "rank", "trigger", "upload"];
            let Some(path) = node.attribute("ref").filter(|_| controls.contains(&name)) else { continue };
            let own = node.descendants().filter(|one| one.tag_name().name() == "item");
            let own = own.filter_map(|item| child(item, "value")?.text().map(str::to_owned));
            let mut choices: Vec<String> = own.collect();
            if let Some(nodeset) = child(node, "itemset").and_then(|itemset| itemset.attribute("nodeset")) {
                let list = nodeset.split(['\'', '"']).nth(1).unwrap_or_default();
                choices.extend(lists.get(list).into_iter().flatten().cloned());
            }
            let stored = binds.get(path).copied().unwrap_or("string");
            let counts = counts.iter().any(|text| {
                text.split(|c: char| !(c.is_alphanumeric() || "_-./".contains(c))).any(|word| word == path)
            });
            let number = |name: &str| node.attribute(name).and_then(|text| text.parse::<f64>().ok());
            let range = (|| Some([number("start")?, number("end")?, number("step")?]))();
            plan.asked.push(Asked {
                path: path.to_owned(),
                control: name.to_owned(),
                stored: if counts { "count".into() } else { stored.to_owned() },
                choices,
                range,
            });
        }
        Some(plan)
    }

    /// The interview of this number.
    pub(super) fn script(&self, form: &str, number: u64) -> Value {
        let mut chance = Chance::of(form, number + 1);
        let steps = (4 + self.asked.len() + chance.below(6)).min(24);
        let steps: Vec<Value> = (0..steps).filter_map(|_| self.step(&mut chance)).collect();
        json!({
            "now": NOW,
            "seed": number + 1,
            "deviceid": "judge-device",
            "username": "judge",
            "phonenumber": "+84900000000",
            "email": "judge@example.org",
            // Engines disagree on what they begin with where no language is the default.
            "language": self.languages.first(),
            "steps": steps,
        })
    }

    fn step(&self, chance: &mut Chance) -> Option<Value> {
        if !self.repeats.is_empty() && chance.once_in(6) {
            let path = chance.pick(&self.repeats)?.clone();
            let within = self.numbered(&path, chance);
            if chance.once_in(4) {
                return Some(json!({ "remove": within }));
            }
            let bare = within.rfind('[').map_or(within.as_str(), |at| &within[..at]).to_owned();
            return Some(json!({ "add": bare }));
        }
        if self.languages.len() > 1 && chance.once_in(10) {
            return Some(json!({ "language": chance.pick(&self.languages)? }));
        }
        let asked = chance.pick(&self.asked)?;
        let value = if chance.once_in(12) { String::new() } else { asked.value(chance) };
        Some(json!({ "answer": self.numbered(&asked.path, chance), "value": value }))
    }

    /// The path with a number for each repeat in it: mostly the first, at times the second, seldom one that may not be there.
    fn numbered(&self, path: &str, chance: &mut Chance) -> String {
        let mut whole = String::new();
        let mut bare = String::new();
        for part in path.split('/').skip(1) {
            bare = format!("{bare}/{part}");
            whole = format!("{whole}/{part}");
            if self.repeats.contains(&bare) {
                let number = [1, 1, 1, 2, 2, 3][chance.below(6)];
                whole = format!("{whole}[{number}]");
            }
        }
        whole
    }
}

impl Asked {
    fn value(&self, chance: &mut Chance) -> String {
        match self.control.as_str() {
            "trigger" => return "OK".into(),
            "upload" => return "file.bin".into(),
            "select1" => return chance.pick(&self.choices).cloned().unwrap_or_default(),
            "select" => {
                // In the order of the list, as an interface gives them.
                let some = self.some(chance, 3);
                let kept = self.choices.iter().filter(|choice| some.contains(choice));
                return kept.cloned().collect::<Vec<_>>().join(" ");
            }
            "rank" => return self.some(chance, self.choices.len()).join(" "),
            _ => {}
        }
        if let Some([start, end, step]) = self.range {
            let steps = ((end - start) / step).abs().round() as usize;
            let value = start + step * chance.below(steps + 1) as f64;
            // As a screen would give it: without the dust of binary fractions.
            return ((value * 1e6).round() / 1e6).to_string();
        }
        let values: &[&str] = match self.stored.trim_start_matches("xsd:") {
            "count" => &["0", "1", "2", "3"],
            "int" => &["0", "1", "2", "3", "17", "40", "119", "121", "-5"],
            "decimal" => &["0", "1.5", "3", "-2.25", "40.75"],
            "date" => &["2026-01-31", "2024-02-29", "1999-12-31", "2026-06-15"],
            "time" => &["10:30:00.000+07:00", "23:59:59.000+07:00"],
            "dateTime" => &["2026-03-04T10:30:00.000+07:00"],
            "geopoint" => &["21.03 105.85 10 5"],
            "geotrace" => &["21.0 105.8 0 0;21.1 105.9 0 0"],
            "geoshape" => &["21.0 105.8 0 0;21.1 105.9 0 0;21.2 105.7 0 0;21.0 105.8 0 0"],
            _ => &["x", "abc", "Nguyễn Văn An", "a b", "12", "abcdefghijkl", "< & \"'"],
        };
        chance.word(values).to_owned()
    }

    /// Some of the choices, in an order by chance, each once.
    fn some(&self, chance: &mut Chance, most: usize) -> Vec<String> {
        let mut left = self.choices.clone();
        let count = if most == left.len() { most } else { 1 + chance.below(most.min(left.len().max(1))) };
        (0..count.min(left.len())).map(|_| left.remove(chance.below(left.len()))).collect()
    }
}

/// The values of a list in the form; those of a file are not known here.
fn values(instance: Node) -> Vec<String> {
    let items = instance.descendants().filter(|node| node.tag_name().name() == "item");
    items.filter_map(|item| child(item, "name")?.text().map(str::to_owned)).collect()
}
