//! Interviews held by a script, and the trace of what each step did: for judges that compare engines, and for tests of forms. The
//! format is in `interview.md`.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::expression::{Moment, parse_date_time};

use super::compile::Form;
use super::state::{Element, Interview, Refused, Surroundings};

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFault(pub String);

impl std::fmt::Display for ScriptFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ScriptFault {}

/// Runs a script, given as JSON, and gives the trace as JSON. A step that cannot be carried out is said in the trace; only a script
/// that is not one is a fault.
pub fn run_script(form: &Arc<Form>, script: &str) -> Result<String, ScriptFault> {
    let script: Value = serde_json::from_str(script)
        .map_err(|fault| ScriptFault(format!("the script is not JSON: {fault}")))?;
    let text = |name: &str| script.get(name).and_then(Value::as_str);
    let now = text("now").ok_or_else(|| ScriptFault("the script has no \"now\"".to_owned()))?;
    let offset_minutes = zone(now);
    let now = parse_date_time(now, offset_minutes).ok_or_else(|| {
        ScriptFault(format!("\"{now}\" is no instant; write 2026-07-01T09:00:00.000+07:00"))
    })?;
    let steps = script.get("steps").and_then(Value::as_array);
    let steps = steps.ok_or_else(|| ScriptFault("the script has no \"steps\"".to_owned()))?;
    let mut seed = [0; 32];
    let number = script.get("seed").and_then(Value::as_u64).unwrap_or_default();
    seed[..8].copy_from_slice(&number.to_be_bytes());
    let properties = ["deviceid", "username", "phonenumber", "email"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), text(name)?.to_owned())))
        .collect();
    let mut interview =
        Interview::begin(Arc::clone(form), Surroundings { offset_minutes, seed, properties }, now);
    if let Some(language) = text("language") {
        interview.set_language(language, now);
    }
    let named = form.named;
    let mut trace = vec![json!({ "step": null, "outcome": "done", "nodes": nodes(&interview) })];
    for step in steps {
        let outcome = carry_out(&mut interview, step, now, named)?;
        trace.push(json!({ "step": step, "outcome": outcome, "nodes": nodes(&interview) }));
    }
    let submission = interview.finish(now);
    let language = if named { json!(interview.language()) } else { Value::Null };
    let document = json!({
        "form": form.title(interview.language()),
        "languages": if named { form.languages() } else { &[] },
        "language": language,
        "steps": trace,
        "final": { "nodes": nodes(&interview), "submission": submission.xml },
    });
    serde_json::to_string_pretty(&document).map_err(|fault| ScriptFault(fault.to_string()))
}

/// Minutes of the zone at the end of an instant; 0 where it has none.
fn zone(now: &str) -> i32 {
    let Some(at) = now.rfind(['+', '-']).filter(|at| *at > 10) else { return 0 };
    let digits: String = now[at + 1..].chars().filter(char::is_ascii_digit).collect();
    let (Ok(hours), minutes) = (
        digits.get(..2).unwrap_or_default().parse::<i32>(),
        digits.get(2..4).and_then(|minutes| minutes.parse::<i32>().ok()).unwrap_or(0),
    ) else {
        return 0;
    };
    let minutes = hours * 60 + minutes;
    if now[at..].starts_with('-') { -minutes } else { minutes }
}

fn carry_out(
    interview: &mut Interview,
    step: &Value,
    now: Moment,
    named: bool,
) -> Result<&'static str, ScriptFault> {
    let text = |name: &str| step.get(name).and_then(Value::as_str);
    let outcome = |result: Result<(), Refused>| match result {
        Ok(()) => "done",
        Err(Refused::NotAValue) => "not a value",
        Err(Refused::NotThere | Refused::NotOffered) => "not offered",
    };
    if let Some(path) = text("answer") {
        let value = text("value").unwrap_or_default();
        return Ok(outcome(absolute(path).and_then(|()| interview.answer(path, value, now).map(|_| ()))));
    }
    if let Some(path) = text("add") {
        return Ok(outcome(interview.add(path, now).map(|_| ())));
    }
    if let Some(path) = text("remove") {
        return Ok(outcome(interview.remove(path, now).map(|_| ())));
    }
    if let Some(language) = text("language") {
        let known = named && interview.set_language(language, now);
        return Ok(if known { "done" } else { "not offered" });
    }
    Err(ScriptFault(format!("a step is none of answer, add, remove and language: {step}")))
}

fn absolute(path: &str) -> Result<(), Refused> {
    if path.starts_with('/') { Ok(()) } else { Err(Refused::NotThere) }
}

fn nodes(interview: &Interview) -> Value {
    let mut nodes = Map::new();
    for element in interview.elements() {
        let (path, node) = node(element);
        nodes.insert(path, node);
    }
    Value::Object(nodes)
}

fn node(element: Element) -> (String, Value) {
    let mut node = Map::new();
    let leaf = element.value.is_some();
    if let Some(value) = element.value {
        node.insert("value".into(), json!(value));
    }
    node.insert("relevant".into(), json!(element.relevant));
    if leaf {
        node.insert("required".into(), json!(element.required));
        node.insert("readonly".into(), json!(element.read_only));
        node.insert("valid".into(), json!(element.valid));
    }
    for (name, text) in
        [("label", element.label), ("hint", element.hint), ("constraintMsg", element.constraint_message)]
    {
        if let Some(text) = text {
            node.insert(name.into(), json!(text));
        }
    }
    if let Some(offers) = element.offers {
        let codes: Vec<&str> = offers.iter().map(|offer| offer.code.as_str()).collect();
        let labels: Vec<&str> = offers.iter().map(|offer| offer.label.as_str()).collect();
        node.insert("choices".into(), json!(codes));
        node.insert("choiceLabels".into(), json!(labels));
    }
    (element.path, Value::Object(node))
}
