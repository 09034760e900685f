//! The process that parts the work and gives it out.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::start_server;
use sounding_survey::Finding;
use tokio::runtime::Builder;

use crate::{process, speak};

/// How a scheduler is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduler {
    /// Where it listens.
    pub bind: SocketAddr,
    /// Under which name the executors reach it.
    pub host: String,
    /// Seconds of silence after which an executor is given up and its work goes to others.
    pub lost_after: u64,
}

/// Plans are recursive, and deep ones need room.
const STACK: usize = 32 << 20;

/// Runs a scheduler until it is stopped.
pub fn scheduler(options: &Scheduler) -> Result<(), Finding> {
    speak();
    let fault = |cause: &dyn std::fmt::Display| process("scheduler", cause);
    let config = SchedulerConfig {
        external_host: options.host.clone(),
        bind_host: options.bind.ip().to_string(),
        bind_port: options.bind.port(),
        // The other way fills one executor before the next has any.
        task_distribution: TaskDistributionPolicy::RoundRobin,
        executor_timeout_seconds: options.lost_after,
        expire_dead_executor_interval_seconds: (options.lost_after / 3).max(1),
        // When the last one is gone the work is given up, and whoever waits for it is told.
        no_executors_grace_period_seconds: options.lost_after,
        ..SchedulerConfig::default()
    };
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|cause| fault(&cause))?;
    runtime
        .block_on(async {
            let cluster = BallistaCluster::new_from_config(&config).await?;
            start_server(cluster, options.bind, Arc::new(config)).await
        })
        .map_err(|cause| fault(&cause))
}
