//! Sessions: a family of refresh tokens, the record of it and the fast copy.
//!
//! - [`rule`] is the whole decision, pure: what a presented refresh token earns.
//! - [`Session`] is the record; [`SessionRepository`] keeps it.
//! - [`CachedSession`] and [`RoleValue`] are the fast copy; [`SessionCache`] keeps it and does the atomic step.

mod cache;
mod changes;
mod record;
pub mod refresh_token;
mod repository;
pub mod rule;
#[cfg(test)]
mod tests;

pub use cache::{CachedSession, CachedState, Epoch, RoleState, RoleValue, SessionCache, SessionView};
pub use changes::{AuthorityChange, AuthorityChangeKind, AuthorityChanges, ChangeFeed, ChangeListener};
pub use record::{Checkpoint, EndReason, Ended, Seen, Session};
pub use refresh_token::{Generation, RefreshToken, RefreshTokens, Salt};
pub use repository::SessionRepository;
