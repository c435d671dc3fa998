//! The figures of host, process and requests as they stand in answers.

use serde::Serialize;
use shared::domain::clock::Timestamp;
use utoipa::ToSchema;

use crate::services::system_monitor as service;

/// The machine.
#[derive(Debug, Serialize, ToSchema)]
pub struct Host {
    /// CPU use of all cores together since the sample before, 0 to 100.
    #[schema(example = 12.5, minimum = 0, maximum = 100)]
    cpu_percent: f64,
    /// Logical cores.
    #[schema(example = 4)]
    cores: usize,
    /// Installed memory, in bytes.
    #[schema(example = 8_254_390_272_u64)]
    memory_total_bytes: u64,
    /// Memory that is not available to a new program, in bytes.
    #[schema(example = 2_147_483_648_u64)]
    memory_used_bytes: u64,
    /// Runnable tasks, averaged.
    load_average: LoadAverage,
    /// Seconds since the machine started.
    #[schema(example = 864_000)]
    uptime_seconds: u64,
}

/// Runnable tasks averaged over one, five and fifteen minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadAverage {
    /// One minute.
    #[schema(example = 0.42)]
    one: f64,
    /// Five minutes.
    #[schema(example = 0.35)]
    five: f64,
    /// Fifteen minutes.
    #[schema(example = 0.3)]
    fifteen: f64,
}

/// The process that answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Process {
    /// CPU use as a share of all cores since the sample before, 0 to 100.
    #[schema(example = 1.25, minimum = 0, maximum = 100)]
    cpu_percent: f64,
    /// Memory of the process that is in RAM, in bytes.
    #[schema(example = 15_728_640)]
    memory_resident_bytes: u64,
    /// Seconds since the process started.
    #[schema(example = 3600)]
    uptime_seconds: u64,
    /// Threads; null where the operating system doesn't tell.
    #[schema(required, example = 9)]
    threads: Option<usize>,
}

/// Answers of the process since it started.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requests {
    /// All answers.
    #[schema(example = 1205)]
    total: u64,
    /// Answers a second since the sample before.
    #[schema(example = 3.4, minimum = 0)]
    per_second: f64,
    /// The total by class of status code.
    by_status: StatusClasses,
}

/// Answers by class of status code.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusClasses {
    /// 1xx.
    #[schema(example = 0)]
    informational: u64,
    /// 2xx.
    #[schema(example = 1180)]
    success: u64,
    /// 3xx.
    #[schema(example = 5)]
    redirection: u64,
    /// 4xx.
    #[schema(example = 20)]
    client_error: u64,
    /// 5xx.
    #[schema(example = 0)]
    server_error: u64,
}

/// One point of a plot.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sample {
    /// When it was taken.
    #[schema(value_type = String, format = DateTime, example = "2026-01-02T03:04:05Z")]
    at: Timestamp,
    /// CPU use of the host, 0 to 100.
    #[schema(example = 12.5)]
    cpu_percent: f64,
    /// Used memory of the host, in bytes.
    #[schema(example = 2_147_483_648_u64)]
    memory_used_bytes: u64,
    /// Load average of one minute.
    #[schema(example = 0.42)]
    load_one: f64,
    /// Answers a second since the sample before.
    #[schema(example = 3.4)]
    requests_per_second: f64,
    /// Resident memory of the process, in bytes.
    #[schema(example = 15_728_640)]
    process_memory_bytes: u64,
}

impl From<service::HostFigures> for Host {
    fn from(host: service::HostFigures) -> Self {
        let service::LoadAverage { one, five, fifteen } = host.load_average;
        Self {
            cpu_percent: host.cpu_percent,
            cores: host.cores,
            memory_total_bytes: host.memory_total_bytes,
            memory_used_bytes: host.memory_used_bytes,
            load_average: LoadAverage { one, five, fifteen },
            uptime_seconds: host.uptime_seconds,
        }
    }
}

impl From<service::ProcessFigures> for Process {
    fn from(process: service::ProcessFigures) -> Self {
        let service::ProcessFigures { cpu_percent, memory_resident_bytes, uptime_seconds, threads } = process;
        Self { cpu_percent, memory_resident_bytes, uptime_seconds, threads }
    }
}

impl From<service::RequestFigures> for Requests {
    fn from(requests: service::RequestFigures) -> Self {
        let service::StatusClasses { informational, success, redirection, client_error, server_error } =
            requests.by_status;
        Self {
            total: requests.total,
            per_second: requests.per_second,
            by_status: StatusClasses { informational, success, redirection, client_error, server_error },
        }
    }
}

impl From<service::Sample> for Sample {
    fn from(sample: service::Sample) -> Self {
        let service::Sample { at, cpu_percent, memory_used_bytes, load_one, requests_per_second, process_memory_bytes } =
            sample;
        Self { at, cpu_percent, memory_used_bytes, load_one, requests_per_second, process_memory_bytes }
    }
}
