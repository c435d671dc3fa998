//! bcrypt over a pepper, on threads of its own.
//!
//! Scheme `b1`: bcrypt(base64(HMAC-SHA-256(pepper, NFC(password)))). The HMAC makes 44 characters without NUL out of any
//! password, so nothing is cut at 72 bytes and nothing ends early.

mod queue;

use std::{num::NonZeroUsize, sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use shared::domain::{
    clock::Clock,
    passwords::{HasherBusy, NewPassword, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
    peppers::{Pepper, PepperRing},
    randomness::{Randomness, random_bytes},
};
use subtle::ConstantTimeEq;

use self::queue::Queue;

const SCHEME: &str = "b1";
/// The least cost that bcrypt knows: about a millisecond.
const LEAST_COST: u32 = 4;
/// Beyond this much waiting work, callers are told to come back.
const MOST_WAITING: Duration = Duration::from_secs(2);

/// How dear a hash is, and how many are made at once.
#[derive(Clone, Copy, Debug)]
pub struct BcryptSettings {
    /// log₂ of the rounds.
    pub cost: u32,
    pub threads: NonZeroUsize,
}

/// Hashes and proves passwords with bcrypt.
#[derive(Debug)]
pub struct BcryptHasher {
    cost: u32,
    peppers: PepperRing,
    randomness: Arc<dyn Randomness>,
    queue: Queue,
    /// What is evaluated when there is nothing to compare with.
    decoy: PasswordHash,
}

impl BcryptHasher {
    /// Starts the threads. Hashes once at the least cost there is: the decoy, and a first estimate of how long a hash
    /// takes here.
    pub fn start(
        settings: BcryptSettings,
        peppers: PepperRing,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> std::io::Result<Self> {
        let began = clock.monotonic();
        let decoy = decoy(peppers.current(), settings.cost, &*randomness);
        let cheap = clock.monotonic().saturating_sub(began);
        let once = cheap.saturating_mul(1 << (settings.cost - LEAST_COST));
        let queue = Queue::start(settings.threads, once, MOST_WAITING, clock)?;
        Ok(Self { cost: settings.cost, peppers, randomness, queue, decoy })
    }
}

#[async_trait]
impl PasswordHasher for BcryptHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HasherBusy> {
        let secret = SecretString::from(password.expose().to_owned());
        let (pepper, cost, salt) = (self.peppers.current().clone(), self.cost, random_bytes(&*self.randomness));
        self.queue.run(move || seal(&secret, &pepper, cost, salt)).await
    }

    async fn verify(&self, password: &PresentedPassword, stored: Option<&PasswordHash>) -> Result<Verdict, HasherBusy> {
        let secret = SecretString::from(password.expose().to_owned());
        let pepper_of = |hash: &PasswordHash| {
            let pepper = hash.pepper().and_then(|id| self.peppers.find(&id).cloned());
            pepper.filter(|_| hash.scheme() == SCHEME)
        };
        // A hash of an unknown scheme or pepper proves nothing, but takes as long as any.
        let known = stored.and_then(|hash| pepper_of(hash).map(|pepper| (hash.clone(), pepper)));
        let genuine = known.is_some();
        let (hash, pepper) = known.unwrap_or_else(|| (self.decoy.clone(), self.peppers.current().clone()));
        let (current, cost, salt) = (self.peppers.current().clone(), self.cost, random_bytes(&*self.randomness));
        self.queue
            .run(move || {
                if !(opens(&secret, &pepper, &hash, cost) && genuine) {
                    return Verdict::Refused;
                }
                let stale = cost_of(hash.text()) < cost || pepper.id() != current.id();
                Verdict::Matches { rehash: stale.then(|| seal(&secret, &current, cost, salt)) }
            })
            .await
    }
}

/// The hash of a password that nobody knows, made at the least cost and then given another one. No password has this
/// hash, which a decoy doesn't need: evaluating it takes as long as any of that cost, and the start waits for none.
fn decoy(pepper: &Pepper, cost: u32, randomness: &dyn Randomness) -> PasswordHash {
    let secret = STANDARD.encode(random_bytes::<32>(randomness));
    let parts = bcrypt::non_truncating_hash_with_salt(secret, LEAST_COST, random_bytes(randomness))
        .expect("44 characters fit, and bcrypt knows its least cost");
    let text = parts.format_for_version(bcrypt::Version::TwoB);
    PasswordHash::new(SCHEME, &pepper.id(), &text.replacen(&format!("${LEAST_COST:02}$"), &format!("${cost:02}$"), 1))
}

fn seal(secret: &SecretString, pepper: &Pepper, cost: u32, salt: [u8; 16]) -> PasswordHash {
    let parts = bcrypt::non_truncating_hash_with_salt(input(secret, pepper).expose_secret(), cost, salt)
        .expect("44 characters fit, and the cost was checked at start");
    PasswordHash::new(SCHEME, &pepper.id(), &parts.format_for_version(bcrypt::Version::TwoB))
}

/// Evaluates the stored hash, at its own cost and never less than the configured one in time: a hash from before a rise
/// of the cost is topped up, so that its account can't be told from one that doesn't exist.
fn opens(secret: &SecretString, pepper: &Pepper, hash: &PasswordHash, cost: u32) -> bool {
    let Ok(stored) = hash.text().parse::<bcrypt::HashParts>() else { return false };
    let own_cost = stored.get_cost();
    let input = input(secret, pepper);
    let salt = stored.get_salt_raw();
    let evaluated = bcrypt::non_truncating_hash_with_salt(input.expose_secret(), own_cost, salt);
    for missing in own_cost..cost {
        // 2^own + 2^own + 2^(own+1) + … = 2^cost
        let _ = bcrypt::non_truncating_hash_with_salt(input.expose_secret(), missing, salt);
    }
    let text = |parts: bcrypt::HashParts| parts.format_for_version(bcrypt::Version::TwoB);
    evaluated.is_ok_and(|parts| text(parts).as_bytes().ct_eq(hash.text().as_bytes()).into())
}

fn input(secret: &SecretString, pepper: &Pepper) -> SecretString {
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    mac.update(secret.expose_secret().as_bytes());
    SecretString::from(STANDARD.encode(mac.finalize().into_bytes()))
}

fn cost_of(text: &str) -> u32 {
    text.parse::<bcrypt::HashParts>().map_or(0, |parts| parts.get_cost())
}
