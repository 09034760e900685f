//! Which engine makes the sums of an estimate.

use std::path::Path;
use std::str::FromStr;

use sounding_analysis::{Reading, Source};

use crate::failure::Failure;

/// Where sums are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Engine {
    /// From the rows, here.
    Embedded,
    /// By groups, here.
    Grouped,
    /// By groups, on a cluster at this address.
    Cluster(String),
}

impl FromStr for Engine {
    type Err = String;

    fn from_str(text: &str) -> Result<Engine, String> {
        match text {
            "embedded" => Ok(Engine::Embedded),
            "grouped" => Ok(Engine::Grouped),
            _ if text.starts_with("ballista://") => Ok(Engine::Cluster(text.to_owned())),
            _ => Err("expected embedded, grouped or ballista://host:port".to_owned()),
        }
    }
}

impl Engine {
    /// Opens the answers for this engine.
    pub(crate) fn open(&self, path: &Path, reading: Reading) -> Result<Source, Failure> {
        match self {
            Engine::Embedded => Ok(Source::open(path, reading)?),
            Engine::Grouped => Ok(Source::open_in_groups(path)?),
            Engine::Cluster(address) => on_cluster(address, path),
        }
    }
}

#[cfg(feature = "cluster")]
fn on_cluster(address: &str, path: &Path) -> Result<Source, Failure> {
    let address: sounding_cluster::Address = address.parse().map_err(|wrong: String| {
        sounding_survey::Finding::error(
            "E-ENGINE-002",
            sounding_survey::Place::default(),
            wrong,
            "give the address of a scheduler that `sounding cluster scheduler` started",
        )
    })?;
    Ok(sounding_cluster::open(&address, path)?)
}

#[cfg(not(feature = "cluster"))]
fn on_cluster(address: &str, _: &Path) -> Result<Source, Failure> {
    Err(without_cluster(&format!("--engine {address}")))
}

/// This program was built without the cluster's libraries.
#[cfg(not(feature = "cluster"))]
pub(crate) fn without_cluster(what: &str) -> Failure {
    use sounding_survey::{Finding, Place};
    Failure::from(Finding::error(
        "E-ENGINE-001",
        Place::default(),
        format!("`{what}` needs the feature `cluster`, and this program was built without it"),
        "build it with `cargo build --release --features cluster`, or use --engine grouped on this machine",
    ))
}
