use std::{
    fs,
    time::{Duration, Instant},
};

use super::*;

#[derive(Debug)]
struct MovableClock(Mutex<Duration>);

impl MovableClock {
    fn at_start() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Duration::ZERO)))
    }

    fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        "2026-01-02T03:04:05.000999Z".parse::<Timestamp>().unwrap() + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

fn monitor() -> (SystemMonitor, Arc<MovableClock>, Arc<RequestCounter>) {
    let (clock, requests) = (MovableClock::at_start(), Arc::new(RequestCounter::default()));
    let monitor = SystemMonitor::new(clock.clone(), requests.clone(), "1.2.3").unwrap();
    (monitor, clock, requests)
}

/// A line of /proc/meminfo, in bytes.
fn meminfo(key: &str) -> u64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

fn resident_bytes() -> u64 {
    let text = fs::read_to_string("/proc/self/statm").unwrap();
    text.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

fn first_number(path: &str) -> f64 {
    fs::read_to_string(path).unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn figures_of_the_host_agree_with_the_kernel() {
    let (monitor, ..) = monitor();
    let host = monitor.snapshot().host;

    assert_eq!(host.memory_total_bytes, meminfo("MemTotal:"));
    let used = meminfo("MemTotal:") - meminfo("MemAvailable:");
    assert!(host.memory_used_bytes.abs_diff(used) < host.memory_total_bytes / 4, "{host:?}, the kernel says {used}");
    assert!((0.0..=100.0).contains(&host.cpu_percent));
    let cores = fs::read_to_string("/proc/stat").unwrap().lines().filter(|line| line.starts_with("cpu")).count() - 1;
    assert_eq!(host.cores, cores);
    #[expect(clippy::cast_precision_loss, reason = "an uptime is a small number")]
    let uptime = host.uptime_seconds as f64;
    assert!((first_number("/proc/uptime") - uptime).abs() < 5.0);
    assert!((first_number("/proc/loadavg") - host.load_average.one).abs() < 1.0);
}

#[test]
fn figures_of_the_process_agree_with_the_kernel() {
    let (monitor, clock, _) = monitor();
    clock.advance(Duration::from_millis(61_900));
    monitor.sample();
    let process = monitor.snapshot().process;

    assert!(process.memory_resident_bytes.abs_diff(resident_bytes()) < 16 * 1024 * 1024, "{process:?}");
    assert!(process.threads.unwrap() >= 1);
    assert_eq!(process.uptime_seconds, 61);
    assert!((0.0..=100.0).contains(&process.cpu_percent));
}

#[test]
fn a_busy_process_shows_in_its_cpu_figure() {
    let (monitor, clock, _) = monitor();
    let start = cpu_ticks();
    while cpu_ticks() < start + 30 {}
    clock.advance(Duration::from_secs(10));
    monitor.sample();

    // 30 ticks of 10 ms in ten seconds are 3 % of one core.
    let snapshot = monitor.snapshot();
    #[expect(clippy::cast_precision_loss, reason = "the number of cores is small")]
    let least = 2.9 / snapshot.host.cores as f64;
    assert!(snapshot.process.cpu_percent >= least, "{:?}", snapshot.process);
    assert!(snapshot.process.cpu_percent < 100.0, "{:?}", snapshot.process);
}

/// CPU time of this process, in the kernel's ticks.
fn cpu_ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}

#[test]
fn requests_are_a_rate_over_the_last_interval() {
    let (monitor, clock, requests) = monitor();
    (0..10).for_each(|_| requests.record(200));
    clock.advance(Duration::from_secs(4));
    monitor.sample();
    assert_rate(&monitor, 2.5);

    requests.record(404);
    requests.record(503);
    clock.advance(Duration::from_secs(5));
    monitor.sample();
    assert_rate(&monitor, 0.4);

    clock.advance(Duration::from_secs(5));
    monitor.sample();
    assert_rate(&monitor, 0.0);

    let figures = monitor.snapshot().requests;
    assert_eq!(figures.total, 12);
    assert_eq!(
        figures.by_status,
        StatusClasses { informational: 0, success: 10, redirection: 0, client_error: 1, server_error: 1 }
    );
}

#[test]
fn two_samples_at_the_same_instant_lose_no_request() {
    let (monitor, clock, requests) = monitor();
    (0..10).for_each(|_| requests.record(200));
    monitor.sample();
    assert_rate(&monitor, 0.0);

    clock.advance(Duration::from_secs(5));
    monitor.sample();
    assert_rate(&monitor, 2.0);
}

#[track_caller]
fn assert_rate(monitor: &SystemMonitor, expected: f64) {
    let snapshot = monitor.snapshot();
    assert!((snapshot.requests.per_second - expected).abs() < 1e-9, "{:?}", snapshot.requests);
    assert!((snapshot.history.last().unwrap().requests_per_second - expected).abs() < 1e-9);
}

#[test]
fn the_history_is_ordered_bounded_and_ends_with_the_last_sample() {
    let (monitor, clock, _) = monitor();
    assert_eq!(monitor.snapshot().history.len(), 1);
    for _ in 0..HISTORY_LENGTH + 7 {
        clock.advance(SAMPLE_INTERVAL);
        monitor.sample();
    }

    let snapshot = monitor.snapshot();
    assert_eq!(snapshot.history.len(), HISTORY_LENGTH);
    assert!(snapshot.history.windows(2).all(|pair| pair[0].at < pair[1].at));
    let last = snapshot.history.last().unwrap();
    assert_eq!(last.at, to_millisecond(clock.now()));
    assert_eq!(last.memory_used_bytes, snapshot.host.memory_used_bytes);
    assert_eq!(last.process_memory_bytes, snapshot.process.memory_resident_bytes);
}

#[test]
fn times_are_written_as_rfc_3339_to_the_millisecond() {
    let (monitor, ..) = monitor();
    let json = serde_json::to_value(&*monitor.snapshot()).unwrap();
    assert_eq!(json["history"][0]["at"], "2026-01-02T03:04:05Z");
}

#[test]
fn an_operator_learns_host_system_and_build() {
    let (monitor, ..) = monitor();
    let figures = monitor.operator_figures();

    assert_eq!(figures.process_id, std::process::id());
    assert_eq!(figures.product_version, "1.2.3");
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    assert_eq!(figures.kernel_version.as_deref(), Some(kernel.trim()));
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    assert_eq!(figures.host_name.as_deref(), Some(host.trim()));
    assert!(figures.open_files.unwrap() >= 3);
    assert!(figures.open_files_limit.unwrap() >= figures.open_files.unwrap());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "measures real time")]
fn a_sample_takes_less_than_a_millisecond() {
    let (monitor, ..) = monitor();
    // The best of many: what the sample costs, not what else the machine is doing.
    let best = (0..50)
        .map(|_| {
            let start = Instant::now();
            monitor.sample();
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(best < Duration::from_millis(1), "{best:?}");
}
