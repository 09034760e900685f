//! The column `parameters`: `start=0 end=10`, `randomize=true`, `max-pixels=1024`.

use super::range;
use super::row::yes;
use crate::definition::{ChoiceList, Kind, Metadata, Node};
use crate::xlsform::heads::Table;
use crate::xlsform::reading::Reading;
use crate::xlsform::references::{is_xml_name, single};

/// Names and values in the order written.
pub(crate) type Parameters = Vec<(String, String)>;

/// Reads `a=1 b=2`, with spaces, commas or semicolons between. `None` where it is something else. Values are in small
/// letters, except those that name columns or answers.
pub(crate) fn parse(text: &str) -> Option<Parameters> {
    let mut tokens: Vec<&str> = Vec::new();
    for word in text.split(|one: char| one.is_whitespace() || one == ',' || one == ';') {
        let mut rest = word;
        while let Some(at) = rest.find('=') {
            if at > 0 {
                tokens.push(&rest[..at]);
            }
            tokens.push("=");
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            tokens.push(rest);
        }
    }
    let mut parameters = Parameters::new();
    for three in tokens.chunks(3) {
        let [name, "=", value] = *three else { return None };
        if name == "=" || value == "=" {
            return None;
        }
        let name = name.to_lowercase();
        let keep = matches!(name.as_str(), "label" | "value") || value.contains("${");
        let value = if keep { value.to_owned() } else { value.to_lowercase() };
        match parameters.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => parameters.push((name, value)),
        }
    }
    Some(parameters)
}

/// What the checks of a question's parameters need to know.
pub(super) struct Asked<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) kind: Kind,
    pub(super) from_file: bool,
    pub(super) parameters: &'a Parameters,
    /// The list of labels at the ticks of a range.
    pub(super) ticks: Option<&'a ChoiceList>,
}

impl Asked<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Says what is wrong with the parameters of a question. A range of numbers that are not whole becomes one of decimals.
pub(super) fn check(asked: &Asked<'_>, node: &mut Node, reading: &mut Reading) {
    let accepted: &[&str] = match asked.kind {
        Kind::Text => &["rows"],
        Kind::Image => &["app", "max-pixels"],
        Kind::Audio | Kind::Metadata(Metadata::BackgroundAudio) => &["quality"],
        Kind::Metadata(Metadata::Audit) => &[
            "identify-user",
            "location-max-age",
            "location-min-interval",
            "location-priority",
            "track-changes",
            "track-changes-reasons",
        ],
        Kind::Geopoint => {
            &["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"]
        }
        Kind::Geotrace | Kind::Geoshape => &["allow-mock-accuracy", "incremental", "reference-geometry"],
        Kind::Range => &["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"],
        Kind::SelectOne | Kind::SelectMultiple | Kind::Rank | Kind::SelectOneExternal if asked.from_file => {
            &["label", "randomize", "seed", "value"]
        }
        Kind::SelectOne | Kind::SelectMultiple | Kind::Rank | Kind::SelectOneExternal => {
            &["randomize", "seed"]
        }
        // Others have none that are known; nothing is made of them.
        _ => return,
    };
    let mut say = Saying { asked, row: node.row, reading };
    for (name, _) in asked.parameters.iter().filter(|(name, _)| !accepted.contains(&name.as_str())) {
        let near = say.reading.near(name, accepted.iter().copied());
        say.fault("E-FORM-031", &[("parameter", name), ("accepted", &accepted.join(", ")), ("near", near)]);
    }
    match asked.kind {
        Kind::Text => say.whole("rows"),
        Kind::Image => image(node, &mut say),
        Kind::Audio => say.one_of("quality", &["voice-only", "low", "normal", "external"]),
        Kind::Metadata(Metadata::BackgroundAudio) => say.one_of("quality", &["voice-only", "low", "normal"]),
        Kind::Metadata(_) => audit(&mut say),
        Kind::Geopoint | Kind::Geotrace | Kind::Geoshape => {
            say.one_of("allow-mock-accuracy", &["true", "false"]);
            say.number("capture-accuracy");
            say.number("warning-accuracy");
            if asked.kind != Kind::Geopoint
                && asked.get("incremental").is_some_and(|value| yes(value) != Some(true))
            {
                say.one_of("incremental", &["true"]);
            }
        }
        Kind::Range => {
            if range::check(node.appearance.as_deref(), &mut say) {
                node.data_type = Some("decimal".into());
            }
        }
        _ => selects(&mut say),
    }
}

