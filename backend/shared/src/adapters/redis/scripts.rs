//! What Redis does atomically, as scripts: they are loaded at connect, and again when a server has forgotten them.
//!
//! Each begins with `#!lua` (Redis 7): then a server that is no master any more refuses all of it, also what would only
//! have read. Those with `allow-oom` work in a full store too: it takes no new sessions, but those it has can be
//! refreshed and ended, and roles can be taken away.

use std::sync::LazyLock;

use redis::{Cmd, Pipeline, Script};

/// A script, by the hash that Redis knows it under.
pub(super) type Known = LazyLock<Script>;

/// [`crate::domain::sessions::rule::step`].
pub(super) static STEP: Known = LazyLock::new(|| Script::new(include_str!("scripts/step.lua")));
/// Writes a live copy only if absent or unchanged.
pub(super) static WRITE: Known = LazyLock::new(|| Script::new(include_str!("scripts/write.lua")));
/// Writes a tombstone.
pub(super) static BURY: Known = LazyLock::new(|| Script::new(include_str!("scripts/bury.lua")));
/// Writes a role value unless it is older than the one there.
pub(super) static PUT_ROLE: Known = LazyLock::new(|| Script::new(include_str!("scripts/put_role.lua")));
/// Reads a session with the role value of its user.
pub(super) static READ: Known = LazyLock::new(|| Script::new(include_str!("scripts/read.lua")));
/// Replaces a value only if unchanged.
pub(super) static SWAP: Known = LazyLock::new(|| Script::new(include_str!("scripts/swap.lua")));

const SOURCES: [&str; 6] = [
    include_str!("scripts/step.lua"),
    include_str!("scripts/write.lua"),
    include_str!("scripts/bury.lua"),
    include_str!("scripts/put_role.lua"),
    include_str!("scripts/read.lua"),
    include_str!("scripts/swap.lua"),
];

/// A call of a script on the one key that it works on.
pub(super) fn call(script: &Known, key: &str) -> Cmd {
    let mut command = redis::cmd("EVALSHA");
    command.arg(script.get_hash()).arg(1).arg(key);
    command
}

/// Makes a server know all scripts.
pub(super) fn load() -> Pipeline {
    let mut pipeline = redis::pipe();
    for source in SOURCES {
        pipeline.cmd("SCRIPT").arg("LOAD").arg(source).ignore();
    }
    pipeline
}
