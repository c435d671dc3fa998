//! Identifiers. Made from our own clock and randomness, never by a database.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    clock::{Clock, Timestamp},
    randomness::{Randomness, random_bytes},
};

/// The text is not an identifier of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid identifier")]
pub struct InvalidId;

/// A version 7 UUID (RFC 9562, section 5.7): sorts by the time it was made.
fn uuid_v7(clock: &dyn Clock, randomness: &dyn Randomness) -> Uuid {
    uuid_at(clock.now(), &random_bytes(randomness))
}

fn uuid_at(moment: Timestamp, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(moment.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier; later ones sort after earlier ones.
            pub fn new(clock: &dyn Clock, randomness: &dyn Randomness) -> Self {
                Self(uuid_v7(clock, randomness))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Takes the one spelling that [`fmt::Display`] gives: hyphenated, lower case.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let id = Self(Uuid::try_parse(text).map_err(|_| InvalidId)?);
                if id.to_string() == text { Ok(id) } else { Err(InvalidId) }
            }
        }
    };
}

uuid_id! {
    /// A user. Never given to a second one, not even after deletion.
    UserId
}
uuid_id! {
    /// An entry of the audit record.
    AuditId
}
impl AuditId {
    /// The first identifier of a moment: whatever was written from then on sorts after it.
    pub fn first_of(moment: Timestamp) -> Self {
        Self(uuid_at(moment, &[0; 10]))
    }
}

uuid_id! {
    /// A row of `authority_changes`.
    ChangeId
}
uuid_id! {
    /// One access token (`jti`).
    TokenId
}
uuid_id! {
    /// An identity provider.
    ProviderId
}
uuid_id! {
    /// A link between a person at a provider and a user.
    IdentityId
}
uuid_id! {
    /// A mail in the outbox.
    MailId
}

/// A session (`sid`), which is also the name of its family of refresh tokens: 144 random bits, base64url.
///
/// Knowing one allows nothing: whatever acts on a session wants a MAC, a signature or the owner's token beside it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SessionId(Box<str>);

impl SessionId {
    const BYTES: usize = 18;

    /// A new random identifier.
    pub fn new(randomness: &dyn Randomness) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<{ Self::BYTES }>(randomness)).into())
    }

    /// The identifier as it stands in tokens and keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({})", self.0)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SessionId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match URL_SAFE_NO_PAD.decode(text) {
            Ok(bytes) if bytes.len() == Self::BYTES => Ok(Self(text.into())),
            _ => Err(InvalidId),
        }
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
