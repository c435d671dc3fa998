//! What the monitor tells.

use serde::Serialize;
use shared::domain::clock::Timestamp;

/// Host, process and requests at the last sample, with what led to it. For everyone who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snapshot {
    /// The machine.
    pub host: HostFigures,
    /// This process.
    pub process: ProcessFigures,
    /// What this process answered.
    pub requests: RequestFigures,
    /// Oldest first, at most [`super::HISTORY_LENGTH`]; the last one is this sample.
    pub history: Vec<Sample>,
}

/// The machine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HostFigures {
    /// 0–100 over all cores, since the sample before; in the first sample since the machine started.
    pub cpu_percent: f64,
    /// Logical cores.
    pub cores: usize,
    /// Installed memory.
    pub memory_total_bytes: u64,
    /// Memory that is not available to a new program.
    pub memory_used_bytes: u64,
    /// Runnable tasks, averaged.
    pub load_average: LoadAverage,
    /// Seconds since the machine started.
    pub uptime_seconds: u64,
}

/// Runnable tasks averaged over one, five and fifteen minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LoadAverage {
    /// One minute.
    pub one: f64,
    /// Five minutes.
    pub five: f64,
    /// Fifteen minutes.
    pub fifteen: f64,
}

/// This process.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ProcessFigures {
    /// 0–100 of all cores, since the sample before; 0 in the first sample.
    pub cpu_percent: f64,
    /// Memory of this process that is in RAM.
    pub memory_resident_bytes: u64,
    /// Seconds since the process started.
    pub uptime_seconds: u64,
    /// Threads, where the operating system tells.
    pub threads: Option<usize>,
}

/// What this process answered since it started.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RequestFigures {
    /// All answers.
    pub total: u64,
    /// Answers a second, since the sample before.
    pub per_second: f64,
    /// The total by class of status code.
    pub by_status: StatusClasses,
}

/// Answers by class of status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StatusClasses {
    /// 1xx.
    pub informational: u64,
    /// 2xx.
    pub success: u64,
    /// 3xx.
    pub redirection: u64,
    /// 4xx.
    pub client_error: u64,
    /// 5xx.
    pub server_error: u64,
}

/// One point of the plot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// When it was taken, to the millisecond.
    pub at: Timestamp,
    /// CPU use of the host, 0–100.
    pub cpu_percent: f64,
    /// Used memory of the host.
    pub memory_used_bytes: u64,
    /// Load average of one minute.
    pub load_one: f64,
    /// Answers a second since the sample before.
    pub requests_per_second: f64,
    /// Resident memory of this process.
    pub process_memory_bytes: u64,
}

/// What only an operator may see: it tells an attacker what to aim at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperatorFigures {
    /// Name of the host.
    pub host_name: Option<String>,
    /// Operating system with its version.
    pub os_version: Option<String>,
    /// Version of the kernel.
    pub kernel_version: Option<String>,
    /// Id of this process.
    pub process_id: u32,
    /// Version of the product.
    pub product_version: String,
    /// `release` or `debug`.
    pub build_profile: &'static str,
    /// Open file descriptors of this process, where the operating system tells.
    pub open_files: Option<usize>,
    /// How many it may open.
    pub open_files_limit: Option<usize>,
}
