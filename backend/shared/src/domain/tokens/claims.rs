//! What an access token says.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::{
    clients::{ClientId, Scope},
    clock::Timestamp,
    ids::{SessionId, TokenId, UserId},
};

/// The payload is not that of an access token.
#[derive(Debug, thiserror::Error)]
#[error("not the claims of an access token")]
pub struct InvalidClaims(#[source] Option<serde_json::Error>);

/// The payload of an access token. Roles are not in it: they are looked up, so that taking one away works at once.
///
/// Times are RFC 3339 in UTC. Unknown, doubled and `null` members are refused: a token has one meaning. So a claim that
/// is added must be known to all verifiers before the first token carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessClaims {
    /// Who made the token.
    pub iss: String,
    /// Whom it speaks for: a user id or, from the client credentials grant, a client id. See [`Self::user_id`].
    pub sub: String,
    /// Whom it is for.
    pub aud: String,
    /// The token is dead from this moment on.
    #[serde(with = "rfc3339_utc")]
    pub exp: Timestamp,
    /// The token is not good before this moment.
    #[serde(with = "rfc3339_utc")]
    pub nbf: Timestamp,
    /// When the token was made.
    #[serde(with = "rfc3339_utc")]
    pub iat: Timestamp,
    /// The token's own id.
    pub jti: TokenId,
    /// The session that the token belongs to; a client that speaks for itself has none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub sid: Option<SessionId>,
    /// The client that got the token.
    pub client_id: ClientId,
    /// What the token may be used for.
    pub scope: Scope,
    /// When the user last proved who he is.
    #[serde(default, with = "optional_rfc3339_utc", skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<Timestamp>,
    /// How he did (RFC 8176).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub amr: Option<Vec<String>>,
}

impl AccessClaims {
    /// Reads a payload.
    pub fn from_json(payload: &[u8]) -> Result<Self, InvalidClaims> {
        // A struct may be read from an array too; a claim set is an object.
        if payload.first() != Some(&b'{') {
            return Err(InvalidClaims(None));
        }
        serde_json::from_slice(payload).map_err(|error| InvalidClaims(Some(error)))
    }

    /// The payload of these claims.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, times and lists of strings are always JSON")
    }

    /// The user whom the token speaks for; `None` if it speaks for a client.
    ///
    /// A user's token always has a session. Without one `sub` is a client's name, even if it looks like a user's id.
    pub fn user_id(&self) -> Option<UserId> {
        self.sid.as_ref().and_then(|_| self.sub.parse().ok())
    }
}

/// An optional member is absent or has a value: `null` is neither.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// RFC 3339 with upper-case `T` and `Z` and nothing after it.
mod rfc3339_utc {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::domain::clock::Timestamp;

    pub(super) fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        time.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        let utc = text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z');
        let time = text.parse().map_err(D::Error::custom)?;
        if utc { Ok(time) } else { Err(D::Error::custom("not RFC 3339 in UTC")) }
    }
}

mod optional_rfc3339_utc {
    use serde::{Deserializer, Serialize, Serializer};

    use super::rfc3339_utc;
    use crate::domain::clock::Timestamp;

    #[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        time.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        rfc3339_utc::deserialize(deserializer).map(Some)
    }
}
