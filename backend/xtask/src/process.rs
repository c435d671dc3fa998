//! Runs other programs: with their output passed on, and with a line that tells how long it took.

use std::fmt::{self, Display};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Runs `command` with its output passed on. Fails unless it ends with success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = command_line(command);
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Whether `command` starts and ends with success; its output is dropped.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Does `work` between a line that names it and a line that tells how long it took.
pub(crate) fn timed<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let watch = Stopwatch::start();
    let result = work()?;
    println!("    done in {}", watch.elapsed());
    Ok(result)
}

/// The program's name and its arguments, as a person would type them.
fn command_line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name).chain(command.get_args()).map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Measures how long a step takes.
#[derive(Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "a command reports real durations and decides nothing by them")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub(crate) fn elapsed(&self) -> Elapsed {
        Elapsed(self.0.elapsed())
    }
}

/// A duration that prints as `0.4 s`, `12 s` or `3 min 05 s`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elapsed(pub(crate) Duration);

impl Display for Elapsed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            0..10 => write!(formatter, "{:.1} s", self.0.as_secs_f64()),
            seconds @ 10..60 => write!(formatter, "{seconds} s"),
            seconds => write!(formatter, "{} min {:02} s", seconds / 60, seconds % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_its_status() {
        let error = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("/nowhere/absent")).unwrap_err();
        assert_eq!(error.to_string(), "`absent` could not be started");
        assert!(!succeeds(&mut Command::new("/nowhere/absent")));
    }

    #[test]
    fn durations_read_like_a_person_says_them() {
        let printed = |milliseconds| Elapsed(Duration::from_millis(milliseconds)).to_string();
        assert_eq!(printed(420), "0.4 s");
        assert_eq!(printed(12_900), "12 s");
        assert_eq!(printed(185_000), "3 min 05 s");
    }
}
