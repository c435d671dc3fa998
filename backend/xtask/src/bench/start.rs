//! From exec to the first answer, and what the program needs when nobody asks anything.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::program::{Folder, Program};
use super::{Row, median, megabytes};

const STARTS: usize = 11;
const IDLE_STARTS: usize = 5;
/// Memory counts as idle when it has not changed for so many looks, a tenth of a second apart.
const QUIET_LOOKS: usize = 20;
const LOOK: Duration = Duration::from_millis(100);
const MOST_LOOKS: usize = 200;

pub(super) fn measure(binary: &Path) -> Result<Vec<Row>> {
    let fresh = (0..STARTS).map(|_| start(binary, &Folder::new("fresh")?)).collect::<Result<Vec<_>>>()?;
    let folder = Folder::new("existing")?;
    start(binary, &folder)?;
    let existing = (0..STARTS).map(|_| start(binary, &folder)).collect::<Result<Vec<_>>>()?;
    let idle = (0..IDLE_STARTS).map(|_| idle_memory(binary, &folder)).collect::<Result<Vec<_>>>()?;
    Ok(vec![
        Row("resident memory, idle (median of 5 starts)", megabytes(median(idle))),
        Row("exec to first 200 of `/health/live`, existing data (median of 11)", live(&existing)),
        Row("exec to first 200 of `/health/ready`, existing data", ready(&existing)),
        Row("exec to first 200 of `/health/live`, empty data directory", live(&fresh)),
        Row("exec to first 200 of `/health/ready`, empty data directory", ready(&fresh)),
    ])
}

/// When it was alive and when it was ready.
fn start(binary: &Path, folder: &Folder) -> Result<(Duration, Duration)> {
    let mut program = Program::start(binary, folder, &[])?;
    Ok((program.answers("/health/live")?, program.answers("/health/ready")?))
}

fn live(starts: &[(Duration, Duration)]) -> String {
    milliseconds(median(starts.iter().map(|(live, _)| *live).collect()))
}

fn ready(starts: &[(Duration, Duration)]) -> String {
    milliseconds(median(starts.iter().map(|(_, ready)| *ready).collect()))
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.0} ms", duration.as_secs_f64() * 1000.0)
}

fn idle_memory(binary: &Path, folder: &Folder) -> Result<u64> {
    let mut program = Program::start(binary, folder, &[])?;
    program.answers("/health/ready")?;
    let (mut last, mut quiet) = (program.resident()?, 0);
    for _ in 0..MOST_LOOKS {
        sleep(LOOK);
        let now = program.resident()?;
        quiet = if now == last { quiet + 1 } else { 0 };
        last = now;
        if quiet == QUIET_LOOKS {
            break;
        }
    }
    Ok(last)
}
