//! Interviews: a questionnaire is compiled once, and any number of interviews run on what was compiled.

mod compile;
mod log;
mod save;
mod script;
mod state;
mod stock;
mod submission;
#[cfg(test)]
mod tests;

pub use compile::{Files, Form, Media};
pub use log::{AuditColumns, Event, EventKind, EventLog};
pub use save::Unusable;
pub use script::{ScriptFault, run_script};
pub use submission::{Submission, Unreadable};
pub use state::{Answered, Changed, Element, Interview, Offer, Refused, Surroundings, Trouble};
