//! A session whose plans a cluster runs.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use sounding_analysis::{Faults, Source, session_settings};
use sounding_survey::{Finding, Place};
use tokio::runtime::Builder;

use crate::Address;

/// How long a scheduler may take to answer a call.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a Parquet file, or a folder of them, whose sums the cluster makes. Every machine must see the files under this path.
pub fn open(address: &Address, path: &Path) -> Result<Source, Faults> {
    let unreachable = |cause: &dyn std::fmt::Display| {
        Faults::from(Finding::error(
            "E-ENGINE-002",
            Place::default(),
            format!("no scheduler answers at {address}: {cause}"),
            "start one with `sounding cluster scheduler`, or correct the address",
        ))
    };
    let caller = called(address).map_err(|cause| unreachable(&cause))?;
    if !ready(caller, address).map_err(|cause| unreachable(&cause))? {
        // Work would wait for an executor for ever.
        return Err(Faults::from(Finding::error(
            "E-ENGINE-009",
            Place::default(),
            format!("no executor works for the scheduler at {address}"),
            "start one on each machine with `sounding cluster executor`",
        )));
    }
    let config = session_settings(SessionConfig::new_with_ballista())
        .with_target_partitions(address.partitions)
        .with_ballista_job_name("sounding");
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(|cause| unreachable(&cause))?;
    let url = format!("df://{}:{}", address.host, address.port);
    let context = runtime
        .block_on(SessionContext::remote_with_state(&url, state))
        .map_err(|cause| unreachable(&cause))?;
    Source::on_cluster(&context, runtime, path, &address.to_string())
}

/// Calls the scheduler.
fn called(address: &Address) -> std::io::Result<TcpStream> {
    let mut last = std::io::Error::other("the name has no address");
    for place in (address.host.as_str(), address.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&place, PATIENCE) {
            Ok(caller) => return Ok(caller),
            Err(cause) => last = cause,
        }
    }
    Err(last)
}

/// Whether it has executors, by its own word.
fn ready(mut caller: TcpStream, address: &Address) -> std::io::Result<bool> {
    caller.set_read_timeout(Some(PATIENCE))?;
    let host = &address.host;
    write!(caller, "GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut said = [0; 12];
    caller.read_exact(&mut said)?;
    match &said {
        b"HTTP/1.1 200" => Ok(true),
        b"HTTP/1.1 503" => Ok(false),
        _ => Err(std::io::Error::other("something that is no scheduler of Ballista 55 answers")),
    }
}
