//! Requests to addresses that somebody else chose, kept away from everything that is not the public internet.

mod exceptions;

pub use self::exceptions::{AllowedHost, Exceptions, InvalidAllowedHost};
