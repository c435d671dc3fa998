//! A limit on how long a step takes, so that what hangs is told and doesn't hang everything.

use std::collections::HashMap;
use std::fs;
use std::process::{self, Command};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process::Elapsed;

/// What is started after the limit is ended too, this often.
const AGAIN: Duration = Duration::from_secs(1);

/// Does `work`. When it takes longer than `limit`, all that it started is killed, which ends its waiting, and it has failed.
pub(crate) fn within(limit: Duration, work: impl FnOnce() -> Result<()>) -> Result<()> {
    watched(limit, || Family::own().kill(), work)
}

fn watched(limit: Duration, kill: impl Fn() + Send, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let (done, under_way) = mpsc::channel::<()>();
    let (result, was_late) = thread::scope(|scope| {
        let watch = scope.spawn(move || {
            let is_late = |time| under_way.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
            if !is_late(limit) {
                return false;
            }
            println!("    this takes longer than {}: what it started is killed", Elapsed(limit));
            kill();
            while is_late(AGAIN) {
                kill();
            }
            true
        });
        let result = work();
        drop(done);
        (result, watch.join().expect("the watch doesn't panic"))
    });
    if was_late {
        bail!("took longer than {} and was killed", Elapsed(limit));
    }
    result
}

/// A process with those of its descendants that are in one process group. Whoever left the group sees to his own end:
/// servers of tests end with the test that started them.
struct Family {
    ancestor: u32,
    group: u32,
}

impl Family {
    /// Of this command, which is not killed itself.
    fn own() -> Self {
        let ancestor = process::id();
        Self { ancestor, group: kin(ancestor).map_or(ancestor, |kin| kin.group) }
    }

    fn kill(&self) {
        let pids = self.descendants().into_iter().map(|pid| pid.to_string());
        // Some may have ended meanwhile.
        Command::new("kill").args(["-s", "KILL"]).args(pids).stderr(process::Stdio::null()).status().ok();
    }

    fn descendants(&self) -> Vec<u32> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let all: HashMap<u32, Kin> = pids.filter_map(|pid| Some((pid, kin(pid)?))).collect();
        let descends = |mut pid: u32| {
            while let Some(kin) = all.get(&pid) {
                if kin.parent == self.ancestor {
                    return true;
                }
                pid = kin.parent;
            }
            false
        };
        all.iter().filter(|(pid, kin)| kin.group == self.group && descends(**pid)).map(|(pid, _)| *pid).collect()
    }
}

/// Whose child a process is, and in which group.
struct Kin {
    parent: u32,
    group: u32,
}

/// What Linux tells (proc(5), `/proc/pid/stat`); `None` when the process is gone.
fn kin(pid: u32) -> Option<Kin> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold any. State, parent and group follow.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(1);
    let mut number = || fields.next()?.parse().ok();
    Some(Kin { parent: number()?, group: number()? })
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::{CommandExt, ExitStatusExt};

    use anyhow::anyhow;

    use super::*;

    #[test]
    fn whatever_is_in_time_comes_out_as_it_is() {
        let never = || panic!("nobody is killed");
        let minute = Duration::from_mins(1);
        assert!(watched(minute, never, || Ok(())).is_ok());
        let error = watched(minute, never, || Err(anyhow!("no compiler"))).unwrap_err();
        assert_eq!(error.to_string(), "no compiler");
    }

    #[test]
    fn what_hangs_is_killed_with_all_that_it_started_and_has_failed() {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "sleep 1000 & sh -c 'sleep 1000; true'; true"]).process_group(0);
        let mut hanging = shell.spawn().unwrap();
        let (pid, beside) = (hanging.id(), process::id());
        let family = Family { ancestor: beside, group: pid };
        let error = watched(
            Duration::from_millis(50),
            || family.kill(),
            || {
                let status = hanging.wait()?;
                assert_eq!(status.signal(), Some(9));
                Ok(())
            },
        );
        assert_eq!(error.unwrap_err().to_string(), "took longer than 0.1 s and was killed");
        assert!(Family { ancestor: beside, group: pid }.descendants().is_empty());
    }

    #[test]
    fn this_process_is_its_parents_child() {
        let own = kin(process::id()).unwrap();
        assert_eq!(own.parent, std::os::unix::process::parent_id());
        assert!(kin(u32::MAX).is_none());
    }
}
