//! What the column `type` says.

use crate::definition::{Kind, Metadata};

/// What holds other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Group,
    Repeat,
    /// A group for each choice of a list; an old form of XLSForm.
    Loop,
}

impl Container {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Container::Group => "group",
            Container::Repeat => "repeat",
            Container::Loop => "loop",
        }
    }
}

/// A type, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// Something that holds the rows up to its end, with the list of a loop.
    Begin(Container, Option<String>),
    End(Container),
    /// A question that chooses.
    Select(Select),
    /// Tags of OpenStreetMap, from a list where one is named.
    Osm(Option<String>),
    /// A setting written among the questions; the name is its value.
    Setting(&'static str),
    /// A file of data beside the form, by the end of its name.
    External(&'static str),
    /// Any other question.
    Plain(&'static Plain),
    /// A question that chooses, without a list.
    NoList,
    Unknown,
}

/// A question that chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Select {
    pub(super) kind: Kind,
    /// A list, a file, or a reference to answers.
    pub(super) list: String,
    /// Whether the type says that the list is a file.
    pub(super) from_file: bool,
    pub(super) or_other: bool,
}

/// A question that needs no list, with what its type brings along.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) constraint: Option<&'static str>,
    pub(super) hint: Option<&'static str>,
    /// An old spelling, whose parameters nobody checks.
    pub(super) old: bool,
}

const CONTAINERS: [(&str, Container); 5] = [
    ("group", Container::Group),
    ("lgroup", Container::Repeat),
    ("repeat", Container::Repeat),
    ("loop", Container::Loop),
    ("looped group", Container::Repeat),
];

/// Commands of questions that choose; those from files at the end.
const SELECTS: [(&str, Kind, bool); 15] = [
    ("add select one prompt using", Kind::SelectOne, false),
    ("add select multiple prompt using", Kind::SelectMultiple, false),
    ("select all that apply from", Kind::SelectMultiple, false),
    ("select one from", Kind::SelectOne, false),
    ("select1", Kind::SelectOne, false),
    ("select_one", Kind::SelectOne, false),
    ("select one", Kind::SelectOne, false),
    ("select_multiple", Kind::SelectMultiple, false),
    ("select all that apply", Kind::SelectMultiple, false),
    ("select_one_external", Kind::SelectOneExternal, false),
    ("rank", Kind::Rank, false),
    ("select_one_from_file", Kind::SelectOne, true),
    ("select_multiple_from_file", Kind::SelectMultiple, true),
    ("select one from file", Kind::SelectOne, true),
    ("select multiple from file", Kind::SelectMultiple, true),
];

const OTHERS: [&str; 3] = ["or specify other", "or_other", "or other"];

const fn plain(name: &'static str, kind: Kind) -> Plain {
    Plain { name, kind, constraint: None, hint: None, old: false }
}

const fn old(name: &'static str, kind: Kind) -> Plain {
    Plain { name, kind, constraint: None, hint: None, old: true }
}

const fn limited(
    name: &'static str,
    kind: Kind,
    constraint: &'static str,
    hint: Option<&'static str>,
) -> Plain {
    Plain { name, kind, constraint: Some(constraint), hint, old: true }
}

const fn known(name: &'static str, what: Metadata) -> Plain {
    plain(name, Kind::Metadata(what))
}

