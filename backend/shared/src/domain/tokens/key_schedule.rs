//! Which key versions are published and which one signs: a function of their times, so that all instances agree.

use std::time::Duration;

use super::key::{KeyStatus, KeyVersion, PublicKey, PublishedKey};
use crate::domain::clock::{SignedDuration, Timestamp};

/// One version of a signing key, as the signer keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// The number to name when it shall sign.
    pub version: KeyVersion,
    /// Its public half.
    pub key: PublicKey,
    /// When it was made, by the signer's clock.
    pub created_at: Timestamp,
}

/// What the signer has of one key, and what of it the operator lets be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKeys {
    /// All versions, in any order.
    pub versions: Vec<StoredKey>,
    /// Tokens of lower versions are not good any more, whatever their times say.
    pub usable_from: KeyVersion,
    /// Lower versions sign no more.
    pub signing_from: KeyVersion,
}

/// When a key version is published, signs, and goes.
///
/// The lowest version that may sign does so at once: no other key could. Every later one signs `publish_ahead` after it
/// was made, and from then on the ones before it are retiring. A retiring version goes when its last token is dead, and
/// `publish_ahead` later still: an instance that could not read the keys, or whose clock is behind, may use the old
/// version that much longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySchedule {
    publish_ahead: SignedDuration,
    token_ttl: SignedDuration,
}

impl KeySchedule {
    /// `KEY_PUBLISH_AHEAD` and `ACCESS_TOKEN_TTL`. All instances must be given the same.
    pub fn new(publish_ahead: Duration, token_ttl: Duration) -> Self {
        let signed = |duration| SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Self { publish_ahead: signed(publish_ahead), token_ttl: signed(token_ttl) }
    }

    /// What is published of `stored` at `now`, in the order of the versions. One of them is current, unless none may sign.
    pub fn published(&self, stored: &StoredKeys, now: Timestamp) -> Vec<PublishedKey> {
        let mut versions: Vec<_> = stored.versions.iter().filter(|key| key.version >= stored.usable_from).collect();
        versions.sort_by_key(|key| key.version);
        let current = self.current(&versions, stored.signing_from, now);
        let replaced_at = |position: usize| versions[position + 1..].iter().map(|later| self.signs_from(later)).min();
        let status = |position: usize, key: &StoredKey| {
            if Some(key.version) == current {
                return Some(KeyStatus::Current);
            }
            if current.is_none_or(|current| key.version > current) {
                return Some(KeyStatus::Next);
            }
            let gone_at = replaced_at(position).map_or(Timestamp::MAX, |time| self.last_token_dead(time));
            (now < gone_at).then_some(KeyStatus::Retiring)
        };
        let published = versions.iter().enumerate().filter_map(|(position, key)| {
            let status = status(position, key)?;
            Some(PublishedKey::new(key.version, key.key, status, key.created_at))
        });
        published.collect()
    }

    /// The highest version whose time to sign has come, or else the lowest that may.
    fn current(&self, versions: &[&StoredKey], signing_from: KeyVersion, now: Timestamp) -> Option<KeyVersion> {
        let signing = || versions.iter().filter(|key| key.version >= signing_from);
        let due = signing().rfind(|key| self.signs_from(key) <= now);
        due.or_else(|| signing().next()).map(|key| key.version)
    }

    fn signs_from(&self, key: &StoredKey) -> Timestamp {
        later(key.created_at, self.publish_ahead)
    }

    fn last_token_dead(&self, replaced_at: Timestamp) -> Timestamp {
        later(later(replaced_at, self.token_ttl), self.publish_ahead)
    }
}

fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}
