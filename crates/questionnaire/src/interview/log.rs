//! What happened in an interview and when: the record from which the time per question, changes of mind and steps back follow.
//! Nothing here asks the clock; every event comes with its instant.

use std::fmt::Write;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Which element, as `/data/roster[2]/age`.
    pub node: Option<String>,
    /// When it began, in milliseconds since 1970 in universal time.
    pub start: i64,
    /// When it ended, for what lasts.
    pub end: Option<i64>,
    /// The value before, where one changed.
    pub old: Option<String>,
    /// The value after; also the language chosen.
    pub new: Option<String>,
    /// Latitude, longitude and accuracy in metres, where the client gave them.
    pub location: Option<(f64, f64, f64)>,
}

/// What kinds of things happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The interview began.
    FormStart,
    /// A saved interview went on.
    FormResume,
    /// It was saved.
    FormSave,
    /// It was left.
    FormExit,
    /// It was finished.
    FormFinalize,
    /// A question was on screen, from start to end.
    Question,
    /// Questions of one screen were on it, from start to end; each has an event of its own too.
    GroupQuestions,
    /// The end of the form was on screen.
    EndScreen,
    /// Another repeat was offered.
    PromptRepeat,
    /// A repeat was added.
    AddRepeat,
    /// A repeat was removed.
    DeleteRepeat,
    /// Someone went to a question out of order.
    Jump,
    /// Someone went one screen back.
    Back,
    /// A value was changed, by a person.
    Change,
    /// An answer broke its condition.
    ConstraintError,
    /// A doubtful answer was confirmed.
    Confirmed,
    /// The language was changed.
    Language,
}

/// Every kind with its name in files; those that ODK's audit has have ODK's.
const NAMES: [(EventKind, &str, bool); 17] = [
    (EventKind::FormStart, "form start", true),
    (EventKind::FormResume, "form resume", true),
    (EventKind::FormSave, "form save", true),
    (EventKind::FormExit, "form exit", true),
    (EventKind::FormFinalize, "form finalize", true),
    (EventKind::Question, "question", true),
    (EventKind::GroupQuestions, "group questions", true),
    (EventKind::EndScreen, "end screen", true),
    (EventKind::PromptRepeat, "add repeat prompt", false),
    (EventKind::AddRepeat, "add repeat", true),
    (EventKind::DeleteRepeat, "delete repeat", true),
    (EventKind::Jump, "jump", true),
    (EventKind::Back, "back", false),
    (EventKind::Change, "change", false),
    (EventKind::ConstraintError, "constraint error", true),
    (EventKind::Confirmed, "confirmed", false),
    (EventKind::Language, "language", false),
];

impl EventKind {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<EventKind> {
        NAMES.iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| *kind)
    }

    /// Whether ODK's audit files have it.
    pub fn is_audited(self) -> bool {
        NAMES.iter().any(|(kind, _, audited)| *kind == self && *audited)
    }
}

/// All events of an interview in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventLog {
    /// In order.
    pub events: Vec<Event>,
    /// Where the client is, from the last time it said so.
    pub location: Option<(f64, f64, f64)>,
}

/// Columns that an author asked for in the audit file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuditColumns {
    /// Where the client was.
    pub location: bool,
    /// Values before and after.
    pub changes: bool,
    /// Who used the client.
    pub user: bool,
    /// Why something was changed later.
    pub reasons: bool,
}

impl EventLog {
    /// Adds what happened at one instant and gives it, for the details.
    pub(crate) fn add(&mut self, kind: EventKind, node: Option<String>, at: i64) -> &mut Event {
        let location = self.location;
        let at_end = self.events.len();
        self.events.push(Event { kind, node, start: at, end: None, old: None, new: None, location });
        &mut self.events[at_end]
    }

    /// Milliseconds for which each element was on screen, by path in order of first visit.
    pub fn durations(&self) -> Vec<(String, i64)> {
        let mut places = std::collections::BTreeMap::new();
        let mut found: Vec<(String, i64)> = Vec::new();
        for event in &self.events {
            let (EventKind::Question, Some(node), Some(end)) = (event.kind, &event.node, event.end) else {
                continue;
            };
            let place = *places.entry(node.clone()).or_insert_with(|| {
                found.push((node.clone(), 0));
                found.len() - 1
            });
            found[place].1 += end - event.start;
        }
        found
    }

    /// The audit file as ODK writes it.
    pub fn audit(&self, columns: AuditColumns, user: &str) -> String {
        let mut out = String::from("event,node,start,end");
        for (asked, heads) in [
            (columns.location, ",latitude,longitude,accuracy"),
            (columns.changes, ",old-value,new-value"),
            (columns.user, ",user"),
            (columns.reasons, ",change-reason"),
        ] {
            if asked {
                out.push_str(heads);
            }
        }
        out.push('\n');
        for event in self.events.iter().filter(|event| event.kind.is_audited()) {
            let node = event.node.as_deref().unwrap_or_default();
            let end = event.end.map(|end| end.to_string()).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = write!(out, "{},{},{},{end}", event.kind.name(), field(node), event.start);
            if columns.location {
                match event.location {
                    Some((latitude, longitude, accuracy)) => {
                        let _ = write!(out, ",{latitude},{longitude},{accuracy}");
                    }
                    None => out.push_str(",,,"),
                }
            }
            if columns.changes {
                for value in [&event.old, &event.new] {
                    out.push(',');
                    out.push_str(&field(value.as_deref().unwrap_or_default()));
                }
            }
            if columns.user {
                out.push(',');
                out.push_str(&field(user));
            }
            if columns.reasons {
                out.push(',');
            }
            out.push('\n');
        }
        out
    }
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_has_the_columns_asked_for_and_only_what_odk_knows() {
        let mut log = EventLog::default();
        log.add(EventKind::FormStart, None, 1000);
        let event = log.add(EventKind::Question, Some("/data/a".into()), 1500);
        (event.end, event.old, event.new) = (Some(4000), Some("1".into()), Some("x, y".into()));
        log.add(EventKind::Back, Some("/data/a".into()), 4000);
        let columns = AuditColumns { changes: true, ..AuditColumns::default() };
        assert_eq!(
            log.audit(columns, ""),
            "event,node,start,end,old-value,new-value\nform start,,1000,,,\nquestion,/data/a,1500,4000,1,\"x, y\"\n"
        );
        assert_eq!(log.durations(), [("/data/a".to_owned(), 2500)]);
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for (kind, name, _) in NAMES {
            assert_eq!(EventKind::from_name(name), Some(kind));
            assert_eq!(kind.name(), name);
        }
    }
}
