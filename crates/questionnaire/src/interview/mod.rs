//! Interviews: a questionnaire is compiled once, and any number of interviews run on what was compiled.

mod compile;
mod log;
mod state;
mod stock;

pub use compile::{Files, Form, Media};
pub use log::{AuditColumns, Event, EventKind, EventLog};
pub use state::{Answered, Changed, Element, Interview, Offer, Refused, Surroundings, Trouble};
