//! External identities: which person at which provider is which user here.

mod external_identity;
mod repository;
mod subject;

pub use external_identity::{ExternalIdentity, UpstreamSession};
pub use repository::{IdentityRepository, LogoutTokenRepository, UpstreamSessionRepository};
pub use subject::{InvalidSubject, Subject};
