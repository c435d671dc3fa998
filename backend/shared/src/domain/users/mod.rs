//! Users: who may sign in, and as what.

mod display_name;
mod email;
mod repository;
mod roles;
pub mod unicode;
mod user;

pub use display_name::{DisplayName, InvalidDisplayName};
pub use email::{Email, InvalidEmail};
pub use repository::{UserCounts, UserFilter, UserRepository};
pub use roles::{InvalidRoles, Role, Roles};
pub use user::{Registration, UnknownWord, User, UserStatus};
