//! Interviews: a questionnaire is compiled once, and any number of interviews run on what was compiled.

mod compile;
mod log;
mod revalidate;
mod save;
mod script;
mod state;
mod stock;
mod submission;
#[cfg(test)]
mod tests;

pub use compile::{Files, Form, Media, files_named};
pub(crate) use compile::{FormNode, NOTHING, Role, Said};
pub use log::{AuditColumns, Event, EventKind, EventLog};
pub use revalidate::{Difference, DifferenceKind, revalidate};
pub use save::Unusable;
pub use script::{ScriptFault, run_script};
pub use state::{Answered, Changed, Element, Interview, Offer, Refused, Surroundings, Trouble};
pub(crate) use state::{BlockNumber, Cell};
pub use submission::{Submission, Unreadable};
