//! Public keys of access tokens, and what is published about them.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Serialize, Serializer};

use super::paserk;
use crate::{domain::clock::Timestamp, figures::Kind};

/// The bytes are not a key that a signature may be checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid Ed25519 public key")]
pub struct InvalidPublicKey;

/// An Ed25519 public key (RFC 8032): the canonical encoding of a point whose order is not small.
///
/// With a point of small order one signature fits many messages, so such keys are refused here, not at each check.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; Self::BYTES]);

impl PublicKey {
    /// The length of a key.
    pub const BYTES: usize = 32;

    /// The key as it goes over wires: y, and the sign of x.
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// The PASERK id, `k4.pid.…`.
    pub fn id(&self) -> KeyId {
        KeyId(paserk::public_key_id(&self.0).into())
    }

    /// The PASERK text, `k4.public.…`.
    pub fn paserk(&self) -> String {
        paserk::public_key(&self.0)
    }
}

impl TryFrom<&[u8]> for PublicKey {
    type Error = InvalidPublicKey;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidPublicKey> {
        let key = ed25519_compact::PublicKey::from_slice(bytes).map_err(|_| InvalidPublicKey)?;
        key.validate().map_err(|_| InvalidPublicKey)?;
        Ok(Self(*key))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.paserk())
    }
}

/// The text is not the id of a `v4.public` key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PASERK k4.pid id")]
pub struct InvalidKeyId;

/// The PASERK id of a public key, `k4.pid.` and 33 bytes in base64url: what the footer of a token names.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(Arc<str>);

impl KeyId {
    const PREFIX: &'static str = "k4.pid.";
    /// 33 bytes fill 44 characters exactly, so every text of this length has one meaning.
    const DIGEST_CHARACTERS: usize = 44;

    /// The id as it stands in footers and in `paserk.json`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyId {
    type Err = InvalidKeyId;

    fn from_str(text: &str) -> Result<Self, InvalidKeyId> {
        let digest = text.strip_prefix(Self::PREFIX).ok_or(InvalidKeyId)?;
        let base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let valid = digest.len() == Self::DIGEST_CHARACTERS && digest.bytes().all(base64url);
        if valid { Ok(Self(text.into())) } else { Err(InvalidKeyId) }
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({})", self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// The number under which the signer keeps a key. Later keys have higher numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyVersion(pub u32);

/// What a published key is used for. Tokens of all three are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyStatus {
    /// Published so that every verifier knows it before the first token of it appears.
    Next,
    /// Signs new tokens.
    Current,
    /// Signs no more; stays until its last token is dead.
    Retiring,
}

impl Kind for KeyStatus {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Next, "next"), (Self::Current, "current"), (Self::Retiring, "retiring")];
}

/// A public key with what verifiers and signers have to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedKey {
    id: KeyId,
    version: KeyVersion,
    key: PublicKey,
    status: KeyStatus,
    created_at: Timestamp,
}

impl PublishedKey {
    /// Takes the id from the key itself, so that no source of keys can name one as another.
    pub fn new(version: KeyVersion, key: PublicKey, status: KeyStatus, created_at: Timestamp) -> Self {
        Self { id: key.id(), version, key, status, created_at }
    }

    /// The PASERK id of the key.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The version to name when the signer is asked.
    pub fn version(&self) -> KeyVersion {
        self.version
    }

    /// The key itself.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What the key is used for now.
    pub fn status(&self) -> KeyStatus {
        self.status
    }

    /// When the key was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }
}
