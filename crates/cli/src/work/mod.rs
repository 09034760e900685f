//! The steps of a study's work: what each is made from, whether it is up to date, and the account of it in `out/provenance.json`.

mod provenance;
mod steps;

pub(crate) use steps::Step;
