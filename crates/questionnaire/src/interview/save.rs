//! Saving an interview to a small text and going on with it later: the answers, not what follows from them; the log; which doubtful
//! answers were confirmed. The file names its version and the form, so that it is never read as something else.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::expression::Moment;

use super::compile::{Form, NOTHING, Role};
use super::log::{Event, EventKind};
use super::state::{Cell, Interview, Surroundings};

/// Version of the file.
const VERSION: u64 = 1;

/// Why a saved interview cannot be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It is not a saved interview.
    NotSaved,
    /// It is of a version that this program does not know.
    Version(u64),
    /// It was held with another form, or another version of it.
    OtherForm,
    /// What is in it does not fit the form.
    Broken,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::NotSaved => f.write_str("it is not a saved interview"),
            Unusable::Version(version) => {
                write!(f, "it is of version {version}, which this program does not know")
            }
            Unusable::OtherForm => f.write_str("it was held with another form or another version of it"),
            Unusable::Broken => f.write_str("what is in it does not fit the form"),
        }
    }
}

impl std::error::Error for Unusable {}

impl Interview {
    /// The interview as a text that [`Interview::resume`] goes on with; that it was saved is in the log.
    pub fn save(&mut self, at: Moment) -> String {
        self.log.add(EventKind::FormSave, None, at.0);
        self.saved()
    }

    /// The same without a word in the log.
    pub(crate) fn saved(&self) -> String {
        let confirmed: Vec<Value> =
            self.confirmed.iter().map(|(cell, value)| json!([self.path(*cell), value])).collect();
        let events: Vec<Value> = self.log.events.iter().map(event_out).collect();
        let document = json!({
            "sounding": VERSION,
            "form": self.form.hash(),
            "seed": hex(&self.surroundings.seed),
            "draws": self.draws.get(),
            "language": self.language(),
            "finished": self.finished,
            "replaces": self.replaces,
            "record": self.record(0),
            "confirmed": confirmed,
            "log": events,
        });
        document.to_string()
    }

    /// Goes on with a saved interview. The surroundings are those of now; the seed is the one that it began with.
    pub fn resume(
        form: Arc<Form>,
        mut surroundings: Surroundings,
        saved: &str,
        at: Moment,
    ) -> Result<Interview, Unusable> {
        let document: Value = serde_json::from_str(saved).map_err(|_| Unusable::NotSaved)?;
        match document.get("sounding").and_then(Value::as_u64) {
            None => return Err(Unusable::NotSaved),
            Some(VERSION) => {}
            Some(version) => return Err(Unusable::Version(version)),
        }
        if document.get("form").and_then(Value::as_str) != Some(form.hash()) {
            return Err(Unusable::OtherForm);
        }
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        surroundings.seed = text("seed").and_then(unhex).ok_or(Unusable::Broken)?;
        let mut interview = Interview::blank(form, surroundings, at);
        interview.draws.set(document.get("draws").and_then(Value::as_u64).ok_or(Unusable::Broken)?);
        let language = text("language").unwrap_or_default();
        if let Some(known) = interview.form.languages.iter().position(|known| known == language) {
            interview.language = known;
        }
        interview.finished = document.get("finished").and_then(Value::as_bool).unwrap_or_default();
        interview.replaces = text("replaces").map(ToOwned::to_owned);
        interview.take_record(0, document.get("record").ok_or(Unusable::Broken)?)?;
        interview.begun();
        for pair in document.get("confirmed").and_then(Value::as_array).into_iter().flatten() {
            let (Some(path), Some(value)) =
                (pair.get(0).and_then(Value::as_str), pair.get(1).and_then(Value::as_str))
            else {
                return Err(Unusable::Broken);
            };
            let cell = interview.find(path).ok_or(Unusable::Broken)?;
            interview.confirmed.insert(cell, value.to_owned());
        }
        for event in document.get("log").and_then(Value::as_array).into_iter().flatten() {
            interview.log.events.push(event_in(event).ok_or(Unusable::Broken)?);
        }
        interview.compute_all();
        interview.log.add(EventKind::FormResume, None, at.0);
        Ok(interview)
    }

