//! Traces of the same interview by two engines: at each step the state of every node, and the submission at the end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::compare::{self, Difference};
use super::masks::{Masks, bare};
use super::ours::CRASHED;
use super::xform::{self, squeezed};

/// What pyxform writes where a text is missing in a language.
const UNTRANSLATED: &str = "-";

/// What stands between the labels of choices.
const BETWEEN: &str = " | ";

/// Where the judge has all our instances of repeats with a count, and more.
const KEPT: &str = "instances of a counted repeat kept";

/// Where we have instances of repeats with a count that the judge has not.
const COUNTED: &str = "instances of a counted repeat";

/// What differs between two traces; of what differs for good only the first time.
pub(super) fn differences(
    judge: &'static str,
    form: &str,
    ours: &Value,
    theirs: &Value,
    masks: &Masks,
) -> Vec<Difference> {
    let fault = |trace: &Value| trace["error"].as_str().map(str::to_owned);
    if fault(ours).is_some() || fault(theirs).is_some() {
        let crashed = fault(ours).is_some_and(|why| why.starts_with(CRASHED));
        if fault(ours).is_some() && fault(theirs).is_some() && !crashed {
            return Vec::new();
        }
        let say = |trace: &Value| {
            Some(fault(trace).map_or_else(|| "held".into(), |why| format!("not held: {why}")))
        };
        return vec![Difference {
            judge,
            form: form.into(),
            place: "interview".into(),
            ours: say(ours),
            theirs: say(theirs),
        }];
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut differ = |place: String, step: &str, ours: Option<String>, theirs: Option<String>| {
        if ours == theirs || !seen.insert(place.clone()) {
            return;
        }
        let at = |text: Option<String>| text.map(|text| format!("{text}   (after {step})"));
        found.push(Difference { judge, form: form.into(), place, ours: at(ours), theirs: at(theirs) });
    };
    // One engine puts the default first.
    differ("languages".into(), "opening", Some(languages(ours)), Some(languages(theirs)));
    let none = Vec::new();
    let (mine, other) =
        (ours["steps"].as_array().unwrap_or(&none), theirs["steps"].as_array().unwrap_or(&none));
    differ("steps".into(), "all", Some(mine.len().to_string()), Some(other.len().to_string()));
    let last = [(&ours["final"], &theirs["final"])];
    for (ours, theirs) in mine.iter().zip(other).chain(last) {
        let step = ours.get("step").map_or_else(|| "the end".to_owned(), Value::to_string);
        let step = if step == "null" { "opening" } else { &step };
        // Where a step was not carried out by both, what follows may differ; the step itself says so.
        let place =
            if step == "the end" { "outcome".to_owned() } else { format!("outcome of {}", kind(ours)) };
        if !masks.is_open(&bare(place.split_whitespace().last().unwrap_or_default())) {
            differ(place, step, text(&ours["outcome"]), text(&theirs["outcome"]));
        }
        let (mine, other) = (instances(&ours["nodes"], masks), instances(&theirs["nodes"], masks));
        if mine != other {
            // All that follows would differ with it.
            let place = if mine.is_subset(&other) { KEPT } else { COUNTED };
            let say = |paths: BTreeSet<&str>| Some(paths.into_iter().collect::<Vec<_>>().join(" "));
            differ(place.into(), step, say(mine), say(other));
            return found;
        }
        let (mut mine, mut other) = (states(&ours["nodes"], masks), states(&theirs["nodes"], masks));
        forget_untranslated(&mut mine, &mut other);
        for place in mine.keys().chain(other.keys().filter(|place| !mine.contains_key(*place))) {
            differ(place.clone(), step, mine.get(place).cloned(), other.get(place).cloned());
        }
    }
    let submission = |trace: &Value| sent(trace["final"]["submission"].as_str().unwrap_or_default(), masks);
    match (submission(ours), submission(theirs)) {
        (Ok(ours), Ok(theirs)) => found.extend(compare::facts(judge, form, &ours, &theirs)),
        (ours, theirs) => {
            let say =
                |sent: Result<xform::Facts, String>| Some(sent.err().unwrap_or_else(|| "can be read".into()));
            let place = "submission".into();
            found.push(Difference { judge, form: form.into(), place, ours: say(ours), theirs: say(theirs) });
        }
    }
    found
}

/// Drops the texts that pyxform's mark stands for, from both sides; of choices those alone.
fn forget_untranslated(ours: &mut BTreeMap<String, String>, theirs: &mut BTreeMap<String, String>) {
    let marked = |(place, text): (&String, &String)| {
        let label =
            ["label", "hint", "constraintMsg"].iter().any(|name| place.ends_with(&format!(" {name}")));
        (label && text == UNTRANSLATED).then(|| place.clone())
    };
    let places: Vec<String> = theirs.iter().filter_map(marked).collect();
    for place in places {
        ours.remove(&place);
        theirs.remove(&place);
    }
    for (place, labels) in theirs.iter_mut().filter(|(place, _)| place.ends_with(" choiceLabels")) {
        let Some(mine) = ours.get_mut(place) else { continue };
        let (left, right): (Vec<&str>, Vec<&str>) =
            (mine.split(BETWEEN).collect(), labels.split(BETWEEN).collect());
        // Where not the same number is shown, that is what differs.
        if left.len() == right.len() {
            let kept = left.iter().zip(&right).filter(|(_, label)| **label != UNTRANSLATED);
            let (left, right): (Vec<&str>, Vec<&str>) = kept.unzip();
            let (left, right) = (left.join(BETWEEN), right.join(BETWEEN));
            (*mine, *labels) = (left, right);
        }
    }
}

/// Which instances of counted repeats are there.
fn instances<'a>(nodes: &'a Value, masks: &Masks) -> BTreeSet<&'a str> {
    let relevant = |node: &Value| node["relevant"].as_bool().unwrap_or(true);
    let nodes = nodes.as_object().into_iter().flatten().filter(|(_, node)| relevant(node));
    let paths = nodes.map(|(path, _)| path.as_str());
    paths.filter(|path| path.ends_with(']') && masks.counted.contains(&bare(path))).collect()
}

