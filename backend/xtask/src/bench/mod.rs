//! `cargo xtask bench`: figures of the release binary, as the Markdown table that `documents/benchmarks.md` shows.

mod connection;
mod lighthouse;
mod load;
mod program;
mod start;

use std::fmt::Display;
use std::fs;
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::Workspace;
use crate::{app, process};

/// Nothing to choose: figures are compared with each other, so all are measured the same way.
#[derive(Args, Debug)]
pub(crate) struct Options {}

/// What was measured, and what came out.
struct Row(&'static str, String);

/// Builds the release binary with the app in it and prints the table. Takes about five minutes beside the build.
///
/// Fails, with all figures printed, when a page of the app is below what Lighthouse must say of it.
pub(crate) fn run(workspace: &Workspace, _options: &Options) -> Result<()> {
    app::bring_up_to_date(workspace)?;
    process::timed("building paseport for release (many minutes the first time)", || {
        let mut cargo = workspace.cargo();
        process::run(cargo.args(["build", "--locked", "--release", "--package", "embedded", "--bin", "paseport"]))
    })?;
    let binary = workspace.target.join("release/paseport");
    let size = fs::metadata(&binary).with_context(|| format!("{} is missing", binary.display()))?.len();
    let mut rows = vec![Row("size of the binary", megabytes(size))];
    rows.extend(process::timed("starts and idle memory", || start::measure(&binary))?);
    rows.extend(process::timed("load", || load::measure(&binary))?);
    print(&rows)?;
    lighthouse::measure(workspace, &binary)
}

fn print(rows: &[Row]) -> Result<()> {
    println!("\n{}, {} cores\n", processor(), available_parallelism()?);
    println!("| what | figure |");
    println!("|---|---|");
    for Row(what, figure) in rows {
        println!("| {what} | {figure} |");
    }
    Ok(())
}

/// The processor's name, where the system tells it.
fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| "unknown processor".to_owned(), |(_, name)| name.trim().to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The middle one of an odd number of measurements.
fn median<T: Copy + PartialOrd>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("measurements are numbers"));
    values[values.len() / 2]
}

fn per_second(rate: f64) -> impl Display {
    if rate < 100.0 { format!("{rate:.1} /s") } else { format!("{rate:.0} /s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_slow_run() {
        assert_eq!(median(vec![3, 900, 1, 2, 4]), 3);
        assert_eq!(format!("{}", median(vec![0.5, 9.0, 0.25])), "0.5");
    }

    #[test]
    fn figures_are_shown_with_the_digits_that_mean_something() {
        assert_eq!(megabytes(16_439_920), "16.4 MB");
        assert_eq!(per_second(8.125).to_string(), "8.1 /s");
        assert_eq!(per_second(20_123.4).to_string(), "20123 /s");
    }
}
