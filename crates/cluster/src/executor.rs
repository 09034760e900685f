//! The process that reads the files and sums.

use std::path::PathBuf;
use std::sync::Arc;

use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use sounding_survey::Finding;
use tokio::runtime::Builder;

use crate::{Address, process, speak};

/// How an executor is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Executor {
    /// Its scheduler.
    pub scheduler: Address,
    /// The address of this machine that it listens at.
    pub bind: String,
    /// Under which name the scheduler, the other executors and the clients reach it; the bound address if none.
    pub host: Option<String>,
    /// Port over which partial sums are fetched.
    pub port: u16,
    /// Port over which the scheduler gives it work.
    pub control_port: u16,
    /// Parts that are worked on at once; 0 for one on each core.
    pub cores: usize,
    /// Bytes that all parts together may take, beyond which they spill to the disk; most of the machine's memory if none.
    pub memory: Option<u64>,
    /// Folder of partial sums; one that is removed at the end if none.
    pub work: Option<PathBuf>,
}

/// Seconds between two signs of life.
const HEARTBEAT: u64 = 2;
/// Seconds for which an executor calls a scheduler that is not there yet.
const PATIENCE: u16 = 30;
/// Plans are recursive, and deep ones need room.
const STACK: usize = 32 << 20;

/// Runs an executor until it is stopped.
pub fn executor(options: &Executor) -> Result<(), Finding> {
    speak();
    let fault = |cause: &dyn std::fmt::Display| process("executor", cause);
    let temporary =
        tempfile::Builder::new().prefix("sounding-executor-").tempdir().map_err(|cause| fault(&cause))?;
    let work = options.work.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let config = ExecutorProcessConfig {
        bind_host: options.bind.clone(),
        external_host: Some(options.host.clone().unwrap_or_else(|| options.bind.clone())),
        port: options.port,
        grpc_port: options.control_port,
        scheduler_host: options.scheduler.host.clone(),
        scheduler_port: options.scheduler.port,
        scheduler_connect_timeout_seconds: PATIENCE,
        vcores: options.cores,
        memory_pool_size: options.memory,
        executor_heartbeat_interval_seconds: HEARTBEAT,
        work_dir: Some(work.display().to_string()),
        ..ExecutorProcessConfig::default()
    };
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|cause| fault(&cause))?;
    runtime.block_on(start_executor_process(Arc::new(config))).map_err(|cause| fault(&cause))
}
