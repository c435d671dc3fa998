//! What the compose files, Dockerfiles, scripts and CI files promise, read by the programs that read them in earnest. No
//! engine is needed: what the containers then do, `docker/standin/run.sh` shows.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod contract;
mod forge;
mod hardening;
mod lints;
mod model;
mod production;
mod redis_users;
mod scripts;
mod secrets;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}