/// Says faults at the cell of the parameters.
pub(super) struct Saying<'a, 'r> {
    pub(super) asked: &'a Asked<'a>,
    row: u64,
    reading: &'r mut Reading,
}

impl Saying<'_, '_> {
    pub(super) fn fault(&mut self, code: &'static str, values: &[(&'static str, &str)]) {
        self.reading.error(code, (self.asked.table, self.row, "parameters"), values);
    }

    fn one_of(&mut self, name: &str, accepted: &[&str]) {
        if let Some(value) = self.asked.get(name).filter(|value| !accepted.contains(value)) {
            self.fault(
                "E-FORM-032",
                &[("parameter", name), ("value", value), ("accepted", &accepted.join(", "))],
            );
        }
    }

    fn whole(&mut self, name: &str) {
        if let Some(value) = self.asked.get(name).filter(|value| !is_whole(value)) {
            self.fault("E-FORM-033", &[("parameter", name), ("value", value)]);
        }
    }

    fn number(&mut self, name: &str) {
        if let Some(value) = self.asked.get(name).filter(|value| value.parse::<f64>().is_err()) {
            self.fault("E-FORM-034", &[("parameter", name), ("value", value)]);
        }
    }
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit())
}

fn image(node: &Node, say: &mut Saying<'_, '_>) {
    say.whole("max-pixels");
    if say.asked.get("max-pixels").is_none() {
        let cell = (say.asked.table, say.row, "parameters");
        say.reading.warning("W-FORM-016", cell, &[]);
    }
    let shown_by_app = node.appearance.as_deref().is_none_or(|appearance| appearance == "annotate");
    if let Some(app) = say.asked.get("app").filter(|_| shown_by_app)
        && !is_package(app)
    {
        say.fault("E-FORM-039", &[("app", app)]);
    }
}

/// Whether the name is one that Android gives to applications: `org.example.camera`.
fn is_package(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|one: char| one.is_ascii_alphabetic())
            && part.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
    };
    name.contains('.') && name.split('.').all(part)
}

fn audit(say: &mut Saying<'_, '_>) {
    say.one_of("track-changes", &["true", "false"]);
    say.one_of("track-changes-reasons", &["on-form-edit"]);
    say.one_of("identify-user", &["true", "false"]);
    let asked = say.asked;
    let places =
        ["location-priority", "location-min-interval", "location-max-age"].map(|name| asked.get(name));
    match places {
        [None, None, None] => {}
        [Some(_), Some(interval), Some(age)] => {
            say.one_of("location-priority", &["no-power", "low-power", "balanced", "high-accuracy"]);
            say.whole("location-min-interval");
            say.whole("location-max-age");
            if let (Ok(interval), Ok(age)) = (interval.parse::<i64>(), age.parse::<i64>()) {
                for (name, value) in [("location-min-interval", interval), ("location-max-age", age)] {
                    if value < 0 {
                        say.fault("E-FORM-038", &[("parameter", name)]);
                    }
                }
                if age < interval {
                    say.fault("E-FORM-037", &[]);
                }
            }
        }
        _ => say.fault("E-FORM-036", &[]),
    }
}

fn selects(say: &mut Saying<'_, '_>) {
    let asked = say.asked;
    for name in ["value", "label"] {
        if let Some(value) = asked.get(name).filter(|value| !is_xml_name(value)) {
            say.fault("E-FORM-040", &[("parameter", name), ("value", value)]);
        }
    }
    say.one_of("randomize", &["true", "false"]);
    if let Some(seed) = asked.get("seed") {
        if asked.get("randomize").is_none() {
            say.fault("E-FORM-035", &[]);
        } else if single(seed).is_none() {
            say.number("seed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_pairs_with_any_mark_between() {
        let read = |text| {
            let pairs = parse(text)?;
            Some(pairs.iter().map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(read("Start=0, end = 10;step=2").as_deref(), Some("start:0 end:10 step:2"));
        assert_eq!(read("value=Code label=Name").as_deref(), Some("value:Code label:Name"));
        assert_eq!(read("randomize=TRUE seed=${Seed}").as_deref(), Some("randomize:true seed:${Seed}"));
        assert_eq!(read("").as_deref(), Some(""));
        for bad in ["start", "start=", "=1", "a=b=c", "a b=c"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