fn languages(trace: &Value) -> String {
    let mut languages: Vec<&str> =
        trace["languages"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    languages.sort_unstable();
    languages.join(", ")
}

fn kind(step: &Value) -> String {
    let names = ["answer", "add", "remove", "language"];
    let taken = &step["step"];
    names.iter().find(|name| taken.get(name).is_some()).map_or_else(
        || "opening".into(),
        |name| format!("{name} {}", taken[name].as_str().unwrap_or_default()),
    )
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// `node property` to value. Of a node that is not relevant nothing else is said: nobody sees it, and nothing of it is sent.
fn states(nodes: &Value, masks: &Masks) -> BTreeMap<String, String> {
    let mut states = BTreeMap::new();
    for (path, node) in nodes.as_object().into_iter().flatten() {
        let relevant = node["relevant"].as_bool().unwrap_or(true);
        let bare = bare(path);
        if masks.is_open(&bare) {
            continue;
        }
        // How many instances are kept of what nobody sees says nothing.
        if !relevant && masks.counted.iter().any(|repeat| bare.starts_with(repeat.as_str())) {
            continue;
        }
        states.insert(format!("{path} relevant"), relevant.to_string());
        if !relevant {
            continue;
        }
        for name in ["required", "readonly", "valid"] {
            if let Some(value) = node[name].as_bool() {
                states.insert(format!("{path} {name}"), value.to_string());
            }
        }
        if let Some(value) = node["value"].as_str() {
            let masked = masks.chance.contains(&bare) && !value.is_empty();
            states.insert(
                format!("{path} value"),
                if masked { "(by chance)".into() } else { tasteless(&bare, value, masks) },
            );
        }
        for name in ["label", "hint", "constraintMsg"] {
            let said = node[name].as_str().map(squeezed).unwrap_or_default();
            let said = if masks.loose { loose(&said) } else { said };
            if !said.is_empty() && !masks.more.contains(&format!("{bare} {name}")) {
                states.insert(format!("{path} {name}"), said);
            }
        }
        for name in ["choices", "choiceLabels"] {
            if let Some(values) = node[name].as_array() {
                let mut values: Vec<String> = values.iter().filter_map(Value::as_str).map(squeezed).collect();
                if masks.shuffled.contains(&bare) {
                    values.sort();
                }
                states.insert(format!("{path} {name}"), values.join(BETWEEN));
            }
        }
    }
    states
}

/// A value without what is a matter of taste.
fn tasteless(path: &str, value: &str, masks: &Masks) -> String {
    if masks.several.contains(path) {
        let mut chosen: Vec<&str> = value.split_whitespace().collect();
        chosen.sort_unstable();
        return chosen.join(" ");
    }
    if masks.loose { loose(&points(value)) } else { points(value) }
}

/// A text with truth as numbers, and whole numbers without decimals.
fn loose(text: &str) -> String {
    match text {
        "true" => return "1".into(),
        "false" => return "0".into(),
        _ => {}
    }
    let mut whole = text.to_owned();
    // `3.0` that ends there; not the beginning of `3.05`.
    while let Some(at) = whole.match_indices(".0").map(|(at, _)| at).find(|at| {
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        digit(whole[..*at].chars().next_back()) && !digit(whole[at + 2..].chars().next())
    }) {
        whole.replace_range(at..at + 2, "");
    }
    whole
}

/// One engine puts a blank between the points of a line.
fn points(value: &str) -> String {
    let numbers = |part: &str| part.split_whitespace().all(|word| word.parse::<f64>().is_ok());
    if value.contains("; ") && value.split(';').all(numbers) {
        value.replace("; ", ";")
    } else {
        value.to_owned()
    }
}

/// The facts of a submission, without what is by chance.
fn sent(source: &str, masks: &Masks) -> Result<xform::Facts, String> {
    let mut facts = xform::instance(source)?;
    // `/data/r #2/q` is the second instance of `/data/r`.
    let unnumbered = |place: &str| {
        let path = without_namespaces(place.strip_prefix("submission ").unwrap_or_default());
        let parts: Vec<&str> =
            path.split('/').map(|part| part.split([' ', '#']).next().unwrap_or_default()).collect();
        parts.join("/")
    };
    facts.retain(|place, _| !masks.is_open(&unnumbered(place)));
    for (place, value) in &mut facts {
        let path = unnumbered(place);
        if let Some((_, attribute)) = place.split_once(" @") {
            let path = format!("{path}/@{attribute}");
            *value = if masks.chance.contains(&path) {
                "(by chance)".into()
            } else {
                tasteless(&path, value, masks)
            };
        } else if place.ends_with(" value") {
            *value = if masks.chance.contains(&path) {
                "(by chance)".into()
            } else {
                tasteless(&path, value, masks)
            };
        } else {
            let kept = value.split(", ").filter(|name| !masks.is_open(&format!("{path}/{name}")));
            *value = kept.collect::<Vec<_>>().join(", ");
        }
    }
    Ok(facts)
}

/// A path without namespaces of its elements, which stand in braces: other paths of a form have none.
fn without_namespaces(path: &str) -> String {
    let mut parts = path.split('{');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |path, part| path + part.split_once('}').map_or(part, |(_, name)| name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Masks, differences};

    fn trace(value: &str, relevant: bool) -> serde_json::Value {
        let nodes = json!({ "/data/q": { "relevant": relevant, "value": value, "valid": true } });
        json!({
            "languages": [],
            "steps": [{ "step": null, "outcome": "done", "nodes": nodes }],
            "final": { "nodes": nodes, "submission": format!("<data><q>{value}</q></data>") },
        })
    }

    #[test]
    fn equal_traces_have_no_differences() {
        assert_eq!(
            differences("javarosa", "f", &trace("a", true), &trace("a", true), &Masks::default()),
            vec![]
        );
    }

    #[test]
    fn another_value_is_said_once_and_in_the_submission() {
        let found = differences("javarosa", "f", &trace("a", true), &trace("b", true), &Masks::default());
        let places: Vec<&str> = found.iter().map(|one| one.place.as_str()).collect();
        assert_eq!(places, ["/data/q value", "submission /data/q value"]);
    }

    #[test]
    fn values_of_what_is_not_relevant_are_nobodys_business() {
        let (mut ours, mut theirs) = (trace("a", false), trace("b", false));
        for trace in [&mut ours, &mut theirs] {
            trace["final"]["submission"] = "<data/>".into();
        }
        assert_eq!(differences("javarosa", "f", &ours, &theirs, &Masks::default()), vec![]);
    }

    #[test]
    fn numbers_and_truth_are_written_in_several_ways() {
        assert_eq!(super::loose("It is 3.0 and 1.05"), "It is 3 and 1.05");
        assert_eq!(super::loose("true"), "1");
    }

    #[test]
    fn a_crash_is_a_difference_whatever_the_judge_says() {
        let said = |why: &str| json!({ "error": why });
        let compared =
            |ours: &str| differences("javarosa", "f", &said(ours), &said("why"), &Masks::default()).len();
        assert_eq!((compared("refused"), compared("CRASHED (101): …")), (0, 1));
    }

    #[test]
    fn what_a_language_lacks_is_not_compared() {
        let says = |label: &str, choices: [&str; 2]| {
            let node = json!({ "/data/q": { "relevant": true, "label": label, "choiceLabels": choices } });
            json!({ "languages": [], "steps": [], "final": { "nodes": node, "submission": "<data/>" } })
        };
        let theirs = says("-", ["A", "-"]);
        let compared = |ours| differences("javarosa", "f", &ours, &theirs, &Masks::default()).len();
        assert_eq!(compared(says("Age", ["A", "B"])), 0);
        assert_eq!(compared(says("Age", ["B", "B"])), 1);
    }

    #[test]
    fn instances_that_a_count_takes_away_here_alone_have_a_place_of_their_own() {
        let holds = |paths: &[&str]| {
            let nodes: serde_json::Map<_, _> =
                paths.iter().map(|path| ((*path).to_owned(), json!({ "relevant": true }))).collect();
            json!({ "languages": [], "steps": [], "final": { "nodes": nodes, "submission": "<data/>" } })
        };
        let masks = Masks { counted: ["/data/r".to_owned()].into(), ..Masks::default() };
        let place = |ours: &[&str], theirs: &[&str]| {
            differences("javarosa", "f", &holds(ours), &holds(theirs), &masks)[0].place.clone()
        };
        assert_eq!(place(&[], &["/data/r[1]"]), super::KEPT);
        assert_eq!(place(&["/data/r[1]"], &[]), super::COUNTED);
    }

    #[test]
    fn namespaces_are_no_part_of_a_path() {
        assert_eq!(super::without_namespaces("/{http://e.org/1}data/{http://e.org/1}q #2"), "/data/q #2");
    }

    #[test]
    fn what_follows_from_chance_is_masked() {
        let form = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><bind nodeset="/data/r" calculate="once(random())"/><bind nodeset="/data/q" calculate="/data/r * 2"/></model></h:head></h:html>"#;
        let masks = Masks::read(form, false);
        assert_eq!(differences("javarosa", "f", &trace("0.1", true), &trace("0.2", true), &masks), vec![]);
    }
}
