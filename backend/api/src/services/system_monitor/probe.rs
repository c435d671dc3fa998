//! Reads the operating system. Only what is shown is read, and of all processes only our own.

use std::{fs, time::Duration};

use sysinfo::{CpuRefreshKind, MemoryRefreshKind, Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use super::{
    MonitorError,
    snapshot::{HostFigures, LoadAverage, OperatorFigures},
};

/// The operating system's figures; CPU use of the host is what happened between two readings.
#[derive(Debug)]
pub(super) struct Probe {
    system: System,
    pid: Pid,
}

/// One reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) host: HostFigures,
    /// What this process has used of all cores since it started.
    pub(super) process_cpu_time: Duration,
    pub(super) process_memory_bytes: u64,
    pub(super) threads: Option<usize>,
}

impl Probe {
    pub(super) fn new() -> Result<Self, MonitorError> {
        let system = System::new().map_err(|error| MonitorError(error.into()))?;
        let pid = sysinfo::get_current_pid().map_err(|error| MonitorError(error.into()))?;
        Ok(Self { system, pid })
    }

    pub(super) fn read(&mut self) -> Reading {
        self.system.refresh_cpu_specifics(CpuRefreshKind::nothing().with_usage());
        self.system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
        self.system.refresh_processes_specifics(
            ProcessesToUpdate::Some(&[self.pid]),
            false,
            ProcessRefreshKind::nothing().with_cpu().with_memory().without_tasks(),
        );
        let process = self.system.process(self.pid);
        Reading {
            host: HostFigures {
                cpu_percent: round(f64::from(self.system.global_cpu_usage()).clamp(0.0, 100.0)),
                cores: self.system.cpus().len().max(1),
                memory_total_bytes: self.system.total_memory(),
                memory_used_bytes: self.system.used_memory(),
                load_average: load_average(),
                uptime_seconds: System::uptime().unwrap_or(0),
            },
            process_cpu_time: Duration::from_millis(process.map_or(0, sysinfo::Process::accumulated_cpu_time)),
            process_memory_bytes: process.map_or(0, sysinfo::Process::memory),
            threads: threads(),
        }
    }

    pub(super) fn operator_figures(&self, product_version: String) -> OperatorFigures {
        let process = self.system.process(self.pid);
        OperatorFigures {
            host_name: System::host_name().ok(),
            os_version: System::long_os_version().ok(),
            kernel_version: System::kernel_version().ok(),
            process_id: self.pid.as_u32(),
            product_version,
            build_profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            open_files: process.and_then(sysinfo::Process::open_files),
            open_files_limit: process.and_then(sysinfo::Process::open_files_limit),
        }
    }
}

fn load_average() -> LoadAverage {
    System::load_average().map_or_else(
        |_| LoadAverage::default(),
        |load| LoadAverage { one: load.one, five: load.five, fifteen: load.fifteen },
    )
}

/// Linux lists one entry for each thread; other systems have no such folder.
fn threads() -> Option<usize> {
    fs::read_dir("/proc/self/task").ok().map(Iterator::count)
}

/// Two decimals are enough for a plot.
pub(super) fn round(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}