/// The usual name of every kind first.
const PLAIN: &[Plain] = &[
    plain("text", Kind::Text),
    plain("integer", Kind::Integer),
    plain("decimal", Kind::Decimal),
    plain("range", Kind::Range),
    plain("date", Kind::Date),
    plain("time", Kind::Time),
    plain("dateTime", Kind::DateTime),
    plain("note", Kind::Note),
    plain("calculate", Kind::Calculate),
    plain("acknowledge", Kind::Acknowledge),
    plain("hidden", Kind::Hidden),
    plain("geopoint", Kind::Geopoint),
    plain("geotrace", Kind::Geotrace),
    plain("geoshape", Kind::Geoshape),
    plain("image", Kind::Image),
    plain("audio", Kind::Audio),
    plain("video", Kind::Video),
    plain("file", Kind::File),
    plain("barcode", Kind::Barcode),
    known("start", Metadata::Start),
    known("end", Metadata::End),
    known("today", Metadata::Today),
    known("deviceid", Metadata::DeviceId),
    known("subscriberid", Metadata::SubscriberId),
    known("simserial", Metadata::SimSerial),
    known("phonenumber", Metadata::PhoneNumber),
    known("username", Metadata::Username),
    known("email", Metadata::Email),
    known("uri:deviceid", Metadata::UriDeviceId),
    known("uri:subscriberid", Metadata::UriSubscriberId),
    known("uri:simserial", Metadata::UriSimSerial),
    known("uri:phonenumber", Metadata::UriPhoneNumber),
    known("uri:username", Metadata::UriUsername),
    known("uri:email", Metadata::UriEmail),
    known("audit", Metadata::Audit),
    known("start-geopoint", Metadata::StartGeopoint),
    known("background-geopoint", Metadata::BackgroundGeopoint),
    known("background-audio", Metadata::BackgroundAudio),
    // Other spellings.
    old("string", Kind::Text),
    old("q string", Kind::Text),
    old("add text prompt", Kind::Text),
    old("int", Kind::Integer),
    old("q int", Kind::Integer),
    old("add integer prompt", Kind::Integer),
    old("q decimal", Kind::Decimal),
    old("add decimal prompt", Kind::Decimal),
    old("q date", Kind::Date),
    old("add date prompt", Kind::Date),
    old("datetime", Kind::DateTime),
    old("date time", Kind::DateTime),
    old("q dateTime", Kind::DateTime),
    old("q date time", Kind::DateTime),
    old("add date time prompt", Kind::DateTime),
    old("add dateTime prompt", Kind::DateTime),
    old("q note", Kind::Note),
    old("add note prompt", Kind::Note),
    old("q calculate", Kind::Calculate),
    old("add calculate prompt", Kind::Calculate),
    old("trigger", Kind::Acknowledge),
    old("q acknowledge", Kind::Acknowledge),
    old("add acknowledge prompt", Kind::Acknowledge),
    old("location", Kind::Geopoint),
    old("gps", Kind::Geopoint),
    old("q location", Kind::Geopoint),
    old("q geopoint", Kind::Geopoint),
    old("add location prompt", Kind::Geopoint),
    old("q geotrace", Kind::Geotrace),
    old("q geoshape", Kind::Geoshape),
    plain("photo", Kind::Image),
    old("q picture", Kind::Image),
    old("q image", Kind::Image),
    plain("add image prompt", Kind::Image),
    plain("add photo prompt", Kind::Image),
    old("q audio", Kind::Audio),
    plain("add audio prompt", Kind::Audio),
    old("q video", Kind::Video),
    old("add video prompt", Kind::Video),
    old("add file prompt", Kind::File),
    old("q barcode", Kind::Barcode),
    old("add barcode prompt", Kind::Barcode),
    known("start time", Metadata::Start),
    known("get start time", Metadata::Start),
    known("end time", Metadata::End),
    known("get end time", Metadata::End),
    known("get today", Metadata::Today),
    known("imei", Metadata::DeviceId),
    known("device id", Metadata::DeviceId),
    known("get device id", Metadata::DeviceId),
    known("subscriber id", Metadata::SubscriberId),
    known("get subscriber id", Metadata::SubscriberId),
    known("sim id", Metadata::SimSerial),
    known("get sim id", Metadata::SimSerial),
    known("get phone number", Metadata::PhoneNumber),
    limited("phone number", Kind::Text, "regex(., '^\\d*$')", Some("Enter numbers only.")),
    limited("percentage", Kind::Integer, "0 <= . and . <= 100", None),
    limited(
        "number of days in last month",
        Kind::Integer,
        "0 <= . and . <= 31",
        Some("Enter a number 0-31."),
    ),
    limited(
        "number of days in last six months",
        Kind::Integer,
        "0 <= . and . <= 183",
        Some("Enter a number 0-183."),
    ),
    limited(
        "number of days in last year",
        Kind::Integer,
        "0 <= . and . <= 365",
        Some("Enter a number 0-365."),
    ),
];

