//! `sounding cluster`: the processes of a cluster that makes the sums of estimates.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Starts a process of a cluster, on which `estimate --engine ballista://host:port` makes its sums.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    process: Process,
}

const EXAMPLES: &str = "\
Examples:
  sounding cluster scheduler --bind 10.0.0.5
  sounding cluster executor --scheduler 10.0.0.5:50050 --bind 10.0.0.6
  sounding estimate /shared/answers --engine ballista://10.0.0.5:50050 --weights w --psu commune --mean income

Nobody is asked for a password: keep the ports inside a network that you trust.";

#[derive(Subcommand, Debug)]
enum Process {
    Scheduler(Scheduler),
    Executor(Executor),
}

/// Parts the work and gives it to the executors; one for a cluster.
#[derive(Args, Debug)]
struct Scheduler {
    /// Address of this machine to listen at.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    bind: std::net::IpAddr,
    /// Port to listen at.
    #[arg(long, default_value_t = 50050)]
    port: u16,
    /// Name under which the executors reach it, if not the address.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Seconds of silence after which an executor is given up and its work goes to others.
    #[arg(long, default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(3..))]
    lost_after: u64,
}

/// Reads the files and makes the sums; as many as there are machines.
#[derive(Args, Debug)]
struct Executor {
    /// Where the scheduler listens.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "HOST:PORT")]
    scheduler: String,
    /// Address of this machine to listen at.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    bind: std::net::IpAddr,
    /// Name under which the others reach it, if not the address.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Port over which partial sums are fetched.
    #[arg(long, default_value_t = 50051)]
    port: u16,
    /// Port over which the scheduler gives it work.
    #[arg(long, default_value_t = 50052)]
    control_port: u16,
    /// Parts that are worked on at once; 0 for one on each core.
    #[arg(long, default_value_t = 0)]
    cores: usize,
    /// Gigabytes of memory beyond which sums spill to the disk; most of the machine's if not given.
    #[arg(long, value_name = "GB", value_parser = clap::value_parser!(u64).range(1..))]
    memory: Option<u64>,
    /// Folder for partial sums; a temporary one if not given.
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
}

/// Runs the process until it is stopped.
#[cfg(feature = "cluster")]
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    use crate::terminal::note;
    match &arguments.process {
        Process::Scheduler(own) => {
            let host = own.host.clone().unwrap_or_else(|| own.bind.to_string());
            note(&format!("the scheduler listens at ballista://{host}:{}", own.port));
            let bind = (own.bind, own.port).into();
            sounding_cluster::scheduler(&sounding_cluster::Scheduler {
                bind,
                host,
                lost_after: own.lost_after,
            })?;
        }
        Process::Executor(own) => {
            let scheduler = format!("ballista://{}", own.scheduler).parse().map_err(|_| {
                sounding_survey::Finding::error(
                    "E-ENGINE-002",
                    sounding_survey::Place::default(),
                    format!("no scheduler can be at \"{}\"", own.scheduler),
                    "give its address as host:port",
                )
            })?;
            note(&format!("the executor at {}:{} works for {scheduler}", own.bind, own.port));
            sounding_cluster::executor(&sounding_cluster::Executor {
                scheduler,
                bind: own.bind.to_string(),
                host: own.host.clone(),
                port: own.port,
                control_port: own.control_port,
                cores: own.cores,
                memory: own.memory.map(|gigabytes| gigabytes << 30),
                work: own.work.clone(),
            })?;
        }
    }
    Ok(())
}

/// Says that this program was built without.
#[cfg(not(feature = "cluster"))]
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let what = match arguments.process {
        Process::Scheduler(_) => "sounding cluster scheduler",
        Process::Executor(_) => "sounding cluster executor",
    };
    Err(super::estimate::engine::without_cluster(what))
}
