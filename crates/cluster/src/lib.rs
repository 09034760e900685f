//! The sums of an estimate on many machines: a session of the query engine whose plans run on an Apache Ballista cluster, and the two
//! processes of such a cluster, so that nothing needs to be installed but this program.
//!
//! [`open`] gives answers whose sums are made there; [`scheduler`] and [`executor`] run until they are stopped.
//!
//! This crate does not know estimates, designs, how anything is shown, or the clock.

mod address;
mod executor;
mod scheduler;
mod session;

pub use address::Address;
pub use executor::{Executor, executor};
pub use scheduler::{Scheduler, scheduler};
pub use session::open;

use sounding_survey::{Finding, Place};

/// A process of the cluster that could not start or did not end well.
fn process(what: &str, cause: &dyn std::fmt::Display) -> Finding {
    Finding::error(
        "E-ENGINE-008",
        Place::default(),
        format!("the {what} cannot run: {cause}"),
        "check that its ports are free, that the addresses are those of this machine, and that the scheduler runs",
    )
}

/// Lets what the processes say go where the program's log goes. A client is silent: what it has to say is in its findings.
fn speak() {
    // Whoever has set a logger before keeps it.
    let _ = tracing_log::LogTracer::init();
}
