//! Users: who may sign in, and as what.

mod display_name;
mod email;
mod repository;
mod roles;
mod search;
mod user;

pub use display_name::{DisplayName, InvalidDisplayName};
pub use email::{Email, InvalidEmail};
pub use repository::{UserFilter, UserRepository};
pub use roles::{InvalidRoles, Role, Roles};
pub use search::search_form;
pub use user::{Registration, UnknownWord, User, UserStatus};
