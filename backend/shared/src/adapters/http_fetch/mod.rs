//! Requests to addresses that somebody else chose, kept away from everything that is not the public internet (SECURITY
//! rule 11).
//!
//! ```text
//! URL ── https? ──> host ──┬── excepted ───> system's resolver ───────────────────────────┐
//!                          ├── literal ────> is it public? ──────────────────────────────>├──> connection
//!                          └── name ───────> system's resolver ──> which ones are public? ┘
//! ```
//! The resolver is the connection's own, so what was looked at is what is connected to.

mod address;
mod certificate;
mod exceptions;
mod guarded;
mod resolver;
#[cfg(test)]
mod tests;

pub use self::{
    certificate::certificate_end,
    exceptions::{AllowedHost, Exceptions, InvalidAllowedHost},
    guarded::GuardedFetch,
};
