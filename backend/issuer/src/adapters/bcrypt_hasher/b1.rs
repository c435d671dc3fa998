//! Scheme `b1`: bcrypt over base64(HMAC-SHA-256(pepper, NFC(password))).

use std::sync::atomic::{AtomicU64, Ordering};

use base64::{Engine, engine::general_purpose::STANDARD};
use bcrypt::HashParts;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use shared::domain::{
    passwords::{HashScheme, PasswordHash},
    peppers::{Pepper, PepperRing},
    randomness::{Randomness, random_bytes},
};
use subtle::ConstantTimeEq;

use super::BcryptSettings;

/// The cost of the sample: 32 rounds, about 2 ms.
const SAMPLE_COST: u32 = 5;

/// What was evaluated since the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkDone {
    /// How often bcrypt was run, at whatever cost.
    pub evaluations: u64,
    /// The rounds of all these runs together, which is what takes the time.
    pub rounds: u64,
}

/// Evaluates the scheme at one cost and counts what it does.
#[derive(Debug)]
pub(super) struct B1 {
    cost: u32,
    evaluations: AtomicU64,
    rounds: AtomicU64,
}

/// A stored hash taken apart, with the pepper it was made with.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pepper: Pepper,
    cost: u32,
    salt: [u8; 16],
    /// The hash that a password must have to match; `None` for the decoy, which nothing matches.
    hash: Option<PasswordHash>,
}

/// Why a stored hash can't be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rejected {
    /// Made with a pepper that is no longer accepted.
    UnknownPepper,
    /// No hash that this code has ever written.
    Unreadable,
}

impl Kept {
    pub(super) fn read(stored: &PasswordHash, peppers: &PepperRing) -> Result<Self, Rejected> {
        let HashScheme::B1 = stored.scheme();
        let pepper = peppers.find(stored.pepper_id()).ok_or(Rejected::UnknownPepper)?.clone();
        let parts: HashParts = stored.digest().parse().map_err(|_| Rejected::Unreadable)?;
        let cost = parts.get_cost();
        // A cost that was never configured would keep a thread busy for hours.
        if !BcryptSettings::COSTS.contains(&cost) {
            return Err(Rejected::Unreadable);
        }
        Ok(Self { pepper, cost, salt: parts.get_salt_raw(), hash: Some(stored.clone()) })
    }
}

impl B1 {
    pub(super) fn new(cost: u32) -> Self {
        Self { cost, evaluations: AtomicU64::new(0), rounds: AtomicU64::new(0) }
    }

    pub(super) fn work_done(&self) -> WorkDone {
        WorkDone { evaluations: self.evaluations.load(Ordering::Relaxed), rounds: self.rounds.load(Ordering::Relaxed) }
    }

    /// Hashes once at a low cost. A hash at the configured cost takes so many times as long as the answer says.
    pub(super) fn sample(&self) -> u32 {
        let cost = self.cost.min(SAMPLE_COST);
        bcrypt::bcrypt(cost, [0; 16], &[0]);
        1 << (self.cost - cost)
    }

    /// What to compare with when there is nothing to compare with.
    pub(super) fn decoy(&self, pepper: &Pepper, randomness: &dyn Randomness) -> Kept {
        Kept { pepper: pepper.clone(), cost: self.cost, salt: random_bytes(randomness), hash: None }
    }

    pub(super) fn hash(&self, password: &SecretString, pepper: &Pepper, salt: [u8; 16]) -> PasswordHash {
        let digest = self.evaluate(&input(password, pepper), self.cost, salt);
        PasswordHash::new(HashScheme::B1, &pepper.id(), digest.expose_secret()).expect("bcrypt's text has its shape")
    }

    /// Whether `password` is the one of `kept`. A refusal costs the rounds of the configured cost, or of the hash's own
    /// cost when that is higher.
    pub(super) fn matches(&self, password: &SecretString, kept: &Kept) -> bool {
        let input = input(password, &kept.pepper);
        let digest = self.evaluate(&input, kept.cost, kept.salt);
        // The decoy is compared with itself, so that it takes every step that a real hash takes.
        let expected = kept.hash.as_ref().map_or(digest.expose_secret(), PasswordHash::digest);
        let equal: bool = digest.expose_secret().as_bytes().ct_eq(expected.as_bytes()).into();
        let matches = equal & kept.hash.is_some();
        if !matches {
            self.top_up(&input, kept);
        }
        matches
    }

    /// Whether a hash that was made now would be better than the one kept.
    pub(super) fn is_outdated(&self, kept: &Kept, current: &Pepper) -> bool {
        kept.cost < self.cost || kept.pepper.id() != current.id()
    }

    /// Does what a cheaper hash left undone: 2^c + 2^c + 2^(c+1) + … + 2^(C−1) = 2^C.
    fn top_up(&self, input: &SecretString, kept: &Kept) {
        for cost in kept.cost..self.cost {
            self.evaluate(input, cost, kept.salt);
        }
    }

    fn evaluate(&self, input: &SecretString, cost: u32, salt: [u8; 16]) -> SecretString {
        let parts = bcrypt::non_truncating_hash_with_salt(input.expose_secret(), cost, salt)
            .expect("the input has 44 characters, and costs are checked where they come in");
        self.evaluations.fetch_add(1, Ordering::Relaxed);
        self.rounds.fetch_add(1 << cost, Ordering::Relaxed);
        parts.to_string().into()
    }
}

/// What bcrypt gets: 44 characters that depend on every byte of the password, none of them NUL.
fn input(password: &SecretString, pepper: &Pepper) -> SecretString {
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    mac.update(password.expose_secret().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes()).into()
}
