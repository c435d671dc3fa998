//! Programs of other people that the checks and the stack run, and how to have them.

pub(crate) mod compose;
mod go_tool;
pub(crate) mod hadolint;
pub(crate) mod provider;
pub(crate) mod vault;
