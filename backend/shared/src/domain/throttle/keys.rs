//! Names of buckets: HMACs, so that the counters tell nobody who has an account or who tried to sign in.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::known_browser::KnownBrowser;
use crate::domain::{peppers::Pepper, users::Email};

/// The name of a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BucketKey([u8; 32]);

impl BucketKey {
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// For tests of stores, which don't care what a bucket counts.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for BucketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BucketKey(…)")
    }
}

/// Makes the names.
#[derive(Debug)]
pub struct BucketKeys {
    pepper: Pepper,
}

impl BucketKeys {
    pub fn new(pepper: Pepper) -> Self {
        Self { pepper }
    }

    /// Failures for one e-mail from one network, whether or not the account exists.
    pub fn account_and_network(&self, email: &Email, network: &str) -> BucketKey {
        self.key(&["account-network", email.key(), network])
    }

    /// Failures for one e-mail from everywhere.
    pub fn account(&self, email: &Email) -> BucketKey {
        self.key(&["account", email.key()])
    }

    /// Failures of a browser that has signed in to this account before.
    pub fn known_browser(&self, browser: &KnownBrowser) -> BucketKey {
        self.key(&["known-browser", &browser.user_id.to_string(), browser.id()])
    }

    /// Wrong current passwords at a password change, by the user who is signed in.
    pub fn password_change(&self, user: &str) -> BucketKey {
        self.key(&["password-change", user])
    }

    fn key(&self, parts: &[&str]) -> BucketKey {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.pepper.expose()).expect("HMAC takes a key of any length");
        mac.update(b"throttle1");
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        BucketKey(mac.finalize().into_bytes().into())
    }
}
