//! Refresh tokens: `<sid>.<generation>.<mac>`.
//!
//! A token is a function of the session's salt and the generation, so every process that holds the pepper makes the
//! same successor: two tabs, or a tab whose answer was lost, end up with one and the same token.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::domain::{
    ids::SessionId,
    peppers::{Pepper, PepperId, PepperRing},
    randomness::{Randomness, random_bytes},
};

/// The place of a token in its family, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(u64);

impl Generation {
    /// The generation a sign-in hands out.
    pub const FIRST: Self = Self(1);

    pub fn new(number: u64) -> Self {
        Self(number)
    }

    pub fn number(self) -> u64 {
        self.0
    }

    /// The generation after this one.
    #[must_use]
    pub fn successor(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Whether `other` came right before this one.
    pub fn follows(self, other: Self) -> bool {
        other.0.checked_add(1) == Some(self.0)
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Random bytes of one session that go into the MAC of its tokens. Never leaves the stores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    pub fn new(randomness: &dyn Randomness) -> Self {
        Self(random_bytes(randomness))
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// A presented refresh token: well formed, not yet proven.
#[derive(Debug)]
pub struct RefreshToken {
    session_id: SessionId,
    generation: Generation,
    text: SecretString,
}

/// The text is not a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a refresh token")]
pub struct NotARefreshToken;

impl FromStr for RefreshToken {
    type Err = NotARefreshToken;

    fn from_str(text: &str) -> Result<Self, NotARefreshToken> {
        let mut parts = text.splitn(3, '.');
        let session_id = parts.next().and_then(|part| part.parse().ok()).ok_or(NotARefreshToken)?;
        let generation = parts.next().and_then(|part| part.parse().ok()).ok_or(NotARefreshToken)?;
        parts.next().ok_or(NotARefreshToken)?;
        Ok(Self { session_id, generation: Generation(generation), text: text.into() })
    }
}

impl RefreshToken {
    /// The session the token claims to belong to.
    pub fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    /// The place in the family it claims to have.
    pub fn generation(&self) -> Generation {
        self.generation
    }
}

/// Makes and proves refresh tokens. The only code that knows their MAC.
#[derive(Debug)]
pub struct RefreshTokens {
    peppers: PepperRing,
}

impl RefreshTokens {
    pub fn new(peppers: PepperRing) -> Self {
        Self { peppers }
    }

    /// The pepper that new sessions are made with.
    pub fn current_pepper(&self) -> PepperId {
        self.peppers.current().id()
    }

    /// Whether this pepper is accepted.
    pub fn knows(&self, pepper: &PepperId) -> bool {
        self.peppers.find(pepper).is_some()
    }

    /// The token of one generation; `None` when its pepper is no longer known.
    pub fn mint(
        &self,
        session: &SessionId,
        generation: Generation,
        salt: &Salt,
        pepper: &PepperId,
    ) -> Option<SecretString> {
        let mac = mac(self.peppers.find(pepper)?, session, generation, salt);
        Some(format!("{session}.{generation}.{}", URL_SAFE_NO_PAD.encode(mac)).into())
    }

    /// Whether `token` is the very text that this family's generation has.
    ///
    /// The whole text is rebuilt and compared in constant time, so that no second spelling of a token exists.
    pub fn prove(&self, token: &RefreshToken, salt: &Salt, pepper: &PepperId) -> bool {
        self.mint(&token.session_id, token.generation, salt, pepper).is_some_and(|expected| {
            expected.expose_secret().as_bytes().ct_eq(token.text.expose_secret().as_bytes()).into()
        })
    }
}

fn mac(pepper: &Pepper, session: &SessionId, generation: Generation, salt: &Salt) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    // The session id and the salt have a fixed length, so the parts can't run into each other.
    mac.update(b"rt1");
    mac.update(session.as_str().as_bytes());
    mac.update(generation.to_string().as_bytes());
    mac.update(salt.as_bytes());
    mac.finalize().into_bytes().into()
}