    /// What is in a cell: answered values by name, and repeats as lists.
    fn record(&self, cell: Cell) -> Value {
        let tree = &self.form.tree;
        let mut record = Map::new();
        for child in &tree.get(self.cells.get(cell).form).children {
            let template = tree.get(*child);
            let mut inside = Vec::new();
            self.cells.each_of(tree, cell, *child, &mut |found| inside.push(found));
            let value = match &template.role {
                Role::Repeat { .. } => {
                    Value::Array(inside.iter().map(|instance| self.record(*instance)).collect())
                }
                Role::Leaf(_) => {
                    let content = inside.first().map(|cell| self.cells.get(*cell));
                    match content {
                        Some(content) if !content.text.is_empty() => json!(content.text),
                        _ => continue,
                    }
                }
                _ => inside.first().map_or(Value::Null, |inside| self.record(*inside)),
            };
            if value.as_object().is_some_and(Map::is_empty) {
                continue;
            }
            // A name may stand twice in a group; the second is kept under its place.
            let name =
                if record.contains_key(&template.name) { format!("#{child}") } else { template.name.clone() };
            record.insert(name, value);
        }
        Value::Object(record)
    }

    fn take_record(&mut self, cell: Cell, record: &Value) -> Result<(), Unusable> {
        let form = Arc::clone(&self.form);
        let record = record.as_object().ok_or(Unusable::Broken)?;
        for (name, value) in record {
            let node = self.cells.get(cell).form;
            let child = match name.strip_prefix('#') {
                Some(number) => {
                    number.parse().ok().filter(|child| form.tree.get(node).children.contains(child))
                }
                None => form.tree.child(node, name),
            };
            let child = child.ok_or(Unusable::Broken)?;
            if let Role::Repeat { .. } = form.tree.get(child).role {
                for instance in value.as_array().ok_or(Unusable::Broken)? {
                    let holder = self.cells.get(cell).block;
                    let block = self.cells.add(&form.tree, holder, child, usize::MAX);
                    let base = self.cells.block(block).base;
                    self.take_record(base, instance)?;
                }
                continue;
            }
            let mut inside = NOTHING;
            self.cells.each_of(&form.tree, cell, child, &mut |found| inside = found);
            match (&form.tree.get(child).role, value) {
                (Role::Leaf(_), Value::String(text)) => self.cells.get_mut(inside).text.clone_from(text),
                (Role::Group { .. }, record) => self.take_record(inside, record)?,
                _ => return Err(Unusable::Broken),
            }
        }
        Ok(())
    }
}

fn event_out(event: &Event) -> Value {
    let mut out = vec![json!(event.kind.name()), json!(event.start)];
    out.push(json!(event.end));
    out.push(json!(event.node));
    out.push(json!(event.old));
    out.push(json!(event.new));
    out.push(event.location.map_or(Value::Null, |(a, b, c)| json!([a, b, c])));
    // What is blank at the end is left out.
    while out.last() == Some(&Value::Null) {
        out.pop();
    }
    Value::Array(out)
}

fn event_in(event: &Value) -> Option<Event> {
    let part = |at: usize| event.get(at).filter(|part| !part.is_null());
    let text = |at: usize| part(at).and_then(Value::as_str).map(ToOwned::to_owned);
    let number = |value: &Value, at: usize| value.get(at).and_then(Value::as_f64);
    Some(Event {
        kind: EventKind::from_name(part(0)?.as_str()?)?,
        start: part(1)?.as_i64()?,
        end: part(2).and_then(Value::as_i64),
        node: text(3),
        old: text(4),
        new: text(5),
        location: match part(6) {
            Some(at) => Some((number(at, 0)?, number(at, 1)?, number(at, 2)?)),
            None => None,
        },
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
