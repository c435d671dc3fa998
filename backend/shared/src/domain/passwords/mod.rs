//! Passwords: which ones may be chosen, what may be presented, how they are kept.
//!
//! One rule for the characters: a password is its text in NFC (RFC 8265 does the same for its opaque strings), compared
//! exactly. So a composed and a decomposed letter are the same, while case, white space (leading, trailing, doubled)
//! and NUL are significant.

mod common;
mod hash;
mod hasher;
mod new_password;
mod presented;

pub use self::{
    hash::{HashScheme, InvalidPasswordHash, PasswordHash},
    hasher::{HasherBusy, PasswordHasher, Verdict},
    new_password::{NewPassword, PasswordRefused},
    presented::{InvalidPresentedPassword, PresentedPassword},
};

/// The greatest length of a password in bytes, as given and in NFC. More is refused, never cut.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// The password in NFC, or `None` when it is longer than [`MAX_PASSWORD_BYTES`] in one of the two forms.
fn normalized(text: &str) -> Option<String> {
    if text.len() > MAX_PASSWORD_BYTES {
        return None;
    }
    Some(crate::domain::users::unicode::nfc(text)).filter(|normalized| normalized.len() <= MAX_PASSWORD_BYTES)
}
