//! Passwords: which may be chosen, what is kept of them, and the port that proves them.

mod hash;
mod hasher;
mod password;

pub use hash::{InvalidPasswordHash, PasswordHash};
pub use hasher::{HasherBusy, PasswordHasher, Verdict};
pub use password::{NewPassword, PasswordRefused, PresentedPassword};