/// Understands a type, its spaces being single.
pub(super) fn parse(written: &str) -> Type {
    if let Some(begin) = control(written, "begin") {
        return begin;
    }
    if let Some(Type::Begin(container, None)) = control(written, "end") {
        return Type::End(container);
    }
    if let Some(select) = select(written) {
        return Type::Select(select);
    }
    match written {
        "form_title" | "set_form_title" => return Type::Setting("title"),
        "form_id" | "set_form_id" => return Type::Setting("id_string"),
        "prefix" => return Type::Setting("prefix"),
        "csv-external" => return Type::External("csv"),
        "xml-external" => return Type::External("xml"),
        "osm" => return Type::Osm(None),
        "select multiple from" | "select one using" | "select multiple using" | "q select" | "q select1" => {
            return Type::NoList;
        }
        _ => {}
    }
    if let Some(list) = written.strip_prefix("osm ").and_then(|rest| rest.split_whitespace().next()) {
        return Type::Osm(Some(list.to_owned()));
    }
    if let Some(found) = PLAIN.iter().find(|plain| plain.name == written) {
        return Type::Plain(found);
    }
    if SELECTS.iter().any(|(command, _, _)| *command == written) { Type::NoList } else { Type::Unknown }
}

/// `begin group`, `begin_repeat`, `begin loop over list`.
fn control(written: &str, word: &str) -> Option<Type> {
    let rest = written.strip_prefix(word)?;
    let rest = rest.strip_prefix(|mark: char| mark == '_' || mark.is_whitespace())?;
    CONTAINERS.iter().find_map(|(name, container)| {
        let rest = rest.strip_prefix(name)?;
        if rest.is_empty() {
            return Some(Type::Begin(*container, None));
        }
        let list = rest.strip_prefix(' ')?;
        let list = list.strip_prefix("over ").unwrap_or(list);
        (!list.is_empty() && !list.contains(char::is_whitespace))
            .then(|| Type::Begin(*container, Some(list.to_owned())))
    })
}

fn select(written: &str) -> Option<Select> {
    SELECTS.iter().find_map(|&(command, kind, from_file)| {
        let rest = written.strip_prefix(command)?.strip_prefix(' ')?;
        let (list, other) = rest.split_once(' ').unwrap_or((rest, ""));
        let or_other = OTHERS.contains(&other);
        (!list.is_empty() && (other.is_empty() || or_other)).then(|| Select {
            kind,
            list: list.to_owned(),
            from_file,
            or_other,
        })
    })
}

/// The usual names of all types, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let selects =
        ["select_one", "select_multiple", "rank", "select_one_from_file", "select_multiple_from_file"];
    let controls = ["begin_group", "end_group", "begin_repeat", "end_repeat"];
    let others = ["select_one_external", "csv-external", "xml-external", "osm"];
    PLAIN.iter().map(|plain| plain.name).chain(selects).chain(controls).chain(others)
}

/// The usual name of a kind that needs no list.
pub(crate) fn usual_name(kind: Kind) -> Option<&'static str> {
    PLAIN.iter().find(|plain| plain.kind == kind).map(|plain| plain.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_of_two_commands_is_meant_where_the_shorter_leaves_too_much() {
        let list = |written: &str| {
            select(written).map(|select| (select.kind, select.list, select.from_file, select.or_other))
        };
        assert_eq!(
            list("select one from file towns.csv"),
            Some((Kind::SelectOne, "towns.csv".into(), true, false))
        );
        assert_eq!(list("select one from towns"), Some((Kind::SelectOne, "towns".into(), false, false)));
        assert_eq!(
            list("select all that apply from a or specify other"),
            Some((Kind::SelectMultiple, "a".into(), false, true))
        );
        assert_eq!(list("select_one a b"), None);
        assert_eq!(list("rank a"), Some((Kind::Rank, "a".into(), false, false)));
    }

    #[test]
    fn groups_begin_and_end_in_every_spelling() {
        assert_eq!(parse("begin_group"), Type::Begin(Container::Group, None));
        assert_eq!(parse("begin lgroup"), Type::Begin(Container::Repeat, None));
        assert_eq!(parse("begin looped group"), Type::Begin(Container::Repeat, None));
        assert_eq!(parse("begin loop over towns"), Type::Begin(Container::Loop, Some("towns".into())));
        assert_eq!(parse("end repeat"), Type::End(Container::Repeat));
        assert_eq!(parse("end repeat x"), Type::Unknown);
        assert_eq!(parse("Text"), Type::Unknown);
    }
}
