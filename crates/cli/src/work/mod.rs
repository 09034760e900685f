//! The steps of a study's work: how each is done, what it is made from, whether it is up to date, and the account of it in
//! `out/provenance.json`. What people see of them is the commands' own.

mod analyses;
mod answered;
mod provenance;
mod report;
mod sample;
mod step;

pub(crate) use answered::{Wanted, answered};
pub(crate) use sample::sample;
pub(crate) use step::{Files, Step, finish};
